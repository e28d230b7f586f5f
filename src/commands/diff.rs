//! `jakref diff`: what changed between two datasets, fact by fact, with what each rests on.

use std::path::{Path, PathBuf};

use clap::Args;
use itertools::Itertools as _;
use serde::Serialize;

use crate::answer::envelope::DatasetView;
use crate::answer::source::{CitationView, SourceView, cited};
use crate::answer::{Answer, Failure, Sourced};
use crate::dataset::date::Date;
use crate::dataset::diff::{self, Change, Cited};
use crate::dataset::load::{Consulted, Wanted, load as read};
use crate::output::document::{Block, Line, Span, line};
use crate::output::records::Records;

/// What the built-in dataset is called on the command line.
const BUILT_IN: &str = "built-in";

// What `diff` is asked.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// The older dataset: a folder, a file, - or built-in
    pub old: PathBuf,

    /// The newer one; the dataset in use unless given
    #[arg(conflicts_with = "data")]
    pub new: Option<PathBuf>,
}

/// Two datasets.
pub struct Datasets {
    pub old: Consulted,
    pub new: Consulted,
    /// Where each was read from, also where it says the same as the built-in one.
    origins: [String; 2],
}

/// Reads the two datasets.
///
/// # Errors
/// If one of them cannot be read, or has mistakes.
pub fn load(args: &DiffArgs, wanted: Wanted<'_>, today: Date) -> Result<Datasets, Failure> {
    let named = |path| {
        let other = Wanted::default().instead(path);
        if path == Path::new(BUILT_IN) { Wanted::default() } else { other }
    };
    let new = match &args.new {
        Some(path) => Wanted { overlays: wanted.overlays, ..named(path) },
        None => wanted,
    };
    let read = |wanted: Wanted<'_>| {
        read(wanted, today).map_err(|error| {
            let hint = wanted.data.map_or("", meant_built_in);
            Failure::Unable(format!("{error}{hint}"))
        })
    };
    let old = named(&args.old);
    Ok(Datasets { origins: [old.name(), new.name()], old: read(old)?, new: read(new)? })
}

/// A line for whoever may have meant the built-in dataset by a path that cannot be read.
fn meant_built_in(path: &Path) -> &'static str {
    let name = path.to_string_lossy().to_lowercase().replace(['-', '_', ' '], "");
    if name == "builtin" { "\n  the built-in dataset is called built-in" } else { "" }
}

/// The facts in which two datasets differ.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DiffAnswer<'a> {
    /// The older one; the newer one is the dataset that answers.
    before: DatasetView<'a>,
    changes: Vec<Change>,
    #[serde(skip)]
    after: DatasetView<'a>,
}

/// Compares two datasets.
///
/// # Errors
/// None in practice: everything in a dataset has a form as a table.
pub fn run(datasets: &Datasets) -> Result<Sourced<'_, DiffAnswer<'_>>, Failure> {
    let Datasets { old, new, origins: [old_origin, new_origin] } = datasets;
    let changes = diff::changes(old.dataset, new.dataset)
        .map_err(|error| Failure::Unable(format!("cannot compare: {error}")))?;
    // The sources that the changed facts rest on or rested on, each once.
    let cited =
        changes.iter().flat_map(|change| change.sources_before.iter().chain(&change.sources));
    let cited = cited.map(|it| it.source.as_str()).unique();
    let found = cited.filter_map(|id| new.dataset.source(id).or_else(|| old.dataset.source(id)));
    let sources = found.map(SourceView::new).collect();
    let before = DatasetView { origin: old_origin, ..DatasetView::new(old) };
    let after = DatasetView { origin: new_origin, ..DatasetView::new(new) };
    Ok(Sourced { sources, answer: DiffAnswer { before, changes, after }, in_full: false })
}

/// A side of a change: what the value is called, when, what it was, and what that rested on.
fn side<'p>(name: String, text: Marked<'p>, rests_on: &'p [Cited]) -> Line<'p> {
    let [before, changed, after] = text;
    let line = vec![
        Span::Soft(name.into()),
        Span::Text(before.into()),
        Span::Strong(changed.into()),
        Span::Text(after.into()),
    ];
    let citations = rests_on.iter();
    let citations = citations
        .map(|it| CitationView { section: it.section.as_deref(), ..CitationView::of(&it.source) });
    cited(line, &citations.collect::<Vec<_>>(), None)
}

fn draw_change<'p>(change: &'p Change, page: &mut Vec<Block<'p>>) {
    let what = &change.what;
    let (old, new) = (&change.sources_before, &change.sources);
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => {
            let [before, after] = marked(before, after);
            page.push(Block::Item(side(format!("{what} was: "), before, old)));
            page.push(Block::Item(side(format!("{what} is now: "), after, new)));
        }
        (Some(before), None) => {
            page.push(Block::Item(side(format!("{what} is taken out: "), [before, "", ""], old)));
        }
        (None, Some(after)) => {
            page.push(Block::Item(side(format!("{what} is new: "), [after, "", ""], new)));
        }
        (None, None) => {}
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
        "treatment" | "indication" => change.id.clone(),
        kind => format!("{kind} {}", change.id).trim_end().to_owned(),
    };
    if place.is_empty() { record } else { format!("{record} › {place}") }
}

fn described(dataset: &DatasetView<'_>) -> String {
    format!("version {} ({}), sources read {}", dataset.version, dataset.origin, dataset.as_of)
}

impl Answer for DiffAnswer<'_> {
    const SCHEMA: &'static str = "diff/2";

    fn draw<'a>(&'a self, page: &mut Vec<Block<'a>>) {
        let count = match self.changes.len() {
            0 => "Nothing changed".to_owned(),
            1 => "1 change".to_owned(),
            count => format!("{count} changes"),
        };
        page.push(Block::Title(vec![Span::Strong(count.into())]));
        page.push(Block::Item(line(format!("before: {}", described(&self.before)))));
        page.push(Block::Item(line(format!("now: {}", described(&self.after)))));
        let mut last = String::new();
        for change in &self.changes {
            let place = place(change);
            if place != last {
                page.push(Block::Subheading(place.clone().into()));
                last = place;
            }
            draw_change(change, page);
        }
    }

    fn records(&self) -> Option<Records> {
        let names = "kind,id,topic,place,what,before,after,sources_before,sources";
        Some(Records::of_fields(names, &self.changes))
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
