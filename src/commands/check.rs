//! `jakref check`: every mistake in a dataset, each with its place and what to do.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::answer::{Answer, Failure, Sourced};
use crate::dataset::check::Now;
use crate::dataset::find::nearest;
use crate::dataset::load::{Loaded, Wanted, read_and_check};
use crate::dataset::read::diagnostic::{Code, Diagnostic, File, Severity, render};
use crate::output::document::{Block, Span, line};
use crate::output::records::Records;

/// A line longer than this is not shown whole, in bytes.
const LONGEST_LINE: usize = 2_000;

// What `check` is asked.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// A folder laid out like data/, a file, or -; the dataset in use unless given
    #[arg(conflicts_with = "data")]
    pub path: Option<PathBuf>,

    /// Fail if its sources were read longer ago than this, such as 90d
    #[arg(long = "max-age", value_name = "DAYS", value_parser = days)]
    pub max_age: Option<i64>,

    /// Explain why a rule exists instead; without a code, name those that there are
    #[arg(long = "explain", value_name = "CODE", num_args = 0..=1, default_missing_value = "")]
    #[arg(conflicts_with_all = ["path", "max_age"])]
    pub explain: Option<String>,
}

/// A number of days, such as `90d`.
fn days(text: &str) -> Result<i64, String> {
    let digits = text.strip_suffix('d').unwrap_or(text);
    let days = digits.parse().ok().filter(|days| *days >= 0);
    days.ok_or_else(|| "write a number of days, such as 90d".to_owned())
}

/// The mistakes in a dataset.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CheckAnswer {
    errors: usize,
    warnings: usize,
    /// How many of them are too many to be listed; there may be more.
    unlisted: usize,
    diagnostics: Vec<DiagnosticView>,
    /// How many treatments, records of their use, and sources were read.
    treatments: usize,
    indications: usize,
    /// How many sources were read.
    sources_read: usize,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct DiagnosticView {
    code: &'static str,
    severity: &'static str,
    file: String,
    /// From 1.
    line: usize,
    /// From 1, in characters.
    column: usize,
    message: String,
    help: Option<String>,
    /// The text of the line, cut off if it is very long, and how many bytes of it are meant.
    source: String,
    length: usize,
    #[serde(skip)]
    rendered: String,
}

impl DiagnosticView {
    fn new(files: &[File], found: &Diagnostic) -> Self {
        let file = files.get(found.piece.0.file);
        let place = file.map(|file| file.position(found.start()));
        let text = place.map_or("", |place| place.text);
        Self {
            code: found.code.id(),
            severity: found.code.severity().word(),
            file: file.map(|file| file.name.clone()).unwrap_or_default(),
            line: place.map_or(1, |place| place.line),
            column: place.map_or(1, |place| place.column),
            message: found.message.clone(),
            help: found.help.clone(),
            source: text[..text.floor_char_boundary(LONGEST_LINE)].to_owned(),
            length: found.span.len(),
            rendered: render(files, found),
        }
    }
}

/// Checks a dataset.
///
/// # Errors
/// If it cannot be read.
pub fn run(wanted: Wanted<'_>, now: Now) -> Result<Sourced<'static, CheckAnswer>, Failure> {
    let loaded = read_and_check(wanted, now);
    let Loaded { files, dataset, mistakes: found, .. } = loaded.map_err(Failure::Unable)?;
    Ok(Sourced::alone(CheckAnswer {
        errors: found.count(Severity::Error),
        warnings: found.count(Severity::Warning),
        unlisted: found.unlisted(),
        diagnostics: found.listed().iter().map(|it| DiagnosticView::new(&files, it)).collect(),
        treatments: dataset.treatments.len(),
        indications: dataset.indications.len(),
        sources_read: dataset.sources.len(),
    }))
}

impl Answer for CheckAnswer {
    fn has_colophon(&self) -> bool {
        false
    }

    const SCHEMA: &'static str = "check/2";

    fn draw<'a>(&'a self, page: &mut Vec<Block<'a>>) {
        for diagnostic in &self.diagnostics {
            page.push(Block::Verbatim(diagnostic.rendered.as_str().into()));
        }
        let things = [
            (self.errors, "error"),
            (self.warnings, "warning"),
            (self.treatments, "treatment"),
            (self.indications, "indication"),
            (self.sources_read, "source"),
        ];
        let [errors, warnings, treatments, indications, sources] = things
            .map(|(count, name)| format!("{count} {name}{}", if count == 1 { "" } else { "s" }));
        let unlisted = match self.unlisted {
            0 => String::new(),
            count => format!(" Mend those that are listed first: {count} more were seen."),
        };
        let text =
            format!("{errors}, {warnings} in {treatments}, {indications} and {sources}.{unlisted}");
        page.push(Block::Note(line(text)));
    }

    fn records(&self) -> Option<Records> {
        let names = "code,severity,file,line,column,message,help";
        Some(Records::of_fields(names, &self.diagnostics))
    }

    fn is_negative(&self) -> bool {
        self.errors > 0
    }
}

/// Why a rule exists.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExplainAnswer {
    code: &'static str,
    severity: &'static str,
    why: &'static str,
}

/// Explains the rule with this code.
///
/// # Errors
/// If no rule has the code.
pub fn explain(name: &str) -> Result<Sourced<'static, ExplainAnswer>, Failure> {
    let code = Code::find(name).ok_or_else(|| {
        let ids = Code::ALL.iter().map(|code| code.id());
        let near = nearest(name, ids.clone().map(|id| (id.to_owned(), vec![id.to_owned()])));
        let help = crate::answer::column::did_you_mean(&near);
        let all = ids.collect::<Vec<_>>().join(", ");
        let lead = match name {
            "" => "a rule has a code".to_owned(),
            name => format!("no rule has the code `{name}`{help}"),
        };
        Failure::Negative(format!("{lead}\n  there are: {all}"))
    })?;
    Ok(Sourced::alone(ExplainAnswer {
        code: code.id(),
        severity: code.severity().word(),
        why: code.why(),
    }))
}

impl Answer for ExplainAnswer {
    const SCHEMA: &'static str = "explain/2";

    fn has_colophon(&self) -> bool {
        false
    }

    fn draw<'a>(&'a self, page: &mut Vec<Block<'a>>) {
        let name = Span::Strong(self.code.into());
        let why = Span::Text(format!(" ({}): {}", self.severity, self.why).into());
        page.push(Block::Note(vec![name, why]));
    }
}
