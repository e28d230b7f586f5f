//! `jakref compare`: the questions as rows, the treatments as columns, each cell a glance; under them
//! why the columns must not be ranked against each other.

mod question;
#[cfg(test)]
mod tests;

use clap::Args;
use serde::Serialize;

use super::{Reader, named_topics, no_topic};
use crate::answer::boxed::boxed_together;
use crate::answer::cell::CellView;
use crate::answer::column::ColumnView;
use crate::answer::comparability::{Comparability, Named, caution};
use crate::answer::source::Citations;
use crate::answer::{Answer, Depth, Failure, Sourced, Words};
use crate::cli::Reading;
use crate::dataset::find;
use crate::dataset::model::{Dataset, Status, Topic};
use crate::output::document::{
    Block, Line, Mark, Row, Span, Table, beside, has_mark, line, strong, with_commands,
};
use crate::output::records::Records;
use question::{Question, height, ranks};

/// How many columns can be compared: each stands beside each other one.
const MOST: usize = 20;

/// How many lines of rows are a screen, on a page of `PAGE` columns of which `LABELS` are labels.
const SCREEN: usize = 25;
const PAGE: usize = 100;
const LABELS: usize = 14;

// What `compare` is asked.
#[derive(Debug, Default, Args)]
pub struct CompareArgs {
    /// Brands, generic names or ids; all treatments unless given
    #[arg(value_name = "TREATMENT")]
    pub treatments: Vec<String>,

    /// Topics or groups, such as dose or tests, separated by commas; or all
    #[arg(long = "topics", value_name = "TOPICS", value_delimiter = ',')]
    pub topics: Vec<String>,

    #[command(flatten)]
    pub reading: Reading,

    /// Show why the treatments must not be ranked
    #[arg(long = "why")]
    pub why: bool,

    /// Show the other published figures of the same trials too
    #[arg(long = "all-analyses")]
    pub all_analyses: bool,
}

/// Several columns' answers to the same questions.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CompareAnswer<'a> {
    treatments: Vec<ColumnView<'a>>,
    questions: Vec<Question<'a>>,
    /// For each question with figures, whether they may be set side by side.
    comparability: Vec<Comparability<'a>>,
    /// The topics that were not asked for.
    topics_left_out: Vec<String>,
    /// The boxed warnings, whatever was asked.
    #[serde(skip)]
    first: Vec<Question<'a>>,
    #[serde(skip)]
    names: Vec<String>,
    #[serde(skip)]
    depth: Depth,
    #[serde(skip)]
    why: bool,
    #[serde(skip)]
    reader: Reader<'a>,
}

/// Compares treatments: all of them, or those named.
///
/// # Errors
/// If no treatment or no topic has the name, if there is no record where it is asked for, or if
/// there are too many columns.
pub fn run<'a>(
    reader: &Reader<'a>,
    args: &CompareArgs,
) -> Result<Sourced<'a, CompareAnswer<'a>>, Failure> {
    let dataset = reader.dataset;
    let columns = reader.setting.named(dataset, &args.treatments);
    let columns = columns.map_err(|failure| topics_among(dataset, args).unwrap_or(failure))?;
    if columns.len() > MOST {
        let message = format!("at most {MOST} columns are compared at once; name the treatments");
        return Err(Failure::Unable(message));
    }
    let several = reader.setting.regulators.len() > 1;
    let columns = columns.into_iter().map(|column| {
        let (id, brand) = (&column.treatment.id, &column.treatment.brand);
        let regulator = column.regulator;
        let (key, name) = if several {
            (format!("{id}@{}", regulator.id), format!("{brand} ({})", regulator.region))
        } else {
            (id.to_string(), brand.to_string())
        };
        Named { column, key, name }
    });
    let columns: Vec<Named<'a>> = columns.collect();
    let topics = topics(reader, args)?;
    let mut citations = Citations::new(dataset);
    let treatments = columns.iter().map(|it| ColumnView::new(it.column, &mut citations)).collect();
    let mut question = |topic| Question::new(topic, &columns, args.all_analyses, &mut citations);
    let first = dataset.topics.iter().filter(|topic| topic.first).map(&mut question).collect();
    let questions: Vec<Question<'a>> = topics.iter().copied().map(&mut question).collect();
    let comparability = topics
        .iter()
        .filter_map(|topic| Comparability::new(&columns, topic, args.all_analyses, &mut citations));
    let comparability = comparability.collect();
    // Patients are not sent to questions that have no plain words.
    let patient = reader.words == Words::Plain;
    let all = dataset.topics.iter().filter(|topic| topic.asks(&reader.setting.condition.id));
    let left_out = all.filter(|topic| !patient || topic.plain.is_some()).map(Topic::path);
    let left_out = left_out.filter(|path| !questions.iter().any(|it| it.topic == *path));
    let answer = CompareAnswer {
        treatments,
        topics_left_out: left_out.collect(),
        questions,
        comparability,
        first,
        names: columns.into_iter().map(|it| it.name).collect(),
        depth: reader.depth(!args.topics.is_empty()),
        why: args.why || reader.full,
        reader: reader.clone(),
    };
    Ok(Sourced::new(answer, &citations, reader.sources || reader.full))
}

/// Says where topics go, if what is no treatment among the names is all topics.
fn topics_among(dataset: &Dataset, args: &CompareArgs) -> Option<Failure> {
    let mut treatments = String::new();
    let mut others: Vec<String> = Vec::new();
    for name in &args.treatments {
        match find::treatment_named(dataset, name) {
            Some(treatment) => treatments.extend([" ", treatment.id.as_str()]),
            None => others.push(name.clone()),
        }
    }
    let named = named_topics(dataset, &others).ok().filter(|_| !others.is_empty())?;
    let paths: Vec<String> = named.iter().map(|topic| topic.path()).collect();
    let topics = [args.topics.as_slice(), paths.as_slice()].concat().join(",");
    let others = others.join(" ");
    Some(Failure::Negative(format!(
        "no treatment is called `{others}`\n  \
         topics go after --topics: jakref compare{treatments} --topics {topics}"
    )))
}

/// The topics asked for: those that are shown before all, those that the list of treatments shows, and
/// the others.
fn topics<'a>(reader: &Reader<'a>, args: &CompareArgs) -> Result<Vec<&'a Topic>, Failure> {
    let dataset = reader.dataset;
    let all = args.topics.iter().any(|name| name.trim().eq_ignore_ascii_case("all"));
    let chosen = if all || args.topics.is_empty() {
        dataset.topics.iter().filter(|topic| all || topic.compare).collect()
    } else {
        let names: Vec<String> = args.topics.iter().map(|name| name.trim().to_owned()).collect();
        named_topics(dataset, &names).map_err(|missing| no_topic(&missing))?
    };
    let patient = reader.words == Words::Plain && (all || args.topics.is_empty());
    let asked = chosen.into_iter().filter(|topic| topic.asks(&reader.setting.condition.id));
    let asked = asked.filter(|topic| !patient || topic.plain.is_some());
    let (first, rest): (Vec<_>, Vec<_>) = asked.partition(|topic| topic.first);
    let (listed, others): (Vec<_>, Vec<_>) = rest.into_iter().partition(|it| it.column.is_some());
    Ok([first, listed, others].concat())
}

impl<'a> CompareAnswer<'a> {
    /// The questions that are shown, with their rows, and the others.
    fn shown(&self) -> (Vec<Vec<Row<'a>>>, Vec<&Question<'a>>) {
        let asked_first = self.questions.iter().all(|it| it.first);
        let first = self.first.iter().filter(|_| asked_first || self.depth == Depth::Full);
        let own = first.chain(self.questions.iter().filter(|it| !it.first));
        let own: Vec<&Question<'a>> = own.collect();
        let rows = |question: &&Question<'a>| question.rows(self.reader.words, self.depth);
        let all: Vec<Vec<Row<'a>>> = own.iter().map(rows).collect();
        if self.depth != Depth::Glance {
            return (all, Vec::new());
        }
        let wide =
            (PAGE.saturating_sub(LABELS) / self.names.len().max(1)).saturating_sub(2).max(14);
        let mut room = SCREEN;
        let mut kept = Vec::new();
        for (rank, at) in ranks(&own) {
            let needs: usize = all[at].iter().map(|row| height(row, wide)).sum();
            if rank < 2 || needs <= room {
                room = room.saturating_sub(needs);
                kept.push(at);
            }
        }
        let (mut shown, mut folded) = (Vec::new(), Vec::new());
        for (at, (rows, question)) in all.into_iter().zip(own).enumerate() {
            if kept.contains(&at) { shown.push(rows) } else { folded.push(question) }
        }
        (shown, folded)
    }

    fn table(&self, rows: Vec<Row<'a>>) -> Table<'_> {
        // Where a row tells of the approval, the headings need not.
        let unread = self
            .questions
            .iter()
            .flat_map(Question::cells)
            .any(|it| it.topic.ends_with(".approval") && it.gap.is_some());
        let told = !unread && rows.iter().any(|row| row.id.ends_with(".approval"));
        let all_approved = self.treatments.iter().all(|it| it.approval == Status::Approved);
        let mut columns = vec![Vec::new()];
        columns.extend(self.treatments.iter().zip(&self.names).map(|(treatment, name)| {
            let mut lines = vec![name.as_str().into(), treatment.generic.into()];
            lines.extend((!all_approved && !told).then(|| match treatment.approval {
                Status::Approved => "approved".into(),
                status => status.words().to_uppercase().into(),
            }));
            lines
        }));
        Table { columns, rows, prose: self.depth == Depth::Full, ..Table::default() }
    }

    /// The boxed warnings: one line where they say the same, else a line each.
    fn boxed(&self) -> Option<Block<'_>> {
        let cells: Vec<&CellView<'a>> = self.first.iter().flat_map(Question::cells).collect();
        // One treatment may stand there for several regulators.
        let names = if cells.len() == self.names.len() { self.names.as_slice() } else { &[] };
        boxed_together(&cells, names, self.reader.words)
    }

    fn cautions<'p>(&'p self, folded: &[&Question<'a>], page: &mut Vec<Block<'p>>) {
        if self.treatments.len() < 2 {
            return;
        }
        let shown = self.comparability.iter();
        let shown = shown.filter(|it| !folded.iter().any(|question| question.topic == it.topic));
        let shown: Vec<&Comparability<'_>> = shown.collect();
        if let Some(caution) =
            caution(&shown, self.reader.words, if self.why { "" } else { "--why" })
        {
            page.push(Block::Paragraph(caution));
        } else if self.comparability.is_empty() {
            page.push(Block::Note(line(
                "These answers come from separate sources, not from one study: do not rank them.",
            )));
        }
        if !self.why {
            return;
        }
        let apart: Vec<_> = self.comparability.iter().filter(|it| !it.holds).collect();
        if !apart.is_empty() {
            page.push(Block::Heading("Why not to rank these treatments".into()));
            page.push(Block::Paragraph(line(
                "Their figures come from separate studies, some without a comparison group. None of these studies gave the treatments to like people.",
            )));
            for comparability in apart {
                comparability.draw(self.reader.words, page);
            }
        }
    }

    fn next_steps<'p>(&'p self, folded: &[&Question<'a>], page: &mut Vec<Block<'p>>) {
        if !folded.is_empty() {
            let names: Vec<&str> = folded.iter().map(|it| it.heading(self.reader.words)).collect();
            let ids: Vec<&str> = folded.iter().map(|it| it.id).collect();
            let names = match self.reader.words {
                Words::Professional => format!("{}:", names.join(", ")),
                Words::Plain => names.join(" "),
            };
            let ids = ids.join(",");
            page.push(Block::Note(with_commands(&format!(
                "Also compared: {names} `--topics {ids}`"
            ))));
        }
        // What each says is in the words of the professionals.
        if self.reader.words == Words::Professional && has_mark(page, Mark::Disagree) {
            let options = self.reader.setting.options_of_one(self.reader.dataset);
            let command = format!(" sources disagree: `jakref NAME --conflicts{options}`");
            let disagree = vec![Span::Mark(Mark::Disagree)];
            page.push(Block::Note([disagree, with_commands(&command)].concat()));
        }
        let mut next: Vec<Line<'p>> = Vec::new();
        if !self.topics_left_out.is_empty() {
            next.push(with_commands(&format!(
                "{} more questions: `jakref topics` · all at once: `--topics all`",
                self.topics_left_out.len()
            )));
        }
        let left: usize = match self.depth {
            Depth::Topic => self.questions.iter().map(|it| it.endpoints_left_out(self.depth)).sum(),
            Depth::Glance | Depth::Full => 0,
        };
        if left > 0 {
            next.push(with_commands(&format!(
                "{left} more endpoints, of one treatment each: `jakref evidence NAME --full`"
            )));
        }
        if self.depth != Depth::Full {
            next.push(with_commands("every statement: `--full`"));
        }
        if !next.is_empty() {
            page.push(Block::Note(beside(&next)));
        }
    }
}

impl Answer for CompareAnswer<'_> {
    const SCHEMA: &'static str = "compare/2";

    fn draw<'a>(&'a self, page: &mut Vec<Block<'a>>) {
        let setting = &self.reader.setting;
        if !setting.is_default {
            page.push(Block::Title(strong(setting.words().to_uppercase())));
        }
        page.extend(self.boxed());
        let (shown, folded) = self.shown();
        // A warning in a line stands before the figures, its reasons behind them.
        if !self.why {
            self.cautions(&folded, page);
        }
        page.push(Block::Table(self.table(shown.into_iter().flatten().collect())));
        if self.why {
            self.cautions(&folded, page);
        }
        self.next_steps(&folded, page);
    }

    fn records(&self) -> Option<Records> {
        Some(CellView::records(self.questions.iter().flat_map(Question::cells), self.reader.words))
    }
}
