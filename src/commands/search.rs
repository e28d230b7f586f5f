//! `jakref search`: what holds all the words, and where it stands.

use std::borrow::Cow;
use std::cmp::Reverse;

use serde::Serialize;

use super::View;
use super::figures::figures;
use super::matching::{Stands, emphasized, emphasized_line, folded, sought, stands, told_apart};
use super::view::{
    CitationView, Citations, DatasetView, SourceView, StatementView, Weakness, Words, cited,
    source_fields,
};
use crate::dataset::find;
use crate::dataset::model::{
    Background, Citation, Clinic, Dataset, Source, Statement, Term, Topic, Treatment,
};
use crate::dataset::text::Text;
use crate::output::document::{Block, Line, Numbered, Span, line};
use crate::output::records::{Records, Value};

/// Shorter than this is no name of a drug.
const SHORTEST_NAME: usize = 4;

/// More hits than this do not fit on a screen.
const MANY: usize = 20;

/// What was found.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SearchView<'a> {
    schema: &'static str,
    dataset: DatasetView<'a>,
    /// The words that were sought.
    words: Vec<String>,
    /// The words that were not sought, as they tell nothing about the answer.
    left_out: Vec<String>,
    /// If there is no hit: the words that do stand together somewhere; where no two of them do, the
    /// rarest that stands anywhere.
    words_together: Vec<String>,
    /// If there is no hit: each word, and in how many texts it stands.
    words_found: Vec<Found>,
    /// If there is no hit: treatments that a word which stands nowhere may have been meant for.
    did_you_mean: Vec<String>,
    /// Treatments, background, clinic, glossary, sources, but before all of them the clinic where it
    /// is just what the words ask for, and topics whose question was asked word for word; among each,
    /// those first in which most of the words stand as whole words, then those with most of them in
    /// their place, then in the order of the dataset.
    hits: Vec<Hit<'a>>,
    sources: Vec<SourceView<'a>>,
    /// What stands before all that is said of the treatments of the hits, in brief.
    warnings: Vec<Warning<'a>>,
}

/// A word, and in how many texts or their places it stands.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Found {
    word: String,
    texts: usize,
}

/// What stands before all that is said of a treatment, in brief: its boxed warning.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Warning<'a> {
    topic: &'a str,
    treatment: &'a str,
    statement: StatementView<'a>,
}

/// What kind of record a hit stands in. A hurried reader takes the first hit for the answer, so the
/// answers come first, and the mere titles of sources last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Treatment,
    Background,
    Clinic,
    Glossary,
    Source,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Hit<'a> {
    kind: Kind,
    /// Where it stands: `Olumiant › Tests before starting`.
    place: String,
    /// Other names of the place that hold words which neither the place nor the text has.
    called: Vec<&'a str>,
    /// The command that shows it.
    command: String,
    text: String,
    /// The same in plain words, where there are any.
    plain: Option<String>,
    /// The statement; all null where what was found is no statement, which is in `text`.
    statement: StatementView<'a>,
    /// `secondary` or `unconfirmed` where no stronger source was read, or null.
    weakness: Option<Weakness>,
    sources: Vec<CitationView<'a>>,
    /// Whether its plain words hold words which the others do not.
    #[serde(skip)]
    in_plain: bool,
    /// How much of the place stands above its hits, before them in each line: in bytes.
    #[serde(skip)]
    head: usize,
    #[serde(skip)]
    asked_for: bool,
    #[serde(skip)]
    rank: Rank,
}

/// How well the words fit: how many stand as whole words, how many in the place.
type Rank = (usize, usize);

/// Where something stands that may be found.
struct Place<'a> {
    kind: Kind,
    /// What stands above its hits: `Olumiant › Tests before starting`.
    head: String,
    /// What is said in the line itself, where one heading is enough for many lines.
    lead: &'a str,
    command: String,
    /// What else it is called.
    names: Vec<&'a str>,
    /// How each of the words stands in all of these.
    words: Vec<Stands>,
    /// Whether the words ask for just this.
    asked_for: bool,
}

impl Place<'_> {
    fn path(&self) -> String {
        let separator = if self.lead.is_empty() { "" } else { " › " };
        [&self.head, separator, self.lead].concat()
    }
}

/// Finds the statements in which, or in whose place, every word stands.
pub fn view<'a>(dataset: &'a Dataset, words: &[String]) -> SearchView<'a> {
    let question = sought(words);
    let asked = question.join(" ");
    let (words, left_out) = told_apart(question);
    let mut search = Search {
        dataset,
        question: &asked,
        words: &words,
        citations: Citations::new(dataset),
        hits: Vec::new(),
        found: Vec::new(),
        texts: vec![0; words.len()],
        together: Together::default(),
    };
    dataset.treatments.iter().for_each(|treatment| search.treatment(treatment));
    dataset.backgrounds.iter().for_each(|background| search.background(background));
    dataset.clinics.iter().for_each(|clinic| search.clinic(clinic));
    dataset.terms.iter().for_each(|term| search.term(term));
    dataset.sources.iter().for_each(|source| search.source(source));
    let warnings = search.warnings();
    let words_found = search.words_found();
    let words_together = search.words_together(&words_found);
    let Search { citations, mut hits, .. } = search;
    hits.sort_by_key(|hit| (!hit.asked_for, hit.kind, Reverse(hit.rank)));
    SearchView {
        schema: "jakref.search/1",
        dataset: DatasetView::new(dataset),
        did_you_mean: meant(dataset, &words_found),
        words_together,
        words_found,
        sources: citations.sources(),
        words,
        left_out,
        hits,
        warnings,
    }
}

/// The treatments whose names are near words that stand nowhere. They are named, never answered for.
fn meant(dataset: &Dataset, words: &[Found]) -> Vec<String> {
    let mut meant: Vec<String> = Vec::new();
    for found in words.iter().filter(|found| found.texts == 0) {
        let missing = find::treatment(dataset, &found.word).err();
        let near = missing.into_iter().flat_map(|missing| missing.suggestions);
        let near: Vec<String> = near.filter(|name| !meant.contains(name)).collect();
        meant.extend(near);
    }
    meant
}

/// Whether a name stands in the dataset's texts as words of their own.
pub fn mentions(dataset: &Dataset, name: &str) -> bool {
    let plain = |it: char| it.is_alphanumeric() || matches!(it, ' ' | '-');
    let answer = view(dataset, &[name.to_owned()]);
    let long = answer.words.iter().any(|word| word.len() >= SHORTEST_NAME);
    let whole = |hit: &Hit<'_>| hit.rank.0 == answer.words.len();
    name.chars().all(plain) && long && answer.hits.iter().any(whole)
}

/// What else people call a topic: the question that a patient would ask, its column in `list`, and
/// those of its other names and of its group's that were typed whole.
fn other_names<'a>(dataset: &'a Dataset, topic: &'a Topic, words: &[String]) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    names.extend(topic.plain.as_deref().map(Text::as_str));
    names.extend(topic.column.as_deref().map(Text::as_str));
    let group = dataset.groups.iter().find(|group| group.id == topic.group);
    let also = group.into_iter().flat_map(|group| group.also.iter()).chain(topic.also.iter());
    let is_sought = |word: &str| words.contains(&folded(word));
    names.extend(also.map(|name| name.as_str()).filter(|name| name.split(' ').all(is_sought)));
    names
}

struct Search<'a, 'w> {
    dataset: &'a Dataset,
    /// All that was typed, folded.
    question: &'w str,
    words: &'w [String],
    citations: Citations<'a>,
    hits: Vec<Hit<'a>>,
    /// The treatments of which something was found.
    found: Vec<&'a Treatment>,
    /// In how many texts each of the words stands; counted until there is a hit.
    texts: Vec<usize>,
    /// The best of what was found together so far.
    together: Together<'w>,
}

/// Words that stand together in a text.
#[derive(Default)]
struct Together<'w> {
    words: Vec<&'w String>,
    /// Whether they are several, how many of them stand as whole words, how many they are.
    fit: (bool, usize, usize),
}

impl<'a> Search<'a, '_> {
    fn treatment(&mut self, treatment: &'a Treatment) {
        let before = self.hits.len();
        let name = format!("{} ({})", treatment.brand, treatment.generic);
        for topic in &self.dataset.topics {
            let path = topic.path();
            let head = format!("{name} › {}", topic.label);
            let command = ["jakref show ", &treatment.id, " ", &path].concat();
            let mut names = other_names(self.dataset, topic, self.words);
            names.extend(treatment.aliases.iter().map(|alias| alias.as_str()));
            let asked_for = topic.plain.as_deref().is_some_and(|plain| self.asks(plain.as_str()));
            let place = self.place(Kind::Treatment, head, "", command, names);
            let place = Place { asked_for, ..place };
            for statement in treatment.answer(topic) {
                self.statement(&place, statement);
            }
            for figure in figures(self.dataset, treatment, &path) {
                self.text(&place, &figure.text, Some(figure.plain), figure.cite);
            }
            for conflict in treatment.conflicts.iter().filter(|it| it.topic.as_str() == path) {
                let head = format!("{} › Sources disagree: {}", place.head, conflict.question);
                let command = [&place.command, " --conflicts"].concat();
                let place = self.place(Kind::Treatment, head, "", command, place.names.clone());
                for position in &conflict.positions {
                    self.statement(&place, position);
                }
            }
        }
        if self.hits.len() > before {
            self.found.push(treatment);
        }
    }

    /// Whether the question of a topic was typed as it is.
    fn asks(&self, question: &str) -> bool {
        stands(self.question, folded(question).trim_end_matches('?')) == Stands::Whole
    }

    /// The warnings of the treatments of which something was found.
    fn warnings(&mut self) -> Vec<Warning<'a>> {
        let mut warnings = Vec::new();
        for topic in self.dataset.topics.iter().filter(|topic| topic.first) {
            for treatment in &self.found {
                let statement = treatment.answer(topic).first();
                warnings.extend(statement.map(|statement| Warning {
                    topic: &topic.label,
                    treatment: &treatment.brand,
                    statement: StatementView::brief(statement, &mut self.citations),
                }));
            }
        }
        warnings
    }

    fn background(&mut self, background: &'a Background) {
        for section in &background.sections {
            let head = format!("{} › {}", background.name, section.label);
            let command = ["jakref about ", &background.id, " ", &section.id].concat();
            let names = section.plain.iter().chain(&background.aliases);
            let names = names.map(|name| name.as_str()).collect();
            let place = self.place(Kind::Background, head, "", command, names);
            for statement in &section.statements {
                self.statement(&place, statement);
            }
        }
    }

    fn clinic(&mut self, clinic: &'a Clinic) {
        let place = |search: &Self, label: &'static str, names: &[&'static str]| {
            let (head, command) = (format!("{} (clinic)", clinic.name), "jakref clinic".to_owned());
            let place = search.place(Kind::Clinic, head, label, command, names.to_vec());
            // `clinic phone` asks for just this; a word of the clinic's name, such as `skin`, may ask
            // for anything.
            let asked = folded(&["clinic", label, &names.concat()].join(" "));
            let asked = search.words.iter().any(|word| stands(&asked, word) == Stands::Whole);
            let all = place.words.iter().all(|stands| *stands == Stands::Whole);
            Place { asked_for: asked && all, ..place }
        };
        let telephone = place(self, "Telephone", &["Phone number"]);
        self.text(&telephone, &clinic.phone, None, &clinic.cite);
        let website = place(self, "Website", &[]);
        self.text(&website, &clinic.website, None, &clinic.cite);
        for (_, label, statements) in clinic.sections() {
            let place = place(self, label, &[]);
            for statement in statements {
                self.statement(&place, statement);
            }
        }
    }

    fn term(&mut self, term: &'a Term) {
        let names = term.aliases.iter().map(|alias| alias.as_str()).collect();
        let (head, command) = ("Glossary".to_owned(), "jakref about glossary".to_owned());
        let place = self.place(Kind::Glossary, head, &term.term, command, names);
        self.text(&place, &term.plain, None, &term.cite);
    }

    /// A source is its own source.
    fn source(&mut self, source: &'a Source) {
        let (head, command) = ("Sources".to_owned(), "jakref sources".to_owned());
        let place = self.place(Kind::Source, head, &source.id, command, Vec::new());
        let text = format!("{}. {}", source.title, source.publisher);
        if let Some(rank) = self.rank(&place, &text) {
            let sources = vec![self.citations.itself(source)];
            self.hit(
                &place,
                [text, String::new()],
                StatementView::default(),
                (sources, None),
                rank,
            );
        }
    }

    fn statement(&mut self, place: &Place<'a>, statement: &'a Statement) {
        let parts = [&statement.text, &statement.plain, &statement.look_in];
        let all: Vec<&str> = parts.into_iter().flatten().map(|part| part.as_str()).collect();
        if let Some(rank) = self.rank(place, &all.join(" ")) {
            let statement = StatementView::new(statement, &mut self.citations);
            let cited = (statement.sources.clone(), statement.weakness);
            let texts = [statement.bare(), statement.plain.unwrap_or_default()];
            self.hit(place, texts.map(str::to_owned), statement, cited, rank);
        }
    }

    fn text(&mut self, place: &Place<'a>, text: &str, plain: Option<String>, cite: &'a [Citation]) {
        let plain = plain.unwrap_or_default();
        if let Some(rank) = self.rank(place, &[text, &plain].join(" ")) {
            let cited = self.citations.cite(cite);
            self.hit(place, [text.to_owned(), plain], StatementView::default(), cited, rank);
        }
    }

    fn place(
        &self,
        kind: Kind,
        head: String,
        lead: &'a str,
        command: String,
        names: Vec<&'a str>,
    ) -> Place<'a> {
        let all = folded(&[&[head.as_str(), lead][..], &names].concat().join("\n"));
        let words = self.words.iter().map(|word| stands(&all, word)).collect();
        Place { kind, head, lead, command, names, words, asked_for: false }
    }

    /// How well the words fit, if every word stands in the place or in the text.
    fn rank(&mut self, place: &Place<'_>, text: &str) -> Option<Rank> {
        let text = folded(text);
        let both = self.words.iter().zip(&place.words);
        let both: Vec<Stands> =
            both.map(|(word, in_place)| stands(&text, word).max(*in_place)).collect();
        if both.is_empty() || both.contains(&Stands::Nowhere) {
            self.remember(&both);
            return None;
        }
        let whole = both.iter().filter(|stands| **stands == Stands::Whole).count();
        let in_place = place.words.iter().filter(|stands| **stands != Stands::Nowhere).count();
        Some((whole, in_place))
    }

    /// Counts the words that were found, and keeps them if none found before fit as well: any two
    /// are better than one, then more of them as whole words, then more of them.
    fn remember(&mut self, found: &[Stands]) {
        if !self.hits.is_empty() {
            return;
        }
        for (texts, _) in self.texts.iter_mut().zip(found).filter(|(_, it)| **it != Stands::Nowhere)
        {
            *texts += 1;
        }
        let many = found.iter().filter(|stands| **stands != Stands::Nowhere).count();
        let whole = found.iter().filter(|stands| **stands == Stands::Whole).count();
        let fit = (many > 1, whole, many);
        if fit > self.together.fit {
            let found = self.words.iter().zip(found).filter(|(_, it)| **it != Stands::Nowhere);
            self.together = Together { words: found.map(|(word, _)| word).collect(), fit };
        }
    }

    /// If there is no hit: in how many texts each word stands.
    fn words_found(&self) -> Vec<Found> {
        let words = self.words.iter().zip(&self.texts).filter(|_| self.hits.is_empty());
        words.map(|(word, texts)| Found { word: word.clone(), texts: *texts }).collect()
    }

    /// The words that lead on where there is no hit: those that stand together, or the rarest.
    fn words_together(&self, found: &[Found]) -> Vec<String> {
        if found.is_empty() {
            return Vec::new();
        }
        if self.together.words.len() > 1 {
            return self.together.words.iter().map(|word| (*word).clone()).collect();
        }
        let rarest = found.iter().filter(|it| it.texts > 0).min_by_key(|it| it.texts);
        rarest.map(|it| it.word.clone()).into_iter().collect()
    }

    fn hit(
        &mut self,
        place: &Place<'a>,
        [text, plain]: [String; 2],
        statement: StatementView<'a>,
        (sources, weakness): (Vec<CitationView<'a>>, Option<Weakness>),
        rank: Rank,
    ) {
        let path = place.path();
        let shown = folded(&[&path, &text, statement.look_in.unwrap_or_default()].join(" "));
        let folded_plain = folded(&plain);
        let (mut in_plain, mut called) = (false, Vec::new());
        let is_in = |text: &str, word: &str| stands(text, word) != Stands::Nowhere;
        for word in self.words.iter().filter(|word| !is_in(&shown, word)) {
            if is_in(&folded_plain, word) {
                in_plain = true;
                continue;
            }
            let name = place.names.iter().find(|name| is_in(&folded(name), word));
            called.extend(name.filter(|name| !called.contains(*name)).copied());
        }
        self.hits.push(Hit {
            kind: place.kind,
            place: path,
            called,
            command: place.command.clone(),
            text,
            plain: Some(plain).filter(|plain| !plain.is_empty()),
            statement,
            weakness,
            sources,
            in_plain,
            head: place.head.len(),
            asked_for: place.asked_for,
            rank,
        });
    }
}

impl Warning<'_> {
    /// In one line, behind the treatment's name.
    fn line(&self) -> Option<Line<'_>> {
        let short = self.statement.short_line();
        let said = short.or_else(|| self.statement.line(Words::Professional))?;
        let name = [self.treatment, ": "].map(|part| Span::Text(part.into()));
        Some(name.into_iter().chain(said).collect())
    }
}

impl Hit<'_> {
    /// What stands above it.
    fn head(&self) -> &str {
        &self.place[..self.head]
    }

    /// What stands before it in its line, where one heading is enough for many.
    fn lead(&self) -> Option<String> {
        let lead = self.place[self.head..].strip_prefix(" › ")?;
        let lead = named(lead, &self.called);
        Some(match self.kind {
            Kind::Source => format!("Title of a source ({lead}): "),
            _ => format!("{lead}: "),
        })
    }

    /// What it says: the text, and the plain words if only they hold a word.
    fn lines(&self, words: &[String]) -> Vec<Line<'_>> {
        let statement = &self.statement;
        let is_statement = statement.text.is_some() || statement.gap.is_some();
        let said = if is_statement {
            statement.line(Words::Professional).map(|line| emphasized_line(line, words))
        } else {
            let is_text = !self.text.is_empty();
            is_text.then(|| cited(emphasized(&self.text, words), &self.sources))
        };
        let in_plain = self.in_plain || said.is_none();
        let plain = self.plain.as_deref().filter(|_| in_plain).map(|plain| {
            let mark = Span::Soft("In plain words: ".into());
            let line = statement.line(Words::Plain).map(|line| emphasized_line(line, words));
            let line = line.unwrap_or_else(|| cited(emphasized(plain, words), &self.sources));
            std::iter::once(mark).chain(line).collect()
        });
        let mut lines: Vec<Line<'_>> = said.into_iter().chain(plain).collect();
        if let (Some(lead), Some(first)) = (self.lead(), lines.first_mut()) {
            first.splice(0..0, emphasized(&lead, words));
        }
        lines
    }
}

/// The name, with other names behind it.
fn named(name: &str, others: &[&str]) -> String {
    if others.is_empty() { name.to_owned() } else { format!("{name} ({})", others.join(", ")) }
}

impl SearchView<'_> {
    /// How many hits there are, and where, if they are many.
    fn count(&self) -> String {
        let many = self.hits.len();
        let hits = if many == 1 { "1 hit".to_owned() } else { format!("{many} hits") };
        if many <= MANY {
            return self.and_left_out(hits);
        }
        let kinds = Kind::ALL.iter().filter_map(|(kind, place)| {
            let many = self.hits.iter().filter(|hit| hit.kind == *kind).count();
            (many > 0).then(|| format!("{many} {place}"))
        });
        let kinds = kinds.collect::<Vec<_>>().join(", ");
        self.and_left_out(format!("{hits}: {kinds}. A further word leaves fewer."))
    }

    /// What is said, and behind it which words were not sought.
    fn and_left_out(&self, said: String) -> String {
        if self.left_out.is_empty() {
            return said;
        }
        format!("{}. Left out: {}.", said.trim_end_matches('.'), self.left_out.join(", "))
    }

    /// What stands before the first hit in a treatment.
    fn draw_warnings(&self, page: &mut Numbered<'_>) {
        for warnings in self.warnings.chunk_by(|one, other| one.topic == other.topic) {
            let title = warnings.first().map(|warning| warning.topic).unwrap_or_default();
            let body = warnings.iter().filter_map(Warning::line).collect();
            page.add(Block::Boxed { title: title.to_owned(), body });
        }
    }

    /// Which treatments may have been meant.
    fn did_you_mean(&self) -> Option<String> {
        match self.did_you_mean.as_slice() {
            [] => None,
            [only] => Some(format!("Did you mean {only}?")),
            several => Some(format!("Did you mean one of: {}?", several.join(", "))),
        }
    }

    /// Which of several words stand nowhere.
    fn not_found(&self) -> Option<String> {
        let missing = self.words_found.iter().filter(|found| found.texts == 0);
        let missing: Vec<&str> = missing.map(|found| found.word.as_str()).collect();
        let is_news = self.words.len() > 1 && !missing.is_empty();
        is_news.then(|| format!("Not found anywhere: {}.", missing.join(", ")))
    }

    /// Which of the words do stand somewhere.
    fn what_is_found(&self) -> String {
        let found: Vec<&Found> = self.words_found.iter().filter(|found| found.texts > 0).collect();
        match (self.words_together.as_slice(), found.as_slice()) {
            ([], _) => "Part of a word, or another word for it, may find more.".to_owned(),
            ([only], [_]) => format!("This word does occur: {only}."),
            ([_], several) => {
                let each = several.iter().map(|found| format!("{} ({})", found.word, found.texts));
                let each = each.collect::<Vec<_>>().join(", ");
                format!("Each of these occurs, but not together: {each}.")
            }
            (together, _) => format!("These words do occur together: {}.", together.join(", ")),
        }
    }

    /// Says what it does not mean that nothing was found, and what to do.
    fn draw_nothing(&self, page: &mut Numbered<'_>) {
        let words = self.words.join(", ");
        let nothing = match self.words.as_slice() {
            [] => "No word was given to look for.".to_owned(),
            [word] => format!("Nothing recorded here contains this word: {word}"),
            _ => format!("Nothing recorded here contains all of these words: {words}"),
        };
        page.add(Block::Note(line(self.and_left_out(nothing))));
        if self.words.is_empty() {
            return;
        }
        let meaning = "That is no all-clear and says nothing about the medicine: look in the label, \
                       or ask a pharmacist.";
        page.add(Block::Note(line(meaning)));
        let notes = [self.did_you_mean(), self.not_found(), Some(self.what_is_found())];
        for note in notes.into_iter().flatten() {
            page.add(Block::Note(line(note)));
        }
        // Only what no shell takes for something else can be copied as it stands.
        let is_bare = |word: &String| {
            word.starts_with(char::is_alphanumeric)
                && word.chars().all(|it| it.is_alphanumeric() || matches!(it, '-' | '.' | '/'))
        };
        if !self.words_together.is_empty() && self.words_together.iter().all(is_bare) {
            let command = ["jakref search ", &self.words_together.join(" ")].concat();
            page.add(Block::Paragraph(vec![Span::Soft(command.into())]));
        }
    }
}

impl View for SearchView<'_> {
    fn draw(&self, page: &mut Numbered<'_>) {
        if self.hits.is_empty() {
            return self.draw_nothing(page);
        }
        page.add(Block::Note(line(self.count())));
        let mut warned = false;
        for hits in self.hits.chunk_by(|one, other| one.head() == other.head()) {
            let Some(first) = hits.first() else { continue };
            if first.kind == Kind::Treatment && !std::mem::replace(&mut warned, true) {
                self.draw_warnings(page);
            }
            let mut called: Vec<&str> = Vec::new();
            for name in hits.iter().filter(|hit| hit.lead().is_none()).flat_map(|it| &it.called) {
                if !called.contains(name) {
                    called.push(name);
                }
            }
            page.add(Block::Subheading(named(first.head(), &called).into()));
            page.add(Block::Paragraph(vec![Span::Soft(first.command.as_str().into())]));
            for line in hits.iter().flat_map(|hit| hit.lines(&self.words)) {
                page.add(Block::Item(line));
            }
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
        let added = ["kind", "called", "plain", "look_in", "weakness"];
        records.columns.extend(added.map(Cow::from));
        for (hit, row) in self.hits.iter().zip(&mut records.rows) {
            let called = Some(hit.called.join(", ")).filter(|called| !called.is_empty());
            let [plain, look_in] = [hit.plain.as_deref(), hit.statement.look_in].map(Value::text);
            let weakness = Value::text(hit.weakness.map(Weakness::id));
            row.extend([hit.kind.id().into(), Value::text(called), plain, look_in, weakness]);
        }
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

impl Kind {
    /// Every kind, and where its hits stand.
    const ALL: [(Self, &'static str); 5] = [
        (Self::Treatment, "in treatments"),
        (Self::Background, "in the background"),
        (Self::Clinic, "on the clinic"),
        (Self::Glossary, "in the glossary"),
        (Self::Source, "among the sources"),
    ];

    /// The word in JSON and in records.
    fn id(self) -> &'static str {
        match self {
            Self::Treatment => "treatment",
            Self::Background => "background",
            Self::Clinic => "clinic",
            Self::Glossary => "glossary",
            Self::Source => "source",
        }
    }
}
