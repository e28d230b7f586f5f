//! A record that stays encoded until somebody looks at it. Answering for one drug then costs one
//! drug, however many there are.

use std::cell::OnceCell;
use std::fmt;
use std::ops::Deref;

use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::text::Text;

/// A record that can be found by its names without being decoded.
pub trait Named {
    /// Its id.
    fn id(&self) -> Text;

    /// Every other name that stands for it.
    fn other_names(&self) -> Vec<Text> {
        Vec::new()
    }
}

/// A record of a dataset: read from TOML it is there; from the binary it is decoded at first sight.
#[derive(Clone)]
pub struct Lazy<T> {
    id: Text,
    // Most records have none, and then need no room for them.
    other_names: Vec<Text>,
    encoded: &'static [u8],
    // In a box of its own, so that a record that nobody looks at takes no room.
    decoded: OnceCell<Box<T>>,
}

impl<T: Named> Lazy<T> {
    /// A record that is there already.
    pub fn new(record: T) -> Self {
        let (id, other_names) = (record.id(), record.other_names());
        Self { id, other_names, encoded: &[], decoded: OnceCell::from(Box::new(record)) }
    }
}

impl<T> Lazy<T> {
    /// The record's id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The record's id, and every other name that stands for it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.id).chain(&self.other_names).map(Text::as_str)
    }
}

impl<T: Named> From<T> for Lazy<T> {
    fn from(record: T) -> Self {
        Self::new(record)
    }
}

impl<T: Deserialize<'static>> Deref for Lazy<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.decoded.get_or_init(|| match postcard::from_bytes(self.encoded) {
            Ok(record) => Box::new(record),
            // The bytes were encoded by this program's own build; a test decodes every one of them.
            Err(error) => unreachable!("the record {} is damaged: {error}", self.id()),
        })
    }
}

impl<T: fmt::Debug> fmt::Debug for Lazy<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.decoded.get() {
            Some(record) => record.fmt(f),
            None => f.debug_list().entries(self.names()).finish(),
        }
    }
}

impl<T: Serialize + Deserialize<'static>> Serialize for Lazy<T> {
    // For people it is the record; in the binary it stays encoded, behind its names.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return (**self).serialize(serializer);
        }
        let encoded;
        let bytes = match self.decoded.get() {
            Some(record) => {
                encoded = postcard::to_allocvec(&**record).map_err(S::Error::custom)?;
                encoded.as_slice()
            }
            None => self.encoded,
        };
        (&self.id, &self.other_names, bytes).serialize(serializer)
    }
}

impl<'de: 'static, T> Deserialize<'de> for Lazy<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (id, other_names, encoded): (Text, Vec<Text>, &'static [u8]) =
            Deserialize::deserialize(deserializer)?;
        Ok(Self { id, other_names, encoded, decoded: OnceCell::new() })
    }
}
