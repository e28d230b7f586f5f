//! Why columns must not be ranked: whether their figures may be set side by side, read off the typed
//! data.

use itertools::Itertools as _;
use serde::{Serialize, Serializer};

use super::Words;
use super::column::Column;
use super::phrasing::and;
use super::source::{CitationView, Citations, cited_briefly, together};
use crate::dataset::comparable::{self, Circumstances, RESPECTS, Read, Respect};
use crate::dataset::model::Topic;
use crate::output::document::{Block, Line, Span, line};

/// For a question with figures, whether they may be set side by side.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Comparability<'a> {
    pub topic: String,
    label: &'a str,
    /// Each two of the columns that have figures, put together only where they are asked for.
    #[serde(rename = "pairs", serialize_with = "pairs")]
    #[cfg_attr(test, schemars(with = "Vec<Pair<'a, 'a>>"))]
    columns: Vec<Figures<'a>>,
    /// Whether every two of them may be set side by side.
    #[serde(skip)]
    pub holds: bool,
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

/// Two columns, and whether each figure of the one has one of the other to be set beside.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Pair<'c, 'a> {
    treatments: [&'c str; 2],
    comparable: bool,
    because: Vec<String>,
    /// Every figure of the one with every figure of the other.
    figures: Vec<FigurePair<'c, 'a>>,
    sources: Vec<CitationView<'c>>,
}

/// Two figures, and whether they may be set side by side.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct FigurePair<'c, 'a> {
    one: Figure<'c, 'a>,
    other: Figure<'c, 'a>,
    comparable: bool,
    because: Vec<String>,
}

/// Under which circumstances a figure was found.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Figure<'c, 'a> {
    treatment: &'c str,
    #[serde(flatten)]
    circumstances: &'c Circumstances<'a>,
}

impl<'c, 'a> Pair<'c, 'a> {
    fn new(one: &'c Figures<'a>, other: &'c Figures<'a>) -> Self {
        let because = comparable::reasons(&one.all, &other.all);
        let figures = one.all.iter().cartesian_product(&other.all).map(|(left, right)| {
            let because = comparable::between(left, right);
            FigurePair {
                one: Figure { treatment: &one.key, circumstances: left },
                other: Figure { treatment: &other.key, circumstances: right },
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

fn pairs<S: Serializer>(columns: &[Figures<'_>], serializer: S) -> Result<S::Ok, S::Error> {
    let each_two = columns.iter().tuple_combinations();
    serializer.collect_seq(each_two.map(|(one, other)| Pair::new(one, other)))
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
        let mut each_two = columns.iter().tuple_combinations();
        let holds = each_two.all(|(one, other)| comparable::all_match(&one.all, &other.all));
        let main = columns.iter().flat_map(|it| comparable::main_of(&it.all));
        let sources = together(main.flat_map(|figure| citations.views(figure.cite)));
        Some(Self { topic: topic.path(), label, columns, holds, sources })
    }

    /// The main figures of each column.
    fn main(&self) -> Vec<Main<'_, 'a>> {
        let columns = self.columns.iter();
        columns.map(|it| (it.name.as_str(), comparable::main_of(&it.all))).collect()
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
    fn differs(&self, respect: &Respect) -> bool {
        let value = |it: &&Circumstances<'_>| {
            if respect.is_trial() { it.numbered_trial() } else { (respect.read)(it).to_owned() }
        };
        let shown = self.shown();
        !shown.iter().map(|(_, main)| main.iter().map(value).unique().collect_vec()).all_equal()
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

/// Where the figures of a column come from, for patients.
fn sentence((name, figures): &Main<'_, '_>) -> String {
    let named = |read: Read| figures.iter().map(|it| read(it)).unique().collect_vec();
    let trials = named(|it| &it.trial);
    format!(
        "{name}: {} {}; people: {}; {}; compared with {}.",
        if trials.len() > 1 { "studies" } else { "study" },
        and(&trials),
        and(&named(|it| &it.people)),
        and(&named(|it| &it.week)),
        and(&named(|it| &it.comparator))
    )
}

/// In what the main figures of the columns differ, in a few words: `different trials, weeks (36, 24),
/// ages and analyses`. Nothing where they may all be set side by side.
fn differences(all: &[&Comparability<'_>], words: Words) -> Option<String> {
    let apart = all.iter().filter(|it| !it.holds).collect_vec();
    if apart.is_empty() {
        return None;
    }
    // What two columns differ in for one question, they may not for another.
    let differing = RESPECTS.iter().filter_map(|respect| {
        let first = apart.iter().find(|it| it.differs(respect))?;
        let name = if words == Words::Plain { respect.plain } else { respect.brief };
        let figures = first.shown().into_iter().flat_map(|(_, main)| main);
        let weeks = figures.filter_map(|it| it.week.strip_prefix("week ")).unique().collect_vec();
        let told = name == "weeks" && weeks.len() > 1;
        Some(if told { format!("weeks ({})", weeks.join(", ")) } else { name.to_owned() })
    });
    let mut parts = differing.collect_vec();
    if parts.is_empty() {
        parts.push("circumstances".to_owned());
    }
    Some(format!("different {}", and(&parts)))
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
