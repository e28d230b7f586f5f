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

/// What a format is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A document, for people to read.
    People,
    /// Records, for programs.
    Records,
    /// The answer itself, for programs.
    Json,
    /// Contacts, for address books.
    Contacts,
}

impl Format {
    /// What it is made from.
    pub fn class(self) -> Class {
        match self {
            Self::Table | Self::Plain | Self::Markdown | Self::Html => Class::People,
            Self::Jsonl | Self::Csv | Self::Tsv => Class::Records,
            Self::Json => Class::Json,
            Self::Vcard => Class::Contacts,
        }
    }

    /// Whether it is drawn for people to read.
    pub fn is_for_people(self) -> bool {
        self.class() == Class::People
    }

    /// Whether it is made of records.
    pub fn is_records(self) -> bool {
        self.class() == Class::Records
    }

    /// The word that `--format` takes for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Plain => "plain",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Vcard => "vcard",
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_called_what_the_command_line_calls_it() {
        for format in Format::value_variants() {
            let value = format.to_possible_value().expect("a name");
            assert_eq!(value.get_name(), format.name());
        }
    }
}
