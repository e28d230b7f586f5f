//! Datasets with anything at all wrong: whatever stands in a file, the program ends by itself, with
//! a status that its help lists, and points at places that exist.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use crate::harness::{Run, line, read, root};

/// What a slip of the hand, or an ill will, puts into a file.
const INSERTIONS: &[&str] = &[
    "\"",
    "\"\"\"",
    "'",
    "[",
    "]",
    "[[",
    "{",
    "}",
    "=",
    ",",
    ".",
    "#",
    "\\",
    "\n",
    "\r\n",
    "\t",
    "-",
    "+",
    "@",
    "\0",
    "\u{1b}[2J",
    "\u{202e}",
    "\u{200b}",
    "\u{feff}",
    "\u{1f9d1}\u{200d}\u{1f52c}",
    "e\u{301}",
    "0",
    "-1",
    "1e400",
    "nan",
    "inf",
    "0x7f",
    "99999999999999999999",
    "2026-02-30",
    "2026-11-23T10:00:00Z",
    "true",
    "\"best\"",
    ".5 mg",
    "2.0 mg",
    "=1+1",
    "[[treatment]]\n",
    "[[indication]]\n",
    "[[regulator]]\nid = \"us\"\n",
    "[dataset]\n",
    "[[term]]\nterm = \"\"\n",
    "answers = 1\n",
    "cite = []\n",
    "id = \"examplib\"\n",
    "gap = \"not-recorded\"\n",
    "in = \"us\"\n",
    "otherwise = { gap = \"not-recorded\", text = \"All\", look-in = \"the label\" }\n",
    "glance = []\n",
    "aliases = [\"$(true)\", \"`true`\", \"<script>\", \"| a |\"]\n",
    "percent = 101\n",
];

/// A change of a text at a place.
#[derive(Clone, Debug)]
enum Mutation {
    Insert(Index, &'static str),
    /// Takes out as many bytes, or as many as there are.
    Delete(Index, usize),
    /// Writes as many bytes again in another place.
    Copy(Index, usize, Index),
    /// Exchanges two lines.
    Swap(Index, Index),
    Truncate(Index),
}

fn mutations() -> impl Strategy<Value = Vec<Mutation>> {
    let index = any::<Index>;
    let mutation = prop_oneof![
        4 => (index(), prop::sample::select(INSERTIONS)).prop_map(|(at, what)| Mutation::Insert(at, what)),
        3 => (index(), 1..40_usize).prop_map(|(at, length)| Mutation::Delete(at, length)),
        2 => (index(), 1..200_usize, index()).prop_map(|(from, length, to)| Mutation::Copy(from, length, to)),
        2 => (index(), index()).prop_map(|(one, other)| Mutation::Swap(one, other)),
        1 => index().prop_map(Mutation::Truncate),
    ];
    prop::collection::vec(mutation, 1..4)
}

fn mutated(text: &str, mutations: &[Mutation]) -> String {
    let mut text = text.to_owned();
    for mutation in mutations {
        let place =
            |index: &Index, text: &str| text.floor_char_boundary(index.index(text.len() + 1));
        match mutation {
            Mutation::Insert(at, what) => text.insert_str(place(at, &text), what),
            Mutation::Delete(at, length) => {
                let start = place(at, &text);
                let end = text.floor_char_boundary(start + length);
                text.replace_range(start..end, "");
            }
            Mutation::Copy(from, length, to) => {
                let start = place(from, &text);
                let part = text[start..text.floor_char_boundary(start + length)].to_owned();
                text.insert_str(place(to, &text), &part);
            }
            Mutation::Swap(one, other) => {
                let mut lines: Vec<&str> = text.split('\n').collect();
                let (one, other) = (one.index(lines.len()), other.index(lines.len()));
                lines.swap(one, other);
                text = lines.join("\n");
            }
            Mutation::Truncate(at) => text.truncate(place(at, &text)),
        }
    }
    text
}

/// A small dataset with one of everything.
fn small() -> String {
    let clinic = "\n[[clinic]]\nid = \"c\"\nname = \"C\"\nphone = \"201-555-0123\"\nwebsite = \"https://example.org\"\ncite = [{ source = \"label\" }]\n";
    let section = "\n[[condition.sections]]\nid = \"what\"\nlabel = \"What\"\n\n[[condition.sections.statements]]\ntext = \"It grows.\"\ncite = [{ source = \"label\" }]\n";
    let term = "\n[[term]]\nterm = \"dose\"\nplain = \"How much.\"\n";
    let treatment = read("tests/bad-data/percent-range.toml").replace("= 120", "= 20");
    let names = "label = \"Dosing\"\nalso = [\"how to take it\"]";
    let treatment = treatment.replace("label = \"Dosing\"", names);
    treatment.replace("sections = []\n", section) + clinic + term
}

/// The file of the default use of the first shipped treatment, and the treatment.
fn record() -> (String, String) {
    let header: toml::Table = read("data/dataset.toml").parse().expect("TOML");
    let key = |key: &str| header["dataset"][key].as_str().expect("an id").to_owned();
    let treatments = std::fs::read_dir(root().join("data/treatments")).expect("treatments");
    let mut folders: Vec<_> = treatments.map(|entry| entry.expect("a folder").path()).collect();
    folders.sort();
    let file = folders[0].join(format!("{}-{}.toml", key("regulator"), key("condition")));
    let name = folders[0].file_name().expect("a name").to_string_lossy().into_owned();
    (std::fs::read_to_string(file).expect("the default use"), name)
}

/// Runs it; it must end with one of the statuses that its help lists, without a panic.
fn ends(run: Run) -> Result<(Option<i32>, String), TestCaseError> {
    let output = run.output();
    let stderr = String::from_utf8_lossy(&output.stderr);
    prop_assert!(!stderr.contains("panicked"), "{}", stderr);
    prop_assert!(matches!(output.status.code(), Some(0..=2)), "{} {}", output.status, stderr);
    let stdout = String::from_utf8(output.stdout);
    prop_assert!(stdout.is_ok(), "not UTF-8");
    Ok((output.status.code(), stdout.unwrap_or_default()))
}

/// Every mistake stands where the check says, and has a code that explains itself.
fn points_at_places(json: &str, text: &str, file: &str) -> Result<(), TestCaseError> {
    let json: Value = serde_json::from_str(json).expect("JSON");
    let lines: Vec<&str> = text.split('\n').map(|line| line.trim_end_matches('\r')).collect();
    for found in json["diagnostics"].as_array().expect("diagnostics") {
        if found["file"] != file {
            continue;
        }
        let number = |key: &str| usize::try_from(found[key].as_u64().unwrap_or(0)).unwrap_or(0);
        let there = lines.get(number("line").wrapping_sub(1));
        prop_assert_eq!(there.copied(), found["source"].as_str(), "{}", found);
        let width = there.map_or(0, |line| line.chars().count());
        prop_assert!((1..=width + 2).contains(&number("column")), "{}", found);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_small_dataset_with_anything_wrong_is_answered(mutations in mutations()) {
        let text = mutated(&small(), &mutations);
        let (status, json) = ends(line("check - --json").stdin(&text))?;
        points_at_places(&json, &text, "standard input")?;
        let (answered, list) = ends(line("list --data - --json").stdin(&text))?;
        // What the check lets through is answered, and nothing else is.
        prop_assert_eq!(status == Some(0), answered != Some(2));
        prop_assert_eq!(list.is_empty(), answered == Some(2));
        if status == Some(0) {
            for question in ["compare --topics all", "evidence", "about --patient", "sources", "sources --gaps", "show examplib", "search dose", "diff built-in"] {
                ends(line(&format!("{question} --data -")).stdin(&text))?;
            }
            let (_, exported) = ends(line("export --data -").stdin(&text))?;
            let (_, again) = ends(line("export --data -").stdin(&exported))?;
            prop_assert_eq!(exported, again);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_shipped_record_with_anything_wrong_is_answered(mutations in mutations()) {
        let (file, treatment) = record();
        let text = mutated(&file, &mutations);
        let (status, json) = ends(line("check --overlay - --json").stdin(&text))?;
        points_at_places(&json, &text, "standard input")?;
        let (answered, _) = ends(line(&format!("show {treatment} --overlay -")).stdin(&text))?;
        prop_assert_eq!(status == Some(1), answered == Some(2));
    }
}
