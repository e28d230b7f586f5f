//! The cells of the table: a glance, statements, or a declared gap.

use indexmap::IndexMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::record::record;
use super::{Citation, Topic};
use crate::dataset::place::At;
use crate::dataset::text::{List, Text};
use crate::dataset::words::words;

record! {
    /// Part of an answer: one fact, or a few that rest on the same citations; or a declared gap.
    #[derive(Default)]
    pub struct Statement {
        /// The regulator under which it holds, if it is about a treatment and does not hold everywhere.
        #[serde(rename = "in")]
        pub regulator: Option<At<Text>> = Reference,
        /// In the label's terms.
        pub text: Option<At<Text>> = Professional,
        /// In plain words, for patients.
        pub plain: Option<At<Text>> = Plain,
        /// How it was read, and what an editor concluded.
        pub note: Option<At<Text>> = Professional,
        /// Why there is no answer.
        pub gap: Option<At<Gap>>,
        /// Which label section to open.
        pub look_in: Option<At<Text>> = Professional,
        #[serde(default)]
        pub cite: List<Citation>,
    }
}

record! {
    /// The answer to a topic in one line that could be read out on the telephone.
    pub struct Glance {
        /// The path of the topic.
        pub topic: At<Text> = Reference,
        #[serde(rename = "in")]
        pub regulator: Option<At<Text>> = Reference,
        /// In the label's terms; what is missing, if it is a gap.
        pub text: At<Text> = Professional,
        /// In plain words, where those differ.
        pub plain: Option<At<Text>> = Plain,
        pub gap: Option<At<Gap>>,
        #[serde(default)]
        pub cite: List<Citation>,
    }
}

words! {
    /// The four ways of not having an answer.
    #[expect(clippy::enum_variant_names, reason = "each says what is not")]
    pub enum Gap {
        /// Nobody has looked it up yet.
        NotRecorded = "not-recorded", "not read yet";
        /// The source was read, and does not say.
        NotReported = "not-reported", "the source does not say";
        /// A source says that it was not studied.
        NotStudied = "not-studied", "not studied";
        /// The question does not arise.
        NotApplicable = "not-applicable", "does not apply";
    }
}

impl Gap {
    /// A mark of its own, so that no kind looks like another without color; none is a dash.
    pub fn sign(self) -> &'static str {
        match self {
            Self::NotRecorded => "?",
            Self::NotReported => "~",
            Self::NotStudied => "!",
            Self::NotApplicable => "/",
        }
    }

    /// What it means, in a sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::NotRecorded => "Nobody has looked it up for this dataset yet.",
            Self::NotReported => "The source was read, and does not say.",
            Self::NotStudied => "A source says that it was not studied.",
            Self::NotApplicable => "The question does not arise.",
        }
    }
}

/// The statements that answer one topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    pub group: At<Text>,
    pub topic: At<Text>,
    pub statements: List<Statement>,
}

/// The answers of a record: by group, by topic.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers(pub(in crate::dataset) List<Cell>);

impl Answers {
    /// The statements that answer a topic.
    pub fn to(&self, topic: &Topic) -> &[Statement] {
        let cell = self.0.iter().find(|it| it.group == topic.group && it.topic == topic.id);
        cell.map_or(&[], |cell| &cell.statements)
    }

    /// Every cell, in the order in which they were written.
    pub fn cells(&self) -> &[Cell] {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Answers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        type ByKey<T> = IndexMap<At<Text>, T>;
        let groups = ByKey::<ByKey<List<Statement>>>::deserialize(deserializer)?;
        let cells = groups.into_iter().flat_map(|(group, topics)| {
            let cell = move |(topic, statements)| Cell { group: group.clone(), topic, statements };
            topics.into_iter().map(cell)
        });
        Ok(Self(cells.collect::<Vec<_>>().into()))
    }
}

impl Serialize for Answers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut groups: IndexMap<_, IndexMap<_, _>> = IndexMap::new();
        for Cell { group, topic, statements } in self.cells() {
            groups.entry(group).or_default().insert(topic, statements);
        }
        groups.serialize(serializer)
    }
}
