//! The rules that a dataset must keep before anybody is shown it: every question answered or
//! declared a gap, every citation leading to a source, every number beside its comparator.
//!
//! A rule is a function here that reports a code of its own, a broken dataset in `tests/bad-data`
//! and the line that is expected of it.

mod backgrounds;
mod clinics;
mod evidence;
mod header;
mod indications;
mod lookalike;
mod lost;
mod names;
mod sources;
mod statements;
mod topics;
mod treatments;
mod wording;

pub use wording::find_words;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use super::date::Date;
use super::model::{Dataset, Indication, Record, Register, Topic, Treatment};
use super::place::{At, Piece};
use super::read::diagnostic::{Code, Diagnostic, File, Mistakes};
use super::read::{KINDS, Reading, nearest};
use super::text::Text;
use lost::Lost;

/// How many ids are few enough to be listed.
const FEW: usize = 8;

/// How long a message may be, in bytes.
const LONGEST_MESSAGE: usize = 500;

/// After this many mistakes no more near misses are looked for.
const SUGGESTIONS: usize = 100;

/// The day that the rules on dates go by.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    pub today: Date,
    /// How many days ago the sources may have been read at most, if that is asked.
    pub max_age: Option<i64>,
}

/// Checks what was read as one dataset. It may be used if no mistake is an error.
///
/// `now` adds the rules that depend on the day: nothing lies in the future, and the review is not
/// overdue.
pub fn check(files: &[File], reading: Reading, now: Option<Now>) -> (Dataset, Mistakes) {
    let mut mistakes = broken_rules(files, &reading, now);
    mistakes.append(reading.mistakes);
    mistakes.sort();
    (reading.dataset, mistakes)
}

fn broken_rules(files: &[File], reading: &Reading, now: Option<Now>) -> Mistakes {
    let dataset = &reading.dataset;
    let mut checker = Checker::new(files, reading, now);
    checker.headers(&reading.headers);
    checker.texts();
    checker.names();
    checker.look_alikes();
    checker.regulators();
    checker.topics();
    checker.sources();
    checker.said();
    for treatment in &dataset.treatments {
        // What every treatment lacks would be named for each of them.
        if checker.mistakes.is_full() {
            break;
        }
        checker.treatment(treatment);
    }
    for indication in &dataset.indications {
        if checker.mistakes.is_full() {
            break;
        }
        checker.indication(indication);
    }
    checker.backgrounds();
    for clinic in &dataset.clinics {
        checker.clinic(clinic);
    }
    checker.unused_sources();
    checker.mistakes
}

/// The dataset that is checked, what its records refer to, and what was found.
struct Checker<'a> {
    files: &'a [File],
    dataset: &'a Dataset,
    lost: Lost<'a>,
    /// Of every kind of record, what its records are referred to by.
    ids: HashMap<&'static str, HashSet<String>>,
    treatments: HashMap<&'a str, &'a Treatment>,
    /// Of each treatment, by its id.
    indications: HashMap<&'a str, Vec<&'a Indication>>,
    topics: BTreeMap<String, &'a Topic>,
    /// The terms of adverse reactions that have a name in plain words, or were found to have none.
    named: HashSet<String>,
    /// The topics whose group does not exist, so that their paths mean nothing.
    misplaced: HashSet<&'a str>,
    cited: HashSet<&'a str>,
    now: Option<Now>,
    /// How many of the files are the dataset's own; those behind them are laid over it.
    own_files: usize,
    /// The file of the record that is being checked.
    piece: Piece,
    mistakes: Mistakes,
}

impl<'a> Checker<'a> {
    fn new(files: &'a [File], reading: &'a Reading, now: Option<Now>) -> Self {
        let dataset = &reading.dataset;
        let mut indications: HashMap<&str, Vec<&Indication>> = HashMap::new();
        for indication in &dataset.indications {
            indications.entry(&indication.treatment).or_default().push(indication);
        }
        Self {
            files,
            dataset,
            lost: Lost::new(reading),
            ids: KINDS
                .iter()
                .map(|kind| (*kind, names(dataset, kind).into_iter().collect()))
                .collect(),
            treatments: dataset.treatments.iter().map(|it| (it.id.as_str(), it)).collect(),
            indications,
            topics: dataset.topics.iter().map(|topic| (topic.path(), topic)).collect(),
            named: dataset.reaction_names.iter().map(|it| it.term.to_ascii_lowercase()).collect(),
            misplaced: HashSet::new(),
            cited: HashSet::new(),
            now,
            own_files: reading.own_files,
            piece: Piece::default(),
            mistakes: Mistakes::default(),
        }
    }

    fn report(&mut self, code: Code, at: impl Into<Range<usize>>, message: impl Into<String>) {
        self.report_with_help(code, at, message, "");
    }

    /// With what to do about it, or nothing where that is not known.
    fn report_with_help(
        &mut self,
        code: Code,
        at: impl Into<Range<usize>>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let span = at.into();
        if code.is_absence() && self.lost.covers(self.piece, span.start) {
            return;
        }
        let (piece, message) = (self.piece, short(message.into()));
        let help = Some(short(help.into())).filter(|help| !help.is_empty());
        self.mistakes.push(Diagnostic { code, piece, span, message, help });
    }

    /// Whether the record that is being checked is laid over those of the dataset.
    fn is_laid_over(&self) -> bool {
        self.piece.0.file >= self.own_files
    }

    /// The rules on single texts, over every text that there is.
    fn texts(&mut self) {
        for record in KINDS.iter().flat_map(|kind| self.dataset.records(kind)) {
            self.piece = record.piece();
            record.texts((), &mut |register, text| self.text(register, text));
        }
    }

    fn text(&mut self, register: Register, text: &At<Text>) {
        // A header that is not there has texts that stand nowhere.
        let is_missing = text.is_empty() && text.span().is_empty();
        if is_missing || register == Register::Reference || self.mistakes.is_full() {
            return;
        }
        if register == Register::Address {
            self.address(text);
        }
        let faults = wording::broken_rules(text, register);
        if register == Register::Id && faults.is_empty() {
            self.id(text);
        }
        for fault in faults {
            self.report_with_help(fault.code, part(text, fault.at), fault.message, fault.help);
        }
    }

    /// A name that people type and other records refer to.
    fn id(&mut self, id: &At<Text>) {
        let plain = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.');
        if !id.bytes().all(plain) {
            self.report_with_help(
                Code::BadValue,
                id,
                format!("`{id}` is not an id"),
                "write lower-case letters a to z, digits, hyphens and dots",
            );
        }
    }

    fn address(&mut self, url: &At<Text>) {
        let rest = ["https://", "http://"].iter().find_map(|scheme| url.strip_prefix(scheme));
        let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
        let (host, port) = match host.and_then(|host| host.split_once(':')) {
            Some((host, port)) => (Some(host), port),
            None => (host, "443"),
        };
        let is_port = port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok();
        let is_host = host.is_some_and(|host| {
            host.contains('.')
                && host.split('.').all(|part| {
                    !part.is_empty()
                        && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
                })
        });
        // No browser sends these as they are, and what is drawn around an address may end at them.
        let odd = |byte: u8| !byte.is_ascii_graphic() || b"<>\"`{}|\\^".contains(&byte);
        if !is_host || !is_port || url.bytes().any(odd) {
            self.report_with_help(
                Code::Url,
                url,
                format!("`{url}` is not an address that a reader can open"),
                "write it as https://host/path, without spaces",
            );
        }
    }

    /// A part that stands in the same record as what refers to it, such as a trial or an arm.
    fn refer(
        &mut self,
        name: &At<Text>,
        what: &str,
        is_known: bool,
        known: impl FnOnce() -> Vec<String>,
    ) {
        if !is_known && !self.lost.covers(self.piece, name.span().start) {
            self.unknown(Code::UnknownReference, name, what, known);
        }
    }

    /// Whether there is a record of this kind with this id.
    fn has(&self, kind: &str, id: &str) -> bool {
        self.ids.get(kind).is_some_and(|ids| ids.contains(id))
    }

    /// The id of another record; says whether there is such a record, or may have been one that was
    /// lost.
    fn id_of(&mut self, kind: &str, name: &At<Text>) -> bool {
        self.id_of_or(Code::UnknownReference, kind, name)
    }

    fn id_of_or(&mut self, code: Code, kind: &str, name: &At<Text>) -> bool {
        let is_there = self.has(kind, name) || self.lost.may_hold(kind, name);
        if !is_there {
            let dataset = self.dataset;
            self.unknown(code, name, kind, || names(dataset, kind));
        }
        is_there
    }

    /// Reports an id that no record has, with the ids that there are.
    fn unknown(
        &mut self,
        code: Code,
        name: &At<Text>,
        what: &str,
        known: impl FnOnce() -> Vec<String>,
    ) {
        let help = self.known_ids(name, what, known);
        self.report_with_help(code, name, format!("no {what} has the id `{name}`"), help);
    }

    /// Which id may have been meant: the near miss, or all of them if they are few.
    fn known_ids(&self, name: &str, what: &str, known: impl FnOnce() -> Vec<String>) -> String {
        // Comparing every name with every id takes long where thousands of them are wrong.
        if self.mistakes.listed().len() >= SUGGESTIONS {
            return String::new();
        }
        let known = known();
        match (nearest(name, known.iter().map(String::as_str)), known.len()) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, 0) => format!("there is no {what} yet"),
            (None, 1..=FEW) => format!("there are: {}", known.join(", ")),
            _ => String::new(),
        }
    }
}

/// The names of all records of a kind.
fn names(dataset: &Dataset, kind: &str) -> Vec<String> {
    dataset.records(kind).into_iter().map(Record::name).collect()
}

/// The message, cut off where it quotes something endless.
fn short(mut message: String) -> String {
    if message.len() > LONGEST_MESSAGE {
        message.truncate(message.floor_char_boundary(LONGEST_MESSAGE));
        message.push_str("...");
    }
    message
}

/// Where a part of a text stands: in the text, if that is written as it reads, without escapes.
fn part(text: &At<Text>, at: Range<usize>) -> Range<usize> {
    let (span, quote) = (text.span(), 1);
    if span.len() == text.len() + 2 * quote && !at.is_empty() {
        span.start + quote + at.start..span.start + quote + at.end
    } else {
        span
    }
}
