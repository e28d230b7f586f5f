//! Rules on names: each that a user may type stands for one record only.

use std::collections::{HashMap, HashSet};

use super::Checker;
use crate::dataset::model::{Dataset, Indication, Treatment};
use crate::dataset::place::{At, Piece};
use crate::dataset::read::diagnostic::Code;
use crate::dataset::text::Text;

/// What the command line takes for a command.
#[rustfmt::skip]
const COMMANDS: &[&str] = &[
    "about", "ask", "check", "clinic", "compare", "completions", "diff", "evidence", "export", "handout",
    "help", "list", "man", "schema", "search", "show", "site", "sources", "topics",
];

/// A name, and the record that it stands for: its file and its id.
#[derive(Clone, Copy)]
pub(super) struct Name<'a> {
    pub piece: Piece,
    pub owner: &'a At<Text>,
    pub text: &'a At<Text>,
}

impl<'a> Name<'a> {
    pub fn id(piece: Piece, id: &'a At<Text>) -> Self {
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

/// Every name of a treatment. The id is usually the brand in lower case; a brand is not a second
/// name for it.
pub(super) fn names_of_treatment(it: &Treatment) -> impl Iterator<Item = Name<'_>> {
    let names = [&it.brand, &it.generic].into_iter();
    let names = names.filter(|name| !name.eq_ignore_ascii_case(&it.id));
    let names = std::iter::once(&it.id).chain(names).chain(&it.aliases);
    names.map(|name| Name { piece: it.piece, owner: &it.id, text: name })
}

impl<'a> Checker<'a> {
    /// Names that a user may type must stand for one record only.
    pub(super) fn names(&mut self) {
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
        let treatments = dataset.treatments.iter().flat_map(names_of_treatment);
        let backgrounds = dataset.backgrounds.iter().flat_map(|it| {
            let name = Some(&it.name).filter(|name| !name.eq_ignore_ascii_case(&it.id));
            let names = std::iter::once(&it.id).chain(name).chain(&it.aliases);
            names.map(|name| Name { piece: it.piece, owner: &it.id, text: name })
        });
        self.unique(treatments.chain(backgrounds), "treatment or background");
        self.drugs_alone();
        let regulators = dataset.regulators.iter().flat_map(|it| {
            let is_new = |name: &&At<Text>| {
                !name.eq_ignore_ascii_case(&it.id)
                    && !it.also.iter().any(|also| also.eq_ignore_ascii_case(name))
            };
            // Who decides may have the name of the place.
            let name = Some(&it.name).filter(|name| !name.eq_ignore_ascii_case(&it.region));
            let names = name.into_iter().chain([&it.region]).filter(is_new);
            let names: Vec<_> = std::iter::once(&it.id).chain(names).chain(&it.also).collect();
            names.into_iter().map(|name| Name { piece: it.piece, owner: &it.id, text: name })
        });
        self.unique(regulators, "regulator");
        self.indications_once();
    }

    /// What asks for a treatment asks for nothing else: no topic, no regulator, no command.
    fn drugs_alone(&mut self) {
        let dataset = self.dataset;
        let regulators = dataset.regulators.iter().flat_map(|it| {
            [&it.id, &it.name, &it.region].into_iter().chain(&it.also).map(|it| it.to_lowercase())
        });
        let topics = names_of_topics(dataset).into_iter().map(|it| it.text.to_lowercase());
        let taken: HashSet<String> = topics.chain(regulators).collect();
        for name in dataset.treatments.iter().flat_map(names_of_treatment) {
            let typed = name.text.to_lowercase();
            if taken.contains(&typed) || COMMANDS.contains(&typed.as_str()) {
                let message = format!("`{}` asks for something else", name.text);
                let help = "a command, a group, a topic or a regulator has this name";
                self.piece = name.piece;
                self.report_with_help(Code::SharedName, name.text, message, help);
            }
        }
    }

    /// There is one record of a treatment for a condition under a regulator.
    fn indications_once(&mut self) {
        let mut seen: HashMap<[&str; 3], &Indication> = HashMap::new();
        for it in &self.dataset.indications {
            let first = *seen.entry(it.key()).or_insert(it);
            if std::ptr::eq(first, it) {
                continue;
            }
            let message = format!("a second record of {}", it.title());
            let place = self.place(Name::id(first.piece, &first.treatment));
            let help = format!("the other stands in {place}");
            self.piece = it.piece;
            self.report_with_help(Code::DuplicateId, &it.treatment, message, help);
        }
    }

    pub(super) fn unique(&mut self, names: impl Iterator<Item = Name<'a>>, what: &str) {
        self.unique_or(Code::DuplicateId, names, what);
    }

    /// Reports the names that stand for two records; `code` is for those that are not ids.
    fn unique_or(&mut self, code: Code, names: impl Iterator<Item = Name<'a>>, what: &str) {
        let mut seen: HashMap<String, Name<'a>> = HashMap::new();
        for name in names {
            let first = *seen.entry(name.text.to_lowercase()).or_insert(name);
            let is_id = std::ptr::eq(name.owner, name.text);
            let (message, help) = if std::ptr::eq(first.text, name.text) {
                continue;
            } else if std::ptr::eq(first.owner, name.owner) {
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
            self.report_with_help(code, name.text, message, help);
        }
    }

    /// Where a name stands, as people read it.
    pub(super) fn place(&self, name: Name<'_>) -> String {
        let Some(file) = self.files.get(name.piece.0.file) else { return String::new() };
        let place = file.position(name.piece.0.start + name.text.span().start);
        format!("{}, line {}", file.name, place.line)
    }
}
