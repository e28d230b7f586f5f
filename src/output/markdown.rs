//! Markdown with tables (GitHub's), for pages and tickets. Every text from outside goes through
//! [`escaped`], every address through [`link`].

use std::fmt::Write as _;

use super::document::{Block, Cell, Document, Line, Row, Source, Span, Table, spaced, unaligned};
use super::icons;
use super::text::{is_hidden, link};

/// How wide the rows of an icon array are: two rows of fifty.
const MARKS: usize = 54;

/// What stands before a row that belongs to the one above.
const INDENT: &str = "&nbsp;&nbsp;";

/// Draws a document as a page of Markdown.
pub fn draw(document: &Document<'_>) -> String {
    let mut page = Markdown { out: String::new(), list: false, headed: false };
    for block in &document.blocks {
        page.block(block);
    }
    page.end_matter(document);
    page.out
}

struct Markdown {
    out: String,
    /// Whether the last block was one of a list, whose next one follows without an empty line.
    list: bool,
    /// Whether a heading stands over the subheadings; else they take its level.
    headed: bool,
}

impl Markdown {
    fn block(&mut self, block: &Block<'_>) {
        match block {
            Block::Title(each) => self.paragraph(&format!("# {}", line(each))),
            Block::Heading(text) => {
                self.headed = true;
                self.paragraph(&format!("## {}", escaped(text)));
            }
            Block::Subheading(text) => {
                let level = if self.headed { "###" } else { "##" };
                self.paragraph(&format!("{level} {}", escaped(text)));
            }
            Block::Boxed { title, body, glance } => self.boxed(title, body, *glance),
            Block::Paragraph(each) | Block::Note(each) => self.paragraph(&line(each)),
            Block::Item(each) => self.item("", &line(each)),
            Block::Facts(facts) => {
                for fact in facts {
                    let indent = if fact.sub { "  " } else { "" };
                    let label = escaped(&fact.label);
                    let colon = if label.ends_with(['?', ':']) { "" } else { ":" };
                    self.item(indent, &format!("**{label}{colon}** {}", cell(&fact.lines)));
                }
            }
            Block::Icons(each) => {
                self.paragraph(&line(&each.sentence));
                self.verbatim(&icons::rows(each.whole, each.part, MARKS).join("\n"));
            }
            Block::Verbatim(text) => self.verbatim(text),
            Block::Table(each) => self.table(each),
        }
    }

    fn paragraph(&mut self, text: &str) {
        self.gap(false);
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn item(&mut self, indent: &str, text: &str) {
        self.gap(true);
        let _ = writeln!(self.out, "{indent}- {}", text.trim_end());
    }

    fn gap(&mut self, list: bool) {
        let first = self.out.is_empty();
        if !first && (!self.list || !list) {
            self.out.push('\n');
        }
        self.list = list;
    }

    fn boxed(&mut self, title: &str, body: &[Line<'_>], glance: bool) {
        self.gap(false);
        let title = escaped(&title.to_uppercase());
        let mut body = body.iter();
        let first = if glance { body.next().map(line).unwrap_or_default() } else { String::new() };
        let _ = writeln!(self.out, "{}", format!("> **{title}** {first}").trim_end());
        if !glance {
            self.out.push_str(">\n");
        }
        for each in body {
            // Two lines of a glance stay two.
            let sign = if glance { ">\n> " } else { "> - " };
            let _ = writeln!(self.out, "{sign}{}", line(each));
        }
    }

    /// Text between fences that are longer than any in it.
    fn verbatim(&mut self, text: &str) {
        let longest = text.split(|it| it != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat((longest + 1).max(3));
        self.paragraph(&format!("{fence}text\n{}\n{fence}", super::text::safe_lines(text, false)));
    }

    fn table(&mut self, table: &Table<'_>) {
        self.gap(false);
        let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let columns = 0..table.columns.len();
        self.out.push_str(&row(columns.clone().map(|at| escaped(&table.name(at))).collect()));
        let rules = columns.clone().map(|at| if table.is_number(at) { "---:" } else { "---" });
        self.out.push_str(&row(rules.map(str::to_owned).collect()));
        for each in &table.rows {
            let mut cells: Vec<String> =
                each.cells.iter().enumerate().map(|(at, it)| table_cell(each, at, it)).collect();
            cells.resize(table.columns.len(), String::new());
            self.out.push_str(&row(cells));
        }
    }

    fn end_matter(&mut self, document: &Document<'_>) {
        let marks = document.legend();
        if !marks.is_empty() {
            let marks = marks
                .iter()
                .map(|mark| format!("{} {}", escaped(mark.sign(false)), escaped(mark.meaning())));
            self.paragraph(&marks.collect::<Vec<_>>().join(" · "));
        }
        if !document.sources.is_empty() {
            self.paragraph("## Sources");
        }
        for (index, each) in document.sources.iter().enumerate() {
            // The number is text of its own, so that no list can renumber it.
            let text = if document.full_sources { line(&each.full) } else { short(each) };
            self.item("", &format!("\\[{}\\] {text}", index + 1));
        }
        if !document.colophon.is_empty() {
            let pieces = document.colophon.iter().map(|piece| escaped(piece));
            let pieces = pieces.collect::<Vec<_>>().join(" · ");
            self.paragraph(&format!("*{pieces}*"));
        }
    }
}

/// A source in a few words, which lead to its address.
fn short(source: &Source<'_>) -> String {
    let text = escaped(&source.short);
    match source.url.and_then(link) {
        Some(address) => format!("[{text}](<{address}>)"),
        None => text,
    }
}

fn table_cell(row: &Row<'_>, at: usize, each: &Cell<'_>) -> String {
    let text = cell(each);
    if at > 0 || text.is_empty() {
        return text;
    }
    let text = if row.is_heading() && !text.contains("**") { format!("**{text}**") } else { text };
    if row.sub { format!("{INDENT}{text}") } else { text }
}

fn cell(cell: &Cell<'_>) -> String {
    cell.iter().map(line).collect::<Vec<_>>().join("<br>")
}

fn line(line: &Line<'_>) -> String {
    let mut out = String::new();
    for (space, span) in spaced(line) {
        out.push_str(if space { " " } else { "" });
        let text = span.text(false);
        let text = unaligned(&text);
        match span {
            // Emphasis must not begin or end with a space.
            Span::Strong(_) | Span::Alert(_) if text.trim() == text && !text.is_empty() => {
                let _ = write!(out, "**{}**", escaped(&text));
            }
            Span::Command(_) => out.push_str(&code(&text)),
            _ => out.push_str(&escaped(&text)),
        }
    }
    out
}

/// What is typed, as code; in a table a bar would end the cell.
fn code(text: &str) -> String {
    if text.contains(['`', '|', '<']) || text.trim() != text || text.is_empty() {
        return escaped(text);
    }
    format!("`{}`", super::text::safe(text))
}

/// The text without meaning to Markdown. Addresses keep theirs, and lead where they say.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            out.push(' ');
        }
        let whole = word.trim_end_matches(['.', ',', ';', ')']);
        if let Some(address) = link(whole) {
            let _ = write!(out, "<{address}>");
            escape(&word[whole.len()..], &mut out);
        } else {
            escape(word, &mut out);
        }
    }
    out
}

fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        let leads = matches!(character, '-' | '+' | '=') && out.is_empty();
        // A number at the start would begin a list.
        let counts = matches!(character, '.' | ')')
            && !out.is_empty()
            && out.bytes().all(|byte| byte.is_ascii_digit());
        if r"\`*_{}[]<>#|~!^$@".contains(character) || leads || counts {
            out.push('\\');
        }
        match character {
            '&' => out.push_str("&amp;"),
            _ if is_hidden(character) => out.extend(character.escape_unicode()),
            _ => out.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::document::line as plain;
    use super::*;

    #[test]
    fn what_markdown_would_obey_is_escaped() {
        assert_eq!(escaped("a|b *c* [1] <b> SALT_20 &"), r"a\|b \*c\* \[1\] \<b\> SALT\_20 &amp;");
        assert_eq!(escaped("see https://a.org/x_y."), "see <https://a.org/x_y>.");
        assert_eq!(escaped("1. one"), r"1\. one");
    }

    #[test]
    fn an_address_leads_where_it_says_and_ends_where_it_ends() {
        assert_eq!(
            escaped("https://a.org/<script>alert(1)</script>|x"),
            "<https://a.org/%3Cscript%3Ealert(1)%3C/script%3E%7Cx>"
        );
        assert_eq!(link("javascript:alert(1)"), None);
        assert_eq!(link("https://"), None);
    }

    #[test]
    fn a_cell_stays_in_its_row() {
        let cells = vec![vec![plain("a|b")], vec![plain("one"), plain("two")]];
        let table = Table {
            columns: vec![vec!["A".into()], vec!["B".into(), "C".into()]],
            rows: vec![Row { id: "x".into(), cells, ..Row::default() }],
            prose: true,
            numbers: vec![false, true],
            ..Table::default()
        };
        let document = Document { blocks: vec![Block::Table(table)], ..Document::default() };
        assert_eq!(draw(&document), "| A | B C |\n| --- | ---: |\n| a\\|b | one<br>two |\n");
    }

    #[test]
    fn a_fence_is_longer_than_what_it_holds() {
        let document =
            Document { blocks: vec![Block::Verbatim("a\n```\nb".into())], ..Document::default() };
        assert_eq!(draw(&document), "````text\na\n```\nb\n````\n");
    }
}
