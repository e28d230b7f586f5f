//! Rules on the questions: groups and topics, regulators, and what is named beside them.

use super::Checker;
use super::names::Name;
use crate::dataset::model::{Renamed, Scope};
use crate::dataset::place::{At, Piece};
use crate::dataset::read::diagnostic::Code;
use crate::dataset::text::Text;

/// How many characters fit into a narrow column.
const LONGEST_BRIEF: usize = 16;

impl<'a> Checker<'a> {
    pub(super) fn topics(&mut self) {
        for topic in &self.dataset.topics {
            self.piece = topic.piece;
            self.not_longer(&topic.brief, LONGEST_BRIEF);
            for condition in &topic.conditions {
                self.id_of("condition", condition);
            }
            if !self.id_of("group", &topic.group) {
                self.misplaced.insert(&topic.id);
            }
        }
    }

    pub(super) fn regulators(&mut self) {
        for regulator in &self.dataset.regulators {
            self.renamed(regulator.piece, &regulator.words);
            let digits = |text: &At<Text>, most: usize| {
                (1..=most).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit())
            };
            for (number, most) in [(&regulator.calling_code, 3), (&regulator.trunk, 2)] {
                if let Some(number) = number.as_ref().filter(|number| !digits(number, most)) {
                    let message = format!("`{number}` is no code that is dialed");
                    let help = format!("write at most {most} digits, without a plus sign");
                    self.report_with_help(Code::BadValue, number, message, help);
                }
            }
        }
    }

    /// What topics are called for a condition or under a regulator.
    pub(super) fn renamed(&mut self, piece: Piece, words: &'a [Renamed]) {
        self.unique(words.iter().map(|it| Name::id(piece, &it.topic)), "topic");
        self.piece = piece;
        for renamed in words {
            // Any topic may be called otherwise somewhere, whatever it asks about.
            let scope = self.topics.get(renamed.topic.as_str()).map(|topic| *topic.scope);
            self.topic_of(&renamed.topic, scope.unwrap_or(Scope::Indication));
            self.not_longer(&renamed.brief, LONGEST_BRIEF);
        }
    }

    /// A name that has a place of its own on the screen.
    pub(super) fn not_longer(&mut self, name: &At<Text>, most: usize) {
        let length = name.chars().count();
        if length > most {
            let message = format!("{length} characters do not fit");
            let help = format!("write at most {most}");
            self.report_with_help(Code::LongName, name, message, help);
        }
    }

    /// What something is said about: a topic that there is, and of the scope of its record.
    pub(super) fn topic_of(&mut self, path: &At<Text>, scope: Scope) {
        self.topic_path(path, scope, path);
    }

    /// The same for a path of which only the end stands at a place.
    pub(super) fn topic_path(&mut self, path: &str, scope: Scope, at: &At<Text>) {
        let id = path.rsplit('.').next().unwrap_or_default();
        if let Some(topic) = self.topics.get(path) {
            if *topic.scope != scope {
                let (asks, record) = match *topic.scope {
                    Scope::Treatment => ("the treatment itself", "its [[treatment]]"),
                    Scope::Indication => ("one use of a treatment", "an [[indication]]"),
                };
                let message = format!("`{path}` asks about {asks}");
                let help = format!("answer it in {record}");
                self.report_with_help(Code::WrongScope, at, message, help);
            }
            return;
        }
        if self.misplaced.contains(id) || self.lost.may_hold("topic", path) {
            return;
        }
        let help = self.known_ids(path, "topic", || self.topics.keys().cloned().collect());
        let message = format!("no topic has the path `{path}`");
        self.report_with_help(Code::UnknownTopic, at, message, help);
    }
}
