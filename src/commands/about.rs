//! `jakref about`: the background, and the words that need explaining.

use std::fmt::Write as _;

use serde::Serialize;

use super::view::source_fields;
use super::view::{
    CitationView, Citations, DatasetView, SourceView, StatementView, Words, cited, lines,
    statements,
};
use super::{Failure, View, not_found};
use crate::cli::AboutArgs;
use crate::dataset::find;
use crate::dataset::model::{Background, BackgroundKind, Dataset, Term};
use crate::dataset::text::Text;
use crate::output::document::{Block, Numbered, Span, line};
use crate::output::records::{Records as Rows, Value};

/// What the glossary is asked for by.
const GLOSSARY: &str = "glossary";

/// What is known of a condition or a class of drugs.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AboutView<'a> {
    schema: &'static str,
    dataset: DatasetView<'a>,
    subjects: Vec<Subject<'a>>,
    glossary: Vec<TermView<'a>>,
    sources: Vec<SourceView<'a>>,
    #[serde(skip)]
    words: Words,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Subject<'a> {
    id: &'a str,
    kind: BackgroundKind,
    name: &'a str,
    sections: Vec<SectionView<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct SectionView<'a> {
    id: &'a str,
    label: &'a str,
    plain_label: Option<&'a str>,
    statements: Vec<StatementView<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct TermView<'a> {
    term: &'a str,
    plain: &'a str,
    sources: Vec<CitationView<'a>>,
}

/// Shows the background: all of it, one subject, or some of its sections.
///
/// # Errors
/// If no subject or no section has the name.
pub fn view<'a>(dataset: &'a Dataset, args: &AboutArgs) -> Result<AboutView<'a>, Failure> {
    let mut citations = Citations::new(dataset);
    let mut subjects = Vec::new();
    let mut terms: Vec<&Term> = Vec::new();
    match &args.subject {
        None => {
            let all = dataset.backgrounds.iter();
            subjects.extend(all.map(|it| subject(it, &[], args.patient, &mut citations)));
            terms.extend(dataset.terms.iter().map(|term| &**term));
        }
        Some(name) if name.eq_ignore_ascii_case(GLOSSARY) => {
            terms = glossary(dataset, &args.sections)?;
        }
        Some(name) => {
            let background = find_background(dataset, name)
                .map_err(|failure| elsewhere(dataset, name, &args.sections).unwrap_or(failure))?;
            let sections = check_sections(background, &args.sections)?;
            subjects.push(subject(background, &sections, args.patient, &mut citations));
        }
    }
    let glossary = terms.into_iter().map(|term| TermView {
        term: &term.term,
        plain: &term.plain,
        sources: citations.numbers(&term.cite),
    });
    let glossary = glossary.collect();
    Ok(AboutView {
        schema: "jakref.about/1",
        dataset: DatasetView::new(dataset),
        subjects,
        glossary,
        sources: citations.sources(),
        words: if args.patient { Words::Plain } else { Words::Professional },
    })
}

fn find_background<'a>(dataset: &'a Dataset, name: &str) -> Result<&'a Background, Failure> {
    find::background(dataset, name).map_err(|missing| {
        if let Ok(treatment) = find::treatment(dataset, name) {
            let message = format!(
                "`{name}` is a treatment, not background\n  its answers: jakref show {}",
                treatment.id
            );
            return Failure::Negative(message);
        }
        let ids = dataset.backgrounds.iter().map(|background| background.id.to_string());
        let all: Vec<String> = ids.chain([GLOSSARY.to_owned()]).collect();
        not_found("background", &missing, &all)
    })
}

/// Says what to type, if the words are the name of a background, of a section or of a word in the
/// glossary.
fn elsewhere(dataset: &Dataset, name: &str, rest: &[String]) -> Option<Failure> {
    // A name of several words comes as several names.
    let whole = [&[name.to_owned()], rest].concat().join(" ");
    let mut lines = String::new();
    if let Ok(background) = find::background(dataset, &whole) {
        let _ = write!(lines, "\n  by its id: jakref about {}", background.id);
    }
    for background in &dataset.backgrounds {
        let section =
            find::section(background, &whole).or_else(|_| find::section(background, name));
        if let Ok(section) = section {
            let _ = write!(lines, "\n  a section: jakref about {} {}", background.id, section.id);
        }
    }
    if let Ok(term) = find::term(dataset, &whole).or_else(|_| find::term(dataset, name)) {
        let quote = if term.term.contains(' ') { "\"" } else { "" };
        let term = &term.term;
        let _ = write!(lines, "\n  in the glossary: jakref about glossary {quote}{term}{quote}");
    }
    let failure = format!("no background is called `{name}`{lines}");
    (!lines.is_empty()).then_some(Failure::Negative(failure))
}

fn check_sections<'a>(
    background: &'a Background,
    names: &[String],
) -> Result<Vec<&'a str>, Failure> {
    let mut chosen = Vec::new();
    for name in names {
        let section = find::section(background, name).map_err(|missing| {
            let sections = background.sections.iter();
            let all: Vec<String> = sections.map(|section| section.id.to_string()).collect();
            not_found(&format!("section of {}", background.id), &missing, &all)
        })?;
        chosen.push(section.id.as_str());
    }
    Ok(chosen)
}

fn glossary<'a>(dataset: &'a Dataset, names: &[String]) -> Result<Vec<&'a Term>, Failure> {
    if names.is_empty() {
        return Ok(dataset.terms.iter().map(|term| &**term).collect());
    }
    let mut terms = Vec::new();
    for name in names {
        let term = find::term(dataset, name).map_err(|missing| {
            let all: Vec<String> = dataset.terms.iter().map(|term| term.id().to_owned()).collect();
            not_found("term", &missing, &all)
        })?;
        terms.push(term);
    }
    Ok(terms)
}

fn subject<'a>(
    background: &'a Background,
    sections: &[&str],
    patient: bool,
    citations: &mut Citations<'a>,
) -> Subject<'a> {
    let wanted = background.sections.iter().filter(|section| {
        let named = sections.contains(&section.id.as_str());
        if sections.is_empty() { !patient || section.plain.is_some() } else { named }
    });
    Subject {
        id: &background.id,
        kind: background.kind,
        name: &background.name,
        sections: wanted
            .map(|section| SectionView {
                id: &section.id,
                label: &section.label,
                plain_label: section.plain.as_deref().map(Text::as_str),
                statements: statements(&section.statements, citations),
            })
            .collect(),
    }
}

impl View for AboutView<'_> {
    fn draw(&self, page: &mut Numbered<'_>) {
        if self.is_negative() {
            page.add(Block::Note(line("No background is recorded in this dataset.")));
        }
        for subject in &self.subjects {
            page.add(Block::Title(subject.name.into()));
            for section in &subject.sections {
                let plain = section.plain_label.filter(|_| self.words == Words::Plain);
                page.add(Block::Subheading(plain.unwrap_or(section.label).into()));
                let lines = lines(&section.statements, self.words);
                let several = lines.len() > 1;
                for line in lines {
                    page.add(if several { Block::Item(line) } else { Block::Paragraph(line) });
                }
            }
        }
        if !self.glossary.is_empty() {
            page.add(Block::Title("Glossary".into()));
        }
        for term in &self.glossary {
            let name = Span::Strong(format!("{}: ", term.term).into());
            let text = Span::Text(term.plain.into());
            page.add(Block::Item(cited(vec![name, text], &term.sources)));
        }
    }

    fn records(&self) -> Option<Rows<'_>> {
        let mut records = Rows::new(&["subject", "section", "text", "gap", "sources", "sections"]);
        for subject in &self.subjects {
            for section in &subject.sections {
                for statement in &section.statements {
                    let [sources, sections] = source_fields(statement.sources.iter());
                    let (gap, text) = (Value::text(statement.gap), statement.bare().into());
                    let place = [subject.id, section.id].map(Value::from);
                    records.rows.push([&place[..], &[text, gap, sources, sections]].concat());
                }
            }
        }
        for term in &self.glossary {
            let [sources, sections] = source_fields(term.sources.iter());
            let row = [GLOSSARY, term.term, term.plain].map(Value::from);
            records.rows.push([&row[..], &[Value::Null, sources, sections]].concat());
        }
        records.extend_all(&self.dataset.columns());
        Some(records)
    }

    fn is_negative(&self) -> bool {
        self.subjects.is_empty() && self.glossary.is_empty()
    }

    fn sources(&self) -> &[SourceView<'_>] {
        &self.sources
    }

    fn colophon(&self) -> Vec<String> {
        self.dataset.colophon()
    }
}
