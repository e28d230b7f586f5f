//! What all views share: the dataset they speak from, statements, citations and sources. The
//! structs here are the JSON contract: fields are added, never renamed or removed.

use std::collections::HashMap;

use serde::{Serialize, Serializer};

use crate::dataset::model::{Citation, Dataset, Gap, Header, How, Source, Statement};
use crate::output::document::{self, Line, Span};

/// The dataset an answer comes from.
#[derive(Clone, Debug, Serialize)]
pub struct DatasetView<'a> {
    pub title: &'a str,
    pub version: &'a str,
    pub as_of: String,
    pub review_due: String,
    pub clinical_review: &'a str,
    pub disclaimer: &'a str,
}

impl<'a> DatasetView<'a> {
    pub fn new(header: &'a Header) -> Self {
        Self {
            title: &header.title,
            version: &header.version,
            as_of: header.as_of.to_string(),
            review_due: header.review_due.to_string(),
            clinical_review: &header.clinical_review,
            disclaimer: &header.disclaimer,
        }
    }

    /// What stands under every human answer.
    pub fn colophon(&self) -> Vec<String> {
        vec![
            format!(
                "jakref dataset {}, sources read {}, next review due {}, {}.",
                self.version, self.as_of, self.review_due, self.clinical_review
            ),
            self.disclaimer.to_owned(),
        ]
    }
}

/// A map that keeps its order.
#[derive(Clone, Debug)]
pub struct Ordered<T>(pub Vec<(String, T)>);

impl<T: Serialize> Serialize for Ordered<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

/// Which words an answer is given in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    Professional,
    Plain,
}

/// A source and where in it.
#[derive(Clone, Debug, Serialize)]
pub struct CitationView<'a> {
    /// The source's place in the answer's list, from 1; the document numbers what it shows.
    #[serde(skip)]
    pub number: usize,
    pub source: &'a str,
    pub section: Option<&'a str>,
}

/// The line with its citations behind it, each source once.
pub fn cited(mut line: Line, citations: &[CitationView<'_>]) -> Line {
    let mut merged: Vec<document::Citation> = Vec::new();
    for CitationView { number, section, .. } in citations {
        let known = merged.iter().position(|citation| citation.number == *number);
        let at = known.unwrap_or_else(|| {
            merged.push(document::Citation { number: *number, sections: Vec::new() });
            merged.len() - 1
        });
        merged[at].sections.extend(section.map(str::to_owned));
    }
    if !merged.is_empty() {
        line.push(Span::Text(" ".to_owned()));
        line.push(Span::Cite(merged));
    }
    line
}

/// Gives every source that an answer cites a number, in the order of their first citation.
pub struct Citations<'a> {
    known: HashMap<&'a str, &'a Source>,
    numbers: HashMap<&'a str, usize>,
    cited: Vec<&'a Source>,
}

impl<'a> Citations<'a> {
    pub fn new(dataset: &'a Dataset) -> Self {
        let known = dataset.sources.iter().map(|source| (source.id.as_str(), source)).collect();
        Self { known, numbers: HashMap::new(), cited: Vec::new() }
    }

    fn source(&self, citation: &Citation) -> Option<&'a Source> {
        self.known.get(citation.source.as_str()).copied()
    }

    /// The citations with their numbers.
    pub fn cite(&mut self, citations: &'a [Citation]) -> Vec<CitationView<'a>> {
        let mut views = Vec::with_capacity(citations.len());
        for citation in citations {
            let Some(source) = self.source(citation) else { continue };
            let id = source.id.as_str();
            let number = *self.numbers.entry(id).or_insert_with(|| {
                self.cited.push(source);
                self.cited.len()
            });
            let section = citation.section.as_ref().map(|section| section.as_str());
            views.push(CitationView { number, source: id, section });
        }
        views
    }

    /// How weak the reading is that all these citations share, if they do.
    pub fn weakness(&self, citations: &[Citation]) -> Option<Weakness> {
        let mut sources = citations.iter().filter_map(|citation| self.source(citation)).peekable();
        sources.peek()?;
        let sources: Vec<&Source> = sources.collect();
        if sources.iter().all(|source| source.how == How::Unconfirmed) {
            Some(Weakness::Unconfirmed)
        } else if sources.iter().all(|source| source.secondhand()) {
            Some(Weakness::Secondary)
        } else {
            None
        }
    }

    /// The sources that were cited, in the order of their numbers.
    pub fn sources(&self) -> Vec<SourceView<'a>> {
        self.cited.iter().map(|source| SourceView::new(source)).collect()
    }
}

/// Why a statement is less than what its document says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weakness {
    /// It rests on compendia or on reports about its document.
    Secondary,
    /// It rests on one weak report.
    Unconfirmed,
}

impl Weakness {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Secondary => "(secondary source)",
            Self::Unconfirmed => "(unconfirmed report)",
        }
    }
}

/// A source, as listed under an answer.
#[derive(Clone, Debug, Serialize)]
pub struct SourceView<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub publisher: &'a str,
    pub kind: &'static str,
    pub date: Option<String>,
    pub how_read: &'static str,
    pub read: String,
    pub extent: &'a str,
    pub set_id: Option<&'a str>,
    pub doi: Option<&'a str>,
    pub pmid: Option<&'a str>,
    pub registry_id: Option<&'a str>,
    pub application: Option<&'a str>,
    pub url: Option<&'a str>,
    pub read_via: Option<&'a str>,
}

impl<'a> SourceView<'a> {
    pub fn new(source: &'a Source) -> Self {
        Self {
            id: &source.id,
            title: &source.title,
            publisher: &source.publisher,
            kind: source.kind.word(),
            date: source.date.as_ref().map(ToString::to_string),
            how_read: source.how.words(),
            read: source.read.to_string(),
            extent: &source.extent,
            set_id: source.set_id.as_deref().map(String::as_str),
            doi: source.doi.as_deref().map(String::as_str),
            pmid: source.pmid.as_deref().map(String::as_str),
            registry_id: source.registry_id.as_deref().map(String::as_str),
            application: source.application.as_deref().map(String::as_str),
            url: source.url.as_deref().map(String::as_str),
            read_via: source.read_via.as_deref().map(String::as_str),
        }
    }

    /// The identifiers that lead to the document, as `DOI 10.1000/1`.
    pub fn identifiers(&self) -> Vec<String> {
        [
            ("set id", self.set_id),
            ("DOI", self.doi),
            ("PMID", self.pmid),
            ("registry", self.registry_id),
            ("application", self.application),
        ]
        .into_iter()
        .filter_map(|(name, id)| id.map(|id| format!("{name} {id}")))
        .collect()
    }

    /// The entry in the list of sources: what it is, from when, how it was read, where it is.
    pub fn line(&self) -> Line {
        let date = self.date.as_deref().unwrap_or("no date read");
        let mut text = format!(". {} ({}, {date}", self.publisher, self.kind);
        for id in self.identifiers() {
            text.push_str("; ");
            text.push_str(&id);
        }
        text.push_str("). ");
        let mut line = vec![Span::Strong(self.title.to_owned()), Span::Text(text)];
        line.push(Span::Soft(format!("Read {}: {}.", self.read, self.how_read)));
        if let Some(url) = self.url {
            line.push(Span::Text(format!(" {url}")));
        } else if let Some(via) = self.read_via {
            line.push(Span::Text(format!(" Via {via}")));
        }
        line
    }
}

/// Part of an answer.
#[derive(Clone, Debug, Serialize)]
pub struct StatementView<'a> {
    pub text: Option<&'a str>,
    pub plain: Option<&'a str>,
    pub short: Option<&'a str>,
    pub gap: Option<&'static str>,
    pub look_in: Option<&'a str>,
    /// `secondary` or `unconfirmed` where no stronger source was read, or null.
    pub weakness: Option<Weakness>,
    pub sources: Vec<CitationView<'a>>,
    #[serde(skip)]
    kind: Option<Gap>,
}

impl<'a> StatementView<'a> {
    pub fn new(statement: &'a Statement, citations: &mut Citations<'a>) -> Self {
        let sources = citations.cite(&statement.cite);
        Self { sources, ..Self::uncited(statement, citations) }
    }

    fn uncited(statement: &'a Statement, citations: &Citations<'a>) -> Self {
        let kind = statement.gap.as_ref().map(|gap| **gap);
        Self {
            text: statement.text.as_deref().map(String::as_str),
            plain: statement.plain.as_deref().map(String::as_str),
            short: statement.short.as_deref().map(String::as_str),
            gap: kind.map(Gap::id),
            look_in: statement.look_in.as_deref().map(String::as_str),
            weakness: citations.weakness(&statement.cite),
            sources: Vec::new(),
            kind,
        }
    }

    /// The same with its first citation only, for an overview.
    pub fn brief(statement: &'a Statement, citations: &mut Citations<'a>) -> Self {
        let first = &statement.cite[..statement.cite.len().min(1)];
        Self { sources: citations.cite(first), ..Self::uncited(statement, citations) }
    }

    /// The statement as a line, if it says anything in these words.
    pub fn line(&self, words: Words) -> Option<Line> {
        let mut line = Line::new();
        match words {
            Words::Plain => line.push(Span::Text(self.plain?.to_owned())),
            Words::Professional => {
                if let Some(gap) = self.kind {
                    line.push(Span::Gap(gap.words().to_owned()));
                }
                let text = self.text.into_iter().map(str::to_owned);
                let look_in = self.look_in.map(|look_in| format!("Open {look_in}."));
                for text in text.chain(look_in) {
                    if !line.is_empty() {
                        line.push(Span::Text(" ".to_owned()));
                    }
                    line.push(Span::Text(text));
                }
            }
        }
        if let Some(weakness) = self.weakness {
            line.push(Span::Soft(format!(" {}", weakness.words())));
        }
        Some(cited(line, &self.sources))
    }

    /// The short answer as a line, if there is one.
    pub fn short_line(&self) -> Option<Line> {
        let short = self.short?;
        let gap = self.kind.map(|gap| Span::Gap(gap.words().to_owned()));
        let text = Span::Text(if gap.is_some() { format!(" {short}") } else { short.to_owned() });
        let mut line: Line = gap.into_iter().chain([text]).collect();
        if let Some(weakness) = self.weakness {
            line.push(Span::Soft(format!(" {}", weakness.words())));
        }
        Some(cited(line, &self.sources))
    }

    /// The statement as text alone.
    pub fn bare(&self) -> String {
        let gap = self.kind.map(|gap| gap.words().to_owned());
        match (self.text, gap) {
            (Some(text), _) => text.to_owned(),
            (None, Some(gap)) => gap,
            (None, None) => String::new(),
        }
    }
}

/// The statements as views.
pub fn statements<'a>(
    statements: &'a [Statement],
    citations: &mut Citations<'a>,
) -> Vec<StatementView<'a>> {
    statements.iter().map(|statement| StatementView::new(statement, citations)).collect()
}

/// The statements as lines; where none of them has plain words, in the professional ones.
pub fn lines(statements: &[StatementView<'_>], words: Words) -> Vec<Line> {
    let lines: Vec<Line> =
        statements.iter().filter_map(|statement| statement.line(words)).collect();
    if lines.is_empty() && words == Words::Plain {
        return statements.iter().filter_map(|it| it.line(Words::Professional)).collect();
    }
    lines
}
