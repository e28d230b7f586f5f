//! For a terminal: headings, labels beside their text, boxes and tables, in colour where it is
//! wanted.

mod stacked;

use super::Screen;
use super::columns::beside;
use super::document::{Block, Document, Fact, Icons, Line, Span};
use super::icons;
use super::lines::{marked, marked_as};
use super::style::{self, Role, in_role};
use super::text::{JOINER, safe_in, safe_lines, widest_word, width, wrap};

/// Prose wider than this is tiring to read.
const PROSE: usize = 100;

/// Labels stand beside their text in a column no wider than this, and no narrower than that.
const LABELS: std::ops::RangeInclusive<usize> = 8..=16;

/// On a page narrower than this, labels stand above their text.
const NARROW: usize = 46;

/// Between labels and what they say.
const GAP: usize = 2;

/// What a label that is longer than this many lines is: a question, to stand above its answer.
const LABEL_LINES: usize = 2;

/// A source in few words that is no wider than this stays on one line.
const SOURCE: usize = 30;

/// Draws a document for a screen.
pub fn draw(document: &Document<'_>, screen: &Screen) -> String {
    let mut page = Canvas::new(document, screen);
    for block in &document.blocks {
        page.block(block);
    }
    page.legend(document);
    page.sources(document);
    page.colophon(&document.colophon);
    page.out
}

/// What was drawn last, on which depends whether an empty line comes next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Drawn {
    Nothing,
    Title,
    Heading,
    Bar,
    Boxed,
    Text,
    Facts,
    Table,
    Icons,
    Note,
    Verbatim,
}

impl Drawn {
    /// Whether an empty line belongs between the two.
    fn is_apart_from(self, next: Self) -> bool {
        !matches!(
            (self, next),
            (Self::Nothing | Self::Heading, _)
                | (Self::Title, Self::Text | Self::Note | Self::Bar | Self::Boxed)
                | (Self::Text, Self::Text | Self::Icons)
                | (Self::Facts, Self::Facts)
                | (Self::Table, Self::Bar | Self::Note)
                | (Self::Bar | Self::Note, Self::Note)
        )
    }
}

struct Canvas<'s> {
    out: String,
    screen: &'s Screen,
    last: Drawn,
    /// How wide the column of labels is, the same on the whole page.
    labels: usize,
}

impl<'s> Canvas<'s> {
    fn new(document: &Document<'_>, screen: &'s Screen) -> Self {
        let facts = document.blocks.iter().filter_map(|block| match block {
            Block::Facts(facts) if !are_questions(facts) => Some(facts),
            _ => None,
        });
        let labels = facts.flatten().map(|fact| {
            let indent = usize::from(fact.sub) * 2;
            let label = safe_in(&fact.label, screen.ascii);
            let whole = width(&label) + indent;
            whole.min(*LABELS.end()).max(widest_word(&label) + indent)
        });
        let labels = labels.max().unwrap_or(0).max(*LABELS.start());
        Self { out: String::new(), screen, last: Drawn::Nothing, labels }
    }

    fn ascii(&self) -> bool {
        self.screen.ascii
    }

    /// Between pieces of which each stays on one line if it can.
    fn apart(&self) -> &'static str {
        if self.ascii() { "\u{a0}- " } else { "\u{a0}· " }
    }

    fn prose(&self) -> usize {
        self.screen.width.min(PROSE)
    }

    /// Begins a block, behind an empty line if it needs one.
    fn begin(&mut self, next: Drawn) {
        if self.last.is_apart_from(next) {
            self.out.push('\n');
        }
        self.last = next;
    }

    fn push(&mut self, line: &str) {
        let line = line.trim_end_matches([' ', JOINER]);
        let painted = style::paint(line, self.screen.color);
        for (index, piece) in painted.split(JOINER).enumerate() {
            self.out.push_str(if index > 0 { " " } else { "" });
            self.out.push_str(piece);
        }
        self.out.push('\n');
    }

    fn push_all(&mut self, lines: &[String]) {
        for line in lines {
            self.push(line);
        }
    }

    fn wrapped(&mut self, text: &str, first: &str, rest: &str) {
        let lines = wrap(text, self.prose(), first, rest);
        self.push_all(&lines);
    }

    fn heading(&mut self, text: &str) {
        let text = safe_in(text, self.ascii());
        self.wrapped(&in_role(&text, Role::Strong), "", "");
    }

    fn block(&mut self, block: &Block<'_>) {
        let ascii = self.ascii();
        match block {
            Block::Title(line) => {
                self.begin(Drawn::Title);
                let names = line.iter().any(|span| matches!(span, Span::Strong(_)));
                let text = marked_as(line, ascii, (!names).then_some(Role::Strong));
                self.wrapped(&text, "", "  ");
            }
            Block::Heading(text) => {
                self.begin(Drawn::Table);
                self.last = Drawn::Heading;
                self.heading(&in_capitals(text));
            }
            Block::Subheading(text) => {
                if self.last != Drawn::Heading {
                    self.begin(Drawn::Table);
                }
                self.last = Drawn::Heading;
                self.heading(text);
            }
            Block::Boxed { title, body, glance: true } => self.bar(title, body),
            Block::Boxed { title, body, glance: false } => self.boxed(title, body),
            Block::Paragraph(line) => {
                self.begin(Drawn::Text);
                self.wrapped(&marked(line, ascii), "", "");
            }
            Block::Item(line) => {
                self.begin(Drawn::Text);
                self.wrapped(&marked(line, ascii), "- ", "  ");
            }
            Block::Note(line) => {
                self.begin(Drawn::Note);
                self.wrapped(&marked(line, ascii), "", "  ");
            }
            Block::Facts(facts) => self.facts(facts),
            Block::Table(table) => self.table(table),
            Block::Icons(each) => self.icons(each),
            Block::Verbatim(text) => {
                self.begin(Drawn::Verbatim);
                self.out.push_str(&safe_lines(text, ascii));
                self.out.push('\n');
            }
        }
    }

    /// A boxed warning behind a bar.
    fn bar(&mut self, title: &str, body: &[Line<'_>]) {
        self.begin(Drawn::Bar);
        let ascii = self.ascii();
        let bar = in_role(if ascii { "|" } else { "┃" }, Role::Bar) + " ";
        let title = safe_in(title, ascii).to_uppercase().replace(' ', "\u{a0}");
        let mut text = in_role(&title, Role::Warning);
        let mut body = body.iter();
        if let Some(line) = body.next() {
            text.push(' ');
            text.push_str(&marked(line, ascii));
        }
        self.wrapped(&text, &bar, &bar);
        for line in body {
            self.wrapped(&marked(line, ascii), &bar, &bar);
        }
    }

    /// A boxed warning in a box.
    fn boxed(&mut self, title: &str, body: &[Line<'_>]) {
        self.begin(Drawn::Boxed);
        let ascii = self.ascii();
        let inner = self.prose().saturating_sub(4).max(16);
        let bar = |text: &str| in_role(text, Role::Bar);
        let [left, edge, right, foot_left, foot_right, side] = if ascii {
            ["+", "=", "+", "+", "+", "|"]
        } else {
            ["┏", "━", "┓", "┗", "┛", "┃"]
        };
        let title = format!(" {} ", safe_in(title, ascii).to_uppercase());
        let above = inner + 1 - width(&title).min(inner + 1);
        let text = in_role(title.trim(), Role::Warning);
        // A title stands in the edge where that has room for it.
        let (top, mut lines) = if above > 0 {
            let (begin, end) =
                (format!("{left}{edge} "), format!(" {}{right}", edge.repeat(above)));
            (format!("{}{text}{}", bar(&begin), bar(&end)), Vec::new())
        } else {
            let top = bar(&format!("{left}{}{right}", edge.repeat(inner + 2)));
            (top, wrap(&text, inner, "", ""))
        };
        let edge = edge.repeat(inner + 2);
        let (first, rest) = if body.len() > 1 { ("- ", "  ") } else { ("", "") };
        for line in body {
            lines.extend(wrap(&marked(line, ascii), inner, first, rest));
        }
        self.push(&top);
        let side = bar(side);
        for line in lines {
            let space = " ".repeat(inner.saturating_sub(width(&line)));
            self.push(&format!("{side} {line}{space} {side}"));
        }
        self.push(&bar(&format!("{foot_left}{edge}{foot_right}")));
    }

    fn facts(&mut self, facts: &[Fact<'_>]) {
        self.begin(Drawn::Facts);
        let room = self.room_beside_labels();
        let mut lines = facts.iter().flat_map(|fact| &fact.lines);
        let fit = lines.all(|line| widest_word(&marked(line, self.ascii())) + GAP <= room);
        let above = self.screen.width < NARROW || are_questions(facts) || !fit;
        let capitals = !above && facts.iter().any(|fact| fact.sub);
        for fact in facts {
            self.fact(fact, above, capitals);
        }
    }

    fn room_beside_labels(&self) -> usize {
        self.screen.width.min(PROSE + self.labels).saturating_sub(self.labels + GAP)
    }

    fn fact(&mut self, fact: &Fact<'_>, above: bool, capitals: bool) {
        let ascii = self.ascii();
        let indent = if fact.sub { "  " } else { "" };
        let mut label = safe_in(&fact.label, ascii).into_owned();
        if capitals && !fact.sub {
            label = in_capitals(&label);
        }
        let role = (!fact.sub || above).then_some(Role::Strong);
        let mut strong = String::new();
        style::push(&mut strong, &label, role);
        let room = self.prose();
        if above {
            let mut lines = wrap(&strong, room, indent, indent);
            let first = format!("{indent}  ");
            let several = fact.lines.len() > 1;
            let rest = if several { format!("{first}  ") } else { first.clone() };
            for line in &fact.lines {
                lines.extend(wrap(&marked(line, ascii), room, &first, &rest));
            }
            return self.push_all(&lines);
        }
        let label = wrap(&strong, self.labels, indent, indent);
        let room = self.room_beside_labels();
        let rest = if fact.lines.len() > 1 { "  " } else { "" };
        let lines = fact.lines.iter().flat_map(|line| wrap(&marked(line, ascii), room, "", rest));
        let lines = beside(&label, &lines.collect::<Vec<_>>(), self.labels, GAP);
        self.push_all(&lines);
    }

    fn icons(&mut self, each: &Icons<'_>) {
        self.begin(Drawn::Text);
        self.last = Drawn::Icons;
        self.wrapped(&marked(&each.sentence, self.ascii()), "", "");
        for row in icons::rows(each.whole, each.part, self.screen.width.saturating_sub(2)) {
            self.push(&format!("  {row}"));
        }
    }

    /// What the marks mean that occur.
    fn legend(&mut self, document: &Document<'_>) {
        let ascii = self.ascii();
        let marks = document.legend();
        if marks.is_empty() {
            return;
        }
        let mut text = String::new();
        for mark in marks {
            text.push_str(if text.is_empty() { "" } else { self.apart() });
            let role = if mark.is_gap() { Role::Gap } else { Role::Strong };
            style::push(&mut text, mark.sign(ascii), Some(role));
            text.push(JOINER);
            text.push_str(&mark.meaning().replace(' ', "\u{a0}"));
        }
        self.begin(Drawn::Note);
        self.wrapped(&text, "", "  ");
    }

    fn sources(&mut self, document: &Document<'_>) {
        if document.sources.is_empty() {
            return;
        }
        let ascii = self.ascii();
        if document.full_sources {
            self.block(&Block::Heading("Sources".into()));
            for (index, source) in document.sources.iter().enumerate() {
                let number = format!("[{}] ", index + 1);
                let rest = " ".repeat(number.len());
                self.wrapped(&marked(&source.full, ascii), &number, &rest);
            }
            self.last = Drawn::Text;
            return;
        }
        self.begin(Drawn::Note);
        let sources = document.sources.iter().enumerate().map(|(index, source)| {
            let text = format!("{}\u{a0}{}", index + 1, safe_in(&source.short, ascii));
            if width(&text) > SOURCE { text } else { text.replace(' ', "\u{a0}") }
        });
        let text = sources.collect::<Vec<_>>().join(self.apart());
        let title = in_role("Sources", Role::Strong);
        self.wrapped(&format!("{title}  {text}"), "", "  ");
    }

    fn colophon(&mut self, colophon: &[String]) {
        if colophon.is_empty() {
            return;
        }
        self.begin(Drawn::Note);
        let pieces = colophon.iter().map(|piece| safe_in(piece, self.ascii()));
        let text = pieces.collect::<Vec<_>>().join(self.apart());
        self.wrapped(&text, "", "  ");
    }
}

/// Whether the labels are sentences, that would make a ladder beside what they say.
fn are_questions(facts: &[Fact<'_>]) -> bool {
    let tall = |fact: &Fact<'_>| wrap(&fact.label, *LABELS.end(), "", "").len() > LABEL_LINES;
    facts.iter().any(tall)
}

/// The text in capitals, but for words with a number in them: they are names, such as ALLEGRO-2b/3.
fn in_capitals(text: &str) -> String {
    let words = text.split(' ').map(|word| {
        let is_name = word.contains(|character: char| character.is_ascii_digit());
        if is_name { word.to_owned() } else { word.to_uppercase() }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::document::{Citation, Mark, Source};
    use super::*;
    use crate::dataset::model::Gap;

    fn cite(source: &'static str) -> Span<'static> {
        Span::Cite(vec![Citation { source, section: None, number: 0 }])
    }

    pub(super) fn drawn(blocks: Vec<Block<'static>>, width: usize, ascii: bool) -> String {
        let colophon = vec!["Dataset 1".to_owned(), "not advice".to_owned()];
        let document = Document { blocks, colophon, ..Document::default() };
        let document = document.finish(|id| {
            Some(Source { short: format!("label {id}"), full: Vec::new(), url: None })
        });
        draw(&document, &Screen { width, color: false, ascii })
    }

    fn screen() -> Vec<Block<'static>> {
        let fact =
            |label: &'static str, sub, line| Fact { label: label.into(), sub, lines: vec![line] };
        let body = vec![
            vec![Span::Text("infections, death".into()), cite("a")],
            vec![Span::Text("In full: ".into()), Span::Command("jakref x boxed".into())],
        ];
        vec![
            Block::Title(vec![Span::Strong("EXAMPLE".into()), Span::Text("  examplinib".into())]),
            Block::Boxed { title: "Boxed warning".into(), body, glance: true },
            Block::Facts(vec![
                fact(
                    "Dose",
                    false,
                    vec![
                        Span::Text("2 mg once daily; 4 mg if the response is not adequate".into()),
                        cite("b"),
                        Span::Mark(Mark::Disagree),
                    ],
                ),
                fact(
                    "kidney",
                    true,
                    vec![Span::Mark(Mark::Gap(Gap::NotRecorded)), Span::Text(" see 2.6".into())],
                ),
            ]),
            Block::Note(vec![Span::Text("All of it: ".into()), Span::Command("--full".into())]),
        ]
    }

    #[test]
    fn a_screen_reads_at_a_glance() {
        assert_eq!(
            drawn(screen(), 60, false),
            "\
EXAMPLE  examplinib
┃ BOXED WARNING infections, death [1]
┃ In full: jakref x boxed

DOSE      2 mg once daily; 4 mg if the response is not
          adequate [2]≠
  kidney  ? see 2.6

All of it: --full
? not read yet · ≠ sources disagree
Sources  1 label a · 2 label b
Dataset 1 · not advice
"
        );
    }

    #[test]
    fn a_narrow_screen_in_ascii_reads_as_well() {
        assert_eq!(
            drawn(screen(), 24, true),
            "\
EXAMPLE  examplinib
| BOXED WARNING
| infections, death [1]
| In full:
| jakref x boxed

Dose
  2 mg once daily; 4 mg
  if the response is not
  adequate [2]<>
  kidney
    ? see 2.6

All of it: --full
? not read yet -
  <> sources disagree
Sources  1 label a -
  2 label b
Dataset 1 - not advice
"
        );
    }

    #[test]
    fn names_with_a_number_keep_their_letters() {
        assert_eq!(in_capitals("In ALLEGRO-2b/3, week 24"), "IN ALLEGRO-2b/3, WEEK 24");
    }
}
