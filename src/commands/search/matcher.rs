//! Where words stand in a text. Only whole words are found, unless parts are asked for; a part is
//! the beginning of a longer word.

use std::borrow::Cow;
use std::ops::Range;

/// Which of the terms were found: a bit each.
pub type Found = u64;

/// More terms than this are not told apart.
pub const MOST_TERMS: usize = Found::BITS as usize;

/// Words that follow each other, in small letters and without accents.
pub type Phrase = Vec<String>;

/// Finds the phrases of some terms.
#[derive(Debug)]
pub struct Matcher {
    /// Each phrase with its term, and whether words that only begin with it are found, too.
    phrases: Vec<(Phrase, usize, bool)>,
    /// Whether any of them begins with this byte, by which most words are told from all of them.
    first: [bool; 256],
}

impl Default for Matcher {
    fn default() -> Self {
        Self { phrases: Vec::new(), first: [false; 256] }
    }
}

impl Matcher {
    /// Finds this phrase for this term, too. With `part`, also words that only begin with it.
    pub fn add(&mut self, term: usize, phrase: Phrase, part: bool) {
        if let Some(first) = phrase.first().and_then(|word| word.bytes().next()) {
            self.first[usize::from(first.to_ascii_uppercase())] = true;
            self.first[usize::from(first)] = true;
            self.phrases.push((phrase, term, part));
        }
    }

    /// Which terms stand in the text.
    pub fn found(&self, text: &str) -> Found {
        let text = folded(text);
        let mut found = 0;
        for (at, byte) in text.bytes().enumerate() {
            if self.first[usize::from(byte)] && begins_word(text.as_bytes(), at) {
                for (_, term) in self.standing(&text, at) {
                    found |= 1 << term;
                }
            }
        }
        found
    }

    /// Where they stand in it, in bytes; nowhere in a text that must be folded first.
    pub fn places(&self, text: &str) -> Vec<Range<usize>> {
        let mut places = Vec::new();
        let mut rest = 0;
        let text = if text.is_ascii() { text } else { "" };
        for word in words_in(text, 0) {
            // The words of one that was found are looked at no more.
            if word.start < rest {
                continue;
            }
            if let Some(end) = self.standing(text, word.start).map(|(end, _)| end).max() {
                places.push(word.start..end);
                rest = end;
            }
        }
        places
    }

    /// The phrases that stand where a word starts: where each ends, and its term.
    fn standing<'m>(
        &'m self,
        text: &'m str,
        start: usize,
    ) -> impl Iterator<Item = (usize, usize)> + 'm {
        self.phrases.iter().filter_map(move |(phrase, term, part)| {
            let mut words = words_in(text, start);
            let mut end = start;
            for sought in phrase {
                let word = words.next().filter(|it| is(&text[it.clone()], sought, *part))?;
                end = word.end;
            }
            Some((end, *term))
        })
    }
}

/// Whether the word is the one that is sought, or a part of it if that is enough.
fn is(word: &str, sought: &str, part: bool) -> bool {
    word.eq_ignore_ascii_case(sought)
        || part && word.get(..sought.len()).is_some_and(|it| it.eq_ignore_ascii_case(sought))
        || word.contains(',') && word.replace(',', "") == sought
}

/// Whether a byte of a folded text belongs to a word wherever it stands.
fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

/// Whether a word begins with the letter that stands here.
fn begins_word(text: &[u8], at: usize) -> bool {
    match &text[..at] {
        [.., before] if is_letter(*before) => false,
        [.., b'0'..=b'9', b'.' | b','] => !text[at].is_ascii_digit(),
        _ => true,
    }
}

/// Where the words of a folded text stand, from this place on. A number keeps what stands between its
/// digits: `2.5`, `1,000`.
fn words_in(text: &str, from: usize) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut rest = &text.as_bytes()[from..];
    std::iter::from_fn(move || {
        let start = rest.iter().position(|byte| is_letter(*byte))?;
        let mut length = 0;
        loop {
            let word = &rest[start + length..];
            length += word.iter().position(|byte| !is_letter(*byte)).unwrap_or(word.len());
            match &rest[start + length - 1..] {
                [b'0'..=b'9', b'.' | b',', b'0'..=b'9', ..] => length += 1,
                _ => break,
            }
        }
        let at = text.len() - rest.len() + start;
        rest = &rest[start + length..];
        Some(at..at + length)
    })
}

/// The words of a text, as they are compared.
pub fn words(text: &str) -> Phrase {
    let text = folded(text);
    let words = words_in(&text, 0);
    words.map(|word| text[word].to_ascii_lowercase().replace(',', "")).collect()
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
        let mut matcher = Matcher::default();
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
        let mut matcher = Matcher::default();
        matcher.add(0, words("live"), false);
        matcher.add(1, words("live vaccine"), false);
        assert_eq!(matcher.places("no live vaccine, live"), [3..15, 17..21]);
    }
}
