//! `jakref export`: the whole dataset, as TOML that `--data` reads back, or as JSON.

use serde::Serialize;

use super::view::DatasetView;
use super::{Failure, View};
use crate::dataset::export::{self, Whole};
use crate::dataset::model::{Dataset, Header};
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
    let header = as_of_its_newest(dataset);
    let records = export::text(dataset, &header)
        .map_err(|error| Failure::Unable(format!("cannot write the dataset: {error}")))?;
    let view = DatasetView::new(dataset);
    let text = format!(
        "# {}, version {}, {}. Answer from it with `jakref --data FILE`.\n\n{}",
        view.title, view.version, view.origin, records
    );
    Ok(ExportView {
        schema: "jakref.export/1",
        dataset: view,
        records: Whole(dataset, header),
        text,
    })
}

/// The header, speaking for the day of the newest source: what was laid over the dataset may be newer
/// than it was, and the export of both would be refused for that.
fn as_of_its_newest(dataset: &Dataset) -> Header {
    let mut header = dataset.header.clone();
    let dates = dataset.sources.iter().flat_map(|it| [Some(*it.read), it.date.as_deref().copied()]);
    let approvals = dataset.treatments.iter().map(|it| it.approved_on.as_deref().copied());
    let newest = dates.chain(approvals).flatten().max();
    if let Some(newest) = newest.filter(|newest| *newest > *header.as_of) {
        header.as_of = At::nowhere(newest);
    }
    header
}

impl View for ExportView<'_> {
    fn draw(&self, page: &mut Numbered<'_>) {
        page.add(Block::Verbatim(&self.text));
    }
}
