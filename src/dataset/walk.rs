//! The one enumeration of what a dataset says: every statement and figure, with its place and what
//! it cites. Every single text is told by `Record::texts` of the model.

use std::borrow::Cow;

use crate::dataset::model::{
    Background, CareOption, Citation, Clinic, Conflict, Dataset, Gap, Glance, Indication, Outcome,
    Position, Reactions, Section, Statement, Term, Treatment, Trial,
};
use crate::dataset::place::Piece;
use crate::dataset::text::Text;

/// A record that says something.
#[derive(Clone, Copy, Debug)]
pub enum Record<'a> {
    Treatment(&'a Treatment),
    Indication(&'a Indication),
    Background(&'a Background),
    Term(&'a Term),
    Clinic(&'a Clinic),
}

/// Where in its record something stands.
#[derive(Clone, Debug)]
pub enum Part<'a> {
    /// Among the facts of the record itself: approval, strengths, telephone number.
    Facts,
    /// For every topic that the indication does not answer.
    Otherwise,
    /// Under the topic with this path.
    Topic(Cow<'a, str>),
    /// Among what bodies that pay have decided.
    Positions,
    /// Among the trials.
    Trials,
    Section(&'a Section),
    Option(&'a CareOption),
    /// In a part of a clinic's record: its id and its heading.
    Clinic(&'static str, &'static str),
}

/// What is said there.
#[derive(Clone, Copy, Debug)]
pub enum Item<'a> {
    /// The facts of the record itself, with what bears them out.
    Facts(&'a [Citation]),
    /// The day of an approval, where others bear it out.
    Day(&'a [Citation]),
    Statement(&'a Statement),
    Glance(&'a Glance),
    Position(&'a Position),
    Trial(&'a Trial),
    Outcome(&'a Outcome),
    Reactions(&'a Reactions),
    /// Its positions are statements, which follow it.
    Conflict(&'a Conflict),
}

/// Something that is said, and where.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    pub record: Record<'a>,
    pub part: Part<'a>,
    /// The disagreement that it is a position in.
    pub conflict: Option<&'a Conflict>,
    pub item: Item<'a>,
}

impl<'a> Record<'a> {
    /// The file that it stands in.
    pub fn piece(self) -> Piece {
        match self {
            Self::Treatment(it) => it.piece,
            Self::Indication(it) => it.piece,
            Self::Background(it) => it.piece,
            Self::Term(it) => it.piece,
            Self::Clinic(it) => it.piece,
        }
    }

    /// The treatment that it is about: its id.
    pub fn treatment(self) -> Option<&'a str> {
        match self {
            Self::Treatment(it) => Some(it.id.as_str()),
            Self::Indication(it) => Some(it.treatment.as_str()),
            _ => None,
        }
    }
}

impl<'a> Item<'a> {
    /// What bears it out.
    pub fn citations(self) -> &'a [Citation] {
        match self {
            Self::Facts(cite) | Self::Day(cite) => cite,
            Self::Statement(it) => &it.cite,
            Self::Glance(it) => &it.cite,
            Self::Position(it) => &it.cite,
            Self::Trial(it) => &it.cite,
            Self::Outcome(it) => &it.cite,
            Self::Reactions(it) => &it.cite,
            Self::Conflict(_) => &[],
        }
    }

    /// Why it is no answer, if it is none.
    pub fn gap(self) -> Option<Gap> {
        match self {
            Self::Statement(it) => it.gap.as_deref().copied(),
            Self::Glance(it) => it.gap.as_deref().copied(),
            _ => None,
        }
    }
}

impl<'a> Entry<'a> {
    /// The condition for which it holds: its id.
    pub fn condition(&self) -> Option<&'a str> {
        match self.record {
            Record::Indication(it) => Some(it.condition.as_str()),
            _ => None,
        }
    }

    /// The regulator under which it holds: its id; `None` if everywhere.
    pub fn regulator(&self) -> Option<&'a str> {
        let own = match self.item {
            Item::Statement(it) => it.regulator.as_deref(),
            Item::Glance(it) => it.regulator.as_deref(),
            _ => None,
        };
        match self.record {
            Record::Indication(it) => Some(it.regulator.as_str()),
            _ => own.map(Text::as_str),
        }
    }
}

/// Everything that a dataset says with a citation or in place of one: treatments with their
/// indications, backgrounds, terms, clinics; in each record in the order of its parts.
pub fn items(dataset: &Dataset) -> impl Iterator<Item = Entry<'_>> {
    let treatments = dataset.treatments.iter().flat_map(items_of_treatment);
    let indications = dataset.indications.iter().flat_map(items_of_indication);
    let backgrounds = dataset.backgrounds.iter().flat_map(of_background);
    let terms = dataset.terms.iter().map(|term| {
        let entries = Entries::of(Record::Term(term));
        entries.entry(Part::Facts, Item::Facts(&term.cite))
    });
    let clinics = dataset.clinics.iter().flat_map(of_clinic);
    treatments.chain(indications).chain(backgrounds).chain(terms).chain(clinics)
}

/// What a treatment's own record says.
pub fn items_of_treatment(it: &Treatment) -> Vec<Entry<'_>> {
    let mut entries = Entries::of(Record::Treatment(it));
    entries.push(Part::Facts, Item::Facts(&it.cite));
    entries.glances(&it.glance);
    entries.cells(it.answers.cells());
    entries.conflicts(&it.conflicts);
    entries.all
}

/// What an indication says.
pub fn items_of_indication(it: &Indication) -> Vec<Entry<'_>> {
    let mut entries = Entries::of(Record::Indication(it));
    entries.push(Part::Facts, Item::Facts(&it.cite));
    if !it.on_cite.is_empty() {
        entries.push(Part::Facts, Item::Day(&it.on_cite));
    }
    entries.statements(&Part::Otherwise, it.otherwise.as_slice());
    entries.glances(&it.glance);
    entries.cells(it.answers.cells());
    for position in &it.positions {
        entries.push(Part::Positions, Item::Position(position));
    }
    for trial in &it.trials {
        entries.push(Part::Trials, Item::Trial(trial));
    }
    for outcome in &it.outcomes {
        entries.push(topic(&outcome.topic), Item::Outcome(outcome));
    }
    for reactions in &it.reactions {
        entries.push(topic(&reactions.topic), Item::Reactions(reactions));
    }
    entries.conflicts(&it.conflicts);
    entries.all
}

fn of_background(it: &Background) -> Vec<Entry<'_>> {
    let mut entries = Entries::of(Record::Background(it));
    for section in &it.sections {
        entries.statements(&Part::Section(section), &section.statements);
    }
    for option in &it.options {
        entries.statements(&Part::Option(option), &option.statements);
    }
    entries.all
}

fn of_clinic(it: &Clinic) -> Vec<Entry<'_>> {
    let mut entries = Entries::of(Record::Clinic(it));
    entries.push(Part::Facts, Item::Facts(&it.cite));
    for (id, heading, statements) in it.sections() {
        entries.statements(&Part::Clinic(id, heading), statements);
    }
    entries.all
}

fn topic(path: &str) -> Part<'_> {
    Part::Topic(Cow::Borrowed(path))
}

/// The entries of one record.
struct Entries<'a> {
    record: Record<'a>,
    all: Vec<Entry<'a>>,
}

impl<'a> Entries<'a> {
    fn of(record: Record<'a>) -> Self {
        Self { record, all: Vec::new() }
    }

    fn entry(&self, part: Part<'a>, item: Item<'a>) -> Entry<'a> {
        Entry { record: self.record, part, conflict: None, item }
    }

    fn push(&mut self, part: Part<'a>, item: Item<'a>) {
        self.all.push(self.entry(part, item));
    }

    fn statements(&mut self, part: &Part<'a>, statements: &'a [Statement]) {
        for statement in statements {
            self.push(part.clone(), Item::Statement(statement));
        }
    }

    fn glances(&mut self, glances: &'a [Glance]) {
        for glance in glances {
            self.push(topic(&glance.topic), Item::Glance(glance));
        }
    }

    fn cells(&mut self, cells: &'a [crate::dataset::model::Cell]) {
        for cell in cells {
            let path = Part::Topic(format!("{}.{}", cell.group, cell.topic).into());
            self.statements(&path, &cell.statements);
        }
    }

    fn conflicts(&mut self, conflicts: &'a [Conflict]) {
        for conflict in conflicts {
            self.push(topic(&conflict.topic), Item::Conflict(conflict));
            for position in &conflict.positions {
                let entry = self.entry(topic(&conflict.topic), Item::Statement(position));
                self.all.push(Entry { conflict: Some(conflict), ..entry });
            }
        }
    }
}
