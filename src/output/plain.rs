//! For pipes: one record a line, no borders, no colour, no wrapping, nothing cut off. Cells are
//! separated by tabs.

use super::document::{Block, Cell, Line, Page, Records, Table};
use super::text::Safe;

/// A page of plain text.
pub struct Plain {
    out: Safe,
    /// Whether anything but rows was drawn.
    prose: bool,
}

impl Plain {
    /// An empty page.
    pub fn new() -> Self {
        Self { out: Safe::with_capacity(64 * 1024), prose: false }
    }

    /// The page as text. One that is nothing but rows carries the colophon in them.
    pub fn into_text(self, colophon: &[String]) -> String {
        let text = self.out.into_text();
        match colophon.first() {
            Some(line) if !self.prose => text.replace('\n', &format!("\t{line}\n")),
            _ => text,
        }
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
                }
                Records::Cells => {
                    for (column, cell) in table.columns.iter().zip(&row.cells).skip(1) {
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
            Block::Title(text) | Block::Heading(text) | Block::Subheading(text) => {
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
            Block::Paragraph(line) | Block::Note(line) => self.line(line),
            Block::Item(line) => {
                self.out.push("- ");
                self.line(line);
            }
            Block::Verbatim(text) => self.out.push_lines(text),
            Block::Table(_) => {}
        }
        self.out.end();
    }

    fn source(&mut self, number: usize, line: &Line<'_>) {
        if self.prose {
            self.out.push(&format!("[{number}] "));
            self.line(line);
            self.out.end();
        }
    }

    fn colophon(&mut self, lines: &[String]) {
        if self.prose {
            for line in lines {
                self.out.push(line);
                self.out.end();
            }
        }
    }
}
