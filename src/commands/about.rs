//! `jakref about`: conditions, classes of drugs, and the words that need explaining. Alone it is an
//! index; of a subject it shows each heading with the first that is said there; of a section all.

mod answer;

use clap::Args;

pub use answer::AboutAnswer;

use super::Reader;
use crate::answer::column::did_you_mean;
use crate::answer::envelope::DatasetView;
use crate::answer::source::Citations;
use crate::answer::{Failure, Words};
use crate::cli::Reading;
use crate::dataset::find;
use crate::dataset::model::{Background, CareOption, Dataset, Section, Term};
use answer::{Amount, subject, term, whole};

/// What the glossary is asked for by.
const GLOSSARY: &str = "glossary";

/// The section of a condition in which other treatments stand, which have tables of their own.
pub const OTHER_TREATMENTS: &str = "other-treatments";

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

impl AboutArgs {
    /// What `jakref WORDS` asks, which are the name of a subject.
    pub fn of(words: Vec<String>, reading: &Reading) -> Self {
        Self { words, reading: reading.clone() }
    }
}

/// Sections and other treatments of a background; all of it if none is named.
type Part<'a> = (&'a Background, Vec<&'a Section>, Vec<&'a CareOption>);

/// What was asked for.
#[derive(Clone, Debug, PartialEq)]
enum Asked<'a> {
    Index,
    Subject(Part<'a>),
    /// Sections of this name, of one background or of several.
    Sections(Vec<Part<'a>>),
    Terms(Vec<&'a Term>),
}

/// Shows what is known of a subject, a section, or a word.
///
/// # Errors
/// If no subject, section or word has the name.
pub fn run<'a>(reader: &Reader<'a>, args: &AboutArgs) -> Result<AboutAnswer<'a>, Failure> {
    if args.reading.condition.is_some() || !args.reading.regulators.is_empty() {
        return Err(Failure::Unable("about goes with no --for and no --in".to_owned()));
    }
    let dataset = reader.dataset;
    let asked = asked(dataset, &args.words)?;
    let amount = match &asked {
        _ if reader.full => Amount::All,
        Asked::Index => Amount::Index,
        Asked::Subject((_, sections, options)) if sections.is_empty() && options.is_empty() => {
            Amount::Headings
        }
        _ => Amount::All,
    };
    let mut citations = Citations::new(dataset);
    let mut terms: Vec<&Term> = Vec::new();
    let mut subjects = Vec::new();
    let patient = reader.words == Words::Plain;
    match asked {
        Asked::Index => {
            subjects
                .extend(dataset.backgrounds.iter().map(|it| whole(it, patient, &mut citations)));
            terms.extend(&dataset.terms);
        }
        Asked::Subject((background, sections, options))
            if sections.is_empty() && options.is_empty() =>
        {
            subjects.push(whole(background, patient, &mut citations));
        }
        Asked::Subject((background, sections, options)) => {
            subjects.push(subject(background, &sections, &options, &mut citations));
        }
        Asked::Sections(all) => {
            for (background, sections, options) in &all {
                subjects.push(subject(background, sections, options, &mut citations));
            }
        }
        Asked::Terms(found) => terms = found,
    }
    Ok(AboutAnswer {
        glossary: terms.into_iter().map(|it| term(it, &mut citations)).collect(),
        subjects,
        amount,
        words: reader.words,
        notes: reader.full,
        full_sources: reader.sources,
        common: DatasetView::new(reader.consulted).columns(),
        sources: citations.sources(),
    })
}

/// Whether the words are the name of something that is explained here.
pub fn explains(dataset: &Dataset, words: &[String]) -> bool {
    asked(dataset, words).is_ok()
}

fn asked<'a>(dataset: &'a Dataset, words: &[String]) -> Result<Asked<'a>, Failure> {
    let words: Vec<&str> = words.iter().flat_map(|word| word.split_whitespace()).collect();
    if words.is_empty() {
        return Ok(Asked::Index);
    }
    // The longest name first: `alopecia areata severity` is a section of `alopecia areata`.
    for length in (1..=words.len()).rev() {
        let (name, rest) = words.split_at(length);
        if let Ok(background) = find::background(dataset, &name.join(" ")) {
            return within(background, rest).map(Asked::Subject);
        }
    }
    if words[0].eq_ignore_ascii_case(GLOSSARY) {
        return glossary(dataset, &words[1..]);
    }
    let name = words.join(" ");
    if let Ok(term) = find::term(dataset, &name) {
        return Ok(Asked::Terms(vec![term]));
    }
    let all = dataset.backgrounds.iter().filter_map(|background| within(background, &words).ok());
    let all: Vec<Part<'a>> = all.collect();
    if all.is_empty() { Err(nothing(dataset, &name)) } else { Ok(Asked::Sections(all)) }
}

/// The sections and other treatments of a background that these words name.
fn within<'a>(background: &'a Background, words: &[&str]) -> Result<Part<'a>, Failure> {
    let (mut sections, mut options): (Vec<&Section>, Vec<&CareOption>) = (Vec::new(), Vec::new());
    let mut left = words;
    while !left.is_empty() {
        let found = (1..=left.len()).rev().find(|&length| {
            let name = left[..length].join(" ");
            let section = find::section(background, &name).ok();
            sections.extend(section);
            let others = section.is_some_and(|it| it.id.as_str() == OTHER_TREATMENTS);
            let own = |it: &&CareOption| {
                let names = [&it.id, &it.name].into_iter().chain(&it.plain);
                names.into_iter().any(|known| find::same(known, &name))
            };
            let all = others || OTHERS.iter().any(|other| other.eq_ignore_ascii_case(&name));
            let before = options.len();
            options.extend(background.options.iter().filter(|it| all || own(it)));
            section.is_some() || options.len() > before
        });
        let Some(length) = found else {
            return Err(no_section(background, &left.join(" ")));
        };
        left = &left[length..];
    }
    Ok((background, sections, options))
}

fn glossary<'a>(dataset: &'a Dataset, words: &[&str]) -> Result<Asked<'a>, Failure> {
    if words.is_empty() {
        return Ok(Asked::Terms(dataset.terms.iter().collect()));
    }
    let whole = find::term(dataset, &words.join(" ")).map(|term| vec![term]);
    let terms = whole.or_else(|missing| {
        let each = words.iter().map(|word| find::term(dataset, word));
        each.collect::<Result<Vec<_>, _>>().map_err(|_| missing)
    });
    terms.map(Asked::Terms).map_err(|missing| {
        let suggestion = did_you_mean(&missing.suggestions);
        Failure::Negative(format!(
            "`{}` is not in the glossary{suggestion}\n  all its words: jakref about {GLOSSARY}",
            missing.name
        ))
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
        "nothing is explained here by the name `{name}`{}{treatment}\n  there are: {}, {GLOSSARY}",
        did_you_mean(&meant),
        all.join(", ")
    ))
}
