//! Rules on the cells of the table: what a statement, a glance and a gap must have, and that no cell
//! is empty.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::wording;
use super::{Checker, FEW};
use crate::dataset::model::{Answers, Conflict, Gap, Glance, Scope, Statement, Topic, Treatment};
use crate::dataset::place::At;
use crate::dataset::read::diagnostic::Code;
use crate::dataset::text::Text;
use crate::dataset::walk::{self, Entry, Item, Part, Record};

/// How many characters a glance may have.
const LONGEST_GLANCE: usize = 90;

/// How many glances the topic may have that is shown before everything else.
const MOST_GLANCES: usize = 3;

/// How many positions make a disagreement.
const POSITIONS: usize = 2;

/// How many wrong strengths of one text are named.
const MOST_STRENGTHS: usize = 10;

/// What a statement says about its reading and not about its subject.
const READING: &[&str] = &[
    "was not read",
    "were not read",
    "not recorded",
    "have not read",
    "has not been read",
    "have not been read",
    "not read yet",
];

/// A record that answers topics.
pub(super) struct Column<'a> {
    pub scope: Scope,
    /// What it is called, and where it stands.
    pub name: String,
    pub place: Range<usize>,
    pub treatment: Option<&'a Treatment>,
    /// The condition that it is about.
    pub condition: Option<&'a str>,
    /// The regulators under which its statements are shown.
    pub regulators: Vec<&'a str>,
    pub glance: &'a [Glance],
    pub answers: &'a Answers,
    pub otherwise: Option<&'a Statement>,
    /// The topics that it answers with figures.
    pub figures: HashSet<&'a str>,
}

impl<'a> Checker<'a> {
    /// The rules that hold wherever something is said.
    pub(super) fn said(&mut self) {
        for entry in walk::items(self.dataset) {
            if self.mistakes.is_full() {
                return;
            }
            self.piece = entry.record.piece();
            self.cited(&entry);
            for citation in entry.item.citations() {
                self.citation(citation);
            }
            match entry.item {
                Item::Statement(statement) => self.statement(&entry, statement),
                Item::Position(position) => position.on.iter().for_each(|on| self.past(on)),
                Item::Outcome(it) => self.topic_of(&it.topic, entry.record.scope()),
                Item::Reactions(it) => self.topic_of(&it.topic, entry.record.scope()),
                Item::Conflict(it) => self.conflict(it, entry.record.scope()),
                Item::Glance(glance) => {
                    self.holds_in(&entry, glance.regulator.as_ref());
                    for text in std::iter::once(&glance.text).chain(&glance.plain) {
                        let (length, most) = (text.chars().count(), LONGEST_GLANCE);
                        if length > most {
                            let message = format!("a glance of {length} characters is no glance");
                            let help =
                                format!("write at most {most}; the statements have the rest");
                            self.report_with_help(Code::LongGlance, text, message, help);
                        }
                    }
                }
                Item::Facts(_) | Item::Day(_) | Item::Trial(_) => {}
            }
        }
    }

    fn conflict(&mut self, conflict: &Conflict, scope: Scope) {
        self.topic_of(&conflict.topic, scope);
        if conflict.positions.len() < POSITIONS {
            let message = "a disagreement has two positions, and this has fewer";
            let help = "add positions = [{ text = \"...\", cite = [...] }, ...]";
            self.report_with_help(Code::LonePosition, &conflict.question, message, help);
        }
    }

    fn statement(&mut self, entry: &Entry<'a>, statement: &'a Statement) {
        self.holds_in(entry, statement.regulator.as_ref());
        match (&statement.gap, &statement.text) {
            (None, None) => {
                self.silence(place(entry, statement), "a statement has neither text nor gap");
            }
            (None, Some(_)) => self.no_reading(statement),
            (Some(gap), _) => self.gap(statement, gap),
        }
        if let (None, Some(place)) = (&statement.gap, &statement.look_in) {
            let message = "`look-in` says where to look for what a gap lacks, and there is no gap";
            let help = "add gap = \"not-recorded\"";
            self.report_with_help(Code::IncompleteGap, place, message, help);
        }
        if let (Part::Otherwise, None, Some(text)) = (&entry.part, &statement.gap, &statement.text)
        {
            let message = "`otherwise` answers many topics at once, so it can only be a gap";
            let help = "add gap = \"not-recorded\" and look-in";
            self.report_with_help(Code::IncompleteGap, text, message, help);
        }
    }

    /// The regulator that something holds under, apart from that of its record.
    fn holds_in(&mut self, entry: &Entry<'a>, regulator: Option<&At<Text>>) {
        let Some(regulator) = regulator else { return };
        self.id_of("regulator", regulator);
        if let Record::Indication(it) = entry.record {
            let message = format!("all of this record holds in {}", it.regulator);
            let help = "take `in` out, or move it to the record of that regulator";
            self.report_with_help(Code::WrongScope, regulator, message, help);
        }
    }

    /// Nothing where something should stand, unless it could not be read.
    pub(super) fn silence(&mut self, span: Range<usize>, message: &str) {
        if !self.lost.covers(self.piece, span.start) {
            self.report(Code::EmptyText, span, message);
        }
    }

    fn no_reading(&mut self, statement: &Statement) {
        for text in statement.text.iter().chain(&statement.plain) {
            if let Some((at, words)) = wording::find_words(text, READING) {
                let message = format!("`{words}` is about the reading, not about the subject");
                let help = "move it to `note`, or declare a gap";
                let span = super::part(text, at);
                self.report_with_help(Code::ReadingInText, span, message, help);
            }
        }
    }

    fn gap(&mut self, statement: &Statement, gap: &At<Gap>) {
        let (lacking, help) = match **gap {
            Gap::NotRecorded | Gap::NotReported | Gap::NotStudied
                if statement.look_in.is_none() =>
            {
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
        self.report_with_help(Code::IncompleteGap, gap, message, help);
    }

    /// The rules on the cells of a record: each topic answered, in brief and in plain words.
    pub(super) fn cells(&mut self, column: &Column<'a>) {
        for cell in column.answers.cells() {
            let path = format!("{}.{}", cell.group, cell.topic);
            self.topic_path(&path, column.scope, &cell.topic);
            self.asked(column, &path, &cell.topic);
        }
        self.glances(column);
        let glances: HashSet<(&str, Option<&str>)> =
            column.glance.iter().map(|it| (it.topic.as_str(), regulator_of(it))).collect();
        for topic in &self.dataset.topics {
            let asked = column.condition.is_none_or(|condition| topic.asks(condition));
            let misplaced = self.misplaced.contains(topic.id.as_str());
            if *topic.scope == column.scope && asked && !misplaced {
                self.cell(column, topic, &glances);
            }
        }
    }

    fn cell(
        &mut self,
        column: &Column<'a>,
        topic: &'a Topic,
        glances: &HashSet<(&str, Option<&str>)>,
    ) {
        let path = topic.path();
        let statements = match (column.answers.to(topic), column.otherwise) {
            ([], Some(otherwise)) => {
                if topic.plain.is_some() && otherwise.plain.is_none() {
                    let place = otherwise.text.as_ref().map_or(column.place.clone(), At::span);
                    let message =
                        format!("`{path}` is a patient's question, and `otherwise` has no `plain`");
                    self.report(Code::MissingPlain, place, message);
                }
                return;
            }
            ([], None) => {
                let (kind, name) = (column.scope.id(), &column.name);
                let help = format!("add [[{kind}.answers.{path}]] with text and cite, or with gap");
                self.report_with_help(
                    Code::UnansweredTopic,
                    column.place.clone(),
                    format!("`{name}` does not answer `{path}`"),
                    help,
                );
                return;
            }
            (statements, _) => statements,
        };
        let first = statements.iter().find_map(|it| it.text.as_ref().or(it.plain.as_ref()));
        let place = first.map_or(column.place.clone(), At::span);
        if topic.listed_strengths {
            for text in statements.iter().flat_map(|it| it.text.iter().chain(&it.plain)) {
                self.listed_strengths(column.treatment, text);
            }
        }
        if column.figures.contains(path.as_str()) {
            return;
        }
        if topic.plain.is_some() && statements.iter().all(|it| it.plain.is_none()) {
            let message =
                format!("`{path}` is a patient's question, and no answer to it has `plain`");
            self.report(Code::MissingPlain, place.clone(), message);
        }
        let unseen = column.regulators.iter().find(|it| {
            let shown =
                |own: &Statement| own.regulator.as_ref().is_none_or(|own| own.as_str() == **it);
            let glance =
                [None, Some(**it)].iter().any(|it| glances.contains(&(path.as_str(), *it)));
            statements.iter().any(|it| it.gap.is_none() && shown(it)) && !glance
        });
        if let Some(regulator) = unseen {
            let several = column.scope == Scope::Treatment && column.regulators.len() > 1;
            let (under, only) = if several {
                (format!(" in {regulator}"), format!("in = \"{regulator}\", "))
            } else {
                Default::default()
            };
            self.report_with_help(
                Code::MissingGlance,
                place,
                format!("the answer to `{path}` has no glance{under}"),
                format!(
                    "add {{ topic = \"{path}\", text = \"...\", {only}cite = [...] }} to `glance`"
                ),
            );
        }
    }

    /// Whether the topic is asked for the record's condition.
    fn asked(&mut self, column: &Column<'a>, path: &str, at: &At<Text>) {
        let topic = self.topics.get(path).copied();
        let Some((topic, condition)) = topic.zip(column.condition) else { return };
        // A condition that does not exist may be this one, misspelled.
        let known = topic.conditions.iter().all(|it| self.has("condition", it));
        if known && !topic.asks(condition) {
            let message = format!("`{path}` is not asked for {condition}");
            let help = "take it out, or add the condition to the topic";
            self.report_with_help(Code::WrongScope, at, message, help);
        }
    }

    fn glances(&mut self, column: &Column<'a>) {
        let mut counts: HashMap<(&str, Option<&str>), usize> = HashMap::new();
        for glance in column.glance {
            let topic = glance.topic.as_str();
            self.topic_of(&glance.topic, column.scope);
            self.asked(column, topic, &glance.topic);
            if self.topics.get(topic).is_some_and(|it| it.listed_strengths) {
                for text in std::iter::once(&glance.text).chain(&glance.plain) {
                    self.listed_strengths(column.treatment, text);
                }
            }
            let own = regulator_of(glance);
            *counts.entry((topic, own)).or_default() += 1;
            // What holds everywhere is shown beside what holds in one place.
            let beside = if own.is_some() { counts.get(&(topic, None)).copied() } else { None };
            let count = counts.get(&(topic, own)).copied().unwrap_or_default();
            let first = self.topics.get(topic).is_some_and(|topic| topic.first);
            let most = if first { MOST_GLANCES } else { 1 };
            if count + beside.unwrap_or_default() > most {
                let message = format!("`{topic}` has another glance already");
                let help = if first { format!("write at most {most}") } else { "write one".into() };
                self.report_with_help(Code::DuplicateId, &glance.topic, message, help);
            }
        }
    }

    pub(super) fn listed_strengths(&mut self, treatment: Option<&Treatment>, text: &At<Text>) {
        let Some(treatment) = treatment else { return };
        let known = treatment.strengths.iter().flat_map(|it| wording::milligrams(it));
        let known: HashSet<&str> = known.map(|(number, _)| number).collect();
        let unlisted = wording::milligrams(text)
            .filter(|(number, _)| !known.contains(number))
            .take(MOST_STRENGTHS);
        for (number, at) in unlisted {
            let list = treatment.strengths.iter().take(FEW).map(|it| it.as_str());
            let list = list.collect::<Vec<_>>().join(", ");
            self.report_with_help(
                Code::UnlistedStrength,
                super::part(text, at),
                format!("{} does not come in a strength of {number} mg", treatment.brand),
                format!("its list has {list}"),
            );
        }
    }
}

fn regulator_of(glance: &Glance) -> Option<&str> {
    glance.regulator.as_ref().map(|it| it.as_str())
}

/// Where to point at in a statement, or at what is around it.
fn place(entry: &Entry<'_>, statement: &Statement) -> Range<usize> {
    let texts = [&statement.plain, &statement.note, &statement.look_in].into_iter().flatten();
    let sources = statement.cite.iter().map(|it| &it.source);
    if let Some(text) = texts.chain(sources).next() {
        return text.span();
    }
    match &entry.part {
        Part::Section(it) => it.id.span(),
        Part::Option(it) => it.id.span(),
        _ => entry.record.span(),
    }
}
