//! Making text safe and fitting it into a width. Whatever goes to a terminal or into plain text goes
//! through [`safe`].

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

pub use crate::dataset::text::is_hidden;

/// Stands for a space at which no line is broken.
pub const JOINER: char = '\u{a0}';

/// How ASCII writes a character, where it has a way that nobody misreads. A letter of another
/// alphabet has none, and stays.
fn in_ascii(character: char) -> Option<&'static str> {
    Some(match character {
        JOINER | '\u{202f}' | '\u{2009}' => " ",
        '‐' | '‑' | '–' | '−' | '·' | '•' | '─' | '━' => "-",
        '—' => "--",
        '‘' | '’' | '′' => "'",
        '“' | '”' | '″' => "\"",
        '…' => "...",
        '›' | '»' => ">",
        '‹' | '«' => "<",
        '→' => "->",
        '←' => "<-",
        '↩' => "^",
        '≠' => "<>",
        '≤' => "<=",
        '≥' => ">=",
        '≈' => "~",
        '±' => "+/-",
        '×' => "x",
        '÷' | '⁄' => "/",
        '²' => "^2",
        '³' => "^3",
        '¹' => "^1",
        '½' => "1/2",
        '¼' => "1/4",
        '¾' => "3/4",
        '°' => " deg ",
        '§' => "s. ",
        '®' => "(R)",
        '™' => "(TM)",
        '©' => "(C)",
        '┃' | '│' => "|",
        '†' => "+",
        'α' => "alpha",
        'β' => "beta",
        'γ' => "gamma",
        'à' | 'á' | 'â' | 'ã' | 'å' => "a",
        'ä' => "ae",
        'ç' => "c",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ł' => "l",
        'ñ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ø' => "o",
        'ö' => "oe",
        // The prefix for a millionth as UCUM writes it.
        'µ' | 'μ' | 'ù' | 'ú' | 'û' => "u",
        'ü' => "ue",
        'ß' => "ss",
        _ => return None,
    })
}

/// The text with every character that a terminal would obey or hide spelled out instead.
pub fn safe(text: &str) -> Cow<'_, str> {
    safe_in(text, false)
}

/// The same; if it is to be ASCII, with typographic characters as ASCII writes them.
pub fn safe_in(text: &str, ascii: bool) -> Cow<'_, str> {
    // Nearly all text is nothing but ASCII without controls.
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if is_hidden(character) {
            out.extend(character.escape_unicode());
        } else if let Some(ascii) = in_ascii(character).filter(|_| ascii) {
            out.push_str(ascii);
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

/// The same, keeping the line breaks of a text of several lines.
pub fn safe_lines(text: &str, ascii: bool) -> String {
    let lines = text.trim_end().split('\n').map(|line| safe_in(line, ascii));
    lines.collect::<Vec<_>>().join("\n")
}

/// The address as a page may lead to it, if it leads to the web and nowhere else: with nothing in it that
/// could end it early.
pub fn link(address: &str) -> Option<String> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let odd = |character: char| character.is_whitespace() || is_hidden(character);
    if rest.is_empty() || rest.starts_with('/') || address.contains(odd) {
        return None;
    }
    let mut out = String::with_capacity(address.len());
    for character in address.chars() {
        if r#"<>"'`\{}|^"#.contains(character) {
            let _ = write!(out, "%{:02X}", u32::from(character));
        } else {
            out.push(character);
        }
    }
    Some(out)
}

/// How many columns a text takes.
pub fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

/// The text in lines of at most `columns` columns, broken between words only: a word that is wider
/// than that keeps its own line whole. Words that are joined stay on one line if they fit on one.
/// Runs of spaces inside a line stay.
pub fn wrap(text: &str, columns: usize, first: &str, rest: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = first.to_owned();
    let mut used = width(first);
    let (mut spaces, mut empty) = (0, true);
    let room = columns.saturating_sub(width(rest));
    let words = text.split(' ').flat_map(|word| {
        let apart = if width(word) > room { JOINER } else { ' ' };
        word.split(apart)
    });
    for (index, word) in words.enumerate() {
        spaces += usize::from(index > 0);
        if word.is_empty() {
            continue;
        }
        let wide = width(word);
        if empty {
            spaces = 0;
        } else if used + spaces + wide > columns {
            lines.push(std::mem::replace(&mut line, rest.to_owned()));
            used = width(rest);
            spaces = 0;
        }
        line.extend(std::iter::repeat_n(' ', spaces));
        line.push_str(word);
        used += spaces + wide;
        (spaces, empty) = (0, false);
    }
    line.truncate(line.trim_end_matches(' ').len());
    lines.push(line);
    lines
}

/// A text of several lines, each with the space before it kept, in lines of at most `columns` columns.
pub fn wrap_lines(text: &str, columns: usize) -> String {
    let lines = text.lines().flat_map(|line| {
        let rest = line.trim_start();
        let first = &line[..line.len() - rest.len()];
        wrap(rest, columns, first, &format!("{first}  "))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The width of the widest word.
pub fn widest_word(text: &str) -> usize {
    text.split(' ').map(width).max().unwrap_or(0)
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
    fn ascii_writes_typographic_characters_its_own_way_and_keeps_other_letters() {
        assert_eq!(
            safe_in("≥500 per µL – “AA1” § 2 · 77 °F \u{4e00}", true),
            ">=500 per uL - \"AA1\" s.  2 - 77  deg F \u{4e00}"
        );
        for code in 0..=0x2fff {
            if let Some(ascii) = char::from_u32(code).and_then(in_ascii) {
                assert!(ascii.is_ascii() && code > 0x7f, "{code:x}");
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
        for columns in 1..20 {
            let lines = wrap("BRAVE-AA1 and deuruxolitinib", columns, "", "  ");
            let words: Vec<&str> = lines.iter().flat_map(|line| line.split_whitespace()).collect();
            assert_eq!(words, ["BRAVE-AA1", "and", "deuruxolitinib"]);
        }
    }

    #[test]
    fn a_run_of_spaces_stays_inside_a_line_and_goes_where_a_line_ends() {
        assert_eq!(wrap("35 on 4 mg   22 on 2 mg", 40, "", ""), ["35 on 4 mg   22 on 2 mg"]);
        assert_eq!(wrap("35 on 4 mg   22 on 2 mg", 14, "", ""), ["35 on 4 mg", "22 on 2 mg"]);
        assert_eq!(wrap("", 14, "> ", ""), [">"]);
    }

    #[test]
    fn joined_words_part_only_where_no_line_holds_them() {
        assert_eq!(wrap("dose of 2\u{a0}mg now", 9, "", ""), ["dose of", "2\u{a0}mg now"]);
        assert_eq!(wrap("a jakref\u{a0}list\u{a0}here", 12, "", " "), ["a jakref", " list here"]);
    }
}
