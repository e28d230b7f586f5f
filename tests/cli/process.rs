use std::fs::File;
use std::io::Read;
use std::process::Stdio;

use crate::harness::{jakref, line};

#[test]
fn wrong_usage_ends_with_2_and_names_what_is_accepted() {
    for (arguments, named) in [
        ("list --format xml", "[possible values: table, plain, json"),
        ("list --color sometimes", "[possible values: auto, always, never]"),
        ("list --width 10", "write a number from 30 to 1000"),
        ("list --width abc", "write a number from 30 to 1000"),
        (
            "show olumiant --field dosing.start --format csv",
            "it goes with no --format and no --json",
        ),
        ("--json show olumiant --field dosing.start", "it goes with no --format and no --json"),
        ("diff builtin", "the built-in dataset is called built-in\n"),
        ("diff data Built_In", "the built-in dataset is called built-in\n"),
        ("show", "<TREATMENT>"),
        ("lst", "a similar subcommand exists: 'list'"),
        ("xyz", "tip: the commands are list, show, compare, "),
        ("list --josn", "a similar argument exists: '--json'"),
        ("list --json --format plain", "cannot be used with"),
        ("check data --data data", "cannot be used with"),
        ("--data data check data", "cannot be used with"),
        ("--data data diff built-in data", "cannot be used with"),
    ] {
        let output = line(arguments).output();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments}: {stderr}");
        assert!(output.stdout.is_empty(), "{arguments}");
        assert!(stderr.contains(named), "{arguments}: {stderr}");
    }
}

#[test]
fn without_a_command_the_help_is_on_standard_error() {
    let output = jakref::<&str>([]).output();
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8_lossy(&output.stderr).contains("Usage: jakref"));
}

#[test]
fn help_and_version_are_answers() {
    assert!(line("--help").stdout().contains("Exit status:\n  0  answered"));
    for (arguments, same) in [
        ("help", "--help"),
        ("help show", "show --help"),
        ("--json help list", "list --help"),
        ("help help", "--help"),
    ] {
        assert_eq!(line(arguments).stdout(), line(same).stdout(), "{arguments}");
    }
    let output = line("help shwo").output();
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.contains("a similar subcommand exists: 'show'"), "{stderr}");
    let version = line("--version").stdout();
    assert!(version.starts_with(concat!("jakref ", env!("CARGO_PKG_VERSION"))), "{version}");
}

#[test]
fn options_go_before_and_behind_the_command_and_the_nearer_one_holds() {
    assert_eq!(line("--json clinic").stdout(), line("clinic --json").stdout());
    for (arguments, same) in [
        ("--format markdown clinic --json", "clinic --json"),
        ("--json clinic --format markdown", "clinic --format markdown"),
        ("--width 40 clinic --format table --width 60", "clinic --format table --width 60"),
        ("--format table clinic --width 60", "clinic --format table --width 60"),
    ] {
        assert_eq!(line(arguments).stdout(), line(same).stdout(), "{arguments}");
    }
    let output = line("--overlay none.toml clinic --overlay nowhere.toml").output();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.contains("none.toml"), "the first one is laid over it first: {stderr}");
}

#[test]
fn formats_and_colors_are_words_in_any_case() {
    assert_eq!(line("clinic --format JSON").stdout(), line("clinic --json").stdout());
    let colored = line("clinic --format table --color ALWAYS").stdout();
    assert_eq!(colored, line("clinic --format table --color always").stdout());
}

#[test]
fn a_path_that_nobody_typed_is_told_with_its_variable() {
    let stderr = "jakref: cannot read /nope: No such file or directory (os error 2)\n";
    let told = format!("{stderr}  the path comes from JAKREF_DATA\n");
    for arguments in ["list", "check", "diff built-in"] {
        line(arguments).env("JAKREF_DATA", "/nope").ends(2, &told);
    }
    for arguments in ["list --data /nope", "check /nope", "diff /nope"] {
        line(arguments).env("JAKREF_DATA", "data").ends(2, stderr);
    }
    let output = line("list").env("JAKREF_DATA", "tests/bad-data/url.toml").output();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.contains("\n  the path comes from JAKREF_DATA\n\n"), "{stderr}");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let mut command = line("compare --topics all --full").command();
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
    let mut stdout = child.stdout.take().expect("piped");
    let mut few = [0; 16];
    stdout.read_exact(&mut few).expect("some output");
    drop(stdout);
    let output = child.wait_with_output().expect("ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure() {
    let full = File::options().write(true).open("/dev/full").expect("/dev/full is there");
    for arguments in ["list", "--help", "list -h", "--version"] {
        let full = full.try_clone().expect("opened");
        let output = line(arguments).command().stdout(full).output().expect("runs");
        assert_eq!(output.status.code(), Some(2), "{arguments}");
        let stderr = String::from_utf8_lossy(&output.stderr);
        let expected =
            "jakref: cannot write to standard output: No space left on device (os error 28)\n";
        assert_eq!(stderr, expected, "{arguments}");
    }
}

#[test]
fn a_file_is_written_only_where_it_is_asked_for() {
    let path = format!("{}/list.json", env!("CARGO_TARGET_TMPDIR"));
    assert_eq!(jakref(["list", "--json", "--output", &path]).stdout(), "");
    assert_eq!(std::fs::read_to_string(&path).expect("written"), line("list --json").stdout());
    let output = line("list -o /nowhere/at/all").output();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot write to /nowhere/at/all"));
}

#[test]
fn nothing_from_outside_changes_a_pipe() {
    let expected = line("show olumiant").stdout();
    for (name, value) in [("NO_COLOR", "1"), ("TERM", "xterm"), ("COLUMNS", "40"), ("LANG", "C")] {
        assert_eq!(line("show olumiant").env(name, value).stdout(), expected, "{name}");
    }
}

#[test]
fn colour_is_only_there_when_it_is_asked_for() {
    let plain = line("show olumiant --format table").stdout();
    assert!(!plain.contains('\u{1b}'));
    let coloured =
        line("show olumiant --format table --color always").env("NO_COLOR", "1").stdout();
    assert!(coloured.contains('\u{1b}'));
    assert_eq!(without_escapes(&coloured), plain, "colour changes nothing but the colour");
    for format in ["json", "plain"] {
        let text = jakref(["show", "olumiant", "--color", "always", "--format", format]).stdout();
        assert!(!text.contains('\u{1b}'), "{format}");
    }
}

#[test]
fn what_the_command_line_prints_of_itself_is_colored_as_asked() {
    for (color, colored) in [("--color always", true), ("--color=always", true), ("", false)] {
        for (arguments, status) in [("show --help", 0), ("shw", 2)] {
            let output = line(&format!("{color} {arguments}")).output();
            let said = [output.stdout, output.stderr].concat();
            assert_eq!(said.contains(&0x1b), colored, "{color} {arguments}");
            assert_eq!(output.status.code(), Some(status), "{color} {arguments}");
        }
    }
}

#[test]
fn a_review_that_is_past_due_is_said_on_standard_error() {
    let stderr =
        "jakref: the review of this dataset was due on 2027-02-21; labels may have changed\n";
    let answer = line("list").env("JAKREF_TODAY", "2027-02-22").ends(0, stderr);
    let (said, due) = ("review past due since 2027-02-21", "next review due 2027-02-21");
    let in_time = line("list").env("JAKREF_TODAY", "2027-02-21").stdout();
    assert_eq!(answer.replace(said, due), in_time);
    assert_eq!(answer.matches(said).count(), 4, "in every record");
    let json = line("list --json").env("JAKREF_TODAY", "2027-02-22").ends(0, stderr);
    assert!(json.contains("\"overdue\": true"), "{json}");
}

/// The text without its colours.
fn without_escapes(text: &str) -> String {
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
