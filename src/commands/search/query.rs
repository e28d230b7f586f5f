//! What was typed, as what is sought: names of treatments, conditions and regulators, names of
//! topics, words of the glossary, ages, doses, and ordinary words.

use serde::Serialize;

use super::matcher::{Found, MOST_TERMS, Matcher, Phrase, words};
use super::rank::Standing;
use super::spelling::forms;
use crate::dataset::find;
use crate::dataset::model::{Background, Dataset, Regulator, Term, Topic, Treatment};

/// Words that people put into a question and that say nothing about its answer. They are sought only
/// where no other word is given. `no` and `not` are none of them: they turn an answer around.
const FILLERS: &[&str] = &[
    "a", "about", "also", "am", "an", "and", "any", "anyone", "are", "as", "at", "be", "been",
    "but", "by", "can", "cause", "caused", "causes", "could", "did", "do", "does", "else", "ever",
    "for", "from", "get", "give", "go", "going", "got", "had", "happen", "happens", "has", "have",
    "he", "her", "him", "his", "how", "i", "i'm", "if", "in", "into", "is", "it", "it's", "its",
    "just", "know", "may", "me", "mean", "means", "might", "much", "must", "my", "need", "needs",
    "now", "of", "ok", "okay", "on", "or", "our", "please", "really", "safe", "shall", "she",
    "should", "so", "someone", "still", "take", "taking", "tell", "than", "that", "the", "them",
    "there", "they", "think", "this", "to", "today", "use", "using", "want", "wants", "was", "we",
    "were", "what", "what's", "when", "where", "which", "while", "who", "why", "will", "with",
    "would", "you", "your",
];

/// Words that stand in the place of a name, or mean nothing beside one.
const STANDING_IN: &[&str] =
    &["a", "an", "i", "it", "me", "my", "our", "the", "this", "you", "your"];

/// A word shorter than this is not taken for the beginning of a longer one.
const SHORTEST_PART: usize = 4;

/// A word in so many places tells nothing alone.
const COMMON: usize = 40;

/// The longest name that is looked for, in words.
const LONGEST_NAME: usize = 7;

/// Behind a number, what makes it an age.
const YEARS: &[&str] =
    &["year", "years", "yr", "yrs", "yo", "y/o", "year-old", "years-old", "yrs-old", "yr-old"];

/// Behind a number, what belongs to it.
const UNITS: &[&str] = &[
    "mg", "mcg", "g", "ml", "l", "kg", "week", "weeks", "month", "months", "day", "days", "hour",
    "hours", "time", "times",
];

/// What people say who ask for whom something is, for older people, for younger ones: names that
/// datasets give the topics on that.
const FOR_WHOM: &str = "who is it for";
const OLDER: &str = "elderly";
const YOUNGER: &str = "age";

/// What was typed.
#[derive(Clone, Debug, Default)]
pub struct Query<'a> {
    pub terms: Vec<Sought<'a>>,
    /// The words that are not sought, as they tell nothing about the answer.
    pub ignored: Vec<String>,
}

/// A word, or a name of several words.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Sought<'a> {
    pub word: String,
    /// Instead of what it was typed, if by mistake.
    pub read_as: Option<String>,
    /// Whether it stands only as the beginning of longer words.
    pub part: bool,
    /// What else was sought for it, by the glossary.
    pub also: Vec<&'a str>,
    /// In how many places it was found.
    pub places: usize,
    /// The word in small letters.
    #[serde(skip)]
    pub typed: String,
    /// What stands for it in a text: any of these.
    #[serde(skip)]
    pub phrases: Vec<Phrase>,
    /// The topics that it is a name of.
    #[serde(skip)]
    pub topics: Vec<&'a Topic>,
    #[serde(skip)]
    pub treatment: Option<&'a Treatment>,
    #[serde(skip)]
    pub condition: Option<&'a Background>,
    #[serde(skip)]
    pub regulator: Option<&'a Regulator>,
}

impl Sought<'_> {
    /// Whether it only says of what, and not what.
    pub fn is_setting(&self) -> bool {
        self.treatment.is_some() || self.condition.is_some() || self.regulator.is_some()
    }

    /// Takes it for the beginning of longer words, too, if it is long enough for that.
    pub fn take_parts(&mut self) {
        self.part =
            self.typed.len() >= SHORTEST_PART && self.typed.chars().all(char::is_alphabetic);
    }

    /// Whether it is an ordinary word that stands nowhere.
    pub fn is_missing(&self) -> bool {
        let is_name = self.is_setting() || !self.topics.is_empty() || !self.also.is_empty();
        self.places == 0 && !is_name
    }
}

impl<'a> Query<'a> {
    /// Reads what was typed.
    pub fn read(dataset: &'a Dataset, arguments: &[String]) -> Self {
        const AROUND: &[char] = &[
            '?', '!', '.', ',', ';', ':', '"', '\'', '(', ')', '\u{201c}', '\u{201d}', '\u{2018}',
            '\u{2019}', '\u{ae}', '\u{2122}',
        ];
        let split = arguments.iter().flat_map(|argument| argument.split_whitespace());
        let bare = split.map(|word| word.trim_matches(AROUND));
        let typed: Vec<&str> = bare.filter(|it| it.contains(char::is_alphanumeric)).collect();
        let small: Vec<String> =
            typed.iter().map(|it| it.to_lowercase().replace('\u{2019}', "'")).collect();
        let mut terms = Vec::new();
        let all: Vec<usize> = (0..typed.len()).collect();
        let left = take(&small, &all, &mut terms, |run| {
            treatment(dataset, run).or_else(|| age(dataset, run)).or_else(|| dose(run))
        });
        // A name may have a treatment's in its middle: `does olumiant work`. So it is sought among
        // the words that are left, without those that stand in for one; `us` is a word unless it is
        // in capitals.
        let (words, left): (Vec<usize>, Vec<usize>) = left
            .into_iter()
            .partition(|at| STANDING_IN.contains(&small[*at].as_str()) || typed[*at] == "us");
        let names = names(dataset);
        let mut left = take(&small, &left, &mut terms, |run| name(&names, run));
        left.extend(words);
        left.sort_unstable();
        let is_filler = |at: &usize| FILLERS.contains(&small[*at].as_str());
        let only_fillers = terms.is_empty() && left.iter().all(is_filler);
        let mut ignored: Vec<String> = Vec::new();
        for at in left {
            let word = typed[at].to_owned();
            if only_fillers || !is_filler(&at) {
                let phrases = ordinary(&small[at]);
                add(&mut terms, Sought { typed: small[at].clone(), phrases, ..Sought::default() });
            } else if !ignored.contains(&word) {
                ignored.push(word);
            }
        }
        for term in &mut terms {
            let only = small.iter().position(|word| *word == term.typed);
            term.word = only.map_or_else(|| term.typed.clone(), |at| typed[at].to_owned());
        }
        terms.retain(|term| !term.phrases.is_empty() || !term.topics.is_empty());
        terms.truncate(MOST_TERMS);
        Self { terms, ignored }
    }

    /// Finds all terms.
    pub fn matcher(&self) -> Matcher {
        let mut matcher = Matcher::default();
        for (index, term) in self.terms.iter().enumerate() {
            for phrase in &term.phrases {
                matcher.add(index, phrase.clone(), term.part && phrase.len() == 1);
            }
        }
        matcher
    }

    /// The terms that do not stand with what says of what.
    pub fn apart(&self, standing: Standing) -> Found {
        self.which(|it| !it.is_setting()) & !standing.each
    }

    /// What is left of it: the terms that stand together or, where none does, the one in the fewest
    /// places, with what says of what. Nothing if no word tells one answer from another.
    pub fn fewer(&self, standing: Standing) -> Option<Self> {
        let tells = |term: &Sought<'_>| {
            let is_name = !term.topics.is_empty() || !term.also.is_empty();
            !term.is_setting() && (is_name || term.places < COMMON)
        };
        let asked = self.which(|it| !it.is_setting());
        let mut kept = standing.together & asked;
        if kept.count_ones() < 2 {
            let each = self
                .terms
                .iter()
                .enumerate()
                .filter(|(at, it)| (standing.each & asked) >> at & 1 == 1 && tells(it));
            kept = 1 << each.min_by_key(|(_, it)| it.places)?.0;
        }
        let is_kept = |at: usize, it: &Sought<'a>| kept >> at & 1 == 1 || it.is_setting();
        let terms = self.terms.iter().enumerate().filter(|(at, it)| is_kept(*at, it));
        let terms: Vec<Sought<'a>> = terms.map(|(_, it)| it.clone()).collect();
        let says = terms.len() < self.terms.len() && terms.iter().any(tells);
        says.then(|| Self { terms, ignored: Vec::new() })
    }

    /// The bits of the terms that are so.
    pub fn which(&self, is_so: impl Fn(&Sought<'a>) -> bool) -> Found {
        let terms = self.terms.iter().enumerate();
        terms.fold(0, |found, (index, term)| found | u64::from(is_so(term)) << index)
    }
}

/// Takes the terms that the words at these places are, the longest first, and gives back the places
/// of the others.
fn take<'a>(
    words: &[String],
    places: &[usize],
    terms: &mut Vec<Sought<'a>>,
    find: impl Fn(&[&str]) -> Option<Sought<'a>>,
) -> Vec<usize> {
    let run: Vec<&str> = places.iter().map(|at| words[*at].as_str()).collect();
    let mut left = Vec::new();
    let mut at = 0;
    while at < run.len() {
        let longest = (run.len() - at).min(LONGEST_NAME);
        let mut lengths = (1..=longest).rev();
        let found = lengths.find_map(|it| find(&run[at..at + it]).map(|term| (it, term)));
        if let Some((length, term)) = found {
            add(terms, term);
            at += length;
        } else {
            left.push(places[at]);
            at += 1;
        }
    }
    left
}

/// Adds the term, unless it is sought already.
fn add<'a>(terms: &mut Vec<Sought<'a>>, term: Sought<'a>) {
    let same = |it: &Sought<'a>| {
        it.typed == term.typed
            || it.treatment.zip(term.treatment).is_some_and(|(one, other)| one.id == other.id)
    };
    if !terms.iter().any(same) {
        terms.push(term);
    }
}

fn treatment<'a>(dataset: &'a Dataset, run: &[&str]) -> Option<Sought<'a>> {
    let typed = run.join(" ");
    let treatment = find::treatment_named(dataset, typed.strip_suffix("'s").unwrap_or(&typed))?;
    let phrases = find::names(treatment).map(words).collect();
    Some(Sought { typed, phrases, treatment: Some(treatment), ..Sought::default() })
}

/// `14 years`, `14-year-old`, `age 14`.
fn age<'a>(dataset: &'a Dataset, run: &[&str]) -> Option<Sought<'a>> {
    let years = |word: &str| YEARS.contains(&word);
    let number = match run {
        [only] => only.split_once('-').filter(|(_, rest)| years(rest))?.0,
        ["age" | "aged" | "ages", number] => number,
        ["age" | "aged" | "ages" | "over" | "under", number, unit]
        | [number, unit, "old"]
        | [number, unit]
            if years(unit) =>
        {
            number
        }
        _ => return None,
    };
    let age: u8 = number.parse().ok()?;
    let called = |name| find::topics(dataset, name).unwrap_or_default();
    let mut topics = called(FOR_WHOM);
    if age >= 65 {
        topics.extend(called(OLDER));
    } else if age < 18 {
        topics.extend(called(YOUNGER));
    }
    let phrases = vec![words(&format!("{age} years"))];
    Some(Sought { typed: run.join(" "), phrases, topics, ..Sought::default() })
}

/// A number with its unit: `8 mg`, `8mg`.
fn dose<'a>(run: &[&str]) -> Option<Sought<'a>> {
    let typed = run.join(" ");
    let digits = typed.find(|it: char| !it.is_ascii_digit() && it != '.' && it != ',')?;
    let (number, unit) = typed.split_at(digits);
    let unit = unit.trim_start_matches([' ', '-']);
    if number.is_empty() || !UNITS.contains(&unit) {
        return None;
    }
    let units = if unit.len() > 2 { forms(unit) } else { vec![unit.to_owned()] };
    let mut phrases: Vec<Phrase> =
        units.iter().map(|unit| words(&format!("{number} {unit}"))).collect();
    // As labels put it: `week 24`.
    if unit.starts_with("week") {
        phrases.push(words(&format!("week {number}")));
    }
    Some(Sought { typed, phrases, ..Sought::default() })
}

/// What has a name.
enum Named<'a> {
    Topics(Vec<&'a Topic>),
    Word(&'a Term),
    Condition(&'a Background),
    Regulator(&'a Regulator),
}

/// The names of topics, of words of the glossary, of conditions and of regulators, as they are
/// compared.
fn names(dataset: &Dataset) -> Vec<(String, Named<'_>)> {
    let mut names = Vec::new();
    let mut add = |name: &str, named| {
        let mut name = words(name);
        name.retain(|word| !STANDING_IN.contains(&word.as_str()));
        names.push((name.join(" "), named));
    };
    for group in &dataset.groups {
        for name in std::iter::once(&group.label).chain(&group.also) {
            add(name, Named::Topics(find::topics_of(dataset, group)));
        }
    }
    for topic in &dataset.topics {
        add(&topic.path(), Named::Topics(vec![topic]));
        let own = [&topic.label, &topic.brief].into_iter();
        for name in own.chain(&topic.plain).chain(&topic.column).chain(&topic.also) {
            add(name, Named::Topics(vec![topic]));
        }
    }
    for term in &dataset.terms {
        for name in std::iter::once(&term.term).chain(&term.aliases) {
            add(name, Named::Word(term));
        }
    }
    for condition in dataset.conditions() {
        for name in find::background_names(condition) {
            add(name, Named::Condition(condition));
        }
    }
    for regulator in &dataset.regulators {
        for name in find::regulator_names(regulator) {
            add(name, Named::Regulator(regulator));
        }
    }
    names
}

/// What the words are a name of.
fn name<'a>(names: &[(String, Named<'a>)], run: &[&str]) -> Option<Sought<'a>> {
    let typed = run.join(" ");
    let mut term = Sought { phrases: vec![words(&typed)], ..Sought::default() };
    if let [only] = run {
        // A word such as `use` says nothing alone.
        if FILLERS.contains(only) {
            return None;
        }
        term.phrases = ordinary(only);
    }
    let key = words(&typed).join(" ");
    let other_forms = if run.len() == 1 { forms(&key) } else { vec![key.clone()] };
    for (_, named) in names.iter().filter(|(name, _)| other_forms.contains(name)) {
        match named {
            Named::Topics(topics) => {
                for topic in topics {
                    if !term.topics.iter().any(|it| std::ptr::eq(*it, *topic)) {
                        term.topics.push(topic);
                    }
                }
            }
            Named::Word(it) => {
                let names = std::iter::once(&it.term).chain(&it.aliases).map(|it| it.as_str());
                term.also.extend(names.filter(|name| words(name).join(" ") != key));
            }
            Named::Condition(it) => term.condition = Some(it),
            Named::Regulator(it) => term.regulator = Some(it),
        }
    }
    if !term.topics.is_empty() {
        (term.condition, term.regulator) = (None, None);
    }
    // An abbreviation may look like a word that says nothing.
    let also = term.also.iter().map(|it| words(it));
    term.phrases.extend(also.filter(|it| !FILLERS.contains(&it.join(" ").as_str())));
    term.phrases.extend(term.condition.iter().flat_map(|it| find::background_names(it)).map(words));
    term.phrases.extend(term.regulator.iter().map(|it| words(&it.name)));
    let is_name = !term.topics.is_empty() || !term.also.is_empty() || term.is_setting();
    is_name.then_some(Sought { typed, ..term })
}

/// What stands for an ordinary word in a text.
fn ordinary(word: &str) -> Vec<Phrase> {
    let mut phrases: Vec<Phrase> = forms(word).iter().map(|form| words(form)).collect();
    // `breast-feeding` is `breastfeeding`, too.
    if word.contains('-') {
        phrases.push(words(&word.replace('-', "")));
    }
    phrases.retain(|phrase| !phrase.is_empty());
    phrases
}
