//! For pipes and screen readers: one record a line, no borders, no colour, no wrapping, nothing cut
//! off. A line begins with the headings that it stands under, so that what `grep` finds says what it
//! is about. Cells are separated by tabs, and say what their column is.

use super::document::{
    Block, Cell, Document, Fact, Group, Line, Row, Span, Table, spaced, unaligned,
};
use super::icons;
use super::text::{Safe, safe_in};

/// Draws a document as lines. One that is a table and nothing else becomes its rows and nothing
/// else: what they cite and what travels with every answer stands in their last fields.
pub fn draw(document: &Document<'_>, ascii: bool) -> String {
    let mut page = Plain { out: Safe::new(ascii), ascii, under: Default::default(), used: true };
    if let [Block::Table(table)] = document.blocks.as_slice() {
        page.lone_table(table, document);
        return page.out.into_text();
    }
    for block in &document.blocks {
        page.block(block);
    }
    page.leave(0, "");
    page.end_matter(document);
    page.out.into_text()
}

struct Plain {
    out: Safe,
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
                self.line(line);
                self.out.end();
            }
            Block::Heading(text) => self.leave(0, text),
            Block::Subheading(text) => self.leave(1, text),
            Block::Boxed { title, body, .. } => {
                self.settle();
                for line in body {
                    self.out.push(&title.to_uppercase());
                    self.out.push(": ");
                    self.line(line);
                    self.out.end();
                }
                if body.is_empty() {
                    self.out.push(&title.to_uppercase());
                    self.out.end();
                }
            }
            Block::Paragraph(line) => {
                self.begin();
                self.line(line);
                self.out.end();
            }
            Block::Item(line) => {
                self.begin();
                if self.under.iter().all(String::is_empty) {
                    self.out.push("- ");
                }
                self.line(line);
                self.out.end();
            }
            Block::Note(line) => {
                self.settle();
                self.line(line);
                self.out.end();
            }
            Block::Facts(facts) => self.facts(facts),
            Block::Table(table) => self.table(table),
            Block::Icons(each) => {
                self.begin();
                self.line(&each.sentence);
                self.out.tab();
                self.out.push(&icons::marks(each.whole, each.part));
                self.out.end();
            }
            Block::Verbatim(text) => {
                self.settle();
                self.out.push_lines(text);
                self.out.end();
            }
        }
    }

    fn facts(&mut self, facts: &[Fact<'_>]) {
        let mut above: &str = "";
        for fact in facts {
            if !fact.sub {
                above = &fact.label;
            }
            for line in &fact.lines {
                self.begin();
                if fact.sub && !above.is_empty() {
                    self.label(above);
                }
                self.label(&fact.label);
                self.line(line);
                self.out.end();
            }
        }
    }

    fn table(&mut self, table: &Table<'_>) {
        let columns = 0..table.columns.len();
        let long: Vec<String> = columns.clone().map(|at| table.name(at)).collect();
        if columns.zip(&long).any(|(at, long)| table.short_name(at) != *long) {
            // What the short names leave out.
            self.begin();
            for name in &long {
                self.out.tab();
                self.out.push(name);
            }
            self.out.end();
        }
        let mut above: Option<&Row<'_>> = None;
        for row in &table.rows {
            if row.is_heading() {
                above = Some(row);
                continue;
            }
            above = above.filter(|_| row.sub);
            self.begin();
            self.out.push(&row.id);
            self.out.tab();
            if let Some(label) = above.and_then(|it| it.cells.first()) {
                self.cell(label);
                self.out.push(": ");
            }
            row.cells.first().into_iter().for_each(|cell| self.cell(cell));
            if row.across {
                self.out.tab();
                row.cells.get(1).into_iter().for_each(|cell| self.cell(cell));
            } else {
                self.groups(&table.groups(row));
            }
            self.out.end();
        }
    }

    /// The cells of a row, each behind the name of its column.
    fn groups(&mut self, groups: &[Group<'_, '_>]) {
        for group in groups {
            self.out.tab();
            if !group.name.is_empty() {
                self.label(&group.name);
            }
            for (index, (own, cell)) in group.cells.iter().enumerate() {
                self.out.push(if index > 0 { ", " } else { "" });
                if !own.is_empty() {
                    self.out.push(own);
                    self.out.push(" ");
                }
                self.cell(cell);
            }
        }
    }

    fn lone_table(&mut self, table: &Table<'_>, document: &Document<'_>) {
        for row in &table.rows {
            self.out.push(&row.id);
            for cell in &row.cells {
                self.out.tab();
                self.cell(cell);
            }
            self.out.tab();
            for (index, number) in numbers(row).into_iter().enumerate() {
                let Some(source) = document.sources.get(number.wrapping_sub(1)) else { continue };
                self.out.push(if index > 0 { "; " } else { "" });
                self.out.push(&format!("[{number}] {}", source.short));
            }
            for piece in &document.colophon {
                self.out.tab();
                self.out.push(piece);
            }
            self.out.end();
        }
    }

    /// The legend, the sources, and what travels with every answer.
    fn end_matter(&mut self, document: &Document<'_>) {
        let marks = document.legend();
        for (index, mark) in marks.iter().enumerate() {
            self.out.push(if index > 0 { " · " } else { "" });
            self.out.push(mark.sign(self.ascii));
            self.out.push(" ");
            self.out.push(mark.meaning());
        }
        if !marks.is_empty() {
            self.out.end();
        }
        for (index, source) in document.sources.iter().enumerate() {
            self.out.push(&format!("[{}] ", index + 1));
            if document.full_sources {
                self.line(&source.full);
            } else {
                self.out.push(&source.short);
            }
            self.out.end();
        }
        for piece in &document.colophon {
            self.out.push(piece);
            self.out.end();
        }
    }

    fn cell(&mut self, cell: &Cell<'_>) {
        let mut between = "";
        for line in cell {
            self.out.push(between);
            self.line(line);
            // What stands over the next line goes on there.
            let heads = line.last().is_some_and(|span| span.text(false).ends_with(':'));
            between = if heads { " " } else { "; " };
        }
    }

    fn line(&mut self, line: &Line<'_>) {
        let mut text = String::new();
        for (space, span) in spaced(line) {
            text.push_str(if space { " " } else { "" });
            text.push_str(&unaligned(&span.text(self.ascii)));
        }
        // What stands apart to be aligned stands in a record of its own here.
        for (index, word) in text.split(' ').filter(|word| !word.is_empty()).enumerate() {
            self.out.push(if index > 0 { " " } else { "" });
            self.out.push(word);
        }
    }

    fn label(&mut self, label: &str) {
        let label = safe_in(label, self.ascii);
        self.out.push(&label);
        self.out.push(if label.ends_with(['?', ':']) { " " } else { ": " });
    }

    /// Lets headings that no line has begun with stand as a line themselves.
    fn settle(&mut self) {
        if !std::mem::replace(&mut self.used, true) {
            let under: Vec<&str> =
                self.under.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
            self.out.push(&under.join(": "));
            self.out.end();
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

    /// Begins a line with the headings that it stands under.
    fn begin(&mut self) {
        self.used = true;
        let under = std::mem::take(&mut self.under);
        for text in under.iter().filter(|text| !text.is_empty()) {
            self.label(text);
        }
        self.under = under;
    }
}

/// The numbers of the sources that a row cites, each once, in their order.
fn numbers(row: &Row<'_>) -> Vec<usize> {
    let mut numbers = Vec::new();
    for span in row.cells.iter().flatten().flatten() {
        if let Span::Cite(citations) = span {
            numbers.extend(citations.iter().map(|citation| citation.number));
        }
    }
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

#[cfg(test)]
mod tests {
    use super::super::document::{Citation, Mark, Source, line};
    use super::*;

    fn cite(source: &'static str) -> Span<'static> {
        Span::Cite(vec![Citation { source, section: None, number: 0 }])
    }

    fn drawn(blocks: Vec<Block<'static>>) -> String {
        let colophon = vec!["Dataset 1".to_owned(), "not advice".to_owned()];
        let document = Document { blocks, colophon, ..Document::default() };
        let document = document.finish(|id| {
            Some(Source { id, short: format!("label {id}"), full: Vec::new(), url: None })
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
            prose: false,
            numbers: Vec::new(),
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
