//! What a page is written with: citations that are numbered as they come, and marks that are explained
//! once.

use maud::{Markup, html};

use super::WORDS;
use crate::answer::cell::CellView;
use crate::answer::phrasing::capitalized;
use crate::answer::source::{CitationView, Weakness, together};
use crate::answer::statement::{GlanceView, StatementView};
use crate::dataset::model::Dataset;
use crate::output::document::{Line, Mark, Span};
use crate::output::html::marked;

/// A page that is being written.
pub struct Paper<'a> {
    pub dataset: &'a Dataset,
    /// Whether there is little room.
    pub brief: bool,
    /// The sources that are cited, in the order of their numbers, from 1.
    pub cited: Vec<&'a str>,
    /// The marks that were used.
    pub marks: Vec<Mark>,
}

impl<'a> Paper<'a> {
    /// Numbers that lead to the sources, and how weak they are.
    pub fn cite(&mut self, citations: &[CitationView<'a>], weakness: Option<Weakness>) -> Markup {
        let mut numbers: Vec<usize> = Vec::new();
        for CitationView { source, .. } in citations {
            let at = self.cited.iter().position(|it| it == source).unwrap_or_else(|| {
                self.cited.push(source);
                self.cited.len() - 1
            });
            if !numbers.contains(&(at + 1)) {
                numbers.push(at + 1);
            }
        }
        html! {
            @if !numbers.is_empty() {
                "\u{a0}"
                sup.cite {
                    @for (index, number) in numbers.iter().enumerate() {
                        @if index > 0 { ", " }
                        a href={ "#s" (number) } { span.unseen { "source " } (number) }
                    }
                }
            }
            @if let Some(weakness) = weakness { (self.mark(Mark::Weak(weakness))) }
        }
    }

    /// A mark, which the legend explains.
    pub fn mark(&mut self, mark: Mark) -> Markup {
        if !self.marks.contains(&mark) {
            self.marks.push(mark);
        }
        marked(mark)
    }

    /// A line of an answer.
    pub fn line(&mut self, line: &Line<'a>) -> Markup {
        html! {
            @for (at, span) in line.iter().enumerate() {
                @match span {
                    Span::Cite(citations) => {
                        @let views: Vec<_> = citations
                            .iter()
                            .map(|it| CitationView::of(it.source))
                            .collect();
                        (self.cite(&views, None))
                    },
                    Span::Mark(mark) => (self.mark(*mark)),
                    Span::Strong(text) => strong { (text) },
                    Span::Alert(text) => strong.alert { (text) },
                    // A citation stands close to what it is cited for.
                    Span::Text(text) if matches!(line.get(at + 1), Some(Span::Cite(_))) => {
                        (text.trim_end())
                    },
                    Span::Text(text) | Span::Soft(text) | Span::Command(text) => (text),
                }
            }
        }
    }

    /// A glance as it stands in a cell of a table.
    pub fn glance(&mut self, glance: &GlanceView<'a>) -> Markup {
        html! {
            @if let Some(gap) = glance.gap { (self.mark(Mark::Gap(gap))) " " }
            (start(glance.said(WORDS)))
            @for lead in glance.by_weakness() {
                (self.cite(lead, lead.first().and_then(|it| it.weakness)))
            }
        }
    }

    /// What a cell says at a glance, and whether its sources disagree.
    pub fn cell(&mut self, cell: &CellView<'a>) -> Markup {
        html! {
            @for (index, glance) in cell.glance.iter().enumerate() {
                @if index > 0 { br; }
                (self.glance(glance))
            }
            @if !cell.conflicts.is_empty() { (self.mark(Mark::Disagree)) }
        }
    }

    /// A statement in plain words, if it has any.
    pub fn statement(&mut self, it: &StatementView<'a>) -> Option<Markup> {
        let plain = it.plain?;
        Some(html! { (plain) (self.rests_on(&it.sources, it.weakness)) })
    }

    /// Statements in plain words, a paragraph each.
    pub fn paragraphs(&mut self, statements: &[StatementView<'a>]) -> Markup {
        html! {
            @for statement in statements {
                @if let Some(said) = self.statement(statement) { p { (said) } }
            }
        }
    }

    /// The sources of a text; where there is little room the first that is as strong as all.
    pub fn rests_on(&mut self, sources: &[CitationView<'a>], weakness: Option<Weakness>) -> Markup {
        let mut sources = together(sources.iter().copied());
        if self.brief && sources.len() > 1 {
            let strong = |it: &&CitationView<'a>| {
                let source = self.dataset.source(it.source);
                weakness.is_some() || source.is_some_and(|it| !it.secondhand())
            };
            let lead = sources.iter().find(strong).copied();
            sources = lead.into_iter().collect();
        }
        self.cite(&sources, weakness)
    }
}

/// The text as a line begins; what begins with a small letter and a capital is a name.
pub fn start(text: &str) -> String {
    let second = text.chars().nth(1);
    if second.is_some_and(char::is_uppercase) { text.to_owned() } else { capitalized(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_begins_with_a_capital_unless_that_is_another_word() {
        assert_eq!(start("not read yet"), "Not read yet");
        assert_eq!(start("eGFR 30 to 90"), "eGFR 30 to 90");
        assert_eq!(start(""), "");
    }
}
