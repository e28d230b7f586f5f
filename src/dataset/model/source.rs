//! Documents that statements rest on, and how they were read.

use serde::{Deserialize, Serialize};

use crate::dataset::date::Date;
use crate::dataset::place::{At, Piece};
use crate::dataset::text::Text;
use crate::dataset::words::words;

/// A document that statements rest on, and how it was read for this dataset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Source {
    #[serde(skip)]
    pub piece: Piece,
    pub id: At<Text>,
    pub title: At<Text>,
    /// What a reader needs to know it again in a list, without its date.
    #[serde(default)]
    pub short: Option<At<Text>>,
    pub publisher: At<Text>,
    pub kind: SourceKind,
    /// The document's own date.
    #[serde(default)]
    pub date: Option<At<Date>>,
    /// The day on which a copy, or a record that changes, showed what was read.
    #[serde(default)]
    pub as_shown: Option<At<Date>>,
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

words! {
    /// What kind of document a source is.
    pub enum SourceKind {
        Label = "label";
        Regulator = "regulator";
        Manufacturer = "manufacturer";
        Publication = "publication";
        Registry = "registry", "trial registry";
        Guideline = "guideline";
        Organization = "organization";
        Secondary = "secondary", "secondary source";
        Clinic = "clinic";
    }
}

words! {
    /// How a source was read for this dataset.
    pub enum How {
        /// The document's own page.
        Text = "text", "original text";
        /// A copy of it kept elsewhere.
        Copy = "copy", "a copy";
        /// Its abstract only.
        Abstract = "abstract", "its abstract only";
        /// Somebody else's report about it.
        Report = "report", "known only from a report";
        /// One weak report, not confirmed anywhere.
        Unconfirmed = "unconfirmed", "an unconfirmed report";
    }
}

/// Which source, and where in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Citation {
    pub source: At<Text>,
    #[serde(default)]
    pub section: Option<At<Text>>,
}
