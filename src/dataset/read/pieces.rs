//! Cutting a file into its records before it is parsed: a list that is left open in one of them must
//! not swallow those behind it, and the parser needs thirty times the room of what it reads.

use std::ops::Range;

/// The most that is parsed in one piece, in bytes. The largest record of the shipped dataset takes
/// a twentieth of it.
pub const MOST_IN_A_PIECE: usize = 2 * 1024 * 1024;

/// The pieces of a file that can be read by themselves, each from its `[[record]]` or `[record]` up
/// to the next one, with the kind that its header names. `None` if the file has anything before the
/// first of them, or goes back to another record than its last: then only the whole means what it
/// says.
///
/// A line of a text or a list of several lines may look like the beginning of a record. The piece
/// before it then ends inside that value, and does not parse.
pub fn cut(text: &str) -> Option<Vec<(&str, Range<usize>)>> {
    let mut pieces: Vec<(&str, Range<usize>)> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let here = start;
        start += line.len();
        let line = line.trim_ascii();
        match header(line) {
            Some(Header::Record(name)) => {
                if let Some((_, last)) = pieces.last_mut() {
                    last.end = here;
                }
                pieces.push((name, here..text.len()));
            }
            Some(Header::Part(name)) if pieces.last().is_some_and(|(kind, _)| *kind == name) => {}
            Some(Header::Part(_)) => return None,
            None if pieces.is_empty() && !line.is_empty() && !line.starts_with('#') => return None,
            None => {}
        }
    }
    (!pieces.is_empty()).then_some(pieces)
}

enum Header<'a> {
    /// A record begins here, of this kind.
    Record(&'a str),
    /// A part of the last record of this kind begins here.
    Part(&'a str),
}

/// What begins with this line, if it is the header of a table and of nothing else.
fn header(line: &str) -> Option<Header<'_>> {
    let (list, rest) = match line.strip_prefix("[[") {
        Some(rest) => (true, rest),
        None => (false, line.strip_prefix('[')?),
    };
    let end = rest.find(']')?;
    let (path, rest) = rest.split_at(end);
    let rest = rest.strip_prefix(if list { "]]" } else { "]" })?.trim_ascii_start();
    let bare = |byte| matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.');
    if path.is_empty() || !path.bytes().all(bare) || !(rest.is_empty() || rest.starts_with('#')) {
        return None;
    }
    Some(match path.split_once('.') {
        Some((kind, _)) => Header::Part(kind),
        None => Header::Record(path),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn pieces(text: &str) -> Option<Vec<&str>> {
        cut(text).map(|pieces| pieces.into_iter().map(|(_, piece)| &text[piece]).collect())
    }

    #[test]
    fn a_record_goes_from_its_header_to_the_next_one() {
        let text =
            "# About\n\n[dataset]\ntitle = 1\n[[a]] # one\n[[a.b]]\n[a.c.d]\r\n  [[e]]\r\nx = [\n]";
        let parts =
            ["[dataset]\ntitle = 1\n", "[[a]] # one\n[[a.b]]\n[a.c.d]\r\n", "  [[e]]\r\nx = [\n]"];
        assert_eq!(pieces(text).as_deref(), Some(parts.as_slice()));
    }

    #[test]
    fn what_only_the_whole_can_tell_is_not_cut() {
        for text in ["", "# nothing\n", "a = 1\n[[b]]\n", "[[a]]\n[[b]]\n[[a.c]]\n", "[a.b]\n"] {
            assert_eq!(pieces(text), None, "{text}");
        }
    }

    #[test]
    fn what_looks_like_a_header_is_one_only_if_nothing_else_is_in_the_line() {
        for line in ["[1, 2],", "[[1], [2]]", "[[a]", "[a]]", "[[a]], 1", "[]", "[[\"a\"]]", "a"] {
            let text = format!("[[x]]\n{line}\n");
            assert_eq!(pieces(&text).map(|pieces| pieces.len()), Some(1), "{line}");
        }
    }
}
