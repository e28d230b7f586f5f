//! Writing an answer to a file: beside it first, then in its place, so that what was there before is
//! whole whatever happens, and so is what two writers write.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::text::safe;

/// How many links lead from one to the next before they lead nowhere.
const LINKS: usize = 40;

/// Writes a file: its permissions and its owner stay, a link to it stays a link, and its other names
/// have the answer too. What is no ordinary file, such as `/dev/stdout` or a named pipe, is written
/// as it is.
///
/// # Errors
/// If it is one of the inputs or lies among them, or if it cannot be written: then nothing has
/// changed. The message names the path.
pub fn write(path: &Path, text: &str, inputs: &[&Path]) -> Result<(), String> {
    let name = || safe(&path.display().to_string()).into_owned();
    if let Some(input) = inputs.iter().find(|input| is_within(path, input)) {
        let input = input.display().to_string();
        return Err(format!(
            "cannot write to {}: the answer is read from {}",
            name(),
            safe(&input)
        ));
    }
    replace(path, text.as_bytes()).map_err(|error| format!("cannot write to {}: {error}", name()))
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let before = fs::metadata(path).ok();
    if is_stream(path) || before.as_ref().is_some_and(|it| !it.is_file() && !it.is_dir()) {
        return OpenOptions::new().append(true).open(path)?.write_all(bytes);
    }
    let target = target(path)?;
    if before.as_ref().is_some_and(fs::Metadata::is_dir) || target.file_name().is_none() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    // A file that may not be written to is not replaced either.
    if before.is_some() {
        OpenOptions::new().append(true).open(&target)?;
    }
    let (beside, mut file) = beside(&target)?;
    let has_other_names = before.as_ref().is_some_and(|it| names(it) > 1);
    let written = file
        .write_all(bytes)
        .and_then(|()| before.map_or(Ok(()), |it| keep(&file, &it)))
        .and_then(|()| file.sync_all())
        .and_then(|()| {
            if has_other_names {
                write_through(&target, bytes)
            } else {
                fs::rename(&beside, &target)
            }
        });
    if written.is_err() || has_other_names {
        // What could not be written, or has been written elsewhere, is of no use to anybody.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Writes what all names of the file are to have. That there is room for it is known by now; of
/// several writers each waits for the one before.
fn write_through(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(target)?;
    file.lock()?;
    file.write_all(bytes)?;
    file.set_len(bytes.len() as u64)?;
    file.sync_all()
}

/// Gives the file the permissions of the one whose place it takes, and its owner if that may be.
fn keep(file: &File, before: &fs::Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let _ = std::os::unix::fs::fchown(file, Some(before.uid()), Some(before.gid()));
    }
    file.set_permissions(before.permissions())
}

/// How many names a file has.
fn names(file: &fs::Metadata) -> u64 {
    #[cfg(unix)]
    {
        std::os::unix::fs::MetadataExt::nlink(file)
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        1
    }
}

/// Whether the path names what the process has open already, even where that is a file.
fn is_stream(path: &Path) -> bool {
    cfg!(unix)
        && (path.starts_with("/dev/fd")
            || path.starts_with("/proc")
            || ["/dev/stdout", "/dev/stderr"].iter().any(|it| path == Path::new(it)))
}

/// Where the links lead, whether or not there is anything yet.
fn target(path: &Path) -> io::Result<PathBuf> {
    let mut target = path.to_owned();
    for _ in 0..LINKS {
        let is_link = fs::symlink_metadata(&target).is_ok_and(|it| it.is_symlink());
        if !is_link {
            return Ok(target);
        }
        let link = fs::read_link(&target)?;
        target = target.parent().unwrap_or(Path::new("")).join(link);
    }
    Err(io::Error::other("too many links"))
}

/// A new file in the same folder, that no other writer has.
fn beside(target: &Path) -> io::Result<(PathBuf, File)> {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let folder = target.parent().unwrap_or(Path::new(""));
    loop {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name: OsString = format!(".jakref-{}-{number}.tmp", std::process::id()).into();
        let path = folder.join(name);
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            opened => return opened.map(|file| (path, file)),
        }
    }
}

/// Whether what is at the path is the input, or lies in it.
fn is_within(path: &Path, input: &Path) -> bool {
    // What is not there yet would lie in its folder, and be read there if it is a dataset by its name.
    let Ok(path) = fs::canonicalize(path).or_else(|error| {
        let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
        let is_data = path.extension().is_some_and(|it| it.eq_ignore_ascii_case("toml"));
        let name = path.file_name().filter(|_| is_data).ok_or(error)?;
        fs::canonicalize(folder.unwrap_or(Path::new("."))).map(|folder| folder.join(name))
    }) else {
        return false;
    };
    let is_file = fs::metadata(&path).map_or(true, |it| it.is_file());
    let folders = if path.is_dir() { 1 } else { usize::MAX };
    // A stream that is the same at both ends is nobody's loss.
    (is_file || path.is_dir()) && path.ancestors().take(folders).any(|it| is_same(it, input))
}

/// Whether two paths lead to one file.
fn is_same(one: &Path, other: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let identity = |path: &Path| fs::metadata(path).map(|it| (it.dev(), it.ino())).ok();
        identity(one).is_some_and(|it| identity(other) == Some(it))
    }
    #[cfg(not(unix))]
    {
        let identity = |path: &Path| fs::canonicalize(path).ok();
        identity(one).is_some_and(|it| identity(other) == Some(it))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder that is gone when the test is.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("jakref-{name}-{}", std::process::id()));
            fs::create_dir_all(&path).expect("a folder");
            Self(path)
        }

        fn path(&self, name: &str) -> PathBuf {
            self.0.join(name)
        }

        fn names(&self) -> Vec<String> {
            let entries = fs::read_dir(&self.0).expect("a folder");
            let mut names: Vec<String> = entries
                .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
                .collect();
            names.sort();
            names
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_file_is_replaced_as_a_whole_and_nothing_is_left_beside_it() {
        let folder = Folder::new("replace");
        let path = folder.path("a");
        write(&path, "long before", &[]).expect("written");
        write(&path, "after", &[]).expect("written");
        assert_eq!(fs::read_to_string(&path).expect("text"), "after");
        assert_eq!(folder.names(), ["a"]);
    }

    #[test]
    fn what_cannot_be_written_names_its_path() {
        let folder = Folder::new("missing");
        let error = write(&folder.path("no/such"), "x", &[]).expect_err("no folder");
        assert!(error.contains("no/such") || error.contains("no\\such"), "{error}");
        let error = write(&folder.0, "x", &[]).expect_err("a folder");
        assert!(error.contains("folder"), "{error}");
    }

    #[test]
    fn an_input_is_not_written_over() {
        let folder = Folder::new("input");
        let (path, other) = (folder.path("a"), folder.path("b"));
        fs::write(&path, "data").expect("written");
        for input in [&path, &folder.0] {
            let error = write(&path, "x", &[input]).expect_err("an input");
            assert!(error.contains("read from"), "{error}");
        }
        assert_eq!(fs::read_to_string(&path).expect("text"), "data");
        let error = write(&folder.path("new.toml"), "x", &[&folder.0]).expect_err("new data");
        assert!(error.contains("read from"), "{error}");
        // Another new file in a folder that is read is nobody's loss.
        write(&other, "x", &[&path, &folder.0]).expect("written");
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = Folder::new("links");
        let (path, link, hanging) = (folder.path("a"), folder.path("b"), folder.path("c"));
        fs::write(&path, "before").expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("permissions");
        symlink("a", &link).expect("a link");
        symlink("new", &hanging).expect("a link");
        write(&link, "after", &[]).expect("written");
        write(&hanging, "new", &[]).expect("written");
        assert!(fs::symlink_metadata(&link).expect("a link").is_symlink());
        assert_eq!(fs::read_to_string(&path).expect("text"), "after");
        assert_eq!(fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o640);
        assert_eq!(folder.names(), ["a", "b", "c", "new"]);
        let error = write(&link, "x", &[&path]).expect_err("an input");
        assert!(error.contains("read from"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_written_as_it_is() {
        write(Path::new("/dev/null"), "x", &[Path::new("/dev/null")]).expect("written");
        if Path::new("/dev/full").exists() {
            let error = write(Path::new("/dev/full"), "x", &[]).expect_err("full");
            assert!(error.contains("/dev/full"), "{error}");
        }
    }

    #[test]
    fn two_writers_do_not_mix() {
        writers("two", |_| ["a", "a"]);
    }

    #[cfg(unix)]
    #[test]
    fn two_writers_by_two_names_of_one_file_do_not_mix() {
        writers("names", |folder| {
            fs::write(folder.path("a"), "before").expect("written");
            fs::hard_link(folder.path("a"), folder.path("b")).expect("another name");
            ["a", "b"]
        });
    }

    /// Writes side by side, each by a name of its own.
    fn writers(name: &str, begin: impl Fn(&Folder) -> [&'static str; 2]) {
        let folder = Folder::new(name);
        let names = begin(&folder);
        let texts = ["a".repeat(200_000), "b".repeat(100_000)];
        std::thread::scope(|scope| {
            for (text, name) in texts.iter().zip(names) {
                let path = folder.path(name);
                scope.spawn(move || {
                    for _ in 0..40 {
                        write(&path, text, &[]).expect("written");
                    }
                });
            }
        });
        for name in names {
            let text = fs::read_to_string(folder.path(name)).expect("text");
            assert!(texts.contains(&text), "{name}: {} bytes", text.len());
        }
        let mut names = names.to_vec();
        names.dedup();
        assert_eq!(folder.names(), names);
    }
}
