//! Rules about single texts: what may stand in them, whatever they say.

use super::diagnostic::Code;

/// What a text is, which decides the rules that it must keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Register {
    /// An id, a number in a registry, an address.
    Code,
    /// The name of a document, which may quote what we would not say.
    Title,
    /// For professionals.
    Professional,
    /// For patients.
    Plain,
}

const RANKING: &[&str] = &[
    "best",
    "superior",
    "superiority",
    "inferior",
    "head-to-head",
    "head to head",
    "better than",
    "worse than",
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
];

/// Units after which a trailing zero would be read as part of a dose.
const UNITS: &[&str] = &["mg", "mcg", "g", "kg", "ml", "l", "units", "percent", "%"];

/// Whether a terminal would obey the character, or hide it, instead of showing it.
pub fn is_hidden(character: char) -> bool {
    matches!(character,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{ad}' | '\u{61c}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The rules that a text breaks: the code, and what is wrong with it.
pub fn broken_rules(text: &str, register: Register) -> Vec<(Code, String)> {
    let mut broken = Vec::new();
    // Nearly every text is plain ASCII without surprises: one pass finds the few that are not.
    if !text.bytes().all(|byte| (0x20..0x7f).contains(&byte))
        && let Some(character) = text.chars().find(|&character| is_hidden(character))
    {
        let code = u32::from(character);
        broken.push((Code::HiddenCharacter, format!("the character U+{code:04X} cannot be seen")));
    }
    if text.trim().is_empty() {
        broken.push((Code::EmptyText, "the text is empty".to_owned()));
    }
    if let Some(first @ ('=' | '+' | '-' | '@' | '\t' | '\r')) = text.chars().next() {
        let shown = first.escape_default();
        let message = format!("a spreadsheet would run text that begins with `{shown}`");
        broken.push((Code::SpreadsheetFormula, message));
    }
    if register == Register::Code || register == Register::Title {
        return broken;
    }
    if let Some(found) = unit_hazard(text) {
        broken.push((Code::UnitHazard, found));
    }
    if let Some(word) = find_words(text, RANKING) {
        broken.push((Code::RankingWord, format!("`{word}` ranks")));
    }
    if register == Register::Plain
        && let Some(word) = find_words(text, RELATIVE)
    {
        broken.push((Code::RelativeRisk, format!("`{word}` is relative; say how many of 100")));
    }
    broken
}

/// The first of the words that the text uses outside double quotes, in any case.
fn find_words<'a>(text: &str, words: &[&'a str]) -> Option<&'a str> {
    let unquoted;
    let text = if text.contains('"') {
        unquoted = text.split('"').step_by(2).collect::<Vec<_>>().join("\" \"");
        &unquoted
    } else {
        text
    };
    words.iter().copied().find(|word| {
        let (text, word) = (text.as_bytes(), word.as_bytes());
        text.len() >= word.len()
            && (0..=text.len() - word.len()).any(|start| {
                text[start].eq_ignore_ascii_case(&word[0])
                    && text[start..start + word.len()].eq_ignore_ascii_case(word)
                    && stands_alone(text, start, start + word.len())
            })
    })
}

fn stands_alone(text: &[u8], start: usize, end: usize) -> bool {
    let letter = |at: usize| text.get(at).is_some_and(u8::is_ascii_alphabetic);
    (start == 0 || !letter(start - 1)) && (!letter(end) || !letter(end - 1))
}

/// What in the text would be misread as another dose.
fn unit_hazard(text: &str) -> Option<String> {
    if text.contains(['\u{b5}', '\u{3bc}']) {
        return Some("the sign for micro is misread as milli; write micrograms or mcg".to_owned());
    }
    let bytes = text.as_bytes();
    for (at, _) in text.match_indices('.') {
        let before = at.checked_sub(1).map(|before| bytes[before]);
        let digit_after = bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        if digit_after && before.is_none_or(|byte| byte == b' ' || byte == b'(') {
            let number = number_at(text, at);
            return Some(format!("`{number}` lacks its leading zero"));
        }
        if digit_after && before.is_some_and(|byte| byte.is_ascii_digit()) {
            let digits = number_at(text, at + 1);
            let rest = text[at + 1 + digits.len()..].trim_start().to_ascii_lowercase();
            let unit = UNITS.iter().find(|unit| {
                rest.strip_prefix(**unit).is_some_and(|rest| {
                    !rest.starts_with(|next: char| next.is_ascii_alphanumeric())
                })
            });
            if digits.bytes().all(|digit| digit == b'0') && unit.is_some() {
                return Some(format!("`.{digits}` after a number is misread as a tenfold dose"));
            }
        }
    }
    None
}

fn number_at(text: &str, start: usize) -> &str {
    let rest = &text[start..];
    let end = rest.find(|next: char| next != '.' && !next.is_ascii_digit()).unwrap_or(rest.len());
    rest[..end].trim_end_matches('.')
}

/// Every amount in milligrams that a text names, as in `2 mg`.
pub fn milligrams(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices(" mg").filter_map(|(at, unit)| {
        let end = at + unit.len();
        if text[end..].starts_with(|next: char| next.is_ascii_alphanumeric()) {
            return None;
        }
        let head = &text[..at];
        let start = head
            .rfind(|before: char| !before.is_ascii_digit() && before != '.' && before != ',')
            .map_or(0, |at| at + head[at..].chars().next().map_or(1, char::len_utf8));
        head[start..].starts_with(|first: char| first.is_ascii_digit()).then(|| &text[start..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str, register: Register) -> Vec<Code> {
        broken_rules(text, register).into_iter().map(|(code, _)| code).collect()
    }

    #[test]
    fn doses_that_are_misread_are_refused() {
        for text in ["1.0 mg", "take .5 mg", "50 \u{b5}g", "10.00%", "(.5)"] {
            assert_eq!(codes(text, Register::Professional), [Code::UnitHazard], "{text}");
        }
        for text in ["1.05 mg", "section 5.10", "0.5 mg", "version 20.0", "10.0 people", "Yes."] {
            assert_eq!(codes(text, Register::Professional), [], "{text}");
        }
    }

    #[test]
    fn words_that_rank_are_refused_outside_quotation_marks() {
        for text in
            ["The BEST drug", "a head-to-head trial", "superior", "It works better than that"]
        {
            assert_eq!(codes(text, Register::Plain), [Code::RankingWord], "{text}");
        }
        for text in ["bestow", "titled \"The best drug\" in 2020", "superiorly"] {
            assert_eq!(codes(text, Register::Plain), [], "{text}");
        }
        assert_eq!(codes("A best title", Register::Title), []);
    }

    #[test]
    fn relative_risks_are_refused_in_plain_words_only() {
        assert_eq!(codes("The odds ratio is 2", Register::Professional), []);
        assert_eq!(codes("You are twice as likely", Register::Plain), [Code::RelativeRisk]);
    }

    #[test]
    fn text_that_deceives_a_terminal_or_a_spreadsheet_is_refused() {
        for text in ["a\u{1b}[31m", "a\u{202e}b", "a\u{200b}b", "a\nb", "\u{feff}a"] {
            assert_eq!(codes(text, Register::Code), [Code::HiddenCharacter], "{text:?}");
        }
        for text in ["=1+1", "+1", "-1", "@x"] {
            assert_eq!(codes(text, Register::Code), [Code::SpreadsheetFormula], "{text}");
        }
        assert_eq!(codes("caf\u{e9} \u{4e00}", Register::Code), []);
    }

    #[test]
    fn milligrams_are_found_wherever_they_stand() {
        let found: Vec<&str> =
            milligrams("2 mg, then (4 mg) or 0.75 mg; 15 mg/g, mg, 3 mgs").collect();
        assert_eq!(found, ["2 mg", "4 mg", "0.75 mg", "15 mg"]);
    }
}
