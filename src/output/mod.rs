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
use records::Records;

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

/// What a format is made of, and how.
pub enum Made {
    /// A document, for people to read.
    Document(fn(&Document<'_>, &Screen) -> String),
    /// Records, with the line of their names or without.
    Records(fn(&Records, bool) -> Result<String, String>),
    /// The answer itself.
    Answer,
    /// Contacts, which few answers are made of.
    Contacts,
}

impl Format {
    /// What it is made of.
    pub fn made(self) -> Made {
        match self {
            Self::Table => Made::Document(table::draw),
            Self::Plain => Made::Document(|document, screen| plain::draw(document, screen.ascii)),
            Self::Markdown => Made::Document(|document, _| markdown::draw(document)),
            Self::Html => Made::Document(|document, _| html::draw(document)),
            Self::Csv => Made::Records(csv::comma),
            Self::Tsv => Made::Records(|records, header| Ok(csv::tab(records, header))),
            Self::Jsonl => Made::Records(|records, _| json::lines(records)),
            Self::Json => Made::Answer,
            Self::Vcard => Made::Contacts,
        }
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
