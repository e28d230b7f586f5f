//! Screens that people read: each file in `tests/screens/` is a command and all that it prints on
//! the made-up drugs of `tests/fixture/`, and each `console` block of the README and of `docs/` is
//! what the program prints of its own data. `UPDATE_SCREENS=1 cargo test screens` rewrites them; read
//! the difference before you keep it.
//!
//! A command names its format, or is shown as on a terminal: 80 columns wide in a file, 88 in the
//! README. In the README a line `...` stands for lines that are left out. In a file, what is said on
//! standard error and a status other than 0 stand below the answer.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;

use crate::harness::{FIXTURE, Run, fixture, line, read, root, side_by_side, words};

/// The width of a screen in a file, and in the README.
const WIDTHS: [&str; 2] = ["80", "88"];

/// How many lines are shown of an answer that is left open and has not been shown yet.
const BEGINNING: usize = 14;

const ERRORS: &str = "--- standard error";
const STATUS: &str = "--- status";

fn updating() -> bool {
    std::env::var_os("UPDATE_SCREENS").is_some()
}

/// The options that a command is shown with, unless it names a format or has one form only.
fn options(arguments: &[String], width: &'static str) -> Vec<&'static str> {
    let own = ["--json", "--format", "-f", "--field", "--columns", "--version", "--help"];
    let alone = ["check", "man", "schema", "completions", "export", "help"];
    let named = arguments.iter().any(|it| own.contains(&it.as_str()));
    if named || arguments.first().is_some_and(|it| alone.contains(&it.as_str())) {
        return Vec::new();
    }
    let width =
        if arguments.iter().any(|it| it == "--width") { &[][..] } else { &["--width", width] };
    [&["--format", "table"], width].concat()
}

/// The run that a line such as `$ NO_COLOR=1 jakref list` asks for.
fn run(command: &str, width: &'static str, ask: impl Fn(&str) -> Run) -> Run {
    let asked = command.strip_prefix("$ ").unwrap_or_else(|| panic!("`$ ` before {command}"));
    let mut words = words(asked);
    let program = words.iter().position(|word| word == "jakref").expect(command);
    let arguments = words.split_off(program + 1);
    let options = options(&arguments, width);
    let mut run = ask("").with(&arguments).with(options);
    for variable in &words[..program] {
        let (name, value) = variable.split_once('=').expect(command);
        run = run.env(name, value);
    }
    run
}

/// The files with screens, in the order of their names.
fn files() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("tests/screens")).expect("the folder of the screens");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files
}

fn command_of(file: &PathBuf) -> (String, String) {
    let text = fs::read_to_string(file).expect("a screen");
    let command = text.lines().next().unwrap_or_default().to_owned();
    (command, text)
}

#[test]
fn every_screen_is_what_the_program_prints() {
    let wrong = Mutex::new(String::new());
    let files = files();
    side_by_side(&files, |file| {
        let (command, text) = command_of(file);
        let (status, stdout, stderr) = run(&command, WIDTHS[0], fixture).ended();
        let mut printed = format!("{command}\n{stdout}");
        if !stderr.is_empty() {
            let _ = write!(printed, "{ERRORS}\n{stderr}");
        }
        if status != 0 {
            let _ = writeln!(printed, "{STATUS} {status}");
        }
        if updating() {
            fs::write(file, printed).expect("a screen can be written");
        } else if printed != text {
            let mut wrong = wrong.lock().expect("no thread panics here");
            let _ = write!(wrong, "\n{}:{}", file.display(), difference(&text, &printed));
        }
    });
    let wrong = wrong.into_inner().expect("no thread panicked");
    assert!(wrong.is_empty(), "UPDATE_SCREENS=1 cargo test screens rewrites these:\n{wrong}");
}

/// The lines around the first that differs.
fn difference(expected: &str, printed: &str) -> String {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (expected, printed) = (lines(expected), lines(printed));
    let same = expected.iter().zip(&printed).take_while(|(one, other)| one == other).count();
    let mut out = format!("{}\n", same + 1);
    for (sign, lines) in [('-', &expected), ('+', &printed)] {
        for line in lines.iter().skip(same).take(4) {
            let _ = writeln!(out, "{sign} {line}");
        }
    }
    out
}

#[test]
fn every_command_and_every_format_has_a_screen() {
    let mut commands = BTreeSet::new();
    let mut formats = BTreeSet::new();
    for file in files() {
        let (command, _) = command_of(&file);
        let words = words(&command);
        formats.extend(words.iter().skip_while(|it| *it != "--format").nth(1).cloned());
        commands.extend(words.iter().skip_while(|it| *it != "jakref").nth(1).cloned());
        assert_eq!(file.extension().and_then(|it| it.to_str()), Some("txt"), "{}", file.display());
    }
    let help = line("help").stdout();
    for command in crate::shipping::commands() {
        // These print the program's own text, which other tests read.
        let own = ["man", "schema", "completions", "check", "diff", "export", "handout", "site"];
        assert!(
            commands.contains(&command) || own.contains(&command.as_str()),
            "{command}: {help}"
        );
    }
    // The JSON of all commands is held by its schema.
    for format in crate::shipping::formats().iter().filter(|it| *it != "json" && *it != "table") {
        assert!(formats.contains(format), "{format}");
    }
}

#[test]
fn the_documents_name_every_command_and_every_format() {
    let documents = pages().iter().map(read).collect::<String>();
    for command in crate::shipping::commands() {
        assert!(documents.contains(&format!("jakref {command}")), "{command}");
    }
    let readme = read("README.md");
    let (_, formats) = readme.split_once("\n## Formats\n").expect("the formats");
    let (formats, _) = formats.split_once("\n## ").expect("their end");
    for format in crate::shipping::formats() {
        assert!(formats.contains(&format!("{format}`")), "{format}");
    }
}

#[test]
fn the_screens_are_of_the_fixture() {
    let header = read(format!("{FIXTURE}/dataset.toml"));
    assert!(header.contains("title = \"Made-up drugs in examplosis\""));
}

/// The pages whose screens are the program's.
fn pages() -> Vec<PathBuf> {
    let docs = fs::read_dir(root().join("docs")).expect("docs");
    let docs = docs.map(|entry| entry.expect("an entry").path());
    let mut pages: Vec<PathBuf> =
        docs.filter(|path| path.extension().is_some_and(|it| it == "md")).collect();
    pages.push(root().join("README.md"));
    pages.sort();
    pages
}

#[test]
fn every_screen_in_the_readme_and_the_docs_is_real() {
    const FENCE: &str = "```console\n";
    let mut wrong = String::new();
    let mut screens = 0;
    for page in pages() {
        let text = fs::read_to_string(&page).expect("a page");
        let mut rewritten = String::new();
        let mut rest = text.as_str();
        while let Some(start) = rest.find(&format!("{FENCE}$ jakref")) {
            let (before, block) = rest.split_at(start + FENCE.len());
            let (block, after) = block.split_once("\n```").expect("the block ends");
            let (command, shown) = block.split_once('\n').unwrap_or((block, ""));
            let (_, stdout, stderr) = run(command, WIDTHS[1], line).ended();
            let printed = if stdout.is_empty() { stderr } else { stdout };
            let expected = like(shown, &printed);
            if shown != expected {
                let _ = write!(
                    wrong,
                    "\n{}: {command}\n{}",
                    page.display(),
                    difference(shown, &expected)
                );
            }
            let space = if expected.is_empty() { "" } else { "\n" };
            let _ = write!(rewritten, "{before}{command}{space}{expected}\n```");
            rest = after;
            screens += 1;
        }
        rewritten.push_str(rest);
        if updating() {
            fs::write(&page, rewritten).expect("the page can be written");
        }
    }
    assert!(screens >= 6, "{screens} screens");
    assert!(
        updating() || wrong.is_empty(),
        "UPDATE_SCREENS=1 cargo test screens rewrites:\n{wrong}"
    );
}

/// What is printed, with as much left out at its end as in what is shown.
fn like(shown: &str, printed: &str) -> String {
    let lines: Vec<&str> = printed.trim_end().lines().map(str::trim_end).collect();
    let Some(kept) = shown.lines().position(|line| line == "...") else {
        return lines.join("\n");
    };
    let kept = if kept == 0 { BEGINNING } else { kept };
    if kept >= lines.len() {
        return lines.join("\n");
    }
    format!("{}\n...", lines[..kept].join("\n"))
}

#[test]
fn what_is_left_out_is_marked() {
    assert_eq!(like("", "a\nb\n"), "a\nb");
    assert_eq!(like("x\n...", "a \nb\n"), "a\n...");
    assert_eq!(like("x\ny\n...", "a\nb\n"), "a\nb");
}
