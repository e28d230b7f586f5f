//! Other forms of an ordinary word: its plural or singular, its American or British spelling, and the
//! word that was meant where one letter is wrong. Never of a drug's name.

/// Shorter than this, a word is too like others for a typing mistake to be told.
const SHORTEST_MISTYPED: usize = 5;

/// Shorter than this, a word is not spelled otherwise by rule.
const SHORTEST_RULED: usize = 5;

/// British letters and the American ones.
const RULES: &[(&str, &str)] = &[
    ("oe", "e"),
    ("ae", "e"),
    ("our", "or"),
    ("isation", "ization"),
    ("ise", "ize"),
    ("ising", "izing"),
    ("yse", "yze"),
    ("lled", "led"),
    ("lling", "ling"),
    ("sulph", "sulf"),
    ("tre", "ter"),
    ("picin", "pin"),
    ("ciclo", "cyclo"),
    ("sporin", "sporine"),
];

/// Words of which each stands for the other, where no rule says so.
const PAIRS: &[(&str, &str)] = &[
    ("license", "licence"),
    ("gray", "grey"),
    ("anemia", "anaemia"),
    ("hemoglobin", "haemoglobin"),
    ("leukemia", "leukaemia"),
    ("diarrhea", "diarrhoea"),
    ("edema", "oedema"),
    ("estrogen", "oestrogen"),
    ("fetus", "foetus"),
    ("fetal", "foetal"),
    ("pediatric", "paediatric"),
    ("tumor", "tumour"),
    ("color", "colour"),
    ("pill", "tablet"),
    ("pills", "tablets"),
];

/// Every form of the word, itself first.
pub fn forms(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned()];
    let mut add = |form: String| {
        if !forms.contains(&form) {
            forms.push(form);
        }
    };
    for (american, british) in PAIRS {
        if word == *american {
            add((*british).to_owned());
        } else if word == *british {
            add((*american).to_owned());
        }
    }
    if word.len() >= SHORTEST_RULED && word.bytes().all(|it| it.is_ascii_alphabetic()) {
        let mut american = word.to_owned();
        for (british, spelling) in RULES.iter().filter(|(british, _)| word.contains(british)) {
            add(word.replace(british, spelling));
            american = american.replace(british, spelling);
        }
        add(american);
    }
    for form in forms.clone() {
        for other in numbers(&form) {
            if !forms.contains(&other) {
                forms.push(other);
            }
        }
    }
    forms
}

/// The plural of a word, or its singular: those that it may have.
fn numbers(word: &str) -> Vec<String> {
    let mut forms = Vec::new();
    if word.len() < 3 || !word.bytes().all(|it| it.is_ascii_alphabetic()) {
        return forms;
    }
    let sibilant = word.ends_with(['s', 'x', 'z']) || word.ends_with("ch") || word.ends_with("sh");
    forms.push(if sibilant { format!("{word}es") } else { format!("{word}s") });
    let consonant_y =
        word.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    forms.extend(consonant_y.map(|stem| format!("{stem}ies")));
    let long = |stem: &&str| stem.len() >= 3;
    forms.extend(word.strip_suffix("ies").filter(long).map(|stem| format!("{stem}y")));
    let hissing = |stem: &&str| stem.ends_with(['s', 'x', 'z', 'h']);
    forms.extend(word.strip_suffix("es").filter(long).filter(hissing).map(str::to_owned));
    let plain = word.strip_suffix('s').filter(long);
    forms.extend(plain.filter(|stem| !stem.ends_with(['s', 'u', 'i'])).map(str::to_owned));
    forms
}

/// The one word of these that was meant, if a letter of the typed one is wrong, missing, too many, or
/// in its neighbor's place. Forms of one word count as one; two that may both be meant are none.
pub fn meant<'v>(typed: &str, words: impl Iterator<Item = &'v str>) -> Option<&'v str> {
    if typed.len() < SHORTEST_MISTYPED || !typed.bytes().all(|it| it.is_ascii_alphabetic()) {
        return None;
    }
    let near = |word: &&str| {
        word.len() >= SHORTEST_MISTYPED
            && word.len().abs_diff(typed.len()) <= 1
            && strsim::damerau_levenshtein(typed, word) == 1
    };
    let mut found = words.filter(near);
    let first = found.next()?;
    let is_form = |word: &str| forms(first).iter().any(|form| form == word);
    found.all(is_form).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_its_other_forms() {
        for (typed, meant) in [
            ("vaccines", "vaccine"),
            ("vaccine", "vaccines"),
            ("rashes", "rash"),
            ("rash", "rashes"),
            ("allergies", "allergy"),
            ("pregnancy", "pregnancies"),
            ("diarrhoea", "diarrhea"),
            ("anaemia", "anemia"),
            ("haemoglobin", "hemoglobin"),
            ("tumours", "tumors"),
            ("hospitalised", "hospitalized"),
            ("hospitalisation", "hospitalization"),
            ("paediatrics", "pediatrics"),
            ("licence", "license"),
            ("rifampicin", "rifampin"),
            ("ciclosporin", "cyclosporine"),
            ("tablets", "tablet"),
        ] {
            assert!(forms(typed).iter().any(|form| form == meant), "{typed}: {:?}", forms(typed));
        }
        assert_eq!(forms("loss"), ["loss", "losses"]);
        assert_eq!(forms("tb"), ["tb"]);
        assert!(!forms("virus").contains(&"viru".to_owned()));
    }

    #[test]
    fn one_typing_mistake_is_forgiven_in_a_longer_word() {
        const WORDS: &[&str] = &["vaccine", "vaccines", "liver", "lives", "headache", "shot"];
        let meant = |typed| meant(typed, WORDS.iter().copied());
        assert_eq!(meant("vacine"), Some("vaccine"));
        assert_eq!(meant("vaccien"), Some("vaccine"));
        assert_eq!(meant("headahce"), Some("headache"));
        assert_eq!(meant("hedahce"), None);
        assert_eq!(meant("livver"), Some("liver"));
        assert_eq!(meant("livee"), None, "either may be meant");
        assert_eq!(meant("shto"), None);
    }
}
