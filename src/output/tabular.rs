//! Tables as a document has them.

use std::borrow::Cow;
use std::ops::Range;

use itertools::Itertools as _;

use super::document::Line;

/// A table. One that is too wide for the page is stacked: each row becomes a heading, its first
/// cell, followed by the other cells under the names of their columns.
#[derive(Clone, Debug, Default)]
pub struct Table<'a> {
    /// The headings, each of a line or more.
    pub columns: Vec<Vec<Cow<'a, str>>>,
    /// What runs on over several columns, in lines: `Litfulo` over `did` and `did not`.
    pub over: Vec<(Range<usize>, Vec<Cow<'a, str>>)>,
    pub rows: Vec<Row<'a>>,
    /// Whether its cells are prose, so that lines between the rows help the eye.
    pub prose: bool,
    /// Which columns hold numbers, that are set to the right.
    pub numbers: Vec<bool>,
}

/// Cells of a row that stand under one heading.
pub struct Group<'t, 'a> {
    /// The heading; empty for a column without one.
    pub name: String,
    /// The cells, each with what is said over it alone.
    pub cells: Vec<(&'t str, &'t Cell<'a>)>,
}

impl<'a> Table<'a> {
    /// A table with these headings, each of a line.
    pub fn new<H: Into<Cow<'a, str>>>(
        headings: impl IntoIterator<Item = H>,
        rows: impl IntoIterator<Item = Row<'a>>,
    ) -> Self {
        let columns = headings.into_iter().map(|it| vec![it.into()]).collect();
        Self { columns, rows: rows.into_iter().collect(), ..Self::default() }
    }

    /// What runs on over a column and others, and which they are.
    pub fn over(&self, index: usize) -> Option<&(Range<usize>, Vec<Cow<'a, str>>)> {
        self.over.iter().find(|(columns, _)| columns.contains(&index))
    }

    /// The heading of a column in one line, with what runs on over it.
    pub fn name(&self, index: usize) -> String {
        let over = self.over(index).map(|(_, lines)| lines);
        let lines = over.into_iter().chain(self.columns.get(index)).flatten();
        lines.filter(|line| !line.is_empty()).join(" ")
    }

    /// The heading of a column as it stands beside a single cell: its first line, unless its first
    /// line alone would not say which column it is.
    pub fn short_name(&self, index: usize) -> String {
        let mut lines = self.columns.get(index).into_iter().flatten();
        match lines.find(|line| !line.is_empty()) {
            Some(first) if self.over.is_empty() => first.to_string(),
            _ => self.name(index),
        }
    }

    /// The cells of a row beside the first that say anything, by what stands over them: the heading
    /// that runs on over several, or their own; each with its own last line where it shares one.
    pub fn groups<'t>(&'t self, row: &'t Row<'a>) -> Vec<Group<'t, 'a>> {
        let mut groups: Vec<Group<'t, 'a>> = Vec::new();
        for (at, cell) in row.cells.iter().enumerate().skip(1) {
            if cell.iter().all(Vec::is_empty) {
                continue;
            }
            let (name, own) = match self.over(at) {
                Some((_, lines)) => (lines.iter().join(" "), self.columns[at].last()),
                None => (self.short_name(at), None),
            };
            let own = own.map_or("", Cow::as_ref);
            match groups.last_mut() {
                Some(last) if !own.is_empty() && last.name == name => last.cells.push((own, cell)),
                _ => groups.push(Group { name, cells: vec![(own, cell)] }),
            }
        }
        groups
    }

    /// Whether a column holds numbers.
    pub fn is_number(&self, index: usize) -> bool {
        self.numbers.get(index).copied().unwrap_or(false)
    }
}

impl<'a> Row<'a> {
    /// A row with these cells.
    pub fn new(id: impl Into<Cow<'a, str>>, cells: Vec<Cell<'a>>) -> Self {
        Self { id: id.into(), cells, ..Self::default() }
    }

    /// Whether it is nothing but a heading over the rows below it.
    pub fn is_heading(&self) -> bool {
        self.cells.iter().skip(1).flatten().all(Vec::is_empty)
    }
}

/// A row of a table.
#[derive(Clone, Debug, Default)]
pub struct Row<'a> {
    /// What scripts call it.
    pub id: Cow<'a, str>,
    pub cells: Vec<Cell<'a>>,
    /// Whether it belongs to the row above.
    pub sub: bool,
    /// Whether its second cell runs across all columns: what is the same for all of them.
    pub across: bool,
}

/// The lines of a cell.
pub type Cell<'a> = Vec<Line<'a>>;

#[cfg(test)]
mod tests {
    use super::super::document::line;
    use super::*;

    #[test]
    fn a_heading_may_run_on_over_several_columns() {
        let columns = ["", "did", "did not", "did", ""].map(|it| vec![it.into()]);
        let over =
            vec![(1..3, vec!["Drug".into(), "50 mg".into()]), (3..4, vec!["placebo".into()])];
        let table = Table { columns: columns.into(), over, ..Table::default() };
        let names: Vec<String> = (0..5).map(|at| table.name(at)).collect();
        assert_eq!(names, ["", "Drug 50 mg did", "Drug 50 mg did not", "placebo did", ""]);
        let cell = |text: &'static str| vec![line(text)];
        let cells = vec![cell("Acne"), cell("6"), cell("94"), cell("5"), cell("see")];
        let row = Row { cells, ..Row::default() };
        let groups = table.groups(&row);
        let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
        assert_eq!(names, ["Drug 50 mg", "placebo", ""]);
        let own: Vec<&str> = groups[0].cells.iter().map(|(own, _)| *own).collect();
        assert_eq!(own, ["did", "did not"]);
    }
}
