//! The drug facts box of a trial: who was studied, how they were assigned, who paid; then one row an
//! outcome, of 100 people in each arm, with those who did and those who did not.
//!
//! Each trial has a box of its own, and so has each table of harms that belongs to no single trial:
//! what comes from different people never stands in one table.

mod exactly;
mod fold;

use exactly::{exact_harms, exactly};
pub use fold::{LeftOut, fold};

use itertools::Itertools as _;

use super::figures::{OutcomeView, ResultView, of_role, short};
use super::phrasing::{and, capitalized, uncapitalized};
use super::reactions::{ReactionsView, unread};
use super::source::{CitationView, Weakness, basis, cited, cited_briefly};
use super::trial::TrialView;
use super::{Depth, Words};
use crate::dataset::model::{Gap, Role};
use crate::dataset::percent::OfHundred;
use crate::output::document::{Block, Icons, Line, Mark, Row, Span, Table, line};

/// How much of the boxes is shown, and how.
#[derive(Clone, Copy, Debug)]
pub struct Showing {
    pub words: Words,
    /// The percentages, intervals and counts as printed.
    pub exact: bool,
    /// The doses too that are not the approved ones.
    pub all_arms: bool,
    /// Every share as a hundred marks.
    pub icons: bool,
    /// In full: everything, with notes.
    pub depth: Depth,
}

impl Showing {
    /// Whether everything is shown.
    pub fn full(self) -> bool {
        self.depth == Depth::Full
    }

    fn arm(self, role: Role) -> bool {
        self.all_arms || role != Role::Other
    }
}

/// What was found in one group of people.
pub struct FactsBox<'v, 'a> {
    pub trial: Option<&'v TrialView<'a>>,
    pub outcomes: Vec<&'v OutcomeView<'a>>,
    pub harms: Vec<Harms<'v, 'a>>,
    /// Whether it is told in a line instead.
    pub minor: bool,
}

/// Adverse reactions of a table, from the first of them.
pub struct Harms<'v, 'a> {
    table: &'v ReactionsView<'a>,
    /// How many of its rows are shown.
    shown: usize,
    /// Its place among the tables of the treatment.
    order: usize,
}

/// The boxes of a treatment: its trials in their order, then the tables of no single trial.
pub fn boxes<'v, 'a>(
    trials: &'v [TrialView<'a>],
    outcomes: &'v [OutcomeView<'a>],
    reactions: &'v [ReactionsView<'a>],
) -> Vec<FactsBox<'v, 'a>> {
    let known = |id: Option<&str>| trials.iter().any(|trial| Some(trial.id) == id);
    let harms = |(order, table): (usize, &'v ReactionsView<'a>)| Harms {
        table,
        shown: table.rows.0.len(),
        order,
    };
    let tables = || reactions.iter().enumerate();
    let of_trials = trials.iter().map(|trial| FactsBox {
        trial: Some(trial),
        outcomes: outcomes.iter().filter(|outcome| outcome.trial == trial.id).collect(),
        harms: tables().filter(|(_, it)| it.trial == Some(trial.id)).map(harms).collect(),
        minor: false,
    });
    let others = tables().filter(|(_, table)| !known(table.trial)).map(|table| FactsBox {
        trial: None,
        outcomes: Vec::new(),
        harms: vec![harms(table)],
        minor: false,
    });
    let all = of_trials.chain(others);
    all.filter(|it| !it.outcomes.is_empty() || !it.harms.is_empty()).collect()
}

/// A row of the table: a benefit or a harm.
struct Fact<'v, 'a> {
    id: String,
    label: String,
    /// What is said of those who had it.
    verb: &'static str,
    /// Whether a heading says how many were counted.
    sizes_told: bool,
    results: &'v [ResultView<'a>],
    /// Why it has no interval.
    interval_gap: Option<Gap>,
    weakness: Option<Weakness>,
    sources: &'v [CitationView<'a>],
}

/// An arm as a column, with what heads it: how many of it were counted in the first row.
struct Column<'a> {
    arm: &'a str,
    heading: Vec<String>,
    counted: Option<u32>,
}

impl<'a> FactsBox<'_, 'a> {
    /// Draws the box.
    pub fn draw(&self, showing: Showing, page: &mut Vec<Block<'a>>) {
        page.push(Block::Subheading(self.title(showing.words).into()));
        page.extend(self.people(showing.words).map(Block::Paragraph));
        match showing.words {
            Words::Plain => self.sentences(showing, page),
            Words::Professional => self.table(showing, page),
        }
        if showing.icons {
            self.icons(showing, page);
        }
        if showing.exact {
            for outcome in &self.outcomes {
                page.push(Block::Item(exactly(outcome, showing)));
            }
            for harms in &self.harms {
                page.extend(exact_harms(harms, showing).into_iter().map(Block::Item));
            }
        }
        if showing.full() && showing.words == Words::Professional {
            let trial = self.trial.and_then(|it| Some((it.note?, &it.sources, it.weakness)));
            let tables = self.harms.iter().map(|it| it.table);
            let tables = tables.filter_map(|it| Some((it.note?, &it.sources, it.weakness)));
            for (note, sources, weakness) in trial.into_iter().chain(tables) {
                let note = vec![Span::Soft(format!("Note: {note}").into())];
                page.push(Block::Paragraph(cited(note, sources, weakness)));
            }
        }
    }

    fn title(&self, words: Words) -> String {
        match (self.trial, self.harms.first()) {
            (Some(trial), _) => trial.title(words),
            (None, Some(harms)) => harms.table.name(words),
            (None, None) => String::new(),
        }
    }

    /// Who was studied; of a table of no single trial, for how long too.
    fn people(&self, words: Words) -> Option<Line<'a>> {
        if let Some(trial) = self.trial {
            return Some(trial.people(words));
        }
        let table = self.harms.first()?.table;
        let text = match words {
            Words::Professional => {
                format!("{}; {}", capitalized(table.people(words)), table.when())
            }
            // Its name says in whom.
            Words::Plain => capitalized(&table.for_how_long()),
        };
        Some(cited_briefly(line(text), &table.sources, table.weakness))
    }

    /// A trial that is told in a line: what it found for its first endpoint.
    pub fn brief(&self, words: Words) -> Option<Line<'a>> {
        let (trial, outcome) = self.trial.zip(self.outcomes.first())?;
        let mut line = vec![Span::Strong(trial.name.into()), Span::Text(": ".into())];
        line.extend(outcome.brief_line(words));
        Some(line)
    }

    /// The rows, benefits first. A table of harms begins with what was counted in whom.
    fn table(&self, showing: Showing, page: &mut Vec<Block<'a>>) {
        let columns = self.columns(showing);
        let mut rows = Vec::new();
        let titled = !self.outcomes.is_empty();
        if titled {
            rows.push(heading(line("Benefit")));
        }
        for outcome in &self.outcomes {
            let fact = of_outcome(outcome, showing.words);
            rows.push(fact.row(&columns, titled));
            rows.extend(fact.interval_row(&columns));
        }
        for harms in &self.harms {
            if self.trial.is_some() {
                rows.push(heading(counted(harms.table, showing)));
            }
            for fact in of_harms(harms, showing.words) {
                rows.push(fact.row(&columns, self.trial.is_some()));
            }
        }
        let (mut headings, mut over) = (vec![vec!["Of 100 people".into()]], Vec::new());
        let (mut numbers, first) = (vec![false], 1);
        for (at, column) in columns.iter().enumerate() {
            headings.extend([vec!["did".into()], vec!["did not".into()]]);
            numbers.extend([true, true]);
            let lines = column.heading.iter().map(|it| it.clone().into());
            over.push((first + 2 * at..first + 2 * at + 2, lines.collect()));
        }
        headings.push(Vec::new());
        let table = Table { columns: headings, over, rows, numbers, prose: false };
        page.push(Block::Table(table));
    }

    /// The arms, each once.
    fn columns(&self, showing: Showing) -> Vec<Column<'a>> {
        let outcomes = self.outcomes.iter().flat_map(|it| &it.results);
        let harms = self.harms.iter().flat_map(|it| it.table.rows.0.iter().take(it.shown));
        let results = outcomes.chain(harms.flat_map(|(_, results)| results));
        let arms = results.filter(|it| showing.arm(it.role)).unique_by(|it| it.arm);
        let column = |result: &ResultView<'a>| {
            let is_dose = result.role == Role::Other && result.dose.is_some();
            let mut heading = vec![result.given().to_owned()];
            if is_dose && !result.given().contains("not approved") {
                heading.push("not approved".to_owned());
            }
            heading.extend(match (result.n, result.arm_n) {
                (Some(n), _) => Some(format!("({n})")),
                (None, arm_n) => arm_n.map(|n| format!("({n} randomized)")),
            });
            Column { arm: result.arm, heading, counted: result.n }
        };
        arms.map(column).collect()
    }

    fn sentences(&self, showing: Showing, page: &mut Vec<Block<'a>>) {
        let mut last = None;
        for outcome in &self.outcomes {
            let mut text = format!("{}: ", outcome.question());
            if let Some(people) = outcome.own_people(showing.words) {
                text += &format!("({}) ", uncapitalized(people.trim_end_matches('.')));
            }
            let mut line = line(text);
            line.append(&mut both_sides(&outcome.results, "did", showing));
            let mut line = cited_briefly(line, outcome.lead(), outcome.weakness);
            let note = outcome.note(Words::Plain, false).filter(|note| last.as_ref() != Some(note));
            line.extend(note.clone().map(|note| Span::Text(note.into())));
            last = note.or(last);
            page.push(Block::Item(line));
        }
        for harms in &self.harms {
            let table = harms.table;
            if self.trial.is_some() {
                let mut line = counted(table, showing);
                line.extend(table.note(Words::Plain, false).map(|note| Span::Text(note.into())));
                page.push(Block::Paragraph(line));
            } else if let Some(note) = table.note_plain {
                page.push(Block::Paragraph(cited_briefly(
                    line(note),
                    &table.sources,
                    table.weakness,
                )));
            }
            for fact in of_harms(harms, Words::Plain) {
                let mut line = line(format!("{}: ", fact.label));
                line.append(&mut both_sides(fact.results, fact.verb, showing));
                page.push(Block::Item(cited_briefly(line, fact.sources, fact.weakness)));
            }
        }
    }

    fn icons(&self, showing: Showing, page: &mut Vec<Block<'a>>) {
        let outcomes = self.outcomes.iter().map(|it| of_outcome(it, showing.words));
        let harms = self.harms.iter().flat_map(|it| of_harms(it, showing.words));
        for fact in outcomes.chain(harms) {
            page.push(Block::Subheading(fact.label.clone().into()));
            let shown = fact.results.iter().filter(|it| showing.arm(it.role));
            page.extend(shown.map(|result| Block::Icons(fact.icons(result))));
        }
    }
}

/// A row that is a heading over those below it.
fn heading(line: Line<'_>) -> Row<'_> {
    let id = super::phrasing::bare(&line).into();
    Row { id, cells: vec![vec![line]], ..Row::default() }
}

fn of_outcome<'v, 'a>(outcome: &'v OutcomeView<'a>, words: Words) -> Fact<'v, 'a> {
    Fact {
        id: format!("{} {}", outcome.trial, outcome.endpoint),
        label: benefit(outcome, words),
        verb: "did",
        sizes_told: false,
        results: &outcome.results,
        interval_gap: outcome.interval_gap,
        weakness: outcome.weakness,
        sources: outcome.lead(),
    }
}

fn of_harms<'v, 'a>(harms: &Harms<'v, 'a>, words: Words) -> impl Iterator<Item = Fact<'v, 'a>> {
    let table = harms.table;
    table.rows.0.iter().take(harms.shown).map(move |(term, results)| {
        let did = table.terms_plain.of(term).is_some_and(|name| name.did);
        Fact {
            id: term.clone(),
            label: capitalized(&table.called(term, words)),
            verb: if did && words == Words::Plain { "did" } else { "had it" },
            sizes_told: true,
            results,
            interval_gap: None,
            weakness: table.weakness,
            sources: &table.sources,
        }
    })
}

impl<'a> Fact<'_, 'a> {
    /// Both sides of each share, and what they rest on.
    fn row(&self, columns: &[Column<'a>], sub: bool) -> Row<'a> {
        let mut label = line(self.label.clone());
        label.extend(self.sizes(columns).map(|sizes| Span::Text(sizes.into())));
        let is_known = self.results.iter().any(|it| it.interval().is_some());
        if let Some(gap) = self.interval_gap.filter(|_| !is_known) {
            label.extend([Span::Text("; interval ".into()), Span::Mark(Mark::Gap(gap))]);
        }
        let mut cells = vec![vec![label]];
        for column in columns {
            match self.results.iter().find(|result| result.arm == column.arm) {
                Some(result) => {
                    cells.push(vec![vec![Span::Strong(short(result.of_100).into())]]);
                    cells.push(vec![line(short(result.rest_of_100))]);
                }
                None => cells.extend([vec![unread()], vec![Line::new()]]),
            }
        }
        cells.push(vec![basis(self.sources, self.weakness)]);
        Row { id: self.id.clone().into(), cells, sub, ..Row::default() }
    }

    /// How many were counted, where they are not as many as the columns are headed with.
    fn sizes(&self, columns: &[Column<'a>]) -> Option<String> {
        let found = |column| self.results.iter().find(|it| it.arm == column).map(|it| it.n);
        let own = columns.iter().filter_map(|it| found(it.arm).map(|own| (own, it.counted)));
        let (own, heads): (Vec<_>, Vec<_>) = own.unzip();
        let counted: Option<Vec<String>> =
            own.iter().map(|it| it.map(|n: u32| n.to_string())).collect();
        (own != heads && !self.sizes_told).then(|| match counted {
            Some(counted) => format!(" ({} people)", and(&counted)),
            None => " (of how many: not recorded)".to_owned(),
        })
    }

    /// The intervals under the shares, where there are any.
    fn interval_row(&self, columns: &[Column<'a>]) -> Option<Row<'a>> {
        let interval = |column: &Column<'a>| {
            self.results.iter().find(|result| result.arm == column.arm)?.interval()
        };
        columns.iter().find_map(interval)?;
        let mut cells = vec![vec![line("\u{a0}\u{a0}95% interval")]];
        for column in columns {
            let known = interval(column).map(|it| line(it.replace(" to ", "-")));
            let gap = self.interval_gap.unwrap_or(Gap::NotRecorded);
            cells.push(vec![known.unwrap_or_else(|| vec![Span::Mark(Mark::Gap(gap))])]);
            cells.push(vec![Line::new()]);
        }
        cells.push(vec![basis(self.sources, self.weakness)]);
        let id = format!("{} 95% interval", self.id).into();
        Some(Row { id, cells, sub: true, ..Row::default() })
    }

    fn icons(&self, result: &ResultView<'a>) -> Icons<'a> {
        let OfHundred { whole, part } = result.of_100;
        let (had, had_not) = match (part, whole) {
            (false, _) => ("#", "."),
            (true, 0) => ("+, less than one person", "."),
            (true, _) => ("#", "+, less than one person"),
        };
        let text = format!(
            ": of 100 people, {} {} ({had}) and {} did not ({had_not}).",
            result.of_100, self.verb, result.rest_of_100
        );
        let sentence = vec![Span::Strong(result.name.into()), Span::Text(text.into())];
        Icons { sentence: cited_briefly(sentence, self.sources, self.weakness), whole, part }
    }
}

/// What was reached, when, and in whom if that is not simply the trial's people.
fn benefit(outcome: &OutcomeView<'_>, words: Words) -> String {
    let what = match words {
        Words::Plain => capitalized(outcome.endpoint_plain),
        Words::Professional => outcome.endpoint_label.to_owned(),
    };
    let mut label = format!("{what}, {}", outcome.when());
    if let Some(people) = outcome.own_people(words) {
        label += &format!(", of {}", uncapitalized(people));
    }
    if outcome.alternate {
        label += &format!(" (also published: {})", outcome.figures_of());
    }
    label
}

/// What is behind the harms of a table.
fn counted<'a>(table: &ReactionsView<'a>, showing: Showing) -> Line<'a> {
    let people = uncapitalized(table.people(showing.words));
    let text = match showing.words {
        Words::Plain => format!("Harms, {}, in {people}", table.for_how_long()),
        Words::Professional => {
            let sizes = table.arms.iter().filter(|arm| showing.arm(arm.role));
            let sizes = sizes.map(|arm| {
                arm.n.as_ref().map_or_else(|| "unknown".to_owned(), ToString::to_string)
            });
            let sizes = and(&sizes.collect::<Vec<_>>());
            let people = if showing.full() { format!("{people}; ") } else { String::new() };
            format!("Harm: {}; {people}{}; {sizes} people", table.title, table.when())
        }
    };
    cited_briefly(line(text), &table.sources, table.weakness)
}

/// Both sides of each share, as a sentence: `of 100 people on 4 mg 35 did, 65 did not; on placebo 5
/// did, 95 did not.`
fn both_sides<'a>(results: &[ResultView<'a>], verb: &str, showing: Showing) -> Line<'a> {
    let mut line = Line::new();
    let others = of_role(results, Role::Other).filter(|_| showing.all_arms);
    let given = of_role(results, Role::Drug).chain(others);
    for (index, result) in given.chain(of_role(results, Role::Comparator)).enumerate() {
        let lead = if index == 0 { "of 100 people on " } else { "; on " };
        line.push(Span::Text(format!("{lead}{} ", result.given()).into()));
        line.push(Span::Strong(format!("{} {verb}", result.of_100).into()));
        line.push(Span::Text(format!(", {} did not", result.rest_of_100).into()));
        if let Some(interval) = result.interval().filter(|_| showing.exact) {
            line.push(Span::Text(format!(" (range {interval})").into()));
        }
    }
    line.push(Span::Text(".".into()));
    line
}
