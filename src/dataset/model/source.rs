//! Documents that statements rest on, and how they were read.

use super::record::record;
use crate::dataset::date::Date;
use crate::dataset::place::At;
use crate::dataset::text::Text;
use crate::dataset::words::words;

record! {
    /// A document that statements rest on, and how it was read for this dataset.
    pub record Source {
        pub id: At<Text> = Id,
        pub title: At<Text> = Title,
        /// What a reader needs to know it again in a list, without its date.
        pub short: Option<At<Text>> = Title,
        pub publisher: At<Text> = Title,
        pub kind: SourceKind,
        /// The document's own date.
        pub date: Option<At<Date>>,
        /// The day on which a copy, or a record that changes, showed what was read.
        pub as_shown: Option<At<Date>>,
        pub how: How,
        /// The day it was read for this dataset.
        pub read: At<Date>,
        /// What was read of it.
        pub extent: At<Text> = Professional,
        pub set_id: Option<At<Text>> = Code,
        pub doi: Option<At<Text>> = Code,
        pub pmid: Option<At<Text>> = Code,
        pub registry_id: Option<At<Text>> = Code,
        pub application: Option<At<Text>> = Code,
        /// The document's own address.
        pub url: Option<At<Text>> = Address,
        /// Where a copy of it, or a report about it, was read.
        pub read_via: Option<At<Text>> = Title,
    }
}

impl Source {
    /// Whether what is known of it comes from somebody else's account, or from a compendium.
    pub fn secondhand(&self) -> bool {
        self.kind == SourceKind::Secondary || matches!(self.how, How::Report | How::Unconfirmed)
    }

    /// How weak what it says is by itself.
    pub fn weakness(&self) -> Option<Weakness> {
        match self.how {
            How::Unconfirmed => Some(Weakness::Unconfirmed),
            _ => self.secondhand().then_some(Weakness::Secondary),
        }
    }
}

words! {
    /// Why a statement is less than what its document says.
    pub enum Weakness {
        /// It rests on compendia or on reports about its document.
        Secondary = "secondary", "secondary source";
        /// It rests on one weak report.
        Unconfirmed = "unconfirmed", "unconfirmed report";
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

record! {
    /// Which source, and where in it.
    pub struct Citation {
        pub source: At<Text> = Reference,
        pub section: Option<At<Text>> = Title,
    }
}
