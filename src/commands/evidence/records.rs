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
    before: [Value<'a>; 9],
    after: [Value<'a>; 3],
    sources: [Value<'a>; 2],
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
    fn rows(&self, results: &[ResultView<'a>], rows: &mut Vec<Vec<Value<'a>>>) {
        let comparator = results.iter().find(|result| result.role == Role::Comparator);
        for result in results.iter().filter(|result| result.role != Role::Comparator) {
            let mut row = self.before.to_vec();
            row.extend([
                result.arm.into(),
                Value::text(result.dose),
                result.role.id().into(),
                Value::whole(result.n),
                Value::whole(result.arm_n),
                Value::whole(result.responders),
                Value::Number(result.percent.value()),
                Value::number(result.low.map(Percent::value)),
                Value::number(result.high.map(Percent::value)),
                Value::text(comparator.map(|it| it.name)),
                Value::whole(comparator.and_then(|it| it.n)),
                Value::number(comparator.map(|it| it.percent.value())),
            ]);
            row.extend(self.after.iter().cloned());
            row.push(Value::Truth(result.derived));
            row.extend(self.sources.iter().cloned());
            let lacks = result.low.is_none() || result.high.is_none();
            let difference = self.difference.iter().find(|it| it.arm == result.arm);
            row.extend([
                result.of_100.to_string().into(),
                result.rest_of_100.to_string().into(),
                Value::text(self.interval_gap.filter(|_| lacks).map(Gap::id)),
                Value::text(self.what_plain),
                Value::text(self.weakness.map(Weakness::id)),
                Value::text(comparator.map(|it| it.of_100.to_string())),
                Value::number(difference.map(|it| it.points.value())),
                Value::number(difference.and_then(|it| it.low).map(Percent::value)),
                Value::number(difference.and_then(|it| it.high).map(Percent::value)),
                Value::text(self.note),
                Value::text(self.note_plain),
            ]);
            rows.push(row);
        }
    }
}

impl<'a> Evidence<'a> {
    /// A record for every arm of every figure but the comparators, which stand beside it.
    pub fn records(&self, rows: &mut Vec<Vec<Value<'a>>>) {
        let ColumnView { id, condition, regulator, .. } = self.treatment;
        for outcome in &self.outcomes {
            let common = Common {
                before: [
                    id.into(),
                    condition.into(),
                    regulator.into(),
                    "outcome".into(),
                    outcome.trial.into(),
                    Value::text(outcome.registry_id),
                    outcome.endpoint.into(),
                    Value::whole(outcome.week),
                    outcome.people.into(),
                ],
                after: [
                    outcome.analysis.into(),
                    Value::text(outcome.method),
                    Value::Truth(outcome.alternate),
                ],
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
                        Value::text(table.trial),
                        Value::text(trial.and_then(|trial| trial.registry_id)),
                        term.clone().into(),
                        Value::whole(table.weeks),
                        table.people.into(),
                    ],
                    after: [table.analysis.into(), Value::Null, Value::Truth(false)],
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
