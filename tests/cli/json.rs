//! The structs are the contract: a field that is renamed or lost fails, and so does one that is
//! added without being written down here.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::harness::line;

macro_rules! contract {
    ($($name:ident { $($field:ident: $type:ty,)* })*) => {
        $(#[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        #[allow(dead_code, clippy::struct_field_names)]
        struct $name { $($field: $type,)* })*
    };
}

contract! {
    List { schema: String, dataset: Dataset, treatments: Vec<Entry>, sources: Vec<Source>, }
    Dataset { title: String, version: String, as_of: String, review_due: String, clinical_review: String, disclaimer: String, origin: String, overdue: bool, }
    Entry { id: String, brand: String, generic: String, maker: String, approval: String, approved_on: Option<String>, answers: BTreeMap<String, Statement>, contested: Vec<String>, sources: Vec<Citation>, }
    Statement { text: Option<String>, plain: Option<String>, short: Option<String>, gap: Option<String>, look_in: Option<String>, weakness: Option<String>, sources: Vec<Citation>, }
    Citation { source: String, section: Option<String>, }
    Source { id: String, title: String, publisher: String, kind: String, date: Option<String>, how_read: String, read: String, extent: String, set_id: Option<String>, doi: Option<String>, pmid: Option<String>, registry_id: Option<String>, application: Option<String>, url: Option<String>, read_via: Option<String>, }
    Show { schema: String, dataset: Dataset, treatment: Treatment, answers: BTreeMap<String, BTreeMap<String, Cell>>, trials: Vec<Trial>, sources: Vec<Source>, }
    Treatment { id: String, brand: String, generic: String, aliases: Vec<String>, maker: String, strengths: Vec<String>, approval: String, approved_on: Option<String>, approved_for: Option<String>, sources: Vec<Citation>, }
    Cell { topic: String, label: String, plain_label: Option<String>, text: String, plain: Option<String>, gap: Option<String>, statements: Vec<Statement>, outcomes: Vec<Outcome>, reactions: Vec<Reactions>, conflicts: Vec<Conflict>, }
    Conflict { topic: String, question: String, positions: Vec<Position>, chosen: String, why: Option<String>, sources: Vec<Citation>, }
    Position { text: String, documents: Vec<Document>, sources: Vec<Citation>, }
    Document { source: String, title: String, date: Option<String>, read: String, }
    Outcome { trial: String, trial_name: String, registry_id: Option<String>, people: String, people_plain: Option<String>, ages: String, endpoint: String, endpoint_label: String, endpoint_plain: String, week: Option<u16>, analysis: String, method: Option<String>, alternate: bool, results: Vec<Share>, difference: Vec<Difference>, note: Option<String>, interval_gap: Option<String>, weakness: Option<String>, sources: Vec<Citation>, }
    Share { arm: String, name: String, dose: Option<String>, role: String, percent: f64, low: Option<f64>, high: Option<f64>, n: Option<u32>, arm_n: Option<u32>, responders: Option<u32>, derived: bool, of_100: String, rest_of_100: String, }
    Difference { arm: String, points: f64, low: Option<f64>, high: Option<f64>, }
    Reactions { title: String, people: String, people_plain: Option<String>, weeks: Option<u16>, trial: Option<String>, analysis: String, rows: BTreeMap<String, Vec<Share>>, terms_plain: BTreeMap<String, Option<String>>, note: Option<String>, note_plain: Option<String>, interval_gap: Option<String>, weakness: Option<String>, sources: Vec<Citation>, }
    Trial { id: String, name: String, registry_id: Option<String>, design: String, people: String, people_plain: Option<String>, ages: String, sponsor: Option<String>, randomized: Option<u32>, arms: Vec<Arm>, note: Option<String>, sources: Vec<Citation>, }
    Arm { id: String, name: String, dose: Option<String>, n: Option<u32>, role: String, }
    Compare { schema: String, dataset: Dataset, treatments: Vec<Treatment>, questions: Vec<Question>, comparability: Vec<Comparability>, topics_left_out: Vec<String>, sources: Vec<Source>, }
    Question { topic: String, group: String, label: String, plain_label: Option<String>, cells: BTreeMap<String, Cell>, }
    Comparability { topic: String, label: String, pairs: Vec<Pair>, }
    Pair { treatments: [String; 2], comparable: bool, because: Vec<String>, figures: Vec<FigurePair>, sources: Vec<Citation>, }
    FigurePair { one: Figure, other: Figure, comparable: bool, because: Vec<String>, }
    Figure { treatment: String, trial: String, endpoint: String, week: String, people: String, comparator: String, analysis: String, }
    About { schema: String, dataset: Dataset, subjects: Vec<Subject>, glossary: Vec<Term>, sources: Vec<Source>, }
    Subject { id: String, kind: String, name: String, sections: Vec<Section>, }
    Section { id: String, label: String, plain_label: Option<String>, statements: Vec<Statement>, }
    Term { term: String, plain: String, sources: Vec<Citation>, }
    Clinics { schema: String, dataset: Dataset, clinics: Vec<Clinic>, sources: Vec<Source>, }
    Clinic { id: String, name: String, phone: String, website: String, call_about: Vec<Statement>, address: Vec<Statement>, sources: Vec<Citation>, }
    Sources { schema: String, dataset: Dataset, treatment: Option<String>, sources: Vec<Support>, }
    Support { source: Source, supports: Vec<String>, }
    Gaps { schema: String, dataset: Dataset, treatment: Option<String>, kinds: Vec<GapKind>, gaps: Vec<GapEntry>, sources: Vec<Source>, }
    GapKind { gap: String, words: String, meaning: String, count: usize, }
    GapEntry { subject: String, topic: String, label: String, gap: String, text: Option<String>, look_in: Option<String>, sources: Vec<Citation>, }
    Evidence { schema: String, dataset: Dataset, treatments: Vec<Figures>, sources: Vec<Source>, }
    Figures { treatment: Treatment, outcomes: Vec<Outcome>, reactions: Vec<Reactions>, trials: Vec<Trial>, }
    Search { schema: String, dataset: Dataset, words: Vec<String>, left_out: Vec<String>, words_together: Vec<String>, words_found: Vec<Found>, did_you_mean: Vec<String>, hits: Vec<Hit>, sources: Vec<Source>, warnings: Vec<Warning>, }
    Warning { topic: String, treatment: String, statement: Statement, }
    Found { word: String, texts: usize, }
    Hit { kind: String, place: String, called: Vec<String>, command: String, text: String, plain: Option<String>, statement: Statement, weakness: Option<String>, sources: Vec<Citation>, }
    Check { schema: String, errors: usize, warnings: usize, unlisted: usize, diagnostics: Vec<Diagnostic>, treatments: usize, sources: usize, }
    Diagnostic { code: String, severity: String, file: String, line: usize, column: usize, message: String, help: Option<String>, source: String, length: usize, }
    Diff { schema: String, dataset: Dataset, before: Dataset, changes: Vec<Change>, sources: Vec<Source>, }
    Change { kind: String, id: String, topic: Option<String>, place: String, what: String, before: Option<String>, after: Option<String>, sources_before: Vec<Citation>, sources: Vec<Citation>, }
    Export { schema: String, dataset: Dataset, records: BTreeMap<String, serde_json::Value>, }
    Explain { schema: String, code: String, severity: String, why: String, }
}

fn parse<T: for<'de> Deserialize<'de>>(arguments: &str) -> T {
    let text = line(&format!("{arguments} --json")).stdout();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{arguments}: {error}"))
}

#[test]
fn every_view_keeps_its_contract() {
    assert_eq!(parse::<List>("list").schema, "jakref.list/1");
    for treatment in ["olumiant", "litfulo", "leqselvi", "opzelura"] {
        assert_eq!(parse::<Show>(&format!("show {treatment}")).schema, "jakref.show/1");
    }
    assert_eq!(parse::<Compare>("compare --topics all").schema, "jakref.compare/1");
    assert_eq!(parse::<Evidence>("evidence --all-analyses").schema, "jakref.evidence/1");
    for words in ["vaccine", "clinic", "usual dose"] {
        assert_eq!(parse::<Search>(&format!("search {words}")).schema, "jakref.search/1");
    }
    assert_eq!(parse::<About>("about").schema, "jakref.about/1");
    assert_eq!(parse::<Clinics>("clinic").schema, "jakref.clinic/1");
    assert_eq!(parse::<Sources>("sources").schema, "jakref.sources/1");
    assert_eq!(parse::<Gaps>("sources --gaps").schema, "jakref.gaps/1");
    assert_eq!(parse::<Show>("show olumiant --conflicts").schema, "jakref.show/1");
    assert_eq!(parse::<Check>("check data").schema, "jakref.check/1");
    assert_eq!(parse::<Diff>("diff tests/bad-data/good.toml").schema, "jakref.diff/1");
    assert_eq!(parse::<Export>("export").schema, "jakref.export/1");
    assert_eq!(parse::<Explain>("check --explain url").schema, "jakref.explain/1");
}

#[test]
fn the_payload_says_how_far_to_trust_it() {
    let dataset = parse::<List>("list").dataset;
    assert_eq!(dataset.clinical_review, "not clinically reviewed");
    assert_eq!(dataset.as_of, "2026-11-23");
    assert_eq!(dataset.review_due, "2027-02-21");
    assert!(dataset.disclaimer.contains("not advice"));
}

#[test]
fn the_clinic_is_reached_at_its_own_number() {
    let clinic = parse::<Clinics>("clinic").clinics.remove(0);
    assert_eq!(clinic.name, "SOMA Skin & Laser");
    assert_eq!(clinic.phone, "973-763-7546");
    assert!(clinic.address[0].gap.is_some(), "no source gives an address");
}

#[test]
fn both_published_sets_of_a_trial_are_kept() {
    let show = parse::<Show>("show olumiant");
    let outcomes = &show.answers["regrowth"]["trials"].outcomes;
    for (trial, percent) in [("brave-aa1", ["35.2", "5.3"]), ("brave-aa2", ["32.5", "2.6"])] {
        let outcome = outcomes
            .iter()
            .find(|it| it.trial == trial && it.endpoint == "salt-20" && !it.alternate)
            .expect("the main set is shown");
        assert_eq!(outcome.week, Some(36));
        let of = |arm: &str| outcome.results.iter().find(|it| it.arm == arm).expect(arm).percent;
        let of = |arm: &str| of(arm).to_string();
        assert_eq!([of("4mg"), of("placebo")], percent);
    }
    let data = crate::harness::read("data/treatments/olumiant.toml");
    assert!(data.contains("percent = 38.8") && data.contains("alternate = true"));
}
