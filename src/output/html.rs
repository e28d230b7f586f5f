//! A document as one HTML page that needs nothing else: no script, no request, one stylesheet inside.
//! Every text from outside goes through [`escape`], every address through [`link`].

use std::borrow::Cow;
use std::fmt::Write as _;

use super::document::{Document, Mark};
use super::text::is_hidden;

mod body;

pub use body::body;

/// What a page has that its document does not say.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// The language, as BCP 47 names it.
    pub lang: &'a str,
    /// The title of the window; that of the document if it is empty.
    pub title: &'a str,
    /// More for the head of the page. It is HTML already.
    pub head: &'a str,
    /// What stands before the answer, such as links to other pages. It is HTML already.
    pub before: &'a str,
}

impl Default for Page<'_> {
    fn default() -> Self {
        Self { lang: "en", title: "", head: "", before: "" }
    }
}

/// The one stylesheet, for pages on screens and on paper.
pub fn stylesheet() -> &'static str {
    include_str!("page.css")
}

/// Draws a document as a page.
pub fn draw(document: &Document<'_>, page: &Page<'_>) -> String {
    let own = document.title();
    let title = if page.title.is_empty() { own.as_deref().unwrap_or("jakref") } else { page.title };
    let body = format!("{}{}", page.before, body(document));
    whole(page.lang, title, &body, page.head)
}

/// A whole page in English from a body that is HTML already.
pub fn page(title: &str, body: &str, extra_head: &str) -> String {
    whole("en", title, body, extra_head)
}

fn whole(lang: &str, title: &str, body: &str, head: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{}</title>\n\
         <style>\n{}</style>\n{head}</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">Skip to the answer</a>\n\
         <div class=\"page\">\n{body}</div>\n</body>\n</html>\n",
        escape(lang),
        escape(title),
        stylesheet(),
    )
}

/// The text without meaning to HTML, in its text as in the values of its attributes. Hidden
/// characters are spelled out.
pub fn escape(text: &str) -> Cow<'_, str> {
    let is_safe =
        |character| !matches!(character, '&' | '<' | '>' | '"' | '\'') && !is_hidden(character);
    if text.chars().all(is_safe) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ if is_hidden(character) => out.extend(character.escape_unicode()),
            _ => out.push(character),
        }
    }
    Cow::Owned(out)
}

/// The address as an attribute may hold it, if it leads to the web and nowhere else.
pub fn link(address: &str) -> Option<String> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let allowed = |character: char| !character.is_whitespace() && !is_hidden(character);
    let whole = !rest.is_empty() && !rest.starts_with('/') && address.chars().all(allowed);
    if !whole {
        return None;
    }
    let mut out = String::with_capacity(address.len());
    for character in address.chars() {
        if matches!(character, '<' | '>' | '"' | '\'' | '`' | '\\' | '{' | '}' | '|' | '^') {
            let _ = write!(out, "%{:02X}", u32::from(character));
        } else {
            out.push(character);
        }
    }
    Some(escape(&out).into_owned())
}

/// The text, in which addresses of the web lead where they say.
fn linked(text: &str) -> String {
    if !text.contains("://") {
        return escape(text).into_owned();
    }
    let words = text.split(' ').map(|word| {
        let whole = word.trim_end_matches(['.', ',', ';', ')', ':']);
        match link(whole) {
            Some(address) => {
                format!(
                    "<a href=\"{address}\">{}</a>{}",
                    escape(whole),
                    escape(&word[whole.len()..])
                )
            }
            None => escape(word).into_owned(),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A mark, and what it means for those who hear the page.
fn marked(mark: Mark) -> String {
    format!("{}<span class=\"unseen\"> ({})</span>", sign(mark), escape(mark.meaning()))
}

fn sign(mark: Mark) -> String {
    let class = if mark.is_gap() { "mark gap" } else { "mark" };
    format!("<span class=\"{class}\" aria-hidden=\"true\">{}</span>", escape(mark.sign(false)))
}

/// A hundred marks, ten in a row: filled ones for those who had it, half ones for less than one,
/// open ones for the others. They differ in form, not in color alone.
pub fn svg(whole: u8, part: bool, number: usize) -> String {
    const TEN: usize = 10;
    const STEP: usize = 20;
    let less = if part { " and less than one more" } else { "" };
    let mut out = format!(
        "<svg viewBox=\"0 0 200 200\" role=\"img\" aria-labelledby=\"icons{number}\">\
         <title id=\"icons{number}\">{whole}{less} of 100 people</title>"
    );
    for at in 0..TEN * TEN {
        let (x, y) = (at % TEN * STEP + STEP / 2, at / TEN * STEP + STEP / 2);
        let class = match at {
            _ if at < whole.into() => "had",
            _ if part && at == usize::from(whole) => "part",
            _ => "not",
        };
        let _ = match class {
            "had" => write!(out, "<circle class=\"had\" cx=\"{x}\" cy=\"{y}\" r=\"8\"/>"),
            "part" => write!(
                out,
                "<circle class=\"part\" cx=\"{x}\" cy=\"{y}\" r=\"7.5\"/>\
                 <path class=\"had\" d=\"M{x} {} a8 8 0 0 0 0 16z\"/>",
                y - 8
            ),
            _ => write!(out, "<circle class=\"not\" cx=\"{x}\" cy=\"{y}\" r=\"7.5\"/>"),
        };
    }
    out + "</svg>"
}

#[cfg(test)]
mod tests {
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
                rows: vec![row.clone(), Row { across: true, ..row }],
                prose: false,
                numbers: vec![],
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
            let document = document.finish(|id| {
                Some(Source {
                    id,
                    short: EVIL.to_owned(),
                    full: plain(EVIL),
                    url: Some("javascript:alert(1)"),
                })
            });
            let html = draw(&document, &Page { lang: EVIL, title: EVIL, ..Page::default() });
            for sign in ["<script", "\u{202e}", "javascript:", "]]>"] {
                assert!(!html.contains(sign), "{sign}");
            }
            // Each is closed once: nothing closes it early.
            assert_eq!(html.matches("</style>").count(), 1);
        }
    }

    #[test]
    fn only_addresses_of_the_web_are_links() {
        assert_eq!(link("https://a.org/x?a=1&b=2").as_deref(), Some("https://a.org/x?a=1&amp;b=2"));
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
            linked("see https://a.org/x."),
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
            .finish(|id| Some(Source { id, short: "label".into(), full: Vec::new(), url: None }));
        let html = draw(&document, &Page::default());
        assert!(html.contains(
            "<a id=\"c1\" href=\"#s1\"><span class=\"unseen\">source </span>1 §2.4</a>, 5]"
        ));
        assert!(html.contains("<li id=\"s1\">") && html.contains("href=\"#c1\""));
    }

    #[test]
    fn a_hundred_people_are_a_hundred_marks() {
        let svg = svg(35, true, 1);
        assert_eq!(svg.matches("<circle").count(), 100);
        assert_eq!(svg.matches("<circle class=\"had\"").count(), 35);
        assert!(svg.contains("35 and less than one more of 100 people"));
    }

    #[test]
    fn the_stylesheet_asks_for_nothing() {
        for sign in ["url(", "@import", "</", "http:", "https:"] {
            assert!(!stylesheet().contains(sign), "{sign}");
        }
    }
}
