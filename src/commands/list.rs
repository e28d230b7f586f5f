//! `jakref list`: a row a treatment.

use serde::Serialize;

use super::View;
use super::view::{Citations, DatasetView, Ordered, SourceView, StatementView, cited};
use crate::dataset::model::{Approval, Dataset, Topic};
use crate::dataset::text::Text;
use crate::output::document::{Block, Numbered, Records, Row, Span, Table, line};

/// The treatments, and their short answers to the topics that have a column.
#[derive(Debug, Serialize)]
pub struct ListView<'a> {
    schema: &'static str,
    dataset: DatasetView<'a>,
    treatments: Vec<Entry<'a>>,
    sources: Vec<SourceView<'a>>,
    #[serde(skip)]
    columns: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct Entry<'a> {
    id: &'a str,
    brand: &'a str,
    generic: &'a str,
    maker: &'a str,
    /// Whether FDA has approved it for alopecia areata.
    approval: Approval,
    approved_on: Option<String>,
    /// By the topic's path.
    answers: Ordered<StatementView<'a>>,
}

/// Lists the treatments.
pub fn view(dataset: &Dataset) -> ListView<'_> {
    let mut citations = Citations::new(dataset);
    let columns: Vec<&Topic> =
        dataset.topics.iter().filter(|topic| topic.column.is_some()).collect();
    let treatments = dataset
        .treatments
        .iter()
        .map(|treatment| {
            let answers = columns.iter().filter_map(|topic| {
                let first = treatment.answer(topic).first()?;
                Some((topic.path(), StatementView::brief(first, &mut citations)))
            });
            Entry {
                id: &treatment.id,
                brand: &treatment.brand,
                generic: &treatment.generic,
                maker: &treatment.maker,
                approval: treatment.approval,
                approved_on: treatment.approved_on.as_ref().map(ToString::to_string),
                answers: Ordered(answers.collect()),
            }
        })
        .collect();
    ListView {
        schema: "jakref.list/1",
        dataset: DatasetView::new(&dataset.header),
        treatments,
        sources: citations.sources(),
        columns: columns
            .iter()
            .filter_map(|topic| topic.column.as_deref())
            .map(Text::as_str)
            .collect(),
    }
}

impl View for ListView<'_> {
    fn draw(&self, page: &mut Numbered<'_>) {
        let mut columns = vec!["Brand".into(), "Generic".into()];
        columns.extend(self.columns.iter().map(|&column| column.into()));
        let rows = self.treatments.iter().map(|entry| {
            let names = [entry.brand, entry.generic].map(|name| vec![line(name)]);
            let answers = entry.answers.0.iter().map(|(_, answer)| {
                let short = Span::Text(answer.short.unwrap_or_default().into());
                vec![cited(vec![short], &answer.sources)]
            });
            Row { id: entry.id, cells: names.into_iter().chain(answers).collect() }
        });
        let table = Table { columns, rows: rows.collect(), records: Records::Rows, prose: true };
        page.add(Block::Table(table));
    }

    fn sources(&self) -> &[SourceView<'_>] {
        &self.sources
    }

    fn colophon(&self) -> Vec<String> {
        self.dataset.colophon()
    }
}
