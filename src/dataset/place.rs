//! Where a value stands in the file it was read from, so that a mistake can be shown there.

use std::borrow::Borrow;
use std::fmt;
use std::ops::{Deref, Range};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use toml::Spanned;

use super::text::Text;

/// Which of the files that were read together a record stands in. It compares as if it were not there.
#[derive(Clone, Copy, Default)]
pub struct Piece {
    pub(in crate::dataset) file: usize,
}

impl Piece {
    /// The file with this number.
    pub fn new(file: usize) -> Self {
        Self { file }
    }

    /// The number of the file.
    pub fn file(self) -> usize {
        self.file
    }
}

impl PartialEq for Piece {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl fmt::Debug for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The built-in dataset stands in no file.
        f.write_str("Piece { file: 0 }")
    }
}

/// A value, and its bytes in its file. It compares, orders and prints as the value alone.
#[derive(Clone, Default)]
pub struct At<T> {
    pub(in crate::dataset) value: T,
    pub(in crate::dataset) start: u32,
    pub(in crate::dataset) end: u32,
}

impl<T> At<T> {
    /// A value that no file holds.
    pub fn nowhere(value: T) -> Self {
        Self { value, start: 0, end: 0 }
    }

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

impl<T: fmt::Debug> fmt::Debug for At<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The built-in dataset stands in no file.
        write!(f, "At {{ value: {:?}, start: 0, end: 0 }}", self.value)
    }
}

impl<T: Serialize> Serialize for At<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for At<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<T>::deserialize(deserializer)?;
        let number = |place| u32::try_from(place).unwrap_or(u32::MAX);
        let (start, end) = (number(spanned.span().start), number(spanned.span().end));
        Ok(Self { value: spanned.into_inner(), start, end })
    }
}
