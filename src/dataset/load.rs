//! Which dataset answers: the built-in one or another, alone or with others laid over it. What is
//! read is checked; nothing is answered from a dataset with mistakes.

use std::fmt;
use std::path::{Path, PathBuf};

use super::check::{Now, check};
use super::diagnostic::{File, Files, Mistakes, Severity, render};
use super::files::{self, Unreadable};
use super::model::Dataset;
use super::read::{self, Reading};
use super::value::Date;
use super::{embedded, export, overlay};

/// How many mistakes are shown where an answer was asked for; `check` shows all.
const SHOWN: usize = 5;

/// The dataset that is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// Instead of the built-in one.
    pub data: Option<&'a Path>,
    /// Whether that stands in the environment, where it may have been forgotten.
    pub from_variable: bool,
    /// Laid over it, one after the other.
    pub overlays: &'a [PathBuf],
}

/// A dataset as it was read, with its mistakes.
pub struct Loaded {
    pub files: Files,
    pub dataset: Dataset,
    pub mistakes: Mistakes,
}

/// Why there is no dataset.
#[derive(Debug)]
pub enum Unloaded {
    Unreadable(Unreadable),
    /// The built-in dataset is damaged.
    Damaged(postcard::Error),
    /// It has mistakes, which are shown.
    Wrong(String),
}

impl fmt::Display for Unloaded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => error.fmt(f),
            Self::Damaged(error) => write!(f, "the built-in dataset is damaged: {error}"),
            Self::Wrong(mistakes) => f.write_str(mistakes),
        }
    }
}

impl From<Unreadable> for Unloaded {
    fn from(error: Unreadable) -> Self {
        Self::Unreadable(error)
    }
}

impl From<postcard::Error> for Unloaded {
    fn from(error: postcard::Error) -> Self {
        Self::Damaged(error)
    }
}

/// The dataset to answer from, as it stands today. It stays for as long as the process does.
///
/// # Errors
/// If it cannot be read, or has mistakes.
pub fn load(wanted: Wanted<'_>, today: Date) -> Result<&'static Dataset, Unloaded> {
    let mut dataset = if wanted.is_built_in() {
        embedded::load()?
    } else {
        let now = Now { today, max_age: None };
        let Loaded { files, mut dataset, mistakes } = read_and_check(wanted, now)?;
        if mistakes.count(Severity::Error) > 0 {
            return Err(Unloaded::Wrong(shown(wanted, &files, &mistakes)));
        }
        if !export::same(&dataset, &embedded::load()?) {
            dataset.standing.origin = Some(wanted.name());
        }
        dataset
    };
    dataset.standing.overdue = today > *dataset.header.review_due;
    Ok(Box::leak(Box::new(dataset)))
}

/// The dataset with its mistakes, whatever they are.
///
/// # Errors
/// If it cannot be read.
pub fn read_and_check(wanted: Wanted<'_>, now: Now) -> Result<Loaded, Unloaded> {
    let (mut files, mut reading) = if let Some(path) = wanted.data {
        let files = files::read_path(path).map_err(|error| wanted.explained(error))?;
        let reading = read::read(&files);
        (files, reading)
    } else {
        let built_in = File::new("the built-in dataset".to_owned(), String::new());
        (vec![built_in], Reading::of(embedded::load()?))
    };
    for path in wanted.overlays {
        let first = files.len();
        files.extend(files::read_path(path)?);
        overlay::lay(&mut reading, read::read_from(&files, first), &files, now.today);
    }
    let (dataset, mistakes) = check(&files, reading, Some(now));
    Ok(Loaded { files, dataset, mistakes })
}

impl<'a> Wanted<'a> {
    /// The same with another dataset in the place of its own.
    pub fn instead(self, path: &'a Path) -> Self {
        Self { data: Some(path), from_variable: false, ..self }
    }
}

impl Wanted<'_> {
    fn is_built_in(self) -> bool {
        self.data.is_none() && self.overlays.is_empty()
    }

    /// A line that says where the path comes from, if it was not typed.
    fn origin_of_path(self) -> &'static str {
        let is_typed = self.data.is_none() || !self.from_variable;
        if is_typed { "" } else { "\n  the path comes from JAKREF_DATA" }
    }

    fn explained(self, error: Unreadable) -> Unreadable {
        Unreadable { why: error.why + self.origin_of_path(), ..error }
    }

    /// What it is, as every answer from it says. It begins with a letter, whatever the path does.
    fn name(self) -> String {
        let base = match self.data {
            Some(path) => format!("read from {}", files::name(path)),
            None => "built-in".to_owned(),
        };
        match self.overlays {
            [] => base,
            paths => {
                let names: Vec<String> = paths.iter().map(|path| files::name(path)).collect();
                format!("{base}, with {} laid over it", names.join(", "))
            }
        }
    }

    /// The arguments that name it on the command line.
    fn arguments(self) -> String {
        let data = self.data.map(|path| format!(" {}", path.display()));
        let overlays = self.overlays.iter().map(|path| format!(" --overlay {}", path.display()));
        data.into_iter().chain(overlays).collect()
    }
}

fn shown(wanted: Wanted<'_>, files: &[File], mistakes: &Mistakes) -> String {
    let errors = mistakes.listed().iter().filter(|it| it.code.severity() == Severity::Error);
    let shown: Vec<String> = errors.take(SHOWN).map(|it| render(files, it)).collect();
    let count = mistakes.count(Severity::Error);
    let mistakes = if count == 1 { "a mistake" } else { "mistakes" };
    let rest = if count > SHOWN {
        format!(
            "
all {count} of them: jakref check{}
",
            wanted.arguments()
        )
    } else {
        String::new()
    };
    let shown = shown.join("\n");
    let origin = wanted.origin_of_path();
    format!("nothing is answered from a dataset with {mistakes}{origin}\n\n{shown}{rest}")
}
