//! Where words stand in a text. Only whole words are found, unless parts are asked for; a part is
//! the beginning of a longer word.

use std::borrow::Cow;
use std::ops::Range;

/// More terms than this are not told apart.
pub const MOST_TERMS: usize = 64;

/// Which of the terms were found: a bit each.
pub type Found = u64;

/// Words that follow each other, in small letters and without accents.
pub type Phrase = Vec<String>;

/// Finds the phrases of some terms.
#[derive(Debug)]
pub struct Matcher {
    /// Each phrase with its term.
    phrases: Vec<(Phrase, usize, bool)>,
    /// By the first byte of its first word, the places of the phrases.
    by_first: Vec<Vec<usize>>,
    /// With which bytes a phrase begins, in either case.
    begins: [bool; 256],
}

impl Matcher {
    /// For no phrase yet.
    pub fn new() -> Self {
        Self { phrases: Vec::new(), by_first: vec![Vec::new(); 256], begins: [false; 256] }
    }

    /// Finds this phrase for this term, too. With `part`, also words that only begin with it.
    pub fn add(&mut self, term: usize, phrase: Phrase, part: bool) {
        let first = phrase.first().and_then(|word| word.bytes().next());
        let known = self.phrases.iter().any(|(it, of, _)| *of == term && *it == phrase);
        if let (Some(first), false, true) = (first, known, term < MOST_TERMS) {
            self.by_first[usize::from(first)].push(self.phrases.len());
            for first in [first, first.to_ascii_uppercase()] {
                self.begins[usize::from(first)] = true;
            }
            self.phrases.push((phrase, term, part));
        }
    }

    /// Which terms stand in the text.
    pub fn found(&self, text: &str) -> Found {
        let folded = folded(text);
        let text = folded.as_bytes();
        let mut found = 0;
        let mut inside = false;
        for (at, &byte) in text.iter().enumerate() {
            // Nearly no byte is one with which a phrase begins, so all else can wait.
            let begins = self.begins[usize::from(byte)] && !inside && !is_behind_point(text, at);
            inside = WORD[usize::from(byte)];
            if !begins {
                continue;
            }
            let word = at..end_of_word(text, at);
            for &phrase in &self.by_first[usize::from(byte.to_ascii_lowercase())] {
                let (phrase, term, part) = &self.phrases[phrase];
                if found & (1 << term) == 0 && stands(text, word.clone(), phrase, *part).is_some() {
                    found |= 1 << term;
                }
            }
        }
        found
    }

    /// Where they stand in it, in bytes; nowhere in a text that must be folded first.
    pub fn places(&self, text: &str) -> Vec<Range<usize>> {
        let mut places: Vec<Range<usize>> = Vec::new();
        if !text.is_ascii() {
            return places;
        }
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(word) = next_word(bytes, at) {
            at = word.end;
            let phrases = &self.by_first[usize::from(bytes[word.start].to_ascii_lowercase())];
            let ends = phrases.iter().filter_map(|&phrase| {
                let (phrase, _, part) = &self.phrases[phrase];
                stands(bytes, word.clone(), phrase, *part)
            });
            if let Some(end) = ends.max() {
                places.push(word.start..end);
                at = end;
            }
        }
        places
    }
}

/// Where the phrase ends, if it stands where its first word does.
fn stands(text: &[u8], first: Range<usize>, phrase: &[String], part: bool) -> Option<usize> {
    let mut word = first;
    for (index, sought) in phrase.iter().enumerate() {
        if index > 0 {
            word = next_word(text, word.end)?;
        }
        let here = &text[word.clone()];
        let sought = sought.as_bytes();
        let same = here.eq_ignore_ascii_case(sought)
            || (here.contains(&b',') && without_commas(here).eq_ignore_ascii_case(sought));
        let begins =
            || part && here.get(..sought.len()).is_some_and(|it| it.eq_ignore_ascii_case(sought));
        if !same && !begins() {
            return None;
        }
    }
    Some(word.end)
}

fn without_commas(word: &[u8]) -> Vec<u8> {
    word.iter().copied().filter(|byte| *byte != b',').collect()
}

/// Whether a byte is part of a word. All of what is not ASCII is.
static WORD: [bool; 256] = {
    let mut word = [false; 256];
    let mut byte = 0u8;
    loop {
        word[byte as usize] = byte.is_ascii_alphanumeric() || byte >= 0x80;
        if byte == u8::MAX {
            break word;
        }
        byte += 1;
    }
};

fn is_word(byte: u8) -> bool {
    WORD[usize::from(byte)]
}

/// Whether the digit here goes on with a number, as the 5 of `2.5` does.
fn is_behind_point(text: &[u8], at: usize) -> bool {
    text[at].is_ascii_digit()
        && at >= 2
        && matches!(text[at - 1], b'.' | b',')
        && text[at - 2].is_ascii_digit()
}

/// Where the word ends that begins here. A number keeps what stands between its digits: `2.5`,
/// `1,000`.
fn end_of_word(text: &[u8], start: usize) -> usize {
    let mut end = start;
    loop {
        end += text[end..].iter().position(|byte| !is_word(*byte)).unwrap_or(text.len() - end);
        let goes_on = end > start
            && matches!(text.get(end), Some(b'.' | b','))
            && text.get(end + 1).is_some_and(u8::is_ascii_digit)
            && text[end - 1].is_ascii_digit();
        if !goes_on {
            return end;
        }
        end += 1;
    }
}

/// The next word from here.
fn next_word(text: &[u8], from: usize) -> Option<Range<usize>> {
    let start = from + text.get(from..)?.iter().position(|byte| is_word(*byte))?;
    Some(start..end_of_word(text, start))
}

/// The words of a text, as they are compared.
pub fn words(text: &str) -> Phrase {
    let folded = folded(text);
    let mut words = Phrase::new();
    let mut at = 0;
    while let Some(word) = next_word(folded.as_bytes(), at) {
        at = word.end;
        words.extend(folded.get(word).map(|word| word.to_ascii_lowercase().replace(',', "")));
    }
    words
}

/// The text without accents, and in small letters where it is not ASCII.
fn folded(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let combines = |character: &char| ('\u{300}'..='\u{36f}').contains(character);
    let bare = text.chars().filter(|character| !combines(character));
    // What no word is made of parts words.
    let bare =
        bare.map(|it| if it.is_alphanumeric() || it.is_ascii() { without_accent(it) } else { ' ' });
    Cow::Owned(bare.flat_map(char::to_lowercase).collect())
}

/// The letter of the Latin alphabet under an accent. The languages of the labels and of the people
/// who search them need no more than these two blocks.
fn without_accent(character: char) -> char {
    // U+00C0 to U+017F; a letter of its own, such as \u{df}, stands for itself: `.`.
    const LETTERS: &[u8] = b"AAAAAA.CEEEEIIII.NOOOOO.OUUUUY..aaaaaa.ceeeeiiii.nooooo.ouuuuy.y\
        AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi..JjKk.LlLlLlLlLlNnNnNnn..OoOoOo..\
        RrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZz.";
    let index = (character as usize).checked_sub(0xc0);
    match index.and_then(|index| LETTERS.get(index)) {
        None | Some(b'.') => character,
        Some(&letter) => char::from(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(text: &str, phrase: &str, part: bool) -> bool {
        let mut matcher = Matcher::new();
        matcher.add(0, words(phrase), part);
        matcher.found(text) != 0
    }

    #[test]
    fn a_text_is_its_words() {
        assert_eq!(words("Live-vaccine on\tOlumiant?!"), ["live", "vaccine", "on", "olumiant"]);
        assert_eq!(
            words("1,000 per \u{b5}L; 2.5 mg. CYP2C9"),
            ["1000", "per", "\u{b5}l", "2.5", "mg", "cyp2c9"]
        );
        assert_eq!(words("M\u{e9}ni\u{e8}re \u{ae} e\u{301}"), ["meniere", "e"]);
        assert_eq!(words(" ?"), Phrase::new());
    }

    #[test]
    fn a_whole_word_is_told_from_a_part_of_one() {
        for (text, whole, part) in [
            ("avoid live vaccines", true, true),
            ("(LIVE).", true, true),
            ("liver", false, true),
            ("alive, olive", false, false),
            ("life", false, false),
        ] {
            assert_eq!(
                (finds(text, "live", false), finds(text, "live", true)),
                (whole, part),
                "{text}"
            );
        }
        assert!(finds("deuruxolitinib 8 mg", "8 mg", false));
        assert!(!finds("deuruxolitinib 8 mg", "ruxolitinib", true));
        assert!(!finds("0.8 mg, 18 mg, 8.5 mg", "8 mg", false));
        assert!(finds("fewer than 1,000 per", "1000", false));
    }

    #[test]
    fn places_are_those_of_the_longest_phrases() {
        let mut matcher = Matcher::new();
        matcher.add(0, words("live"), false);
        matcher.add(1, words("live vaccine"), false);
        assert_eq!(matcher.places("no live vaccine, live"), [3..15, 17..21]);
    }
}
