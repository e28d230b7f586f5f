//! Where a value stands in the file it was read from, so that a mistake can be shown there.

use std::borrow::Borrow;
use std::fmt;
use std::ops::{Deref, Range};

use super::text::Text;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A piece of a file that is read by itself: a record, or the whole file. Places in it count from
/// its start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Piece {
    /// Which of the files that were read together.
    file: u32,
    start: u32,
}

impl Piece {
    /// The piece of a file that begins at this byte.
    pub fn new(file: usize, start: usize) -> Self {
        let number = |number| u32::try_from(number).unwrap_or(u32::MAX);
        Self { file: number(file), start: number(start) }
    }

    /// Which of the files it is in.
    pub fn file(self) -> usize {
        self.file as usize
    }

    /// The place in the file of a place in the piece.
    pub fn absolute(self, place: usize) -> usize {
        self.start as usize + place
    }
}

/// A value, and its bytes in the piece. It compares, orders and prints as the value alone.
#[derive(Clone, Debug, Default)]
pub struct At<T> {
    value: T,
    start: u32,
    end: u32,
}

impl<T> At<T> {
    /// A value that no file holds.
    pub fn nowhere(value: T) -> Self {
        Self { value, start: 0, end: 0 }
    }

    /// The bytes that the value takes in its piece; empty for a value that no file holds.
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
            return T::deserialize(deserializer).map(Self::nowhere);
        }
        let (start, end, value) = Deserialize::deserialize(deserializer)?;
        Ok(Self { value, start, end })
    }
}
