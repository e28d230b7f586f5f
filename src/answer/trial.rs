//! Trials: who was studied, how, by whom, and what each group was given.

use serde::Serialize;

use super::Words;
use super::phrasing::{and, capitalized, in_words, sentence, uncapitalized};
use super::source::{CitationView, Citations, Weakness, cited, cited_briefly, lead};
use super::view::{Viewed as _, view};
use crate::dataset::model::{Role, Trial};
use crate::output::document::{Line, Span};

/// A trial, or several analyzed together.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TrialView<'a> {
    pub id: &'a str,
    pub name: &'a str,
    /// The condition of the people in it.
    pub condition: &'a str,
    pub registry_id: Option<&'a str>,
    pub design: &'a str,
    pub people: &'a str,
    /// The same in plain words, where they are others.
    pub people_plain: Option<&'a str>,
    pub ages: &'a str,
    pub sponsor: Option<&'a str>,
    pub randomized: Option<u32>,
    pub arms: Vec<ArmView<'a>>,
    pub note: Option<&'a str>,
    /// `secondary` or `unconfirmed` where no stronger source was read, or null.
    pub weakness: Option<Weakness>,
    pub sources: Vec<CitationView<'a>>,
}

/// The people in a trial who were given the same thing.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ArmView<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub dose: Option<&'a str>,
    /// How many people; null where that was not read.
    pub n: Option<u32>,
    /// `drug`, `comparator` or `other`: a dose that is not the approved one.
    pub role: Role,
}

impl<'a> TrialView<'a> {
    /// The trial with its sources.
    pub fn new(trial: &'a Trial, citations: &mut Citations<'a>) -> Self {
        let arms = trial.arms.iter();
        let arms = arms.map(|arm| view!(arm => ArmView { id, name, dose, n, role; }));
        let (sources, weakness) = citations.cite(&trial.cite);
        view!(trial => Self {
            id, name, condition, design, people, people_plain, ages, sponsor, randomized, note;
            registry_id: trial.registry.viewed(),
            arms: arms.collect(),
            weakness,
            sources,
        })
    }

    /// Its name, and its number where that is another.
    pub fn named(&self) -> String {
        match self.registry_id.filter(|id| *id != self.name) {
            Some(id) => format!("{} ({id})", self.name),
            None => self.name.to_owned(),
        }
    }

    /// Where to look for what was not read of it.
    pub fn look_in(&self) -> String {
        self.registry_id.map_or_else(
            || "the document that is cited".to_owned(),
            |id| format!("the record {id} of the trial registry"),
        )
    }

    /// Whether people were assigned to its arms by chance, as far as is known.
    fn is_randomized(&self) -> bool {
        self.randomized.is_some() || self.design.to_lowercase().contains("randomi")
    }

    /// Its name, how people were assigned, and who paid, as a heading.
    pub fn title(&self, words: Words) -> String {
        let mut title = self.named();
        match (self.randomized, words) {
            (Some(n), Words::Professional) => title += &format!(" · randomized ({n})"),
            (Some(n), Words::Plain) => title += &format!(" · assigned by chance: {n} people"),
            (None, Words::Professional) if self.is_randomized() => title += " · randomized",
            (None, Words::Plain) if self.is_randomized() => title += " · assigned by chance",
            (None, _) => {}
        }
        title += &match (self.sponsor, words) {
            (Some(sponsor), Words::Plain) => format!(" · paid for by {sponsor}"),
            (Some(sponsor), Words::Professional) => format!(" · {sponsor}"),
            (None, _) => " · funding: not read yet".to_owned(),
        };
        title
    }

    /// Who was studied, with the source of that and of its heading.
    pub fn people(&self, words: Words) -> Line<'a> {
        let people = capitalized(in_words(words, self.people, self.people_plain));
        let line = vec![Span::Text(people.trim_end_matches('.').to_owned().into())];
        cited_briefly(line, lead(&self.sources, self.weakness), self.weakness)
    }

    /// The whole trial in a line: design, people, arms, who paid, and its note.
    pub fn line(&self) -> Line<'a> {
        let arms = self.arms.iter().map(|arm| match arm.n {
            Some(n) => format!("{} ({n} people)", arm.name),
            None => format!("{} (number of people not recorded)", arm.name),
        });
        let arms: Vec<String> = arms.collect();
        let mut text =
            format!(": {}; {}.", self.design, uncapitalized(self.people.trim_end_matches('.')));
        if let Some(randomized) = self.randomized {
            text += &format!(" Assigned by chance: {randomized} people.");
        }
        text += &format!(" Arms: {}.", and(&arms));
        text += &match self.sponsor {
            Some(sponsor) => format!(" Sponsor: {}", sentence(sponsor)),
            None => " Funding: not read yet.".to_owned(),
        };
        let line = vec![Span::Strong(self.named().into()), Span::Text(text.into())];
        let mut line = cited(line, &self.sources, self.weakness);
        if let Some(note) = self.note {
            line.push(Span::Soft(format!(" Note: {note}").into()));
        }
        line
    }
}
