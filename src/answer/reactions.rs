//! Tables of adverse reactions: what people had with the drug and without it.

use itertools::Itertools as _;
use serde::{Serialize, Serializer};

use super::figures::{ResultView, interval_gap, of_role, shares, short};
use super::phrasing::{capitalized, in_words, noted, uncapitalized};
use super::source::{CitationView, Citations, Weakness, basis, cited, cited_briefly};
use super::view::view;
use super::{Ordered, Words};
use crate::dataset::model::{Arm, Dataset, Gap, Reaction, ReactionName, Reactions, Role};
use crate::output::document::{Block, Line, Mark, Row, Span, Table, line};

/// A table of adverse reactions.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReactionsView<'a> {
    pub topic: &'a str,
    pub title: &'a str,
    pub people: &'a str,
    /// The same in plain words, where they are others.
    pub people_plain: Option<&'a str>,
    pub weeks: Option<u16>,
    pub trial: Option<&'a str>,
    pub analysis: &'static str,
    /// Each reaction with its share in each arm.
    pub rows: Ordered<Vec<ResultView<'a>>>,
    /// What each reaction is called in plain words, where that is known.
    #[cfg_attr(test, schemars(with = "Ordered<Option<&str>>"))]
    pub terms_plain: PlainTerms<'a>,
    pub note: Option<&'a str>,
    /// What of the note patients must know, in plain words.
    pub note_plain: Option<&'a str>,
    /// The kind of gap, where a result has no interval.
    pub interval_gap: Option<Gap>,
    /// `secondary` or `unconfirmed` where no stronger source was read, or null.
    pub weakness: Option<Weakness>,
    pub sources: Vec<CitationView<'a>>,
    #[serde(skip)]
    pub arms: &'a [Arm],
}

impl<'a> ReactionsView<'a> {
    /// The table with its sources.
    pub fn new(reactions: &'a Reactions, citations: &mut Citations<'a>) -> Self {
        let rows = reactions.rows.iter().map(|row| {
            (row.term.to_string(), ResultView::all(&row.results, &reactions.arms, true))
        });
        let rows: Vec<(String, Vec<ResultView<'a>>)> = rows.collect();
        let (sources, weakness) = citations.cite(&reactions.cite);
        view!(reactions => Self {
            topic, title, people, people_plain, weeks, trial, note, note_plain;
            analysis: reactions.analysis.id(),
            interval_gap: interval_gap(rows.iter().flat_map(|(_, results)| results), None),
            rows: Ordered(rows),
            terms_plain: PlainTerms { dataset: citations.dataset, rows: &reactions.rows },
            weakness,
            sources,
            arms: &reactions.arms,
        })
    }

    /// For how long people were observed, in words. Where that is not said, it need not have been as
    /// long in each arm.
    pub fn when(&self) -> String {
        self.weeks.map_or_else(
            || "no weeks given, may differ by arm".to_owned(),
            |weeks| format!("{weeks} weeks"),
        )
    }

    /// For how long people were observed, for patients.
    pub fn for_how_long(&self) -> String {
        match self.weeks {
            Some(1) => "counted within 1 week".to_owned(),
            Some(weeks) => format!("counted within {weeks} weeks"),
            None => {
                "counted over a time that the source does not give and that may differ by group"
                    .to_owned()
            }
        }
    }

    /// Who was observed.
    pub fn people(&self, words: Words) -> &'a str {
        in_words(words, self.people, self.people_plain).trim_end_matches('.')
    }

    /// What the reaction is called.
    pub fn called(&self, term: &str, words: Words) -> String {
        match words {
            Words::Professional => term.to_owned(),
            Words::Plain => self.terms_plain.words(term),
        }
    }

    /// What the table is called: its title, or for patients what was counted in whom.
    pub fn name(&self, words: Words) -> String {
        let people = uncapitalized(self.people(words));
        match self.rows.0.as_slice() {
            _ if words == Words::Professional => self.title.to_owned(),
            [(only, _)] => {
                let name = self.terms_plain.of(only).map_or(only.as_str(), |name| &name.plain);
                format!("{}: {people}", capitalized(name))
            }
            _ => format!("Harms in {people}"),
        }
    }

    /// What was counted in whom, for how long.
    fn caption(&self, words: Words, notes: bool) -> Line<'a> {
        let people = uncapitalized(self.people(words));
        let text = match words {
            Words::Professional => format!("{}; {}; {people}.", self.title, self.when()),
            Words::Plain => format!("{}, in {people}.", capitalized(&self.for_how_long())),
        };
        let mut line = cited(line(text), &self.sources, self.weakness);
        line.extend(self.note(words, notes).map(|note| Span::Soft(note.into())));
        line
    }

    /// What must be known to read it right.
    pub fn note(&self, words: Words, notes: bool) -> Option<String> {
        noted(words, notes, self.note, self.note_plain)
    }

    /// The arms that readers are shown: doses that are not used only where everything is shown.
    fn shown(&self, all: bool) -> impl Iterator<Item = &'a Arm> {
        self.arms.iter().filter(move |arm| all || arm.role != Role::Other)
    }

    /// Draws the table under its caption; for patients a sentence a reaction.
    pub fn draw(&self, words: Words, notes: bool, page: &mut Vec<Block<'a>>) {
        page.push(Block::Paragraph(self.caption(words, notes)));
        if words == Words::Plain {
            page.extend(self.plain_sentences().into_iter().map(Block::Item));
            return;
        }
        let arms: Vec<&Arm> = self.shown(notes).collect();
        let mut columns = vec![vec!["Of 100 people".into()]];
        columns.extend(arms.iter().map(|arm| {
            let n = arm.n.as_ref().map(|n| format!("({n})").into());
            std::iter::once(arm.dose.as_ref().unwrap_or(&arm.name).as_str().into())
                .chain(n)
                .collect()
        }));
        columns.push(vec!["".into()]);
        let rows = self.rows.0.iter().map(|(term, results)| {
            let shares = arms.iter().map(|arm| {
                let result = results.iter().find(|result| result.arm == arm.id.as_str());
                vec![result.map_or_else(unread, |it| line(short(it.of_100)))]
            });
            let mut cells: Vec<Vec<Line<'a>>> = vec![vec![line(term.clone())]];
            cells.extend(shares);
            cells.push(vec![basis(&self.sources, self.weakness)]);
            Row { id: term.clone().into(), cells, ..Row::default() }
        });
        let rows = rows.collect();
        let numbers = (0..columns.len()).map(|at| (1..=arms.len()).contains(&at)).collect();
        page.push(Block::Table(Table { columns, rows, numbers, ..Table::default() }));
    }

    /// The table as lines, for a column: its caption, then a sentence an arm; for patients a sentence
    /// a reaction.
    pub fn lines(&self, words: Words, notes: bool) -> Vec<Line<'a>> {
        let sentences = match words {
            Words::Professional => self.sentences(),
            Words::Plain => self.plain_sentences(),
        };
        std::iter::once(self.caption(words, notes)).chain(sentences).collect()
    }

    /// A sentence a reaction: how many had it on each dose, and how many without the drug.
    pub fn plain_sentences(&self) -> Vec<Line<'a>> {
        let sentence = |(term, results): &(String, Vec<ResultView<'a>>)| {
            let given: Vec<&ResultView<'a>> = of_role(results, Role::Drug).collect();
            let mut sentence = line(capitalized(&self.called(term, Words::Plain)) + ": ");
            sentence.append(&mut shares(&given, of_role(results, Role::Comparator)));
            let sentence = cited_briefly(sentence, &self.sources, self.weakness);
            (!given.is_empty()).then_some(sentence)
        };
        self.rows.0.iter().filter_map(sentence).collect()
    }

    /// What the drug was compared with, as `placebo`.
    pub fn comparator(&self) -> String {
        let comparators = self.arms.iter().filter(|arm| arm.role == Role::Comparator);
        comparators.map(|arm| &arm.name).join(", ")
    }

    /// A sentence an arm of the drug: each reaction with the comparator's share behind it.
    fn sentences(&self) -> Vec<Line<'a>> {
        let drugs = self.arms.iter().filter(|arm| arm.role == Role::Drug);
        let sentences = drugs.map(|arm| {
            let rows = self.rows.0.iter();
            let mut shares = rows.filter_map(|(term, results)| {
                share(results, arm).map(|share| format!("{} {share}", uncapitalized(term)))
            });
            let given = arm.dose.as_ref().unwrap_or(&arm.name);
            let shares = shares.join(", ");
            let text = format!(" ({} in parentheses): {shares}.", self.comparator());
            let sentence = vec![
                Span::Strong(format!("Of 100 people on {given}").into()),
                Span::Text(text.into()),
            ];
            cited_briefly(sentence, &self.sources, self.weakness)
        });
        sentences.collect()
    }
}

/// What stands where no figure was read.
pub fn unread<'a>() -> Line<'a> {
    vec![Span::Mark(Mark::Gap(Gap::NotRecorded))]
}

/// A share in an arm with that of the comparator behind it, as `11 (9)`.
pub fn share(results: &[ResultView<'_>], arm: &Arm) -> Option<String> {
    let result = results.iter().find(|result| result.arm == arm.id.as_str())?;
    let without = of_role(results, Role::Comparator).map(|result| short(result.of_100));
    let without = without.reduce(|one, next| one + ", " + &next).unwrap_or("?".to_owned());
    Some(format!("{} ({without})", short(result.of_100)))
}

/// What the adverse reactions of a table are called in plain words, looked up only when asked for.
#[derive(Clone, Debug)]
pub struct PlainTerms<'a> {
    dataset: &'a Dataset,
    rows: &'a [Reaction],
}

impl<'a> PlainTerms<'a> {
    /// What the reaction is called in plain words.
    pub fn of(&self, term: &str) -> Option<&'a ReactionName> {
        self.dataset.reaction_name(term)
    }

    /// The reaction in plain words, with the label's term in parentheses where that is another thing
    /// to know it by. Where it has no plain words, the term.
    pub fn words(&self, term: &str) -> String {
        let Some(name) = self.of(term) else { return uncapitalized(term) };
        if name.did || name.plain.eq_ignore_ascii_case(term) {
            return name.plain.to_string();
        }
        // What a term has in parentheses itself is said in its plain words.
        let term = term.split(" (").next().unwrap_or(term);
        format!("{} ({})", name.plain, uncapitalized(term))
    }
}

impl Serialize for PlainTerms<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let name = |term: &str| self.of(term).map(|name| name.plain.as_str());
        serializer.collect_map(self.rows.iter().map(|row| (row.term.as_str(), name(&row.term))))
    }
}
