//! `jakref about`: conditions, classes of drugs, and the words that need explaining. Alone it is an
//! index; of a subject it shows each heading with the first that is said there; of a section all.

mod answer;

use clap::Args;

pub use answer::{AboutAnswer, index};

use super::Reader;
use crate::answer::column::did_you_mean;
use crate::answer::source::Citations;
use crate::answer::{Failure, Sourced, Words};
use crate::cli::Reading;
use crate::commands::search::matcher::{Matcher, words};
use crate::dataset::find;
use crate::dataset::model::{Background, CareOption, Dataset, Section, Term};
use answer::{Amount, subject, term};

/// What the glossary is asked for by.
pub const GLOSSARY: &str = "glossary";

/// The section of a condition in which other treatments stand, which have tables of their own.
pub const OTHER_TREATMENTS: &str = "other-treatments";

/// How many sections are named beside a word that is explained.
const MOST_SECTIONS: usize = 2;

/// What else that section is called.
const OTHERS: &[&str] = &[OTHER_TREATMENTS, "other treatments", "options", "other options"];

// What `about` is asked.
#[derive(Debug, Args)]
#[command(
    mut_arg("condition", |arg| arg.hide(true)),
    mut_arg("regulators", |arg| arg.hide(true))
)]
pub struct AboutArgs {
    /// A condition, a class of drugs or a word, and a section of it; an index unless given
    #[arg(value_name = "SUBJECT")]
    pub words: Vec<String>,

    #[command(flatten)]
    pub reading: Reading,
}

/// Sections and other treatments of a background.
type Part<'a> = (&'a Background, Vec<&'a Section>, Vec<&'a CareOption>);

/// What was asked for, and how much of it is shown.
struct Asked<'a> {
    parts: Vec<Part<'a>>,
    terms: Vec<&'a Term>,
    amount: Amount,
}

/// Shows what is known of a subject, a section, or a word.
///
/// # Errors
/// If no subject, section or word has the name.
pub fn run<'a>(
    reader: &Reader<'a>,
    args: &AboutArgs,
) -> Result<Sourced<'a, AboutAnswer<'a>>, Failure> {
    args.reading.of_no_setting("about")?;
    let mut asked = asked(reader.dataset, &args.words)?;
    // Of what was not asked for by name, patients are shown what has plain words.
    if reader.words == Words::Plain && asked.amount != Amount::All {
        for (_, sections, _) in &mut asked.parts {
            sections.retain(|section| section.plain.is_some());
        }
    }
    let mut citations = Citations::new(reader.dataset);
    let more = match (asked.parts.as_slice(), asked.terms.as_slice()) {
        ([], [term]) => sections_on(reader.dataset, term),
        _ => Vec::new(),
    };
    let answer = AboutAnswer {
        more,
        subjects: asked.parts.into_iter().map(|it| subject(it, &mut citations)).collect(),
        glossary: asked.terms.into_iter().map(|it| term(it, &mut citations)).collect(),
        amount: if reader.full { Amount::All } else { asked.amount },
        words: reader.words,
        notes: reader.full,
    };
    Ok(Sourced::new(answer, &citations, reader.sources))
}

/// The commands that show the sections which name a word most often.
fn sections_on(dataset: &Dataset, term: &Term) -> Vec<String> {
    let mut matcher = Matcher::default();
    matcher.add(0, words(&term.term), false);
    let named = |section: &Section| {
        let said = section.statements.iter().flat_map(|it| it.text.iter().chain(&it.plain));
        said.filter(|text| matcher.found(text) != 0).count()
    };
    let sections =
        dataset.backgrounds.iter().flat_map(|it| it.sections.iter().map(move |s| (it, s)));
    let mut named: Vec<(usize, String)> = sections
        .map(|(it, section)| (named(section), format!("jakref about {} {}", it.id, section.id)))
        .filter(|(count, _)| *count > 0)
        .collect();
    named.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    named.into_iter().map(|(_, command)| command).take(MOST_SECTIONS).collect()
}

/// Whether the words are the name of something that is explained here.
pub fn explains(dataset: &Dataset, words: &[String]) -> bool {
    asked(dataset, words).is_ok()
}

fn asked<'a>(dataset: &'a Dataset, words: &[String]) -> Result<Asked<'a>, Failure> {
    let whole =
        |it: &'a Background| (it, it.sections.iter().collect(), it.options.iter().collect());
    let words: Vec<&str> = words.iter().flat_map(|word| word.split_whitespace()).collect();
    if words.is_empty() {
        let parts = dataset.backgrounds.iter().map(whole).collect();
        return Ok(Asked { parts, terms: dataset.terms.iter().collect(), amount: Amount::Index });
    }
    let parts = |parts, amount| Ok(Asked { parts, terms: Vec::new(), amount });
    let terms = |terms| Ok(Asked { parts: Vec::new(), terms, amount: Amount::All });
    // The longest name first: `alopecia areata severity` is a section of `alopecia areata`.
    for length in (1..=words.len()).rev() {
        let (name, rest) = words.split_at(length);
        if let Ok(background) = find::background(dataset, &name.join(" ")) {
            return match rest {
                [] => parts(vec![whole(background)], Amount::Headings),
                rest => parts(vec![within(background, rest)?], Amount::All),
            };
        }
    }
    if words[0].eq_ignore_ascii_case(GLOSSARY) {
        return terms(glossary(dataset, &words[1..])?);
    }
    let name = words.join(" ");
    if let Ok(term) = find::term(dataset, &name) {
        return terms(vec![term]);
    }
    let all = dataset.backgrounds.iter().filter_map(|background| within(background, &words).ok());
    let all: Vec<Part<'a>> = all.collect();
    if all.is_empty() { Err(nothing(dataset, &name)) } else { parts(all, Amount::All) }
}

/// The sections and other treatments of a background that these words name.
fn within<'a>(background: &'a Background, words: &[&str]) -> Result<Part<'a>, Failure> {
    let (mut sections, mut options): (Vec<&Section>, Vec<&CareOption>) = (Vec::new(), Vec::new());
    let mut left = words;
    while !left.is_empty() {
        let found = (1..=left.len()).rev().find(|&length| {
            let name = left[..length].join(" ");
            let section = find::section(background, &name).ok();
            let others = section.is_some_and(|it| it.id.as_str() == OTHER_TREATMENTS)
                || OTHERS.iter().any(|other| find::same(other, &name));
            let is_named = |it: &&CareOption| {
                let mut names = [&it.id, &it.name].into_iter().chain(&it.plain);
                others || names.any(|known| find::same(known, &name))
            };
            let before = sections.len() + options.len();
            sections.extend(section);
            options.extend(background.options.iter().filter(is_named));
            sections.len() + options.len() > before
        });
        let Some(length) = found else {
            return Err(no_section(background, &left.join(" ")));
        };
        left = &left[length..];
    }
    Ok((background, sections, options))
}

fn glossary<'a>(dataset: &'a Dataset, words: &[&str]) -> Result<Vec<&'a Term>, Failure> {
    if words.is_empty() {
        return Ok(dataset.terms.iter().collect());
    }
    find::term(dataset, &words.join(" ")).map(|term| vec![term]).or_else(|missing| {
        let each: Option<Vec<&Term>> =
            words.iter().map(|word| find::term(dataset, word).ok()).collect();
        let suggestion = did_you_mean(&missing.suggestions);
        each.ok_or_else(|| {
            Failure::Negative(format!(
                "`{}` is not in the glossary{suggestion}\n  all its words: jakref about {GLOSSARY}",
                missing.name
            ))
        })
    })
}

fn no_section(background: &Background, name: &str) -> Failure {
    let suggestions = find::section(background, name).err().map(|it| it.suggestions);
    let suggestion = did_you_mean(&suggestions.unwrap_or_default());
    let mut all: Vec<&str> = background.sections.iter().map(|it| it.id.as_str()).collect();
    if !background.options.is_empty() {
        all.push(OTHER_TREATMENTS);
    }
    let (id, all) = (&background.id, all.join(", "));
    Failure::Negative(format!(
        "no section of {id} is called `{name}`{suggestion}\n  there are: {all}"
    ))
}

/// That a name stands for nothing that is explained here: what may have been meant, and what there is.
fn nothing(dataset: &Dataset, name: &str) -> Failure {
    if let Some(treatment) = find::treatment_named(dataset, name) {
        let id = &treatment.id;
        return Failure::Negative(format!("`{name}` is a treatment\n  its answers: jakref {id}"));
    }
    let mut meant: Vec<String> = Vec::new();
    let near = [find::background(dataset, name).err(), find::term(dataset, name).err()];
    meant.extend(near.into_iter().flatten().flat_map(|missing| missing.suggestions));
    let treatment =
        find::treatment(dataset, name).err().map(|it| it.suggestions).unwrap_or_default();
    let treatment = match did_you_mean(&treatment) {
        none if none.is_empty() => none,
        some => format!("{some} (a treatment)"),
    };
    let all: Vec<&str> = dataset.backgrounds.iter().map(|it| it.id.as_str()).collect();
    Failure::Negative(format!(
        "nothing is explained here by the name `{name}`{}{treatment}\n  \
         in every answer: jakref search {name}\n  there are: {}, {GLOSSARY}",
        did_you_mean(&meant),
        all.join(", ")
    ))
}
