//! Rules about single texts: what may stand in them, whatever they say.

use std::ops::Range;

use crate::dataset::model::Register;
use crate::dataset::read::diagnostic::Code;
use crate::dataset::text::is_hidden;

const RANKING: &[&str] = &[
    "best",
    "superior",
    "superiority",
    "inferior",
    "head-to-head",
    "head to head",
    "better than",
    "worse than",
    "safer than",
    "strongest",
    "most effective",
    "more effective than",
    "outperforms",
    "winner",
];

const RELATIVE: &[&str] = &[
    "relative risk",
    "risk ratio",
    "odds ratio",
    "hazard ratio",
    "times as likely",
    "times more likely",
    "times the risk",
    "times higher",
    "twice as likely",
    "doubles the",
    "percent more likely",
    "% more likely",
    "percent less likely",
    "% less likely",
    "percent lower risk",
    "% lower risk",
    "percent higher risk",
    "% higher risk",
    "two-fold",
    "twofold",
    "fold risk",
];

/// Units after which a trailing zero would be read as part of a dose; `%` is looked for beside them.
#[rustfmt::skip]
const UNITS: &[&str] = &[
    "mg", "milligram", "milligrams", "mcg", "microgram", "micrograms", "g", "gram", "grams",
    "kg", "kilogram", "kilograms", "ml", "milliliter", "milliliters", "l", "liter", "liters",
    "unit", "units", "percent",
];

/// Abbreviations that have led to wrong doses, and what to write.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("QD", "once daily"),
    ("QOD", "every other day"),
    ("MSO4", "morphine sulfate"),
    ("MS", "the words in full"),
];

/// Letters of other alphabets that are drawn as one of a to z is.
const DRAWN_ALIKE: &str = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοАВЕЅІЈКМНОРСТХасеорхуіјѕ";

/// The ways of writing the unit of most strengths.
const MILLIGRAMS: &[&str] = &["mg", "milligram", "milligrams"];

/// A rule that a text breaks.
#[derive(Debug)]
pub struct Fault {
    pub code: Code,
    pub message: String,
    pub help: &'static str,
    /// The bytes of the text that break it.
    pub at: Range<usize>,
}

/// The rules that a text breaks.
pub fn broken_rules(text: &str, register: Register) -> Vec<Fault> {
    let mut broken = Vec::new();
    let mut report = |code, at, message: String, help| {
        broken.push(Fault { code, message, help, at });
    };
    // Nearly every text is plain ASCII without surprises: one pass finds the few that are not.
    let surprises = !text.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    if surprises && let Some((at, letter)) = foreign_letter(text) {
        let code = u32::from(letter);
        let message = format!("the letter {letter} (U+{code:04X}) looks like one of a to z");
        let help = "write the one that people type";
        report(Code::ForeignLetter, at..at + letter.len_utf8(), message, help);
    }
    if surprises && let Some((at, hidden)) = text.char_indices().find(|&(_, it)| is_hidden(it)) {
        let (message, help) = match hidden {
            '\n' | '\r' => ("a text has no line break".to_owned(), "write it in one line"),
            '\t' => ("a text has no tab".to_owned(), "write a space"),
            _ => {
                let code = u32::from(hidden);
                (format!("the character U+{code:04X} cannot be seen"), "take it out")
            }
        };
        report(Code::HiddenCharacter, at..at + hidden.len_utf8(), message, help);
    }
    let trimmed = text.trim_start();
    if trimmed.is_empty() {
        let help = "write the text, or declare a gap";
        report(Code::EmptyText, 0..text.len(), "the text is empty".to_owned(), help);
    }
    // Some spreadsheets pass over white space before a formula.
    if let Some(first @ ('=' | '+' | '-' | '@')) = trimmed.chars().next() {
        let at = text.len() - trimmed.len();
        let message = format!("a spreadsheet would run text that begins with `{first}`");
        let help = "begin with a letter or a digit";
        report(Code::SpreadsheetFormula, at..at + 1, message, help);
    }
    if !matches!(register, Register::Title | Register::Professional | Register::Plain) {
        return broken;
    }
    if let Some((at, message)) = unit_hazard(text).or_else(|| abbreviation(text)) {
        report(Code::UnitHazard, at, message, "write 2 mg, 0.5 mg, 50 mcg, 10 units");
    }
    if register == Register::Title {
        return broken;
    }
    if let Some((at, word)) = find_words(text, RANKING) {
        let help = "say what was counted, in whom, beside the comparator";
        report(Code::RankingWord, at, format!("`{word}` ranks"), help);
    }
    if register == Register::Plain
        && let Some((at, word)) = find_words(text, RELATIVE)
    {
        let message = format!("`{word}` is relative; say how many of 100");
        let help = "write 10 of 100 people, and 5 of 100 on placebo";
        report(Code::RelativeRisk, at, message, help);
    }
    broken
}

/// A letter beside one of a to z that only looks like one.
pub fn foreign_letter(text: &str) -> Option<(usize, char)> {
    let letter = |it: Option<char>| it.is_some_and(|it| it.is_ascii_alphabetic());
    text.char_indices().find(|&(at, it)| {
        let (before, after) = (&text[..at], &text[at + it.len_utf8()..]);
        // Wide and mathematical letters are so many that they are told by where they stand.
        matches!(it, '\u{ff21}'..='\u{ff5a}' | '\u{1d400}'..='\u{1d7ff}')
            || (DRAWN_ALIKE.contains(it)
                && (letter(before.chars().next_back()) || letter(after.chars().next())))
    })
}

/// The first of the words that the text uses outside double quotes, in any case.
pub fn find_words<'a>(text: &str, words: &[&'a str]) -> Option<(Range<usize>, &'a str)> {
    let text = text.to_ascii_lowercase();
    if !words.iter().any(|word| text.contains(word)) {
        return None;
    }
    let mut start = 0;
    for (index, part) in text.split('"').enumerate() {
        if index % 2 == 0 {
            let found = words.iter().find_map(|word| Some((find_word(part, word)?, *word)));
            if let Some((at, word)) = found {
                return Some((start + at..start + at + word.len(), word));
            }
        }
        start += part.len() + 1;
    }
    None
}

/// The word where it stands alone: what is a letter at its ends has none beside it.
fn find_word(text: &str, word: &str) -> Option<usize> {
    let letter = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_alphabetic);
    let is_alone = |&start: &usize| {
        let end = start + word.len();
        (start == 0 || !letter(start - 1) || !letter(start)) && (!letter(end) || !letter(end - 1))
    };
    text.match_indices(word).map(|(at, _)| at).find(is_alone)
}

/// What in the text would be misread as another dose, and where.
fn unit_hazard(text: &str) -> Option<(Range<usize>, String)> {
    for (at, mark) in text.match_indices(['.', 'u', 'U', '\u{b5}', '\u{3bc}']) {
        let found = match mark {
            "." => decimal_hazard(text, at),
            "u" | "U" => unit_letter_hazard(text, at),
            _ => {
                let message = "the sign for micro is misread as milli; write micrograms or mcg";
                Some((at..at + mark.len(), message.to_owned()))
            }
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// A number without its leading zero, or with a trailing one before a unit.
fn decimal_hazard(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    let digits = number_at(text, at + 1);
    if !digits.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let end = at + 1 + digits.len();
    match text[..at].chars().next_back() {
        Some(before) if before.is_ascii_digit() => {
            let trailing = digits.bytes().all(|digit| digit == b'0');
            let rest = &text[end..];
            let unit = starts_with_unit(rest) || after_range(rest).is_some_and(starts_with_unit);
            (trailing && unit).then(|| {
                let start = at - trailing_number(&text[..at]).len();
                let message = format!("`.{digits}` after a number is misread as a tenfold dose");
                (start..end, message)
            })
        }
        Some(before) if before.is_alphanumeric() || before == '.' => None,
        _ => Some((at..end, format!("`.{digits}` lacks its leading zero"))),
    }
}

/// `ug` after a number, or `U` written against it.
fn unit_letter_hazard(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    let word = word_at(&text[at..]);
    let end = at + word.len();
    let glued = trailing_number(&text[..at]);
    if word.eq_ignore_ascii_case("ug") && !trailing_number(trim_gap_end(&text[..at])).is_empty() {
        return Some((at..end, format!("`{word}` is misread as milligrams; write mcg")));
    }
    let start = at - glued.len();
    let counts = !glued.is_empty() && !text[..start].ends_with(char::is_alphanumeric);
    let alone = !text[end..].starts_with(|next: char| next.is_ascii_digit());
    (counts && alone && word.len() == 1).then(|| {
        let message = format!("the `{word}` of `{glued}{word}` is misread as a zero; write units");
        (start..end, message)
    })
}

/// Whether a unit comes next.
fn starts_with_unit(rest: &str) -> bool {
    let rest = rest.trim_start_matches(is_gap);
    rest.starts_with('%') || is_one_of(word_at(rest), UNITS)
}

/// What comes after the second number of a range, as in `to 4` or `-4`.
fn after_range(rest: &str) -> Option<&str> {
    let rest = rest.trim_start_matches(is_gap);
    let word = word_at(rest);
    let rest = if is_one_of(word, &["to", "or"]) { &rest[word.len()..] } else { rest };
    let rest = rest.trim_start_matches(is_gap);
    let number = number_at(rest, 0);
    (!number.is_empty()).then(|| &rest[number.len()..])
}

/// What may stand between a number and its unit, or between the numbers of a range.
fn is_gap(character: char) -> bool {
    character.is_whitespace() || matches!(character, '-' | '\u{2010}'..='\u{2013}')
}

fn trim_gap_end(text: &str) -> &str {
    text.trim_end_matches(is_gap)
}

/// A word in capitals that the lists of abbreviations never to be used have on them.
fn abbreviation(text: &str) -> Option<(Range<usize>, String)> {
    let found = ABBREVIATIONS
        .iter()
        .find_map(|(word, instead)| Some((find_word(text, word)?, word, instead)));
    let (at, word, instead) = found?;
    Some((at..at + word.len(), format!("`{word}` is misread; write {instead}")))
}

fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|other| other.eq_ignore_ascii_case(word))
}

/// Longer than any number in a dose, and than any unit: no more is looked at, so that a text of
/// nothing else takes no longer than others.
const LONGEST: usize = 40;

/// The letters that the text begins with.
fn word_at(text: &str) -> &str {
    let text = &text[..text.floor_char_boundary(LONGEST)];
    let end = text.find(|next: char| !next.is_ascii_alphabetic()).unwrap_or(text.len());
    &text[..end]
}

fn number_at(text: &str, start: usize) -> &str {
    let rest = &text[start..text.floor_char_boundary(start + LONGEST)];
    let end = rest.find(|next: char| next != '.' && !next.is_ascii_digit()).unwrap_or(rest.len());
    rest[..end].trim_end_matches('.')
}

/// The number that the text ends with, or nothing.
fn trailing_number(text: &str) -> &str {
    if !text.ends_with(|last: char| last.is_ascii_digit()) {
        return "";
    }
    let text = &text[text.floor_char_boundary(text.len().saturating_sub(LONGEST))..];
    let part = |next: char| next.is_ascii_digit() || next == '.' || next == ',';
    let head = text.trim_end_matches(part);
    text[head.len()..].trim_start_matches(['.', ','])
}

/// Every amount in milligrams that a text names, as in `2 mg`: the number, and where all of it is.
pub fn milligrams(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    text.match_indices(['m', 'M']).filter_map(|(at, _)| {
        let word = word_at(&text[at..]);
        let end = at + word.len();
        let head = trim_gap_end(&text[..at]);
        let number = trailing_number(head);
        let whole = !text[end..].starts_with(|next: char| next.is_ascii_digit());
        (whole && !number.is_empty() && is_one_of(word, MILLIGRAMS))
            .then(|| (number, head.len() - number.len()..end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str, register: Register) -> Vec<Code> {
        broken_rules(text, register).into_iter().map(|fault| fault.code).collect()
    }

    #[test]
    fn doses_that_are_misread_are_refused() {
        for text in [
            "1.0 mg",
            "take .5 mg",
            "50 \u{b5}g",
            "10.00%",
            "(.5)",
            "2.0 milligrams",
            "2.0 Micrograms",
            "2.0-mg tablets",
            "2.0\u{a0}mg",
            "2.0 to 4 mg",
            "2.0-4 mg",
            "<.5 mg",
            "~.5 mg",
            "1-.5 mg",
            "2 ug",
            "2ug",
            "2-UG",
            "10U",
            "10u daily",
        ] {
            assert_eq!(codes(text, Register::Professional), [Code::UnitHazard], "{text}");
        }
        for text in [
            "1.05 mg",
            "section 5.10",
            "0.5 mg",
            "10.0 people",
            "Yes.",
            "MedDRA version 20.0",
            "MedDRA version 20.0, 4 mg",
            "L63.0",
            "week 2.",
            "and so on...5",
            "2 drugs",
            "10 US sites",
            "GRCh10U",
            "a U-shaped curve",
            "BRAVE-AA2",
        ] {
            assert_eq!(codes(text, Register::Professional), [], "{text}");
        }
    }

    #[test]
    fn words_that_rank_are_refused_outside_quotation_marks() {
        for text in [
            "The BEST drug",
            "a head-to-head trial",
            "superior",
            "It works better than that",
            "\"quoted\" and safer than that",
            "the strongest one",
        ] {
            assert_eq!(codes(text, Register::Plain), [Code::RankingWord], "{text}");
        }
        for text in ["bestow", "titled \"The best drug\" in 2020", "superiorly"] {
            assert_eq!(codes(text, Register::Plain), [], "{text}");
        }
        assert_eq!(codes("A best title", Register::Title), []);
        assert_eq!(codes("A best title of 2.0 mg", Register::Title), [Code::UnitHazard]);
    }

    #[test]
    fn relative_risks_are_refused_in_plain_words_only() {
        assert_eq!(codes("The odds ratio is 2", Register::Professional), []);
        for text in [
            "You are twice as likely",
            "a two-fold rise",
            "a 3-fold risk",
            "a 20% lower risk",
            "a 20 % Higher risk",
        ] {
            assert_eq!(codes(text, Register::Plain), [Code::RelativeRisk], "{text}");
        }
        assert_eq!(codes("a skin fold", Register::Plain), []);
    }

    #[test]
    fn text_that_deceives_a_terminal_or_a_spreadsheet_is_refused() {
        for text in ["a\u{1b}[31m", "a\u{202e}b", "a\u{200b}b", "a\nb", "\u{feff}a"] {
            assert_eq!(codes(text, Register::Code), [Code::HiddenCharacter], "{text:?}");
        }
        for text in ["=1+1", "+1", "-1", "@x", " =1+1", "\u{a0}-1"] {
            assert_eq!(codes(text, Register::Code), [Code::SpreadsheetFormula], "{text}");
        }
        assert_eq!(codes("caf\u{e9} \u{4e00}", Register::Code), []);
    }

    #[test]
    fn letters_that_only_look_like_those_people_type_are_refused() {
        for text in ["\u{39f}lumiant", "a Lit\u{1d41f}ulo", "Z\u{43e}o", "\u{ff2f}"] {
            assert_eq!(codes(text, Register::Title), [Code::ForeignLetter], "{text}");
        }
        for text in ["TNF-\u{3b1}", "NF-\u{3ba}B", "IL-1\u{3b2}", "\u{39f} 2", "caf\u{e9}"] {
            assert_eq!(codes(text, Register::Title), [], "{text}");
        }
    }

    #[test]
    fn milligrams_are_found_however_they_are_written() {
        let text = "2 mg, then (4 mg) or 0.75 mg; 15 mg/g, mg, 3 mgs, 20mg 21 MG 22-mg 23\u{a0}mg \
                    24 milligrams, 1,000 mg; 5 mm, at 6. Mg";
        let found: Vec<&str> = milligrams(text).map(|(number, _)| number).collect();
        assert_eq!(found, ["2", "4", "0.75", "15", "20", "21", "22", "23", "24", "1,000"]);
        assert_eq!(milligrams("take 2 mg").next().map(|(_, at)| at), Some(5..9));
    }

    #[test]
    fn a_mistake_is_pointed_at() {
        for (text, part) in [
            ("a pill of 2.0 mg", "2.0"),
            ("caf\u{e9} .5 mg", ".5"),
            ("\"best\" but superior", "superior"),
            ("  =1", "="),
            ("10U", "10U"),
            ("a\nb", "\n"),
        ] {
            let faults = broken_rules(text, Register::Professional);
            let parts: Vec<&str> = faults.into_iter().map(|fault| &text[fault.at]).collect();
            assert_eq!(parts, [part], "{text}");
        }
    }
}
