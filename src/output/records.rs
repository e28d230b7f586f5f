//! An answer as records for programs: one header, one row a thing, one value a column. CSV, TSV and
//! JSON Lines come straight from it.

/// What stands in a column. Unknown or not applicable is null, never 0.
pub use serde_json::Value;

use itertools::Itertools as _;
use serde::Serialize;

/// A column of the records of some kind of thing: its name, and what it says of one.
pub type Column<T> = (&'static str, fn(&T) -> Value);

/// Records with their columns.
#[derive(Clone, Debug, Default)]
pub struct Records {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Value>>,
}

impl Records {
    /// Records with these columns, and no row yet.
    pub fn new(columns: &[&str]) -> Self {
        Self { columns: columns.iter().map(ToString::to_string).collect(), rows: Vec::new() }
    }

    /// A record for each of the things.
    pub fn of<T>(columns: &[Column<T>], things: impl Iterator<Item = T>) -> Self {
        let row = |thing: T| columns.iter().map(|(_, value)| value(&thing)).collect();
        let columns = columns.iter().map(|(name, _)| (*name).to_owned()).collect();
        Self { columns, rows: things.map(row).collect() }
    }

    /// A record for each of the things: of its JSON the fields with these names, which stand between
    /// commas. What has several parts is one text, parted by `; `.
    pub fn of_fields<T: Serialize>(names: &str, things: impl IntoIterator<Item = T>) -> Self {
        let things = things.into_iter();
        Self::of_json(names, things.map(|it| serde_json::to_value(it).unwrap_or_default()))
    }

    /// The same of JSON.
    pub fn of_json(names: &str, things: impl Iterator<Item = Value>) -> Self {
        let names: Vec<&str> = names.split(',').map(str::trim).collect();
        let row = |thing: Value| names.iter().map(|name| field(&thing, name)).collect();
        Self { rows: things.map(row).collect(), ..Self::new(&names) }
    }

    /// Adds columns that are the same in every row.
    pub fn extend_all(&mut self, columns: &[(&str, Value)]) {
        for (name, value) in columns {
            self.columns.push((*name).to_owned());
            for row in &mut self.rows {
                row.push(value.clone());
            }
        }
    }

    /// The records with these columns only, in this order; with all of them where none is named.
    ///
    /// # Errors
    /// The first name that no column has.
    pub fn select(self, names: &[String]) -> Result<Self, String> {
        if names.is_empty() {
            return Ok(self);
        }
        let at = |name: &String| {
            let at = self.columns.iter().position(|column| column == name.trim());
            at.ok_or_else(|| {
                let all = self.columns.join(", ");
                format!("no column is called `{}`\n  there are: {all}", name.trim())
            })
        };
        let chosen: Vec<usize> = names.iter().map(at).collect::<Result<_, _>>()?;
        let pick = |row: &Vec<Value>| chosen.iter().map(|&at| row[at].clone()).collect();
        Ok(Self {
            columns: chosen.iter().map(|&at| self.columns[at].clone()).collect(),
            rows: self.rows.iter().map(pick).collect(),
        })
    }
}

/// A field of a thing as one value, each part once. What cites sources has those under `sources`, and
/// under `sections` where in each of them.
fn field(thing: &Value, name: &str) -> Value {
    let (own, part) = if name == "sections" { ("sources", "section") } else { (name, "source") };
    let Value::Array(parts) = &thing[own] else { return thing[own].clone() };
    let once = parts.iter().unique();
    once.map(|it| it.as_str().or(it[part].as_str()).unwrap_or_default()).join("; ").into()
}
