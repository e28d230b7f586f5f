//! Where something was found, and in which order that is shown.

use std::collections::HashMap;

use super::matcher::Found;
use crate::answer::column::Column;
use crate::dataset::model::{
    Background, CareOption, Clinic, Conflict, Dataset, Section, Source, Term, Topic,
};
use crate::dataset::walk::Item;

/// Where something was found. What is found in one spot is one hit.
#[derive(Clone, Copy, Debug)]
pub enum Spot<'a> {
    /// A treatment itself: its names, its form.
    Treatment(Side<'a>),
    Topic(Side<'a>, &'a Topic),
    Conflict(Side<'a>, &'a Topic, &'a Conflict),
    /// What those who pay have decided.
    Positions(Side<'a>),
    Trials(Side<'a>),
    Section(&'a Background, &'a Section),
    Option(&'a Background, &'a CareOption),
    /// A part of a clinic's record: what it is called.
    Clinic(&'a Clinic, &'static str),
    Term(&'a Term),
    Source(&'a Source),
}

/// A column of the dataset, as seen from what was asked.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    pub column: Column<'a>,
    /// Its place among all.
    pub index: usize,
    /// Whether it is of the setting that is asked about.
    pub own: bool,
    /// The terms that its names, condition and regulator are.
    pub names: Found,
    /// Whether it is not asked about: of another treatment than one that is named, or for another
    /// setting than the only one.
    pub excluded: bool,
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

/// Puts the hits into the order in which they are shown: answers to what was asked by name first, and
/// the answers to one question together. `asked` tells of a column whether its setting was named, or
/// meant without a word.
pub fn order<'a>(dataset: &'a Dataset, hits: &mut [Raw<'a>], asked: impl Fn(&Side<'a>) -> bool) {
    let setting = |side: &Side<'a>| {
        let Column { condition, regulator, .. } = side.column;
        let place = dataset.regulators.iter().position(|it| it.id == regulator.id);
        (!side.own).then_some((condition.id.as_str(), place))
    };
    let question = |spot: &Spot<'a>| match spot {
        Spot::Topic(_, topic) | Spot::Conflict(_, topic, _) => {
            dataset.topics.iter().position(|it| std::ptr::eq(it, *topic))
        }
        _ => None,
    };
    let group = |spot: &Spot<'a>| match spot {
        Spot::Topic(side, _) => Some((setting(side), question(spot))),
        _ => None,
    };
    // The best fit of a question is that of all its answers.
    let mut best: HashMap<_, Fit> = HashMap::new();
    for hit in hits.iter() {
        let fit = best.entry(group(&hit.spot)).or_insert(hit.fit);
        *fit = (*fit).min(hit.fit);
    }
    hits.sort_by_cached_key(|hit| {
        let side = hit.spot.side();
        let group = group(&hit.spot);
        let clinic_asked = matches!(hit.spot, Spot::Clinic(..)) && hit.fit <= Fit::Heading;
        (
            !clinic_asked,
            hit.spot.kind_rank(&asked),
            side.as_ref().and_then(setting),
            hit.spot.part_rank(),
            if group.is_some() { best[&group] } else { hit.fit },
            question(&hit.spot),
            side.map(|it| it.index),
        )
    });
}

impl<'a> Spot<'a> {
    /// What tells it from all others, without a look at what it holds.
    pub fn key(&self) -> [usize; 3] {
        fn place<T: ?Sized>(it: &T) -> usize {
            std::ptr::from_ref(it).addr()
        }
        match self {
            Self::Treatment(side) => [0, side.index, 0],
            Self::Topic(side, topic) => [1, side.index, place(*topic)],
            Self::Conflict(side, _, conflict) => [2, side.index, place(*conflict)],
            Self::Positions(side) => [3, side.index, 0],
            Self::Trials(side) => [4, side.index, 0],
            Self::Section(_, section) => [5, place(*section), 0],
            Self::Option(_, option) => [6, place(*option), 0],
            Self::Clinic(clinic, part) => [7, place(*clinic), place(*part)],
            Self::Term(term) => [8, place(*term), 0],
            Self::Source(source) => [9, place(*source), 0],
        }
    }

    /// The column that it is in, if any.
    pub fn side(&self) -> Option<Side<'a>> {
        match self {
            Self::Treatment(side)
            | Self::Topic(side, _)
            | Self::Conflict(side, _, _)
            | Self::Positions(side)
            | Self::Trials(side) => Some(*side),
            _ => None,
        }
    }

    /// Answers for what is asked about come first, what is said around them next, then answers for
    /// other conditions and under other regulators, and the mere titles of sources last.
    fn kind_rank(&self, asked: impl Fn(&Side<'a>) -> bool) -> usize {
        match self {
            Self::Section(..) | Self::Option(..) => 1,
            Self::Clinic(..) => 2,
            Self::Term(_) => 3,
            Self::Source(_) => 5,
            _ if self.side().as_ref().is_none_or(asked) => 0,
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
