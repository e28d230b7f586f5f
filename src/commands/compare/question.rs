//! A question with the answers of all columns, and the rows that it becomes.

use itertools::Itertools;
use serde::Serialize;

use crate::answer::brief;
use crate::answer::cell::CellView;
use crate::answer::comparability::Named;
use crate::answer::figures::OutcomeView;
use crate::answer::reactions::ReactionsView;
use crate::answer::source::Citations;
use crate::answer::{Depth, Ordered, Words};
use crate::dataset::model::{Scope, Topic};
use crate::output::document::{Line, Row, line};

/// How many adverse reactions of a column are told at a glance, and where they were asked for.
const REACTIONS: usize = 2;
const REACTIONS_ASKED: usize = 8;

/// A question and its answers.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Question<'a> {
    pub topic: String,
    group: &'a str,
    label: &'a str,
    plain_label: Option<&'a str>,
    /// By the treatment's id; with the regulator's behind an `@` where several are compared.
    cells: Ordered<CellView<'a>>,
    #[serde(skip)]
    brief: &'a str,
    /// Whether it is shown before everything else.
    #[serde(skip)]
    pub first: bool,
    /// Whether the list of treatments shows it.
    #[serde(skip)]
    listed: bool,
    #[serde(skip)]
    scope: Scope,
    #[serde(skip)]
    pub id: &'a str,
}

impl<'a> Question<'a> {
    /// The question with the answers of the columns.
    pub fn new(
        topic: &'a Topic,
        columns: &[Named<'a>],
        alternates: bool,
        citations: &mut Citations<'a>,
    ) -> Self {
        let cells = columns
            .iter()
            .map(|it| (it.key.clone(), CellView::new(it.column, topic, alternates, citations)));
        let cells: Vec<(String, CellView<'a>)> = cells.collect();
        let cell = cells.first().map(|(_, cell)| cell);
        Self {
            topic: topic.path(),
            group: &topic.group,
            label: cell.map_or(topic.label.as_str(), |it| it.label),
            plain_label: cell.and_then(|it| it.plain_label),
            brief: cell.map_or(topic.brief.as_str(), |it| it.brief),
            first: topic.first,
            listed: topic.column.is_some(),
            scope: *topic.scope,
            id: &topic.id,
            cells: Ordered(cells),
        }
    }

    /// What it is called.
    pub fn heading(&self, words: Words) -> &'a str {
        match words {
            Words::Plain => self.plain_label.unwrap_or(self.label),
            Words::Professional => self.brief,
        }
    }

    /// The answers of the columns.
    pub fn cells(&self) -> impl Iterator<Item = &CellView<'a>> {
        self.cells.0.iter().map(|(_, cell)| cell)
    }

    /// What the drugs were compared with, as `placebo or vehicle`.
    fn comparators(&self) -> String {
        let of_trials = self.cells().flat_map(CellView::comparators).map(str::to_owned);
        let of_harms = self.cells().filter_map(|cell| cell.reactions.first());
        of_trials.chain(of_harms.map(ReactionsView::comparator)).unique().join(" or ")
    }

    /// The rows of the question.
    pub fn rows(&self, words: Words, depth: Depth) -> Vec<Row<'a>> {
        if depth == Depth::Full || self.first {
            let cells = self.cells().map(|cell| {
                let glance =
                    if cell.has_figures() { Vec::new() } else { cell.glance_lines(words, true) };
                let lines = cell.lines(words, depth == Depth::Full);
                glance.into_iter().chain(lines).collect()
            });
            return vec![self.row(words, cells.collect())];
        }
        let endpoints = self.endpoints(depth);
        if !endpoints.is_empty() {
            return self.figures(&endpoints, words, depth);
        }
        if self.cells().any(|cell| !cell.reactions.is_empty()) {
            let most = if depth == Depth::Glance { REACTIONS } else { REACTIONS_ASKED };
            let cells = self.cells().map(|cell| {
                let lines = brief::reaction_lines(cell, words, most);
                if lines.is_empty() { cell.glance_lines(words, false) } else { lines }
            });
            let cells = cells.collect();
            return vec![self.of_100(words), self.sub("as listed".to_owned(), "listed", cells)];
        }
        let cells = self.cells().map(|cell| {
            let lines = cell.glance_lines(words, false);
            if lines.is_empty() { cell.lines(words, false) } else { lines }
        });
        vec![self.row(words, cells.collect())]
    }

    /// The heading over rows of figures.
    fn of_100(&self, words: Words) -> Row<'a> {
        let (heading, beside) = (self.heading(words), self.comparators());
        let text = match words {
            Words::Professional => format!("{heading}, of 100 ({beside})"),
            Words::Plain => format!("{heading} Of 100 people ({beside} in parentheses)"),
        };
        Row::new(self.topic.clone(), vec![vec![line(text)]])
    }

    fn row(&self, words: Words, cells: Vec<Vec<Line<'a>>>) -> Row<'a> {
        let heading = line(self.heading(words));
        Row::new(self.topic.clone(), std::iter::once(vec![heading]).chain(cells).collect())
    }

    /// The endpoints that are shown, with what they are called: at a glance the main ones; where the
    /// question was asked, those too that several columns have.
    fn endpoints(&self, depth: Depth) -> Vec<[&'a str; 3]> {
        let mut endpoints: Vec<[&'a str; 3]> = Vec::new();
        for outcome in self.cells().flat_map(|cell| &cell.outcomes) {
            let known = endpoints.iter().any(|[id, ..]| *id == outcome.endpoint);
            let asked = depth == Depth::Topic && self.is_shared(outcome.endpoint);
            if !known && (outcome.main || asked) {
                endpoints.push([outcome.endpoint, outcome.endpoint_label, outcome.endpoint_plain]);
            }
        }
        endpoints
    }

    /// Whether several columns have figures for an endpoint, or there is one column only.
    fn is_shared(&self, endpoint: &str) -> bool {
        let has = |cell: &&CellView<'a>| cell.outcomes.iter().any(|it| it.endpoint == endpoint);
        self.cells.0.len() == 1 || self.cells().filter(has).count() > 1
    }

    /// How many endpoints its rows leave out.
    pub fn endpoints_left_out(&self, depth: Depth) -> usize {
        let shown = self.endpoints(depth);
        let mut all: Vec<&str> =
            self.cells().flat_map(|cell| &cell.outcomes).map(|it| it.endpoint).collect();
        all.sort_unstable();
        all.dedup();
        if shown.is_empty() { 0 } else { all.len() - shown.len() }
    }

    /// A row an endpoint, then when and in whom it was measured.
    fn figures(&self, endpoints: &[[&'a str; 3]], words: Words, depth: Depth) -> Vec<Row<'a>> {
        let all = depth != Depth::Glance;
        let shown = self.cells().map(|cell| {
            let mut shown = brief::shown(cell, all);
            shown.retain(|it| endpoints.iter().any(|[id, ..]| *id == it.endpoint));
            (cell, shown)
        });
        let shown: Vec<(&CellView<'a>, Vec<&OutcomeView<'a>>)> = shown.collect();
        let mut rows = vec![self.of_100(words)];
        for (index, [id, label, plain]) in endpoints.iter().enumerate() {
            let cells = shown.iter().map(|(cell, outcomes)| {
                let own: Vec<_> =
                    outcomes.iter().filter(|it| it.endpoint == *id).copied().collect();
                match (own.is_empty(), outcomes.is_empty(), index) {
                    (false, ..) => brief::endpoint_lines(cell, outcomes, &own, words),
                    (true, false, _) => vec![line("no figure read")],
                    (true, true, 0) => cell.glance_lines(words, false),
                    (true, true, _) => Vec::new(),
                }
            });
            let name = if words == Words::Plain { plain } else { label };
            rows.push(self.sub((*name).to_owned(), id, cells.collect()));
        }
        let weeks = shown.iter().map(|(_, outcomes)| brief::weeks(outcomes));
        rows.push(self.sub("week".to_owned(), "week", weeks.collect()));
        let trials = shown.iter().map(|(cell, outcomes)| brief::trials(cell, outcomes));
        rows.push(self.sub("people, trial".to_owned(), "trial", trials.collect()));
        rows
    }

    fn sub(&self, label: String, id: &str, cells: Vec<Vec<Line<'a>>>) -> Row<'a> {
        let cells = std::iter::once(vec![line(label)]).chain(cells).collect();
        Row { sub: true, ..Row::new(format!("{} {id}", self.topic), cells) }
    }

    /// Whether it has main figures, or adverse reactions.
    fn is_measured(&self) -> [bool; 2] {
        let main = self.cells().any(|cell| cell.outcomes.iter().any(|it| it.main));
        [main, self.cells().any(|cell| !cell.reactions.is_empty())]
    }
}

/// How soon a screen has room for each of the questions: first what was measured of benefits and of
/// harms, then what the list of treatments shows, of the use before the thing itself, then the rest.
pub fn ranks(questions: &[&Question<'_>]) -> Vec<(u8, usize)> {
    let benefits = questions.iter().position(|it| it.is_measured()[0]);
    let rank = |(at, question): (usize, &&Question<'_>)| {
        let rank = match question {
            _ if Some(at) == benefits || question.is_measured()[1] => 0,
            it if it.listed && it.scope == Scope::Indication => 1,
            it if it.listed => 2,
            _ => 3,
        };
        (rank, at)
    };
    let mut ranks: Vec<(u8, usize)> = questions.iter().enumerate().map(rank).collect();
    ranks.sort_unstable();
    ranks
}

/// About how many lines a row takes where each column is so wide.
pub fn height(row: &Row<'_>, wide: usize) -> usize {
    let tall = |cell: &Vec<Line<'_>>| -> usize {
        let lines = cell.iter().map(|line| {
            let length: usize = line.iter().map(|span| span.text(false).chars().count()).sum();
            (length + 2).div_ceil(wide)
        });
        lines.sum()
    };
    row.cells.iter().skip(1).map(tall).max().unwrap_or(1).max(1)
}
