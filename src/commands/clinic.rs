//! `jakref clinic`: how to reach the clinic, and what one may call about.

use clap::Args;
use serde::Serialize;

use super::{Reader, search};
use crate::answer::phrasing::uncapitalized;
use crate::answer::source::{CitationView, Citations, cited, source_fields};
use crate::answer::statement::{StatementView, lines};
use crate::answer::view::{Viewed, view};
use crate::answer::{Answer, Failure, Sourced, Words};
use crate::cli::Reading;
use crate::dataset::model::{Clinic, Dataset, Gap, Statement, TELEPHONE, WEBSITE};
use crate::output::document::{Block, Fact, Line, Mark, Span, line};
use crate::output::records::{Column, Records, Value};
use crate::output::vcard::{Card, Version, international};

/// The heading that what it says goes on from.
const CALL_ABOUT: &str = "Call about";

// What `clinic` is asked.
#[derive(Debug, Default, Args)]
#[command(
    mut_arg("condition", |arg| arg.hide(true)),
    mut_arg("regulators", |arg| arg.hide(true))
)]
pub struct ClinicArgs {
    /// What is asked of it, such as hours; everything unless given
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,

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
    /// What was asked, and in which of its parts that stands; nothing asks for all.
    #[serde(skip)]
    asked: Vec<(String, Vec<usize>)>,
}

impl<'a> ClinicView<'a> {
    /// Its parts by their headings, with what is said of them beside number and address.
    fn parts(&self) -> [(&'static str, &[StatementView<'a>]); 5] {
        [
            (TELEPHONE, &[]),
            (WEBSITE, &[]),
            (CALL_ABOUT, &self.call_about),
            ("Address", &self.address),
            ("Opening hours", &self.hours),
        ]
    }

    /// The same with what was asked of it.
    fn asked(mut self, dataset: &Dataset, words: &[String]) -> Self {
        let texts = self.parts().map(|(heading, statements)| {
            let said = statements.iter().flat_map(|it| [it.text, it.plain]).flatten();
            let own = [heading, Clinic::called(heading), self.name];
            let text: Vec<&str> = own.into_iter().chain(said).collect();
            text.join(". ")
        });
        // What stands everywhere, as its name does, asks for everything.
        self.asked = search::standing(dataset, words, &texts);
        self.asked.retain(|(_, at)| at.len() < texts.len());
        self
    }

    /// Whether this part is shown: the number and the address on the web always are.
    fn shows(&self, part: usize) -> bool {
        part < 2 || self.asked.is_empty() || self.asked.iter().any(|(_, at)| at.contains(&part))
    }

    /// Which of what was asked is recorded, and which is not.
    fn said_of_asked(&self) -> Option<Line<'a>> {
        let is_known = |part: &usize| {
            let (_, statements) = self.parts()[*part];
            statements.is_empty() && *part < 2 || statements.iter().any(|it| it.gap.is_none())
        };
        let list = |wanted: &dyn Fn(&[usize]) -> bool, lead: &str| {
            let words = self.asked.iter().filter(|(_, at)| wanted(at)).map(|(it, _)| it.as_str());
            let words = words.collect::<Vec<_>>().join(", ");
            (!words.is_empty()).then(|| format!("{lead}: {words}."))
        };
        let known = list(&|at| at.iter().any(is_known), "Recorded");
        let missing = list(&|at| !at.iter().any(is_known), "Not recorded")
            .map(|missing| format!("{missing} Ask when you call."));
        let said = [known, missing].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let gap = self.asked.iter().any(|(_, at)| !at.is_empty() && !at.iter().any(is_known));
        let mark = gap.then_some(Span::Mark(Mark::Gap(Gap::NotRecorded))).into_iter();
        let text = if gap { format!(" {said}") } else { said };
        (!self.asked.is_empty()).then(|| mark.chain([Span::Text(text.into())]).collect())
    }
}

/// Shows the clinics.
///
/// # Errors
/// If a condition or a regulator is named: a clinic is of none.
pub fn run<'a>(
    reader: &Reader<'a>,
    args: &ClinicArgs,
) -> Result<Sourced<'a, ClinicAnswer<'a>>, Failure> {
    args.reading.of_no_setting("clinic")?;
    let dataset = reader.dataset;
    let mut citations = Citations::new(dataset);
    let clinics = dataset.clinics.iter();
    let clinics =
        clinics.map(|it| clinic_view(it, &mut citations).asked(dataset, &args.words)).collect();
    let answer = ClinicAnswer { clinics, words: reader.words, full: reader.full };
    Ok(Sourced::new(answer, &citations, reader.sources || reader.full))
}

/// A clinic with its sources.
pub fn clinic_view<'a>(clinic: &'a Clinic, citations: &mut Citations<'a>) -> ClinicView<'a> {
    let sources = citations.views(&clinic.cite);
    view!(clinic => ClinicView {
        id, name, country, phone, website;
        phone_international: dialed(clinic, citations.dataset),
        call_about: StatementView::all(&clinic.call_about, citations),
        address: StatementView::all(&clinic.address, citations),
        hours: StatementView::all(&clinic.hours, citations),
        sources,
        asked: Vec::new(),
    })
}

/// The clinics as contacts for an address book.
pub fn cards(dataset: &Dataset) -> Vec<Card> {
    let card = |clinic: &Clinic| {
        let known = |statements: &[Statement]| {
            let texts = statements.iter().filter(|it| it.gap.is_none());
            let texts: Vec<&str> = texts.filter_map(|it| it.text.viewed()).collect();
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
    let code = regulator.and_then(|it| it.calling_code.viewed());
    let trunk = regulator.and_then(|it| it.trunk.viewed());
    international(&clinic.phone, code, trunk)
}

impl<'a> ClinicAnswer<'a> {
    /// The statements as lines. What to call about goes on from its heading.
    fn said(&self, heading: &str, statements: &[StatementView<'a>]) -> Vec<Line<'a>> {
        let mut lines = lines(statements, self.words, self.full);
        for line in lines.iter_mut().filter(|_| heading == CALL_ABOUT) {
            if let Some(Span::Text(said)) = line.first_mut() {
                *said = uncapitalized(said.trim_end_matches('.')).into();
            }
        }
        lines
    }
}

/// What is known, as one value.
fn texts(statements: &[StatementView<'_>]) -> Value {
    let known = statements.iter().filter(|it| it.gap.is_none()).filter_map(|it| it.text);
    known.collect::<Vec<_>>().join("; ").into()
}

fn gap(statements: &[StatementView<'_>]) -> Value {
    statements.iter().find_map(|it| it.gap).map(Gap::id).into()
}

impl Answer for ClinicAnswer<'_> {
    const SCHEMA: &'static str = "clinic/2";

    fn draw<'a>(&'a self, page: &mut Vec<Block<'a>>) {
        if self.clinics.is_empty() {
            page.push(Block::Note(line("No clinic is recorded in this dataset.")));
        }
        for clinic in &self.clinics {
            let phone = vec![
                Span::Strong(clinic.phone.into()),
                Span::Text(format!(" · {}", clinic.name).into()),
            ];
            let website = vec![Span::Text(clinic.website.into())];
            let own = [phone, website].map(|it| cited(it, &clinic.sources, None));
            let facts =
                clinic.parts().into_iter().enumerate().filter_map(|(at, (heading, said))| {
                    let lines =
                        own.get(at).map_or_else(|| self.said(heading, said), |it| vec![it.clone()]);
                    let heading = if heading == "Opening hours" { "Hours" } else { heading };
                    (clinic.shows(at) && !lines.is_empty()).then(|| Fact::new(heading, lines))
                });
            page.extend(clinic.said_of_asked().map(Block::Note));
            page.push(Block::Facts(facts.collect()));
        }
    }

    fn records(&self) -> Option<Records> {
        let columns: [Column<&ClinicView<'_>>; 11] = [
            ("id", |it| it.id.into()),
            ("name", |it| it.name.into()),
            ("phone", |it| it.phone.into()),
            ("website", |it| it.website.into()),
            ("call_about", |it| texts(&it.call_about)),
            ("sources", |it| source_fields(it.sources.iter())[0].take()),
            ("address", |it| texts(&it.address)),
            ("address_gap", |it| gap(&it.address)),
            ("country", |it| it.country.into()),
            ("hours", |it| texts(&it.hours)),
            ("hours_gap", |it| gap(&it.hours)),
        ];
        Some(Records::of(&columns, self.clinics.iter()))
    }

    fn is_negative(&self) -> bool {
        self.clinics.is_empty()
    }
}
