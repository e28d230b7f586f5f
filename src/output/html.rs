//! A document as one HTML page that needs nothing else: no script, no request, one stylesheet inside.
//! What is text is escaped by `maud`; every address goes through [`link`].

use std::fmt::Write as _;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::document::{Document, Mark};
pub use super::text::link;
use super::text::safe_lines;

mod body;

pub use body::body;

/// The one stylesheet, for pages on screens and on paper.
const STYLESHEET: &str = include_str!("page.css");

/// Draws a document as a page.
pub fn draw(document: &Document<'_>) -> String {
    page(document.title().as_deref().unwrap_or("jakref"), &html!(), &body(document))
}

/// A whole page, with more for its head.
pub fn page(title: &str, head: &Markup, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE) "\n"
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (title) } "\n"
                (style(STYLESHEET))
                (head)
            }
            body {
                a.skip href="#main" { "Skip to the answer" } "\n"
                div.page { (body) }
            }
        }
    };
    safe_lines(&page.into_string(), false) + "\n"
}

/// A stylesheet of our own.
pub fn style(css: &'static str) -> Markup {
    html! { style { (PreEscaped(css)) } "\n" }
}

/// The text, in which addresses of the web lead where they say.
fn linked(text: &str) -> Markup {
    html! {
        @for (index, word) in text.split(' ').enumerate() {
            @if index > 0 { " " }
            @let whole = word.trim_end_matches(['.', ',', ';', ')', ':']);
            @if let Some(address) = link(whole) {
                a href=(address) { (whole) } (word[whole.len()..])
            } @else {
                (word)
            }
        }
    }
}

/// A mark, and what it means for those who hear the page.
pub fn marked(mark: Mark) -> Markup {
    html! { (sign(mark)) span.unseen { " (" (mark.meaning()) ")" } }
}

fn sign(mark: Mark) -> Markup {
    html! { span.mark.gap[mark.is_gap()] aria-hidden="true" { (mark.sign(false)) } }
}

/// Marks with what they mean.
pub fn legend(marks: &[Mark]) -> Markup {
    html! {
        @if !marks.is_empty() {
            p.legend {
                @for (index, mark) in marks.iter().enumerate() {
                    @if index > 0 { " · " }
                    (sign(*mark)) " " (mark.meaning())
                }
            } "\n"
        }
    }
}

/// A hundred circles, ten in a row: filled ones for those who had it, a ring with a dot for less than
/// one person, rings for the others. They differ in form, not in color alone. Each row is one line of
/// round dashes, so that a hundred circles take little room.
pub fn circles(whole: u8, part: bool, name: &str) -> Markup {
    let had = usize::from(whole);
    let rest = rows(had, 100);
    html! {
        svg viewBox="0 0 100 100" role="img" aria-label=(name) {
            @if had < 100 { path.ring d=(rest) {} path.hole d=(rest) {} }
            @if had > 0 { path.had d=(rows(0, had)) {} }
            @if part && had < 100 { path.part d=(rows(had, had + 1)) {} }
        }
    }
}

/// The rows of the circles from one to another, as the path of an SVG.
fn rows(from: usize, to: usize) -> String {
    let mut path = String::new();
    let mut at = from;
    while at < to {
        let end = to.min(at / 10 * 10 + 10);
        let x = |at: usize| at % 10 * 10 + 5;
        let _ = write!(path, "M{} {}H{}.1", x(at), at / 10 * 10 + 5, x(end - 1));
        at = end;
    }
    path
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::super::document::{
        Block, Citation, Fact, Icons, Line, Row, Source, Span, Table, line as plain,
    };
    use super::*;

    const EVIL: &str = "</style><script>alert(1)</script>\"'&]]>\u{202e}";

    #[test]
    fn no_text_is_more_than_text() {
        let cite = || Span::Cite(vec![Citation { source: "a", section: Some(EVIL), number: 0 }]);
        let evil = || -> Line<'_> {
            let text = || Cow::Borrowed(EVIL);
            vec![
                Span::Text(text()),
                Span::Strong(text()),
                Span::Alert(text()),
                Span::Soft(text()),
                Span::Command(text()),
                Span::Mark(Mark::Disagree),
                cite(),
            ]
        };
        let row = Row {
            id: EVIL.into(),
            cells: vec![vec![evil()], vec![evil(), evil()]],
            ..Row::default()
        };
        let blocks = vec![
            Block::Title(evil()),
            Block::Heading(EVIL.into()),
            Block::Subheading(EVIL.into()),
            Block::Boxed { title: EVIL.into(), body: vec![evil(), evil()], glance: true },
            Block::Boxed { title: EVIL.into(), body: vec![evil(), evil()], glance: false },
            Block::Paragraph(evil()),
            Block::Item(evil()),
            Block::Facts(vec![Fact { label: EVIL.into(), sub: true, lines: vec![evil()] }]),
            Block::Table(Table {
                columns: vec![vec![EVIL.into()], vec![EVIL.into(), "".into()]],
                over: vec![(0..2, vec![EVIL.into()])],
                rows: vec![row.clone(), Row { across: true, ..row }],
                ..Table::default()
            }),
            Block::Icons(Icons { sentence: evil(), whole: 3, part: true }),
            Block::Note(evil()),
            Block::Verbatim(EVIL.into()),
        ];
        for full_sources in [false, true] {
            let document = Document {
                blocks: blocks.clone(),
                colophon: vec![EVIL.to_owned()],
                full_sources,
                ..Document::default()
            };
            let document = document.finish(|_| {
                Some(Source {
                    short: EVIL.to_owned(),
                    full: plain(EVIL),
                    url: Some("javascript:alert(1)"),
                })
            });
            let html = page(EVIL, &html!(), &body(&document));
            for sign in ["<script", "\u{202e}", "javascript:", "]]>"] {
                assert!(!html.contains(sign), "{sign}");
            }
            // Each is closed once: nothing closes it early.
            assert_eq!(html.matches("</style>").count(), 1);
        }
    }

    #[test]
    fn only_addresses_of_the_web_are_links() {
        assert_eq!(link("https://a.org/x?a=1&b=2").as_deref(), Some("https://a.org/x?a=1&b=2"));
        assert_eq!(link("http://a.org/\"x<y>").as_deref(), Some("http://a.org/%22x%3Cy%3E"));
        for address in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//a.org",
            "https://",
            "https:///x",
            "https://a b",
        ] {
            assert_eq!(link(address), None, "{address}");
        }
        assert_eq!(
            linked("see https://a.org/x.").into_string(),
            "see <a href=\"https://a.org/x\">https://a.org/x</a>."
        );
    }

    #[test]
    fn a_citation_leads_to_its_source_and_the_source_back() {
        let cite = Span::Cite(vec![
            Citation { source: "a", section: Some("2.4"), number: 0 },
            Citation { source: "a", section: Some("5"), number: 0 },
        ]);
        let blocks = vec![Block::Paragraph(vec![Span::Text("x".into()), cite])];
        let document = Document { blocks, ..Document::default() };
        let document = document
            .finish(|_| Some(Source { short: "label".into(), full: Vec::new(), url: None }));
        let html = draw(&document);
        assert!(html.contains(
            "<a id=\"c1\" href=\"#s1\"><span class=\"unseen\">source </span>1 §2.4</a>, 5]"
        ));
        assert!(html.contains("<li id=\"s1\">") && html.contains("href=\"#c1\""));
    }

    #[test]
    fn every_person_is_one_circle() {
        assert_eq!(rows(0, 12), "M5 5H95.1M5 15H15.1");
        assert_eq!(rows(98, 100), "M85 95H95.1");
        assert_eq!(rows(3, 3), "");
        let some = circles(35, false, "35 of \"100\"").into_string();
        assert!(some.contains("aria-label=\"35 of &quot;100&quot;\"") && !some.contains("part"));
        let few = circles(0, true, "x").into_string();
        assert!(few.contains("class=\"part\" d=\"M5 5H5.1\"") && !few.contains("class=\"had\""));
    }

    #[test]
    fn the_stylesheet_asks_for_nothing() {
        for sign in ["url(", "@import", "</", "http:", "https:"] {
            assert!(!STYLESHEET.contains(sign), "{sign}");
        }
    }
}
