//! The end of a page: room for the reader, whom to call, what the page is made from, its sources.

use maud::{Markup, html};

use super::page::Page;
use crate::answer::envelope::{DatasetView, colophon};
use crate::answer::source::SourceView;
use crate::commands::clinic::ClinicView;
use crate::output::html::{legend, link};

/// The steps of how much a thing matters.
const STEPS: [&str; 3] = ["little", "some", "a lot"];

impl Page<'_, '_> {
    /// Room for the reader: what matters, and what to ask.
    pub fn yours(&mut self) -> Markup {
        // A line to write on behind a question.
        let ruled = html! { span.ruled {} };
        let values = html! {
            p { "How much does each of these matter to you?" }
            ul.scale {
                @for value in &self.answer.values {
                    li {
                        span { (value) } " "
                        span.steps {
                            @for (index, step) in STEPS.iter().enumerate() {
                                @if index > 0 { " " }
                                span.box {} " " (step)
                            }
                        }
                    }
                }
                li { span { "Something else:" } " " (ruled) }
            }
        };
        let questions = html! {
            ol.ask {
                @for question in &self.answer.questions { li { (question) " " (ruled) } }
                li { "My own question: " (ruled) }
            }
        };
        html! {
            div.yours {
                (section("values", "What matters to me", &values))
                (section("ask", "Questions to ask", &questions))
            }
        }
    }

    pub fn clinics(&mut self) -> Markup {
        let clinics = html! {
            @for clinic in &self.answer.clinics {
                p {
                    strong { (clinic.name) } " · " (telephone(clinic)) " · "
                    @match link(clinic.website) {
                        Some(address) => a href=(address) { (bare(clinic.website)) },
                        None => (clinic.website),
                    }
                    (self.paper.cite(&clinic.sources, None))
                }
                (self.paper.paragraphs(&clinic.address))
                (self.paper.paragraphs(&clinic.call_about))
            }
        };
        html! {
            @if !self.answer.clinics.is_empty() { (section("clinic", "Whom to call", &clinics)) }
        }
    }

    /// From what the page is made, how old it is, and who pays for it.
    pub fn about(&mut self) -> Markup {
        // What stands at the head of the page is not said again.
        let consulted = self.answer.reader.consulted;
        let view = DatasetView::new(consulted);
        let said = [view.disclaimer, view.clinical_review];
        let mut colophon = colophon(consulted);
        colophon.retain(|it| !said.contains(&it.as_str()));
        self.paper.marks.sort_unstable();
        let about = html! {
            p { (colophon.join(" · ")) }
            p {
                "Made by jakref, an offline reference that ranks nothing and gives no advice. It takes no data \
                 about you. Who pays for this page: its data name nobody."
            }
            (legend(&self.paper.marks))
        };
        section("about", "About this page", &about)
    }

    pub fn sources(&self) -> Markup {
        let sources =
            self.paper.cited.iter().filter_map(|id| self.answer.reader.dataset.source(id));
        html! {
            @if !self.paper.cited.is_empty() {
                section.sources #sources aria-labelledby="sources-h" {
                    h2 #sources-h { "Sources" }
                    ol {
                        @for (number, it) in (1_usize..).zip(sources) {
                            li id={ "s" (number) } {
                                span.number { (number) } " " span { (source(&SourceView::new(it))) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A heading, and the section that it heads.
pub fn section(id: &str, heading: &str, body: &Markup) -> Markup {
    html! {
        section #(id) aria-labelledby={ (id) "-h" } { h2 id={ (id) "-h" } { (heading) } (body) } "\n"
    }
}

/// The number, which a telephone dials when it is touched.
pub fn telephone(clinic: &ClinicView<'_>) -> Markup {
    html! {
        @match &clinic.phone_international {
            Some(dialed) => a href={ "tel:" (dialed) } { (clinic.phone) },
            None => (clinic.phone),
        }
    }
}

/// A source in a line: what it is, its date, and its address in full where it is printed.
fn source(view: &SourceView<'_>) -> Markup {
    let doi = view.doi.map(|doi| format!("https://doi.org/{doi}"));
    let address = doi.or_else(|| view.url.map(str::to_owned)).unwrap_or_default();
    html! {
        @if let Some(href) = link(&address) {
            a href=(href) { (view.line()) } " " span.address { (bare(&address)) }
        } @else {
            (view.line())
        }
    }
}

/// The address as it is written out.
fn bare(address: &str) -> &str {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    rest.unwrap_or(address).trim_end_matches('/')
}
