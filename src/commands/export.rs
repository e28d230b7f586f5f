//! `jakref export`: the whole dataset, as TOML that `--data` reads back, or as JSON.

use clap::Args;
use serde::Serialize;

use crate::answer::envelope::DatasetView;
use crate::answer::{Answer, Failure, Sourced};
use crate::dataset::export::{self, Whole};
use crate::dataset::load::Consulted;
use crate::dataset::model::Header;
use crate::output::document::Block;
use crate::output::text::safe;

// What `export` is asked.
#[derive(Debug, Args)]
pub struct ExportArgs {}

/// Every record of the dataset.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExportAnswer<'a> {
    /// By kind, under the keys of the TOML; what a record does not have is absent.
    #[cfg_attr(test, schemars(with = "std::collections::BTreeMap<String, serde_json::Value>"))]
    records: Whole<'a>,
    /// As TOML, for people.
    #[serde(skip)]
    text: Option<String>,
}

/// Exports the dataset: for people as TOML.
///
/// # Errors
/// None in practice: everything in a dataset has a form in TOML.
pub fn run(
    consulted: &Consulted,
    for_people: bool,
) -> Result<Sourced<'_, ExportAnswer<'_>>, Failure> {
    let header = export::header(consulted.dataset);
    let text = for_people.then(|| toml(consulted, &header)).transpose()?;
    Ok(Sourced::alone(ExportAnswer { records: Whole(consulted.dataset, header), text }))
}

fn toml(consulted: &Consulted, header: &Header) -> Result<String, Failure> {
    let records = export::text(consulted.dataset, header)
        .map_err(|error| Failure::Unable(format!("cannot write the dataset: {error}")))?;
    let view = DatasetView::new(consulted);
    Ok(format!(
        "# {}, version {}, {}. Answer from it with `jakref --data FILE`.\n\n{}",
        view.title,
        view.version,
        safe(view.origin),
        records
    ))
}

impl Answer for ExportAnswer<'_> {
    fn has_colophon(&self) -> bool {
        false
    }

    const SCHEMA: &'static str = "export/2";

    fn draw<'a>(&'a self, page: &mut Vec<Block<'a>>) {
        page.extend(self.text.as_deref().map(|text| Block::Verbatim(text.into())));
    }
}
