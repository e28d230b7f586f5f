//! What travels with every answer: which dataset it comes from, how old that is, how far to trust it.

use serde::Serialize;

use super::source::SourceView;
use super::{Answer, Sourced};
use crate::dataset::date::Date;
use crate::dataset::load::Consulted;
use crate::output::records::Value;

/// The JSON of every answer: its body between what it comes from and what it rests on.
#[derive(Serialize)]
pub struct Envelope<'a, A: Serialize> {
    schema: String,
    dataset: DatasetView<'a>,
    #[serde(flatten)]
    body: &'a A,
    sources: &'a [SourceView<'a>],
}

impl<'a, A: Answer> Envelope<'a, A> {
    /// The envelope of an answer.
    pub fn new(consulted: &'a Consulted, cited: &'a Sourced<'_, A>) -> Self {
        let schema = format!("jakref.{}", A::SCHEMA);
        let dataset = DatasetView::new(consulted);
        Self { schema, dataset, body: &cited.answer, sources: &cited.sources }
    }
}

/// The dataset that answers.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DatasetView<'a> {
    pub title: &'a str,
    pub version: &'a str,
    /// The day on which its sources were read.
    pub as_of: Date,
    pub review_due: Date,
    /// Whether that day has passed.
    pub overdue: bool,
    pub clinical_review: &'a str,
    pub disclaimer: &'a str,
    /// `built-in`, or where it was read from.
    pub origin: &'a str,
    /// What was laid over it that protects readers.
    pub cautions: &'a [String],
}

impl<'a> DatasetView<'a> {
    /// The dataset as it stands today.
    pub fn new(consulted: &'a Consulted) -> Self {
        let header = &consulted.dataset.header;
        Self {
            title: &header.title,
            version: &header.version,
            as_of: *header.as_of,
            review_due: *header.review_due,
            overdue: consulted.overdue,
            clinical_review: &header.clinical_review,
            disclaimer: &header.disclaimer,
            origin: consulted.origin(),
            cautions: &consulted.cautions,
        }
    }

    /// What every record says of it.
    pub fn columns(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("dataset_version", self.version.into()),
            ("as_of", self.as_of.to_string().into()),
            ("review_due", self.review_due.to_string().into()),
            ("overdue", self.overdue.into()),
            ("clinical_review", self.clinical_review.into()),
            ("origin", self.origin.to_owned().into()),
            ("disclaimer", self.disclaimer.into()),
        ]
    }
}

/// The same in short lines for people.
pub fn colophon(consulted: &Consulted) -> Vec<String> {
    let view = DatasetView::new(consulted);
    let due = if view.overdue { "review was due" } else { "next review" };
    let mut lines = vec![
        format!("Dataset {}", view.version),
        format!("sources read {}", view.as_of),
        format!("{due} {}", view.review_due),
        view.clinical_review.to_owned(),
        view.disclaimer.to_owned(),
    ];
    if consulted.origin.is_some() {
        lines.insert(1, view.origin.to_owned());
    }
    lines.extend(view.cautions.iter().cloned());
    lines
}
