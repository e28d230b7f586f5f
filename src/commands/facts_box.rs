//! The drug facts box of a trial: who was studied, for how long, what was compared and who paid; then
//! benefits and harms in one table, of 100 people in each arm, with those who did and those who did
//! not; then, for professionals, the same in words with the exact figures.
//!
//! Each trial has a box of its own, and so has each table of harms that belongs to no single trial:
//! what comes from different people never stands in one table.

use std::fmt::Write as _;

use super::figures::{OutcomeView, ReactionsView, ResultView};
use super::phrasing::{capitalized, in_words, uncapitalized};
use super::show::TrialView;
use super::view::{CitationView, Weakness, Words, cited, numbered, together};
use crate::dataset::model::{Gap, Role};
use crate::dataset::value::OfHundred;
use crate::output::document::{Block, Icons, Line, Numbered, Records, Row, Span, Table, line};

/// What was found in one group of people.
pub struct FactsBox<'v, 'a> {
    trial: Option<&'v TrialView<'a>>,
    outcomes: Vec<&'v OutcomeView<'a>>,
    reactions: Vec<&'v ReactionsView<'a>>,
}

/// The boxes of a treatment: its trials in their order, then the tables of no single trial.
pub fn boxes<'v, 'a>(
    trials: &'v [TrialView<'a>],
    outcomes: &'v [OutcomeView<'a>],
    reactions: &'v [ReactionsView<'a>],
) -> Vec<FactsBox<'v, 'a>> {
    let known = |id: Option<&str>| trials.iter().any(|trial| Some(trial.id) == id);
    let of_trials = trials.iter().map(|trial| FactsBox {
        trial: Some(trial),
        outcomes: outcomes.iter().filter(|outcome| outcome.trial == trial.id).collect(),
        reactions: reactions.iter().filter(|it| it.trial == Some(trial.id)).collect(),
    });
    let others = reactions.iter().filter(|table| !known(table.trial)).map(|table| FactsBox {
        trial: None,
        outcomes: Vec::new(),
        reactions: vec![table],
    });
    of_trials.chain(others).collect()
}

/// A row of the table: a benefit or a harm.
struct Fact<'v, 'a> {
    label: String,
    /// What is said of those who had it, and what of the others.
    verb: &'static str,
    results: &'v [ResultView<'a>],
    weakness: Option<Weakness>,
    sources: &'v [CitationView<'a>],
}

/// An arm as a column, with what heads it.
struct Column<'a> {
    arm: &'a str,
    heading: String,
}

impl<'a> FactsBox<'_, 'a> {
    /// Whether it is that of a trial, and not of a table that belongs to none.
    pub fn is_of_trial(&self) -> bool {
        self.trial.is_some()
    }

    /// Draws the box; with `icons` every number as marks too.
    pub fn draw(&self, words: Words, icons: bool, page: &mut Numbered<'_>) {
        page.add(Block::Heading(self.title(words).into()));
        for about in self.about(words) {
            page.add(Block::Paragraph(about));
        }
        let facts = self.facts(words);
        let columns = columns(&facts, words);
        if facts.is_empty() {
            return;
        }
        page.add(Block::Table(table(&facts, &columns)));
        if icons {
            for fact in &facts {
                page.add(Block::Subheading(fact.label.as_str().into()));
                for column in &columns {
                    for result in fact.results.iter().filter(|it| it.arm == column.arm) {
                        page.add(Block::Icons(fact.icons(&column.heading, result)));
                    }
                }
            }
        }
        // Without the exact figures it would say the table again.
        if words == Words::Professional {
            page.add(Block::Subheading("In words".into()));
            for outcome in &self.outcomes {
                page.add(Block::Item(both_sides(outcome)));
            }
            for exact in self.reactions.iter().flat_map(|it| exact_harms(it)) {
                page.add(Block::Item(exact));
            }
        }
    }

    fn title(&self, words: Words) -> String {
        match (self.trial, self.reactions.first()) {
            (Some(trial), _) => match trial.registry_id.filter(|id| *id != trial.name) {
                Some(registry_id) => format!("{} ({registry_id})", trial.name),
                None => trial.name.to_owned(),
            },
            (None, Some(table)) => table.name(words),
            (None, None) => String::new(),
        }
    }

    /// Who, for how long, what was compared, who paid.
    fn about(&self, words: Words) -> Vec<Line<'a>> {
        let mut about = Vec::new();
        let mut say = |label: &str, text: String, sources: &[CitationView<'a>]| {
            let label = Span::Strong(format!("{label}:").into());
            about.push(cited(vec![label, Span::Text(format!(" {text}").into())], sources));
        };
        if let Some(trial) = self.trial {
            let people = in_words(words, trial.people, trial.people_plain);
            say("Who was studied", sentence(people), &trial.sources);
        } else {
            for table in &self.reactions {
                say("Who was studied", sentence(table.people(words)), &table.sources);
            }
        }
        if let Some((times, sources)) = self.times() {
            say("How long", times, &sources);
        }
        if let Some(trial) = self.trial {
            say("What was compared", compared(trial, words), &trial.sources);
        } else {
            for table in &self.reactions {
                let arms = table.arms.iter().map(|arm| arm_size(&arm.name, arm.n.as_deref()));
                say("What was compared", sentence(&and(&arms.collect::<Vec<_>>())), &table.sources);
            }
        }
        about.push(self.paid());
        for table in &self.reactions {
            about.push(harms(table, self.trial.is_some(), words));
        }
        if let Some(trial) = self.trial.filter(|_| words == Words::Professional)
            && let Some(note) = trial.note
        {
            about.push(cited(vec![Span::Soft(note.into())], &trial.sources));
        }
        about
    }

    /// After how many weeks benefits were measured, and for how many harms were watched for.
    fn times(&self) -> Option<(String, Vec<CitationView<'a>>)> {
        let distinct = |times: Vec<String>| {
            let mut once: Vec<String> = Vec::new();
            for time in times {
                if !once.contains(&time) {
                    once.push(time);
                }
            }
            once.join(" or ")
        };
        let weeks = distinct(self.outcomes.iter().map(|outcome| outcome.when()).collect());
        let watched = distinct(self.reactions.iter().map(|table| table.when()).collect());
        let mut parts = Vec::new();
        if !weeks.is_empty() {
            parts.push(format!("benefits: {weeks}"));
        }
        if !watched.is_empty() {
            parts.push(format!("harms: {watched}"));
        }
        let sources = self.outcomes.iter().flat_map(|outcome| outcome.sources.clone());
        let harms = self.reactions.iter().flat_map(|table| table.sources.clone());
        let sources = together(sources.chain(harms).collect());
        (!parts.is_empty()).then(|| (sentence(&capitalized(&parts.join("; "))), sources))
    }

    fn paid(&self) -> Line<'a> {
        let mut paid = vec![Span::Strong("Who paid:".into()), Span::Text(" ".into())];
        if let Some(sponsor) = self.trial.and_then(|trial| trial.sponsor) {
            paid.push(Span::Text(sentence(sponsor).into()));
        } else {
            let look_in = self
                .trial
                .map_or_else(|| "the document that is cited".to_owned(), TrialView::look_in);
            paid.push(Span::Gap(Gap::NotRecorded.shown().into()));
            paid.push(Span::Text(format!(" Open {look_in}.").into()));
        }
        let trial = self.trial.map(|trial| trial.sources.as_slice());
        let table = self.reactions.first().map(|table| table.sources.as_slice());
        numbered(paid, &together(trial.or(table).unwrap_or_default().to_vec()))
    }

    fn facts(&self, words: Words) -> Vec<Fact<'_, 'a>> {
        let benefits = self.outcomes.iter().map(|outcome| Fact {
            label: benefit(outcome, words),
            verb: "did",
            results: &outcome.results,
            weakness: outcome.weakness,
            sources: &outcome.sources,
        });
        let harms = self.reactions.iter().flat_map(|table| {
            table.rows.0.iter().map(move |(term, results)| {
                let name = table.terms_plain.of(term).filter(|_| words == Words::Plain);
                Fact {
                    label: format!("Harm: {}", table.called(term, words)),
                    verb: if name.is_some_and(|name| name.did) { "did" } else { "had it" },
                    results,
                    weakness: table.weakness,
                    sources: &table.sources,
                }
            })
        });
        benefits.chain(harms).collect()
    }
}

impl<'a> Fact<'_, 'a> {
    /// Both sides of the share, and its range where there is one.
    fn cell(&self, result: &ResultView<'a>) -> Line<'a> {
        let mut line = vec![
            Span::Strong(format!("{} of 100 {}", result.of_100, self.verb).into()),
            Span::Text(format!(", {} did not", result.rest_of_100).into()),
        ];
        if let (Some(low), Some(high)) = (result.low, result.high) {
            let range = format!(" (range {} to {})", low.of_100(), high.of_100());
            line.push(Span::Text(range.into()));
        }
        line.extend(self.weakness.map(Weakness::remark));
        // Each number keeps its source, wherever its line is copied to.
        numbered(line, &together(self.sources.to_vec()))
    }

    /// What stands for an arm of which no figure was read.
    fn nothing(&self) -> Line<'a> {
        let gap = vec![Span::Gap(Gap::NotRecorded.shown().into())];
        numbered(gap, &together(self.sources.to_vec()))
    }

    fn icons(&self, arm: &str, result: &ResultView<'a>) -> Icons<'a> {
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
        let mut sentence = vec![Span::Strong(arm.to_owned().into()), Span::Text(text.into())];
        sentence.extend(self.weakness.map(Weakness::remark));
        Icons { sentence: numbered(sentence, &together(self.sources.to_vec())), whole, part }
    }
}

/// The arms of the facts, each once.
fn columns<'a>(facts: &[Fact<'_, 'a>], words: Words) -> Vec<Column<'a>> {
    let mut columns: Vec<Column<'a>> = Vec::new();
    for result in facts.iter().flat_map(|fact| fact.results) {
        if is_shown(result.role, words) && !columns.iter().any(|column| column.arm == result.arm) {
            let heading = match result.role {
                Role::Other if !result.name.contains("not approved") => {
                    format!("{} (not an approved dose)", result.name)
                }
                _ => result.name.to_owned(),
            };
            columns.push(Column { arm: result.arm, heading });
        }
    }
    columns
}

/// Patients are not shown doses that are not approved.
fn is_shown(role: Role, words: Words) -> bool {
    words == Words::Professional || role != Role::Other
}

fn table<'t>(facts: &'t [Fact<'_, 't>], columns: &[Column<'t>]) -> Table<'t> {
    let rows = facts.iter().map(|fact| {
        let cells = columns.iter().map(|column| {
            let result = fact.results.iter().find(|result| result.arm == column.arm);
            vec![result.map_or_else(|| fact.nothing(), |result| fact.cell(result))]
        });
        let label = vec![line(fact.label.as_str())];
        Row { id: &fact.label, cells: std::iter::once(label).chain(cells).collect() }
    });
    let mut headings = vec!["Benefit or harm".into()];
    headings.extend(columns.iter().map(|column| column.heading.clone().into()));
    Table { columns: headings, rows: rows.collect(), records: Records::Cells, prose: false }
}

/// What was reached, when, in whom if that is not simply the trial's people, and whether its range
/// is missing.
fn benefit(outcome: &OutcomeView<'_>, words: Words) -> String {
    let what = match words {
        Words::Plain => outcome.endpoint_plain,
        Words::Professional => outcome.endpoint_label,
    };
    let mut label = format!("Benefit: {what}, {}", outcome.when());
    if let Some(people) = outcome.own_people(words) {
        let _ = write!(label, ", of {}", uncapitalized(people));
    }
    if outcome.alternate {
        let _ = write!(label, " (also published: {})", outcome.figures_of());
    }
    match outcome.interval {
        Some(Gap::NotReported) => label += "; range not published",
        Some(_) => label += "; range not recorded",
        None => {}
    }
    label
}

fn compared(trial: &TrialView<'_>, words: Words) -> String {
    let arms = trial.arms.iter().filter(|arm| is_shown(arm.role, words));
    let arms: Vec<String> = arms.map(|arm| arm_size(arm.name, arm.n.as_ref())).collect();
    let mut text = sentence(&and(&arms));
    if let Some(randomized) = trial.randomized {
        let hidden = trial.arms.iter().any(|arm| !is_shown(arm.role, words));
        let others = if hidden { ", with those on doses that are not approved" } else { "" };
        let _ = write!(text, " Chance decided who got which: {randomized} people in all{others}.");
    }
    if words == Words::Professional {
        let _ = write!(text, " {}", sentence(trial.design));
    }
    text
}

fn arm_size(name: &str, n: Option<&u32>) -> String {
    match n {
        Some(n) => format!("{name} ({n} people)"),
        None => format!("{name} (size not recorded)"),
    }
}

/// What is behind the harms in the table.
fn harms<'a>(table: &ReactionsView<'a>, in_trial: bool, words: Words) -> Line<'a> {
    let range = if table.interval.is_some() { " Range not recorded." } else { "" };
    let text = if in_trial {
        let used = table.arms.iter().filter(|arm| is_shown(arm.role, words));
        let arms = used.map(|arm| arm_size(&arm.name, arm.n.as_deref()));
        let arms: Vec<String> = arms.collect();
        let people = uncapitalized(table.people(words));
        let title = match words {
            Words::Professional => format!("{}; ", table.title),
            Words::Plain => "counted in ".to_owned(),
        };
        format!("{title}{people}; {}.{range}", and(&arms))
    } else {
        // Its title and people head the box.
        range.trim_start().to_owned()
    };
    let text = Span::Text(format!(" {text}").into());
    let mut line = vec![Span::Strong("Harms:".into()), text];
    let note = match words {
        Words::Professional => table.note,
        Words::Plain => table.note_plain,
    };
    line.extend(note.map(|note| Span::Soft(format!(" {note}").into())));
    cited(line, &table.sources)
}

/// Both sides of each share of an outcome as a sentence, with the exact figures.
fn both_sides<'a>(outcome: &OutcomeView<'a>) -> Line<'a> {
    let label = benefit(outcome, Words::Professional);
    let mut line = vec![Span::Strong(format!("{label}.").into())];
    for result in &outcome.results {
        let text = format!(
            " Of 100 people on {}, {} did and {} did not ({}).",
            result.given(),
            result.of_100,
            result.rest_of_100,
            exact_share(result)
        );
        line.push(Span::Text(text.into()));
    }
    line.push(Span::Text(format!(" From the {}.", outcome.figures_of()).into()));
    line.extend(outcome.weakness.map(Weakness::remark));
    line.extend(outcome.note.map(|note| Span::Soft(format!(" {note}").into())));
    cited(line, &outcome.sources)
}

/// A share as its source prints it: the percentage, its interval, the count.
fn exact_share(result: &ResultView<'_>) -> String {
    let mut text = format!("{}%", result.percent);
    if let (Some(low), Some(high)) = (result.low, result.high) {
        let _ = write!(text, ", 95% interval {low} to {high}");
    }
    match (result.responders, result.n) {
        (Some(responders), Some(n)) => {
            let _ = write!(text, ", {responders} of {n} people");
        }
        (_, Some(n)) => {
            let _ = write!(text, ", {n} people");
        }
        _ => {}
    }
    if result.derived {
        text += ", derived";
    }
    text
}

/// The harms of a table as printed, an arm a line.
fn exact_harms<'a>(table: &ReactionsView<'a>) -> Vec<Line<'a>> {
    let arms = table.arms.iter().map(|arm| {
        let shares = table.rows.0.iter().filter_map(|(term, results)| {
            let result = results.iter().find(|result| result.arm == arm.id.as_str())?;
            let count = result.responders.map(|count| format!(" ({count})")).unwrap_or_default();
            Some(format!("{} {}%{count}", uncapitalized(term), result.percent))
        });
        let shares: Vec<String> = shares.collect();
        let name = arm_size(&arm.name, arm.n.as_deref());
        let lead = Span::Strong(format!("Harms on {name}, as printed:").into());
        let shares = Span::Text(format!(" {}.", shares.join(", ")).into());
        let line = [lead, shares].into_iter().chain(table.weakness.map(Weakness::remark));
        cited(line.collect(), &table.sources)
    });
    arms.collect()
}

fn sentence(text: &str) -> String {
    format!("{}.", text.trim_end_matches('.'))
}

/// The parts as a list in words.
fn and(parts: &[String]) -> String {
    match parts.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => parts.concat(),
    }
}
