//! The process: exit statuses, streams, and what the environment decides.

use std::fs::File;
use std::io::Read;
use std::process::Stdio;

use crate::harness::{PROGRAM, fixture, jakref, line};

#[test]
fn wrong_usage_ends_with_2_and_names_what_is_accepted() {
    for (arguments, named) in [
        ("list --format xml", "[possible values: table, plain, json"),
        ("list --color sometimes", "[possible values: auto, always, never]"),
        ("list --width 19", "write a number from 20 to 1000"),
        ("list --width -1", "write a number from 20 to 1000"),
        ("list --width abc", "write a number from 20 to 1000"),
        ("list --width 99999999999999999999", "write a number from 20 to 1000"),
        ("examplib --field dosing.start --format csv", "with --json the same as JSON"),
        ("show", "<TREATMENT>"),
        ("list --josn", "a similar argument exists: '--json'"),
        ("check data --data data", "cannot be used"),
        ("man --json", "man has one form only"),
        ("schema --format csv", "schema has one form only"),
        ("completions bash --json", "completions has one form only"),
        ("list --no-header", "--no-header goes with --format csv"),
        ("evidence examplib --icons --format csv", "--icons goes with --format table"),
        ("examplib --conflicts --gaps", "cannot be used with"),
        ("compare examplib --format nothing", "[possible values:"),
    ] {
        let said = fixture(arguments).refused(2);
        assert!(said.contains(named), "{arguments}: {said}");
    }
}

#[test]
fn jakref_alone_is_an_answer() {
    let home = jakref::<&str>([]).stdout();
    assert!(home.starts_with("JAKREF"), "{home}");
    assert!(home.contains("jakref help"), "{home}");
    assert_eq!(fixture("").json()["schema"], "jakref.home/1");
}

#[test]
fn a_path_that_nobody_typed_is_told_with_its_variable() {
    let stderr = "jakref: cannot read /nope: No such file or directory (os error 2)\n";
    let told = format!("{stderr}  the path comes from JAKREF_DATA\n");
    for arguments in ["list", "olumiant", "check"] {
        line(arguments).env("JAKREF_DATA", "/nope").ends(2, &told);
    }
    for arguments in ["list --data /nope", "check /nope"] {
        line(arguments).env("JAKREF_DATA", "data").ends(2, stderr);
    }
}

#[test]
fn built_in_is_the_built_in_dataset_and_an_empty_variable_is_none() {
    let answer = line("clinic").stdout();
    assert_eq!(line("clinic").env("JAKREF_DATA", "").stdout(), answer);
    assert_eq!(line("clinic --data built-in").env("JAKREF_DATA", "tests/fixture").stdout(), answer);
    assert_eq!(line("clinic").env("JAKREF_DATA", "built-in").stdout(), answer);
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    for arguments in ["compare --topics all --full", "export", "show olumiant --full --json"] {
        let mut command = line(arguments).command();
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
        let mut stdout = child.stdout.take().expect("piped");
        stdout.read_exact(&mut [0; 16]).expect("some output");
        drop(stdout);
        let output = child.wait_with_output().expect("ends");
        assert_eq!(output.status.code(), Some(0), "{arguments}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure() {
    let full = File::options().write(true).open("/dev/full").expect("/dev/full is there");
    for arguments in
        ["", "list", "olumiant", "list --json", "--help", "list -h", "--version", "man"]
    {
        let full = full.try_clone().expect("opened");
        let output = line(arguments).command().stdout(full).output().expect("runs");
        assert_eq!(output.status.code(), Some(2), "{arguments}");
        let stderr = String::from_utf8_lossy(&output.stderr);
        let expected =
            "jakref: cannot write to standard output: No space left on device (os error 28)\n";
        assert_eq!(stderr, expected, "{arguments}");
    }
}

#[cfg(unix)]
#[test]
fn a_standard_output_that_is_closed_is_a_failure() {
    let program = PROGRAM.display();
    for arguments in ["list", "--help"] {
        let script = format!("{program} {arguments} >&-");
        let output =
            std::process::Command::new("sh").args(["-c", &script]).output().expect("sh runs");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments}: {stderr}");
        assert!(stderr.contains("cannot write to standard output"), "{arguments}: {stderr}");
    }
    // What prints nothing needs none.
    let script = format!("{program} search -q tablet >&-");
    let output = std::process::Command::new("sh").args(["-c", &script]).output().expect("sh runs");
    assert_eq!((output.status.code(), output.stderr.is_empty()), (Some(0), true));
    // Without standard error there is still the status.
    let script = format!("{program} show zeppelin 2>&-");
    let output = std::process::Command::new("sh").args(["-c", &script]).output().expect("sh runs");
    assert_eq!((output.status.code(), output.stdout.is_empty()), (Some(1), true));
}

#[test]
fn nothing_is_answered_without_its_message_and_nothing_twice() {
    assert_eq!(fixture("search -q zeppelin").ends(1, ""), "");
    let late = line("search -q tablet").env("JAKREF_TODAY", "2030-01-01").ends(0, "");
    assert_eq!(late, "");
    let late = line("search -q zeppelin").env("JAKREF_TODAY", "2030-01-01").ends(1, "");
    assert_eq!(late, "");
    // An unknown value is an empty line.
    assert_eq!(fixture("mockiva --field treatment.limits").ends(1, ""), "\n");
}

#[test]
fn nothing_from_outside_changes_a_pipe() {
    let expected = fixture("examplib").stdout();
    for (name, value) in [
        ("NO_COLOR", "1"),
        ("TERM", "xterm"),
        ("TERM", "dumb"),
        ("COLUMNS", "40"),
        ("LINES", "5"),
        ("PAGER", "false"),
        ("JAKREF_PAGER", "false"),
    ] {
        assert_eq!(fixture("examplib").env(name, value).stdout(), expected, "{name}={value}");
    }
}

#[test]
fn the_environment_may_prefer_a_format() {
    let plain = fixture("examplib --format markdown").stdout();
    let preferred = |arguments: &str| fixture(arguments).env("JAKREF_FORMAT", "Markdown");
    assert_eq!(preferred("examplib").stdout(), plain);
    // What is asked for comes before, and what has one form only has no other.
    assert_eq!(
        preferred("examplib --format csv").stdout(),
        fixture("examplib --format csv").stdout()
    );
    assert_eq!(preferred("list --columns id").stdout(), fixture("list --columns id").stdout());
    assert_eq!(
        preferred("examplib --field dosing.start").stdout(),
        fixture("examplib --field dosing.start").stdout()
    );
    assert_eq!(preferred("schema list").stdout(), line("schema list").stdout());
    let said = line("list").env("JAKREF_FORMAT", "pdf").refused(2);
    assert!(said.contains("JAKREF_FORMAT is `pdf`") && said.contains("markdown"), "{said}");
}

#[test]
fn color_is_only_there_when_it_is_asked_for_and_changes_nothing_else() {
    for arguments in
        ["", "list", "examplib", "samplor", "compare", "evidence mockiva", "search clots"]
    {
        let plain = fixture(&format!("{arguments} --format table")).stdout();
        assert!(!plain.contains('\u{1b}'), "{arguments}");
        let colored = fixture(&format!("{arguments} --format table --color always"))
            .env("NO_COLOR", "1")
            .stdout();
        assert!(colored.contains('\u{1b}'), "{arguments}");
        assert_eq!(without_escapes(&colored), plain, "{arguments}");
        let forced =
            fixture(&format!("{arguments} --format table")).env("CLICOLOR_FORCE", "1").stdout();
        assert_eq!(forced, colored, "{arguments}");
    }
    for format in ["json", "plain", "csv", "markdown", "html"] {
        let text = fixture(&format!("examplib --color always --format {format}")).stdout();
        assert!(!text.contains('\u{1b}'), "{format}");
    }
}

#[test]
fn what_the_command_line_prints_of_itself_is_colored_as_asked() {
    for (color, colored) in [("1", true), ("0", false)] {
        for (arguments, status) in [("show --help", 0), ("list --josn", 2)] {
            let output = line(arguments).env("CLICOLOR_FORCE", color).output();
            let said = [output.stdout, output.stderr].concat();
            assert_eq!(said.contains(&0x1b), colored, "{color} {arguments}");
            assert_eq!(output.status.code(), Some(status), "{color} {arguments}");
        }
    }
}

#[test]
fn a_review_that_is_past_due_is_said_on_standard_error_and_in_every_payload() {
    let stderr =
        "jakref: the review of this dataset was due on 2027-01-30; labels may have changed\n";
    let late = |arguments: &str| fixture(arguments).env("JAKREF_TODAY", "2027-01-31");
    let answer = late("list --format table").ends(0, stderr);
    let in_time = fixture("list --format table").env("JAKREF_TODAY", "2027-01-30").stdout();
    assert!(answer.contains("review was due") && !in_time.contains("review was due"), "{answer}");
    let json = late("list --json").ends(0, stderr);
    assert!(json.contains("\"overdue\": true"), "{json}");
    let csv = late("list --columns id,overdue").ends(0, stderr);
    assert!(csv.lines().skip(1).all(|row| row.ends_with(",true")), "{csv}");
    assert_eq!(late("search -q once").ends(0, ""), "");
    // A clock that is far off takes no answer away.
    for day in ["1970-01-01", "9999-12-31"] {
        let (status, stdout, _) = fixture("examplib dose").env("JAKREF_TODAY", day).ended();
        assert!(status == 0 && stdout.contains("2 mg once daily"), "{day}");
    }
}

/// The text without its colors.
pub fn without_escapes(text: &str) -> String {
    let mut out = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            for escaped in characters.by_ref() {
                if escaped.is_ascii_alphabetic() {
                    break;
                }
            }
        } else {
            out.push(character);
        }
    }
    out
}

#[cfg(unix)]
#[test]
fn messages_of_programs_side_by_side_do_not_mix() {
    let path = crate::harness::folder("messages").join("said");
    let said = File::options().create(true).append(true).open(&path).expect("a file");
    let mut expected = Vec::new();
    let mut running = Vec::new();
    for number in 0..40 {
        let wrong = match number % 3 {
            0 => format!("show zeppelin{number}"),
            1 => format!("list --columns nothing{number}"),
            _ => format!("list --format nothing{number}"),
        };
        expected.push(line(&wrong).output_of().2);
        let said = said.try_clone().expect("opened");
        running.push(line(&wrong).command().stderr(said).spawn().expect("starts"));
    }
    for mut program in running {
        program.wait().expect("ends");
    }
    // Each message stands there whole, and there is nothing else.
    let mut said = std::fs::read_to_string(&path).expect("read");
    for message in expected {
        assert!(said.contains(&message), "{message} in {said}");
        said = said.replacen(&message, "", 1);
    }
    assert_eq!(said, "");
}

#[test]
fn what_was_typed_is_safe_in_every_message_with_color_too() {
    for arguments in [
        vec!["list", "--format", "\u{1b}[2J\u{202e}"],
        vec!["list", "--width", "\u{1b}[2J"],
        vec!["list", "--\u{1b}x"],
        vec!["completions", "\u{202e}"],
        vec!["help", "\u{1b}[2J"],
    ] {
        let run = crate::harness::jakref(&arguments).env("CLICOLOR_FORCE", "1");
        let (status, _, stderr) = run.ended();
        assert_eq!(status, 2, "{arguments:?}: {stderr}");
        assert!(!stderr.contains("\u{1b}[2J") && !stderr.contains('\u{202e}'), "{stderr:?}");
        assert!(stderr.ends_with('\n'), "{stderr:?}");
    }
}

#[cfg(unix)]
#[test]
fn arguments_and_variables_that_are_no_text_are_told_and_nothing_breaks() {
    use std::ffi::{OsStr, OsString};
    use std::os::unix::ffi::OsStrExt;

    let raw = OsStr::from_bytes(b"z\xff\n\x1b[2Jz");
    let with = |option: &str| OsString::from_iter([OsStr::new(option), raw]);
    let mut cases: Vec<Vec<OsString>> = vec![
        vec![raw.into()],
        vec!["examplib".into(), raw.into()],
        vec![with("-"), "list".into()],
        vec![with("--"), "list".into()],
    ];
    for command in crate::shipping::commands() {
        cases.push(vec![command.clone().into(), raw.into()]);
        cases.push(vec![command.into(), with("--width=")]);
    }
    for option in ["--format=", "--data=", "--overlay=", "--color=", "--for=", "--in=", "-o"] {
        let option = if option == "-o" { with("-o/no-such-folder/") } else { with(option) };
        cases.push(vec!["list".into(), option]);
    }
    for case in cases {
        let (status, stdout, stderr) = jakref(&case).ended();
        assert!([1, 2].contains(&status), "{case:?}: {status}: {stderr}");
        assert!(!stderr.contains("panicked") && !(stderr + &stdout).contains('\u{1b}'), "{case:?}");
    }
    for variable in ["JAKREF_FORMAT", "JAKREF_DATA", "JAKREF_TODAY", "PAGER", "COLUMNS", "LANG"] {
        let mut command = jakref(["list"]).command();
        let output = command.env(variable, raw).output().expect("it runs");
        assert!(matches!(output.status.code(), Some(0..=2)), "{variable}: {output:?}");
    }
}

#[test]
fn the_day_that_the_environment_names_is_a_day_and_documented() {
    for day in ["foo", "2026-13-01", "2026"] {
        let said = line("list").env("JAKREF_TODAY", day).refused(2);
        assert!(said.starts_with("jakref: JAKREF_TODAY is no day"), "{said}");
    }
    assert!(line("--help").stdout().contains("JAKREF_TODAY"));
}

#[test]
fn what_is_exported_is_read_back_whatever_format_the_environment_prefers() {
    let export = line("export").stdout();
    for format in ["markdown", "html", "json", "csv"] {
        assert_eq!(line("export").env("JAKREF_FORMAT", format).stdout(), export, "{format}");
    }
}
