//! `jakref` alone: what there is, and what to type.

use serde::Serialize;

use super::Reader;
use crate::answer::cell::CellView;
use crate::answer::column::{Column, ColumnView};
use crate::answer::source::Citations;
use crate::answer::{Answer, Sourced, Words};
use crate::dataset::model::Status;
use crate::output::document::{Block, Row, Span, Table, line, strong, with_commands};
use crate::output::records::Records;

/// The treatments at a glance, and what to type next.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HomeAnswer<'a> {
    treatments: Vec<ColumnView<'a>>,
    #[serde(skip)]
    cells: Vec<Vec<CellView<'a>>>,
    #[serde(skip)]
    first: Vec<CellView<'a>>,
    #[serde(skip)]
    reader: Reader<'a>,
}

/// What there is, for the dataset's own condition and regulator.
pub fn run<'a>(reader: &Reader<'a>) -> Sourced<'a, HomeAnswer<'a>> {
    let dataset = reader.dataset;
    let mut citations = Citations::new(dataset);
    let columns = reader.setting.columns(dataset);
    let topics = || dataset.topics.iter().filter(|it| it.column.is_some());
    let mut cells = Vec::new();
    let mut first = Vec::new();
    let mut treatments = Vec::new();
    for column in columns {
        let column: Column<'a> = column;
        treatments.push(ColumnView::new(column, &mut citations));
        let mut cell = |topic| CellView::new(column, topic, false, &mut citations);
        cells.push(topics().map(&mut cell).collect());
        first.extend(dataset.topics.iter().filter(|it| it.first).map(&mut cell));
    }
    let answer = HomeAnswer { treatments, cells, first, reader: reader.clone() };
    Sourced::new(answer, &citations, false)
}

/// What is asked with a command, in the words of its help.
const ASKED: &[(&str, &str, &str)] = &[
    ("compare", "compare", "side by side"),
    ("search", "search WORDS", "every mention"),
    ("evidence", "evidence NAME", "of 100 people, beside placebo"),
    ("about", "about WORD", "a condition or word explained"),
    ("sources", "sources", "what was read, and when"),
];

/// What is asked without one.
const NAME: (&str, &str) = ("NAME", "the short answer, one screen");
const NAME_TOPIC: (&str, &str) = ("NAME TOPIC", "one question, in full");

impl HomeAnswer<'_> {
    /// What people type, with an example and what it gives.
    fn questions(&self) -> Vec<[String; 3]> {
        let examples = self.reader.dataset.header.examples.iter().map(|example| {
            let (command, rest) = example.split_once(' ').unwrap_or((example, ""));
            let known = ASKED.iter().find(|(name, ..)| *name == command);
            let (ask, what) = match known {
                Some((_, ask, what)) => (*ask, *what),
                None if rest.is_empty() => NAME,
                None => NAME_TOPIC,
            };
            [ask.to_owned(), format!("jakref {example}"), what.to_owned()]
        });
        let clinic = self.reader.dataset.clinics.first().map(|clinic| {
            let name = format!("{}, {}", clinic.name, clinic.phone);
            ["clinic".to_owned(), "jakref clinic".to_owned(), name]
        });
        examples.chain(clinic).collect()
    }
}

impl Answer for HomeAnswer<'_> {
    const SCHEMA: &'static str = "home/1";

    fn draw<'a>(&'a self, page: &mut Vec<Block<'a>>) {
        let Reader { dataset, setting, .. } = &self.reader;
        let (title, region) = (&dataset.header.title, setting.regions());
        let about = format!(" · {title} ({region}) · offline and cited");
        page.push(Block::Title(vec![Span::Strong("JAKREF".into()), Span::Text(about.into())]));
        let rows = self.treatments.iter().zip(&self.cells).map(|(treatment, cells)| {
            let approval = match (treatment.approval, treatment.from_age, treatment.approved_for) {
                (Status::Approved, Some(age), _) if age < 18 => {
                    vec![Span::Text(format!("{age} and over").into())]
                }
                // Whom it is for, without what they have.
                (Status::Approved, _, people) => {
                    line(people.and_then(|it| it.split(" with ").next()).unwrap_or("approved"))
                }
                (status, ..) => vec![Span::Alert(status.words().to_uppercase().into())],
            };
            // The first column says whether it is approved, in brief.
            let others = cells.iter().skip(1).map(|cell| {
                let glance = cell.glance.first();
                let said = glance.map_or("", |it| it.said(Words::Professional)).to_owned();
                vec![line(said.split(';').next().unwrap_or_default().to_owned())]
            });
            let names = [vec![strong(treatment.id)], vec![line(treatment.generic)]];
            let cells = names.into_iter().chain([vec![approval]]).chain(others).collect();
            Row::new(treatment.id, cells)
        });
        let mut headings = vec!["Treatment".to_owned(), String::new()];
        let columns = self.reader.dataset.topics.iter().filter_map(|it| it.column.as_ref());
        headings.extend(columns.map(ToString::to_string));
        page.push(Block::Table(Table::new(headings, rows)));
        let cells: Vec<&CellView<'_>> = self.first.iter().collect();
        if let Some(mut boxed) =
            crate::answer::boxed::boxed_together(&cells, &[], Words::Professional)
        {
            // An overview of what there is: the list has the sources.
            boxed.for_each_line(&mut |line| line.retain(|span| !matches!(span, Span::Cite(_))));
            page.push(boxed);
        }
        let rows = self.questions().into_iter().map(|[ask, example, what]| {
            let example = vec![Span::Command(example.into())];
            let cells = vec![vec![strong(ask.clone())], vec![example], vec![line(what)]];
            Row::new(ask, cells)
        });
        page.push(Block::Table(Table::new(["Ask", "For example", ""], rows)));
        page.push(Block::Note(with_commands(
            "`--patient` plain words · `--full` everything · `--in eu` another country · `--json` · \
             `jakref topics` what can be asked · `jakref help` all commands",
        )));
    }

    fn records(&self) -> Option<Records> {
        Some(Records::of_fields("id,brand,generic,approval", &self.treatments))
    }
}
