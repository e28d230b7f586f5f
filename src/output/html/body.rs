//! The inside of a page, block by block.

use std::borrow::Cow;
use std::collections::HashMap;

use itertools::Itertools as _;
use maud::{Markup, html};

use super::super::document::{
    Block, Cell, Citation, Document, Fact, Line, Row, Source, Span, Table, spaced, unaligned,
};
use super::{circles, legend, link, linked, marked};

/// The answer, its legend and sources, and what travels with it, as the inside of a page.
pub fn body(document: &Document<'_>) -> Markup {
    let mut body = Body::new();
    let is_item = |block: &Block<'_>| matches!(block, Block::Item(_));
    html! {
        main #main tabindex="-1" {
            @if document.title().is_none() { h1.unseen { "jakref" } "\n" }
            @for run in document.blocks.chunk_by(|one, next| is_item(one) && is_item(next)) {
                @if is_item(&run[0]) {
                    ul { @for block in run { (body.block(block)) } } "\n"
                } @else {
                    (body.block(&run[0])) "\n"
                }
            }
        }
        footer {
            (legend(&document.legend()))
            (body.sources(document))
            @if !document.colophon.is_empty() { p.colophon { (document.colophon.join(" · ")) } }
        }
    }
}

struct Body {
    /// The anchors that are taken, and the first number that may be free behind each.
    anchors: HashMap<String, usize>,
    /// How often each source was cited so far.
    cited: HashMap<usize, usize>,
    /// Whether a heading stands over the subheadings; else they take its level.
    headed: bool,
}

impl Body {
    fn new() -> Self {
        let anchors = HashMap::from([("main".to_owned(), 2)]);
        Self { anchors, cited: HashMap::new(), headed: false }
    }

    fn block(&mut self, block: &Block<'_>) -> Markup {
        match block {
            Block::Title(line) => {
                let parts = line.iter().any(|span| matches!(span, Span::Strong(_)));
                html! { h1 class=[(!parts).then_some("whole")] { (self.line(line)) } }
            }
            Block::Heading(text) => {
                self.headed = true;
                html! { h2 #(self.anchor(text)) { (text) } }
            }
            Block::Subheading(text) if self.headed => html! { h3 #(self.anchor(text)) { (text) } },
            Block::Subheading(text) => html! { h2 #(self.anchor(text)) { (text) } },
            Block::Boxed { title, body, glance } => self.boxed(title, body, *glance),
            Block::Paragraph(line) => html! { p { (self.line(line)) } },
            Block::Item(line) => html! { li { (self.line(line)) } },
            Block::Note(line) => html! { p.note { (self.line(line)) } },
            Block::Facts(facts) => self.facts(facts),
            Block::Table(table) => self.table(table),
            Block::Icons(each) => {
                let less = if each.part { " and less than one more" } else { "" };
                let name = format!("{}{less} of 100 people", each.whole);
                html! {
                    figure {
                        figcaption { (self.line(&each.sentence)) }
                        (circles(each.whole, each.part, &name))
                    }
                }
            }
            Block::Verbatim(text) => html! { pre { (text.trim_end()) } },
        }
    }

    /// A name for an anchor that no other has: words of letters and digits.
    fn anchor(&mut self, text: &str) -> String {
        let text = text.to_ascii_lowercase();
        let words = text.split(|it: char| !it.is_ascii_alphanumeric());
        let name = words.filter(|word| !word.is_empty()).join("-");
        // Those of the sources, `s1`, and of their citations, `c1`, are theirs.
        let numbered =
            |it: &str| it.strip_prefix(['s', 'c']).is_some_and(|it| it.parse::<usize>().is_ok());
        let name = match name.as_str() {
            "" => "part".to_owned(),
            it if numbered(it) => format!("{name}-"),
            _ => name,
        };
        let mut free = name.clone();
        let mut next = self.anchors.get(&name).copied().unwrap_or(2);
        while self.anchors.contains_key(&free) {
            free = format!("{name}-{next}");
            next += 1;
        }
        self.anchors.insert(free.clone(), 2);
        self.anchors.insert(name, next);
        free
    }

    /// A boxed warning: a group with a heading. It is no landmark, for there may be one for each treatment.
    fn boxed(&mut self, title: &str, body: &[Line<'_>], glance: bool) -> Markup {
        let anchor = self.anchor(title);
        html! {
            div.boxed.glance[glance] role="group" aria-labelledby=(anchor) {
                // In a glance the first line runs on behind the heading.
                h2 #(anchor) { (title) } "\n"
                @if body.len() > 1 && !glance {
                    ul { @for line in body { li { (self.line(line)) } } }
                } @else {
                    @for line in body { p { (self.line(line)) } "\n" }
                }
            }
        }
    }

    fn facts(&mut self, facts: &[Fact<'_>]) -> Markup {
        let questions = facts.iter().any(|fact| fact.label.chars().count() > 32);
        html! {
            dl class=[questions.then_some("questions")] {
                @for fact in facts {
                    div class=[fact.sub.then_some("sub")] {
                        dt { (fact.label) }
                        dd {
                            @if let [line] = fact.lines.as_slice() {
                                (self.line(line))
                            } @else {
                                @for line in &fact.lines { p { (self.line(line)) } }
                            }
                        }
                    }
                }
            }
        }
    }

    fn table(&mut self, table: &Table<'_>) -> Markup {
        html! {
            table {
                @if !table.columns.iter().flatten().all(|line| line.is_empty()) {
                    thead { (header(table)) }
                }
                tbody { @for row in &table.rows { (self.row(table, row)) } }
            }
        }
    }

    fn row(&mut self, table: &Table<'_>, row: &Row<'_>) -> Markup {
        let columns = table.columns.len();
        let is_group = row.is_heading() && columns > 1;
        let label = row.cells.first().map(|cell| self.cell(cell)).unwrap_or_default();
        html! {
            tr class=[row.sub.then_some("sub").or(is_group.then_some("group"))] {
                @if is_group {
                    th colspan=(columns) scope="row" { (label) }
                } @else if row.across {
                    @let text = row.cells.get(1).map(|cell| self.cell(cell)).unwrap_or_default();
                    @if label.0.is_empty() {
                        td colspan=(columns) { (text) }
                    } @else {
                        th scope="row" { (label) }
                        td colspan=(columns.saturating_sub(1).max(1)) { (text) }
                    }
                } @else {
                    th scope="row" { (label) }
                    @for at in 1..columns {
                        @let text = row.cells.get(at).map(|cell| self.cell(cell)).unwrap_or_default();
                        @let name = table.short_name(at);
                        td class=[table.is_number(at).then_some("number")] {
                            // On a phone, where the headings have no room.
                            @if !name.is_empty() && !text.0.is_empty() {
                                span.label { (name) ": " }
                            }
                            (text)
                        }
                    }
                }
            } "\n"
        }
    }

    fn cell(&mut self, cell: &Cell<'_>) -> Markup {
        html! {
            @if let [line] = cell.as_slice() {
                (self.line(line))
            } @else {
                @for (index, line) in cell.iter().enumerate() {
                    @if index > 0 { " " }
                    span.line { (self.line(line)) }
                }
            }
        }
    }

    fn line(&mut self, line: &Line<'_>) -> Markup {
        html! {
            @for (space, span) in spaced(line) {
                @if space { " " }
                @match span {
                    Span::Text(text) => (linked(&unaligned(text))),
                    Span::Strong(text) => strong { (unaligned(text)) },
                    Span::Alert(text) => strong.alert { (unaligned(text)) },
                    Span::Soft(text) => span.soft { (linked(&unaligned(text))) },
                    Span::Command(text) => code { (text) },
                    Span::Mark(mark) => (marked(*mark)),
                    Span::Cite(citations) => span.cite { "[" (self.cite(citations)) "]" },
                }
            }
        }
    }

    /// Citations, each leading to its source. The first of a source can be led back to.
    fn cite(&mut self, citations: &[Citation<'_>]) -> Markup {
        let again = |at: usize| at > 0 && citations[at - 1].number == citations[at].number;
        html! {
            @for (index, Citation { number, section, .. }) in citations.iter().enumerate() {
                @if index > 0 { ", " }
                @if let Some(section) = section.filter(|_| again(index)) {
                    (section)
                } @else {
                    @let count = self.cited.entry(*number).and_modify(|it| *it += 1).or_insert(1);
                    @let id = (*count == 1).then(|| format!("c{number}"));
                    a id=[id] href={ "#s" (number) } {
                        span.unseen { "source " } (number)
                        @if let Some(section) = section { " §" (section) }
                    }
                }
            }
        }
    }

    fn sources(&mut self, document: &Document<'_>) -> Markup {
        html! {
            @if !document.sources.is_empty() {
                section.sources aria-labelledby="sources" {
                    h2 #sources { "Sources" }
                    ol {
                        @for (number, source) in (1_usize..).zip(&document.sources) {
                            li id={ "s" (number) } {
                                span.number { "[" (number) "]" } " "
                                span {
                                    @if document.full_sources {
                                        (self.line(&source.full))
                                    } @else {
                                        (short(source))
                                    }
                                    @if self.cited.contains_key(&number) { " " (back(number)) }
                                }
                            } "\n"
                        }
                    }
                }
            }
        }
    }
}

/// The headings: in one row, or in two where one runs on over several columns.
fn header(table: &Table<'_>) -> Markup {
    html! {
        @if !table.over.is_empty() {
            tr {
                @for at in 0..table.columns.len() {
                    @match table.over(at) {
                        None => td {},
                        Some((run, lines)) if run.start == at => {
                            th colspan=(run.len()) scope="colgroup" {
                                @for (index, line) in lines.iter().enumerate() {
                                    @if index > 0 { br; }
                                    (line)
                                }
                            }
                        },
                        // What runs on over it stands there already.
                        Some(_) => {},
                    }
                }
            }
        }
        tr {
            @for (at, column) in table.columns.iter().enumerate() {
                (heading(column, table.is_number(at)))
            }
        }
    }
}

fn heading(lines: &[Cow<'_, str>], number: bool) -> Markup {
    html! {
        // An empty heading is no heading.
        @if lines.iter().all(|line| line.is_empty()) {
            td {}
        } @else {
            th class=[number.then_some("number")] scope="col" {
                @for (index, line) in lines.iter().enumerate() {
                    @if index == 0 { (line) } @else { br; span.more { (line) } }
                }
            }
        }
    }
}

/// A source in a few words, which lead to its address.
fn short(source: &Source<'_>) -> Markup {
    html! {
        @match source.url.and_then(link) {
            Some(address) => a href=(address) { (source.short) },
            None => (source.short),
        }
    }
}

fn back(number: usize) -> Markup {
    html! {
        a.back href={ "#c" (number) } {
            span aria-hidden="true" { "↑" }
            span.unseen { "back to where source " (number) " is cited" }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_all_different() {
        let mut body = Body::new();
        let anchors = ["Dose", "dose", "Dose 3", "dose", "S1", "\u{4e00}", "main", ""]
            .map(|text| body.anchor(text));
        assert_eq!(
            anchors,
            ["dose", "dose-2", "dose-3", "dose-4", "s1-", "part", "main-2", "part-2"]
        );
    }
}
