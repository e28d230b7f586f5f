//! The sentence of a text that holds the words.

use super::matcher::{Found, Matcher};

/// Stands where sentences were left out.
pub const MORE: &str = " [...]";

/// What ends with a full stop and does not end a sentence.
const ABBREVIATIONS: &[&str] = &[
    "e.g", "i.e", "vs", "approx", "no", "dr", "mr", "ms", "inc", "co", "ltd", "st", "fig", "sec",
    "u.s", "u.k", "et al", "incl", "max", "min", "div", "p", "n",
];

/// The text in sentences. Where it is not sure that one ends, it goes on.
pub fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(['.', '!', '?']) {
        let rest = &text[at + 1..];
        let next = rest.trim_start().chars().next();
        let begins = rest.starts_with(' ')
            && next.is_some_and(|next| next.is_uppercase() || next.is_ascii_digit());
        let before = text[start..at].to_lowercase();
        let last = before.rsplit([' ', '(']).next().unwrap_or_default();
        let open = before.matches('(').count() > before.matches(')').count();
        let single = last.chars().count() == 1 && last.chars().all(char::is_alphabetic);
        if begins && !open && !single && !ABBREVIATIONS.contains(&last) {
            sentences.push(text[start..=at].trim());
            start = at + 1;
        }
    }
    sentences.push(text[start..].trim());
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// Of a text of several sentences, the one that holds the most of what is sought, and whether there
/// are others.
pub fn holding<'t>(text: &'t str, matcher: &Matcher, sought: Found) -> (&'t str, bool) {
    let sentences = sentences(text);
    let held = |sentence: &str| (matcher.found(sentence) & sought).count_ones();
    let mut best: Option<(&str, u32)> = None;
    for sentence in &sentences {
        let held = held(sentence);
        if best.is_none_or(|(_, most)| held > most) {
            best = Some((sentence, held));
        }
    }
    (best.map_or(text, |(sentence, _)| sentence), sentences.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::super::matcher::words;
    use super::*;

    #[test]
    fn a_sentence_ends_where_it_is_sure_to() {
        assert_eq!(
            sentences(
                "Avoid strong inhibitors, e.g. Fluconazole. Take 2.5 mg (Dr. X. Said so). Ask?  No."
            ),
            [
                "Avoid strong inhibitors, e.g. Fluconazole.",
                "Take 2.5 mg (Dr. X. Said so).",
                "Ask?",
                "No."
            ]
        );
        assert_eq!(sentences("one. two"), ["one. two"]);
        assert_eq!(
            sentences("By U.S. FDA rules. 2 mg is it"),
            ["By U.S. FDA rules.", "2 mg is it"]
        );
    }

    #[test]
    fn the_sentence_is_whole() {
        let mut matcher = Matcher::default();
        matcher.add(0, words("yeast"), false);
        let text = "Bacteria, viruses. Or yeast, now and then. Nothing else.";
        assert_eq!(holding(text, &matcher, 1), ("Or yeast, now and then.", true));
        assert_eq!(holding("Only yeast.", &matcher, 1), ("Only yeast.", false));
    }
}
