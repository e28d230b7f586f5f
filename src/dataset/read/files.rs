//! From a path to the TOML files behind it: a folder laid out like `data/`, a single file, or
//! standard input.

use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use super::diagnostic::{File, Files};

/// The largest dataset that is read, in bytes over all its files. The shipped one takes less than a
/// hundredth of it; more is a mistake in the path.
pub const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// What `-` is called.
const STANDARD_INPUT: &str = "standard input";

/// Whether standard input was read already.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// How deep folders may lie in each other.
const MOST_DEPTH: usize = 8;

fn unreadable(path: &Path, why: impl fmt::Display) -> String {
    format!("cannot read {}: {why}", one_line(path))
}

/// Reads the file, or every `.toml` file in the folder and the folders in it that is not hidden, in
/// the order of their names. `-` is standard input.
///
/// # Errors
/// If a path cannot be read, is not UTF-8, leads in a circle, or is too large to be a dataset.
pub fn read_path(path: &Path) -> Result<Files, String> {
    if is_standard_input(path) {
        if TAKEN.swap(true, Ordering::Relaxed) {
            return Err(unreadable(Path::new(STANDARD_INPUT), "it can be read only once"));
        }
        let mut left = MOST_BYTES;
        let text = read_text(io::stdin().lock(), 0, Path::new(STANDARD_INPUT), &mut left)?;
        return Ok(vec![File::new(name(path), text)]);
    }
    let mut paths = Vec::new();
    collect(path, 0, &mut paths)?;
    if paths.is_empty() {
        return Err(unreadable(path, "no .toml file in this folder"));
    }
    let mut left = MOST_BYTES;
    let mut files = Vec::with_capacity(paths.len());
    for path in paths {
        let file = fs::File::open(&path).map_err(|error| unreadable(&path, error))?;
        // A file that is too large is refused before any of it is read.
        let length = file.metadata().map_or(0, |it| it.len());
        if length > left {
            return Err(too_large(&path));
        }
        let text = read_text(file, length, &path, &mut left)?;
        files.push(File::new(one_line(&path), text));
    }
    Ok(files)
}

/// Whether the path stands for standard input.
pub fn is_standard_input(path: &Path) -> bool {
    path == Path::new("-")
}

/// The path as people read it.
pub fn name(path: &Path) -> String {
    let path = if is_standard_input(path) { Path::new(STANDARD_INPUT) } else { path };
    one_line(path)
}

/// The path on one line, so that no name of a file looks like a message.
fn one_line(path: &Path) -> String {
    path.display().to_string().replace(['\n', '\r'], "\u{fffd}")
}

fn collect(path: &Path, depth: usize, paths: &mut Vec<PathBuf>) -> Result<(), String> {
    let kind = fs::metadata(path).map_err(|error| unreadable(path, error))?;
    if !kind.is_dir() {
        // Whoever names a pipe wants it read; one that lies about in a folder may never end.
        if depth > 0 && !kind.is_file() {
            return Err(unreadable(path, "it is neither a file nor a folder"));
        }
        paths.push(path.to_owned());
        return Ok(());
    }
    if depth > MOST_DEPTH {
        return Err(unreadable(path, "folders lie too deep in each other, or lead in a circle"));
    }
    let entries = fs::read_dir(path).map_err(|error| unreadable(path, error))?;
    let mut entries: Vec<PathBuf> = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()
        .map_err(|error| unreadable(path, error))?;
    entries.sort();
    for entry in entries.into_iter().filter(|entry| !is_hidden(entry)) {
        let is_toml = entry.extension().is_some_and(|it| it.eq_ignore_ascii_case("toml"));
        if is_toml || entry.is_dir() {
            collect(&entry, depth + 1, paths)?;
        }
    }
    Ok(())
}

/// Whether it is an entry that editors and version control leave in a folder: hidden, or a copy of
/// what was there before.
fn is_hidden(entry: &Path) -> bool {
    let name = entry.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    name.starts_with('.') || name.ends_with('~')
}

fn too_large(path: &Path) -> String {
    unreadable(path, format!("more than {} MB are not a dataset", MOST_BYTES / 1024 / 1024))
}

/// Reads text to the end, or to the first byte past what is left of the limit.
fn read_text(
    from: impl Read,
    expected: u64,
    path: &Path,
    left: &mut u64,
) -> Result<String, String> {
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or_default());
    from.take(*left + 1).read_to_end(&mut bytes).map_err(|error| unreadable(path, error))?;
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    *left = left.checked_sub(length).ok_or_else(|| too_large(path))?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
        let before = File::new(String::new(), before);
        let place = before.position(valid);
        unreadable(path, format!("line {}, column {}: not UTF-8", place.line, place.column))
    })
}
