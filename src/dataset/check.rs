//! The rules that a dataset must keep before anybody is shown it: every question answered or
//! declared a gap, every citation leading to a source, every number beside its comparator.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use super::diagnostic::{Code, Diagnostic, File, Mistakes};
use super::model::{
    Approval, Arm, ArmResult, Citation, Clinic, Dataset, Gap, Header, Outcome, Reactions, Role,
    Source, Statement, Topic, Treatment, Trial,
};
use super::place::{At, Piece};
use super::read::{Reading, nearest};
use super::text::Text;
use super::value::Date;
use super::wording::{self, Register};

/// The longest that sources may go unread, in days.
pub const REVIEW_DAYS: i64 = 90;

/// How far a percentage may lie from its count, in percentage points: sources round to whole
/// percents.
const ROUNDING: f64 = 0.51;

/// How many ids are few enough to be listed.
const FEW: usize = 8;

/// How long a message may be, in bytes.
const LONGEST_MESSAGE: usize = 500;

/// How many wrong strengths of one text are named.
const MOST_STRENGTHS: usize = 10;

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
    let mut checker = Checker {
        files,
        dataset,
        lost: Lost::new(reading),
        sources: by_id(dataset.sources.iter().map(|source| &source.id)),
        endpoints: by_id(dataset.endpoints.iter().map(|endpoint| &endpoint.id)),
        groups: by_id(dataset.groups.iter().map(|group| &group.id)),
        named: dataset.reaction_names.iter().map(|it| it.term.to_ascii_lowercase()).collect(),
        topics: dataset.topics.iter().map(|topic| (topic.path(), topic)).collect(),
        misplaced: HashSet::new(),
        cited: HashSet::new(),
        now,
        own_files: reading.own_files,
        piece: Piece::default(),
        mistakes: Mistakes::default(),
    };
    checker.headers(&reading.headers);
    checker.names();
    checker.topics();
    checker.sources();
    for treatment in &dataset.treatments {
        // What every treatment lacks would be named for each of them.
        if checker.mistakes.is_full() {
            break;
        }
        checker.treatment(treatment);
    }
    checker.backgrounds();
    for clinic in &dataset.clinics {
        checker.clinic(clinic);
    }
    checker.unused_sources();
    checker.mistakes
}

fn by_id<'a>(ids: impl Iterator<Item = &'a At<Text>>) -> HashSet<&'a str> {
    ids.map(|id| id.as_str()).collect()
}

/// What could not be read, so that nothing else is blamed for its absence.
struct Lost<'a> {
    /// Whether a file could not be parsed, which may have held anything.
    anything: bool,
    /// The kinds of which a record was lost, and its id where that could be read.
    records: HashSet<(&'a str, Option<&'a str>)>,
    /// Where the records stand that were read in part: file, start and end, in order.
    parts: Vec<(Piece, usize, usize)>,
}

impl<'a> Lost<'a> {
    fn new(reading: &'a Reading) -> Self {
        let broken = reading.broken.iter();
        let records = broken.clone().map(|lost| (lost.kind, lost.id.as_deref())).collect();
        let mut parts: Vec<_> =
            broken.map(|lost| (lost.piece, lost.span.start, lost.span.end)).collect();
        parts.sort_unstable();
        Self { anything: reading.unparsed, records, parts }
    }

    fn is_nothing(&self) -> bool {
        !self.anything && self.records.is_empty()
    }

    /// Whether the record that is not there may be one that could not be read.
    fn may_hold(&self, kind: &str, id: &str) -> bool {
        self.anything
            || self.records.contains(&(kind, None))
            || self.records.contains(&(kind, Some(id)))
    }

    /// Whether the place is in a record that was read in part.
    fn covers(&self, piece: Piece, place: usize) -> bool {
        let after = self.parts.partition_point(|&(lost, start, _)| (lost, start) <= (piece, place));
        after
            .checked_sub(1)
            .and_then(|at| self.parts.get(at))
            .is_some_and(|&(lost, _, end)| lost == piece && place < end)
    }
}

struct Checker<'a> {
    files: &'a [File],
    dataset: &'a Dataset,
    lost: Lost<'a>,
    sources: HashSet<&'a str>,
    endpoints: HashSet<&'a str>,
    groups: HashSet<&'a str>,
    /// The terms of adverse reactions that have a name in plain words, or were found to have none.
    named: HashSet<String>,
    topics: BTreeMap<String, &'a Topic>,
    /// The topics whose group does not exist, so that their paths mean nothing.
    misplaced: HashSet<&'a str>,
    cited: HashSet<&'a str>,
    now: Option<Now>,
    /// How many of the files are the dataset's own; those behind them are laid over it.
    own_files: usize,
    /// The piece of the record that is being checked.
    piece: Piece,
    mistakes: Mistakes,
}

/// Arms by their ids; of those that share an id, the first.
type Arms<'a> = BTreeMap<&'a str, &'a Arm>;

fn arms_by_id(arms: &[Arm]) -> Arms<'_> {
    arms.iter().rev().map(|arm| (arm.id.as_str(), arm)).collect()
}

/// A treatment, and what its parts refer to.
struct Known<'a> {
    treatment: &'a Treatment,
    /// The numbers of milligrams that it comes in.
    strengths: HashSet<&'a str>,
    /// The arms of its trials.
    arms: HashMap<&'a str, Arms<'a>>,
    /// The topics that it answers with figures.
    figures: HashSet<&'a str>,
}

impl<'a> Known<'a> {
    fn of(treatment: &'a Treatment) -> Self {
        let strengths = treatment.strengths.iter().flat_map(|it| wording::milligrams(it));
        let trials = treatment.trials.iter().rev();
        let outcomes = treatment.outcomes.iter().map(|outcome| outcome.topic.as_str());
        let reactions = treatment.reactions.iter().map(|reactions| reactions.topic.as_str());
        Self {
            treatment,
            strengths: strengths.map(|(number, _)| number).collect(),
            arms: trials.map(|trial| (trial.id.as_str(), arms_by_id(&trial.arms))).collect(),
            figures: outcomes.chain(reactions).collect(),
        }
    }
}

/// A name, and the record that it stands for: its file and its id.
#[derive(Clone, Copy)]
struct Name<'a> {
    piece: Piece,
    owner: &'a At<Text>,
    text: &'a At<Text>,
}

impl<'a> Name<'a> {
    fn id(piece: Piece, id: &'a At<Text>) -> Self {
        Self { piece, owner: id, text: id }
    }
}

/// Every name of the groups and topics: first all ids, then the headings, then the other names. A
/// heading that is the id in other letters is no second name.
fn names_of_topics(dataset: &Dataset) -> Vec<Name<'_>> {
    let groups = dataset.groups.iter().map(|it| (it.piece, &it.id, vec![&it.label], &it.also));
    let topics = dataset.topics.iter().map(|it| {
        let plain = it.plain.as_ref().filter(|plain| !plain.eq_ignore_ascii_case(&it.label));
        (it.piece, &it.id, std::iter::once(&it.label).chain(plain).collect(), &it.also)
    });
    let (mut ids, mut headings, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for (piece, owner, labels, also) in groups.chain(topics) {
        let name = |text| Name { piece, owner, text };
        let labels = labels.into_iter().filter(|label| !label.eq_ignore_ascii_case(owner));
        ids.push(name(owner));
        headings.extend(labels.map(name));
        others.extend(also.iter().map(name));
    }
    [ids, headings, others].concat()
}

impl<'a> Checker<'a> {
    fn report(&mut self, code: Code, span: Range<usize>, message: impl Into<String>) {
        self.report_with_help(code, span, message, None);
    }

    fn report_with_help(
        &mut self,
        code: Code,
        span: Range<usize>,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        if code.is_absence() && self.lost.covers(self.piece, span.start) {
            return;
        }
        let (piece, message, help) = (self.piece, short(message.into()), help.map(short));
        self.mistakes.push(Diagnostic { code, piece, span, message, help });
    }

    fn headers(&mut self, headers: &'a [Header]) {
        let Some(header) = headers.first() else {
            if self.lost.may_hold("dataset", "") {
                return;
            }
            self.report_with_help(
                Code::MissingHeader,
                0..0,
                "there is no [dataset] table",
                Some("add [dataset] with title, version, as-of, review-due, clinical-review and disclaimer".to_owned()),
            );
            return;
        };
        for second in &headers[1..] {
            self.piece = second.piece;
            self.report(Code::MissingHeader, second.title.span(), "a second [dataset] table");
        }
        self.piece = header.piece;
        self.text(&header.title, Register::Title);
        self.text(&header.version, Register::Code);
        self.text(&header.clinical_review, Register::Professional);
        self.text(&header.disclaimer, Register::Professional);
        let days = header.review_due.day_number() - header.as_of.day_number();
        if !header.as_of.is_day() || !header.review_due.is_day() {
            self.report(
                Code::ReviewDate,
                header.as_of.span(),
                "as-of and review-due must name a day",
            );
        } else if !(0..=REVIEW_DAYS).contains(&days) {
            let latest = Date::from_day_number(header.as_of.day_number() + REVIEW_DAYS);
            let message = if days < 0 {
                "the review is due before the sources were read".to_owned()
            } else {
                format!("the review is due {days} days after the sources were read")
            };
            self.report_with_help(
                Code::ReviewDate,
                header.review_due.span(),
                message,
                Some(format!("{latest} at the latest")),
            );
        }
        let Some(Now { today, max_age }) = self.now else { return };
        if *header.as_of > today {
            let message = format!("the sources cannot have been read after today, {today}");
            self.report(Code::FutureDate, header.as_of.span(), message);
        }
        let age = today.day_number() - header.as_of.day_number();
        if let Some(most) = max_age.filter(|&most| age > most) {
            self.report_with_help(
                Code::TooOld,
                header.as_of.span(),
                format!("the sources were read {age} days ago, more than the {most} allowed"),
                Some("read the sources again, then set as-of and review-due".to_owned()),
            );
        }
        if *header.review_due < today && days >= 0 {
            self.report_with_help(
                Code::ReviewOverdue,
                header.review_due.span(),
                format!("the review was due on {}; today is {today}", header.review_due),
                Some("read the sources again, then set as-of and review-due".to_owned()),
            );
        }
    }

    /// Whether the record that is being checked is laid over those of the dataset.
    fn is_laid_over(&self) -> bool {
        self.piece.file() >= self.own_files
    }

    /// A date on which something has happened.
    fn past(&mut self, date: &At<Date>) {
        let as_of = *self.dataset.header.as_of;
        // What is laid over a dataset may be newer than it.
        let (last, help) = match self.now {
            Some(Now { today, .. }) if self.is_laid_over() && today > as_of => {
                (today, format!("today is {today}"))
            }
            _ => (as_of, format!("the dataset is as of {as_of}")),
        };
        if last.is_day() && **date > last {
            let message = format!("{date} is later than the day the dataset speaks for");
            self.report_with_help(Code::FutureDate, date.span(), message, Some(help));
        }
    }

    /// Checks a text, and says whether it breaks no rule.
    fn text(&mut self, text: &At<Text>, register: Register) -> bool {
        let faults = wording::broken_rules(text, register);
        let fine = faults.is_empty();
        for fault in faults {
            let help = fault.help.map(str::to_owned);
            self.report_with_help(fault.code, part(text, fault.at), fault.message, help);
        }
        fine
    }

    /// A name that people type and other records refer to.
    fn id(&mut self, id: &At<Text>) {
        let fine = self.text(id, Register::Code);
        let plain = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.');
        if fine && !id.bytes().all(plain) {
            self.report_with_help(
                Code::BadValue,
                id.span(),
                format!("`{id}` is not an id"),
                Some("write lower-case letters a to z, digits, hyphens and dots".to_owned()),
            );
        }
    }

    fn optional_text(&mut self, text: Option<&At<Text>>, register: Register) {
        if let Some(text) = text {
            self.text(text, register);
        }
    }

    /// Names that a user may type must stand for one record only.
    fn names(&mut self) {
        let dataset = self.dataset;
        let topics = names_of_topics(dataset).into_iter();
        self.unique_or(Code::SharedName, topics, "group or topic");
        self.unique(dataset.sources.iter().map(|it| Name::id(it.piece, &it.id)), "source");
        self.unique(dataset.endpoints.iter().map(|it| Name::id(it.piece, &it.id)), "endpoint");
        self.unique(dataset.clinics.iter().map(|it| Name::id(it.piece, &it.id)), "clinic");
        let terms = dataset.terms.iter().flat_map(|term| {
            let names = std::iter::once(&term.term).chain(&term.aliases);
            names.map(|name| Name { piece: term.piece, owner: &term.term, text: name })
        });
        self.unique(terms, "term");
        let reactions = dataset.reaction_names.iter().map(|it| Name::id(it.piece, &it.term));
        self.unique(reactions, "reaction");
        // The id is usually the brand in lower case; a brand is not a second name for it.
        let treatments = dataset.treatments.iter().flat_map(|it| {
            let names = [&it.brand, &it.generic].into_iter();
            let names = names.filter(|name| !name.eq_ignore_ascii_case(&it.id));
            let names = std::iter::once(&it.id).chain(names).chain(&it.aliases);
            names.map(|name| Name { piece: it.piece, owner: &it.id, text: name })
        });
        let backgrounds = dataset.backgrounds.iter().flat_map(|it| {
            let name = Some(&it.name).filter(|name| !name.eq_ignore_ascii_case(&it.id));
            let names = std::iter::once(&it.id).chain(name).chain(&it.aliases);
            names.map(|name| Name { piece: it.piece, owner: &it.id, text: name })
        });
        self.unique(treatments.chain(backgrounds), "treatment or background");
    }

    fn unique(&mut self, names: impl Iterator<Item = Name<'a>>, what: &str) {
        self.unique_or(Code::DuplicateId, names, what);
    }

    /// Reports the names that stand for two records; `code` is for those that are not ids.
    fn unique_or(&mut self, code: Code, names: impl Iterator<Item = Name<'a>>, what: &str) {
        let mut seen: HashMap<String, Name<'a>> = HashMap::new();
        for name in names {
            let first = match seen.entry(name.text.to_lowercase()) {
                Entry::Vacant(place) => {
                    place.insert(name);
                    continue;
                }
                Entry::Occupied(first) => *first.get(),
            };
            let is_id = std::ptr::eq(name.owner, name.text);
            let (message, help) = if std::ptr::eq(first.owner, name.owner) {
                (format!("`{}` is named twice", name.text), "take one of them out".to_owned())
            } else if !is_id && first.owner == name.owner {
                // What has the id of another shares its other names, too.
                continue;
            } else {
                let message = format!("`{}` already stands for another {what}", name.text);
                (message, format!("the other stands in {}", self.place(first)))
            };
            self.piece = name.piece;
            let code = if is_id { Code::DuplicateId } else { code };
            self.report_with_help(code, name.text.span(), message, Some(help));
        }
    }

    /// Where a name stands, as people read it.
    fn place(&self, name: Name<'_>) -> String {
        let Some(file) = self.files.get(name.piece.file()) else { return String::new() };
        let place = file.position(name.piece.absolute(name.text.span().start));
        format!("{}, line {}", file.name, place.line)
    }

    fn other_names(&mut self, names: &[At<Text>]) {
        for name in names {
            self.text(name, Register::Professional);
        }
    }

    fn topics(&mut self) {
        for group in &self.dataset.groups {
            self.piece = group.piece;
            self.id(&group.id);
            self.text(&group.label, Register::Professional);
            self.other_names(&group.also);
        }
        for topic in &self.dataset.topics {
            self.piece = topic.piece;
            self.id(&topic.id);
            self.text(&topic.label, Register::Professional);
            self.optional_text(topic.plain.as_ref(), Register::Plain);
            self.optional_text(topic.column.as_ref(), Register::Professional);
            self.other_names(&topic.also);
            let group = topic.group.as_str();
            if !self.groups.contains(group) && !self.lost.may_hold("group", group) {
                self.misplaced.insert(&topic.id);
                let known = self.dataset.groups.iter().map(|group| group.id.as_str());
                self.unknown(Code::UnknownReference, &topic.group, "group", known);
            }
        }
        for endpoint in &self.dataset.endpoints {
            self.piece = endpoint.piece;
            self.id(&endpoint.id);
            self.text(&endpoint.label, Register::Professional);
            self.text(&endpoint.plain, Register::Plain);
        }
        for name in self.dataset.reaction_names.iter() {
            self.piece = name.piece;
            self.text(&name.term, Register::Professional);
            self.text(&name.plain, Register::Plain);
        }
    }

    /// A trial or an arm, which stands in the same record as what refers to it.
    fn refer<'n>(
        &mut self,
        name: &At<Text>,
        what: &str,
        is_known: bool,
        known: impl Iterator<Item = &'n str> + Clone,
    ) {
        if !is_known && !self.lost.covers(self.piece, name.span().start) {
            self.unknown(Code::UnknownReference, name, what, known);
        }
    }

    /// Reports an id that no record has, with the ids that there are.
    fn unknown<'n>(
        &mut self,
        code: Code,
        name: &At<Text>,
        what: &str,
        known: impl Iterator<Item = &'n str> + Clone,
    ) {
        let help = self.known_ids(name, what, known);
        self.report_with_help(code, name.span(), format!("no {what} has the id `{name}`"), help);
    }

    /// Which id may have been meant: the near miss, or all of them if they are few.
    fn known_ids<'n>(
        &self,
        name: &str,
        what: &str,
        known: impl Iterator<Item = &'n str> + Clone,
    ) -> Option<String> {
        // Comparing every name with every id takes long where thousands of them are wrong.
        let patient = self.mistakes.listed().len() < SUGGESTIONS;
        let few: Vec<&str> = known.clone().take(if patient { FEW + 1 } else { 0 }).collect();
        let near = if patient { nearest(name, known) } else { None };
        if let Some(near) = near {
            return Some(format!("did you mean `{near}`?"));
        }
        match few.len() {
            0 if patient => Some(format!("there is no {what} yet")),
            0 => None,
            1..=FEW => Some(format!("there are: {}", few.join(", "))),
            _ if what == "source" => {
                Some("the ids of the sources stand in sources.toml".to_owned())
            }
            _ => None,
        }
    }

    fn sources(&mut self) {
        for source in &self.dataset.sources {
            self.piece = source.piece;
            self.source(source);
        }
    }

    fn source(&mut self, source: &'a Source) {
        self.text(&source.title, Register::Title);
        self.text(&source.publisher, Register::Title);
        self.text(&source.extent, Register::Professional);
        let ids = [
            &source.set_id,
            &source.doi,
            &source.pmid,
            &source.registry_id,
            &source.application,
            &source.read_via,
        ];
        self.id(&source.id);
        for id in ids.into_iter().flatten() {
            self.text(id, Register::Code);
        }
        if let Some(url) = &source.url {
            self.url(url);
        }
        self.past(&source.read);
        if let Some(date) = &source.date {
            self.past(date);
        }
    }

    fn url(&mut self, url: &At<Text>) {
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
        if !is_host || !is_port || !url.bytes().all(|byte| byte.is_ascii_graphic()) {
            self.report_with_help(
                Code::Url,
                url.span(),
                format!("`{url}` is not an address that a reader can open"),
                Some("write it as https://host/path, without spaces".to_owned()),
            );
        }
    }

    fn citations(&mut self, citations: &'a [Citation]) {
        for citation in citations {
            self.cited.insert(citation.source.as_str());
            let id = citation.source.as_str();
            if !self.sources.contains(id) && !self.lost.may_hold("source", id) {
                let known = self.dataset.sources.iter().map(|source| source.id.as_str());
                self.unknown(Code::DanglingCitation, &citation.source, "source", known);
            }
            self.optional_text(citation.section.as_ref(), Register::Code);
        }
    }

    fn cited(&mut self, citations: &'a [Citation], what: &str, span: Range<usize>) {
        if citations.is_empty() {
            let help = "add cite = [{ source = \"...\", section = \"...\" }]".to_owned();
            let message = format!("{what} cites no source");
            self.report_with_help(Code::UncitedText, span, message, Some(help));
        }
        self.citations(citations);
    }

    /// Checks a statement; `span` is where to point when it holds nothing to point at.
    fn statement(&mut self, statement: &'a Statement, span: &Range<usize>) {
        let parts = [
            (&statement.text, Register::Professional),
            (&statement.plain, Register::Plain),
            (&statement.short, Register::Professional),
            (&statement.look_in, Register::Professional),
        ];
        for (part, register) in parts {
            self.optional_text(part.as_ref(), register);
        }
        let place = statement.text.as_ref().map_or(span.clone(), At::span);
        match (&statement.gap, &statement.text) {
            (None, None) => {
                self.silence(span.clone(), "a statement has neither text nor gap");
                self.citations(&statement.cite);
            }
            (None, Some(_)) => self.cited(&statement.cite, "the text", place),
            (Some(gap), _) => {
                self.gap(statement, gap);
                self.citations(&statement.cite);
            }
        }
    }

    /// Nothing where something should stand, unless it could not be read.
    fn silence(&mut self, span: Range<usize>, message: &str) {
        if !self.lost.covers(self.piece, span.start) {
            self.report(Code::EmptyText, span, message);
        }
    }

    fn gap(&mut self, statement: &Statement, gap: &At<Gap>) {
        let (lacking, help) = match **gap {
            Gap::NotRecorded if statement.look_in.is_none() => {
                ("`look-in`, the section to open", "add look-in = \"section 14 of the label\"")
            }
            Gap::NotReported | Gap::NotStudied if statement.cite.is_empty() => (
                "`cite`, the source that was read",
                "add cite = [{ source = \"...\", section = \"...\" }]",
            ),
            Gap::NotApplicable if statement.text.is_none() && statement.cite.is_empty() => {
                ("`text`, why the question does not arise", "add text = \"...\"")
            }
            _ => return,
        };
        let message = format!("a gap of the kind {} needs {lacking}", gap.id());
        self.report_with_help(Code::IncompleteGap, gap.span(), message, Some(help.to_owned()));
    }

    fn treatment(&mut self, treatment: &'a Treatment) {
        self.piece = treatment.piece;
        self.id(&treatment.id);
        for name in [&treatment.brand, &treatment.generic, &treatment.maker] {
            self.text(name, Register::Title);
        }
        for name in treatment.aliases.iter().chain(&treatment.strengths) {
            self.text(name, Register::Professional);
        }
        if let Some(date) = &treatment.approved_on {
            self.past(date);
            if treatment.approval == Approval::NotApproved {
                self.report_with_help(
                    Code::BadValue,
                    date.span(),
                    "a treatment that is not approved has no approval date",
                    Some("take approved-on out, or write approval = \"approved\"".to_owned()),
                );
            }
        }
        self.cited(&treatment.cite, "the treatment", treatment.id.span());
        let known = &Known::of(treatment);
        self.answers(known);
        for trial in &treatment.trials {
            self.trial(known, trial);
        }
        let ids = treatment.trials.iter().map(|trial| Name::id(treatment.piece, &trial.id));
        self.unique(ids, "trial");
        for outcome in &treatment.outcomes {
            self.outcome(known, outcome);
        }
        for reactions in &treatment.reactions {
            self.reactions(known, reactions);
        }
        for conflict in &treatment.conflicts {
            self.topic_path(&conflict.topic, conflict.topic.span());
            self.text(&conflict.question, Register::Professional);
            self.text(&conflict.chosen, Register::Professional);
            self.optional_text(conflict.why.as_ref(), Register::Professional);
            for position in &conflict.positions {
                self.statement(position, &conflict.question.span());
            }
        }
    }

    fn answers(&mut self, known: &Known<'a>) {
        let treatment = known.treatment;
        for (group, topics) in &treatment.answers {
            for (topic, statements) in topics {
                self.topic_path(&format!("{group}.{topic}"), topic.span());
                for statement in statements {
                    self.statement(statement, &topic.span());
                    self.listed_strengths(known, statement.short.as_ref());
                }
            }
        }
        for topic in &self.dataset.topics {
            if self.misplaced.contains(topic.id.as_str()) {
                continue;
            }
            let statements = treatment.answer(topic);
            let place = treatment.id.span();
            let path = topic.path();
            let Some(first) = statements.first() else {
                self.report_with_help(
                    Code::UnansweredTopic,
                    place,
                    format!("`{}` does not answer `{path}`", treatment.id),
                    Some(format!(
                        "add [[treatment.answers.{path}]] with text and cite, or with gap"
                    )),
                );
                continue;
            };
            for statement in statements.iter().filter(|_| topic.listed_strengths) {
                self.listed_strengths(known, statement.text.as_ref());
                self.listed_strengths(known, statement.plain.as_ref());
            }
            let at = first.text.as_ref().or(first.plain.as_ref()).map_or(place, At::span);
            if topic.column.is_some() && first.short.is_none() {
                let message =
                    format!("the first answer to `{path}` has no `short`, which the list shows");
                self.report(Code::MissingShort, at.clone(), message);
            }
            let figures = known.figures.contains(path.as_str());
            let brief = figures || statements.iter().any(|statement| statement.short.is_some());
            if topic.compare && !brief {
                let message = format!("no answer to `{path}` has `short`, which comparisons show");
                self.report(Code::MissingShort, at.clone(), message);
            }
            let plain = figures || statements.iter().any(|statement| statement.plain.is_some());
            if topic.plain.is_some() && !plain {
                let message =
                    format!("`{path}` is a patient's question, and no answer to it has `plain`");
                self.report(Code::MissingPlain, at, message);
            }
        }
    }

    fn listed_strengths(&mut self, known: &Known<'_>, text: Option<&At<Text>>) {
        let Some(text) = text else { return };
        let unlisted = wording::milligrams(text)
            .filter(|(number, _)| !known.strengths.contains(number))
            .take(MOST_STRENGTHS);
        for (number, at) in unlisted {
            let list = known.treatment.strengths.iter().take(FEW).map(|it| it.as_str());
            let list = list.collect::<Vec<_>>().join(", ");
            self.report_with_help(
                Code::UnlistedStrength,
                part(text, at),
                format!("{} does not come in a strength of {number} mg", known.treatment.brand),
                Some(format!("its list has {list}")),
            );
        }
    }

    fn topic_path(&mut self, path: &str, span: Range<usize>) {
        let id = path.rsplit('.').next().unwrap_or_default();
        if self.topics.contains_key(path)
            || self.misplaced.contains(id)
            || self.lost.may_hold("topic", path)
        {
            return;
        }
        let help = self.known_ids(path, "topic", self.topics.keys().map(String::as_str));
        let message = format!("no topic has the path `{path}`");
        self.report_with_help(Code::UnknownTopic, span, message, help);
    }

    fn trial(&mut self, known: &Known<'a>, trial: &'a Trial) {
        self.id(&trial.id);
        for text in [&trial.name, &trial.design, &trial.people, &trial.ages] {
            self.text(text, Register::Professional);
        }
        for name in [&trial.registry, &trial.sponsor].into_iter().flatten() {
            self.text(name, Register::Title);
        }
        self.optional_text(trial.note.as_ref(), Register::Professional);
        self.optional_text(trial.people_plain.as_ref(), Register::Plain);
        self.cited(&trial.cite, "the trial", trial.id.span());
        self.arms(known, &trial.arms);
        let Some(randomized) = &trial.randomized else { return };
        let sum: u64 =
            trial.arms.iter().filter_map(|arm| arm.n.as_ref()).map(|n| u64::from(**n)).sum();
        let complete = trial.arms.iter().all(|arm| arm.n.is_some());
        let total = u64::from(**randomized);
        if sum > total || (complete && sum != total) {
            let message = format!("the arms hold {sum} people, but {randomized} were randomized");
            self.report(Code::ArmSize, randomized.span(), message);
        }
    }

    fn arms(&mut self, known: &Known<'_>, arms: &'a [Arm]) {
        let mut seen = HashSet::new();
        for arm in arms {
            self.id(&arm.id);
            self.not_nobody(arm.n.as_ref());
            self.text(&arm.name, Register::Professional);
            self.optional_text(arm.dose.as_ref(), Register::Professional);
            if arm.role == Role::Drug {
                self.listed_strengths(known, arm.dose.as_ref());
            }
            if !seen.insert(arm.id.as_str()) {
                let message = format!("`{}` already stands for another arm", arm.id);
                self.report(Code::DuplicateId, arm.id.span(), message);
            }
        }
    }

    fn outcome(&mut self, known: &Known<'a>, outcome: &'a Outcome) {
        self.topic_path(&outcome.topic, outcome.topic.span());
        let endpoint = outcome.endpoint.as_str();
        if !self.endpoints.contains(endpoint) && !self.lost.may_hold("endpoint", endpoint) {
            let known = self.dataset.endpoints.iter().map(|endpoint| endpoint.id.as_str());
            self.unknown(Code::UnknownReference, &outcome.endpoint, "endpoint", known);
        }
        for text in [&outcome.method, &outcome.people, &outcome.note].into_iter().flatten() {
            self.text(text, Register::Professional);
        }
        self.optional_text(outcome.people_plain.as_ref(), Register::Plain);
        self.cited(&outcome.cite, "the outcome", outcome.endpoint.span());
        self.trial_id(known, &outcome.trial);
        if let Some(arms) = known.arms.get(outcome.trial.as_str()) {
            self.results(&outcome.results, arms, &outcome.endpoint);
            for difference in &outcome.difference {
                self.arm_id(arms, &difference.arm);
            }
        }
    }

    fn reactions(&mut self, known: &Known<'a>, reactions: &'a Reactions) {
        self.topic_path(&reactions.topic, reactions.topic.span());
        self.text(&reactions.title, Register::Professional);
        self.text(&reactions.people, Register::Professional);
        self.optional_text(reactions.note.as_ref(), Register::Professional);
        self.optional_text(reactions.people_plain.as_ref(), Register::Plain);
        self.optional_text(reactions.note_plain.as_ref(), Register::Plain);
        self.cited(&reactions.cite, "the table", reactions.title.span());
        if let Some(trial) = &reactions.trial {
            self.trial_id(known, trial);
        }
        self.arms(known, &reactions.arms);
        let arms = arms_by_id(&reactions.arms);
        for row in &reactions.rows {
            self.text(&row.term, Register::Professional);
            self.named(&row.term);
            self.results(&row.results, &arms, &row.term);
        }
    }

    /// An adverse reaction has a name in plain words. One that has none is reported once.
    fn named(&mut self, term: &At<Text>) {
        if self.named.insert(term.to_ascii_lowercase()) && !self.lost.may_hold("reaction", term) {
            self.report_with_help(
                Code::UnnamedReaction,
                term.span(),
                format!("`{term}` has no name in plain words"),
                Some("add [[reaction]] with term and plain".to_owned()),
            );
        }
    }

    fn trial_id(&mut self, known: &Known<'_>, id: &At<Text>) {
        let is_known = known.arms.contains_key(id.as_str());
        let trials = known.treatment.trials.iter().map(|trial| trial.id.as_str());
        self.refer(id, "trial", is_known, trials);
    }

    fn arm_id(&mut self, arms: &Arms<'_>, id: &At<Text>) {
        self.refer(id, "arm", arms.contains_key(id.as_str()), arms.keys().copied());
    }

    fn results(&mut self, results: &'a [ArmResult], arms: &Arms<'a>, what: &At<Text>) {
        let mut roles = Vec::new();
        let mut seen = HashSet::new();
        let mut unknown = false;
        for result in results {
            self.arm_id(arms, &result.arm);
            let arm = arms.get(result.arm.as_str()).copied();
            unknown |= arm.is_none();
            roles.extend(arm.map(|arm| arm.role));
            if !seen.insert(result.arm.as_str()) {
                let message = format!("`{what}` has two results for the arm `{}`", result.arm);
                self.report(Code::DuplicateId, result.arm.span(), message);
            }
            self.result(result, arm);
        }
        // A result whose arm is mistyped may be the one that is missed.
        if unknown {
            return;
        }
        let compared = roles.contains(&Role::Comparator);
        if !compared || !roles.iter().any(|role| *role != Role::Comparator) {
            let missing = if compared { "arm of the drug" } else { "comparator arm" };
            self.report_with_help(
                Code::NoComparator,
                what.span(),
                format!("`{what}` has no result for a {missing}"),
                Some(
                    "a share is shown beside the placebo or vehicle arm, or not as a number"
                        .to_owned(),
                ),
            );
        }
    }

    fn result(&mut self, result: &ArmResult, arm: Option<&Arm>) {
        let percent = &result.percent;
        let bounds = [&result.low, &result.high].into_iter().flatten();
        let no_share = std::iter::once(percent).chain(bounds).find(|share| !share.is_share());
        let inside = result.low.as_ref().is_none_or(|low| low.is_at_most(**percent))
            && result.high.as_ref().is_none_or(|high| percent.is_at_most(**high));
        if let Some(share) = no_share {
            let message = format!("{share} percent is not between 0 and 100");
            self.report(Code::PercentRange, share.span(), message);
        } else if !inside {
            let message = format!("{percent} percent is not inside its interval");
            self.report(Code::PercentRange, percent.span(), message);
        }
        self.not_nobody(result.n.as_ref());
        let arm_size = arm.and_then(|arm| arm.n.as_ref());
        if let (Some(n), Some(size)) = (&result.n, arm_size)
            && n > size
        {
            let message = format!("{n} people were counted in an arm of {size}");
            self.report(Code::ArmSize, n.span(), message);
        }
        let (Some(responders), Some(n)) = (&result.responders, result.n.as_ref().or(arm_size))
        else {
            return;
        };
        let share = f64::from(**responders) / f64::from((**n).max(1)) * 100.0;
        if responders > n {
            let message = format!("{responders} of {n} people responded");
            self.report(Code::TooManyResponders, responders.span(), message);
        } else if (share - percent.value()).abs() > ROUNDING {
            let message =
                format!("{responders} of {n} people are {share:.1} percent, not {percent}");
            self.report(Code::TooManyResponders, responders.span(), message);
        }
    }

    fn not_nobody(&mut self, n: Option<&At<u32>>) {
        if let Some(n) = n.filter(|n| ***n == 0) {
            self.report(Code::ArmSize, n.span(), "nobody was counted");
        }
    }

    fn backgrounds(&mut self) {
        for background in &self.dataset.backgrounds {
            self.piece = background.piece;
            self.id(&background.id);
            self.text(&background.name, Register::Title);
            let ids =
                background.sections.iter().map(|section| Name::id(background.piece, &section.id));
            self.unique(ids, "section");
            for section in &background.sections {
                self.id(&section.id);
                self.text(&section.label, Register::Professional);
                self.optional_text(section.plain.as_ref(), Register::Plain);
                if section.statements.is_empty() {
                    let message = format!("`{}` says nothing", section.id);
                    self.silence(section.id.span(), &message);
                }
                for statement in &section.statements {
                    self.statement(statement, &section.id.span());
                }
            }
        }
        for term in self.dataset.terms.iter() {
            self.piece = term.piece;
            self.text(&term.term, Register::Title);
            self.text(&term.plain, Register::Plain);
            self.citations(&term.cite);
        }
    }

    fn clinic(&mut self, clinic: &'a Clinic) {
        self.piece = clinic.piece;
        self.id(&clinic.id);
        self.text(&clinic.name, Register::Title);
        self.cited(&clinic.cite, "the clinic", clinic.id.span());
        if !is_phone(&clinic.phone) {
            self.report_with_help(
                Code::Phone,
                clinic.phone.span(),
                format!("`{}` is not a telephone number of the United States", clinic.phone),
                Some("write ten digits as 201-555-0123".to_owned()),
            );
        }
        self.url(&clinic.website);
        for statement in clinic.call_about.iter().chain(&clinic.address) {
            self.statement(statement, &clinic.id.span());
        }
    }

    fn unused_sources(&mut self) {
        // What could not be read may have cited any of them.
        if !self.lost.is_nothing() {
            return;
        }
        // A record that is laid over another may have been the last to need one of the sources below.
        let laid_over = self.files.len() > self.own_files;
        for source in &self.dataset.sources {
            self.piece = source.piece;
            if !self.cited.contains(source.id.as_str()) && (!laid_over || self.is_laid_over()) {
                let message = format!("nothing cites `{}`", source.id);
                let help = Some("cite it, or take it out".to_owned());
                self.report_with_help(Code::UnusedSource, source.id.span(), message, help);
            }
        }
    }
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

/// Ten digits in the North American plan, as 201-555-0123, with or without a leading 1. Codes such
/// as 911 are services of their own.
fn is_phone(text: &str) -> bool {
    let text = text.strip_prefix("1-").unwrap_or(text);
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &str, length: usize| {
        part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let leads =
        |part: &str| matches!(part.as_bytes().first(), Some(b'2'..=b'9')) && !part.ends_with("11");
    matches!(parts.as_slice(), [area, exchange, line]
        if digits(area, 3) && digits(exchange, 3) && digits(line, 4)
            && leads(area) && leads(exchange))
}
