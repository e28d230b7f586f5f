//! Runs the program as a user does, in an environment of its own.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, LazyLock, Mutex};

use serde_json::Value;

/// What decides about formats, color, width, pagers and data from outside; none of it leaks into a
/// test.
const SCRUBBED: &[&str] = &[
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "COLUMNS",
    "JAKREF_DATA",
    "JAKREF_FORMAT",
    "JAKREF_PAGER",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "LESS",
    "LINES",
    "NO_COLOR",
    "PAGER",
    "TERM",
];

/// The day of the tests, so that what they expect does not age.
pub const TODAY: &str = "2026-11-25";

/// The dataset of made-up drugs, on which behavior is tested.
pub const FIXTURE: &str = "tests/fixture";

/// A run that is being put together.
pub struct Run {
    command: Command,
    stdin: Vec<u8>,
    /// The dataset of which something is said on standard error, before anything else.
    origin: Option<&'static str>,
}

/// A copy of the program, as an installed one is. A file that the linker has just written lies in
/// memory in small pieces: a start from it takes a quarter longer, and there are some thousand.
pub static PROGRAM: LazyLock<PathBuf> = LazyLock::new(|| {
    let copy = folder("program").join("jakref");
    std::fs::copy(env!("CARGO_BIN_EXE_jakref"), &copy).expect("a copy of the program");
    copy
});

/// The program with these arguments.
pub fn jakref<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Run {
    let mut command = Command::new(&*PROGRAM);
    command.args(arguments).current_dir(root());
    for variable in SCRUBBED {
        command.env_remove(variable);
    }
    command.env("JAKREF_TODAY", TODAY);
    Run { command, stdin: Vec::new(), origin: None }
}

/// The program with the words of this line as arguments, with quotes as in a shell.
#[track_caller]
pub fn line(arguments: &str) -> Run {
    jakref(words(arguments))
}

/// The same, on the dataset of made-up drugs.
#[track_caller]
pub fn fixture(arguments: &str) -> Run {
    let run = line(arguments).env("JAKREF_DATA", FIXTURE);
    Run { origin: Some(FIXTURE), ..run }
}

/// The words of a line, with single and double quotes as in a shell.
#[track_caller]
pub fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for character in line.chars() {
        match quote {
            Some(open) if open == character => quote = None,
            None if matches!(character, '"' | '\'') => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            None if character.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(character),
        }
    }
    assert_eq!(quote, None, "a quote is open: {line}");
    words.extend(word);
    words
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

/// An empty folder of a test's own.
#[track_caller]
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).expect("the folder of an earlier run goes away");
    }
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
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

/// What a list of a JSON object holds.
#[track_caller]
pub fn items<'v>(value: &'v Value, field: &str) -> &'v [Value] {
    value[field].as_array().unwrap_or_else(|| panic!("no list {field} in {value}"))
}

/// What a text of a JSON object says.
#[track_caller]
pub fn word<'v>(value: &'v Value, field: &str) -> &'v str {
    value[field].as_str().unwrap_or_else(|| panic!("no text {field} in {value}"))
}

/// The answer to a question that is asked of the shipped data by several tests; run once.
#[track_caller]
pub fn shipped(arguments: &str) -> Arc<str> {
    static KNOWN: LazyLock<Mutex<HashMap<String, Arc<str>>>> = LazyLock::new(Mutex::default);
    let known = |key: &str| KNOWN.lock().expect("no test panics here").get(key).cloned();
    if let Some(text) = known(arguments) {
        return text;
    }
    let text: Arc<str> = line(arguments).answer().into();
    KNOWN.lock().expect("no test panics here").insert(arguments.to_owned(), Arc::clone(&text));
    text
}

/// The JSON of the same.
#[track_caller]
pub fn shipped_json(arguments: &str) -> Value {
    parse(&shipped(&format!("{arguments} --json")), arguments)
}

#[track_caller]
fn parse(text: &str, what: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{what}: {error}: {text}"))
}

/// Does something for each of many, on as many threads as there are processors.
pub fn side_by_side<T: Sync>(items: &[T], act: impl Fn(&T) + Sync) {
    let threads = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let next = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..threads.min(items.len()) {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    let Some(item) = items.get(at) else { break };
                    act(item);
                }
            });
        }
    });
}

/// What is said on standard error besides the one line that names the dataset.
#[track_caller]
fn without_origin<'t>(origin: &str, status: i32, stderr: &'t str) -> &'t str {
    let said = stderr.split_once('\n').filter(|(first, _)| {
        // The name of the program may be colored.
        first.contains("this answer comes from ") && first.ends_with(origin)
    });
    match said {
        Some((_, rest)) => rest,
        // What is asked of no dataset, or refused before one is read.
        None => {
            let silent = ["jakref: this answer comes from"].iter().all(|it| !stderr.contains(it));
            assert!(
                silent,
                "what is said of the dataset is not first, or of another, at {status}: {stderr}"
            );
            stderr
        }
    }
}

impl Run {
    /// With this variable in the environment.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// With these arguments behind the others.
    pub fn with<S: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = S>) -> Self {
        self.command.args(arguments);
        self
    }

    /// With this on standard input.
    pub fn stdin(mut self, input: impl AsRef<[u8]>) -> Self {
        input.as_ref().clone_into(&mut self.stdin);
        self
    }

    /// With so many megabytes of memory to work in, where the system can say so.
    pub fn with_memory(self, megabytes: u32) -> Self {
        if !cfg!(target_os = "linux") {
            return self;
        }
        let mut command = Command::new("sh");
        let limited = format!("ulimit -v {} && exec \"$0\" \"$@\"", megabytes * 1024);
        command.args(["-c", &limited]).arg(self.command.get_program());
        command.args(self.command.get_args()).current_dir(root());
        for (name, value) in self.command.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        Self { command, ..self }
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
        let _ = stdin.write_all(&self.stdin);
        drop(stdin);
        child.wait_with_output().expect("the program ends")
    }

    /// Runs it: the exit status, standard output, and standard error without what is said of the
    /// dataset, which must be there.
    #[track_caller]
    pub fn ended(self) -> (i32, String, String) {
        let (origin, command) = (self.origin, format!("{:?}", self.command));
        let output = self.output();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the output is UTF-8");
        let stderr = text(output.stderr);
        let status = output.status.code().unwrap_or_else(|| panic!("{command} was killed"));
        // What is wrong with a command line is told before any dataset is read.
        let stderr = match origin {
            Some(origin) => without_origin(origin, status, &stderr),
            None => &stderr,
        };
        (status, text(output.stdout), stderr.to_owned())
    }

    /// Runs it: the exit status, standard output and standard error.
    #[track_caller]
    pub fn output_of(self) -> (i32, String, String) {
        Self { origin: None, ..self }.ended()
    }

    /// Runs it; it must end with this status and say just this on standard error. Returns standard
    /// output.
    #[track_caller]
    pub fn ends(self, status: i32, stderr: &str) -> String {
        let command = format!("{:?}", self.command.get_args().collect::<Vec<_>>());
        let (ended, stdout, said) = self.ended();
        assert_eq!(said, stderr, "standard error of {command}");
        assert_eq!(ended, status, "exit status of {command}");
        stdout
    }

    /// Runs it; it must succeed, and say nothing on standard error. Returns standard output.
    #[track_caller]
    pub fn stdout(self) -> String {
        self.ends(0, "")
    }

    /// Runs it; it must succeed or give a negative answer, and say something on standard output.
    #[track_caller]
    pub fn answer(self) -> String {
        let command = format!("{:?}", self.command.get_args().collect::<Vec<_>>());
        let (status, stdout, stderr) = self.ended();
        assert!(status < 2 && !stdout.is_empty(), "{command} ends with {status}: {stderr}");
        stdout
    }

    /// Runs it with `--json`, and reads what it prints.
    #[track_caller]
    pub fn json(self) -> Value {
        let command = format!("{:?}", self.command.get_args().collect::<Vec<_>>());
        parse(&self.with(["--json"]).stdout(), &command)
    }

    /// Runs it; it must end with this status and print no answer. Returns standard error.
    #[track_caller]
    pub fn refused(self, status: i32) -> String {
        let command = format!("{:?}", self.command.get_args().collect::<Vec<_>>());
        let (ended, stdout, stderr) = self.ended();
        assert_eq!(ended, status, "exit status of {command}: {stderr}");
        assert_eq!(stdout, "", "{command}: {stderr}");
        assert!(!stderr.is_empty(), "{command} says nothing");
        stderr
    }
}
