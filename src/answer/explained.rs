//! Words that the program itself puts beside figures, explained for patients in those of the glossary.

use super::phrasing::capitalized;
use super::source::{CitationView, Citations, cited};
use crate::dataset::find;
use crate::dataset::model::Dataset;
use crate::output::document::{Line, Span};

/// A word with what it means.
#[derive(Clone, Debug)]
pub struct Explained<'a> {
    word: String,
    plain: &'a str,
    sources: Vec<CitationView<'a>>,
}

/// Explains the words, each once; those that the glossary does not have are left out.
pub fn explained<'a, 'w>(
    dataset: &'a Dataset,
    words: impl Iterator<Item = &'w str>,
    citations: &mut Citations<'a>,
) -> Vec<Explained<'a>> {
    let mut all: Vec<Explained<'a>> = Vec::new();
    for word in words {
        if all.iter().any(|known| known.word == word) {
            continue;
        }
        if let Ok(term) = find::term(dataset, word) {
            let sources = citations.views(&term.cite);
            all.push(Explained { word: word.to_owned(), plain: &term.plain, sources });
        }
    }
    all
}

impl<'a> Explained<'a> {
    /// The word and its meaning as a line.
    pub fn line(&self) -> Line<'a> {
        let word = format!("{}:", capitalized(&self.word));
        let line = vec![Span::Strong(word.into()), Span::Text(format!(" {}", self.plain).into())];
        cited(line, &self.sources, None)
    }
}
