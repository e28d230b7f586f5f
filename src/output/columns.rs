//! How a table shares the width of a page among its columns, and the lines that it becomes.
//!
//! The grid itself is comfy-table's. What it is given is wrapped already: it would cut words.

use std::borrow::Cow;

use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, Width, presets};

use super::document::{Line, Row, Table};
use super::lines::{marked_as, together};
use super::style::{Role, in_role};
use super::text::{safe_in, widest_word, width, wrap};

/// Between two columns.
const GAP: usize = 2;

/// A column narrower than this is a ladder of single words once it has more than `STEPS` of them.
const NARROWEST: usize = 18;
const STEPS: usize = 4;

/// One more line in as many rows is no loss.
const ROWS_A_LINE: usize = 10;

/// In a table of more rows than this no single line is worth the search for it.
const MANY: usize = 100;

/// A label of more lines than this is a ladder too.
const LABEL_LINES: usize = 3;

/// A line of a cell as text with roles, and its words as pairs of the spaces before them and their
/// width: a line is measured often and laid out once.
struct Measured {
    text: String,
    words: Vec<(usize, usize)>,
}

impl Measured {
    fn new(text: String) -> Self {
        let mut words = Vec::new();
        let mut spaces = 0;
        for (index, word) in text.split(' ').enumerate() {
            spaces += usize::from(index > 0);
            if !word.is_empty() {
                words.push((std::mem::take(&mut spaces), width(word)));
            }
        }
        Self { text, words }
    }

    /// How many lines `wrap` makes of it, and how wide the widest of them is.
    fn lines(&self, columns: usize, first: &str, rest: &str) -> (usize, usize) {
        let (mut lines, mut used, mut widest) = (1, first.len(), 0);
        for (index, &(spaces, wide)) in self.words.iter().enumerate() {
            if index == 0 {
                used += wide;
            } else if used + spaces + wide > columns {
                widest = used.max(widest);
                lines += 1;
                used = rest.len() + wide;
            } else {
                used += spaces + wide;
            }
        }
        (lines, used.max(widest))
    }

    fn widest_word(&self) -> usize {
        self.words.iter().map(|(_, wide)| *wide).max().unwrap_or(0)
    }
}

/// The cells of a table as text with roles, before they are laid out.
pub struct Grid<'t, 'a> {
    table: &'t Table<'a>,
    /// Row by row, cell by cell, line by line.
    cells: Vec<Vec<Vec<Measured>>>,
    header: Vec<Vec<String>>,
    ascii: bool,
}

impl<'t, 'a> Grid<'t, 'a> {
    pub fn new(table: &'t Table<'a>, ascii: bool) -> Self {
        let cell = |index: usize, row: &Row<'a>, lines: &[Line<'a>]| -> Vec<Measured> {
            let heads = index == 0 && (row.is_heading() || row.across);
            let role = heads.then_some(Role::Strong);
            lines.iter().map(|line| Measured::new(marked_as(line, ascii, role))).collect()
        };
        let cells = table.rows.iter().map(|row| {
            row.cells.iter().enumerate().map(|(index, it)| cell(index, row, it)).collect()
        });
        let header = table.columns.iter().enumerate().map(|(at, column)| {
            let over = table.over(at).into_iter().flat_map(|(run, lines)| {
                lines.iter().map(move |line| if run.start == at { line.as_ref() } else { "" })
            });
            let lines = over.chain(column.iter().map(Cow::as_ref));
            lines.map(|line| together(safe_in(line, ascii).into_owned())).collect()
        });
        Self { table, cells: cells.collect(), header: header.collect(), ascii }
    }

    /// The table in lines of at most `room` columns, or none if its words do not fit side by side or
    /// would stand in ladders.
    pub fn lines(&self, room: usize) -> Option<Vec<String>> {
        let widths = self.widths(room)?;
        let mut lines = self.header_lines(&widths);
        let full = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
        let rule = if self.ascii { "-" } else { "─" }.repeat(full);
        if self.table.prose && !lines.is_empty() {
            lines.push(rule.clone());
        }
        let mut run: Vec<Vec<Vec<String>>> = Vec::new();
        for (index, (row, cells)) in self.table.rows.iter().zip(&self.cells).enumerate() {
            let ruled = self.table.prose && index > 0 && !row.sub;
            let spans = row.across || row.is_heading();
            if ruled || spans {
                lines.append(&mut self.drawn(&widths, &std::mem::take(&mut run)));
            }
            if ruled {
                lines.push(rule.clone());
            }
            if spans {
                lines.append(&mut spanning(row, cells, &widths, full));
            } else {
                let cell = |(at, &wide): (usize, &usize)| {
                    cells.get(at).map_or_else(Vec::new, |cell| self.wrapped(row, at, cell, wide))
                };
                run.push(widths.iter().enumerate().map(cell).collect());
            }
        }
        lines.append(&mut self.drawn(&widths, &run));
        Some(lines)
    }

    /// A cell in lines of at most `wide` columns.
    fn wrapped(&self, row: &Row<'_>, column: usize, cell: &[Measured], wide: usize) -> Vec<String> {
        let (first, rest) = self.indents(row, column, cell.len());
        cell.iter().flat_map(|line| wrap(&line.text, wide, first, rest)).collect()
    }

    /// How many lines that makes.
    fn height(&self, row: &Row<'_>, column: usize, cell: &[Measured], wide: usize) -> usize {
        let (first, rest) = self.indents(row, column, cell.len());
        cell.iter().map(|line| line.lines(wide, first, rest).0).sum()
    }

    /// Before the first line of each of a cell's lines, and before those that it runs on to.
    fn indents(&self, row: &Row<'_>, column: usize, lines: usize) -> (&'static str, &'static str) {
        match (column, lines) {
            (0, _) if row.sub => ("  ", "  "),
            (0, _) | (_, 0 | 1) => ("", ""),
            _ if self.table.prose => ("- ", "  "),
            _ => ("", "  "),
        }
    }

    fn drawn(&self, widths: &[usize], rows: &[Vec<Vec<String>>]) -> Vec<String> {
        if rows.is_empty() {
            return Vec::new();
        }
        let mut grid = comfy_table::Table::new();
        grid.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
        for row in rows {
            let cells = row.iter().enumerate().map(|(at, lines)| {
                let right = if self.table.is_number(at) {
                    CellAlignment::Right
                } else {
                    CellAlignment::Left
                };
                Cell::new(lines.join("\n")).set_alignment(right)
            });
            grid.add_row(cells);
        }
        let columns = widths.iter().zip(grid.column_iter_mut());
        for (at, (&wide, column)) in columns.enumerate() {
            let gap = if at == 0 { 0 } else { GAP };
            let (wide, gap) = (in_columns(wide + gap), in_columns(gap));
            column
                .set_padding((gap, 0))
                .set_constraint(ColumnConstraint::Absolute(Width::Fixed(wide)));
        }
        grid.lines().collect()
    }

    /// The headings, those of several lines standing on the ground.
    fn header_lines(&self, widths: &[usize]) -> Vec<String> {
        let height = self.header.iter().map(Vec::len).max().unwrap_or(0);
        if self.header.iter().flatten().all(String::is_empty) {
            return Vec::new();
        }
        let mut lines = Vec::new();
        for at in 0..height {
            let mut pieces: Vec<(usize, Vec<String>)> = Vec::new();
            let mut column = 0;
            while column < widths.len() {
                let over = self.runs_over(column, at, height);
                let wide = widths[column..column + over].iter().sum::<usize>() + GAP * (over - 1);
                let text = self.heading(column, at, height).unwrap_or("");
                let number = self.table.is_number(column) && over == 1;
                let wrapped = wrap(text, wide, "", "").into_iter().map(|line| {
                    let space = " ".repeat(wide.saturating_sub(width(&line)));
                    let strong = in_role(&line, Role::Strong);
                    if number { space + &strong } else { strong + &space }
                });
                pieces.push((wide, wrapped.collect()));
                column += over;
            }
            let tall = pieces.iter().map(|(_, lines)| lines.len()).max().unwrap_or(0);
            for line in 0..tall {
                let cells = pieces.iter().map(|(wide, lines)| {
                    // The first ones stand on the ground, the others follow them.
                    let down = if at == 0 { tall - lines.len() } else { 0 };
                    line.checked_sub(down)
                        .and_then(|at| lines.get(at))
                        .cloned()
                        .unwrap_or_else(|| " ".repeat(*wide))
                });
                let line = cells.collect::<Vec<_>>().join(&" ".repeat(GAP));
                lines.push(line);
            }
        }
        lines.retain(|line| width(line.trim()) > 0);
        lines
    }

    /// The line of a heading that stands at this height.
    fn heading(&self, column: usize, at: usize, height: usize) -> Option<&str> {
        let lines = self.header.get(column)?;
        let at = at.checked_sub(height - lines.len())?;
        lines.get(at).map(String::as_str)
    }

    /// Over how many columns a line of a heading runs.
    fn runs_over(&self, column: usize, at: usize, height: usize) -> usize {
        let own = self.table.columns.get(column).map_or(0, Vec::len);
        match self.table.over(column) {
            Some((run, _)) if run.start == column && at + own < height => run.len(),
            _ => 1,
        }
    }

    /// How wide each column becomes: never narrower than its widest word.
    fn widths(&self, room: usize) -> Option<Vec<usize>> {
        let (mut least, ideal) = self.needs();
        let room = room.checked_sub(GAP * least.len().saturating_sub(1))?;
        if ideal.iter().sum::<usize>() <= room {
            return Some(ideal);
        }
        if let (Some(first), Some(&ideal)) = (least.first_mut(), ideal.first()) {
            let tall = |wide| self.measure(0, wide).0 > LABEL_LINES;
            *first = (*first..ideal).find(|&wide| !tall(wide)).unwrap_or(ideal);
        }
        let mut widths = least.clone();
        let alike = self.alike(&least, room);
        if self.cells.len() <= MANY {
            self.widen(&mut widths, room)?;
        }
        // What no row needs for a line less goes to all, and back from those that do not use it.
        for _ in 0..2 {
            widths = shared(&widths, &ideal, room)?;
            for (at, wide) in widths.iter_mut().enumerate() {
                *wide = self.measure(at, *wide).1.max(least[at]);
            }
        }
        // Columns that are compared are as wide as each other, unless that takes more lines.
        let alike = alike.filter(|alike| {
            let more = self.height_of_all(alike).saturating_sub(self.height_of_all(&widths));
            more <= self.cells.len() / ROWS_A_LINE
        });
        let widths = alike.unwrap_or(widths);
        let ladder = |(at, &wide): (usize, &usize)| {
            at > 0 && wide < NARROWEST && self.measure(at, wide).0 > STEPS
        };
        (!widths.iter().enumerate().any(ladder)).then_some(widths)
    }

    /// Widths of which all but the first are the same, if the columns are ones to compare, and if
    /// they can be.
    fn alike(&self, least: &[usize], room: usize) -> Option<Vec<usize>> {
        let (first, compared) = least.split_first()?;
        let names = self.header.iter().skip(1).all(|lines| lines.len() > 1);
        let over = !self.table.over.is_empty();
        if over || !(self.table.prose || names) || self.cells.len() > MANY {
            return None;
        }
        let share = room.checked_sub(*first)?.checked_div(compared.len())?;
        let fits = compared.iter().all(|least| *least <= share);
        let mut widths = vec![share; least.len()];
        *widths.first_mut()? = *first;
        fits.then_some(widths)
    }

    /// How many lines the rows take.
    fn height_of_all(&self, widths: &[usize]) -> usize {
        let rows = self.table.rows.iter().zip(&self.cells);
        let rows = rows.filter(|(row, _)| !row.across && !row.is_heading());
        rows.map(|(row, cells)| {
            let heights = cells.iter().zip(widths).enumerate();
            heights.map(|(at, (cell, wide))| self.height(row, at, cell, *wide)).max().unwrap_or(0)
        })
        .sum()
    }

    /// Gives the room to the row that needs the least of it for a line less, again and again. None
    /// if there is not even enough for what the columns have.
    fn widen(&self, widths: &mut [usize], room: usize) -> Option<()> {
        let mut left = room.checked_sub(widths.iter().sum())?;
        let rows = self.table.rows.iter().zip(&self.cells);
        let rows: Vec<_> = rows.filter(|(row, _)| !row.across && !row.is_heading()).collect();
        let height = |(row, cells): &(&Row<'a>, &Vec<Vec<Measured>>), at: usize, wide: usize| {
            cells.get(at).map_or(0, |cell| self.height(row, at, cell, wide))
        };
        while left > 0 {
            let saving = rows.iter().filter_map(|row| {
                let tall = (0..widths.len()).map(|at| height(row, at, widths[at])).max()?;
                let mut wider = widths.to_vec();
                let mut cost = 0;
                for (at, wide) in wider.iter_mut().enumerate() {
                    while height(row, at, *wide) >= tall {
                        (cost, *wide) = (cost + 1, *wide + 1);
                        if cost > left {
                            return None;
                        }
                    }
                }
                (tall > 1).then_some((cost, wider))
            });
            let Some((cost, wider)) = saving.min_by_key(|(cost, _)| *cost) else { break };
            widths.copy_from_slice(&wider);
            left -= cost;
        }
        Some(())
    }

    /// For each column the width of its widest word, and of its widest line.
    fn needs(&self) -> (Vec<usize>, Vec<usize>) {
        let columns = self.header.len();
        let number = |at| self.table.is_number(at);
        // comfy-table knows no column of no width.
        let (mut least, mut ideal) = (vec![1; columns], vec![1; columns]);
        let mut need = |at: usize, word: usize, line: usize| {
            if let (Some(least), Some(ideal)) = (least.get_mut(at), ideal.get_mut(at)) {
                *least = word.max(*least);
                *ideal = line.max(*ideal);
            }
        };
        self.for_each_cell(|row, at, cell| {
            let (first, rest) = self.indents(row, at, cell.len());
            let indent = first.len().max(rest.len());
            for line in cell {
                let whole = line.lines(usize::MAX, first, rest).1;
                // A number is a word, however it is written.
                let word = if number(at) { whole } else { line.widest_word() + indent };
                need(at, word, whole);
            }
        });
        let height = self.header.iter().map(Vec::len).max().unwrap_or(0);
        let mut over = Vec::new();
        for (at, lines) in self.header.iter().enumerate() {
            for (line, text) in lines.iter().enumerate() {
                let run = self.runs_over(at, line + height - lines.len(), height);
                if run == 1 {
                    need(at, if number(at) { width(text) } else { widest_word(text) }, width(text));
                } else {
                    over.push((at..at + run, text));
                }
            }
        }
        for (columns, text) in over {
            for (needs, wanted) in [(&mut least, widest_word(text)), (&mut ideal, width(text))] {
                let has = needs[columns.clone()].iter().sum::<usize>() + GAP * (columns.len() - 1);
                let missing = wanted.saturating_sub(has);
                let share = missing.div_ceil(columns.len());
                needs[columns.clone()].iter_mut().for_each(|it| *it += share);
            }
        }
        for (least, ideal) in least.iter().zip(&mut ideal) {
            *ideal = (*ideal).max(*least);
        }
        (least, ideal)
    }

    /// Visits the cells that stand in a column of their own.
    fn for_each_cell(&self, mut visit: impl FnMut(&Row<'a>, usize, &[Measured])) {
        for (row, cells) in self.table.rows.iter().zip(&self.cells) {
            let alone = row.across || row.is_heading();
            let labels = usize::from(!row.is_heading());
            let own = if alone { labels } else { cells.len() };
            for (at, cell) in cells.iter().enumerate().take(own) {
                visit(row, at, cell);
            }
        }
    }

    /// Of a column once it is wrapped, the lines of its tallest line, and its widest line.
    fn measure(&self, column: usize, wide: usize) -> (usize, usize) {
        let (mut tallest, mut widest) = (0, 0);
        self.for_each_cell(|row, at, cell| {
            if at == column {
                let (first, rest) = self.indents(row, at, cell.len());
                for (lines, used) in cell.iter().map(|line| line.lines(wide, first, rest)) {
                    tallest = lines.max(tallest);
                    widest = used.max(widest);
                }
            }
        });
        (tallest, widest)
    }
}

fn in_columns(width: usize) -> u16 {
    u16::try_from(width).unwrap_or(u16::MAX)
}

/// A row that runs over all columns: its first cell beside its second, or alone.
fn spanning(row: &Row<'_>, cells: &[Vec<Measured>], widths: &[usize], full: usize) -> Vec<String> {
    let indent = if row.sub { "  " } else { "" };
    let text = |at: usize| {
        let lines = cells.get(at).into_iter().flatten().map(|line| line.text.as_str());
        lines.collect::<Vec<_>>().join(" ")
    };
    let (label, text) = (text(0), text(1));
    if label.is_empty() || text.is_empty() {
        return wrap(&(label + &text), full, indent, &format!("{indent}  "));
    }
    let first = widths.first().copied().unwrap_or(0);
    let room = full.saturating_sub(first + GAP);
    if widest_word(&label) + indent.len() > first || widest_word(&text) > room {
        return wrap(&format!("{label}  {text}"), full, indent, &format!("{indent}  "));
    }
    let label = wrap(&label, first, indent, indent);
    let text = wrap(&text, room, "", "");
    beside(&label, &text, first, GAP)
}

/// Lines beside lines.
pub fn beside(left: &[String], right: &[String], wide: usize, gap: usize) -> Vec<String> {
    let line = |at: usize| {
        let left = left.get(at).map_or("", String::as_str);
        let right = right.get(at).map_or("", String::as_str);
        let space = " ".repeat((wide + gap).saturating_sub(width(left)));
        if right.is_empty() { left.to_owned() } else { format!("{left}{space}{right}") }
    };
    (0..left.len().max(right.len())).map(line).collect()
}

/// Shares the room out: to each column the least that it needs, and of what is left the more, the
/// more it lacks. None if there is not even enough for the least.
fn shared(least: &[usize], ideal: &[usize], room: usize) -> Option<Vec<usize>> {
    let mut left = room.checked_sub(least.iter().sum())?;
    let lacks: Vec<usize> =
        ideal.iter().zip(least).map(|(ideal, it)| ideal.saturating_sub(*it)).collect();
    let mut lack: usize = lacks.iter().sum();
    let mut widths = Vec::new();
    for (least, lacks) in least.iter().zip(lacks) {
        let share = if lack == 0 { 0 } else { (left * lacks).div_ceil(lack).min(lacks).min(left) };
        left -= share;
        lack -= lacks;
        widths.push(least + share);
    }
    Some(widths)
}
