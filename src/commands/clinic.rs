//! `jakref clinic`: how to reach the clinic, and what one may call about.

use clap::Args;
use serde::Serialize;

use super::Reader;
use crate::answer::source::{CitationView, Citations, SourceView, cited, source_fields};
use crate::answer::statement::{StatementView, lines};
use crate::answer::{Answer, Failure, Words};
use crate::cli::Reading;
use crate::dataset::model::{Clinic, Dataset, Gap, Statement};
use crate::dataset::text::Text;
use crate::output::document::{Block, Fact, Line, Span, line};
use crate::output::records::{Records, Value};
use crate::output::vcard::{Card, Version, international};

// What `clinic` is asked.
#[derive(Debug, Args)]
#[command(
    mut_arg("condition", |arg| arg.hide(true)),
    mut_arg("regulators", |arg| arg.hide(true))
)]
pub struct ClinicArgs {
    /// Which vCard [default: 3.0]
    #[arg(long = "vcard-version", value_name = "VERSION")]
    pub vcard_version: Option<Version>,

    #[command(flatten)]
    pub reading: Reading,
}

/// The clinics of the dataset.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ClinicAnswer<'a> {
    clinics: Vec<ClinicView<'a>>,
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    full: bool,
    #[serde(skip)]
    full_sources: bool,
    #[serde(skip)]
    sources: Vec<SourceView<'a>>,
}

/// Whom to call.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ClinicView<'a> {
    pub id: &'a str,
    pub name: &'a str,
    /// The regulator in whose region it is.
    country: Option<&'a str>,
    pub phone: &'a str,
    /// The same as it is dialed from anywhere, if it can be told.
    pub phone_international: Option<String>,
    pub website: &'a str,
    pub call_about: Vec<StatementView<'a>>,
    pub address: Vec<StatementView<'a>>,
    hours: Vec<StatementView<'a>>,
    pub sources: Vec<CitationView<'a>>,
}

/// Shows the clinics.
///
/// # Errors
/// If a condition or a regulator is named: a clinic is of none.
pub fn run<'a>(reader: &Reader<'a>, args: &ClinicArgs) -> Result<ClinicAnswer<'a>, Failure> {
    args.reading.of_no_setting("clinic")?;
    let dataset = reader.dataset;
    let mut citations = Citations::new(dataset);
    let clinics = dataset.clinics.iter().map(|clinic| view(clinic, &mut citations)).collect();
    Ok(ClinicAnswer {
        clinics,
        words: reader.words,
        full: reader.full,
        full_sources: reader.sources || reader.full,
        sources: citations.sources(),
    })
}

/// A clinic with its sources.
pub fn view<'a>(clinic: &'a Clinic, citations: &mut Citations<'a>) -> ClinicView<'a> {
    let sources = citations.views(&clinic.cite);
    let phone_international = dialed(clinic, citations.dataset);
    let mut said = |statements: &'a [Statement]| {
        statements.iter().map(|it| StatementView::new(it, citations)).collect()
    };
    ClinicView {
        id: &clinic.id,
        name: &clinic.name,
        country: clinic.country.as_deref().map(Text::as_str),
        phone: &clinic.phone,
        phone_international,
        website: &clinic.website,
        call_about: said(&clinic.call_about),
        address: said(&clinic.address),
        hours: said(&clinic.hours),
        sources,
    }
}

/// The clinics as contacts for an address book.
pub fn cards(dataset: &Dataset) -> Vec<Card> {
    let card = |clinic: &Clinic| {
        let known = |statements: &[Statement]| {
            let texts = statements.iter().filter(|it| it.gap.is_none());
            let texts: Vec<&str> =
                texts.filter_map(|it| it.text.as_deref()).map(Text::as_str).collect();
            (!texts.is_empty()).then(|| texts.join(" "))
        };
        Card {
            id: clinic.id.to_string(),
            name: clinic.name.to_string(),
            phone: dialed(clinic, dataset).unwrap_or_else(|| clinic.phone.to_string()),
            website: clinic.website.to_string(),
            address: known(&clinic.address),
            note: known(&clinic.call_about),
            as_of: dataset.header.as_of.to_string(),
        }
    };
    dataset.clinics.iter().map(card).collect()
}

/// The number of a clinic as it is dialed from anywhere, if that can be told.
pub fn dialed(clinic: &Clinic, dataset: &Dataset) -> Option<String> {
    let country = clinic.country.as_ref().unwrap_or(&dataset.header.regulator);
    let regulator = dataset.regulator(country);
    let code = regulator.and_then(|it| it.calling_code.as_deref()).map(Text::as_str);
    let trunk = regulator.and_then(|it| it.trunk.as_deref()).map(Text::as_str);
    international(&clinic.phone, code, trunk)
}

impl<'a> ClinicAnswer<'a> {
    /// The statements as lines. Where to look for what is missing is the website, which stands beside
    /// it, and is said in full only.
    fn said(&self, statements: &[StatementView<'a>]) -> Vec<Line<'a>> {
        let look_in = |it: &StatementView<'a>| it.look_in.filter(|_| self.full);
        let brief =
            statements.iter().map(|it| StatementView { look_in: look_in(it), ..it.clone() });
        lines(&brief.collect::<Vec<_>>(), self.words, self.full)
    }
}

impl Answer for ClinicAnswer<'_> {
    const SCHEMA: &'static str = "clinic/2";

    fn draw<'a>(&'a self, page: &mut Vec<Block<'a>>) {
        if self.clinics.is_empty() {
            page.push(Block::Note(line("No clinic is recorded in this dataset.")));
        }
        for clinic in &self.clinics {
            let fact = |label: &'static str, lines: Vec<Line<'a>>| Fact {
                label: label.into(),
                sub: false,
                lines,
            };
            let phone = vec![
                Span::Strong(clinic.phone.into()),
                Span::Text(format!(" · {}", clinic.name).into()),
            ];
            let website = vec![Span::Text(clinic.website.into())];
            let mut facts = vec![
                fact("Telephone", vec![cited(phone, &clinic.sources, None)]),
                fact("Website", vec![cited(website, &clinic.sources, None)]),
                fact("Call about", self.said(&clinic.call_about)),
                fact("Address", self.said(&clinic.address)),
                fact("Hours", self.said(&clinic.hours)),
            ];
            facts.retain(|fact| !fact.lines.is_empty());
            page.push(Block::Facts(facts));
        }
    }

    fn records(&self) -> Option<Records> {
        let mut records = Records::new(&[
            "id",
            "name",
            "phone",
            "website",
            "call_about",
            "sources",
            "address",
            "address_gap",
            "country",
            "hours",
            "hours_gap",
        ]);
        for clinic in &self.clinics {
            let texts = |statements: &[StatementView<'_>]| {
                let known =
                    statements.iter().filter(|it| it.gap.is_none()).filter_map(|it| it.text);
                known.collect::<Vec<_>>().join("; ")
            };
            let [sources, _] = source_fields(clinic.sources.iter());
            let gap = |statements: &[StatementView<'_>]| {
                Value::from(statements.iter().find_map(|it| it.gap).map(Gap::id))
            };
            let mut row =
                [clinic.id, clinic.name, clinic.phone, clinic.website].map(Value::from).to_vec();
            row.extend([
                texts(&clinic.call_about).into(),
                sources,
                texts(&clinic.address).into(),
                gap(&clinic.address),
                clinic.country.into(),
                texts(&clinic.hours).into(),
                gap(&clinic.hours),
            ]);
            records.rows.push(row);
        }
        Some(records)
    }

    fn is_negative(&self) -> bool {
        self.clinics.is_empty()
    }

    fn sources(&self) -> &[SourceView<'_>] {
        &self.sources
    }

    fn full_sources(&self) -> bool {
        self.full_sources
    }
}
