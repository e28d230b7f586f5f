//! `jakref list`: a row a treatment.

use clap::Args;
use serde::Serialize;

use super::Reader;
use crate::answer::cell::CellView;
use crate::answer::column::{Column, ColumnView};
use crate::answer::source::{Citations, SourceView, Weakness, source_fields};
use crate::answer::{Answer, Failure, Ordered, Words};
use crate::cli::Reading;
use crate::dataset::model::{Dataset, Status};
use crate::dataset::text::Text;
use crate::output::document::{Block, Mark, Row, Span, Table, has_mark, line};
use crate::output::records::{Records, Value};

// What `list` is asked.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Only these columns, such as id,brand,dosing.start; csv unless --format says tsv or jsonl
    #[arg(long = "columns", value_name = "COLUMNS", value_delimiter = ',')]
    pub columns: Vec<String>,

    #[command(flatten)]
    pub reading: Reading,
}

/// The treatments, and their glances at the topics that have a column.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ListAnswer<'a> {
    treatments: Vec<Entry<'a>>,
    #[serde(skip)]
    headings: Vec<&'a str>,
    #[serde(skip)]
    setting: String,
    #[serde(skip)]
    is_default: bool,
    #[serde(skip)]
    options: String,
    /// Those that ask for one of the treatments.
    #[serde(skip)]
    options_of_one: String,
    #[serde(skip)]
    dataset: &'a Dataset,
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    full_sources: bool,
    #[serde(skip)]
    sources: Vec<SourceView<'a>>,
}

/// A treatment in the list.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Entry<'a> {
    #[serde(flatten)]
    treatment: ColumnView<'a>,
    /// By the topic's path.
    answers: Ordered<CellView<'a>>,
    #[serde(skip)]
    first: Vec<CellView<'a>>,
}

/// Lists the treatments.
///
/// # Errors
/// If nothing is recorded where it is asked for.
pub fn run<'a>(reader: &Reader<'a>) -> Result<ListAnswer<'a>, Failure> {
    let dataset = reader.dataset;
    let mut citations = Citations::new(dataset);
    let columns: Vec<Column<'a>> = if dataset.treatments.is_empty() {
        Vec::new()
    } else {
        reader.setting.named(dataset, &[])?
    };
    let topics = dataset.topics.iter().filter(|topic| topic.column.is_some());
    let topics: Vec<_> = topics.filter(|it| it.asks(&reader.setting.condition.id)).collect();
    let treatments = columns.into_iter().map(|column| {
        let treatment = ColumnView::new(column, &mut citations);
        let mut cell = |topic| CellView::new(column, topic, false, &mut citations);
        let answers = topics.iter().map(|topic| (topic.path(), cell(topic))).collect();
        let first = dataset.topics.iter().filter(|topic| topic.first);
        Entry { treatment, answers: Ordered(answers), first: first.map(&mut cell).collect() }
    });
    Ok(ListAnswer {
        treatments: treatments.collect(),
        headings: topics.iter().filter_map(|it| it.column.as_deref()).map(Text::as_str).collect(),
        setting: reader.setting.words(),
        is_default: reader.setting.is_default,
        options: reader.setting.options(dataset),
        options_of_one: reader.setting.options_of_one(dataset),
        dataset,
        words: reader.words,
        full_sources: reader.sources || reader.full,
        sources: citations.sources(),
    })
}

impl<'a> ListAnswer<'a> {
    /// The boxed warning: one line where it is the same for all, else one for each.
    fn boxed(&self) -> Option<Block<'a>> {
        let cells: Vec<&CellView<'a>> = self.treatments.iter().flat_map(|it| &it.first).collect();
        crate::answer::boxed::boxed_together(&cells, &[], self.words)
    }
}

impl Answer for ListAnswer<'_> {
    const SCHEMA: &'static str = "list/2";

    fn draw<'a>(&'a self, page: &mut Vec<Block<'a>>) {
        if self.is_negative() {
            page.push(Block::Note(line("No treatment is recorded in this dataset.")));
            return;
        }
        if !self.is_default {
            page.push(Block::Title(vec![Span::Strong(self.setting.to_uppercase().into())]));
        }
        let mut columns = vec![vec!["Treatment".into()]];
        columns.extend(self.headings.iter().map(|&heading| vec![heading.into()]));
        // A dataset without questions for the list says at least what is approved.
        let bare = self.headings.is_empty();
        if bare {
            columns.push(vec!["Approved".into()]);
        }
        let rows = self.treatments.iter().map(|Entry { treatment, answers, .. }| {
            let mut name = vec![Span::Strong(treatment.brand.into())];
            if treatment.column.regulator.id != self.dataset.header.regulator && !self.is_default {
                name.push(Span::Text(format!(" ({})", treatment.column.regulator.region).into()));
            }
            let name = vec![name, line(treatment.generic)];
            let answers = answers.0.iter().enumerate().map(|(index, (_, cell))| {
                let mut lines = cell.glance_lines(self.words, false);
                if index == 0 && treatment.approval == Status::NotApproved {
                    // That it is not approved is known even where nothing else was read.
                    if cell.glance.is_empty() || cell.gap.is_some() {
                        lines = vec![treatment.status(self.words)];
                    }
                    alert(&mut lines);
                }
                lines
            });
            Row {
                id: treatment.id.into(),
                cells: std::iter::once(name)
                    .chain(bare.then(|| vec![treatment.status(self.words)]))
                    .chain(answers)
                    .collect(),
                ..Row::default()
            }
        });
        page.push(Block::Table(Table { columns, rows: rows.collect(), ..Table::default() }));
        page.extend(self.boxed());
        let mut next = vec![
            Span::Text("One: ".into()),
            Span::Command(format!("jakref NAME{}", self.options_of_one).into()),
        ];
        // What each says is in the words of the professionals.
        if self.words == Words::Professional && has_mark(page, Mark::Disagree) {
            next.extend([
                Span::Text(" · ".into()),
                Span::Mark(Mark::Disagree),
                Span::Text(" sources disagree: ".into()),
                Span::Command("--conflicts".into()),
            ]);
        }
        next.extend([
            Span::Text(" · together: ".into()),
            Span::Command(format!("jakref compare{}", self.options).into()),
        ]);
        page.push(Block::Note(next));
    }

    fn sources(&self) -> &[SourceView<'_>] {
        &self.sources
    }

    fn records(&self) -> Option<Records> {
        let own = [
            "id",
            "brand",
            "generic",
            "maker",
            "condition",
            "regulator",
            "approval",
            "approved_on",
            "approved_on_weakness",
        ];
        let mut records = Records::new(&own);
        for (path, _) in self.treatments.first().iter().flat_map(|it| &it.answers.0) {
            records.columns.push(path.clone());
        }
        records.columns.push("sources".to_owned());
        for Entry { treatment, answers, .. } in &self.treatments {
            let mut row: Vec<Value> = vec![
                treatment.id.into(),
                treatment.brand.into(),
                treatment.generic.into(),
                treatment.maker.into(),
                treatment.condition.into(),
                treatment.regulator.into(),
                treatment.approval.id().into(),
                treatment.approved_on.map(|date| date.to_string()).into(),
                treatment.approved_on_weakness.map(Weakness::id).into(),
            ];
            for (_, cell) in &answers.0 {
                row.push(cell.glance.first().map(|it| it.bare(self.words)).into());
            }
            let cells = answers.0.iter().map(|(_, cell)| cell);
            let cited = cells.flat_map(|cell| &cell.glance).flat_map(|it| &it.sources);
            let [sources, _] = source_fields(cited.chain(&treatment.sources));
            row.push(sources);
            records.rows.push(row);
        }
        Some(records)
    }

    fn is_negative(&self) -> bool {
        self.treatments.is_empty()
    }

    fn full_sources(&self) -> bool {
        self.full_sources
    }
}

/// Makes the text of the first line one that must not be overlooked.
fn alert(lines: &mut [Vec<Span<'_>>]) {
    for span in lines.iter_mut().take(1).flatten() {
        if let Span::Text(text) = span {
            *span = Span::Alert(text.clone());
            break;
        }
    }
}
