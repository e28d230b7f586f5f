//! From a document, from records or from an answer to text: one file for each format. It knows
//! nothing of answers, of commands or of drugs.

pub mod csv;
pub mod document;
pub mod file;
pub mod html;
pub mod icons;
pub mod json;
pub mod markdown;
pub mod pager;
pub mod plain;
pub mod records;
pub mod style;
pub mod table;
pub mod tabular;
pub mod text;
pub mod vcard;

mod columns;
mod lines;
#[cfg(test)]
mod sweep;

use clap::ValueEnum;

use document::Document;

/// What `--format` accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Labels, boxes and tables, for a terminal
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
    /// Markdown with tables
    Markdown,
    /// A page that needs nothing else
    Html,
    /// A contact for telephones and mail programs; of `clinic` only
    Vcard,
}

impl Format {
    /// Whether it is drawn for people to read.
    pub fn is_for_people(self) -> bool {
        matches!(self, Self::Table | Self::Plain | Self::Markdown | Self::Html)
    }

    /// Whether it is made of records.
    pub fn is_records(self) -> bool {
        matches!(self, Self::Jsonl | Self::Csv | Self::Tsv)
    }
}

/// What a document is drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Screen {
    /// In columns.
    pub width: usize,
    pub color: bool,
    /// Whether it can show nothing but ASCII.
    pub ascii: bool,
}

/// Draws a document in a format for people, or not at all if the format is for programs.
pub fn draw(document: &Document<'_>, format: Format, screen: &Screen) -> Option<String> {
    match format {
        Format::Table => Some(table::draw(document, screen)),
        Format::Plain => Some(plain::draw(document, screen.ascii)),
        Format::Markdown => Some(markdown::draw(document)),
        Format::Html => Some(html::draw(document)),
        Format::Json | Format::Jsonl | Format::Csv | Format::Tsv | Format::Vcard => None,
    }
}
