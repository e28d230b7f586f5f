//! Rules against names that are taken for another drug's, a known cause of medication errors.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::Checker;
use super::names::{Name, names_of_treatment};
use super::wording::foreign_letter;
use crate::dataset::read::LONGEST_NAME;
use crate::dataset::read::diagnostic::Code;

/// With how many others of one shadow a name is compared.
const MOST_COMPARED: usize = 8;

/// A name as it is compared: without what stands between its letters.
fn bare(name: &str) -> String {
    let letters = name.chars().filter(|letter| !letter.is_whitespace() && *letter != '-');
    letters.flat_map(char::to_lowercase).collect()
}

/// The name, and the name without each of its letters. Two names that are one letter apart share one
/// of these, so that they are found without comparing each with each.
fn shadows(name: &str) -> impl Iterator<Item = u64> {
    let hash = |skipped: Option<usize>| {
        let mut hasher = DefaultHasher::new();
        let letters = name.char_indices().filter(|(at, _)| Some(*at) != skipped);
        letters.for_each(|(_, letter)| letter.hash(&mut hasher));
        hasher.finish()
    };
    std::iter::once(hash(None)).chain(name.char_indices().map(move |(at, _)| hash(Some(at))))
}

/// Whether names without spaces and hyphens look alike: the same, one letter apart, or two exchanged. Those that
/// differ in a digit are told apart as numbers are.
fn alike(one: &str, other: &str) -> bool {
    let letters = |name: &str| name.chars().filter(|it| !it.is_ascii_digit()).collect::<String>();
    strsim::osa_distance(one, other) <= 1 && (one == other || letters(one) != letters(other))
}

impl Checker<'_> {
    /// The names of a treatment are in plain letters, and no other's.
    pub(super) fn look_alikes(&mut self) {
        let names = self.dataset.treatments.iter().flat_map(names_of_treatment);
        let names = names.filter(|name| name.text.len() <= LONGEST_NAME);
        let names: Vec<(Name<'_>, String)> = names.map(|name| (name, bare(name.text))).collect();
        let mut seen: HashMap<u64, Vec<usize>> = HashMap::new();
        for (at, (name, own)) in names.iter().enumerate() {
            self.piece = name.piece;
            let foreign = name.text.chars().find(|it| it.is_alphabetic() && !it.is_ascii());
            // What looks like another letter in any text has been reported.
            let foreign = foreign.filter(|_| foreign_letter(name.text).is_none());
            if let Some(letter) = foreign {
                let message = format!(
                    "`{}` has the letter {letter} (U+{:04X}) in it",
                    name.text,
                    u32::from(letter)
                );
                let help = "write the letters a to z, which people type";
                self.report_with_help(Code::ForeignLetter, name.text, message, help);
            }
            let others = shadows(own).filter_map(|it| seen.get(&it)).flatten();
            let found = others.filter_map(|at| names.get(*at)).find(|(other, theirs)| {
                let another = *other.owner != *name.owner;
                // The very same name is a mistake of its own.
                let differs = !other.text.eq_ignore_ascii_case(name.text);
                another && differs && alike(own, theirs)
            });
            if let Some((other, _)) = found {
                let message = format!(
                    "`{}` of {} looks like `{}` of {}",
                    name.text, name.owner, other.text, other.owner
                );
                let help = format!("the other stands in {}", self.place(*other));
                self.report_with_help(Code::LookAlike, name.text, message, help);
            }
            for shadow in shadows(own) {
                let places = seen.entry(shadow).or_default();
                if places.len() < MOST_COMPARED {
                    places.push(at);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_look_alike_one_letter_apart_and_not_two() {
        for (one, other, expected) in [
            ("olumiant", "olumiant", true),
            ("olumiant", "olumient", true),
            ("olumiant", "olumiants", true),
            ("olumiant", "olumants", false),
            ("drug1", "drug2", false),
            ("ctp543", "ctp54", false),
        ] {
            assert_eq!(alike(one, other), expected, "{one} {other}");
            let found = shadows(one).any(|it| shadows(other).any(|other| it == other));
            assert!(found || !expected, "{one} {other}");
        }
        assert_eq!(bare("Rux-O litinib"), "ruxolitinib");
    }
}
