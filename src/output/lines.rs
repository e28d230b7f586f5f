//! A line of a document as text with roles, in which what belongs together is joined.

use super::document::{Line, Span, spaced};
use super::style::{self, Role};
use super::text::{JOINER, safe_in, width};

/// Between pieces of a line that are aligned with those of other lines.
const APART: &str = "   ";

/// A piece no wider than this stays on one line.
const PIECE: usize = 24;

/// Citations no wider than this stay on one line.
const CITATION: usize = 16;

/// And so do commands.
const COMMAND: usize = 40;

/// What stays on one line with what stands before it.
const TOGETHER: [(&str, &str); 5] = [
    (" §", "\u{a0}§"),
    (" s. ", "\u{a0}s.\u{a0}"),
    (" mg", "\u{a0}mg"),
    (" mcg", "\u{a0}mcg"),
    (" · ", "\u{a0}· "),
];

/// The line as text with its roles, that may be wrapped.
pub fn marked(line: &Line<'_>, ascii: bool) -> String {
    marked_as(line, ascii, None)
}

/// The same; what has no role of its own has this one.
pub fn marked_as(line: &Line<'_>, ascii: bool, otherwise: Option<Role>) -> String {
    let mut out = String::new();
    let mut gap = false;
    for (space, span) in spaced(line) {
        out.push_str(if space { " " } else { "" });
        let role = match span {
            Span::Text(_) | Span::Soft(_) | Span::Cite(_) => otherwise,
            Span::Alert(_) => Some(Role::Warning),
            Span::Mark(mark) if mark.is_gap() => Some(Role::Gap),
            Span::Strong(_) | Span::Command(_) | Span::Mark(_) => Some(Role::Strong),
        };
        let text = span.text(ascii);
        let mut text = safe_in(&text, ascii).into_owned();
        if std::mem::replace(&mut gap, matches!(span, Span::Mark(mark) if mark.is_gap())) {
            // A gap's mark does not end a line.
            text = text.strip_prefix(' ').map_or(text.clone(), |rest| format!("{JOINER}{rest}"));
        }
        let whole = match span {
            Span::Cite(_) => CITATION,
            Span::Command(_) => COMMAND,
            _ => 0,
        };
        if width(&text) <= whole {
            text = text.replace(' ', "\u{a0}");
        }
        let text = together(text);
        style::push(&mut out, &text, role);
    }
    if out.contains(" (") {
        out = with_comparators(&out);
    }
    if out.contains(APART) { kept_together(&out) } else { out }
}

/// A figure and its comparator in parentheses stay on one line: `35 (5)`.
fn with_comparators(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut pieces = text.split(" (");
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let figure = out.chars().rev().find(|it| !style::is_role(*it));
        let figure = figure.is_some_and(|it| it.is_ascii_digit());
        let comparator = piece.chars().find(|it| !style::is_role(*it));
        let comparator = comparator.is_some_and(|it| it.is_ascii_digit() || "<>".contains(it));
        out.push(if figure && comparator { JOINER } else { ' ' });
        out.push('(');
        out.push_str(piece);
    }
    out
}

/// The text with what belongs together on one line.
pub fn together(mut text: String) -> String {
    for (apart, together) in TOGETHER {
        if text.contains(apart) {
            text = text.replace(apart, together);
        }
    }
    text
}

/// Pieces of a line that stand far apart are aligned with those of other lines, and stay whole.
fn kept_together(text: &str) -> String {
    let pieces = text.split(APART).map(|piece| {
        let (start, end) = (piece.trim_start(), piece.trim());
        if width(end) > PIECE {
            return piece.to_owned();
        }
        let before = &piece[..piece.len() - start.len()];
        format!("{before}{}{}", end.replace(' ', "\u{a0}"), &start[end.len()..])
    });
    pieces.collect::<Vec<_>>().join(APART)
}
