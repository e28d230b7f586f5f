//! `jakref list`: a row a treatment.

use std::borrow::Cow;

use serde::Serialize;

use super::view::{
    CitationView, Citations, DatasetView, Ordered, SourceView, StatementView, Weakness, cited,
    source_fields,
};
use super::{Failure, View};
use crate::cli::ListArgs;
use crate::dataset::model::{Approval, Dataset, Topic};
use crate::dataset::text::Text;
use crate::output::document::{Block, Numbered, Records, Row, Span, Table, line};
use crate::output::records::{Records as Rows, Value};

/// The treatments, and their short answers to the topics that have a column.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ListView<'a> {
    schema: &'static str,
    dataset: DatasetView<'a>,
    treatments: Vec<Entry<'a>>,
    sources: Vec<SourceView<'a>>,
    #[serde(skip)]
    columns: Vec<&'a str>,
    /// The columns of the records that were asked for; all if none.
    #[serde(skip)]
    selected: Vec<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
    /// The topics on which its sources disagree.
    contested: Vec<String>,
    /// For the approval and the names.
    sources: Vec<CitationView<'a>>,
}

/// Lists the treatments.
///
/// # Errors
/// If a column that is asked for is not there.
pub fn view<'a>(dataset: &'a Dataset, args: &ListArgs) -> Result<ListView<'a>, Failure> {
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
            let contested = columns.iter().filter(|topic| {
                let path = topic.path();
                treatment.conflicts.iter().any(|conflict| conflict.topic.as_str() == path)
            });
            Entry {
                id: &treatment.id,
                brand: &treatment.brand,
                generic: &treatment.generic,
                maker: &treatment.maker,
                approval: treatment.approval,
                approved_on: treatment.approved_on.as_ref().map(ToString::to_string),
                answers: Ordered(answers.collect()),
                contested: contested.map(|topic| topic.path()).collect(),
                sources: citations.numbers(&treatment.cite),
            }
        })
        .collect();
    let view = ListView {
        schema: "jakref.list/1",
        dataset: DatasetView::new(dataset),
        treatments,
        sources: citations.sources(),
        columns: columns
            .iter()
            .filter_map(|topic| topic.column.as_deref())
            .map(Text::as_str)
            .collect(),
        selected: args.columns.clone(),
    };
    if let Err(name) = view.records_of_all().select(&args.columns) {
        let all = view.records_of_all().columns.join(", ");
        return Err(Failure::Unable(format!("no column is called `{name}`\n  there are: {all}")));
    }
    Ok(view)
}

/// The short answer as a field, with how weak its source is.
fn weighed<'a>(answer: &StatementView<'a>) -> Option<Cow<'a, str>> {
    let short = answer.short?;
    Some(match answer.weakness {
        Some(weakness) => [short, weakness.words()].concat().into(),
        None => short.into(),
    })
}

impl ListView<'_> {
    fn records_of_all(&self) -> Rows<'_> {
        let own = ["id", "brand", "generic", "maker", "approval", "approved_on"];
        let mut records = Rows::new(&own);
        let topics = self.treatments.iter().flat_map(|entry| &entry.answers.0);
        for (topic, _) in topics {
            if !records.columns.contains(&topic.as_str().into()) {
                records.columns.push(topic.as_str().into());
            }
        }
        for entry in &self.treatments {
            let approval = match entry.approval {
                Approval::Approved => "approved",
                Approval::NotApproved => "not-approved",
            };
            let mut row: Vec<Value<'_>> =
                [entry.id, entry.brand, entry.generic, entry.maker, approval]
                    .map(Value::from)
                    .into();
            row.push(Value::text(entry.approved_on.as_deref()));
            for topic in &records.columns[own.len()..] {
                let answer = entry.answers.0.iter().find(|(path, _)| path == topic);
                row.push(Value::text(answer.and_then(|(_, answer)| weighed(answer))));
            }
            records.rows.push(row);
        }
        records.columns.push("sources".into());
        for (entry, row) in self.treatments.iter().zip(&mut records.rows) {
            let answers = entry.answers.0.iter().flat_map(|(_, answer)| &answer.sources);
            let [sources, _] = source_fields(answers.chain(&entry.sources));
            row.push(sources);
        }
        records.extend_all(&self.dataset.columns());
        records
    }
}

impl View for ListView<'_> {
    fn draw(&self, page: &mut Numbered<'_>) {
        let mut columns = vec!["Brand".into(), "Generic".into()];
        columns.extend(self.columns.iter().map(|&column| column.into()));
        let rows = self.treatments.iter().map(|entry| {
            let names = [entry.brand, entry.generic].map(|name| vec![line(name)]);
            let answers = entry.answers.0.iter().map(|(topic, answer)| {
                let mut short = vec![Span::Text(answer.short.unwrap_or_default().into())];
                short.extend(answer.weakness.map(Weakness::remark));
                let mut said = cited(short, &answer.sources);
                if entry.contested.contains(topic) {
                    said.push(Span::Soft(" (sources disagree)".into()));
                }
                vec![said]
            });
            Row { id: entry.id, cells: names.into_iter().chain(answers).collect() }
        });
        if self.is_negative() {
            page.add(Block::Note(line("No treatment is recorded in this dataset.")));
            return;
        }
        let table = Table { columns, rows: rows.collect(), records: Records::Rows, prose: true };
        page.add(Block::Table(table));
    }

    fn records(&self) -> Option<Rows<'_>> {
        let all = self.records_of_all();
        if self.selected.is_empty() { Some(all) } else { all.select(&self.selected).ok() }
    }

    fn is_negative(&self) -> bool {
        self.treatments.is_empty()
    }

    fn sources(&self) -> &[SourceView<'_>] {
        &self.sources
    }

    fn colophon(&self) -> Vec<String> {
        self.dataset.colophon()
    }
}
