//! What people type who have read only the README: it is answered, or it is said what to type.

use crate::harness::{fixture, line};

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
fn what_is_not_recorded_of_a_drug_is_led_to_its_label() {
    let nothing = said("examplib fever");
    assert!(nothing.starts_with("BOXED WARNING: infections, blood clots [1]\n"), "{nothing}");
    assert!(nothing.contains("Not recorded here on Examplib: fever."), "{nothing}");
    assert!(nothing.contains("does not mean it is safe."), "{nothing}");
    assert!(nothing.contains("Label: Examplib label, set id "), "{nothing}");
    assert!(nothing.contains("jakref clinic") && !nothing.contains("Try: "), "{nothing}");
    // A question that was named is answered for itself, and led to.
    let asked = said("examplib pregnant fever");
    assert!(asked.contains("Not recorded here on Examplib: fever."), "{asked}");
    assert!(asked.contains("On pregnant alone:") && asked.contains("no human data"), "{asked}");
    assert!(asked.contains("Try: jakref examplib people.pregnancy"), "{asked}");
    let patient = said("examplib pregnant fever --patient");
    assert!(patient.contains("jakref examplib people.pregnancy --patient"), "{patient}");
    assert!(!said("fever").contains("BOXED") && !said("fever").contains("Label: "));
    // What stands of a drug is not said to be missing, in a longer word or apart from another.
    assert!(said("examplib week headache").contains("Not recorded together here on Examplib: "));
    // What is not approved says so, whatever is asked of it.
    assert!(said("samplor fever").contains("Samplor: "), "{}", said("samplor fever"));
}

#[test]
fn a_question_may_be_asked_in_a_sentence() {
    for (asked, title) in [
        ("what is examplib?", "EXAMPLIB (exampletinib)"),
        ("what are the side effects of examplib", "EXAMPLIB (exampletinib) › Common side effects"),
        ("what is examplosis?", "Examplosis"),
    ] {
        let said = said(asked);
        assert!(said.contains(title), "{asked}: {said}");
    }
}

#[test]
fn a_hit_stands_with_its_sources() {
    let found = said("search headache");
    assert!(found.contains("[1]") && found.contains("[1] Examplib label"), "{found}");
}

#[test]
fn a_bare_value_may_be_asked_for_as_json() {
    assert_eq!(fixture("examplib --field treatment.maker --json").stdout(), "\"Example Labs\"\n");
    assert_eq!(fixture("--json examplib --field treatment.from_age").stdout(), "18\n");
    let missing = fixture("examplib --field nope").refused(1);
    assert!(
        missing.contains("and every topic, such as use.approval: jakref topics --format tsv"),
        "{missing}"
    );
}

#[test]
fn a_treatment_is_found_by_its_maker() {
    assert!(said("search example labs").contains("Made by Example Labs"));
}

#[test]
fn a_question_that_a_word_asks_is_named() {
    assert!(said("search teenager").contains("teenager: read as Children and adolescents."));
    assert!(!said("search pregnancy").contains("read as"));
}

#[test]
fn one_part_of_the_clinic_can_be_asked_for() {
    let hours = said("clinic opening hours");
    assert!(hours.starts_with("? Not recorded: opening, hours. Ask when you call.\n"), "{hours}");
    assert!(hours.contains("Hours: ?") && hours.contains("201-555-0123"), "{hours}");
    assert!(said("clinic phone").starts_with("Recorded: phone.\n"));
    assert_eq!(said("clinic example clinic"), said("clinic"));
    let fax = said("clinic fax number");
    assert!(fax.starts_with("Recorded: number. Not recorded: fax. Ask when you call.\n"), "{fax}");
}

#[test]
fn a_command_that_is_suggested_keeps_the_options() {
    let said = fixture("clinik --patient").refused(2);
    assert!(said.contains("jakref clinic --patient?"), "{said}");
}

#[test]
fn the_clinic_is_found_and_what_is_not_recorded_of_it_is_a_gap() {
    for asked in ["appointment", "book", "phone", "telephone number", "call the clinic"] {
        let said = said(asked);
        assert!(said.contains("jakref clinic") && said.contains("201-555-0123"), "{asked}: {said}");
    }
    assert!(said("opening hours").contains("Opening hours: ? When the clinic is open."));
    assert!(
        said("clinic").contains("Hours: ? When the clinic is open. See the clinic's website. [1]")
    );
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

#[test]
fn help_is_had_of_an_option_and_of_the_codes_of_rules() {
    let said = fixture("help overlay").refused(2);
    assert!(said.contains("--overlay: Records of this dataset replace those"), "{said}");
    assert!(fixture("check --explain").refused(1).contains("  there are: syntax, unknown-key"));
}

/// What is said on the dataset of made-up drugs with another text in it.
#[track_caller]
fn said_with(old: &str, new: &str, asked: &str) -> String {
    let changed = fixture("export").stdout().replace(old, new);
    assert!(changed.contains(new));
    line(asked).with(["--format", "plain", "--data", "-"]).stdin(changed).output_of().1
}

#[test]
fn what_is_not_known_of_the_words_stands_beside_what_is() {
    let (old, new) = ("\"Contraception during treatment.", "\"Human data on contraception.");
    let found = said_with(old, new, "search human data");
    assert!(found.contains("Examplib: animals: possible fetal harm; no human data [1]"), "{found}");
    assert!(
        found.contains("Examplib: ? Human data on contraception. See label section"),
        "{found}"
    );
    assert!(found.starts_with("2 hits."), "both are one: {found}");
}

#[test]
fn a_warning_says_whose_it_is_where_no_drug_was_named() {
    assert!(said("search headache").contains("BOXED WARNING, EXAMPLIB: infections"));
    assert!(said("examplib contraception").contains("BOXED WARNING: infections"));
}

#[test]
fn a_word_that_is_explained_leads_to_the_sections_that_name_it() {
    let (old, new) = ("\"A made-up disease", "\"Measured by the score of hair. A made-up disease");
    let explained = said_with(old, new, "about SOH");
    assert!(explained.contains("More: jakref about examplosis what-it-is"), "{explained}");
    assert!(explained.contains("every mention: jakref search score of hair"), "{explained}");
    assert!(!said("about SOH").contains("More: "));
}

#[test]
fn what_is_not_explained_is_sought_in_every_answer() {
    let missing = fixture("about headache").refused(1);
    assert!(missing.contains("in every answer: jakref search headache"), "{missing}");
}

#[test]
fn what_one_record_lacks_of_several_figures_is_one_gap() {
    let gaps = said("sources examplib --gaps --full");
    let both = "Half the hair back, EX-1; All hair back, EX-1. See the record MU00000001";
    assert_eq!(gaps.matches("EX-1").count(), 2, "{gaps}");
    assert!(gaps.contains(both), "{gaps}");
}

#[test]
fn what_stands_in_the_background_alone_is_no_answer_on_a_drug() {
    let (old, new) = ("disease of hair follicles.", "disease of hair follicles, unlike Examplib.");
    let found = said_with(old, new, "examplib follicles");
    assert!(found.starts_with("BOXED WARNING: infections, blood clots [1]\n"), "{found}");
    assert!(found.contains("Not recorded here on Examplib: follicles. Not finding"), "{found}");
    let (look, hit) = found.split_once("\n1 hit.").expect("what is said elsewhere");
    assert!(look.contains("Label: Examplib label") && hit.contains("hair follicles"), "{found}");
    assert!(!said_with(old, new, "search follicles").contains("Not recorded"));
}
