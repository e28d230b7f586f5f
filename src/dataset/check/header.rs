//! Rules on the header, and on the days that everything in a dataset goes by.

use super::{Checker, Now};
use crate::dataset::date::Date;
use crate::dataset::model::Header;
use crate::dataset::place::At;
use crate::dataset::read::diagnostic::Code;
use crate::dataset::read::keys;

/// The longest that sources may go unread, in days.
const REVIEW_DAYS: i64 = 90;

const READ_AGAIN: &str = "read the sources again, then set as-of and review-due";

impl<'a> Checker<'a> {
    pub(super) fn headers(&mut self, headers: &'a [Header]) {
        let Some(header) = headers.first() else { return self.no_header() };
        for second in &headers[1..] {
            self.piece = second.piece;
            self.report(Code::MissingHeader, &second.title, "a second [dataset] table");
        }
        self.piece = header.piece;
        self.id_of("condition", &header.condition);
        self.id_of("regulator", &header.regulator);
        self.words_to_type(header);
        self.review(header);
        if let Some(now) = self.now {
            self.age(header, now);
        }
    }

    fn no_header(&mut self) {
        if self.lost.may_hold("dataset", "") {
            return;
        }
        let keys = keys::of::<Header>();
        let last = keys.last().copied().unwrap_or_default();
        let others = keys[..keys.len().saturating_sub(1)].join(", ");
        self.report_with_help(
            Code::MissingHeader,
            0..0,
            "there is no [dataset] table",
            format!("add [dataset] with {others} and {last}"),
        );
    }

    /// A version is a code, that vouches for nothing; an example is words, that a shell takes as such.
    fn words_to_type(&mut self, header: &Header) {
        let is_word = |it: u8| it.is_ascii_alphanumeric() || b".-_".contains(&it);
        if !header.version.bytes().all(is_word) {
            let help = "write letters, digits, dots and hyphens, such as 2026.11.25";
            self.report_with_help(Code::BadValue, &header.version, "this is no version", help);
        }
        for example in &header.examples {
            if example.is_empty() || !example.bytes().all(|it| is_word(it) || b" ,".contains(&it)) {
                let help = "write words, with spaces and commas between them";
                let message = "this is no example that could be typed";
                self.report_with_help(Code::BadValue, example, message, help);
            }
        }
    }

    fn review(&mut self, header: &Header) {
        let days = header.review_due.day_number() - header.as_of.day_number();
        if !header.as_of.is_day() || !header.review_due.is_day() {
            self.report(Code::ReviewDate, &header.as_of, "as-of and review-due must name a day");
        } else if !(0..=REVIEW_DAYS).contains(&days) {
            let latest = Date::from_day_number(header.as_of.day_number() + REVIEW_DAYS);
            let message = if days < 0 {
                "the review is due before the sources were read".to_owned()
            } else {
                format!("the review is due {days} days after the sources were read")
            };
            self.report_with_help(
                Code::ReviewDate,
                &header.review_due,
                message,
                format!("{latest} at the latest"),
            );
        }
    }

    fn age(&mut self, header: &Header, Now { today, max_age }: Now) {
        self.not_ahead(&header.as_of, today);
        let age = today.day_number() - header.as_of.day_number();
        if let Some(most) = max_age.filter(|&most| age > most) {
            self.report_with_help(
                Code::TooOld,
                &header.as_of,
                format!(
                    "the sources were read {age} {} ago, more than the {most} allowed",
                    if age == 1 { "day" } else { "days" }
                ),
                READ_AGAIN,
            );
        }
        if *header.review_due < today && *header.review_due >= *header.as_of {
            self.report_with_help(
                Code::ReviewOverdue,
                &header.review_due,
                format!("the review was due on {}; today is {today}", header.review_due),
                READ_AGAIN,
            );
        }
    }

    /// A date on which something has happened.
    pub(super) fn past(&mut self, date: &At<Date>) {
        let as_of = *self.dataset.header.as_of;
        match self.now {
            // What is laid over a dataset may be newer than it.
            Some(Now { today, .. }) if self.is_laid_over() => self.not_ahead(date, today),
            _ if as_of.is_day() && **date > as_of => {
                let message = format!("{date} is later than the day the dataset speaks for");
                let help = format!("the dataset is as of {as_of}");
                self.report_with_help(Code::FutureDate, date, message, help);
            }
            _ => {}
        }
    }

    /// A date that today's date says is still to come. It may be the clock that is wrong, so no
    /// answer is refused for it; and east of here it may be tomorrow already.
    fn not_ahead(&mut self, date: &At<Date>, today: Date) {
        if date.is_day() && date.day_number() > today.day_number() + 1 {
            self.report_with_help(
                Code::AheadOfClock,
                date,
                format!("{date} is still to come by the clock of this computer, {today}"),
                "correct the clock, or the date",
            );
        }
    }
}
