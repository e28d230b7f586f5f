//! What trials measured: outcomes and adverse reactions, each beside its comparator.

use serde::{Deserialize, Serialize};

use super::{Citation, Gap};
use crate::dataset::percent::Percent;
use crate::dataset::place::At;
use crate::dataset::text::{List, Text};
use crate::dataset::words::words;

/// A clinical trial, or several analyzed together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Trial {
    pub id: At<Text>,
    pub name: At<Text>,
    /// The condition of the people in it.
    pub condition: At<Text>,
    /// Its number in the trial registry.
    #[serde(default)]
    pub registry: Option<At<Text>>,
    pub design: At<Text>,
    /// Who was studied.
    pub people: At<Text>,
    /// The same in plain words.
    #[serde(default)]
    pub people_plain: Option<At<Text>>,
    /// Their ages, in a few words.
    pub ages: At<Text>,
    #[serde(default)]
    pub sponsor: Option<At<Text>>,
    /// How many people were randomized.
    #[serde(default)]
    pub randomized: Option<At<u32>>,
    #[serde(default)]
    pub note: Option<At<Text>>,
    pub cite: List<Citation>,
    pub arms: List<Arm>,
}

/// The people in a trial who were given the same thing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Arm {
    pub id: At<Text>,
    pub name: At<Text>,
    #[serde(default)]
    pub dose: Option<At<Text>>,
    /// How many people.
    #[serde(default)]
    pub n: Option<At<u32>>,
    pub role: Role,
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

/// What a trial found for one endpoint at one time: a percentage an arm, the comparator among them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Outcome {
    /// The path of the topic that shows it.
    pub topic: At<Text>,
    pub trial: At<Text>,
    pub endpoint: At<Text>,
    /// Weeks after the start; none where the source prints none.
    #[serde(default)]
    pub week: Option<At<u16>>,
    pub analysis: Analysis,
    /// How missing data were handled, or what was counted.
    #[serde(default)]
    pub method: Option<At<Text>>,
    /// Who was counted, where that is not simply the trial's people.
    #[serde(default)]
    pub people: Option<At<Text>>,
    /// The same in plain words.
    #[serde(default)]
    pub people_plain: Option<At<Text>>,
    /// A second published set of the same figures, shown on request only.
    #[serde(default)]
    pub alternate: bool,
    pub cite: List<Citation>,
    pub results: List<ArmResult>,
    /// Why results have no interval, where that is known: `not-reported` if the source was read for
    /// it and prints none.
    #[serde(default)]
    pub interval: Option<At<Gap>>,
    #[serde(default)]
    pub difference: List<Difference>,
    #[serde(default)]
    pub note: Option<At<Text>>,
    /// What of the note patients must know, in plain words.
    #[serde(default)]
    pub note_plain: Option<At<Text>>,
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

/// The share of an arm that had the outcome or the reaction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ArmResult {
    pub arm: At<Text>,
    pub percent: At<Percent>,
    /// The lower end of its 95 % confidence interval, in percent.
    #[serde(default)]
    pub low: Option<At<Percent>>,
    /// The upper end of its 95 % confidence interval, in percent.
    #[serde(default)]
    pub high: Option<At<Percent>>,
    /// How many people were counted, where that is not the whole arm.
    #[serde(default)]
    pub n: Option<At<u32>>,
    /// How many of them had it.
    #[serde(default)]
    pub responders: Option<At<u32>>,
    /// Whether the responders or the percentage are our own arithmetic, not printed by the source.
    #[serde(default)]
    pub derived: bool,
}

/// By how many percentage points an arm differs from the comparator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Difference {
    pub arm: At<Text>,
    pub points: At<Percent>,
    #[serde(default)]
    pub low: Option<At<Percent>>,
    #[serde(default)]
    pub high: Option<At<Percent>>,
}

/// A table of adverse reactions, with the drug and without it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Reactions {
    /// The path of the topic that shows it.
    pub topic: At<Text>,
    pub title: At<Text>,
    /// Who was observed.
    pub people: At<Text>,
    /// The same in plain words.
    #[serde(default)]
    pub people_plain: Option<At<Text>>,
    /// For how many weeks; none where the source prints none.
    #[serde(default)]
    pub weeks: Option<At<u16>>,
    #[serde(default)]
    pub trial: Option<At<Text>>,
    pub analysis: Analysis,
    pub cite: List<Citation>,
    pub arms: List<Arm>,
    pub rows: List<Reaction>,
    #[serde(default)]
    pub note: Option<At<Text>>,
    /// What of the note patients must know, in plain words.
    #[serde(default)]
    pub note_plain: Option<At<Text>>,
}

/// One adverse reaction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Reaction {
    pub term: At<Text>,
    pub results: List<ArmResult>,
}
