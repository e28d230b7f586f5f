//! The figures of a page: of 100 people, with the medicine and without it, as tables and as pictures.

use maud::{Markup, html};

use super::closing::section;
use super::page::{Cells, Page, badged, heading};
use super::paper::start;
use super::{Entry, WORDS};
use crate::answer::cell::CellView;
use crate::answer::figures::{OutcomeView, ResultView, brief_dose, doses, of_role, short};
use crate::answer::phrasing::{capitalized, uncapitalized};
use crate::answer::reactions::ReactionsView;
use crate::dataset::model::{Arm, Role};
use crate::output::html::circles;

impl<'p, 'a> Page<'p, 'a> {
    /// The topics of which a cell has such figures, each with an anchor.
    fn figures(&self, name: &str, has: fn(&CellView<'a>) -> bool) -> Vec<(String, Cells<'p, 'a>)> {
        let mut topics = self.topics();
        topics.retain(|(_, cells)| cells.iter().any(|(_, it)| has(it)));
        let anchors = (1..).map(|at| if at == 1 { name.to_owned() } else { format!("{name}{at}") });
        anchors.zip(topics).collect()
    }

    /// What trials measured: a table, and the same as pictures.
    pub fn benefits(&mut self) -> Markup {
        let several = self.entries().len() > 1;
        html! {
            @for (id, (_, cells)) in self.figures("benefits", |it| !it.outcomes.is_empty()) {
                @let shown = html! {
                    p.intro {
                        "People in these trials were put into groups. One group got the medicine, and one got \
                         something without it. Each row shows both, of 100 people."
                        @if several {
                            " The trials had different people, doses and weeks. So their numbers cannot tell \
                             you which medicine works better."
                        }
                    }
                    div.shown {
                        div { (self.outcomes(&cells)) }
                        (self.pictures(&cells))
                    }
                };
                (section(&id, heading(&cells), &shown))
            }
        }
    }

    fn outcomes(&mut self, cells: &[(&'p Entry<'a>, &'p CellView<'a>)]) -> Markup {
        let mut questions: Vec<(&str, &str)> = Vec::new();
        for outcome in cells.iter().flat_map(|(_, cell)| last(cell)) {
            if !questions.iter().any(|(endpoint, _)| *endpoint == outcome.endpoint) {
                questions.push((outcome.endpoint, outcome.endpoint_plain));
            }
        }
        html! {
            table.figures {
                thead {
                    tr {
                        th scope="col" { "Medicine and trial" }
                        th scope="col" { "Who was counted" }
                        th scope="col" { "With it, of 100" }
                        th scope="col" { "Without it, of 100" }
                    }
                }
                @for (at, (endpoint, plain)) in questions.into_iter().enumerate() {
                    tbody {
                        tr.group {
                            th colspan="4" scope="rowgroup" { "Had " (uncapitalized(plain)) }
                        }
                        @for (entry, cell) in cells {
                            @for outcome in last(cell).into_iter().filter(|it| it.endpoint == endpoint) {
                                (self.outcome(entry, outcome))
                            }
                            @if at == 0 && !cell.outcomes.iter().any(|it| it.main) {
                                tr {
                                    th scope="row" { (self.name(entry)) (badged(entry)) }
                                    td colspan="3" { (self.paper.cell(cell)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn outcome(&mut self, entry: &Entry<'a>, outcome: &OutcomeView<'a>) -> Markup {
        let trial = entry.trials.iter().find(|it| it.id == outcome.trial);
        let people = capitalized(outcome.people(WORDS).trim_end_matches('.'));
        let beside: Vec<_> = outcome.comparators().collect();
        html! {
            tr {
                th scope="row" {
                    (self.name(entry)) " " span.generic { (outcome.trial_name) }
                }
                td {
                    span.label { "Who: " } (people) ", " (outcome.when()) "; "
                    @match trial.and_then(|it| it.sponsor) {
                        Some(sponsor) => { "paid for by " (sponsor) },
                        None => "who paid: not read yet",
                    }
                    "." (self.paper.rests_on(&outcome.sources, outcome.weakness))
                    @if let Some(note) = outcome.note_plain { " " span.soft { (note) } }
                }
                td.share { span.label { "With it, of 100: " } (shares(&outcome.given())) }
                td.share { span.label { "Without it, of 100: " } (shares(&beside)) }
            } "\n"
        }
    }

    /// A hundred circles for each share of the first endpoint.
    fn pictures(&mut self, cells: &[(&'p Entry<'a>, &'p CellView<'a>)]) -> Markup {
        let Some(first) = cells.iter().flat_map(|(_, cell)| last(cell)).next() else {
            return html!();
        };
        html! {
            div.same {
                div {
                    p.key {
                        "The same as pictures. Each circle is one of 100 people: " span.dot.had {}
                        " filled if the person had " (first.endpoint_plain) ", " span.dot {}
                        " open if not."
                    }
                    @for line in &self.answer.explained {
                        p.soft { (self.paper.line(line)) }
                    }
                }
                div.pictures {
                    @for (entry, cell) in cells {
                        @for outcome in last(cell) {
                            @if outcome.endpoint == first.endpoint && outcome.weakness.is_none() {
                                @let name = format!("{}, {}", self.name(entry), outcome.trial_name);
                                @let what = uncapitalized(&outcome.question());
                                @let given = outcome.given();
                                @let shown: Vec<_> = given.into_iter().chain(outcome.comparators()).collect();
                                (figure(&name, &outcome.when(), &what, &shown))
                            }
                        }
                    }
                }
            }
        }
    }

    /// Tables of adverse reactions, each with the comparator's share.
    pub fn harms(&mut self) -> Markup {
        html! {
            @for (id, (_, cells)) in self.figures("harms", |it| !it.reactions.is_empty()) {
                @let shown = html! {
                    p.intro {
                        "Of 100 people, how many had it. In the order of the source, not by how many."
                    }
                    div.harms {
                        @for (entry, cell) in &cells {
                            @if let Some(table) = cell.reactions.iter().find(|it| it.rows.0.len() > 1) {
                                (self.reactions(entry, table))
                            }
                        }
                    }
                    @for (entry, cell) in cells.iter().filter(|(_, it)| it.reactions.is_empty()) {
                        p { strong { (self.name(entry)) } (badged(entry)) ": " (self.paper.cell(cell)) }
                    }
                };
                (section(&id, heading(&cells), &shown))
            }
        }
    }

    fn reactions(&mut self, entry: &Entry<'a>, table: &ReactionsView<'a>) -> Markup {
        let arms: Vec<&Arm> = table.arms.iter().filter(|it| it.role != Role::Other).collect();
        let weeks =
            table.weeks.map_or_else(|| "no weeks given".to_owned(), |it| format!("{it} weeks"));
        let caption = html! {
            strong { (self.name(entry)) } " "
            span.generic {
                "Counted in " (uncapitalized(table.people(WORDS))) "; " (weeks) "."
                (self.paper.rests_on(&table.sources, table.weakness))
                @if self.brief { " " (table.note_plain.unwrap_or_default()) }
            }
        };
        html! {
            div.harm {
                @if !self.brief {
                    div.beside {
                        @if let Some(note) = table.note_plain { p.soft { (note) } }
                        (harm_pictures(table))
                    }
                }
                table.figures {
                    caption { (caption) }
                    thead {
                        tr {
                            th scope="col" { "Of 100 people" }
                            @for arm in &arms { th.number scope="col" { (given(arm)) } }
                        }
                    }
                    tbody {
                        @for (term, results) in &table.rows.0 {
                            tr {
                                th scope="row" { (start(&plain(table, term))) }
                                @for arm in &arms {
                                    @let share = results.iter().find(|it| it.arm == arm.id.as_str());
                                    td.number {
                                        span.label { (given(arm)) ": " }
                                        (share.map_or_else(|| "?".to_owned(), |it| short(it.of_100)))
                                    }
                                }
                            } "\n"
                        }
                    }
                }
                @if self.brief { (harm_pictures(table)) }
            }
        }
    }
}

fn figure(name: &str, soft: &str, what: &str, results: &[&ResultView<'_>]) -> Markup {
    html! {
        figure {
            figcaption { strong { (name) } " " span.generic { (soft) } }
            div.arrays {
                @for (result, dose) in results.iter().zip(doses(results)) {
                    @let (share, given) = (result.of_100, result.given());
                    div.array {
                        (circles(share.whole, share.part, &format!("{share} of 100 people on {given}: {what}")))
                        p { b { (short(share)) } " of 100" br; "on " (dose) }
                    }
                }
            }
        }
    }
}

/// The first row of a table as pictures, of the same size as those of the benefits.
fn harm_pictures(table: &ReactionsView<'_>) -> Markup {
    let Some((term, results)) = table.rows.0.first() else { return html!() };
    let name = plain(table, term);
    let drug = of_role(results, Role::Drug);
    let shown: Vec<&ResultView<'_>> = drug.chain(of_role(results, Role::Comparator)).collect();
    figure(&start(&name), "(the first row)", &name, &shown)
}

/// What a reaction is called in plain words.
fn plain(table: &ReactionsView<'_>, term: &str) -> String {
    table.terms_plain.of(term).map_or_else(|| uncapitalized(term), |it| it.plain.to_string())
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

/// Shares in a cell: `35 on 4 mg once daily`, one a line.
fn shares(results: &[&ResultView<'_>]) -> Markup {
    html! {
        @for (index, result) in results.iter().enumerate() {
            @if index > 0 { " " }
            span.line { b { (short(result.of_100)) } " on " (result.given()) }
        }
    }
}
