//! The commands, one file each: its arguments, its answer, and how the one becomes the other.

pub mod about;
pub mod ask;
pub mod check;
pub mod clinic;
pub mod compare;
pub mod completions;
pub mod diff;
pub mod evidence;
pub mod export;
pub mod field;
pub mod gaps;
pub mod handout;
pub mod home;
pub mod list;
pub mod man;
pub mod schema;
pub mod search;
pub mod show;
pub mod site;
pub mod sources;
pub mod topics;

use crate::answer::column::{Column, Setting, did_you_mean};
use crate::answer::{Depth, Failure, Words};
use crate::cli::Reading;
use crate::dataset::find::{self, NotFound};
use crate::dataset::load::Consulted;
use crate::dataset::model::{Dataset, Topic};

/// Who asks, about what, and how much they want to read.
#[derive(Clone)]
pub struct Reader<'a> {
    pub consulted: &'a Consulted,
    pub dataset: &'a Dataset,
    pub setting: Setting<'a>,
    pub words: Words,
    pub full: bool,
    pub sources: bool,
}

impl<'a> Reader<'a> {
    /// The reader that these options describe.
    ///
    /// # Errors
    /// If the condition or a regulator is none of the dataset.
    pub fn new(consulted: &'a Consulted, reading: &Reading) -> Result<Self, Failure> {
        let dataset = consulted.dataset;
        let setting = Setting::find(dataset, reading.condition.as_deref(), &reading.regulators)?;
        let words = Words::asked(reading.patient);
        Ok(Self {
            consulted,
            dataset,
            setting,
            words,
            full: reading.full,
            sources: reading.sources,
        })
    }

    /// How much is shown of what was asked for: a glance where no topic was named.
    pub fn depth(&self, named: bool) -> Depth {
        match (self.full, named) {
            (true, _) => Depth::Full,
            (false, true) => Depth::Topic,
            (false, false) => Depth::Glance,
        }
    }

    /// The options that ask for the same again, for a command that is to be typed.
    pub fn options(&self) -> String {
        let patient = if self.words == Words::Plain { " --patient" } else { "" };
        format!("{}{patient}", self.setting.options(self.dataset))
    }

    /// The command for a column and what follows its name, as it is to be typed.
    pub fn command(&self, column: Column<'_>, rest: &str) -> String {
        let space = if rest.is_empty() { "" } else { " " };
        let patient = if self.words == Words::Plain { " --patient" } else { "" };
        let options = column.options(self.dataset);
        format!("jakref {}{space}{rest}{options}{patient}", column.treatment.id)
    }
}

/// The topics that these names stand for, each once, in the order of the dataset. Words come one by
/// one on a command line: where they are not all topics by their own names, they may be one name
/// together, such as "missed dose".
///
/// # Errors
/// If a name stands for no topic and no group.
pub fn named_topics<'a>(
    dataset: &'a Dataset,
    names: &[String],
) -> Result<Vec<&'a Topic>, NotFound> {
    let own = names.iter().map(|name| find::topics_by_own_name(dataset, name));
    let chosen = match own.collect::<Option<Vec<_>>>() {
        Some(topics) => topics.concat(),
        None => match find::topics(dataset, &names.join(" ")) {
            Ok(topics) => topics,
            Err(missing) => {
                let each: Result<Vec<_>, NotFound> =
                    names.iter().map(|name| find::topics(dataset, name)).collect();
                let last = |each: NotFound| {
                    if names.len() > 1 && each.suggestions.is_empty() { missing } else { each }
                };
                each.map_err(last)?.concat()
            }
        },
    };
    let wanted = |topic: &&Topic| chosen.iter().any(|it| std::ptr::eq(*it, *topic));
    Ok(dataset.topics.iter().filter(wanted).collect())
}

/// That a name stands for no topic: what may have been meant, and how to see what there is.
pub fn no_topic(missing: &NotFound) -> Failure {
    let suggestion = did_you_mean(&missing.suggestions);
    Failure::Negative(format!(
        "no topic is called `{}`{suggestion}\n  what can be asked: jakref topics",
        missing.name
    ))
}
