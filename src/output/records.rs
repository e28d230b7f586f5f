//! An answer as records for programs: one header, one row a thing, one value a column. CSV, TSV and
//! JSON Lines come straight from it.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

/// Records with their columns.
#[derive(Clone, Debug, Default)]
pub struct Records<'a> {
    pub columns: Vec<Cow<'a, str>>,
    pub rows: Vec<Vec<Value<'a>>>,
}

/// What stands in a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Unknown, or not applicable: an empty field, or `null`. Never 0.
    Null,
    Text(Cow<'a, str>),
    Whole(u64),
    Number(f64),
    Truth(bool),
}

impl<'a, T: Into<Cow<'a, str>>> From<T> for Value<'a> {
    fn from(text: T) -> Self {
        Self::Text(text.into())
    }
}

impl<'a> Value<'a> {
    /// The text, if there is one.
    pub fn text(text: Option<impl Into<Cow<'a, str>>>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(text.into()))
    }

    /// The number, if there is one.
    pub fn whole(number: Option<impl Into<u64>>) -> Self {
        number.map_or(Self::Null, |number| Self::Whole(number.into()))
    }

    /// The number, if there is one.
    pub fn number(number: Option<f64>) -> Self {
        number.map_or(Self::Null, Self::Number)
    }

    /// As it stands in a field of CSV.
    pub fn field(&self) -> Cow<'_, str> {
        match self {
            Self::Null => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Whole(number) => number.to_string().into(),
            Self::Number(number) => number.to_string().into(),
            Self::Truth(truth) => truth.to_string().into(),
        }
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_none(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Whole(number) => serializer.serialize_u64(*number),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Truth(truth) => serializer.serialize_bool(*truth),
        }
    }
}

impl<'a> Records<'a> {
    /// Records with these columns, and no row yet.
    pub fn new(columns: &[&'a str]) -> Self {
        Self { columns: columns.iter().map(|&column| column.into()).collect(), rows: Vec::new() }
    }

    /// Adds columns that are the same in every row.
    pub fn extend_all(&mut self, columns: &[(&'a str, Value<'a>)]) {
        for (name, value) in columns {
            self.columns.push((*name).into());
            for row in &mut self.rows {
                row.push(value.clone());
            }
        }
    }

    /// The records with these columns only, in this order.
    ///
    /// # Errors
    /// The first name that no column has.
    pub fn select(&self, names: &[String]) -> Result<Self, String> {
        let mut chosen = Vec::new();
        for name in names {
            let at = self.columns.iter().position(|column| column == name);
            chosen.push(at.ok_or_else(|| name.clone())?);
        }
        let pick = |row: &Vec<Value<'a>>| chosen.iter().map(|&at| row[at].clone()).collect();
        Ok(Self {
            columns: chosen.iter().map(|&at| self.columns[at].clone()).collect(),
            rows: self.rows.iter().map(pick).collect(),
        })
    }
}
