//! Treatments, and what each is used for where: the columns of the table.

use super::record::record;
use super::{Answers, Citation, Glance, Outcome, Reactions, Statement, Trial};
use crate::dataset::date::Date;
use crate::dataset::place::At;
use crate::dataset::text::{List, Text};
use crate::dataset::words::words;

record! {
    /// A drug, and its answers to the topics that ask about the drug itself.
    pub record Treatment {
        pub id: At<Text> = Id,
        pub brand: At<Text> = Professional,
        pub generic: At<Text> = Professional,
        /// Other names that stand for it.
        #[serde(default)]
        pub aliases: List<At<Text>> = Professional,
        /// Who makes it, as people say it.
        pub maker: At<Text> = Title,
        /// Under which name the maker is registered, where that is another.
        pub registrant: Option<At<Text>> = Title,
        pub strengths: List<At<Text>> = Professional,
        /// For the facts above.
        pub cite: List<Citation>,
        #[serde(default)]
        pub glance: List<Glance>,
        #[serde(default)]
        pub answers: Answers,
        #[serde(default)]
        pub conflicts: List<Conflict>,
    }
}

impl Treatment {
    /// Brand and generic name.
    pub fn name(&self) -> String {
        format!("{} ({})", self.brand, self.generic)
    }
}

record! {
    /// A treatment for a condition under a regulator, and its answers to the topics that ask about that
    /// use. Nothing in it holds for another condition or under another regulator.
    pub record Indication {
        pub treatment: At<Text> = Reference,
        pub condition: At<Text> = Reference,
        pub regulator: At<Text> = Reference,
        pub status: At<Status>,
        /// The day of the approval.
        pub on: Option<At<Date>>,
        /// For that day, where it rests on others than `cite`.
        #[serde(default)]
        pub on_cite: List<Citation>,
        /// For whom, in a few words.
        pub people: Option<At<Text>> = Professional,
        /// From which age, in years.
        pub from_age: Option<At<u8>>,
        /// Limits of use, in a sentence.
        pub limits: Option<At<Text>> = Professional,
        /// For the facts above.
        pub cite: List<Citation>,
        /// The gap that answers every topic that is not answered here.
        pub otherwise: Option<Statement>,
        #[serde(default)]
        pub glance: List<Glance>,
        #[serde(default)]
        pub answers: Answers,
        #[serde(default)]
        pub positions: List<Position>,
        #[serde(default)]
        pub trials: List<Trial>,
        #[serde(default)]
        pub outcomes: List<Outcome>,
        #[serde(default)]
        pub reactions: List<Reactions>,
        #[serde(default)]
        pub conflicts: List<Conflict>,
    }
}

impl Indication {
    /// What tells it from others: treatment, condition, regulator.
    pub fn key(&self) -> [&str; 3] {
        [&self.treatment, &self.condition, &self.regulator].map(|id| id.as_str())
    }

    /// The same in words: `olumiant for alopecia-areata in eu`.
    pub fn title(&self) -> String {
        format!("{} for {} in {}", self.treatment, self.condition, self.regulator)
    }

    /// Whether no other figure of its trial and endpoint was measured later in the same people.
    pub fn is_latest(&self, outcome: &Outcome) -> bool {
        !self.outcomes.iter().any(|it| {
            it.trial == outcome.trial
                && it.endpoint == outcome.endpoint
                && it.people == outcome.people
                && it.alternate == outcome.alternate
                && it.week.as_deref() > outcome.week.as_deref()
        })
    }

    /// The trial with this id.
    pub fn trial(&self, id: &str) -> Option<&Trial> {
        self.trials.iter().find(|trial| trial.id.as_str() == id)
    }
}

words! {
    /// Whether a regulator has approved a treatment for a condition.
    pub enum Status {
        Approved = "approved";
        NotApproved = "not-approved", "not approved";
        Withdrawn = "withdrawn";
        /// Approved as somebody reports, not confirmed.
        Reported = "reported", "reported approved";
    }
}

record! {
    /// What a body that pays for treatments, or advises those who pay, has decided. It is no approval.
    pub struct Position {
        pub body: At<Text> = Title,
        /// Its number of the decision.
        pub reference: Option<At<Text>> = Code,
        pub decision: At<Decision>,
        pub on: Option<At<Date>>,
        /// In which part of the regulator's region.
        #[serde(rename = "where")]
        pub place: Option<At<Text>> = Professional,
        pub text: At<Text> = Professional,
        pub plain: Option<At<Text>> = Plain,
        pub note: Option<At<Text>> = Professional,
        pub cite: List<Citation>,
    }
}

words! {
    /// What was decided.
    pub enum Decision {
        Recommended = "recommended";
        Restricted = "restricted", "recommended with limits";
        NotRecommended = "not-recommended", "not recommended";
        /// As somebody reports, not confirmed.
        Reported = "reported", "reported, not confirmed";
    }
}

record! {
    /// Two sources that disagree, and which of them is shown.
    pub struct Conflict {
        /// The path of the topic that it concerns.
        pub topic: At<Text> = Reference,
        pub question: At<Text> = Professional,
        pub positions: List<Statement>,
        /// Which of them the answer shows.
        pub chosen: At<Text> = Professional,
        pub why: Option<At<Text>> = Professional,
    }
}
