//! What a dataset is made of. Each part is read from TOML as it stands here; the built-in dataset is
//! the same types as a constant.

mod background;
mod evidence;
mod indication;
pub mod record;
mod source;
mod statement;

pub use background::{
    Background, BackgroundKind, CareOption, Clinic, Endpoint, ReactionName, Renamed, Section,
    TELEPHONE, Term, WEBSITE,
};
pub use evidence::{
    Analysis, Arm, ArmResult, Difference, Outcome, Reaction, Reactions, Role, Trial,
};
pub use indication::{Conflict, Decision, Indication, Position, Status, Treatment};
pub use record::{Record, Register};
pub use source::{Citation, How, Source, SourceKind, Weakness};
pub use statement::{Answers, Cell, Gap, Glance, Statement};

use std::collections::HashMap;

use record::record;

use super::date::Date;
pub use super::date::DateOrder;
use super::place::At;
use super::text::{List, Text};
use super::words::words;

/// A whole dataset, as read from one file, a folder of files, or the binary itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dataset {
    pub header: Header,
    pub regulators: List<Regulator>,
    pub groups: List<Group>,
    pub topics: List<Topic>,
    /// In the order of their ids.
    pub sources: List<Source>,
    pub endpoints: List<Endpoint>,
    pub reaction_names: List<ReactionName>,
    /// In the order of their approval in the default indication; those that have none last.
    pub treatments: List<Treatment>,
    /// In the order of the treatments, the default condition and regulator first.
    pub indications: List<Indication>,
    /// Conditions, the default one first, then classes.
    pub backgrounds: List<Background>,
    pub terms: List<Term>,
    pub clinics: List<Clinic>,
}

impl Dataset {
    /// The source with this id.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.get(self.source_index(id)?)
    }

    /// Where that source stands among the sources.
    pub fn source_index(&self, id: &str) -> Option<usize> {
        self.sources.binary_search_by(|source| source.id.as_str().cmp(id)).ok()
    }

    /// The conditions that it has a record of.
    pub fn conditions(&self) -> impl Iterator<Item = &Background> + Clone {
        self.backgrounds.iter().filter(|it| it.kind == BackgroundKind::Condition)
    }

    /// The condition with this id.
    pub fn condition(&self, id: &str) -> Option<&Background> {
        self.conditions().find(|it| it.id.as_str() == id)
    }

    /// The regulator with this id.
    pub fn regulator(&self, id: &str) -> Option<&Regulator> {
        self.regulators.iter().find(|regulator| regulator.id.as_str() == id)
    }

    /// The topic with this path, such as `dosing.start`.
    pub fn topic(&self, path: &str) -> Option<&Topic> {
        let (group, id) = path.split_once('.')?;
        self.topics.iter().find(|topic| topic.group.as_str() == group && topic.id.as_str() == id)
    }

    /// What the adverse reaction of this term is called in plain words.
    pub fn reaction_name(&self, term: &str) -> Option<&ReactionName> {
        self.reaction_names.iter().find(|name| name.term.eq_ignore_ascii_case(term))
    }

    /// Puts its records in the order that they have in every answer, whatever that of their files.
    pub fn arrange(&mut self) {
        let (condition, regulator) = (self.header.condition.clone(), self.header.regulator.clone());
        let is_default = |it: &&Indication| it.condition == condition && it.regulator == regulator;
        let dated = self.indications.iter().filter(is_default);
        let dated = dated.filter_map(|it| Some((it.treatment.to_string(), **it.on.as_ref()?)));
        let approved: HashMap<String, Date> = dated.collect();
        self.treatments.to_mut().sort_by_cached_key(|treatment| {
            let on = approved.get(treatment.id.as_str()).copied();
            (on.is_none(), on, treatment.id.to_string())
        });
        let treatments = places(self.treatments.iter().map(|it| &it.id));
        let regulators = places(self.regulators.iter().map(|it| &it.id));
        let last = usize::MAX;
        self.indications.to_mut().sort_by_cached_key(|it| {
            (
                treatments.get(it.treatment.as_str()).copied().unwrap_or(last),
                *it.condition != *condition,
                it.condition.to_string(),
                *it.regulator != *regulator,
                regulators.get(it.regulator.as_str()).copied().unwrap_or(last),
            )
        });
        let key = |it: &Background| (it.kind, *it.id != *condition, it.id.to_string());
        self.backgrounds.to_mut().sort_by_cached_key(key);
        self.sources.to_mut().sort_by(|a, b| a.id.as_str().cmp(&b.id));
    }
}

/// Where each id stands; the first place of those that share one.
fn places<'a>(ids: impl Iterator<Item = &'a At<Text>>) -> HashMap<String, usize> {
    let mut places = HashMap::new();
    for (place, id) in ids.enumerate() {
        places.entry(id.to_string()).or_insert(place);
    }
    places
}

record! {
    /// What holds for the dataset as a whole: version, dates, how far to trust it, and what it answers
    /// for unless asked otherwise.
    #[derive(Default)]
    pub record Header {
        pub title: At<Text> = Professional,
        pub version: At<Text> = Code,
        /// The day on which its sources were read.
        pub as_of: At<Date>,
        /// The day by which somebody must have read the sources again; at most 90 days after `as_of`.
        pub review_due: At<Date>,
        /// Who reviewed it clinically, or that nobody has.
        pub clinical_review: At<Text> = Professional,
        pub disclaimer: At<Text> = Professional,
        /// The condition that is meant where none is named.
        pub condition: At<Text> = Reference,
        /// The regulator that is meant where none is named.
        pub regulator: At<Text> = Reference,
        /// What a newcomer could type, without the program's name.
        #[serde(default)]
        pub examples: List<At<Text>> = Professional,
    }
}

record! {
    /// Who decides on a treatment in a part of the world, and the words of that place.
    pub record Regulator {
        /// What `--in` takes, such as `us`.
        pub id: At<Text> = Id,
        /// Who decides.
        pub name: At<Text> = Title,
        /// Where, in a word or two.
        pub region: At<Text> = Professional,
        #[serde(default)]
        pub also: List<At<Text>> = Professional,
        /// Begins a sentence on a treatment that was approved.
        pub approved: At<Text> = Professional,
        pub not_approved: At<Text> = Professional,
        pub withdrawn: At<Text> = Professional,
        pub reported: At<Text> = Professional,
        /// What its statements are read in.
        pub document: At<Text> = Professional,
        /// Of telephone numbers, without a plus sign.
        pub calling_code: Option<At<Text>> = Code,
        /// How many digits a national number may have.
        #[serde(default)]
        pub national_digits: List<At<u8>>,
        /// What is dialed before a national number, within the country.
        pub trunk: Option<At<Text>> = Code,
        pub dates: DateOrder,
        /// What topics are called there, where that differs: not every label has a boxed warning.
        #[serde(default)]
        pub words: List<Renamed>,
    }
}

record! {
    /// A group of topics, such as `dosing`.
    pub record Group {
        pub id: At<Text> = Id,
        pub label: At<Text> = Professional,
        /// What else people call it.
        #[serde(default)]
        pub also: List<At<Text>> = Professional,
    }
}

words! {
    /// What a topic asks about.
    pub enum Scope {
        /// The treatment itself, whatever it is used for.
        Treatment = "treatment";
        /// Its use for a condition under a regulator.
        Indication = "indication";
    }
}

record! {
    /// A question that every treatment answers. With its group it has a path, such as `dosing.start`.
    pub record Topic {
        pub group: At<Text> = Reference,
        pub id: At<Text> = Id,
        pub scope: At<Scope>,
        /// The heading in the label's terms.
        pub label: At<Text> = Professional,
        /// The same for a narrow column; at most 16 characters.
        pub brief: At<Text> = Professional,
        /// What else people call it.
        #[serde(default)]
        pub also: List<At<Text>> = Professional,
        /// The question as a patient would ask it; without one the topic is for professionals only.
        pub plain: Option<At<Text>> = Plain,
        /// The conditions that it is asked for; all where none is named.
        #[serde(default)]
        pub conditions: List<At<Text>> = Reference,
        /// The heading of its column in `list`.
        pub column: Option<At<Text>> = Professional,
        /// Whether the first screen of a treatment shows it.
        #[serde(default)]
        pub glance: bool,
        /// Whether a patient's first screen of a treatment shows it.
        #[serde(default)]
        pub patient_glance: bool,
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
}

impl Topic {
    /// The topic's path: group, dot, id.
    pub fn path(&self) -> String {
        format!("{}.{}", self.group, self.id)
    }

    /// Whether this is its path.
    pub fn is(&self, path: &str) -> bool {
        path.split_once('.') == Some((&self.group, &self.id))
    }

    /// Whether it is asked for a condition.
    pub fn asks(&self, condition: &str) -> bool {
        self.conditions.is_empty() || self.conditions.iter().any(|it| it.as_str() == condition)
    }
}
