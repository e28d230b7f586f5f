//! For pipes and screen readers: one record a line, no borders, no colour, no wrapping, nothing cut
//! off. A line begins with the headings that it stands under, so that what `grep` finds says what it
//! is about. Cells are separated by tabs, and say what their column is.

use std::borrow::Cow;

use itertools::Itertools as _;

use super::document::{
    Block, Cell, Document, Fact, Group, Line, Mark, Row, Span, Table, spaced, unaligned,
};
use super::icons;
use super::text::{safe_in, safe_lines};

/// Draws a document as lines. One that is a table and nothing else becomes its rows and nothing
/// else: what they cite and what travels with every answer stands in their last fields.
pub fn draw(document: &Document<'_>, ascii: bool) -> String {
    let mut page = Plain { out: String::new(), ascii, under: Default::default(), used: true };
    if let [Block::Table(table)] = document.blocks.as_slice() {
        page.lone_table(table, document);
        return page.out;
    }
    for block in &document.blocks {
        page.block(block);
    }
    page.leave(0, "");
    page.end_matter(document);
    page.out
}

struct Plain {
    out: String,
    ascii: bool,
    /// The last heading and subheading, and whether a line has begun with them.
    under: [String; 2],
    used: bool,
}

impl Plain {
    fn block(&mut self, block: &Block<'_>) {
        match block {
            Block::Title(line) => {
                self.leave(0, "");
                self.put(&self.line(line));
            }
            Block::Heading(text) => self.leave(0, text),
            Block::Subheading(text) => self.leave(1, text),
            Block::Boxed { title, body, .. } => {
                self.settle();
                let title = self.safe(&title.to_uppercase()).into_owned();
                if body.is_empty() {
                    self.put(&title);
                }
                for line in body {
                    self.put(&format!("{title}: {}", self.line(line)));
                }
            }
            Block::Paragraph(line) => self.put_under(&self.line(line)),
            Block::Item(line) => {
                let sign = if self.under.iter().all(String::is_empty) { "- " } else { "" };
                self.put_under(&format!("{sign}{}", self.line(line)));
            }
            Block::Note(line) => {
                self.settle();
                self.put(&self.line(line));
            }
            Block::Facts(facts) => self.facts(facts),
            Block::Table(table) => self.table(table),
            Block::Icons(each) => {
                let marks = icons::marks(each.whole, each.part);
                self.put_under(&format!("{}\t{marks}", self.line(&each.sentence)));
            }
            Block::Verbatim(text) => {
                self.settle();
                self.put(&safe_lines(text, self.ascii));
            }
        }
    }

    fn facts(&mut self, facts: &[Fact<'_>]) {
        let mut above = String::new();
        for fact in facts {
            let mut label = self.label(&fact.label);
            if fact.sub {
                label = format!("{above}{label}");
            } else {
                above.clone_from(&label);
            }
            for line in &fact.lines {
                self.put_under(&format!("{label}{}", self.line(line)));
            }
        }
    }

    fn table(&mut self, table: &Table<'_>) {
        let columns = 0..table.columns.len();
        let long: Vec<String> = columns.clone().map(|at| table.name(at)).collect();
        if columns.zip(&long).any(|(at, long)| table.short_name(at) != *long) {
            // What the short names leave out.
            let long: Vec<_> = long.iter().map(|name| self.safe(name)).collect();
            self.put_under(&format!("\t{}", long.join("\t")));
        }
        let mut above: Option<&Row<'_>> = None;
        for row in &table.rows {
            if row.is_heading() {
                above = Some(row);
                continue;
            }
            above = above.filter(|_| row.sub);
            let cell = |at: usize| row.cells.get(at).map_or_else(String::new, |it| self.cell(it));
            let heading = above.and_then(|it| it.cells.first()).map(|it| self.cell(it) + ": ");
            let heading = heading.unwrap_or_default();
            let rest = if row.across {
                format!("\t{}", cell(1))
            } else {
                table.groups(row).iter().map(|group| self.group(group)).collect()
            };
            let id = self.safe(&row.id);
            self.put_under(&format!("{id}\t{heading}{}{rest}", cell(0)));
        }
    }

    /// Cells of a row behind the name of their column.
    fn group(&self, group: &Group<'_, '_>) -> String {
        let name = if group.name.is_empty() { String::new() } else { self.label(&group.name) };
        let cells = group.cells.iter().map(|(own, cell)| {
            let space = if own.is_empty() { "" } else { " " };
            format!("{}{space}{}", self.safe(own), self.cell(cell))
        });
        format!("\t{name}{}", cells.collect::<Vec<_>>().join(", "))
    }

    fn lone_table(&mut self, table: &Table<'_>, document: &Document<'_>) {
        let colophon = document.colophon.iter().map(|it| self.safe(it).into_owned());
        let colophon: Vec<String> = colophon.collect();
        for row in &table.rows {
            let sources = numbers(row).into_iter().filter_map(|number| {
                let source = document.sources.get(number.wrapping_sub(1))?;
                Some(format!("[{number}] {}", self.safe(&source.short)))
            });
            let sources = sources.collect::<Vec<_>>().join("; ");
            let mut fields = vec![self.safe(&row.id).into_owned()];
            fields.extend(row.cells.iter().map(|cell| self.cell(cell)));
            fields.push(sources);
            fields.extend(colophon.iter().cloned());
            self.put(&fields.join("\t"));
        }
    }

    /// The legend, the sources, and what travels with every answer.
    fn end_matter(&mut self, document: &Document<'_>) {
        let marks = document.legend();
        let said = |mark: &Mark| format!("{} {}", mark.sign(self.ascii), mark.meaning());
        let legend = marks.iter().map(said).collect::<Vec<_>>().join(" · ");
        if !marks.is_empty() {
            self.put(&self.safe(&legend));
        }
        for (number, source) in (1_usize..).zip(&document.sources) {
            let said = if document.full_sources {
                self.line(&source.full)
            } else {
                self.safe(&source.short).into_owned()
            };
            self.put(&format!("[{number}] {said}"));
        }
        for piece in &document.colophon {
            self.put(&self.safe(piece));
        }
    }

    fn cell(&self, cell: &Cell<'_>) -> String {
        let mut out = String::new();
        let mut between = "";
        for line in cell {
            out.push_str(between);
            out.push_str(&self.line(line));
            // What stands over the next line goes on there.
            let heads = line.last().is_some_and(|span| span.text(false).ends_with(':'));
            between = if heads { " " } else { "; " };
        }
        out
    }

    fn line(&self, line: &Line<'_>) -> String {
        let mut text = String::new();
        for (space, span) in spaced(line) {
            text.push_str(if space { " " } else { "" });
            text.push_str(&unaligned(&span.text(self.ascii)));
        }
        // What stands apart to be aligned stands in a record of its own here.
        let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        self.safe(&words.join(" ")).into_owned()
    }

    fn label(&self, label: &str) -> String {
        let label = self.safe(label);
        format!("{label}{}", if label.ends_with(['?', ':']) { " " } else { ": " })
    }

    fn safe<'t>(&self, text: &'t str) -> Cow<'t, str> {
        safe_in(text, self.ascii)
    }

    /// Adds a line of safe text, with tabs between its fields.
    fn put(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    /// The same behind the headings that it stands under.
    fn put_under(&mut self, line: &str) {
        self.used = true;
        let under = self.under.iter().filter(|text| !text.is_empty());
        let under: String = under.map(|text| self.label(text)).collect();
        self.put(&(under + line));
    }

    /// Lets headings that no line has begun with stand as a line themselves.
    fn settle(&mut self) {
        if !std::mem::replace(&mut self.used, true) {
            let under: Vec<&str> =
                self.under.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
            self.put(&self.safe(&under.join(": ")));
        }
    }

    /// Leaves the heading of this level, for the next one or for none.
    fn leave(&mut self, level: usize, next: &str) {
        if level == 0 || !self.under[1].is_empty() {
            self.settle();
        }
        self.used = next.is_empty();
        for (at, under) in self.under.iter_mut().enumerate().skip(level) {
            *under = if at == level { next.to_owned() } else { String::new() };
        }
    }
}

/// The numbers of the sources that a row cites, each once, in their order.
fn numbers(row: &Row<'_>) -> Vec<usize> {
    let citations = row.cells.iter().flatten().flatten().flat_map(|span| match span {
        Span::Cite(citations) => citations.as_slice(),
        _ => &[],
    });
    citations.map(|citation| citation.number).sorted_unstable().dedup().collect()
}

#[cfg(test)]
mod tests {
    use super::super::document::{Citation, Source, line};
    use super::*;

    fn cite(source: &'static str) -> Span<'static> {
        Span::Cite(vec![Citation { source, section: None, number: 0 }])
    }

    fn drawn(blocks: Vec<Block<'static>>) -> String {
        let colophon = vec!["Dataset 1".to_owned(), "not advice".to_owned()];
        let document = Document { blocks, colophon, ..Document::default() };
        let document = document.finish(|id| {
            Some(Source { short: format!("label {id}"), full: Vec::new(), url: None })
        });
        draw(&document, false)
    }

    fn table() -> Table<'static> {
        let row = |id: &'static str, first: &'static str, second| Row {
            id: id.into(),
            cells: vec![vec![line(first)], vec![vec![Span::Text(second), cite("a")]]],
            ..Row::default()
        };
        Table {
            columns: vec![vec!["Name".into()], vec!["Form".into()]],
            rows: vec![row("x", "X", "tablet".into()), row("y", "Y\u{1b}", "cream".into())],
            ..Table::default()
        }
    }

    #[test]
    fn a_table_alone_is_its_rows_with_what_they_cite_behind() {
        assert_eq!(
            drawn(vec![Block::Table(table())]),
            "x\tX\ttablet [1]\t[1] label a\tDataset 1\tnot advice\n\
             y\tY\\u{1b}\tcream [1]\t[1] label a\tDataset 1\tnot advice\n"
        );
    }

    #[test]
    fn every_line_says_what_it_is_about() {
        let fact = |label: &'static str, sub| Fact {
            label: label.into(),
            sub,
            lines: vec![vec![Span::Text("text".into()), cite("b"), Span::Mark(Mark::Disagree)]],
        };
        let boxed =
            Block::Boxed { title: "Boxed warning".into(), body: vec![line("death")], glance: true };
        let blocks = vec![
            Block::Title(line("X  examplinib")),
            boxed,
            Block::Heading("How?".into()),
            Block::Facts(vec![fact("Dose", false), fact("kidney", true)]),
            Block::Subheading("Empty".into()),
            Block::Heading("Forms".into()),
            Block::Table(table()),
            Block::Note(line("next")),
        ];
        assert_eq!(
            drawn(blocks),
            "\
X examplinib
BOXED WARNING: death
How? Dose: text [1]≠
How? Dose: kidney: text [1]≠
How?: Empty
Forms: x\tX\tForm: tablet [2]
Forms: y\tY\\u{1b}\tForm: cream [2]
next
≠ sources disagree
[1] label b
[2] label a
Dataset 1
not advice
"
        );
    }
}
