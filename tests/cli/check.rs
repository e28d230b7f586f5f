//! Every rule of `check` has a file in `tests/bad-data` that breaks it and no other.
//!
//! Some rules depend on the day, which the harness sets.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;

use crate::harness::{Run, jakref, line, read, root};

const FOLDER: &str = "tests/bad-data";

/// Parts of datasets that are built here.
const HEADER: &str = r#"
[dataset]
title = "Examplib"
version = "1"
as-of = 2026-11-01
review-due = 2027-01-30
clinical-review = "not clinically reviewed"
disclaimer = "Made up for tests."
"#;

fn check(path: impl AsRef<Path>) -> Run {
    jakref([Path::new("check"), path.as_ref()])
}

/// The arguments that check one of the broken datasets.
fn arguments(name: &str) -> String {
    let path = format!("{FOLDER}/{name}.toml");
    if name == "too-old" { format!("check {path} --max-age 20d") } else { format!("check {path}") }
}

fn check_text(text: &str) -> Run {
    check("-").stdin(text)
}

/// The diagnostics of a run, as JSON, and its exit status.
#[track_caller]
fn diagnostics(path: &str, text: &str) -> (Vec<Value>, Option<i32>) {
    diagnostics_of(&format!("check {path}"), text)
}

#[track_caller]
fn diagnostics_of(arguments: &str, text: &str) -> (Vec<Value>, Option<i32>) {
    let output = line(&format!("{arguments} --format json")).stdin(text).output();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments}");
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let found = json["diagnostics"].as_array().expect("diagnostics").clone();
    (found, output.status.code())
}

/// The codes that the program says there are.
fn codes() -> BTreeSet<String> {
    let output = line("check --explain nonsense").output();
    let stderr = String::from_utf8(output.stderr).expect("UTF-8");
    let (_, list) = stderr.split_once("there are: ").expect("the list of codes");
    list.trim_end().split(", ").map(str::to_owned).collect()
}

/// The names of the broken datasets, without `.toml`, in order.
fn broken() -> BTreeSet<String> {
    let entries = fs::read_dir(root().join(FOLDER)).expect("the folder of broken datasets");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let toml = paths.filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
    let names = toml.map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned());
    names.filter(|name| name != "good").collect()
}

/// An empty folder for a test's own files.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("check").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the folder of an earlier run goes away");
    }
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Whatever the input, the program ends by itself with a status that its help lists.
#[track_caller]
fn assert_ends(output: &Output, what: &str) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!stderr.contains("panicked"), "{what}: {stderr}");
    assert!(matches!(output.status.code(), Some(0..=2)), "{what}: {} {stderr}", output.status);
}

#[test]
fn every_code_has_a_dataset_that_breaks_it() {
    let (codes, broken) = (codes(), broken());
    assert!(codes.len() > 1, "{codes:?}");
    let missing: Vec<_> = codes.difference(&broken).collect();
    assert!(missing.is_empty(), "no file in {FOLDER} for {missing:?}");
    let strange: Vec<_> = broken.difference(&codes).collect();
    assert!(strange.is_empty(), "files in {FOLDER} that no code is named after: {strange:?}");
}

#[test]
fn every_broken_dataset_breaks_only_the_rule_that_it_is_named_after() {
    for name in broken() {
        let path = format!("{FOLDER}/{name}.toml");
        assert!(read(&path).starts_with("# "), "{name} does not say what is broken");
        let (found, status) = diagnostics_of(&arguments(&name), "");
        let [only] = found.as_slice() else { panic!("{name}: {found:#?}") };
        assert_eq!(only["code"], name.as_str());
        let expected = match only["severity"].as_str() {
            Some("error") => 1,
            Some("warning") => 0,
            other => panic!("{name}: severity {other:?}"),
        };
        assert_eq!(status, Some(expected), "{name}: exit status");
        assert_eq!(only["file"], path.as_str(), "{name}");
        assert!(only["line"].as_u64() > Some(0), "{name}: {only}");
        assert!(only["column"].as_u64() > Some(0), "{name}: {only}");
        assert!(!only["message"].as_str().unwrap_or_default().is_empty(), "{name}: {only}");
    }
}

#[test]
fn every_diagnostic_reads_as_it_was_reviewed() {
    let mut screens = String::new();
    for name in broken() {
        let output = line(&arguments(&name)).output();
        screens += std::str::from_utf8(&output.stdout).expect("UTF-8");
    }
    let path = format!("{FOLDER}/expected.txt");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(root().join(&path), &screens).expect("the reviewed screens are written");
        return;
    }
    let expected = read(&path);
    if screens == expected {
        return;
    }
    let pairs = screens.lines().zip(expected.lines()).enumerate();
    let differs = pairs.into_iter().find(|(_, (now, reviewed))| now != reviewed);
    let differs = differs.map_or("one is longer".to_owned(), |(at, (now, reviewed))| {
        format!("line {}\n  reviewed: {reviewed}\n  now:      {now}", at + 1)
    });
    panic!(
        "the screens differ from {path}: {differs}\n\
         if that is meant, run with UPDATE_EXPECTED=1 to rewrite the file, and read its diff"
    );
}

#[test]
fn the_dataset_that_the_others_derive_from_is_good() {
    let stdout = check(format!("{FOLDER}/good.toml")).stdout();
    assert_eq!(stdout, "0 errors, 0 warnings in 1 treatment and 1 source.\n");
}

#[test]
fn the_shipped_dataset_is_good() {
    let stdout = check("data").stdout();
    assert!(stdout.starts_with("0 errors, 0 warnings in "), "{stdout}");
    assert_eq!(stdout.lines().count(), 1, "{stdout}");
}

#[test]
fn all_mistakes_are_named_in_one_run_in_the_order_of_their_lines() {
    let text = format!(
        r#"{HEADER}
[[term]]
term = "first"
plain = "A pill of 2.0 mg."

[[endpoint]]
id = "hair"
label = "Hair"
plane = "Hair grows back."
main = "yes"

[[tearm]]
term = "second"

[[term]]
term = "third"
plain = "=1+1, the best formula"

[[group]]
id = "hair"
label = "Superior hair"

[[term]]
term = "First"
plain = "The same again."
"#
    );
    let (found, status) = diagnostics("-", &text);
    let places: Vec<(&str, &str)> = found
        .iter()
        .map(|it| (it["code"].as_str().unwrap_or_default(), it["source"].as_str().unwrap_or("")))
        .collect();
    assert_eq!(
        places,
        [
            ("unit-hazard", r#"plain = "A pill of 2.0 mg.""#),
            ("missing-key", "[[endpoint]]"),
            ("unknown-key", r#"plane = "Hair grows back.""#),
            ("wrong-type", r#"main = "yes""#),
            ("unknown-key", "[[tearm]]"),
            ("spreadsheet-formula", r#"plain = "=1+1, the best formula""#),
            ("ranking-word", r#"plain = "=1+1, the best formula""#),
            ("ranking-word", r#"label = "Superior hair""#),
            ("duplicate-id", r#"term = "First""#),
        ]
    );
    let lines: Vec<_> = found.iter().map(|it| it["line"].as_u64()).collect();
    assert!(lines.is_sorted(), "{lines:?}");
    assert!(found.iter().all(|it| it["file"] == "standard input"), "{found:?}");
    assert_eq!(status, Some(1));
}

#[test]
fn mistakes_come_in_the_order_of_their_files() {
    let folder = folder("order");
    let term = |name: &str| format!("[[term]]\nterm = \"{name}\"\nplain = \"\"\n");
    fs::create_dir(folder.join("b")).expect("a folder");
    fs::write(folder.join("a.toml"), HEADER.to_owned() + &term("a")).expect("a file");
    fs::write(folder.join("b/b.toml"), term("b")).expect("a file");
    fs::write(folder.join("c.toml"), term("c")).expect("a file");
    fs::write(folder.join("ignored.txt"), "not TOML").expect("a file");
    let (found, status) = diagnostics(&folder.display().to_string(), "");
    let files: Vec<_> = found.iter().map(|it| it["file"].as_str().map(PathBuf::from)).collect();
    assert_eq!(files, ["a.toml", "b/b.toml", "c.toml"].map(|name| Some(folder.join(name))));
    assert_eq!(status, Some(1));
}

#[test]
fn the_line_that_is_shown_cannot_deceive_a_terminal() {
    let term = "[[term]]\nterm = \"x\"\nplain = \"a\u{202e}b\u{200b}\"\n";
    let shown = check_text(&format!("{HEADER}{term}"))
        .ends(1, "")
        .lines()
        .find_map(|line| line.split_once(" | plain = ").map(|(_, text)| text.to_owned()));
    assert_eq!(shown.as_deref(), Some("\"a\u{fffd}b\u{fffd}\""));
}

#[test]
fn a_rule_explains_itself() {
    let why = "unit-hazard (error): Trailing zeros, naked decimal points and the sign for micro \
               are misread by a factor of ten or a thousand.";
    let stdout = line("check --explain unit-hazard --width 200").stdout();
    assert_eq!(stdout.trim_end(), why);
    for code in codes() {
        let stdout = line(&format!("check --explain {code}")).stdout();
        assert!(stdout.starts_with(&format!("{code} (")), "{stdout}");
    }
}

#[test]
fn an_unknown_code_is_answered_with_a_suggestion() {
    let output = line("check --explain unit-hazrd").output();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let start = "jakref: no rule has the code `unit-hazrd`\n  did you mean unit-hazard?\n";
    assert!(stderr.starts_with(start), "{stderr}");
}

#[test]
fn what_cannot_be_read_is_named_with_the_reason() {
    let folder = folder("unreadable");
    let missing = folder.join("missing.toml");
    let empty = folder.join("empty");
    fs::create_dir(&empty).expect("a folder");
    fs::write(empty.join("notes.txt"), "").expect("a file");
    let latin = folder.join("latin-1.toml");
    fs::write(&latin, b"# one\n# caf\xe9\n").expect("a file");
    for (path, why) in [
        (missing, "No such file or directory (os error 2)"),
        (empty, "no .toml file in this folder"),
        (latin, "line 2, column 6: not UTF-8"),
    ] {
        let stderr = format!("jakref: cannot read {}: {why}\n", path.display());
        assert_eq!(check(&path).ends(2, &stderr), "");
    }
}

#[test]
fn a_folder_that_links_to_itself_is_refused() {
    let folder = folder("circle");
    fs::write(folder.join("a.toml"), HEADER).expect("a file");
    symlink(&folder, folder.join("again")).expect("a link");
    let output = check(&folder).output();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(output.stdout.is_empty());
    assert!(stderr.contains(&format!("cannot read {}", folder.display())), "{stderr}");
    assert!(stderr.contains("lead in a circle"), "{stderr}");
}

#[test]
fn nul_bytes_are_refused() {
    for text in ["\0", "a = \"\0\"\n", &format!("{HEADER}\0\0\0\0")] {
        let output = check_text(text).output();
        assert_ends(&output, &format!("{text:?}"));
        assert_ne!(output.status.code(), Some(0), "{text:?}");
        assert!(!output.stdout.contains(&0), "{text:?}");
    }
}

#[test]
fn a_dataset_that_is_cut_off_anywhere_is_answered() {
    let folder = folder("cut");
    let text = fs::read(root().join("data/treatments/olumiant.toml")).expect("the treatment");
    for part in 0..50 {
        let length = text.len() * part / 50;
        let path = folder.join(format!("{length}.toml"));
        fs::write(&path, &text[..length]).expect("a file");
        assert_ends(&check(&path).output(), &format!("cut at byte {length}"));
    }
}

#[test]
fn brackets_nested_too_deep_are_a_mistake_in_the_syntax() {
    let deep = 10_000;
    for text in [
        "[".repeat(deep),
        format!("x = {}", "[".repeat(deep)),
        format!("x = {}{}\n", "[".repeat(deep), "]".repeat(deep)),
        format!("x = {}{}\n", "{ x = ".repeat(deep), "}".repeat(deep)),
    ] {
        let shown = &text[..10];
        let (found, status) = diagnostics("-", &text);
        assert!(!found.is_empty(), "{shown}");
        assert!(found.iter().all(|it| it["code"] == "syntax"), "{shown}: {found:?}");
        assert_eq!(status, Some(1), "{shown}");
    }
}

/// A good dataset with an adverse reaction in two arms, with some of its text exchanged.
#[track_caller]
fn changed(changes: &[(&str, &str)]) -> String {
    let mut text = read(format!("{FOLDER}/percent-range.toml")).replace("= 120", "= 20");
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    text
}

#[track_caller]
fn assert_codes(changes: &[(&str, &str)], expected: &[&str]) {
    let (found, _) = diagnostics("-", &changed(changes));
    let codes: Vec<_> = found.iter().filter_map(|it| it["code"].as_str()).collect();
    assert_eq!(codes, expected, "{changes:?}: {found:#?}");
}

#[test]
fn rules_hold_however_the_mistake_is_written() {
    assert_codes(&[], &[]);
    let id = ("id = \"examplib\"", "id = \"Examplib 2\"");
    let result = "{ arm = \"2mg\", percent = 20 }";
    let approved = "approval = \"approved\"";
    for (change, code) in [
        (id, "bad-value"),
        ((approved, "approval = \"not-approved\"\napproved-on = 2020-01-01"), "bad-value"),
        (
            (result, "{ arm = \"2mg\", percent = 20 }, { arm = \"2mg\", percent = 30 }"),
            "duplicate-id",
        ),
        ((result, "{ arm = \"2mg\", percent = 20, low = -1 }"), "percent-range"),
        ((result, "{ arm = \"2mg\", percent = 20, high = 101 }"), "percent-range"),
        ((result, "{ arm = \"2mg\", percent = 20, n = 0 }"), "arm-size"),
        (("n = 10", "n = 0"), "arm-size"),
        (
            ("[[treatment.reactions]]", "short = \"20mg\"\n[[treatment.reactions]]"),
            "unlisted-strength",
        ),
        (("maker =", "aliases = [\"Exampletinib\"]\nmaker ="), "duplicate-id"),
        (("maker =", "aliases = [\"examplib\"]\nmaker ="), "duplicate-id"),
        (("label = \"Dosing\"", "label = \"Start\""), "shared-name"),
        (("label = \"Dosing\"", "label = \"Starting Dose\""), "shared-name"),
        (("label = \"Dosing\"", "label = \"Dosing\"\nalso = [\"START\"]"), "shared-name"),
        (("label = \"Dosing\"", "label = \"Dosing\"\nalso = [\"starting dose\"]"), "shared-name"),
        (("label = \"Dosing\"", "label = \"Dosing\"\nalso = [\"dosing\"]"), "shared-name"),
        (("label = \"Dosing\"", "label = \"Dosing\"\nalso = [\"dose\", \"Dose\"]"), "shared-name"),
        (("label = \"Dosing\"", "label = \"Dosing\"\nalso = [\"\"]"), "empty-text"),
    ] {
        assert_codes(&[change], &[code]);
    }
    let only_strengths =
        ("label = \"Starting dose\"", "label = \"Starting dose\"\nlisted-strengths = true");
    let wrong_dose = ("Take 2 mg", "Take 20 mg");
    assert_codes(&[wrong_dose], &[]);
    assert_codes(&[only_strengths, wrong_dose], &["unlisted-strength"]);
}

#[test]
fn telephone_numbers_and_addresses_can_be_used() {
    let clinic = |phone: &str, website: &str| {
        format!(
            "\n[[clinic]]\nid = \"c\"\nname = \"C\"\nphone = \"{phone}\"\nwebsite = \"{website}\"\n\
             cite = [{{ source = \"label\" }}]\ncall-about = []\naddress = []\n"
        )
    };
    for (phone, website, codes) in [
        ("1-201-555-0123", "https://example.org:8080/a:b", &[][..]),
        ("911-555-0123", "https://example.org", &["phone"]),
        ("201-411-0123", "https://example.org", &["phone"]),
        ("201-555-0123", "https://example.org:80a", &["url"]),
        ("201-555-0123", "https://example.org:", &["url"]),
    ] {
        let (found, _) = diagnostics("-", &(changed(&[]) + &clinic(phone, website)));
        let found: Vec<_> = found.iter().filter_map(|it| it["code"].as_str()).collect();
        assert_eq!(found, codes, "{phone} {website}");
    }
}

#[test]
fn one_mistake_is_one_error() {
    for (change, codes) in [
        (
            ("{ arm = \"placebo\", percent", "{ arm = \"plaecbo\", percent"),
            &["unknown-reference"][..],
        ),
        (("group = \"dosing\"", "group = \"dosage\""), &["unknown-reference"]),
        (("[[topic]]", "[topic]"), &["wrong-type"]),
        (("[[topic]]", "[[topik]]"), &["unknown-key"]),
        (("[[group]]", "[group]"), &["wrong-type"]),
        (("as-of = 2026-11-01", "as-of = \"2026-11\""), &["review-date"]),
        (("review-due = 2027-01-30", "review-due = 2026-10-30"), &["review-date"]),
        (("title = \"Examplib pres", "tittle = \"Examplib pres"), &["missing-key", "unknown-key"]),
        (("label = \"Starting dose\"", "label = 3"), &["wrong-type"]),
        (("text = \"Take", "txet = \"Take"), &["unknown-key"]),
        (("disclaimer =", "disclaimer = ["), &["syntax"]),
    ] {
        assert_codes(&[change], codes);
    }
}

#[test]
fn a_broken_record_does_not_hide_mistakes_elsewhere_in_its_file() {
    let broken = ("[[group]]", "[[term]]\nterm = \"t\"\n\n[[group]]");
    for (change, code) in [
        (("label = \"Dosing\"", "label = \"\""), "empty-text"),
        (
            ("cite = [{ source = \"label\" }]", "cite = [{ source = \"lapel\" }]"),
            "dangling-citation",
        ),
        (
            (
                "\"Adults\"\nanalysis = \"regulator\"\ncite = [{ source = \"label\" }]",
                "\"Adults\"\nanalysis = \"regulator\"\ncite = []",
            ),
            "uncited-text",
        ),
    ] {
        assert_codes(&[broken, change], &["missing-key", code]);
    }
}

#[test]
fn a_name_that_is_taken_says_where() {
    let text = changed(&[("[[group]]", "[[group]]\nid = \"start\"\nlabel = \"S\"\n\n[[group]]")]);
    let (found, _) = diagnostics("-", &text);
    assert_eq!(found[0]["help"], "the other stands in standard input, line 12", "{found:?}");
    let text = changed(&[("maker =", "aliases = [\"Exampletinib\"]\nmaker =")]);
    let (found, _) = diagnostics("-", &text);
    assert_eq!(found[0]["message"], "`Exampletinib` is named twice");
}
