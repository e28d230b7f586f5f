//! Every text of a dataset, found by its type: the rules look at each, and no format takes one for
//! more than text.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::dataset::model::Register;
use crate::dataset::read::{self, KINDS, diagnostic, diagnostic::File};
use crate::dataset::{check, model::Dataset};
use crate::harness::{fixture, folder, jakref, line, side_by_side};

/// A text of a dataset in one file: the kind of its record, its key, and where it stands.
struct Found {
    kind: &'static str,
    key: String,
    register: Register,
    at: Range<usize>,
}

fn checked(text: &str) -> Option<Dataset> {
    let files = vec![File::new("case.toml".to_owned(), text.to_owned())];
    let (dataset, found) = check::check(&files, read::read(&files), None);
    found.listed().is_empty().then_some(dataset)
}

/// All of them, in the order in which they stand.
fn texts(source: &str) -> Vec<Found> {
    let dataset = checked(source).expect("no mistakes");
    let mut all = Vec::new();
    for kind in KINDS {
        for record in dataset.records(kind) {
            let start = record.piece().0.start;
            record.texts((), &mut |register, text| {
                let at = start + text.span().start..start + text.span().end;
                let before = source[..at.start].rsplit_once(" = ").expect("a key").0;
                let key = before.rsplit(|it: char| !it.is_ascii_alphanumeric() && it != '-').next();
                let key = key.expect("a key").to_owned();
                all.push(Found { kind, key, register, at });
            });
        }
    }
    all.sort_by_key(|it| it.at.start);
    all
}

/// The dataset with another text in that place.
fn with(source: &str, at: &Range<usize>, text: &str) -> String {
    let quoted = serde_json::to_string(text).expect("a text");
    [&source[..at.start], &quoted, &source[at.end..]].concat()
}

/// The dataset with other texts in these places, which are in their order, and where they stand now.
fn with_all(source: &str, new: &[(&Range<usize>, Option<String>)]) -> (String, Vec<Range<usize>>) {
    let (mut text, mut done, mut places) = (String::new(), 0, Vec::new());
    for (at, new) in new {
        text += &source[done..at.start];
        let start = text.len();
        match new {
            Some(new) => text += &serde_json::to_string(new).expect("a text"),
            None => text += &source[(*at).clone()],
        }
        places.push(start..text.len());
        done = at.end;
    }
    (text + &source[done..], places)
}

/// Where the rules find fault.
fn faults(text: &str) -> Vec<usize> {
    let files = vec![File::new("case.toml".to_owned(), text.to_owned())];
    let (_, found) = check::check(&files, read::read(&files), None);
    found.listed().iter().map(diagnostic::Diagnostic::start).collect()
}

/// What no text of this kind may be.
fn hazards(register: Register) -> Vec<&'static str> {
    let mut hazards = vec!["z\u{1b}[31mz", "z\u{202e}z", "z\u{200b}z", "z\nz", "", "=1+1", "@z"];
    hazards.extend(["z\u{3bf}z", "z\u{1d41a}z"]);
    if matches!(register, Register::Title | Register::Professional | Register::Plain) {
        hazards.extend(["2.0 mg", ".5 mg", "5 \u{b5}g", "2 mg QD"]);
    }
    if matches!(register, Register::Professional | Register::Plain) {
        hazards.extend(["the best z", "z is safer than y"]);
    }
    if register == Register::Plain {
        hazards.push("twice as likely");
    }
    hazards
}

#[test]
fn the_rules_look_at_every_text_of_the_model() {
    let made_up = fixture("export").stdout();
    let known = texts(&made_up);
    let kinds: BTreeSet<_> = known.iter().map(|it| (it.kind, it.key.clone())).collect();
    // What the made-up dataset lacks is looked for in the shipped one, once.
    let shipped = line("export").stdout();
    let mut seen = kinds.clone();
    let others: Vec<Found> =
        texts(&shipped).into_iter().filter(|it| seen.insert((it.kind, it.key.clone()))).collect();
    assert!(kinds.len() > 60, "{kinds:?}");
    // One type has each key, and gives all its texts to the same rules.
    let mut first = BTreeSet::new();
    let cases: Vec<&Found> = known.iter().filter(|it| first.insert((it.kind, &it.key))).collect();
    let most = hazards(Register::Plain).len();
    let rounds: Vec<usize> = (0..most).collect();
    // What names another record is told once, though more in it is wrong: each of these alone.
    let (alone, together): (Vec<&Found>, Vec<&Found>) =
        cases.into_iter().partition(|it| it.register == Register::Reference);
    side_by_side(&rounds, |round| each_is_found(&made_up, &together, *round));
    side_by_side(&alone, |it| {
        (0..hazards(it.register).len()).for_each(|round| each_is_found(&made_up, &[it], round));
    });
    // A larger dataset takes longer: there a few of them are tried.
    let others: Vec<&Found> = others.iter().collect();
    side_by_side(&rounds[..4], |round| each_is_found(&shipped, &others, *round));
}

/// Puts one of its hazards in the place of each text, all at once and no two alike; the rules find
/// fault with each.
fn each_is_found(source: &str, cases: &[&Found], round: usize) {
    let tried = |index: usize, it: &Found| {
        let all = hazards(it.register);
        let hazard = all[(index + round) % all.len()];
        let own: String =
            index.to_string().bytes().map(|it| char::from(it - b'0' + b'a')).collect();
        match hazard {
            "" => String::new(),
            words if words.contains(' ') => format!("{words} q{own}"),
            word => format!("{word}q{own}"),
        }
    };
    let new: Vec<_> =
        cases.iter().enumerate().map(|(at, it)| (&it.at, Some(tried(at, it)))).collect();
    let (text, places) = with_all(source, &new);
    let faults = faults(&text);
    for (index, (it, place)) in cases.iter().zip(places).enumerate() {
        let is_found = faults.iter().any(|at| place.contains(at));
        assert!(is_found, "{} {}: {:?}", it.kind, it.key, tried(index, it));
    }
}

const HOSTILE: [&str; 3] = [
    "Z <script>alert(1)</script> [x](javascript:alert(1)) ![x](https://evil.example/x.png) \
     <img src=x onerror=alert(1)> </style> --> ]]> | `$(touch x)` &lt;b&gt; \\",
    "Z <script>x</script> [x](javascript:x) |",
    "Z <i>",
];

/// The dataset with hostile words behind every text that may have them.
fn hostile(source: &str) -> (String, usize) {
    let all = texts(source);
    // What people read takes most words; of what has a form of its own one of each key is tried.
    let mut first = BTreeSet::new();
    let is_prose = |it: &Found| {
        matches!(it.register, Register::Title | Register::Professional | Register::Plain)
    };
    let tried = |it: &Found| {
        let own: String = serde_json::from_str(&source[it.at.clone()]).expect("a plain text");
        HOSTILE.map(|words| format!("{own} {words}"))
    };
    let mut words: Vec<usize> = all
        .iter()
        .map(|it| match is_prose(it) {
            true => 0,
            false if !first.insert((it.kind, &it.key)) => HOSTILE.len(),
            false => {
                let accepted = |text: &String| checked(&with(source, &it.at, text)).is_some();
                tried(it).iter().position(accepted).unwrap_or(HOSTILE.len())
            }
        })
        .collect();
    loop {
        let new = all.iter().zip(&words);
        let new: Vec<_> = new.map(|(it, words)| (&it.at, tried(it).get(*words).cloned())).collect();
        let (text, places) = with_all(source, &new);
        let faults = faults(&text);
        if faults.is_empty() {
            let changed = words.iter().filter(|it| **it < HOSTILE.len()).count();
            return (text, changed);
        }
        // What a rule refuses is tried with fewer words.
        let before = words.clone();
        for (place, words) in places.iter().zip(&mut words) {
            if faults.iter().any(|at| place.contains(at)) {
                *words = HOSTILE.len().min(*words + 1);
            }
        }
        assert_ne!(words, before, "{faults:?}");
    }
}

/// The tags of a page with the names of their attributes, and where its links lead.
fn tags(page: &str) -> (BTreeSet<String>, Vec<String>) {
    let (mut tags, mut links) = (BTreeSet::new(), Vec::new());
    for tag in page.split('<').skip(1) {
        let mut parts = tag.split('>').next().unwrap_or_default().split('"');
        let mut shape = String::new();
        while let Some(part) = parts.next() {
            shape += part;
            let value = parts.next().unwrap_or_default();
            if part.ends_with("href=") || part.ends_with("src=") {
                links.push(value.to_owned());
            }
        }
        let names = shape.split_whitespace().map(|it| it.trim_end_matches('/'));
        tags.insert(names.collect::<Vec<_>>().join(" "));
    }
    (tags, links)
}

const QUESTIONS: &[&str] = &[
    "",
    "list",
    "examplib --full --sources",
    "samplor --patient",
    "compare --topics all --full",
    "evidence --all-analyses",
    "search once",
    "about examplosis",
    "about glossary",
    "sources --full",
    "sources --gaps --full",
    "clinic",
    "topics",
    "handout examplib",
];

#[test]
fn no_format_takes_a_text_for_more_than_text() {
    let (dataset, changed) = hostile(&fixture("export").stdout());
    assert!(changed > 150, "{changed}");
    let path = folder("hostile").join("case.toml");
    std::fs::write(&path, &dataset).expect("written");
    let path = path.to_str().expect("text");
    // What tags there are without the hostile words.
    let pages =
        QUESTIONS.iter().map(|it| tags(&fixture(&format!("{it} --format html")).answer()).0);
    let clean: BTreeSet<String> = pages.flatten().collect();
    for arguments in QUESTIONS {
        let asked = |format: &str| {
            let words = format!("{arguments} --format {format} --data");
            jakref(words.split_whitespace().chain([path])).output_of().1
        };
        let page = asked("html");
        let (found, links) = tags(&page);
        let strange: Vec<_> = found.difference(&clean).filter(|it| !it.starts_with("a ")).collect();
        assert!(strange.is_empty(), "{arguments}: {strange:#?}");
        for link in links {
            let known = ["https://", "http://", "#", "tel:", "mailto:"];
            assert!(known.iter().any(|it| link.starts_with(it)), "{arguments}: {link}");
        }
        if arguments.starts_with("handout") {
            continue;
        }
        // What a backslash stands before is text.
        let text = asked("markdown");
        let mut bare = String::new();
        let mut letters = text.chars();
        while let Some(letter) = letters.next() {
            if letter == '\\' {
                letters.next();
            } else {
                bare.push(letter);
            }
        }
        for tag in ["<script", "<img", "<i>", "](javascript", "![x]"] {
            assert!(!bare.contains(tag), "{arguments}: {tag}: {text}");
        }
        let csv = asked("csv");
        let rows = csv::Reader::from_reader(csv.as_bytes()).into_records().count();
        assert_eq!(rows, asked("jsonl").lines().count(), "{arguments}");
        let plain = asked("plain");
        assert_eq!(plain.chars().find(|it| it.is_control() && !"\n\t".contains(*it)), None);
        let _: serde_json::Value = serde_json::from_str(&asked("json")).expect("JSON");
    }
}
