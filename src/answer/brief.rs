//! The figures of a cell in brief, for the first screen of a treatment.

use itertools::Itertools as _;

use super::Words;
use super::cell::CellView;
use super::figures::{OutcomeView, ResultView, brief_dose, doses, leading, short};
use super::phrasing::uncapitalized;
use super::reactions::{ReactionsView, share, unread};
use super::source::cited_briefly;
use crate::dataset::model::{Arm, Role};
use crate::output::document::{Line, Mark, Span, line};

/// How many adverse reactions are told at a glance; plain words take more room.
const fn told(words: Words) -> usize {
    match words {
        Words::Professional => 5,
        Words::Plain => 3,
    }
}

/// What the main figures have in common, so that it is said once: `80% or more of scalp hair (SALT
/// score 20 or less), adults, week 36`.
fn circumstances(outcome: &OutcomeView<'_>, words: Words) -> String {
    let what = match words {
        Words::Plain => outcome.endpoint_plain.to_owned(),
        // What is longer than this says it without help.
        Words::Professional if outcome.endpoint_label.chars().count() > 40 => {
            outcome.endpoint_label.to_owned()
        }
        Words::Professional => format!("{} ({})", outcome.endpoint_plain, outcome.endpoint_label),
    };
    format!("{what}, {}, of 100 people", outcome.when())
}

/// The main endpoints in rows: a line that says what was reached when, then a line a trial with its
/// people, each dose beside its comparator.
pub fn regrowth_rows<'a>(cell: &CellView<'a>, words: Words) -> Vec<Line<'a>> {
    let main: Vec<&OutcomeView<'a>> = cell.outcomes.iter().filter(|it| it.main).collect();
    let main: Vec<&OutcomeView<'a>> = leading(&main).into_iter().map(|(_, it)| it).collect();
    let mut lines = Vec::new();
    let mut last = String::new();
    for outcome in main {
        let heading = circumstances(outcome, words);
        if heading != last {
            let mut line = vec![Span::Text(heading.clone().into())];
            line.extend(cell.disagreement().filter(|_| lines.is_empty()));
            lines.push(line);
            last = heading;
        }
        let given = outcome.given();
        let shares = given.iter().zip(doses(&given));
        let shares = shares.map(|(result, dose)| (result.of_100, dose));
        let beside = outcome.comparators().map(|result| (result.of_100, result.name));
        // The shares first, so that they stand under each other.
        let mut line = Line::new();
        for (share, on) in shares.chain(beside) {
            line.push(Span::Strong(format!("{:>2}", short(share)).into()));
            line.push(Span::Text(format!(" on {on}  ").into()));
        }
        line.push(Span::Text(format!("{}, {}", outcome.trial_name, people(outcome, words)).into()));
        lines.push(cited_briefly(line, outcome.lead(), outcome.weakness));
    }
    lines
}

/// The first table of adverse reactions in a line: its first rows, on the first dose, each with the
/// comparator's share behind it, and the command that shows the others.
pub fn side_effects_line<'a>(cell: &CellView<'a>, words: Words, command: &str) -> Vec<Line<'a>> {
    let Some(table) = cell.reactions.first() else { return Vec::new() };
    let Some(arm) = table.arms.iter().find(|arm| arm.role == Role::Drug) else { return Vec::new() };
    let given = brief_dose(arm.dose.as_ref().unwrap_or(&arm.name));
    let mut line = line(format!("of 100 on {given} ({}), {}: ", table.comparator(), table.when()));
    let shares = reactions(table, arm, words);
    let shown = shares.len().min(told(words));
    line.push(Span::Text(shares[..shown].join(", ").into()));
    let mut line = cited_briefly(line, &table.sources, table.weakness);
    line.extend(cell.disagreement());
    let other_doses = table.arms.iter().filter(|it| it.role == Role::Drug).count() > 1;
    let more = match (shares.len() - shown, other_doses, cell.reactions.len() > 1) {
        (0, false, false) => "all about them: ".to_owned(),
        (0, true, _) => "other doses: ".to_owned(),
        (0, false, true) => "other tables: ".to_owned(),
        (more, true, _) if words == Words::Professional => {
            format!("{more} more, and other doses: ")
        }
        (more, ..) => format!("{more} more: "),
    };
    line.push(Span::Text(format!("; {more}").into()));
    line.push(Span::Command(command.to_owned().into()));
    vec![line]
}

/// Each reaction of a table with its share on the arm and without, as `headache 11 (9)`.
pub fn reactions(table: &ReactionsView<'_>, arm: &Arm, words: Words) -> Vec<String> {
    let rows = table.rows.0.iter().filter_map(|(term, results)| {
        let name = match words {
            Words::Professional => uncapitalized(term),
            Words::Plain => uncapitalized(table.terms_plain.of(term).map_or(term, |it| &it.plain)),
        };
        share(results, arm).map(|share| format!("{name} {share}"))
    });
    rows.collect()
}

/// The figures of a cell that a narrow column has room for: of each endpoint of a trial the first, of
/// the people that the first trial was in; or of all people.
pub fn shown<'c, 'a>(cell: &'c CellView<'a>, everyone: bool) -> Vec<&'c OutcomeView<'a>> {
    let outcomes: Vec<&OutcomeView<'a>> = cell.outcomes.iter().collect();
    let ages = outcomes.first().map(|it| it.ages);
    let leading = leading(&outcomes).into_iter().map(|(_, it)| it);
    leading.filter(|it| everyone || Some(it.ages) == ages).collect()
}

/// Figures for one endpoint in a narrow column, a line a dose: `4 mg 35 (5), 32 (3)`, a number a
/// trial, in the order of the trials. Where `all` that the column shows is of several groups of people
/// or of several weeks, a line before each says which.
pub fn endpoint_lines<'a>(
    cell: &CellView<'a>,
    all: &[&OutcomeView<'a>],
    outcomes: &[&OutcomeView<'a>],
    words: Words,
) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    let several = groups(all, words).len() > 1;
    for group in &groups(outcomes, words) {
        if several {
            lines.push(vec![Span::Text(format!("{}:", circumstance(group[0], words)).into())]);
        }
        let every = group.iter().all(|it| it.weakness == group[0].weakness);
        for (given, dose) in arms(group) {
            let mut line = vec![Span::Text(format!("{dose} ").into())];
            for (index, outcome) in group.iter().enumerate() {
                line.push(Span::Text(if index > 0 { ", " } else { "" }.into()));
                let Some(result) = outcome.given().into_iter().find(|it| it.given() == given)
                else {
                    line.extend(unread());
                    continue;
                };
                let beside = outcome.comparators().map(|it| short(it.of_100)).join(", ");
                line.push(Span::Strong(format!("{}\u{a0}({beside})", short(result.of_100)).into()));
                line.extend(
                    outcome.weakness.filter(|_| !every).map(|it| Span::Mark(Mark::Weak(it))),
                );
            }
            lines.push(line);
        }
        if let Some(last) = lines.last_mut() {
            let sources: Vec<_> = group.iter().flat_map(|it| it.lead().iter().copied()).collect();
            let weakness = group[0].weakness.filter(|_| every);
            *last = cited_briefly(std::mem::take(last), &sources, weakness);
        }
    }
    if let Some(last) = lines.last_mut() {
        last.extend(cell.disagreement());
    }
    lines
}

/// The outcomes, those of the same people in the same week together.
fn groups<'c, 'a>(outcomes: &[&'c OutcomeView<'a>], words: Words) -> Vec<Vec<&'c OutcomeView<'a>>> {
    let own = |it: &&&OutcomeView<'a>| circumstance(it, words);
    let groups = outcomes.iter().map(|it| own(&it)).unique();
    groups.map(|one| outcomes.iter().filter(|it| own(it) == one).copied().collect()).collect()
}

/// Who was counted when, and whose second figures they are.
fn circumstance(outcome: &OutcomeView<'_>, words: Words) -> String {
    let also = if outcome.alternate { ", also published" } else { "" };
    format!("{}, {}{also}", people(outcome, words), outcome.when())
}

/// The ages, or who was counted of the trial's people.
fn people(outcome: &OutcomeView<'_>, words: Words) -> String {
    uncapitalized(outcome.own_people(words).unwrap_or(outcome.ages))
}

/// The doses that a group of outcomes has, each once, with what it is called in brief.
fn arms<'a>(group: &[&OutcomeView<'a>]) -> Vec<(&'a str, &'a str)> {
    let arms = group.iter().flat_map(|outcome| {
        let given = outcome.given();
        let doses = doses(&given);
        given.into_iter().map(ResultView::given).zip(doses)
    });
    arms.unique_by(|(_, dose)| *dose).collect()
}

/// When the figures were measured, each time once: `36`; nothing where there are none.
pub fn weeks<'a>(outcomes: &[&OutcomeView<'_>]) -> Vec<Line<'a>> {
    let week = |it: Option<u16>| it.map_or_else(|| "not given".to_owned(), |it| it.to_string());
    let weeks = outcomes.iter().map(|it| it.week).unique().map(week).join(", ");
    if weeks.is_empty() { Vec::new() } else { vec![line(weeks)] }
}

/// Who was counted in which trials: `adults: BRAVE-AA1, BRAVE-AA2`; and how many other trials of the
/// cell are not shown.
pub fn trials<'a>(cell: &CellView<'a>, outcomes: &[&OutcomeView<'a>]) -> Vec<Line<'a>> {
    let ages = outcomes.iter().map(|it| it.ages).unique().map(|ages| {
        let trials = outcomes.iter().filter(|it| it.ages == ages).map(|it| it.trial_name);
        line(format!("{}: {}", uncapitalized(ages), trials.unique().join(", ")))
    });
    let mut lines: Vec<Line<'a>> = ages.collect();
    let is_shown = |trial: &str| outcomes.iter().any(|it| it.trial == trial);
    let others = cell.outcomes.iter().filter(|it| it.main && !is_shown(it.trial));
    match others.map(|it| it.trial).unique().count() {
        0 => {}
        _ if lines.is_empty() => {}
        1 => lines.push(line("and 1 more trial")),
        more => lines.push(line(format!("and {more} more trials"))),
    }
    lines
}

/// The first table of reactions in a narrow column: on which dose, for how long, then a line a
/// reaction with the comparator's share behind it, and how many more there are.
pub fn reaction_lines<'a>(cell: &CellView<'a>, words: Words, most: usize) -> Vec<Line<'a>> {
    let Some(table) = cell.reactions.first() else { return Vec::new() };
    let Some(arm) = table.arms.iter().find(|arm| arm.role == Role::Drug) else { return Vec::new() };
    let given = brief_dose(arm.dose.as_ref().unwrap_or(&arm.name));
    let all = reactions(table, arm, words);
    let when = match words {
        Words::Professional => table.when(),
        Words::Plain => table.for_how_long(),
    };
    let mut lines = vec![line(format!("{given}, {when}:"))];
    lines.extend(all.iter().take(most).map(|text| vec![Span::Text(text.clone().into())]));
    if all.len() > most {
        lines.push(vec![Span::Text(format!("and {} more", all.len() - most).into())]);
    }
    if let Some(last) = lines.last_mut() {
        *last = cited_briefly(std::mem::take(last), &table.sources, table.weakness);
        last.extend(cell.disagreement());
    }
    lines
}
