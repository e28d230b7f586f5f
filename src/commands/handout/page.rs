//! The page itself: what the condition is, what there is to decide, what helps and what harms, what
//! it is like, what is not known.

use itertools::Itertools;
use maud::{Markup, html};

use super::closing::{section, telephone};
use super::linked::linked_data;
use super::paper::Paper;
use super::{Entry, HandoutAnswer, OptionView, WORDS};
use crate::answer::Words;
use crate::answer::cell::CellView;
use crate::answer::envelope::DatasetView;
use crate::answer::phrasing::{and, capitalized, sentence, uncapitalized};
use crate::answer::statement::StatementView;
use crate::dataset::model::{Clinic, Status};
use crate::output::html;

/// Above how many treatments their figures and gaps are shown in brief.
const SOME: usize = 2;

/// How the ids of the options begin that are no treatment: every page tells of them.
const NO_TREATMENT: &str = "no-treatment";

/// A topic with the cell of each treatment that answers it.
pub type Cells<'p, 'a> = (&'p str, Vec<(&'p Entry<'a>, &'p CellView<'a>)>);

/// Draws the page, with links to other pages before it and more for its head.
pub fn draw(answer: &HandoutAnswer<'_>, before: &Markup, head: &Markup) -> String {
    let brief = answer.treatments.len() > SOME;
    let (dataset, cited, marks) = (answer.reader.dataset, Vec::new(), Vec::new());
    let regions = answer.treatments.iter().map(|it| it.treatment.regulator);
    let one_region = regions.clone().all(|it| Some(it) == regions.clone().next());
    let paper = Paper { dataset, brief, cited, marks };
    let mut page = Page { answer, paper, brief, one_region };
    let body = html! {
        (before)
        div.handout.many[brief] {
            (page.masthead())
            main #main tabindex="-1" {
                (page.condition())
                (page.choices())
                (page.serious())
                (page.benefits())
                (page.harms())
                (page.daily())
                (page.unknown())
                (page.options())
                (page.yours())
            }
            footer {
                div.end { (page.clinics()) (page.about()) }
                (page.sources())
            }
        }
    };
    let columns: Vec<_> = answer.treatments.iter().map(|it| it.treatment.column).collect();
    let shown = |it: &&Clinic| answer.clinics.iter().any(|view| view.id == it.id.as_str());
    let clinics: Vec<&Clinic> = dataset.clinics.iter().filter(shown).collect();
    let condition = dataset.condition(answer.condition.id);
    let head = html! {
        (html::style(include_str!("handout.css")))
        (head)
        (linked_data(dataset, &answer.title, condition, &columns, &clinics))
    };
    html::page(&answer.title, &head, &body)
}

pub struct Page<'p, 'a> {
    pub answer: &'p HandoutAnswer<'a>,
    pub paper: Paper<'a>,
    /// Whether there are so many treatments that each is told in brief.
    pub brief: bool,
    /// Whether one regulator decides on all of them.
    one_region: bool,
}

impl<'p, 'a> Page<'p, 'a> {
    pub fn entries(&self) -> &'p [Entry<'a>] {
        &self.answer.treatments
    }

    /// What a treatment is called on the page: with its region where there are several.
    pub fn name(&self, entry: &Entry<'a>) -> String {
        if self.one_region {
            return entry.treatment.brand.to_owned();
        }
        format!("{} ({})", entry.treatment.brand, entry.treatment.column.regulator.region)
    }

    fn masthead(&mut self) -> Markup {
        let answer = self.answer;
        let view = DatasetView::new(answer.reader.consulted);
        html! {
            header.mast {
                p.from {
                    @if let [only] = answer.clinics.as_slice() {
                        strong { (only.name) } " · " (telephone(only))
                    } @else {
                        "For you and your doctor to read together"
                    }
                }
                h1 { (answer.title) }
                p.status {
                    (sentence(view.disclaimer)) " "
                    (sentence(&capitalized(view.clinical_review)))
                    " It holds for " (answer.reader.setting.words()) "."
                }
                @if view.overdue {
                    p.status {
                        strong.alert {
                            "This page is out of date: its sources should have been read again by "
                            (view.review_due) "."
                        }
                    }
                }
                @for caution in view.cautions { p.status { strong.alert { (caution) } } }
            }
        }
    }

    fn condition(&mut self) -> Markup {
        let condition = &self.answer.condition;
        let Some(heading) = condition.heading else { return html!() };
        section("condition", heading, &self.paper.paragraphs(&condition.about))
    }

    /// The decision, the treatments with their approval first, and what else there is.
    fn choices(&mut self) -> Markup {
        let choices = html! {
            p { (self.answer.decision) }
            div.cards { @for entry in self.entries() { (self.card(entry)) } }
            (self.others())
        };
        section("choices", "What is there to decide?", &choices)
    }

    fn card(&mut self, entry: &'p Entry<'a>) -> Markup {
        let treatment = &entry.treatment;
        let badge = badge(entry);
        let class = match (&badge, self.entries().len()) {
            (None, 1) => "only",
            (None, _) => "card",
            (Some(_), _) => "card warn",
        };
        html! {
            div class=(class) {
                h3 { (self.name(entry)) " " span.generic { (treatment.generic) } } "\n"
                @if let Some(badge) = badge { p.badge { (badge) } "\n" }
                p { (self.paper.line(&treatment.status(Words::Professional))) }
            } "\n"
        }
    }

    /// What else there is: what is known of having no treatment, and the others by name. Where there is
    /// a part on all of them, where to find it.
    fn others(&mut self) -> Markup {
        if self.brief && !self.answer.options.is_empty() {
            return html! {
                p {
                    a href="#options" { "Other treatments, and no treatment" }
                    ": see the part “What else can be done, or not done?”"
                }
            };
        }
        let is_none = |it: &&OptionView<'a>| it.id.starts_with(NO_TREATMENT);
        let (told, others): (Vec<&OptionView<'a>>, Vec<_>) =
            self.answer.options.iter().partition(is_none);
        let names: Vec<String> =
            others.iter().map(|it| uncapitalized(it.plain_name.unwrap_or(it.name))).collect();
        html! {
            @if !told.is_empty() {
                p.intro { "If you have no treatment for now:" }
                (self.told(&told))
            }
            @if !names.is_empty() {
                p {
                    @if told.is_empty() {
                        "Other choices that people ask about: "
                    } @else {
                        "People ask about these too: "
                    }
                    (names.join("; ")) "."
                }
            }
        }
    }

    fn told(&mut self, options: &[&OptionView<'a>]) -> Markup {
        html! {
            dl.options {
                @for option in options {
                    @let said = option.statements.iter().find(|it| it.plain.is_some());
                    div {
                        dt { (option.plain_name.unwrap_or(option.name)) }
                        dd { (said.and_then(|it| self.paper.statement(it)).unwrap_or_default()) }
                    }
                }
            }
        }
    }

    /// What is known of everything else, apart from the treatments and their figures.
    fn options(&mut self) -> Markup {
        let options: Vec<&OptionView<'a>> = self.answer.options.iter().collect();
        if options.is_empty() || !self.brief {
            return html!();
        }
        let told = html! {
            p.intro {
                "These were studied in other people and in other ways. Do not set their numbers beside \
                 those above."
            }
            (self.told(&options))
        };
        section("options", "What else can be done, or not done?", &told)
    }

    /// The topics of the page.
    pub fn topics(&self) -> Vec<Cells<'p, 'a>> {
        let mut topics: Vec<Cells<'p, 'a>> = Vec::new();
        for entry in self.entries() {
            for (path, cell) in &entry.answers.0 {
                match topics.iter_mut().find(|(known, _)| known == path) {
                    Some((_, cells)) => cells.push((entry, cell)),
                    None => topics.push((path, vec![(entry, cell)])),
                }
            }
        }
        topics
    }

    /// The boxed warnings, in full.
    fn serious(&mut self) -> Markup {
        let entries = self.entries().iter();
        let firsts: Vec<(&Entry<'a>, &CellView<'a>)> =
            entries.flat_map(|it| it.first.iter().map(move |cell| (it, cell))).collect();
        let Some((_, cell)) = firsts.first() else { return html!() };
        let warnings = html! {
            div.warnings {
                @for (entry, cell) in &firsts {
                    div.warning {
                        h3 { (self.name(entry)) ": " (uncapitalized(cell.label)) }
                        @let said = self.paper.paragraphs(&cell.statements);
                        @if said.0.is_empty() { p { (self.paper.cell(cell)) } } @else { (said) }
                    }
                }
            }
        };
        section("serious", cell.heading(WORDS), &warnings)
    }

    /// All other questions: what it is, how it is taken, tests, who must not take it, and so on.
    fn daily(&mut self) -> Markup {
        let mut topics = self.topics();
        topics.retain(|(_, cells)| cells.iter().all(|(_, it)| !it.has_figures()));
        if topics.is_empty() {
            return html!();
        }
        let said = if self.entries().len() == 1 {
            html! {
                dl.daily {
                    @for (_, cells) in &topics {
                        div {
                            dt { (heading(cells)) }
                            dd { @for (_, cell) in cells { (self.paper.cell(cell)) } }
                        } "\n"
                    }
                }
            }
        } else {
            self.side_by_side(&topics)
        };
        section("daily", "What is it like to take it?", &said)
    }

    fn side_by_side(&mut self, topics: &[Cells<'p, 'a>]) -> Markup {
        let entries = self.entries();
        html! {
            table.side {
                thead {
                    tr {
                        td {}
                        @for entry in entries { th scope="col" { (self.name(entry)) (badged(entry)) } }
                    }
                }
                tbody {
                    @for (path, cells) in topics {
                        tr {
                            th scope="row" { (heading(cells)) }
                            @for entry in entries {
                                td {
                                    span.label { (self.name(entry)) ": " }
                                    @if let Some(cell) = entry.cell(path) { (self.paper.cell(cell)) }
                                }
                            }
                        } "\n"
                    }
                }
            }
        }
    }

    /// What nobody knows, or has not been read yet: by treatment, the questions and what is missing.
    fn unknown(&mut self) -> Markup {
        let found = self.entries().iter().map(|entry| (entry, gaps(entry)));
        let found: Vec<_> = found.filter(|(_, gaps)| !gaps.is_empty()).collect();
        if found.is_empty() {
            return html!();
        }
        let said = html! {
            p.intro {
                "Ask your doctor or pharmacist about these, and about each line above with a mark for what is \
                 not known. That something is not read yet does not mean that it is safe."
            }
            dl.gaps.one[found.len() == 1] {
                @for (entry, gaps) in &found {
                    div {
                        dt { (self.name(entry)) }
                        dd {
                            @if self.brief {
                                (in_brief(gaps))
                            } @else {
                                @for (statement, cells) in gaps { (self.gap(statement, cells)) " " }
                            }
                        }
                    } "\n"
                }
            }
        };
        section("unknown", "What is not known here?", &said)
    }

    fn gap(&mut self, statement: &StatementView<'a>, cells: &[&CellView<'a>]) -> Markup {
        let headings: Vec<&str> = cells.iter().map(|it| it.heading(WORDS)).collect();
        html! {
            span.line {
                strong { (headings.join(" ")) } " "
                (statement.plain.unwrap_or_default())
                (self.paper.rests_on(&statement.sources, None))
            }
        }
    }
}

/// What the topic of these cells is called.
pub fn heading<'a>(cells: &[(&Entry<'a>, &CellView<'a>)]) -> &'a str {
    cells.first().map_or("", |(_, it)| it.heading(WORDS))
}

/// That a treatment is not approved.
fn badge(entry: &Entry<'_>) -> Option<String> {
    let status = entry.treatment.approval;
    (status != Status::Approved).then(|| status.words().to_uppercase())
}

/// The same where it stands beside others.
pub fn badged(entry: &Entry<'_>) -> Markup {
    html! { @if let Some(badge) = badge(entry) { " " span.badge { (badge) } } }
}

/// The gaps of a treatment's cells, each text once with all the cells that it stands in.
fn gaps<'e, 'a>(entry: &'e Entry<'a>) -> Vec<(&'e StatementView<'a>, Vec<&'e CellView<'a>>)> {
    let mut gaps: Vec<(&StatementView<'a>, Vec<&CellView<'a>>)> = Vec::new();
    // Of what is not known at all, it is said where it is asked.
    for (_, cell) in
        entry.answers.0.iter().filter(|(_, it)| it.glance.iter().all(|it| it.gap.is_none()))
    {
        for statement in cell.statements.iter().filter(|it| it.gap.is_some() && it.plain.is_some())
        {
            match gaps.iter_mut().find(|(known, _)| known.plain == statement.plain) {
                Some((_, cells)) if cells.iter().any(|it| it.topic == cell.topic) => {}
                Some((_, cells)) => cells.push(cell),
                None => gaps.push((statement, vec![cell])),
            }
        }
    }
    gaps
}

/// The questions on which something is missing, each once.
fn in_brief(gaps: &[(&StatementView<'_>, Vec<&CellView<'_>>)]) -> String {
    let cells = gaps.iter().flat_map(|(_, cells)| cells);
    let briefs: Vec<String> = cells.map(|it| uncapitalized(it.brief)).unique().collect();
    format!("something is missing on {}.", and(&briefs))
}
