//! What is seen on a terminal: pages of it, at its size, in its characters. The terminal is that of
//! util-linux's `script`; without it these tests say so and pass.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use unicode_width::UnicodeWidthStr;

use crate::harness::{PROGRAM, fixture, folder};
use crate::process::without_escapes;

/// What a command prints on a terminal of this size, and its status; nothing without `script`.
fn on_terminal(
    rows: u16,
    columns: u16,
    arguments: &str,
    env: &[(&str, &str)],
) -> Option<(i32, String)> {
    let program = PROGRAM.display();
    // A file of its own: the terminal writes `\r\n`, and is gone when the command is.
    let command = format!("stty rows {rows} cols {columns}; exec {program} {arguments}");
    let of_jakref = fixture("").command();
    let mut script = Command::new("script");
    script.args(["-qefc", &command, "/dev/null"]).current_dir(crate::harness::root());
    for (name, value) in of_jakref.get_envs() {
        match value {
            Some(value) => script.env(name, value),
            None => script.env_remove(name),
        };
    }
    script.env("TERM", "xterm-256color").envs(env.iter().copied());
    let started =
        script.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).output();
    let Ok(output) = started else {
        // The test harness shows it with --nocapture.
        let _ =
            std::io::Write::write_all(&mut std::io::stderr(), b"skipped: there is no `script`\n");
        return None;
    };
    let text = String::from_utf8_lossy(&output.stdout).replace("\r\n", "\n");
    Some((output.status.code()?, text))
}

/// What is said there of the dataset, left out.
fn answer(text: &str) -> String {
    let text = without_escapes(text);
    let lines = text.lines().skip_while(|line| line.starts_with("jakref: this answer"));
    lines.map(|line| format!("{line}\n")).collect()
}

/// A pager that writes down what it is given.
fn pager(name: &str, script: &str) -> (PathBuf, PathBuf) {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&format!("pager-{name}"));
    let (program, shown) = (folder.join("pager"), folder.join("shown"));
    let script = script.replace("SHOWN", shown.to_str().expect("text"));
    fs::write(&program, format!("#!/bin/sh\n{script}\n")).expect("written");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("permissions");
    (program, shown)
}

const WRITES: &str =
    "printf '%s|' \"$@\" > SHOWN; printf 'LESS=%s\\n' \"$LESS\" >> SHOWN; cat >> SHOWN";

#[test]
fn a_long_answer_is_paged_with_the_arguments_of_the_pager() {
    let (program, shown) = pager("arguments", WRITES);
    let command = format!("{} -a 'b c' \"d\"", program.display());
    let Some((status, text)) =
        on_terminal(10, 80, "examplib", &[("JAKREF_PAGER", &command), ("PAGER", "false")])
    else {
        return;
    };
    assert_eq!(status, 0, "{text}");
    assert!(!text.contains("EXAMPLIB"), "nothing is printed beside it: {text}");
    let shown = fs::read_to_string(&shown).expect("the pager ran");
    let (called, page) = shown.split_once('\n').expect("a page");
    assert_eq!(called, "-a|b c|d|LESS=FRX");
    assert_eq!(without_escapes(page), fixture("examplib --format table --width 80").stdout());
}

#[test]
fn a_short_answer_and_a_refused_pager_are_printed() {
    let (program, shown) = pager("refused", WRITES);
    let program = program.to_str().expect("text");
    let plain = fixture("examplib --format table --width 80").stdout();
    for (rows, arguments, env) in [
        (200, "examplib", vec![("PAGER", program)]),
        (10, "examplib --no-pager", vec![("PAGER", program)]),
        (10, "examplib", vec![("PAGER", "cat")]),
        (10, "examplib", vec![("PAGER", "")]),
        (10, "examplib", vec![("PAGER", program), ("JAKREF_PAGER", "")]),
        (10, "examplib", vec![("PAGER", program), ("JAKREF_PAGER", "cat")]),
        (10, "examplib", vec![("PAGER", program), ("TERM", "dumb")]),
    ] {
        let Some((status, text)) = on_terminal(rows, 80, arguments, &env) else { return };
        assert_eq!(status, 0, "{env:?}: {text}");
        assert_eq!(answer(&text), plain, "{rows} {arguments} {env:?}");
        assert!(!shown.exists(), "{rows} {arguments} {env:?}");
    }
}

#[test]
fn a_pager_that_is_missing_or_dies_loses_nothing() {
    let plain = fixture("examplib --format table --width 80").stdout();
    let (dying, _) = pager("dying", "exit 3");
    for pager in ["/nowhere/less", dying.to_str().expect("text"), "less-that-is-not-there --x"] {
        let Some((status, text)) = on_terminal(10, 80, "examplib", &[("PAGER", pager)]) else {
            return;
        };
        assert_eq!(status, 0, "{pager}: {text}");
        assert_eq!(answer(&text), plain, "{pager}: all of it is printed");
    }
    // Whoever leaves it early has seen enough.
    let (early, _) = pager("early", "head -c 20 > SHOWN");
    let Some((status, text)) =
        on_terminal(10, 80, "examplib --full", &[("PAGER", early.to_str().expect("text"))])
    else {
        return;
    };
    assert_eq!(status, 0, "{text}");
    assert!(!text.contains("EXAMPLIB"), "{text}");
}

#[test]
fn the_help_pages_too_and_a_negative_answer_keeps_its_status() {
    let (program, shown) = pager("help", WRITES);
    let program = program.to_str().expect("text");
    let Some((status, _)) = on_terminal(10, 80, "help", &[("PAGER", program)]) else { return };
    assert_eq!(status, 0);
    let help = fs::read_to_string(&shown).expect("the pager ran");
    assert!(without_escapes(&help).contains("Usage: jakref"), "{help}");
    let found = on_terminal(3, 80, "search zeppelin", &[("PAGER", program)]);
    assert_eq!(found.map(|(status, _)| status), Some(1));
}

#[test]
fn the_smallest_terminal_is_readable() {
    for arguments in
        ["''", "list", "examplib", "examplib dose", "compare", "evidence examplib", "clinic"]
    {
        // Without a word there is no argument either.
        let arguments = arguments.trim_matches('\'');
        let Some((status, text)) = on_terminal(5, 20, arguments, &[("PAGER", "cat")]) else {
            return;
        };
        assert_eq!(status, 0, "{arguments}: {text}");
        for line in answer(&text).lines() {
            let long = line.split_whitespace().count() <= 2;
            assert!(line.width() <= 20 || long, "{arguments}: {line:?}");
        }
    }
    let Some((_, text)) = on_terminal(5, 20, "examplib dose", &[("PAGER", "cat")]) else { return };
    for word in ["EXAMPLIB", "infections,", "2 mg once daily", "Examplib label"] {
        let flat = answer(&text).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(word), "{word}: {text}");
    }
}

#[test]
fn a_terminal_is_colored_unless_it_says_not_to() {
    for (env, colored) in [
        (&[("PAGER", "cat")][..], true),
        (&[("PAGER", "cat"), ("NO_COLOR", "1")], false),
        (&[("PAGER", "cat"), ("CLICOLOR", "0")], false),
        (&[("PAGER", "cat"), ("TERM", "dumb")], false),
    ] {
        let Some((_, text)) = on_terminal(100, 80, "examplib dose", env) else { return };
        assert_eq!(text.contains('\u{1b}'), colored, "{env:?}: {text:?}");
    }
}

#[test]
fn a_locale_without_utf_8_gets_ascii_alone() {
    for locale in [[("LC_ALL", "C")], [("LC_CTYPE", "POSIX")], [("LANG", "de_DE.ISO-8859-1")]] {
        let env = [&locale[..], &[("PAGER", "cat")]].concat();
        for arguments in ["examplib", "compare", "list", "evidence examplib", "--help"] {
            let Some((_, text)) = on_terminal(100, 80, arguments, &env) else { return };
            let other: String = text.chars().filter(|it| !it.is_ascii()).collect();
            assert_eq!(other, "", "{arguments} {locale:?}");
        }
    }
    // A pipe is told the same.
    let text = fixture("examplib --format table").env("LC_ALL", "C").stdout();
    assert!(text.is_ascii(), "{text}");
    let utf = fixture("examplib --format table").env("LC_ALL", "C.UTF-8").stdout();
    assert_eq!(utf, fixture("examplib --format table").stdout());
}

#[test]
fn columns_stand_below_each_other_whatever_is_written_in_them() {
    // As Unicode has it, and terminals that follow it; some draw the first one narrower.
    for (written, columns) in [
        ("\u{2764}\u{fe0f}", 2),
        ("\u{1f1e9}\u{1f1ea}", 2),
        ("\u{1f9d1}\u{1f3fd}", 2),
        ("e\u{301}", 1),
        ("\u{4e2d}\u{6587}", 4),
        ("\u{939}\u{93f}\u{928}\u{94d}\u{926}\u{940}", 5),
    ] {
        let exported = fixture("export").stdout();
        let own = "adults with severe disease, since 2024";
        assert!(exported.contains(own), "{exported}");
        let data = exported.replace(own, &format!("{written} z"));
        let list = ["list", "--format", "table", "--width", "100", "--data", "-"];
        let text = crate::harness::jakref(list).stdin(&data).output_of().1;
        let third = text.find("Form").expect("a column");
        let line = text.lines().find(|it| it.contains(written)).expect("a row");
        let before = line.split("tablet").next().expect("its third cell");
        let taken = before.chars().count() - written.chars().count() + columns;
        assert_eq!(taken, third, "{written}: {text}");
    }
}
