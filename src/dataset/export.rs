//! A dataset as a table of its own keys and values, and as TOML laid out as people write it, which
//! reads back to the same dataset.

use std::fmt::Write as _;

use toml::{Table, Value};

use super::model::Dataset;
use super::value::Date;

/// Lists of tables that are written in the record that they belong to, a table a line.
const INLINE: &[&str] = &["arms", "cite", "difference", "positions", "results", "rows"];

/// Keys of dates, which are written without quotes where the day is known.
const DATES: &[&str] = &["approved-on", "as-of", "date", "read", "review-due"];

/// Keys that need not be written where they are empty or false.
const UNSAID: &[&str] =
    &["aliases", "alternate", "cite", "compare", "derived", "difference", "first", "main"];

/// The kinds of records, in the order in which they are written.
pub const KINDS: &[&str] = &[
    "dataset",
    "group",
    "topic",
    "source",
    "endpoint",
    "treatment",
    "background",
    "term",
    "clinic",
];

/// The records of a kind under their own keys; the one of `dataset` is a table by itself. What a
/// record does not have is absent.
///
/// # Errors
/// None in practice: everything in a dataset has a form in TOML.
pub fn records(dataset: &Dataset, kind: &str) -> Result<Value, toml::ser::Error> {
    match kind {
        "dataset" => Value::try_from(&dataset.header),
        "group" => Value::try_from(&dataset.groups),
        "topic" => Value::try_from(&dataset.topics),
        "source" => Value::try_from(&dataset.sources),
        "endpoint" => Value::try_from(&dataset.endpoints),
        "treatment" => Value::try_from(&dataset.treatments),
        "background" => Value::try_from(&dataset.backgrounds),
        "term" => Value::try_from(&dataset.terms),
        "clinic" => Value::try_from(&dataset.clinics),
        _ => Ok(Value::Array(Vec::new())),
    }
}

/// The whole dataset, by kind.
///
/// # Errors
/// As [`records`].
pub fn table(dataset: &Dataset) -> Result<Table, toml::ser::Error> {
    KINDS.iter().map(|&kind| Ok((kind.to_owned(), records(dataset, kind)?))).collect()
}

/// Whether two datasets say the same.
pub fn same(one: &Dataset, other: &Dataset) -> bool {
    // Nearly all that differ do so here already.
    let sizes = |it: &Dataset| (it.sources.len(), it.treatments.len(), it.topics.len());
    let alike = |&kind: &&str| {
        records(one, kind).is_ok_and(|one| records(other, kind).is_ok_and(|other| one == other))
    };
    one.header.version == other.header.version
        && sizes(one) == sizes(other)
        && KINDS.iter().all(alike)
}

/// The table as TOML.
pub fn text(table: &Table) -> String {
    let mut out = String::new();
    for (kind, value) in table {
        match value {
            Value::Table(record) => write_table(&mut out, kind, record, "[", "]"),
            Value::Array(records) => {
                for record in records.iter().filter_map(Value::as_table) {
                    write_table(&mut out, kind, record, "[[", "]]");
                }
            }
            _ => {}
        }
    }
    out
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
        let path = format!("{path}.{key}");
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
    table.iter().filter(|(key, value)| !is_nothing(value) || !UNSAID.contains(&key.as_str()))
}

/// Whether the value says what its absence says.
pub fn is_nothing(value: &Value) -> bool {
    matches!(value, Value::Boolean(false)) || value.as_array().is_some_and(Vec::is_empty)
}
/// Whether the value is written under a header of its own.
fn is_apart(key: &str, value: &Value) -> bool {
    match value {
        Value::Table(_) => true,
        Value::Array(items) => !INLINE.contains(&key) && items.first().is_some_and(Value::is_table),
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
        Value::Array(items) if key != "cite" && items.first().is_some_and(Value::is_table) => {
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
