//! An answer as neutral blocks: what every human format draws. It knows nothing of drugs, and
//! nothing of terminals.

/// An answer.
#[derive(Clone, Debug, Default)]
pub struct Document {
    pub blocks: Vec<Block>,
    /// The sources that the citation numbers stand for, in the order of their numbers.
    pub sources: Vec<Line>,
    /// What travels with every answer: the dataset's version, dates and disclaimer.
    pub colophon: Vec<String>,
}

/// A piece of an answer.
#[derive(Clone, Debug)]
pub enum Block {
    /// What the answer is about.
    Title(String),
    Heading(String),
    Subheading(String),
    /// The text of a boxed warning, drawn so that it cannot be overlooked.
    Boxed {
        title: String,
        body: Vec<Line>,
    },
    Paragraph(Line),
    /// One of several short lines.
    Item(Line),
    Table(Table),
    /// About the answer rather than part of it.
    Note(Line),
    /// Lines that are laid out already.
    Verbatim(String),
}

/// Text with its citations and its emphasis.
pub type Line = Vec<Span>;

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    Text(String),
    Strong(String),
    /// A declared gap, in words.
    Gap(String),
    /// A remark about the text before it.
    Soft(String),
    /// The sources that the text before it rests on.
    Cite(Vec<Citation>),
}

/// The number of a source, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    pub number: usize,
    pub sections: Vec<String>,
}

impl Document {
    /// The document with its citations numbered in the order in which they are shown, and without
    /// the sources that nothing shown cites.
    pub fn numbered(mut self) -> Self {
        let mut shown: Vec<usize> = Vec::new();
        for line in self.blocks.iter_mut().flat_map(Block::lines) {
            for span in line {
                let Span::Cite(citations) = span else { continue };
                for citation in citations {
                    let known = shown.iter().position(|number| *number == citation.number);
                    let at = known.unwrap_or_else(|| {
                        shown.push(citation.number);
                        shown.len() - 1
                    });
                    citation.number = at + 1;
                }
            }
        }
        let source = |number: &usize| self.sources.get(number - 1).cloned();
        self.sources = shown.iter().filter_map(source).collect();
        self
    }
}

impl Block {
    fn lines(&mut self) -> Vec<&mut Line> {
        match self {
            Self::Paragraph(line) | Self::Item(line) | Self::Note(line) => vec![line],
            Self::Boxed { body, .. } => body.iter_mut().collect(),
            Self::Table(table) => {
                table.rows.iter_mut().flat_map(|row| &mut row.cells).flatten().collect()
            }
            Self::Title(_) | Self::Heading(_) | Self::Subheading(_) | Self::Verbatim(_) => vec![],
        }
    }
}

impl Span {
    /// The span as it stands in a text without styles.
    pub fn plain(&self) -> String {
        match self {
            Self::Text(text) | Self::Strong(text) | Self::Soft(text) => text.clone(),
            Self::Gap(text) => format!("[{text}]"),
            Self::Cite(citations) => {
                let shown: Vec<String> = citations.iter().map(Citation::plain).collect();
                // Without sections the numbers are short enough for commas.
                let bare = citations.iter().all(|citation| citation.sections.is_empty());
                format!("[{}]", shown.join(if bare { ", " } else { "; " }))
            }
        }
    }
}

impl Citation {
    /// As `3: 5.1, 5.2`.
    fn plain(&self) -> String {
        match self.sections.as_slice() {
            [] => self.number.to_string(),
            sections => format!("{}: {}", self.number, sections.join(", ")),
        }
    }
}

/// A line of plain text.
pub fn line(text: impl Into<String>) -> Line {
    vec![Span::Text(text.into())]
}

/// A table. One that is too wide for the terminal is stacked: each row becomes a heading, its
/// first cell, followed by the other cells under the names of their columns.
#[derive(Clone, Debug)]
pub struct Table {
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
    pub records: Records,
    /// Whether its cells are prose, so that lines between the rows help the eye.
    pub prose: bool,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// What scripts call it.
    pub id: String,
    pub cells: Vec<Cell>,
}

/// The lines of a cell.
pub type Cell = Vec<Line>;

/// What a record is where a table is printed one record a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Records {
    /// A row: its id, then its cells.
    Rows,
    /// A cell: the row's id, the column's name, the cell.
    Cells,
}
