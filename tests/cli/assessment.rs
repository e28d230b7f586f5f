//! What `docs/assessment.md` says is met: the eight items on probabilities of the IPDAS instrument, for
//! every treatment of the default setting that has figures, and what the handout says beside them.

use serde_json::Value;

use crate::apart::default_setting;
use crate::harness::{items, shipped, shipped_json, word};

/// The figures of each treatment that has any, and its facts box in full.
fn boxes() -> Vec<(String, Value, String)> {
    let boxes = default_setting().treatments.into_iter().filter_map(|treatment| {
        let json = shipped_json(&format!("evidence {treatment} --all-analyses --all-arms"));
        let evidence = json["treatments"][0].clone();
        let asked = format!("evidence {treatment} --icons --full --all-analyses --all-arms");
        let has_figures =
            !items(&evidence, "outcomes").is_empty() && !items(&evidence, "reactions").is_empty();
        has_figures.then(|| (treatment, evidence, shipped(&asked).to_string()))
    });
    let boxes: Vec<_> = boxes.collect();
    assert!(boxes.len() > 1, "{} with figures", boxes.len());
    boxes
}

/// Every list of results, with the outcome or the table of reactions that it stands in.
fn results(evidence: &Value) -> Vec<(&Value, Vec<&Value>)> {
    let outcomes = items(evidence, "outcomes").iter();
    let outcomes = outcomes.map(|it| (it, items(it, "results").iter().collect()));
    let tables = items(evidence, "reactions").iter().flat_map(|table| {
        let rows = table["rows"].as_object().expect("rows by their terms");
        rows.values().map(move |row| (table, row.as_array().into_iter().flatten().collect()))
    });
    outcomes.chain(tables).collect()
}

#[test]
fn items_1_to_3_probabilities_are_given_for_whom_and_as_natural_frequencies() {
    for (treatment, evidence, screen) in boxes() {
        assert!(screen.contains("Benefit: ") && screen.contains("Harm: "), "{treatment}");
        for (of, results) in results(&evidence) {
            assert!(!word(of, "people").is_empty(), "{treatment}: {of}");
            for result in results {
                let (did, did_not) = (word(result, "of_100"), word(result, "rest_of_100"));
                let brief =
                    |side: &str| side.replace("fewer than ", "<").replace("more than ", ">");
                let shown = format!(": did {}, did not {}", brief(did), brief(did_not));
                assert!(screen.contains(&shown), "{treatment}: {shown}");
            }
        }
    }
}

#[test]
fn item_4_the_time_is_given_or_said_to_be_unknown() {
    for (treatment, evidence, screen) in boxes() {
        for (of, _) in results(&evidence) {
            let weeks = if of["week"].is_null() { &of["weeks"] } else { &of["week"] };
            match weeks.as_u64() {
                Some(weeks) => assert!(screen.contains(&weeks.to_string()), "{treatment}: {of}"),
                None => assert!(screen.contains("no week"), "{treatment}: {of}"),
            }
        }
    }
}

#[test]
fn item_5_options_have_one_denominator_and_what_differs_is_said() {
    for (treatment, _, screen) in boxes() {
        for sentence in screen.lines().filter(|line| line.contains(" did not (.)")) {
            assert!(sentence.contains(": of 100 people, "), "{treatment}: {sentence}");
        }
    }
    let compared = shipped("compare --why");
    assert!(compared.contains("DO NOT RANK THESE TREATMENTS: "), "{compared}");
    assert!(compared.contains("different") || compared.contains("Different"), "{compared}");
}

#[test]
fn item_6_how_sure_the_figures_are_is_given_or_said_to_be_unknown() {
    for (treatment, evidence, screen) in boxes() {
        for (of, results) in results(&evidence) {
            let lacks = results.iter().any(|it| it["low"].is_null() || it["high"].is_null());
            assert_eq!(of["interval_gap"].is_string(), lacks, "{treatment}: {of}");
        }
        let ranged = results(&evidence).iter().any(|(of, _)| of["interval_gap"].is_null());
        assert!(!ranged || screen.contains("95% interval"), "{treatment}");
    }
}

#[test]
fn items_7_and_8_there_are_numbers_words_and_marks_and_both_frames() {
    for (treatment, evidence, screen) in boxes() {
        let words: Vec<&str> =
            screen.lines().filter(|line| line.contains(" did not (.)")).collect();
        let known: usize = results(&evidence).iter().map(|(_, results)| results.len()).sum();
        assert_eq!(words.len(), known, "{treatment}: in words");
        for line in words {
            let marks = line.rsplit('\t').next().unwrap_or_default();
            assert_eq!(marks.chars().count(), 100, "{treatment}: {line}");
            assert!(line.contains("(#)") || line.contains("(+"), "{treatment}: {line}");
            assert!(line.contains(": of 100 people, "), "{treatment}: {line}");
        }
    }
}

#[test]
fn the_handout_states_the_decision_doing_nothing_the_values_and_who_paid() {
    let page = shipped("handout");
    for part in [
        "What is there to decide?",
        "to have no treatment for now",
        "What matters to me",
        "How much does each of these matter to you?",
        "Who pays for this page",
    ] {
        assert!(page.contains(part), "{part}");
    }
    // The trials whose figures it shows name their sponsors, or that they are not known.
    for (treatment, evidence, _) in boxes() {
        for trial in items(&evidence, "trials").iter().filter(|it| it["sponsor"].is_string()) {
            let sponsor = word(trial, "sponsor").replace('&', "&amp;");
            let shown = !page.contains(word(trial, "name"))
                || page.contains(&format!("paid for by {sponsor}"));
            assert!(shown, "{treatment}: {trial}");
        }
    }
}
