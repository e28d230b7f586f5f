//! `jakref sources`: every source, how it was read, and what rests on it.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::view::{DatasetView, SourceView};
use super::{Failure, View, find_treatment};
use crate::cli::SourcesArgs;
use crate::dataset::model::{Citation, Dataset, Treatment};
use crate::output::document::{Block, Numbered, Span, line};
use crate::output::records::{Records as Rows, Value};

/// The sources of the dataset, or of one treatment.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SourcesView<'a> {
    schema: &'static str,
    dataset: DatasetView<'a>,
    /// The treatment whose sources they are; null for all.
    treatment: Option<&'a str>,
    sources: Vec<Entry<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Entry<'a> {
    source: SourceView<'a>,
    /// What cites it: `olumiant › dosing.start`.
    supports: Vec<String>,
}

/// Lists the sources.
///
/// # Errors
/// If no treatment has the name.
pub fn view<'a>(dataset: &'a Dataset, args: &SourcesArgs) -> Result<SourcesView<'a>, Failure> {
    let treatment =
        args.treatment.as_ref().map(|name| find_treatment(dataset, name)).transpose()?;
    let mut supports: HashMap<&str, Vec<String>> = HashMap::new();
    let mut seen: HashSet<(&str, String)> = HashSet::new();
    let mut note = |citations: &'a [Citation], place: &str| {
        for citation in citations {
            let source = citation.source.as_str();
            if seen.insert((source, place.to_owned())) {
                supports.entry(source).or_default().push(place.to_owned());
            }
        }
    };
    if let Some(treatment) = treatment {
        citations_of(treatment, &mut note);
    } else {
        for treatment in &dataset.treatments {
            citations_of(treatment, &mut note);
        }
        citations_of_background(dataset, &mut note);
    }
    let used = dataset.sources.iter().filter_map(|source| {
        let supports = supports.remove(source.id.as_str());
        (treatment.is_none() || supports.is_some()).then(|| (source, supports.unwrap_or_default()))
    });
    let sources =
        used.map(|(source, supports)| Entry { source: SourceView::new(source), supports });
    Ok(SourcesView {
        schema: "jakref.sources/1",
        dataset: DatasetView::new(dataset),
        treatment: treatment.map(|treatment| treatment.id.as_str()),
        sources: sources.collect(),
    })
}

fn citations_of<'a>(treatment: &'a Treatment, note: &mut impl FnMut(&'a [Citation], &str)) {
    let id = &treatment.id;
    note(&treatment.cite, id);
    for (group, topics) in &treatment.answers {
        for (topic, statements) in topics {
            let place = format!("{id} › {group}.{topic}");
            for statement in statements {
                note(&statement.cite, &place);
            }
        }
    }
    for trial in &treatment.trials {
        note(&trial.cite, &format!("{id} › trial {}", trial.name));
    }
    for outcome in &treatment.outcomes {
        note(&outcome.cite, &format!("{id} › {}", outcome.topic));
    }
    for reactions in &treatment.reactions {
        note(&reactions.cite, &format!("{id} › {}", reactions.topic));
    }
    for conflict in &treatment.conflicts {
        let place = format!("{id} › conflict on {}", conflict.topic);
        for position in &conflict.positions {
            note(&position.cite, &place);
        }
    }
}

fn citations_of_background<'a>(dataset: &'a Dataset, note: &mut impl FnMut(&'a [Citation], &str)) {
    for background in &dataset.backgrounds {
        for section in &background.sections {
            let place = format!("{} › {}", background.id, section.id);
            for statement in &section.statements {
                note(&statement.cite, &place);
            }
        }
    }
    for term in dataset.terms.iter() {
        note(&term.cite, &format!("glossary › {}", term.term));
    }
    for clinic in &dataset.clinics {
        note(&clinic.cite, &format!("clinic › {}", clinic.id));
        for statement in clinic.call_about.iter().chain(&clinic.address) {
            note(&statement.cite, &format!("clinic › {}", clinic.id));
        }
    }
}

impl View for SourcesView<'_> {
    fn draw(&self, page: &mut Numbered<'_>) {
        let title = match self.treatment {
            Some(id) => format!("Sources of {id}: {}", self.sources.len()),
            None => format!("Sources: {}", self.sources.len()),
        };
        page.add(Block::Title(title.into()));
        for Entry { source, supports } in &self.sources {
            page.add(Block::Subheading(format!("{} ({})", source.title, source.id).into()));
            page.add(Block::Paragraph(source.description()));
            let read = format!("Read {}: {}. {}", source.read, source.how_read, source.extent);
            page.add(Block::Paragraph(vec![Span::Soft(read.into())]));
            if let Some(url) = source.url {
                page.add(Block::Paragraph(line(url)));
            }
            if let Some(via) = source.read_via {
                page.add(Block::Paragraph(line(format!("Read via {via}"))));
            }
            page.add(Block::Paragraph(line(format!("Supports: {}", supports.join(", ")))));
        }
    }

    fn records(&self) -> Option<Rows<'_>> {
        let mut records = Rows::new(&[
            "id",
            "title",
            "publisher",
            "kind",
            "date",
            "how_read",
            "read",
            "extent",
            "url",
            "read_via",
            "supports",
        ]);
        for Entry { source, supports } in &self.sources {
            records.rows.push(vec![
                source.id.into(),
                source.title.into(),
                source.publisher.into(),
                source.kind.into(),
                Value::text(source.date.map(|date| date.to_string())),
                source.how_read.into(),
                source.read.to_string().into(),
                source.extent.into(),
                Value::text(source.url),
                Value::text(source.read_via),
                supports.join("; ").into(),
            ]);
        }
        records.extend_all(&self.dataset.columns());
        Some(records)
    }

    fn colophon(&self) -> Vec<String> {
        self.dataset.colophon()
    }
}
