//! Runs the program as a user does, in an environment of its own.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// What decides about colour, width and data from outside; none of it leaks into a test.
const SCRUBBED: &[&str] =
    &["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "TERM", "JAKREF_DATA", "LANG", "LC_ALL"];

/// The day of the tests, so that what they expect does not age.
pub const TODAY: &str = "2026-11-23";

/// A run that is being put together.
pub struct Run {
    command: Command,
    stdin: String,
}

/// The program with these arguments.
pub fn jakref<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jakref"));
    command.args(arguments).current_dir(root());
    for variable in SCRUBBED {
        command.env_remove(variable);
    }
    command.env("JAKREF_TODAY", TODAY);
    Run { command, stdin: String::new() }
}

/// The program with the words of this line as arguments.
pub fn line(arguments: &str) -> Run {
    jakref(arguments.split_whitespace())
}

/// The folder of the project.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The text of a file of the project.
#[track_caller]
pub fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Visits every object in a JSON value.
pub fn each(value: &Value, visit: &mut dyn FnMut(&Value)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| each(item, visit)),
        Value::Object(fields) => {
            visit(value);
            fields.values().for_each(|field| each(field, visit));
        }
        _ => {}
    }
}

impl Run {
    /// With this variable in the environment.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// With this on standard input.
    pub fn stdin(mut self, text: &str) -> Self {
        text.clone_into(&mut self.stdin);
        self
    }

    /// The command, for tests that wire its streams themselves.
    pub fn command(self) -> Command {
        self.command
    }

    /// Runs it.
    #[track_caller]
    pub fn output(mut self) -> Output {
        self.command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = self.command.spawn().expect("the program starts");
        let mut stdin = child.stdin.take().expect("standard input is piped");
        // A program that does not read its input may close it.
        let _ = stdin.write_all(self.stdin.as_bytes());
        drop(stdin);
        child.wait_with_output().expect("the program ends")
    }

    /// Runs it; it must succeed, and say nothing on standard error. Returns standard output.
    #[track_caller]
    pub fn stdout(self) -> String {
        self.ends(0, "")
    }

    /// Runs it; it must end with this status and say just this on standard error. Returns standard
    /// output.
    #[track_caller]
    pub fn ends(self, status: i32, stderr: &str) -> String {
        let output = self.output();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the output is UTF-8");
        assert_eq!(text(&output.stderr), stderr, "standard error");
        assert_eq!(output.status.code(), Some(status), "exit status");
        text(&output.stdout)
    }
}
