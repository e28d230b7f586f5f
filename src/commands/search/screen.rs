//! How much of what was found fits on a screen, and what stands together there.

use super::hit::Hit;
use crate::answer::cell::CellView;
use crate::output::document::{Line, Span};

/// How many hits a screen shows at most.
const FIRST: usize = 10;

/// How many lines of hits, headings and warnings leave room for all else on a screen of forty, and how many
/// characters of a hit fit on one, at 80 columns.
const ROWS: usize = 31;
const ROW: usize = 64;

/// The line without its citations, and without the spaces before them.
pub fn without_citations<'a>(line: &[Span<'a>]) -> Line<'a> {
    let mut bare = Line::new();
    for span in line {
        match (span, bare.last_mut()) {
            (Span::Cite(_), Some(Span::Text(text))) => *text = text.trim_end().to_owned().into(),
            (Span::Cite(_), _) => {}
            _ => bare.push(span.clone()),
        }
    }
    bare
}

/// How many hits fit on a screen; always one.
pub fn fitting(hits: &[Hit<'_>], boxed: &[CellView<'_>]) -> usize {
    let mut rows = 0;
    let mut last: Option<&Hit<'_>> = None;
    let fits = hits.iter().take(FIRST).take_while(|hit| {
        rows += match last {
            Some(last) if together(last, hit) => 0,
            Some(last) if section(last) == section(hit) => 2,
            _ => 3 + rows_of_boxed(boxed, hit),
        };
        let length = |line: &Line<'_>| -> usize {
            let spans = line.iter().filter(|span| !matches!(span, Span::Cite(_)));
            spans.map(|span| span.text(false).chars().count()).sum()
        };
        rows += hit.lines.iter().map(|line| length(line).div_ceil(ROW).max(1)).sum::<usize>();
        last = Some(hit);
        rows <= ROWS
    });
    fits.count().max(1)
}

/// How many lines the boxed warnings of the section take that the hit is in.
fn rows_of_boxed(boxed: &[CellView<'_>], hit: &Hit<'_>) -> usize {
    let own = boxed.iter().filter(|cell| is_of(cell, hit));
    let said: Vec<&str> =
        own.filter_map(|cell| cell.glance.first()).map(|it| it.text.as_str()).collect();
    let rows = |text: &&str| (text.chars().count() + 20).div_ceil(ROW);
    let same = said.windows(2).all(|pair| pair[0] == pair[1]);
    let rows: usize = said.iter().take(if same { 1 } else { said.len() }).map(rows).sum();
    if rows > 0 { rows + 1 } else { 0 }
}

/// Whether the cell is of the condition and the regulator that the hit is of.
pub fn is_of(cell: &CellView<'_>, hit: &Hit<'_>) -> bool {
    hit.condition == Some(cell.condition) && hit.regulator == Some(cell.regulator)
}

/// What it is said of that the hit says: a condition under a regulator.
pub fn section<'h>(hit: &'h Hit<'_>) -> (Option<&'h str>, Option<&'h str>) {
    (hit.condition, hit.regulator)
}

/// Whether two hits stand under one heading.
pub fn together(one: &Hit<'_>, other: &Hit<'_>) -> bool {
    one.heading == other.heading && section(one) == section(other)
}
