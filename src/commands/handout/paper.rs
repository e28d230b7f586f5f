//! What a page is written with: text that is nothing but text, citations that are numbered as they
//! come, marks that are explained once, and a hundred circles for a hundred people.

use std::fmt::Write as _;

use super::WORDS;
use crate::answer::cell::CellView;
use crate::answer::phrasing::capitalized;
use crate::answer::source::{CitationView, Weakness, together};
use crate::answer::statement::{GlanceView, StatementView, mark};
use crate::dataset::model::Dataset;
use crate::dataset::percent::OfHundred;
use crate::output::document::{Line, Mark, Span};
use crate::output::html::escape;

/// A page that is being written.
pub struct Paper<'a> {
    dataset: &'a Dataset,
    /// Whether there is little room.
    brief: bool,
    pub out: String,
    /// The sources that are cited, in the order of their numbers, from 1.
    pub cited: Vec<&'a str>,
    /// The marks that were used.
    pub marks: Vec<Mark>,
}

impl<'a> Paper<'a> {
    /// An empty one.
    pub fn new(dataset: &'a Dataset, brief: bool) -> Self {
        Self { dataset, brief, out: String::new(), cited: Vec::new(), marks: Vec::new() }
    }

    /// Adds what is HTML already.
    pub fn push(&mut self, html: &str) {
        self.out.push_str(html);
    }

    /// Numbers that lead to the sources, and how weak they are.
    pub fn cite(&mut self, citations: &[CitationView<'a>], weakness: Option<Weakness>) -> String {
        let mut numbers: Vec<usize> = Vec::new();
        for citation in citations {
            let known = self.cited.iter().position(|it| *it == citation.source);
            let at = known.unwrap_or_else(|| {
                self.cited.push(citation.source);
                self.cited.len() - 1
            });
            if !numbers.contains(&(at + 1)) {
                numbers.push(at + 1);
            }
        }
        let links = numbers
            .iter()
            .map(|it| format!("<a href=\"#s{it}\"><span class=\"unseen\">source </span>{it}</a>"));
        let links: Vec<String> = links.collect();
        let mut out = String::new();
        if !links.is_empty() {
            let _ = write!(out, "\u{a0}<sup class=\"cite\">{}</sup>", links.join(", "));
        }
        if let Some(Span::Mark(mark)) = weakness.map(Weakness::mark) {
            out += &self.mark(mark);
        }
        out
    }

    /// A mark, which the legend explains.
    pub fn mark(&mut self, mark: Mark) -> String {
        if !self.marks.contains(&mark) {
            self.marks.push(mark);
        }
        let class = if mark.is_gap() { "mark gap" } else { "mark" };
        format!(
            "<span class=\"{class}\" aria-hidden=\"true\">{}</span><span class=\"unseen\"> ({})</span>",
            escape(mark.sign(false)),
            escape(mark.meaning())
        )
    }

    /// A line of an answer.
    pub fn line(&mut self, line: &Line<'a>) -> String {
        let mut out = String::new();
        for span in line {
            match span {
                Span::Cite(citations) => {
                    out.truncate(out.trim_end().len());
                    let views: Vec<CitationView<'a>> = citations
                        .iter()
                        .map(|it| CitationView { source: it.source, section: None })
                        .collect();
                    out += &self.cite(&views, None);
                }
                Span::Mark(mark) => out += &self.mark(*mark),
                Span::Strong(text) => {
                    let _ = write!(out, "<strong>{}</strong>", escape(text));
                }
                Span::Alert(text) => {
                    let _ = write!(out, "<strong class=\"alert\">{}</strong>", escape(text));
                }
                Span::Text(text) | Span::Soft(text) | Span::Command(text) => out += &escape(text),
            }
        }
        out
    }

    /// A glance as it stands in a cell of a table.
    pub fn glance(&mut self, glance: &GlanceView<'a>) -> String {
        let said = escape(&start(glance.said(WORDS))).into_owned();
        match glance.gap {
            Some(gap) => {
                let mark = self.mark(mark(gap));
                format!("{mark} {said}{}", self.cite(&glance.lead, None))
            }
            None => format!("{said}{}", self.cite(&glance.lead, glance.weakness)),
        }
    }

    /// What a cell says at a glance, and whether its sources disagree.
    pub fn cell(&mut self, cell: &CellView<'a>) -> String {
        let lines: Vec<String> = cell.glance.iter().map(|it| self.glance(it)).collect();
        let mut out = lines.join("<br>");
        if !cell.conflicts.is_empty() {
            out += &self.mark(Mark::Disagree);
        }
        out
    }

    /// A statement in plain words, if it has any.
    pub fn statement(&mut self, statement: &StatementView<'a>) -> Option<String> {
        let said = escape(statement.plain?).into_owned();
        Some(format!("{said}{}", self.rests_on(&statement.sources, statement.weakness)))
    }

    /// The sources of a text; where there is little room the first that is as strong as all.
    pub fn rests_on(&mut self, sources: &[CitationView<'a>], weakness: Option<Weakness>) -> String {
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

/// A hundred circles, ten in a row: filled ones for those who had it, a ring with a dot for less than
/// one person, rings for the others. They differ in form, not in color alone. Each row is one line of
/// round dashes, so that a hundred circles take little room.
pub fn circles(share: OfHundred, name: &str) -> String {
    let had = usize::from(share.whole);
    let mut out =
        format!("<svg viewBox=\"0 0 100 100\" role=\"img\" aria-label=\"{}\">", escape(name));
    let rest = rows(had, 100);
    for class in ["ring", "hole"].into_iter().filter(|_| !rest.is_empty()) {
        let _ = write!(out, "<path class=\"{class}\" d=\"{rest}\"/>");
    }
    if had > 0 {
        let _ = write!(out, "<path class=\"had\" d=\"{}\"/>", rows(0, had));
    }
    if share.part && had < 100 {
        let _ = write!(out, "<path class=\"part\" d=\"{}\"/>", rows(had, had + 1));
    }
    out + "</svg>"
}

/// The rows of the circles from one to another, as the path of an SVG.
fn rows(from: usize, to: usize) -> String {
    let mut path = String::new();
    let mut at = from;
    while at < to {
        let end = to.min(at / 10 * 10 + 10);
        let x = |at: usize| at % 10 * 10 + 5;
        let _ = write!(path, "M{} {}H{}.1", x(at), at / 10 * 10 + 5, x(end - 1));
        at = end;
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_person_is_one_circle() {
        assert_eq!(rows(0, 12), "M5 5H95.1M5 15H15.1");
        assert_eq!(rows(98, 100), "M85 95H95.1");
        assert_eq!(rows(3, 3), "");
        let some = circles(OfHundred { whole: 35, part: false }, "35 of \"100\"");
        assert!(some.contains("aria-label=\"35 of &quot;100&quot;\"") && !some.contains("part"));
        let few = circles(OfHundred { whole: 0, part: true }, "x");
        assert!(few.contains("class=\"part\" d=\"M5 5H5.1\"") && !few.contains("class=\"had\""));
    }

    #[test]
    fn a_line_begins_with_a_capital_unless_that_is_another_word() {
        assert_eq!(start("not read yet"), "Not read yet");
        assert_eq!(start("eGFR 30 to 90"), "eGFR 30 to 90");
        assert_eq!(start(""), "");
    }
}
