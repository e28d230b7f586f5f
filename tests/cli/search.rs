use serde_json::Value;

use crate::harness::{jakref, line};

#[test]
fn every_word_must_stand_in_the_statement_or_its_place() {
    let answer = line("search olumiant live vaccines").stdout();
    let first = answer.lines().next().unwrap_or_default();
    assert_eq!(first, "Olumiant (baricitinib) › Vaccines");
    assert!(answer.contains("- Avoid use with live vaccines. [1 §5.10]"), "{answer}");
    assert!(!answer.contains("Litfulo (ritlecitinib) › Vaccines"), "{answer}");
}

#[test]
fn case_and_accents_do_not_matter() {
    let answer = jakref(["search", "lactose"]).stdout();
    for words in ["LACTOSE", "láctôse"] {
        assert_eq!(jakref(["search", words]).stdout(), answer, "{words}");
    }
    assert!(answer.contains("lactose monohydrate"), "{answer}");
}

#[test]
fn what_other_sources_say_is_found_under_the_question_they_disagree_on() {
    let json = line("search baricitinib L04AA37 --json").stdout();
    let answer: Value = serde_json::from_str(&json).expect("JSON");
    let hit = &answer["hits"][0];
    let place =
        "Olumiant (baricitinib) › Identifiers › Sources disagree: Two ATC codes for baricitinib";
    assert_eq!(hit["place"], place);
    assert_eq!(hit["text"], "L04AA37, an older code.");
    assert_eq!(hit["command"], "jakref show olumiant label.identifiers --conflicts");
}

#[test]
fn nothing_found_is_a_negative_answer() {
    assert_eq!(line("search xylophone").ends(1, ""), NOTHING);
    assert_eq!(line("search -q xylophone").ends(1, ""), "");
    assert_eq!(line("search -q lactose").ends(0, ""), "");
}

const NOTHING: &str = "\
Nothing contains all of these words: xylophone
jakref dataset 2026.11.25, sources read 2026-11-23, next review due 2027-02-21, not clinically reviewed.
A reference, not advice: it ranks nothing and recommends nothing. Check the current label, and decide with a clinician.
";
