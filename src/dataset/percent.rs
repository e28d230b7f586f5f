//! Percentages, as sources print them and as people in a hundred.

use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

/// A percentage, exact to a hundredth of a percent, so that it prints as its source prints it.
///
/// It has no order on purpose: nothing can sort by it, or look for the largest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "f64")]
pub struct Percent {
    pub(in crate::dataset) hundredths: i32,
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
}

impl TryFrom<f64> for Percent {
    type Error = String;

    fn try_from(value: f64) -> Result<Self, String> {
        let scaled = value * 100.0;
        let rounded = scaled.round();
        if !rounded.is_finite() || rounded.abs() > 1e8 {
            return Err(format!("{value} is out of range, expected a percentage"));
        }
        if (scaled - rounded).abs() > 1e-6 {
            return Err(format!("{value} has more than two decimals, expected a percentage"));
        }
        #[expect(clippy::cast_possible_truncation, reason = "the range was checked above")]
        let hundredths = rounded as i32;
        Ok(Self { hundredths })
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.value())
    }
}

impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.value())
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
            let percent = Percent::try_from(value).expect(text);
            assert_eq!(percent.to_string(), text);
            assert_eq!(percent.of_100().to_string(), of_100);
            assert_eq!(percent.of_100().rest().to_string(), rest);
        }
        for value in [f64::NAN, f64::INFINITY, 1.234, 1e12] {
            assert!(Percent::try_from(value).is_err(), "{value}");
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
}
