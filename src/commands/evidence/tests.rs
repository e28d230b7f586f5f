//! What holds of every answer that the built-in dataset gives.

use super::*;
use crate::answer::phrasing::bare;
use crate::dataset::built_in::DATASET;
use crate::dataset::load::Consulted;

/// Every answer that the built-in dataset gives.
fn for_each(args: &EvidenceArgs, mut visit: impl FnMut(&EvidenceAnswer<'_>, Vec<Block<'_>>)) {
    let consulted =
        Consulted { dataset: &DATASET, origin: None, overdue: false, cautions: Vec::new() };
    for indication in &DATASET.indications {
        let reading = Reading {
            condition: Some(indication.condition.to_string()),
            regulators: vec![indication.regulator.to_string()],
            ..args.reading.clone()
        };
        let reader = Reader::new(&consulted, &reading).expect("a setting");
        let args =
            EvidenceArgs { treatments: vec![indication.treatment.to_string()], reading, ..*args };
        let answer = run(&reader, &args).expect("an answer").answer;
        let mut page = Vec::new();
        answer.draw(&mut page);
        visit(&answer, page);
    }
}

fn args(full: bool, patient: bool) -> EvidenceArgs {
    EvidenceArgs {
        treatments: Vec::new(),
        reading: Reading { patient, full, ..Reading::default() },
        exact: false,
        all_arms: false,
        all_analyses: false,
        icons: false,
    }
}

#[test]
fn each_row_has_its_comparator_and_its_source() {
    for full in [false, true] {
        for_each(&args(full, false), |answer, page| {
            let tables = page.iter().filter_map(|block| match block {
                Block::Table(table) => Some(table),
                _ => None,
            });
            for row in tables.flat_map(|table| &table.rows).filter(|row| !row.is_heading()) {
                let cells: Vec<String> = row.cells.iter().flatten().map(bare).collect();
                let [_, shares @ .., _] = row.cells.as_slice() else { panic!("{cells:?}") };
                let last = &shares[shares.len() - 2..];
                assert!(!last[0].iter().all(Vec::is_empty), "{cells:?}");
                let source = row.cells.last().into_iter().flatten().flatten();
                assert!(source.into_iter().any(|it| matches!(it, Span::Cite(_))), "{cells:?}");
            }
            assert!(!answer.treatments.is_empty());
        });
    }
}

#[test]
fn what_is_not_approved_is_said_before_any_figure() {
    for patient in [false, true] {
        for_each(&args(false, patient), |answer, mut page| {
            let treatment = &answer.treatments[0].treatment;
            if treatment.approval != Status::NotApproved {
                return;
            }
            let mut said = String::new();
            page[1].for_each_line(&mut |line| said += &bare(line));
            let regulator: &str = &treatment.column.regulator.not_approved;
            assert!(said.starts_with(regulator), "{said}");
        });
    }
}

#[test]
fn what_is_left_out_names_the_option_that_shows_it() {
    for_each(&args(false, false), |answer, mut page| {
        let evidence = &answer.treatments[0];
        let mut boxes = boxes(&evidence.trials, &evidence.outcomes, &evidence.reactions);
        let left = fold(&mut boxes, SCREEN, Words::Professional);
        let mut said = String::new();
        for block in &mut page {
            block.for_each_line(&mut |line| said += &bare(line));
        }
        assert_eq!(left != LeftOut::default(), said.contains("--full"), "{said}");
    });
}

#[test]
fn every_record_says_of_which_condition_and_regulator_it_is() {
    for_each(&args(true, false), |answer, _| {
        let column = answer.treatments[0].treatment.column;
        let records = answer.records().expect("records");
        let at = |name: &str| records.columns.iter().position(|it| it == name).expect("a column");
        for row in &records.rows {
            assert_eq!(row.len(), records.columns.len());
            assert_eq!(row[at("condition")], column.condition.id.as_str());
            assert_eq!(row[at("regulator")], column.regulator.id.as_str());
            assert_ne!(row[at("comparator_percent")], serde_json::Value::Null, "{row:?}");
        }
    });
}
