//! Making text safe and fitting it into a width.

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};
use unicode_width::UnicodeWidthStr;

use crate::dataset::wording::is_hidden;

/// The text with every character that a terminal would obey or hide spelled out instead.
pub fn safe(text: &str) -> String {
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if is_hidden(character) {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// The same, keeping the line breaks of a text of several lines.
pub fn safe_lines(text: &str) -> String {
    text.split('\n').map(safe).collect::<Vec<_>>().join("\n")
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
