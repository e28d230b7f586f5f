//! `jakref search`: what holds all the words, grouped by the question that it answers.

mod answer;
mod hit;
pub mod matcher;
mod query;
mod rank;
pub mod sentence;
mod spelling;
mod spot;

use std::collections::{BTreeSet, HashSet};

use clap::Args;

pub use answer::SearchAnswer;
pub use rank::columns;

use super::Reader;
use crate::answer::column::did_you_mean;
use crate::answer::{Failure, Sourced};
use crate::cli::Reading;
use crate::dataset::find;
use crate::dataset::model::Dataset;
use matcher::{Found, words};
use query::{Query, Sought};
use rank::search;

// What `search` is asked.
#[derive(Debug, Default, Args)]
pub struct SearchArgs {
    /// Words that must all be found
    #[arg(required = true, value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub words: Vec<String>,

    /// Show every hit, not the first ten
    #[arg(long = "all")]
    pub all: bool,

    /// Print nothing; the exit status tells whether anything was found
    #[arg(short = 'q', long = "quiet")]
    pub quiet: bool,

    #[command(flatten)]
    pub reading: Reading,
}

impl SearchArgs {
    /// Whether a condition or a regulator was named, so that nothing of another is meant.
    fn only(&self) -> bool {
        self.reading.condition.is_some() || !self.reading.regulators.is_empty()
    }
}

/// Searches the dataset.
///
/// # Errors
/// If a word is nearly a treatment's name: that is never answered.
pub fn run<'a>(
    reader: &Reader<'a>,
    args: &SearchArgs,
) -> Result<Sourced<'a, SearchAnswer<'a>>, Failure> {
    let dataset = reader.dataset;
    let mut query = Query::read(dataset, &args.words);
    let find = |query: &mut Query<'a>| search(dataset, &reader.setting, args.only(), query);
    let mut found = find(&mut query);
    if let Some((name, meant)) = nearly_named(dataset, &query) {
        if args.quiet {
            query.terms.clear();
            return Ok(SearchAnswer::new(reader, args, query, (&[], 0), None));
        }
        let meant = did_you_mean(&meant);
        return Err(Failure::Negative(format!("no treatment is called `{name}`{meant}")));
    }
    // What stands nowhere is sought as the beginning of words, then as a typing mistake.
    for mend in [parts, typing_mistakes] {
        if query.terms.iter().any(Sought::is_missing) {
            mend(dataset, &mut query);
            found = find(&mut query);
        }
    }
    // What is not said of a treatment may be said of it in a longer word.
    let apart = query.apart(found.1);
    if found.0.is_empty() && apart != 0 && query.terms.iter().any(|it| it.treatment.is_some()) {
        let mut longer = query.clone();
        let terms = longer.terms.iter_mut().enumerate();
        let apart = terms.filter(|(at, _)| apart >> at & 1 == 1).map(|(_, term)| term);
        apart.filter(|it| it.read_as.is_none()).for_each(Sought::take_parts);
        let parts = find(&mut longer);
        if longer.apart(parts.1) != query.apart(found.1) {
            (query, found) = (longer, parts);
        }
    }
    let nearest = found.0.is_empty().then(|| query.fewer(found.1)).flatten().map(|mut fewer| {
        let mut near = find(&mut fewer).0;
        near.retain(|raw| raw.spot.side().is_none_or(|side| side.own));
        (fewer, near)
    });
    let apart = query.apart(found.1);
    Ok(SearchAnswer::new(reader, args, query, (&found.0, apart), nearest))
}

/// Whether a word stands anywhere in the dataset as a word of its own, or is the name of something.
pub fn mentions(reader: &Reader<'_>, word: &str) -> bool {
    let mut query = Query::read(reader.dataset, &[word.to_owned()]);
    search(reader.dataset, &reader.setting, false, &mut query);
    !query.terms.is_empty() && query.terms.iter().all(|term| term.places > 0)
}

/// Of what was typed, each word that says something with the texts in which it stands.
pub fn standing(
    dataset: &Dataset,
    typed: &[String],
    texts: &[String],
) -> Vec<(String, Vec<usize>)> {
    let query = Query::read(dataset, typed);
    let matcher = query.matcher();
    let found: Vec<Found> = texts.iter().map(|text| matcher.found(text)).collect();
    let terms = query.terms.into_iter().enumerate().map(|(term, sought)| {
        let places = found.iter().enumerate().filter(|(_, found)| **found >> term & 1 == 1);
        (sought.word, places.map(|(at, _)| at).collect())
    });
    terms.collect()
}

/// A word that stands nowhere and is nearly a treatment's name, and which.
fn nearly_named(dataset: &Dataset, query: &Query<'_>) -> Option<(String, Vec<String>)> {
    query.terms.iter().filter(|term| term.is_missing()).find_map(|term| {
        let near = find::treatment(dataset, &term.typed).err()?.suggestions;
        (!near.is_empty()).then(|| (term.typed.clone(), near))
    })
}

/// Lets the beginnings of words stand for those that stand nowhere.
fn parts<'a>(_: &'a Dataset, query: &mut Query<'a>) {
    for term in query.terms.iter_mut().filter(|term| term.is_missing()) {
        term.take_parts();
    }
}

/// Puts the word that was meant in the place of one that stands nowhere, not even as a part, if a
/// letter of it is wrong.
fn typing_mistakes<'a>(dataset: &'a Dataset, query: &mut Query<'a>) {
    let vocabulary = vocabulary(dataset);
    for term in query.terms.iter_mut().filter(|term| term.is_missing()) {
        term.part = false;
        let Some(meant) = spelling::meant(&term.typed, vocabulary.iter().map(String::as_str))
        else {
            continue;
        };
        let read = Query::read(dataset, &[meant.to_owned()]).terms.into_iter().next();
        if let Some(read) = read.filter(|read| !read.is_setting()) {
            let (word, typed) = (term.word.clone(), term.typed.clone());
            *term = Sought { read_as: Some(meant.to_owned()), word, typed, ..read };
        }
    }
}

/// The ordinary words of the dataset: those of its questions, headings, reactions and explanations,
/// but for names of drugs.
fn vocabulary(dataset: &Dataset) -> Vec<String> {
    let options = dataset.backgrounds.iter().flat_map(|it| &it.options);
    let names = dataset.treatments.iter().flat_map(find::names);
    let drugs = options.map(|it| it.name.as_str()).chain(names);
    let drugs: HashSet<String> = drugs.flat_map(words).collect();
    let groups = dataset.groups.iter().flat_map(|it| std::iter::once(&it.label).chain(&it.also));
    let topics = dataset.topics.iter();
    let topics = topics.flat_map(|it| std::iter::once(&it.label).chain(&it.plain).chain(&it.also));
    let reactions = dataset.reaction_names.iter().flat_map(|it| [&it.term, &it.plain]);
    let sections = dataset.backgrounds.iter().flat_map(|it| &it.sections);
    let sections = sections.flat_map(|it| std::iter::once(&it.label).chain(&it.plain));
    let terms = dataset.terms.iter().flat_map(|it| std::iter::once(&it.term).chain(&it.aliases));
    let texts = groups.chain(topics).chain(reactions).chain(sections).chain(terms);
    let ordinary = texts.flat_map(|it| words(it)).filter(|word| !drugs.contains(word));
    // In an order, so that the same mistake is always read as the same word.
    ordinary.collect::<BTreeSet<String>>().into_iter().collect()
}
