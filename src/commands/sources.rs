//! `jakref sources`: every source, how it was read, and what rests on it. Alone it is an index.

use std::collections::{HashMap, HashSet};

use clap::Args;
use serde::Serialize;

use super::Reader;
use super::about::{self, GLOSSARY, OTHER_TREATMENTS};
use crate::answer::column::{self, Setting};
use crate::answer::source::SourceView;
use crate::answer::{Answer, Failure, Sourced};
use crate::cli::Reading;
use crate::dataset::find;
use crate::dataset::model::{BackgroundKind, Clinic, Dataset, SourceKind};
use crate::dataset::walk::{Entry, Item, Part, Record, items};
use crate::output::document::{Block, Fact, Span, line, with_commands};
use crate::output::records::Records;

// What `sources` is asked.
#[derive(Debug, Args)]
#[command(
    mut_arg("patient", |arg| arg.hide(true)),
    mut_arg("sources", |arg| arg.hide(true)),
    mut_arg("full", |arg| arg.help("List all of them in full"))
)]
pub struct SourcesArgs {
    /// A treatment, condition or class, clinic, glossary, or a source's id; an index unless given
    #[arg(value_name = "NAME")]
    pub name: Vec<String>,

    /// List what is not known instead, why not, and what to open to find it
    #[arg(long = "gaps")]
    pub gaps: bool,

    #[command(flatten)]
    pub reading: Reading,
}

/// Whose sources, or gaps, are asked for.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    All,
    /// A treatment with its indications, a condition or class, the glossary, or a clinic: its id.
    Record(&'a str),
    Source(&'a str),
}

impl<'a> Subject<'a> {
    /// The subject with this name.
    ///
    /// # Errors
    /// If there is none.
    pub fn find(dataset: &'a Dataset, words: &[String]) -> Result<Self, Failure> {
        if words.is_empty() {
            return Ok(Self::All);
        }
        let name = words.join(" ");
        if let Some(treatment) = find::treatment_named(dataset, &name) {
            return Ok(Self::Record(&treatment.id));
        }
        if let Ok(background) = find::background(dataset, &name) {
            return Ok(Self::Record(&background.id));
        }
        if find::same(GLOSSARY, &name) {
            return Ok(Self::Record(GLOSSARY));
        }
        let is_called = |it: &&Clinic| {
            ["clinic", &it.id, &it.name].into_iter().any(|known| find::same(known, &name))
        };
        if let Some(clinic) = dataset.clinics.iter().find(is_called) {
            return Ok(Self::Record(&clinic.id));
        }
        if let Some(source) = dataset.source(&name.to_lowercase()) {
            return Ok(Self::Source(&source.id));
        }
        // The failure for treatments says what may have been meant.
        column::treatment(dataset, &name).map(|it| Self::Record(&it.id))
    }

    /// Whether the entry is about it.
    fn has(self, entry: &Entry<'a>) -> bool {
        match self {
            Self::All => true,
            Self::Record(id) => record_id(entry.record) == id,
            Self::Source(id) => entry.item.citations().iter().any(|it| it.source.as_str() == id),
        }
    }

    /// What it is called by others.
    pub fn id(self) -> Option<&'a str> {
        match self {
            Self::All => None,
            Self::Record(id) | Self::Source(id) => Some(id),
        }
    }
}

/// What people call the record.
pub fn record_id(record: Record<'_>) -> &str {
    match record {
        Record::Background(it) => &it.id,
        Record::Term(_) => GLOSSARY,
        Record::Clinic(it) => &it.id,
        Record::Treatment(_) | Record::Indication(_) => record.treatment().unwrap_or_default(),
    }
}

/// What is said of the subject, for the condition and the regulators that were asked for, if any
/// were.
pub fn entries<'r, 'a>(
    reader: &'r Reader<'a>,
    reading: &'r Reading,
    subject: Subject<'a>,
) -> impl Iterator<Item = Entry<'a>> + use<'r, 'a> {
    let Setting { condition, regulators, .. } = &reader.setting;
    items(reader.dataset).filter(move |entry| {
        let own = match entry.record {
            Record::Background(it) if it.kind == BackgroundKind::Condition => Some(it.id.as_str()),
            _ => entry.condition(),
        };
        subject.has(entry)
            && own.is_none_or(|it| reading.condition.is_none() || condition.id.as_str() == it)
            && entry.regulator().is_none_or(|it| {
                reading.regulators.is_empty() || regulators.iter().any(|own| own.id.as_str() == it)
            })
    })
}

/// `olumiant (alopecia-areata, us)`.
pub fn in_setting(of: &str, condition: Option<&str>, regulator: Option<&str>) -> String {
    let setting: Vec<&str> = condition.into_iter().chain(regulator).collect();
    if setting.is_empty() { of.to_owned() } else { format!("{of} ({})", setting.join(", ")) }
}

/// The sources of the dataset, or of a part of it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SourcesAnswer<'a> {
    /// Whose sources they are; null for all.
    of: Option<&'a str>,
    supported: Vec<Supported<'a>>,
    #[serde(skip)]
    index: Vec<(&'a str, usize)>,
    #[serde(skip)]
    sources: Vec<SourceView<'a>>,
}

/// A source, and what rests on it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Supported<'a> {
    source: &'a str,
    supports: Vec<Support<'a>>,
}

/// The same as a record.
#[derive(Serialize)]
struct SourceRecord<'v, 'a> {
    #[serde(flatten)]
    source: &'v SourceView<'a>,
    supports: Vec<String>,
    conditions: Vec<&'a str>,
    regulators: Vec<&'a str>,
}

/// What rests on a source.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Support<'a> {
    /// A treatment, a condition or class, `glossary`, or a clinic.
    of: &'a str,
    condition: Option<&'a str>,
    regulator: Option<&'a str>,
    /// The path of a topic, a section, a word; null for the facts of the record itself.
    part: Option<String>,
}

impl<'a> Support<'a> {
    fn new(entry: &Entry<'a>) -> Self {
        let part = match (&entry.part, entry.record, entry.conflict) {
            (_, Record::Term(term), _) => Some(term.term.to_string()),
            (Part::Topic(path), _, Some(_)) => Some(format!("{path} (sources disagree)")),
            (Part::Topic(path), _, None) => Some(path.to_string()),
            (Part::Facts, _, _) => None,
            (Part::Otherwise, _, _) => Some("otherwise".to_owned()),
            (Part::Positions, _, _) => Some("positions".to_owned()),
            (Part::Trials, _, _) => Some(match entry.item {
                Item::Trial(trial) => format!("trial {}", trial.name),
                _ => "trials".to_owned(),
            }),
            (Part::Section(section), _, _) => Some(section.id.to_string()),
            (Part::Option(option), _, _) => Some(format!("{OTHER_TREATMENTS} > {}", option.id)),
            (Part::Clinic(id, _), _, _) => Some((*id).to_owned()),
        };
        Self {
            of: record_id(entry.record),
            condition: entry.condition(),
            regulator: entry.regulator(),
            part,
        }
    }

    /// `olumiant (alopecia-areata, us) > dosing.start`.
    fn words(&self) -> String {
        let of = in_setting(self.of, self.condition, self.regulator);
        self.part.as_ref().map_or(of.clone(), |part| format!("{of} > {part}"))
    }
}

/// Lists the sources.
///
/// # Errors
/// If the name stands for nothing that has sources.
pub fn run<'a>(
    reader: &Reader<'a>,
    args: &SourcesArgs,
) -> Result<Sourced<'a, SourcesAnswer<'a>>, Failure> {
    let dataset = reader.dataset;
    let subject = Subject::find(dataset, &args.name)?;
    let mut supports: HashMap<&str, Vec<Support<'a>>> = HashMap::new();
    let mut seen = HashSet::new();
    for entry in entries(reader, &args.reading, subject) {
        let support = Support::new(&entry);
        for citation in entry.item.citations() {
            if seen.insert((citation.source.as_str(), support.clone())) {
                supports.entry(&citation.source).or_default().push(support.clone());
            }
        }
    }
    if let Subject::Source(id) = subject {
        supports.retain(|source, _| *source == id);
    }
    let all = matches!(subject, Subject::All);
    let everything = all && args.reading.condition.is_none() && args.reading.regulators.is_empty();
    let mut answer = SourcesAnswer {
        of: subject.id(),
        supported: Vec::new(),
        index: Vec::new(),
        sources: Vec::new(),
    };
    for source in &dataset.sources {
        let supports = supports.remove(source.id.as_str());
        if everything || supports.is_some() {
            let supports = supports.unwrap_or_default();
            answer.supported.push(Supported { source: &source.id, supports });
            answer.sources.push(SourceView::new(source));
        }
    }
    if all && !reader.full && !reader.sources {
        answer.index = index(dataset, &answer.supported);
    }
    Ok(Sourced { sources: answer.sources.clone(), answer, in_full: false })
}

/// How many sources each record uses: a treatment's own and those of its indications together.
fn index<'a>(dataset: &'a Dataset, supported: &[Supported<'a>]) -> Vec<(&'a str, usize)> {
    let treatments = dataset.treatments.iter().map(|it| it.id.as_str());
    let backgrounds = dataset.backgrounds.iter().map(|it| it.id.as_str());
    let clinics = dataset.clinics.iter().map(|it| it.id.as_str());
    let records = treatments.chain(backgrounds).chain([GLOSSARY]).chain(clinics);
    let mut uses: HashMap<&str, usize> = HashMap::new();
    for source in supported {
        let of: HashSet<&str> = source.supports.iter().map(|it| it.of).collect();
        for of in of {
            *uses.entry(of).or_default() += 1;
        }
    }
    records.filter_map(|of| Some((of, *uses.get(of)?))).collect()
}

impl SourcesAnswer<'_> {
    fn draw_index<'p>(&'p self, page: &mut Vec<Block<'p>>) {
        page.push(Block::Title(vec![
            Span::Strong("SOURCES".into()),
            Span::Text(format!(" · {} in all", self.sources.len()).into()),
        ]));
        let kinds = SourceKind::ALL.iter().filter_map(|kind| {
            let count = self.sources.iter().filter(|it| it.kind == *kind).count();
            (count > 0).then(|| format!("{} {count}", kind.words()))
        });
        let kinds = kinds.collect::<Vec<_>>().join(", ");
        page.push(Block::Facts(vec![Fact::new("By kind", vec![line(kinds)])]));
        let rows = self.index.iter();
        let rows = rows.map(|(of, count)| (*of, count.to_string(), format!("jakref sources {of}")));
        page.push(about::index(["Sources of", "How many"], rows, true));
        page.push(Block::Note(with_commands(
            "All of them in full: `jakref sources --full` · what is not known: `jakref sources --gaps`",
        )));
    }
}

impl Answer for SourcesAnswer<'_> {
    const SCHEMA: &'static str = "sources/2";

    fn draw<'a>(&'a self, page: &mut Vec<Block<'a>>) {
        if !self.index.is_empty() {
            return self.draw_index(page);
        }
        let of = self.of.map(|of| format!(" · {of}")).unwrap_or_default();
        page.push(Block::Title(vec![
            Span::Strong("SOURCES".into()),
            Span::Text(format!("{of} · {}", self.sources.len()).into()),
        ]));
        for (source, supported) in self.sources.iter().zip(&self.supported) {
            page.push(Block::Subheading(format!("{} ({})", source.line(), source.id).into()));
            page.push(Block::Paragraph(source.full()));
            let supports: Vec<String> = supported.supports.iter().map(Support::words).collect();
            let supports = match supports.as_slice() {
                [] => "nothing here".to_owned(),
                supports => supports.join("; "),
            };
            page.push(Block::Paragraph(line(format!("Supports: {supports}"))));
        }
        if self.sources.is_empty() {
            page.push(Block::Note(line("No source is recorded here.")));
        }
    }

    fn records(&self) -> Option<Records> {
        let records = self.sources.iter().zip(&self.supported).map(|(source, it)| SourceRecord {
            source,
            supports: it.supports.iter().map(Support::words).collect(),
            conditions: it.supports.iter().filter_map(|it| it.condition).collect(),
            regulators: it.supports.iter().filter_map(|it| it.regulator).collect(),
        });
        let names = "id,title,publisher,kind,date,how_read,read,extent,url,read_via,supports,as_shown,\
                     short,conditions,regulators";
        Some(Records::of_fields(names, records))
    }

    fn is_negative(&self) -> bool {
        self.sources.is_empty()
    }
}
