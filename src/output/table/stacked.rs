//! Tables on a screen: side by side where there is room, else stacked.

use super::super::columns::{Grid, beside};
use super::super::document::{Cell, Group, Line, Table};
use super::super::lines::{marked, marked_as, together};
use super::super::style::Role;
use super::super::text::{JOINER, safe_in, widest_word, width, wrap};
use super::{Canvas, Drawn, GAP, LABELS, NARROW};

impl Canvas<'_> {
    pub(super) fn table(&mut self, table: &Table<'_>) {
        self.begin(Drawn::Table);
        match Grid::new(table, self.ascii()).lines(self.screen.width) {
            Some(lines) => self.push_all(&lines),
            None => self.stacked(table),
        }
    }

    /// A table that is too wide, row by row: its first cell, and the others beside the names of
    /// their columns.
    fn stacked(&mut self, table: &Table<'_>) {
        let ascii = self.ascii();
        let columns = 1..table.columns.len();
        let long: Vec<String> = columns.clone().map(|at| table.name(at)).collect();
        let short: Vec<String> = columns.map(|at| table.short_name(at)).collect();
        if long != short {
            // What the short names leave out is said once, before all rows.
            let long = long.iter().map(|name| safe_in(name, ascii).replace(' ', "\u{a0}"));
            self.wrapped(&long.collect::<Vec<_>>().join(self.apart()), "", "  ");
        }
        let groups: Vec<Vec<Group<'_, '_>>> = table
            .rows
            .iter()
            .map(|row| if row.across { Vec::new() } else { table.groups(row) })
            .collect();
        let most = if table.over.is_empty() { *LABELS.end() } else { self.prose() / 2 };
        let names = groups.iter().flatten().map(|group| {
            let name = safe_in(&group.name, ascii);
            width(&name).min(most).max(widest_word(&name))
        });
        let wide = names.max().unwrap_or(0);
        for (index, (row, groups)) in table.rows.iter().zip(&groups).enumerate() {
            if table.prose && index > 0 && !row.sub {
                self.out.push('\n');
            }
            let indent = if row.sub { "  " } else { "" };
            let inner = format!("{indent}  ");
            let text = |cell: &[Line<'_>], role| {
                let lines: Vec<String> =
                    cell.iter().map(|line| marked_as(line, ascii, role)).collect();
                lines.join(if role.is_some() { " " } else { "; " })
            };
            let mut heading =
                row.cells.first().map_or_else(String::new, |cell| text(cell, Some(Role::Strong)));
            let across = row.cells.get(1).filter(|_| row.across);
            let unnamed = groups.iter().filter(|group| group.name.is_empty());
            for cell in
                across.into_iter().chain(unnamed.flat_map(|it| &it.cells).map(|(_, it)| *it))
            {
                heading.push_str(if heading.is_empty() { "" } else { "  " });
                heading.push_str(&text(cell, None));
            }
            if !heading.is_empty() {
                self.wrapped(&heading, indent, &inner);
            }
            for group in groups.iter().filter(|group| !group.name.is_empty()) {
                self.stacked_group(group, &inner, wide);
            }
        }
    }

    fn stacked_group(&mut self, group: &Group<'_, '_>, indent: &str, wide: usize) {
        let ascii = self.ascii();
        let lines: Vec<String> = match group.cells.as_slice() {
            [("", cell)] => cell.iter().map(|line| marked(line, ascii)).collect(),
            cells => {
                let cell = |(own, cell): &(&str, &Cell<'_>)| {
                    let lines: Vec<String> = cell.iter().map(|line| marked(line, ascii)).collect();
                    let own = safe_in(own, ascii).replace(' ', "\u{a0}");
                    format!("{own}{JOINER}{}", lines.join("; "))
                };
                vec![cells.iter().map(cell).collect::<Vec<_>>().join(", ")]
            }
        };
        let name = together(safe_in(&group.name, ascii).into_owned());
        let rest = if lines.len() > 1 { "  " } else { "" };
        let space = self.prose().saturating_sub(wide + GAP + indent.len());
        let fit = lines.iter().all(|line| widest_word(line) + rest.len() <= space);
        if self.screen.width < NARROW || !fit {
            let text = format!("{name}: {}", lines.join("; "));
            return self.wrapped(&text, indent, &format!("{indent}  "));
        }
        let lines: Vec<String> =
            lines.iter().flat_map(|line| wrap(line, space, "", rest)).collect();
        for line in beside(&wrap(&name, wide, "", ""), &lines, wide, GAP) {
            self.push(&format!("{indent}{line}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::document::{Block, Row, line};
    use super::super::tests::drawn;
    use super::*;

    fn table() -> Table<'static> {
        let cell = |text: &'static str| vec![line(text)];
        let row = |cells: &[&'static str], sub| Row {
            cells: cells
                .iter()
                .map(|it| if it.is_empty() { Vec::new() } else { cell(it) })
                .collect(),
            sub,
            ..Row::default()
        };
        let columns = ["", "did", "did not", "did", "did not", ""].map(|it| vec![it.into()]);
        Table {
            columns: columns.into(),
            over: vec![(1..3, vec!["Example 2 mg".into()]), (3..5, vec!["placebo".into()])],
            rows: vec![
                row(&["Harm (24 weeks)"], false),
                row(&["Headache", "11", "89", "8", "92", "[1]"], true),
                row(&["Rash", "5", "95", "<1", ">99", "[1]"], true),
                Row {
                    cells: vec![cell("Liver"), cell("the same for all of them")],
                    across: true,
                    ..Row::default()
                },
            ],
            numbers: vec![false, true, true, true, true, false],
            ..Table::default()
        }
    }

    #[test]
    fn numbers_stand_on_the_right_under_headings_that_run_on() {
        assert_eq!(
            drawn(vec![Block::Table(table())], 60, false),
            "            Example 2 mg  placebo
            did  did not  did  did not
Harm (24 weeks)
  Headache   11       89    8       92  [1]
  Rash        5       95   <1      >99  [1]
Liver       the same for all of them
Dataset 1 · not advice
"
        );
    }

    #[test]
    fn a_table_without_room_is_stacked_and_loses_nothing() {
        assert_eq!(
            drawn(vec![Block::Table(table())], 30, false),
            "\
Harm (24 weeks)
  Headache  [1]
    Example 2 mg: did 11,
      did not 89
    placebo: did 8, did not 92
  Rash  [1]
    Example 2 mg: did 5,
      did not 95
    placebo: did <1,
      did not >99
Liver  the same for all of
  them
Dataset 1 · not advice
"
        );
    }
}
