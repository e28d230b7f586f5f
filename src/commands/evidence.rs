//! `jakref evidence`: what was counted, arm by arm, with the placebo or vehicle arm beside.

use serde::Serialize;

use super::cell::{CellView, OutcomeView, ReactionsView, ResultView};
use super::show::{TreatmentView, TrialView, boxed, trial_line};
use super::view::{Citations, DatasetView, SourceView, Words, cited, source_fields};
use super::{Failure, View, find_treatment};
use crate::cli::EvidenceArgs;
use crate::dataset::model::{Dataset, Role, Topic, Treatment};
use crate::dataset::value::Percent;
use crate::output::document::{Block, Numbered, Records, Row, Span, Table, line};
use crate::output::records::{Records as Rows, Value};

/// The figures of one or more treatments.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EvidenceView<'a> {
    schema: &'static str,
    dataset: DatasetView<'a>,
    treatments: Vec<Evidence<'a>>,
    sources: Vec<SourceView<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Evidence<'a> {
    treatment: TreatmentView<'a>,
    outcomes: Vec<OutcomeView<'a>>,
    reactions: Vec<ReactionsView<'a>>,
    trials: Vec<TrialView<'a>>,
    #[serde(skip)]
    first: Vec<CellView<'a>>,
    /// The topics for which other treatments have outcomes, where this one has none.
    #[serde(skip)]
    without: Vec<CellView<'a>>,
}

/// Shows the figures of the treatments that are named, or of all.
///
/// # Errors
/// If no treatment has the name.
pub fn view<'a>(dataset: &'a Dataset, args: &EvidenceArgs) -> Result<EvidenceView<'a>, Failure> {
    let mut treatments: Vec<&Treatment> = Vec::new();
    for name in &args.treatments {
        treatments.push(find_treatment(dataset, name)?);
    }
    if treatments.is_empty() {
        treatments = dataset.treatments.iter().map(|treatment| &**treatment).collect();
    }
    let mut citations = Citations::new(dataset);
    let evidence = treatments.into_iter().map(|treatment| {
        let identity = TreatmentView::new(treatment, &mut citations);
        let topics = dataset.topics.iter().filter(|topic| topic.first);
        let first = topics.map(|topic| CellView::new(dataset, treatment, topic, &mut citations));
        let first = first.collect();
        let shown = treatment.outcomes.iter().filter(|it| args.all_analyses || !it.alternate);
        let outcomes =
            shown.filter_map(|it| OutcomeView::new(dataset, treatment, it, &mut citations));
        let outcomes = outcomes.collect();
        let reactions = treatment.reactions.iter();
        let reactions = reactions.map(|it| ReactionsView::new(it, &mut citations)).collect();
        let trials = treatment.trials.iter();
        let trials = trials.map(|it| TrialView::new(it, &mut citations)).collect();
        let measured =
            dataset.topics.iter().filter(|topic| topic.compare && has_outcomes(dataset, topic));
        let measured = measured.filter(|_| treatment.outcomes.is_empty());
        let without =
            measured.map(|topic| CellView::new(dataset, treatment, topic, &mut citations));
        let without = without.collect();
        Evidence { treatment: identity, outcomes, reactions, trials, first, without }
    });
    let treatments = evidence.collect();
    Ok(EvidenceView {
        schema: "jakref.evidence/1",
        dataset: DatasetView::new(dataset),
        treatments,
        sources: citations.sources(),
    })
}

/// Whether any treatment has an outcome for the topic.
fn has_outcomes(dataset: &Dataset, topic: &Topic) -> bool {
    let path = topic.path();
    let outcomes = dataset.treatments.iter().flat_map(|treatment| &treatment.outcomes);
    outcomes.into_iter().any(|outcome| outcome.topic.as_str() == path)
}

const COLUMNS: &[&str] = &[
    "treatment",
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
];

/// What the arms of one table have in common.
struct Common<'a> {
    before: [Value<'a>; 7],
    after: [Value<'a>; 3],
    sources: [Value<'a>; 2],
}

impl<'a> Common<'a> {
    /// A record for every arm but the comparators, which stand beside it.
    fn rows(&self, results: &[ResultView<'a>], rows: &mut Vec<Vec<Value<'a>>>) {
        let comparator = results.iter().find(|result| result.role == Role::Comparator);
        for result in results.iter().filter(|result| result.role != Role::Comparator) {
            let mut row = self.before.to_vec();
            row.extend([
                result.arm.into(),
                Value::text(result.dose),
                if result.role == Role::Drug { "drug" } else { "other" }.into(),
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
            rows.push(row);
        }
    }
}

impl View for EvidenceView<'_> {
    fn draw(&self, page: &mut Numbered<'_>) {
        for evidence in &self.treatments {
            page.add(Block::Title(evidence.treatment.name().into()));
            for cell in &evidence.first {
                page.add(boxed(cell, Words::Professional));
            }
            page.add(Block::Heading("Benefits".into()));
            if evidence.outcomes.is_empty() {
                // What is said of the figures that others have.
                for cell in &evidence.without {
                    page.add(Block::Subheading(cell.heading(Words::Professional).into()));
                    cell.draw(Words::Professional, page);
                }
            }
            for outcome in &evidence.outcomes {
                draw_outcome(outcome, page);
            }
            page.add(Block::Heading("Harms".into()));
            for reactions in &evidence.reactions {
                reactions.draw(Words::Professional, page);
            }
            page.add(Block::Heading("Trials".into()));
            for trial in &evidence.trials {
                page.add(Block::Item(trial_line(trial)));
            }
        }
    }

    fn records(&self) -> Option<Rows<'_>> {
        let mut records = Rows::new(COLUMNS);
        for evidence in &self.treatments {
            let id = evidence.treatment.id;
            for outcome in &evidence.outcomes {
                let common = Common {
                    before: [
                        id.into(),
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
                };
                common.rows(&outcome.results, &mut records.rows);
            }
            for reactions in &evidence.reactions {
                let trials = &evidence.trials;
                let trial = trials.iter().find(|trial| Some(trial.id) == reactions.trial);
                for (term, results) in &reactions.rows.0 {
                    let common = Common {
                        before: [
                            id.into(),
                            "adverse-reaction".into(),
                            Value::text(reactions.trial),
                            Value::text(trial.and_then(|trial| trial.registry_id)),
                            term.as_str().into(),
                            Value::whole(reactions.weeks),
                            reactions.people.into(),
                        ],
                        after: [reactions.analysis.into(), Value::Null, Value::Truth(false)],
                        sources: source_fields(reactions.sources.iter()),
                    };
                    common.rows(results, &mut records.rows);
                }
            }
        }
        records.extend_all(&self.dataset.columns());
        Some(records)
    }

    fn sources(&self) -> &[SourceView<'_>] {
        &self.sources
    }

    fn colophon(&self) -> Vec<String> {
        self.dataset.colophon()
    }
}

/// An outcome as a table: of 100 people in each arm, how many did and how many did not.
fn draw_outcome(outcome: &OutcomeView<'_>, page: &mut Numbered<'_>) {
    let title = format!("{}, {}, {}", outcome.endpoint_label, outcome.when(), outcome.trial_name);
    page.add(Block::Subheading(title.into()));
    let method = outcome.method.map(|method| format!(" ({method})")).unwrap_or_default();
    let also = if outcome.alternate { " Other published figures of the same trial." } else { "" };
    let text = format!("{}. From the {}{method}.{also}", outcome.people, outcome.analysis_words);
    let mut about = line(text);
    if let Some(note) = outcome.note {
        about.push(Span::Soft(format!(" {note}").into()));
    }
    page.add(Block::Paragraph(cited(about, &outcome.sources)));
    let columns = ["Arm", "Reached it, of 100", "Did not", "Percent", "95% interval", "People"];
    let rows = outcome.results.iter().map(|result| {
        let percent = result.percent;
        let interval = match (result.low, result.high) {
            (Some(low), Some(high)) => format!("{low} to {high}"),
            _ => "not recorded".to_owned(),
        };
        let counted = match (result.responders, result.n) {
            (Some(responders), Some(n)) if result.derived => {
                format!("{responders} of {n} (derived)")
            }
            (Some(responders), Some(n)) => format!("{responders} of {n}"),
            (_, Some(n)) => format!("{n} people"),
            _ => "not recorded".to_owned(),
        };
        let name = match result.role {
            Role::Other if !result.name.contains("not approved") => {
                format!("{} (not an approved dose)", result.name)
            }
            _ => result.name.to_owned(),
        };
        let share = result.share();
        let cells =
            [name, share.of_100(), share.rest_of_100(), percent.to_string(), interval, counted];
        Row { id: result.arm, cells: cells.into_iter().map(|cell| vec![line(cell)]).collect() }
    });
    page.add(Block::Table(Table {
        columns: columns.map(Into::into).to_vec(),
        rows: rows.collect(),
        records: Records::Cells,
        prose: false,
    }));
}
