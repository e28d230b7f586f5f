//! Tables as a document has them.

use std::borrow::Cow;

use super::document::Line;

/// A table. One that is too wide for the page is stacked: each row becomes a heading, its first
/// cell, followed by the other cells under the names of their columns.
#[derive(Clone, Debug, Default)]
pub struct Table<'a> {
    /// The headings, each of a line or more. A line that is empty in a heading of several lines is the
    /// one of the column to its left, which runs on over both: `Litfulo` over `did` and `did not`.
    pub columns: Vec<Vec<Cow<'a, str>>>,
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
    /// The heading of a column in one line, with what runs on over it.
    pub fn name(&self, index: usize) -> String {
        self.lines_over(index).collect::<Vec<_>>().join(" ")
    }

    /// The heading of a column as it stands beside a single cell: its first line, unless its first
    /// line alone would not say which column it is.
    pub fn short_name(&self, index: usize) -> String {
        if self.has_headings_over_several() {
            return self.name(index);
        }
        self.lines_over(index).next().unwrap_or_default().to_owned()
    }

    /// Whether a heading runs on over several columns.
    pub fn has_headings_over_several(&self) -> bool {
        self.columns.iter().any(|column| column.len() > 1 && column.iter().any(|it| it.is_empty()))
    }

    /// The cells of a row beside the first that say anything, by what stands over them: the heading
    /// that runs on over several, or their own; each with its own last line where it shares one.
    pub fn groups<'t>(&'t self, row: &'t Row<'a>) -> Vec<Group<'t, 'a>> {
        let shared = self.has_headings_over_several();
        let mut groups: Vec<Group<'t, 'a>> = Vec::new();
        for (at, cell) in row.cells.iter().enumerate().skip(1) {
            if cell.iter().all(Vec::is_empty) {
                continue;
            }
            let mut over: Vec<&str> = self.lines_over(at).collect();
            let own = if shared && over.len() > 1 { over.pop().unwrap_or_default() } else { "" };
            let name = if shared { over.join(" ") } else { self.short_name(at) };
            match groups.last_mut() {
                Some(last) if !own.is_empty() && last.name == name => last.cells.push((own, cell)),
                _ => groups.push(Group { name, cells: vec![(own, cell)] }),
            }
        }
        groups
    }

    fn lines_over(&self, index: usize) -> impl Iterator<Item = &str> {
        let column = self.columns.get(index).map_or(&[][..], Vec::as_slice);
        let over = move |(at, text): (usize, &'_ Cow<'_, str>)| {
            // The first column names the rows, and runs over no other.
            let left = self.columns.get(1..index).unwrap_or_default().iter().rev();
            let left = left.filter(|_| text.is_empty() && column.len() > 1).filter_map(move |it| {
                // Headings stand on the ground.
                (at + it.len()).checked_sub(column.len()).and_then(|at| it.get(at))
            });
            (!text.is_empty()).then_some(()).map_or_else(
                || left.map(Cow::as_ref).find(|it| !it.is_empty()),
                |()| Some(column[at].as_ref()),
            )
        };
        column.iter().enumerate().filter_map(over)
    }

    /// Whether a column holds numbers.
    pub fn is_number(&self, index: usize) -> bool {
        self.numbers.get(index).copied().unwrap_or(false)
    }
}

impl Row<'_> {
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
        let column = |lines: &[&'static str]| lines.iter().map(|&it| it.into()).collect();
        let table = Table {
            columns: vec![
                column(&[""]),
                column(&["Drug", "50 mg", "did"]),
                column(&["", "", "did not"]),
                column(&["placebo", "did"]),
                column(&[""]),
            ],
            rows: Vec::new(),
            prose: false,
            numbers: Vec::new(),
        };
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
