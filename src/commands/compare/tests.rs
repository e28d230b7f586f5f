//! Whether columns may be ranked is read off the data, on made-up drugs.

use serde_json::Value as Json;

use super::*;
use crate::answer::phrasing::bare;
use crate::dataset::check::check;
use crate::dataset::load::Consulted;
use crate::dataset::read::diagnostic::File;
use crate::dataset::read::read;

const SHARED: &str = r#"
    [dataset]
    title = "Made up"
    version = "1"
    as-of = 2026-11-01
    review-due = 2027-01-30
    clinical-review = "not clinically reviewed"
    disclaimer = "Made up for tests."
    condition = "examplosis"
    regulator = "north"
    [[regulator]]
    id = "north"
    name = "NMO"
    region = "Northland"
    approved = "NMO has approved it"
    not-approved = "NMO has not approved it"
    withdrawn = "NMO has withdrawn it"
    reported = "NMO is reported to have approved it"
    document = "Northland label"
    dates = "month-first"
    [[condition]]
    id = "examplosis"
    name = "Examplosis"
    [[condition.sections]]
    id = "what"
    label = "What it is"
    [[condition.sections.statements]]
    text = "It is made up."
    cite = [{ source = "record" }]
    [[group]]
    id = "regrowth"
    label = "Regrowth"
    [[topic]]
    group = "regrowth"
    id = "trials"
    scope = "indication"
    label = "Regrowth in trials"
    brief = "Regrowth"
    compare = true
    [[endpoint]]
    id = "all"
    label = "All hair"
    plain = "all hair"
    main = true
    [[endpoint]]
    id = "half"
    label = "Half the hair"
    plain = "half the hair"
    main = true
    [[source]]
    id = "record"
    title = "Registry record of a trial that gave both"
    publisher = "A registry"
    kind = "registry"
    how = "text"
    read = 2026-11-01
    extent = "All of it"
"#;

/// A treatment with an arm in the one trial that gave both.
fn treatment(id: &str) -> String {
    format!(
        r#"
        [[treatment]]
        id = "{id}"
        brand = "Brand {id}"
        generic = "generic {id}"
        maker = "Example Labs"
        strengths = ["2 mg"]
        cite = [{{ source = "record" }}]
        [[indication]]
        treatment = "{id}"
        condition = "examplosis"
        regulator = "north"
        status = "approved"
        cite = [{{ source = "record" }}]
        [[indication.trials]]
        id = "both"
        condition = "examplosis"
        name = "BOTH"
        registry = "NCT00000001"
        design = "Randomized"
        people = "Adults"
        ages = "adults"
        cite = [{{ source = "record" }}]
        arms = [
          {{ id = "drug", name = "Brand {id}", dose = "2 mg", n = 100, role = "drug" }},
          {{ id = "placebo", name = "placebo", n = 100, role = "comparator" }},
        ]
        [[indication.outcomes]]
        topic = "regrowth.trials"
        trial = "both"
        endpoint = "all"
        week = 24
        analysis = "registry"
        cite = [{{ source = "record" }}]
        results = [{{ arm = "drug", percent = 30 }}, {{ arm = "placebo", percent = 0.4 }}]
        "#
    )
}

/// The comparison of both as JSON and as lines, with this changed in the second.
fn compared(from: &str, to: &str) -> (Json, Vec<String>) {
    let second = treatment("b");
    assert!(second.contains(from), "{from}");
    let text = format!("{SHARED}{}{}", treatment("a"), second.replacen(from, to, 1));
    let files = [File::new("made-up".to_owned(), text)];
    let (dataset, _) = check(&files, read(&files), None);
    let dataset: &'static Dataset = Box::leak(Box::new(dataset));
    let consulted = Consulted { dataset, origin: None, overdue: false, cautions: Vec::new() };
    let reader = Reader::new(&consulted, &Reading::default()).expect("a setting");
    let args = CompareArgs::default();
    let answer = run(&reader, &args).expect("a comparison").answer;
    let json = serde_json::to_value(&answer).expect("JSON");
    let mut blocks = Vec::new();
    answer.draw(&mut blocks);
    let mut lines = Vec::new();
    for block in &mut blocks {
        block.for_each_line(&mut |line| lines.push(bare(line).replace('\u{a0}', " ")));
    }
    (json["comparability"][0]["pairs"][0].clone(), lines)
}

fn says(lines: &[String], text: &str) -> bool {
    lines.iter().any(|line| line.contains(text))
}

#[test]
fn figures_of_one_trial_that_gave_both_may_stand_side_by_side() {
    let (pair, lines) = compared("", "");
    assert_eq!(pair["comparable"], true, "{pair}");
    assert_eq!(pair["because"], serde_json::json!([]));
    assert_eq!(pair["figures"][0]["comparable"], true, "{pair}");
    assert!(!says(&lines, "DO NOT RANK"), "{lines:?}");
}

#[test]
fn a_share_stands_beside_its_comparator() {
    let (_, lines) = compared("", "");
    assert!(says(&lines, "2 mg 30 (<1)"), "{lines:?}");
    assert!(says(&lines, "Regrowth, of 100 (placebo)"), "{lines:?}");
}

#[test]
fn each_reason_why_not_is_read_off_the_data() {
    for (from, to, reason, short) in [
        (
            "NCT00000001",
            "NCT00000002",
            "BOTH (NCT00000001) and BOTH (NCT00000002)",
            "DO NOT RANK THESE TREATMENTS",
        ),
        ("endpoint = \"all\"", "endpoint = \"half\"", "All hair and Half the hair", "endpoints"),
        ("week = 24", "week = 36", "week 24 and week 36", "weeks (24, 36)"),
        ("week = 24", "", "time not reported", "weeks"),
        ("ages = \"adults\"", "ages = \"12 to 17\"", "adults and 12 to 17", "ages"),
        ("name = \"placebo\"", "name = \"vehicle\"", "placebo and vehicle", "comparators"),
        (
            "analysis = \"registry\"",
            "analysis = \"company\"",
            "trial registry's figures and company's figures",
            "analyses",
        ),
    ] {
        let (pair, lines) = compared(from, to);
        assert_eq!(pair["comparable"], false, "{from}: {pair}");
        let because = &pair["figures"][0]["because"];
        assert!(because[0].as_str().is_some_and(|it| it.contains(reason)), "{from}: {because}");
        assert_eq!(because.as_array().map(Vec::len), Some(1), "{from}: {because}");
        let caution = lines.iter().find(|line| line.contains("DO NOT RANK THESE TREATMENTS"));
        assert!(caution.is_some_and(|line| line.contains(short)), "{from}: {lines:?}");
    }
}
