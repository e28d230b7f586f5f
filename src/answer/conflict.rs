//! Where sources disagree: what each of them says, from when it is, which is shown, and why.

use itertools::Itertools as _;
use serde::Serialize;

use super::column::Column;
use super::source::{CitationView, Citations, Weakness, cite, cited, together};
use super::view::{Viewed as _, view};
use crate::dataset::date::Date;
use crate::dataset::model::Conflict;
use crate::output::document::{Block, Line, Mark, Span};
use crate::output::records::{Column as Field, Records};

/// A question on which sources disagree.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ConflictView<'a> {
    pub treatment: &'a str,
    pub condition: &'a str,
    pub regulator: &'a str,
    pub topic: &'a str,
    pub question: &'a str,
    pub positions: Vec<PositionView<'a>>,
    /// Which of them the answer shows.
    pub chosen: &'a str,
    pub why: Option<&'a str>,
    /// Every source of a position.
    pub sources: Vec<CitationView<'a>>,
}

/// What some of the sources say.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PositionView<'a> {
    pub text: &'a str,
    pub documents: Vec<DocumentView<'a>>,
    pub weakness: Option<Weakness>,
    pub sources: Vec<CitationView<'a>>,
}

/// From when a source is, and when it was read.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DocumentView<'a> {
    pub source: &'a str,
    pub title: &'a str,
    /// The document's own date, as far as it was read.
    pub date: Option<Date>,
    /// The day on which a copy showed it.
    pub as_shown: Option<Date>,
    pub read: Date,
}

impl DocumentView<'_> {
    /// From when it is, in a few words.
    fn dated(&self) -> String {
        match (self.date, self.as_shown) {
            (Some(date), _) => date.to_string(),
            (None, Some(shown)) => format!("as shown {shown}"),
            (None, None) => "undated".to_owned(),
        }
    }
}

impl PositionView<'_> {
    /// From when its documents are.
    fn dates(&self) -> String {
        self.documents.iter().map(DocumentView::dated).join("; ")
    }
}

impl<'a> ConflictView<'a> {
    /// The conflict with its documents.
    pub fn new(column: Column<'a>, conflict: &'a Conflict, citations: &mut Citations<'a>) -> Self {
        let dataset = citations.dataset;
        let positions = conflict.positions.iter().map(|position| {
            let (sources, weakness) = citations.cite(&position.cite);
            let documents = together(sources.iter().copied());
            let documents = documents.iter().filter_map(|citation| {
                let source = dataset.source(citation.source)?;
                Some(view!(source => DocumentView {
                    title, date, as_shown, read; source: &source.id
                }))
            });
            let documents = documents.collect();
            let text = position.text.viewed().unwrap_or_default();
            PositionView { text, documents, weakness, sources }
        });
        let positions: Vec<PositionView<'a>> = positions.collect();
        let sources = together(positions.iter().flat_map(|it| it.sources.iter().copied()));
        view!(conflict => Self {
            topic, question, chosen, why;
            treatment: &column.treatment.id,
            condition: &column.indication.condition,
            regulator: &column.indication.regulator,
            sources,
            positions,
        })
    }

    /// Draws every position with its dates, and which is shown.
    pub fn draw(&self, label: &str, page: &mut Vec<Block<'a>>) {
        let question = format!(" {label}: {}", self.question);
        page.push(Block::Paragraph(vec![
            Span::Mark(Mark::Disagree),
            Span::Strong(question.into()),
        ]));
        for position in &self.positions {
            let text = format!("{} ({})", position.text.trim_end_matches('.'), position.dates());
            page.push(Block::Item(cited(
                vec![Span::Text(text.into())],
                &position.sources,
                position.weakness,
            )));
        }
        let mut shown: Line<'a> = vec![
            Span::Strong("Shown: ".into()),
            Span::Text(self.chosen.trim_end_matches('.').to_owned().into()),
        ];
        if let Some(why) = self.why {
            shown.push(Span::Text(format!(". Why: {}", why.trim_end_matches('.')).into()));
        }
        shown.push(Span::Text(". ".into()));
        shown.extend(cite(&self.sources));
        page.push(Block::Paragraph(shown));
    }

    /// The conflicts as records, one a position.
    pub fn records<'v>(conflicts: impl Iterator<Item = &'v Self>) -> Records
    where
        'a: 'v,
    {
        let columns: [Field<(&'v Self, &'v PositionView<'a>)>; 10] = [
            ("treatment", |(it, _)| it.treatment.into()),
            ("condition", |(it, _)| it.condition.into()),
            ("regulator", |(it, _)| it.regulator.into()),
            ("topic", |(it, _)| it.topic.into()),
            ("question", |(it, _)| it.question.into()),
            ("position", |(_, position)| position.text.into()),
            ("source_dates", |(_, position)| position.dates().into()),
            ("sources", |(_, position)| {
                position.documents.iter().map(|it| it.source).join("; ").into()
            }),
            ("chosen", |(it, _)| it.chosen.into()),
            ("why", |(it, _)| it.why.into()),
        ];
        let positions =
            conflicts.flat_map(|it| it.positions.iter().map(move |position| (it, position)));
        Records::of(&columns, positions)
    }
}
