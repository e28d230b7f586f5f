//! Why columns must not be ranked: whether their figures may be set side by side, read off the typed
//! data.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use super::Words;
use super::column::Column;
use super::phrasing::and;
use super::source::{CitationView, Citations, cited_briefly, together};
use crate::dataset::comparable::{self, Circumstances};
use crate::dataset::model::Topic;
use crate::output::document::{Block, Line, Span, line};

/// For a question with figures, whether they may be set side by side.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Comparability<'a> {
    topic: String,
    label: &'a str,
    /// Each two of the columns that have figures, put together only where they are asked for.
    #[serde(rename = "pairs", serialize_with = "pairs")]
    #[cfg_attr(test, schemars(with = "Vec<Pair<'a>>"))]
    columns: Vec<Figures<'a>>,
    /// Whether every two of them may be set side by side.
    #[serde(skip)]
    holds: bool,
    /// What the main figures rest on.
    #[serde(skip)]
    sources: Vec<CitationView<'a>>,
}

/// The figures of a column.
#[derive(Debug)]
struct Figures<'a> {
    key: String,
    name: String,
    all: Vec<Circumstances<'a>>,
    sources: Vec<CitationView<'a>>,
}

/// The main figures of a column, under its name.
type Main<'c, 'a> = (&'c str, Vec<&'c Circumstances<'a>>);

/// How to read what figures may differ in.
type Read = for<'c> fn(&'c Circumstances<'_>) -> Cow<'c, str>;

/// Two columns, and whether each figure of the one has one of the other to be set beside.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Pair<'c> {
    treatments: [&'c str; 2],
    comparable: bool,
    because: Vec<String>,
    /// Every figure of the one with every figure of the other.
    figures: Vec<FigurePair<'c>>,
    sources: Vec<CitationView<'c>>,
}

/// Two figures, and whether they may be set side by side.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct FigurePair<'c> {
    one: Figure<'c>,
    other: Figure<'c>,
    comparable: bool,
    because: Vec<String>,
}

/// Under which circumstances a figure was found.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Figure<'c> {
    treatment: &'c str,
    trial: &'c str,
    endpoint: &'c str,
    week: &'c str,
    people: &'c str,
    comparator: &'c str,
    analysis: &'c str,
}

impl<'c> Figure<'c> {
    fn new(treatment: &'c str, figure: &'c Circumstances<'_>) -> Self {
        Self {
            treatment,
            trial: &figure.trial,
            endpoint: &figure.endpoint,
            week: &figure.week,
            people: &figure.people,
            comparator: &figure.comparator,
            analysis: &figure.analysis,
        }
    }
}

impl<'c> Pair<'c> {
    fn new(one: &'c Figures<'_>, other: &'c Figures<'_>) -> Self {
        let because = comparable::reasons(&one.all, &other.all);
        let figures = one.all.iter().flat_map(|left| other.all.iter().map(move |it| (left, it)));
        let figures = figures.map(|(left, right)| {
            let because = comparable::between(left, right);
            FigurePair {
                one: Figure::new(&one.key, left),
                other: Figure::new(&other.key, right),
                comparable: because.is_empty(),
                because,
            }
        });
        Self {
            treatments: [&one.key, &other.key],
            comparable: because.is_empty(),
            because,
            figures: figures.collect(),
            sources: together(one.sources.iter().chain(&other.sources).copied()),
        }
    }
}

/// Each two of the columns.
fn each_two<T>(columns: &[T]) -> impl Iterator<Item = (&T, &T)> {
    let each = columns.iter().enumerate();
    each.flat_map(|(at, one)| columns[at + 1..].iter().map(move |other| (one, other)))
}

fn pairs<S: Serializer>(columns: &[Figures<'_>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(each_two(columns).map(|(one, other)| Pair::new(one, other)))
}

/// A column with its key and its name.
pub struct Named<'a> {
    pub column: Column<'a>,
    pub key: String,
    pub name: String,
}

impl<'a> Comparability<'a> {
    /// Of the columns' figures for a topic, with `alternates` of the other published ones too. None
    /// where not even two columns have any.
    pub fn new(
        columns: &[Named<'a>],
        topic: &'a Topic,
        alternates: bool,
        citations: &mut Citations<'a>,
    ) -> Option<Self> {
        let label = columns.first().map_or(topic.label.as_str(), |it| it.column.label(topic));
        let dataset = citations.dataset;
        let columns = columns.iter().filter_map(|Named { column, key, name }| {
            let all = comparable::circumstances(dataset, column.indication, topic, alternates);
            let sources = all.iter().flat_map(|figure| citations.views(figure.cite)).collect();
            let figures = Figures { key: key.clone(), name: name.clone(), all, sources };
            (!figures.all.is_empty()).then_some(figures)
        });
        let columns: Vec<Figures<'a>> = columns.collect();
        if columns.len() < 2 {
            return None;
        }
        let may = |(one, other): (&Figures<'a>, &Figures<'a>)| {
            comparable::all_match(&one.all, &other.all)
        };
        let holds = each_two(&columns).all(may);
        let main = columns.iter().flat_map(|it| first_of(comparable::main_of(&it.all)));
        let sources = together(main.flat_map(|figure| citations.views(figure.cite)));
        Some(Self { topic: topic.path(), label, columns, holds, sources })
    }

    /// The path of its topic.
    pub fn topic(&self) -> &str {
        &self.topic
    }

    /// Whether every pair may be set side by side.
    pub fn holds(&self) -> bool {
        self.holds
    }

    /// The main figures of each column.
    fn main(&self) -> Vec<Main<'_, 'a>> {
        let columns = self.columns.iter();
        columns.map(|it| (it.name.as_str(), first_of(comparable::main_of(&it.all)))).collect()
    }

    /// The same; only of those columns that have one for a main endpoint, if several have.
    fn shown(&self) -> Vec<Main<'_, 'a>> {
        let mut main = self.main();
        let has_main = |(_, figures): &Main<'_, 'a>| figures.iter().any(|it| it.main);
        if main.iter().filter(|it| has_main(it)).count() > 1 {
            main.retain(has_main);
        }
        main
    }

    /// Whether two columns that stand side by side differ in this.
    fn differs(&self, read: Read) -> bool {
        let values: Vec<_> = self.shown().iter().map(|(_, main)| distinct(main, read)).collect();
        values.windows(2).any(|two| two[0] != two[1])
    }

    /// The reasons in full.
    pub fn draw(&self, words: Words, page: &mut Vec<Block<'a>>) {
        page.push(Block::Subheading(self.label.into()));
        let reasons = match words {
            Words::Professional => comparable::summary(&self.main()),
            Words::Plain => self.shown().iter().map(sentence).collect(),
        };
        for reason in reasons {
            page.push(Block::Item(cited_briefly(line(reason), &self.sources, None)));
        }
    }
}

/// Of each endpoint of a trial the first figure, as the columns show it.
fn first_of<'c, 'a>(main: Vec<&'c Circumstances<'a>>) -> Vec<&'c Circumstances<'a>> {
    let mut first: Vec<&Circumstances<'a>> = Vec::new();
    for figure in main {
        let same = |it: &&Circumstances<'_>| {
            it.trial == figure.trial && it.endpoint == figure.endpoint && it.people == figure.people
        };
        if !first.iter().any(same) {
            first.push(figure);
        }
    }
    first
}

/// Each value once, in their order.
fn distinct<'c>(figures: &[&'c Circumstances<'_>], read: Read) -> Vec<Cow<'c, str>> {
    let mut all: Vec<Cow<'c, str>> = Vec::new();
    for value in figures.iter().map(|it| read(it)) {
        if !all.contains(&value) {
            all.push(value);
        }
    }
    all
}

/// Where the figures of a column come from, for patients.
fn sentence((name, figures): &Main<'_, '_>) -> String {
    let named = |read: Read| and(&distinct(figures, read));
    let several = distinct(figures, |it| it.trial.as_ref().into()).len() > 1;
    format!(
        "{name}: {} {}; people: {}; {}; compared with {}.",
        if several { "studies" } else { "study" },
        named(|it| it.trial.as_ref().into()),
        named(|it| it.people.as_ref().into()),
        named(|it| it.week.as_ref().into()),
        named(|it| it.comparator.as_ref().into())
    )
}

/// In what the main figures of the columns differ, in a few words: `different trials, weeks (36, 24),
/// ages and analyses`. Nothing where they may all be set side by side.
fn differences(all: &[&Comparability<'_>], words: Words) -> Option<String> {
    let apart: Vec<&Comparability<'_>> = all.iter().copied().filter(|it| !it.holds()).collect();
    if apart.is_empty() {
        return None;
    }
    let names: [(&str, &str, Read); 6] = [
        ("trials", "studies", |it| it.numbered_trial().into()),
        ("endpoints", "goals", |it| it.endpoint.as_ref().into()),
        ("weeks", "weeks", WEEK),
        ("ages", "people", |it| it.people.as_ref().into()),
        ("comparators", "comparisons", |it| it.comparator.as_ref().into()),
        ("analyses", "ways of counting", |it| it.analysis.as_ref().into()),
    ];
    let mut parts = Vec::new();
    for (name, plain, read) in names {
        // What two columns differ in for one question, they may not for another.
        if !apart.iter().any(|it| it.differs(read)) {
            continue;
        }
        let name = if words == Words::Plain { plain } else { name };
        parts.push(if name == "weeks" { weeks(&apart) } else { name.to_owned() });
    }
    if parts.is_empty() {
        parts.push("circumstances".to_owned());
    }
    Some(format!("different {}", and(&parts)))
}

const WEEK: Read = |it| it.week.as_ref().into();

/// `weeks (36, 24)`, as the first question has them.
fn weeks(apart: &[&Comparability<'_>]) -> String {
    let first = apart.iter().find(|it| it.differs(WEEK)).map(|it| it.shown()).unwrap_or_default();
    let figures: Vec<&Circumstances<'_>> = first.into_iter().flat_map(|(_, main)| main).collect();
    let weeks = distinct(&figures, WEEK);
    let numbers: Vec<&str> = weeks.iter().filter_map(|it| it.strip_prefix("week ")).collect();
    if numbers.len() < 2 {
        return "weeks".to_owned();
    }
    format!("weeks ({})", numbers.join(", "))
}

/// Why, as a line with its citations left to `--why`.
pub fn caution<'a>(all: &[&Comparability<'a>], words: Words, option: &'a str) -> Option<Line<'a>> {
    let differences = differences(all, words)?;
    let lead = match words {
        Words::Professional => "DO NOT RANK THESE TREATMENTS",
        Words::Plain => "These numbers do not show which one works better",
    };
    let mut line = vec![Span::Alert(lead.into()), Span::Text(format!(": {differences}.").into())];
    if !option.is_empty() {
        line.extend([Span::Text(" Why: ".into()), Span::Command(option.into())]);
    }
    Some(line)
}
