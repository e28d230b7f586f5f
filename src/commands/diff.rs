//! `jakref diff`: what changed between two datasets, fact by fact, with what each rests on.

use std::path::Path;

use serde::Serialize;

use super::view::{DatasetView, SourceView};
use super::{Failure, View};
use crate::cli::DiffArgs;
use crate::dataset::diff::{self, Change, Cited};
use crate::dataset::load::{Wanted, load};
use crate::dataset::model::Dataset;
use crate::dataset::value::Date;
use crate::output::document::{Block, Citation, Line, Numbered, Span, line};
use crate::output::records::{Records as Rows, Value};

/// What the built-in dataset is called on the command line.
const BUILT_IN: &str = "built-in";

/// A line for whoever may have meant the built-in dataset by a path that cannot be read.
fn meant_built_in(path: &Path) -> &'static str {
    let name = path.to_string_lossy().to_lowercase().replace(['-', '_', ' '], "");
    if name == "builtin" { "\n  the built-in dataset is called built-in" } else { "" }
}

/// The facts in which two datasets differ.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DiffView<'a> {
    schema: &'static str,
    /// The newer one.
    dataset: DatasetView<'a>,
    before: DatasetView<'a>,
    changes: Vec<Change>,
    sources: Vec<SourceView<'a>>,
    #[serde(skip)]
    newer: &'a Dataset,
}

/// Compares two datasets.
///
/// # Errors
/// If one of them cannot be read, or has mistakes.
pub fn view(
    args: &DiffArgs,
    wanted: Wanted<'_>,
    today: Date,
) -> Result<DiffView<'static>, Failure> {
    let named = |path| {
        let other = Wanted::default().instead(path);
        if path == Path::new(BUILT_IN) { Wanted::default() } else { other }
    };
    let old = named(&args.old);
    let new = match &args.new {
        Some(path) => Wanted { overlays: wanted.overlays, ..named(path) },
        None => wanted,
    };
    let read = |wanted: Wanted<'_>| {
        load(wanted, today).map_err(|error| {
            let hint = wanted.data.map_or("", meant_built_in);
            Failure::Unable(format!("{error}{hint}"))
        })
    };
    let (before, after) = (read(old)?, read(new)?);
    let changes = diff::changes(before, after)
        .map_err(|error| Failure::Unable(format!("cannot compare: {error}")))?;
    Ok(DiffView {
        schema: "jakref.diff/1",
        sources: sources(&changes, before, after),
        changes,
        dataset: DatasetView::new(after),
        before: DatasetView::new(before),
        newer: after,
    })
}

/// The sources that the changed facts rest on or rested on, each once.
fn sources(
    changes: &[Change],
    before: &'static Dataset,
    after: &'static Dataset,
) -> Vec<SourceView<'static>> {
    let mut sources: Vec<SourceView<'static>> = Vec::new();
    for cited in
        changes.iter().flat_map(|change| change.sources_before.iter().chain(&change.sources))
    {
        let known = sources.iter().any(|source| source.id == cited.source);
        let source = after.source(&cited.source).or_else(|| before.source(&cited.source));
        sources.extend(source.filter(|_| !known).map(SourceView::new));
    }
    sources
}

impl DiffView<'_> {
    /// The newer dataset.
    pub fn newer(&self) -> &Dataset {
        self.newer
    }

    /// A side of a change: what the value is called, when, what it was, and what that rested on.
    fn side<'v>(&self, name: String, text: Marked<'v>, cited: &'v [Cited]) -> Line<'v> {
        let [before, changed, after] = text;
        let mut line = vec![Span::Soft(name.into()), Span::Text(before.into())];
        line.extend([Span::Strong(changed.into()), Span::Text(after.into())]);
        let citations = cited.iter().filter_map(|cited| {
            let at = self.sources.iter().position(|source| source.id == cited.source)?;
            Some(Citation { number: at + 1, section: cited.section.as_deref() })
        });
        let citations: Vec<Citation<'_>> = citations.collect();
        if !citations.is_empty() {
            line.extend([Span::Text(" ".into()), Span::Cite(citations)]);
        }
        line
    }

    fn draw_change(&self, change: &Change, page: &mut Numbered<'_>) {
        let what = &change.what;
        let (old, new) = (&change.sources_before, &change.sources);
        match (&change.before, &change.after) {
            (Some(before), Some(after)) => {
                let [before, after] = marked(before, after);
                page.add(Block::Item(self.side(format!("{what} was: "), before, old)));
                page.add(Block::Item(self.side(format!("{what} is now: "), after, new)));
            }
            (Some(before), None) => {
                let name = format!("{what} is taken out: ");
                page.add(Block::Item(self.side(name, [before, "", ""], old)));
            }
            (None, Some(after)) => {
                let name = format!("{what} is new: ");
                page.add(Block::Item(self.side(name, [after, "", ""], new)));
            }
            (None, None) => {}
        }
    }
}

/// A text in three parts: what it shares with another, what it does not, and what it shares again.
type Marked<'t> = [&'t str; 3];

/// Two texts with the words marked in which they differ.
fn marked<'t>(one: &'t str, other: &'t str) -> [Marked<'t>; 2] {
    let alike = one.split_inclusive(' ').zip(other.split_inclusive(' '));
    let start: usize = alike.take_while(|(a, b)| a == b).map(|(a, _)| a.len()).sum();
    let (one_rest, other_rest) = (&one[start..], &other[start..]);
    let end: usize = tail_words(one_rest)
        .zip(tail_words(other_rest))
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len())
        .sum();
    let cut = |text: &'t str| {
        let end = text.len() - end;
        [&text[..start], &text[start..end], &text[end..]]
    };
    [cut(one), cut(other)]
}

/// The words of a text from its end, each with the space before it.
fn tail_words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        // The first word has no space before it: it belongs to what differs.
        let (before, _) = rest.rsplit_once(' ')?;
        let word = &rest[before.len()..];
        rest = before;
        Some(word)
    })
}

/// Where a fact stands, as people read it.
fn place(change: &Change) -> String {
    let place = change.place.strip_prefix("answers.").unwrap_or(&change.place);
    let record = match change.kind.as_str() {
        "treatment" => change.id.clone(),
        kind => format!("{kind} {}", change.id).trim_end().to_owned(),
    };
    if place.is_empty() { record } else { format!("{record} › {place}") }
}

fn described(dataset: &DatasetView<'_>) -> String {
    format!("version {} ({}), sources read {}", dataset.version, dataset.origin, dataset.as_of)
}

impl View for DiffView<'_> {
    fn draw(&self, page: &mut Numbered<'_>) {
        let count = match self.changes.len() {
            0 => "Nothing changed".to_owned(),
            1 => "1 change".to_owned(),
            count => format!("{count} changes"),
        };
        page.add(Block::Title(count.into()));
        page.add(Block::Item(line(format!("before: {}", described(&self.before)))));
        page.add(Block::Item(line(format!("now: {}", described(&self.dataset)))));
        let mut last = String::new();
        for change in &self.changes {
            let place = place(change);
            if place != last {
                page.add(Block::Subheading(place.clone().into()));
                last = place;
            }
            self.draw_change(change, page);
        }
    }

    fn records(&self) -> Option<Rows<'_>> {
        let mut records = Rows::new(&[
            "kind",
            "id",
            "topic",
            "place",
            "what",
            "before",
            "after",
            "sources_before",
            "sources",
        ]);
        let sources = |cited: &[Cited]| {
            cited.iter().map(|it| it.source.as_str()).collect::<Vec<_>>().join("; ")
        };
        for change in &self.changes {
            records.rows.push(vec![
                change.kind.as_str().into(),
                change.id.as_str().into(),
                Value::text(change.topic.as_deref()),
                change.place.as_str().into(),
                change.what.as_str().into(),
                Value::text(change.before.as_deref()),
                Value::text(change.after.as_deref()),
                sources(&change.sources_before).into(),
                sources(&change.sources).into(),
            ]);
        }
        records.extend_all(&self.dataset.columns());
        Some(records)
    }

    fn sources(&self) -> &[SourceView<'_>] {
        &self.sources
    }

    fn colophon(&self) -> Vec<String> {
        self.dataset.colophon()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_that_differ_are_marked() {
        for (one, other, expected) in [
            (
                "take 2 mg daily",
                "take 4 mg daily",
                [["take ", "2", " mg daily"], ["take ", "4", " mg daily"]],
            ),
            ("a b", "a b c", [["a ", "b", ""], ["a ", "b c", ""]]),
            ("x", "y", [["", "x", ""], ["", "y", ""]]),
            ("a a", "a a a", [["a ", "a", ""], ["a ", "a a", ""]]),
            ("", "a", [["", "", ""], ["", "a", ""]]),
        ] {
            assert_eq!(marked(one, other), expected, "{one} | {other}");
        }
    }
}
