//! `jakref diff`: what changed between two datasets, fact by fact.

use crate::harness::line;

const OLD: &str = "tests/bad-data/good.toml";

/// The same, with a label change.
const NEW: &str = "tests/cli/label-change.toml";

/// What the record of its one use is called.
const USE: &str = "examplib for examplosis in us";

#[test]
fn a_label_change_is_reviewed_in_one_screen() {
    let screen = line(&format!("diff {OLD} {NEW}")).stdout();
    let expected = format!(
        "\
7 changes
- before: version 1 (read from {OLD}), sources read 2026-11-01
- now: version 2 (read from {NEW}), sources read 2026-11-01
dataset: version was: 1
dataset: version is now: 2
examplib: strengths was: 2 mg [1]
examplib: strengths is now: 2 mg, 4 mg [1 §2.4]
examplib: cite was: label [1]
examplib: cite is now: label (2.4) [1 §2.4]
{USE} › glance.dosing.start: text was: 2 mg once a day [1]
{USE} › glance.dosing.start: text is now: 4 mg once a day [1 §2.4]
{USE} › glance.dosing.start: cite was: label [1]
{USE} › glance.dosing.start: cite is now: label (2.4) [1 §2.4]
{USE} › dosing.start: text was: Take 2 mg once a day. [1]
{USE} › dosing.start: text is now: Take 4 mg once a day. [1 §2.4]
{USE} › dosing.start: cite was: label [1]
{USE} › dosing.start: cite is now: label (2.4) [1 §2.4]
[1] Examplib prescribing information"
    );
    assert!(screen.starts_with(&expected), "{screen}");
}

#[test]
fn the_words_that_differ_stand_out_in_markdown() {
    let page = line(&format!("diff {OLD} {NEW} --format markdown")).stdout();
    assert!(page.contains("- text was: Take **2** mg once a day. \\[1\\]\n"), "{page}");
    assert!(page.contains("- text is now: Take **4** mg once a day. \\[1 §2.4\\]\n"), "{page}");
}

#[test]
fn a_dataset_does_not_differ_from_itself() {
    for (arguments, sides) in [
        ("diff built-in", ["built-in", "built-in"]),
        ("diff data", ["read from data", "built-in"]),
        ("diff built-in data", ["built-in", "read from data"]),
        ("diff data built-in", ["read from data", "built-in"]),
    ] {
        let screen = line(arguments).stdout();
        for (side, from) in ["- before: ", "- now: "].into_iter().zip(sides) {
            let lead = format!("({from}), sources read ");
            assert!(
                screen.lines().any(|it| it.starts_with(side) && it.contains(&lead)),
                "{screen}"
            );
        }
        assert!(screen.starts_with("Nothing changed\n"), "{screen}");
    }
}

#[test]
fn the_newer_one_is_the_dataset_that_answers() {
    let named = line(&format!("diff {OLD} {NEW} --json")).stdout();
    for answering in [format!("--data {NEW}"), format!("--overlay {NEW} --data {OLD}")] {
        let json = line(&format!("diff {OLD} --json {answering}")).stdout();
        let changes = |text: &str| -> serde_json::Value {
            serde_json::from_str::<serde_json::Value>(text).expect("JSON")["changes"].clone()
        };
        assert_eq!(changes(&json), changes(&named), "{answering}");
    }
}

#[test]
fn a_record_a_change_says_which_treatment_and_topic() {
    let rows = line(&format!("diff {OLD} {NEW} --format csv")).stdout();
    let row = "indication,examplib for examplosis in us,dosing.start,answers.dosing.start,text,Take 2 mg once a day.,Take 4 mg once a day.,label,label,2,";
    assert!(rows.lines().any(|line| line.starts_with(row)), "{rows}");
}

#[test]
fn a_dataset_with_mistakes_is_not_compared() {
    let output = line("diff built-in tests/bad-data/syntax.toml").output();
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.contains("error[syntax]"), "{stderr}");
}

#[test]
fn a_newer_dataset_that_is_past_due_says_so() {
    let run = line(&format!("diff {OLD} {NEW}")).env("JAKREF_TODAY", "2027-01-31");
    let stderr =
        "jakref: the review of this dataset was due on 2027-01-30; labels may have changed\n";
    let screen = run.ends(0, stderr);
    assert!(screen.contains("review was due 2027-01-30"), "{screen}");
}
