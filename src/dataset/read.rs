//! From TOML text to a dataset, reporting every mistake with its place before stopping.
//!
//! A file is parsed once and each record in it is read by itself. When one does not fit the model,
//! the file is parsed again and the record is read as often as it takes to name all its mistakes,
//! each time without the part that was wrong.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::deserializer::ValueDeserializer;
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
    /// Its key at the top of the file, or empty where that is unknown.
    pub kind: &'static str,
    pub file: FileId,
    /// From its first value to its last.
    pub span: Range<usize>,
    /// What others name it by: its id, or the path of a topic.
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
                    $($key => self.explain_record::<$record>($key, file, value),)*
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
        let table = match DeTable::parse(text) {
            Ok(table) => table,
            Err(error) => {
                // One bracket can make the rest of the file look wrong: only the first is certain.
                self.unparsed = true;
                self.diagnostics.push(misspelled(file, &error));
                return;
            }
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
                    let kind = TOP_LEVEL.iter().find(|kind| *kind == name).unwrap_or(&"");
                    self.broken.push(Broken { kind, file, span: extent(&value), id: None });
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
        let kind = nearest(name, TOP_LEVEL.iter().copied()).unwrap_or_default();
        self.broken.push(Broken { kind, file, span: key.span(), id: None });
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
    fn explain_record<T: Record>(
        &mut self,
        kind: &'static str,
        file: FileId,
        mut value: Spanned<DeValue<'static>>,
    ) {
        let text = |key: &str| match value.get_ref().get(key).map(Spanned::get_ref) {
            Some(DeValue::String(text)) => Some(text.to_string()),
            _ => None,
        };
        let id = match kind {
            "topic" => text("group").zip(text("id")).map(|(group, id)| format!("{group}.{id}")),
            _ => text("id"),
        };
        self.broken.push(Broken { kind, file, span: extent(&value), id });
        let mut removed = Vec::new();
        for _ in 0..MISTAKES_PER_RECORD {
            let error = match T::deserialize(ValueDeserializer::from(value.clone())) {
                Ok(record) => return record.file_under(file, self),
                Err(error) => error,
            };
            let span = error.span().unwrap_or_else(|| value.span());
            if let Some(first) = missing_key(error.message()) {
                let keys = missing_keys::<T>(value.clone(), &span, first);
                let keys = keys.iter().filter(|key| !removed.contains(*key));
                self.diagnostics.extend(keys.map(|key| missing(file, span.clone(), key)));
            } else {
                self.diagnostics.push(misfit(file, span.clone(), error.message()));
            }
            match prune(&mut value, &span) {
                Pruned::Value(key) => removed.push(key),
                Pruned::Key | Pruned::Element => {}
                Pruned::Nothing => return,
            }
        }
    }
}

/// The bytes from the first value in a record to its last.
fn extent(value: &Spanned<DeValue<'_>>) -> Range<usize> {
    let all = |parts: &mut dyn Iterator<Item = &Spanned<DeValue<'_>>>| {
        parts
            .map(extent)
            .fold(value.span(), |all, part| all.start.min(part.start)..all.end.max(part.end))
    };
    match value.get_ref() {
        DeValue::Table(table) => all(&mut table.values()),
        DeValue::Array(items) => all(&mut items.iter()),
        _ => value.span(),
    }
}

/// The key that a record lacks, if that is what is wrong with it.
fn missing_key(message: &str) -> Option<&str> {
    message.strip_prefix("missing field `")?.strip_suffix('`')
}

/// All keys that a table lacks, of which one is known. Stand-ins are put in their places until the
/// table is complete, since only the model knows what it asks for.
fn missing_keys<T: Record>(
    mut record: Spanned<DeValue<'static>>,
    table: &Range<usize>,
    first: &str,
) -> Vec<String> {
    const NOWHERE: Range<usize> = usize::MAX..usize::MAX;
    // A text that is also a year, a list, a table, a number: one of them fits.
    let stand_ins = || {
        let texts = ["'2000'", "[]", "{}", "0"].into_iter();
        texts.filter_map(|text| DeValue::parse(text).ok()).map(Spanned::into_inner)
    };
    let (mut keys, mut untried) = (vec![first.to_owned()], stand_ins());
    let mut stand_in = untried.next();
    while let (Some(value), Some(key)) = (stand_in, keys.last()) {
        let Some(found) = find_table(&mut record, table) else { break };
        found.insert(Spanned::new(NOWHERE, key.clone().into()), Spanned::new(NOWHERE, value));
        let Err(error) = T::deserialize(ValueDeserializer::from(record.clone())) else { break };
        match missing_key(error.message()) {
            Some(next) if error.span().as_ref() == Some(table) && next != key => {
                keys.push(next.to_owned());
                untried = stand_ins();
            }
            None if error.span() == Some(NOWHERE) => {}
            _ => break,
        }
        stand_in = match quoted(error.message()).nth(1) {
            // One of the words that may stand there.
            Some(word) => Some(DeValue::String(word.to_owned().into())),
            None => untried.next(),
        };
    }
    keys
}

/// The table at this place in a record. A list of tables may begin where its first table does.
fn find_table<'v, 'i>(
    value: &'v mut Spanned<DeValue<'i>>,
    span: &Range<usize>,
) -> Option<&'v mut DeTable<'i>> {
    let here = value.span() == *span;
    match value.get_mut() {
        DeValue::Table(table) => {
            if here {
                return Some(table);
            }
            table.iter_mut().find_map(|(_, value)| find_table(value, span))
        }
        DeValue::Array(items) => items.iter_mut().find_map(|value| find_table(value, span)),
        _ => None,
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

fn misspelled(file: FileId, error: &toml::de::Error) -> Diagnostic {
    let message = error.message();
    let message = if message.contains("recurs") { "nested too deep" } else { message };
    diagnostic(Code::Syntax, file, error.span().unwrap_or(0..0), message)
}

fn missing(file: FileId, span: Range<usize>, key: &str) -> Diagnostic {
    let help = Some(format!("add `{key} = ...`"));
    Diagnostic { help, ..diagnostic(Code::MissingKey, file, span, &format!("missing key `{key}`")) }
}

/// What a message quotes.
fn quoted(message: &str) -> impl Iterator<Item = &str> {
    message.split('`').skip(1).step_by(2)
}

/// A misfit between a record and the model, in this program's words.
fn misfit(file: FileId, span: Range<usize>, message: &str) -> Diagnostic {
    if message.starts_with("unknown ") {
        let name = quoted(message).next().unwrap_or_default();
        let (code, wrong) = if message.starts_with("unknown field ") {
            (Code::UnknownKey, format!("unknown key `{name}`"))
        } else {
            (Code::BadValue, format!("`{name}` is not one of the words that may stand here"))
        };
        let help = Some(suggestion(name, quoted(message).skip(1).collect::<Vec<_>>().into_iter()));
        return Diagnostic { help, ..diagnostic(code, file, span, &wrong) };
    }
    let code = if message.starts_with("invalid type") { Code::WrongType } else { Code::BadValue };
    let parts = message.strip_prefix("invalid ").and_then(|rest| rest.split_once(": "));
    let Some((found, wanted)) = parts.and_then(|(_, rest)| rest.rsplit_once(", expected ")) else {
        return diagnostic(code, file, span, message);
    };
    let found = match found.split([' ', '`']).next() {
        Some("string") => "text",
        Some("sequence") => "a list",
        Some("map") => "a table or a date",
        Some("integer" | "floating") => quoted(found).next().unwrap_or("a number"),
        Some("boolean") => "true or false",
        _ => found,
    };
    let (wanted, help) = match wanted {
        "a string" => ("text", "write it in quotes: \"...\""),
        "a boolean" => ("true or false", "write true or false, without quotes"),
        "a sequence" => ("a list", "write it as a list: [ ... ] or [[...]]"),
        "struct Citation" => ("a citation", "write { source = \"id\", section = \"2.4\" }"),
        "struct Statement" => {
            ("a statement", "write { text = \"...\", cite = [{ source = \"id\" }] }")
        }
        "u32" => ("a whole number", "write it in digits, without quotes"),
        "u16" => ("a whole number", "write it in digits, without quotes; 65535 is the most"),
        "a map" => ("a table", "write it as a table: { ... } or [...]"),
        table if table.starts_with("struct ") => ("a table", "write it as a table: { ... }"),
        // The model's own words, which are meant for people.
        own => return diagnostic(code, file, span, &format!("expected {own}, found {found}")),
    };
    let message = format!("expected {wanted}, found {found}");
    Diagnostic { help: Some(help.to_owned()), ..diagnostic(code, file, span, &message) }
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
    let length = name.chars().count();
    let allowed = if length <= 5 { 1 } else { 2 };
    accepted
        // Cheaper than measuring the distance, and enough for most.
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= allowed)
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
        assert_eq!(found, [Code::MissingKey, Code::WrongType, Code::UnknownKey, Code::WrongType]);
    }

    #[test]
    fn all_missing_keys_are_named_of_whatever_shape() {
        let text = "[[treatment]]\nid = \"t\"\n\n[[treatment.outcomes]]\nweek = 4\n";
        let missing: Vec<String> =
            mistakes(text).into_iter().map(|(.., message)| message.replace('`', "")).collect();
        let keys = ["answers", "approval", "brand", "cite", "generic", "maker", "strengths"];
        let of_outcome = ["analysis", "cite", "endpoint", "results", "topic", "trial"];
        let expected: Vec<String> =
            keys.iter().chain(&of_outcome).map(|key| format!("missing key {key}")).collect();
        assert_eq!(missing, expected);
    }

    #[test]
    fn a_misfit_is_told_in_words_that_teach() {
        for (text, message, help) in [
            ("cite = [\"a\"]", "expected a citation, found text", "write { source = "),
            ("cite = \"a\"", "expected a list, found text", "write it as a list: [ ... ]"),
            ("plain = 3", "expected text, found 3", "write it in quotes"),
        ] {
            let text = format!("[[term]]\nterm = \"x\"\n{text}\n");
            let files = [File::new("x.toml".into(), text.clone())];
            let found = read(&files).diagnostics;
            assert_eq!(found[0].message, message, "{text}");
            assert!(found[0].help.as_deref().is_some_and(|it| it.starts_with(help)), "{text}");
        }
    }

    #[test]
    fn a_mistake_is_shown_where_it_stands() {
        let text = "[[source]]\nid = \"a\"\n\n[[tipic]]\nid = \"x\"\n";
        let found = mistakes(text);
        assert_eq!(
            found[found.len() - 1],
            (Code::UnknownKey, "tipic".into(), "unknown key `tipic`".into())
        );
    }
}
