//! From a document, from records or from an answer to text: one file for each format. It knows
//! nothing of answers, of commands or of drugs.

pub mod csv;
pub mod document;
pub mod file;
pub mod html;
pub mod icons;
pub mod json;
pub mod markdown;
pub mod pager;
pub mod plain;
pub mod records;
pub mod style;
pub mod table;
pub mod tabular;
pub mod text;
pub mod vcard;

mod columns;
mod lines;

use clap::ValueEnum;

use document::Document;
use records::Records;

/// What a format is made of, and how.
pub enum Made {
    /// A document, for people to read.
    Document(fn(&Document<'_>, &Screen) -> String),
    /// Records, with the line of their names or without.
    Records(fn(&Records, bool) -> Result<String, String>),
    /// The answer itself.
    Answer,
    /// Contacts, which few answers are made of.
    Contacts,
}

macro_rules! formats {
    ($($variant:ident, $help:tt, $made:expr;)*) => {
        /// What `--format` accepts.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
        pub enum Format {
            $(#[doc = $help] $variant,)*
        }

        impl Format {
            /// What it is made of.
            pub fn made(self) -> Made {
                match self { $(Self::$variant => $made,)* }
            }
        }
    };
}

#[rustfmt::skip]
formats! {
    Table, "Labels, boxes and tables, for a terminal", Made::Document(table::draw);
    Plain, "One record a line, no borders, no color, for a pipe", Made::Document(|document, screen| plain::draw(document, screen.ascii));
    Json, "One JSON object, stable", Made::Answer;
    Jsonl, "One JSON object a record, stable", Made::Records(|records, _| json::lines(records));
    Csv, "Comma-separated records with a header, stable", Made::Records(csv::comma);
    Tsv, "Tab-separated records with a header, stable", Made::Records(|records, header| Ok(csv::tab(records, header)));
    Markdown, "Markdown with tables", Made::Document(|document, _| markdown::draw(document));
    Html, "A page that needs nothing else", Made::Document(|document, _| html::draw(document));
    Vcard, "A contact for telephones and mail programs; of `clinic` only", Made::Contacts;
}

impl Format {
    /// The names of the formats that are made of what is wanted.
    pub fn names(wanted: impl Fn(&Made) -> bool) -> Vec<String> {
        let formats = Self::value_variants().iter().filter(|it| wanted(&it.made()));
        let names = formats.filter_map(ValueEnum::to_possible_value);
        names.map(|it| it.get_name().to_owned()).collect()
    }
}

/// What a document is drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Screen {
    /// In columns.
    pub width: usize,
    pub color: bool,
    /// Whether it can show nothing but ASCII.
    pub ascii: bool,
}

#[cfg(test)]
mod tests {
    //! Any document, in every format, at every width: nothing lost, nothing over the edge, nothing that
    //! a terminal would obey.

    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::document::{
        Block, Cell, Citation, Document, Fact, Icons, Line, Mark, Row, Source, Span, Table,
    };
    use super::text::{is_hidden, width};
    use super::{Format, Made, Screen};
    use crate::dataset::model::{Gap, Weakness};

    /// Words as data may hold them, and as nobody should.
    const WORDS: &[&str] = &[
        "a",
        "of",
        "2",
        "mg",
        "(5)",
        "<1",
        "adults,",
        "BRAVE-AA1",
        "severe",
        "deuruxolitinib",
        "§2.4",
        "µL",
        "≥500",
        "·",
        "–",
        "   ",
        "NOT",
        "https://a.org/x_y?a=1&b=2",
        "<script>alert(1)</script>",
        "|",
        "*b*",
        "[1]",
        "\u{1b}[31m",
        "\u{202e}x",
        "a\u{2061}b\u{206f}",
        "\u{9b}2J",
        "\u{4e00}\u{4e8c}",
        "\u{2764}\u{fe0f}",
        "\u{1f1fa}\u{1f1f8}",
        "\u{915}\u{94d}\u{937}\u{93f}",
        "e\u{301}",
        "`x`",
        "\"'&",
    ];

    const SOURCES: &[&str] = &["s1", "s2", "s3", "s4", "s5"];

    fn text() -> impl Strategy<Value = String> {
        vec(proptest::sample::select(WORDS), 0..12).prop_map(|words| words.join(" "))
    }

    fn span() -> impl Strategy<Value = Span<'static>> {
        let mark = proptest::sample::select(vec![
            Mark::Gap(Gap::NotRecorded),
            Mark::Gap(Gap::NotStudied),
            Mark::Disagree,
            Mark::Weak(Weakness::Secondary),
            Mark::Weak(Weakness::Unconfirmed),
        ]);
        let section = proptest::option::of(proptest::sample::select(vec!["2.4", "5.10"]));
        let source = proptest::sample::select(SOURCES);
        let citation =
            (source, section).prop_map(|(source, section)| Citation { source, section, number: 0 });
        prop_oneof![
            4 => text().prop_map(|it| Span::Text(it.into())),
            1 => text().prop_map(|it| Span::Strong(it.into())),
            1 => text().prop_map(|it| Span::Alert(it.into())),
            1 => text().prop_map(|it| Span::Soft(it.into())),
            1 => text().prop_map(|it| Span::Command(it.into())),
            1 => mark.prop_map(Span::Mark),
            2 => vec(citation, 0..6).prop_map(Span::Cite),
        ]
    }

    fn line() -> impl Strategy<Value = Line<'static>> {
        vec(span(), 0..5)
    }

    fn cell() -> impl Strategy<Value = Cell<'static>> {
        vec(line(), 0..3)
    }

    fn table() -> impl Strategy<Value = Table<'static>> {
        (1_usize..6).prop_flat_map(|columns| {
            let row = (vec(cell(), 0..=columns), any::<bool>(), 0..5_u8)
                .prop_map(|(cells, sub, it)| Row { id: "id".into(), cells, sub, across: it == 0 });
            let heading = vec(text(), 1..4).prop_map(|it| it.into_iter().map(Into::into).collect());
            let parts =
                (vec(heading, columns), vec(row, 0..6), any::<bool>(), vec(any::<bool>(), columns));
            parts.prop_map(|(columns, rows, prose, numbers)| Table {
                columns,
                rows,
                prose,
                numbers,
                over: Vec::new(),
            })
        })
    }

    fn block() -> impl Strategy<Value = Block<'static>> {
        let fact = (text(), any::<bool>(), vec(line(), 1..4))
            .prop_map(|(label, sub, lines)| Fact { label: label.into(), sub, lines });
        let boxed = (text(), vec(line(), 0..4), any::<bool>())
            .prop_map(|(title, body, glance)| Block::Boxed { title: title.into(), body, glance });
        let icons = (line(), 0..=99_u8, any::<bool>())
            .prop_map(|(sentence, whole, part)| Block::Icons(Icons { sentence, whole, part }));
        prop_oneof![
            line().prop_map(Block::Title),
            text().prop_map(|it| Block::Heading(it.into())),
            text().prop_map(|it| Block::Subheading(it.into())),
            boxed,
            line().prop_map(Block::Paragraph),
            line().prop_map(Block::Item),
            vec(fact, 1..5).prop_map(Block::Facts),
            table().prop_map(Block::Table),
            icons,
            line().prop_map(Block::Note),
        ]
    }

    fn document() -> impl Strategy<Value = Document<'static>> {
        (vec(block(), 0..6), vec(text(), 0..3), any::<bool>()).prop_map(
            |(blocks, colophon, full)| {
                let document =
                    Document { blocks, colophon, full_sources: full, ..Document::default() };
                document.finish(|id| {
                    let full = vec![Span::Text("A title. https://a.org/1".into())];
                    Some(Source {
                        short: format!("label {id} <b>"),
                        full,
                        url: Some("https://a.org"),
                    })
                })
            },
        )
    }

    /// The words of the document, as a terminal may show them.
    fn words(document: &Document<'static>) -> Vec<String> {
        let mut document = document.clone();
        let mut words = Vec::new();
        let mut add = |text: &str| {
            let safe = super::text::safe(text).to_lowercase();
            words.extend(safe.split_whitespace().map(str::to_owned));
        };
        for block in &mut document.blocks {
            if matches!(block, Block::Table(_)) {
                // Its cells are checked where they are laid out; a row may have fewer than are shown.
                continue;
            }
            block.for_each_line(&mut |line| {
                for span in line.iter() {
                    if let Span::Text(text) = span {
                        add(text);
                    }
                }
            });
        }
        words
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_screen_holds_every_word_and_no_line_is_over_its_edge(
            document in document(),
            columns in 20_usize..400,
            ascii in any::<bool>(),
        ) {
            let screen = Screen { width: columns, color: false, ascii };
            let drawn = super::table::draw(&document, &screen);
            for line in drawn.lines() {
                // Joined words that fit on no line part at their joints: what is left are single words.
                let long = line.split(' ').map(width).max().unwrap_or(0);
                prop_assert!(
                    width(line) <= columns || long + 8 > columns,
                    "{} of {columns}: {line:?}\n{drawn}", width(line)
                );
                prop_assert!(!line.contains(is_hidden), "{line:?}");
                prop_assert!(!line.ends_with(' '), "{line:?}");
            }
            if !ascii {
                let lower = drawn.to_lowercase();
                for word in words(&document) {
                    prop_assert!(lower.contains(&word), "{word:?} is not in\n{drawn}");
                }
            }
        }

        #[test]
        fn color_changes_nothing_but_color(document in document(), columns in 20_usize..200) {
            let screen = |color| Screen { width: columns, color, ascii: false };
            let plain = super::table::draw(&document, &screen(false));
            let colored = super::table::draw(&document, &screen(true));
            let mut bare = String::new();
            for (index, piece) in colored.split('\u{1b}').enumerate() {
                bare += if index == 0 { piece } else { piece.split_once('m').map_or("", |it| it.1) };
            }
            prop_assert_eq!(plain, bare);
        }

        #[test]
        fn nothing_that_a_terminal_or_a_page_would_obey_gets_through(document in document()) {
            let screen = Screen { width: 80, color: false, ascii: false };
            for format in [Format::Plain, Format::Markdown, Format::Html] {
                let Made::Document(draw) = format.made() else { panic!("{format:?}") };
                let drawn = draw(&document, &screen);
                let obeyed = |it: char| is_hidden(it) && it != '\n' && (it != '\t' || format != Format::Plain);
                prop_assert!(!drawn.contains(obeyed), "{format:?}");
                let obeyed = drawn.replace("\\<", "").contains("<script");
                prop_assert!(format == Format::Plain || !obeyed, "{format:?}\n{drawn}");
            }
        }
    }
}
