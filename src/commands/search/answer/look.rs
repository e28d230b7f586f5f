//! Where to look for what is not recorded of a treatment: its label, who takes calls about it.

use std::collections::HashMap;

use super::Reader;
use crate::answer::Words;
use crate::answer::cell::CellView;
use crate::answer::column::{Column, ColumnView};
use crate::answer::source::{CitationView, Citations, SourceView, cited_briefly};
use crate::dataset::find;
use crate::dataset::model::{Source, SourceKind, Status};
use crate::dataset::walk::{Record, items_of};
use crate::output::document::{Block, Fact, Line, Span, line, with_commands};

/// A name that datasets give the topic on who takes calls.
const REPORTS: &str = "report a side effect";

/// Where to look.
pub struct LookIn<'a> {
    column: ColumnView<'a>,
    /// Its label, as far as one was read.
    label: Option<(SourceView<'a>, CitationView<'a>)>,
    reports: Option<CellView<'a>>,
    words: Words,
}

impl<'a> LookIn<'a> {
    /// Where to look for what is not recorded in a column.
    pub fn new(column: Column<'a>, reader: &Reader<'a>) -> Self {
        // Apart from what was found: the answer for programs does not say it.
        let citations = &mut Citations::new(reader.dataset);
        let label = label(column, reader).map(|it| (SourceView::new(it), citations.whole(it)));
        let topics = find::topics(reader.dataset, REPORTS).unwrap_or_default();
        let topic = topics.into_iter().find(|topic| topic.asks(&column.condition.id));
        let reports = topic.map(|it| CellView::new(column, it, false, citations));
        let column = ColumnView::new(column, citations);
        Self { column, label, reports, words: reader.words }
    }

    fn facts(&self) -> [Fact<'_>; 2] {
        let document = &self.column.column.regulator.document;
        let label = match &self.label {
            Some((source, citation)) => {
                let set = source.set_id.map(|id| format!("set id {id}"));
                let at = set.or(source.url.map(str::to_owned));
                let at = at.map(|at| format!(", {at}")).unwrap_or_default();
                let name = source.short.unwrap_or(source.title);
                cited_briefly(line(format!("{name}{at}")), &[*citation], None)
            }
            None => line(format!("{document} of {}, not read", self.column.brand)),
        };
        let reports = self.reports.iter().flat_map(|cell| {
            let known = cell.glance.iter().filter(|it| it.gap.is_none());
            let known = known.map(|it| it.line(self.words, false));
            let gaps = cell.statements.iter().filter(|it| it.gap.is_some());
            known.chain(gaps.filter_map(|it| it.line(self.words, false)))
        });
        let mut reports: Vec<Line<'_>> = reports.collect();
        if reports.is_empty() {
            reports.push(line("not recorded"));
        }
        [Fact::new("Label", vec![label]), Fact::new("Telephone", reports)]
    }
}

/// The label that is cited the most, one with a number of its own before others.
fn label<'a>(column: Column<'a>, reader: &Reader<'a>) -> Option<&'a Source> {
    let mut cited: HashMap<&str, usize> = HashMap::new();
    for entry in items_of(Record::Indication(column.indication)) {
        for citation in entry.item.citations() {
            *cited.entry(&citation.source).or_default() += 1;
        }
    }
    let labels = reader.dataset.sources.iter().filter(|it| it.kind == SourceKind::Label);
    let labels = labels.filter_map(|it| Some((it, *cited.get(it.id.as_str())?)));
    labels.max_by_key(|(it, times)| (it.set_id.is_some(), *times)).map(|(it, _)| it)
}

/// That of each treatment, and whom to ask.
pub fn draw<'p>(look: &'p [LookIn<'_>], page: &mut Vec<Block<'p>>) {
    let Some(last) = look.last() else { return };
    page.push(Block::Subheading("Where to look".into()));
    let mut facts: Vec<Fact<'p>> = look.iter().flat_map(LookIn::facts).collect();
    let whom = match last.words {
        Words::Professional => "a pharmacist; the clinic: `jakref clinic`",
        Words::Plain => "your pharmacist or doctor; the clinic: `jakref clinic`",
    };
    facts.push(Fact::new("Ask", vec![with_commands(whom)]));
    page.push(Block::Facts(facts));
}

/// What must be said of the treatments that are not approved for what is asked about.
pub fn unapproved<'p>(look: &'p [LookIn<'_>]) -> impl Iterator<Item = Block<'p>> {
    let columns = look.iter().filter(|it| it.column.approval != Status::Approved);
    columns.map(|it| {
        let mut said = vec![Span::Strong(format!("{}: ", it.column.brand).into())];
        said.extend(it.column.status(it.words));
        Block::Paragraph(said)
    })
}
