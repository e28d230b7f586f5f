//! Rules on sources, and on the citations that lead to them.

use super::Checker;
use crate::dataset::date::Date;
use crate::dataset::model::{Citation, Source};
use crate::dataset::read::diagnostic::Code;
use crate::dataset::walk::{Entry, Item, Record};

/// How many characters a source takes in a list of sources.
const LONGEST_SHORT: usize = 48;

impl<'a> Checker<'a> {
    pub(super) fn sources(&mut self) {
        for source in &self.dataset.sources {
            self.piece = source.piece;
            self.source(source);
        }
    }

    fn source(&mut self, source: &'a Source) {
        if let Some(short) = &source.short {
            self.not_longer(short, LONGEST_SHORT);
        }
        self.past(&source.read);
        for date in source.date.iter().chain(&source.as_shown) {
            self.past(date);
        }
        let read = &source.read;
        let orders = [
            (&source.date, Some(read), "it was read before the date that it bears"),
            (&source.as_shown, Some(read), "it was read before the day that it was shown on"),
            (&source.date, source.as_shown.as_ref(), "it was shown before the date that it bears"),
        ];
        for (first, then, message) in orders {
            if let (Some(first), Some(then)) = (first, then)
                && is_earlier(**then, **first)
            {
                let message = format!("{message}: {then}, and {first}");
                let help = "correct one of the dates; the day of a copy is `as-shown`";
                self.report_with_help(Code::DateOrder, then, message, help);
                break;
            }
        }
    }

    /// A citation leads to a source.
    pub(super) fn citation(&mut self, citation: &'a Citation) {
        self.cited.insert(&citation.source);
        self.id_of_or(Code::DanglingCitation, "source", &citation.source);
    }

    /// What is said has a source. A gap of some kinds needs none; that is a rule on gaps. Nor does a
    /// word explained.
    pub(super) fn cited(&mut self, entry: &Entry<'a>) {
        let item = entry.item;
        if !item.citations().is_empty() || item.gap().is_some() {
            return;
        }
        let (what, place) = match item {
            Item::Facts(_) => match entry.record {
                Record::Treatment(_) => ("the treatment", entry.record.span()),
                Record::Indication(_) => ("the indication", entry.record.span()),
                Record::Clinic(_) => ("the clinic", entry.record.span()),
                Record::Background(_) | Record::Term(_) => return,
            },
            Item::Glance(it) => ("the glance", it.text.span()),
            Item::Position(it) => ("the position", it.body.span()),
            Item::Trial(it) => ("the trial", it.id.span()),
            Item::Outcome(it) => ("the outcome", it.endpoint.span()),
            Item::Reactions(it) => ("the table", it.title.span()),
            Item::Statement(it) => match &it.text {
                Some(text) => ("the text", text.span()),
                // That it says nothing is a mistake of its own.
                None => return,
            },
            Item::Day(_) | Item::Conflict(_) => return,
        };
        let help = "add cite = [{ source = \"...\", section = \"...\" }]";
        let message = format!("{what} cites no source");
        self.report_with_help(Code::UncitedText, place, message, help);
    }

    pub(super) fn unused_sources(&mut self) {
        // What could not be read may have cited any of them.
        if !self.lost.is_nothing() {
            return;
        }
        // A record that is laid over another may have been the last to need one of the sources below.
        let laid_over = self.files.len() > self.own_files;
        for source in &self.dataset.sources {
            self.piece = source.piece;
            if !self.cited.contains(source.id.as_str()) && (!laid_over || self.is_laid_over()) {
                let message = format!("nothing cites `{}`", source.id);
                let help = "cite it, or take it out";
                self.report_with_help(Code::UnusedSource, &source.id, message, help);
            }
        }
    }
}

/// Whether one day is surely before another: a month is not before a day in it.
fn is_earlier(one: Date, other: Date) -> bool {
    let (one, other) = (one.to_string(), other.to_string());
    let known = one.len().min(other.len());
    one[..known] < other[..known]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_not_before_a_day_in_it() {
        let date = |text| Date::parse(text).expect(text);
        for (one, other, expected) in [
            ("2026-11-22", "2026-11-23", true),
            ("2026-11", "2026-11-23", false),
            ("2026-11-23", "2026-11", false),
            ("2026-10", "2026-11-23", true),
            ("2027", "2026-11-23", false),
        ] {
            assert_eq!(is_earlier(date(one), date(other)), expected, "{one} {other}");
        }
    }
}
