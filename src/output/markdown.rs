//! Markdown with tables (GitHub's), for pages and tickets. What Markdown would take for its own
//! signs is escaped.

use std::fmt::Write as _;

use super::document::{Block, Cell, Line, Page, Span, Table};
use super::icons;

/// How wide the rows of an icon array are: two rows of fifty.
const MARKS: usize = 54;

/// A page of Markdown.
#[derive(Default)]
pub struct Markdown {
    out: String,
    /// Whether the last block was one of a list, whose next one follows without an empty line.
    list: bool,
    sources: bool,
}

impl Markdown {
    /// The page as text.
    pub fn into_text(self) -> String {
        self.out
    }

    fn paragraph(&mut self, text: &str) {
        self.gap(false);
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn gap(&mut self, list: bool) {
        let first = self.out.is_empty();
        if !first && (!self.list || !list) {
            self.out.push('\n');
        }
        self.list = list;
    }

    fn table(&mut self, table: &Table<'_>) {
        self.gap(false);
        let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let header = table.columns.iter().map(|column| escaped(column)).collect();
        self.out.push_str(&row(header));
        self.out.push_str(&row(table.columns.iter().map(|_| "---".to_owned()).collect()));
        for each in &table.rows {
            self.out.push_str(&row(each.cells.iter().map(cell).collect()));
        }
    }
}

impl Page for Markdown {
    fn block(&mut self, block: &Block<'_>) {
        match block {
            Block::Title(text) => self.paragraph(&format!("# {}", escaped(text))),
            Block::Heading(text) => self.paragraph(&format!("## {}", escaped(text))),
            Block::Subheading(text) => self.paragraph(&format!("### {}", escaped(text))),
            Block::Boxed { title, body } => {
                self.gap(false);
                let _ = write!(self.out, "> **{}**\n>\n", escaped(title).to_uppercase());
                for each in body {
                    let _ = writeln!(self.out, "> - {}", line(each));
                }
            }
            Block::Paragraph(each) | Block::Note(each) => self.paragraph(&line(each)),
            Block::Item(each) => {
                self.gap(true);
                let _ = writeln!(self.out, "- {}", line(each));
            }
            Block::Icons(each) => {
                self.paragraph(&line(&each.sentence));
                let marks = icons::rows(each.whole, each.part, MARKS).join("\n");
                self.paragraph(&format!("```text\n{marks}\n```"));
            }
            Block::Verbatim(text) => self.paragraph(&format!("```text\n{}\n```", text.trim_end())),
            Block::Table(each) => self.table(each),
        }
    }

    fn source(&mut self, number: usize, each: &Line<'_>) {
        if !self.sources {
            self.sources = true;
            self.paragraph("## Sources");
        }
        self.gap(true);
        // The number is text of its own, so that no list can renumber it.
        let _ = writeln!(self.out, "- \\[{number}\\] {}", line(each));
    }

    fn colophon(&mut self, lines: &[String]) {
        for each in lines {
            self.paragraph(&format!("*{}*", escaped(each)));
        }
    }
}

fn cell(cell: &Cell<'_>) -> String {
    cell.iter().map(line).collect::<Vec<_>>().join("<br>")
}

fn line(line: &Line<'_>) -> String {
    line.iter()
        .map(|span| {
            let mut text = String::new();
            span.pieces(|piece| text.push_str(&escaped(piece)));
            // Emphasis must not begin or end with a space.
            if matches!(span, Span::Strong(_)) && text.trim() == text && !text.is_empty() {
                format!("**{text}**")
            } else {
                text
            }
        })
        .collect()
}

/// The text without meaning to Markdown. Addresses keep theirs, and lead where they say.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            out.push(' ');
        }
        if word.starts_with("https://") || word.starts_with("http://") {
            let address = word.trim_end_matches(['.', ',', ';', ')']);
            let _ = write!(out, "<{}>{}", address.replace('|', "%7C"), &word[address.len()..]);
            continue;
        }
        for character in word.chars() {
            let own = r"\`*_{}[]<>#|~".contains(character);
            let leads = matches!(character, '-' | '+' | '=') && out.is_empty();
            if own || leads {
                out.push('\\');
            }
            if character == '&' {
                out.push_str("&amp;");
            } else if crate::dataset::wording::is_hidden(character) {
                out.extend(character.escape_unicode());
            } else {
                out.push(character);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::document::{Records, Row, line as plain};
    use super::*;

    #[test]
    fn what_markdown_would_obey_is_escaped() {
        assert_eq!(escaped("a|b *c* [1] <b> SALT_20 &"), r"a\|b \*c\* \[1\] \<b\> SALT\_20 &amp;");
        assert_eq!(escaped("see https://a.org/x_y."), "see <https://a.org/x_y>.");
    }

    #[test]
    fn a_cell_stays_in_its_row() {
        let cells = vec![vec![plain("a|b")], vec![plain("one"), plain("two")]];
        let table = Table {
            columns: vec!["A".into(), "B".into()],
            rows: vec![Row { id: "x", cells }],
            records: Records::Cells,
            prose: true,
        };
        let mut page = Markdown::default();
        page.block(&Block::Table(table));
        assert_eq!(page.into_text(), "| A | B |\n| --- | --- |\n| a\\|b | one<br>two |\n");
    }
}
