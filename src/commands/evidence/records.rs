//! The figures as records: one an arm, with its comparator beside it.

use serde_json::{Value, json};

use super::Evidence;
use crate::answer::figures::{DifferenceView, ResultView};
use crate::dataset::model::Role;
use crate::output::records::Records;

const FIELDS: &str = "treatment,condition,regulator,kind,trial,registry_id,what,week,people,arm,dose,role,n,\
    arm_n,responders,percent,low,high,comparator,comparator_n,comparator_percent,analysis,method,\
    alternate,derived,sources,sections,of_100,rest_of_100,interval_gap,what_plain,weakness,\
    comparator_of_100,difference,difference_low,difference_high,note,note_plain";

/// Adds to the first what the other says.
fn lay_over(thing: &mut Value, other: Value) {
    if let (Value::Object(fields), Value::Object(others)) = (thing, other) {
        fields.extend(others);
    }
}

/// What the arms of one outcome or of one reaction have in common, with each of them but the
/// comparator, which stands beside it.
fn arms(
    figure: &Value,
    results: &[ResultView<'_>],
    differences: &[DifferenceView<'_>],
) -> Vec<Value> {
    let comparator = results.iter().find(|it| it.role == Role::Comparator);
    let own = results.iter().filter(|it| it.role != Role::Comparator).map(|result| {
        let mut arm = figure.clone();
        lay_over(&mut arm, json!(result));
        if result.low.is_some() && result.high.is_some() {
            arm["interval_gap"] = Value::Null;
        }
        let difference = differences.iter().find(|it| it.arm == result.arm);
        lay_over(
            &mut arm,
            json!({
                "comparator": comparator.map(|it| it.name),
                "comparator_n": comparator.and_then(|it| it.n),
                "comparator_percent": comparator.map(|it| it.percent),
                "comparator_of_100": comparator.map(|it| it.of_100),
                "difference": difference.map(|it| it.points),
                "difference_low": difference.and_then(|it| it.low),
                "difference_high": difference.and_then(|it| it.high),
            }),
        );
        arm
    });
    own.collect()
}

impl Evidence<'_> {
    fn arms(&self) -> Vec<Value> {
        let mut all = Vec::new();
        for outcome in &self.outcomes {
            let mut figure = json!(outcome);
            // Each record has one of them.
            figure["results"].take();
            let what = json!({
                "treatment": self.treatment.id,
                "kind": "outcome",
                "what": outcome.endpoint,
                "what_plain": outcome.endpoint_plain,
            });
            lay_over(&mut figure, what);
            all.extend(arms(&figure, &outcome.results, &outcome.difference));
        }
        for table in &self.reactions {
            let trial = self.trials.iter().find(|trial| Some(trial.id) == table.trial);
            let mut figure = json!(table);
            figure["rows"].take();
            figure["terms_plain"].take();
            for (term, results) in &table.rows.0 {
                let what = json!({
                    "treatment": self.treatment.id,
                    "condition": self.treatment.condition,
                    "regulator": self.treatment.regulator,
                    "kind": "adverse-reaction",
                    "what": term,
                    "what_plain": table.terms_plain.of(term).map(|name| name.plain.as_str()),
                    "registry_id": trial.and_then(|trial| trial.registry_id),
                    "week": table.weeks,
                    "alternate": false,
                });
                lay_over(&mut figure, what);
                all.extend(arms(&figure, results, &[]));
            }
        }
        all
    }
}

/// A record for every arm of every figure but the comparators, which stand beside it.
pub fn records(all: &[Evidence<'_>]) -> Records {
    Records::of_json(FIELDS, all.iter().flat_map(Evidence::arms))
}
