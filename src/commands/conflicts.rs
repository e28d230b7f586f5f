//! Where sources disagree: what each of them says, from when it is, which was chosen, and why.

use serde::Serialize;

use super::view::{CitationView, Citations, StatementView, Words, cited, numbered, together};
use crate::dataset::model::{Conflict, Dataset};
use crate::dataset::text::Text;
use crate::dataset::value::Date;
use crate::output::document::{Block, Citation, Line, Numbered, Span, line};
use crate::output::records::Value;

/// A question on which sources disagree.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ConflictView<'a> {
    pub topic: &'a str,
    pub question: &'a str,
    pub positions: Vec<PositionView<'a>>,
    /// Which of them the answer shows.
    pub chosen: &'a str,
    pub why: Option<&'a str>,
    /// Every source of a position.
    pub sources: Vec<CitationView<'a>>,
    /// The command that shows it.
    #[serde(skip)]
    pub command: String,
}

/// What some of the sources say.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PositionView<'a> {
    pub text: &'a str,
    pub documents: Vec<DocumentView<'a>>,
    pub sources: Vec<CitationView<'a>>,
    #[serde(skip)]
    statement: StatementView<'a>,
}

/// From when a source is, and when it was read.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DocumentView<'a> {
    pub source: &'a str,
    pub title: &'a str,
    /// The document's own date, as far as it was read.
    pub date: Option<Date>,
    pub read: Date,
    #[serde(skip)]
    number: usize,
}

impl<'a> ConflictView<'a> {
    pub fn new(
        dataset: &'a Dataset,
        treatment: &str,
        conflict: &'a Conflict,
        citations: &mut Citations<'a>,
    ) -> Self {
        let positions = conflict.positions.iter().map(|position| {
            let statement = StatementView::new(position, citations);
            let sources = statement.sources.clone();
            let documents = together(sources.clone());
            let documents = documents.iter().filter_map(|citation| {
                let source = dataset.source(citation.source)?;
                Some(DocumentView {
                    source: &source.id,
                    title: &source.title,
                    date: source.date.as_deref().copied(),
                    read: *source.read,
                    number: citation.number,
                })
            });
            let documents = documents.collect();
            PositionView { text: statement.bare(), documents, sources, statement }
        });
        let positions: Vec<PositionView<'a>> = positions.collect();
        let sources = positions.iter().flat_map(|position| position.sources.clone());
        Self {
            topic: &conflict.topic,
            question: &conflict.question,
            chosen: &conflict.chosen,
            why: conflict.why.as_deref().map(Text::as_str),
            sources: together(sources.collect()),
            positions,
            command: ["jakref show ", treatment, " ", &conflict.topic, " --conflicts"].concat(),
        }
    }

    /// One line under the answer that was chosen: which, why, and where the others are.
    pub fn remark(&self) -> Line<'a> {
        let mut line = vec![Span::Soft("Sources disagree: ".into())];
        line.extend(self.choice());
        line
    }

    /// The same under a heading that says so.
    pub fn choice(&self) -> Line<'a> {
        let question = self.question.trim_end_matches(['.', '?']);
        let [space, why] = self.why.map_or(["", ""], |why| [" ", why]);
        let chosen = [question, ". Chosen: ", self.chosen, space, why].concat();
        let mut line = numbered(vec![Span::Soft(chosen.into())], &self.sources);
        let all = [" All they say: `", &self.command, "`"].concat();
        line.push(Span::Soft(all.into()));
        line
    }

    /// The same for patients, without the particulars, for which there are no plain words.
    pub fn plain_remark(&self) -> Line<'a> {
        let text = format!(
            "Not all sources agree on this. What each says, in the words of the label: `{}`",
            self.command
        );
        vec![Span::Soft(text.into())]
    }

    /// Draws every position with its dates, and the choice.
    pub fn draw(&self, label: &str, page: &mut Numbered<'_>) {
        page.add(Block::Subheading(format!("{label}: {}", self.question).into()));
        for position in &self.positions {
            let Some(mut line) = position.statement.line(Words::Professional) else { continue };
            for (index, document) in position.documents.iter().enumerate() {
                let lead = if index == 0 { " Dates: " } else { "; " };
                line.push(Span::Soft(lead.into()));
                let citation = Citation { number: document.number, section: None };
                line.push(Span::Cite(vec![citation]));
                line.push(Span::Soft(format!(" {}", document.dates()).into()));
            }
            page.add(Block::Item(line));
        }
        let chosen =
            vec![Span::Strong("Chosen:".into()), Span::Text(format!(" {}", self.chosen).into())];
        page.add(Block::Paragraph(cited(chosen, &self.sources)));
        if let Some(why) = self.why {
            let why = vec![Span::Strong("Why:".into()), Span::Text(format!(" {why}").into())];
            page.add(Block::Paragraph(cited(why, &self.sources)));
        }
    }

    /// The columns of a position's record.
    pub const COLUMNS: &'static [&'static str] =
        &["treatment", "topic", "question", "position", "source_dates", "sources", "chosen", "why"];

    /// A record a position.
    pub fn records(&self, treatment: &'a str) -> impl Iterator<Item = Vec<Value<'a>>> {
        self.positions.iter().map(move |position| {
            let sources: Vec<&str> = position.documents.iter().map(|it| it.source).collect();
            let dates: Vec<String> = position.documents.iter().map(DocumentView::dates).collect();
            vec![
                treatment.into(),
                self.topic.into(),
                self.question.into(),
                position.text.into(),
                dates.join("; ").into(),
                sources.join("; ").into(),
                self.chosen.into(),
                Value::text(self.why),
            ]
        })
    }
}

impl DocumentView<'_> {
    /// When it is from, and when it was read.
    fn dates(&self) -> String {
        match self.date {
            Some(date) => format!("of {date}, read {}", self.read),
            None => format!("no date read, read {}", self.read),
        }
    }
}

/// Says that there is nothing to show.
pub fn none(page: &mut Numbered<'_>) {
    page.add(Block::Paragraph(line("No sources that disagree are recorded here.")));
}
