//! The figures of the facts boxes as printed: percentages, counts, and which are our calculation.

use super::{Harms, Showing, benefit};
use crate::answer::figures::OutcomeView;
use crate::answer::phrasing::{capitalized, uncapitalized};
use crate::answer::source::{cited, cited_briefly};
use crate::dataset::model::Gap;
use crate::output::document::{Line, Span};

/// The figures of an outcome as printed, in words.
pub fn exactly<'a>(outcome: &OutcomeView<'a>, showing: Showing) -> Line<'a> {
    let label = benefit(outcome, showing.words);
    let shown: Vec<_> = outcome.results.iter().filter(|it| showing.arm(it.role)).collect();
    let mut text = String::new();
    for result in &shown {
        text += &format!(" {}: {}", capitalized(result.given()), result.exactly());
        let difference = outcome.difference.iter().find(|it| it.arm == result.arm);
        if let (Some(difference), Some(other)) = (difference, outcome.comparators().next()) {
            text += &format!("; difference from {} {}", other.name, difference.exactly());
        }
        text.push('.');
    }
    if let Some(gap) = outcome.interval_gap {
        text += match gap {
            Gap::NotReported => " Interval: the source gives none.",
            _ => " Interval: not read yet.",
        };
    }
    text += &format!(" From the {}.", outcome.figures_of());
    let line = vec![Span::Strong(format!("{label}.").into()), Span::Text(text.into())];
    let mut line = cited(line, &outcome.sources, outcome.weakness);
    line.extend(outcome.note(showing.words, true).map(|note| Span::Soft(note.into())));
    line
}

/// The harms of a table, an arm a line: percentages and counts, and which are our calculation.
pub fn exact_harms<'a>(harms: &Harms<'_, 'a>, showing: Showing) -> Vec<Line<'a>> {
    let table = harms.table;
    let arms = table.arms.iter().filter(|arm| showing.arm(arm.role));
    let arms = arms.map(|arm| {
        let rows = table.rows.0.iter().take(harms.shown);
        let shares = rows.filter_map(|(term, results)| {
            let result = results.iter().find(|result| result.arm == arm.id.as_str())?;
            let count = result.responders.map(|count| format!(" ({count})")).unwrap_or_default();
            let derived = if result.derived { ", our calculation" } else { "" };
            let term = uncapitalized(&table.called(term, showing.words));
            Some(format!("{term} {}%{count}{derived}", result.percent))
        });
        let shares: Vec<String> = shares.collect();
        let people = match &arm.n {
            Some(n) => format!("{n} people"),
            None => "number of people not recorded".to_owned(),
        };
        let lead = Span::Strong(format!("Harms on {} ({people}):", arm.name).into());
        let shares = Span::Text(format!(" {}.", shares.join("; ")).into());
        cited_briefly(vec![lead, shares], &table.sources, table.weakness)
    });
    let mut lines: Vec<Line<'a>> = arms.collect();
    if let (Some(last), Some(_)) = (lines.last_mut(), table.interval_gap) {
        last.push(Span::Text(" No intervals were read.".into()));
    }
    lines
}
