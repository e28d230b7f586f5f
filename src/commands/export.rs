//! `jakref export`: the whole dataset, as TOML that `--data` reads back, or as JSON.

use serde::Serialize;

use super::view::DatasetView;
use super::{Failure, View};
use crate::dataset::export::{self, Whole};
use crate::dataset::model::Dataset;
use crate::dataset::place::At;
use crate::output::document::{Block, Numbered};

/// Every record of the dataset.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExportView<'a> {
    schema: &'static str,
    dataset: DatasetView<'a>,
    /// By kind, under the keys of the TOML; what a record does not have is absent.
    #[cfg_attr(test, schemars(with = "std::collections::BTreeMap<String, serde_json::Value>"))]
    records: Whole<'a>,
    #[serde(skip)]
    text: String,
}

/// Exports the dataset.
///
/// # Errors
/// None in practice: everything in a dataset has a form in TOML.
pub fn view(dataset: &Dataset) -> Result<ExportView<'_>, Failure> {
    let dataset = as_of_its_newest(dataset);
    let records = export::text(dataset)
        .map_err(|error| Failure::Unable(format!("cannot write the dataset: {error}")))?;
    let view = DatasetView::new(dataset);
    let text = format!(
        "# {}, version {}, {}. Answer from it with `jakref --data FILE`.\n\n{}",
        view.title, view.version, view.origin, records
    );
    Ok(ExportView { schema: "jakref.export/1", dataset: view, records: Whole(dataset), text })
}

/// The dataset, speaking for the day of its newest source: what was laid over it may be newer than
/// it was, and alone it would be refused for that.
fn as_of_its_newest(dataset: &Dataset) -> &Dataset {
    let dates = dataset.sources.iter().flat_map(|it| [Some(*it.read), it.date.as_deref().copied()]);
    let approvals = dataset.treatments.iter().map(|it| it.approved_on.as_deref().copied());
    let newest = dates.chain(approvals).flatten().max();
    match newest.filter(|newest| *newest > *dataset.header.as_of) {
        None => dataset,
        Some(newest) => {
            let mut later = dataset.clone();
            later.header.as_of = At::nowhere(newest);
            Box::leak(Box::new(later))
        }
    }
}

impl View for ExportView<'_> {
    fn draw(&self, page: &mut Numbered<'_>) {
        page.add(Block::Verbatim(&self.text));
    }
}
