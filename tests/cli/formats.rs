//! The formats: records, single values, and what all formats of one answer share.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::apart::default_setting;
use crate::harness::{Run, fixture, items, line, word};

/// The fields of TSV, a row a line.
fn tsv(arguments: &str) -> Vec<Vec<String>> {
    let text = fixture(&format!("{arguments} --format tsv")).answer();
    text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

/// The objects of JSON Lines.
fn jsonl(arguments: &str) -> Vec<Value> {
    let text = fixture(&format!("{arguments} --format jsonl")).answer();
    text.lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect()
}

#[test]
fn every_record_has_every_column_in_every_format_of_records() {
    for arguments in [
        "",
        "list",
        "examplib",
        "examplib --conflicts",
        "compare",
        "compare --topics all",
        "evidence",
        "evidence --all-analyses",
        "topics",
        "clinic",
        "sources",
        "sources --gaps",
        "search headache",
        "about glossary",
    ] {
        let rows = tsv(arguments);
        let objects = jsonl(arguments);
        assert_eq!(rows.len(), objects.len() + 1, "{arguments}");
        let csv = fixture(&format!("{arguments} --format csv")).answer();
        assert_eq!(csv.lines().next().expect("a header"), rows[0].join(","), "{arguments}");
        for (row, object) in rows[1..].iter().zip(&objects) {
            assert_eq!(row.len(), rows[0].len(), "{arguments}: {row:?}");
            for (name, field) in rows[0].iter().zip(row) {
                let value = &object[name];
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                let expected = if value.is_null() { "" } else { &text };
                let same =
                    field == expected || value.as_f64() == field.parse().ok() && value.is_number();
                assert!(same, "{arguments}: {name}: {field} and {expected}");
            }
        }
        for name in [
            "dataset_version",
            "as_of",
            "review_due",
            "clinical_review",
            "disclaimer",
            "origin",
            "overdue",
        ] {
            assert!(rows[0].iter().any(|it| it == name), "{arguments}: {name}");
        }
    }
}

/// A clinic that says all that can be said of one.
const CLINIC: &str = r#"
[[clinic]]
id = "c"
name = "C"
phone = "201-555-0123"
website = "https://example.org"
[[clinic.address]]
text = "Example Street"
cite = [{ source = "clinic-page" }]
[[clinic.hours]]
text = "Mornings"
cite = [{ source = "clinic-page" }]
"#;

#[test]
fn every_column_has_something_to_say() {
    for asked in [
        vec![""],
        vec!["list"],
        vec!["--full", "--conflicts"],
        vec!["compare --topics all"],
        vec!["evidence --all-analyses --all-arms"],
        vec!["topics"],
        vec!["clinic"],
        vec!["sources"],
        vec!["sources --gaps"],
        vec!["search headache", "search placebo", "search headahce", "search pregnancy"],
        vec!["about", "about glossary"],
        vec!["diff built-in tests/fixture"],
        vec!["check tests/bad-data/unit-hazard.toml"],
    ] {
        let mut silent: Option<BTreeSet<String>> = None;
        let mut ask = |run: Run| {
            let (_, text, _) = run.ended();
            let mut rows = csv::Reader::from_reader(text.as_bytes());
            let header = rows.headers().expect("a header").clone();
            let silent = silent.get_or_insert_with(|| header.iter().map(str::to_owned).collect());
            for row in rows.records() {
                for (name, field) in header.iter().zip(&row.expect("a row")) {
                    if !field.is_empty() {
                        silent.remove(name);
                    }
                }
            }
        };
        for question in &asked {
            let of_each = question.starts_with("--");
            let names = if of_each { default_setting().treatments } else { vec![String::new()] };
            for name in names {
                ask(line(&format!("{name} {question} --format csv")));
            }
            let name = if of_each { "examplib" } else { "" };
            ask(fixture(&format!("{name} {question} --format csv")));
            if *question == "clinic" {
                ask(line("clinic --data tests/fixture --overlay - --format csv").stdin(CLINIC));
            }
        }
        assert_eq!(silent, Some(BTreeSet::new()), "{asked:?}");
    }
}

#[test]
fn evidence_is_a_row_an_arm_with_its_comparator() {
    for record in jsonl("evidence --all-analyses") {
        assert!(record["percent"].is_number(), "{record}");
        assert!(record["comparator_percent"].is_number(), "{record}");
        assert!(!word(&record, "sources").is_empty(), "{record}");
    }
}

#[test]
fn the_unknown_is_empty_and_never_0() {
    let text = fixture("list --columns id,approved_on").stdout();
    assert_eq!(text, "id,approved_on\nexamplib,2024-03-08\nmockiva,2025-07-25\nsamplor,\n");
    let text = fixture("list --columns id --no-header").stdout();
    assert_eq!(text, "examplib\nmockiva\nsamplor\n");
    let text = fixture("list --columns id,approved_on --format jsonl").stdout();
    assert!(text.ends_with("{\"id\":\"samplor\",\"approved_on\":null}\n"), "{text}");
}

#[test]
fn one_value_stands_alone() {
    for (path, value) in [
        ("dosing.start", "2 mg once daily, with 4 mg once daily if the response is not adequate."),
        ("treatment.generic", "exampletinib"),
        ("treatment.strengths.1", "4 mg"),
        ("treatment.approved_on", "2024-03-08"),
        ("answers.regrowth.trials.outcomes.0.week", "36"),
        ("dosing.start.glance.0.plain", "2 mg once a day; 4 mg if it does not help enough"),
    ] {
        let printed = fixture(&format!("examplib --field {path}")).stdout();
        assert_eq!(printed, format!("{value}\n"), "{path}");
        let shown = fixture(&format!("show exampletinib --field {path}")).stdout();
        assert_eq!(shown, printed, "{path}");
    }
    let printed = fixture("examplib --field dosing.start --in south").stdout();
    assert_eq!(printed, "4 mg once daily.\n");
    for (typed, meant) in [
        ("dosing.strat", "dosing.start"),
        ("dose", "dosing.start"),
        ("treatment.makr", "treatment.maker"),
    ] {
        let said = fixture(&format!("examplib --field {typed}")).refused(1);
        assert!(said.contains(&format!("did you mean: {meant}?")), "{typed}: {said}");
    }
}

#[test]
fn a_field_is_what_json_says() {
    let json = fixture("examplib").json();
    for topic in ["dosing.start", "people.pregnancy", "regrowth.trials", "safety.boxed"] {
        let (group, id) = topic.split_once('.').expect("a path");
        let text = word(&json["answers"][group][id], "text");
        let printed = fixture(&format!("examplib --field {topic}")).stdout();
        assert_eq!(printed, format!("{text}\n"), "{topic}");
    }
}

/// The words of a text without what formats draw around them.
fn bare(text: &str) -> String {
    let drawn = |it: char| !it.is_alphanumeric();
    let text = text
        .replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"");
    text.split(drawn).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The text between the tags of a page.
fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for character in html.chars() {
        match character {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            _ if !inside => text.push(character),
            _ => {}
        }
    }
    text
}

#[test]
fn every_format_carries_the_same_statements() {
    let json = fixture("examplib").json();
    let mut statements = Vec::new();
    crate::harness::each(&json["answers"], &mut |value| {
        if value["gap"].is_null() && value.get("look_in").is_some() {
            statements.extend(value["text"].as_str().map(str::to_owned));
        }
    });
    assert!(statements.len() > 8, "{statements:?}");
    for format in crate::shipping::formats().iter().filter(|it| *it != "table" && *it != "vcard") {
        let text = fixture(&format!("examplib --full --format {format}")).stdout();
        let text = bare(&if format == "html" { without_tags(&text) } else { text });
        for statement in &statements {
            assert!(text.contains(&bare(statement)), "{format}: {statement}");
        }
    }
    let table = bare(&fixture("examplib --full --format table --width 1000").stdout());
    for statement in &statements {
        assert!(table.contains(&bare(statement)), "table: {statement}");
    }
}

#[test]
fn formats_for_people_show_the_same_amount() {
    for arguments in
        ["examplib", "list", "compare", "samplor --patient", "evidence mockiva", "mockiva dose"]
    {
        let plain = fixture(&format!("{arguments} --format plain")).stdout();
        let markdown = fixture(&format!("{arguments} --format markdown")).stdout();
        let json = fixture(&format!("{arguments} --full")).json();
        for glance in glances(&json) {
            let (one, other) = (bare(&plain), bare(&markdown));
            let glance = bare(&glance);
            assert_eq!(one.contains(&glance), other.contains(&glance), "{arguments}: {glance}");
        }
    }
}

fn glances(json: &Value) -> Vec<String> {
    let mut glances = Vec::new();
    crate::harness::each(json, &mut |value| {
        if value.get("glance").is_some_and(Value::is_array) {
            let texts = items(value, "glance").iter().filter_map(|it| it["text"].as_str());
            glances.extend(texts.map(str::to_owned));
        }
    });
    glances
}

#[test]
fn no_cell_starts_a_formula_and_records_are_ascii_where_the_data_are() {
    for arguments in
        ["list", "examplib", "compare", "evidence", "sources", "search headache", "sources --gaps"]
    {
        let text = fixture(&format!("{arguments} --format csv")).answer();
        assert!(text.is_ascii(), "{arguments}: {text}");
        for field in text.lines().flat_map(|line| line.split(',')) {
            let first = field.trim_start_matches('"').chars().next();
            let number = field.trim_matches('"').parse::<f64>().is_ok();
            assert!(
                number || !matches!(first, Some('=' | '+' | '-' | '@')),
                "{arguments}: {field}"
            );
        }
    }
}

#[test]
fn a_page_of_html_needs_nothing_else() {
    for arguments in ["examplib", "compare", "list", "evidence mockiva --icons", "about examplosis"]
    {
        let page = fixture(&format!("{arguments} --format html")).stdout();
        assert!(
            page.starts_with("<!DOCTYPE html>") || page.starts_with("<!doctype html>"),
            "{arguments}"
        );
        for fetched in ["<script", "<link", "src=\"http", "@import", "url(http", "<iframe"] {
            assert!(!page.contains(fetched), "{arguments}: {fetched}");
        }
        assert!(page.contains("lang=\"en\"") && page.contains("<title>"), "{arguments}");
    }
}
