//! A dataset as a table of its own keys and values, and as TOML laid out as people write it, which
//! reads back to the same dataset.

use std::fmt::Write as _;

use serde::ser::{Error as _, SerializeMap};
use serde::{Serialize, Serializer};
use toml::ser::Error;
use toml::{Table, Value};

use super::date::Date;
use super::model::{Dataset, Header, Record};
use super::place::At;
use super::read::KINDS;

/// Lists of tables that are written in the record that they belong to, a table a line.
const INLINE: &[&str] = &[
    "arms",
    "cite",
    "difference",
    "glance",
    "on-cite",
    "otherwise",
    "positions",
    "results",
    "rows",
    "words",
];

/// Lists of citations, which are written in one line.
const CITATIONS: &[&str] = &["cite", "on-cite"];

/// Keys of dates, which are written without quotes where the day is known.
const DATES: &[&str] = &["as-of", "as-shown", "date", "on", "read", "review-due"];

/// Lists that must be written even where they are empty.
const ALWAYS: &[&str] = &["arms", "results", "rows", "sections", "statements", "strengths"];

/// The kind of which there is one record, without an id.
const HEADER: &str = "dataset";

/// The dataset as TOML, under this header.
///
/// # Errors
/// None in practice: everything in a dataset has a form in TOML.
pub fn text(dataset: &Dataset, header: &Header) -> Result<String, Error> {
    let mut out = String::new();
    write_table(&mut out, HEADER, &Table::try_from(header)?, "[", "]");
    for kind in KINDS.iter().filter(|kind| **kind != HEADER) {
        for record in dataset.records(kind) {
            write_table(&mut out, kind, &record.table()?, "[[", "]]");
        }
    }
    Ok(out)
}

/// The header, speaking for the newest day in the dataset: what was laid over it may be newer than it
/// was, and the export of both would be refused for that.
pub fn header(dataset: &Dataset) -> Header {
    let mut header = dataset.header.clone();
    let day = |date: &Option<At<Date>>| date.as_deref().copied();
    let sources = dataset.sources.iter();
    let sources = sources.flat_map(|it| [Some(*it.read), day(&it.date), day(&it.as_shown)]);
    let indications = dataset.indications.iter().flat_map(|it| {
        let positions = it.positions.iter().map(|position| day(&position.on));
        std::iter::once(day(&it.on)).chain(positions)
    });
    let newest = sources.chain(indications).flatten().max();
    if let Some(newest) = newest.filter(|newest| *newest > *header.as_of) {
        header.as_of = At::nowhere(newest);
    }
    header
}

/// The dataset as a map of its kinds, with this header.
pub struct Whole<'a>(pub &'a Dataset, pub Header);

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(KINDS.len()))?;
        for kind in KINDS {
            if *kind == HEADER {
                map.serialize_entry(kind, &self.1)?;
            } else {
                map.serialize_entry(kind, &self.0.records(kind))?;
            }
        }
        map.end()
    }
}

impl Serialize for dyn Record + '_ {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.table().map_err(S::Error::custom)?.serialize(serializer)
    }
}

/// Writes a table under its header: first its own values, then the tables in it.
fn write_table(out: &mut String, path: &str, table: &Table, open: &str, close: &str) {
    let gap = if out.is_empty() { "" } else { "\n" };
    let _ = writeln!(out, "{gap}{open}{path}{close}");
    for (key, value) in said(table).filter(|(key, value)| !is_apart(key, value)) {
        let _ = write!(out, "{key} = ");
        write_value(out, key, value);
        out.push('\n');
    }
    write_tables(out, path, table);
}

fn write_tables(out: &mut String, path: &str, table: &Table) {
    for (key, value) in table.iter().filter(|(key, value)| is_apart(key, value)) {
        let path = format!("{path}.{}", bare_or_quoted(key));
        match value {
            Value::Table(table) => write_tables(out, &path, table),
            Value::Array(tables) => {
                for table in tables.iter().filter_map(Value::as_table) {
                    write_table(out, &path, table, "[[", "]]");
                }
            }
            _ => {}
        }
    }
}

/// What of a table must be written.
fn said(table: &Table) -> impl Iterator<Item = (&String, &Value)> {
    table.iter().filter(|(key, value)| !is_nothing(value) || ALWAYS.contains(&key.as_str()))
}

/// A key as it is written: an id may have a dot in it.
fn bare_or_quoted(key: &str) -> String {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let is_bare = !key.is_empty() && key.bytes().all(bare);
    if is_bare { key.to_owned() } else { Value::String(key.to_owned()).to_string() }
}

/// Whether the value says what its absence says.
pub fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Boolean(value) => !value,
        Value::Array(items) => items.is_empty(),
        Value::Table(table) => table.is_empty(),
        _ => false,
    }
}

/// Whether the value is written under a header of its own.
fn is_apart(key: &str, value: &Value) -> bool {
    match value {
        _ if INLINE.contains(&key) => false,
        Value::Table(table) => !table.is_empty(),
        Value::Array(items) => items.first().is_some_and(Value::is_table),
        _ => false,
    }
}

fn write_value(out: &mut String, key: &str, value: &Value) {
    match value {
        Value::String(text) if DATES.contains(&key) && is_day(text) => out.push_str(text),
        // A percentage that is whole is written so.
        Value::Float(number) => {
            let _ = write!(out, "{number}");
        }
        Value::Array(items)
            if !CITATIONS.contains(&key) && items.first().is_some_and(Value::is_table) =>
        {
            out.push_str("[\n");
            for item in items {
                out.push_str("  ");
                write_value(out, key, item);
                out.push_str(",\n");
            }
            out.push(']');
        }
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                write_value(out, key, item);
            }
            out.push(']');
        }
        Value::Table(table) => {
            for (index, (key, value)) in said(table).enumerate() {
                let _ = write!(out, "{} {key} = ", if index > 0 { "," } else { "{" });
                // A list in a line stays in it.
                match value {
                    Value::Array(_) => write_value(out, "cite", value),
                    _ => write_value(out, key, value),
                }
            }
            out.push_str(" }");
        }
        other => {
            let _ = write!(out, "{other}");
        }
    }
}

fn is_day(text: &str) -> bool {
    Date::parse(text).is_some_and(Date::is_day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::built_in::DATASET;
    use crate::dataset::read::diagnostic::File;
    use crate::dataset::read::read;

    #[test]
    fn what_is_exported_reads_back_to_the_same_dataset() {
        let text = text(&DATASET, &DATASET.header).expect("TOML");
        let again = read(&[File::new("x".into(), text)]);
        assert!(again.mistakes.listed().is_empty(), "{:#?}", again.mistakes.listed());
        assert!(again.dataset == DATASET);
    }

    #[test]
    fn an_id_with_a_dot_is_one_key() {
        assert_eq!(bare_or_quoted("a-b"), "a-b");
        assert_eq!(bare_or_quoted("a.b"), "\"a.b\"");
    }
}
