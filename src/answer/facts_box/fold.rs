//! What of the facts boxes a screen has room for.

use super::{FactsBox, benefit};
use crate::answer::Words;
use crate::answer::figures::{OutcomeView, leading};

/// How many adverse reactions of a table are shown unasked.
const HARMS: usize = 8;

/// What is left out of the boxes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    pub outcomes: usize,
    pub harms: usize,
}

/// What a box may leave out: an outcome or a table of harms.
struct Part {
    /// How soon it is shown, the place of its endpoint or its table, and that of its box.
    rank: (u8, usize, usize),
    at: usize,
    index: usize,
    is_harms: bool,
    /// About how many lines it takes.
    lines: usize,
}

/// How many lines a box takes without its rows.
const HEAD: usize = 7;

/// How many trials are shown as boxes unasked; those behind them take a line.
const TRIALS: usize = 2;

/// Leaves as much in the boxes as `lines` lines have room for: first the main endpoints of the first
/// topic, and the first table of harms; then the other main endpoints, the other tables, and the
/// rest, in the order of the dataset. What was measured again in other weeks is left out.
pub fn fold(boxes: &mut Vec<FactsBox<'_, '_>>, lines: usize, words: Words) -> LeftOut {
    let all: Vec<&OutcomeView<'_>> = boxes.iter().flat_map(|it| &it.outcomes).copied().collect();
    let any_main = all.iter().any(|it| it.main);
    let topic = all.iter().find(|it| it.main || !any_main).map(|it| it.topic);
    let leads = |it: &OutcomeView<'_>| Some(it.topic) == topic && (it.main || !any_main);
    let mut room = lines;
    let mut major = 0;
    for each in boxes.iter_mut().filter(|it| !it.outcomes.is_empty()) {
        each.minor = major == TRIALS || !each.outcomes.iter().any(|it| leads(it));
        major += usize::from(!each.minor);
        room = room.saturating_sub(if each.minor { 2 } else { HEAD });
    }
    let mut parts = Vec::new();
    for (at, each) in boxes.iter().enumerate().filter(|(_, it)| !it.minor) {
        for (index, outcome) in leading(&each.outcomes) {
            let rank = match outcome {
                it if leads(it) => 0,
                it if it.main => 2,
                _ => 4,
            };
            let endpoint = all.iter().position(|it| it.endpoint == outcome.endpoint);
            let rank = (rank, endpoint.unwrap_or(index), at);
            parts.push(Part { rank, at, index, is_harms: false, lines: height(outcome, words) });
        }
        for (index, harms) in each.harms.iter().enumerate() {
            let rank = (if harms.order == 0 { 1 } else { 3 }, harms.order, at);
            let head = if each.trial.is_some() { 3 } else { HEAD };
            let row = if words == Words::Plain { 2 } else { 1 };
            let lines = harms.shown.min(HARMS) * row + head;
            parts.push(Part { rank, at, index, is_harms: true, lines });
        }
    }
    parts.sort_by_key(|part| part.rank);
    // An endpoint is shown of all trials or of none.
    let kept = parts.chunk_by(|one, next| (one.rank.0, one.rank.1) == (next.rank.0, next.rank.1));
    let kept = kept.filter(|alike| {
        let lines = alike.iter().map(|part| part.lines).sum();
        let is_kept = alike.iter().any(|part| part.rank.0 < 2) || lines <= room;
        room = room.saturating_sub(if is_kept { lines } else { 0 });
        is_kept
    });
    let kept: Vec<&Part> = kept.flatten().collect();
    keep(boxes, &kept, leads)
}

/// Leaves the parts in the boxes, and counts the others.
fn keep(
    boxes: &mut Vec<FactsBox<'_, '_>>,
    parts: &[&Part],
    leads: impl Fn(&OutcomeView<'_>) -> bool,
) -> LeftOut {
    let mut left = LeftOut::default();
    for (at, each) in boxes.iter_mut().enumerate() {
        let has = |index: usize, is_harms: bool| {
            parts.iter().any(|it| (it.at, it.index, it.is_harms) == (at, index, is_harms))
        };
        let before = each.outcomes.len();
        if each.minor {
            let lead = each.outcomes.iter().copied().find(|it| leads(it));
            each.outcomes = lead.into_iter().collect();
        } else {
            let mut index = 0..;
            each.outcomes.retain(|_| index.next().is_some_and(|index| has(index, false)));
        }
        left.outcomes += before - each.outcomes.len();
        for (index, harms) in each.harms.iter_mut().enumerate() {
            let shown = if has(index, true) { harms.shown.min(HARMS) } else { 0 };
            left.harms += harms.shown - shown;
            harms.shown = shown;
        }
        each.harms.retain(|it| it.shown > 0);
    }
    boxes.retain(|it| !it.outcomes.is_empty() || !it.harms.is_empty());
    left
}

/// About how many lines an outcome takes: a row, or for patients a sentence.
fn height(outcome: &OutcomeView<'_>, words: Words) -> usize {
    if words == Words::Plain {
        return 4;
    }
    let label = benefit(outcome, Words::Professional).chars().count().div_ceil(LABEL);
    label + usize::from(outcome.results.iter().any(|it| it.interval().is_some()))
}

/// About how wide the label of a row is.
const LABEL: usize = 36;
