//! `jakref evidence`: what trials counted, of 100 people in each arm, with the placebo or vehicle arm
//! beside: a facts box a trial.

mod records;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use clap::Args;
use serde::Serialize;

use super::Reader;
use crate::answer::cell::CellView;
use crate::answer::column::{Column, ColumnView};
use crate::answer::explained::explained;
use crate::answer::facts_box::{FactsBox, LeftOut, Showing, boxes, fold};
use crate::answer::figures::OutcomeView;
use crate::answer::reactions::ReactionsView;
use crate::answer::source::Citations;
use crate::answer::trial::TrialView;
use crate::answer::{Answer, Depth, Failure, Sourced, Words};
use crate::cli::Reading;
use crate::dataset::model::{Dataset, Gap, Role, Status, Topic};
use crate::output::document::{Block, Fact, Line, Mark, Span, beside, with_commands};
use crate::output::records::Records;

/// How many lines of boxes are a screen.
const SCREEN: usize = 33;

// What `evidence` is asked.
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
#[derive(Debug, Default, Args)]
pub struct EvidenceArgs {
    /// Brands, generic names or ids; all treatments unless given
    #[arg(value_name = "TREATMENT")]
    pub treatments: Vec<String>,

    #[command(flatten)]
    pub reading: Reading,

    /// Show percentages, 95% intervals, counts, differences and methods as printed
    #[arg(long = "exact")]
    pub exact: bool,

    /// Show the doses too that are not approved
    #[arg(long = "all-arms")]
    pub all_arms: bool,

    /// Show the other published figures of the same trials too
    #[arg(long = "all-analyses")]
    pub all_analyses: bool,

    /// Show every share as 100 marks
    #[arg(long = "icons")]
    pub icons: bool,
}

/// The figures of one or more treatments.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EvidenceAnswer<'a> {
    treatments: Vec<Evidence<'a>>,
    #[serde(skip)]
    showing: Showing,
    #[serde(skip)]
    dataset: &'a Dataset,
}

/// The figures of a treatment.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Evidence<'a> {
    treatment: ColumnView<'a>,
    outcomes: Vec<OutcomeView<'a>>,
    reactions: Vec<ReactionsView<'a>>,
    trials: Vec<TrialView<'a>>,
    #[serde(skip)]
    first: Vec<CellView<'a>>,
    /// The topics that any treatment for the condition has figures for.
    #[serde(skip)]
    measured: Vec<CellView<'a>>,
    /// For patients, the words that stand beside the figures.
    #[serde(skip)]
    explained: Vec<Line<'a>>,
    /// What shows the boxed warning in full.
    #[serde(skip)]
    boxed: String,
    /// Whether other published figures of the same trials are left out.
    #[serde(skip)]
    alternates: bool,
}

/// Shows the figures of the treatments that are named, or of all.
///
/// # Errors
/// If no treatment has the name, or there is no record of it where it is asked for.
pub fn run<'a>(
    reader: &Reader<'a>,
    args: &EvidenceArgs,
) -> Result<Sourced<'a, EvidenceAnswer<'a>>, Failure> {
    let dataset = reader.dataset;
    let columns = reader.setting.named(dataset, &args.treatments)?;
    let showing = Showing {
        words: reader.words,
        exact: args.exact || reader.full,
        all_arms: args.all_arms || reader.full,
        icons: args.icons,
        depth: if reader.full { Depth::Full } else { Depth::Topic },
    };
    let alternates = args.all_analyses || reader.full;
    let mut citations = Citations::new(dataset);
    let measured = measured(dataset, &reader.setting.condition.id);
    let treatments = columns.into_iter().map(|column| {
        Evidence::new(reader, column, showing, alternates, &measured, &mut citations)
    });
    let answer = EvidenceAnswer { treatments: treatments.collect(), showing, dataset };
    Ok(Sourced::new(answer, &citations, reader.sources || reader.full))
}

/// The topics for which any treatment for the condition has an outcome or adverse reactions.
fn measured<'a>(dataset: &'a Dataset, condition: &str) -> HashSet<&'a str> {
    let indications = dataset.indications.iter().filter(|it| it.condition.as_str() == condition);
    let topics = indications.flat_map(|it| {
        let outcomes = it.outcomes.iter().map(|outcome| outcome.topic.as_str());
        outcomes.chain(it.reactions.iter().map(|table| table.topic.as_str()))
    });
    topics.collect()
}

impl<'a> Evidence<'a> {
    fn new(
        reader: &Reader<'a>,
        column: Column<'a>,
        showing: Showing,
        alternates: bool,
        measured: &HashSet<&str>,
        citations: &mut Citations<'a>,
    ) -> Self {
        let dataset = reader.dataset;
        let indication = column.indication;
        let treatment = ColumnView::new(column, citations);
        let mut cells = |wanted: &dyn Fn(&Topic) -> bool| -> Vec<CellView<'a>> {
            let topics = column.topics(dataset).filter(|topic| wanted(topic));
            topics.map(|topic| CellView::new(column, topic, alternates, citations)).collect()
        };
        let first = cells(&|topic| topic.first);
        let measured = cells(&|topic| measured.contains(topic.path().as_str()));
        let shown = indication.outcomes.iter().filter(|it| alternates || !it.alternate);
        let outcomes = shown.filter_map(|it| OutcomeView::new(column, it, citations));
        let outcomes: Vec<OutcomeView<'a>> = outcomes.collect();
        let reactions = indication.reactions.iter();
        let reactions = reactions.map(|it| ReactionsView::new(it, citations));
        let reactions: Vec<ReactionsView<'a>> = reactions.collect();
        let trials = indication.trials.iter();
        let trials = trials.map(|it| TrialView::new(it, citations)).collect();
        let words = match showing.words {
            Words::Plain => words_beside(&outcomes, &reactions, showing.exact),
            Words::Professional => Vec::new(),
        };
        let explained = explained(words.into_iter(), citations);
        let id = first.first().map_or("", CellView::id);
        let boxed = reader.command(column, id);
        let alternates = !alternates && indication.outcomes.iter().any(|it| it.alternate);
        Self {
            treatment,
            outcomes,
            reactions,
            trials,
            first,
            measured,
            explained,
            boxed,
            alternates,
        }
    }

    fn draw<'p>(&'p self, showing: Showing, dataset: &Dataset, page: &mut Vec<Block<'p>>) {
        let mut title = self.treatment.column.title();
        title.push(Span::Text(
            match showing.words {
                Words::Professional => " › facts box: of 100 people, how many",
                Words::Plain => " › of 100 people, how many",
            }
            .into(),
        ));
        page.push(Block::Title(title));
        if self.treatment.approval != Status::Approved {
            page.push(Block::Paragraph(self.treatment.status(Words::Professional)));
        }
        page.extend(
            self.first.iter().map(|it| it.boxed(showing.words, showing.depth, &self.boxed)),
        );
        page.extend(self.explained.iter().cloned().map(Block::Item));
        let mut boxes = boxes(&self.trials, &self.outcomes, &self.reactions);
        let left = if showing.full() {
            LeftOut::default()
        } else {
            fold(&mut boxes, SCREEN, showing.words)
        };
        let (minor, major): (Vec<_>, Vec<_>) = boxes.into_iter().partition(|it| it.minor);
        let (of_trials, others): (Vec<_>, Vec<_>) =
            major.into_iter().partition(|it| it.trial.is_some());
        for facts in &of_trials {
            facts.draw(showing, page);
        }
        page.extend(minor.iter().filter_map(|it| it.brief(showing.words)).map(Block::Paragraph));
        self.draw_said(showing, page);
        for facts in &others {
            facts.draw(showing, page);
        }
        if showing.full() {
            self.draw_rest(showing, page);
        }
        let shown: Vec<&FactsBox<'_, '_>> = of_trials.iter().chain(&others).collect();
        self.next_steps(showing, dataset, left, &shown, page);
    }

    /// What is known without a figure.
    fn draw_said<'p>(&'p self, showing: Showing, page: &mut Vec<Block<'p>>) {
        let without = self.measured.iter().filter(|cell| !cell.has_figures());
        let facts = without.map(|cell| {
            let label = match showing.words {
                Words::Professional => cell.brief,
                Words::Plain => cell.heading(Words::Plain),
            };
            let all = || cell.lines(showing.words, true);
            let glance = || cell.glance_lines(showing.words, true);
            Fact::new(label, if showing.full() { all() } else { glance() })
        });
        let facts: Vec<Fact<'_>> = facts.filter(|fact| !fact.lines.is_empty()).collect();
        if !facts.is_empty() {
            page.push(Block::Facts(facts));
        }
    }

    /// What is said beside the figures, what is not known, and where sources disagree.
    fn draw_rest<'p>(&'p self, showing: Showing, page: &mut Vec<Block<'p>>) {
        for cell in self.measured.iter().filter(|it| it.has_figures()) {
            let said = crate::answer::statement::lines(&cell.statements, showing.words, true);
            if !said.is_empty() {
                page.push(Block::Subheading(cell.heading(showing.words).into()));
                page.extend(said.into_iter().map(Block::Item));
            }
        }
        let of_figures = |it: &&TrialView<'_>| {
            self.outcomes.iter().any(|outcome| outcome.trial == it.id)
                || self.reactions.iter().any(|table| table.trial == Some(it.id))
        };
        let mut without = self.trials.iter().filter(|it| !of_figures(it)).peekable();
        if showing.words == Words::Professional && without.peek().is_some() {
            page.push(Block::Subheading("Trials without figures".into()));
            page.extend(without.map(|trial| Block::Item(trial.line())));
        }
        if showing.words == Words::Professional && self.conflicts() > 0 {
            page.push(Block::Heading("Where sources disagree".into()));
            for cell in &self.measured {
                for conflict in &cell.conflicts {
                    conflict.draw(cell.label, page);
                }
            }
        }
    }

    fn conflicts(&self) -> usize {
        self.measured.iter().map(|cell| cell.conflicts.len()).sum()
    }

    /// How many figures and trials lack something.
    fn gaps(&self) -> usize {
        let of_figures =
            self.outcomes.iter().filter(|it| it.interval_gap == Some(Gap::NotRecorded));
        let of_trials = self.trials.iter().filter(|it| it.sponsor.is_none());
        let declared = self.measured.iter().flat_map(|cell| &cell.statements);
        let declared = declared.filter(|it| it.gap == Some(Gap::NotRecorded));
        of_figures.count() + of_trials.count() + declared.count()
    }

    fn next_steps<'p>(
        &'p self,
        showing: Showing,
        dataset: &Dataset,
        left: LeftOut,
        shown: &[&FactsBox<'_, '_>],
        page: &mut Vec<Block<'p>>,
    ) {
        let mut more: Vec<Line<'p>> = Vec::new();
        let count = |count: usize, what: &str| match count {
            0 => None,
            1 => Some(format!("1 more {what}")),
            more => Some(format!("{more} more {what}s")),
        };
        let counts = [count(left.outcomes, "outcome"), count(left.harms, "harm")];
        let counts: Vec<String> = counts.into_iter().flatten().collect();
        if !counts.is_empty() {
            more.push(with_commands(&format!("{}: `--full`", counts.join(", "))));
        }
        if showing.words == Words::Professional && !showing.full() {
            let (gaps, conflicts) = (self.gaps(), self.conflicts());
            let name = self.treatment.id;
            let options = self.treatment.column.options(dataset);
            let marked = |mark, text: &str| [vec![Span::Mark(mark)], with_commands(text)].concat();
            if gaps > 0 {
                let text =
                    format!(" not read yet, {gaps}: `jakref sources {name} --gaps{options}`");
                more.push(marked(Mark::Gap(Gap::NotRecorded), &text));
            }
            if conflicts > 0 {
                let text =
                    format!(" sources disagree, {conflicts}: `jakref {name} --conflicts{options}`");
                more.push(marked(Mark::Disagree, &text));
            }
        }
        let results = self.outcomes.iter().flat_map(|it| &it.results);
        let others = results.into_iter().any(|it| it.role == Role::Other);
        let options = [
            ("percentages: `--exact`", !showing.exact && !shown.is_empty()),
            ("doses not approved: `--all-arms`", !showing.all_arms && others),
            ("other published figures: `--all-analyses`", self.alternates),
            ("100 marks each: `--icons`", !showing.icons && !shown.is_empty()),
        ];
        more.extend(options.iter().filter(|(_, is_new)| *is_new).map(|(it, _)| with_commands(it)));
        if !more.is_empty() {
            page.push(Block::Note(beside(&more)));
        }
    }
}

/// The words that stand beside figures: what the drug was compared with, and what the ranges are.
fn words_beside<'a>(
    outcomes: &[OutcomeView<'a>],
    reactions: &[ReactionsView<'a>],
    ranges: bool,
) -> Vec<&'a str> {
    let of_harms =
        reactions.iter().flat_map(|table| &table.rows.0).flat_map(|(_, results)| results);
    let results = outcomes.iter().flat_map(|it| &it.results).chain(of_harms);
    let beside = results.filter(|result| result.role == Role::Comparator).map(|result| result.name);
    let mut words: Vec<&str> = beside.collect();
    words.extend((ranges && !words.is_empty()).then_some("range"));
    words
}

impl Answer for EvidenceAnswer<'_> {
    const SCHEMA: &'static str = "evidence/2";

    fn draw<'a>(&'a self, page: &mut Vec<Block<'a>>) {
        for evidence in &self.treatments {
            evidence.draw(self.showing, self.dataset, page);
        }
    }

    fn records(&self) -> Option<Records> {
        Some(records::records(&self.treatments))
    }
}
