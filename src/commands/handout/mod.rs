//! `jakref handout`: a page to hand over to the person in front of you. One file that needs nothing
//! else, in plain words, for one treatment, for some side by side, or for all of them.

mod closing;
mod linked;
mod page;
mod paper;
mod trials;

use clap::Args;
use maud::html;
use serde::Serialize;

use super::Reader;
use super::clinic::{ClinicView, clinic_view};
use crate::answer::cell::CellView;
use crate::answer::column::{Column, ColumnView, not_found};
use crate::answer::explained::explained;
use crate::answer::phrasing::and;
use crate::answer::source::Citations;
use crate::answer::statement::StatementView;
use crate::answer::trial::TrialView;
use crate::answer::view::{Viewed, view};
use crate::answer::{Answer, Failure, Ordered, Sourced, Words};
use crate::cli::Reading;
use crate::dataset::find::{self, NotFound};
use crate::dataset::model::{Background, CareOption, Clinic, Dataset, Section, Statement, Topic};
use crate::output::document::{Block, Line};

pub use linked::linked_data;
pub use page::draw;

/// How many lines say what the condition is.
const LINES: usize = 3;

/// What to ask, whatever the treatment is.
const QUESTIONS: &[&str] = &[
    "Which choice could be right for me, and why?",
    "What if I have no treatment for now?",
    "How and when would we see if it works?",
    "Which tests do I need, and when?",
    "What should I watch for? Whom do I call?",
    "What would I have to pay?",
];

// What `handout` is asked.
#[derive(Debug, Default, Args)]
pub struct HandoutArgs {
    /// The treatments, by any of their names; all of them unless named
    #[arg(value_name = "TREATMENT")]
    pub treatments: Vec<String>,

    /// The condition, such as vitiligo [default: the dataset's own]
    #[arg(long = "for", value_name = "CONDITION")]
    pub condition: Option<String>,

    /// The regulator or region, such as eu; several with commas [default: the dataset's own]
    #[arg(long = "in", value_name = "REGION", value_delimiter = ',')]
    pub regulators: Vec<String>,

    /// Only this clinic, by its id or name
    #[arg(long = "clinic", value_name = "CLINIC")]
    pub clinic: Option<String>,
}

impl HandoutArgs {
    /// Who reads it.
    pub fn reading(&self) -> Reading {
        Reading {
            condition: self.condition.clone(),
            regulators: self.regulators.clone(),
            patient: true,
            ..Reading::default()
        }
    }
}

/// What the page says.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HandoutAnswer<'a> {
    pub title: String,
    condition: ConditionView<'a>,
    /// What there is to decide.
    decision: String,
    treatments: Vec<Entry<'a>>,
    /// What else people with the condition ask about, no treatment among it.
    options: Vec<OptionView<'a>>,
    /// What may matter to the reader.
    values: Vec<&'a str>,
    /// What to ask.
    questions: Vec<&'static str>,
    clinics: Vec<ClinicView<'a>>,
    #[serde(skip)]
    explained: Vec<Line<'a>>,
    #[serde(skip)]
    reader: Reader<'a>,
}

/// The condition in a few lines.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ConditionView<'a> {
    id: &'a str,
    name: &'a str,
    aliases: Vec<&'a str>,
    /// The heading over the lines.
    heading: Option<&'a str>,
    about: Vec<StatementView<'a>>,
}

/// A treatment on the page.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Entry<'a> {
    #[serde(flatten)]
    treatment: ColumnView<'a>,
    /// The boxed warning.
    first: Vec<CellView<'a>>,
    /// By the topic's path.
    answers: Ordered<CellView<'a>>,
    trials: Vec<TrialView<'a>>,
}

/// Something else that people with the condition ask about.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct OptionView<'a> {
    id: &'a str,
    name: &'a str,
    plain_name: Option<&'a str>,
    statements: Vec<StatementView<'a>>,
}

/// Gathers what the page says.
///
/// # Errors
/// If a treatment or a clinic has no such name, or nothing is recorded where it is asked for.
pub fn run<'a>(
    reader: &Reader<'a>,
    args: &HandoutArgs,
) -> Result<Sourced<'a, HandoutAnswer<'a>>, Failure> {
    of(reader, &reader.setting.named(reader.dataset, &args.treatments)?, args)
}

/// The same about treatments that are known.
///
/// # Errors
/// If no clinic has the name.
pub fn of<'a>(
    reader: &Reader<'a>,
    columns: &[Column<'a>],
    args: &HandoutArgs,
) -> Result<Sourced<'a, HandoutAnswer<'a>>, Failure> {
    let dataset = reader.dataset;
    let condition = reader.setting.condition;
    let mut citations = Citations::new(dataset);
    let (heading, about) = about(condition, &mut citations);
    let treatments = columns.iter().map(|column| entry(*column, dataset, &mut citations));
    let treatments: Vec<Entry<'a>> = treatments.collect();
    let options = condition.options.iter().map(|it| option(it, &mut citations)).collect();
    let cells = || treatments.iter().flat_map(|it| &it.answers.0).map(|(_, cell)| cell);
    let explained = explained(cells().flat_map(CellView::comparators), &mut citations);
    let shown = |topic: &&Topic| topic.patient_glance && cells().any(|cell| topic.is(&cell.topic));
    let groups = dataset
        .groups
        .iter()
        .filter(|group| dataset.topics.iter().filter(shown).any(|topic| topic.group == group.id));
    let values = groups.map(|group| group.label.as_str()).collect();
    let clinics = clinics(reader, args)?.into_iter().map(|it| clinic_view(it, &mut citations));
    let clinics = clinics.collect();
    let answer = HandoutAnswer {
        title: title(condition, columns, args.treatments.is_empty()),
        condition: view!(condition => ConditionView { id, name, aliases; heading, about }),
        decision: decision(condition, columns),
        treatments,
        options,
        values,
        questions: QUESTIONS.to_vec(),
        clinics,
        explained,
        reader: reader.clone(),
    };
    Ok(Sourced::new(answer, &citations, false))
}

/// The names, each once.
fn brands(columns: &[Column<'_>]) -> Vec<String> {
    let mut brands: Vec<String> = columns.iter().map(|it| it.treatment.brand.to_string()).collect();
    brands.dedup();
    brands
}

fn title(condition: &Background, columns: &[Column<'_>], all: bool) -> String {
    if all {
        return format!("{}: what are the choices?", condition.name);
    }
    format!("{} for {}", and(&brands(columns)), condition.noun())
}

fn decision(condition: &Background, columns: &[Column<'_>]) -> String {
    let brands = brands(columns);
    let medicines = match brands.as_slice() {
        [only] => format!("start {only}"),
        _ => format!("start one of these {} medicines", brands.len()),
    };
    let other = if condition.options.is_empty() { "" } else { ", to try another treatment" };
    format!(
        "You and your doctor can decide to {medicines}{other}, or to have no treatment for now. \
         This page does not tell you which choice is right for you."
    )
}

/// The heading of the first section for patients, and the first line of each of the first ones.
fn about<'a>(
    condition: &'a Background,
    citations: &mut Citations<'a>,
) -> (Option<&'a str>, Vec<StatementView<'a>>) {
    let said = |section: &'a Section| {
        let heading = section.plain.as_deref()?;
        let first = section.statements.iter().find(|it| it.plain.is_some() && it.gap.is_none())?;
        Some((heading.as_str(), first))
    };
    let lines: Vec<(&str, &Statement)> =
        condition.sections.iter().filter_map(said).take(LINES).collect();
    let heading = lines.first().map(|(heading, _)| *heading);
    (heading, lines.iter().map(|(_, it)| StatementView::new(it, citations)).collect())
}

fn entry<'a>(column: Column<'a>, dataset: &'a Dataset, citations: &mut Citations<'a>) -> Entry<'a> {
    let treatment = ColumnView::new(column, citations);
    let mut cell = |topic: &'a Topic| CellView::new(column, topic, false, citations);
    let topics = || column.topics(dataset).filter(|topic| column.plain(topic).is_some());
    let first = topics().filter(|topic| topic.first).map(&mut cell).collect();
    let answers = topics().filter(|topic| is_on_page(topic, dataset));
    let answers: Vec<(String, CellView<'a>)> =
        answers.map(|topic| (topic.path(), cell(topic))).collect();
    let used = |id: &str| {
        let cells = || answers.iter().map(|(_, cell)| cell);
        cells().flat_map(|it| &it.outcomes).any(|it| it.trial == id)
            || cells().flat_map(|it| &it.reactions).any(|it| it.trial == Some(id))
    };
    let trials = column.indication.trials.iter().filter(|it| used(&it.id));
    let trials = trials.map(|it| TrialView::new(it, citations)).collect();
    Entry { treatment, first, answers: Ordered(answers), trials }
}

/// Whether a page for patients answers it: what their first screen shows, and the columns of the
/// list but for the first, the approval, which stands before all.
fn is_on_page(topic: &Topic, dataset: &Dataset) -> bool {
    let lead = dataset.topics.iter().find(|it| it.column.is_some());
    let leads = lead.is_some_and(|it| std::ptr::eq(it, topic));
    !topic.first && !leads && (topic.patient_glance || topic.column.is_some())
}

impl<'a> Entry<'a> {
    /// What the treatment answers to a topic.
    fn cell(&self, path: &str) -> Option<&CellView<'a>> {
        self.answers.0.iter().find(|(known, _)| known == path).map(|(_, cell)| cell)
    }
}

fn option<'a>(option: &'a CareOption, citations: &mut Citations<'a>) -> OptionView<'a> {
    let statements = StatementView::all(&option.statements, citations);
    view!(option => OptionView { id, name; plain_name: option.plain.viewed(), statements })
}

/// The clinic that is asked for; else those where one of the regulators decides.
fn clinics<'a>(reader: &Reader<'a>, args: &HandoutArgs) -> Result<Vec<&'a Clinic>, Failure> {
    let dataset = reader.dataset;
    if let Some(name) = &args.clinic {
        let named = |it: &&Clinic| [&it.id, &it.name].iter().any(|known| find::same(known, name));
        let found = dataset.clinics.iter().find(named).map(|it| vec![it]);
        return found.ok_or_else(|| {
            let called = |it: &Clinic| [&it.id, &it.name].map(ToString::to_string).to_vec();
            let known = dataset.clinics.iter().map(|it| (it.id.to_string(), called(it)));
            let missing = NotFound { name: name.clone(), suggestions: find::nearest(name, known) };
            not_found("clinic", &missing, dataset.clinics.iter().map(|it| &it.id))
        });
    }
    let is_here = |it: &&Clinic| {
        let country = it.country.as_ref().unwrap_or(&dataset.header.regulator);
        reader.setting.regulators.iter().any(|regulator| regulator.id == *country)
    };
    Ok(dataset.clinics.iter().filter(is_here).collect())
}

impl HandoutAnswer<'_> {
    /// The page, whole.
    pub fn page(&self) -> String {
        page::draw(self, &html!(), &html!())
    }
}

impl Answer for HandoutAnswer<'_> {
    const SCHEMA: &'static str = "handout/1";

    /// It is a page of its own, and no document.
    fn draw<'a>(&'a self, _: &mut Vec<Block<'a>>) {}
}

/// The words of the page.
const WORDS: Words = Words::Plain;
