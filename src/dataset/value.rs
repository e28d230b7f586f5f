//! The two kinds of number that a dataset is full of: percentages and dates.

use std::fmt;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::deserializer::DATE;

/// A percentage, exact to a hundredth of a percent, so that it prints as its source prints it.
///
/// It has no order on purpose: nothing can sort by it, or look for the largest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Percent {
    hundredths: i32,
}

/// A share as people in a hundred: so many, and whether one more stands for less than a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OfHundred {
    pub whole: u8,
    pub part: bool,
}

impl OfHundred {
    /// The other side of it: both add up to 100.
    pub fn rest(self) -> Self {
        Self { whole: 100 - self.whole - u8::from(self.part), part: self.part }
    }
}

/// `35`, `fewer than 1` or `more than 99`.
impl fmt::Display for OfHundred {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.whole, self.part) {
            (0, true) => f.write_str("fewer than 1"),
            (whole, true) => write!(f, "more than {whole}"),
            (whole, false) => whole.fmt(f),
        }
    }
}

impl Serialize for OfHundred {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Percent {
    /// As a number, in percent.
    pub fn value(self) -> f64 {
        f64::from(self.hundredths) / 100.0
    }

    /// Whether it is a share: 0 to 100 percent.
    pub fn is_share(self) -> bool {
        (0..=10_000).contains(&self.hundredths)
    }

    /// Whether it does not exceed the other: what an interval is checked by.
    pub fn is_at_most(self, other: Self) -> bool {
        self.hundredths <= other.hundredths
    }

    /// As people in a hundred. Halves round up, but neither a few to nobody nor nearly all to all.
    pub fn of_100(self) -> OfHundred {
        match self.hundredths {
            1..100 => OfHundred { whole: 0, part: true },
            9_901..10_000 => OfHundred { whole: 99, part: true },
            hundredths => {
                let rounded = (hundredths + 50).div_euclid(100).clamp(0, 100);
                OfHundred { whole: u8::try_from(rounded).unwrap_or_default(), part: false }
            }
        }
    }

    /// The share that a count is of all, to a hundredth of a percent; `None` of nobody.
    pub fn of(count: u32, all: u32) -> Option<Self> {
        let hundredths = (u64::from(count) * 20_000 + u64::from(all)) / (u64::from(all) * 2).max(1);
        let hundredths = i32::try_from(hundredths).ok().filter(|_| all > 0)?;
        Some(Self { hundredths })
    }

    fn from_f64(value: f64) -> Option<Self> {
        let scaled = value * 100.0;
        let rounded = scaled.round();
        if !rounded.is_finite() || rounded.abs() > 1e8 || (scaled - rounded).abs() > 1e-6 {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "the range was checked above")]
        let hundredths = rounded as i32;
        Some(Self { hundredths })
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.value())
    }
}

impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_f64(self.value())
        } else {
            serializer.serialize_i32(self.hundredths)
        }
    }
}

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(PercentVisitor)
        } else {
            i32::deserialize(deserializer).map(|hundredths| Self { hundredths })
        }
    }
}

struct PercentVisitor;

impl Visitor<'_> for PercentVisitor {
    type Value = Percent;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a percentage, a number with at most two decimals")
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Percent, E> {
        i32::try_from(value)
            .ok()
            .and_then(|value| Percent::from_f64(f64::from(value)))
            .ok_or_else(|| E::custom(format!("{value} is out of range, expected a percentage")))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Percent, E> {
        Percent::from_f64(value).ok_or_else(|| {
            E::custom(format!("{value} has more than two decimals, expected a percentage"))
        })
    }
}

/// A day, a month or a year: sources do not always print more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    /// 1 to 12, or 0 where only the year is known.
    month: u8,
    /// 1 to 31, or 0 where only the month is known.
    day: u8,
}

impl Date {
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
        (parts.next().is_none() && date.year > 0 && date.exists()).then_some(date)
    }

    fn exists(self) -> bool {
        self.month <= 12 && self.day <= self.days_in_month()
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

    /// As people write it: `June 23, 2023`, `June 2023` or `2023`.
    pub fn in_words(self) -> String {
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
        let month = usize::from(self.month).checked_sub(1).and_then(|month| MONTHS.get(month));
        match (month, self.day) {
            (None, _) => self.year.to_string(),
            (Some(month), 0) => format!("{month} {}", self.year),
            (Some(month), day) => format!("{month} {day}, {}", self.year),
        }
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
        // An answer is full of dates, and padding three numbers takes ten times as long.
        let mut text = *b"0000-00-00";
        let numbers = [self.year / 100, self.year % 100, self.month.into(), self.day.into()];
        for (number, at) in numbers.into_iter().zip([0, 2, 5, 8]) {
            text[at] += u8::try_from(number / 10 % 10).unwrap_or_default();
            text[at + 1] += u8::try_from(number % 10).unwrap_or_default();
        }
        let known = if self.day > 0 {
            10
        } else if self.month > 0 {
            7
        } else {
            4
        };
        f.pad(std::str::from_utf8(&text[..known]).unwrap_or_default())
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            (self.year, self.month, self.day).serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Date {
    // A whole day is written bare in TOML, a month or a year as a string.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            let (year, month, day) = Deserialize::deserialize(deserializer)?;
            return Ok(Self { year, month, day });
        }
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

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Date, A::Error> {
        let date = match map.next_entry::<String, String>()? {
            Some((key, date)) if key == DATE => Date::parse(&date),
            _ => None,
        };
        date.ok_or_else(|| A::Error::custom("expected a date without a time, such as 2026-11-23"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_print_as_their_source_prints_them() {
        for (value, text, of_100, rest) in [
            (35.2, "35.2", "35", "65"),
            (30.65, "30.65", "31", "69"),
            (10.0, "10", "10", "90"),
            (0.8, "0.8", "fewer than 1", "more than 99"),
            (0.0, "0", "0", "100"),
            (1.0, "1", "1", "99"),
            (1.5, "1.5", "2", "98"),
            (99.0, "99", "99", "1"),
            (99.7, "99.7", "more than 99", "fewer than 1"),
            (100.0, "100", "100", "0"),
        ] {
            let percent = Percent::from_f64(value).expect(text);
            assert_eq!(percent.to_string(), text);
            assert_eq!(percent.of_100().to_string(), of_100);
            assert_eq!(percent.of_100().rest().to_string(), rest);
        }
        for value in [f64::NAN, f64::INFINITY, 1.234, 1e12] {
            assert_eq!(Percent::from_f64(value), None, "{value}");
        }
    }

    /// Does not compile if a percentage has an order, for then both implementations fit.
    #[test]
    fn percentages_have_no_order() {
        trait Unordered<A> {
            fn holds() -> bool {
                true
            }
        }
        struct Ordered;
        impl<T> Unordered<()> for T {}
        impl<T: PartialOrd> Unordered<Ordered> for T {}
        assert!(<Percent as Unordered<_>>::holds());
    }

    #[test]
    fn a_count_is_rounded_once() {
        let share = |count, all| Percent::of(count, all).map(|share| share.of_100().to_string());
        assert_eq!(share(76, 234).as_deref(), Some("32"));
        assert_eq!(share(1, 250).as_deref(), Some("fewer than 1"));
        assert_eq!(share(0, 0), None);
    }

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
            assert_eq!(date.in_words(), words);
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
