//! The words of a search, and how they stand in a text.

use crate::output::document::{Line, Span};

/// Words that people put into a question and that say nothing about its answer. They are sought only
/// where no other word is given. `no` and `not` are none of them: they turn an answer around.
const FILLERS: &[&str] = &[
    "a", "about", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can",
    "could", "did", "do", "does", "for", "from", "get", "give", "had", "has", "have", "how", "i",
    "i'm", "if", "in", "into", "is", "it", "it's", "its", "may", "me", "might", "much", "must",
    "my", "of", "on", "or", "our", "please", "safe", "shall", "should", "so", "take", "taking",
    "tell", "than", "that", "the", "them", "there", "they", "this", "to", "use", "using", "was",
    "we", "were", "what", "what's", "when", "where", "which", "while", "who", "why", "will",
    "with", "would", "you", "your",
];

/// What is shorter is no word whose plural is sought.
const SHORTEST_SINGULAR: usize = 3;

/// How a word stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stands {
    Nowhere,
    /// As part of longer words only, as `live` in `liver`.
    Inside,
    /// As a word of its own, or as its plural or singular.
    Whole,
}

/// The words that are sought, each once, as they are compared: folded, and without the marks that
/// end a sentence.
pub fn sought(arguments: &[String]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in arguments.iter().flat_map(|argument| argument.split_whitespace()) {
        let bare = word.trim_end_matches(['?', '!', '.', ',', ';', ':']);
        let word = folded(if bare.is_empty() { word } else { bare });
        if word.contains(char::is_alphanumeric) && !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// The words that tell what is wanted, and the fillers between them; all words tell if none does.
pub fn told_apart(words: Vec<String>) -> (Vec<String>, Vec<String>) {
    let is_filler = |word: &String| FILLERS.contains(&word.as_str());
    let (fillers, telling): (Vec<String>, Vec<String>) = words.into_iter().partition(is_filler);
    if telling.is_empty() { (fillers, telling) } else { (telling, fillers) }
}

/// How the word stands in a text; both are folded.
pub fn stands(text: &str, word: &str) -> Stands {
    let as_typed = stands_as_typed(text, word);
    let is_whole = |singular: &str| stands_as_typed(text, singular) == Stands::Whole;
    if as_typed < Stands::Whole && singulars(word).any(is_whole) {
        return Stands::Whole;
    }
    as_typed
}

/// What the word may be the plural of: `vaccine` for `vaccines`, `rash` for `rashes`.
fn singulars(word: &str) -> impl Iterator<Item = &str> {
    let is_word = |singular: &&str| singular.len() >= SHORTEST_SINGULAR;
    let plain = word.strip_suffix('s').filter(|singular| !singular.ends_with('s'));
    let hissing = word.strip_suffix("es").filter(|singular| singular.ends_with(['s', 'x', 'h']));
    plain.into_iter().chain(hissing).filter(is_word)
}

fn stands_as_typed(text: &str, word: &str) -> Stands {
    if !text.contains(word) {
        return Stands::Nowhere;
    }
    let mut places = text.match_indices(word);
    let is_whole = |(at, _): (usize, &str)| {
        !text[..at].ends_with(char::is_alphanumeric) && is_end(&text[at + word.len()..])
    };
    if places.any(is_whole) { Stands::Whole } else { Stands::Inside }
}

/// Whether a word, or its plural, ends where the rest of a text begins.
fn is_end(rest: &str) -> bool {
    let endings = ["", "s", "es"].into_iter().filter_map(|ending| rest.strip_prefix(ending));
    endings.into_iter().any(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// The text in small letters and without accents.
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let combines = |character: &char| ('\u{300}'..='\u{36f}').contains(character);
    let bare = text.chars().filter(|character| !combines(character)).map(without_accent);
    bare.flat_map(char::to_lowercase).collect()
}

/// The letter of the Latin alphabet under an accent. The languages of the labels and of the people
/// who search them need no more than these two blocks; a full table would be a twentieth of the
/// program.
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

/// The line with the words set off in its text.
pub fn emphasized_line<'a>(line: Line<'a>, words: &[String]) -> Line<'a> {
    let mut emphasis = Line::new();
    for span in line {
        match span {
            Span::Text(text) => emphasis.append(&mut emphasized(&text, words)),
            span => emphasis.push(span),
        }
    }
    emphasis
}

/// The text with the words set off.
pub fn emphasized<'a>(text: &str, words: &[String]) -> Line<'a> {
    let mut line = Line::new();
    let mut plain = String::new();
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            plain.push(' ');
        }
        let compared = folded(word);
        if words.iter().any(|sought| stands(&compared, sought) != Stands::Nowhere) {
            line.push(Span::Text(std::mem::take(&mut plain).into()));
            line.push(Span::Strong(word.to_owned().into()));
        } else {
            plain.push_str(word);
        }
    }
    line.push(Span::Text(plain.into()));
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_do_not_matter() {
        assert_eq!(folded("Ménière's \u{c5}"), "meniere's a");
        assert_eq!(folded("SALT"), "salt");
        assert_eq!(
            folded("\u{e9}e\u{301} \u{17d}\u{17e} \u{df} \u{143}\u{151} \u{4e00}"),
            "ee zz \u{df} no \u{4e00}"
        );
    }

    #[test]
    fn a_question_is_its_words() {
        let words = |text: &str| sought(&[text.to_owned()]);
        assert_eq!(words("Live vaccine on\tOlumiant?!"), ["live", "vaccine", "on", "olumiant"]);
        assert_eq!(words("one, two. ONE ?"), ["one", "two"]);
        assert_eq!(words("5.10 (Boxed)"), ["5.10", "(boxed)"]);
        assert_eq!(words(" "), Vec::<String>::new());
    }

    #[test]
    fn fillers_are_left_out_where_another_word_is_left() {
        let apart = |text: &str| told_apart(sought(&[text.to_owned()]));
        let (words, left_out) = apart("What is the dose?");
        assert_eq!((words.join(" "), left_out.join(" ")), ("dose".into(), "what is the".into()));
        let (words, left_out) = apart("how much");
        assert_eq!((words.join(" "), left_out.len()), ("how much".into(), 0));
        assert_eq!(apart("not approved").0.len(), 2);
    }

    #[test]
    fn a_whole_word_is_told_from_a_part_of_one() {
        for (text, expected) in [
            ("avoid live vaccines", Stands::Whole),
            ("the liver; live.", Stands::Whole),
            ("lives", Stands::Whole),
            ("(live)", Stands::Whole),
            ("liver", Stands::Inside),
            ("alive", Stands::Inside),
            ("5live", Stands::Inside),
            ("olive liver", Stands::Inside),
            ("life", Stands::Nowhere),
        ] {
            assert_eq!(stands(text, "live"), expected, "{text}");
        }
        assert_eq!(stands("two doses", "dose"), Stands::Whole);
        assert_eq!(stands("one dose", "doses"), Stands::Whole);
        assert_eq!(stands("a live vaccine", "vaccines"), Stands::Whole);
        assert_eq!(stands("a rash", "rashes"), Stands::Whole);
        assert_eq!(stands("los", "loss"), Stands::Nowhere);
        assert_eq!(stands("us", "uses"), Stands::Nowhere);
        assert_eq!(stands("the kidneys", "kids"), Stands::Nowhere);
        assert_eq!(stands("rashes", "rash"), Stands::Whole);
        assert_eq!(stands("call 973-763-7546", "973"), Stands::Whole);
        assert_eq!(stands("d\u{fc}rf \u{fc}live", "live"), Stands::Inside);
    }
}
