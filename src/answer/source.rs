//! Sources as answers name them: in a line under the answer, in full, and in JSON.

use std::collections::BTreeSet;

use itertools::Itertools as _;
use serde::Serialize;

use super::view::view;
use crate::dataset::date::Date;
pub use crate::dataset::model::Weakness;
use crate::dataset::model::{self, Dataset, How, Source, SourceKind};
use crate::dataset::text::Text;
use crate::output::document::{self, Line, Mark, Span};
use crate::output::records::Value;

/// A source and where in it.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CitationView<'a> {
    pub source: &'a str,
    pub section: Option<&'a str>,
    /// How weak this reading is by itself.
    #[serde(skip)]
    pub weakness: Option<Weakness>,
}

impl<'a> CitationView<'a> {
    /// A source as a whole, of which it is not asked how weak it is.
    pub fn of(source: &'a str) -> Self {
        Self { source, section: None, weakness: None }
    }
}

/// The first citation that is as strong as all of them together, if there is any.
pub fn lead<'c, 'a>(
    citations: &'c [CitationView<'a>],
    weakness: Option<Weakness>,
) -> &'c [CitationView<'a>] {
    let mut each = citations.chunks(1);
    each.find(|it| it.iter().all(|it| it.weakness == weakness)).unwrap_or_default()
}

/// The same, and the first that is weaker: of what several sources say together, a part may rest on
/// that one alone.
pub fn leads<'a>(
    citations: &[CitationView<'a>],
    weakness: Option<Weakness>,
) -> Vec<CitationView<'a>> {
    let weaker = citations.iter().find(|it| it.weakness != weakness);
    lead(citations, weakness).iter().chain(weaker).copied().collect()
}

/// The citation as a piece of a line; nothing if there is none.
pub fn cite<'a>(citations: &[CitationView<'a>]) -> Option<Span<'a>> {
    let citation = |it: &CitationView<'a>| document::Citation {
        source: it.source,
        section: it.section,
        number: 0,
    };
    (!citations.is_empty()).then(|| Span::Cite(citations.iter().map(citation).collect()))
}

/// The line with its citations behind it, and how weak they are.
pub fn cited<'a>(
    mut line: Line<'a>,
    citations: &[CitationView<'a>],
    weakness: Option<Weakness>,
) -> Line<'a> {
    if let Some(cite) = cite(citations) {
        line.push(Span::Text(" ".into()));
        line.push(cite);
    }
    line.extend(weakness.map(|it| Span::Mark(Mark::Weak(it))));
    line
}

/// The same alone, in a column of its own: the sources, each once, and how weak they are.
pub fn basis<'a>(citations: &[CitationView<'a>], weakness: Option<Weakness>) -> Line<'a> {
    let cite = cite(&together(citations.iter().copied()));
    cite.into_iter().chain(weakness.map(|it| Span::Mark(Mark::Weak(it)))).collect()
}

/// The line with the sources only, each once and without sections, where there is little room.
pub fn cited_briefly<'a>(
    line: Line<'a>,
    citations: &[CitationView<'a>],
    weakness: Option<Weakness>,
) -> Line<'a> {
    cited(line, &together(citations.iter().copied()), weakness)
}

/// The citations of several statements as one list: a source once, without sections, in the order
/// in which they came.
pub fn together<'a>(citations: impl Iterator<Item = CitationView<'a>>) -> Vec<CitationView<'a>> {
    let once = citations.unique_by(|citation| citation.source);
    once.map(|citation| CitationView { section: None, ..citation }).collect()
}

/// Collects the sources that an answer cites, in the order of their first citation.
pub struct Citations<'a> {
    pub dataset: &'a Dataset,
    cited: Vec<&'a Source>,
    /// Where they stand among the sources of the dataset.
    seen: BTreeSet<usize>,
}

impl<'a> Citations<'a> {
    /// Nothing is cited yet.
    pub fn new(dataset: &'a Dataset) -> Self {
        Self { dataset, cited: Vec::new(), seen: BTreeSet::new() }
    }

    /// The citations, and how weak the reading is that they all share.
    pub fn cite(
        &mut self,
        citations: &'a [model::Citation],
    ) -> (Vec<CitationView<'a>>, Option<Weakness>) {
        let mut views: Vec<CitationView<'a>> = Vec::with_capacity(citations.len());
        let mut weakness = Some(Weakness::Unconfirmed);
        for citation in citations {
            let Some(source) = self.named(&citation.source) else { continue };
            let alone = source.weakness();
            // The strongest of them.
            weakness = weakness.min(alone);
            let section = citation.section.as_deref().map(Text::as_str);
            let view = CitationView { source: &source.id, section, weakness: alone };
            // The sections of one source stand together.
            match views.iter().rposition(|it| it.source == view.source) {
                Some(last) => views.insert(last + 1, view),
                None => views.push(view),
            }
        }
        let weakness = weakness.filter(|_| !views.is_empty());
        (views, weakness)
    }

    /// The source with this id, which is cited now.
    fn named(&mut self, id: &str) -> Option<&'a Source> {
        let at = self.dataset.source_index(id)?;
        let source = self.dataset.sources.get(at)?;
        if self.seen.insert(at) {
            self.cited.push(source);
        }
        Some(source)
    }

    /// The citations alone.
    pub fn views(&mut self, citations: &'a [model::Citation]) -> Vec<CitationView<'a>> {
        self.cite(citations).0
    }

    /// A citation of the source as a whole.
    pub fn whole(&mut self, source: &'a Source) -> CitationView<'a> {
        self.named(&source.id);
        CitationView { source: &source.id, section: None, weakness: source.weakness() }
    }

    /// The sources that were cited.
    pub fn sources(&self) -> Vec<SourceView<'a>> {
        self.cited.iter().map(|source| SourceView::new(source)).collect()
    }
}

/// A source, as JSON lists it under an answer.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SourceView<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub short: Option<&'a str>,
    pub publisher: &'a str,
    pub kind: SourceKind,
    pub date: Option<Date>,
    /// The day on which a copy, or a record that changes, showed what was read.
    pub as_shown: Option<Date>,
    pub how_read: How,
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
    /// The source as it is recorded.
    pub fn new(source: &'a Source) -> Self {
        view!(source => Self {
            id, title, short, publisher, kind, date, as_shown, read, extent, set_id, doi, pmid, registry_id,
            application, url, read_via;
            how_read: source.how,
        })
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

    /// What it is, from when, and how it was read if not in its own text: in a few words.
    pub fn line(&self) -> String {
        // A registry's number says all that its name does.
        let registered = self.registry_id.filter(|_| self.kind == SourceKind::Registry);
        let mut line = registered.or(self.short).unwrap_or(self.title).to_owned();
        line += &self.dated();
        let read = match self.how_read {
            How::Text => "",
            How::Copy => "copy",
            How::Abstract => "abstract",
            How::Report => "report",
            How::Unconfirmed => "unconfirmed",
        };
        // Some say so in their name, and what is shown on a day is a copy or a record of that day.
        let is_said =
            line.contains(read) || (self.how_read == How::Copy && self.as_shown.is_some());
        if !read.is_empty() && !is_said {
            line = format!("{line}, {read}");
        }
        line
    }

    /// Its own date, or the day on which it was shown so.
    fn dated(&self) -> String {
        match (self.date, self.as_shown) {
            (Some(date), _) => format!(" {date}"),
            (None, Some(shown)) => format!(", shown {shown}"),
            // In full it is said to be undated.
            (None, None) => String::new(),
        }
    }

    /// The entry in a list of sources at full length: what it is, from when, how it was read, where.
    pub fn full(&self) -> Line<'a> {
        let mut text = format!(". {}; {}", self.publisher.trim_end_matches('.'), self.kind.words());
        text += &match (self.date, self.as_shown) {
            (None, None) => "; undated".to_owned(),
            (date, shown) => {
                let date = date.map(|date| format!("; {date}")).unwrap_or_default();
                date + &shown.map(|day| format!("; as shown on {day}")).unwrap_or_default()
            }
        };
        for (name, id) in self.identifiers() {
            text += &format!("; {name} {id}");
        }
        text += &format!(". {}, read {}", self.how_read.words(), self.read);
        text += &format!(": {}.", self.extent.trim_end_matches('.'));
        if let Some(url) = self.url {
            text += &format!(" {url}");
        } else if let Some(via) = self.read_via {
            text += &format!(" Via {via}");
        }
        vec![Span::Strong(self.title.trim_end_matches('.').into()), Span::Text(text.into())]
    }
}

/// The source as documents list it, in a few words or at full length.
pub fn listed<'a>(source: &SourceView<'a>, in_full: bool) -> document::Source<'a> {
    let full = if in_full { source.full() } else { Line::new() };
    document::Source { short: source.line(), full, url: source.url }
}

/// The sources of these citations and their sections, each pair once, as two fields with the same
/// number of parts, separated by `; `.
pub fn source_fields<'v, 'a: 'v>(
    citations: impl Iterator<Item = &'v CitationView<'a>>,
) -> [Value; 2] {
    let pairs = citations.map(|it| (it.source, it.section.unwrap_or_default()));
    let (sources, sections): (Vec<&str>, Vec<&str>) = pairs.unique().unzip();
    [sources.join("; ").into(), sections.join("; ").into()]
}
