//! The answer is on the first screen: how many lines each screen of the shipped data takes, at 80 and
//! at 100 columns.

use crate::apart::default_setting;
use crate::harness::{items, shipped, shipped_json, side_by_side, word};

const WIDTHS: [usize; 2] = [80, 100];

fn count(arguments: &str, width: usize) -> usize {
    shipped(&format!("{arguments} --format table --width {width}")).lines().count()
}

#[track_caller]
fn at_most(arguments: &str, most: [usize; 2]) {
    for (width, most) in WIDTHS.into_iter().zip(most) {
        let lines = count(arguments, width);
        assert!(
            lines <= most,
            "jakref {arguments}: {lines} lines at {width} columns, {most} at most"
        );
    }
}

/// A screen of all treatments has room for so many.
const ROOM: usize = 4;

/// A further one takes so many lines at most: its row, and its warning where that is another.
const FURTHER: usize = 10;

#[test]
fn what_there_is_fits_on_a_screen() {
    let further = FURTHER * default_setting().treatments.len().saturating_sub(ROOM);
    at_most("", [24 + further, 24 + further]);
    at_most("list", [24 + further, 20 + further]);
    at_most("clinic", [10, 10]);
    at_most("clinic hours", [10, 10]);
    at_most("clinic telephone fax", [10, 10]);
}

#[test]
fn a_treatment_fits_on_a_screen_or_two() {
    for treatment in default_setting().treatments {
        at_most(&treatment, [60, 45]);
        at_most(&format!("{treatment} --patient"), [60, 45]);
    }
}

#[test]
fn columns_side_by_side_fit_on_a_screen_or_two() {
    let mut treatments = default_setting().treatments;
    treatments.truncate(ROOM);
    at_most(&format!("compare {}", treatments.join(" ")), [90, 45]);
    for (index, one) in treatments.iter().enumerate() {
        for other in &treatments[index + 1..] {
            at_most(&format!("compare {one} {other}"), [60, 45]);
        }
    }
}

#[test]
fn the_evidence_of_a_treatment_fits_on_a_screen_or_two() {
    for treatment in default_setting().treatments {
        at_most(&format!("evidence {treatment}"), [60, 45]);
    }
}

#[test]
fn what_is_found_fits_on_a_screen_or_two() {
    for words in [
        "clots",
        "vaccine",
        "dose",
        "week 24",
        "pregnancy",
        "mg",
        "placebo",
        "children",
        "FDA",
        "once daily",
        "zeppelin pregnancy",
    ] {
        at_most(&format!("search {words}"), [40, 40]);
    }
}

#[test]
fn one_question_is_answered_on_a_screen() {
    let export = shipped_json("export");
    let topics = items(&export["records"], "topic");
    let paths = topics.iter().map(|it| format!("{}.{}", word(it, "group"), word(it, "id")));
    let treatments = default_setting().treatments;
    let asked: Vec<String> = paths
        .flat_map(|path| {
            treatments.iter().map(move |it| format!("{it} {path}")).collect::<Vec<_>>()
        })
        .collect();
    side_by_side(&asked, |asked| {
        for width in WIDTHS {
            let text = shipped(&format!("{asked} --format table --width {width}"));
            let lines = text.lines().count();
            assert!(
                lines <= 40 || text.to_lowercase().contains("in full: "),
                "{asked} at {width}: {lines} lines"
            );
        }
    });
    for (width, most) in WIDTHS.into_iter().zip([24, 20]) {
        let mut lines: Vec<usize> = asked.iter().map(|asked| count(asked, width)).collect();
        lines.sort_unstable();
        let median = lines[lines.len() / 2];
        assert!(median <= most, "{median} lines at {width} columns, {most} at most");
    }
}
