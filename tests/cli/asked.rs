//! What people type who have read only the README: it is answered, or it is said what to type.

use crate::harness::fixture;

/// What is said on standard output, answered or not.
#[track_caller]
fn said(asked: &str) -> String {
    fixture(asked).with(["--format", "plain"]).answer()
}

#[test]
fn who_asks_which_is_preferable_is_told_why_nothing_is_ranked() {
    for asked in ["which works best", "best", "strongest", "which is better", "most effective"] {
        let said = said(asked);
        assert!(said.starts_with("jakref ranks nothing: "), "{asked}: {said}");
        assert!(said.contains(": jakref compare\n"), "{asked}: {said}");
        assert!(!said.contains("Try: "), "{asked}: {said}");
    }
    let two = said("examplib or mockiva, which is better?");
    assert!(two.contains(": jakref compare examplib mockiva\n"), "{two}");
    assert!(!said("search headache").contains("ranks nothing"));
}

#[test]
fn a_drug_that_is_named_keeps_its_boxed_warning_where_nothing_is_found() {
    let nothing = said("examplib fever");
    assert!(nothing.starts_with("BOXED WARNING: infections, blood clots [1]\n"), "{nothing}");
    assert!(nothing.contains("here on examplib contains this word: fever."), "{nothing}");
    let likely = "It may stand under: jakref examplib boxed \u{b7} jakref examplib common";
    assert!(nothing.contains(likely), "{nothing}");
    assert!(nothing.contains("jakref clinic"), "{nothing}");
    // A question that was named goes before what is only likely.
    let asked = said("examplib pregnant fever");
    assert!(asked.contains("It may stand under: jakref examplib pregnancy \u{b7} "), "{asked}");
    assert!(said("examplib fever --patient").contains("jakref examplib boxed --patient"));
    assert!(!said("fever").contains("BOXED"));
}

#[test]
fn the_clinic_is_found_and_what_is_not_recorded_of_it_is_a_gap() {
    for asked in ["appointment", "book", "phone", "telephone number", "call the clinic"] {
        let said = said(asked);
        assert!(said.contains("jakref clinic") && said.contains("201-555-0123"), "{asked}: {said}");
    }
    assert!(said("opening hours").contains("Opening hours: ? When the clinic is open."));
    assert!(said("clinic").contains("Hours: ? When the clinic is open. [1]"));
    assert!(said("clinic --patient").contains("Hours: ? Not read yet. Ask when you call."));
    let full = said("clinic --full");
    assert!(
        full.contains("See the clinic's website.")
            && full.contains("Example Clinic; clinic; undated.")
    );
    let refused = fixture("clinic --in south").refused(2);
    assert_eq!(refused, "jakref: clinic goes with no --for and no --in\n");
}

#[test]
fn an_option_in_the_wrong_place_names_the_commands_that_take_it() {
    for (asked, typed) in [
        ("clinic --conflicts", "  --conflicts goes with: jakref NAME --conflicts\n"),
        ("examplib --icons", "  --icons goes with: jakref evidence --icons\n"),
        ("topics --why", "  --why goes with: jakref compare --why\n"),
    ] {
        let said = fixture(asked).refused(2);
        assert!(said.ends_with(typed), "{asked}: {said}");
        assert!(!said.contains(" ask "), "{asked}: {said}");
    }
    let said = fixture("gaps").refused(2);
    assert!(said.starts_with("jakref: `gaps` is an option\n  type: jakref "), "{said}");
    assert!(fixture("--full").refused(2).contains("jakref NAME --full"));
    assert!(!fixture("list --nonsense").refused(2).contains("goes with"));
}

#[test]
fn a_heading_with_more_behind_it_says_how_much() {
    let said = said("about examplinibs");
    assert!(said.contains("made-up kinase. [1] (1\u{a0}more)"), "{said}");
}

#[test]
fn what_is_found_is_said_in_the_words_of_the_reader() {
    // Each of the two words stands in both registers, or in one of them only.
    for word in ["follicles", "hair"] {
        let found = said(&format!("search disease {word}"));
        assert!(found.contains("A made-up disease of hair follicles."), "{word}: {found}");
        assert!(!found.contains("disease of the hair"), "{word}: {found}");
        let found = said(&format!("search disease {word} --patient"));
        assert!(found.contains("A made-up disease of the hair."), "{word}: {found}");
        assert!(!found.contains("follicles."), "{word}: {found}");
    }
}

#[test]
fn a_facts_box_is_headed_with_how_many_were_counted() {
    let said = said("evidence examplib");
    assert!(said.contains("4 mg (100)") && !said.contains("(102)"), "{said}");
    assert!(said.contains("All hair back, week 36 (of how many: not recorded)"), "{said}");
}

#[test]
fn records_of_a_comparison_carry_what_was_asked() {
    let rows = fixture("compare --topics trials --format csv").stdout();
    assert!(!rows.contains("safety.boxed"), "{rows}");
    assert!(fixture("compare --topics boxed --format csv").stdout().contains("safety.boxed"));
    assert!(fixture("compare --format csv").stdout().contains("safety.boxed"));
    let asked = fixture("compare --topics trials").json();
    assert_eq!(asked["questions"].as_array().map(Vec::len), Some(1), "{asked}");
}
