//! `jakref compare`: the questions as rows, the treatments as columns, and under them why the
//! columns must not be ranked against each other.

use std::rc::Rc;

use serde::{Serialize, Serializer};

use super::cell::{Analyses, CellView};
use super::show::TreatmentView;
use super::view::{
    CitationView, Citations, DatasetView, Ordered, SourceView, Words, numbered, together,
};
use super::{Failure, View, chosen_topics, find_treatments, paths_of_topics};
use crate::cli::CompareArgs;
use crate::dataset::comparable::{self, Circumstances};
use crate::dataset::find;
use crate::dataset::model::{Dataset, Topic, Treatment};
use crate::dataset::text::Text;
use crate::output::document::{Block, Numbered, Records, Row, Table, line};
use crate::output::records::Records as Rows;

/// How many treatments can be compared: each stands beside each other one.
const MOST: usize = 20;

/// Several treatments' answers to the same questions.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CompareView<'a> {
    schema: &'static str,
    dataset: DatasetView<'a>,
    treatments: Vec<TreatmentView<'a>>,
    questions: Vec<Question<'a>>,
    /// For each question with figures, whether they may be set side by side.
    comparability: Vec<Comparability<'a>>,
    /// The topics that were not asked for.
    topics_left_out: Vec<String>,
    sources: Vec<SourceView<'a>>,
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    full: bool,
    /// Whether the topics were chosen by name.
    #[serde(skip)]
    narrowed: bool,
    /// The command without its options.
    #[serde(skip)]
    command: String,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Question<'a> {
    topic: String,
    group: &'a str,
    label: &'a str,
    plain_label: Option<&'a str>,
    /// By the treatment's id.
    cells: Ordered<CellView<'a>>,
}

impl Question<'_> {
    fn heading(&self, words: Words) -> &str {
        match words {
            Words::Plain => self.plain_label.unwrap_or(self.label),
            Words::Professional => self.label,
        }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Comparability<'a> {
    topic: String,
    label: &'a str,
    pairs: Vec<Pair<'a>>,
    #[serde(skip)]
    summary: Vec<String>,
    /// What the summary rests on.
    #[serde(skip)]
    sources: Vec<CitationView<'a>>,
}

impl Comparability<'_> {
    /// Whether every pair may be set side by side.
    fn holds(&self) -> bool {
        self.pairs.iter().all(|pair| pair.comparable)
    }
}

/// Two treatments, and whether each figure of the one has one of the other to be set beside.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Pair<'a> {
    treatments: [&'a str; 2],
    comparable: bool,
    because: Vec<String>,
    figures: FigurePairs<'a>,
    sources: Vec<CitationView<'a>>,
}

/// The figures of each treatment that has any.
type Columns<'a> = Vec<(&'a Treatment, Vec<Circumstances<'a>>)>;

/// Every figure of the one with every figure of the other, put together only when asked for.
#[derive(Debug)]
pub struct FigurePairs<'a> {
    columns: Rc<Columns<'a>>,
    one: usize,
    other: usize,
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
    fn new(treatment: &'c Treatment, figure: &'c Circumstances<'_>) -> Self {
        Self {
            treatment: &treatment.id,
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

/// Compares treatments: all of them, or those named.
///
/// # Errors
/// If no treatment or no topic has the name.
pub fn view<'a>(dataset: &'a Dataset, args: &CompareArgs) -> Result<CompareView<'a>, Failure> {
    let mut treatments: Vec<&Treatment> = Vec::new();
    let named = find_treatments(dataset, &args.treatments, "compare");
    for treatment in named.map_err(|failure| topics_among(dataset, args).unwrap_or(failure))? {
        if !treatments.iter().any(|known| known.id == treatment.id) {
            treatments.push(treatment);
        }
    }
    if args.treatments.is_empty() {
        treatments = dataset.treatments.iter().take(MOST + 1).map(|it| &**it).collect();
    }
    if treatments.len() > MOST {
        let message = format!("at most {MOST} treatments are compared at once; name them");
        return Err(Failure::Unable(message));
    }
    let topics = topics(dataset, args)?;
    let analyses = Analyses::asked(args.all_analyses);
    let mut citations = Citations::new(dataset);
    let identities =
        treatments.iter().map(|treatment| TreatmentView::new(treatment, &mut citations)).collect();
    let questions = topics.iter().map(|topic| {
        let cells = treatments.iter().map(|treatment| {
            let cell = CellView::new(dataset, treatment, topic, analyses, &mut citations);
            (treatment.id.to_string(), cell)
        });
        Question {
            topic: topic.path(),
            group: &topic.group,
            label: &topic.label,
            plain_label: topic.plain.as_deref().map(Text::as_str),
            cells: Ordered(cells.collect()),
        }
    });
    let questions: Vec<Question<'a>> = questions.collect();
    let comparability = topics
        .iter()
        .filter_map(|topic| {
            comparability(dataset, &treatments, topic, args.all_analyses, &mut citations)
        })
        .collect();
    // Patients are not sent to questions that have no plain words.
    let left_out = dataset.topics.iter().filter(|topic| !args.patient || topic.plain.is_some());
    let left_out = left_out
        .map(Topic::path)
        .filter(|path| !questions.iter().any(|question| question.topic == *path));
    let named = treatments.iter().map(|it| it.id.as_str()).filter(|_| !args.treatments.is_empty());
    Ok(CompareView {
        schema: "jakref.compare/1",
        dataset: DatasetView::new(dataset),
        treatments: identities,
        topics_left_out: left_out.collect(),
        questions,
        comparability,
        sources: citations.sources(),
        words: if args.patient { Words::Plain } else { Words::Professional },
        full: args.full || args.patient,
        narrowed: !args.topics.is_empty(),
        command: named
            .chain(args.patient.then_some("--patient"))
            .fold("jakref compare".to_owned(), |command, word| command + " " + word),
    })
}

/// Says where topics go, if what is no treatment among the names is all topics.
fn topics_among(dataset: &Dataset, args: &CompareArgs) -> Option<Failure> {
    let mut treatments = String::new();
    let mut others: Vec<String> = Vec::new();
    for name in &args.treatments {
        match find::treatment(dataset, name) {
            Ok(treatment) => treatments.extend([" ", treatment.id.as_str()]),
            Err(_) => others.push(name.clone()),
        }
    }
    let paths = paths_of_topics(dataset, &others)?;
    let topics = [args.topics.as_slice(), paths.as_slice()].concat().join(",");
    let others = others.join(" ");
    Some(Failure::Negative(format!(
        "no treatment is called `{others}`\n  \
         topics go after --topics: jakref compare{treatments} --topics {topics}"
    )))
}

/// The topics asked for, with those in front that are always shown first.
fn topics<'a>(dataset: &'a Dataset, args: &CompareArgs) -> Result<Vec<&'a Topic>, Failure> {
    let all = args.topics.iter().any(|name| name.eq_ignore_ascii_case("all"));
    let names: &[String] = if all { &[] } else { &args.topics };
    let asked = chosen_topics(dataset, names, |topic| {
        (all || topic.compare) && (!args.patient || topic.plain.is_some())
    })?;
    let first = dataset.topics.iter().filter(|topic| topic.first);
    let rest = asked.into_iter().filter(|topic| !topic.first);
    Ok(first.chain(rest).collect())
}

fn comparability<'a>(
    dataset: &'a Dataset,
    treatments: &[&'a Treatment],
    topic: &'a Topic,
    all: bool,
    citations: &mut Citations<'a>,
) -> Option<Comparability<'a>> {
    let columns: Columns<'a> = treatments
        .iter()
        .map(|treatment| (*treatment, comparable::circumstances(dataset, treatment, topic, all)))
        .filter(|(_, figures)| !figures.is_empty())
        .collect();
    let columns = Rc::new(columns);
    let mut pairs = Vec::new();
    for (index, (one, figures)) in columns.iter().enumerate() {
        for (further, (other, other_figures)) in columns[index + 1..].iter().enumerate() {
            let because = comparable::reasons(figures, other_figures);
            let cited = figures.iter().chain(other_figures);
            let sources = cited.flat_map(|figure| citations.numbers(figure.cite)).collect();
            pairs.push(Pair {
                treatments: [one.id.as_str(), other.id.as_str()],
                comparable: because.is_empty(),
                because,
                figures: FigurePairs {
                    columns: Rc::clone(&columns),
                    one: index,
                    other: index + 1 + further,
                },
                sources: together(sources),
            });
        }
    }
    let main: Vec<(&str, Vec<&Circumstances<'a>>)> = columns
        .iter()
        .map(|(treatment, figures)| (treatment.brand.as_str(), comparable::main_of(figures)))
        .collect();
    let shown = main.iter().flat_map(|(_, figures)| figures);
    let sources = shown.flat_map(|figure| citations.numbers(figure.cite)).collect();
    (!pairs.is_empty()).then(|| Comparability {
        topic: topic.path(),
        label: &topic.label,
        pairs,
        summary: comparable::summary(&main),
        sources: together(sources),
    })
}

impl View for CompareView<'_> {
    fn draw(&self, page: &mut Numbered<'_>) {
        let names: Vec<String> = self.treatments.iter().map(TreatmentView::name).collect();
        let mut columns = vec!["Question".into()];
        columns.extend(names.iter().map(|name| name.clone().into()));
        let rows = self.questions.iter().map(|question| {
            let cells = question.cells.0.iter().map(|(_, cell)| {
                if self.full { cell.column(self.words) } else { cell.brief(self.words) }
            });
            let heading = vec![line(question.heading(self.words))];
            Row { id: &question.topic, cells: std::iter::once(heading).chain(cells).collect() }
        });
        let table = Table { columns, rows: rows.collect(), records: Records::Cells, prose: true };
        page.add(Block::Title(names.join(", ").into()));
        page.add(Block::Table(table));
        let apart: Vec<_> = self.comparability.iter().filter(|it| !it.holds()).collect();
        if self.treatments.len() > 1 && self.comparability.is_empty() {
            page.add(Block::Note(line(
                "Each column is what its own sources say, not one study of all, so do not rank them.",
            )));
        }
        if !apart.is_empty() {
            page.add(Block::Heading("Do not rank these columns".into()));
            page.add(Block::Paragraph(line(
                "Their figures come from separate studies, some without a comparison group. None of these studies gave the treatments to like people.",
            )));
            for comparability in apart {
                page.add(Block::Subheading(comparability.label.into()));
                for reason in &comparability.summary {
                    page.add(Block::Item(numbered(line(reason), &comparability.sources)));
                }
            }
        }
        if !self.full {
            page.add(Block::Note(line(format!(
                "In brief. Every statement: `{} --full`, or `jakref show` with the name of a treatment.",
                self.command
            ))));
        }
        if !self.topics_left_out.is_empty() {
            let ids = format!(", or some of: {}", self.topics_left_out.join(", "));
            page.add(Block::Note(line(format!(
                "{} more questions: `{} --topics all`{}.",
                self.topics_left_out.len(),
                self.command,
                if self.narrowed { "" } else { &ids },
            ))));
        }
    }

    fn records(&self) -> Option<Rows<'_>> {
        let mut records = Rows::new(CellView::COLUMNS);
        for question in &self.questions {
            for (treatment, (_, cell)) in self.treatments.iter().zip(&question.cells.0) {
                records.rows.push(cell.record(treatment.id, self.words));
            }
        }
        records.extend_all(&self.dataset.columns());
        Some(records)
    }

    fn sources_elsewhere(&self) -> Option<String> {
        self.narrowed.then(|| "jakref sources".to_owned())
    }

    fn sources(&self) -> &[SourceView<'_>] {
        &self.sources
    }

    fn colophon(&self) -> Vec<String> {
        self.dataset.colophon()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::dataset::check::check;
    use crate::dataset::diagnostic::File;
    use crate::dataset::read::read;
    use crate::output::{Drawing, Format, render};
    use crate::terminal::Terminal;

    const SHARED: &str = r#"
        [dataset]
        title = "Made up"
        version = "1"
        as-of = 2026-11-01
        review-due = 2027-01-30
        clinical-review = "not clinically reviewed"
        disclaimer = "Made up for tests."
        [[group]]
        id = "regrowth"
        label = "Regrowth"
        [[topic]]
        group = "regrowth"
        id = "trials"
        label = "Regrowth in trials"
        [[endpoint]]
        id = "all"
        label = "All hair"
        plain = "all hair"
        main = true
        [[endpoint]]
        id = "half"
        label = "Half the hair"
        plain = "half the hair"
        [[source]]
        id = "record"
        title = "Registry record of a trial that gave both"
        publisher = "A registry"
        kind = "registry"
        how = "text"
        read = 2026-11-01
        extent = "All of it"
    "#;

    /// A treatment with an arm in the one trial that gave both.
    fn treatment(id: &str) -> String {
        format!(
            r#"
            [[treatment]]
            id = "{id}"
            brand = "Brand {id}"
            generic = "generic {id}"
            maker = "Example Labs"
            strengths = ["2 mg"]
            approval = "approved"
            cite = [{{ source = "record" }}]
            [[treatment.answers.regrowth.trials]]
            text = "It was studied."
            cite = [{{ source = "record" }}]
            [[treatment.trials]]
            id = "both"
            name = "BOTH"
            registry = "NCT00000001"
            design = "Randomized"
            people = "Adults"
            ages = "adults"
            cite = [{{ source = "record" }}]
            arms = [
              {{ id = "drug", name = "Brand {id}", dose = "2 mg", n = 100, role = "drug" }},
              {{ id = "placebo", name = "placebo", n = 100, role = "comparator" }},
            ]
            [[treatment.outcomes]]
            topic = "regrowth.trials"
            trial = "both"
            endpoint = "all"
            week = 24
            analysis = "registry"
            cite = [{{ source = "record" }}]
            results = [{{ arm = "drug", percent = 30 }}, {{ arm = "placebo", percent = 3 }}]
            "#
        )
    }

    /// The comparison of both as JSON and as a screen, with this changed in the second.
    fn compared(from: &str, to: &str) -> (Value, String) {
        let second = treatment("b");
        assert!(second.contains(from), "{from}");
        let text = format!("{SHARED}{}{}", treatment("a"), second.replacen(from, to, 1));
        let files = [File::new("made-up".to_owned(), text)];
        let (dataset, mistakes) = check(&files, read(&files), None);
        assert!(mistakes.listed().is_empty(), "{mistakes:?}");
        let topics = vec!["regrowth.trials".to_owned()];
        let args = CompareArgs {
            treatments: vec![],
            topics,
            full: false,
            all_analyses: false,
            patient: false,
        };
        let dataset: &'static Dataset = Box::leak(Box::new(dataset));
        let view = view(dataset, &args).expect("a comparison");
        let terminal = Terminal::pipe(80);
        let drawn = |format| {
            let drawing = Drawing { format, terminal, header: true };
            render(&view, drawing).expect("the comparison can be drawn")
        };
        let json: Value = serde_json::from_str(&drawn(Format::Json)).expect("JSON");
        (json["comparability"][0]["pairs"][0].clone(), drawn(Format::Plain))
    }

    #[test]
    fn figures_of_one_trial_that_gave_both_may_stand_side_by_side() {
        let (pair, screen) = compared("", "");
        assert_eq!(pair["comparable"], true, "{pair}");
        assert_eq!(pair["because"], serde_json::json!([]));
        assert_eq!(pair["figures"][0]["comparable"], true, "{pair}");
        assert!(!screen.contains("Do not rank these columns"), "{screen}");
    }

    #[test]
    fn each_reason_why_not_is_read_off_the_data() {
        for (from, to, reason) in [
            ("NCT00000001", "NCT00000002", "BOTH (NCT00000001) and BOTH (NCT00000002)"),
            ("endpoint = \"all\"", "endpoint = \"half\"", "All hair and Half the hair"),
            ("week = 24", "week = 36", "week 24 and week 36"),
            ("week = 24", "", "time not reported"),
            ("ages = \"adults\"", "ages = \"12 to 17 years\"", "adults and 12 to 17 years"),
            ("name = \"placebo\"", "name = \"vehicle\"", "placebo and vehicle"),
            (
                "analysis = \"registry\"",
                "analysis = \"company\"",
                "trial registry's figures and company's figures",
            ),
        ] {
            let (pair, screen) = compared(from, to);
            assert_eq!(pair["comparable"], false, "{from}: {pair}");
            let figures = &pair["figures"][0];
            assert_eq!(figures["comparable"], false, "{from}: {figures}");
            let because = &figures["because"];
            assert!(because[0].as_str().is_some_and(|it| it.contains(reason)), "{from}: {because}");
            assert_eq!(because.as_array().map(Vec::len), Some(1), "{from}: {because}");
            assert!(screen.contains("Do not rank these columns"), "{from}: {screen}");
        }
    }
}
