//! `jakref about`: the background, and the words that need explaining.

use serde::Serialize;

use super::view::{
    CitationView, Citations, DatasetView, SourceView, StatementView, Words, cited, lines,
    statements,
};
use super::{Failure, View, not_found};
use crate::cli::AboutArgs;
use crate::dataset::find;
use crate::dataset::model::{Background, BackgroundKind, Dataset, Term};
use crate::output::document::{Block, Document, Span};

/// What the glossary is asked for by.
const GLOSSARY: &str = "glossary";

/// What is known of a condition or a class of drugs.
#[derive(Debug, Serialize)]
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
struct Subject<'a> {
    id: &'a str,
    kind: BackgroundKind,
    name: &'a str,
    sections: Vec<SectionView<'a>>,
}

#[derive(Debug, Serialize)]
struct SectionView<'a> {
    id: &'a str,
    label: &'a str,
    plain_label: Option<&'a str>,
    statements: Vec<StatementView<'a>>,
}

#[derive(Debug, Serialize)]
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
            terms.extend(&dataset.terms);
        }
        Some(name) if name.eq_ignore_ascii_case(GLOSSARY) => {
            terms = glossary(dataset, &args.sections)?;
        }
        Some(name) => {
            let background = find_background(dataset, name)?;
            let sections = check_sections(background, &args.sections)?;
            subjects.push(subject(background, &sections, args.patient, &mut citations));
        }
    }
    let glossary = terms.into_iter().map(|term| TermView {
        term: &term.term,
        plain: &term.plain,
        sources: citations.cite(&term.cite),
    });
    let glossary = glossary.collect();
    Ok(AboutView {
        schema: "jakref.about/1",
        dataset: DatasetView::new(&dataset.header),
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

fn check_sections<'a>(
    background: &'a Background,
    names: &[String],
) -> Result<Vec<&'a str>, Failure> {
    let mut chosen = Vec::new();
    for name in names {
        let names = |section: &crate::dataset::model::Section| {
            let plain = section.plain.as_ref().map(ToString::to_string);
            [section.id.to_string(), section.label.to_string()].into_iter().chain(plain).collect()
        };
        let section =
            find::find(name, background.sections.iter(), names, |section| section.id.to_string())
                .map_err(|missing| {
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
        return Ok(dataset.terms.iter().collect());
    }
    let mut terms = Vec::new();
    for name in names {
        let term = find::find(
            name,
            dataset.terms.iter(),
            |term| {
                std::iter::once(&term.term).chain(&term.aliases).map(ToString::to_string).collect()
            },
            |term| term.term.to_string(),
        );
        terms.push(term.map_err(|missing| {
            let all: Vec<String> = dataset.terms.iter().map(|term| term.term.to_string()).collect();
            not_found("term", &missing, &all)
        })?);
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
                plain_label: section.plain.as_deref().map(String::as_str),
                statements: statements(&section.statements, citations),
            })
            .collect(),
    }
}

impl View for AboutView<'_> {
    fn document(&self) -> Document {
        let mut blocks = Vec::new();
        for subject in &self.subjects {
            blocks.push(Block::Title(subject.name.to_owned()));
            for section in &subject.sections {
                let plain = section.plain_label.filter(|_| self.words == Words::Plain);
                blocks.push(Block::Subheading(plain.unwrap_or(section.label).to_owned()));
                let lines = lines(&section.statements, self.words);
                let several = lines.len() > 1;
                blocks.extend(
                    lines.into_iter().map(|line| {
                        if several { Block::Item(line) } else { Block::Paragraph(line) }
                    }),
                );
            }
        }
        if !self.glossary.is_empty() {
            blocks.push(Block::Title("Glossary".to_owned()));
            blocks.extend(self.glossary.iter().map(|term| {
                let name = Span::Strong(format!("{}: ", term.term));
                let text = Span::Text(term.plain.to_owned());
                Block::Item(cited(vec![name, text], &term.sources))
            }));
        }
        Document {
            blocks,
            sources: self.sources.iter().map(SourceView::line).collect(),
            colophon: self.dataset.colophon(),
        }
    }
}
