//! The rules that a dataset must keep before anybody is shown it: every question answered or
//! declared a gap, every citation leading to a source, every number beside its comparator.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::diagnostic::{Code, Diagnostic, File, sort};
use super::model::{
    Arm, ArmResult, Citation, Clinic, Dataset, Gap, Header, Outcome, Reactions, Role, Source,
    Statement, Topic, Treatment, Trial,
};
use super::place::{At, FileId};
use super::read::{self, Reading, nearest};
use super::text::Text;
use super::value::Date;
use super::wording::{self, Register};

/// The longest that sources may go unread, in days.
pub const REVIEW_DAYS: i64 = 90;

/// How far a percentage may lie from its count, in percentage points: sources round to whole
/// percents.
const ROUNDING: f64 = 0.51;

/// Reads and checks all files as one dataset. It may be used if no diagnostic is an error.
///
/// `today` adds the rules that depend on the day: nothing lies in the future, and the review is not
/// overdue.
pub fn read_and_check(files: &[File], today: Option<Date>) -> (Dataset, Vec<Diagnostic>) {
    let reading = read::read(files);
    let mut diagnostics = check(&reading, today);
    let Reading { dataset, diagnostics: misread, .. } = reading;
    diagnostics.extend(misread);
    sort(&mut diagnostics);
    (dataset, diagnostics)
}

fn check(reading: &Reading, today: Option<Date>) -> Vec<Diagnostic> {
    let dataset = &reading.dataset;
    let mut checker = Checker {
        dataset,
        sources: by_id(dataset.sources.iter().map(|source| &source.id)),
        endpoints: by_id(dataset.endpoints.iter().map(|endpoint| &endpoint.id)),
        topics: dataset.topics.iter().map(|topic| (topic.path(), topic)).collect(),
        cited: HashSet::new(),
        today,
        file: FileId(0),
        diagnostics: Vec::new(),
    };
    checker.headers(&reading.headers);
    checker.names();
    checker.topics();
    checker.sources();
    for treatment in &dataset.treatments {
        checker.treatment(treatment);
    }
    checker.backgrounds();
    for clinic in &dataset.clinics {
        checker.clinic(clinic);
    }
    checker.unused_sources();
    let mut diagnostics = checker.diagnostics;
    // What a record or file that could not be read would have held is not missing.
    if reading.unparsed || reading.broken.iter().any(|broken| broken.id.is_none()) {
        diagnostics.retain(|found| !found.code.is_absence());
    } else if !reading.broken.is_empty() {
        let files: HashSet<FileId> = reading.broken.iter().map(|broken| broken.file).collect();
        let ids: Vec<&str> =
            reading.broken.iter().filter_map(|broken| broken.id.as_deref()).collect();
        diagnostics.retain(|found| {
            let named = ids.iter().any(|id| found.message.contains(&format!("`{id}`")));
            !found.code.is_absence() || (!named && !files.contains(&found.file))
        });
    }
    diagnostics
}

fn by_id<'a>(ids: impl Iterator<Item = &'a At<Text>>) -> HashSet<&'a str> {
    ids.map(|id| id.as_str()).collect()
}

struct Checker<'a> {
    dataset: &'a Dataset,
    sources: HashSet<&'a str>,
    endpoints: HashSet<&'a str>,
    topics: HashMap<String, &'a Topic>,
    cited: HashSet<&'a str>,
    today: Option<Date>,
    /// The file of the record that is being checked.
    file: FileId,
    diagnostics: Vec<Diagnostic>,
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
        let (file, message) = (self.file, message.into());
        self.diagnostics.push(Diagnostic { code, file, span, message, help });
    }

    fn headers(&mut self, headers: &'a [Header]) {
        let Some(header) = headers.first() else {
            self.report_with_help(
                Code::MissingHeader,
                0..0,
                "there is no [dataset] table",
                Some("add [dataset] with title, version, as-of, review-due, clinical-review and disclaimer".to_owned()),
            );
            return;
        };
        for second in &headers[1..] {
            self.file = second.file;
            self.report(Code::MissingHeader, second.title.span(), "a second [dataset] table");
        }
        self.file = header.file;
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
            self.report_with_help(
                Code::ReviewDate,
                header.review_due.span(),
                format!("the review is due {days} days after the sources were read"),
                Some(format!("{latest} at the latest")),
            );
        }
        let Some(today) = self.today else { return };
        if *header.as_of > today {
            let message = format!("the sources cannot have been read after today, {today}");
            self.report(Code::FutureDate, header.as_of.span(), message);
        }
        if *header.review_due < today {
            self.report_with_help(
                Code::ReviewOverdue,
                header.review_due.span(),
                format!("the review was due on {}; today is {today}", header.review_due),
                Some("read the sources again, then set as-of and review-due".to_owned()),
            );
        }
    }

    /// A date on which something has happened.
    fn past(&mut self, date: &At<Date>) {
        let last = *self.dataset.header.as_of;
        if last != Date::default() && **date > last {
            self.report_with_help(
                Code::FutureDate,
                date.span(),
                format!("{date} is later than the day the dataset speaks for"),
                Some(format!("the dataset is as of {last}")),
            );
        }
    }

    fn text(&mut self, text: &At<Text>, register: Register) {
        for (code, message) in wording::broken_rules(text, register) {
            self.report(code, text.span(), message);
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
        let groups = dataset.groups.iter().map(|group| (group.file, &group.id));
        let topics = dataset.topics.iter().map(|topic| (topic.file, &topic.id));
        self.unique(groups.chain(topics), "group or topic");
        self.unique(dataset.sources.iter().map(|source| (source.file, &source.id)), "source");
        self.unique(dataset.endpoints.iter().map(|end| (end.file, &end.id)), "endpoint");
        self.unique(dataset.clinics.iter().map(|clinic| (clinic.file, &clinic.id)), "clinic");
        let terms = dataset.terms.iter().flat_map(|term| {
            std::iter::once(&term.term).chain(&term.aliases).map(|name| (term.file, name))
        });
        self.unique(terms, "term");
        let treatments = dataset.treatments.iter().flat_map(|treatment| {
            let names =
                [&treatment.brand, &treatment.generic].into_iter().chain(&treatment.aliases);
            // The id is usually the brand in lower case; a brand is not a second name for it.
            let names = names.filter(|name| !name.eq_ignore_ascii_case(&treatment.id));
            std::iter::once(&treatment.id).chain(names).map(|name| (treatment.file, name))
        });
        let backgrounds = dataset.backgrounds.iter().flat_map(|background| {
            let names = std::iter::once(&background.name).chain(&background.aliases);
            let names = names.filter(|name| !name.eq_ignore_ascii_case(&background.id));
            std::iter::once(&background.id).chain(names).map(|name| (background.file, name))
        });
        self.unique(treatments.chain(backgrounds), "treatment or background");
    }

    fn unique(&mut self, names: impl Iterator<Item = (FileId, &'a At<Text>)>, what: &str) {
        let mut seen: HashSet<String> = HashSet::new();
        for (file, name) in names {
            if !seen.insert(name.to_lowercase()) {
                self.file = file;
                let message = format!("`{name}` already stands for another {what}");
                self.report(Code::DuplicateId, name.span(), message);
            }
        }
    }

    fn topics(&mut self) {
        let groups = by_id(self.dataset.groups.iter().map(|group| &group.id));
        for group in &self.dataset.groups {
            self.file = group.file;
            self.text(&group.id, Register::Code);
            self.text(&group.label, Register::Professional);
        }
        for topic in &self.dataset.topics {
            self.file = topic.file;
            self.text(&topic.id, Register::Code);
            self.text(&topic.label, Register::Professional);
            self.optional_text(topic.plain.as_ref(), Register::Plain);
            self.optional_text(topic.column.as_ref(), Register::Professional);
            self.refer(&groups, &topic.group, "group");
        }
        for endpoint in &self.dataset.endpoints {
            self.file = endpoint.file;
            self.text(&endpoint.id, Register::Code);
            self.text(&endpoint.label, Register::Professional);
            self.text(&endpoint.plain, Register::Plain);
        }
    }

    fn refer(&mut self, known: &HashSet<&str>, name: &At<Text>, what: &str) {
        if !known.contains(name.as_str()) {
            self.unknown(Code::UnknownReference, name, what, known.iter().copied());
        }
    }

    fn unknown<'n>(
        &mut self,
        code: Code,
        name: &At<Text>,
        what: &str,
        known: impl Iterator<Item = &'n str>,
    ) {
        let help = nearest(name, known).map(|near| format!("did you mean `{near}`?"));
        self.report_with_help(code, name.span(), format!("no {what} has the id `{name}`"), help);
    }

    fn sources(&mut self) {
        for source in &self.dataset.sources {
            self.file = source.file;
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
        self.text(&source.id, Register::Code);
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
        let host = ["https://", "http://"].iter().find_map(|scheme| url.strip_prefix(scheme));
        let host = host.and_then(|rest| rest.split(['/', '?', '#', ':']).next());
        let is_host = host.is_some_and(|host| {
            host.contains('.')
                && host.split('.').all(|part| {
                    !part.is_empty()
                        && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
                })
        });
        if !is_host || !url.bytes().all(|byte| byte.is_ascii_graphic()) {
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
            if !self.sources.contains(citation.source.as_str()) {
                let known = self.dataset.sources.iter().map(|source| source.id.as_str());
                self.unknown(Code::DanglingCitation, &citation.source, "source", known);
            }
            self.optional_text(citation.section.as_ref(), Register::Code);
        }
    }

    fn cited(&mut self, citations: &'a [Citation], what: &str, span: Range<usize>) {
        if citations.is_empty() {
            self.report(Code::UncitedText, span, format!("{what} cites no source"));
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
                self.report(Code::EmptyText, span.clone(), "a statement has neither text nor gap");
                self.citations(&statement.cite);
            }
            (None, Some(_)) => self.cited(&statement.cite, "the text", place),
            (Some(gap), _) => {
                self.gap(statement, gap);
                self.citations(&statement.cite);
            }
        }
    }

    fn gap(&mut self, statement: &Statement, gap: &At<Gap>) {
        let lacking = match **gap {
            Gap::NotRecorded if statement.look_in.is_none() => "`look-in`, the section to open",
            Gap::NotReported | Gap::NotStudied if statement.cite.is_empty() => {
                "`cite`, the source that was read"
            }
            Gap::NotApplicable if statement.text.is_none() && statement.cite.is_empty() => {
                "`text`, why the question does not arise"
            }
            _ => return,
        };
        let message = format!("a gap of the kind {} needs {lacking}", gap.id());
        self.report(Code::IncompleteGap, gap.span(), message);
    }

    fn treatment(&mut self, treatment: &'a Treatment) {
        self.file = treatment.file;
        self.text(&treatment.id, Register::Code);
        for name in [&treatment.brand, &treatment.generic, &treatment.maker] {
            self.text(name, Register::Title);
        }
        for name in treatment.aliases.iter().chain(&treatment.strengths) {
            self.text(name, Register::Professional);
        }
        if let Some(date) = &treatment.approved_on {
            self.past(date);
        }
        self.cited(&treatment.cite, "the treatment", treatment.id.span());
        self.answers(treatment);
        for trial in &treatment.trials {
            self.trial(trial);
        }
        let ids = treatment.trials.iter().map(|trial| (treatment.file, &trial.id));
        self.unique(ids, "trial");
        for outcome in &treatment.outcomes {
            self.outcome(treatment, outcome);
        }
        for reactions in &treatment.reactions {
            self.reactions(treatment, reactions);
        }
        for conflict in &treatment.conflicts {
            self.topic_path(&conflict.topic);
            self.text(&conflict.question, Register::Professional);
            self.text(&conflict.chosen, Register::Professional);
            self.optional_text(conflict.why.as_ref(), Register::Professional);
            for position in &conflict.positions {
                self.statement(position, &conflict.question.span());
            }
        }
    }

    fn answers(&mut self, treatment: &'a Treatment) {
        for (group, topics) in &treatment.answers {
            for (topic, statements) in topics {
                let path = format!("{group}.{topic}");
                if !self.topics.contains_key(&path) {
                    let paths: Vec<String> = self.topics.keys().cloned().collect();
                    let near = nearest(&path, paths.iter().map(String::as_str));
                    self.report_with_help(
                        Code::UnknownTopic,
                        topic.span(),
                        format!("no topic has the path `{path}`"),
                        near.map(|near| format!("did you mean `{near}`?")),
                    );
                }
                for statement in statements {
                    self.statement(statement, &topic.span());
                    self.listed_strengths(treatment, statement.short.as_ref());
                }
            }
        }
        for topic in &self.dataset.topics {
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
            let at = first.text.as_ref().or(first.plain.as_ref()).map_or(place, At::span);
            if topic.column.is_some() && first.short.is_none() {
                let message =
                    format!("the first answer to `{path}` has no `short`, which the list shows");
                self.report(Code::MissingShort, at.clone(), message);
            }
            let figures = treatment.outcomes.iter().any(|outcome| outcome.topic.as_str() == path)
                || treatment.reactions.iter().any(|reactions| reactions.topic.as_str() == path);
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

    fn listed_strengths(&mut self, treatment: &Treatment, text: Option<&At<Text>>) {
        let Some(text) = text else { return };
        for dose in wording::milligrams(text) {
            if !treatment.strengths.iter().any(|strength| strength.as_str() == dose) {
                let strengths: Vec<&str> =
                    treatment.strengths.iter().map(|strength| strength.as_str()).collect();
                self.report_with_help(
                    Code::UnlistedStrength,
                    text.span(),
                    format!("{} does not come in a strength of {dose}", treatment.brand),
                    Some(format!("its list has {}", strengths.join(", "))),
                );
            }
        }
    }

    fn topic_path(&mut self, path: &At<Text>) {
        if !self.topics.contains_key(path.as_str()) {
            let paths: Vec<String> = self.topics.keys().cloned().collect();
            self.unknown(Code::UnknownTopic, path, "topic", paths.iter().map(String::as_str));
        }
    }

    fn trial(&mut self, trial: &'a Trial) {
        self.text(&trial.id, Register::Code);
        for text in [&trial.name, &trial.design, &trial.people, &trial.ages] {
            self.text(text, Register::Professional);
        }
        for name in [&trial.registry, &trial.sponsor].into_iter().flatten() {
            self.text(name, Register::Title);
        }
        self.optional_text(trial.note.as_ref(), Register::Professional);
        self.cited(&trial.cite, "the trial", trial.id.span());
        self.arms(&trial.arms);
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

    fn arms(&mut self, arms: &'a [Arm]) {
        let mut seen = HashSet::new();
        for arm in arms {
            self.text(&arm.id, Register::Code);
            self.text(&arm.name, Register::Professional);
            self.optional_text(arm.dose.as_ref(), Register::Professional);
            if !seen.insert(arm.id.as_str()) {
                let message = format!("`{}` already stands for another arm", arm.id);
                self.report(Code::DuplicateId, arm.id.span(), message);
            }
        }
    }

    fn outcome(&mut self, treatment: &'a Treatment, outcome: &'a Outcome) {
        self.topic_path(&outcome.topic);
        let endpoints = std::mem::take(&mut self.endpoints);
        self.refer(&endpoints, &outcome.endpoint, "endpoint");
        self.endpoints = endpoints;
        for text in [&outcome.method, &outcome.people, &outcome.note].into_iter().flatten() {
            self.text(text, Register::Professional);
        }
        self.cited(&outcome.cite, "the outcome", outcome.endpoint.span());
        let trials = by_id(treatment.trials.iter().map(|trial| &trial.id));
        self.refer(&trials, &outcome.trial, "trial");
        if let Some(trial) = treatment.trial(&outcome.trial) {
            self.results(&outcome.results, &trial.arms, &outcome.endpoint);
            let arms = by_id(trial.arms.iter().map(|arm| &arm.id));
            for difference in &outcome.difference {
                self.refer(&arms, &difference.arm, "arm");
            }
        }
    }

    fn reactions(&mut self, treatment: &'a Treatment, reactions: &'a Reactions) {
        self.topic_path(&reactions.topic);
        self.text(&reactions.title, Register::Professional);
        self.text(&reactions.people, Register::Professional);
        self.optional_text(reactions.note.as_ref(), Register::Professional);
        self.cited(&reactions.cite, "the table", reactions.title.span());
        if let Some(trial) = &reactions.trial {
            let trials = by_id(treatment.trials.iter().map(|trial| &trial.id));
            self.refer(&trials, trial, "trial");
        }
        self.arms(&reactions.arms);
        for row in &reactions.rows {
            self.text(&row.term, Register::Professional);
            self.results(&row.results, &reactions.arms, &row.term);
        }
    }

    fn results(&mut self, results: &'a [ArmResult], arms: &'a [Arm], what: &At<Text>) {
        let ids = by_id(arms.iter().map(|arm| &arm.id));
        let mut roles = Vec::new();
        for result in results {
            self.refer(&ids, &result.arm, "arm");
            let arm = arms.iter().find(|arm| arm.id == result.arm);
            roles.extend(arm.map(|arm| arm.role));
            self.result(result, arm);
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
        let inside = result.low.as_ref().is_none_or(|low| **low <= **percent)
            && result.high.as_ref().is_none_or(|high| **high >= **percent);
        if !percent.is_share() || !inside {
            let rule = if inside { "between 0 and 100" } else { "inside its interval" };
            self.report(
                Code::PercentRange,
                percent.span(),
                format!("{percent} percent is not {rule}"),
            );
        }
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

    fn backgrounds(&mut self) {
        for background in &self.dataset.backgrounds {
            self.file = background.file;
            self.text(&background.id, Register::Code);
            self.text(&background.name, Register::Title);
            let ids = background.sections.iter().map(|section| (background.file, &section.id));
            self.unique(ids, "section");
            for section in &background.sections {
                self.text(&section.label, Register::Professional);
                self.optional_text(section.plain.as_ref(), Register::Plain);
                if section.statements.is_empty() {
                    let message = format!("`{}` says nothing", section.id);
                    self.report(Code::EmptyText, section.id.span(), message);
                }
                for statement in &section.statements {
                    self.statement(statement, &section.id.span());
                }
            }
        }
        for term in &self.dataset.terms {
            self.file = term.file;
            self.text(&term.term, Register::Title);
            self.text(&term.plain, Register::Plain);
            self.citations(&term.cite);
        }
    }

    fn clinic(&mut self, clinic: &'a Clinic) {
        self.file = clinic.file;
        self.text(&clinic.id, Register::Code);
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
        for source in &self.dataset.sources {
            if !self.cited.contains(source.id.as_str()) {
                self.file = source.file;
                let message = format!("nothing cites `{}`", source.id);
                self.report(Code::UnusedSource, source.id.span(), message);
            }
        }
    }
}

/// Ten digits in the North American plan, as 201-555-0123, with or without a leading 1.
fn is_phone(text: &str) -> bool {
    let text = text.strip_prefix("1-").unwrap_or(text);
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &str, length: usize| {
        part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let leads = |part: &str| matches!(part.as_bytes().first(), Some(b'2'..=b'9'));
    matches!(parts.as_slice(), [area, exchange, line]
        if digits(area, 3) && digits(exchange, 3) && digits(line, 4)
            && leads(area) && leads(exchange))
}
