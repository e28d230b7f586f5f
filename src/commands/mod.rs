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
pub mod figures;
pub mod gaps;
pub mod list;
pub mod man;
pub mod matching;
pub mod phrasing;
pub mod schema;
pub mod search;
pub mod show;
pub mod sources;
#[cfg(test)]
mod unranked;
pub mod view;

use std::fmt;

use serde::Serialize;

use crate::dataset::embedded;
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

    /// Where little was asked for, the command that lists its sources at full length: on a terminal
    /// they are then listed in brief, so that they do not push the answer off the screen.
    fn sources_elsewhere(&self) -> Option<String> {
        None
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
pub fn not_found(what: &str, missing: &NotFound, all: &[String]) -> Failure {
    not_among(what, missing, &format!(" {}", all.join(", ")))
}

/// The same, with what there is laid out already.
fn not_among(what: &str, missing: &NotFound, all: &str) -> Failure {
    let (name, suggestion) = (&missing.name, did_you_mean(&missing.suggestions));
    Failure::Negative(format!("no {what} is called `{name}`{suggestion}\n  there are:{all}"))
}

/// A line with what may have been meant; nothing if that is nothing.
pub fn did_you_mean(suggestions: &[String]) -> String {
    match suggestions {
        [] => String::new(),
        [only] => format!("\n  did you mean {only}?"),
        several => format!("\n  did you mean one of: {}?", several.join(", ")),
    }
}

/// The command that shows the treatment or the background with this name, if there is one in the
/// built-in dataset.
pub fn command_for(name: &str) -> Option<String> {
    let dataset = embedded::load().ok()?;
    let treatment = find::treatment(&dataset, name).map(|it| format!("jakref show {}", it.id));
    let background =
        || find::background(&dataset, name).map(|it| format!("jakref about {}", it.id));
    treatment.or_else(|_| background()).ok()
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
        let failure = not_found("treatment", &missing, &all);
        if !search::mentions(dataset, name) {
            return failure;
        }
        let line = format!("it is mentioned here: jakref search {}", name.trim());
        Failure::Negative(format!("{failure}\n  {line}"))
    })
}

/// The treatments with these names, for a command that takes several.
///
/// # Errors
/// If a name stands for none. Names with commas between them are not taken apart: a drug's name is
/// taken as it is typed, or not at all.
pub fn find_treatments<'a>(
    dataset: &'a Dataset,
    names: &[String],
    command: &str,
) -> Result<Vec<&'a Treatment>, Failure> {
    let found: Result<Vec<_>, Failure> =
        names.iter().map(|name| find_treatment(dataset, name)).collect();
    found.map_err(|failure| {
        let parts = names.iter().flat_map(|name| name.split(',')).filter(|it| !it.trim().is_empty());
        let ids = parts.map(|part| Some(find::treatment(dataset, part).ok()?.id.as_str()));
        let Some(ids) = ids.collect::<Option<Vec<&str>>>().filter(|ids| !ids.is_empty()) else {
            return failure;
        };
        let (typed, ids) = (names.join(" "), ids.join(" "));
        Failure::Negative(format!(
            "no treatment is called `{typed}`\n  put spaces between the names: jakref {command} {ids}"
        ))
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
    let chosen = named_topics(dataset, names).map_err(|missing| {
        let groups = dataset.groups.iter().map(|group| {
            let topics = dataset.topics.iter().filter(|topic| topic.group == group.id);
            let ids: Vec<&str> = topics.map(|topic| topic.id.as_str()).collect();
            format!("\n    {} ({})", group.id, ids.join(", "))
        });
        not_among("topic", &missing, &groups.collect::<String>())
    })?;
    let wanted = |topic: &&Topic| chosen.iter().any(|it| std::ptr::eq(*it, *topic));
    Ok(dataset.topics.iter().filter(wanted).collect())
}

/// The topics with these names. Words come one by one on a command line: where they are not all
/// topics by their own names, they may be one name together, such as "missed dose".
fn named_topics<'a>(dataset: &'a Dataset, names: &[String]) -> Result<Vec<&'a Topic>, NotFound> {
    let own = names.iter().map(|name| find::topics_by_own_name(dataset, name));
    if let Some(topics) = own.collect::<Option<Vec<_>>>() {
        return Ok(topics.concat());
    }
    if let Ok(topics) = find::topics(dataset, &names.join(" ")) {
        return Ok(topics);
    }
    let topics: Result<Vec<_>, NotFound> =
        names.iter().map(|name| find::topics(dataset, name)).collect();
    topics.map(|topics| topics.concat())
}

/// What these names of topics and groups are on a command line, if they are all that.
pub fn paths_of_topics(dataset: &Dataset, names: &[String]) -> Option<Vec<String>> {
    let path = |name: &str| match find::topics(dataset, name).ok()?.as_slice() {
        [only] => Some(only.path()),
        topics => topics.first().map(|topic| topic.group.to_string()),
    };
    let each: Option<Vec<String>> = names.iter().map(|name| path(name)).collect();
    each.or_else(|| path(&names.join(" ")).map(|path| vec![path]))
}
