//! The commands, one file each: from the dataset and the arguments to a view, which is the JSON and
//! draws itself as a document.

pub mod about;
pub mod cell;
pub mod check;
pub mod clinic;
pub mod compare;
pub mod completions;
pub mod conflicts;
pub mod diff;
pub mod evidence;
pub mod explained;
pub mod export;
pub mod facts_box;
pub mod field;
pub mod gaps;
pub mod list;
pub mod man;
pub mod schema;
pub mod search;
pub mod show;
pub mod sources;
#[cfg(test)]
mod unranked;
pub mod view;

use std::fmt;

use serde::Serialize;

use crate::dataset::find::{self, NotFound};
use crate::dataset::model::{Dataset, Topic, Treatment};
use crate::output::document::Numbered;
use crate::output::records::Records;
use view::SourceView;

/// An answer: serialized it is the JSON, and it draws itself for people.
pub trait View: Serialize {
    /// Draws the answer, block by block.
    fn draw(&self, page: &mut Numbered<'_>);

    /// The sources that the blocks cite, by the numbers that the view gave them, from 1.
    fn sources(&self) -> &[SourceView<'_>] {
        &[]
    }

    /// What travels with the answer: the dataset's version, dates and disclaimer.
    fn colophon(&self) -> Vec<String> {
        Vec::new()
    }

    /// The answer as records, if it is made of them.
    fn records(&self) -> Option<Records<'_>> {
        None
    }

    /// Whether the answer is a negative one, which the exit status tells.
    fn is_negative(&self) -> bool {
        false
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub enum Failure {
    /// What was asked for does not exist: exit status 1.
    Negative(String),
    /// It could not be done: exit status 2.
    Unable(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Negative(message) | Self::Unable(message) => f.write_str(message),
        }
    }
}

/// Says that a name stands for nothing, what may have been meant, and what there is.
pub fn not_found(what: &str, not_found: &NotFound, all: &[String]) -> Failure {
    let suggestion = match not_found.suggestions.as_slice() {
        [] => String::new(),
        [only] => format!("\n  did you mean {only}?"),
        several => format!("\n  did you mean one of: {}?", several.join(", ")),
    };
    let (name, all) = (&not_found.name, all.join(", "));
    let message = format!("no {what} is called `{name}`{suggestion}\n  there are: {all}");
    Failure::Negative(message)
}

/// The treatment with this name.
///
/// # Errors
/// If there is none, with suggestions; they are never answered for.
pub fn find_treatment<'a>(dataset: &'a Dataset, name: &str) -> Result<&'a Treatment, Failure> {
    find::treatment(dataset, name).map_err(|missing| {
        if let Ok(background) = find::background(dataset, name) {
            let message = format!(
                "`{name}` is not a treatment\n  its background: jakref about {}",
                background.id
            );
            return Failure::Negative(message);
        }
        let treatments = dataset.treatments.iter();
        let all: Vec<String> = treatments
            .map(|treatment| format!("{} ({})", treatment.id, treatment.generic))
            .collect();
        not_found("treatment", &missing, &all)
    })
}

/// The topics that these names stand for, each once, in the order of the dataset; or all that are
/// wanted by default.
///
/// # Errors
/// If a name stands for no topic and no group.
pub fn chosen_topics<'a>(
    dataset: &'a Dataset,
    names: &[String],
    by_default: impl Fn(&Topic) -> bool,
) -> Result<Vec<&'a Topic>, Failure> {
    if names.is_empty() {
        return Ok(dataset.topics.iter().filter(|topic| by_default(topic)).collect());
    }
    let mut chosen: Vec<&Topic> = Vec::new();
    for name in names {
        let found = find::topics(dataset, name).map_err(|missing| {
            let all: Vec<String> = dataset
                .groups
                .iter()
                .map(|group| {
                    let topics = dataset.topics.iter().filter(|topic| topic.group == group.id);
                    let ids: Vec<&str> = topics.map(|topic| topic.id.as_str()).collect();
                    format!("\n    {} ({})", group.id, ids.join(", "))
                })
                .collect();
            not_found("topic", &missing, &all)
        })?;
        chosen.extend(found);
    }
    let wanted = |topic: &&Topic| chosen.iter().any(|it| std::ptr::eq(*it, *topic));
    Ok(dataset.topics.iter().filter(wanted).collect())
}
