//! `jakref clinic`: how to reach the clinic, and what one may call about.

use serde::Serialize;

use super::View;
use super::view::source_fields;
use super::view::{
    CitationView, Citations, DatasetView, SourceView, StatementView, Words, cited, lines,
    statements,
};
use crate::dataset::model::Dataset;
use crate::output::document::{Block, Numbered, Span, line};
use crate::output::records::{Records as Rows, Value};

/// The clinics of the dataset.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ClinicsView<'a> {
    schema: &'static str,
    dataset: DatasetView<'a>,
    clinics: Vec<ClinicView<'a>>,
    sources: Vec<SourceView<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ClinicView<'a> {
    id: &'a str,
    name: &'a str,
    phone: &'a str,
    website: &'a str,
    call_about: Vec<StatementView<'a>>,
    address: Vec<StatementView<'a>>,
    sources: Vec<CitationView<'a>>,
}

/// Shows the clinics.
pub fn view(dataset: &Dataset) -> ClinicsView<'_> {
    let mut citations = Citations::new(dataset);
    let clinics = dataset.clinics.iter().map(|clinic| ClinicView {
        id: &clinic.id,
        name: &clinic.name,
        phone: &clinic.phone,
        website: &clinic.website,
        sources: citations.numbers(&clinic.cite),
        call_about: statements(&clinic.call_about, &mut citations),
        address: statements(&clinic.address, &mut citations),
    });
    let clinics = clinics.collect();
    ClinicsView {
        schema: "jakref.clinic/1",
        dataset: DatasetView::new(dataset),
        clinics,
        sources: citations.sources(),
    }
}

impl View for ClinicsView<'_> {
    fn draw(&self, page: &mut Numbered<'_>) {
        if self.clinics.is_empty() {
            page.add(Block::Note(line("No clinic is recorded in this dataset.")));
        }
        for clinic in &self.clinics {
            page.add(Block::Title(clinic.name.into()));
            for (label, value) in [("Telephone", clinic.phone), ("Website", clinic.website)] {
                let line =
                    vec![Span::Text(format!("{label}: ").into()), Span::Strong(value.into())];
                page.add(Block::Paragraph(cited(line, &clinic.sources)));
            }
            for (label, statements) in
                [("Call about", &clinic.call_about), ("Address", &clinic.address)]
            {
                let lines = lines(statements, Words::Professional);
                if !lines.is_empty() {
                    page.add(Block::Subheading(label.into()));
                }
                for line in lines {
                    page.add(Block::Item(line));
                }
            }
        }
    }

    fn records(&self) -> Option<Rows<'_>> {
        let own = ["id", "name", "phone", "website", "call_about", "sources"];
        let mut records = Rows::new(&[own.as_slice(), &["address", "address_gap"]].concat());
        for clinic in &self.clinics {
            let about: Vec<&str> = clinic.call_about.iter().map(StatementView::bare).collect();
            let mut row =
                [clinic.id, clinic.name, clinic.phone, clinic.website].map(Value::from).to_vec();
            let [sources, _] = source_fields(clinic.sources.iter());
            let known = clinic.address.iter().filter_map(|statement| statement.text);
            let address = known.collect::<Vec<_>>().join("; ");
            let gap = clinic.address.iter().find_map(|statement| statement.gap);
            row.extend([about.join("; ").into(), sources, address.into(), Value::text(gap)]);
            records.rows.push(row);
        }
        records.extend_all(&self.dataset.columns());
        Some(records)
    }

    fn is_negative(&self) -> bool {
        self.clinics.is_empty()
    }

    fn sources(&self) -> &[SourceView<'_>] {
        &self.sources
    }

    fn colophon(&self) -> Vec<String> {
        self.dataset.colophon()
    }
}
