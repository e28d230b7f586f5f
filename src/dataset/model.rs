//! What a dataset is made of: topics, sources, treatments with their answers, trials, outcomes and
//! adverse reactions, the background, the glossary and the clinics.
//!
//! The types are read from TOML and are stored in the binary in a compact form that does not
//! describe itself, so: no `flatten`, no untagged enum, no `skip_serializing_if`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::lazy::{Later, Lazy, Named};
use super::place::{At, Piece};
use super::text::Text;
use super::value::{Date, Percent};

/// A whole dataset, as read from one file, a folder of files, or the binary itself.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Dataset {
    pub header: Header,
    pub groups: Vec<Group>,
    pub topics: Vec<Topic>,
    /// In the order of their ids.
    pub sources: Vec<Lazy<Source>>,
    pub endpoints: Vec<Endpoint>,
    pub reaction_names: Later<Vec<ReactionName>>,
    /// In the order of their approval; those that have none last.
    pub treatments: Vec<Lazy<Treatment>>,
    pub backgrounds: Vec<Lazy<Background>>,
    pub terms: Later<Vec<Lazy<Term>>>,
    pub clinics: Vec<Lazy<Clinic>>,
    #[serde(skip)]
    pub standing: Standing,
}

/// How a dataset stands when it is asked. It is decided once, where the dataset is loaded.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// Where it was read from; `None` if it is the built-in one, or says the same.
    pub origin: Option<String>,
    /// Whether its sources should have been read again by now.
    pub overdue: bool,
}

impl Dataset {
    /// The source with this id.
    pub fn source(&self, id: &str) -> Option<&Source> {
        let at = self.sources.binary_search_by(|source| source.id().cmp(id)).ok()?;
        self.sources.get(at).map(|source| &**source)
    }

    /// What the adverse reaction of this term is called in plain words.
    pub fn reaction_name(&self, term: &str) -> Option<&ReactionName> {
        self.reaction_names.iter().find(|name| name.term.eq_ignore_ascii_case(term))
    }

    /// Where it comes from, as every answer says.
    pub fn origin(&self) -> &str {
        self.standing.origin.as_deref().unwrap_or("built-in")
    }

    /// Puts its records in the order that they have in every answer, whatever that of their files.
    pub fn arrange(&mut self) {
        let none = |treatment: &Treatment| treatment.approved_on.is_none();
        self.treatments.sort_by(|a, b| {
            (none(a), &a.approved_on, &a.id).cmp(&(none(b), &b.approved_on, &b.id))
        });
        self.backgrounds.sort_by_key(|background| background.kind);
        self.sources.sort_by(|a, b| a.id().cmp(b.id()));
    }
}

/// What holds for the dataset as a whole: version, dates, and how far to trust it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub struct Header {
    #[serde(skip)]
    pub piece: Piece,
    pub title: At<Text>,
    pub version: At<Text>,
    /// The day on which its sources were read.
    pub as_of: At<Date>,
    /// The day by which somebody must have read the sources again; at most 90 days after `as_of`.
    pub review_due: At<Date>,
    /// Who reviewed it clinically, or that nobody has.
    pub clinical_review: At<Text>,
    pub disclaimer: At<Text>,
}

/// A group of topics, such as `dosing`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub struct Group {
    #[serde(skip)]
    pub piece: Piece,
    pub id: At<Text>,
    pub label: At<Text>,
    /// What else people call it.
    #[serde(default)]
    pub also: Later<Vec<At<Text>>>,
}

/// A question that every treatment answers. With its group it has a path, such as `dosing.start`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub struct Topic {
    #[serde(skip)]
    pub piece: Piece,
    pub group: At<Text>,
    pub id: At<Text>,
    /// The heading in the label's terms.
    pub label: At<Text>,
    /// What else people call it.
    #[serde(default)]
    pub also: Later<Vec<At<Text>>>,
    /// The question as a patient would ask it; without one the topic is for professionals only.
    #[serde(default)]
    pub plain: Option<At<Text>>,
    /// The heading of its column in `list`; every treatment then gives a short answer.
    #[serde(default)]
    pub column: Option<At<Text>>,
    /// Whether `compare` shows it unasked.
    #[serde(default)]
    pub compare: bool,
    /// Shown before everything else, whatever was asked for: the boxed warning.
    #[serde(default)]
    pub first: bool,
    /// Whether its answers may name no strength but those the treatment comes in.
    #[serde(default)]
    pub listed_strengths: bool,
}

impl Topic {
    /// The topic's path: group, dot, id.
    pub fn path(&self) -> String {
        [self.group.as_str(), ".", self.id.as_str()].concat()
    }
}

/// A document that statements rest on, and how it was read for this dataset.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub struct Source {
    #[serde(skip)]
    pub piece: Piece,
    pub id: At<Text>,
    pub title: At<Text>,
    pub publisher: At<Text>,
    pub kind: SourceKind,
    /// The document's own date.
    #[serde(default)]
    pub date: Option<At<Date>>,
    pub how: How,
    /// The day it was read for this dataset.
    pub read: At<Date>,
    /// What was read of it.
    pub extent: At<Text>,
    #[serde(default)]
    pub set_id: Option<At<Text>>,
    #[serde(default)]
    pub doi: Option<At<Text>>,
    #[serde(default)]
    pub pmid: Option<At<Text>>,
    #[serde(default)]
    pub registry_id: Option<At<Text>>,
    #[serde(default)]
    pub application: Option<At<Text>>,
    /// The document's own address.
    #[serde(default)]
    pub url: Option<At<Text>>,
    /// Where a copy of it, or a report about it, was read.
    #[serde(default)]
    pub read_via: Option<At<Text>>,
}

impl Source {
    /// Whether what is known of it comes from somebody else's account, or from a compendium.
    pub fn secondhand(&self) -> bool {
        self.kind == SourceKind::Secondary || matches!(self.how, How::Report | How::Unconfirmed)
    }
}

impl Named for Source {
    fn id(&self) -> Text {
        (*self.id).clone()
    }
}

/// What kind of document a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    Label,
    Regulator,
    Manufacturer,
    Publication,
    Registry,
    Guideline,
    Organization,
    Secondary,
    Clinic,
}

impl SourceKind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::Regulator => "regulator",
            Self::Manufacturer => "manufacturer",
            Self::Publication => "publication",
            Self::Registry => "trial registry",
            Self::Guideline => "guideline",
            Self::Organization => "organization",
            Self::Secondary => "secondary source",
            Self::Clinic => "clinic",
        }
    }
}

/// How a source was read for this dataset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// The document's own page.
    Text,
    /// A copy of it kept elsewhere.
    Copy,
    /// Its abstract only.
    Abstract,
    /// Somebody else's report about it.
    Report,
    /// One weak report, not confirmed anywhere.
    Unconfirmed,
}

impl How {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Text => "its own text",
            Self::Copy => "a copy",
            Self::Abstract => "its abstract only",
            Self::Report => "a report about it",
            Self::Unconfirmed => "an unconfirmed report",
        }
    }
}

/// Which source, and where in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub struct Citation {
    pub source: At<Text>,
    #[serde(default)]
    pub section: Option<At<Text>>,
}

/// Part of an answer: one fact, or a few that rest on the same citations; or a declared gap.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub struct Statement {
    /// In the label's terms.
    #[serde(default)]
    pub text: Option<At<Text>>,
    /// In plain words, for patients.
    #[serde(default)]
    pub plain: Option<At<Text>>,
    /// In a few words, for `list` and `compare`.
    #[serde(default)]
    pub short: Option<At<Text>>,
    /// Why there is no answer.
    #[serde(default)]
    pub gap: Option<At<Gap>>,
    /// Which label section to open.
    #[serde(default)]
    pub look_in: Option<At<Text>>,
    #[serde(default)]
    pub cite: Vec<Citation>,
}

/// The four ways of not having an answer.
#[expect(clippy::enum_variant_names, reason = "the variants are the words used in datasets")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gap {
    /// Nobody has looked it up yet.
    NotRecorded,
    /// The source was read, and does not say.
    NotReported,
    /// A source says that it was not studied.
    NotStudied,
    /// The question does not arise.
    NotApplicable,
}

impl Gap {
    /// Every kind.
    pub const ALL: [Self; 4] =
        [Self::NotRecorded, Self::NotReported, Self::NotStudied, Self::NotApplicable];

    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotRecorded => "not recorded yet",
            Self::NotReported => "the source does not say",
            Self::NotStudied => "not studied",
            Self::NotApplicable => "does not apply",
        }
    }

    /// The words behind a mark of its own, so that no kind looks like another; no mark is a dash.
    pub fn shown(self) -> &'static str {
        match self {
            Self::NotRecorded => "? not recorded yet",
            Self::NotReported => "~ the source does not say",
            Self::NotStudied => "! not studied",
            Self::NotApplicable => "/ does not apply",
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

    /// The word in data and JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::NotRecorded => "not-recorded",
            Self::NotReported => "not-reported",
            Self::NotStudied => "not-studied",
            Self::NotApplicable => "not-applicable",
        }
    }
}

/// Something that trials measure.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub struct Endpoint {
    #[serde(skip)]
    pub piece: Piece,
    pub id: At<Text>,
    pub label: At<Text>,
    pub plain: At<Text>,
    /// Whether `compare` shows it in brief.
    #[serde(default)]
    pub main: bool,
}

/// What an adverse reaction is called in plain words. A translation states no fact, and cites none.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub struct ReactionName {
    #[serde(skip)]
    pub piece: Piece,
    /// The term in the tables of treatments.
    pub term: At<Text>,
    pub plain: At<Text>,
    /// Whether it is what people did, such as `died`, and not what they had.
    #[serde(default)]
    pub did: bool,
}

/// The answers of a treatment: group, topic, statements.
pub type Answers = BTreeMap<At<Text>, BTreeMap<At<Text>, Vec<Statement>>>;

/// A drug, and its answer to every topic.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub struct Treatment {
    #[serde(skip)]
    pub piece: Piece,
    pub id: At<Text>,
    pub brand: At<Text>,
    pub generic: At<Text>,
    /// Other names that stand for it.
    #[serde(default)]
    pub aliases: Vec<At<Text>>,
    pub maker: At<Text>,
    pub strengths: Vec<At<Text>>,
    /// Whether FDA has approved it for alopecia areata.
    pub approval: Approval,
    #[serde(default)]
    pub approved_on: Option<At<Date>>,
    /// Whom it is approved for, in a few words.
    #[serde(default)]
    pub approved_for: Option<At<Text>>,
    /// For the facts above.
    pub cite: Vec<Citation>,
    pub answers: Answers,
    #[serde(default)]
    pub trials: Vec<Trial>,
    #[serde(default)]
    pub outcomes: Vec<Outcome>,
    #[serde(default)]
    pub reactions: Vec<Reactions>,
    #[serde(default)]
    pub conflicts: Vec<Conflict>,
}

impl Treatment {
    /// The statements that answer a topic.
    pub fn answer(&self, topic: &Topic) -> &[Statement] {
        self.answers
            .get(topic.group.as_str())
            .and_then(|group| group.get(topic.id.as_str()))
            .map_or(&[], Vec::as_slice)
    }

    /// The trial with this id.
    pub fn trial(&self, id: &str) -> Option<&Trial> {
        self.trials.iter().find(|trial| trial.id.as_str() == id)
    }
}

impl Named for Treatment {
    fn id(&self) -> Text {
        (*self.id).clone()
    }

    fn other_names(&self) -> Vec<Text> {
        let names = [&self.brand, &self.generic].into_iter().chain(&self.aliases);
        names.map(|name| (**name).clone()).collect()
    }
}

/// Whether FDA has approved a treatment for alopecia areata.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Approval {
    Approved,
    NotApproved,
}

/// A clinical trial, or several analyzed together.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub struct Trial {
    pub id: At<Text>,
    pub name: At<Text>,
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
    pub cite: Vec<Citation>,
    pub arms: Vec<Arm>,
}

/// The people in a trial who were given the same thing.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
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

/// What an arm is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The treatment at a dose that is used.
    Drug,
    /// Placebo or vehicle.
    Comparator,
    /// A dose that is not the approved one.
    Other,
}

/// What a trial found for one endpoint at one time: a percentage an arm, the comparator among them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
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
    pub cite: Vec<Citation>,
    pub results: Vec<ArmResult>,
    /// Why results have no interval, where that is known: `not-reported` if the source was read for
    /// it and prints none.
    #[serde(default)]
    pub interval: Option<At<Gap>>,
    #[serde(default)]
    pub difference: Vec<Difference>,
    #[serde(default)]
    pub note: Option<At<Text>>,
}

/// Whose figures they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Analysis {
    Regulator,
    Registry,
    Publication,
    PostHoc,
    Company,
}

impl Analysis {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Regulator => "regulator's figures",
            Self::Registry => "trial registry's figures",
            Self::Publication => "publication's figures",
            Self::PostHoc => "post hoc analysis",
            Self::Company => "company's figures",
        }
    }

    /// The word in data and JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Regulator => "regulator",
            Self::Registry => "registry",
            Self::Publication => "publication",
            Self::PostHoc => "post-hoc",
            Self::Company => "company",
        }
    }
}

/// The share of an arm that had the outcome or the reaction.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
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
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub struct Difference {
    pub arm: At<Text>,
    pub points: At<Percent>,
    #[serde(default)]
    pub low: Option<At<Percent>>,
    #[serde(default)]
    pub high: Option<At<Percent>>,
}

/// A table of adverse reactions, with the drug and without it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
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
    pub cite: Vec<Citation>,
    pub arms: Vec<Arm>,
    pub rows: Vec<Reaction>,
    #[serde(default)]
    pub note: Option<At<Text>>,
    /// What of the note patients must know, in plain words.
    #[serde(default)]
    pub note_plain: Option<At<Text>>,
}

/// One adverse reaction.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub struct Reaction {
    pub term: At<Text>,
    pub results: Vec<ArmResult>,
}

/// Two sources that disagree, and which of them is shown.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub struct Conflict {
    /// The path of the topic that it concerns.
    pub topic: At<Text>,
    pub question: At<Text>,
    pub positions: Vec<Statement>,
    /// Which of them the answer shows.
    pub chosen: At<Text>,
    #[serde(default)]
    pub why: Option<At<Text>>,
}

/// What is known of a condition or of a class of drugs.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub struct Background {
    #[serde(skip)]
    pub piece: Piece,
    pub id: At<Text>,
    pub kind: BackgroundKind,
    pub name: At<Text>,
    #[serde(default)]
    pub aliases: Vec<At<Text>>,
    pub sections: Vec<Section>,
}

impl Named for Background {
    fn id(&self) -> Text {
        (*self.id).clone()
    }

    fn other_names(&self) -> Vec<Text> {
        let names = std::iter::once(&self.name).chain(&self.aliases);
        names.map(|name| (**name).clone()).collect()
    }
}

/// What a background is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BackgroundKind {
    Condition,
    Class,
}

/// A question about a condition or a class, and its answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub struct Section {
    pub id: At<Text>,
    pub label: At<Text>,
    #[serde(default)]
    pub plain: Option<At<Text>>,
    pub statements: Vec<Statement>,
}

/// A word explained.
#[expect(clippy::struct_field_names, reason = "the fields are the words used in datasets")]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub struct Term {
    #[serde(skip)]
    pub piece: Piece,
    pub term: At<Text>,
    #[serde(default)]
    pub aliases: Vec<At<Text>>,
    pub plain: At<Text>,
    #[serde(default)]
    pub cite: Vec<Citation>,
}

impl Named for Term {
    fn id(&self) -> Text {
        (*self.term).clone()
    }

    fn other_names(&self) -> Vec<Text> {
        self.aliases.iter().map(|name| (**name).clone()).collect()
    }
}

/// A clinic, and how to reach it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub struct Clinic {
    #[serde(skip)]
    pub piece: Piece,
    pub id: At<Text>,
    pub name: At<Text>,
    pub phone: At<Text>,
    pub website: At<Text>,
    /// In a dataset that is laid over another, a clinic without any cites its own file.
    #[serde(default)]
    pub cite: Vec<Citation>,
    #[serde(default)]
    pub call_about: Vec<Statement>,
    #[serde(default)]
    pub address: Vec<Statement>,
}

impl Clinic {
    /// What is said of it beside its numbers: each part with its id and its heading.
    pub fn sections(&self) -> [(&'static str, &'static str, &[Statement]); 2] {
        [("call-about", "Call about", &self.call_about), ("address", "Address", &self.address)]
    }
}

impl Named for Clinic {
    fn id(&self) -> Text {
        (*self.id).clone()
    }
}
