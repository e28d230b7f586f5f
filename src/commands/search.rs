//! `jakref search`: what holds all the words, grouped by the question that it answers.

mod answer;
mod hit;
mod matcher;
mod query;
mod rank;
mod screen;
pub mod sentence;
mod spelling;
mod spot;

use clap::Args;

pub use answer::SearchAnswer;
pub use spot::Columns;

use super::Reader;
use crate::answer::Failure;
use crate::answer::column::did_you_mean;
use crate::cli::Reading;
use crate::dataset::find;
use crate::dataset::model::Dataset;
use matcher::words;
use query::{Query, Term};
use rank::search;
use spot::Findings;

/// A word shorter than this is not taken for the beginning of a longer one.
const SHORTEST_PART: usize = 4;

// What `search` is asked.
#[derive(Debug, Args)]
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
    /// What `jakref WORDS` asks, which are the name of nothing.
    pub fn of(words: Vec<String>, reading: &Reading) -> Self {
        Self { words, all: false, quiet: false, reading: reading.clone() }
    }

    /// Whether a condition or a regulator was named, so that nothing of another is meant.
    fn only(&self) -> bool {
        self.reading.condition.is_some() || !self.reading.regulators.is_empty()
    }
}

/// Searches the dataset.
///
/// # Errors
/// If a word is nearly a treatment's name: that is never answered.
pub fn run<'a>(reader: &Reader<'a>, args: &SearchArgs) -> Result<SearchAnswer<'a>, Failure> {
    let dataset = reader.dataset;
    let mut query = Query::read(dataset, &args.words);
    let mut findings = search(dataset, &reader.setting, args.only(), &query);
    if findings.counts.contains(&0) {
        if let Some((name, meant)) = nearly_named(dataset, &query, &findings) {
            if args.quiet {
                return Ok(SearchAnswer::new(reader, args, query, &Findings::default()));
            }
            let meant = did_you_mean(&meant);
            return Err(Failure::Negative(format!("no treatment is called `{name}`{meant}")));
        }
        if parts(&mut query, &findings) {
            findings = search(dataset, &reader.setting, args.only(), &query);
        }
        if typing_mistakes(dataset, &mut query, &findings) {
            findings = search(dataset, &reader.setting, args.only(), &query);
        }
    }
    Ok(SearchAnswer::new(reader, args, query, &findings))
}

/// Whether a word stands anywhere in the dataset as a word of its own, or is the name of something.
pub fn mentions(reader: &Reader<'_>, word: &str) -> bool {
    let query = Query::read(reader.dataset, &[word.to_owned()]);
    let counts = search(reader.dataset, &reader.setting, false, &query).counts;
    !counts.is_empty() && !counts.contains(&0)
}

/// The ordinary words that stand nowhere.
fn missing<'q, 'a>(
    query: &'q Query<'a>,
    findings: &'q Findings<'a>,
) -> impl Iterator<Item = (usize, &'q Term<'a>)> {
    let terms = query.terms.iter().enumerate().zip(&findings.counts);
    terms.filter(|((_, term), count)| **count == 0 && term.is_ordinary()).map(|(term, _)| term)
}

/// A word that stands nowhere and is nearly a treatment's name, and which.
fn nearly_named(
    dataset: &Dataset,
    query: &Query<'_>,
    findings: &Findings<'_>,
) -> Option<(String, Vec<String>)> {
    missing(query, findings).find_map(|(_, term)| {
        let near = find::treatment(dataset, &term.typed).err()?.suggestions;
        (!near.is_empty()).then(|| (term.typed.clone(), near))
    })
}

/// Lets the beginnings of words stand for those that stand nowhere.
fn parts(query: &mut Query<'_>, findings: &Findings<'_>) -> bool {
    let long = |term: &Term<'_>| {
        term.typed.len() >= SHORTEST_PART && term.typed.chars().all(char::is_alphabetic)
    };
    let places: Vec<usize> =
        missing(query, findings).filter(|(_, term)| long(term)).map(|(at, _)| at).collect();
    for &at in &places {
        query.terms[at].part = true;
    }
    !places.is_empty()
}

/// Puts the word that was meant in the place of one that stands nowhere, not even as a part, if a
/// letter of it is wrong.
fn typing_mistakes<'a>(
    dataset: &'a Dataset,
    query: &mut Query<'a>,
    findings: &Findings<'_>,
) -> bool {
    let places: Vec<usize> = missing(query, findings).map(|(at, _)| at).collect();
    if places.is_empty() {
        return false;
    }
    let vocabulary = vocabulary(dataset);
    let mut mended = false;
    for at in places {
        let typed = query.terms[at].typed.clone();
        query.terms[at].part = false;
        let Some(meant) = spelling::meant(&typed, vocabulary.iter().map(String::as_str)) else {
            continue;
        };
        let read = Query::read(dataset, &[meant.to_owned()]).terms.into_iter().next();
        if let Some(term) = read.filter(|term| !term.is_setting()) {
            let shown = query.terms[at].shown.clone();
            query.terms[at] = Term { read_as: Some(meant.to_owned()), typed, shown, ..term };
            mended = true;
        }
    }
    mended
}

/// The ordinary words of the dataset: those of its questions, headings, reactions and explanations,
/// but for names of drugs.
fn vocabulary(dataset: &Dataset) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut add = |text: &str| all.extend(words(text));
    for group in &dataset.groups {
        for it in std::iter::once(&group.label).chain(&group.also) {
            add(it);
        }
    }
    for topic in &dataset.topics {
        for it in std::iter::once(&topic.label).chain(&topic.plain).chain(&topic.also) {
            add(it);
        }
    }
    for name in &dataset.reaction_names {
        add(&name.term);
        add(&name.plain);
    }
    for section in dataset.backgrounds.iter().flat_map(|it| &it.sections) {
        for it in std::iter::once(&section.label).chain(&section.plain) {
            add(it);
        }
    }
    for term in &dataset.terms {
        for it in std::iter::once(&term.term).chain(&term.aliases) {
            add(it);
        }
    }
    let mut drugs: Vec<String> = Vec::new();
    for option in dataset.backgrounds.iter().flat_map(|it| &it.options) {
        drugs.extend(words(&option.name));
    }
    for name in dataset.treatments.iter().flat_map(find::names) {
        drugs.extend(words(name));
    }
    drugs.sort_unstable();
    all.retain(|word| drugs.binary_search(word).is_err());
    all.sort_unstable();
    all.dedup();
    all
}
