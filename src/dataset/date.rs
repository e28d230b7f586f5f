//! Days, months and years, as far as sources print them.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use toml::value::Datetime;

use super::words::words;

/// A day, a month or a year: sources do not always print more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    pub(in crate::dataset) year: u16,
    /// 1 to 12, or 0 where only the year is known.
    pub(in crate::dataset) month: u8,
    /// 1 to 31, or 0 where only the month is known.
    pub(in crate::dataset) day: u8,
}

words! {
    /// How a day is written in words.
    pub enum DateOrder {
        MonthFirst = "month-first";
        DayFirst = "day-first";
    }
}

impl Date {
    /// The year, such as 2026.
    pub fn year(self) -> u16 {
        self.year
    }

    /// Reads `2026-11-23`, `2026-11` or `2026`; `None` for anything else and for days that no
    /// calendar has.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut number = |digits: usize| match parts.next() {
            None => Some(0),
            Some(part) if part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()) => {
                part.parse::<u16>().ok().filter(|&number| number > 0)
            }
            Some(_) => None,
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        let date = Self { year, month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()? };
        let exists = date.year > 0 && date.month <= 12 && date.day <= date.days_in_month();
        (parts.next().is_none() && exists).then_some(date)
    }

    fn days_in_month(self) -> u8 {
        let leap = self.year.is_multiple_of(4)
            && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400));
        match self.month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    /// As people write it: `June 23, 2023` or `23 June 2023`, `June 2023` or `2023`.
    pub fn in_words(self, order: DateOrder) -> String {
        let Self { year, day, .. } = self;
        match (self.month_name(), day, order) {
            (None, ..) => year.to_string(),
            (Some(month), 0, _) => format!("{month} {year}"),
            (Some(month), _, DateOrder::MonthFirst) => format!("{month} {day}, {year}"),
            (Some(month), _, DateOrder::DayFirst) => format!("{day} {month} {year}"),
        }
    }

    fn month_name(self) -> Option<&'static str> {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        usize::from(self.month).checked_sub(1).and_then(|month| MONTHS.get(month)).copied()
    }

    /// Whether year, month and day are all known.
    pub fn is_day(self) -> bool {
        self.day > 0
    }

    /// Days since 1970-01-01 in the Gregorian calendar; a missing month or day counts as the first.
    pub fn day_number(self) -> i64 {
        // Years begin in March, so that the leap day comes last (Hinnant, "chrono-compatible
        // low-level date algorithms").
        let (month, day) = (i64::from(self.month.max(1)), i64::from(self.day.max(1)));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The day that is this many days after 1970-01-01.
    pub fn from_day_number(number: i64) -> Self {
        let shifted = number + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = (shifted_month + 2) % 12 + 1;
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self {
            year: u16::try_from(year).unwrap_or(u16::MAX),
            month: u8::try_from(month).unwrap_or(1),
            day: u8::try_from(day).unwrap_or(1),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match (self.month, self.day) {
            (0, _) => format!("{:04}", self.year),
            (month, 0) => format!("{:04}-{month:02}", self.year),
            (month, day) => format!("{:04}-{month:02}-{day:02}", self.year),
        };
        f.pad(&text)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    // A whole day is written bare in TOML, a month or a year as a string.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DateVisitor)
    }
}

struct DateVisitor;

impl<'de> Visitor<'de> for DateVisitor {
    type Value = Date;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date: 2026-11-23 bare, or \"2026-11\" or \"2026\" where no more is known")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Date, E> {
        Date::parse(text).ok_or_else(|| {
            E::custom(format!(
                "`{text}` is not a date, expected 2026-11-23, \"2026-11\" or \"2026\""
            ))
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Date, A::Error> {
        let written = Datetime::deserialize(MapAccessDeserializer::new(map))?;
        Date::parse(&written.to_string())
            .ok_or_else(|| A::Error::custom("expected a date without a time, such as 2026-11-23"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_that_no_calendar_has_are_refused() {
        for (text, words) in [
            ("2026-11-23", "November 23, 2026"),
            ("2026-11", "November 2026"),
            ("2026", "2026"),
            ("2024-02-29", "February 29, 2024"),
        ] {
            let date = Date::parse(text).expect(text);
            assert_eq!(date.to_string(), text);
            assert_eq!(date.in_words(DateOrder::MonthFirst), words);
        }
        for text in ["", "26", "2026-13", "2026-02-29", "2026-1-1", "2026-11-23-1", "0000", "x"] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn days_are_counted_from_1970_and_back() {
        for (text, number) in [("1970-01-01", 0), ("2000-02-29", 11_016), ("2026-11-23", 20_780)] {
            let date = Date::parse(text).expect(text);
            assert_eq!(date.day_number(), number);
            assert_eq!(Date::from_day_number(number), date);
        }
    }
}
