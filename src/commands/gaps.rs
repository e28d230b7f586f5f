//! `jakref sources --gaps`: everything that is not known, why not, and what to open to find it.

use serde::Serialize;

use super::figures::{OutcomeView, ReactionsView};
use super::show::TrialView;
use super::view::{CitationView, Citations, DatasetView, SourceView, Words, cited, source_fields};
use super::{Failure, View, find_treatment};
use crate::cli::SourcesArgs;
use crate::dataset::model::{Dataset, Gap, Statement, Treatment};
use crate::dataset::text::Text;
use crate::output::document::{Block, Line, Numbered, Records, Row, Span, Table, line};
use crate::output::records::{Records as Rows, Value};

/// The gaps of the dataset, or of one treatment.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GapsView<'a> {
    schema: &'static str,
    dataset: DatasetView<'a>,
    /// The treatment whose gaps they are; null for all.
    treatment: Option<&'a str>,
    /// Every kind, with how many there are, none too.
    kinds: Vec<Kind>,
    gaps: Vec<Entry<'a>>,
    sources: Vec<SourceView<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Kind {
    gap: &'static str,
    words: &'static str,
    meaning: &'static str,
    count: usize,
    #[serde(skip)]
    shown: &'static str,
}

/// A gap, and what to open to close it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Entry<'a> {
    /// Of what: a treatment, a background or a clinic.
    subject: &'a str,
    /// Its name in words.
    #[serde(skip)]
    name: String,
    /// The path of a topic, or the id of a section.
    topic: String,
    label: String,
    gap: &'static str,
    text: Option<String>,
    look_in: Option<String>,
    sources: Vec<CitationView<'a>>,
    #[serde(skip)]
    kind: Gap,
}

/// Something that is not known of a trial, an outcome or a table.
pub struct FigureGap<'a> {
    pub topic: &'a str,
    pub lacks: Lack,
    /// Of which trial or figure.
    pub of: String,
    /// The same in plain words.
    pub of_plain: String,
    pub gap: Gap,
    pub look_in: String,
    pub sources: Vec<CitationView<'a>>,
}

/// What a figure may lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    Interval,
    Week,
    ArmSize,
    Sponsor,
}

impl Lack {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Interval, Self::Week, Self::ArmSize, Self::Sponsor];

    /// The words for it.
    pub fn words(self, words: Words) -> &'static str {
        match self {
            Self::Interval if words == Words::Plain => "How sure the figures are (their range)",
            Self::Interval => "The range (95% interval)",
            Self::Week => "When it was measured",
            Self::ArmSize if words == Words::Plain => "How many people there were in each group",
            Self::ArmSize => "How many people there were in each arm",
            Self::Sponsor => "Who paid for the trial",
        }
    }
}

/// What is not known of these trials and figures, read off the typed data.
pub fn of_figures<'a>(
    trials: &[TrialView<'a>],
    outcomes: &[OutcomeView<'a>],
    reactions: &[ReactionsView<'a>],
) -> Vec<FigureGap<'a>> {
    let mut gaps = Vec::new();
    let trial_of = |id: &str| trials.iter().find(|trial| trial.id == id);
    for outcome in outcomes {
        let look_in = trial_of(outcome.trial).map_or_else(paper, TrialView::look_in);
        let of = format!("{}, {}", outcome.endpoint_label, outcome.trial_name);
        let of_plain = format!("{}, {}", outcome.endpoint_plain, outcome.trial_name);
        let weekless = outcome.week.is_none().then_some(Gap::NotReported);
        for (lacks, gap) in [(Lack::Interval, outcome.interval), (Lack::Week, weekless)] {
            gaps.extend(gap.map(|gap| FigureGap {
                topic: outcome.topic,
                lacks,
                of: of.clone(),
                of_plain: of_plain.clone(),
                gap,
                look_in: look_in.clone(),
                sources: outcome.sources.clone(),
            }));
        }
    }
    for table in reactions {
        let trial = table.trial.and_then(trial_of);
        let look_in = trial.map_or_else(paper, TrialView::look_in);
        let weekless = table.weeks.is_none().then_some(Gap::NotReported);
        let sizeless = table.arms.iter().any(|arm| arm.n.is_none()).then_some(Gap::NotRecorded);
        for (lacks, gap) in
            [(Lack::Interval, table.interval), (Lack::Week, weekless), (Lack::ArmSize, sizeless)]
        {
            gaps.extend(gap.map(|gap| FigureGap {
                topic: table.topic,
                lacks,
                of: table.title.to_owned(),
                of_plain: table.name(Words::Plain),
                gap,
                look_in: look_in.clone(),
                sources: table.sources.clone(),
            }));
        }
    }
    for trial in trials {
        let sizeless = trial.arms.iter().any(|arm| arm.n.is_none());
        for (lacks, missing) in
            [(Lack::ArmSize, sizeless), (Lack::Sponsor, trial.sponsor.is_none())]
        {
            if missing {
                gaps.push(FigureGap {
                    topic: "trials",
                    lacks,
                    of: trial.name.to_owned(),
                    of_plain: trial.name.to_owned(),
                    gap: Gap::NotRecorded,
                    look_in: trial.look_in(),
                    sources: trial.sources.clone(),
                });
            }
        }
    }
    gaps
}

/// Where the figures of no single registered trial come from.
fn paper() -> String {
    "the document that is cited".to_owned()
}

/// Lists the gaps.
///
/// # Errors
/// If no treatment has the name.
pub fn view<'a>(dataset: &'a Dataset, args: &SourcesArgs) -> Result<GapsView<'a>, Failure> {
    let treatment =
        args.treatment.as_ref().map(|name| find_treatment(dataset, name)).transpose()?;
    let mut citations = Citations::new(dataset);
    let mut gaps = Vec::new();
    if let Some(treatment) = treatment {
        of_treatment(dataset, treatment, &mut citations, &mut gaps);
    } else {
        for treatment in &dataset.treatments {
            of_treatment(dataset, treatment, &mut citations, &mut gaps);
        }
        of_background(dataset, &mut citations, &mut gaps);
    }
    let kinds = Gap::ALL.map(|kind| Kind {
        gap: kind.id(),
        words: kind.words(),
        meaning: kind.meaning(),
        count: gaps.iter().filter(|entry| entry.kind == kind).count(),
        shown: kind.shown(),
    });
    Ok(GapsView {
        schema: "jakref.gaps/1",
        dataset: DatasetView::new(dataset),
        treatment: treatment.map(|treatment| treatment.id.as_str()),
        kinds: kinds.into(),
        gaps,
        sources: citations.sources(),
    })
}

fn of_treatment<'a>(
    dataset: &'a Dataset,
    treatment: &'a Treatment,
    citations: &mut Citations<'a>,
    gaps: &mut Vec<Entry<'a>>,
) {
    let name = format!("{} ({})", treatment.brand, treatment.generic);
    for topic in &dataset.topics {
        for statement in treatment.answer(topic) {
            let place = (treatment.id.as_str(), &name, topic.path(), topic.label.to_string());
            gaps.extend(entry(place, statement, citations));
        }
    }
    let outcomes = treatment.outcomes.iter();
    let outcomes = outcomes.filter_map(|it| OutcomeView::new(dataset, treatment, it, citations));
    let outcomes: Vec<OutcomeView<'a>> = outcomes.collect();
    let reactions = treatment.reactions.iter().map(|it| ReactionsView::new(dataset, it, citations));
    let reactions: Vec<ReactionsView<'a>> = reactions.collect();
    let trials = treatment.trials.iter().map(|it| TrialView::new(it, citations));
    let trials: Vec<TrialView<'a>> = trials.collect();
    for gap in of_figures(&trials, &outcomes, &reactions) {
        gaps.push(Entry {
            subject: &treatment.id,
            name: name.clone(),
            topic: gap.topic.to_owned(),
            label: gap.lacks.words(Words::Professional).to_owned(),
            gap: gap.gap.id(),
            text: Some(format!("{}.", gap.of)),
            look_in: Some(gap.look_in),
            sources: gap.sources,
            kind: gap.gap,
        });
    }
}

fn of_background<'a>(
    dataset: &'a Dataset,
    citations: &mut Citations<'a>,
    gaps: &mut Vec<Entry<'a>>,
) {
    for background in &dataset.backgrounds {
        let name = background.name.to_string();
        for section in &background.sections {
            for statement in &section.statements {
                let id = background.id.as_str();
                let place = (id, &name, section.id.to_string(), section.label.to_string());
                gaps.extend(entry(place, statement, citations));
            }
        }
    }
    for clinic in &dataset.clinics {
        let name = clinic.name.to_string();
        for (id, label, statements) in clinic.sections() {
            for statement in statements {
                let place = (clinic.id.as_str(), &name, id.to_owned(), label.to_owned());
                gaps.extend(entry(place, statement, citations));
            }
        }
    }
}

/// The statement's gap, if it has one.
fn entry<'a>(
    (subject, name, topic, label): (&'a str, &String, String, String),
    statement: &'a Statement,
    citations: &mut Citations<'a>,
) -> Option<Entry<'a>> {
    let kind = **statement.gap.as_ref()?;
    Some(Entry {
        subject,
        name: name.clone(),
        topic,
        label,
        gap: kind.id(),
        text: statement.text.as_deref().map(Text::as_str).map(str::to_owned),
        look_in: statement.look_in.as_deref().map(Text::as_str).map(str::to_owned),
        sources: citations.numbers(&statement.cite),
        kind,
    })
}

impl Entry<'_> {
    fn line(&self) -> Line<'_> {
        let mut line = vec![
            Span::Gap(self.kind.shown().into()),
            Span::Text(" ".into()),
            Span::Strong(format!("{}:", self.label).into()),
        ];
        let look_in = self.look_in.as_ref().map(|look_in| format!("Open {look_in}."));
        let parts: Vec<&str> = self.text.as_deref().into_iter().chain(look_in.as_deref()).collect();
        line.push(Span::Text(format!(" {}", parts.join(" ")).into()));
        cited(line, &self.sources)
    }
}

impl View for GapsView<'_> {
    fn draw(&self, page: &mut Numbered<'_>) {
        let title = match self.treatment {
            Some(id) => format!("Gaps of {id}: {}", self.gaps.len()),
            None => format!("Gaps: {}", self.gaps.len()),
        };
        page.add(Block::Title(title.into()));
        let rows = self.kinds.iter().map(|kind| Row {
            id: kind.gap,
            cells: vec![
                vec![vec![Span::Gap(kind.shown.into())]],
                vec![line(kind.meaning)],
                vec![line(kind.count.to_string())],
            ],
        });
        page.add(Block::Table(Table {
            columns: ["Kind", "Meaning", "How many"].map(Into::into).to_vec(),
            rows: rows.collect(),
            records: Records::Cells,
            prose: false,
        }));
        let mut subject = "";
        for entry in &self.gaps {
            if entry.subject != subject {
                subject = entry.subject;
                page.add(Block::Heading(entry.name.as_str().into()));
            }
            page.add(Block::Item(entry.line()));
        }
    }

    fn records(&self) -> Option<Rows<'_>> {
        let mut records = Rows::new(&[
            "subject", "topic", "label", "gap", "text", "look_in", "sources", "sections",
        ]);
        for entry in &self.gaps {
            let [sources, sections] = source_fields(entry.sources.iter());
            records.rows.push(vec![
                entry.subject.into(),
                entry.topic.as_str().into(),
                entry.label.as_str().into(),
                entry.gap.into(),
                Value::text(entry.text.as_deref()),
                Value::text(entry.look_in.as_deref()),
                sources,
                sections,
            ]);
        }
        records.extend_all(&self.dataset.columns());
        Some(records)
    }

    fn sources(&self) -> &[SourceView<'_>] {
        &self.sources
    }

    fn colophon(&self) -> Vec<String> {
        self.dataset.colophon()
    }
}
