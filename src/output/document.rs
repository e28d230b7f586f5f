//! An answer as neutral blocks. Blocks know nothing of drugs and nothing of terminals, and borrow
//! their text from the answer. Sources are numbered here, once, in the order in which they are shown.

use std::borrow::Cow;
use std::collections::HashMap;

use itertools::Itertools as _;

pub use super::tabular::{Cell, Group, Row, Table};
use crate::dataset::model::{Gap, Weakness};

/// A whole answer for people.
#[derive(Clone, Debug, Default)]
pub struct Document<'a> {
    pub blocks: Vec<Block<'a>>,
    /// The sources that the blocks cite, in the order of their numbers, from 1.
    pub sources: Vec<Source<'a>>,
    /// The marks that occur, each once, in the order of [`Mark`].
    pub marks: Vec<Mark>,
    /// What travels with every answer: the dataset's version, dates and disclaimer.
    pub colophon: Vec<String>,
    /// Whether the sources are listed at full length.
    pub full_sources: bool,
}

/// A source as it is listed under an answer.
#[derive(Clone, Debug)]
pub struct Source<'a> {
    /// What it is, its date, how it was read if that is not its own text: in a few words.
    pub short: String,
    /// The same at full length, with publisher, identifiers and address.
    pub full: Line<'a>,
    /// Its own address, where there is one.
    pub url: Option<&'a str>,
}

/// A piece of an answer.
#[derive(Clone, Debug)]
pub enum Block<'a> {
    /// What the answer is about.
    Title(Line<'a>),
    Heading(Cow<'a, str>),
    Subheading(Cow<'a, str>),
    /// A boxed warning, drawn so that it cannot be overlooked. In its glance form the first line runs
    /// on behind the title, and there is a bar instead of a box.
    Boxed {
        title: Cow<'a, str>,
        body: Vec<Line<'a>>,
        glance: bool,
    },
    Paragraph(Line<'a>),
    /// One of several short lines.
    Item(Line<'a>),
    /// Headings with what they say beside them, aligned.
    Facts(Vec<Fact<'a>>),
    Table(Table<'a>),
    /// A hundred marks for a hundred people, behind the sentence that says the same.
    Icons(Icons<'a>),
    /// About the answer rather than part of it: the next step, a caution.
    Note(Line<'a>),
    /// Lines that are laid out already.
    Verbatim(Cow<'a, str>),
}

/// A heading and what it says.
#[derive(Clone, Debug)]
pub struct Fact<'a> {
    pub label: Cow<'a, str>,
    /// Whether it belongs to the one above.
    pub sub: bool,
    pub lines: Vec<Line<'a>>,
}

impl<'a> Fact<'a> {
    /// A heading of its own with what it says.
    pub fn new(label: impl Into<Cow<'a, str>>, lines: Vec<Line<'a>>) -> Self {
        Self { label: label.into(), sub: false, lines }
    }
}

/// Text with its citations and its emphasis.
pub type Line<'a> = Vec<Span<'a>>;

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span<'a> {
    Text(Cow<'a, str>),
    Strong(Cow<'a, str>),
    /// What must not be overlooked, such as NOT APPROVED.
    Alert(Cow<'a, str>),
    /// A remark about the text before it.
    Soft(Cow<'a, str>),
    /// What to type, as it is typed.
    Command(Cow<'a, str>),
    /// A mark that the legend under the answer explains.
    Mark(Mark),
    /// The sources that the text before it rests on.
    Cite(Vec<Citation<'a>>),
}

/// A mark of one character that stands in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Something is not known.
    Gap(Gap),
    /// Sources disagree.
    Disagree,
    /// Rests on weak sources only.
    Weak(Weakness),
}

impl Mark {
    /// The mark, and what stands for it where there is only ASCII.
    pub fn sign(self, ascii: bool) -> &'static str {
        match (self, ascii) {
            (Self::Gap(gap), _) => gap.sign(),
            (Self::Disagree, false) => "≠",
            (Self::Disagree, true) => "<>",
            (Self::Weak(Weakness::Secondary), false) => "²",
            (Self::Weak(Weakness::Secondary), true) => "^2",
            (Self::Weak(Weakness::Unconfirmed), false) => "³",
            (Self::Weak(Weakness::Unconfirmed), true) => "^3",
        }
    }

    /// Whether it stands for something that is not known.
    pub fn is_gap(self) -> bool {
        matches!(self, Self::Gap(_))
    }

    /// What it means, as the legend says.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Gap(gap) => gap.words(),
            Self::Disagree => "sources disagree",
            Self::Weak(weakness) => weakness.words(),
        }
    }
}

/// A source by its id, and where in it. Its number is given when the document is finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation<'a> {
    pub source: &'a str,
    pub section: Option<&'a str>,
    pub number: usize,
}

impl<'a> Block<'a> {
    /// Visits every line of the block.
    pub fn for_each_line(&mut self, visit: &mut dyn FnMut(&mut Line<'a>)) {
        match self {
            Self::Title(line) | Self::Paragraph(line) | Self::Item(line) | Self::Note(line) => {
                visit(line);
            }
            Self::Boxed { body, .. } => body.iter_mut().for_each(visit),
            Self::Facts(facts) => facts.iter_mut().flat_map(|it| &mut it.lines).for_each(visit),
            Self::Table(table) => {
                table.rows.iter_mut().flat_map(|row| &mut row.cells).flatten().for_each(visit);
            }
            Self::Icons(icons) => visit(&mut icons.sentence),
            Self::Heading(_) | Self::Subheading(_) | Self::Verbatim(_) => {}
        }
    }
}

impl<'a> Document<'a> {
    /// Numbers the sources in the order in which the blocks cite them, and collects the marks.
    /// `listed` makes the entry of a source.
    pub fn finish(mut self, mut listed: impl FnMut(&'a str) -> Option<Source<'a>>) -> Self {
        let mut numbers: HashMap<&'a str, Option<usize>> = HashMap::new();
        let (sources, marks) = (&mut self.sources, &mut self.marks);
        let mut number = |id| {
            *numbers.entry(id).or_insert_with(|| {
                sources.push(listed(id)?);
                Some(sources.len())
            })
        };
        for block in &mut self.blocks {
            block.for_each_line(&mut |line| {
                for span in line {
                    match span {
                        Span::Mark(mark) if !marks.contains(mark) => marks.push(*mark),
                        Span::Cite(citations) => citations.retain_mut(|it| {
                            number(it.source).is_some_and(|number| {
                                it.number = number;
                                true
                            })
                        }),
                        _ => {}
                    }
                }
            });
        }
        marks.sort_unstable();
        self
    }
}

impl Document<'_> {
    /// The marks that the legend explains: those that occur, but for those that a note explains
    /// itself by using them.
    pub fn legend(&self) -> Vec<Mark> {
        let explained = |mark: &Mark| {
            self.blocks.iter().any(|block| match block {
                Block::Note(line) => line.contains(&Span::Mark(*mark)),
                _ => false,
            })
        };
        self.marks.iter().copied().filter(|mark| !explained(mark)).collect()
    }

    /// What the answer is about, without its style.
    pub fn title(&self) -> Option<String> {
        self.blocks.iter().find_map(|block| match block {
            Block::Title(line) => Some(line.iter().map(|span| span.text(false)).collect()),
            _ => None,
        })
    }
}

impl Span<'_> {
    /// Its words, if it has any.
    fn words(&self) -> Option<&str> {
        match self {
            Self::Text(text)
            | Self::Strong(text)
            | Self::Alert(text)
            | Self::Soft(text)
            | Self::Command(text) => Some(text),
            Self::Mark(_) | Self::Cite(_) => None,
        }
    }

    /// Whether it says nothing.
    fn is_empty(&self) -> bool {
        match self {
            Self::Cite(citations) => citations.is_empty(),
            _ => self.words().is_some_and(str::is_empty),
        }
    }

    /// The text of the span without its style. `ascii` is for screens that have no other characters.
    pub fn text(&self, ascii: bool) -> Cow<'_, str> {
        match self {
            Self::Mark(mark) => mark.sign(ascii).into(),
            Self::Cite(citations) => cited(citations, if ascii { " s. " } else { " §" }).into(),
            _ => self.words().unwrap_or_default().into(),
        }
    }
}

/// `[1 §2.4; 3]`; or `[1, 3-5]` where no section is named.
fn cited(citations: &[Citation<'_>], sign: &str) -> String {
    if citations.iter().all(|citation| citation.section.is_none()) {
        return format!("[{}]", ranges(citations.iter().map(|citation| citation.number)));
    }
    let sources = citations.chunk_by(|one, next| one.number == next.number).map(|run| {
        let sections = run.iter().filter_map(|citation| citation.section).join(", ");
        let sign = if sections.is_empty() { "" } else { sign };
        format!("{}{sign}{sections}", run[0].number)
    });
    format!("[{}]", sources.format("; "))
}

/// Numbers in their order, three or more that follow each other as a range.
fn ranges(numbers: impl Iterator<Item = usize>) -> String {
    let numbers = numbers.sorted_unstable().dedup().collect_vec();
    let runs = numbers.chunk_by(|one, next| one + 1 == *next).map(|run| match run {
        [first, _, .., last] => format!("{first}-{last}"),
        _ => run.iter().join(", "),
    });
    runs.format(", ").to_string()
}

/// The spans of a line that say something, each with whether a space belongs before it: citations
/// stand apart from what they follow.
pub fn spaced<'l, 'a>(line: &'l Line<'a>) -> impl Iterator<Item = (bool, &'l Span<'a>)> {
    let mut apart = false;
    line.iter().filter(|span| !span.is_empty()).map(move |span| {
        let space = apart && matches!(span, Span::Cite(_));
        apart = span.words().is_some_and(|text| !text.ends_with([' ', '\u{a0}', '(']));
        (space, span)
    })
}

/// The text for where nothing is aligned: what stands far apart is parted by commas instead.
pub fn unaligned(text: &str) -> Cow<'_, str> {
    const APART: &str = "   ";
    if !text.contains(APART) {
        return Cow::Borrowed(text);
    }
    let mut pieces = text.split(APART).map(str::trim);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    let mut apart = false;
    for piece in pieces {
        apart = true;
        if !piece.is_empty() {
            out.push_str(", ");
            out.push_str(piece);
            apart = false;
        }
    }
    // The next piece is in another span.
    out.push_str(if apart {
        ", "
    } else if text.ends_with(' ') {
        " "
    } else {
        ""
    });
    let space = text.starts_with(' ') && !text.starts_with(APART);
    Cow::Owned(if space { format!(" {out}") } else { out })
}

/// Whether a mark stands in any of the blocks.
pub fn has_mark(blocks: &[Block<'_>], mark: Mark) -> bool {
    let mut has = false;
    for block in blocks {
        block.clone().for_each_line(&mut |line| has |= line.contains(&Span::Mark(mark)));
    }
    has
}

/// A line of plain text.
pub fn line<'a>(text: impl Into<Cow<'a, str>>) -> Line<'a> {
    vec![Span::Text(text.into())]
}

/// A line in which what stands between backticks is to be typed.
pub fn with_commands<'a>(text: &str) -> Line<'a> {
    let pieces = text.split('`').map(|it| Cow::from(it.to_owned())).enumerate();
    let spans = pieces.map(|(at, it)| if at % 2 == 1 { Span::Command(it) } else { Span::Text(it) });
    spans.filter(|it| !it.is_empty()).collect()
}

/// A line of one text that stands out.
pub fn strong<'a>(text: impl Into<Cow<'a, str>>) -> Line<'a> {
    vec![Span::Strong(text.into())]
}

/// Lines that are parted by dots, as one.
pub fn beside<'a>(lines: &[Line<'a>]) -> Line<'a> {
    lines.join(&Span::Text(" · ".into()))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn citation(source: &'static str, section: Option<&'static str>) -> Citation<'static> {
        Citation { source, section, number: 0 }
    }

    fn texts(document: &Document<'_>) -> Vec<String> {
        let lines = document.blocks.iter().map(|block| match block {
            Block::Paragraph(line) | Block::Note(line) => {
                let texts = spaced(line).map(|(space, span)| {
                    if space {
                        format!(" {}", span.text(false))
                    } else {
                        span.text(false).into_owned()
                    }
                });
                texts.collect::<Vec<_>>().concat()
            }
            _ => String::new(),
        });
        lines.collect()
    }

    #[test]
    fn sources_are_numbered_in_the_order_in_which_they_are_cited() {
        let cite =
            |ids: &[&'static str]| Span::Cite(ids.iter().map(|id| citation(id, None)).collect());
        let blocks = vec![
            Block::Paragraph(vec![Span::Text("x".into()), cite(&["b", "a"])]),
            Block::Paragraph(vec![Span::Text("y ".into()), cite(&["a", "c", "b", "d"])]),
        ];
        let document = Document { blocks, ..Document::default() }
            .finish(|id| Some(Source { short: id.to_owned(), full: Vec::new(), url: None }));
        let ids: Vec<&str> = document.sources.iter().map(|it| it.short.as_str()).collect();
        assert_eq!(ids, ["b", "a", "c", "d"]);
        assert_eq!(texts(&document), ["x [1, 2]", "y [1-4]"]);
    }

    #[test]
    fn a_section_stands_behind_its_source() {
        let mut citations = vec![
            citation("a", Some("1.3")),
            citation("a", Some("5.10")),
            citation("b", None),
            citation("b", None),
        ];
        for it in &mut citations {
            it.number = if it.source == "a" { 1 } else { 2 };
        }
        assert_eq!(cited(&citations, " §"), "[1 §1.3, 5.10; 2]");
    }

    #[test]
    fn the_legend_leaves_out_what_a_note_explains() {
        let blocks = vec![
            Block::Paragraph(vec![
                Span::Mark(Mark::Weak(Weakness::Secondary)),
                Span::Mark(Mark::Gap(Gap::NotRecorded)),
            ]),
            Block::Note(vec![
                Span::Mark(Mark::Gap(Gap::NotRecorded)),
                Span::Text(" 28 places: --gaps".into()),
            ]),
        ];
        let document = Document { blocks, ..Document::default() }.finish(|_| None);
        assert_eq!(document.marks, [Mark::Gap(Gap::NotRecorded), Mark::Weak(Weakness::Secondary)]);
        assert_eq!(document.legend(), [Mark::Weak(Weakness::Secondary)]);
    }

    #[test]
    fn what_is_not_aligned_is_parted_by_commas() {
        assert_eq!(
            unaligned("35 on 4 mg   22 on 2 mg    5 on placebo"),
            "35 on 4 mg, 22 on 2 mg, 5 on placebo"
        );
        assert_eq!(unaligned(" on 4 mg   "), " on 4 mg, ");
        assert_eq!(unaligned("a  b "), "a  b ");
    }
}
