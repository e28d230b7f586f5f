//! An answer as neutral blocks, and the page that every human format is. Blocks know nothing of
//! drugs and nothing of terminals, and borrow their text from the answer.

use std::borrow::Cow;

/// What an answer is drawn on, block by block.
pub trait Page {
    /// Draws the next block.
    fn block(&mut self, block: &Block<'_>);

    /// Draws a source under the number by which the blocks cite it.
    fn source(&mut self, number: usize, line: &Line<'_>);

    /// Draws what travels with every answer: the dataset's version, dates and disclaimer.
    fn colophon(&mut self, lines: &[String]);
}

/// Numbers citations in the order in which they are shown, on the way to a page.
pub struct Numbered<'p> {
    page: &'p mut dyn Page,
    shown: Vec<usize>,
    /// The new number of each source that was shown, by the one that the view gave it; else 0.
    renumbered: Vec<usize>,
}

impl<'p> Numbered<'p> {
    /// Nothing has been shown yet.
    pub fn new(page: &'p mut dyn Page) -> Self {
        Self { page, shown: Vec::new(), renumbered: Vec::new() }
    }

    /// Numbers the block's citations, and draws it.
    pub fn add(&mut self, mut block: Block<'_>) {
        block.for_each_line(&mut |line| {
            for span in line {
                let Span::Cite(citations) = span else { continue };
                for citation in citations {
                    let given = citation.number;
                    if self.renumbered.len() <= given {
                        self.renumbered.resize(given + 1, 0);
                    }
                    if self.renumbered[given] == 0 {
                        self.shown.push(given);
                        self.renumbered[given] = self.shown.len();
                    }
                    citation.number = self.renumbered[given];
                }
            }
        });
        self.page.block(&block);
    }

    /// The numbers that the view had given to the sources that were shown, in the new order.
    pub fn shown(self) -> Vec<usize> {
        self.shown
    }
}

/// A piece of an answer.
#[derive(Clone, Debug)]
pub enum Block<'a> {
    /// What the answer is about.
    Title(Cow<'a, str>),
    Heading(Cow<'a, str>),
    Subheading(Cow<'a, str>),
    /// The text of a boxed warning, drawn so that it cannot be overlooked.
    Boxed {
        title: String,
        body: Vec<Line<'a>>,
    },
    Paragraph(Line<'a>),
    /// One of several short lines.
    Item(Line<'a>),
    Table(Table<'a>),
    /// A hundred marks for a hundred people, behind the sentence that says the same.
    Icons(Icons<'a>),
    /// About the answer rather than part of it.
    Note(Line<'a>),
    /// Lines that are laid out already.
    Verbatim(&'a str),
}

/// Text with its citations and its emphasis.
pub type Line<'a> = Vec<Span<'a>>;

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span<'a> {
    Text(Cow<'a, str>),
    Strong(Cow<'a, str>),
    /// A declared gap, in words.
    Gap(Cow<'a, str>),
    /// A remark about the text before it.
    Soft(Cow<'a, str>),
    /// The sources that the text before it rests on.
    Cite(Vec<Citation<'a>>),
}

/// The number of a source, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation<'a> {
    pub number: usize,
    pub section: Option<&'a str>,
}

impl<'a> Block<'a> {
    fn for_each_line(&mut self, visit: &mut dyn FnMut(&mut Line<'a>)) {
        match self {
            Self::Paragraph(line) | Self::Item(line) | Self::Note(line) => visit(line),
            Self::Boxed { body, .. } => body.iter_mut().for_each(visit),
            Self::Table(table) => {
                table.rows.iter_mut().flat_map(|row| &mut row.cells).flatten().for_each(visit);
            }
            Self::Icons(icons) => visit(&mut icons.sentence),
            Self::Title(_) | Self::Heading(_) | Self::Subheading(_) | Self::Verbatim(_) => {}
        }
    }
}

impl Span<'_> {
    /// Hands over the pieces of the span's text, without styles.
    pub fn pieces(&self, mut take: impl FnMut(&str)) {
        match self {
            Self::Text(text) | Self::Strong(text) | Self::Soft(text) => take(text),
            Self::Gap(text) => ["[", text, "]"].into_iter().for_each(take),
            Self::Cite(citations) => {
                // Without sections the numbers are short enough for commas.
                let bare = citations.iter().all(|citation| citation.section.is_none());
                let mut last = None;
                for Citation { number, section } in citations {
                    let again = last == Some(*number);
                    take(match last {
                        None => "[",
                        Some(_) if bare || again => ", ",
                        Some(_) => "; ",
                    });
                    if !again {
                        take(&number.to_string());
                    }
                    if let Some(section) = section {
                        take(if again { "" } else { " §" });
                        take(section);
                    }
                    last = Some(*number);
                }
                take("]");
            }
        }
    }
}

/// A line of plain text.
pub fn line<'a>(text: impl Into<Cow<'a, str>>) -> Line<'a> {
    vec![Span::Text(text.into())]
}

/// A share of a hundred people, to be drawn as marks.
#[derive(Clone, Debug)]
pub struct Icons<'a> {
    pub sentence: Line<'a>,
    /// How many had it.
    pub whole: u8,
    /// Whether one mark more stands for less than a person.
    pub part: bool,
}

/// A table. One that is too wide for the terminal is stacked: each row becomes a heading, its
/// first cell, followed by the other cells under the names of their columns.
#[derive(Clone, Debug)]
pub struct Table<'a> {
    pub columns: Vec<Cow<'a, str>>,
    pub rows: Vec<Row<'a>>,
    pub records: Records,
    /// Whether its cells are prose, so that lines between the rows help the eye.
    pub prose: bool,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// What scripts call it.
    pub id: &'a str,
    pub cells: Vec<Cell<'a>>,
}

/// The lines of a cell.
pub type Cell<'a> = Vec<Line<'a>>;

/// What a record is where a table is printed one record a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Records {
    /// A row: its id, then its cells.
    Rows,
    /// A cell: the row's id, the column's name, the cell.
    Cells,
}
