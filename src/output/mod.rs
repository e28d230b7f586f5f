//! From an answer to bytes: the document, and one file for each format that draws it.

pub mod document;
pub mod plain;
pub mod style;
pub mod table;
pub mod text;

use clap::ValueEnum;
use serde::Serialize;

use crate::commands::View;
use crate::terminal::Terminal;
use style::Style;

/// What `--format` accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Headings, boxes and tables, for a terminal
    Table,
    /// One record a line, no borders, no color, for a pipe
    Plain,
    /// One JSON object, stable
    Json,
}

/// Draws an answer in a format.
///
/// # Errors
/// If the view cannot be serialized, which would be a mistake in this program.
pub fn render<V: View>(view: &V, format: Format, terminal: Terminal) -> serde_json::Result<String> {
    Ok(match format {
        Format::Table => table::draw(
            &view.document().numbered(),
            terminal.width,
            Style::new(terminal.stdout_colour),
        ),
        Format::Plain => plain::draw(&view.document().numbered()),
        Format::Json => json(view)?,
    })
}

fn json(view: &impl Serialize) -> serde_json::Result<String> {
    let mut text = serde_json::to_string_pretty(view)?;
    text.push('\n');
    Ok(text)
}
