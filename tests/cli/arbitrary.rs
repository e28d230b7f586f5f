//! Whatever the checker accepts is drawn, whatever is read or asked ends by itself.
//!
//! A case is a whole dataset, in which every text is another one, so that few runs try many texts.

use std::cell::Cell;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use unicode_width::UnicodeWidthStr;

use crate::dataset::{check, read, read::diagnostic::File};
use crate::harness::{FIXTURE, fixture, folder, jakref, root};

/// What texts are made of: words of every kind, and what means something to a format.
const PIECES: &[&str] = &[
    "a",
    "hair",
    "of 100 people",
    "week 24",
    "pneumonoultramicroscopicsilicovolcanoconiosis",
    "https://example.org/a/very/long/path?with=query&and=more",
    "(adults)",
    "50%",
    "<b>bold</b>",
    "<script>",
    "&amp;",
    "*stars*",
    "_under_",
    "`code`",
    "| pipe |",
    "[1]",
    "[link](x)",
    "# not a heading",
    "\\",
    "\"quoted\"",
    "'",
    "a,b;c",
    "caf\u{e9}",
    "e\u{301}",
    "\u{4e2d}\u{6587}\u{5b57}",
    "\u{939}\u{93f}\u{928}\u{94d}\u{926}\u{940}",
    "\u{2264} 5",
    "\u{1f1e9}\u{1f1ea}",
    "\u{2764}\u{fe0f}",
    "$(id)",
    "%s",
    "---",
    "...",
    "0",
    "1e9",
    "null",
];

/// A text that could stand anywhere in a dataset.
fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 1..8).prop_map(|pieces| {
        let mut text = "T".to_owned();
        for piece in pieces {
            // A glance has at most 90 characters.
            if text.chars().count() + piece.chars().count() < 85 {
                text.push(' ');
                text.push_str(piece);
            }
        }
        text
    })
}

/// The fixture in one file, with other texts: the values of these keys.
fn with_texts(dataset: &str, texts: &[String]) -> String {
    let mut texts = texts.iter().cycle();
    let mut out = String::new();
    let mut rest = dataset;
    let keys = [
        "text = \"",
        "plain = \"",
        "note = \"",
        "note-plain = \"",
        "look-in = \"",
        "question = \"",
        "why = \"",
        "chosen = \"",
    ];
    loop {
        let next = keys.iter().filter_map(|key| rest.find(key).map(|at| at + key.len())).min();
        let Some(start) = next else { break };
        let (before, value) = rest.split_at(start);
        let end = value.find('"').expect("the text ends");
        out.push_str(before);
        let text = texts.next().expect("a text");
        out.push_str(&text.replace('\\', "\\\\").replace('"', "\\\""));
        rest = &value[end..];
    }
    out + rest
}

/// Whether the checker accepts a dataset; in this process, since most of what it is asked it refuses.
fn accepted(text: &str) -> bool {
    let files = vec![File::new("case.toml".to_owned(), text.to_owned())];
    let (_, found) = check::check(&files, read::read(&files), None);
    found.listed().is_empty()
}

fn runner(cases: u32) -> TestRunner {
    let config =
        Config { cases, failure_persistence: None, max_shrink_iters: 40, ..Config::default() };
    // The same cases in every run, so that nobody's change fails for another's sake.
    TestRunner::new_with_rng(
        config,
        proptest::test_runner::TestRng::deterministic_rng(prop::test_runner::RngAlgorithm::ChaCha),
    )
}

/// What each dataset is asked.
const QUESTIONS: &[&str] = &[
    "",
    "list",
    "examplib --full",
    "samplor --patient",
    "compare --topics all --full",
    "evidence --icons",
    "search hair",
    "about examplosis",
];

#[test]
fn any_dataset_that_is_accepted_is_drawn_in_every_format_at_every_width() {
    let folder = folder("arbitrary");
    let path = folder.join("case.toml");
    let exported = fixture("export").stdout();
    let mut formats = crate::shipping::formats();
    formats.retain(|it| it != "vcard");
    let case = (prop::collection::vec(text(), 60), 20..=400_usize, 0..formats.len());
    let drawn = Cell::new(0);
    let result = runner(6).run(&case, |(texts, width, first)| {
        let dataset = with_texts(&exported, &texts);
        if !accepted(&dataset) {
            return Err(TestCaseError::reject("refused"));
        }
        std::fs::write(&path, &dataset).expect("the case is written");
        for (at, question) in QUESTIONS.iter().enumerate() {
            for format in [formats[(first + at) % formats.len()].as_str(), "table"] {
                let asked = format!("{question} --format {format} --width {width}");
                let (status, stdout, stderr) = fixture("")
                    .with(asked.split_whitespace())
                    .env("JAKREF_DATA", path.to_str().expect("text"))
                    .output_of();
                prop_assert!(
                    status < 2
                        || stderr.contains("not made of records")
                        || stderr.contains("--icons goes with"),
                    "{}: {}",
                    asked,
                    stderr
                );
                let control = stdout.chars().find(|&it| {
                    it.is_control()
                        && it != '\n'
                        && !(it == '\t' && ["tsv", "plain"].contains(&format))
                });
                prop_assert_eq!(control, None, "{}", asked);
                if format == "table" {
                    for line in stdout.lines() {
                        let words = line.split_whitespace().filter(|it| it.width() > 2).count();
                        prop_assert!(line.width() <= width || words <= 1, "{}: {}", asked, line);
                    }
                }
                if format == "json" && status < 2 {
                    prop_assert!(
                        serde_json::from_str::<serde_json::Value>(&stdout).is_ok(),
                        "{}",
                        asked
                    );
                }
            }
        }
        drawn.set(drawn.get() + 1);
        Ok(())
    });
    assert!(result.is_ok(), "{}", result.err().map_or_else(String::new, |it| it.to_string()));
    assert!(drawn.get() >= 6, "{} datasets were accepted", drawn.get());
}

#[test]
fn any_bytes_end_by_themselves_and_soon() {
    let good = fixture("export").stdout().into_bytes();
    let bytes = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..400),
        "(\\[\\[?[a-z]{0,9}\\]?\\]|[a-z-]{1,8} = |\"|'|\\{|\\}|\n|[0-9.:+-]{1,9}|,){0,60}"
            .prop_map(String::into_bytes),
        (
            any::<prop::sample::Index>(),
            any::<prop::sample::Index>(),
            prop::collection::vec(any::<u8>(), 0..4)
        )
            .prop_map(move |(from, to, new)| {
                let (from, to) = (from.index(good.len()), to.index(good.len()));
                let mut bytes = good[..from].to_vec();
                bytes.extend(new);
                bytes.extend(&good[to.max(from).min(from + 60)..]);
                bytes
            }),
    ];
    // Read and checked in this process, many of them; a few by the program.
    let cases = Cell::new(0);
    let result = runner(150).run(&bytes, |bytes| {
        let started = Instant::now();
        if let Ok(text) = String::from_utf8(bytes.clone()) {
            accepted(&text);
        }
        cases.set(cases.get() + 1);
        if cases.get() % 8 == 0 {
            let command = if cases.get() % 16 == 0 { "check" } else { "list" };
            let arguments: &[&str] =
                if command == "check" { &["check", "-"] } else { &["list", "--data", "-"] };
            let output = jakref(arguments).with_memory(256).stdin(&bytes).output();
            prop_assert!(matches!(output.status.code(), Some(0..=2)), "{:?}", output.status);
        }
        prop_assert!(started.elapsed() < Duration::from_secs(2));
        Ok(())
    });
    assert!(result.is_ok(), "{}", result.err().map_or_else(String::new, |it| it.to_string()));
}

#[test]
fn any_arguments_end_by_themselves() {
    let words = [
        "list",
        "show",
        "compare",
        "evidence",
        "search",
        "about",
        "topics",
        "clinic",
        "sources",
        "check",
        "diff",
        "export",
        "schema",
        "completions",
        "man",
        "ask",
        "help",
        "examplib",
        "Mockiva",
        "samplenib",
        "dose",
        "missed",
        "SOH",
        "--json",
        "--format",
        "csv",
        "table",
        "html",
        "--width",
        "20",
        "400",
        "-1",
        "--patient",
        "--full",
        "--sources",
        "--in",
        "south",
        "north,south",
        "--for",
        "testitis",
        "--topics",
        "all",
        "--field",
        "treatment.maker",
        "--columns",
        "id",
        "--gaps",
        "--conflicts",
        "--icons",
        "--exact",
        "--all",
        "--quiet",
        "-q",
        "--no-header",
        "--color",
        "always",
        "--",
        "bash",
        "--help",
        "--explain",
        "url",
        "--max-age",
        "90d",
        "--no-pager",
        "\u{1b}[2J",
        "\u{202e}",
        "",
        "'",
        "=",
        ",",
    ];
    let argument = prop_oneof![
        8 => prop::sample::select(words.to_vec()).prop_map(str::to_owned),
        1 => "\\PC{0,12}",
        1 => ".{0,6}".prop_map(|text: String| text.replace('\0', "")),
    ];
    let data = root().join(FIXTURE);
    let folder = folder("arguments");
    let result = runner(60).run(&prop::collection::vec(argument, 0..7), |arguments| {
        let writes = |it: &String| it.starts_with("-o") || it.starts_with("--o");
        if arguments.iter().any(writes) {
            return Ok(());
        }
        let mut command =
            jakref(&arguments).env("JAKREF_DATA", data.to_str().expect("text")).command();
        let output =
            command.current_dir(&folder).stdin(std::process::Stdio::null()).output().expect("runs");
        prop_assert!(
            matches!(output.status.code(), Some(0..=2)),
            "{:?}: {:?}",
            arguments,
            output.status
        );
        let said = String::from_utf8(output.stderr);
        prop_assert!(said.is_ok(), "{:?}", arguments);
        let said = said.unwrap_or_default();
        prop_assert!(!said.contains("panicked"), "{:?}: {}", arguments, said);
        let raw = said.chars().find(|it| it.is_control() && *it != '\n' && *it != '\u{1b}');
        prop_assert_eq!(raw, None, "{:?}: {:?}", arguments, said);
        let colored = arguments.iter().any(|it| it == "always");
        prop_assert!(colored || !said.contains('\u{1b}'), "{:?}: {:?}", arguments, said);
        prop_assert!(
            output.status.code() != Some(2) || output.stdout.is_empty(),
            "{:?}",
            arguments
        );
        Ok(())
    });
    assert!(result.is_ok(), "{}", result.err().map_or_else(String::new, |it| it.to_string()));
}
