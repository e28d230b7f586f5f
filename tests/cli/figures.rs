//! The figures of the shipped data: a comparator beside each, sides that add up to a hundred, marks
//! that say what the numbers say, and nothing called comparable that is not.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::apart::settings;
use crate::harness::{each, fixture, items, shipped, shipped_json, word};

/// Every list of results in an answer, with what it stands in.
fn results(json: &Value) -> Vec<Vec<Value>> {
    let mut found = Vec::new();
    each(json, &mut |value| {
        if let Some(results) = value["results"].as_array() {
            found.push(results.clone());
        }
        for results in
            value["rows"].as_object().into_iter().flatten().filter_map(|(_, it)| it.as_array())
        {
            found.push(results.clone());
        }
    });
    found
}

/// The answers that carry figures, in every setting.
fn answers() -> Vec<(String, Value)> {
    let mut answers = Vec::new();
    for setting in settings() {
        let options = setting.options();
        for asked in ["evidence --all-analyses --all-arms", "compare --topics all --all-analyses"] {
            let asked = format!("{asked} {options}");
            let json = shipped_json(&asked);
            answers.push((asked, json));
        }
        for treatment in &setting.treatments {
            let asked = format!("{treatment} --all-analyses {options}");
            let json = shipped_json(&asked);
            answers.push((asked, json));
        }
    }
    answers
}

#[test]
fn every_share_has_its_comparator_beside_it_and_both_sides_add_up() {
    let mut count = 0;
    for (asked, json) in answers() {
        for results in results(&json) {
            let roles: BTreeSet<&str> = results.iter().map(|it| word(it, "role")).collect();
            assert!(roles.contains("comparator") && roles.len() > 1, "{asked}: {results:?}");
            for result in &results {
                match (word(result, "of_100"), word(result, "rest_of_100")) {
                    ("fewer than 1", "more than 99") | ("more than 99", "fewer than 1") => {}
                    (one, other) => {
                        let number = |side: &str| side.parse::<u8>().expect("a whole number");
                        assert_eq!(number(one) + number(other), 100, "{asked}: {result}");
                    }
                }
                count += 1;
            }
        }
    }
    assert!(count > 0, "there are no figures");
}

#[test]
fn every_record_with_a_share_has_that_of_the_comparator() {
    for setting in settings() {
        let (_, text, _) = crate::harness::line(&format!(
            "evidence --all-analyses --all-arms {} --format jsonl",
            setting.options()
        ))
        .ended();
        for record in text.lines() {
            let record: Value = serde_json::from_str(record).expect("JSON");
            if record["percent"].is_number() {
                assert!(record["comparator_percent"].is_number(), "{record}");
                assert!(!word(&record, "sources").is_empty(), "{record}");
            }
        }
    }
}

#[test]
fn every_row_of_a_screen_with_a_benefit_names_what_it_was_compared_with() {
    // Where a drug's share of 100 stands, that of the comparator stands in the same row.
    let names = |json: &Value| {
        let mut names = BTreeSet::new();
        for results in results(json) {
            let comparators = results.iter().filter(|it| it["role"] == "comparator");
            names.extend(comparators.map(|it| word(it, "name").to_lowercase()));
        }
        names
    };
    for setting in settings() {
        for treatment in &setting.treatments {
            let options = setting.options();
            let json = shipped_json(&format!("{treatment} --all-analyses {options}"));
            let names = names(&json);
            for view in [format!("{treatment} {options}"), format!("{treatment} --full {options}")]
            {
                let answer = shipped(&format!("{view} --format plain"));
                for line in answer.lines().filter(|line| line.contains(" of 100 on ")) {
                    let lower = line.to_lowercase();
                    let named = names.iter().any(|it| lower.contains(it.as_str()));
                    let general = ["placebo", "vehicle", "continued", "went on", "kept on"];
                    assert!(named || general.iter().any(|it| lower.contains(it)), "{view}: {line}");
                }
            }
        }
    }
}

#[test]
fn figures_of_different_trials_are_never_called_comparable() {
    let json = shipped_json("compare --topics all --all-analyses");
    let mut count = 0;
    each(&json, &mut |value| {
        let Some(comparable) = value.get("comparable") else { return };
        let trials: Vec<&Value> = ["one", "other"].iter().map(|it| &value[it]["trial"]).collect();
        if trials.iter().all(|it| it.is_string()) && trials[0] != trials[1] {
            assert_eq!(comparable, false, "{value}");
            assert!(!items(value, "because").is_empty(), "{value}");
            count += 1;
        }
    });
    assert!(count > 0, "nothing is said of what may be compared");
}

#[test]
fn treatments_stay_in_the_order_of_the_data_or_of_the_question() {
    let ids = |json: &Value| -> Vec<String> {
        items(json, "treatments").iter().map(|it| word(it, "id").to_owned()).collect()
    };
    let listed = ids(&shipped_json("list"));
    assert_eq!(ids(&shipped_json("compare")), listed);
    assert_eq!(ids(&fixture("list").json()), ["examplib", "mockiva", "samplor"]);
    assert_eq!(ids(&fixture("compare samplor examplib").json()), ["samplor", "examplib"]);
}

/// The marks of an array, a hundred of them: how many had it and how many did not.
fn marks(answer: &str) -> Vec<String> {
    let mut arrays = Vec::new();
    let mut open = String::new();
    for part in answer.replace('\t', "\n").lines() {
        let part: String = part.chars().filter(|it| !it.is_whitespace()).collect();
        if part.len() >= 10 && part.chars().all(|it| "#.+".contains(it)) {
            open.push_str(&part);
        }
        if open.len() == 100 {
            arrays.push(std::mem::take(&mut open));
        }
    }
    assert_eq!(open, "", "an array of a hundred");
    arrays
}

#[test]
fn the_marks_say_what_the_numbers_say() {
    let json = fixture("evidence examplib mockiva").json();
    let mut expected: Vec<(String, String)> = Vec::new();
    for results in results(&json) {
        for result in &results {
            expected
                .push((word(result, "of_100").to_owned(), word(result, "rest_of_100").to_owned()));
        }
    }
    let plain = fixture("evidence examplib mockiva --icons --format plain").stdout();
    let mut shown: Vec<(String, String)> = Vec::new();
    for array in marks(&plain) {
        let count = |mark: char| array.chars().filter(|it| *it == mark).count();
        shown.push(match (count('#'), count('+'), count('.')) {
            (0, 1, 99) => ("fewer than 1".to_owned(), "more than 99".to_owned()),
            (99, 1, 0) => ("more than 99".to_owned(), "fewer than 1".to_owned()),
            (had, 0, rest) => (had.to_string(), rest.to_string()),
            other => panic!("{other:?}"),
        });
    }
    assert!(!shown.is_empty(), "{plain}");
    for pair in &shown {
        assert!(expected.contains(pair), "{pair:?} is no result");
    }
    let all = marks(&plain);
    assert_eq!(
        marks(&fixture("evidence examplib mockiva --icons --format markdown").stdout()),
        all
    );
    for width in ["30", "50", "80", "200"] {
        let table =
            fixture(&format!("evidence examplib mockiva --icons --format table --width {width}"));
        assert_eq!(marks(&table.stdout()), all, "{width}");
    }
}

#[test]
fn no_gap_is_shown_as_a_dash() {
    let dashes = ["-", "--", "\u{2013}", "\u{2014}", "n/a", "N/A"];
    for arguments in
        ["list", "compare --topics all --full", "evidence --all-analyses", "sources --gaps --full"]
    {
        let answer = shipped(&format!("{arguments} --format markdown"));
        for row in answer.lines().filter(|line| line.starts_with("| ") && !line.contains("---")) {
            for cell in row.trim_matches('|').split(" | ").map(str::trim) {
                assert!(!dashes.contains(&cell), "{arguments}: {row}");
            }
        }
    }
}

#[test]
fn every_gap_says_what_to_open_and_is_counted() {
    let json = shipped_json("sources --gaps --full");
    let gaps = items(&json, "gaps");
    assert!(!gaps.is_empty());
    for gap in gaps {
        let opens = gap["look_in"].as_str().is_some_and(|it| !it.is_empty());
        assert!(opens || gap["gap"] != "not-recorded", "nothing to open: {gap}");
    }
    let counted: u64 = items(&json, "kinds").iter().filter_map(|it| it["count"].as_u64()).sum();
    assert_eq!(counted, gaps.len() as u64);
}

#[test]
fn every_conflict_shows_what_each_side_says_which_is_shown_and_why() {
    let mut count = 0;
    for (asked, json) in answers() {
        each(&json, &mut |value| {
            for conflict in value["conflicts"].as_array().into_iter().flatten() {
                assert!(items(conflict, "positions").len() > 1, "{asked}: {conflict}");
                assert!(!word(conflict, "chosen").is_empty(), "{asked}: {conflict}");
                count += 1;
            }
        });
    }
    assert!(count > 0);
}
