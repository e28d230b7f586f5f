//! What stands around the table: conditions and classes, endpoints, words, clinics.

use super::record::record;
use super::{Citation, Statement};
use crate::dataset::place::At;
use crate::dataset::text::{List, Text};

record! {
    /// Something that trials measure.
    pub record Endpoint {
        pub id: At<Text> = Id,
        pub label: At<Text> = Professional,
        pub plain: At<Text> = Plain,
        /// Whether `compare` shows it in brief.
        #[serde(default)]
        pub main: bool,
    }
}

record! {
    /// What an adverse reaction is called in plain words. A translation states no fact, and cites none.
    pub record ReactionName {
        /// The term in the tables of treatments.
        pub term: At<Text> = Professional,
        pub plain: At<Text> = Plain,
        /// Whether it is what people did, such as `died`, and not what they had.
        #[serde(default)]
        pub did: bool,
    }
}

record! {
    /// What is known of a condition or of a class of drugs.
    pub record Background {
        /// Told by the key that it stands under.
        #[serde(skip)]
        pub kind: BackgroundKind,
        pub id: At<Text> = Id,
        pub name: At<Text> = Title,
        #[serde(default)]
        pub aliases: List<At<Text>> = Professional,
        /// What topics are called for this condition, where that differs.
        #[serde(default)]
        pub words: List<Renamed>,
        pub sections: List<Section>,
        /// What else people with the condition ask about.
        #[serde(default)]
        pub options: List<CareOption>,
    }
}

impl Background {
    /// The name in the middle of a sentence.
    pub fn noun(&self) -> String {
        let mut letters = self.name.chars();
        let first = letters.next().map(|first| first.to_lowercase().to_string());
        let rest = letters.as_str();
        // What begins with two capitals is an abbreviation.
        if rest.starts_with(char::is_uppercase) {
            return self.name.to_string();
        }
        first.unwrap_or_default() + rest
    }
}

/// What a background is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum BackgroundKind {
    #[default]
    Condition,
    Class,
}

record! {
    /// What a topic is called for a condition.
    pub struct Renamed {
        pub topic: At<Text> = Reference,
        pub label: At<Text> = Professional,
        pub brief: At<Text> = Professional,
        pub plain: Option<At<Text>> = Plain,
    }
}

record! {
    /// Something else than the treatments of this dataset that people with a condition ask about. It
    /// never stands beside the treatments' figures: it was studied in other people.
    pub struct CareOption {
        pub id: At<Text> = Id,
        pub name: At<Text> = Professional,
        pub plain: Option<At<Text>> = Plain,
        /// Who was studied.
        pub people: At<Text> = Professional,
        /// What kind of study it was.
        pub study: At<Text> = Professional,
        /// With what it was compared, or that it was not.
        pub comparison: At<Text> = Professional,
        pub statements: List<Statement>,
    }
}

record! {
    /// A question about a condition or a class, and its answer.
    pub struct Section {
        pub id: At<Text> = Id,
        pub label: At<Text> = Professional,
        pub plain: Option<At<Text>> = Plain,
        pub statements: List<Statement>,
    }
}

record! {
    /// A word explained.
    #[expect(clippy::struct_field_names, reason = "the fields are the words used in datasets")]
    pub record Term {
        pub term: At<Text> = Title,
        #[serde(default)]
        pub aliases: List<At<Text>> = Professional,
        pub plain: At<Text> = Plain,
        #[serde(default)]
        pub cite: List<Citation>,
    }
}

record! {
    /// A clinic, and how to reach it.
    pub record Clinic {
        pub id: At<Text> = Id,
        pub name: At<Text> = Title,
        /// The regulator in whose region it is; the default one unless given.
        pub country: Option<At<Text>> = Reference,
        pub phone: At<Text> = Reference,
        pub website: At<Text> = Address,
        /// In a dataset that is laid over another, a clinic without any cites its own file.
        #[serde(default)]
        pub cite: List<Citation>,
        #[serde(default)]
        pub call_about: List<Statement>,
        #[serde(default)]
        pub address: List<Statement>,
        #[serde(default)]
        pub hours: List<Statement>,
    }
}

/// The headings of a clinic's number and address on the web.
pub const TELEPHONE: &str = "Telephone";
pub const WEBSITE: &str = "Website";

impl Clinic {
    /// What people call a part of it, by its heading.
    pub fn called(heading: &str) -> &'static str {
        match heading {
            TELEPHONE => {
                "clinic telephone phone number call ring contact appointment book booking visit"
            }
            WEBSITE => "clinic website web site online internet contact",
            "Address" => "clinic where location directions find office street",
            "Opening hours" => "clinic when open opens close closes closed time times hours",
            _ => "clinic",
        }
    }

    /// What is said of it beside its numbers: each part with its id and its heading.
    pub fn sections(&self) -> [(&'static str, &'static str, &[Statement]); 3] {
        [
            ("call-about", "Call about", &self.call_about),
            ("address", "Address", &self.address),
            ("hours", "Opening hours", &self.hours),
        ]
    }
}
