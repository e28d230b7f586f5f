//! `jakref show`, and `jakref NAME`: one treatment for one condition under one regulator. Without a
//! topic a glance, with one its answer, with `--full` everything; the boxed warning always first.

use clap::Args;
use serde::Serialize;

use super::{Reader, named_topics, no_topic};
use crate::answer::brief;
use crate::answer::cell::{Analyses, CellView};
use crate::answer::column::{Column, ColumnView, treatment};
use crate::answer::conflict::ConflictView;
use crate::answer::explained::{Explained, explained};
use crate::answer::source::{Citations, SourceView, cited_briefly};
use crate::answer::statement::StatementView;
use crate::answer::trial::TrialView;
use crate::answer::{Answer, Depth, Failure, Ordered, Words};
use crate::cli::Reading;
use crate::dataset::model::{Position, Topic};
use crate::output::document::{Block, Fact, Line, Mark, Span, line};
use crate::output::records::Records;

/// How much text an answer to a question shows before it says that there is more, in characters:
/// a screen.
const SCREEN: usize = 1_500;

// What `show` is asked.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// A brand, a generic name or an id, such as olumiant or baricitinib
    pub treatment: String,

    /// Topics or groups, such as dose, tests or side effects; the main ones unless given
    pub topics: Vec<String>,

    #[command(flatten)]
    pub options: ShowOptions,
}

// How `show` shows it.
#[derive(Debug, Default, Args)]
pub struct ShowOptions {
    #[command(flatten)]
    pub reading: Reading,

    /// Show where sources disagree: what each says, its date, which is shown, and why
    #[arg(long = "conflicts", conflicts_with_all = ["patient", "field"])]
    pub conflicts: bool,

    /// Show what is not known, and what to open to find it
    #[arg(long = "gaps", conflicts_with_all = ["conflicts", "field"])]
    pub gaps: bool,

    /// Show the other published figures of the same trials too
    #[arg(long = "all-analyses", conflicts_with = "conflicts")]
    pub all_analyses: bool,

    /// Print one bare value of the JSON, such as dosing.start or treatment.maker
    #[arg(long = "field", value_name = "PATH", value_hint = clap::ValueHint::Other)]
    #[arg(conflicts_with_all = ["patient"])]
    pub field: Option<String>,
}

/// A column of the table.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ShowAnswer<'a> {
    treatment: ColumnView<'a>,
    /// By group and topic.
    answers: Ordered<Ordered<CellView<'a>>>,
    /// What those who pay have decided; no approvals.
    positions: Vec<PositionView<'a>>,
    trials: Vec<TrialView<'a>>,
    #[serde(skip)]
    first: Vec<CellView<'a>>,
    /// What the first screen shows, in its order.
    #[serde(skip)]
    glance: Vec<(String, bool)>,
    #[serde(skip)]
    groups: Vec<&'a str>,
    #[serde(skip)]
    form: Option<CellView<'a>>,
    #[serde(skip)]
    explained: Vec<Explained<'a>>,
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    depth: Depth,
    #[serde(skip)]
    full_sources: bool,
    #[serde(skip)]
    only_conflicts: bool,
    #[serde(skip)]
    only_gaps: bool,
    /// The command without what follows the name.
    #[serde(skip)]
    commands: Commands,
    #[serde(skip)]
    common: Vec<(&'static str, crate::output::records::Value<'a>)>,
    #[serde(skip)]
    sources: Vec<SourceView<'a>>,
}

/// The parts of a command that leads on.
#[derive(Clone, Debug, Default)]
struct Commands {
    name: String,
    options: String,
}

impl Commands {
    fn with(&self, rest: &str) -> Span<'static> {
        Span::Command(format!("jakref {} {rest}{}", self.name, self.options).into())
    }
}

/// What a body that pays, or advises those who pay, has decided.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PositionView<'a> {
    body: &'a str,
    reference: Option<&'a str>,
    decision: crate::dataset::model::Decision,
    on: Option<crate::dataset::date::Date>,
    place: Option<&'a str>,
    #[serde(flatten)]
    statement: StatementView<'a>,
}

impl<'a> PositionView<'a> {
    fn new(position: &'a Position, citations: &mut Citations<'a>) -> Self {
        let (sources, weakness) = citations.cite(&position.cite);
        let text = |text: &'a Option<crate::dataset::place::At<crate::dataset::text::Text>>| {
            text.as_deref().map(crate::dataset::text::Text::as_str)
        };
        Self {
            body: &position.body,
            reference: text(&position.reference),
            decision: *position.decision,
            on: position.on.as_deref().copied(),
            place: text(&position.place),
            statement: StatementView {
                text: Some(&position.text),
                plain: text(&position.plain),
                note: text(&position.note),
                gap: None,
                look_in: None,
                weakness,
                sources,
            },
        }
    }

    /// Who decided what: `NICE TA926, October 25, 2023: not recommended`.
    fn glance(&self, dates: crate::dataset::model::DateOrder) -> Line<'a> {
        let reference = self.reference.map(|it| format!(" {it}")).unwrap_or_default();
        let place = self.place.map(|it| format!(" ({it})")).unwrap_or_default();
        let on = self.on.map(|date| format!(", {}", dates.write(date))).unwrap_or_default();
        let lead = format!("{}{reference}{place}{on}: ", self.body);
        let decision = Span::Strong(self.decision.words().into());
        let line = vec![Span::Text(lead.into()), decision];
        cited_briefly(line, &self.statement.sources, self.statement.weakness)
    }
}

/// Shows a treatment, or some of its topics.
///
/// # Errors
/// If no treatment or no topic has the name, or there is no record of it where it is asked for.
pub fn run<'a>(
    reader: &Reader<'a>,
    name: &str,
    topics: &[String],
    options: &ShowOptions,
) -> Result<ShowAnswer<'a>, Failure> {
    let dataset = reader.dataset;
    let found = treatment(dataset, name)
        .map_err(|failure| topics_alone(reader, name, topics).unwrap_or(failure))?;
    if reader.setting.regulators.len() > 1 {
        return Err(Failure::Unable(format!(
            "one regulator is shown at a time\n  side by side: jakref compare {}{}",
            found.id,
            reader.setting.options(dataset)
        )));
    }
    let columns = reader.setting.named(dataset, &[found.id.to_string()])?;
    let Some(&column) = columns.first() else {
        return Err(Failure::Unable("the dataset has no such record".to_owned()));
    };
    let chosen = if topics.is_empty() {
        column.topics(dataset).collect()
    } else {
        let named = named_topics(dataset, topics).map_err(|missing| no_topic(&missing))?;
        let asked: Vec<&Topic> =
            named.iter().copied().filter(|it| it.asks(&column.condition.id)).collect();
        if asked.is_empty() {
            return Err(Failure::Negative(format!(
                "{} is not asked for {}",
                topics.join(" "),
                column.condition.noun()
            )));
        }
        asked
    };
    let patient = reader.words == Words::Plain;
    let chosen = chosen
        .into_iter()
        .filter(|it| !patient || column.plain(it).is_some() || !topics.is_empty());
    let analyses = Analyses::asked(options.all_analyses);
    let mut citations = Citations::new(dataset);
    let identity = ColumnView::new(column, &mut citations);
    let mut cell = |topic| CellView::new(column, topic, analyses, &mut citations);
    let first = column.topics(dataset).filter(|topic| topic.first).map(&mut cell).collect();
    let form =
        column.topics(dataset).find(|topic| topic.column.is_some() && topic.id.as_str() == "form");
    let form = form.map(&mut cell);
    let mut answers: Vec<(String, Ordered<CellView<'a>>)> = Vec::new();
    let mut glance = Vec::new();
    let mut last = "";
    for topic in chosen {
        let shown = if patient { topic.patient_glance } else { topic.glance };
        if shown {
            glance.push((topic.path(), last == topic.group.as_str() && !patient));
            last = &topic.group;
        }
        let entry = (topic.id.to_string(), cell(topic));
        match answers.iter_mut().find(|(group, _)| group == topic.group.as_str()) {
            Some((_, cells)) => cells.0.push(entry),
            None => answers.push((topic.group.to_string(), Ordered(vec![entry]))),
        }
    }
    let label = |id: &str| dataset.groups.iter().find(|group| group.id.as_str() == id);
    let groups = answers.iter().filter_map(|(id, _)| label(id)).map(|group| group.label.as_str());
    let groups = groups.collect();
    let cells = || answers.iter().flat_map(|(_, cells)| &cells.0).map(|(_, cell)| cell);
    let shown: Vec<&str> = cells().flat_map(|it| &it.outcomes).map(|it| it.trial).collect();
    let trials = column.indication.trials.iter();
    let trials = trials.filter(|it| topics.is_empty() || shown.contains(&it.id.as_str()));
    let trials = trials.map(|trial| TrialView::new(trial, &mut citations)).collect();
    let positions = column.indication.positions.iter();
    let positions = positions.map(|it| PositionView::new(it, &mut citations)).collect();
    let explained = if patient && !topics.is_empty() {
        explained(dataset, cells().flat_map(CellView::comparators), &mut citations)
    } else {
        Vec::new()
    };
    let patient_option = if patient { " --patient" } else { "" };
    Ok(ShowAnswer {
        treatment: identity,
        answers: Ordered(answers),
        positions,
        trials,
        first,
        glance,
        groups,
        form,
        explained,
        words: reader.words,
        depth: reader.depth(!topics.is_empty()),
        full_sources: reader.sources || reader.full,
        only_conflicts: options.conflicts,
        only_gaps: options.gaps,
        commands: Commands {
            name: found.id.to_string(),
            options: format!("{}{patient_option}", column.options(dataset)),
        },
        common: crate::answer::envelope::DatasetView::new(reader.consulted).columns(),
        sources: citations.sources(),
    })
}

/// Says what to type, if a topic stands where the treatment belongs.
fn topics_alone(reader: &Reader<'_>, name: &str, topics: &[String]) -> Option<Failure> {
    let first = [name.to_owned()];
    let whole = [&first[..], topics].concat();
    let named =
        |names: &[String]| named_topics(reader.dataset, names).ok().map(|_| names.join(" "));
    let topics = named(&whole).or_else(|| named(&first))?;
    Some(Failure::Negative(format!(
        "no treatment is called `{name}`\n  name the treatment too: jakref TREATMENT {topics}\n  all treatments: jakref compare --topics '{topics}'",
    )))
}

impl<'a> ShowAnswer<'a> {
    fn column(&self) -> Column<'a> {
        self.treatment.column
    }

    fn cells(&self) -> impl Iterator<Item = &CellView<'a>> {
        self.answers.0.iter().flat_map(|(_, cells)| &cells.0).map(|(_, cell)| cell)
    }

    /// The others than those that stand before all.
    fn rest(&self) -> Vec<&CellView<'a>> {
        self.cells().filter(|it| !it.first).collect()
    }

    fn conflicts(&self) -> impl Iterator<Item = (&CellView<'a>, &ConflictView<'a>)> {
        self.cells().flat_map(|cell| cell.conflicts.iter().map(move |conflict| (cell, conflict)))
    }

    fn gaps(&self) -> impl Iterator<Item = (&CellView<'a>, &StatementView<'a>)> {
        self.cells().flat_map(|cell| {
            cell.statements.iter().filter(|it| it.gap.is_some()).map(move |it| (cell, it))
        })
    }

    /// Whether nothing but the boxed warning was asked for.
    fn only_first(&self) -> bool {
        self.cells().all(|cell| cell.first)
    }

    fn boxed(&self, page: &mut Vec<Block<'a>>) {
        let Commands { name, options, .. } = &self.commands;
        for cell in &self.first {
            let id = cell.topic.rsplit('.').next().unwrap_or_default();
            let command = format!("jakref {name} {id}{options}");
            let depth = if self.depth != Depth::Glance && self.only_first() {
                Depth::Full
            } else {
                self.depth
            };
            page.push(cell.boxed(self.words, depth, &command));
        }
    }

    fn draw_glance(&self, page: &mut Vec<Block<'a>>) {
        let mut title = self.column().title();
        if self.words == Words::Professional {
            if let Some(form) = self.form.as_ref().and_then(|it| it.glance.first()) {
                title.push(Span::Text(format!(" · {}", form.said(self.words)).into()));
            }
            title.push(Span::Text(format!(" · {}", self.treatment.maker).into()));
        }
        page.push(Block::Title(title));
        page.push(Block::Paragraph(self.treatment.status()));
        self.boxed(page);
        let mut facts = Vec::new();
        let shown = self.glance.iter().filter_map(|(path, sub)| {
            self.cells().find(|cell| cell.topic == *path && !cell.first).map(|cell| (cell, *sub))
        });
        for (cell, sub) in shown {
            let label = match self.words {
                Words::Professional if sub => cell.brief.to_lowercase(),
                Words::Professional => cell.brief.to_uppercase(),
                Words::Plain => cell.heading(self.words).to_owned(),
            };
            facts.push(Fact { label: label.into(), sub, lines: self.brief(cell) });
        }
        if !self.positions.is_empty() {
            let order = self.column().regulator.dates;
            let lines = self.positions.iter().map(|it| it.glance(order)).collect();
            facts.push(Fact { label: "PAID FOR".into(), sub: false, lines });
        }
        page.push(Block::Facts(facts));
        self.next_steps(page);
    }

    /// A cell on the first screen.
    fn brief(&self, cell: &CellView<'a>) -> Vec<Line<'a>> {
        let Commands { name, options, .. } = &self.commands;
        let mut lines =
            if cell.outcomes.iter().any(|it| it.main) && self.words == Words::Professional {
                brief::regrowth_rows(cell, self.words)
            } else if !cell.reactions.is_empty() {
                let id = cell.topic.rsplit('.').next().unwrap_or_default();
                brief::side_effects_line(cell, self.words, &format!("jakref {name} {id}{options}"))
            } else {
                Vec::new()
            };
        if lines.is_empty()
            || self.words == Words::Plain && !cell.glance.is_empty() && cell.reactions.is_empty()
        {
            lines = cell.glance_lines(self.words, self.words == Words::Professional);
        }
        lines
    }

    fn next_steps(&self, page: &mut Vec<Block<'a>>) {
        let topic = if self.words == Words::Plain { "pregnancy" } else { "dose" };
        let mut next = vec![Span::Text("One topic: ".into()), self.commands.with(topic)];
        next.extend([
            Span::Text(" (all: ".into()),
            Span::Command("jakref topics".into()),
            Span::Text(")".into()),
        ]);
        if self.words == Words::Professional {
            next.extend([Span::Text(" · plain words: ".into()), Span::Command("--patient".into())]);
        }
        page.push(Block::Note(next));
        let (gaps, conflicts) = (self.gaps().count(), self.conflicts().count());
        let mut more = Vec::new();
        let mut add = |parts: [Span<'a>; 3]| {
            if !more.is_empty() {
                more.push(Span::Text(" · ".into()));
            }
            more.extend(parts);
        };
        if gaps > 0 {
            let places = format!(" not known, {gaps}: ");
            add([
                Span::Mark(Mark::NotRead),
                Span::Text(places.into()),
                Span::Command("--gaps".into()),
            ]);
        }
        if conflicts > 0 {
            let places = format!(" sources disagree, {conflicts}: ");
            add([
                Span::Mark(Mark::Disagree),
                Span::Text(places.into()),
                Span::Command("--conflicts".into()),
            ]);
        }
        // The legend is said here, where there is room for it.
        if page_has(page, Mark::Secondary) {
            add([
                Span::Mark(Mark::Secondary),
                Span::Text(" secondary source".into()),
                Span::Text("".into()),
            ]);
        }
        add([Span::Text("all: ".into()), Span::Command("--full".into()), Span::Text("".into())]);
        page.push(Block::Note(more));
    }

    fn draw_topics(&self, page: &mut Vec<Block<'a>>) {
        let rest = self.rest();
        let mut title = self.column().title();
        if let [only] = rest.as_slice() {
            title.push(Span::Text(format!(" › {}", only.heading(self.words)).into()));
        } else if rest.is_empty() {
            title.extend(
                self.first
                    .first()
                    .map(|it| Span::Text(format!(" › {}", it.heading(self.words)).into())),
            );
        }
        page.push(Block::Title(title));
        if self.treatment.approval != crate::dataset::model::Status::Approved {
            page.push(Block::Paragraph(self.treatment.status()));
        }
        self.boxed(page);
        let several = rest.len() > 1;
        let room = SCREEN / rest.len().max(1);
        let mut explained = self.explained.as_slice();
        for cell in rest {
            if several {
                page.push(Block::Subheading(cell.heading(self.words).into()));
            }
            if cell.has_figures() {
                page.extend(
                    std::mem::take(&mut explained).iter().map(|it| Block::Paragraph(it.line())),
                );
            }
            let mut blocks = Vec::new();
            cell.draw(self.words, Depth::Topic, &mut blocks);
            self.fit(cell, blocks, room.max(SCREEN / 3), page);
        }
    }

    /// Adds as many of the blocks as a reader takes in at once, and says how to see the others.
    fn fit(
        &self,
        cell: &CellView<'a>,
        blocks: Vec<Block<'a>>,
        room: usize,
        page: &mut Vec<Block<'a>>,
    ) {
        let (mut used, mut left) = (0, 0);
        for (index, block) in blocks.into_iter().enumerate() {
            let length = length(&block);
            if index > 0 && used + length > room {
                left += 1;
                used = room;
                continue;
            }
            used += length;
            page.push(block);
        }
        let id = cell.topic.rsplit('.').next().unwrap_or_default();
        let mut more: Line<'a> = Vec::new();
        if left > 0 {
            let what = if left == 1 { "1 more statement" } else { "more statements" };
            let count = if left == 1 { String::new() } else { format!("{left} ") };
            more.push(Span::Text(format!("{count}{what}, in full: ").into()));
            more.push(self.commands.with(&format!("{id} --full")));
        }
        if !cell.conflicts.is_empty() {
            if !more.is_empty() {
                more.push(Span::Text(" · ".into()));
            }
            more.push(Span::Mark(Mark::Disagree));
            more.push(Span::Text(" sources disagree: ".into()));
            let name = &self.commands.name;
            let options = self.commands.options.replace(" --patient", "");
            more.push(Span::Command(format!("jakref {name} {id} --conflicts{options}").into()));
        }
        if !more.is_empty() {
            page.push(Block::Note(more));
        }
    }

    fn draw_full(&self, page: &mut Vec<Block<'a>>) {
        page.push(Block::Title(self.column().title()));
        page.push(Block::Paragraph(self.treatment.status()));
        self.boxed(page);
        for ((_, cells), group) in self.answers.0.iter().zip(&self.groups) {
            let cells: Vec<_> = cells.0.iter().filter(|(_, cell)| !cell.first).collect();
            if !cells.is_empty() {
                page.push(Block::Heading((*group).into()));
            }
            for (_, cell) in cells {
                page.push(Block::Subheading(cell.heading(self.words).into()));
                page.extend(cell.glance_lines(self.words, true).into_iter().map(Block::Paragraph));
                cell.draw(self.words, Depth::Full, page);
            }
        }
        if !self.positions.is_empty() {
            page.push(Block::Heading("Paid for or recommended".into()));
            let order = self.column().regulator.dates;
            for position in &self.positions {
                page.push(Block::Item(position.glance(order)));
                page.extend(position.statement.line(self.words, true).map(Block::Paragraph));
            }
        }
        if !self.trials.is_empty() && self.words == Words::Professional {
            page.push(Block::Heading("Trials".into()));
            page.extend(self.trials.iter().map(|trial| Block::Item(trial.line())));
        }
    }

    fn draw_conflicts(&self, page: &mut Vec<Block<'a>>) {
        page.push(Block::Title(self.column().title()));
        self.boxed(page);
        page.push(Block::Heading("Where sources disagree".into()));
        let mut any = false;
        for (cell, conflict) in self.conflicts() {
            conflict.draw(cell.label, page);
            any = true;
        }
        if !any {
            page.push(Block::Note(line("No disagreement is recorded here.")));
        }
    }

    fn draw_gaps(&self, page: &mut Vec<Block<'a>>) {
        page.push(Block::Title(self.column().title()));
        self.boxed(page);
        page.push(Block::Heading("What is not known".into()));
        let mut last = "";
        let mut any = false;
        for (cell, gap) in self.gaps() {
            any = true;
            if last != cell.label {
                page.push(Block::Subheading(cell.heading(self.words).to_owned().into()));
                last = cell.label;
            }
            let said = gap.line(self.words, true).or_else(|| gap.line(Words::Professional, true));
            page.extend(said.map(Block::Item));
        }
        if !any {
            page.push(Block::Note(line("No gap is recorded here.")));
        }
        page.push(Block::Note(vec![
            Span::Text("What is missing of figures and trials too: ".into()),
            Span::Command(format!("jakref sources {} --gaps", self.commands.name).into()),
        ]));
    }
}

/// Whether a mark stands in any of the blocks.
fn page_has(page: &[Block<'_>], mark: Mark) -> bool {
    let mut has = false;
    for block in page {
        block.clone().for_each_line(&mut |line| has |= line.contains(&Span::Mark(mark)));
    }
    has
}

/// How many characters a block takes, about.
fn length(block: &Block<'_>) -> usize {
    let mut length = 0;
    block.clone().for_each_line(&mut |line| {
        length += line.iter().map(|span| span.text(false).chars().count()).sum::<usize>().max(40);
    });
    length
}

/// The boxed warnings of several columns: one line where they say the same, else a line each.
pub fn boxed_together<'a>(cells: &[&CellView<'a>], words: Words) -> Option<Block<'a>> {
    let first = cells.first()?;
    let said = |cell: &CellView<'a>| cell.glance.first().map(|it| it.said(words).to_owned());
    let same = cells.iter().all(|cell| said(cell) == said(first));
    let count = match cells.len() {
        1 => String::new(),
        2 => ", both".to_owned(),
        3 => ", all three".to_owned(),
        4 => ", all four".to_owned(),
        more => format!(", all {more}"),
    };
    let title = first.heading(words);
    if same {
        let mut line = line(said(first)?);
        let sources = cells.iter().filter_map(|it| it.glance.first()).flat_map(|it| &it.lead);
        line = cited_briefly(line, &sources.copied().collect::<Vec<_>>(), first.weakness());
        let title = format!("{title}{count}").into();
        return Some(Block::Boxed { title, body: vec![line], glance: true });
    }
    let lines = cells.iter().filter_map(|cell| {
        let glance = cell.glance.first()?;
        let mut line = vec![Span::Strong(format!("{}: ", cell.treatment).into())];
        line.extend(glance.line(words, false));
        Some(line)
    });
    Some(Block::Boxed { title: title.to_owned().into(), body: lines.collect(), glance: true })
}

impl Answer for ShowAnswer<'_> {
    fn schema(&self) -> &'static str {
        "show/2"
    }

    fn draw<'a>(&'a self, page: &mut Vec<Block<'a>>) {
        match self.depth {
            _ if self.only_conflicts => self.draw_conflicts(page),
            _ if self.only_gaps => self.draw_gaps(page),
            Depth::Glance => self.draw_glance(page),
            Depth::Topic => self.draw_topics(page),
            Depth::Full => self.draw_full(page),
        }
    }

    fn sources(&self) -> &[SourceView<'_>] {
        &self.sources
    }

    fn records(&self) -> Option<Records<'_>> {
        let mut records;
        if self.only_conflicts {
            records = Records::new(ConflictView::COLUMNS);
            records.rows = self.conflicts().flat_map(|(_, it)| it.records()).collect();
        } else {
            records = Records::new(CellView::COLUMNS);
            records.rows = self.cells().map(|cell| cell.record(self.words)).collect();
        }
        records.extend_all(&self.common);
        Some(records)
    }

    fn full_sources(&self) -> bool {
        self.full_sources
    }
}
