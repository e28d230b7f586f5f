//! The page itself: what the condition is, what there is to decide, what helps and what harms, what
//! it is like, what is not known.

use super::closing::telephone;
use super::linked::linked_data;
use super::paper::Paper;
use super::{Entry, HandoutAnswer, OptionView, WORDS};
use crate::answer::Words;
use crate::answer::cell::CellView;
use crate::answer::phrasing::{and, capitalized, sentence, uncapitalized};
use crate::answer::statement::StatementView;
use crate::dataset::model::{Clinic, Status};
use crate::output::html::{self, escape};

/// Above how many treatments their figures and gaps are shown in brief.
const SOME: usize = 2;

/// How the ids of the options begin that are no treatment: every page tells of them.
const NO_TREATMENT: &str = "no-treatment";

/// Draws the page.
pub fn draw(answer: &HandoutAnswer<'_>, before: &str, head: &str) -> String {
    let brief = answer.treatments.len() > SOME;
    let mut page = Page { answer, paper: Paper::new(answer.dataset, brief), brief };
    page.paper.push(before);
    page.paper.push(if brief {
        "<div class=\"handout many\">\n"
    } else {
        "<div class=\"handout\">\n"
    });
    page.masthead();
    page.paper.push("<main id=\"main\" tabindex=\"-1\">\n");
    page.condition();
    page.choices();
    page.serious();
    page.benefits();
    page.harms();
    page.daily();
    page.unknown();
    page.options();
    page.yours();
    page.paper.push("</main>\n<footer>\n");
    page.paper.push("<div class=\"end\">\n");
    page.clinics();
    page.about();
    page.paper.push("</div>\n");
    page.sources();
    page.paper.push("</footer>\n</div>\n");
    let columns: Vec<_> = answer.treatments.iter().map(|it| it.treatment.column).collect();
    let shown = |it: &&Clinic| answer.clinics.iter().any(|view| view.id == it.id.as_str());
    let clinics: Vec<&Clinic> = answer.dataset.clinics.iter().filter(shown).collect();
    let condition = answer.dataset.condition(answer.condition.id);
    let linked = linked_data(answer.dataset, &answer.title, condition, &columns, &clinics);
    let head = format!("<style>\n{}</style>\n{head}{linked}", include_str!("handout.css"));
    html::page(&answer.title, &page.paper.out, &head)
}

pub struct Page<'p, 'a> {
    pub answer: &'p HandoutAnswer<'a>,
    pub paper: Paper<'a>,
    /// Whether there are so many treatments that each is told in brief.
    pub brief: bool,
}

impl<'p, 'a> Page<'p, 'a> {
    pub fn push(&mut self, html: &str) {
        self.paper.push(html);
    }

    /// A heading, and the section that it heads.
    pub fn section(&mut self, id: &str, heading: &str) {
        let heading = escape(heading);
        self.push(&format!(
            "<section id=\"{id}\" aria-labelledby=\"{id}-h\">\n<h2 id=\"{id}-h\">{heading}</h2>\n"
        ));
    }

    pub fn end(&mut self) {
        self.push("</section>\n");
    }

    pub fn entries(&self) -> &'p [Entry<'a>] {
        &self.answer.treatments
    }

    /// What a treatment is called on the page: with its region where there are several.
    pub fn name(&self, entry: &Entry<'a>) -> String {
        let regions = self.entries().iter().map(|it| it.treatment.regulator);
        let one = regions.clone().all(|it| Some(it) == regions.clone().next());
        if one {
            return entry.treatment.brand.to_owned();
        }
        format!("{} ({})", entry.treatment.brand, entry.treatment.column.regulator.region)
    }

    fn masthead(&mut self) {
        let answer = self.answer;
        let view = answer.dataset_view();
        self.push("<header class=\"mast\">\n");
        let clinic = match answer.clinics.as_slice() {
            [only] => format!("<strong>{}</strong> · {}", escape(only.name), telephone(only)),
            _ => "For you and your doctor to read together".to_owned(),
        };
        self.push(&format!("<p class=\"from\">{clinic}</p>\n<h1>{}</h1>\n", escape(&answer.title)));
        let review = sentence(&capitalized(view.clinical_review));
        let status = format!(
            "{} {} It holds for {}.",
            escape(&sentence(view.disclaimer)),
            escape(&review),
            escape(&answer.setting)
        );
        self.push(&format!("<p class=\"status\">{status}</p>\n"));
        let overdue = view.overdue.then(|| {
            format!(
                "This page is out of date: its sources should have been read again by {}.",
                view.review_due
            )
        });
        for caution in overdue.iter().chain(view.cautions) {
            self.push(&format!(
                "<p class=\"status\"><strong class=\"alert\">{}</strong></p>\n",
                escape(caution)
            ));
        }
        self.push("</header>\n");
    }

    fn condition(&mut self) {
        let condition = &self.answer.condition;
        let Some(heading) = condition.heading else { return };
        self.section("condition", heading);
        let lines: Vec<String> =
            condition.about.iter().filter_map(|it| self.paper.statement(it)).collect();
        for line in lines {
            self.push(&format!("<p>{line}</p>\n"));
        }
        self.end();
    }

    /// The decision, the treatments with their approval first, and what else there is.
    fn choices(&mut self) {
        self.section("choices", "What is there to decide?");
        self.push(&format!("<p>{}</p>\n<div class=\"cards\">\n", escape(&self.answer.decision)));
        for entry in self.entries() {
            self.card(entry);
        }
        self.push("</div>\n");
        self.others();
        self.end();
    }

    fn card(&mut self, entry: &'p Entry<'a>) {
        let treatment = &entry.treatment;
        let approved = treatment.approval == Status::Approved;
        let class = match (approved, self.entries().len()) {
            (true, 1) => "only",
            (true, _) => "card",
            (false, _) => "card warn",
        };
        let (name, generic) = (self.name(entry), escape(treatment.generic));
        let status = self.paper.line(&treatment.status(Words::Professional));
        let word = match treatment.approval {
            Status::Approved => String::new(),
            other => format!("<p class=\"badge\">{}</p>\n", escape(&other.words().to_uppercase())),
        };
        self.push(&format!(
            "<div class=\"{class}\">\n<h3>{} <span class=\"generic\">{generic}</span></h3>\n{word}<p>{status}</p>\n",
            escape(&name)
        ));
        self.push("</div>\n");
    }

    /// What else there is: what is known of having no treatment, and the others by name. Where there is
    /// a part on all of them, where to find it.
    fn others(&mut self) {
        let is_none = |it: &&OptionView<'a>| it.id.starts_with(NO_TREATMENT);
        if self.brief && !self.answer.options.is_empty() {
            return self.push(
                "<p><a href=\"#options\">Other treatments, and no treatment</a>: see the part \
                              “What else can be done, or not done?”</p>\n",
            );
        }
        let (told, others): (Vec<&OptionView<'a>>, Vec<_>) =
            self.answer.options.iter().partition(is_none);
        if !told.is_empty() {
            self.push("<p class=\"intro\">If you have no treatment for now:</p>\n");
            self.told(&told);
        }
        let names: Vec<String> =
            others.iter().map(|it| uncapitalized(it.plain_name.unwrap_or(it.name))).collect();
        if !names.is_empty() {
            let names = escape(&names.join("; ")).into_owned();
            let lead = if told.is_empty() {
                "Other choices that people ask about"
            } else {
                "People ask about these too"
            };
            self.push(&format!("<p>{lead}: {names}.</p>\n"));
        }
    }

    fn told(&mut self, options: &[&OptionView<'a>]) {
        self.push("<dl class=\"options\">\n");
        for option in options {
            let name = escape(option.plain_name.unwrap_or(option.name)).into_owned();
            let first = option.statements.iter().find(|it| it.plain.is_some());
            let said = first.and_then(|it| self.paper.statement(it)).unwrap_or_default();
            self.push(&format!("<div><dt>{name}</dt><dd>{said}</dd></div>\n"));
        }
        self.push("</dl>\n");
    }

    /// What is known of everything else, apart from the treatments and their figures.
    fn options(&mut self) {
        let options: Vec<&OptionView<'a>> = self.answer.options.iter().collect();
        if options.is_empty() || !self.brief {
            return;
        }
        self.section("options", "What else can be done, or not done?");
        self.push(
            "<p class=\"intro\">These were studied in other people and in other ways. Do not set their \
             numbers beside those above.</p>\n",
        );
        self.told(&options);
        self.end();
    }

    /// The topics of the page, each with the cell of each treatment.
    pub fn topics(&self) -> Vec<(&'p str, Vec<&'p CellView<'a>>)> {
        let mut topics: Vec<(&'p str, Vec<&'p CellView<'a>>)> = Vec::new();
        for (path, cell) in self.entries().iter().flat_map(|it| &it.answers.0) {
            match topics.iter_mut().find(|(known, _)| known == path) {
                Some((_, cells)) => cells.push(cell),
                None => topics.push((path, vec![cell])),
            }
        }
        topics
    }

    pub fn heading(cells: &[&CellView<'a>]) -> &'a str {
        cells.first().map_or("", |it| it.heading(WORDS))
    }

    /// The boxed warnings, in full.
    fn serious(&mut self) {
        let firsts: Vec<(&Entry<'a>, &CellView<'a>)> = self
            .entries()
            .iter()
            .flat_map(|it| it.first.iter().map(move |cell| (it, cell)))
            .collect();
        let Some((_, cell)) = firsts.first() else { return };
        self.section("serious", cell.heading(WORDS));
        self.push("<div class=\"warnings\">\n");
        for (entry, cell) in firsts {
            let title = format!("{}: {}", self.name(entry), uncapitalized(cell.label));
            self.push(&format!("<div class=\"warning\">\n<h3>{}</h3>\n", escape(&title)));
            let lines: Vec<String> =
                cell.statements.iter().filter_map(|it| self.paper.statement(it)).collect();
            if lines.is_empty() {
                let said = self.paper.cell(cell);
                self.push(&format!("<p>{said}</p>\n"));
            }
            for line in lines {
                self.push(&format!("<p>{line}</p>\n"));
            }
            self.push("</div>\n");
        }
        self.push("</div>\n");
        self.end();
    }

    /// All other questions: what it is, how it is taken, tests, who must not take it, and so on.
    fn daily(&mut self) {
        let topics: Vec<_> = self
            .topics()
            .into_iter()
            .filter(|(_, cells)| cells.iter().all(|it| !it.has_figures()))
            .collect();
        if topics.is_empty() {
            return;
        }
        self.section("daily", "What is it like to take it?");
        if let [only] = self.entries() {
            self.push("<dl class=\"daily\">\n");
            for (path, cells) in topics {
                let said = cell_of(only, path).map(|it| self.paper.cell(it)).unwrap_or_default();
                let heading = escape(Self::heading(&cells));
                self.push(&format!("<div><dt>{heading}</dt><dd>{said}</dd></div>\n"));
            }
            self.push("</dl>\n");
        } else {
            self.side_by_side(&topics);
        }
        self.end();
    }

    fn side_by_side(&mut self, topics: &[(&'p str, Vec<&'p CellView<'a>>)]) {
        self.push("<table class=\"side\">\n<thead><tr><td></td>");
        for entry in self.entries() {
            let (name, badge) = (escape(&self.name(entry)).into_owned(), badge(entry));
            self.push(&format!("<th scope=\"col\">{name}{badge}</th>"));
        }
        self.push("</tr></thead>\n<tbody>\n");
        for (path, cells) in topics {
            self.push(&format!("<tr><th scope=\"row\">{}</th>", escape(Self::heading(cells))));
            for entry in self.entries() {
                let said = cell_of(entry, path).map(|it| self.paper.cell(it)).unwrap_or_default();
                let name = escape(&self.name(entry)).into_owned();
                self.push(&format!("<td><span class=\"label\">{name}: </span>{said}</td>"));
            }
            self.push("</tr>\n");
        }
        self.push("</tbody>\n</table>\n");
    }

    /// What nobody knows, or has not been read yet: by treatment, the questions and what is missing.
    fn unknown(&mut self) {
        let mut found = Vec::new();
        for entry in self.entries() {
            let gaps = gaps(entry);
            if !gaps.is_empty() {
                found.push((self.name(entry), gaps));
            }
        }
        if found.is_empty() {
            return;
        }
        self.section("unknown", "What is not known here?");
        self.push(
            "<p class=\"intro\">Ask your doctor or pharmacist about these, and about each line above with a mark for \
             what is not known. That something is not read yet does not mean that it is safe.</p>\n",
        );
        self.push(if found.len() == 1 {
            "<dl class=\"gaps one\">\n"
        } else {
            "<dl class=\"gaps\">\n"
        });
        for (name, gaps) in found {
            let said: Vec<String> = if self.brief {
                vec![in_brief(&gaps)]
            } else {
                gaps.iter().map(|(statement, cells)| self.gap(statement, cells)).collect()
            };
            self.push(&format!(
                "<div><dt>{}</dt><dd>{}</dd></div>\n",
                escape(&name),
                said.join(" ")
            ));
        }
        self.push("</dl>\n");
        self.end();
    }

    fn gap(&mut self, statement: &StatementView<'a>, cells: &[&CellView<'a>]) -> String {
        let cite = self.paper.rests_on(&statement.sources, None);
        let headings: Vec<&str> = cells.iter().map(|it| it.heading(WORDS)).collect();
        let (headings, said) = (headings.join(" "), statement.plain.unwrap_or_default());
        format!(
            "<span class=\"line\"><strong>{}</strong> {}{cite}</span>",
            escape(&headings),
            escape(said)
        )
    }
}

/// What a treatment answers to a topic.
pub fn cell_of<'e, 'a>(entry: &'e Entry<'a>, path: &str) -> Option<&'e CellView<'a>> {
    entry.answers.0.iter().find(|(known, _)| known == path).map(|(_, cell)| cell)
}

/// That a treatment is not approved, wherever it stands beside others.
pub fn badge(entry: &Entry<'_>) -> String {
    match entry.treatment.approval {
        Status::Approved => String::new(),
        other => format!(" <span class=\"badge\">{}</span>", escape(&other.words().to_uppercase())),
    }
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
    let mut briefs: Vec<String> = Vec::new();
    for brief in gaps.iter().flat_map(|(_, cells)| cells).map(|it| uncapitalized(it.brief)) {
        if !briefs.contains(&brief) {
            briefs.push(brief);
        }
    }
    format!("something is missing on {}.", escape(&and(&briefs)))
}
