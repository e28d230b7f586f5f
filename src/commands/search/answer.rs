//! What was found, as people and programs are shown it.

use std::collections::HashSet;

use serde::Serialize;

use super::hit::{Hit, Kind, Maker};
use super::matcher::Matcher;
use super::query::Query;
use super::screen::{fitting, is_of, section, together, without_citations};
use super::spot::Findings;
use super::{Reader, SearchArgs};
use crate::answer::boxed::boxed_together;
use crate::answer::cell::{Analyses, CellView};
use crate::answer::column::Column;
use crate::answer::envelope::DatasetView;
use crate::answer::source::{Citations, SourceView, Weakness, source_fields};
use crate::answer::{Answer, Words};
use crate::dataset::model::{Dataset, Gap};
use crate::output::document::{Block, Fact, Line, Span, line};
use crate::output::records::{Records, Value};

/// The heading of what is not said of a treatment.
const ELSEWHERE: &str = "Elsewhere";

/// Words that mean two things, of which a dataset records one: what the other would be. It is said
/// that nothing is recorded on that, where the word stands in no other answer.
const OTHERWISE: &[(&str, &str)] = &[("alcohol", "drinking alcohol")];

/// What was found.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SearchAnswer<'a> {
    /// What was sought.
    words: Vec<Sought<'a>>,
    /// The words that were not sought, as they tell nothing about the answer.
    ignored: Vec<String>,
    /// The best first: what was asked by name, then what holds the words in its heading, its glance,
    /// its statements; answers for other conditions and regulators behind those that were asked for.
    hits: Vec<Hit<'a>>,
    /// If there is no hit: the words that do stand together somewhere.
    found_together: Vec<String>,
    /// What alone was asked about, if that was said.
    #[serde(skip)]
    setting: Option<String>,
    #[serde(skip)]
    boxed: Vec<CellView<'a>>,
    #[serde(skip)]
    matcher: Matcher,
    #[serde(skip)]
    dataset: &'a Dataset,
    #[serde(skip)]
    reader: Words,
    #[serde(skip)]
    shown: usize,
    #[serde(skip)]
    full_sources: bool,
    #[serde(skip)]
    common: Vec<(&'static str, Value<'a>)>,
    #[serde(skip)]
    sources: Vec<SourceView<'a>>,
}

/// A word, or a name of several words.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Sought<'a> {
    word: String,
    /// Instead of what it was typed, if by mistake.
    read_as: Option<String>,
    /// Whether it stands only as the beginning of longer words.
    part: bool,
    /// What else was sought for it, by the glossary.
    also: Vec<&'a str>,
    /// In how many places it was found.
    places: usize,
    /// Whether it is the name of a treatment, a condition or a regulator.
    #[serde(skip)]
    is_setting: bool,
}

impl<'a> SearchAnswer<'a> {
    /// The answer that was found.
    pub fn new(
        reader: &Reader<'a>,
        args: &SearchArgs,
        query: Query<'a>,
        found: &Findings<'a>,
    ) -> Self {
        let dataset = reader.dataset;
        let matcher = query.matcher();
        let citations = Citations::new(dataset);
        let mut maker = Maker { dataset, matcher: &matcher, words: reader.words, citations };
        let hits: Vec<Hit<'a>> = found.hits.iter().map(|raw| maker.hit(raw)).collect();
        let mut citations = maker.citations;
        let mut warned: Vec<Column<'a>> = Vec::new();
        for column in hits.iter().filter_map(|hit| hit.column) {
            if !warned.iter().any(|it| it.treatment.id == column.treatment.id) {
                warned.push(column);
            }
        }
        let first = dataset.topics.iter().filter(|topic| topic.first);
        let boxed = first.flat_map(|topic| warned.iter().map(move |column| (*column, topic)));
        let boxed = boxed
            .map(|(column, topic)| CellView::new(column, topic, Analyses::Main, &mut citations));
        let boxed: Vec<CellView<'a>> = boxed.collect();
        let together =
            query.terms.iter().enumerate().filter(|(at, _)| found.together >> at & 1 == 1);
        let together: Vec<String> = together.map(|(_, term)| term.typed.clone()).collect();
        let counts = found.counts.iter().copied().chain(std::iter::repeat(0));
        let sought = query.terms.into_iter().zip(counts).map(|(term, places)| Sought {
            is_setting: term.is_setting(),
            word: term.shown,
            part: term.part && term.read_as.is_none() && places > 0,
            read_as: term.read_as,
            also: term.also,
            places,
        });
        Self {
            words: sought.collect(),
            ignored: query.ignored,
            found_together: if hits.is_empty() { together } else { Vec::new() },
            shown: if args.all || reader.full { hits.len() } else { fitting(&hits, &boxed) },
            hits,
            boxed,
            setting: args.only().then(|| reader.setting.words()),
            matcher,
            dataset,
            reader: reader.words,
            full_sources: reader.sources,
            common: DatasetView::new(reader.consulted).columns(),
            sources: citations.sources(),
        }
    }

    /// The boxed warnings of the section that the hit begins, of treatments that no section before
    /// it has.
    fn boxed(&self, first: &Hit<'_>) -> Option<Block<'_>> {
        let cells: Vec<&CellView<'_>> = self.boxed.iter().filter(|it| is_of(it, first)).collect();
        let mut boxed = boxed_together(&cells, self.reader)?;
        if let (Block::Boxed { body, .. }, false) = (&mut boxed, self.full_sources) {
            for line in body {
                *line = without_citations(line);
            }
        }
        Some(boxed)
    }

    /// A line of a hit: the words set off, and the citations left to `--sources`.
    fn line<'s>(&self, line: &[Span<'s>]) -> Line<'s> {
        let bare = if self.full_sources { line.to_vec() } else { without_citations(line) };
        let mut shown = Line::new();
        for span in bare {
            match &span {
                Span::Text(text) => self.emphasize(text, &mut shown),
                _ => shown.push(span),
            }
        }
        shown
    }

    fn emphasize(&self, text: &str, line: &mut Line<'_>) {
        let mut from = 0;
        for place in self.matcher.places(text) {
            line.push(Span::Text(text[from..place.start].to_owned().into()));
            line.push(Span::Strong(text[place.clone()].to_owned().into()));
            from = place.end;
        }
        if from < text.len() {
            line.push(Span::Text(text[from..].to_owned().into()));
        }
    }

    /// The hits of one group: answers beside the names of their treatments, the others in a list.
    fn draw_group<'p>(&'p self, hits: &'p [Hit<'_>], page: &mut Vec<Block<'p>>) {
        let lines = |hit: &'p Hit<'_>| hit.lines.iter().map(|line| self.line(line));
        if hits.iter().any(|hit| hit.column.is_some()) {
            let facts = hits.iter().map(|hit| Fact {
                label: hit.name.as_str().into(),
                sub: false,
                lines: lines(hit).collect(),
            });
            return page.push(Block::Facts(facts.collect()));
        }
        for hit in hits {
            for mut line in lines(hit) {
                if !hit.name.is_empty() {
                    let name = Span::Text(format!("{}: ", hit.name).into());
                    line.insert(0, name);
                }
                page.push(Block::Item(line));
            }
        }
    }

    /// How many hits there are, and how the words were taken.
    fn count(&self) -> Vec<String> {
        let many = self.hits.len();
        let hits = if many == 1 { "1 hit".to_owned() } else { format!("{many} hits") };
        let mut said = if many > self.shown {
            format!("{hits}, the first {}. Add a word to narrow this.", self.shown)
        } else {
            format!("{hits}.")
        };
        said += &self.said_of_ignored();
        let mut notes = vec![said];
        notes.extend(self.readings());
        notes
    }

    fn said_of_ignored(&self) -> String {
        match self.ignored.as_slice() {
            [] => String::new(),
            ignored => format!(" Ignored: {}.", ignored.join(", ")),
        }
    }

    /// How words were read that were not simply found.
    fn readings(&self) -> impl Iterator<Item = String> {
        self.words.iter().filter_map(|it| match (&it.read_as, it.part, it.also.as_slice()) {
            (Some(read_as), _, _) => Some(format!("`{}` was read as {read_as}.", it.word)),
            (None, true, _) => {
                Some(format!("`{}` stands only at the beginning of longer words.", it.word))
            }
            (None, false, []) => None,
            (None, false, also) => {
                let also = also.iter().take(4).copied().collect::<Vec<_>>().join(", ");
                Some(format!("{}: also found as {also}.", it.word))
            }
        })
    }

    /// Says what it does not mean that nothing was found, and what to do.
    fn draw_nothing(&self, page: &mut Vec<Block<'_>>) {
        let words: Vec<&str> = self.words.iter().map(|it| it.word.as_str()).collect();
        let here = self.setting.as_ref().map_or("here".to_owned(), |it| format!("for {it}"));
        let nothing = match words.as_slice() {
            [] => "No word was given to look for.".to_owned(),
            [word] => format!("Nothing recorded {here} contains this word: {word}."),
            words => format!(
                "Nothing recorded {here} contains all of these together: {}.",
                words.join(", ")
            ),
        };
        page.push(Block::Note(line(nothing + &self.said_of_ignored())));
        if words.is_empty() {
            return;
        }
        let meaning =
            "Not finding it here does not mean it is safe: look in the label, or ask a pharmacist.";
        page.push(Block::Note(line(meaning)));
        page.extend(self.readings().map(|it| Block::Note(line(it))));
        let (found, missing): (Vec<&Sought<'_>>, Vec<&Sought<'_>>) =
            self.words.iter().partition(|it| it.places > 0);
        if words.len() > 1 && !missing.is_empty() {
            let missing: Vec<&str> = missing.iter().map(|it| it.word.as_str()).collect();
            page.push(Block::Note(line(format!("Not found anywhere: {}.", missing.join(", ")))));
        }
        let found: Vec<&Sought<'_>> = found.into_iter().filter(|it| !it.is_setting).collect();
        if !found.is_empty() {
            let each: Vec<String> =
                found.iter().map(|it| format!("{} ({})", it.word, it.places)).collect();
            page.push(Block::Note(line(format!("Found separately: {}.", each.join(", ")))));
        }
        // Only what no shell takes for something else can be copied as it stands.
        let is_bare = |word: &String| {
            word.starts_with(char::is_alphanumeric)
                && word
                    .chars()
                    .all(|it| it.is_alphanumeric() || matches!(it, '-' | '.' | '/' | ' '))
        };
        let next = match self.found_together.as_slice() {
            [] | [_] => found
                .iter()
                .min_by_key(|it| it.places)
                .map(|it| it.word.clone())
                .into_iter()
                .collect(),
            together => together.to_vec(),
        };
        if !next.is_empty() && next.len() < words.len() && next.iter().all(is_bare) {
            let command = format!("jakref search {}", next.join(" "));
            page.push(Block::Note(vec![Span::Text("Try: ".into()), Span::Command(command.into())]));
        }
    }

    /// What a word would mean otherwise, if that is recorded nowhere.
    fn otherwise(&self) -> Option<String> {
        let (word, other) =
            OTHERWISE.iter().find(|(word, _)| self.words.iter().any(|it| it.word == *word))?;
        let mut topics = self.hits.iter().filter(|hit| hit.column.is_some()).map(|hit| &hit.topic);
        let first = topics.next()?.as_ref()?;
        let topic = self.dataset.topic(first)?;
        let only = topic.scope.id() == "treatment" && topics.all(|it| it.as_ref() == Some(first));
        only.then(|| {
            let (word, heading) = (word.to_owned(), topic.brief.to_lowercase());
            format!(
                "`{word}` is found among the {heading} only. Nothing on {other} is recorded here."
            )
        })
    }

    /// The command that opens all hits of a group.
    fn command(&self, hits: &[Hit<'_>]) -> Option<String> {
        let first = hits.first()?;
        let different = hits.iter().any(|hit| hit.command != first.command);
        if !different {
            return Some(first.command.clone());
        }
        let column = first.column.filter(|_| first.topic.is_some());
        match (column, first.kind) {
            (Some(column), _) => {
                let topic = first.topic.as_deref().unwrap_or_default();
                let patient = if self.reader == Words::Plain { " --patient" } else { "" };
                Some(format!(
                    "jakref compare --topics {topic}{}{patient}",
                    column.options(self.dataset)
                ))
            }
            (None, Kind::Treatment) => {
                let options = first.column.map(|it| it.options(self.dataset)).unwrap_or_default();
                Some(format!("jakref list{options}"))
            }
            (None, Kind::Glossary) => Some("jakref about WORD".to_owned()),
            (None, Kind::Source) => Some("jakref sources ID".to_owned()),
            (None, _) => Some(first.command.clone()),
        }
    }
}

impl Answer for SearchAnswer<'_> {
    const SCHEMA: &'static str = "search/2";

    fn draw<'a>(&'a self, page: &mut Vec<Block<'a>>) {
        if self.hits.is_empty() {
            return self.draw_nothing(page);
        }
        if let Some(setting) = &self.setting {
            page.push(Block::Title(vec![Span::Strong(setting.to_uppercase().into())]));
        }
        page.extend(self.count().into_iter().map(|it| Block::Note(line(it))));
        page.extend(self.otherwise().map(|it| Block::Note(line(it))));
        let mut last = self.setting.clone();
        let mut left = self.shown;
        let mut sections = HashSet::new();
        for hits in self.hits.chunk_by(together) {
            let Some(first) = hits.first().filter(|_| left > 0) else { break };
            // What is said of one condition under one regulator never stands under another's heading.
            let here = match first.column {
                Some(column) => {
                    Some(column.setting()).filter(|_| !column.is_default || last.is_some())
                }
                None => last.as_ref().map(|_| ELSEWHERE.to_owned()),
            };
            if here != last {
                page.extend(here.clone().map(|it| Block::Heading(it.into())));
                last = here;
            }
            if sections.insert(section(first)) {
                page.extend(self.boxed(first));
            }
            let command =
                self.command(hits).map(|command| format!(" · {command}")).unwrap_or_default();
            page.push(Block::Subheading(format!("{}{command}", first.heading).into()));
            self.draw_group(&hits[..hits.len().min(left)], page);
            left = left.saturating_sub(hits.len());
        }
        if self.hits.len() > self.shown {
            let more = format!("{} more: ", self.hits.len() - self.shown);
            let mut note = vec![Span::Text(more.into()), Span::Command("--all".into())];
            note.extend([Span::Text(" · sources: ".into()), Span::Command("--sources".into())]);
            page.push(Block::Note(note));
        }
    }

    fn sources(&self) -> &[SourceView<'_>] {
        &self.sources
    }

    fn records(&self) -> Option<Records<'_>> {
        let mut records = Records::new(&[
            "kind",
            "place",
            "treatment",
            "condition",
            "regulator",
            "topic",
            "text",
            "plain",
            "gap",
            "look_in",
            "weakness",
            "command",
            "sources",
            "sections",
        ]);
        for hit in &self.hits {
            let [sources, sections] = source_fields(hit.sources.iter());
            records.rows.push(vec![
                hit.kind.id().into(),
                hit.place.as_str().into(),
                Value::text(hit.treatment),
                Value::text(hit.condition),
                Value::text(hit.regulator),
                Value::text(hit.topic.as_deref()),
                hit.text.as_str().into(),
                Value::text(hit.plain.as_deref()),
                Value::text(hit.gap.map(Gap::id)),
                Value::text(hit.look_in),
                Value::text(hit.weakness.map(Weakness::id)),
                hit.command.as_str().into(),
                sources,
                sections,
            ]);
        }
        records.extend_all(&self.common);
        Some(records)
    }

    fn is_negative(&self) -> bool {
        self.hits.is_empty()
    }

    fn full_sources(&self) -> bool {
        self.full_sources
    }
}
