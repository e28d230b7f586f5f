//! A cell of the table: what one treatment answers to one topic, with the outcomes and the adverse
//! reactions that belong there.

use serde::{Serialize, Serializer};

use super::conflicts::ConflictView;
use super::explained::Explained;
use super::figures::{OutcomeView, ReactionsView, comparators};
use super::phrasing::bare;
use super::view::{Citations, StatementView, Words, lines, source_fields, statements};
use crate::dataset::model::{Dataset, Outcome, Topic, Treatment};
use crate::dataset::text::Text;
use crate::output::document::{Block, Line, Numbered, Span};
use crate::output::records::Value;

/// Which of the published figures of one trial are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Analyses {
    /// One set.
    Main,
    /// The others too.
    All,
}

impl Analyses {
    /// All of them if they are asked for.
    pub fn asked(all: bool) -> Self {
        if all { Self::All } else { Self::Main }
    }

    /// Whether the outcome is among them.
    pub fn show(self, outcome: &Outcome) -> bool {
        self == Self::All || !outcome.alternate
    }
}

/// What a treatment answers to a topic.
#[derive(Clone, Debug)]
pub struct CellView<'a> {
    pub topic: String,
    pub label: &'a str,
    pub plain_label: Option<&'a str>,
    /// The kind of gap, where nothing at all is known.
    pub gap: Option<&'static str>,
    pub statements: Vec<StatementView<'a>>,
    pub outcomes: Vec<OutcomeView<'a>>,
    pub reactions: Vec<ReactionsView<'a>>,
    /// Where the sources of the answer disagree.
    pub conflicts: Vec<ConflictView<'a>>,
}

/// A cell as JSON has it: with all that it says as one text too, put together only when asked for.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CellJson<'c, 'a> {
    topic: &'c str,
    label: &'c str,
    plain_label: Option<&'c str>,
    text: String,
    /// The same in plain words, where there are any.
    plain: Option<String>,
    gap: Option<&'static str>,
    statements: &'c [StatementView<'a>],
    outcomes: &'c [OutcomeView<'a>],
    reactions: &'c [ReactionsView<'a>],
    conflicts: &'c [ConflictView<'a>],
}

impl Serialize for CellView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let has_plain = self.statements.iter().any(|statement| statement.plain.is_some());
        let json = CellJson {
            topic: &self.topic,
            label: self.label,
            plain_label: self.plain_label,
            text: self.all_text(Words::Professional),
            plain: has_plain.then(|| self.all_text(Words::Plain)),
            gap: self.gap,
            statements: &self.statements,
            outcomes: &self.outcomes,
            reactions: &self.reactions,
            conflicts: &self.conflicts,
        };
        json.serialize(serializer)
    }
}

impl<'a> CellView<'a> {
    pub fn new(
        dataset: &'a Dataset,
        treatment: &'a Treatment,
        topic: &'a Topic,
        analyses: Analyses,
        citations: &mut Citations<'a>,
    ) -> Self {
        let path = topic.path();
        let outcomes: Vec<OutcomeView<'a>> = treatment
            .outcomes
            .iter()
            .filter(|outcome| outcome.topic.as_str() == path && analyses.show(outcome))
            .filter_map(|outcome| OutcomeView::new(dataset, treatment, outcome, citations))
            .collect();
        let reactions: Vec<ReactionsView<'a>> = treatment
            .reactions
            .iter()
            .filter(|reactions| reactions.topic.as_str() == path)
            .map(|reactions| ReactionsView::new(dataset, reactions, citations))
            .collect();
        let statements = statements(treatment.answer(topic), citations);
        let only_gaps = statements.iter().all(|statement| statement.gap.is_some());
        let nothing = only_gaps && outcomes.is_empty() && reactions.is_empty();
        let conflicts = treatment
            .conflicts
            .iter()
            .filter(|conflict| conflict.topic.as_str() == path)
            .map(|conflict| ConflictView::new(dataset, &treatment.id, conflict, citations))
            .collect();
        Self {
            topic: path,
            label: &topic.label,
            plain_label: topic.plain.as_deref().map(Text::as_str),
            gap: statements.first().filter(|_| nothing).and_then(|statement| statement.gap),
            statements,
            outcomes,
            reactions,
            conflicts,
        }
    }

    /// The columns of a cell's record.
    pub const COLUMNS: &'static [&'static str] =
        &["treatment", "group", "topic", "text", "gap", "sources", "sections"];

    /// The cell as a record.
    pub fn record(&self, treatment: &'a str, words: Words) -> Vec<Value<'a>> {
        let group = self.topic.split('.').next().unwrap_or_default().to_owned();
        let cited = self.statements.iter().flat_map(|statement| &statement.sources);
        let figures = self.outcomes.iter().flat_map(|outcome| &outcome.sources);
        let reactions = self.reactions.iter().flat_map(|reactions| &reactions.sources);
        let [sources, sections] = source_fields(cited.chain(figures).chain(reactions));
        vec![
            treatment.into(),
            group.into(),
            self.topic.clone().into(),
            self.all_text(words).into(),
            Value::text(self.gap),
            sources,
            sections,
        ]
    }

    /// All that the cell says, as one text without citations.
    pub fn all_text(&self, words: Words) -> String {
        let mut text = String::new();
        for line in self.lines(words) {
            text.push_str(if text.is_empty() { "" } else { " " });
            text.push_str(&bare(&line));
        }
        text
    }

    /// The topic's heading.
    pub fn heading(&self, words: Words) -> &'a str {
        match words {
            Words::Plain => self.plain_label.unwrap_or(self.label),
            Words::Professional => self.label,
        }
    }

    /// Whether it holds any figures.
    pub fn has_figures(&self) -> bool {
        !self.outcomes.is_empty() || !self.reactions.is_empty()
    }

    /// With what the drug was compared in the figures.
    pub fn comparators(&self) -> impl Iterator<Item = &'a str> {
        comparators(&self.outcomes, &self.reactions)
    }

    /// Draws the cell at full length. Professionals find the figures first; patients what they mean,
    /// the words explained that they use, the figures, and then the rest that is said.
    pub fn draw(&self, words: Words, explained: &[Explained<'_>], page: &mut Numbered<'_>) {
        let (lead, rest) = self.said(words);
        let several = lead.len() + rest.len() > 1 || !self.outcomes.is_empty();
        let item = |line| if several { Block::Item(line) } else { Block::Paragraph(line) };
        for line in lead {
            page.add(item(line));
        }
        for word in explained {
            page.add(Block::Paragraph(word.line()));
        }
        self.draw_figures(words, page);
        for line in rest {
            page.add(item(line));
        }
        for remark in self.remarks(words) {
            page.add(Block::Paragraph(remark));
        }
    }

    /// What is said before the figures, and what behind them. Patients read first what they mean,
    /// unless it is what is not known; professionals read the figures first.
    fn said(&self, words: Words) -> (Vec<Line<'a>>, Vec<Line<'a>>) {
        let mut lead = lines(&self.statements, words);
        let figures = !self.outcomes.is_empty() || !self.reactions.is_empty();
        let first = self.statements.iter().find(|statement| statement.plain.is_some());
        let before = match words {
            Words::Professional => 0,
            Words::Plain if figures => usize::from(first.is_some_and(|first| first.gap.is_none())),
            Words::Plain => lead.len(),
        };
        let rest = lead.split_off(before.min(lead.len()));
        (lead, rest)
    }

    fn draw_figures(&self, words: Words, page: &mut Numbered<'_>) {
        for outcome in &self.outcomes {
            page.add(Block::Item(outcome.line(words)));
        }
        for reactions in &self.reactions {
            reactions.draw(words, page);
        }
    }

    /// Which of the sources that disagree was chosen, and why.
    fn remarks(&self, words: Words) -> Vec<Line<'a>> {
        match words {
            Words::Professional => self.conflicts.iter().map(ConflictView::remark).collect(),
            Words::Plain => {
                self.conflicts.first().map(ConflictView::plain_remark).into_iter().collect()
            }
        }
    }

    /// The cell drawn for a column of a table, at full length.
    pub fn column(&self, words: Words) -> Vec<Line<'_>> {
        let mut lines = self.lines(words);
        lines.extend(self.remarks(words));
        lines
    }

    /// All that it says, in the order in which it is drawn.
    fn lines(&self, words: Words) -> Vec<Line<'_>> {
        let (lead, rest) = self.said(words);
        let outcomes = self.outcomes.iter().map(|outcome| outcome.line(words));
        let reactions = self.reactions.iter().flat_map(|reactions| reactions.lines(words));
        let figures = outcomes.chain(reactions);
        lead.into_iter().chain(figures).chain(rest).collect()
    }

    /// The cell drawn for a column in brief: the main figures and the short answers. A cell that
    /// has neither is drawn at full length.
    pub fn brief(&self, words: Words) -> Vec<Line<'_>> {
        let outcomes = self.outcomes.iter().filter(|outcome| outcome.main);
        let outcomes = outcomes.map(OutcomeView::brief_line);
        let reactions = self.reactions.first().into_iter().flat_map(ReactionsView::brief_lines);
        let shorts = self.statements.iter().filter_map(StatementView::short_line);
        let mut brief: Vec<Line> = outcomes.chain(reactions).chain(shorts).collect();
        if brief.is_empty() {
            return self.column(words);
        }
        if let Some(conflict) = self.conflicts.first() {
            let remark = ["(sources disagree: `", &conflict.command, "`)"].concat();
            brief.push(vec![Span::Soft(remark.into())]);
        }
        brief
    }
}
