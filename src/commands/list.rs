//! `jakref list`: a row a treatment.

use clap::Args;
use serde::Serialize;

use super::Reader;
use crate::answer::boxed::boxed_together;
use crate::answer::cell::CellView;
use crate::answer::column::{Column, ColumnView};
use crate::answer::source::{Citations, source_fields};
use crate::answer::{Answer, Failure, Ordered, Sourced, Words};
use crate::cli::Reading;
use crate::dataset::model::Status;
use crate::dataset::text::Text;
use crate::output::document::{
    Block, Mark, Row, Span, Table, beside, has_mark, line, strong, with_commands,
};
use crate::output::records::Records;

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
    reader: Reader<'a>,
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
pub fn run<'a>(reader: &Reader<'a>) -> Result<Sourced<'a, ListAnswer<'a>>, Failure> {
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
    let answer = ListAnswer {
        treatments: treatments.collect(),
        headings: topics.iter().filter_map(|it| it.column.as_deref()).map(Text::as_str).collect(),
        reader: reader.clone(),
    };
    Ok(Sourced::new(answer, &citations, reader.sources || reader.full))
}

impl Answer for ListAnswer<'_> {
    const SCHEMA: &'static str = "list/2";

    fn draw<'a>(&'a self, page: &mut Vec<Block<'a>>) {
        if self.is_negative() {
            page.push(Block::Note(line("No treatment is recorded in this dataset.")));
            return;
        }
        if !self.reader.setting.is_default {
            page.push(Block::Title(strong(self.reader.setting.words().to_uppercase())));
        }
        // A dataset without questions for the list says at least what is approved.
        let bare = self.headings.is_empty();
        let columns = ["Treatment"].into_iter().chain(bare.then_some("Approved"));
        let columns = columns.chain(self.headings.iter().copied());
        let rows = self.treatments.iter().map(|Entry { treatment, answers, .. }| {
            let mut name = vec![Span::Strong(treatment.brand.into())];
            if treatment.column.regulator.id != self.reader.dataset.header.regulator
                && !self.reader.setting.is_default
            {
                name.push(Span::Text(format!(" ({})", treatment.column.regulator.region).into()));
            }
            let name = vec![name, line(treatment.generic)];
            let answers = answers.0.iter().enumerate().map(|(index, (_, cell))| {
                let mut lines = cell.glance_lines(self.reader.words, false);
                if index == 0 && treatment.approval == Status::NotApproved {
                    // That it is not approved is known even where nothing else was read.
                    if cell.glance.is_empty() || cell.gap.is_some() {
                        lines = vec![treatment.status(self.reader.words)];
                    }
                    alert(&mut lines);
                }
                lines
            });
            let names =
                [name].into_iter().chain(bare.then(|| vec![treatment.status(self.reader.words)]));
            Row::new(treatment.id, names.chain(answers).collect())
        });
        page.push(Block::Table(Table::new(columns, rows)));
        // One line where it is the same for all, else one for each.
        let cells: Vec<_> = self.treatments.iter().flat_map(|it| &it.first).collect();
        page.extend(boxed_together(&cells, &[], self.reader.words));
        let Reader { setting, dataset, .. } = &self.reader;
        let mut next =
            vec![with_commands(&format!("One: `jakref NAME{}`", setting.options_of_one(dataset)))];
        // What each says is in the words of the professionals.
        if self.reader.words == Words::Professional && has_mark(page, Mark::Disagree) {
            let disagree = vec![Span::Mark(Mark::Disagree)];
            next.push([disagree, with_commands(" sources disagree: `--conflicts`")].concat());
        }
        let options = setting.options(dataset);
        next.push(with_commands(&format!("together: `jakref compare{options}`")));
        page.push(Block::Note(beside(&next)));
    }

    fn records(&self) -> Option<Records> {
        let own = "id,brand,generic,maker,condition,regulator,approval,approved_on,\
                   approved_on_weakness";
        let mut records = Records::of_fields(own, self.treatments.iter().map(|it| &it.treatment));
        for (path, _) in self.treatments.first().iter().flat_map(|it| &it.answers.0) {
            records.columns.push(path.clone());
        }
        records.columns.push("sources".to_owned());
        for (row, Entry { treatment, answers, .. }) in records.rows.iter_mut().zip(&self.treatments)
        {
            for (_, cell) in &answers.0 {
                row.push(cell.glance.first().map(|it| it.bare(self.reader.words)).into());
            }
            let cells = answers.0.iter().map(|(_, cell)| cell);
            let cited = cells.flat_map(|cell| &cell.glance).flat_map(|it| &it.sources);
            let [sources, _] = source_fields(cited.chain(&treatment.sources));
            row.push(sources);
        }
        Some(records)
    }

    fn is_negative(&self) -> bool {
        self.treatments.is_empty()
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
