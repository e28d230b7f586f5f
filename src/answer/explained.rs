//! Words that the program itself puts beside figures, explained for patients in those of the glossary.

use itertools::Itertools as _;

use super::phrasing::capitalized;
use super::source::{Citations, cited};
use crate::dataset::find;
use crate::output::document::{Line, Span};

/// Each of the words once, with what it means; those that the glossary does not have are left out.
pub fn explained<'a, 'w>(
    words: impl Iterator<Item = &'w str>,
    citations: &mut Citations<'a>,
) -> Vec<Line<'a>> {
    let lines = words.unique().filter_map(|word| {
        let term = find::term(citations.dataset, word).ok()?;
        let word = Span::Strong(format!("{}:", capitalized(word)).into());
        let line = vec![word, Span::Text(format!(" {}", term.plain).into())];
        Some(cited(line, &citations.views(&term.cite), None))
    });
    lines.collect()
}
