//! The figures as records: one an arm, with its comparator beside it.

use super::Evidence;
use crate::answer::figures::{DifferenceView, ResultView};
use crate::answer::source::{CitationView, Weakness, source_fields};
use crate::dataset::model::{Gap, Role};
use crate::dataset::percent::Percent;
use crate::output::records::{Column, Records, Value};

/// What the arms of one outcome or of one reaction have in common.
#[derive(Clone, Copy)]
struct Figure<'v, 'a> {
    kind: &'static str,
    trial: Option<&'a str>,
    registry_id: Option<&'a str>,
    what: &'v str,
    what_plain: Option<&'a str>,
    week: Option<u16>,
    people: &'a str,
    analysis: &'static str,
    method: Option<&'a str>,
    alternate: bool,
    sources: &'v [CitationView<'a>],
    interval_gap: Option<Gap>,
    weakness: Option<Weakness>,
    results: &'v [ResultView<'a>],
    difference: &'v [DifferenceView<'a>],
    note: Option<&'a str>,
    note_plain: Option<&'a str>,
}

/// An arm, with the comparator beside it.
struct Arm<'v, 'a> {
    of: &'v Evidence<'a>,
    figure: Figure<'v, 'a>,
    result: &'v ResultView<'a>,
}

impl<'a> Arm<'_, 'a> {
    fn comparator<T>(&self, read: fn(&ResultView<'a>) -> T) -> Option<T> {
        self.figure.results.iter().find(|it| it.role == Role::Comparator).map(read)
    }

    fn difference(&self, read: fn(&DifferenceView<'a>) -> Option<Percent>) -> Value {
        let difference = self.figure.difference.iter().find(|it| it.arm == self.result.arm);
        difference.and_then(read).map(Percent::value).into()
    }

    fn columns() -> [Column<Self>; 38] {
        [
            ("treatment", |it| it.of.treatment.id.into()),
            ("condition", |it| it.of.treatment.condition.into()),
            ("regulator", |it| it.of.treatment.regulator.into()),
            ("kind", |it| it.figure.kind.into()),
            ("trial", |it| it.figure.trial.into()),
            ("registry_id", |it| it.figure.registry_id.into()),
            ("what", |it| it.figure.what.into()),
            ("week", |it| it.figure.week.into()),
            ("people", |it| it.figure.people.into()),
            ("arm", |it| it.result.arm.into()),
            ("dose", |it| it.result.dose.into()),
            ("role", |it| it.result.role.id().into()),
            ("n", |it| it.result.n.into()),
            ("arm_n", |it| it.result.arm_n.into()),
            ("responders", |it| it.result.responders.into()),
            ("percent", |it| it.result.percent.value().into()),
            ("low", |it| it.result.low.map(Percent::value).into()),
            ("high", |it| it.result.high.map(Percent::value).into()),
            ("comparator", |it| it.comparator(|it| it.name).into()),
            ("comparator_n", |it| it.comparator(|it| it.n).into()),
            ("comparator_percent", |it| it.comparator(|it| it.percent.value()).into()),
            ("analysis", |it| it.figure.analysis.into()),
            ("method", |it| it.figure.method.into()),
            ("alternate", |it| it.figure.alternate.into()),
            ("derived", |it| it.result.derived.into()),
            ("sources", |it| source_fields(it.figure.sources.iter())[0].take()),
            ("sections", |it| source_fields(it.figure.sources.iter())[1].take()),
            ("of_100", |it| it.result.of_100.to_string().into()),
            ("rest_of_100", |it| it.result.rest_of_100.to_string().into()),
            ("interval_gap", |it| {
                let lacks = it.result.low.is_none() || it.result.high.is_none();
                it.figure.interval_gap.filter(|_| lacks).map(Gap::id).into()
            }),
            ("what_plain", |it| it.figure.what_plain.into()),
            ("weakness", |it| it.figure.weakness.map(Weakness::id).into()),
            ("comparator_of_100", |it| it.comparator(|it| it.of_100.to_string()).into()),
            ("difference", |it| it.difference(|it| Some(it.points))),
            ("difference_low", |it| it.difference(|it| it.low)),
            ("difference_high", |it| it.difference(|it| it.high)),
            ("note", |it| it.figure.note.into()),
            ("note_plain", |it| it.figure.note_plain.into()),
        ]
    }
}

impl<'a> Evidence<'a> {
    fn figures(&self) -> impl Iterator<Item = Figure<'_, 'a>> {
        let outcomes = self.outcomes.iter().map(|outcome| Figure {
            kind: "outcome",
            trial: Some(outcome.trial),
            registry_id: outcome.registry_id,
            what: outcome.endpoint,
            what_plain: Some(outcome.endpoint_plain),
            week: outcome.week,
            people: outcome.people,
            analysis: outcome.analysis,
            method: outcome.method,
            alternate: outcome.alternate,
            sources: &outcome.sources,
            interval_gap: outcome.interval_gap,
            weakness: outcome.weakness,
            results: &outcome.results,
            difference: &outcome.difference,
            note: outcome.note,
            note_plain: outcome.note_plain,
        });
        let harms = self.reactions.iter().flat_map(|table| {
            let trial = self.trials.iter().find(|trial| Some(trial.id) == table.trial);
            table.rows.0.iter().map(move |(term, results)| Figure {
                kind: "adverse-reaction",
                trial: table.trial,
                registry_id: trial.and_then(|trial| trial.registry_id),
                what: term,
                what_plain: table.terms_plain.of(term).map(|name| name.plain.as_str()),
                week: table.weeks,
                people: table.people,
                analysis: table.analysis,
                method: None,
                alternate: false,
                sources: &table.sources,
                interval_gap: table.interval_gap,
                weakness: table.weakness,
                results,
                difference: &[],
                note: table.note,
                note_plain: table.note_plain,
            })
        });
        outcomes.chain(harms)
    }
}

/// A record for every arm of every figure but the comparators, which stand beside it.
pub fn records(all: &[Evidence<'_>]) -> Records {
    let figures = all.iter().flat_map(|of| of.figures().map(move |figure| (of, figure)));
    let arms = figures.flat_map(|(of, figure)| {
        let own = figure.results.iter().filter(|it| it.role != Role::Comparator);
        own.map(move |result| Arm { of, figure, result })
    });
    Records::of(&Arm::columns(), arms)
}
