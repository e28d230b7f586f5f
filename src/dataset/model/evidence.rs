//! What trials measured: outcomes and adverse reactions, each beside its comparator.

use super::record::record;
use super::{Citation, Gap};
use crate::dataset::percent::Percent;
use crate::dataset::place::At;
use crate::dataset::text::{List, Text};
use crate::dataset::words::words;

record! {
    /// A clinical trial, or several analyzed together.
    pub struct Trial {
        pub id: At<Text> = Id,
        pub name: At<Text> = Professional,
        /// The condition of the people in it.
        pub condition: At<Text> = Reference,
        /// Its number in the trial registry.
        pub registry: Option<At<Text>> = Code,
        pub design: At<Text> = Professional,
        /// Who was studied.
        pub people: At<Text> = Professional,
        /// The same in plain words.
        pub people_plain: Option<At<Text>> = Plain,
        /// Their ages, in a few words.
        pub ages: At<Text> = Professional,
        pub sponsor: Option<At<Text>> = Title,
        /// How many people were randomized.
        pub randomized: Option<At<u32>>,
        pub note: Option<At<Text>> = Professional,
        pub cite: List<Citation>,
        pub arms: List<Arm>,
    }
}

record! {
    /// The people in a trial who were given the same thing.
    pub struct Arm {
        pub id: At<Text> = Id,
        pub name: At<Text> = Professional,
        pub dose: Option<At<Text>> = Professional,
        /// How many people.
        pub n: Option<At<u32>>,
        pub role: Role,
    }
}

words! {
    /// What an arm is for.
    pub enum Role {
        /// The treatment at a dose that is used.
        Drug = "drug";
        /// Placebo or vehicle.
        Comparator = "comparator";
        /// A dose that is not the approved one.
        Other = "other";
    }
}

record! {
    /// What a trial found for one endpoint at one time: a percentage an arm, the comparator among them.
    pub struct Outcome {
        /// The path of the topic that shows it.
        pub topic: At<Text> = Reference,
        pub trial: At<Text> = Reference,
        pub endpoint: At<Text> = Reference,
        /// Weeks after the start; none where the source prints none.
        pub week: Option<At<u16>>,
        pub analysis: Analysis,
        /// How missing data were handled, or what was counted.
        pub method: Option<At<Text>> = Professional,
        /// Who was counted, where that is not simply the trial's people.
        pub people: Option<At<Text>> = Professional,
        /// The same in plain words.
        pub people_plain: Option<At<Text>> = Plain,
        /// A second published set of the same figures, shown on request only.
        #[serde(default)]
        pub alternate: bool,
        pub cite: List<Citation>,
        pub results: List<ArmResult>,
        /// Why results have no interval, where that is known: `not-reported` if the source was read for
        /// it and prints none.
        pub interval: Option<At<Gap>>,
        #[serde(default)]
        pub difference: List<Difference>,
        pub note: Option<At<Text>> = Professional,
        /// What of the note patients must know, in plain words.
        pub note_plain: Option<At<Text>> = Plain,
    }
}

words! {
    /// Whose figures they are.
    pub enum Analysis {
        Regulator = "regulator", "regulator's figures";
        Registry = "registry", "trial registry's figures";
        Publication = "publication", "publication's figures";
        PostHoc = "post-hoc", "post hoc analysis";
        Company = "company", "company's figures";
    }
}

record! {
    /// The share of an arm that had the outcome or the reaction.
    pub struct ArmResult {
        pub arm: At<Text> = Reference,
        pub percent: At<Percent>,
        /// The lower end of its 95 % confidence interval, in percent.
        pub low: Option<At<Percent>>,
        /// The upper end of its 95 % confidence interval, in percent.
        pub high: Option<At<Percent>>,
        /// How many people were counted, where that is not the whole arm.
        pub n: Option<At<u32>>,
        /// How many of them had it.
        pub responders: Option<At<u32>>,
        /// Whether the responders or the percentage are our own arithmetic, not printed by the source.
        #[serde(default)]
        pub derived: bool,
    }
}

record! {
    /// By how many percentage points an arm differs from the comparator.
    pub struct Difference {
        pub arm: At<Text> = Reference,
        pub points: At<Percent>,
        pub low: Option<At<Percent>>,
        pub high: Option<At<Percent>>,
    }
}

record! {
    /// A table of adverse reactions, with the drug and without it.
    pub struct Reactions {
        /// The path of the topic that shows it.
        pub topic: At<Text> = Reference,
        pub title: At<Text> = Professional,
        /// Who was observed.
        pub people: At<Text> = Professional,
        /// The same in plain words.
        pub people_plain: Option<At<Text>> = Plain,
        /// For how many weeks; none where the source prints none.
        pub weeks: Option<At<u16>>,
        pub trial: Option<At<Text>> = Reference,
        pub analysis: Analysis,
        pub cite: List<Citation>,
        pub arms: List<Arm>,
        pub rows: List<Reaction>,
        pub note: Option<At<Text>> = Professional,
        /// What of the note patients must know, in plain words.
        pub note_plain: Option<At<Text>> = Plain,
    }
}

record! {
    /// One adverse reaction.
    pub struct Reaction {
        pub term: At<Text> = Professional,
        pub results: List<ArmResult>,
    }
}
