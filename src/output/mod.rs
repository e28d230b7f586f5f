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
use document::{Numbered, Page};
use plain::Plain;
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
}

/// Draws an answer in a format.
///
/// # Errors
/// If the view cannot be serialized, which would be a mistake in this program.
pub fn render<V: View>(view: &V, format: Format, terminal: Terminal) -> serde_json::Result<String> {
    Ok(match format {
        Format::Table => {
            let mut page = Canvas::new(terminal.width, Style::new(terminal.stdout_colour));
            draw(view, &mut page);
            page.into_text()
        }
        Format::Plain => {
            let mut page = Plain::new();
            draw(view, &mut page);
            page.into_text(&view.colophon())
        }
        Format::Json => json(view)?,
    })
}

fn draw(view: &impl View, page: &mut dyn Page) {
    let mut numbered = Numbered::new(page);
    view.draw(&mut numbered);
    let shown = numbered.shown();
    let sources = view.sources();
    for (index, source) in shown.iter().filter_map(|number| sources.get(number - 1)).enumerate() {
        page.source(index + 1, &source.line());
    }
    page.colophon(&view.colophon());
}

fn json(view: &impl Serialize) -> serde_json::Result<String> {
    let mut text = serde_json::to_string_pretty(view)?;
    text.push('\n');
    Ok(text)
}
