//! `jakref show`, and `jakref NAME`: one treatment for one condition under one regulator. Without a
//! topic a glance, with one its answer, with `--full` everything; the boxed warning always first.

mod screen;

use clap::Args;
use serde::Serialize;

use super::{Reader, named_topics, no_topic};
use crate::answer::cell::CellView;
use crate::answer::column::{Column, ColumnView, treatment};
use crate::answer::conflict::ConflictView;
use crate::answer::explained::explained;
use crate::answer::position::PositionView;
use crate::answer::source::Citations;
use crate::answer::statement::StatementView;
use crate::answer::trial::TrialView;
use crate::answer::{Answer, Depth, Failure, Ordered, Sourced, Words};
use crate::cli::Reading;
use crate::dataset::model::Topic;
use crate::output::document::{Block, Line};
use crate::output::records::Records;

// What `show` is asked.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// A brand, a generic name or an id, such as olumiant or baricitinib
    pub treatment: String,

    /// Topics or groups, such as dose, tests or side effects; the main ones unless given
    pub topics: Vec<String>,

    #[command(flatten)]
    pub options: ShowOptions,
}

// How `show` shows it.
#[derive(Debug, Default, Args)]
pub struct ShowOptions {
    #[command(flatten)]
    pub reading: Reading,

    /// Show where sources disagree: what each says, its date, which is shown, and why
    #[arg(long = "conflicts", conflicts_with_all = ["patient", "field"])]
    pub conflicts: bool,

    /// Show what is not known, and what to open to find it
    #[arg(long = "gaps", conflicts_with_all = ["conflicts", "field"])]
    pub gaps: bool,

    /// Show the other published figures of the same trials too
    #[arg(long = "all-analyses", conflicts_with = "conflicts")]
    pub all_analyses: bool,

    /// Print one bare value of the JSON, such as dosing.start or treatment.maker; topics have their
    /// paths in: jakref topics --format tsv
    #[arg(long = "field", value_name = "PATH", value_hint = clap::ValueHint::Other)]
    #[arg(conflicts_with_all = ["patient"])]
    pub field: Option<String>,
}

/// A column of the table.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ShowAnswer<'a> {
    treatment: ColumnView<'a>,
    /// By group and topic.
    answers: Ordered<Ordered<CellView<'a>>>,
    /// What those who pay have decided; no approvals.
    positions: Vec<PositionView<'a>>,
    trials: Vec<TrialView<'a>>,
    #[serde(skip)]
    first: Vec<CellView<'a>>,
    /// What the first screen shows, in its order.
    #[serde(skip)]
    glance: Vec<(String, bool)>,
    #[serde(skip)]
    groups: Vec<&'a str>,
    #[serde(skip)]
    form: Option<CellView<'a>>,
    #[serde(skip)]
    explained: Vec<Line<'a>>,
    #[serde(skip)]
    depth: Depth,
    #[serde(skip)]
    only_conflicts: bool,
    #[serde(skip)]
    only_gaps: bool,
    #[serde(skip)]
    reader: Reader<'a>,
}

/// Shows a treatment, or some of its topics.
///
/// # Errors
/// If no treatment or no topic has the name, or there is no record of it where it is asked for.
pub fn run<'a>(
    reader: &Reader<'a>,
    name: &str,
    topics: &[String],
    options: &ShowOptions,
) -> Result<Sourced<'a, ShowAnswer<'a>>, Failure> {
    let dataset = reader.dataset;
    let found = treatment(dataset, name)
        .map_err(|failure| topics_alone(reader, name, topics).unwrap_or(failure))?;
    if reader.setting.regulators.len() > 1 {
        return Err(Failure::Unable(format!(
            "one regulator is shown at a time\n  side by side: jakref compare {}{}",
            found.id,
            reader.setting.options(dataset)
        )));
    }
    let columns = reader.setting.named(dataset, &[found.id.to_string()])?;
    let Some(&column) = columns.first() else {
        return Err(Failure::Unable("the dataset has no such record".to_owned()));
    };
    of(reader, column, topics, options)
}

/// Shows a treatment that is known, or some of its topics.
///
/// # Errors
/// If no topic has the name, or it is not asked for the condition.
pub fn of<'a>(
    reader: &Reader<'a>,
    column: Column<'a>,
    topics: &[String],
    options: &ShowOptions,
) -> Result<Sourced<'a, ShowAnswer<'a>>, Failure> {
    let dataset = reader.dataset;
    let chosen = if topics.is_empty() {
        column.topics(dataset).collect()
    } else {
        let named = named_topics(dataset, topics).map_err(|missing| no_topic(&missing))?;
        let asked: Vec<&Topic> =
            named.iter().copied().filter(|it| it.asks(&column.condition.id)).collect();
        if asked.is_empty() {
            return Err(Failure::Negative(format!(
                "{} is not asked for {}",
                topics.join(" "),
                column.condition.noun()
            )));
        }
        asked
    };
    let patient = reader.words == Words::Plain;
    let chosen = chosen
        .into_iter()
        .filter(|it| !patient || column.plain(it).is_some() || !topics.is_empty());
    let mut citations = Citations::new(dataset);
    let identity = ColumnView::new(column, &mut citations);
    let mut cell = |topic| CellView::new(column, topic, options.all_analyses, &mut citations);
    let first = column.topics(dataset).filter(|topic| topic.first).map(&mut cell).collect();
    let form =
        column.topics(dataset).find(|topic| topic.column.is_some() && topic.id.as_str() == "form");
    let form = form.map(&mut cell);
    let mut answers: Vec<(String, Ordered<CellView<'a>>)> = Vec::new();
    let mut glance = Vec::new();
    let mut last = "";
    for topic in chosen {
        let shown = if patient { topic.patient_glance } else { topic.glance };
        if shown {
            glance.push((topic.path(), last == topic.group.as_str() && !patient));
            last = &topic.group;
        }
        let entry = (topic.id.to_string(), cell(topic));
        match answers.iter_mut().find(|(group, _)| group == topic.group.as_str()) {
            Some((_, cells)) => cells.0.push(entry),
            None => answers.push((topic.group.to_string(), Ordered(vec![entry]))),
        }
    }
    let label = |id: &str| dataset.groups.iter().find(|group| group.id.as_str() == id);
    let groups = answers.iter().filter_map(|(id, _)| label(id)).map(|group| group.label.as_str());
    let groups = groups.collect();
    let cells = || answers.iter().flat_map(|(_, cells)| &cells.0).map(|(_, cell)| cell);
    let shown: Vec<&str> = cells().flat_map(|it| &it.outcomes).map(|it| it.trial).collect();
    let trials = column.indication.trials.iter();
    let trials = trials.filter(|it| topics.is_empty() || shown.contains(&it.id.as_str()));
    let trials = trials.map(|trial| TrialView::new(trial, &mut citations)).collect();
    let positions = column.indication.positions.iter();
    let positions = positions.map(|it| PositionView::new(it, &mut citations)).collect();
    let explained = if patient && !topics.is_empty() {
        explained(cells().flat_map(CellView::comparators), &mut citations)
    } else {
        Vec::new()
    };
    let answer = ShowAnswer {
        treatment: identity,
        answers: Ordered(answers),
        positions,
        trials,
        first,
        glance,
        groups,
        form,
        explained,
        depth: reader.depth(!topics.is_empty()),
        only_conflicts: options.conflicts,
        only_gaps: options.gaps,
        reader: reader.clone(),
    };
    Ok(Sourced::new(answer, &citations, reader.sources || reader.full))
}

/// Says what to type, if a topic stands where the treatment belongs.
fn topics_alone(reader: &Reader<'_>, name: &str, topics: &[String]) -> Option<Failure> {
    let first = [name.to_owned()];
    let whole = [&first[..], topics].concat();
    let named =
        |names: &[String]| named_topics(reader.dataset, names).ok().map(|_| names.join(" "));
    let topics = named(&whole).or_else(|| named(&first))?;
    Some(Failure::Negative(format!(
        "no treatment is called `{name}`\n  name the treatment too: jakref TREATMENT {topics}\n  all treatments: jakref compare --topics '{topics}'",
    )))
}

impl<'a> ShowAnswer<'a> {
    fn column(&self) -> Column<'a> {
        self.treatment.column
    }

    /// What is asked of the treatment, as it is typed.
    fn command(&self, rest: &str) -> String {
        self.reader.command(self.column(), rest)
    }

    fn cells(&self) -> impl Iterator<Item = &CellView<'a>> {
        self.answers.0.iter().flat_map(|(_, cells)| &cells.0).map(|(_, cell)| cell)
    }

    /// The others than those that stand before all.
    fn rest(&self) -> Vec<&CellView<'a>> {
        self.cells().filter(|it| !it.first).collect()
    }

    fn conflicts(&self) -> impl Iterator<Item = (&CellView<'a>, &ConflictView<'a>)> {
        self.cells().flat_map(|cell| cell.conflicts.iter().map(move |conflict| (cell, conflict)))
    }

    fn gaps(&self) -> impl Iterator<Item = (&CellView<'a>, &StatementView<'a>)> {
        self.cells().flat_map(|cell| {
            cell.statements.iter().filter(|it| it.gap.is_some()).map(move |it| (cell, it))
        })
    }
}

impl Answer for ShowAnswer<'_> {
    const SCHEMA: &'static str = "show/2";

    fn draw<'a>(&'a self, page: &mut Vec<Block<'a>>) {
        match self.depth {
            _ if self.only_conflicts => self.draw_conflicts(page),
            _ if self.only_gaps => self.draw_gaps(page),
            Depth::Glance => self.draw_glance(page),
            Depth::Topic => self.draw_topics(page),
            Depth::Full => self.draw_full(page),
        }
    }

    fn records(&self) -> Option<Records> {
        Some(if self.only_conflicts {
            ConflictView::records(self.conflicts().map(|(_, it)| it))
        } else {
            CellView::records(self.cells(), self.reader.words)
        })
    }
}
