//! `jakref check`: every mistake in a dataset, each with its place and what to do.

use serde::Serialize;

use super::{Failure, View};
use crate::dataset::check::Now;
use crate::dataset::diagnostic::{Code, Diagnostic, File, Severity, render};
use crate::dataset::load::{Loaded, Wanted, read_and_check};
use crate::output::document::{Block, Numbered, Span, line};
use crate::output::records::{Records as Rows, Value};

/// A line longer than this is not shown whole, in bytes.
const LONGEST_LINE: usize = 2_000;

/// The mistakes in a dataset.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CheckView {
    schema: &'static str,
    errors: usize,
    warnings: usize,
    /// How many of them are too many to be listed; there may be more.
    unlisted: usize,
    diagnostics: Vec<DiagnosticView>,
    /// How many treatments and sources were read.
    treatments: usize,
    sources: usize,
}

#[derive(Debug, Serialize)]
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
        let file = files.get(found.piece.file());
        let place = file.map(|file| file.position(found.piece.absolute(found.span.start)));
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
pub fn view(wanted: Wanted<'_>, now: Now) -> Result<CheckView, Failure> {
    let loaded = read_and_check(wanted, now);
    let Loaded { files, dataset, mistakes: found } =
        loaded.map_err(|error| Failure::Unable(error.to_string()))?;
    Ok(CheckView {
        schema: "jakref.check/1",
        errors: found.count(Severity::Error),
        warnings: found.count(Severity::Warning),
        unlisted: found.unlisted(),
        diagnostics: found.listed().iter().map(|it| DiagnosticView::new(&files, it)).collect(),
        treatments: dataset.treatments.len(),
        sources: dataset.sources.len(),
    })
}

impl View for CheckView {
    fn draw(&self, page: &mut Numbered<'_>) {
        for diagnostic in &self.diagnostics {
            page.add(Block::Verbatim(&diagnostic.rendered));
        }
        let things = [
            (self.errors, "error"),
            (self.warnings, "warning"),
            (self.treatments, "treatment"),
            (self.sources, "source"),
        ];
        let [errors, warnings, treatments, sources] = things
            .map(|(count, name)| format!("{count} {name}{}", if count == 1 { "" } else { "s" }));
        let unlisted = match self.unlisted {
            0 => String::new(),
            count => format!(" Mend those that are listed first: {count} more were seen."),
        };
        let text = format!("{errors}, {warnings} in {treatments} and {sources}.{unlisted}");
        page.add(Block::Note(line(text)));
    }

    fn records(&self) -> Option<Rows<'_>> {
        let mut records =
            Rows::new(&["code", "severity", "file", "line", "column", "message", "help"]);
        for found in &self.diagnostics {
            records.rows.push(vec![
                found.code.into(),
                found.severity.into(),
                found.file.as_str().into(),
                Value::whole(u64::try_from(found.line).ok()),
                Value::whole(u64::try_from(found.column).ok()),
                found.message.as_str().into(),
                Value::text(found.help.as_deref()),
            ]);
        }
        Some(records)
    }

    fn is_negative(&self) -> bool {
        self.errors > 0
    }
}

/// Why a rule exists.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExplainView {
    schema: &'static str,
    code: &'static str,
    severity: &'static str,
    why: &'static str,
}

/// Explains the rule with this code.
///
/// # Errors
/// If no rule has the code.
pub fn explain(name: &str) -> Result<ExplainView, Failure> {
    let code = Code::find(name).ok_or_else(|| {
        let ids = Code::ALL.iter().map(|code| code.id());
        let near = crate::dataset::read::nearest(name, ids.clone());
        let help = near.map(|near| format!("\n  did you mean {near}?")).unwrap_or_default();
        let all = ids.collect::<Vec<_>>().join(", ");
        Failure::Negative(format!("no rule has the code `{name}`{help}\n  there are: {all}"))
    })?;
    Ok(ExplainView {
        schema: "jakref.explain/1",
        code: code.id(),
        severity: code.severity().word(),
        why: code.why(),
    })
}

impl View for ExplainView {
    fn draw(&self, page: &mut Numbered<'_>) {
        let name = Span::Strong(self.code.into());
        let why = Span::Text(format!(" ({}): {}", self.severity, self.why).into());
        page.add(Block::Note(vec![name, why]));
    }
}
