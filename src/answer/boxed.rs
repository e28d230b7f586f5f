//! The boxed warnings of several columns together.

use super::Words;
use super::cell::CellView;
use super::source::cited_briefly;
use crate::output::document::{Block, Span, line};

/// The boxed warnings of several columns: one line where they say the same, else a line each, behind
/// its name or, without one, its treatment. That of one alone is said to be of whom it is named.
pub fn boxed_together<'a>(
    cells: &[&CellView<'a>],
    names: &[String],
    words: Words,
) -> Option<Block<'a>> {
    let first = cells.first()?;
    let said = |cell: &CellView<'a>| cell.glance.first().map(|it| it.said(words).clone());
    let same = cells.iter().all(|cell| said(cell) == said(first));
    let title = first.heading(words);
    let all = match cells.len() {
        1 => names.first().cloned().unwrap_or_default(),
        2 => "both".to_owned(),
        3 => "all three".to_owned(),
        4 => "all four".to_owned(),
        more => format!("all {more}"),
    };
    if same {
        let mut line = line(said(first)?);
        let sources = cells.iter().filter_map(|it| it.glance.first()).flat_map(|it| &it.lead);
        line = cited_briefly(line, &sources.copied().collect::<Vec<_>>(), first.weakness());
        let title = match (title.ends_with('?'), all.as_str()) {
            (_, "") => title.to_owned(),
            (true, all) => format!("{title} ({all})"),
            (false, all) => format!("{title}, {all}"),
        }
        .into();
        return Some(Block::Boxed { title, body: vec![line], glance: true });
    }
    let lines = cells.iter().enumerate().filter_map(|(at, cell)| {
        let glance = cell.glance.first()?;
        let name = names.get(at).map_or(cell.treatment, String::as_str);
        let mut line = vec![Span::Strong(format!("{name}: ").into())];
        line.extend(glance.line(words, false));
        Some(line)
    });
    Some(Block::Boxed { title: title.to_owned().into(), body: lines.collect(), glance: true })
}
