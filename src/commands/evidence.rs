//! `jakref evidence`: what was counted, arm by arm, with the placebo or vehicle arm beside.

use serde::Serialize;

use super::cell::{Analyses, CellView};
use super::explained::{Explained, explained};
use super::facts_box;
use super::figures::{OutcomeView, ReactionsView, ResultView, comparators};
use super::gaps::{self, FigureGap, Lack};
use super::show::{TreatmentView, TrialView, boxed};
use super::view::{
    Citations, DatasetView, SourceView, Weakness, Words, numbered, source_fields, together,
};
use super::{Failure, View, find_treatments};
use crate::cli::EvidenceArgs;
use crate::dataset::model::{Dataset, Gap, Role, Topic};
use crate::dataset::value::Percent;
use crate::output::document::{Block, Line, Numbered, Span, line};
use crate::output::records::{Records as Rows, Value};

/// The figures of one or more treatments.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EvidenceView<'a> {
    schema: &'static str,
    dataset: DatasetView<'a>,
    treatments: Vec<Evidence<'a>>,
    sources: Vec<SourceView<'a>>,
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    icons: bool,
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
    /// The topics that any treatment has figures for.
    #[serde(skip)]
    measured: Vec<CellView<'a>>,
    /// For patients, the words that stand beside the figures.
    #[serde(skip)]
    explained: Vec<Explained<'a>>,
    /// Whether other published figures of the same trials are left out.
    #[serde(skip)]
    left_out: bool,
}

/// Shows the figures of the treatments that are named, or of all.
///
/// # Errors
/// If no treatment has the name.
pub fn view<'a>(dataset: &'a Dataset, args: &EvidenceArgs) -> Result<EvidenceView<'a>, Failure> {
    let mut treatments = find_treatments(dataset, &args.treatments, "evidence")?;
    if treatments.is_empty() {
        treatments = dataset.treatments.iter().map(|treatment| &**treatment).collect();
    }
    let mut citations = Citations::new(dataset);
    let evidence = treatments.into_iter().map(|treatment| {
        let identity = TreatmentView::new(treatment, &mut citations);
        let topics = dataset.topics.iter().filter(|topic| topic.first);
        let first = topics
            .map(|topic| CellView::new(dataset, treatment, topic, Analyses::Main, &mut citations));
        let first = first.collect();
        let shown =
            treatment.outcomes.iter().filter(|it| Analyses::asked(args.all_analyses).show(it));
        let outcomes =
            shown.filter_map(|it| OutcomeView::new(dataset, treatment, it, &mut citations));
        let outcomes: Vec<OutcomeView<'a>> = outcomes.collect();
        let reactions = treatment.reactions.iter();
        let reactions = reactions.map(|it| ReactionsView::new(dataset, it, &mut citations));
        let reactions: Vec<ReactionsView<'a>> = reactions.collect();
        let beside = if args.patient { words_beside(&outcomes, &reactions) } else { vec![] };
        let explained = explained(dataset, beside.into_iter(), &mut citations);
        let trials = treatment.trials.iter();
        let trials = trials.map(|it| TrialView::new(it, &mut citations)).collect();
        let measured = dataset.topics.iter().filter(|topic| has_figures(dataset, topic));
        let measured = measured
            .map(|topic| CellView::new(dataset, treatment, topic, Analyses::Main, &mut citations));
        let measured = measured.collect();
        let left_out = !args.all_analyses && treatment.outcomes.iter().any(|it| it.alternate);
        Evidence {
            treatment: identity,
            outcomes,
            reactions,
            trials,
            first,
            measured,
            explained,
            left_out,
        }
    });
    let treatments = evidence.collect();
    Ok(EvidenceView {
        schema: "jakref.evidence/1",
        dataset: DatasetView::new(dataset),
        treatments,
        sources: citations.sources(),
        words: if args.patient { Words::Plain } else { Words::Professional },
        icons: args.icons,
    })
}

/// The words that stand beside figures: what the drug was compared with, and what the ranges are.
fn words_beside<'a>(outcomes: &[OutcomeView<'a>], reactions: &[ReactionsView<'a>]) -> Vec<&'a str> {
    let mut words: Vec<&str> = comparators(outcomes, reactions).collect();
    // Each figure has one, or says that it has none.
    words.extend((!words.is_empty()).then_some("range"));
    words
}

/// Whether any treatment has an outcome or adverse reactions for the topic.
fn has_figures(dataset: &Dataset, topic: &Topic) -> bool {
    let path = topic.path();
    dataset.treatments.iter().any(|treatment| {
        treatment.outcomes.iter().any(|outcome| outcome.topic.as_str() == path)
            || treatment.reactions.iter().any(|table| table.topic.as_str() == path)
    })
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
    "of_100",
    "rest_of_100",
    "interval_gap",
    "what_plain",
    "weakness",
];

/// What the arms of one table have in common.
struct Common<'a> {
    before: [Value<'a>; 7],
    after: [Value<'a>; 3],
    sources: [Value<'a>; 2],
    interval_gap: Option<&'static str>,
    /// What was counted, in plain words.
    what_plain: Option<&'a str>,
    weakness: Option<Weakness>,
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
            let lacks = result.low.is_none() || result.high.is_none();
            row.extend([
                result.of_100.to_string().into(),
                result.rest_of_100.to_string().into(),
                Value::text(self.interval_gap.filter(|_| lacks)),
                Value::text(self.what_plain),
                Value::text(self.weakness.map(Weakness::id)),
            ]);
            rows.push(row);
        }
    }
}

impl View for EvidenceView<'_> {
    fn draw(&self, page: &mut Numbered<'_>) {
        for evidence in &self.treatments {
            page.add(Block::Title(evidence.treatment.name().into()));
            for cell in &evidence.first {
                page.add(boxed(cell, self.words));
            }
            if !evidence.explained.is_empty() {
                page.add(Block::Subheading("Words used here".into()));
            }
            for word in &evidence.explained {
                page.add(Block::Item(word.line()));
            }
            let Evidence { trials, outcomes, reactions, .. } = evidence;
            let boxes = facts_box::boxes(trials, outcomes, reactions);
            // What answers the questions comes first: the tables of no trial may be of other people.
            let (of_trials, others): (Vec<_>, Vec<_>) =
                boxes.into_iter().partition(facts_box::FactsBox::is_of_trial);
            for facts in of_trials {
                facts.draw(self.words, self.icons, page);
            }
            evidence.draw_said(self.words, page);
            for facts in others {
                facts.draw(self.words, self.icons, page);
            }
            evidence.draw_rest(self.words, page);
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
                    interval_gap: outcome.interval_gap,
                    what_plain: Some(outcome.endpoint_plain),
                    weakness: outcome.weakness,
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
                        interval_gap: reactions.interval_gap,
                        what_plain: reactions.terms_plain.of(term).map(|name| name.plain.as_str()),
                        weakness: reactions.weakness,
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

impl Evidence<'_> {
    /// What is said without a table.
    fn draw_said(&self, words: Words, page: &mut Numbered<'_>) {
        for cell in self.measured.iter().filter(|it| it.outcomes.is_empty()) {
            let said = cell.statements.iter().filter(|statement| statement.gap.is_none());
            let said: Vec<Line<'_>> = said.filter_map(|statement| statement.line(words)).collect();
            // Where there is no figure at all, what is said of it takes its place.
            if !said.is_empty() && cell.reactions.is_empty() {
                page.add(Block::Heading(cell.heading(words).into()));
                for line in said {
                    page.add(Block::Item(line));
                }
            }
        }
    }

    /// What is not known, and where sources disagree.
    fn draw_rest(&self, words: Words, page: &mut Numbered<'_>) {
        let gaps = self.measured.iter().flat_map(|cell| {
            let gaps = cell.statements.iter().filter(|statement| statement.gap.is_some());
            gaps.filter_map(|statement| statement.line(words))
                .map(|line| (cell.heading(words), line))
        });
        let unknown = gaps::of_figures(&self.trials, &self.outcomes, &self.reactions);
        page.add(Block::Heading("What is not known".into()));
        for (heading, mut line) in gaps {
            let heading = format!("{}:", heading.trim_end_matches('?'));
            line.splice(0..0, [Span::Strong(heading.into()), Span::Text(" ".into())]);
            page.add(Block::Item(line));
        }
        for lacks in Lack::ALL {
            for gap in Gap::ALL {
                let alike = unknown.iter().filter(|it| it.lacks == lacks && it.gap == gap);
                let alike: Vec<&FigureGap<'_>> = alike.collect();
                if !alike.is_empty() {
                    page.add(Block::Item(unknown_line(lacks, gap, &alike, words)));
                }
            }
        }
        let conflicts: Vec<_> = self.measured.iter().flat_map(|cell| &cell.conflicts).collect();
        if words == Words::Professional && !conflicts.is_empty() {
            page.add(Block::Heading("Where sources disagree".into()));
            for conflict in conflicts {
                page.add(Block::Item(conflict.choice()));
            }
        }
        if self.left_out {
            let id = self.treatment.id;
            page.add(Block::Note(line(format!(
                "Other published figures of the same trials: `jakref evidence {id} --all-analyses`."
            ))));
        }
    }
}

/// What several figures lack alike.
fn unknown_line<'a>(lacks: Lack, gap: Gap, of: &[&FigureGap<'a>], words: Words) -> Line<'a> {
    let name = |it: &&FigureGap<'a>| match words {
        Words::Plain => it.of_plain.clone(),
        Words::Professional => it.of.clone(),
    };
    let names: Vec<String> = of.iter().map(name).collect();
    let sources = of.iter().flat_map(|it| it.sources.clone()).collect();
    let line = vec![
        Span::Strong(format!("{}:", lacks.words(words)).into()),
        Span::Text(" ".into()),
        Span::Gap(gap.shown().into()),
        Span::Text(format!(" {}.", names.join("; ")).into()),
    ];
    numbered(line, &together(sources))
}
