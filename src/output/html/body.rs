//! The inside of a page, block by block.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use super::super::document::{
    Block, Cell, Citation, Document, Fact, Icons, Line, Row, Span, Table, spaced, unaligned,
};
use super::{escape, link, linked, marked, sign, svg};

/// The answer, its legend and sources, and what travels with it, as the inside of a page.
pub fn body(document: &Document<'_>) -> String {
    let mut body = Body::new();
    body.out.push_str("<main id=\"main\" tabindex=\"-1\">\n");
    if document.title().is_none() {
        body.out.push_str("<h1 class=\"unseen\">jakref</h1>\n");
    }
    for block in &document.blocks {
        body.block(block);
    }
    body.end_list();
    body.out.push_str("</main>\n<footer>\n");
    body.legend(document);
    body.sources(document);
    body.colophon(&document.colophon);
    body.out.push_str("</footer>\n");
    body.out
}

struct Body {
    out: String,
    /// Whether a list is open, that further items belong to.
    list: bool,
    /// The anchors that are taken.
    anchors: HashSet<String>,
    /// How often each source was cited so far.
    cited: HashMap<usize, usize>,
    icons: usize,
    /// Whether a heading stands over the subheadings; else they take its level.
    headed: bool,
}

impl Body {
    fn new() -> Self {
        Self {
            out: String::with_capacity(16 * 1024),
            list: false,
            anchors: HashSet::from(["main".to_owned()]),
            cited: HashMap::new(),
            icons: 0,
            headed: false,
        }
    }

    fn push(&mut self, html: &str) {
        self.out.push_str(html);
    }

    fn end_list(&mut self) {
        if std::mem::replace(&mut self.list, false) {
            self.push("</ul>\n");
        }
    }

    fn block(&mut self, block: &Block<'_>) {
        if !matches!(block, Block::Item(_)) {
            self.end_list();
        }
        match block {
            Block::Title(line) => {
                let parts = line.iter().any(|span| matches!(span, Span::Strong(_)));
                let text = self.line(line);
                let class = if parts { "" } else { " class=\"whole\"" };
                self.push(&format!("<h1{class}>{text}</h1>\n"));
            }
            Block::Heading(text) => {
                self.headed = true;
                self.heading(2, text);
            }
            Block::Subheading(text) => self.heading(if self.headed { 3 } else { 2 }, text),
            Block::Boxed { title, body, glance } => self.boxed(title, body, *glance),
            Block::Paragraph(line) => {
                let text = self.line(line);
                self.push(&format!("<p>{text}</p>\n"));
            }
            Block::Item(line) => {
                let text = self.line(line);
                let open = if std::mem::replace(&mut self.list, true) { "" } else { "<ul>\n" };
                self.push(&format!("{open}<li>{text}</li>\n"));
            }
            Block::Note(line) => {
                let text = self.line(line);
                self.push(&format!("<p class=\"note\">{text}</p>\n"));
            }
            Block::Facts(facts) => self.facts(facts),
            Block::Table(table) => self.table(table),
            Block::Icons(each) => self.figure(each),
            Block::Verbatim(text) => {
                let lines: Vec<_> = text.trim_end().split('\n').map(escape).collect();
                self.push(&format!("<pre>{}</pre>\n", lines.join("\n")));
            }
        }
    }

    fn heading(&mut self, level: usize, text: &str) {
        let anchor = self.anchor(text);
        let text = escape(text);
        self.push(&format!("<h{level} id=\"{anchor}\">{text}</h{level}>\n"));
    }

    /// A name for an anchor that no other has: words of letters and digits.
    fn anchor(&mut self, text: &str) -> String {
        let mut name = String::new();
        for character in text.chars() {
            if character.is_ascii_alphanumeric() {
                name.push(character.to_ascii_lowercase());
            } else if !name.is_empty() && !name.ends_with('-') {
                name.push('-');
            }
        }
        let name = name.trim_end_matches('-');
        // Those of the sources, `s1`, and of their citations, `c1`, are theirs.
        let numbered =
            |it: &str| it.strip_prefix(['s', 'c']).is_some_and(|it| it.parse::<usize>().is_ok());
        let name = match name {
            "" => "part".to_owned(),
            _ if numbered(name) => format!("{name}-"),
            _ => name.to_owned(),
        };
        let mut free = name.clone();
        let mut count = 2;
        while !self.anchors.insert(free.clone()) {
            free = format!("{name}-{count}");
            count += 1;
        }
        free
    }

    /// A boxed warning: a group with a heading. It is no landmark, for there may be one for each treatment.
    fn boxed(&mut self, title: &str, body: &[Line<'_>], glance: bool) {
        let anchor = self.anchor(title);
        let class = if glance { "boxed glance" } else { "boxed" };
        let title = escape(title);
        self.push(&format!(
            "<div class=\"{class}\" role=\"group\" aria-labelledby=\"{anchor}\">\n<h2 id=\"{anchor}\">{title}</h2>\n"
        ));
        let lines: Vec<String> = body.iter().map(|line| self.line(line)).collect();
        match lines.as_slice() {
            [] => {}
            [_, _, ..] if !glance => {
                self.push("<ul>\n");
                for line in lines {
                    self.push(&format!("<li>{line}</li>\n"));
                }
                self.push("</ul>\n");
            }
            _ => {
                for line in lines {
                    self.push(&format!("<p>{line}</p>\n"));
                }
            }
        }
        self.push("</div>\n");
    }

    fn facts(&mut self, facts: &[Fact<'_>]) {
        let questions = facts.iter().any(|fact| fact.label.chars().count() > 32);
        self.push(if questions { "<dl class=\"questions\">\n" } else { "<dl>\n" });
        for fact in facts {
            let class = if fact.sub { " class=\"sub\"" } else { "" };
            let label = escape(&fact.label);
            let text = match fact.lines.as_slice() {
                [line] => self.line(line),
                lines => {
                    let line = |line| format!("<p>{}</p>", self.line(line));
                    lines.iter().map(line).collect::<Vec<_>>().concat()
                }
            };
            self.push(&format!("<div{class}><dt>{label}</dt><dd>{text}</dd></div>\n"));
        }
        self.push("</dl>\n");
    }

    fn table(&mut self, table: &Table<'_>) {
        self.push("<table>\n");
        self.header(table);
        self.push("<tbody>\n");
        for row in &table.rows {
            self.row(table, row);
        }
        self.push("</tbody>\n</table>\n");
    }

    /// The headings: in one row, or in two where one runs on over several columns.
    fn header(&mut self, table: &Table<'_>) {
        if table.columns.iter().flatten().all(|line| line.is_empty()) {
            return;
        }
        let number = |at: usize| if table.is_number(at) { " class=\"number\"" } else { "" };
        self.push("<thead>\n<tr>");
        if table.has_headings_over_several() {
            let over = |at: usize| -> Option<&[Cow<'_, str>]> {
                let column = table.columns.get(at)?;
                column.split_last().map(|(_, above)| above).filter(|it| !it.is_empty())
            };
            let empty = |at: &usize| over(*at).is_some_and(|it| it.iter().all(|it| it.is_empty()));
            let mut at = 0;
            while at < table.columns.len() {
                let run = 1 + (at + 1..table.columns.len()).take_while(empty).count();
                if let Some(lines) = over(at) {
                    let text = lines.iter().map(|it| escape(it)).collect::<Vec<_>>().join("<br>");
                    self.push(&format!("<th colspan=\"{run}\" scope=\"colgroup\">{text}</th>"));
                    at += run;
                } else {
                    self.push("<td></td>");
                    at += 1;
                }
            }
            self.push("</tr>\n<tr>");
            for (at, column) in table.columns.iter().enumerate() {
                let text = escape(column.last().map_or("", AsRef::as_ref)).into_owned();
                self.push(&heading(&text, number(at)));
            }
        } else {
            for (at, column) in table.columns.iter().enumerate() {
                let mut lines = column.iter().map(|line| escape(line));
                let mut text = lines.next().unwrap_or_default().into_owned();
                for line in lines {
                    let _ = write!(text, "<br><span class=\"more\">{line}</span>");
                }
                self.push(&heading(&text, number(at)));
            }
        }
        self.push("</tr>\n</thead>\n");
    }

    fn row(&mut self, table: &Table<'_>, row: &Row<'_>) {
        let columns = table.columns.len();
        let is_group = row.is_heading() && columns > 1;
        let class = match (row.sub, is_group) {
            (true, _) => " class=\"sub\"",
            (false, true) => " class=\"group\"",
            (false, false) => "",
        };
        self.push(&format!("<tr{class}>"));
        let label = row.cells.first().map(|cell| self.cell(cell)).unwrap_or_default();
        if is_group {
            self.push(&format!("<th colspan=\"{columns}\" scope=\"row\">{label}</th></tr>\n"));
            return;
        }
        if row.across {
            let text = row.cells.get(1).map(|cell| self.cell(cell)).unwrap_or_default();
            if label.is_empty() {
                self.push(&format!("<td colspan=\"{columns}\">{text}</td></tr>\n"));
            } else {
                let rest = columns.saturating_sub(1).max(1);
                self.push(&format!(
                    "<th scope=\"row\">{label}</th><td colspan=\"{rest}\">{text}</td></tr>\n"
                ));
            }
            return;
        }
        self.push(&format!("<th scope=\"row\">{label}</th>"));
        for at in 1..columns {
            let text = row.cells.get(at).map(|cell| self.cell(cell)).unwrap_or_default();
            let number = if table.is_number(at) { " class=\"number\"" } else { "" };
            let name = table.short_name(at);
            let name = if name.is_empty() || text.is_empty() {
                String::new()
            } else {
                // On a phone, where the headings have no room.
                format!("<span class=\"label\">{}: </span>", escape(&name))
            };
            self.push(&format!("<td{number}>{name}{text}</td>"));
        }
        self.push("</tr>\n");
    }

    fn cell(&mut self, cell: &Cell<'_>) -> String {
        match cell.as_slice() {
            [line] => self.line(line),
            lines => {
                let line = |line| format!("<span class=\"line\">{}</span>", self.line(line));
                lines.iter().map(line).collect::<Vec<_>>().join(" ")
            }
        }
    }

    fn line(&mut self, line: &Line<'_>) -> String {
        let mut out = String::new();
        for (space, span) in spaced(line) {
            out.push_str(if space { " " } else { "" });
            match span {
                Span::Text(text) => out.push_str(&linked(&unaligned(text))),
                Span::Strong(text) => {
                    let _ = write!(out, "<strong>{}</strong>", escape(&unaligned(text)));
                }
                Span::Alert(text) => {
                    let _ = write!(
                        out,
                        "<strong class=\"alert\">{}</strong>",
                        escape(&unaligned(text))
                    );
                }
                Span::Soft(text) => {
                    let _ = write!(out, "<span class=\"soft\">{}</span>", linked(&unaligned(text)));
                }
                Span::Command(text) => {
                    let _ = write!(out, "<code>{}</code>", escape(text));
                }
                Span::Mark(mark) => out.push_str(&marked(*mark)),
                Span::Cite(citations) => out.push_str(&self.cite(citations)),
            }
        }
        out
    }

    /// Citations, each leading to its source. The first of a source can be led back to.
    fn cite(&mut self, citations: &[Citation<'_>]) -> String {
        let mut out = String::from("<span class=\"cite\">[");
        for (index, citation) in citations.iter().enumerate() {
            let again = index > 0 && citations[index - 1].number == citation.number;
            out.push_str(if index > 0 { ", " } else { "" });
            let section = citation.section.map(escape);
            match (again, section) {
                (true, Some(section)) => out.push_str(&section),
                (_, section) => {
                    let number = citation.number;
                    let count = self.cited.entry(number).or_insert(0);
                    *count += 1;
                    let id = if *count == 1 { format!(" id=\"c{number}\"") } else { String::new() };
                    let section = section.map(|it| format!(" §{it}")).unwrap_or_default();
                    let _ = write!(
                        out,
                        "<a{id} href=\"#s{number}\"><span class=\"unseen\">source </span>{number}{section}</a>"
                    );
                }
            }
        }
        out + "]</span>"
    }

    /// A sentence, and a hundred marks that say the same.
    fn figure(&mut self, each: &Icons<'_>) {
        self.icons += 1;
        let number = self.icons;
        let sentence = self.line(&each.sentence);
        let picture = svg(each.whole, each.part, number);
        self.push(&format!("<figure><figcaption>{sentence}</figcaption>{picture}</figure>\n"));
    }

    fn legend(&mut self, document: &Document<'_>) {
        let marks = document.legend();
        if marks.is_empty() {
            return;
        }
        let marks: Vec<String> = marks
            .iter()
            .map(|mark| format!("{} {}", sign(*mark), escape(mark.meaning())))
            .collect();
        self.push(&format!("<p class=\"legend\">{}</p>\n", marks.join(" · ")));
    }

    fn sources(&mut self, document: &Document<'_>) {
        if document.sources.is_empty() {
            return;
        }
        self.push("<section class=\"sources\" aria-labelledby=\"sources\">\n<h2 id=\"sources\">Sources</h2>\n<ol>\n");
        for (index, source) in document.sources.iter().enumerate() {
            let number = index + 1;
            let text = if document.full_sources {
                self.line(&source.full)
            } else {
                let short = escape(&source.short);
                match source.url.and_then(link) {
                    Some(address) => format!("<a href=\"{address}\">{short}</a>"),
                    None => short.into_owned(),
                }
            };
            let back = if self.cited.contains_key(&number) {
                format!(
                    " <a class=\"back\" href=\"#c{number}\"><span aria-hidden=\"true\">↑</span>\
                     <span class=\"unseen\">back to where source {number} is cited</span></a>"
                )
            } else {
                String::new()
            };
            self.push(&format!(
                "<li id=\"s{number}\"><span class=\"number\">[{number}]</span> <span>{text}{back}</span></li>\n"
            ));
        }
        self.push("</ol>\n</section>\n");
    }

    fn colophon(&mut self, colophon: &[String]) {
        if !colophon.is_empty() {
            let pieces: Vec<_> = colophon.iter().map(|piece| escape(piece)).collect();
            self.push(&format!("<p class=\"colophon\">{}</p>\n", pieces.join(" · ")));
        }
    }
}

fn heading(text: &str, class: &str) -> String {
    // An empty heading is no heading.
    if text.is_empty() {
        "<td></td>".to_owned()
    } else {
        format!("<th{class} scope=\"col\">{text}</th>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_all_different() {
        let mut body = Body::new();
        let anchors = ["Dose", "dose", "S1", "\u{4e00}", "main", ""].map(|text| body.anchor(text));
        assert_eq!(anchors, ["dose", "dose-2", "s1-", "part", "main-2", "part-2"]);
    }
}
