//! From an answer to bytes: the document and the records that it is, and one file for each format
//! that draws them.

pub mod csv;
pub mod document;
pub mod icons;
pub mod markdown;
pub mod plain;
pub mod records;
pub mod style;
pub mod table;
pub mod text;

use clap::ValueEnum;
use serde::Serialize;

use crate::commands::{Failure, View};
use crate::terminal::Terminal;
use document::{Block, Numbered, Page, line};
use markdown::Markdown;
use plain::Plain;
use records::Records;
use style::Style;
use table::Canvas;

/// What `--format` accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Headings, boxes and tables, for a terminal
    Table,
    /// One record a line, no borders, no color, for a pipe
    Plain,
    /// One JSON object, stable
    Json,
    /// One JSON object a record, stable
    Jsonl,
    /// Comma-separated records with a header, stable
    Csv,
    /// Tab-separated records with a header, stable
    Tsv,
    /// A page with tables
    Markdown,
}

impl Format {
    /// Whether it is drawn for people to read.
    pub fn is_for_people(self) -> bool {
        !self.is_records() && self != Self::Json
    }

    /// Whether it is made of records.
    pub fn is_records(self) -> bool {
        matches!(self, Self::Jsonl | Self::Csv | Self::Tsv)
    }
}

/// How an answer is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Drawing {
    pub format: Format,
    pub terminal: Terminal,
    /// Whether CSV and TSV begin with the names of their columns.
    pub header: bool,
}

/// Draws an answer.
///
/// # Errors
/// If the answer has no such format; if it cannot be serialized, which would be a mistake in this
/// program.
pub fn render<V: View>(view: &V, drawing: Drawing) -> Result<String, Failure> {
    let failed =
        |error: &dyn std::fmt::Display| Failure::Unable(format!("cannot draw the answer: {error}"));
    let text = match drawing.format {
        Format::Table => {
            let style = Style::new(drawing.terminal.stdout_colour);
            let mut page = Canvas::new(drawing.terminal.width, style);
            // A page that is kept lists them in full.
            let elsewhere = view.sources_elsewhere().filter(|_| drawing.terminal.interactive);
            draw(view, &mut page, elsewhere.as_deref());
            page.into_text()
        }
        Format::Plain => {
            let mut page = Plain::new();
            draw(view, &mut page, None);
            page.into_text(&view.colophon())
        }
        Format::Markdown => {
            let mut page = Markdown::default();
            draw(view, &mut page, None);
            page.into_text()
        }
        Format::Json => json(view).map_err(|error| failed(&error))?,
        Format::Jsonl => json_lines(&records(view)?).map_err(|error| failed(&error))?,
        Format::Csv => {
            csv::comma(&records(view)?, drawing.header).map_err(|error| failed(&error))?
        }
        Format::Tsv => csv::tab(&records(view)?, drawing.header),
    };
    Ok(text)
}

fn records<V: View>(view: &V) -> Result<Records<'_>, Failure> {
    view.records().ok_or_else(|| {
        let others = "table, plain, json, markdown";
        Failure::Unable(format!("this answer is not made of records\n  its formats are: {others}"))
    })
}

/// Draws the answer, the sources that it shows, and what travels with it. If the sources stand at full
/// length elsewhere, they are drawn in brief.
fn draw(view: &impl View, page: &mut dyn Page, elsewhere: Option<&str>) {
    let mut numbered = Numbered::new(page);
    view.draw(&mut numbered);
    let shown = numbered.shown();
    let sources = view.sources();
    for (index, source) in shown.iter().filter_map(|number| sources.get(number - 1)).enumerate() {
        let line = if elsewhere.is_some() { source.brief_line() } else { source.line() };
        page.source(index + 1, &line);
    }
    if let Some(command) = elsewhere {
        page.block(&Block::Note(line(format!(
            "Who publishes them, and where they are: the same with `--format plain`, or `{command}`"
        ))));
    }
    page.colophon(&view.colophon());
}

fn json(view: &impl Serialize) -> serde_json::Result<String> {
    let mut text = serde_json::to_string_pretty(view)?;
    text.push('\n');
    Ok(text)
}

/// An object a row, each with the names of its columns.
fn json_lines(records: &Records<'_>) -> serde_json::Result<String> {
    struct Object<'r, 'a>(&'r Records<'a>, &'r [records::Value<'a>]);

    impl Serialize for Object<'_, '_> {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_map(self.0.columns.iter().zip(self.1))
        }
    }

    let mut text = String::new();
    for row in &records.rows {
        text.push_str(&serde_json::to_string(&Object(records, row))?);
        text.push('\n');
    }
    Ok(text)
}
