//! Why columns must not be ranked: whether their figures may be set side by side, read off the typed
//! data.

use std::rc::Rc;

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
    pairs: Vec<Pair<'a>>,
    #[serde(skip)]
    summary: Vec<String>,
    /// What the main figures of each column are.
    #[serde(skip)]
    main: Vec<Main>,
    /// What the summary rests on.
    #[serde(skip)]
    sources: Vec<CitationView<'a>>,
}

/// Under which circumstances the main figures of a column were found, each once.
#[derive(Debug, PartialEq, Eq)]
struct Main {
    name: String,
    trials: Vec<String>,
    /// The trials with their numbers, by which two of one name are told apart.
    numbered: Vec<String>,
    endpoints: Vec<String>,
    weeks: Vec<String>,
    people: Vec<String>,
    comparators: Vec<String>,
    analyses: Vec<String>,
}

/// How to read what figures may differ in.
type Read = fn(&Main) -> &[String];

/// Two columns, and whether each figure of the one has one of the other to be set beside.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Pair<'a> {
    treatments: [String; 2],
    comparable: bool,
    because: Vec<String>,
    figures: FigurePairs<'a>,
    sources: Vec<CitationView<'a>>,
}

/// The figures of each column that has any, under the column's key.
type Figures<'a> = Vec<(String, Vec<Circumstances<'a>>)>;

/// Every figure of the one with every figure of the other, put together only when asked for.
#[derive(Debug)]
pub struct FigurePairs<'a> {
    columns: Rc<Figures<'a>>,
    one: usize,
    other: usize,
}

#[cfg(test)]
impl schemars::JsonSchema for FigurePairs<'_> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "FigurePairs".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Vec::<FigurePair<'_>>::json_schema(generator)
    }
}

/// Two figures, and whether they may be set side by side.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FigurePair<'c> {
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

impl Serialize for FigurePairs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (one, figures) = &self.columns[self.one];
        let (other, other_figures) = &self.columns[self.other];
        let pairs = figures.iter().flat_map(|left| other_figures.iter().map(move |it| (left, it)));
        serializer.collect_seq(pairs.map(|(left, right)| {
            let because = comparable::between(left, right);
            FigurePair {
                one: Figure::new(one, left),
                other: Figure::new(other, right),
                comparable: because.is_empty(),
                because,
            }
        }))
    }
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
        let dataset = citations.dataset;
        let mut figures: Figures<'a> = Vec::new();
        let mut names = Vec::new();
        for Named { column, key, name } in columns {
            let own = comparable::circumstances(dataset, column.indication, topic, alternates);
            if !own.is_empty() {
                figures.push((key.clone(), own));
                names.push(name.clone());
            }
        }
        let figures = Rc::new(figures);
        let mut pairs = Vec::new();
        for (index, (one, own)) in figures.iter().enumerate() {
            for (other_index, (other, others)) in figures.iter().enumerate().skip(index + 1) {
                let because = comparable::reasons(own, others);
                let cited = own.iter().chain(others);
                let cited = cited.flat_map(|figure| citations.views(figure.cite));
                pairs.push(Pair {
                    treatments: [one.clone(), other.clone()],
                    comparable: because.is_empty(),
                    because,
                    sources: together(cited),
                    figures: FigurePairs {
                        columns: Rc::clone(&figures),
                        one: index,
                        other: other_index,
                    },
                });
            }
        }
        if pairs.is_empty() {
            return None;
        }
        let main = names.iter().zip(figures.iter());
        let main = main.map(|(name, (_, own))| (name.as_str(), first_of(comparable::main_of(own))));
        let main: Vec<(&str, Vec<&Circumstances<'a>>)> = main.collect();
        let shown = main.iter().flat_map(|(_, figures)| figures);
        let sources = together(shown.flat_map(|figure| citations.views(figure.cite)));
        let label = columns.first().map_or(topic.label.as_str(), |it| it.column.label(topic));
        Some(Self {
            topic: topic.path(),
            label,
            summary: comparable::summary(&main),
            main: mains(&main),
            sources,
            pairs,
        })
    }

    /// The path of its topic.
    pub fn topic(&self) -> &str {
        &self.topic
    }

    /// Whether every pair may be set side by side.
    pub fn holds(&self) -> bool {
        self.pairs.iter().all(|pair| pair.comparable)
    }

    /// The reasons in full.
    pub fn draw(&self, words: Words, page: &mut Vec<Block<'a>>) {
        page.push(Block::Subheading(self.label.into()));
        match words {
            Words::Professional => {
                for reason in &self.summary {
                    let line = line(reason.clone());
                    page.push(Block::Item(cited_briefly(line, &self.sources, None)));
                }
            }
            Words::Plain => {
                for main in &self.main {
                    let line = line(main.sentence());
                    page.push(Block::Item(cited_briefly(line, &self.sources, None)));
                }
            }
        }
    }
}

/// What the main figures of each column are; only of those columns that have one for a main endpoint,
/// if several have.
fn mains(columns: &[(&str, Vec<&Circumstances<'_>>)]) -> Vec<Main> {
    let has_main = |figures: &[&Circumstances<'_>]| figures.iter().any(|it| it.main);
    let several = columns.iter().filter(|(_, figures)| has_main(figures)).count() > 1;
    let shown = columns.iter().filter(|(_, figures)| !several || has_main(figures));
    shown.map(|(name, figures)| Main::new(name, figures)).collect()
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
fn distinct<'c>(values: impl Iterator<Item = &'c String>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for value in values {
        if !all.contains(value) {
            all.push(value.clone());
        }
    }
    all
}

impl Main {
    fn new(name: &str, figures: &[&Circumstances<'_>]) -> Self {
        let each = || figures.iter();
        let numbered = |it: &&Circumstances<'_>| {
            format!("{} {}", it.trial, it.registry_id.unwrap_or_default())
        };
        let numbered: Vec<String> = each().map(numbered).collect();
        Self {
            name: name.to_owned(),
            trials: distinct(each().map(|it| &it.trial)),
            numbered: distinct(numbered.iter()),
            endpoints: distinct(each().map(|it| &it.endpoint)),
            weeks: distinct(each().map(|it| &it.week)),
            people: distinct(each().map(|it| &it.people)),
            comparators: distinct(each().map(|it| &it.comparator)),
            analyses: distinct(each().map(|it| &it.analysis)),
        }
    }

    /// Where its figures come from, for patients.
    fn sentence(&self) -> String {
        let study = if self.trials.len() == 1 { "study" } else { "studies" };
        format!(
            "{}: {study} {}; people: {}; {}; compared with {}.",
            self.name,
            and(&self.trials),
            and(&self.people),
            and(&self.weeks),
            and(&self.comparators)
        )
    }
}

/// In what the main figures of the columns differ, in a few words: `different trials, weeks (36, 24),
/// ages and analyses`. Nothing where they may all be set side by side.
fn differences(all: &[&Comparability<'_>], words: Words) -> Option<String> {
    let apart: Vec<&Comparability<'_>> = all.iter().copied().filter(|it| !it.holds()).collect();
    if apart.is_empty() {
        return None;
    }
    let names: [(&str, &str, Read); 6] = [
        ("trials", "studies", |it| &it.numbered),
        ("endpoints", "goals", |it| &it.endpoints),
        ("weeks", "weeks", |it| &it.weeks),
        ("ages", "people", |it| &it.people),
        ("comparators", "comparisons", |it| &it.comparators),
        ("analyses", "ways of counting", |it| &it.analyses),
    ];
    let mut parts = Vec::new();
    for (name, plain, read) in names {
        // What two columns differ in for one question, they may not for another.
        let differs =
            apart.iter().any(|it| it.main.windows(2).any(|two| read(&two[0]) != read(&two[1])));
        if !differs {
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

/// `weeks (36, 24)`, as the first question has them.
fn weeks(apart: &[&Comparability<'_>]) -> String {
    let first = apart.iter().find(|it| it.main.windows(2).any(|two| two[0].weeks != two[1].weeks));
    let weeks = distinct(first.iter().flat_map(|it| &it.main).flat_map(|it| &it.weeks));
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
        Words::Professional => "DO NOT RANK THESE COLUMNS",
        Words::Plain => "These numbers do not show which one works better",
    };
    let mut line = vec![Span::Alert(lead.into()), Span::Text(format!(": {differences}.").into())];
    if !option.is_empty() {
        line.extend([Span::Text(" Why: ".into()), Span::Command(option.into())]);
    }
    Some(line)
}
