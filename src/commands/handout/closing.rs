//! The end of a page: room for the reader, whom to call, what the page is made from, its sources.

use super::ClinicView;
use super::page::Page;
use crate::answer::source::SourceView;
use crate::output::document::Mark;
use crate::output::html::{escape, link};

/// How many lines there are to write on behind a question.
const RULED: &str = "<span class=\"ruled\"></span>";

impl Page<'_, '_> {
    /// Room for the reader: what matters, and what to ask.
    pub fn yours(&mut self) {
        self.push("<div class=\"yours\">\n");
        self.section("values", "What matters to me");
        self.push("<p>How much does each of these matter to you?</p>\n<ul class=\"scale\">\n");
        let steps = ["little", "some", "a lot"]
            .map(|it| format!("<span class=\"box\"></span> {it}"))
            .join(" ");
        for value in &self.answer.values {
            self.push(&format!(
                "<li><span>{}</span> <span class=\"steps\">{steps}</span></li>\n",
                escape(value)
            ));
        }
        self.push(&format!("<li><span>Something else:</span> {RULED}</li>\n</ul>\n"));
        self.end();
        self.section("ask", "Questions to ask");
        self.push("<ol class=\"ask\">\n");
        for question in &self.answer.questions {
            self.push(&format!("<li>{} {RULED}</li>\n", escape(question)));
        }
        self.push(&format!("<li>My own question: {RULED}</li>\n</ol>\n"));
        self.end();
        self.push("</div>\n");
    }

    pub fn clinics(&mut self) {
        if self.answer.clinics.is_empty() {
            return;
        }
        self.section("clinic", "Whom to call");
        for clinic in &self.answer.clinics {
            let cite = self.paper.cite(&clinic.sources, None);
            let site = match link(clinic.website) {
                Some(address) => {
                    format!("<a href=\"{address}\">{}</a>", escape(bare(clinic.website)))
                }
                None => escape(clinic.website).into_owned(),
            };
            self.push(&format!(
                "<p><strong>{}</strong> · {} · {site}{cite}</p>\n",
                escape(clinic.name),
                telephone(clinic)
            ));
            let said: Vec<String> = clinic
                .address
                .iter()
                .chain(&clinic.call_about)
                .filter_map(|it| self.paper.statement(it))
                .collect();
            for line in said {
                self.push(&format!("<p>{line}</p>\n"));
            }
        }
        self.end();
    }

    /// From what the page is made, how old it is, and who pays for it.
    pub fn about(&mut self) {
        self.section("about", "About this page");
        // What stands at the head of the page is not said again.
        let view = self.answer.dataset_view();
        let said = [view.disclaimer, view.clinical_review];
        let colophon = self.answer.colophon().into_iter().filter(|it| !said.contains(&it.as_str()));
        let colophon: Vec<String> = colophon.map(|it| escape(&it).into_owned()).collect();
        self.push(&format!("<p>{}</p>\n", colophon.join(" · ")));
        self.push(
            "<p>Made by jakref, an offline reference that ranks nothing and gives no advice. It takes no data \
             about you. Who pays for this page: its data name nobody.</p>\n",
        );
        let mut marks = self.paper.marks.clone();
        marks.sort_unstable();
        let legend: Vec<String> = marks.iter().map(|it| explained(*it)).collect();
        if !legend.is_empty() {
            self.push(&format!("<p class=\"legend\">{}</p>\n", legend.join(" · ")));
        }
        self.end();
    }

    pub fn sources(&mut self) {
        if self.paper.cited.is_empty() {
            return;
        }
        self.push("<section class=\"sources\" id=\"sources\" aria-labelledby=\"sources-h\">\n<h2 id=\"sources-h\">Sources</h2>\n<ol>\n");
        for (at, id) in self.paper.cited.clone().into_iter().enumerate() {
            let number = at + 1;
            let text = self
                .answer
                .dataset
                .source(id)
                .map(|it| source(&SourceView::new(it)))
                .unwrap_or_default();
            self.push(&format!("<li id=\"s{number}\"><span class=\"number\">{number}</span> <span>{text}</span></li>\n"));
        }
        self.push("</ol>\n");
        self.end();
    }
}

/// A mark and what it means.
fn explained(mark: Mark) -> String {
    let class = if mark.is_gap() { "mark gap" } else { "mark" };
    format!(
        "<span class=\"{class}\">{}</span> {}",
        escape(mark.sign(false)),
        escape(mark.meaning())
    )
}

/// The number, which a telephone dials when it is touched.
pub fn telephone(clinic: &ClinicView<'_>) -> String {
    let number = escape(clinic.phone);
    match &clinic.phone_international {
        Some(dialed) => format!("<a href=\"tel:{}\">{number}</a>", escape(dialed)),
        None => number.into_owned(),
    }
}

/// A source in a line: what it is, its date, and its address in full where it is printed.
fn source(view: &SourceView<'_>) -> String {
    let line = escape(&view.line()).into_owned();
    let doi = view.doi.map(|doi| format!("https://doi.org/{doi}"));
    let address = doi.or_else(|| view.url.map(str::to_owned));
    match address.as_deref().and_then(link) {
        Some(href) => {
            let written = address.as_deref().map(bare).unwrap_or_default();
            format!(
                "<a href=\"{href}\">{line}</a> <span class=\"address\">{}</span>",
                escape(written)
            )
        }
        None => line,
    }
}

/// The address as it is written out.
fn bare(address: &str) -> &str {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    rest.unwrap_or(address).trim_end_matches('/')
}
