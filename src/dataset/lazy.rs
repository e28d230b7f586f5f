//! What stays encoded until somebody looks at it. Answering for one drug then costs one drug,
//! however many there are.

use std::cell::OnceCell;
use std::fmt;
use std::ops::{Deref, DerefMut};

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

/// A value that stays encoded until somebody looks at it: read from TOML it is there; from the
/// binary it is decoded at first sight.
#[derive(Clone)]
pub struct Later<T> {
    encoded: &'static [u8],
    // In a box of its own, so that a value that nobody looks at takes no room.
    decoded: OnceCell<Box<T>>,
}

impl<T> From<T> for Later<T> {
    fn from(value: T) -> Self {
        Self { encoded: &[], decoded: OnceCell::from(Box::new(value)) }
    }
}

impl<T: Default> Default for Later<T> {
    fn default() -> Self {
        T::default().into()
    }
}

impl<T: Deserialize<'static>> Deref for Later<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.decoded.get_or_init(|| match postcard::from_bytes(self.encoded) {
            Ok(value) => Box::new(value),
            // The bytes were encoded by this program's own build; a test decodes every one of them.
            Err(error) => unreachable!("the built-in dataset is damaged: {error}"),
        })
    }
}

impl<T: Deserialize<'static>> DerefMut for Later<T> {
    fn deref_mut(&mut self) -> &mut T {
        // What is changed must be there first.
        let _: &T = &*self;
        match self.decoded.get_mut() {
            Some(value) => value,
            None => unreachable!("it was decoded in the line above"),
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Later<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.decoded.get().fmt(f)
    }
}

impl<T: Serialize + Deserialize<'static>> Serialize for Later<T> {
    // For people it is the value; in the binary it stays encoded.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return (**self).serialize(serializer);
        }
        match self.decoded.get() {
            Some(value) => {
                let encoded = postcard::to_allocvec(&**value).map_err(S::Error::custom)?;
                encoded.serialize(serializer)
            }
            None => self.encoded.serialize(serializer),
        }
    }
}

impl<'de: 'static, T: Deserialize<'de>> Deserialize<'de> for Later<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return T::deserialize(deserializer).map(Self::from);
        }
        let encoded = Deserialize::deserialize(deserializer)?;
        Ok(Self { encoded, decoded: OnceCell::new() })
    }
}

/// A record of a dataset, with its names at hand.
#[derive(Clone)]
pub struct Lazy<T> {
    id: Text,
    // Most records have none, and then need no room for them.
    other_names: Vec<Text>,
    record: Later<T>,
}

impl<T: Named> Lazy<T> {
    /// A record that is there already.
    pub fn new(record: T) -> Self {
        Self { id: record.id(), other_names: record.other_names(), record: record.into() }
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
        &self.record
    }
}

impl<T: fmt::Debug> fmt::Debug for Lazy<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.record.decoded.get() {
            Some(record) => record.fmt(f),
            None => f.debug_list().entries(self.names()).finish(),
        }
    }
}

impl<T: Serialize + Deserialize<'static>> Serialize for Lazy<T> {
    // In the binary its names stand before it.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return self.record.serialize(serializer);
        }
        (&self.id, &self.other_names, &self.record).serialize(serializer)
    }
}

impl<'de: 'static, T: Deserialize<'de>> Deserialize<'de> for Lazy<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (id, other_names, record) = Deserialize::deserialize(deserializer)?;
        Ok(Self { id, other_names, record })
    }
}
