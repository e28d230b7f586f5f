//! What answers are made of: views of the dataset that are the JSON and draw themselves as blocks.

pub mod boxed;
pub mod brief;
pub mod cell;
pub mod column;
pub mod comparability;
pub mod conflict;
pub mod envelope;
pub mod explained;
pub mod facts_box;
pub mod figures;
pub mod phrasing;
pub mod position;
pub mod reactions;
pub mod source;
pub mod statement;
pub mod trial;
pub mod view;

use std::collections::HashMap;
use std::fmt;

use serde::{Serialize, Serializer};

use crate::dataset::load::Consulted;
use crate::output::document::{Block, Document};
use crate::output::records::Records;
use source::{Citations, SourceView};

/// An answer: serialized it is the body of the JSON, and it draws itself for people.
pub trait Answer: Serialize {
    /// The name and version of its JSON, such as `list/2`.
    const SCHEMA: &'static str;

    /// Draws the answer, block by block.
    fn draw<'a>(&'a self, page: &mut Vec<Block<'a>>);

    /// The answer as records of its own, if it is made of them.
    fn records(&self) -> Option<Records> {
        None
    }

    /// Whether the answer is a negative one, which the exit status tells.
    fn is_negative(&self) -> bool {
        false
    }

    /// Whether the dataset speaks below it; what is a dataset itself, or about another, has none.
    fn has_colophon(&self) -> bool {
        true
    }
}

/// An answer, and what it rests on.
pub struct Sourced<'a, A> {
    pub answer: A,
    /// The sources that it cites, each once, in the order of their first citation.
    pub sources: Vec<SourceView<'a>>,
    /// Whether people are shown them at full length.
    pub in_full: bool,
}

impl<'a, A> Sourced<'a, A> {
    /// The answer with what was cited in it.
    pub fn new(answer: A, citations: &Citations<'a>, in_full: bool) -> Self {
        Self { answer, sources: citations.sources(), in_full }
    }

    /// An answer that rests on no source.
    pub fn alone(answer: A) -> Self {
        Self { answer, sources: Vec::new(), in_full: false }
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

#[cfg(test)]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Ordered<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("MapOf{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let value = generator.subschema_for::<T>();
        schemars::json_schema!({ "type": "object", "additionalProperties": value })
    }
}

/// Which words an answer is given in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    Professional,
    Plain,
}

impl Words {
    /// Plain words if a patient asks.
    pub fn asked(patient: bool) -> Self {
        if patient { Self::Plain } else { Self::Professional }
    }
}

/// How much of an answer people are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// One line for each question.
    Glance,
    /// What was asked for, in full.
    Topic,
    /// Everything, with notes, conflicts and gaps.
    Full,
}

/// Why there is no answer.
#[derive(Debug)]
pub enum Failure {
    /// What was asked for does not exist: exit status 1.
    Negative(String),
    /// It could not be done: exit status 2.
    Unable(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Negative(message) | Self::Unable(message) => f.write_str(message),
        }
    }
}

/// The answer as a document: its blocks, the sources that they cite, what travels with it.
pub fn document<'a>(consulted: &'a Consulted, cited: &'a Sourced<'_, impl Answer>) -> Document<'a> {
    let mut blocks = Vec::new();
    cited.answer.draw(&mut blocks);
    let has_colophon = cited.answer.has_colophon();
    let colophon = if has_colophon { envelope::colophon(consulted) } else { Vec::new() };
    let full_sources = cited.in_full;
    let document = Document { blocks, colophon, full_sources, ..Document::default() };
    numbered(consulted, document, &cited.sources)
}

/// The document with what it cites listed.
fn numbered<'a>(
    consulted: &'a Consulted,
    document: Document<'a>,
    sources: &[SourceView<'a>],
) -> Document<'a> {
    let in_full = document.full_sources;
    let sources: HashMap<&str, &SourceView<'_>> = sources.iter().map(|it| (it.id, it)).collect();
    document.finish(|id| {
        let own = sources.get(id).copied().cloned();
        // Where to look for what was not found is told to people only.
        let source = own.or_else(|| consulted.dataset.source(id).map(SourceView::new))?;
        Some(source::listed(&source, in_full))
    })
}

/// The answer as records, each with the dataset that it comes from, if it is made of them.
pub fn records<'a>(consulted: &'a Consulted, answer: &'a impl Answer) -> Option<Records> {
    let mut records = answer.records()?;
    if answer.has_colophon() {
        records.extend_all(&envelope::DatasetView::new(consulted).columns());
    }
    Some(records)
}
