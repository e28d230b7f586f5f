//! `jakref search`: the statements that contain all the words, with their places.

use serde::Serialize;

use super::View;
use super::cell::CellView;
use super::view::{
    CitationView, Citations, DatasetView, SourceView, StatementView, Words, cited, source_fields,
};
use crate::dataset::model::{Dataset, Source, Statement};
use crate::output::document::{Block, Line, Numbered, Span, line};
use crate::output::records::{Records, Value};

/// Shorter than this is no name of a drug.
const SHORTEST_NAME: usize = 4;

/// What was found.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SearchView<'a> {
    schema: &'static str,
    dataset: DatasetView<'a>,
    words: Vec<String>,
    /// Those with most of the words in their place first, then in the order of the dataset.
    hits: Vec<Hit<'a>>,
    sources: Vec<SourceView<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Hit<'a> {
    /// Where it stands: `Olumiant › Tests before starting`.
    place: String,
    /// The command that shows it.
    command: String,
    text: String,
    /// The statement; all null for a word of the glossary, a source or a figure, which is in `text`.
    statement: StatementView<'a>,
    sources: Vec<CitationView<'a>>,
    /// How many of the words stand in the place.
    #[serde(skip)]
    rank: usize,
}

/// Finds the statements in which, or in whose place, every word stands.
pub fn view<'a>(dataset: &'a Dataset, words: &[String]) -> SearchView<'a> {
    let words: Vec<String> =
        words.iter().flat_map(|word| word.split_whitespace()).map(folded).collect();
    let Search { citations, mut hits, .. } = Search::of(dataset, &words, false);
    hits.sort_by_key(|hit| std::cmp::Reverse(hit.rank));
    SearchView {
        schema: "jakref.search/1",
        dataset: DatasetView::new(dataset),
        sources: citations.sources(),
        words,
        hits,
    }
}

/// Whether a name stands in the dataset's texts, not only inside longer words.
pub fn mentions(dataset: &Dataset, name: &str) -> bool {
    let plain = |it: char| it.is_alphanumeric() || matches!(it, ' ' | '-');
    let words: Vec<String> = name.split_whitespace().map(folded).collect();
    let is_name = name.chars().all(plain) && words.iter().any(|word| word.len() >= SHORTEST_NAME);
    is_name && !Search::of(dataset, &words, true).hits.is_empty()
}

struct Search<'a, 'w> {
    words: &'w [String],
    /// Whether a word inside a longer one is none.
    whole: bool,
    citations: Citations<'a>,
    hits: Vec<Hit<'a>>,
}

impl<'a, 'w> Search<'a, 'w> {
    fn of(dataset: &'a Dataset, words: &'w [String], whole: bool) -> Self {
        let mut search =
            Self { words, whole, citations: Citations::new(dataset), hits: Vec::new() };
        for treatment in &dataset.treatments {
            for topic in &dataset.topics {
                let place =
                    format!("{} ({}) › {}", treatment.brand, treatment.generic, topic.label);
                let command = format!("jakref show {} {}", treatment.id, topic.path());
                for statement in treatment.answer(topic) {
                    search.consider(&place, &command, statement);
                }
                let cell = CellView::new(dataset, treatment, topic, &mut search.citations);
                for (text, sources) in cell.figures_text() {
                    search.consider_text(&place, &command, &text, sources);
                }
                let path = topic.path();
                for conflict in treatment.conflicts.iter().filter(|it| it.topic.as_str() == path) {
                    let place = format!("{place} › Sources disagree: {}", conflict.question);
                    let command = format!("{command} --conflicts");
                    for position in &conflict.positions {
                        search.consider(&place, &command, position);
                    }
                }
            }
        }
        for background in &dataset.backgrounds {
            for section in &background.sections {
                let place = format!("{} › {}", background.name, section.label);
                let command = format!("jakref about {} {}", background.id, section.id);
                for statement in &section.statements {
                    search.consider(&place, &command, statement);
                }
            }
        }
        for term in &dataset.terms {
            let (place, command) = (format!("Glossary › {}", term.term), "jakref about glossary");
            let sources = search.citations.numbers(&term.cite);
            search.consider_text(&place, command, &term.plain, sources);
        }
        for source in &dataset.sources {
            let place = format!("Sources › {}", source.id);
            let text = format!("{}. {}", source.title, source.publisher);
            search.consider_source(&place, &text, source);
        }
        search
    }

    fn consider(&mut self, place: &str, command: &str, statement: &'a Statement) {
        let parts = [&statement.text, &statement.plain, &statement.look_in];
        let all: Vec<&str> = parts.into_iter().flatten().map(|part| part.as_str()).collect();
        if let Some(rank) = self.rank(place, &all.join(" ")) {
            let statement = StatementView::new(statement, &mut self.citations);
            let (text, sources) = (statement.bare().to_owned(), statement.sources.clone());
            let (place, command) = (place.to_owned(), command.to_owned());
            self.hits.push(Hit { place, command, text, statement, sources, rank });
        }
    }

    fn consider_text(
        &mut self,
        place: &str,
        command: &str,
        text: &str,
        sources: Vec<CitationView<'a>>,
    ) {
        if let Some(rank) = self.rank(place, text) {
            let (place, command, text) = (place.to_owned(), command.to_owned(), text.to_owned());
            let statement = StatementView::default();
            self.hits.push(Hit { place, command, text, statement, sources, rank });
        }
    }

    /// A source is its own source.
    fn consider_source(&mut self, place: &str, text: &str, source: &'a Source) {
        if self.rank(place, text).is_some() {
            let sources = vec![self.citations.itself(source)];
            self.consider_text(place, "jakref sources", text, sources);
        }
    }

    /// How many of the words stand in the place, if every word stands there or in the text.
    fn rank(&self, place: &str, text: &str) -> Option<usize> {
        let (place, text) = (folded(place), folded(text));
        let has = |text: &str, word: &str| {
            if self.whole { has_word(text, word) } else { text.contains(word) }
        };
        let found = self.words.iter().all(|word| has(&place, word) || has(&text, word));
        let in_place = self.words.iter().filter(|word| has(&place, word)).count();
        (found && !self.words.is_empty()).then_some(in_place)
    }
}

/// Whether the word stands in the text with no letter and no digit at either end.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
    })
}

/// The text in small letters and without accents.
fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let combines = |character: &char| ('\u{300}'..='\u{36f}').contains(character);
    let bare = text.chars().filter(|character| !combines(character)).map(without_accent);
    bare.flat_map(char::to_lowercase).collect()
}

/// The letter of the Latin alphabet under an accent. The languages of the labels and of the people
/// who search them need no more than these two blocks; a full table would be a twentieth of the
/// program.
fn without_accent(character: char) -> char {
    // U+00C0 to U+017F; a letter of its own, such as \u{df}, stands for itself: `.`.
    const LETTERS: &[u8] = b"AAAAAA.CEEEEIIII.NOOOOO.OUUUUY..aaaaaa.ceeeeiiii.nooooo.ouuuuy.y\
        AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi..JjKk.LlLlLlLlLlNnNnNnn..OoOoOo..\
        RrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZz.";
    let index = (character as usize).checked_sub(0xc0);
    match index.and_then(|index| LETTERS.get(index)) {
        None | Some(b'.') => character,
        Some(&letter) => char::from(letter),
    }
}

/// The line with the words set off in its text.
fn emphasized_line<'a>(line: Line<'a>, words: &[String]) -> Line<'a> {
    let mut emphasis = Line::new();
    for span in line {
        match span {
            Span::Text(text) => emphasis.append(&mut emphasized(&text, words)),
            span => emphasis.push(span),
        }
    }
    emphasis
}

/// The text with the words set off.
fn emphasized<'a>(text: &str, words: &[String]) -> Line<'a> {
    let mut line = Line::new();
    let mut plain = String::new();
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            plain.push(' ');
        }
        let matches = words.iter().any(|sought| folded(word).contains(sought));
        if matches {
            line.push(Span::Text(std::mem::take(&mut plain).into()));
            line.push(Span::Strong(word.to_owned().into()));
        } else {
            plain.push_str(word);
        }
    }
    line.push(Span::Text(plain.into()));
    line
}

impl View for SearchView<'_> {
    fn draw(&self, page: &mut Numbered<'_>) {
        if self.hits.is_empty() {
            let words = self.words.join(" ");
            page.add(Block::Note(line(format!("Nothing contains all of these words: {words}"))));
        }
        let mut last = "";
        for hit in &self.hits {
            if hit.place != last {
                page.add(Block::Subheading(hit.place.as_str().into()));
                last = &hit.place;
            }
            let is_statement = hit.statement.text.is_some() || hit.statement.gap.is_some();
            let line =
                hit.statement.line(Words::Professional).filter(|_| is_statement).map_or_else(
                    || cited(emphasized(&hit.text, &self.words), &hit.sources),
                    |line| emphasized_line(line, &self.words),
                );
            page.add(Block::Item(line));
        }
    }

    fn records(&self) -> Option<Records<'_>> {
        let mut records = Records::new(&["place", "text", "gap", "command", "sources", "sections"]);
        for hit in &self.hits {
            let [sources, sections] = source_fields(hit.sources.iter());
            records.rows.push(vec![
                hit.place.as_str().into(),
                hit.text.as_str().into(),
                Value::text(hit.statement.gap),
                hit.command.as_str().into(),
                sources,
                sections,
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

    fn is_negative(&self) -> bool {
        self.hits.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_do_not_matter() {
        assert_eq!(folded("Ménière's \u{c5}"), "meniere's a");
        assert_eq!(folded("SALT"), "salt");
        assert_eq!(
            folded("\u{e9}e\u{301} \u{17d}\u{17e} \u{df} \u{143}\u{151} \u{4e00}"),
            "ee zz \u{df} no \u{4e00}"
        );
    }
}
