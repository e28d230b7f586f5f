//! The figures as records: one an arm, with its comparator beside it.

use super::Evidence;
use crate::answer::column::ColumnView;
use crate::answer::figures::{DifferenceView, ResultView};
use crate::answer::source::{Weakness, source_fields};
use crate::dataset::model::{Gap, Role};
use crate::dataset::percent::Percent;
use crate::output::records::Value;

/// The columns of a record.
pub const COLUMNS: &[&str] = &[
    "treatment",
    "condition",
    "regulator",
    "kind",
    "trial",
    "registry_id",
    "what",
    "week",
    "people",
    "arm",
    "dose",
    "role",
    "n",
    "arm_n",
    "responders",
    "percent",
    "low",
    "high",
    "comparator",
    "comparator_n",
    "comparator_percent",
    "analysis",
    "method",
    "alternate",
    "derived",
    "sources",
    "sections",
    "of_100",
    "rest_of_100",
    "interval_gap",
    "what_plain",
    "weakness",
    "comparator_of_100",
    "difference",
    "difference_low",
    "difference_high",
    "note",
    "note_plain",
];

/// What the arms of one outcome or of one reaction have in common.
struct Common<'v, 'a> {
    before: [Value; 9],
    after: [Value; 3],
    sources: [Value; 2],
    interval_gap: Option<Gap>,
    /// What was counted, in plain words.
    what_plain: Option<&'a str>,
    weakness: Option<Weakness>,
    difference: &'v [DifferenceView<'a>],
    note: Option<&'a str>,
    note_plain: Option<&'a str>,
}

impl<'a> Common<'_, 'a> {
    /// A record for every arm but the comparators, which stand beside it.
    fn rows(&self, results: &[ResultView<'a>], rows: &mut Vec<Vec<Value>>) {
        let comparator = results.iter().find(|result| result.role == Role::Comparator);
        for result in results.iter().filter(|result| result.role != Role::Comparator) {
            let mut row = self.before.to_vec();
            row.extend([
                result.arm.into(),
                result.dose.into(),
                result.role.id().into(),
                result.n.into(),
                result.arm_n.into(),
                result.responders.into(),
                result.percent.value().into(),
                result.low.map(Percent::value).into(),
                result.high.map(Percent::value).into(),
                comparator.map(|it| it.name).into(),
                comparator.and_then(|it| it.n).into(),
                comparator.map(|it| it.percent.value()).into(),
            ]);
            row.extend(self.after.iter().cloned());
            row.push(result.derived.into());
            row.extend(self.sources.iter().cloned());
            let lacks = result.low.is_none() || result.high.is_none();
            let difference = self.difference.iter().find(|it| it.arm == result.arm);
            row.extend([
                result.of_100.to_string().into(),
                result.rest_of_100.to_string().into(),
                self.interval_gap.filter(|_| lacks).map(Gap::id).into(),
                self.what_plain.into(),
                self.weakness.map(Weakness::id).into(),
                comparator.map(|it| it.of_100.to_string()).into(),
                difference.map(|it| it.points.value()).into(),
                difference.and_then(|it| it.low).map(Percent::value).into(),
                difference.and_then(|it| it.high).map(Percent::value).into(),
                self.note.into(),
                self.note_plain.into(),
            ]);
            rows.push(row);
        }
    }
}

impl<'a> Evidence<'a> {
    /// A record for every arm of every figure but the comparators, which stand beside it.
    pub fn records(&self, rows: &mut Vec<Vec<Value>>) {
        let ColumnView { id, condition, regulator, .. } = self.treatment;
        for outcome in &self.outcomes {
            let common = Common {
                before: [
                    id.into(),
                    condition.into(),
                    regulator.into(),
                    "outcome".into(),
                    outcome.trial.into(),
                    outcome.registry_id.into(),
                    outcome.endpoint.into(),
                    outcome.week.into(),
                    outcome.people.into(),
                ],
                after: [outcome.analysis.into(), outcome.method.into(), outcome.alternate.into()],
                sources: source_fields(outcome.sources.iter()),
                interval_gap: outcome.interval_gap,
                what_plain: Some(outcome.endpoint_plain),
                weakness: outcome.weakness,
                difference: &outcome.difference,
                note: outcome.note,
                note_plain: outcome.note_plain,
            };
            common.rows(&outcome.results, rows);
        }
        for table in &self.reactions {
            let trial = self.trials.iter().find(|trial| Some(trial.id) == table.trial);
            for (term, results) in &table.rows.0 {
                let common = Common {
                    before: [
                        id.into(),
                        condition.into(),
                        regulator.into(),
                        "adverse-reaction".into(),
                        table.trial.into(),
                        trial.and_then(|trial| trial.registry_id).into(),
                        term.clone().into(),
                        table.weeks.into(),
                        table.people.into(),
                    ],
                    after: [table.analysis.into(), Value::Null, false.into()],
                    sources: source_fields(table.sources.iter()),
                    interval_gap: table.interval_gap,
                    what_plain: table.terms_plain.of(term).map(|name| name.plain.as_str()),
                    weakness: table.weakness,
                    difference: &[],
                    note: table.note,
                    note_plain: table.note_plain,
                };
                common.rows(results, rows);
            }
        }
    }
}
