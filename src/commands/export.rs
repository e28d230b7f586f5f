//! `jakref export`: the whole dataset, as TOML that `--data` reads back, or as JSON.

use serde::Serialize;

use super::view::DatasetView;
use super::{Failure, View};
use crate::dataset::export::{self, Whole};
use crate::dataset::model::Dataset;
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
    let records = export::text(dataset)
        .map_err(|error| Failure::Unable(format!("cannot write the dataset: {error}")))?;
    let view = DatasetView::new(dataset);
    let text = format!(
        "# {}, version {}, {}. Answer from it with `jakref --data FILE`.\n\n{}",
        view.title, view.version, view.origin, records
    );
    Ok(ExportView { schema: "jakref.export/1", dataset: view, records: Whole(dataset), text })
}

impl View for ExportView<'_> {
    fn draw(&self, page: &mut Numbered<'_>) {
        page.add(Block::Verbatim(&self.text));
    }
}
