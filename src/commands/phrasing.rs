//! Text as it stands in a sentence, in the words of the reader, and alone.

use super::view::Words;
use crate::output::document::{Line, Span};

/// The plain words for patients, where there are any.
pub fn in_words<'a>(words: Words, professional: &'a str, plain: Option<&'a str>) -> &'a str {
    plain.filter(|_| words == Words::Plain).unwrap_or(professional)
}

/// The text as it stands at the beginning of a sentence.
pub fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// The text as it stands inside a sentence; a name or an abbreviation keeps its capitals.
pub fn uncapitalized(text: &str) -> String {
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            let mut lower = String::with_capacity(text.len());
            lower.extend(first.to_lowercase());
            lower.push_str(&text[first.len_utf8()..]);
            lower
        }
        _ => text.to_owned(),
    }
}

/// The line as text without its citations.
pub fn bare(line: &Line<'_>) -> String {
    let mut text = String::new();
    for span in line.iter().filter(|span| !matches!(span, Span::Cite(_))) {
        span.pieces(|piece| text.push_str(piece));
    }
    text.truncate(text.trim_end().len());
    text
}
