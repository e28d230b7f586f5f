//! The figures of a page: of 100 people, with the medicine and without it, as tables and as pictures.

use std::fmt::Write as _;

use super::page::{Page, badge, cell_of};
use super::paper::{circles, start};
use super::{Entry, WORDS};
use crate::answer::cell::CellView;
use crate::answer::explained::Explained;
use crate::answer::figures::{OutcomeView, ResultView, brief_dose, doses, of_role, short};
use crate::answer::phrasing::{capitalized, uncapitalized};
use crate::answer::reactions::ReactionsView;
use crate::dataset::model::{Arm, Role};
use crate::output::html::escape;

impl<'p, 'a> Page<'p, 'a> {
    /// What trials measured: a table, and the same as pictures.
    pub fn benefits(&mut self) {
        let topics = self
            .topics()
            .into_iter()
            .filter(|(_, cells)| cells.iter().any(|it| !it.outcomes.is_empty()));
        for (number, (path, cells)) in topics.enumerate() {
            let id = format!(
                "benefits{}",
                if number == 0 { String::new() } else { (number + 1).to_string() }
            );
            self.section(&id, Self::heading(&cells));
            self.push(
                "<p class=\"intro\">People in these trials were put into groups. One group got the medicine, and one got \
                 something without it. Each row shows both, of 100 people.",
            );
            if self.entries().len() > 1 {
                self.push(
                    " The trials had different people, doses and weeks. So their numbers cannot tell you \
                     which medicine works better.",
                );
            }
            self.push("</p>\n");
            self.push("<div class=\"shown\"><div>\n");
            self.outcomes(path);
            self.push("</div>\n");
            self.pictures(path);
            self.push("</div>\n");
            self.end();
        }
    }

    fn outcomes(&mut self, path: &str) {
        self.push(
            "<table class=\"figures\">\n<thead><tr><th scope=\"col\">Medicine and trial</th>\
             <th scope=\"col\">Who was counted</th><th scope=\"col\">With it, of 100</th>\
             <th scope=\"col\">Without it, of 100</th></tr></thead>\n",
        );
        let mut questions: Vec<&str> = Vec::new();
        let entries = self.entries();
        let cells: Vec<(&Entry<'a>, &CellView<'a>)> =
            entries.iter().filter_map(|it| Some((it, cell_of(it, path)?))).collect();
        for outcome in cells.iter().flat_map(|(_, cell)| last(cell)) {
            if !questions.contains(&outcome.endpoint) {
                questions.push(outcome.endpoint);
            }
        }
        for (at, endpoint) in questions.iter().enumerate() {
            let of = |cell: &'p CellView<'a>| {
                last(cell).into_iter().filter(|it| it.endpoint == *endpoint).collect::<Vec<_>>()
            };
            let label = cells
                .iter()
                .flat_map(|(_, cell)| of(cell))
                .next()
                .map_or("", |it| it.endpoint_plain);
            let label = format!("Had {}", uncapitalized(label));
            self.push(&format!(
                "<tbody>\n<tr class=\"group\"><th colspan=\"4\" scope=\"rowgroup\">{}</th></tr>\n",
                escape(&label)
            ));
            for (entry, cell) in &cells {
                for outcome in of(cell) {
                    self.outcome(entry, outcome);
                }
                if at == 0 && !cell.outcomes.iter().any(|it| it.main) {
                    let said = self.paper.cell(cell);
                    let name = escape(&self.name(entry)).into_owned();
                    let badge = badge(entry);
                    self.push(&format!("<tr><th scope=\"row\">{name}{badge}</th><td colspan=\"3\">{said}</td></tr>\n"));
                }
            }
            self.push("</tbody>\n");
        }
        self.push("</table>\n");
    }

    fn outcome(&mut self, entry: &Entry<'a>, outcome: &OutcomeView<'a>) {
        let name = escape(&self.name(entry)).into_owned();
        let trial = entry.trials.iter().find(|it| it.id == outcome.trial);
        let paid = trial.and_then(|it| it.sponsor).map_or_else(
            || "who paid: not read yet".to_owned(),
            |sponsor| format!("paid for by {}", escape(sponsor)),
        );
        let people = capitalized(outcome.people(WORDS).trim_end_matches('.'));
        let when = week(outcome);
        let cite = self.paper.rests_on(&outcome.sources, outcome.weakness);
        let note = outcome
            .note_plain
            .map_or_else(String::new, |it| format!(" <span class=\"soft\">{}</span>", escape(it)));
        let given: Vec<&ResultView<'a>> = outcome.given();
        let beside: Vec<&ResultView<'a>> = outcome.comparators().collect();
        let (given, beside) = (shares(&given), shares(&beside));
        self.push(&format!(
            "<tr><th scope=\"row\">{name} <span class=\"generic\">{}</span></th>\
             <td><span class=\"label\">Who: </span>{}, {when}; {paid}.{cite}{note}</td>\
             <td class=\"share\"><span class=\"label\">With it, of 100: </span>{given}</td>\
             <td class=\"share\"><span class=\"label\">Without it, of 100: </span>{beside}</td></tr>\n",
            escape(outcome.trial_name),
            escape(&people),
        ));
    }

    /// A hundred circles for each share of the first endpoint.
    fn pictures(&mut self, path: &str) {
        let entries = self.entries();
        let cells: Vec<(&Entry<'a>, &CellView<'a>)> =
            entries.iter().filter_map(|it| Some((it, cell_of(it, path)?))).collect();
        let lead = cells.iter().flat_map(|(_, cell)| last(cell)).next();
        let Some((first, what)) = lead.map(|it| (it.endpoint, it.endpoint_plain)) else { return };
        self.push(&format!(
            "<div class=\"same\"><div>\n<p class=\"key\">The same as pictures. Each circle is one of 100 people: \
             <span class=\"dot had\"></span> filled if the person had {}, <span class=\"dot\"></span> open if not.</p>\n",
            escape(what)
        ));
        for line in self.answer.explained.iter().map(Explained::line).collect::<Vec<_>>() {
            let line = self.paper.line(&line);
            self.push(&format!("<p class=\"soft\">{line}</p>\n"));
        }
        self.push("</div>\n<div class=\"pictures\">\n");
        for (entry, cell) in &cells {
            for outcome in
                last(cell).into_iter().filter(|it| it.endpoint == first && it.weakness.is_none())
            {
                let name = format!("{}, {}", self.name(entry), outcome.trial_name);
                let when = uncapitalized(&outcome.question());
                let given = outcome.given();
                let results: Vec<&ResultView<'a>> =
                    given.into_iter().chain(outcome.comparators()).collect();
                self.figure(&name, &week(outcome), &when, &results);
            }
        }
        self.push("</div>\n</div>\n");
    }

    fn figure(&mut self, name: &str, soft: &str, what: &str, results: &[&ResultView<'a>]) {
        self.push(&format!(
            "<figure><figcaption><strong>{}</strong> <span class=\"generic\">{}</span></figcaption>\n<div class=\"arrays\">",
            escape(name),
            escape(soft)
        ));
        for (result, dose) in results.iter().zip(doses(results)) {
            let label = format!("{} of 100 people on {}: {what}", result.of_100, result.given());
            let picture = circles(result.of_100, &label);
            self.push(&format!(
                "<div class=\"array\">{picture}<p><b>{}</b> of 100<br>on {}</p></div>",
                escape(&short(result.of_100)),
                escape(dose)
            ));
        }
        self.push("</div></figure>\n");
    }

    /// Tables of adverse reactions, each with the comparator's share.
    pub fn harms(&mut self) {
        let topics = self
            .topics()
            .into_iter()
            .filter(|(_, cells)| cells.iter().any(|it| !it.reactions.is_empty()));
        for (number, (path, cells)) in topics.enumerate() {
            let id = format!(
                "harms{}",
                if number == 0 { String::new() } else { (number + 1).to_string() }
            );
            self.section(&id, Self::heading(&cells));
            self.push("<p class=\"intro\">Of 100 people, how many had it. In the order of the source, not by how many.</p>\n");
            self.push("<div class=\"harms\">\n");
            for entry in self.entries() {
                let Some(cell) = cell_of(entry, path) else { continue };
                let tables: Vec<&ReactionsView<'a>> =
                    cell.reactions.iter().filter(|it| it.rows.0.len() > 1).take(1).collect();
                for table in tables {
                    self.reactions(entry, table);
                }
            }
            self.push("</div>\n");
            for entry in self.entries() {
                let Some(cell) = cell_of(entry, path).filter(|it| it.reactions.is_empty()) else {
                    continue;
                };
                let said = self.paper.cell(cell);
                let name = escape(&self.name(entry)).into_owned();
                self.push(&format!("<p><strong>{name}</strong>{}: {said}</p>\n", badge(entry)));
            }
            self.end();
        }
    }

    fn reactions(&mut self, entry: &Entry<'a>, table: &ReactionsView<'a>) {
        let arms: Vec<_> = table.arms.iter().filter(|it| it.role != Role::Other).collect();
        let people = uncapitalized(table.people(WORDS));
        let when = table
            .weeks
            .map_or_else(|| "no weeks given".to_owned(), |weeks| format!("{weeks} weeks"));
        let cite = self.paper.rests_on(&table.sources, table.weakness);
        let name = escape(&self.name(entry)).into_owned();
        let mut caption = format!(
            "<strong>{name}</strong> <span class=\"generic\">Counted in {}; {when}.{cite}",
            escape(&people)
        );
        let note = table.note_plain.map(escape).unwrap_or_default();
        self.push("<div class=\"harm\">\n");
        if self.brief {
            let _ = write!(caption, " {note}");
        } else {
            self.push("<div class=\"beside\">\n");
            if !note.is_empty() {
                self.push(&format!("<p class=\"soft\">{note}</p>\n"));
            }
            self.harm_pictures(table);
            self.push("</div>\n");
        }
        self.push(&format!(
            "<table class=\"figures\">\n<caption>{caption}</span></caption>\n\
             <thead><tr><th scope=\"col\">Of 100 people</th>"
        ));
        for arm in &arms {
            self.push(&format!("<th scope=\"col\" class=\"number\">{}</th>", escape(given(arm))));
        }
        self.push("</tr></thead>\n<tbody>\n");
        for (term, results) in &table.rows.0 {
            let name = table
                .terms_plain
                .of(term)
                .map_or_else(|| uncapitalized(term), |it| it.plain.to_string());
            self.push(&format!("<tr><th scope=\"row\">{}</th>", escape(&start(&name))));
            for arm in &arms {
                let share = results.iter().find(|it| it.arm == arm.id.as_str());
                let share = share.map_or_else(|| "?".to_owned(), |it| short(it.of_100));
                self.push(&format!(
                    "<td class=\"number\"><span class=\"label\">{}: </span>{}</td>",
                    escape(given(arm)),
                    escape(&share)
                ));
            }
            self.push("</tr>\n");
        }
        self.push("</tbody>\n</table>\n");
        if self.brief {
            self.harm_pictures(table);
        }
        self.push("</div>\n");
    }

    /// The first row of a table as pictures, of the same size as those of the benefits.
    fn harm_pictures(&mut self, table: &ReactionsView<'a>) {
        let Some((term, results)) = table.rows.0.first() else { return };
        let name = table
            .terms_plain
            .of(term)
            .map_or_else(|| uncapitalized(term), |it| it.plain.to_string());
        let shown: Vec<&ResultView<'a>> =
            of_role(results, Role::Drug).chain(of_role(results, Role::Comparator)).collect();
        self.figure(&start(&name), "(the first row)", &name, &shown);
    }
}

/// The main figures of a cell. Of several weeks of a trial, the last.
fn last<'v, 'a>(cell: &'v CellView<'a>) -> Vec<&'v OutcomeView<'a>> {
    let main = || cell.outcomes.iter().filter(|it| it.main);
    let is_last = |it: &&OutcomeView<'a>| {
        let mut others =
            main().filter(|other| other.trial == it.trial && other.endpoint == it.endpoint);
        others.all(|other| other.week <= it.week)
    };
    main().filter(is_last).collect()
}

/// What an arm was given where there is little room.
fn given(arm: &Arm) -> &str {
    brief_dose(arm.dose.as_ref().unwrap_or(&arm.name))
}

/// When it was measured.
fn week(outcome: &OutcomeView<'_>) -> String {
    outcome.week.map_or_else(|| "no week given".to_owned(), |week| format!("week {week}"))
}

/// Shares in a cell: `35 on 4 mg once daily`, one a line.
fn shares(results: &[&ResultView<'_>]) -> String {
    let shares = results.iter().map(|it| {
        format!(
            "<span class=\"line\"><b>{}</b> on {}</span>",
            escape(&short(it.of_100)),
            escape(it.given())
        )
    });
    shares.collect::<Vec<_>>().join(" ")
}
