//! What was typed, as terms: names of treatments, conditions and regulators, names of topics, words
//! of the glossary, ages, doses, and ordinary words.

use std::collections::HashMap;

use super::matcher::{Found, MOST_TERMS, Matcher, Phrase, words};
use super::spelling::forms;
use crate::dataset::find;
use crate::dataset::model::{Background, Dataset, Regulator, Topic, Treatment};

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

/// Words that stand in the place of a name, or mean nothing beside one.
const STANDING_IN: &[&str] =
    &["a", "an", "i", "it", "me", "my", "our", "the", "this", "you", "your"];

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
#[derive(Debug, Default)]
pub struct Query<'a> {
    pub terms: Vec<Term<'a>>,
    /// The words that are not sought, as they tell nothing about the answer.
    pub ignored: Vec<String>,
}

/// Something that is sought.
#[derive(Debug, Default)]
pub struct Term<'a> {
    /// As it was typed, but in small letters.
    pub typed: String,
    /// The same as it was typed.
    pub shown: String,
    /// What stands for it in a text: any of these.
    pub phrases: Vec<Phrase>,
    /// Whether the beginnings of words stand for it, too.
    pub part: bool,
    /// Instead of what word it was typed, if by mistake.
    pub read_as: Option<String>,
    /// What else it is called, by the glossary.
    pub also: Vec<&'a str>,
    /// The topics that it is a name of.
    pub topics: Vec<&'a Topic>,
    pub treatment: Option<&'a Treatment>,
    pub condition: Option<&'a Background>,
    pub regulator: Option<&'a Regulator>,
}

impl Term<'_> {
    /// Whether it only says of what, and not what.
    pub fn is_setting(&self) -> bool {
        self.treatment.is_some() || self.condition.is_some() || self.regulator.is_some()
    }

    /// Whether it is an ordinary word.
    pub fn is_ordinary(&self) -> bool {
        !self.is_setting() && self.topics.is_empty() && self.also.is_empty()
    }
}

impl<'a> Query<'a> {
    /// Reads what was typed.
    pub fn read(dataset: &'a Dataset, arguments: &[String]) -> Self {
        Reading::new(dataset, arguments).query()
    }

    /// Finds all terms.
    pub fn matcher(&self) -> Matcher {
        let mut matcher = Matcher::new();
        for (index, term) in self.terms.iter().enumerate() {
            for phrase in &term.phrases {
                matcher.add(index, phrase.clone(), term.part && phrase.len() == 1);
            }
        }
        matcher
    }

    /// Finds single words of terms that are several.
    pub fn word_matcher(&self) -> Matcher {
        let mut matcher = Matcher::new();
        for term in self.terms.iter().filter(|term| term.typed.contains(' ')) {
            for word in term.typed.split(' ').filter(|word| !FILLERS.contains(word)) {
                for phrase in ordinary(word) {
                    matcher.add(0, phrase, false);
                }
            }
        }
        matcher
    }

    /// The bits of all terms.
    pub fn all(&self) -> Found {
        self.which(|_| true)
    }

    /// The bits of the terms that are so.
    pub fn which(&self, is_so: impl Fn(&Term<'a>) -> bool) -> Found {
        let terms = self.terms.iter().enumerate();
        terms.fold(0, |found, (index, term)| found | u64::from(is_so(term)) << index)
    }

    /// The treatments that are named.
    pub fn treatments(&self) -> impl Iterator<Item = &'a Treatment> {
        self.terms.iter().filter_map(|term| term.treatment)
    }
}

/// Reading a question word by word.
struct Reading<'a> {
    dataset: &'a Dataset,
    /// The words as typed, and in small letters without the marks of a sentence.
    typed: Vec<(String, String)>,
    terms: Vec<Term<'a>>,
    /// Which words are part of a term already.
    taken: Vec<bool>,
}

impl<'a> Reading<'a> {
    fn new(dataset: &'a Dataset, arguments: &[String]) -> Self {
        const AROUND: &[char] = &[
            '?', '!', '.', ',', ';', ':', '"', '\'', '(', ')', '\u{201c}', '\u{201d}', '\u{2018}',
            '\u{2019}', '\u{ae}', '\u{2122}',
        ];
        let split = arguments.iter().flat_map(|argument| argument.split_whitespace());
        let typed = split.filter_map(|word| {
            let bare = word.trim_matches(AROUND);
            bare.contains(char::is_alphanumeric)
                .then(|| (bare.to_owned(), bare.to_lowercase().replace('\u{2019}', "'")))
        });
        let typed: Vec<(String, String)> = typed.collect();
        let taken = vec![false; typed.len()];
        Self { dataset, typed, terms: Vec::new(), taken }
    }

    fn query(mut self) -> Query<'a> {
        self.treatments();
        self.ages();
        self.doses();
        self.names();
        let rest: Vec<usize> = (0..self.typed.len()).filter(|at| !self.taken[*at]).collect();
        let is_filler = |at: &usize| FILLERS.contains(&self.typed[*at].1.as_str());
        let (fillers, telling): (Vec<usize>, Vec<usize>) = rest.into_iter().partition(is_filler);
        let nothing_else = telling.is_empty() && self.terms.is_empty();
        let (sought, ignored) = if nothing_else { (fillers, telling) } else { (telling, fillers) };
        for at in sought {
            let typed = self.typed[at].1.clone();
            if self.terms.iter().all(|term| term.typed != typed) {
                let phrases = ordinary(&typed);
                self.terms.push(Term { typed, phrases, ..Term::default() });
            }
        }
        for term in &mut self.terms {
            let only = self.typed.iter().find(|(_, word)| *word == term.typed);
            term.shown = only.map_or_else(|| term.typed.clone(), |(typed, _)| typed.clone());
        }
        self.terms.retain(|term| !term.phrases.is_empty() || !term.topics.is_empty());
        self.terms.truncate(MOST_TERMS);
        let mut words: Vec<String> = Vec::new();
        for at in ignored {
            let word = &self.typed[at].0;
            if !words.contains(word) {
                words.push(word.clone());
            }
        }
        Query { terms: self.terms, ignored: words }
    }

    /// The words from here, as they were typed.
    fn span(&self, at: usize, length: usize) -> String {
        let words = self.typed[at..at + length].iter().map(|(_, word)| word.as_str());
        words.collect::<Vec<_>>().join(" ")
    }

    fn take(&mut self, at: usize, length: usize, term: Term<'a>) {
        self.taken[at..at + length].fill(true);
        let same = |it: &Term<'a>| {
            it.typed == term.typed
                || it.treatment.zip(term.treatment).is_some_and(|(one, other)| one.id == other.id)
        };
        if !self.terms.iter().any(same) {
            self.terms.push(term);
        }
    }

    /// Looks at every run of words that are not taken yet, the longest first.
    fn runs(&mut self, longest: usize, find: impl Fn(&Self, usize, usize) -> Option<Term<'a>>) {
        let mut at = 0;
        while at < self.typed.len() {
            let open = self.taken[at..].iter().take_while(|taken| !**taken).count();
            let found = (1..=open.min(longest))
                .rev()
                .find_map(|length| find(self, at, length).map(|term| (length, term)));
            match found {
                Some((length, term)) => {
                    self.take(at, length, term);
                    at += length;
                }
                None => at += 1,
            }
        }
    }

    fn treatments(&mut self) {
        self.runs(LONGEST_NAME, |this, at, length| {
            let typed = this.span(at, length);
            let bare = typed.strip_suffix("'s").unwrap_or(&typed);
            let treatment = find::treatment_named(this.dataset, bare)?;
            let phrases = find::names(treatment).map(words).collect();
            Some(Term { typed, phrases, treatment: Some(treatment), ..Term::default() })
        });
    }

    fn topics_called(&self, name: &str) -> Vec<&'a Topic> {
        find::topics(self.dataset, name).unwrap_or_default()
    }

    /// `14 years`, `14-year-old`, `age 14`.
    fn ages(&mut self) {
        self.runs(3, |this, at, length| {
            let run: Vec<&str> =
                this.typed[at..at + length].iter().map(|it| it.1.as_str()).collect();
            let years = |word: &str| YEARS.contains(&word);
            let number = match run.as_slice() {
                [only] => only.split_once('-').filter(|(_, rest)| years(rest)).map(|(it, _)| it),
                [number, unit] if years(unit) => Some(*number),
                ["age" | "aged" | "ages", number] => Some(*number),
                [number, unit, "old"] if years(unit) => Some(*number),
                ["age" | "aged" | "ages" | "over" | "under", number, unit] if years(unit) => {
                    Some(*number)
                }
                _ => None,
            };
            let age: u8 = number?.parse().ok()?;
            let mut topics = this.topics_called(FOR_WHOM);
            if age >= 65 {
                topics.extend(this.topics_called(OLDER));
            } else if age < 18 {
                topics.extend(this.topics_called(YOUNGER));
            }
            let phrases = vec![words(&format!("{age} years"))];
            Some(Term { typed: run.join(" "), phrases, topics, ..Term::default() })
        });
    }

    /// A number with its unit: `8 mg`, `8mg`.
    fn doses(&mut self) {
        self.runs(2, |this, at, length| {
            let typed = this.span(at, length);
            let digits = typed.find(|it: char| !it.is_ascii_digit() && it != '.' && it != ',')?;
            let (number, unit) = typed.split_at(digits);
            let unit = unit.trim_start_matches([' ', '-']);
            let is_dose = !number.is_empty() && UNITS.contains(&unit);
            let phrase = |unit: &str| words(&format!("{number} {unit}"));
            let mut phrases = vec![phrase(unit)];
            if unit.len() > 2 {
                phrases.extend(forms(unit).iter().map(|unit| phrase(unit)));
            }
            // As labels put it: `week 24`.
            if unit.starts_with("week") {
                phrases.push(words(&format!("week {number}")));
            }
            is_dose.then(|| Term { typed, phrases, ..Term::default() })
        });
    }

    /// Names of topics, of conditions and classes, of regulators, and words of the glossary.
    fn names(&mut self) {
        let topics = named_topics(self.dataset);
        let glossary = glossary(self.dataset);
        // A name may have a treatment's in its middle: `does olumiant work`. So it is sought among
        // the words that are left, without those that stand in for one.
        let stands_in = |word: &str| STANDING_IN.contains(&word);
        let left: Vec<usize> = (0..self.typed.len())
            .filter(|at| !self.taken[*at] && !stands_in(&self.typed[*at].1))
            .collect();
        let mut from = 0;
        while from < left.len() {
            let longest = (left.len() - from).min(LONGEST_NAME);
            let found = (1..=longest).rev().find_map(|length| {
                let places = &left[from..from + length];
                let run: Vec<&str> = places.iter().map(|at| self.typed[*at].1.as_str()).collect();
                self.name(&run, &self.typed[places[0]].0, &topics, &glossary).map(|it| (length, it))
            });
            let Some((length, term)) = found else {
                from += 1;
                continue;
            };
            for &at in &left[from..from + length] {
                self.taken[at] = true;
            }
            if self.terms.iter().all(|it| it.typed != term.typed) {
                self.terms.push(term);
            }
            from += length;
        }
    }

    fn name(
        &self,
        run: &[&str],
        as_typed: &str,
        topics: &HashMap<String, Vec<&'a Topic>>,
        glossary: &HashMap<String, Vec<&'a str>>,
    ) -> Option<Term<'a>> {
        let typed = run.join(" ");
        let key = words(&typed).join(" ");
        let topics = topics.get(&key).cloned().unwrap_or_default();
        let mut phrases: Vec<Phrase> = vec![words(&typed)];
        if let [only] = run {
            // A word such as `use` says nothing alone.
            if FILLERS.contains(only) {
                return None;
            }
            phrases = ordinary(only);
        }
        let also = glossary.get(&key).cloned().unwrap_or_default();
        phrases.extend(also.iter().copied().map(words).filter(|phrase| !is_filler(phrase)));
        // `us` is a word unless it is in capitals.
        let is_word = as_typed == "us";
        let (mut condition, mut regulator) = (None, None);
        if topics.is_empty() && !is_word {
            let kinds = self.dataset.backgrounds.iter();
            condition = kinds.into_iter().find(|it| {
                let is_condition = it.kind == crate::dataset::model::BackgroundKind::Condition;
                is_condition
                    && find::background_names(it).iter().any(|name| find::same(name, &typed))
            });
            regulator =
                self.dataset.regulators.iter().find(|it| {
                    find::regulator_names(it).iter().any(|name| find::same(name, &typed))
                });
        }
        phrases.extend(condition.iter().flat_map(|it| find::background_names(it)).map(words));
        phrases.extend(regulator.iter().map(|it| words(&it.name)));
        let is_name =
            !topics.is_empty() || !also.is_empty() || condition.is_some() || regulator.is_some();
        is_name.then(|| Term {
            typed,
            phrases,
            also,
            topics,
            condition,
            regulator,
            ..Term::default()
        })
    }
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

/// The topics by each of their names, in words as they are compared.
fn named_topics(dataset: &Dataset) -> HashMap<String, Vec<&Topic>> {
    fn add<'a>(named: &mut HashMap<String, Vec<&'a Topic>>, name: &str, topics: &[&'a Topic]) {
        let mut key = words(name);
        key.retain(|word| !STANDING_IN.contains(&word.as_str()));
        let known = named.entry(key.join(" ")).or_default();
        for topic in topics {
            if !known.iter().any(|it| std::ptr::eq(*it, *topic)) {
                known.push(topic);
            }
        }
    }

    let mut named: HashMap<String, Vec<&Topic>> = HashMap::new();
    for group in &dataset.groups {
        let topics = find::topics_of(dataset, group);
        for name in std::iter::once(&group.label).chain(&group.also) {
            add(&mut named, name, &topics);
        }
    }
    for topic in &dataset.topics {
        add(&mut named, &topic.path(), &[topic]);
        let own = [&topic.label, &topic.brief].into_iter();
        for name in own.chain(&topic.plain).chain(&topic.column).chain(&topic.also) {
            add(&mut named, name, &[topic]);
        }
    }
    named
}

/// Whether the phrase is a word that says nothing, such as `at` for an abbreviation.
fn is_filler(phrase: &Phrase) -> bool {
    matches!(phrase.as_slice(), [only] if FILLERS.contains(&only.as_str()))
}

/// What else each word of the glossary is called, by each of its names.
fn glossary(dataset: &Dataset) -> HashMap<String, Vec<&str>> {
    let mut called: HashMap<String, Vec<&str>> = HashMap::new();
    for term in &dataset.terms {
        let names: Vec<&str> =
            std::iter::once(&term.term).chain(&term.aliases).map(|name| name.as_str()).collect();
        for &name in &names {
            let others = names.iter().copied().filter(|other| *other != name);
            let known = called.entry(words(name).join(" ")).or_default();
            known.extend(others);
        }
    }
    called
}
