//! For a terminal: headings, wrapped text, boxes and tables, in colour where it is wanted.
//!
//! Styles are put on after the layout is done, so nothing that measures ever sees an escape code.

use comfy_table::{ColumnConstraint, ContentArrangement, Width, presets};
use unicode_width::UnicodeWidthStr;

use super::document::{Block, Cell, Line, Page, Records, Row, Span, Table};
use super::icons;
use super::style::Style;
use super::text::{Safe, safe, safe_lines, widest_word, wrap};

/// Prose wider than this is tiring to read.
const PROSE: usize = 100;

/// A column of prose narrower than this is a ladder of single words.
const NARROWEST: usize = 18;

/// How wide the column of questions is beside columns that are compared.
const FIRST: usize = 14;

/// The borders and padding of a table: one at each end, two and a border between columns.
const fn frame(columns: usize) -> usize {
    columns * 3 + 1
}

/// Stands for a space at which no line is broken.
const JOINER: char = '\u{a0}';

/// What stays on one line: a citation's number with its section, and a dose with its unit.
const SECTION: (&str, &str) = (" §", "\u{a0}§");
const DOSE: (&str, &str) = (" mg", "\u{a0}mg");

/// A page on a terminal.
pub struct Canvas {
    out: String,
    width: usize,
    style: Style,
    /// Whether the next block needs an empty line before it.
    gap: bool,
    /// Whether the list of sources has begun.
    sources: bool,
}

impl Canvas {
    /// An empty page, `width` columns wide.
    pub fn new(width: usize, style: Style) -> Self {
        Self { out: String::new(), width, style, gap: false, sources: false }
    }

    /// The page as text.
    pub fn into_text(self) -> String {
        self.out
    }

    fn push(&mut self, line: &str) {
        for (index, piece) in line.split(JOINER).enumerate() {
            self.out.push_str(if index > 0 { " " } else { "" });
            self.out.push_str(piece);
        }
        self.out.push('\n');
        self.gap = true;
    }

    fn space(&mut self) {
        if self.gap {
            self.out.push('\n');
            self.gap = false;
        }
    }

    fn prose_width(&self) -> usize {
        self.width.min(PROSE)
    }

    fn heading(&mut self, text: &str) {
        self.space();
        self.out.push('\n');
        for line in wrap(&in_capitals(&safe(text)), self.prose_width(), "", "") {
            let line = self.style.heading(&line);
            self.push(&line);
        }
    }

    fn subheading(&mut self, text: &str) {
        self.space();
        for line in wrap(&safe(text), self.prose_width(), "", "") {
            let line = self.style.strong(&line);
            self.push(&line);
        }
    }

    fn prose(&mut self, line: &Line<'_>, first: &str, rest: &str) {
        let text = styled(line, self.style);
        for line in wrap(&text, self.prose_width(), first, rest) {
            self.push(&line);
        }
    }

    fn soft(&mut self, text: &str) {
        for line in wrap(&safe(text), self.prose_width(), "", "") {
            let line = self.style.soft(&line);
            self.push(&line);
        }
    }

    fn boxed(&mut self, title: &str, body: &[Line<'_>]) {
        self.space();
        let width = self.prose_width().max(20);
        let inner = width - 4;
        let title: Vec<String> = wrap(&safe(title).to_uppercase(), inner, "", "");
        let edge = "━".repeat(width - 2);
        let top = self.style.warning(&format!("┏{edge}┓"));
        self.push(&top);
        for line in &title {
            let line = self.style.warning(line);
            self.boxed_line(&line, inner);
        }
        for line in body {
            for line in wrap(&styled(line, self.style), inner, "- ", "  ") {
                self.boxed_line(&line, inner);
            }
        }
        let bottom = self.style.warning(&format!("┗{edge}┛"));
        self.push(&bottom);
    }

    fn boxed_line(&mut self, line: &str, inner: usize) {
        let padding = " ".repeat(inner.saturating_sub(textwrap::core::display_width(line)));
        let side = self.style.warning("┃");
        let line = format!("{side} {line}{padding} {side}");
        self.push(&line);
    }

    fn table(&mut self, table: &Table<'_>) {
        self.space();
        if self.fits(table) {
            self.columns(table);
        } else {
            self.stacked(table);
        }
        // What follows is not part of it.
        self.space();
    }

    /// Whether the table can be drawn without cutting a word or making a ladder of the prose.
    fn fits(&self, table: &Table<'_>) -> bool {
        let cells =
            |index: usize| table.rows.iter().filter_map(move |row| row.cells.get(index)).flatten();
        let mut needed = frame(table.columns.len());
        // Most tables that do not fit have too many columns of prose: that is seen without looking
        // at every word.
        let prose = |index: usize| cells(index).any(|line| unstyled(line).width() >= NARROWEST);
        let columns = 0..table.columns.len();
        if needed + columns.filter(|&index| prose(index)).count() * NARROWEST > self.width {
            return false;
        }
        for (index, name) in table.columns.iter().enumerate() {
            let mut whole = name.width();
            let mut words = widest_word(name);
            for line in cells(index) {
                let text = unstyled(line);
                whole = whole.max(text.width());
                words = words.max(widest_word(&text));
            }
            needed += words.max(whole.min(NARROWEST));
        }
        needed <= self.width
    }

    fn columns(&mut self, table: &Table<'_>) {
        let mut drawn = comfy_table::Table::new();
        drawn
            .load_style(if table.prose { presets::UTF8_FULL } else { presets::UTF8_FULL_CONDENSED })
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(u16::try_from(self.width).unwrap_or(u16::MAX))
            .set_header(table.columns.iter().map(|name| safe(name)));
        for row in &table.rows {
            drawn.add_row(row.cells.iter().map(|cell| {
                let mark = if cell.len() > 1 { "- " } else { "" };
                let lines = cell.iter().map(|line| format!("{mark}{}", unstyled(line)));
                lines.collect::<Vec<_>>().join("\n")
            }));
        }
        for (index, constraint) in self.constraints(table).into_iter().enumerate() {
            if let Some(column) = drawn.column_mut(index) {
                column.set_constraint(constraint);
            }
        }
        let mut in_header = true;
        for line in drawn.lines() {
            in_header &= !line.starts_with('╞');
            let line = if in_header { self.style.strong(&line) } else { line };
            self.push(&line);
        }
    }

    /// How wide each column may be: never narrower than its widest word, and columns that stand
    /// beside each other to be compared all alike.
    fn constraints(&self, table: &Table<'_>) -> Vec<ColumnConstraint> {
        let padded = |width: usize| Width::Fixed(u16::try_from(width + 2).unwrap_or(u16::MAX));
        let widest = table.columns.iter().enumerate().map(|(index, name)| {
            let cells = table.rows.iter().filter_map(|row| row.cells.get(index));
            let words = cells.flatten().map(|line| widest_word(&unstyled(line)));
            words.chain([widest_word(&safe(name))]).max().unwrap_or(0)
        });
        let widest: Vec<usize> = widest.collect();
        if !table.prose || table.records == Records::Rows {
            return widest
                .into_iter()
                .map(|it| ColumnConstraint::LowerBoundary(padded(it)))
                .collect();
        }
        let room = self.width.saturating_sub(frame(widest.len()));
        let widths = shares(&widest, room);
        widths.into_iter().map(|it| ColumnConstraint::Absolute(padded(it))).collect()
    }

    fn stacked(&mut self, table: &Table<'_>) {
        for Row { cells, .. } in &table.rows {
            self.space();
            let mut cells = cells.iter().zip(&table.columns);
            for line in cells.next().map(|(cell, _)| cell).into_iter().flatten() {
                for line in wrap(&unstyled(line), self.prose_width(), "", "") {
                    let line = self.style.strong(&line);
                    self.push(&line);
                }
            }
            for (cell, name) in cells {
                self.stacked_cell(cell, name);
            }
        }
    }

    fn stacked_cell(&mut self, cell: &Cell<'_>, name: &str) {
        let name = safe(name);
        let label = self.style.label(&name);
        match cell.as_slice() {
            [line] => {
                let text = format!("{label}: {}", styled(line, self.style));
                for line in wrap(&text, self.prose_width(), "  ", "    ") {
                    self.push(&line);
                }
            }
            lines => {
                for line in wrap(&label, self.prose_width(), "  ", "  ") {
                    self.push(&line);
                }
                let several = lines.len() > 1;
                for line in lines {
                    self.prose(line, if several { "    - " } else { "    " }, "      ");
                }
            }
        }
    }
}

impl Page for Canvas {
    fn block(&mut self, block: &Block<'_>) {
        match block {
            Block::Title(text) => {
                self.space();
                for line in wrap(&safe(text), self.prose_width(), "", "") {
                    let line = self.style.title(&line);
                    self.push(&line);
                }
            }
            Block::Heading(text) => self.heading(text),
            Block::Subheading(text) => self.subheading(text),
            Block::Boxed { title, body } => self.boxed(title, body),
            Block::Paragraph(line) => self.prose(line, "  ", "  "),
            Block::Item(line) => self.prose(line, "  - ", "    "),
            Block::Table(table) => self.table(table),
            Block::Icons(each) => {
                self.prose(&each.sentence, "  ", "  ");
                let inner = self.width.saturating_sub(4);
                for row in icons::rows(each.whole, each.part, inner) {
                    self.push(&format!("    {row}"));
                }
            }
            Block::Verbatim(text) => {
                self.space();
                self.push(safe_lines(text).trim_end());
            }
            Block::Note(line) => {
                self.space();
                self.prose(line, "", "");
            }
        }
    }

    fn source(&mut self, number: usize, line: &Line<'_>) {
        if !self.sources {
            self.sources = true;
            self.heading("Sources");
        }
        let number = format!("[{number}] ");
        self.prose(line, &number, &" ".repeat(number.len()));
    }

    fn colophon(&mut self, lines: &[String]) {
        self.space();
        for line in lines {
            self.soft(line);
        }
    }
}

/// The text in capitals, but for words with a number in them: they are names, such as ALLEGRO-2b/3.
fn in_capitals(text: &str) -> String {
    let words = text.split(' ').map(|word| {
        let is_name = word.contains(|character: char| character.is_ascii_digit());
        if is_name { word.to_owned() } else { word.to_uppercase() }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Divides the room among columns: the first takes what its words need, the others like shares,
/// but for those with a word that needs more.
fn shares(widest: &[usize], room: usize) -> Vec<usize> {
    let Some((first, compared)) = widest.split_first() else { return Vec::new() };
    let first = (*first).max(FIRST);
    let room = room.saturating_sub(first);
    let mut share = room / compared.len().max(1);
    // Each round can only find more columns that need more than their share.
    for _ in compared {
        let wide: Vec<usize> = compared.iter().copied().filter(|&it| it > share).collect();
        let others = compared.len() - wide.len();
        share = room.saturating_sub(wide.iter().sum()) / others.max(1);
    }
    std::iter::once(first).chain(compared.iter().map(|&it| it.max(share))).collect()
}

/// The line as text that may be wrapped, with its styles.
fn styled(line: &Line<'_>, style: Style) -> String {
    line.iter()
        .map(|span| {
            let text = joined(span);
            match span {
                Span::Text(_) => text,
                Span::Strong(_) => style.strong(&text),
                Span::Gap(_) => style.gap(&text),
                Span::Soft(_) | Span::Cite(_) => style.soft(&text),
            }
        })
        .collect()
}

fn unstyled(line: &Line<'_>) -> String {
    line.iter().map(joined).collect()
}

fn joined(span: &Span<'_>) -> String {
    let mut text = Safe::default();
    span.pieces(|piece| text.push(piece));
    let text = text.into_text();
    let (apart, together) = if matches!(span, Span::Cite(_)) { SECTION } else { DOSE };
    if text.contains(apart) { text.replace(apart, together) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_number_keep_their_letters() {
        assert_eq!(in_capitals("In ALLEGRO-2b/3, week 24"), "IN ALLEGRO-2b/3, WEEK 24");
    }

    #[test]
    fn columns_that_are_compared_share_the_room_alike() {
        assert_eq!(shares(&[9, 10, 12, 10], 104), [14, 30, 30, 30]);
        assert_eq!(shares(&[9, 10, 40, 10], 104), [14, 25, 40, 25]);
        assert_eq!(shares(&[], 104), Vec::<usize>::new());
    }
}
