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
        if is_plain(text.as_bytes()) {
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

/// Whether there is nothing but ASCII without controls, as in nearly all text: looked at eight bytes
/// at a time.
fn is_plain(bytes: &[u8]) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    let look = |found: u64, eight: &[u8; 8]| {
        let eight = u64::from_le_bytes(*eight);
        // The high bit of each byte tells: not ASCII, below a space, or DEL.
        found | eight | eight.wrapping_sub(0x20 * ONES) | (eight ^ (0x7f * ONES)).wrapping_sub(ONES)
    };
    // The last eight bytes hold the rest, and some that were looked at already.
    let Some(last) = bytes.last_chunk::<8>() else {
        return bytes.iter().all(|byte| (0x20..0x7f).contains(byte));
    };
    let (eights, _) = bytes.as_chunks::<8>();
    eights.iter().fold(look(0, last), look) & HIGH == 0
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

/// A text of several lines, each with the space before it kept, in lines of at most `width` columns.
pub fn wrap_lines(text: &str, width: usize) -> String {
    let lines = text.lines().flat_map(|line| {
        let rest = line.trim_start();
        let first = &line[..line.len() - rest.len()];
        wrap(rest, width, first, &format!("{first}  "))
    });
    lines.collect::<Vec<_>>().join("\n")
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
    fn plain_text_is_what_holds_no_surprise_at_any_place() {
        for length in 0..20 {
            let plain = "a ~Z0".repeat(4)[..length].to_owned();
            assert!(is_plain(plain.as_bytes()), "{plain}");
            for at in 0..length {
                for surprise in [0, 0x1b, 0x1f, 0x7f, 0x80, 0xff] {
                    let mut bytes = plain.clone().into_bytes();
                    bytes[at] = surprise;
                    assert!(!is_plain(&bytes), "{surprise} at {at} of {length}");
                }
            }
        }
    }

    #[test]
    fn the_lines_of_a_text_are_wrapped_each_behind_its_own_space() {
        assert_eq!(
            wrap_lines("no such topic\n    tests (before, during, stop)", 24),
            "no such topic\n    tests (before,\n      during, stop)"
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
