//! Where a value stands in the file it was read from, so that a mistake can be shown there.

use std::borrow::Borrow;
use std::fmt;
use std::ops::{Deref, Range};

use super::text::Text;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Which of the files that were read together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A value, and its bytes in the file. It compares, orders and prints as the value alone.
#[derive(Clone, Debug, Default)]
pub struct At<T> {
    value: T,
    start: u32,
    end: u32,
}

impl<T> At<T> {
    /// The bytes that the value takes in its file; empty for a value that no file holds.
    pub fn span(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl<T> Deref for At<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: PartialEq> PartialEq for At<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for At<T> {}

impl<T: PartialOrd> PartialOrd for At<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<T: Ord> Ord for At<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.value.cmp(&other.value)
    }
}

impl Borrow<str> for At<Text> {
    fn borrow(&self) -> &str {
        &self.value
    }
}

impl<T: fmt::Display> fmt::Display for At<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: Serialize> Serialize for At<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for At<T> {
    // TOML can say where a value stands; the compact form in the binary cannot, and need not.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            let value = T::deserialize(deserializer)?;
            return Ok(Self { value, start: 0, end: 0 });
        }
        let (start, end, value) = Deserialize::deserialize(deserializer)?;
        Ok(Self { value, start, end })
    }
}
