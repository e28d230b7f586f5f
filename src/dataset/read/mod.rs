//! From a path to a dataset: files, the records in them, and every mistake with its place.

pub mod diagnostic;
pub mod files;
pub mod keys;
mod pieces;
mod records;

pub use records::{Broken, KINDS, Reading, read, read_from};

/// The longest name that is compared with others, in characters: it takes the square of its length.
pub const LONGEST_NAME: usize = 100;

/// The accepted name that is at most two letters away, one for short names.
pub fn nearest<'a>(name: &str, accepted: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let length = name.chars().count();
    if length > LONGEST_NAME {
        return None;
    }
    let allowed = if length <= 5 { 1 } else { 2 };
    accepted
        // Cheaper than measuring the distance, and enough for most.
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= allowed)
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|&(distance, _)| distance <= allowed)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}
