//! Where a value stands in the file it was read from, so that a mistake can be shown there.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, Range};

use serde::{Deserialize, Deserializer, Serialize};
use toml::Spanned;

/// Where something stands. It compares as if it were not there, and prints as nowhere: the built-in
/// dataset, which is written so, stands in no file.
#[derive(Clone, Copy, Default)]
pub struct Aside<T>(pub T);

/// What a record was read from: which of the files that were read together, and from which byte of it
/// the places in the record are counted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Origin {
    pub file: usize,
    pub start: usize,
}

/// What a record was read from.
pub type Piece = Aside<Origin>;

impl<T> PartialEq for Aside<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> Eq for Aside<T> {}

impl<T> Hash for Aside<T> {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl<T: Default + fmt::Debug> fmt::Debug for Aside<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Aside({:?})", T::default())
    }
}

/// A value, and the bytes that it takes in its piece: start and end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct At<T> {
    pub(in crate::dataset) value: T,
    #[serde(skip)]
    pub(in crate::dataset) bytes: Aside<(u32, u32)>,
}

impl<T> At<T> {
    /// A value that no file holds.
    pub fn nowhere(value: T) -> Self {
        Self { value, bytes: Aside((0, 0)) }
    }

    /// The bytes that the value takes in its piece; empty for a value that no file holds.
    pub fn span(&self) -> Range<usize> {
        self.bytes.0.0 as usize..self.bytes.0.1 as usize
    }
}

impl<T> From<&At<T>> for Range<usize> {
    fn from(at: &At<T>) -> Self {
        at.span()
    }
}

impl<T> Deref for At<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Display> fmt::Display for At<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for At<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<T>::deserialize(deserializer)?;
        let number = |place| u32::try_from(place).unwrap_or(u32::MAX);
        let bytes = Aside((number(spanned.span().start), number(spanned.span().end)));
        Ok(Self { value: spanned.into_inner(), bytes })
    }
}
