//! From TOML text to a dataset, reporting every mistake with its place before stopping.
//!
//! A file is parsed a record at a time where it can be cut into records, whole where it cannot.
//! Of a record that does not fit the model, all unknown keys are named and the first misfit.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::diagnostic::{Code, Diagnostic, File, Mistakes};
use super::keys::{suggestion, take_unknown, unknown};
use super::nearest;
use super::pieces::{self, MOST_IN_A_PIECE};
use crate::dataset::model::{
    Background, BackgroundKind, Clinic, Dataset, Endpoint, Group, Header, Indication, ReactionName,
    Regulator, Source, Term, Topic, Treatment,
};
use crate::dataset::place::{Aside, Origin, Piece};
use crate::dataset::text::List;

/// What was read, what was wrong, and which records are there only in part.
#[derive(Debug, Default)]
pub struct Reading {
    pub dataset: Dataset,
    pub headers: List<Header>,
    /// How many of the files are its own; those behind them are laid over it.
    pub own_files: usize,
    pub mistakes: Mistakes,
    /// What every answer must say of what was laid over the dataset.
    pub cautions: Vec<String>,
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
    pub piece: Piece,
    /// From its first value to its last.
    pub span: Range<usize>,
    /// What others name it by: its id, or the path of a topic.
    pub id: Option<String>,
}

/// Reads all files as one dataset.
pub fn read(files: &[File]) -> Reading {
    read_from(files, 0)
}

/// Reads the files from this one on as one dataset.
pub fn read_from(files: &[File], first: usize) -> Reading {
    let mut reading = Reading { own_files: files.len(), ..Reading::default() };
    for (index, file) in files.iter().enumerate().skip(first) {
        reading.read_file(Aside(Origin { file: index, start: 0 }), &file.text);
    }
    reading.take_header();
    reading.dataset.arrange();
    reading
}

macro_rules! records {
    ($($key:literal, $record:ident, $($list:ident).+ $(, $kind:expr)?;)*) => {
        /// The keys that may stand at the top of a file.
        pub const KINDS: &[&str] = &[$($key,)*];

        impl Reading {
            /// Adds what was read of another file.
            fn take_in(&mut self, mut other: Self) {
                $(self.$($list).+.to_mut().append(other.$($list).+.to_mut());)*
                self.mistakes.append(other.mistakes);
                self.broken.append(&mut other.broken);
                self.unparsed |= other.unparsed;
            }

            /// Adds a record, and says whether there is such a kind.
            fn take(&mut self, key: &str, piece: Piece, value: Spanned<DeValue<'_>>) -> bool {
                match key {
                    $($key => if let Some(record) = self.fit::<$record>($key, piece, value) {
                        let record = $record { piece, $(kind: $kind,)? ..record };
                        self.$($list).+.to_mut().push(record);
                    },)*
                    _ => return false,
                }
                true
            }
        }
    };
}

records! {
    "dataset", Header, headers;
    "regulator", Regulator, dataset.regulators;
    "group", Group, dataset.groups;
    "topic", Topic, dataset.topics;
    "source", Source, dataset.sources;
    "endpoint", Endpoint, dataset.endpoints;
    "reaction", ReactionName, dataset.reaction_names;
    "treatment", Treatment, dataset.treatments;
    "indication", Indication, dataset.indications;
    "condition", Background, dataset.backgrounds;
    "class", Background, dataset.backgrounds, BackgroundKind::Class;
    "term", Term, dataset.terms;
    "clinic", Clinic, dataset.clinics;
}

impl Reading {
    /// What was read before: the built-in dataset, as if it stood in one file.
    pub fn of(dataset: Dataset) -> Self {
        let headers = vec![dataset.header.clone()].into();
        Self { dataset, headers, own_files: 1, ..Self::default() }
    }

    /// Lets the first header speak for the dataset.
    pub fn take_header(&mut self) {
        if let Some(header) = self.headers.first() {
            self.dataset.header = header.clone();
        }
    }

    fn read_file(&mut self, piece: Piece, text: &str) {
        if let Some(cut) = pieces::cut(text) {
            let mut in_pieces = Self::default();
            // What only the whole can tell may look like the beginning of a record.
            if in_pieces.read_pieces(piece, text, cut) || parse(piece, text).is_err() {
                return self.take_in(in_pieces);
            }
        }
        match parse(piece, text) {
            Ok(table) => self.read_table(piece, table),
            Err(wrong) => {
                self.unparsed = true;
                self.mistakes.push(wrong);
            }
        }
    }

    /// Reads the pieces of a file, and says whether each could be parsed.
    fn read_pieces(&mut self, piece: Piece, text: &str, cut: Vec<(&str, Range<usize>)>) -> bool {
        let mut all_parsed = true;
        for (kind, span) in cut {
            if self.mistakes.is_full() {
                self.unparsed = true;
                break;
            }
            let piece = Aside(Origin { start: span.start, ..piece.0 });
            match parse(piece, &text[span.clone()]) {
                Ok(table) => self.read_table(piece, table),
                Err(wrong) => {
                    all_parsed = false;
                    self.mistakes.push(wrong);
                    self.lose(kind, piece, 0..span.len(), None);
                }
            }
        }
        all_parsed
    }

    fn read_table(&mut self, piece: Piece, table: DeTable<'_>) {
        for (key, value) in table {
            let name = key.get_ref().clone();
            let is_header = name == "dataset";
            match (value.get_ref(), is_header) {
                _ if !KINDS.contains(&name.as_ref()) => {
                    let kind = nearest(&name, KINDS.iter().copied()).unwrap_or_default();
                    self.mistakes.push(unknown(piece, &key, KINDS));
                    self.lose(kind, piece, key.span(), None);
                }
                (DeValue::Array(_), false) => {
                    let DeValue::Array(items) = value.into_inner() else { continue };
                    for item in items {
                        self.take(&name, piece, item);
                    }
                }
                (DeValue::Table(_), true) => {
                    self.take(&name, piece, value);
                }
                _ => {
                    let form = if is_header { format!("[{name}]") } else { format!("[[{name}]]") };
                    let message = format!("`{name}` is not written as {form}");
                    self.mistakes.push(diagnostic(Code::WrongType, piece, key.span(), &message));
                    self.lose(&name, piece, extent(&value), None);
                }
            }
        }
    }

    /// Notes that a record is not there, or not whole.
    fn lose(&mut self, kind: &str, piece: Piece, span: Range<usize>, id: Option<String>) {
        let kind = KINDS.iter().find(|known| **known == kind).unwrap_or(&"");
        self.broken.push(Broken { kind, piece, span, id });
    }

    /// The record as the model has it, if it fits.
    fn fit<T: DeserializeOwned>(
        &mut self,
        kind: &str,
        piece: Piece,
        mut value: Spanned<DeValue<'_>>,
    ) -> Option<T> {
        let (extent, id) = (extent(&value), id(kind, value.get_ref()));
        let unknown = take_unknown::<T>(kind, piece, &mut value);
        let mut whole = unknown.is_empty();
        for unknown in unknown {
            self.mistakes.push(unknown);
        }
        let span = value.span();
        let record = match T::deserialize(ValueDeserializer::from(value)) {
            Ok(record) => Some(record),
            Err(error) => {
                let span = error.span().unwrap_or(span);
                self.mistakes.push(misfit(piece, span, error.message()));
                whole = false;
                None
            }
        };
        if !whole {
            self.lose(kind, piece, extent, id);
        }
        record
    }
}

/// What others name a record by, if it says.
fn id(kind: &str, record: &DeValue<'_>) -> Option<String> {
    let text = |key: &str| match record.get(key).map(Spanned::get_ref) {
        Some(DeValue::String(text)) => Some(text.to_string()),
        _ => None,
    };
    match kind {
        "topic" => text("group").zip(text("id")).map(|(group, id)| format!("{group}.{id}")),
        _ => text("id"),
    }
}

/// Parses a file, or a piece of it.
fn parse(piece: Piece, text: &str) -> Result<DeTable<'_>, Diagnostic> {
    if text.len() > MOST_IN_A_PIECE {
        let most = MOST_IN_A_PIECE / 1024 / 1024;
        let message = format!("more than {most} MB in one piece are not a record");
        let help = "write each record under a [[header]] of its own".to_owned();
        let found = diagnostic(Code::Syntax, piece, 0..0, &message);
        return Err(Diagnostic { help: Some(help), ..found });
    }
    match DeTable::parse(text) {
        Ok(table) => Ok(table.into_inner()),
        Err(error) => {
            let message = error.message();
            let message = if message.contains("recurs") { "nested too deep" } else { message };
            Err(diagnostic(Code::Syntax, piece, error.span().unwrap_or(0..0), message))
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

fn diagnostic(code: Code, piece: Piece, span: Range<usize>, message: &str) -> Diagnostic {
    Diagnostic { code, piece, span, message: message.to_owned(), help: None }
}

/// What a message quotes.
fn quoted(message: &str) -> impl Iterator<Item = &str> {
    message.split('`').skip(1).step_by(2)
}

/// A misfit between a record and the model, in this program's words.
fn misfit(piece: Piece, span: Range<usize>, message: &str) -> Diagnostic {
    let found = |code, message: &str, help: String| Diagnostic {
        help: Some(help),
        ..diagnostic(code, piece, span.clone(), message)
    };
    let name = quoted(message).next().unwrap_or_default();
    if message.starts_with("missing field") {
        let help = format!("add `{name} = ...`");
        return found(Code::MissingKey, &format!("missing key `{name}`"), help);
    }
    if message.starts_with("unknown variant") {
        let accepted: Vec<&str> = quoted(message).skip(1).collect();
        let message = format!("`{name}` is not one of the words that may stand here");
        return found(Code::BadValue, &message, suggestion(name, &accepted));
    }
    let code = if message.starts_with("invalid type") { Code::WrongType } else { Code::BadValue };
    let parts = message.strip_prefix("invalid ").and_then(|rest| rest.split_once(": "));
    let Some((thing, wanted)) = parts.and_then(|(_, rest)| rest.rsplit_once(", expected ")) else {
        return diagnostic(code, piece, span, message);
    };
    let thing = match thing.split([' ', '`']).next() {
        Some("string") => "text",
        Some("sequence") => "a list",
        Some("map") => "a table or a date",
        Some("integer" | "floating") => quoted(thing).next().unwrap_or("a number"),
        Some("boolean") => "true or false",
        _ => thing,
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
        "u8" => ("a whole number", "write it in digits, without quotes; 255 is the most"),
        "f64" => (
            "a percentage, a number with at most two decimals",
            "write it in digits, without quotes",
        ),
        "a map" => ("a table", "write it as a table: { ... } or [...]"),
        table if table.starts_with("struct ") => ("a table", "write it as a table: { ... }"),
        // The model's own words, which are meant for people.
        own => return diagnostic(code, piece, span, &format!("expected {own}, found {thing}")),
    };
    found(code, &format!("expected {wanted}, found {thing}"), help.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistakes(text: &str) -> Vec<(Code, String, String)> {
        let files = [File::new("x.toml".into(), text.into())];
        let mut mistakes = read(&files).mistakes;
        mistakes.sort();
        let shown = |found: &Diagnostic| {
            let part = &text[found.start()..found.start() + found.span.len()];
            (found.code, part.to_owned(), found.message.clone())
        };
        mistakes.listed().iter().map(shown).collect()
    }

    #[test]
    fn all_unknown_keys_of_a_record_are_named_and_its_first_misfit() {
        let text = "[[topic]]\ngroup = \"g\"\nid = 7\nlable = \"L\"\ncompare = \"yes\"\nx = 1\n";
        let found: Vec<(&str, String)> =
            mistakes(text).into_iter().map(|(code, part, _)| (code.id(), part)).collect();
        let expected = [("wrong-type", "7"), ("unknown-key", "lable"), ("unknown-key", "x")];
        assert_eq!(found, expected.map(|(code, part)| (code, part.to_owned())));
    }

    #[test]
    fn a_record_that_is_not_toml_hides_no_mistake_in_another() {
        let text = "[[term]]\nterm = t\n[[term]]\nplane = \"\"\n[[group]]\nid = [\n[[group]]\n";
        let found: Vec<&str> = mistakes(text).into_iter().map(|(code, ..)| code.id()).collect();
        assert_eq!(found, ["syntax", "missing-key", "unknown-key", "syntax", "missing-key"]);
    }

    #[test]
    fn a_text_that_looks_like_a_header_is_still_a_text() {
        let text = "[[term]]\nterm = \"a\"\nplain = \"\"\"\n[[term]]\n\"\"\"\n[[term]]\nterm = 1\n";
        let files = [File::new("x.toml".into(), text.into())];
        let reading = read(&files);
        assert_eq!(reading.dataset.terms.len(), 1);
        assert_eq!(reading.mistakes.listed()[0].code, Code::WrongType);
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
            let mistakes = read(&files).mistakes;
            let found = mistakes.listed();
            assert_eq!(found[0].message, message, "{text}");
            assert!(found[0].help.as_deref().is_some_and(|it| it.starts_with(help)), "{text}");
        }
    }

    #[test]
    fn a_mistake_is_shown_where_it_stands() {
        let text = "[[group]]\nid = \"a\"\n\n[[tipic]]\nid = \"x\"\n\n[[group]]\nid = 1\n";
        let found: Vec<(Code, String)> =
            mistakes(text).into_iter().map(|(code, part, _)| (code, part)).collect();
        assert_eq!(
            found,
            [
                (Code::MissingKey, "[[group]]".to_owned()),
                (Code::UnknownKey, "tipic".to_owned()),
                (Code::WrongType, "1".to_owned())
            ]
        );
    }
}
