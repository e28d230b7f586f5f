//! Every rule of `check` has a file in `tests/bad-data` that breaks it and no other.
//!
//! Some rules depend on the day, which the harness sets.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::Value;

use crate::harness::{Run, folder, jakref, line, read, root};

const FOLDER: &str = "tests/bad-data";

/// The files of the smallest dataset, which what is written here is added to.
fn header() -> String {
    let good = read(format!("{FOLDER}/good.toml"));
    let end = good.find("[[group]]").expect("its groups");
    good[..end].to_owned()
}

fn check(path: impl AsRef<Path>) -> Run {
    jakref([Path::new("check"), path.as_ref()])
}

/// The arguments that check one of the broken datasets.
fn arguments(name: &str) -> String {
    let path = format!("{FOLDER}/{name}.toml");
    match name {
        "too-old" => format!("check {path} --max-age 20d"),
        "overlaid-protection" => format!("check {FOLDER}/good.toml --overlay {path}"),
        _ => format!("check {path}"),
    }
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

/// What was found, and the line that counts it, without what is said below it of the dataset that
/// answers.
fn found(screen: &str) -> String {
    let is_count = |line: &str| line.contains(" error") && line.contains(" warning");
    let end = screen.lines().position(is_count).map_or(0, |at| at + 1);
    screen.split_inclusive('\n').take(end).collect()
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
        screens += &found(std::str::from_utf8(&output.stdout).expect("UTF-8"));
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
    assert_eq!(found(&stdout), "0 errors, 0 warnings in 1 treatment, 1 indication and 1 source.\n");
}

#[test]
fn the_shipped_dataset_is_good() {
    let stdout = check("data").stdout();
    assert!(stdout.starts_with("0 errors, 0 warnings in "), "{stdout}");
    assert_eq!(found(&stdout).lines().count(), 1, "{stdout}");
}

#[test]
fn all_mistakes_are_named_in_one_run_in_the_order_of_their_lines() {
    let text = header()
        + r#"
[[term]]
term = "first"
plain = "A pill of 2.0 mg."

[[endpoint]]
id = "hair"
label = 3
plane = "Hair grows back."

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
"#;
    let (found, status) = diagnostics("-", &text);
    let places: Vec<(&str, &str)> = found
        .iter()
        .map(|it| (it["code"].as_str().unwrap_or_default(), it["source"].as_str().unwrap_or("")))
        .collect();
    assert_eq!(
        places,
        [
            ("unit-hazard", r#"plain = "A pill of 2.0 mg.""#),
            ("wrong-type", "label = 3"),
            ("unknown-key", r#"plane = "Hair grows back.""#),
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
    let folder = folder("check-order");
    let term = |name: &str| format!("[[term]]\nterm = \"{name}\"\nplain = \"\"\n");
    fs::create_dir(folder.join("b")).expect("a folder");
    fs::write(folder.join("a.toml"), header() + &term("a")).expect("a file");
    fs::write(folder.join("b/b.toml"), term("b")).expect("a file");
    fs::write(folder.join("c.toml"), term("c")).expect("a file");
    fs::write(folder.join("ignored.txt"), "not TOML").expect("a file");
    let (found, status) = diagnostics(&folder.display().to_string(), "");
    let files: Vec<_> = found.iter().map(|it| it["file"].as_str().map(Path::new)).collect();
    let expected = ["a.toml", "b/b.toml", "c.toml"].map(|name| folder.join(name));
    assert_eq!(files, expected.each_ref().map(|path| Some(path.as_path())));
    assert_eq!(status, Some(1));
}

#[test]
fn the_line_that_is_shown_cannot_deceive_a_terminal() {
    let term = "[[term]]\nterm = \"x\"\nplain = \"a\u{202e}b\u{200b}\"\n";
    let shown = check_text(&(header() + term))
        .ends(1, "")
        .lines()
        .find_map(|line| line.split_once(" | plain = ").map(|(_, text)| text.to_owned()));
    assert_eq!(shown.as_deref(), Some("\"a\u{fffd}b\u{fffd}\""));
}

#[test]
fn a_rule_explains_itself() {
    let why = "unit-hazard (error): Trailing zeros, naked decimal points, the sign for micro and \
               abbreviations such as QD are misread by a factor of ten or a thousand.";
    let stdout = line("check --explain unit-hazard --width 200").stdout();
    assert_eq!(stdout.lines().next(), Some(why));
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
    let start = "jakref: no rule has the code `unit-hazrd`\n  did you mean";
    let suggestion = stderr.strip_prefix(start).and_then(|rest| rest.lines().next());
    assert!(suggestion.is_some_and(|it| it.contains("unit-hazard")), "{stderr}");
}

#[test]
fn what_cannot_be_read_is_named_with_the_reason() {
    let folder = folder("check-unreadable");
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
fn what_editors_and_version_control_leave_in_a_folder_is_no_data() {
    let folder = folder("check-leftovers");
    fs::write(folder.join("a.toml"), header()).expect("a file");
    for name in [".#a.toml", ".a.toml.swp", ".a.toml", "a.toml~", "b~.toml~"] {
        fs::write(folder.join(name), "not TOML").expect("a file");
    }
    for name in [".git", "old~"] {
        fs::create_dir(folder.join(name)).expect("a folder");
        fs::write(folder.join(name).join("b.toml"), "not TOML").expect("a file");
    }
    check(&folder).stdout();
}

#[cfg(unix)]
#[test]
fn a_folder_that_links_to_itself_is_refused() {
    let folder = folder("check-circle");
    fs::write(folder.join("a.toml"), header()).expect("a file");
    std::os::unix::fs::symlink(&folder, folder.join("again")).expect("a link");
    let output = check(&folder).output();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(output.stdout.is_empty());
    assert!(stderr.contains(&format!("cannot read {}", folder.display())), "{stderr}");
    assert!(stderr.contains("lead in a circle"), "{stderr}");
}

#[test]
fn nul_bytes_are_refused() {
    for text in ["\0", "a = \"\0\"\n", &(header() + "\0\0\0\0")] {
        let output = check_text(text).output();
        assert_ends(&output, &format!("{text:?}"));
        assert_ne!(output.status.code(), Some(0), "{text:?}");
        assert!(!output.stdout.contains(&0), "{text:?}");
    }
}

/// The largest file of the shipped dataset.
fn largest() -> Vec<u8> {
    fn files(folder: &Path) -> Vec<Vec<u8>> {
        let entries = fs::read_dir(folder).expect("the folder");
        let paths = entries.map(|entry| entry.expect("an entry").path());
        let read = |path: &Path| vec![fs::read(path).expect("a file")];
        paths.flat_map(|it| if it.is_dir() { files(&it) } else { read(&it) }).collect()
    }
    files(&root().join("data")).into_iter().max_by_key(Vec::len).expect("a file")
}

#[test]
fn a_dataset_that_is_cut_off_anywhere_is_answered() {
    let folder = folder("check-cut");
    let text = largest();
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
    let approved = "status = \"approved\"";
    let glance = "text = \"2 mg once a day\"";
    let also = |names: &str| format!("label = \"Dosing\"\nalso = [{names}]");
    let alias = |name: &str| format!("aliases = [\"{name}\"]\nmaker =");
    let dosing = "label = \"Dosing\"";
    for (from, to, code) in [
        (approved, "status = \"not-approved\"", "bad-value"),
        (
            result,
            "{ arm = \"2mg\", percent = 20 }, { arm = \"2mg\", percent = 30 }",
            "duplicate-id",
        ),
        (result, "{ arm = \"2mg\", percent = 20, low = -1 }", "percent-range"),
        (result, "{ arm = \"2mg\", percent = 20, high = 101 }", "percent-range"),
        (result, "{ arm = \"2mg\", percent = 20, low = 30, high = 10 }", "percent-range"),
        (result, "{ arm = \"2mg\", percent = 20, n = 0 }", "arm-size"),
        ("n = 10", "n = 0", "arm-size"),
        ("maker =", &alias("Exampletinib"), "duplicate-id"),
        ("maker =", &alias("examplib"), "duplicate-id"),
        ("maker =", &alias("Exam\u{3c1}lib"), "foreign-letter"),
        ("maker =", &alias("List"), "shared-name"),
        ("maker =", &alias("dosing"), "shared-name"),
        ("maker =", &alias("Starting dose"), "shared-name"),
        ("maker =", &alias("us"), "shared-name"),
        (dosing, "label = \"Start\"", "shared-name"),
        (dosing, "label = \"Starting Dose\"", "shared-name"),
        (dosing, &also("\"START\""), "shared-name"),
        (dosing, &also("\"starting dose\""), "shared-name"),
        (dosing, &also("\"dosing\""), "shared-name"),
        (dosing, &also("\"dose\", \"Dose\""), "shared-name"),
        (dosing, &also("\"\""), "empty-text"),
        // The fields that are written seldom keep the rules of the others.
        ("people = \"adults\"", "people = \"the best adults\"", "ranking-word"),
        ("people = \"adults\"", "people = \"adults\"\nlimits = \"2.0 mg\"", "unit-hazard"),
        ("maker =", "aliases = [\"=1+1\"]\nmaker =", "spreadsheet-formula"),
        (
            "name = \"Examplosis\"",
            "name = \"Examplosis\"\naliases = [\"e\\u001b[31m\"]",
            "hidden-character",
        ),
        (glance, "text = \"2 mg QD\"", "unit-hazard"),
        (glance, "text = \"2 mg QOD\"", "unit-hazard"),
        (glance, "text = \"2 mg of MS\"", "unit-hazard"),
        ("title = \"Examplib prescribing", "title = \"Examplib 2.0 mg", "unit-hazard"),
        ("read = 2026-11-01", "date = 2026-10-02\nread = 2026-10-01", "date-order"),
        (glance, "text = \"2 mg once a day\", plain = \"the best pill\"", "ranking-word"),
        (glance, "text = \"2 mg once a day\", in = \"us\"", "wrong-scope"),
        ("topic = \"dosing.start\", text", "topic = \"dosing.stat\", text", "unknown-topic"),
        ("regulator = \"us\"\n\n", "regulator = \"uk\"\n\n", "unknown-reference"),
        ("brief = \"Dose\"", "brief = \"Dose\"\nconditions = [\"hair\"]", "unknown-reference"),
        ("text = \"Take 2 mg", "look-in = \"section 2\"\ntext = \"Take 2 mg", "incomplete-gap"),
        ("text = \"Take 2 mg", "gap = \"not-reported\"\ntext = \"Take 2 mg", "incomplete-gap"),
        ("text = \"Take 2 mg", "gap = \"not-studied\"\ntext = \"Take 2 mg", "incomplete-gap"),
        ("cite = [{ source = \"label\" }] },\n]", "cite = [] },\n]", "uncited-text"),
    ] {
        assert_codes(&[(from, to)], &[code]);
    }
    // What two shares differ by is no more than all, and lies in its range.
    for (difference, code) in [
        ("points = 10, low = 5, high = 15", None),
        ("points = 500", Some("percent-range")),
        ("points = 10, low = 15, high = 5", Some("percent-range")),
        ("points = 20, low = 5, high = 15", Some("percent-range")),
    ] {
        let text =
            read(format!("{FOLDER}/duplicate-figure.toml")).replacen("week = 24", "week = 12", 1);
        let text = format!("{text}difference = [{{ arm = \"2mg\", {difference} }}]\n");
        let (found, _) = diagnostics("-", &text);
        let found = found.iter().filter_map(|it| it["code"].as_str());
        assert_eq!(found.collect::<Vec<_>>(), code.as_slice(), "{difference}");
    }
    // An id that is not one is not found by what refers to it.
    assert_codes(&[id], &["bad-value", "unknown-reference"]);
    let only_strengths = ("brief = \"Dose\"", "brief = \"Dose\"\nlisted-strengths = true");
    let wrong_dose = ("Take 2 mg", "Take 20 mg");
    assert_codes(&[wrong_dose], &[]);
    assert_codes(&[only_strengths, wrong_dose], &["unlisted-strength"]);
    assert_codes(&[only_strengths, ("\"2 mg once a day\"", "\"20 mg\"")], &["unlisted-strength"]);
}

/// The dataset once more, with this behind it.
#[track_caller]
fn assert_codes_with(addition: &str, expected: &[&str]) {
    let (found, _) = diagnostics("-", &(changed(&[]) + addition));
    let codes: Vec<_> = found.iter().filter_map(|it| it["code"].as_str()).collect();
    assert_eq!(codes, expected, "{addition}: {found:#?}");
}

#[test]
fn an_indication_stands_once_for_a_use_that_exists() {
    let record = |treatment: &str, rest: &str| {
        format!(
            "\n[[indication]]\ntreatment = \"{treatment}\"\ncondition = \"examplosis\"\n\
             regulator = \"us\"\nstatus = \"reported\"\ncite = [{{ source = \"label\" }}]\n\
             otherwise = {{ gap = \"not-recorded\", text = \"All\", look-in = \"the label\"{rest} }}\n"
        )
    };
    assert_codes_with(&record("examplib", ""), &["duplicate-id"]);
    assert_codes_with(&record("samplor", ""), &["unknown-reference"]);
    let patients = ("brief = \"Dose\"", "brief = \"Dose\"\nplain = \"How much?\"");
    let plain = ("text = \"Take", "plain = \"One a day.\"\ntext = \"Take");
    let treatment = "\n[[treatment]]\nid = \"samplor\"\nbrand = \"Samplor\"\ngeneric = \"samplotin\"\n\
                     maker = \"S\"\nstrengths = []\ncite = [{ source = \"label\" }]\n";
    for (rest, codes) in [("", &["missing-plain"][..]), (", plain = \"Not read.\"", &[])] {
        let text = changed(&[patients, plain]) + treatment + &record("samplor", rest);
        let (found, _) = diagnostics("-", &text);
        let found: Vec<_> = found.iter().filter_map(|it| it["code"].as_str()).collect();
        assert_eq!(found, codes, "{rest}");
    }
}

#[test]
fn names_that_are_taken_for_each_other_name_both_records() {
    let treatment = |generic: &str| {
        format!(
            "\n[[treatment]]\nid = \"samplor\"\nbrand = \"Samplor\"\ngeneric = \"{generic}\"\n\
             maker = \"S\"\nstrengths = []\ncite = [{{ source = \"label\" }}]\n"
        )
    };
    for generic in ["exampl-etinib", "exampletimib", "exampletini", "exampletinibe"] {
        let (found, status) = diagnostics("-", &(changed(&[]) + &treatment(generic)));
        assert_eq!(found.len(), 1, "{found:#?}");
        let message = format!("`{generic}` of samplor looks like `exampletinib` of examplib");
        assert_eq!(found[0]["message"], message.as_str());
        assert_eq!(status, Some(0));
    }
    assert_codes_with(&treatment("samplotinib"), &[]);
}

#[test]
fn a_clock_that_is_wrong_refuses_nothing() {
    // Everything in it is of the first of November; east of Greenwich a day begins earlier.
    for (today, codes) in [
        ("2026-11-01", &[][..]),
        ("2026-10-31", &[]),
        ("2026-10-30", &["ahead-of-clock"]),
        ("2020-01-01", &["ahead-of-clock"]),
    ] {
        let run = line(&format!("check {FOLDER}/good.toml")).env("JAKREF_TODAY", today).json();
        let found = run["diagnostics"].as_array().expect("diagnostics");
        let found: Vec<_> = found.iter().filter_map(|it| it["code"].as_str()).collect();
        assert_eq!(found, codes, "{today}");
    }
}

#[test]
fn telephone_numbers_and_addresses_can_be_used() {
    let clinic = |phone: &str, website: &str| {
        format!(
            "\n[[clinic]]\nid = \"c\"\nname = \"C\"\nphone = \"{phone}\"\nwebsite = \"{website}\"\n\
             cite = [{{ source = \"label\" }}]\n"
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
        (("brand = \"Examplib\"", "brand = 3"), &["wrong-type"]),
        (("id = \"us\"", "id = 3"), &["wrong-type"]),
        (("name = \"Examplosis\"", "name = 3"), &["wrong-type"]),
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
    assert_eq!(found[0]["help"], "the other stands in standard input, line 32", "{found:?}");
    let text = changed(&[("maker =", "aliases = [\"Exampletinib\"]\nmaker =")]);
    let (found, _) = diagnostics("-", &text);
    assert_eq!(found[0]["message"], "`Exampletinib` is named twice");
}
