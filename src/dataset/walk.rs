//! The one enumeration of what a dataset says: every statement and figure, with its place and what
//! it cites. Every single text is told by `Record::texts` of the model.

use std::borrow::Cow;
use std::ops::Range;

use crate::dataset::model::{
    Answers, Background, CareOption, Citation, Clinic, Conflict, Dataset, Gap, Glance, Indication,
    Outcome, Position, Reactions, Scope, Section, Statement, Term, Treatment, Trial,
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

    /// Where what it is called stands in it.
    pub fn span(self) -> Range<usize> {
        match self {
            Self::Treatment(it) => it.id.span(),
            Self::Indication(it) => it.treatment.span(),
            Self::Background(it) => it.id.span(),
            Self::Term(it) => it.term.span(),
            Self::Clinic(it) => it.id.span(),
        }
    }

    /// What it is about, if it is about a treatment: its use, or itself.
    pub fn scope(self) -> Scope {
        if let Self::Indication(_) = self { Scope::Indication } else { Scope::Treatment }
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
    let treatments = dataset.treatments.iter().map(Record::Treatment);
    let indications = dataset.indications.iter().map(Record::Indication);
    let backgrounds = dataset.backgrounds.iter().map(Record::Background);
    let terms = dataset.terms.iter().map(Record::Term);
    let clinics = dataset.clinics.iter().map(Record::Clinic);
    let records = treatments.chain(indications).chain(backgrounds).chain(terms).chain(clinics);
    records.flat_map(items_of)
}

/// What a record says.
pub fn items_of(record: Record<'_>) -> Vec<Entry<'_>> {
    let mut entries = Entries { record, all: Vec::new() };
    match record {
        Record::Treatment(it) => {
            entries.push(Part::Facts, Item::Facts(&it.cite));
            entries.cells(&it.glance, &it.answers);
            entries.conflicts(&it.conflicts);
        }
        Record::Indication(it) => {
            entries.push(Part::Facts, Item::Facts(&it.cite));
            if !it.on_cite.is_empty() {
                entries.push(Part::Facts, Item::Day(&it.on_cite));
            }
            entries.statements(&Part::Otherwise, it.otherwise.as_slice());
            entries.cells(&it.glance, &it.answers);
            entries.extend(it.positions.iter().map(|it| (Part::Positions, Item::Position(it))));
            entries.extend(it.trials.iter().map(|it| (Part::Trials, Item::Trial(it))));
            entries.extend(it.outcomes.iter().map(|it| (topic(&it.topic), Item::Outcome(it))));
            entries.extend(it.reactions.iter().map(|it| (topic(&it.topic), Item::Reactions(it))));
            entries.conflicts(&it.conflicts);
        }
        Record::Background(it) => {
            for section in &it.sections {
                entries.statements(&Part::Section(section), &section.statements);
            }
            for option in &it.options {
                entries.statements(&Part::Option(option), &option.statements);
            }
        }
        Record::Term(it) => entries.push(Part::Facts, Item::Facts(&it.cite)),
        Record::Clinic(it) => {
            entries.push(Part::Facts, Item::Facts(&it.cite));
            for (id, heading, statements) in it.sections() {
                entries.statements(&Part::Clinic(id, heading), statements);
            }
        }
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
    fn push(&mut self, part: Part<'a>, item: Item<'a>) {
        self.all.push(Entry { record: self.record, part, conflict: None, item });
    }

    fn extend(&mut self, items: impl Iterator<Item = (Part<'a>, Item<'a>)>) {
        items.for_each(|(part, item)| self.push(part, item));
    }

    fn statements(&mut self, part: &Part<'a>, statements: &'a [Statement]) {
        for statement in statements {
            self.push(part.clone(), Item::Statement(statement));
        }
    }

    fn cells(&mut self, glances: &'a [Glance], answers: &'a Answers) {
        self.extend(glances.iter().map(|it| (topic(&it.topic), Item::Glance(it))));
        for cell in answers.cells() {
            let path = Part::Topic(format!("{}.{}", cell.group, cell.topic).into());
            self.statements(&path, &cell.statements);
        }
    }

    fn conflicts(&mut self, conflicts: &'a [Conflict]) {
        for conflict in conflicts {
            self.push(topic(&conflict.topic), Item::Conflict(conflict));
            for position in &conflict.positions {
                let (part, item) = (topic(&conflict.topic), Item::Statement(position));
                let conflict = Some(conflict);
                self.all.push(Entry { record: self.record, part, conflict, item });
            }
        }
    }
}
