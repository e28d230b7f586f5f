//! What could not be read, so that nothing else is blamed for its absence.

use std::collections::HashSet;

use crate::dataset::place::{Aside, Piece};
use crate::dataset::read::{Broken, Reading};

/// What could not be read.
pub struct Lost<'a> {
    /// Whether a file could not be parsed, which may have held anything.
    anything: bool,
    /// The kinds of which a record was lost, and its id where that could be read.
    records: HashSet<(&'a str, Option<&'a str>)>,
    /// Where the records stand that were read in part: file, start and end, in order.
    parts: Vec<(usize, usize, usize)>,
}

impl<'a> Lost<'a> {
    pub fn new(reading: &'a Reading) -> Self {
        let broken = reading.broken.iter();
        let records = broken.clone().map(|lost| (lost.kind, lost.id.as_deref())).collect();
        let mut parts: Vec<_> = broken
            .map(|Broken { piece: Aside(at), span, .. }| {
                (at.file, at.start + span.start, at.start + span.end)
            })
            .collect();
        parts.sort_unstable();
        Self { anything: reading.unparsed, records, parts }
    }

    pub fn is_nothing(&self) -> bool {
        !self.anything && self.records.is_empty()
    }

    /// Whether the record that is not there may be one that could not be read.
    pub fn may_hold(&self, kind: &str, id: &str) -> bool {
        self.anything
            || self.records.contains(&(kind, None))
            || self.records.contains(&(kind, Some(id)))
    }

    /// Whether the place is in a record that was read in part.
    pub fn covers(&self, piece: Piece, place: usize) -> bool {
        let (file, place) = (piece.0.file, piece.0.start + place);
        let after = self.parts.partition_point(|&(lost, start, _)| (lost, start) <= (file, place));
        after
            .checked_sub(1)
            .and_then(|at| self.parts.get(at))
            .is_some_and(|&(lost, _, end)| lost == file && place < end)
    }
}
