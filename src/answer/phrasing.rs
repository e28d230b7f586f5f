//! Text as it stands in a sentence, in the words of the reader, and alone.

use super::Words;
use crate::output::document::{Line, Mark, Span};

/// The plain words for patients, where there are any.
pub fn in_words<'a>(words: Words, professional: &'a str, plain: Option<&'a str>) -> &'a str {
    plain.filter(|_| words == Words::Plain).unwrap_or(professional)
}

/// What must be known to read figures right, behind them: for patients always, else if it is asked.
pub fn noted(words: Words, asked: bool, note: Option<&str>, plain: Option<&str>) -> Option<String> {
    match words {
        Words::Plain => plain.map(|note| format!(" {note}")),
        Words::Professional => note.filter(|_| asked).map(|note| format!(" Note: {note}")),
    }
}

/// The text as it stands at the beginning of a sentence.
pub fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + characters.as_str()
}

/// The text as it stands inside a sentence; a name or an abbreviation keeps its capitals.
pub fn uncapitalized(text: &str) -> String {
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() || (first, second) == ('A', ' ') => {
            first.to_lowercase().to_string() + &text[first.len_utf8()..]
        }
        _ => text.to_owned(),
    }
}

/// The line as text alone: without citations, and with marks in words.
pub fn bare(line: &Line<'_>) -> String {
    let mut text = String::new();
    for span in line {
        match span {
            Span::Cite(_) | Span::Mark(Mark::Disagree) => {}
            Span::Mark(Mark::Weak(weakness)) => {
                text.truncate(text.trim_end().len());
                text += &format!(" ({})", weakness.words());
            }
            Span::Mark(mark) => text += &format!("[{}]", mark.meaning()),
            other => text += &other.text(false),
        }
    }
    text.truncate(text.trim_end().len());
    text
}

/// The parts as a list in words.
pub fn and(parts: &[impl AsRef<str>]) -> String {
    let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
    match parts.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => parts.concat(),
    }
}

/// The text as a sentence.
pub fn sentence(text: &str) -> String {
    format!("{}.", text.trim_end_matches('.'))
}
