//! A cell of the table: what a treatment answers to a topic - the glance, the statements, the
//! figures that belong there, and where sources disagree.

use itertools::Itertools as _;
use serde::{Serialize, Serializer};

use super::column::Column;
use super::conflict::ConflictView;
use super::figures::OutcomeView;
use super::phrasing::{and, bare, uncapitalized};
use super::reactions::ReactionsView;
use super::source::{CitationView, Citations, Weakness, cited_briefly, source_fields};
use super::statement::{GlanceView, StatementView, lines};
use super::{Depth, Words};
use crate::dataset::model::{Gap, Scope, Statement, Topic};
use crate::output::document::{Block, Line, Mark, Span, line};
use crate::output::records::{Column as Field, Records};

/// What a treatment answers to a topic.
#[derive(Clone, Debug)]
pub struct CellView<'a> {
    pub treatment: &'a str,
    pub condition: &'a str,
    pub regulator: &'a str,
    pub topic: String,
    pub label: &'a str,
    pub brief: &'a str,
    pub plain_label: Option<&'a str>,
    /// Whether it is shown before everything else.
    pub first: bool,
    /// The kind of gap, where nothing at all is known.
    pub gap: Option<Gap>,
    pub glance: Vec<GlanceView<'a>>,
    pub statements: Vec<StatementView<'a>>,
    pub outcomes: Vec<OutcomeView<'a>>,
    pub reactions: Vec<ReactionsView<'a>>,
    /// Where the sources of the answer disagree.
    pub conflicts: Vec<ConflictView<'a>>,
}

/// A cell as JSON has it: with all that it says as one text too.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CellJson<'c, 'a> {
    treatment: &'c str,
    condition: &'c str,
    regulator: &'c str,
    topic: &'c str,
    label: &'c str,
    plain_label: Option<&'c str>,
    glance: &'c [GlanceView<'a>],
    text: String,
    /// The same in plain words, where there are any.
    plain: Option<String>,
    gap: Option<Gap>,
    statements: &'c [StatementView<'a>],
    outcomes: &'c [OutcomeView<'a>],
    reactions: &'c [ReactionsView<'a>],
    conflicts: &'c [ConflictView<'a>],
}

impl Serialize for CellView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let has_plain = self.statements.iter().any(|statement| statement.plain.is_some());
        let json = CellJson {
            treatment: self.treatment,
            condition: self.condition,
            regulator: self.regulator,
            topic: &self.topic,
            label: self.label,
            plain_label: self.plain_label,
            glance: &self.glance,
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

#[cfg(test)]
impl schemars::JsonSchema for CellView<'_> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Cell".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        CellJson::json_schema(generator)
    }
}

/// The statements that answer a topic in a column: its own, or the gap that answers all else.
fn answers<'a>(column: Column<'a>, topic: &Topic) -> Vec<&'a Statement> {
    let Column { treatment, indication, .. } = column;
    let here = |statement: &&Statement| {
        statement.regulator.as_ref().is_none_or(|it| *it == indication.regulator)
    };
    let answers = match *topic.scope {
        Scope::Treatment => &treatment.answers,
        Scope::Indication => &indication.answers,
    };
    let own: Vec<&Statement> = answers.to(topic).iter().filter(here).collect();
    if own.is_empty() { indication.otherwise.iter().collect() } else { own }
}

/// Who was in the trials of these outcomes: `THRIVE-AA1 and THRIVE-AA2: adults with hair loss.`
fn people_of<'a>(outcomes: &[&OutcomeView<'a>], people: &str) -> Line<'a> {
    let (trials, sources): (Vec<&str>, Vec<_>) =
        outcomes.iter().map(|it| (it.trial_name, it.lead())).unique_by(|it| it.0).unzip();
    let people = uncapitalized(people.trim_end_matches('.'));
    let weakness = outcomes.first().and_then(|it| it.weakness);
    cited_briefly(line(format!("{}: {people}.", and(&trials))), &sources.concat(), weakness)
}

impl<'a> CellView<'a> {
    /// The cell of a column that answers a topic, with `alternates` of the figures of its trials that
    /// were published too.
    pub fn new(
        column: Column<'a>,
        topic: &'a Topic,
        alternates: bool,
        citations: &mut Citations<'a>,
    ) -> Self {
        let Column { treatment, indication, .. } = column;
        let path = topic.path();
        let (glances, conflicts) = match *topic.scope {
            Scope::Treatment => (&treatment.glance, &treatment.conflicts),
            Scope::Indication => (&indication.glance, &indication.conflicts),
        };
        let statements = answers(column, topic);
        let outcomes = indication.outcomes.iter();
        let outcomes =
            outcomes.filter(|it| it.topic.as_str() == path && (alternates || !it.alternate));
        let reactions = indication.reactions.iter().filter(|it| it.topic.as_str() == path);
        let here = glances.iter().filter(|it| {
            it.topic.as_str() == path
                && it.regulator.as_ref().is_none_or(|it| *it == indication.regulator)
        });
        let mut glance: Vec<GlanceView<'a>> =
            here.map(|glance| GlanceView::new(glance, citations)).collect();
        let views: Vec<StatementView<'a>> =
            statements.iter().map(|it| StatementView::new(it, citations)).collect();
        let outcomes: Vec<OutcomeView<'a>> =
            outcomes.filter_map(|it| OutcomeView::new(column, it, citations)).collect();
        let reactions: Vec<ReactionsView<'a>> =
            reactions.map(|it| ReactionsView::new(it, citations)).collect();
        let only_gaps = views.iter().all(|statement| statement.gap.is_some());
        let nothing = only_gaps && outcomes.is_empty() && reactions.is_empty();
        let gap = views.first().filter(|_| nothing).and_then(|statement| statement.gap);
        if let (Some(gap), Some(first), true) = (gap, statements.first(), glance.is_empty()) {
            glance.push(GlanceView::of_gap(gap, first, citations));
        }
        let conflicts = conflicts.iter().filter(|it| it.topic.as_str() == path);
        Self {
            treatment: &treatment.id,
            condition: &indication.condition,
            regulator: &indication.regulator,
            label: column.label(topic),
            brief: column.brief(topic),
            plain_label: column.plain(topic),
            first: topic.first,
            gap,
            glance,
            statements: views,
            outcomes,
            reactions,
            conflicts: conflicts.map(|it| ConflictView::new(column, it, citations)).collect(),
            topic: path,
        }
    }

    /// The cells as records.
    pub fn records<'v>(cells: impl Iterator<Item = &'v Self>, words: Words) -> Records
    where
        'a: 'v,
    {
        let columns: [Field<(&'v Self, Words)>; 10] = [
            ("treatment", |(it, _)| it.treatment.into()),
            ("condition", |(it, _)| it.condition.into()),
            ("regulator", |(it, _)| it.regulator.into()),
            ("group", |(it, _)| it.topic.split('.').next().into()),
            ("topic", |(it, _)| it.topic.as_str().into()),
            ("glance", |(it, words)| it.glance.iter().map(|it| it.bare(*words)).join("; ").into()),
            ("text", |(it, words)| it.all_text(*words).into()),
            ("gap", |(it, _)| it.gap.map(Gap::id).into()),
            ("sources", |(it, _)| source_fields(it.citations())[0].take()),
            ("sections", |(it, _)| source_fields(it.citations())[1].take()),
        ];
        Records::of(&columns, cells.map(|cell| (cell, words)))
    }

    /// Everything that the cell cites.
    fn citations(&self) -> impl Iterator<Item = &CitationView<'a>> {
        let said = self.statements.iter().flat_map(|it| &it.sources);
        let glance = self.glance.iter().flat_map(|it| &it.sources);
        let outcomes = self.outcomes.iter().flat_map(|it| &it.sources);
        said.chain(glance).chain(outcomes).chain(self.reactions.iter().flat_map(|it| &it.sources))
    }

    /// All that the cell says, as one text without citations.
    pub fn all_text(&self, words: Words) -> String {
        self.lines(words, false).iter().map(bare).join(" ")
    }

    /// The topic without its group.
    pub fn id(&self) -> &str {
        self.topic.rsplit('.').next().unwrap_or_default()
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
        self.outcomes.iter().flat_map(OutcomeView::comparators).map(|result| result.name)
    }

    /// The cell in a line or a few: the figures in brief, and the glance.
    pub fn glance_lines(&self, words: Words, sections: bool) -> Vec<Line<'a>> {
        let mut lines: Vec<Line<'a>> =
            self.glance.iter().map(|glance| glance.line(words, sections)).collect();
        if let Some(last) = lines.last_mut() {
            last.extend(self.disagreement());
        }
        lines
    }

    /// The mark of what sources disagree on.
    pub fn disagreement(&self) -> Option<Span<'static>> {
        (!self.conflicts.is_empty()).then_some(Span::Mark(Mark::Disagree))
    }

    /// The cell as a block for all readers to see first: the boxed warning. In its glance form, the
    /// last line names the command that shows every word; above an answer, one line is all.
    pub fn boxed(&self, words: Words, depth: Depth, command: &str) -> Block<'a> {
        let title = self.heading(words);
        let glance = depth != Depth::Full;
        let body = if glance {
            let mut body = self.glance_lines(words, false);
            body.truncate(if depth == Depth::Glance { 3 } else { 1 });
            body.push(vec![
                Span::Text("In full: ".into()),
                Span::Command(command.to_owned().into()),
            ]);
            body
        } else {
            lines(&self.statements, words, true)
        };
        Block::Boxed { title: title.into(), body, glance }
    }

    /// Draws the cell at the length of an answer to its question.
    pub fn draw(&self, words: Words, depth: Depth, page: &mut Vec<Block<'a>>) {
        let notes = depth == Depth::Full;
        let (lead, rest) = self.said(words, notes);
        let several = lead.len() + rest.len() > 1 || self.has_figures();
        let item = |line| if several { Block::Item(line) } else { Block::Paragraph(line) };
        page.extend(lead.into_iter().map(item));
        self.draw_outcomes(words, notes, page);
        for reactions in &self.reactions {
            reactions.draw(words, notes, page);
        }
        page.extend(rest.into_iter().map(item));
        if notes {
            for conflict in &self.conflicts {
                conflict.draw(self.label, page);
            }
        }
    }

    /// The outcomes. What several of them share - the people of the trials, what must be known to read
    /// them right - is said once.
    fn draw_outcomes(&self, words: Words, notes: bool, page: &mut Vec<Block<'a>>) {
        // Those of simply the people of their trial.
        let simply = |it: &OutcomeView<'_>| it.own_people(words).is_none();
        let mut told: Vec<&str> = Vec::new();
        let mut last: Option<String> = None;
        for outcome in &self.outcomes {
            let mut people = outcome.people(words);
            let shared = self.outcomes.iter().filter(|it| simply(it) && it.people(words) == people);
            let shared: Vec<_> = shared.collect();
            if simply(outcome) && shared.len() > 1 {
                if !told.contains(&people) {
                    told.push(people);
                    page.push(Block::Paragraph(people_of(&shared, people)));
                }
                people = outcome.ages;
            }
            let note = outcome.note(words, notes).filter(|note| last.as_ref() != Some(note));
            page.push(Block::Item(outcome.line_of(words, people, note.as_deref())));
            last = note.or(last);
        }
    }

    /// What is said before the figures, and what behind them. Answers come before what is not known;
    /// patients read first what figures mean, professionals the figures.
    fn said(&self, words: Words, notes: bool) -> (Vec<Line<'a>>, Vec<Line<'a>>) {
        let (known, gaps): (Vec<_>, Vec<_>) =
            self.statements.iter().partition(|statement| statement.gap.is_none());
        let mut lead = lines(known.iter().chain(&gaps).copied(), words, notes);
        let before = match (words, self.has_figures()) {
            (Words::Professional, true) => 0,
            (Words::Plain, true) => usize::from(known.iter().any(|it| it.plain.is_some())),
            (_, false) => lead.len(),
        };
        let rest = lead.split_off(before.min(lead.len()));
        (lead, rest)
    }

    /// All that it says, in the order in which it is drawn.
    pub fn lines(&self, words: Words, notes: bool) -> Vec<Line<'a>> {
        let (lead, rest) = self.said(words, notes);
        let outcomes = self.outcomes.iter().map(|outcome| outcome.line(words, notes));
        let reactions = self.reactions.iter().flat_map(|it| it.lines(words, notes));
        lead.into_iter().chain(outcomes).chain(reactions).chain(rest).collect()
    }

    /// How weak the glance is, if it is.
    pub fn weakness(&self) -> Option<Weakness> {
        self.glance.first().and_then(|glance| glance.weakness)
    }
}
