//! Which dataset answers: the built-in one or another, alone or with others laid over it. What is
//! read is checked; nothing is answered from a dataset with mistakes.

use std::ops::Deref;
use std::path::{Path, PathBuf};

use super::built_in::DATASET;
use super::check::{Now, check};
use super::date::Date;
use super::model::Dataset;
use super::overlay;
use super::read::diagnostic::{File, Files, Mistakes, Severity, render};
use super::read::files;
use super::read::{self, Reading};

/// How many mistakes are shown where an answer was asked for; `check` shows all.
const SHOWN: usize = 5;

/// What the built-in dataset is called where a path may stand. A folder of that name is `./built-in`.
const BUILT_IN: &str = "built-in";

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
    /// What every answer must say of what was laid over it.
    pub cautions: Vec<String>,
}

/// The dataset that answers, and how it stands today.
#[derive(Clone, Debug)]
pub struct Consulted {
    pub dataset: &'static Dataset,
    /// Where it was read from; `None` if it is the built-in one, or says the same.
    pub origin: Option<String>,
    /// Whether its sources should have been read again by now.
    pub overdue: bool,
    /// What every answer must say of what was laid over it.
    pub cautions: Vec<String>,
}

impl Consulted {
    /// Where it comes from, as every answer says.
    pub fn origin(&self) -> &str {
        self.origin.as_deref().unwrap_or("built-in")
    }
}

impl Deref for Consulted {
    type Target = Dataset;
    fn deref(&self) -> &Dataset {
        self.dataset
    }
}

/// The dataset to answer from, as it stands today. It stays for as long as the process does.
///
/// # Errors
/// If it cannot be read, or has mistakes.
pub fn load(wanted: Wanted<'_>, today: Date) -> Result<Consulted, String> {
    if wanted.path().is_none() && wanted.overlays.is_empty() {
        return Ok(built_in(today));
    }
    let now = Now { today, max_age: None };
    let Loaded { files, dataset, mistakes, cautions } = read_and_check(wanted, now)?;
    if mistakes.count(Severity::Error) > 0 {
        return Err(shown(wanted, &files, &mistakes));
    }
    if dataset == DATASET {
        return Ok(Consulted { cautions, ..built_in(today) });
    }
    let (origin, overdue) = (Some(wanted.name()), today > *dataset.header.review_due);
    Ok(Consulted { dataset: Box::leak(Box::new(dataset)), origin, overdue, cautions })
}

/// The built-in dataset, as it stands today.
pub fn built_in(today: Date) -> Consulted {
    let overdue = today > *DATASET.header.review_due;
    Consulted { dataset: &DATASET, origin: None, overdue, cautions: Vec::new() }
}

/// The dataset with its mistakes, whatever they are.
///
/// # Errors
/// If it cannot be read.
pub fn read_and_check(wanted: Wanted<'_>, now: Now) -> Result<Loaded, String> {
    let (mut files, mut reading) = if let Some(path) = wanted.path() {
        let files = files::read_path(path).map_err(|why| why + wanted.origin_of_path())?;
        let reading = read::read(&files);
        (files, reading)
    } else {
        let built_in = File::new("the built-in dataset".to_owned(), String::new());
        (vec![built_in], Reading::of(DATASET.clone()))
    };
    for path in wanted.overlays {
        let first = files.len();
        files.extend(files::read_path(path)?);
        overlay::lay(&mut reading, read::read_from(&files, first), &files, now.today);
    }
    let cautions = std::mem::take(&mut reading.cautions);
    let (dataset, mistakes) = check(&files, reading, Some(now));
    Ok(Loaded { files, dataset, mistakes, cautions })
}

impl<'a> Wanted<'a> {
    /// The same with another dataset in the place of its own.
    pub fn instead(self, path: &'a Path) -> Self {
        Self { data: Some(path), from_variable: false, ..self }
    }

    /// Where to read it from, if it is not the built-in one.
    fn path(self) -> Option<&'a Path> {
        self.data.filter(|path| *path != Path::new(BUILT_IN))
    }

    /// A line that says where the path comes from, if it was not typed.
    fn origin_of_path(self) -> &'static str {
        let is_typed = self.path().is_none() || !self.from_variable;
        if is_typed { "" } else { "\n  the path comes from JAKREF_DATA" }
    }

    /// What it is, as every answer from it says. It begins with a letter, whatever the path does.
    pub fn name(self) -> String {
        let base = match self.path() {
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
        format!("\nall {count} of them: jakref check{}\n", wanted.arguments())
    } else {
        String::new()
    };
    let shown = shown.join("\n");
    let origin = wanted.origin_of_path();
    format!("nothing is answered from a dataset with {mistakes}{origin}\n\n{shown}{rest}")
}
