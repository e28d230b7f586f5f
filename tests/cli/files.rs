//! `--output`: the answer is in the file, whole, or the file is as it was.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::Command;

use crate::harness::{FIXTURE, PROGRAM, fixture, folder, jakref, line, root};

fn text(path: &Path) -> &str {
    path.to_str().expect("the path is text")
}

#[test]
fn an_answer_goes_to_the_file_and_nowhere_else() {
    let folder = folder("output");
    let path = folder.join("list.json");
    assert_eq!(fixture(&format!("list --json -o {}", text(&path))).stdout(), "");
    let written = fs::read_to_string(&path).expect("written");
    assert_eq!(written, fixture("list --json").stdout());
    // Whoever writes a file is no terminal, whatever the locale has.
    let table = format!("list --format table -o {}", text(&path));
    assert_eq!(fixture(&table).env("LC_ALL", "C").env("TERM", "xterm").stdout(), "");
    let written = fs::read_to_string(&path).expect("written");
    assert_eq!(written, fixture("list --format table").stdout());
    let names: Vec<_> = fs::read_dir(&folder).expect("a folder").collect();
    assert_eq!(names.len(), 1, "nothing is left beside it");
    assert_eq!(fixture("clinic -o -").stdout(), fixture("clinic").stdout());
}

#[test]
fn what_cannot_be_written_is_told_and_nothing_is_printed() {
    let folder = folder("unwritable");
    let missing = folder.join("no/such/folder.json");
    let said = fixture(&format!("list -o {}", text(&missing))).refused(2);
    assert!(said.contains(&format!("cannot write to {}", text(&missing))), "{said}");
    let said = fixture(&format!("list -o {}", text(&folder))).refused(2);
    assert!(said.contains("it is a folder"), "{said}");
    let said = fixture("list -o /dev/full").refused(2);
    assert!(said.contains("No space left"), "{said}");
}

#[test]
fn help_and_version_are_not_kept_from_the_file_in_silence() {
    let path = folder("help").join("help.txt");
    let path = text(&path);
    for arguments in [
        format!("--version -o {path}"),
        format!("-o {path} --version"),
        format!("-Vo{path}"),
        format!("--output={path} --help"),
        format!("list --help -o {path}"),
        format!("help list -o {path}"),
    ] {
        line(&arguments).refused(2);
        assert!(!Path::new(path).exists(), "{arguments}");
    }
    let said = line(&format!("--version -o {path}")).refused(2);
    assert!(said.contains("leave out --output"), "{said}");
}

#[test]
fn a_folder_that_may_not_be_written_to_keeps_its_file() {
    let folder = folder("readonly");
    let path = folder.join("kept.txt");
    fs::write(&path, "before").expect("written");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).expect("permissions");
    let (status, _, stderr) = fixture(&format!("list -o {}", text(&path))).ended();
    let kept = fs::read_to_string(&path).expect("the file");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).expect("permissions");
    // Root may write anywhere.
    if status == 0 {
        assert_ne!(kept, "before");
    } else {
        assert_eq!((status, kept.as_str()), (2, "before"), "{stderr}");
    }
}

#[test]
fn a_disk_that_fills_up_leaves_the_file_as_it_was() {
    let folder = folder("filling");
    let path = folder.join("kept.toml");
    fs::write(&path, "before").expect("written");
    // A limit on the size of files stops the writer as a full disk does.
    let program = jakref(["export"]).command().get_program().to_owned();
    let limited = "ulimit -f 1; trap '' XFSZ; exec \"$0\" export -o \"$1\"";
    let ended = Command::new("sh").args(["-c", limited]).arg(program).arg(&path).output();
    let ended = ended.expect("a shell");
    let said = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(2), "{said}");
    assert!(said.contains("cannot write to"), "{said}");
    assert_eq!(fs::read_to_string(&path).expect("kept"), "before");
    assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 1, "nothing is left beside it");
}

#[test]
fn what_is_read_is_never_written_over() {
    let folder = folder("input");
    let path = folder.join("data.toml");
    let exported = fixture("export").stdout();
    fs::write(&path, &exported).expect("written");
    let path = text(&path);
    for arguments in [
        format!("list --data {path} -o {path}"),
        format!("export --data {path} -o {path}"),
        format!("list --overlay {path} -o {path}"),
        format!("check {path} -o {path}"),
        format!("diff built-in {path} -o {path}"),
        format!("diff {path} built-in -o {path}"),
    ] {
        let (status, stdout, stderr) = line(&arguments).ended();
        assert_eq!((status, stdout.as_str()), (2, ""), "{arguments}: {stderr}");
        // What is laid over has to be right first.
        let told = stderr.contains("the answer is read from") || arguments.contains("--overlay");
        assert!(told, "{arguments}: {stderr}");
        assert_eq!(fs::read_to_string(path).expect("kept"), exported, "{arguments}");
    }
    // A variable names an input too.
    let said = line(&format!("list -o {path}")).env("JAKREF_DATA", path).refused(2);
    assert!(said.contains("the answer is read from"), "{said}");
    assert_eq!(fs::read_to_string(path).expect("kept"), exported);
    let file = format!("{FIXTURE}/sources.toml");
    let before = fs::read(root().join(&file)).expect("a file");
    fixture(&format!("list -o {file}")).refused(2);
    assert_eq!(fs::read(root().join(&file)).expect("kept"), before);
}

#[test]
fn a_failure_leaves_the_file_as_it_was() {
    let path = folder("failing").join("kept.txt");
    fs::write(&path, "before").expect("written");
    for (arguments, status) in [
        ("show zeppelin", 1),
        ("list --for nothing", 1),
        ("list --columns nothing", 2),
        ("search -q zeppelin", 1),
        ("search -q once", 0),
        ("list --format xml", 2),
    ] {
        let (ended, ..) = fixture(&format!("{arguments} -o {}", text(&path))).ended();
        assert_eq!(ended, status, "{arguments}");
        assert_eq!(fs::read_to_string(&path).expect("kept"), "before", "{arguments}");
    }
    // A negative answer that says something is an answer.
    let (status, stdout, _) = fixture(&format!("search zeppelin -o {}", text(&path))).ended();
    assert_eq!((status, stdout.as_str()), (1, ""));
    assert_ne!(fs::read_to_string(&path).expect("written"), "before");
}

#[test]
fn permissions_and_links_stay() {
    let folder = folder("links");
    let (path, link) = (folder.join("file"), folder.join("link"));
    fs::write(&path, "before").expect("written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("permissions");
    std::os::unix::fs::symlink("file", &link).expect("a link");
    assert_eq!(jakref(["clinic", "-o", text(&link)]).stdout(), "");
    assert!(fs::symlink_metadata(&link).expect("the link").is_symlink());
    assert_eq!(fs::metadata(&path).expect("the file").permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::read_to_string(&path).expect("text"), line("clinic").stdout());
    // Another name of it has the answer too, a shorter one whole.
    let other = folder.join("other");
    fs::hard_link(&path, &other).expect("another name");
    let owner = std::os::unix::fs::chown(&path, Some(1234), Some(1234));
    assert_eq!(jakref(["list", "--columns", "id", "-o", text(&link)]).stdout(), "");
    assert_eq!(fs::read_to_string(&other).expect("text"), line("list --columns id").stdout());
    let before = fs::metadata(&path).expect("the file");
    assert_eq!((before.nlink(), before.mode() & 0o777), (2, 0o640));
    // Only root may give a file away.
    fs::remove_file(&other).expect("removed");
    assert_eq!(jakref(["clinic", "-o", text(&path)]).stdout(), "");
    let after = fs::metadata(&path).expect("the file");
    assert_eq!((after.uid(), after.gid()), (before.uid(), before.gid()));
    assert_eq!(after.uid() == 1234, owner.is_ok());
    assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 2, "nothing is left beside it");
}

#[test]
fn nothing_is_written_over_standard_input_or_into_the_folder_that_is_read() {
    let folder = folder("inputs");
    let path = folder.join("d.toml");
    let good = fs::read_to_string(root().join("tests/bad-data/good.toml")).expect("read");
    fs::write(&path, &good).expect("written");
    let program = PROGRAM.display();
    let script = format!("{program} list --data - -o {0} < {0}", text(&path));
    let output = std::process::Command::new("sh").args(["-c", &script]).output().expect("sh runs");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read_to_string(&path).expect("kept"), good);
    let new = folder.join("new.toml");
    let said = line(&format!("list --data {} -o {}", text(&folder), text(&new))).refused(2);
    assert!(said.contains("the answer is read from"), "{said}");
    assert!(!new.exists());
}
