//! For pipes: one record a line, no borders, no colour, no wrapping, nothing cut off. Cells are
//! separated by tabs.

use std::fmt::Write as _;

use super::document::{Block, Cell, Document, Line, Records, Span, Table};
use super::text::{safe, safe_lines};

/// Draws a document.
pub fn draw(document: &Document) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        block_lines(&mut out, block, &document.colophon);
    }
    for (index, source) in document.sources.iter().enumerate() {
        let _ = writeln!(out, "[{}] {}", index + 1, flat(source));
    }
    // A document that is nothing but records carries its colophon in them.
    if !is_records(document) {
        for line in &document.colophon {
            let _ = writeln!(out, "{}", safe(line));
        }
    }
    out
}

fn is_records(document: &Document) -> bool {
    matches!(document.blocks.as_slice(), [Block::Table(_)])
}

fn block_lines(out: &mut String, block: &Block, colophon: &[String]) {
    let _ = match block {
        Block::Title(text) | Block::Heading(text) | Block::Subheading(text) => {
            writeln!(out, "{}", safe(text))
        }
        Block::Boxed { title, body } => {
            for line in body {
                let _ = writeln!(out, "{}: {}", safe(title), flat(line));
            }
            Ok(())
        }
        Block::Paragraph(line) | Block::Note(line) => writeln!(out, "{}", flat(line)),
        Block::Verbatim(text) => writeln!(out, "{}", safe_lines(text)),
        Block::Item(line) => writeln!(out, "- {}", flat(line)),
        Block::Table(table) => {
            table_lines(out, table, colophon);
            Ok(())
        }
    };
}

fn table_lines(out: &mut String, table: &Table, colophon: &[String]) {
    for row in &table.rows {
        match table.records {
            Records::Rows => {
                let mut fields = vec![safe(&row.id)];
                fields.extend(row.cells.iter().map(flat_cell));
                fields.extend(colophon.first().map(|line| safe(line)));
                let _ = writeln!(out, "{}", fields.join("\t"));
            }
            Records::Cells => {
                for (column, cell) in table.columns.iter().zip(&row.cells).skip(1) {
                    let id = safe(&row.id);
                    let _ = writeln!(out, "{id}\t{}\t{}", safe(column), flat_cell(cell));
                }
            }
        }
    }
}

fn flat_cell(cell: &Cell) -> String {
    cell.iter().map(flat).collect::<Vec<_>>().join(" ")
}

fn flat(line: &Line) -> String {
    safe(&line.iter().map(Span::plain).collect::<String>())
}
