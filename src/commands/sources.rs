//! `jakref sources`: every source, how it was read, and what rests on it. Alone it is an index.

use std::collections::{HashMap, HashSet};

use clap::Args;
use serde::Serialize;

use super::Reader;
use crate::answer::envelope::DatasetView;
use crate::answer::source::SourceView;
use crate::answer::{Answer, Failure};
use crate::cli::Reading;
use crate::dataset::find;
use crate::dataset::model::{
    Background, BackgroundKind, Clinic, Dataset, Source, SourceKind, Treatment,
};
use crate::dataset::walk::{Entry, Item, Part, Record, items};
use crate::output::document::{Block, Fact, Row, Span, Table, line};
use crate::output::records::{Records, Value};

/// What the words that are explained are asked for by.
const GLOSSARY: &str = "glossary";

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
    Treatment(&'a Treatment),
    Background(&'a Background),
    Glossary,
    Clinic(&'a Clinic),
    Source(&'a Source),
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
            return Ok(Self::Treatment(treatment));
        }
        if let Ok(background) = find::background(dataset, &name) {
            return Ok(Self::Background(background));
        }
        if find::same(GLOSSARY, &name) {
            return Ok(Self::Glossary);
        }
        let names =
            |it: &Clinic| [&it.id, &it.name].into_iter().any(|known| find::same(known, &name));
        if let Some(clinic) =
            dataset.clinics.iter().find(|it| find::same("clinic", &name) || names(it))
        {
            return Ok(Self::Clinic(clinic));
        }
        if let Some(source) = dataset.source(&name.to_lowercase()) {
            return Ok(Self::Source(source));
        }
        // The failure for treatments says what may have been meant.
        crate::answer::column::treatment(dataset, &name).map(Self::Treatment)
    }

    /// Whether the entry is about it.
    pub fn has(self, entry: &Entry<'a>) -> bool {
        match (self, entry.record) {
            (Self::All, _) | (Self::Glossary, Record::Term(_)) => true,
            (Self::Treatment(it), record) => record.treatment() == Some(it.id.as_str()),
            (Self::Background(it), Record::Background(record)) => std::ptr::eq(it, record),
            (Self::Clinic(it), Record::Clinic(record)) => std::ptr::eq(it, record),
            (Self::Source(it), _) => entry.item.citations().iter().any(|cite| cite.source == it.id),
            _ => false,
        }
    }

    /// What it is called by others.
    pub fn id(self) -> Option<&'a str> {
        match self {
            Self::All => None,
            Self::Treatment(it) => Some(&it.id),
            Self::Background(it) => Some(&it.id),
            Self::Glossary => Some(GLOSSARY),
            Self::Clinic(it) => Some(&it.id),
            Self::Source(it) => Some(&it.id),
        }
    }
}

/// What people call the record.
pub fn record_id(record: Record<'_>) -> &str {
    match record {
        Record::Treatment(it) => &it.id,
        Record::Indication(it) => &it.treatment,
        Record::Background(it) => &it.id,
        Record::Term(_) => GLOSSARY,
        Record::Clinic(it) => &it.id,
    }
}

/// Whether the entry holds for the condition and the regulators that were asked for, if any were.
pub fn is_asked(reader: &Reader<'_>, reading: &Reading, entry: &Entry<'_>) -> bool {
    let own = match entry.record {
        Record::Background(it) if it.kind == BackgroundKind::Condition => Some(it.id.as_str()),
        _ => entry.condition(),
    };
    let condition = own
        .is_none_or(|it| reading.condition.is_none() || it == reader.setting.condition.id.as_str());
    let regulator = entry.regulator().is_none_or(|it| {
        reading.regulators.is_empty()
            || reader.setting.regulators.iter().any(|own| own.id.as_str() == it)
    });
    condition && regulator
}

/// The sources of the dataset, or of a part of it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SourcesAnswer<'a> {
    /// Whose sources they are; null for all.
    of: Option<&'a str>,
    supported: Vec<Supported<'a>>,
    #[serde(skip)]
    index: Vec<(String, String)>,
    #[serde(skip)]
    common: Vec<(&'static str, Value<'a>)>,
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
            (Part::Option(option), _, _) => {
                Some(format!("{} > {}", super::about::OTHER_TREATMENTS, option.id))
            }
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
        let setting: Vec<&str> = self.condition.into_iter().chain(self.regulator).collect();
        let setting =
            if setting.is_empty() { String::new() } else { format!(" ({})", setting.join(", ")) };
        let part = self.part.as_ref().map(|part| format!(" > {part}")).unwrap_or_default();
        format!("{}{setting}{part}", self.of)
    }
}

/// Lists the sources.
///
/// # Errors
/// If the name stands for nothing that has sources.
pub fn run<'a>(reader: &Reader<'a>, args: &SourcesArgs) -> Result<SourcesAnswer<'a>, Failure> {
    let dataset = reader.dataset;
    let subject = Subject::find(dataset, &args.name)?;
    let mut supports: HashMap<&str, Vec<Support<'a>>> = HashMap::new();
    let mut seen: HashSet<(&str, Support<'a>)> = HashSet::new();
    // Of how many sources each record makes use: first by record, in the order of the dataset.
    let mut used: Vec<(String, HashSet<&str>)> = Vec::new();
    let asked = |entry: &Entry<'a>| subject.has(entry) && is_asked(reader, &args.reading, entry);
    for entry in items(dataset).filter(asked) {
        let support = Support::new(&entry);
        if used.last().is_none_or(|(of, _)| of != support.of) {
            let of = support.of.to_owned();
            used.push((of, HashSet::new()));
        }
        for citation in entry.item.citations() {
            let source = citation.source.as_str();
            if matches!(subject, Subject::Source(it) if it.id.as_str() != source) {
                continue;
            }
            if let Some((_, sources)) = used.last_mut() {
                sources.insert(source);
            }
            if seen.insert((source, support.clone())) {
                supports.entry(source).or_default().push(support.clone());
            }
        }
    }
    let everything = matches!(subject, Subject::All)
        && args.reading.condition.is_none()
        && args.reading.regulators.is_empty();
    let listed: Vec<&Source> = dataset
        .sources
        .iter()
        .filter(|it| everything || supports.contains_key(it.id.as_str()))
        .collect();
    let supported = listed.iter().map(|source| Supported {
        source: &source.id,
        supports: supports.remove(source.id.as_str()).unwrap_or_default(),
    });
    let index = matches!(subject, Subject::All) && !reader.full && !reader.sources;
    let supported = supported.collect();
    Ok(SourcesAnswer {
        of: subject.id(),
        supported,
        index: if index { counted(used) } else { Vec::new() },
        common: DatasetView::new(reader.consulted).columns(),
        sources: listed.into_iter().map(SourceView::new).collect(),
    })
}

/// How many sources each record uses: the treatments' own records and their indications together.
fn counted(used: Vec<(String, HashSet<&str>)>) -> Vec<(String, String)> {
    let mut order: Vec<String> = Vec::new();
    let mut all: HashMap<String, HashSet<&str>> = HashMap::new();
    for (of, sources) in used {
        if !all.contains_key(&of) {
            order.push(of.clone());
        }
        all.entry(of).or_default().extend(sources);
    }
    let count = |of: String| {
        let count = all.get(&of).map_or(0, HashSet::len).to_string();
        (of, count)
    };
    order.into_iter().map(count).filter(|(_, count)| count != "0").collect()
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
        page.push(Block::Facts(vec![Fact {
            label: "By kind".into(),
            sub: false,
            lines: vec![line(kinds)],
        }]));
        let rows = self.index.iter().map(|(of, count)| Row {
            id: of.as_str().into(),
            cells: vec![
                vec![vec![Span::Strong(of.as_str().into())]],
                vec![line(count.as_str())],
                vec![vec![Span::Command(format!("jakref sources {of}").into())]],
            ],
            ..Row::default()
        });
        page.push(Block::Table(Table {
            columns: ["Sources of", "How many", "What to type"].map(|it| vec![it.into()]).to_vec(),
            rows: rows.collect(),
            prose: false,
            numbers: vec![false, true, false],
        }));
        page.push(Block::Note(vec![
            Span::Text("All of them in full: ".into()),
            Span::Command("jakref sources --full".into()),
            Span::Text(" · what is not known: ".into()),
            Span::Command("jakref sources --gaps".into()),
        ]));
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
            let supports =
                if supports.is_empty() { "nothing here".to_owned() } else { supports.join("; ") };
            page.push(Block::Paragraph(line(format!("Supports: {supports}"))));
        }
        if self.sources.is_empty() {
            page.push(Block::Note(line("No source is recorded here.")));
        }
    }

    fn records(&self) -> Option<Records<'_>> {
        let mut records = Records::new(&[
            "id",
            "title",
            "publisher",
            "kind",
            "date",
            "how_read",
            "read",
            "extent",
            "url",
            "read_via",
            "supports",
            "as_shown",
            "short",
            "conditions",
            "regulators",
        ]);
        for (source, Supported { supports, .. }) in self.sources.iter().zip(&self.supported) {
            let once = |of: fn(&Support<'_>) -> Option<String>| {
                let mut all: Vec<String> = Vec::new();
                for it in supports.iter().filter_map(of) {
                    if !all.contains(&it) {
                        all.push(it);
                    }
                }
                Value::from(all.join("; "))
            };
            let date = |date: Option<crate::dataset::date::Date>| {
                Value::text(date.map(|it| it.to_string()))
            };
            let words: Vec<String> = supports.iter().map(Support::words).collect();
            records.rows.push(vec![
                source.id.into(),
                source.title.into(),
                source.publisher.into(),
                source.kind.id().into(),
                date(source.date),
                source.how_read.id().into(),
                source.read.to_string().into(),
                source.extent.into(),
                Value::text(source.url),
                Value::text(source.read_via),
                words.join("; ").into(),
                date(source.as_shown),
                Value::text(source.short),
                once(|it| it.condition.map(str::to_owned)),
                once(|it| it.regulator.map(str::to_owned)),
            ]);
        }
        records.extend_all(&self.common);
        Some(records)
    }

    fn sources(&self) -> &[SourceView<'_>] {
        &self.sources
    }

    fn is_negative(&self) -> bool {
        self.sources.is_empty()
    }
}
