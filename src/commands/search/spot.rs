//! Where something was found, and in which order that is shown.

use std::collections::HashMap;

use super::matcher::Found;
use crate::answer::column::{Column, Setting};
use crate::dataset::model::{
    Background, CareOption, Clinic, Conflict, Dataset, Indication, Section, Source, Term, Topic,
};
use crate::dataset::walk::Item;

/// Where something was found. What is found in one spot is one hit.
#[derive(Clone, Copy, Debug)]
pub enum Spot<'a> {
    /// A treatment itself: its names, its form.
    Treatment(Column<'a>),
    Topic(Column<'a>, &'a Topic),
    Conflict(Column<'a>, &'a Topic, &'a Conflict),
    /// What those who pay have decided.
    Positions(Column<'a>),
    Trials(Column<'a>),
    Section(&'a Background, &'a Section),
    Option(&'a Background, &'a CareOption),
    /// A part of a clinic's record: what it is called.
    Clinic(&'a Clinic, &'static str),
    Term(&'a Term),
    Source(&'a Source),
}

/// How well a spot fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Its question was asked by name.
    Asked,
    /// Its heading holds the words.
    Heading,
    /// Its heading holds some of the words, and what is said there the others.
    Near,
    /// Its glance does.
    Glance,
    /// What is said there does.
    Said,
    /// A note or a disagreement does.
    Aside,
}

/// Something found.
#[derive(Clone, Debug)]
pub struct Raw<'a> {
    pub spot: Spot<'a>,
    pub fit: Fit,
    /// The items that hold the terms which the spot's place does not, with what they hold.
    pub items: Vec<(Item<'a>, Found)>,
}

/// What was found in all.
#[derive(Debug, Default)]
pub struct Findings<'a> {
    /// In the order in which they are shown.
    pub hits: Vec<Raw<'a>>,
    /// In how many places each term was found.
    pub counts: Vec<usize>,
    /// Of the terms that were found together, the most.
    pub together: Found,
}

/// Every column of the dataset.
pub struct Columns<'a> {
    pub all: Vec<Column<'a>>,
    /// For each, whether it is of the setting that is asked about.
    pub own: Vec<bool>,
    by_indication: HashMap<*const Indication, usize>,
    by_treatment: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Columns<'a> {
    /// The columns of the dataset, as seen from this setting.
    pub fn new(dataset: &'a Dataset, setting: &Setting<'a>) -> Self {
        let treatments: HashMap<&str, _> =
            dataset.treatments.iter().map(|it| (it.id.as_str(), it)).collect();
        let header = &dataset.header;
        let column = |it: &'a Indication| {
            Some(Column {
                treatment: treatments.get(it.treatment.as_str())?,
                indication: it,
                condition: dataset.condition(&it.condition)?,
                regulator: dataset.regulator(&it.regulator)?,
                is_default: it.condition == header.condition && it.regulator == header.regulator,
            })
        };
        let all: Vec<Column<'a>> = dataset.indications.iter().filter_map(column).collect();
        let is_own = |column: &Column<'a>| {
            column.condition.id == setting.condition.id
                && setting.regulators.iter().any(|it| it.id == column.regulator.id)
        };
        let mut by_treatment: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, column) in all.iter().enumerate() {
            by_treatment.entry(&column.treatment.id).or_default().push(at);
        }
        let places = all.iter().enumerate();
        Self {
            own: all.iter().map(is_own).collect(),
            by_indication: places.map(|(at, it)| (std::ptr::from_ref(it.indication), at)).collect(),
            by_treatment,
            all,
        }
    }

    /// The column of an indication.
    pub fn of(&self, indication: &Indication) -> Option<usize> {
        self.by_indication.get(&std::ptr::from_ref(indication)).copied()
    }

    /// The columns of a treatment.
    pub fn of_treatment(&self, id: &str) -> &[usize] {
        self.by_treatment.get(id).map_or(&[], Vec::as_slice)
    }
}

/// The hits in the order in which they are shown: answers to what was asked by name first, and the
/// answers to one question together. `asked` tells of a column whether its setting was named, or meant
/// without a word; `topic` is the place of a topic's path.
pub fn ordered<'a>(
    dataset: &'a Dataset,
    columns: &Columns<'a>,
    hits: Vec<Raw<'a>>,
    asked: impl Fn(usize) -> bool,
    topic: impl Fn(&str) -> Option<usize>,
) -> Vec<Raw<'a>> {
    struct Place<'a> {
        /// Whether it is of a setting that is asked about, or of none.
        asked: bool,
        setting: Option<(&'a str, Option<usize>)>,
        topic: Option<usize>,
        column: Option<usize>,
    }
    let regulators: HashMap<&str, usize> =
        dataset.regulators.iter().enumerate().map(|(at, it)| (it.id.as_str(), at)).collect();
    let place = |hit: &Raw<'a>| {
        let column = hit.spot.column().and_then(|column| columns.of(column.indication));
        let own = column.is_none_or(|at| columns.own[at]);
        let setting = column.filter(|_| !own).map(|at| {
            let Column { condition, regulator, .. } = columns.all[at];
            (condition.id.as_str(), regulators.get(regulator.id.as_str()).copied())
        });
        let topic = match hit.spot {
            Spot::Topic(_, it) | Spot::Conflict(_, it, _) => topic(&it.path()),
            _ => None,
        };
        Place { asked: column.is_none_or(&asked), setting, topic, column }
    };
    let places: Vec<Place<'a>> = hits.iter().map(place).collect();
    let group = |hit: &Raw<'a>, place: &Place<'a>| {
        matches!(hit.spot, Spot::Topic(..)).then_some((place.setting, place.topic))
    };
    // The best fit of a question is that of all its answers.
    let mut best: HashMap<_, Fit> = HashMap::new();
    for (hit, place) in hits.iter().zip(&places) {
        if let Some(group) = group(hit, place) {
            let fit = best.entry(group).or_insert(hit.fit);
            *fit = (*fit).min(hit.fit);
        }
    }
    let key = |(hit, place): (&Raw<'a>, &Place<'a>)| {
        let fit = group(hit, place).and_then(|group| best.get(&group).copied());
        let clinic_asked = matches!(hit.spot, Spot::Clinic(..)) && hit.fit <= Fit::Heading;
        (
            !clinic_asked,
            hit.spot.kind_rank(place.asked),
            place.setting,
            hit.spot.part_rank(),
            fit.unwrap_or(hit.fit),
            place.topic,
            place.column,
        )
    };
    let keys: Vec<_> = hits.iter().zip(&places).map(key).collect();
    let mut order: Vec<usize> = (0..hits.len()).collect();
    order.sort_by(|one, other| keys[*one].cmp(&keys[*other]));
    let mut hits: Vec<Option<Raw<'a>>> = hits.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| hits[at].take()).collect()
}

impl<'a> Spot<'a> {
    /// The column that it is in, if any.
    pub fn column(&self) -> Option<Column<'a>> {
        match self {
            Self::Treatment(column)
            | Self::Topic(column, _)
            | Self::Conflict(column, _, _)
            | Self::Positions(column)
            | Self::Trials(column) => Some(*column),
            _ => None,
        }
    }

    /// Whether it is the same spot, of those that are gathered one after the other.
    pub fn is(&self, other: &Self) -> bool {
        let same =
            |one: &Column<'a>, other: &Column<'a>| std::ptr::eq(one.indication, other.indication);
        match (self, other) {
            (Self::Conflict(_, _, one), Self::Conflict(_, _, other)) => std::ptr::eq(*one, *other),
            (Self::Positions(one), Self::Positions(other))
            | (Self::Trials(one), Self::Trials(other)) => same(one, other),
            (Self::Section(_, one), Self::Section(_, other)) => std::ptr::eq(*one, *other),
            (Self::Option(_, one), Self::Option(_, other)) => std::ptr::eq(*one, *other),
            (Self::Clinic(one, part), Self::Clinic(other, of)) => {
                std::ptr::eq(*one, *other) && part == of
            }
            _ => false,
        }
    }

    /// Answers for what is asked about come first, what is said around them next, then answers for
    /// other conditions and under other regulators, and the mere titles of sources last.
    fn kind_rank(&self, asked: bool) -> usize {
        match self {
            Self::Section(..) | Self::Option(..) => 1,
            Self::Clinic(..) => 2,
            Self::Term(_) => 3,
            Self::Source(_) => 5,
            _ if asked => 0,
            _ => 4,
        }
    }

    /// The order of the parts of a column.
    fn part_rank(&self) -> usize {
        match self {
            Self::Treatment(_) => 0,
            Self::Positions(_) => 2,
            Self::Trials(_) => 3,
            Self::Conflict(..) => 4,
            _ => 1,
        }
    }
}
