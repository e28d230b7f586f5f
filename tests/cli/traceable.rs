//! Every number on every screen is traceable in one step: its line carries `[n]`, and `[n]` is in the
//! list below it; in JSON an object around it has `sources`, each of them in the list of sources.
//!
//! What carries numbers without stating a fact is named here, and nothing else: headings, which name
//! what stands under them; declared gaps, which say what was not read and what to open; the names of
//! columns; counts of what the answer itself holds; and the colophon.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::Value;

use crate::harness::{each, jakref, line};

const TREATMENTS: &[&str] = &["olumiant", "litfulo", "leqselvi", "opzelura"];

/// Every answer that states facts: every command with every option that changes what it says.
/// `check`, `schema`, `completions` and `man` state none; `sources` is a list of sources itself.
fn screens() -> Vec<String> {
    let mut screens: Vec<String> = [
        "list",
        "compare",
        "compare --full",
        "compare --patient",
        "compare --topics all",
        "compare --topics all --full",
        "compare litfulo olumiant --topics regrowth,safety",
        "evidence",
        "evidence --all-analyses",
        "evidence --icons",
        "evidence --patient",
        "evidence --patient --icons --all-analyses",
        "about",
        "about --patient",
        "about glossary",
        "about alopecia-areata severity",
        "clinic",
        "sources --gaps",
        "search week 24",
        "search tablet",
        "search SALT",
        "search nct0",
        "search live",
        "search clots",
        "search clinic",
        "search usual dose",
    ]
    .map(str::to_owned)
    .into();
    for treatment in TREATMENTS {
        for rest in ["", "--patient", "--conflicts", "dosing tests", "use --conflicts"] {
            screens.push(format!("show {treatment} {rest}"));
        }
        for rest in ["", "--icons", "--all-analyses --icons", "--patient"] {
            screens.push(format!("evidence {treatment} {rest}"));
        }
        screens.push(format!("sources {treatment} --gaps"));
    }
    screens
}

/// What stands without a source, by right.
#[derive(Default)]
struct Exceptions {
    /// The headings, as Markdown marks them.
    headings: Vec<String>,
    /// What declared gaps say.
    gaps: Vec<String>,
}

static GAPS: LazyLock<Vec<String>> = LazyLock::new(gaps);

/// What the declared gaps of the whole dataset say, in every register.
fn gaps() -> Vec<String> {
    let shows = TREATMENTS.iter().map(|treatment| format!("show {treatment}"));
    let mut gaps = Vec::new();
    for arguments in shows.chain(["about".to_owned(), "clinic".to_owned()]) {
        each(&json(&arguments), &mut |value| {
            if value["gap"].is_string() && value["look_in"].is_string() {
                let texts = ["text", "plain", "short"].map(|field| value[field].as_str());
                gaps.extend(texts.into_iter().flatten().map(str::to_owned));
            }
        });
    }
    gaps
}

impl Exceptions {
    fn of(arguments: &str) -> Self {
        let markdown = line(&format!("{arguments} --format markdown")).stdout();
        let headings = markdown.lines().filter(|line| line.starts_with('#'));
        let headings = headings.map(|it| it.trim_start_matches(['#', ' ']).replace('\\', ""));
        Self { headings: headings.collect(), gaps: GAPS.clone() }
    }

    /// The line without the heading that it begins with.
    fn below_heading<'l>(&self, line: &'l str) -> &'l str {
        let mut below =
            self.headings.iter().filter_map(|heading| line.strip_prefix(heading.as_str()));
        below.find_map(|it| it.strip_prefix(": ")).unwrap_or(line)
    }

    fn allow(&self, line: &str) -> bool {
        let counts = ["more questions: `jakref compare", "\tHow many\t"];
        let hits = line.trim_start_matches(|it: char| it.is_ascii_digit());
        self.headings.iter().any(|heading| heading == line)
            || self.gaps.iter().any(|gap| line.contains(gap.as_str()))
            || line.starts_with("jakref dataset ")
            || [" hits", " hit"].contains(&hits)
            || hits.starts_with(" hits: ")
            || counts.iter().any(|count| line.contains(count))
    }
}

/// The lines of a plain answer with a number that leads nowhere.
fn orphans(answer: &str, exceptions: &Exceptions) -> Vec<String> {
    let listed: BTreeSet<usize> = answer.lines().filter_map(entry).collect();
    let mut orphans = Vec::new();
    for line in answer.lines().filter(|line| entry(line).is_none()) {
        // Rows that stand alone carry their sources in themselves.
        let own = line.split(['\t', ';']).filter_map(|field| entry(field.trim()));
        let known: BTreeSet<usize> = listed.iter().copied().chain(own).collect();
        let cited = numbers(line);
        let said = without_citations(exceptions.below_heading(line));
        let states = said.contains(|it: char| it.is_ascii_digit());
        let leads = !cited.is_empty() && cited.iter().all(|number| known.contains(number));
        if (states || !cited.is_empty()) && !leads && !exceptions.allow(line) {
            orphans.push(line.to_owned());
        }
    }
    orphans
}

/// The number of an entry in the list of sources.
fn entry(line: &str) -> Option<usize> {
    line.strip_prefix('[')?.split_once("] ")?.0.parse().ok()
}

/// The insides of the citations in a line, such as `1 §2.4, 5.1; 3`.
fn citations(line: &str) -> Vec<&str> {
    let inside = line.split('[').skip(1).filter_map(|rest| rest.split_once(']'));
    let inside = inside.map(|(inside, _)| inside);
    inside.filter(|it| it.starts_with(|first: char| first.is_ascii_digit())).collect()
}

fn numbers(line: &str) -> Vec<usize> {
    let mut numbers = Vec::new();
    for citation in citations(line) {
        let separator = if citation.contains(['§', ';']) { ';' } else { ',' };
        for part in citation.split(separator) {
            numbers.extend(part.trim().split(' ').next().unwrap_or_default().parse::<usize>());
        }
    }
    numbers
}

fn without_citations(line: &str) -> String {
    citations(line).iter().fold(line.to_owned(), |line, it| line.replace(&format!("[{it}]"), ""))
}

fn json(arguments: &str) -> Value {
    serde_json::from_str(&line(&format!("{arguments} --json")).stdout()).expect("JSON")
}

#[test]
fn every_number_on_every_screen_leads_to_its_source() {
    for arguments in screens() {
        let exceptions = Exceptions::of(&arguments);
        let answer = line(&format!("{arguments} --format plain")).stdout();
        let orphans = orphans(&answer, &exceptions);
        assert!(orphans.is_empty(), "{arguments}: {} orphans: {orphans:#?}", orphans.len());
    }
}

#[test]
fn a_heading_with_a_number_names_what_is_cited_under_it() {
    for arguments in screens() {
        let markdown = line(&format!("{arguments} --format markdown")).stdout();
        let lines: Vec<&str> = markdown.lines().filter(|line| !line.is_empty()).collect();
        for (at, heading) in lines.iter().enumerate().filter(|(_, line)| line.starts_with('#')) {
            let counts = heading.starts_with("# Gaps") || *heading == "## Sources";
            if counts || !heading.contains(|it: char| it.is_ascii_digit()) {
                continue;
            }
            assert!(!heading.contains(" of 100"), "{arguments}: {heading}");
            let under = lines[at + 1..].iter().take_while(|line| !line.starts_with('#'));
            let cited = under.clone().any(|line| !numbers(&line.replace('\\', "")).is_empty());
            let gap = under.clone().all(|line| line.contains("\\[?") || line.contains("\\[~"));
            assert!(cited || gap, "{arguments}: nothing is cited under {heading}");
        }
    }
}

#[test]
fn no_format_and_no_width_loses_a_citation() {
    let openings = |text: &str| {
        let lines = text.lines().map(|line| line.replace('\\', ""));
        let cited = |line: String| {
            line.split('[')
                .skip(1)
                .filter(|it| it.starts_with(|d: char| d.is_ascii_digit()))
                .count()
        };
        lines.map(cited).sum::<usize>()
    };
    for arguments in screens().iter().filter(|arguments| *arguments != "list") {
        let plain = openings(&line(&format!("{arguments} --format plain")).stdout());
        let markdown = openings(&line(&format!("{arguments} --format markdown")).stdout());
        assert_eq!(plain, markdown, "{arguments} as Markdown");
        for width in ["50", "80", "120", "200"] {
            let words = arguments.split_whitespace();
            let table = jakref(words.chain(["--format", "table", "--width", width])).stdout();
            // Where figures are sentences in a column, each arm still carries its own.
            assert!(openings(&table) >= plain, "{arguments} at {width}");
        }
    }
}

#[test]
fn every_source_of_the_list_of_sources_can_be_found() {
    for arguments in ["sources", "sources olumiant", "sources opzelura"] {
        for entry in json(arguments)["sources"].as_array().expect("sources") {
            let source = &entry["source"];
            assert!(source["title"].is_string() && source["read"].is_string(), "{source}");
            assert!(!entry["supports"].as_array().expect("supports").is_empty(), "{source}");
        }
    }
}

/// The paths of the numbers in a JSON answer around which no object names a source that is listed.
fn json_orphans(answer: &Value) -> Vec<String> {
    let listed: BTreeSet<&str> = answer["sources"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|source| source["id"].as_str())
        .collect();
    let mut orphans = Vec::new();
    for (field, value) in answer.as_object().into_iter().flatten() {
        // The colophon, the list itself, and what the answer is called or was asked.
        if !["dataset", "sources", "schema", "words", "kinds", "topics_left_out"]
            .contains(&field.as_str())
        {
            walk(value, field, false, &listed, &mut orphans);
        }
    }
    orphans
}

fn walk(value: &Value, path: &str, led: bool, listed: &BTreeSet<&str>, orphans: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            let sources = value["sources"].as_array().filter(|sources| !sources.is_empty());
            let leads = sources.is_some_and(|sources| {
                let mut ids = sources.iter().map(|it| it["source"].as_str().unwrap_or_default());
                ids.all(|id| listed.contains(id))
            });
            let gap = value["gap"].is_string() || value["statement"]["gap"].is_string();
            // Names, and the command to type, state nothing.
            let names =
                ["id", "label", "plain_label", "topic", "place", "command", "source", "section"];
            for (field, value) in fields {
                let composed = matches!(field.as_str(), "text" | "plain");
                // A cell's text is put together from the statements beside it.
                let exempt = names.contains(&field.as_str())
                    || (composed && fields.contains_key("statements"));
                if !exempt {
                    walk(value, &format!("{path}.{field}"), led || leads || gap, listed, orphans);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, &format!("{path}.{index}"), led, listed, orphans);
            }
        }
        Value::Number(_) if !led => orphans.push(format!("{path}: {value}")),
        Value::String(text) if !led && text.contains(|it: char| it.is_ascii_digit()) => {
            orphans.push(format!("{path}: {text}"));
        }
        _ => {}
    }
}

/// The same answers for programs, for which nothing is drawn as marks.
fn payloads() -> impl Iterator<Item = String> {
    screens().into_iter().filter(|arguments| !arguments.contains("--icons"))
}

#[test]
fn every_number_in_every_json_leads_to_its_source() {
    for arguments in payloads() {
        let orphans = json_orphans(&json(&arguments));
        assert!(orphans.is_empty(), "{arguments}: {} orphans: {orphans:#?}", orphans.len());
    }
}

#[test]
fn every_record_names_its_sources() {
    for arguments in payloads() {
        let text = line(&format!("{arguments} --format jsonl")).stdout();
        for record in text.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON")) {
            let states = ["text", "percent", "position"].iter().any(|field| {
                let value = record[*field].to_string();
                value.contains(|it: char| it.is_ascii_digit())
            });
            let named = record["sources"].as_str().is_some_and(|it| !it.is_empty());
            assert!(named || !states || record["gap"].is_string(), "{arguments}: {record}");
        }
    }
}

#[test]
fn an_orphan_would_be_found() {
    let none = Exceptions::default();
    let list = "[1] A label. Read 2026-11-23: a copy.\n";
    for answer in [
        "35 of 100 did.",
        "35 of 100 did. [2]",
        "35 of 100 did. [label]",
        "35 of 100 did. [3 §2.4]",
        "Words alone. [2]",
        "salt-20\tplacebo\t5",
    ] {
        assert_eq!(orphans(&format!("{answer}\n{list}"), &none), [answer]);
    }
    for answer in ["35 of 100 did. [1 §6.1]", "Words alone.", "jakref dataset 2026.11.25."] {
        assert_eq!(orphans(&format!("{answer}\n{list}"), &none), Vec::<String>::new());
    }
    let answer = |sources: &str| {
        let sources = serde_json::from_str::<Value>(sources).expect("JSON");
        serde_json::json!({
            "schema": "jakref.x/1",
            "figures": [{ "percent": 35.2, "sources": sources }],
            "sources": [{ "id": "a" }],
        })
    };
    assert_eq!(json_orphans(&answer("[]")), ["figures.0.percent: 35.2"]);
    assert_eq!(json_orphans(&answer("[{\"source\": \"b\"}]")).len(), 1);
    assert_eq!(json_orphans(&answer("[{\"source\": \"a\"}]")), Vec::<String>::new());
}
