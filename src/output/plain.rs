//! For pipes: one record a line, no borders, no colour, no wrapping, nothing cut off. A line begins
//! with the heading that it stands under, so that what `grep` finds says what it is about. Cells are
//! separated by tabs.

use super::document::{Block, Cell, Line, Page, Records, Span, Table};
use super::icons;
use super::text::{Safe, safe};

/// A page of plain text.
pub struct Plain {
    out: Safe,
    /// The last heading or subheading, and whether a line has begun with it.
    under: String,
    used: bool,
    /// Whether anything but rows was drawn.
    prose: bool,
    /// The numbers of the sources that each row cites, for rows that stand alone.
    cited: Vec<Vec<usize>>,
    /// The sources by those numbers, in their order.
    sources: Vec<String>,
}

impl Plain {
    /// An empty page.
    pub fn new() -> Self {
        let out = Safe::with_capacity(64 * 1024);
        let (under, cited, sources) = (String::new(), Vec::new(), Vec::new());
        Self { out, under, used: true, prose: false, cited, sources }
    }

    /// The page as text. One that is nothing but rows carries the sources and the colophon in them.
    pub fn into_text(self, colophon: &[String]) -> String {
        let text = self.out.into_text();
        if self.prose {
            return text;
        }
        let mut rows = String::with_capacity(text.len() * 2);
        for (line, cited) in text.lines().zip(&self.cited) {
            rows.push_str(line);
            let sources = cited.iter().filter_map(|&number| {
                let title = self.sources.get(number.checked_sub(1)?)?;
                Some(format!("[{number}] {title}"))
            });
            let sources = sources.collect::<Vec<_>>().join("; ");
            for field in std::iter::once(&sources).chain(colophon) {
                rows.push('\t');
                rows.push_str(field);
            }
            rows.push('\n');
        }
        rows
    }

    fn rows(&mut self, table: &Table<'_>) {
        for row in &table.rows {
            match table.records {
                Records::Rows => {
                    self.out.push(row.id);
                    for cell in &row.cells {
                        self.out.tab();
                        self.cell(cell);
                    }
                    self.out.end();
                    self.cited.push(numbers(row.cells.iter().flatten()));
                }
                Records::Cells => {
                    for (column, cell) in table.columns.iter().zip(&row.cells).skip(1) {
                        self.begin("");
                        self.out.push(row.id);
                        self.out.tab();
                        self.out.push(column);
                        self.out.tab();
                        self.cell(cell);
                        self.out.end();
                    }
                }
            }
        }
    }

    fn cell(&mut self, cell: &Cell<'_>) {
        for (index, line) in cell.iter().enumerate() {
            if index > 0 {
                self.out.push(" ");
            }
            self.line(line);
        }
    }

    /// Lets a heading that no line has begun with stand as a line itself.
    fn settle(&mut self) {
        if !std::mem::replace(&mut self.used, true) {
            self.out.push(&self.under);
            self.out.end();
        }
    }

    /// Leaves the last heading, for the next one or for none.
    fn leave(&mut self, next: &str) {
        self.settle();
        self.used = next.is_empty();
        self.under.clear();
        self.under.push_str(next);
    }

    /// Begins a line with the heading that it stands under; without one, with this.
    fn begin(&mut self, otherwise: &str) {
        self.used = true;
        if self.under.is_empty() {
            return self.out.push(otherwise);
        }
        self.out.push(&self.under);
        self.out.push(if self.under.ends_with('?') { " " } else { ": " });
    }

    fn line(&mut self, line: &Line<'_>) {
        for span in line {
            span.pieces(|piece| self.out.push(piece));
        }
    }
}

impl Page for Plain {
    fn block(&mut self, block: &Block<'_>) {
        if let Block::Table(table) = block {
            self.prose |= table.records == Records::Cells;
            return self.rows(table);
        }
        self.prose = true;
        match block {
            Block::Heading(text) | Block::Subheading(text) => return self.leave(text),
            Block::Title(text) => {
                self.leave("");
                self.out.push(text);
            }
            Block::Boxed { title, body } => {
                for line in body {
                    self.out.push(title);
                    self.out.push(": ");
                    self.line(line);
                    self.out.end();
                }
                return;
            }
            Block::Paragraph(line) => {
                self.begin("");
                self.line(line);
            }
            Block::Item(line) => {
                self.begin("- ");
                self.line(line);
            }
            Block::Note(line) => {
                self.settle();
                self.line(line);
            }
            Block::Icons(each) => {
                self.begin("");
                self.line(&each.sentence);
                self.out.tab();
                self.out.push(&icons::marks(each.whole, each.part));
            }
            Block::Verbatim(text) => {
                self.settle();
                self.out.push_lines(text);
            }
            Block::Table(_) => {}
        }
        self.out.end();
    }

    fn source(&mut self, number: usize, line: &Line<'_>) {
        self.leave("");
        if !self.prose {
            // Its title is enough to find it by among the sources.
            let mut title = String::new();
            line.first().iter().for_each(|span| span.pieces(|piece| title.push_str(piece)));
            self.sources.push(safe(&title));
        }
        if self.prose {
            for piece in ["[", &number.to_string(), "] "] {
                self.out.push(piece);
            }
            self.line(line);
            self.out.end();
        }
    }

    fn colophon(&mut self, lines: &[String]) {
        self.leave("");
        if self.prose {
            for line in lines {
                self.out.push(line);
                self.out.end();
            }
        }
    }
}

/// The numbers of the sources that lines cite, each once, in their order.
fn numbers<'l, 'a: 'l>(lines: impl Iterator<Item = &'l Line<'a>>) -> Vec<usize> {
    let mut numbers = Vec::new();
    for span in lines.flatten() {
        if let Span::Cite(citations) = span {
            numbers.extend(citations.iter().map(|citation| citation.number));
        }
    }
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}
