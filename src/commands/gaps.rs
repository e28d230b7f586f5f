//! `jakref sources --gaps`: everything that is not known, why not, and what to open to find it. Alone
//! it is an index.

use std::collections::HashMap;

use serde::Serialize;

use super::Reader;
use super::about::OTHER_TREATMENTS;
use super::search::columns;
use super::sources::{SourcesArgs, Subject, entries, in_setting, record_id};
use crate::answer::column::Column;
use crate::answer::figures::OutcomeView;
use crate::answer::phrasing::{and, capitalized};
use crate::answer::reactions::ReactionsView;
use crate::answer::source::{CitationView, Citations, cited};
use crate::answer::trial::TrialView;
use crate::answer::{Answer, Failure, Sourced};
use crate::dataset::model::{Arm, Gap};
use crate::dataset::walk::{Entry, Item, Part, Record};
use crate::output::document::{Block, Line, Mark, Row, Span, Table, line, strong, with_commands};
use crate::output::records::Records;

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
    /// What figures lack.
    #[serde(skip)]
    lacking: String,
}

/// Every column, by what its record says where it holds.
type Columns<'a> = HashMap<[&'a str; 3], Column<'a>>;

/// Lists what is not known.
///
/// # Errors
/// If the name stands for nothing.
pub fn run<'a>(
    reader: &Reader<'a>,
    args: &SourcesArgs,
) -> Result<Sourced<'a, GapsAnswer<'a>>, Failure> {
    let dataset = reader.dataset;
    let subject = Subject::find(dataset, &args.name)?;
    let mut citations = Citations::new(dataset);
    let mut gaps = Vec::new();
    let columns: Columns<'a> = columns(dataset).map(|it| (it.indication.key(), it)).collect();
    for entry in entries(reader, &args.reading, subject) {
        gaps.extend(declared(&entry, &mut citations));
        of_figures(&entry, &columns, &mut citations, &mut gaps);
    }
    let kinds = Gap::ALL.iter().map(|&gap| Kind {
        gap,
        words: gap.words(),
        meaning: gap.meaning(),
        count: gaps.iter().filter(|it| it.gap == gap).count(),
    });
    let answer = GapsAnswer {
        of: subject.id(),
        kinds: kinds.collect(),
        gaps,
        index: matches!(subject, Subject::All) && !reader.full,
    };
    Ok(Sourced::new(answer, &citations, false))
}

/// The gap that a statement declares.
fn declared<'a>(entry: &Entry<'a>, citations: &mut Citations<'a>) -> Option<GapView<'a>> {
    let Item::Statement(statement) = entry.item else { return None };
    let gap = statement.gap.as_deref().copied()?;
    let (topic, label) = match &entry.part {
        Part::Topic(path) => {
            (path.to_string(), citations.dataset.topic(path).map_or("", |topic| &topic.label))
        }
        Part::Otherwise => ("otherwise".to_owned(), "Everything else"),
        Part::Section(section) => (section.id.to_string(), section.label.as_str()),
        Part::Option(option) => (OTHER_TREATMENTS.to_owned(), option.name.as_str()),
        Part::Clinic(id, label) => ((*id).to_owned(), *label),
        Part::Facts | Part::Positions | Part::Trials => return None,
    };
    Some(GapView {
        topic,
        label: label.to_owned(),
        text: statement.text.as_ref().map(ToString::to_string),
        look_in: statement.look_in.as_ref().map(ToString::to_string),
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
        lacking: String::new(),
    }
}

/// What is not known of a trial, an outcome or a table of reactions, read off the typed data.
fn of_figures<'a>(
    entry: &Entry<'a>,
    columns: &Columns<'a>,
    citations: &mut Citations<'a>,
    gaps: &mut Vec<GapView<'a>>,
) {
    const INTERVAL: &str = "the range (95% interval)";
    const WEEK: &str = "when it was measured";
    const SIZE: &str = "how many people there were in each arm";
    const SPONSOR: &str = "who paid for the trial";
    let Record::Indication(indication) = entry.record else { return };
    let sizeless = |arms: &[Arm]| arms.iter().any(|it| it.n.is_none()).then_some(Gap::NotRecorded);
    let weekless = |is_so: bool| is_so.then_some(Gap::NotReported);
    let (topic, of, trial, sources, lacks) = match entry.item {
        Item::Trial(trial) => {
            let unpaid = trial.sponsor.is_none().then_some(Gap::NotRecorded);
            let lacks = vec![(SIZE, sizeless(&trial.arms)), (SPONSOR, unpaid)];
            let sources = citations.views(&trial.cite);
            ("trials", trial.name.to_string(), Some(trial), sources, lacks)
        }
        Item::Outcome(it) => {
            let column = columns.get(&indication.key());
            let view = column.and_then(|column| OutcomeView::new(*column, it, citations));
            let Some(view) = view else { return };
            let of = format!("{}, {}", view.endpoint_label, view.trial_name);
            // The range of the difference between the arms says it too.
            let differs = view.difference.iter().all(|it| it.low.is_some() && it.high.is_some());
            let ranged = differs && !view.difference.is_empty();
            let interval = view.interval_gap.filter(|_| !ranged);
            let lacks = vec![(INTERVAL, interval), (WEEK, weekless(it.week.is_none()))];
            (it.topic.as_str(), of, indication.trial(&it.trial), view.sources, lacks)
        }
        Item::Reactions(it) => {
            let view = ReactionsView::new(it, citations);
            let week = weekless(it.weeks.is_none());
            let lacks =
                vec![(INTERVAL, view.interval_gap), (WEEK, week), (SIZE, sizeless(&it.arms))];
            let trial = it.trial.as_ref().and_then(|trial| indication.trial(trial));
            (it.topic.as_str(), it.title.to_string(), trial, view.sources, lacks)
        }
        _ => return,
    };
    // What it cites itself is cited already.
    let mut own = Citations::new(citations.dataset);
    let named = citations.dataset.topic(topic).map_or("Trials", |topic| &topic.label);
    let place = trial.map_or_else(
        || "the document that is cited".to_owned(),
        |trial| TrialView::new(trial, &mut own).look_in(),
    );
    // What one place lacks for one reason is one gap.
    for &gap in Gap::ALL {
        let lacking = lacks.iter().filter(|(_, it)| *it == Some(gap)).map(|(label, _)| *label);
        let lacking = capitalized(&and(&lacking.collect::<Vec<_>>()));
        if lacking.is_empty() {
            continue;
        }
        let lacks = GapView {
            topic: topic.to_owned(),
            label: named.to_owned(),
            text: Some(format!("{lacking}: {of}.")),
            lacking,
            look_in: Some(place.clone()),
            sources: sources.clone(),
            ..about(entry, gap)
        };
        let mut own = gaps.iter_mut().rev().take_while(|it| it.heading() == lacks.heading());
        match own.find(|it| it.is_beside(&lacks)) {
            Some(known) => known.take_in(lacks),
            None => gaps.push(lacks),
        }
    }
}

impl<'a> GapView<'a> {
    /// Whether the same is missing of the same question, and to be looked for in the same place.
    fn is_beside(&self, other: &Self) -> bool {
        self.gap == other.gap
            && (&self.topic, &self.lacking, &self.look_in)
                == (&other.topic, &other.lacking, &other.look_in)
    }

    /// Adds of what it is missing, too.
    fn take_in(&mut self, other: Self) {
        let more = other.text.unwrap_or_default();
        let more = more.strip_prefix(&format!("{}: ", self.lacking)).unwrap_or(&more);
        self.text = self.text.take().map(|it| format!("{}; {more}", it.trim_end_matches('.')));
        let known = |it: &CitationView<'a>| self.sources.iter().any(|own| own.source == it.source);
        let new: Vec<CitationView<'a>> =
            other.sources.into_iter().filter(|it| !known(it)).collect();
        self.sources.extend(new);
    }

    /// Of what it is, as a heading.
    fn heading(&self) -> String {
        in_setting(self.subject, self.condition, self.regulator)
    }

    fn line(&self) -> Line<'_> {
        let mut line = vec![Span::Mark(Mark::Gap(self.gap)), Span::Text(" ".into())];
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
        let mut subjects: Vec<&str> = Vec::new();
        let mut gaps: HashMap<&str, Vec<Gap>> = HashMap::new();
        for gap in &self.gaps {
            let own = gaps.entry(gap.subject).or_default();
            if own.is_empty() {
                subjects.push(gap.subject);
            }
            own.push(gap.gap);
        }
        let rows = subjects.into_iter().map(|subject| {
            let counts = self.kinds.iter().map(|kind| {
                let own = gaps.get(subject).into_iter().flatten();
                vec![line(own.filter(|&&gap| gap == kind.gap).count().to_string())]
            });
            let cells = std::iter::once(vec![strong(subject)]).chain(counts);
            Row::new(subject, cells.collect())
        });
        let kinds = self.kinds.iter().map(|kind| kind.gap.sign().to_owned());
        let columns = std::iter::once("Gaps of".to_owned()).chain(kinds);
        let mut numbers = vec![true; self.kinds.len() + 1];
        numbers[0] = false;
        page.push(Block::Table(Table { numbers, ..Table::new(columns, rows) }));
        page.push(Block::Note(with_commands(
            "Those of one: `jakref sources NAME --gaps` · all of them: `jakref sources --gaps --full`",
        )));
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
            let mut said = vec![Span::Mark(Mark::Gap(kind.gap))];
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

    fn records(&self) -> Option<Records> {
        let names = "subject,topic,label,gap,text,look_in,sources,sections,condition,regulator";
        Some(Records::of_fields(names, &self.gaps))
    }
}
