//! What is asked without a command: `jakref litfulo missed dose`. Names are taken exactly as they are
//! known; what is nearly a treatment's name is never answered.

use clap::Args;

use super::search::mentions;
use super::show::ShowOptions;
use super::{Reader, about};
use crate::answer::Failure;
use crate::answer::column::did_you_mean;
use crate::cli::{command_names, with_option};
use crate::dataset::find;
use crate::dataset::model::{Dataset, Topic, Treatment};

/// The longest name that is looked for, in words.
const LONGEST_NAME: usize = 8;

/// Words that people put between names: of two treatments, of a topic and a treatment.
const BETWEEN: &[&str] = &[
    "and", "or", "vs", "vs.", "versus", "with", "to", "&", "+", "/", ",", "against", "of", "for",
    "on", "the",
];

/// Words around the name that is asked about: `what is litfulo`, `what does SALT mean`.
const ASKING: &[&str] = &[
    "what", "what's", "whats", "is", "are", "does", "do", "a", "an", "the", "define", "explain",
    "meaning", "of", "mean", "means",
];

// What is asked without a command.
#[derive(Debug, Args)]
#[command(override_usage = "jakref NAME [TOPIC]... [OPTIONS]")]
pub struct AskArgs {
    /// A treatment and what is asked of it, or any words
    #[arg(required = true)]
    pub words: Vec<String>,

    #[command(flatten)]
    pub options: ShowOptions,
}

/// How it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    Show { name: String, topics: Vec<String> },
    Compare { names: Vec<String>, topics: Vec<String> },
    About(Vec<String>),
    Search(Vec<String>),
}

impl Asked {
    /// The command that was meant, where that is not plain from what was typed.
    pub fn read_as(&self, reader: &Reader<'_>) -> Option<String> {
        let command = match self {
            Self::Compare { names, topics } if names.is_empty() => {
                Some(format!("jakref compare --topics {}", topics.join(",")))
            }
            Self::About(words) => Some(format!("jakref about {}", words.join(" "))),
            Self::Search(words) => Some(format!("jakref search {}", words.join(" "))),
            Self::Show { .. } | Self::Compare { .. } => None,
        };
        command.map(|command| command + &reader.options())
    }
}

/// What a run of words names.
#[derive(Clone, Debug)]
enum Name<'a> {
    Treatment(&'a Treatment),
    Topics(Vec<&'a Topic>),
}

/// Reads what was asked: treatments and topics if it is nothing else, then what is explained, then
/// words to search for.
///
/// # Errors
/// If a word is nearly the name of a treatment or, where it stands for nothing else, of a command; if
/// an option goes with one treatment only, and there are several or none.
pub fn resolve(reader: &Reader<'_>, args: &AskArgs) -> Result<Asked, Failure> {
    let dataset = reader.dataset;
    let split = args.words.iter().flat_map(|word| word.split_whitespace());
    let words: Vec<String> = split.map(str::to_owned).collect();
    let asked = read(reader, &words)?;
    if !matches!(asked, Asked::Show { .. }) {
        only_of_one(dataset, &args.options)?;
    }
    Ok(asked)
}

fn read(reader: &Reader<'_>, words: &[String]) -> Result<Asked, Failure> {
    let dataset = reader.dataset;
    let core = core(words);
    if let Some((treatments, topics)) = names(dataset, words).or_else(|| names(dataset, core)) {
        let mut ids: Vec<String> = treatments.iter().map(|it| it.id.to_string()).collect();
        return Ok(match ids.len() {
            1 => Asked::Show { name: ids.remove(0), topics },
            _ => Asked::Compare { names: ids, topics },
        });
    }
    for words in [words, core] {
        if !words.is_empty() && about::explains(dataset, words) {
            return Ok(Asked::About(words.to_vec()));
        }
    }
    nearly_a_treatment(reader, words)?;
    nearly_a_command(reader, words)?;
    Ok(Asked::Search(words.to_vec()))
}

/// The words without those that only ask.
fn core(words: &[String]) -> &[String] {
    let asks = |word: &String| {
        ASKING
            .contains(&word.trim_end_matches('?').to_lowercase().replace('\u{2019}', "'").as_str())
    };
    let start = words.iter().take_while(|word| asks(word)).count();
    let end = words[start..].iter().rev().take_while(|word| asks(word)).count();
    &words[start..words.len() - end]
}

/// The treatments and the paths of the topics that the words name, if they name nothing else. The
/// longest name comes first: `ruxolitinib cream` is one, and so is `missed dose`.
fn names<'a>(dataset: &'a Dataset, words: &[String]) -> Option<(Vec<&'a Treatment>, Vec<String>)> {
    let mut treatments: Vec<&'a Treatment> = Vec::new();
    let mut topics: Vec<String> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let longest = (words.len() - at).min(LONGEST_NAME);
        let found = (1..=longest).rev().find_map(|length| {
            name(dataset, &words[at..at + length].join(" ")).map(|name| (length, name))
        });
        match found {
            Some((length, Name::Treatment(it))) => {
                if !treatments.iter().any(|known| known.id == it.id) {
                    treatments.push(it);
                }
                at += length;
            }
            Some((length, Name::Topics(named))) => {
                for path in paths(dataset, &named) {
                    if !topics.contains(&path) {
                        topics.push(path);
                    }
                }
                at += length;
            }
            None if !(treatments.is_empty() && topics.is_empty())
                && BETWEEN.contains(&words[at].to_lowercase().as_str()) =>
            {
                at += 1;
            }
            None => return None,
        }
    }
    (!treatments.is_empty() || !topics.is_empty()).then_some((treatments, topics))
}

fn name<'a>(dataset: &'a Dataset, words: &str) -> Option<Name<'a>> {
    if let Some(treatment) = find::treatment_named(dataset, words) {
        return Some(Name::Treatment(treatment));
    }
    let bare = words.trim_end_matches(['?', '.', ',', '!', ';', ':']);
    let topics = find::topics_by_own_name(dataset, bare)
        .or_else(|| find::topics_by_other_name(dataset, bare));
    topics.map(Name::Topics)
}

/// What the topics are called on a command line: a whole group by its own name.
fn paths(dataset: &Dataset, topics: &[&Topic]) -> Vec<String> {
    let group = topics.first().filter(|_| topics.len() > 1).map(|topic| &topic.group);
    let whole = group.and_then(|id| dataset.groups.iter().find(|group| group.id == *id));
    match whole {
        Some(group) if find::topics_of(dataset, group).len() == topics.len() => {
            vec![group.id.to_string()]
        }
        _ => topics.iter().map(|topic| topic.path()).collect(),
    }
}

/// That a run of words is one or two letters off the name of a treatment.
fn nearly_a_treatment(reader: &Reader<'_>, words: &[String]) -> Result<(), Failure> {
    let dataset = reader.dataset;
    for at in 0..words.len() {
        let longest = (words.len() - at).min(3);
        for length in (1..=longest).rev() {
            let run = words[at..at + length].join(" ");
            if find::treatment_named(dataset, &run).is_some() {
                break;
            }
            let near = find::treatments_near(dataset, &run);
            if !near.is_empty() && !mentions(reader, &run) {
                return Err(Failure::Negative(format!(
                    "no treatment is called `{run}`{}",
                    did_you_mean(&near)
                )));
            }
        }
    }
    Ok(())
}

/// That the first word is that of an option, or nearly the name of a command, and stands nowhere in
/// the dataset.
fn nearly_a_command(reader: &Reader<'_>, words: &[String]) -> Result<(), Failure> {
    let Some((first, rest)) = words.split_first() else { return Ok(()) };
    let with = with_option(first);
    if !with.is_empty() && !mentions(reader, first) {
        let message = format!("`{first}` is an option\n  type: {}", with.join(", "));
        return Err(Failure::Unable(message));
    }
    let commands = command_names().into_iter().map(|name| (name.clone(), vec![name]));
    let near = find::nearest(first, commands);
    let Some(command) = near.first().filter(|_| !mentions(reader, first)) else { return Ok(()) };
    let meant = [std::slice::from_ref(command), rest].concat().join(" ");
    Err(Failure::Unable(format!(
        "`{first}` is no command and no treatment\n  did you mean: jakref {meant}{}?",
        reader.options()
    )))
}

/// That no option was given that goes with one treatment only.
fn only_of_one(dataset: &Dataset, options: &ShowOptions) -> Result<(), Failure> {
    let given = [
        (options.conflicts, "--conflicts"),
        (options.gaps, "--gaps"),
        (options.all_analyses, "--all-analyses"),
        (options.field.is_some(), "--field"),
    ];
    let Some((_, option)) = given.into_iter().find(|(given, _)| *given) else { return Ok(()) };
    let name = dataset.treatments.first().map_or("NAME", |it| &it.id);
    Err(Failure::Unable(format!("{option} goes with one treatment: jakref {name} {option}")))
}
