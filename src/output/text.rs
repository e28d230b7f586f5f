//! Making text safe and fitting it into a width.

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};
use unicode_width::UnicodeWidthStr;

use crate::dataset::wording::is_hidden;

/// A text that grows by other texts, with every character that a terminal would obey or hide
/// spelled out instead.
#[derive(Default)]
pub struct Safe {
    text: String,
}

impl Safe {
    /// No text yet, and room for this many bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes) }
    }

    /// Adds text.
    pub fn push(&mut self, text: &str) {
        // Nearly all text is ASCII without controls. Looking at every byte, even after one that is
        // not, is what lets the compiler look at many at once.
        if text.bytes().fold(true, |plain, byte| plain & (0x20..0x7f).contains(&byte)) {
            self.text.push_str(text);
            return;
        }
        for character in text.chars() {
            if is_hidden(character) {
                self.text.extend(character.escape_unicode());
            } else {
                self.text.push(character);
            }
        }
    }

    /// Adds text of several lines.
    pub fn push_lines(&mut self, text: &str) {
        for (index, line) in text.trim_end().split('\n').enumerate() {
            if index > 0 {
                self.end();
            }
            self.push(line);
        }
    }

    /// Ends the line.
    pub fn end(&mut self) {
        self.text.push('\n');
    }

    /// Goes to the next field.
    pub fn tab(&mut self) {
        self.text.push('\t');
    }

    /// What it has grown to.
    pub fn into_text(self) -> String {
        self.text
    }
}

/// The text, safe.
pub fn safe(text: &str) -> String {
    let mut shown = Safe::default();
    shown.push(text);
    shown.into_text()
}

/// The same, keeping the line breaks of a text of several lines.
pub fn safe_lines(text: &str) -> String {
    let mut shown = Safe::default();
    shown.push_lines(text);
    shown.into_text()
}

/// The text in lines of at most `width` columns, broken between words only: a word that is wider
/// than that keeps its own line whole.
pub fn wrap(text: &str, width: usize, first: &str, rest: &str) -> Vec<String> {
    let options = Options::new(width)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
        .initial_indent(first)
        .subsequent_indent(rest);
    textwrap::wrap(text, options).into_iter().map(|line| line.trim_end().to_owned()).collect()
}

/// The width of the widest word.
pub fn widest_word(text: &str) -> usize {
    text.split(' ').map(UnicodeWidthStr::width).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_spelled_out() {
        assert_eq!(
            safe("a\u{1b}[31mb\u{202e}c\u{e9}\u{4e00}"),
            "a\\u{1b}[31mb\\u{202e}c\u{e9}\u{4e00}"
        );
    }

    #[test]
    fn words_are_never_cut() {
        for width in 1..20 {
            let lines = wrap("BRAVE-AA1 and deuruxolitinib", width, "", "  ");
            let words: Vec<&str> = lines.iter().flat_map(|line| line.split_whitespace()).collect();
            assert_eq!(words, ["BRAVE-AA1", "and", "deuruxolitinib"]);
        }
    }
}
