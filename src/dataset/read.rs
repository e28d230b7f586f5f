//! From TOML text to a dataset, reporting every mistake with its place before stopping.
//!
//! A file is parsed once and each record in it is read by itself. When one does not fit the model,
//! the file is parsed again and the record is read as often as it takes to name all its mistakes,
//! each time without the part that was wrong.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, ValueDeserializer};

use super::diagnostic::{Code, Diagnostic, File};
use super::model::{
    Background, Clinic, Dataset, Endpoint, Group, Header, Source, Term, Topic, Treatment,
};
use super::place::FileId;

/// How many mistakes of one record are named; a record with more is not a record.
const MISTAKES_PER_RECORD: usize = 100;

/// What was read, what was wrong, and which records are there only in part.
#[derive(Debug, Default)]
pub struct Reading {
    pub dataset: Dataset,
    pub headers: Vec<Header>,
    pub diagnostics: Vec<Diagnostic>,
    /// The places of records that could be read in part or not at all.
    pub broken: Vec<Broken>,
    /// Whether a file could not be parsed, so that anything may be missing.
    pub unparsed: bool,
}

/// A record that could not be read whole.
#[derive(Debug)]
pub struct Broken {
    pub file: FileId,
    pub id: Option<String>,
}

/// Reads all files as one dataset.
pub fn read(files: &[File]) -> Reading {
    let mut reading = Reading::default();
    for (index, file) in files.iter().enumerate() {
        let id = FileId(u32::try_from(index).unwrap_or(u32::MAX));
        reading.read_file(id, file.text);
    }
    if let [header, ..] = reading.headers.as_slice() {
        reading.dataset.header = header.clone();
    }
    // Files come in the order of their names; a dataset has an order of its own.
    let none = |treatment: &Treatment| treatment.approved_on.is_none();
    let dataset = &mut reading.dataset;
    dataset
        .treatments
        .sort_by(|a, b| (none(a), &a.approved_on, &a.id).cmp(&(none(b), &b.approved_on, &b.id)));
    dataset.backgrounds.sort_by_key(|background| background.kind);
    dataset.sources.sort_by(|a, b| a.id().cmp(b.id()));
    reading
}

/// A record of the model, which knows its file.
trait Record: Deserialize<'static> {
    fn file_under(self, file: FileId, reading: &mut Reading);
}

macro_rules! records {
    ($($key:literal, $record:ident, $($list:ident).+;)*) => {
        $(impl Record for $record {
            fn file_under(mut self, file: FileId, reading: &mut Reading) {
                self.file = file;
                reading.$($list).+.push(self.into());
            }
        })*

        /// The keys that may stand at the top of a file.
        pub const TOP_LEVEL: &[&str] = &[$($key,)*];

        impl Reading {
            fn take(&mut self, key: &str, file: FileId, value: Spanned<DeValue<'static>>) -> Taken {
                match key {
                    $($key => self.take_record::<$record>(file, value),)*
                    _ => Taken::UnknownKey,
                }
            }

            fn explain(&mut self, key: &str, file: FileId, value: Spanned<DeValue<'static>>) {
                match key {
                    $($key => self.explain_record::<$record>(file, value),)*
                    _ => {}
                }
            }
        }
    };
}

records! {
    "dataset", Header, headers;
    "group", Group, dataset.groups;
    "topic", Topic, dataset.topics;
    "source", Source, dataset.sources;
    "endpoint", Endpoint, dataset.endpoints;
    "treatment", Treatment, dataset.treatments;
    "background", Background, dataset.backgrounds;
    "term", Term, dataset.terms;
    "clinic", Clinic, dataset.clinics;
}

enum Taken {
    Whole,
    Wrong,
    UnknownKey,
}

impl Reading {
    fn read_file(&mut self, file: FileId, text: &'static str) {
        let Ok(table) = DeTable::parse(text) else {
            self.unparsed = true;
            let (_, errors) = DeTable::parse_recoverable(text);
            self.diagnostics.extend(errors.iter().map(|error| {
                let span = error.span().unwrap_or(0..0);
                diagnostic(Code::Syntax, file, span, error.message())
            }));
            return;
        };
        let mut wrong = Vec::new();
        for (key, value) in table.into_inner() {
            let expects_table = key.get_ref() == "dataset";
            match (value.get_ref(), expects_table) {
                (DeValue::Array(_), false) => {
                    let DeValue::Array(items) = value.into_inner() else { continue };
                    for (index, item) in items.into_iter().enumerate() {
                        match self.take(key.get_ref(), file, item) {
                            Taken::Whole => {}
                            Taken::Wrong => wrong.push((key.get_ref().clone(), Some(index))),
                            Taken::UnknownKey => {
                                self.unknown_top_level(file, &key);
                                break;
                            }
                        }
                    }
                }
                (DeValue::Table(_), true) => {
                    if matches!(self.take(key.get_ref(), file, value), Taken::Wrong) {
                        wrong.push((key.get_ref().clone(), None));
                    }
                }
                _ if !TOP_LEVEL.contains(&key.get_ref().as_ref()) => {
                    self.unknown_top_level(file, &key);
                }
                _ => {
                    let name = key.get_ref();
                    let form =
                        if expects_table { format!("[{name}]") } else { format!("[[{name}]]") };
                    let message = format!("`{name}` is not written as {form}");
                    self.diagnostics.push(diagnostic(Code::WrongType, file, key.span(), &message));
                    self.broken.push(Broken { file, id: None });
                }
            }
        }
        if !wrong.is_empty() {
            self.explain_all(file, text, &wrong);
        }
    }

    fn unknown_top_level(&mut self, file: FileId, key: &Spanned<std::borrow::Cow<'_, str>>) {
        let name = key.get_ref();
        let mut found =
            diagnostic(Code::UnknownKey, file, key.span(), &format!("unknown key `{name}`"));
        found.help = Some(suggestion(name, TOP_LEVEL.iter().copied()));
        self.diagnostics.push(found);
    }

    fn take_record<T: Record>(&mut self, file: FileId, value: Spanned<DeValue<'static>>) -> Taken {
        match T::deserialize(ValueDeserializer::from(value)) {
            Ok(record) => {
                record.file_under(file, self);
                Taken::Whole
            }
            Err(_) => Taken::Wrong,
        }
    }

    fn explain_all(
        &mut self,
        file: FileId,
        text: &'static str,
        wrong: &[(std::borrow::Cow<'_, str>, Option<usize>)],
    ) {
        let Ok(table) = DeTable::parse(text) else { return };
        for (key, index) in wrong {
            let Some(value) = table.get_ref().get(key.as_ref()) else { continue };
            let item = match (value.get_ref(), index) {
                (DeValue::Array(items), Some(index)) => items.get(*index),
                _ => Some(value),
            };
            if let Some(item) = item {
                self.explain(key, file, item.clone());
            }
        }
    }

    /// Names every mistake in a record that does not fit the model, and keeps what is left of it.
    fn explain_record<T: Record>(&mut self, file: FileId, mut value: Spanned<DeValue<'static>>) {
        let id = match value.get_ref().get("id").map(Spanned::get_ref) {
            Some(DeValue::String(id)) => Some(id.to_string()),
            _ => None,
        };
        self.broken.push(Broken { file, id });
        let mut removed = Vec::new();
        for _ in 0..MISTAKES_PER_RECORD {
            let error = match T::deserialize(ValueDeserializer::from(value.clone())) {
                Ok(record) => return record.file_under(file, self),
                Err(error) => error,
            };
            let span = error.span().unwrap_or_else(|| value.span());
            if removed.iter().any(|key| error.message() == format!("missing field `{key}`")) {
                return;
            }
            self.diagnostics.push(misfit(file, span.clone(), error.message()));
            match prune(&mut value, &span) {
                Pruned::Value(key) => removed.push(key),
                Pruned::Key | Pruned::Element => {}
                Pruned::Nothing => return,
            }
        }
    }
}

enum Pruned {
    /// A key that does not belong.
    Key,
    /// A value that is wrong, with its key.
    Value(String),
    /// A list element with something wrong in it.
    Element,
    Nothing,
}

/// Takes out of a record the part at this place. A key that does not belong goes alone; a wrong
/// value takes the list element that it stands in with it, which would otherwise miss a key.
fn prune<'i>(value: &mut Spanned<DeValue<'i>>, span: &Range<usize>) -> Pruned {
    match value.get_mut() {
        DeValue::Table(table) => prune_table(table, span),
        DeValue::Array(items) => {
            for index in 0..items.len() {
                let Some(item) = items.get_mut(index) else { break };
                let whole = item.span() == *span;
                match prune(item, span) {
                    Pruned::Nothing if !whole => {}
                    Pruned::Key => return Pruned::Key,
                    Pruned::Element => return Pruned::Element,
                    Pruned::Nothing | Pruned::Value(_) => {
                        let all: DeArray<'i> =
                            std::mem::replace(items, std::iter::empty().collect());
                        let kept = all.into_iter().enumerate();
                        *items =
                            kept.filter(|(at, _)| *at != index).map(|(_, kept)| kept).collect();
                        return Pruned::Element;
                    }
                }
            }
            Pruned::Nothing
        }
        _ => Pruned::Nothing,
    }
}

fn prune_table(table: &mut DeTable<'_>, span: &Range<usize>) -> Pruned {
    let key_at = |table: &DeTable<'_>, by_value: bool| {
        let found =
            table.iter().find(
                |(key, value)| if by_value { value.span() == *span } else { key.span() == *span },
            );
        found.map(|(key, _)| key.get_ref().to_string())
    };
    if let Some(key) = key_at(table, false) {
        table.remove(key.as_str());
        return Pruned::Key;
    }
    for (_, child) in table.iter_mut() {
        match prune(child, span) {
            Pruned::Nothing => {}
            pruned => return pruned,
        }
    }
    match key_at(table, true) {
        Some(key) => {
            table.remove(key.as_str());
            Pruned::Value(key)
        }
        None => Pruned::Nothing,
    }
}

fn diagnostic(code: Code, file: FileId, span: Range<usize>, message: &str) -> Diagnostic {
    Diagnostic { code, file, span, message: message.to_owned(), help: None }
}

/// A misfit between a record and the model, in this program's words.
fn misfit(file: FileId, span: Range<usize>, message: &str) -> Diagnostic {
    let quoted = |text: &str| text.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    if let Some(rest) = message.strip_prefix("unknown field ") {
        let names: Vec<String> = quoted(rest);
        let name = names.first().cloned().unwrap_or_default();
        let mut found = diagnostic(Code::UnknownKey, file, span, &format!("unknown key `{name}`"));
        found.help = Some(suggestion(&name, names.iter().skip(1).map(String::as_str)));
        return found;
    }
    if let Some(rest) = message.strip_prefix("missing field ") {
        return diagnostic(Code::MissingKey, file, span, &format!("missing key {rest}"));
    }
    if let Some(rest) = message.strip_prefix("unknown variant ") {
        let names: Vec<String> = quoted(rest);
        let name = names.first().cloned().unwrap_or_default();
        let message = format!("`{name}` is not one of the words that may stand here");
        let mut found = diagnostic(Code::BadValue, file, span, &message);
        found.help = Some(suggestion(&name, names.iter().skip(1).map(String::as_str)));
        return found;
    }
    let code = if message.starts_with("invalid type") { Code::WrongType } else { Code::BadValue };
    diagnostic(code, file, span, message)
}

/// The near miss among the names that may stand there, or all of them.
fn suggestion<'a>(name: &str, accepted: impl Iterator<Item = &'a str> + Clone) -> String {
    match nearest(name, accepted.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("accepted here: {}", accepted.collect::<Vec<_>>().join(", ")),
    }
}

/// The accepted name that is at most two letters away, one for short names.
pub fn nearest<'a>(name: &str, accepted: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = if name.chars().count() <= 5 { 1 } else { 2 };
    accepted
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|&(distance, _)| distance <= allowed)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistakes(text: &str) -> Vec<(Code, String, String)> {
        let files = [File::new("x.toml".into(), text.into())];
        let mut diagnostics = read(&files).diagnostics;
        super::super::diagnostic::sort(&mut diagnostics);
        diagnostics
            .into_iter()
            .map(|found| (found.code, text[found.span].to_owned(), found.message))
            .collect()
    }

    #[test]
    fn all_mistakes_of_a_record_are_named_in_one_run() {
        let text = "[[topic]]\ngroup = \"g\"\nid = 7\nlable = \"L\"\ncompare = \"yes\"\n";
        let found: Vec<Code> = mistakes(text).into_iter().map(|(code, ..)| code).collect();
        assert_eq!(found, [Code::WrongType, Code::UnknownKey, Code::WrongType]);
    }

    #[test]
    fn a_mistake_is_shown_where_it_stands() {
        let text = "[[source]]\nid = \"a\"\n\n[[tipic]]\nid = \"x\"\n";
        let found = mistakes(text);
        assert_eq!(found[1], (Code::UnknownKey, "tipic".into(), "unknown key `tipic`".into()));
    }
}
