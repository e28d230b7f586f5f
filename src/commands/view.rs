//! What all views share: the dataset they speak from, statements, citations and sources. The
//! structs here are the JSON contract: fields are added, never renamed or removed.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use crate::dataset::model::{self, Dataset, Gap, How, Source, Statement};
use crate::dataset::text::Text;
use crate::dataset::value::Date;
use crate::output::document::{Citation, Line, Span};
use crate::output::records::Value;

/// The dataset an answer comes from.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DatasetView<'a> {
    pub title: &'a str,
    pub version: &'a str,
    pub as_of: String,
    pub review_due: String,
    pub clinical_review: &'a str,
    pub disclaimer: &'a str,
    /// `built-in`, or where else it was read from.
    pub origin: &'a str,
    /// Whether the next review was due before today.
    pub overdue: bool,
    #[serde(skip)]
    is_built_in: bool,
}

impl<'a> DatasetView<'a> {
    pub fn new(dataset: &'a Dataset) -> Self {
        let header = &dataset.header;
        Self {
            title: &header.title,
            version: &header.version,
            as_of: header.as_of.to_string(),
            review_due: header.review_due.to_string(),
            clinical_review: &header.clinical_review,
            disclaimer: &header.disclaimer,
            origin: dataset.origin(),
            overdue: dataset.standing.overdue,
            is_built_in: dataset.standing.origin.is_none(),
        }
    }

    /// What stands in every record.
    pub fn columns(&self) -> [(&'static str, Value<'a>); 7] {
        [
            ("dataset", self.version.into()),
            ("as_of", self.as_of.clone().into()),
            ("review_due", self.review_due.clone().into()),
            ("clinical_review", self.clinical_review.into()),
            ("disclaimer", self.disclaimer.into()),
            ("origin", self.origin.into()),
            ("overdue", Value::Truth(self.overdue)),
        ]
    }

    /// What stands under every human answer.
    pub fn colophon(&self) -> Vec<String> {
        let due = if self.overdue { "review past due since" } else { "next review due" };
        let other = if self.is_built_in { String::new() } else { format!(" ({})", self.origin) };
        vec![
            format!(
                "jakref dataset {}{other}, sources read {}, {due} {}, {}.",
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CitationView<'a> {
    /// The source's place in the answer's list, from 1; the document numbers what it shows.
    #[serde(skip)]
    pub number: usize,
    pub source: &'a str,
    pub section: Option<&'a str>,
}

/// The line with its citations behind it.
pub fn cited<'a>(mut line: Line<'a>, citations: &[CitationView<'a>]) -> Line<'a> {
    if !citations.is_empty() {
        let citation = |it: &CitationView<'a>| Citation { number: it.number, section: it.section };
        line.push(Span::Text(" ".into()));
        line.push(Span::Cite(citations.iter().map(citation).collect()));
    }
    line
}

/// The same with the numbers only, where there is little room.
pub fn numbered<'a>(line: Line<'a>, citations: &[CitationView<'a>]) -> Line<'a> {
    let mut bare: Vec<CitationView<'a>> = citations.to_vec();
    for citation in &mut bare {
        citation.section = None;
    }
    bare.dedup_by_key(|citation| citation.number);
    cited(line, &bare)
}

/// The citations of several statements as one list: a source once, without sections, in the order in
/// which they came.
pub fn together<'a>(citations: Vec<CitationView<'a>>) -> Vec<CitationView<'a>> {
    let mut once: Vec<CitationView<'a>> = Vec::with_capacity(citations.len());
    for citation in citations {
        if !once.iter().any(|known| known.number == citation.number) {
            once.push(CitationView { section: None, ..citation });
        }
    }
    once
}

/// Gives every source that an answer cites a number, in the order of their first citation.
pub struct Citations<'a> {
    dataset: &'a Dataset,
    cited: Vec<&'a Source>,
    /// Where each of them stands among those that were cited, by its id.
    places: BTreeMap<&'a str, usize>,
}

impl<'a> Citations<'a> {
    pub fn new(dataset: &'a Dataset) -> Self {
        Self { dataset, cited: Vec::new(), places: BTreeMap::new() }
    }

    /// The citations with their numbers, and how weak the reading is that they all share.
    pub fn cite(
        &mut self,
        citations: &'a [model::Citation],
    ) -> (Vec<CitationView<'a>>, Option<Weakness>) {
        let mut views = Vec::with_capacity(citations.len());
        let mut weakness = Some(Weakness::Unconfirmed);
        for citation in citations {
            let known = self.places.get(citation.source.as_str()).copied();
            let Some(at) = known.or_else(|| Some(self.add(self.dataset.source(&citation.source)?)))
            else {
                continue;
            };
            let source = self.cited[at];
            weakness = shared(weakness, source);
            let section = citation.section.as_deref().map(Text::as_str);
            views.push(CitationView { number: at + 1, source: &source.id, section });
        }
        // The sections of one source stand together.
        if views.len() > 2 {
            let first: Vec<usize> = views.iter().map(|view| view.number).collect();
            views.sort_by_key(|view| first.iter().position(|number| *number == view.number));
        }
        let weakness = weakness.filter(|_| !views.is_empty());
        (views, weakness)
    }

    /// How weak the reading is that they all share.
    pub fn weakness(&self, citations: &[model::Citation]) -> Option<Weakness> {
        let sources = citations.iter().filter_map(|citation| self.dataset.source(&citation.source));
        let all = sources.fold(Some(Weakness::Unconfirmed), shared);
        all.filter(|_| !citations.is_empty())
    }

    /// A citation of the source as a whole.
    pub fn itself(&mut self, source: &'a Source) -> CitationView<'a> {
        let known = self.places.get(source.id.as_str()).copied();
        let at = known.unwrap_or_else(|| self.add(source));
        CitationView { number: at + 1, source: &source.id, section: None }
    }

    /// Cites a source for the first time.
    fn add(&mut self, source: &'a Source) -> usize {
        let at = self.cited.len();
        self.cited.push(source);
        self.places.insert(&source.id, at);
        at
    }

    /// The citations with their numbers.
    pub fn numbers(&mut self, citations: &'a [model::Citation]) -> Vec<CitationView<'a>> {
        self.cite(citations).0
    }

    /// The sources that were cited, in the order of their numbers.
    pub fn sources(&self) -> Vec<SourceView<'a>> {
        self.cited.iter().map(|source| SourceView::new(source)).collect()
    }
}

/// What remains of a weakness when this source says the same.
fn shared(weakness: Option<Weakness>, source: &Source) -> Option<Weakness> {
    match source.how {
        How::Unconfirmed => weakness,
        _ if source.secondhand() => weakness.and(Some(Weakness::Secondary)),
        _ => None,
    }
}

/// Why a statement is less than what its document says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Weakness {
    /// It rests on compendia or on reports about its document.
    Secondary,
    /// It rests on one weak report.
    Unconfirmed,
}

impl Weakness {
    /// The word in JSON and in records.
    pub fn id(self) -> &'static str {
        match self {
            Self::Secondary => "secondary",
            Self::Unconfirmed => "unconfirmed",
        }
    }

    /// The words that stand behind it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Secondary => " (secondary source)",
            Self::Unconfirmed => " (unconfirmed report)",
        }
    }

    /// The same as a remark.
    pub fn remark(self) -> Span<'static> {
        Span::Soft(self.words().into())
    }
}

/// A source, as listed under an answer.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SourceView<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub publisher: &'a str,
    pub kind: &'static str,
    pub date: Option<Date>,
    pub how_read: &'static str,
    pub read: Date,
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
            date: source.date.as_deref().copied(),
            how_read: source.how.words(),
            read: *source.read,
            extent: &source.extent,
            set_id: source.set_id.as_deref().map(Text::as_str),
            doi: source.doi.as_deref().map(Text::as_str),
            pmid: source.pmid.as_deref().map(Text::as_str),
            registry_id: source.registry_id.as_deref().map(Text::as_str),
            application: source.application.as_deref().map(Text::as_str),
            url: source.url.as_deref().map(Text::as_str),
            read_via: source.read_via.as_deref().map(Text::as_str),
        }
    }

    /// The identifiers that lead to the document, each with its name.
    pub fn identifiers(&self) -> impl Iterator<Item = (&'static str, &'a str)> {
        let identifiers = [
            ("set id", self.set_id),
            ("DOI", self.doi),
            ("PMID", self.pmid),
            ("registry", self.registry_id),
            ("application", self.application),
        ];
        identifiers.into_iter().filter_map(|(name, id)| id.map(|id| (name, id)))
    }

    /// The document's own date, as far as it was read.
    pub fn dated(&self) -> Cow<'static, str> {
        self.date.map_or("no date read".into(), |date| date.to_string().into())
    }

    /// What it is, who publishes it, from when it is, and its identifiers.
    pub fn description(&self) -> Line<'a> {
        let mut line = Line::with_capacity(12);
        let parts =
            [self.publisher.into(), "; ".into(), self.kind.into(), "; ".into(), self.dated()];
        line.extend(parts.map(Span::Text));
        for (name, id) in self.identifiers() {
            line.extend(["; ", name, " ", id].map(|part| Span::Text(part.into())));
        }
        line
    }

    /// The same in brief: what it is, from when, and how it was read.
    pub fn brief_line(&self) -> Line<'a> {
        let about = [". ", self.kind, "; ", &self.dated(), ". Read "].concat();
        let read = [&self.read.to_string(), ": ", self.how_read, "."].concat();
        vec![Span::Strong(self.title.into()), Span::Text(about.into()), Span::Soft(read.into())]
    }

    /// The entry in the list of sources: what it is, from when, how it was read, where it is.
    pub fn line(&self) -> Line<'a> {
        let mut line = Line::with_capacity(20);
        line.extend([Span::Strong(self.title.into()), Span::Text(". ".into())]);
        line.append(&mut self.description());
        let read = [". Read ", &self.read.to_string(), ": ", self.how_read].concat();
        line.extend([Span::Soft(read.into()), Span::Text(".".into())]);
        if let Some(url) = self.url {
            line.extend([" ", url].map(|part| Span::Text(part.into())));
        } else if let Some(via) = self.read_via {
            line.extend([" Via ", via].map(|part| Span::Text(part.into())));
        }
        line
    }
}

/// Part of an answer.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
        Self::citing(statement, &statement.cite, citations)
    }

    fn citing(
        statement: &'a Statement,
        cite: &'a [model::Citation],
        citations: &mut Citations<'a>,
    ) -> Self {
        let (sources, weakness) = citations.cite(cite);
        let kind = statement.gap.as_ref().map(|gap| **gap);
        Self {
            text: statement.text.as_deref().map(Text::as_str),
            plain: statement.plain.as_deref().map(Text::as_str),
            short: statement.short.as_deref().map(Text::as_str),
            gap: kind.map(Gap::id),
            look_in: statement.look_in.as_deref().map(Text::as_str),
            weakness,
            sources,
            kind,
        }
    }

    /// The same with one citation only, for an overview: the first that is as strong as all of them.
    pub fn brief(statement: &'a Statement, citations: &mut Citations<'a>) -> Self {
        let weakness = citations.weakness(&statement.cite);
        let mut each = statement.cite.iter().map(std::slice::from_ref);
        let strongest = each.find(|it| citations.weakness(it) == weakness);
        Self::citing(statement, strongest.unwrap_or_default(), citations)
    }

    /// The statement as a line, if it says anything in these words.
    pub fn line(&self, words: Words) -> Option<Line<'a>> {
        let mut line = Line::with_capacity(9);
        match words {
            Words::Plain => {
                line.push(Span::Text(self.plain?.into()));
                // What was not read is not weak but missing, and the plain words say so.
                line.extend(self.weakness.filter(|_| self.kind.is_none()).map(Weakness::remark));
            }
            Words::Professional => {
                line.extend(self.kind.map(|gap| Span::Gap(gap.shown().into())));
                if let Some(text) = self.text {
                    line.extend(self.kind.map(|_| Span::Text(" ".into())));
                    line.push(Span::Text(text.into()));
                    line.extend(self.weakness.map(Weakness::remark));
                }
                if let Some(place) = self.look_in {
                    let lead = if line.is_empty() { "Open " } else { " Open " };
                    line.extend([lead, place, "."].map(|part| Span::Text(part.into())));
                }
            }
        }
        Some(cited(line, &self.sources))
    }

    /// The short answer as a line, if there is one.
    pub fn short_line(&self) -> Option<Line<'a>> {
        let short = self.short?;
        let gap = self.kind.map(|gap| Span::Gap(gap.shown().into()));
        let space = gap.is_some().then(|| Span::Text(" ".into()));
        let short = Span::Text(short.into());
        let mut line: Line<'_> = gap.into_iter().chain(space).chain([short]).collect();
        line.extend(self.weakness.map(Weakness::remark));
        Some(numbered(line, &self.sources))
    }

    /// The statement as text alone: what it says, or the kind of gap.
    pub fn bare(&self) -> &'a str {
        self.text.or(self.kind.map(Gap::words)).unwrap_or_default()
    }
}

/// The sources of these citations and their sections, each pair once, as two fields with the same
/// number of parts, separated by `; `.
pub fn source_fields<'v, 'a: 'v>(
    citations: impl Iterator<Item = &'v CitationView<'a>>,
) -> [Value<'a>; 2] {
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for citation in citations {
        let pair = (citation.source, citation.section.unwrap_or_default());
        if !pairs.contains(&pair) {
            pairs.push(pair);
        }
    }
    let (sources, sections): (Vec<&str>, Vec<&str>) = pairs.into_iter().unzip();
    [sources.join("; ").into(), sections.join("; ").into()]
}

/// The statements as views.
pub fn statements<'a>(
    statements: &'a [Statement],
    citations: &mut Citations<'a>,
) -> Vec<StatementView<'a>> {
    statements.iter().map(|statement| StatementView::new(statement, citations)).collect()
}

/// The statements as lines; where none of them has plain words, in the professional ones.
pub fn lines<'a>(statements: &[StatementView<'a>], words: Words) -> Vec<Line<'a>> {
    let lines: Vec<Line<'a>> =
        statements.iter().filter_map(|statement| statement.line(words)).collect();
    if lines.is_empty() && words == Words::Plain {
        return statements.iter().filter_map(|it| it.line(Words::Professional)).collect();
    }
    lines
}
