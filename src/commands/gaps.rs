//! `jakref sources --gaps`: everything that is not known, why not, and what to open to find it. Alone
//! it is an index.

use std::collections::HashMap;

use serde::Serialize;

use super::Reader;
use super::search::Columns;
use super::sources::{SourcesArgs, Subject, is_asked, record_id};
use crate::answer::envelope::DatasetView;
use crate::answer::figures::OutcomeView;
use crate::answer::reactions::ReactionsView;
use crate::answer::source::{CitationView, Citations, SourceView, cited, source_fields};
use crate::answer::statement::mark;
use crate::answer::trial::TrialView;
use crate::answer::{Answer, Failure};
use crate::dataset::model::{Gap, Statement};
use crate::dataset::text::Text;
use crate::dataset::walk::{Entry, Item, Part, Record, items};
use crate::output::document::{Block, Line, Row, Span, Table, line};
use crate::output::records::{Records, Value};

/// What is not known.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GapsAnswer<'a> {
    /// Of what; null for everything.
    of: Option<&'a str>,
    /// Every kind, with how many there are, none too.
    kinds: Vec<Kind>,
    gaps: Vec<GapView<'a>>,
    #[serde(skip)]
    index: bool,
    #[serde(skip)]
    common: Vec<(&'static str, Value<'a>)>,
    #[serde(skip)]
    sources: Vec<SourceView<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Kind {
    gap: Gap,
    words: &'static str,
    meaning: &'static str,
    count: usize,
}

/// A gap, and what to open to close it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct GapView<'a> {
    /// Of what: a treatment, a background or a clinic.
    subject: &'a str,
    condition: Option<&'a str>,
    regulator: Option<&'a str>,
    /// The path of a topic, or the id of a section; `otherwise` for every topic that has no answer.
    topic: String,
    label: String,
    gap: Gap,
    text: Option<String>,
    look_in: Option<String>,
    sources: Vec<CitationView<'a>>,
}

/// Lists what is not known.
///
/// # Errors
/// If the name stands for nothing.
pub fn run<'a>(reader: &Reader<'a>, args: &SourcesArgs) -> Result<GapsAnswer<'a>, Failure> {
    let dataset = reader.dataset;
    let subject = Subject::find(dataset, &args.name)?;
    let mut citations = Citations::new(dataset);
    let mut gaps = Vec::new();
    let columns = Columns::new(dataset, &reader.setting);
    let asked = |entry: &Entry<'a>| subject.has(entry) && is_asked(reader, &args.reading, entry);
    for entry in items(dataset).filter(asked) {
        match entry.item {
            Item::Statement(statement) => {
                gaps.extend(declared(&entry, statement, reader, &mut citations));
            }
            Item::Trial(_) | Item::Outcome(_) | Item::Reactions(_) => {
                of_figures(&entry, &columns, &mut citations, &mut gaps);
            }
            _ => {}
        }
    }
    let kinds = Gap::ALL.iter().map(|&gap| Kind {
        gap,
        words: gap.words(),
        meaning: gap.meaning(),
        count: gaps.iter().filter(|it| it.gap == gap).count(),
    });
    Ok(GapsAnswer {
        of: subject.id(),
        kinds: kinds.collect(),
        gaps,
        index: matches!(subject, Subject::All) && !reader.full,
        common: DatasetView::new(reader.consulted).columns(),
        sources: citations.sources(),
    })
}

/// The gap that a statement declares.
fn declared<'a>(
    entry: &Entry<'a>,
    statement: &'a Statement,
    reader: &Reader<'a>,
    citations: &mut Citations<'a>,
) -> Option<GapView<'a>> {
    let gap = statement.gap.as_deref().copied()?;
    let (topic, label) = match &entry.part {
        Part::Topic(path) => {
            let label = reader.dataset.topic(path).map(|topic| topic.label.to_string());
            (path.to_string(), label.unwrap_or_default())
        }
        Part::Otherwise => ("otherwise".to_owned(), "Everything else".to_owned()),
        Part::Section(section) => (section.id.to_string(), section.label.to_string()),
        Part::Option(option) => {
            (super::about::OTHER_TREATMENTS.to_owned(), option.name.to_string())
        }
        Part::Clinic(id, label) => ((*id).to_owned(), (*label).to_owned()),
        Part::Facts | Part::Positions | Part::Trials => return None,
    };
    let text =
        |text: &Option<crate::dataset::place::At<Text>>| text.as_ref().map(ToString::to_string);
    Some(GapView {
        topic,
        label,
        text: text(&statement.text),
        look_in: text(&statement.look_in),
        sources: citations.views(&statement.cite),
        ..about(entry, gap)
    })
}

/// A gap of the record that the entry is in.
fn about<'a>(entry: &Entry<'a>, gap: Gap) -> GapView<'a> {
    GapView {
        subject: record_id(entry.record),
        condition: entry.condition(),
        regulator: entry.regulator(),
        topic: String::new(),
        label: String::new(),
        gap,
        text: None,
        look_in: None,
        sources: Vec::new(),
    }
}

/// What is not known of a trial, an outcome or a table of reactions, read off the typed data.
fn of_figures<'a>(
    entry: &Entry<'a>,
    columns: &Columns<'a>,
    citations: &mut Citations<'a>,
    gaps: &mut Vec<GapView<'a>>,
) {
    const INTERVAL: &str = "The range (95% interval)";
    const WEEK: &str = "When it was measured";
    const SIZE: &str = "How many people there were in each arm";
    const SPONSOR: &str = "Who paid for the trial";
    let Record::Indication(indication) = entry.record else { return };
    let paper = || "the document that is cited".to_owned();
    let look_in = |id: Option<&str>| {
        id.map_or_else(paper, |id| format!("the record {id} of the trial registry"))
    };
    let registry = |trial: &str| {
        indication.trial(trial).and_then(|it| it.registry.as_deref()).map(Text::as_str)
    };
    let (topic, of, place, sources, lacks) = match entry.item {
        Item::Trial(trial) => {
            let view = TrialView::new(trial, citations);
            let sizeless = trial.arms.iter().any(|arm| arm.n.is_none()).then_some(Gap::NotRecorded);
            let unpaid = trial.sponsor.is_none().then_some(Gap::NotRecorded);
            let lacks = vec![(SIZE, sizeless), (SPONSOR, unpaid)];
            ("trials".to_owned(), trial.name.to_string(), view.look_in(), view.sources, lacks)
        }
        Item::Outcome(outcome) => {
            let Some(at) = columns.of(indication) else { return };
            let column = columns.all[at];
            let Some(view) = OutcomeView::new(column, outcome, citations) else { return };
            let weekless = outcome.week.is_none().then_some(Gap::NotReported);
            let of = format!("{}, {}", view.endpoint_label, view.trial_name);
            // The range of the difference between the arms says it too.
            let differs = view.difference.iter().all(|it| it.low.is_some() && it.high.is_some());
            let ranged = differs && !view.difference.is_empty();
            let lacks = vec![(INTERVAL, view.interval_gap.filter(|_| !ranged)), (WEEK, weekless)];
            (outcome.topic.to_string(), of, look_in(registry(&outcome.trial)), view.sources, lacks)
        }
        Item::Reactions(table) => {
            let view = ReactionsView::new(table, citations);
            let weekless = table.weeks.is_none().then_some(Gap::NotReported);
            let sizeless = table.arms.iter().any(|arm| arm.n.is_none()).then_some(Gap::NotRecorded);
            let lacks = vec![(INTERVAL, view.interval_gap), (WEEK, weekless), (SIZE, sizeless)];
            let trial = table.trial.as_ref().and_then(|trial| registry(trial));
            (table.topic.to_string(), table.title.to_string(), look_in(trial), view.sources, lacks)
        }
        _ => return,
    };
    for (label, gap) in lacks {
        gaps.extend(gap.map(|gap| GapView {
            topic: topic.clone(),
            label: label.to_owned(),
            text: Some(format!("{of}.")),
            look_in: Some(place.clone()),
            sources: sources.clone(),
            ..about(entry, gap)
        }));
    }
}

impl GapView<'_> {
    /// Of what it is, as a heading.
    fn heading(&self) -> String {
        let setting: Vec<&str> = self.condition.into_iter().chain(self.regulator).collect();
        match setting.as_slice() {
            [] => self.subject.to_owned(),
            setting => format!("{} ({})", self.subject, setting.join(", ")),
        }
    }

    fn line(&self) -> Line<'_> {
        let mut line = vec![Span::Mark(mark(self.gap)), Span::Text(" ".into())];
        line.push(Span::Strong(format!("{}:", self.label).into()));
        if let Some(text) = &self.text {
            line.push(Span::Text(format!(" {text}").into()));
        }
        if let Some(place) = &self.look_in {
            line.push(Span::Text(format!(" See {}.", place.trim_end_matches('.')).into()));
        }
        cited(line, &self.sources, None)
    }
}

impl GapsAnswer<'_> {
    /// How many there are of each kind, of each record.
    fn draw_index<'p>(&'p self, page: &mut Vec<Block<'p>>) {
        let mut counts: Vec<(&str, [usize; 4])> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for gap in &self.gaps {
            let at = *places.entry(gap.subject).or_insert(counts.len());
            if at == counts.len() {
                counts.push((gap.subject, [0; 4]));
            }
            let kind = Gap::ALL.iter().position(|it| *it == gap.gap).unwrap_or_default();
            counts[at].1[kind] += 1;
        }
        let mut columns = vec![vec!["Gaps of".into()]];
        columns.extend(self.kinds.iter().map(|kind| vec![kind.gap.mark().to_string().into()]));
        let rows = counts.into_iter().map(|(subject, counts)| {
            let mut cells = vec![vec![vec![Span::Strong(subject.into())]]];
            cells.extend(counts.iter().map(|count| vec![line(count.to_string())]));
            Row { id: subject.into(), cells, ..Row::default() }
        });
        let mut numbers = vec![true; columns.len()];
        numbers[0] = false;
        page.push(Block::Table(Table { columns, rows: rows.collect(), prose: false, numbers }));
        page.push(Block::Note(vec![
            Span::Text("Those of one: ".into()),
            Span::Command("jakref sources NAME --gaps".into()),
            Span::Text(" · all of them: ".into()),
            Span::Command("jakref sources --gaps --full".into()),
        ]));
    }
}

impl Answer for GapsAnswer<'_> {
    const SCHEMA: &'static str = "gaps/2";

    fn draw<'a>(&'a self, page: &mut Vec<Block<'a>>) {
        let of = self.of.map(|of| format!(" · {of}")).unwrap_or_default();
        page.push(Block::Title(vec![
            Span::Strong("WHAT IS NOT KNOWN".into()),
            Span::Text(format!("{of} · {} gaps", self.gaps.len()).into()),
        ]));
        for kind in self.kinds.iter().filter(|kind| kind.count > 0) {
            let mut said = vec![Span::Mark(mark(kind.gap))];
            said.push(Span::Text(
                format!(" {} ({}): {}", kind.words, kind.count, kind.meaning).into(),
            ));
            page.push(Block::Item(said));
        }
        if self.index && !self.gaps.is_empty() {
            return self.draw_index(page);
        }
        for gaps in self.gaps.chunk_by(|one, other| one.heading() == other.heading()) {
            page.extend(gaps.first().map(|first| Block::Heading(first.heading().into())));
            page.extend(gaps.iter().map(|gap| Block::Item(gap.line())));
        }
    }

    fn records(&self) -> Option<Records<'_>> {
        let mut records = Records::new(&[
            "subject",
            "topic",
            "label",
            "gap",
            "text",
            "look_in",
            "sources",
            "sections",
            "condition",
            "regulator",
        ]);
        for entry in &self.gaps {
            let [sources, sections] = source_fields(entry.sources.iter());
            records.rows.push(vec![
                entry.subject.into(),
                entry.topic.as_str().into(),
                entry.label.as_str().into(),
                entry.gap.id().into(),
                Value::text(entry.text.as_deref()),
                Value::text(entry.look_in.as_deref()),
                sources,
                sections,
                Value::text(entry.condition),
                Value::text(entry.regulator),
            ]);
        }
        records.extend_all(&self.common);
        Some(records)
    }

    fn sources(&self) -> &[SourceView<'_>] {
        &self.sources
    }
}
