//! From TOML text to a dataset, reporting every mistake with its place before stopping.
//!
//! A file is parsed a record at a time where it can be cut into records, whole where it cannot, and
//! each record in it is read by itself. When one does not fit the model, it is parsed again and
//! read as often as it takes to name all its mistakes, each time without the part that was wrong.

use std::borrow::Cow;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::deserializer::ValueDeserializer;
use super::diagnostic::{Code, Diagnostic, File, Mistakes};
use super::model::{
    Background, Clinic, Dataset, Endpoint, Group, Header, ReactionName, Source, Term, Topic,
    Treatment,
};
use super::pieces::{self, MOST_IN_A_PIECE};
use super::place::Piece;

/// How many mistakes of one record are named; a record with more is not a record.
const MISTAKES_PER_RECORD: usize = 100;

/// How many bytes may be read again to name the mistakes of one record.
const WORK_PER_RECORD: usize = 32 * 1024 * 1024;

/// What was read, what was wrong, and which records are there only in part.
#[derive(Debug, Default)]
pub struct Reading {
    pub dataset: Dataset,
    pub headers: Vec<Header>,
    /// How many of the files are its own; those behind them are laid over it.
    pub own_files: usize,
    pub mistakes: Mistakes,
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
        reading.read_file(index, file.text);
    }
    reading.take_header();
    reading.dataset.arrange();
    reading
}

/// A record of the model, which knows its file.
trait Record: Deserialize<'static> {
    fn file_under(self, piece: Piece, reading: &mut Reading);
}

macro_rules! records {
    ($($key:literal, $record:ident, $($list:ident).+;)*) => {
        $(impl Record for $record {
            fn file_under(mut self, piece: Piece, reading: &mut Reading) {
                self.piece = piece;
                reading.$($list).+.push(self.into());
            }
        })*

        impl Reading {
            /// Adds what was read of another file.
            fn take_in(&mut self, mut other: Self) {
                $(self.$($list).+.append(&mut other.$($list).+);)*
                self.mistakes.append(other.mistakes);
                self.broken.append(&mut other.broken);
                self.unparsed |= other.unparsed;
            }
        }

        /// The keys that may stand at the top of a file.
        pub const TOP_LEVEL: &[&str] = &[$($key,)*];

        impl Reading {
            fn take(&mut self, key: &str, piece: Piece, value: Spanned<DeValue<'static>>) -> Taken {
                match key {
                    $($key => self.take_record::<$record>(piece, value),)*
                    _ => Taken::UnknownKey,
                }
            }

            fn explain(&mut self, key: &str, piece: Piece, value: Spanned<DeValue<'static>>) {
                match key {
                    $($key => self.explain_record::<$record>($key, piece, value),)*
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
    "reaction", ReactionName, dataset.reaction_names;
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
    /// What was read before: the built-in dataset, as if it stood in one file.
    pub fn of(dataset: Dataset) -> Self {
        let headers = vec![dataset.header.clone()];
        Self { dataset, headers, own_files: 1, ..Self::default() }
    }

    /// Lets the first header speak for the dataset.
    pub fn take_header(&mut self) {
        if let [header, ..] = self.headers.as_slice() {
            self.dataset.header = header.clone();
        }
    }

    fn read_file(&mut self, file: usize, text: &'static str) {
        let cut = pieces::cut(text);
        let is_cut = cut.is_some();
        let mut in_pieces = Self::default();
        if cut.is_some_and(|pieces| in_pieces.read_pieces(file, text, pieces)) {
            return self.take_in(in_pieces);
        }
        // It is not TOML, or TOML that only the whole shows.
        let whole = Piece::new(file, 0);
        match parse(whole, text) {
            Ok(table) => self.read_piece(whole, text, table),
            Err(_) if is_cut => self.take_in(in_pieces),
            Err(wrong) => {
                self.unparsed = true;
                self.mistakes.push(wrong);
            }
        }
    }

    /// Reads the pieces of a file, and says whether each could be parsed.
    fn read_pieces(
        &mut self,
        file: usize,
        text: &'static str,
        pieces: Vec<(&str, Range<usize>)>,
    ) -> bool {
        let mut all_parsed = true;
        for (kind, span) in pieces {
            if self.mistakes.is_full() {
                self.unparsed = true;
                break;
            }
            let piece = Piece::new(file, span.start);
            let text = &text[span];
            match parse(piece, text) {
                Ok(table) => self.read_piece(piece, text, table),
                Err(wrong) => {
                    all_parsed = false;
                    self.mistakes.push(wrong);
                    self.lose(kind, piece, 0..text.len(), None);
                }
            }
        }
        all_parsed
    }

    fn read_piece(&mut self, piece: Piece, text: &'static str, table: DeTable<'static>) {
        let mut wrong = Vec::new();
        for (key, value) in table {
            let expects_table = key.get_ref() == "dataset";
            match (value.get_ref(), expects_table) {
                (DeValue::Array(_), false) => {
                    let DeValue::Array(items) = value.into_inner() else { continue };
                    for (index, item) in items.into_iter().enumerate() {
                        match self.take(key.get_ref(), piece, item) {
                            Taken::Whole => {}
                            Taken::Wrong => wrong.push((key.get_ref().clone(), Some(index))),
                            Taken::UnknownKey => {
                                self.unknown_top_level(piece, &key);
                                break;
                            }
                        }
                    }
                }
                (DeValue::Table(_), true) => {
                    if matches!(self.take(key.get_ref(), piece, value), Taken::Wrong) {
                        wrong.push((key.get_ref().clone(), None));
                    }
                }
                _ if !TOP_LEVEL.contains(&key.get_ref().as_ref()) => {
                    self.unknown_top_level(piece, &key);
                }
                _ => {
                    let name = key.get_ref();
                    let form =
                        if expects_table { format!("[{name}]") } else { format!("[[{name}]]") };
                    let message = format!("`{name}` is not written as {form}");
                    self.mistakes.push(diagnostic(Code::WrongType, piece, key.span(), &message));
                    self.lose(name, piece, extent(&value), None);
                }
            }
        }
        if !wrong.is_empty() {
            self.explain_all(piece, text, &wrong);
        }
    }

    /// Notes that a record is not there, or not whole.
    fn lose(&mut self, kind: &str, piece: Piece, span: Range<usize>, id: Option<String>) {
        let kind = TOP_LEVEL.iter().find(|known| **known == kind).unwrap_or(&"");
        self.broken.push(Broken { kind, piece, span, id });
    }

    fn unknown_top_level(&mut self, piece: Piece, key: &Spanned<Cow<'_, str>>) {
        let name = key.get_ref();
        let mut found =
            diagnostic(Code::UnknownKey, piece, key.span(), &format!("unknown key `{name}`"));
        found.help = Some(suggestion(name, TOP_LEVEL.iter().copied()));
        self.mistakes.push(found);
        let kind = nearest(name, TOP_LEVEL.iter().copied()).unwrap_or_default();
        self.lose(kind, piece, key.span(), None);
    }

    fn take_record<T: Record>(&mut self, piece: Piece, value: Spanned<DeValue<'static>>) -> Taken {
        match T::deserialize(ValueDeserializer::from(value)) {
            Ok(record) => {
                record.file_under(piece, self);
                Taken::Whole
            }
            Err(_) => Taken::Wrong,
        }
    }

    fn explain_all(
        &mut self,
        piece: Piece,
        text: &'static str,
        wrong: &[(Cow<'_, str>, Option<usize>)],
    ) {
        let Ok(table) = DeTable::parse(text) else { return };
        for (key, index) in wrong {
            if self.mistakes.is_full() {
                self.unparsed = true;
                return;
            }
            let Some(value) = table.get_ref().get(key.as_ref()) else { continue };
            let item = match (value.get_ref(), index) {
                (DeValue::Array(items), Some(index)) => items.get(*index),
                _ => Some(value),
            };
            if let Some(item) = item {
                self.explain(key, piece, item.clone());
            }
        }
    }

    /// Names every mistake in a record that does not fit the model, and keeps what is left of it.
    fn explain_record<T: Record>(
        &mut self,
        kind: &'static str,
        piece: Piece,
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
        let extent = extent(&value);
        let mut tries = MISTAKES_PER_RECORD.min(WORK_PER_RECORD / extent.len().max(1));
        self.lose(kind, piece, extent, id);
        let mut removed = Vec::new();
        while tries > 0 {
            tries -= 1;
            let error = match T::deserialize(ValueDeserializer::from(value.clone())) {
                Ok(record) => return record.file_under(piece, self),
                Err(error) => error,
            };
            let span = error.span().unwrap_or_else(|| value.span());
            if let Some(first) = missing_key(error.message()) {
                let keys = missing_keys::<T>(value.clone(), &span, first, &mut tries);
                let taken_out = |key: &String| removed.contains(&(span.clone(), key.clone()));
                for key in keys.iter().filter(|key| !taken_out(key)) {
                    self.mistakes.push(missing(piece, span.clone(), key));
                }
            } else {
                self.mistakes.push(misfit(piece, span.clone(), error.message()));
            }
            match prune(&mut value, &span) {
                Pruned::Value(key) => removed.push(key),
                Pruned::Key | Pruned::Element => {}
                Pruned::Nothing => return,
            }
        }
    }
}

/// Parses a file or a piece of it.
fn parse(piece: Piece, text: &'static str) -> Result<DeTable<'static>, Diagnostic> {
    if text.len() > MOST_IN_A_PIECE {
        let most = MOST_IN_A_PIECE / 1024 / 1024;
        let message = format!("more than {most} MB in one piece are not a record");
        let help = "write each record under a [[header]] of its own".to_owned();
        let found = diagnostic(Code::Syntax, piece, 0..0, &message);
        return Err(Diagnostic { help: Some(help), ..found });
    }
    DeTable::parse(text).map(Spanned::into_inner).map_err(|error| misspelled(piece, &error))
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
    tries: &mut usize,
) -> Vec<String> {
    const NOWHERE: Range<usize> = usize::MAX..usize::MAX;
    // A text that is also a year, a list, a table, a number: one of them fits.
    let stand_ins = || {
        let texts = ["'2000'", "[]", "{}", "0"].into_iter();
        texts.filter_map(|text| DeValue::parse(text).ok()).map(Spanned::into_inner)
    };
    let (mut keys, mut untried) = (vec![first.to_owned()], stand_ins());
    let mut stand_in = untried.next();
    while let (Some(value), Some(key), 1..) = (stand_in, keys.last(), *tries) {
        *tries -= 1;
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
    /// A value that is wrong, with its key: the place of its table, and the key.
    Value((Range<usize>, String)),
    /// A list element that is wrong.
    Element,
    Nothing,
}

/// Takes out of a record the part at this place: a key that does not belong, a value that is wrong,
/// or the element of a list.
fn prune(value: &mut Spanned<DeValue<'_>>, span: &Range<usize>) -> Pruned {
    let place = value.span();
    match value.get_mut() {
        DeValue::Table(table) => prune_table(table, &place, span),
        DeValue::Array(items) => {
            for index in 0..items.len() {
                let Some(item) = items.get_mut(index) else { break };
                let whole = item.span() == *span;
                match prune(item, span) {
                    Pruned::Nothing if whole => {
                        let all = std::mem::replace(items, std::iter::empty().collect());
                        let kept = all.into_iter().enumerate().filter(|(at, _)| *at != index);
                        *items = kept.map(|(_, kept)| kept).collect();
                        return Pruned::Element;
                    }
                    Pruned::Nothing => {}
                    pruned => return pruned,
                }
            }
            Pruned::Nothing
        }
        _ => Pruned::Nothing,
    }
}

fn prune_table(table: &mut DeTable<'_>, place: &Range<usize>, span: &Range<usize>) -> Pruned {
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
            Pruned::Value((place.clone(), key))
        }
        None => Pruned::Nothing,
    }
}

fn diagnostic(code: Code, piece: Piece, span: Range<usize>, message: &str) -> Diagnostic {
    Diagnostic { code, piece, span, message: message.to_owned(), help: None }
}

fn misspelled(piece: Piece, error: &toml::de::Error) -> Diagnostic {
    let message = error.message();
    let message = if message.contains("recurs") { "nested too deep" } else { message };
    diagnostic(Code::Syntax, piece, error.span().unwrap_or(0..0), message)
}

fn missing(piece: Piece, span: Range<usize>, key: &str) -> Diagnostic {
    let help = Some(format!("add `{key} = ...`"));
    Diagnostic {
        help,
        ..diagnostic(Code::MissingKey, piece, span, &format!("missing key `{key}`"))
    }
}

/// What a message quotes.
fn quoted(message: &str) -> impl Iterator<Item = &str> {
    message.split('`').skip(1).step_by(2)
}

/// A misfit between a record and the model, in this program's words.
fn misfit(piece: Piece, span: Range<usize>, message: &str) -> Diagnostic {
    if message.starts_with("unknown ") {
        let name = quoted(message).next().unwrap_or_default();
        let (code, wrong) = if message.starts_with("unknown field ") {
            (Code::UnknownKey, format!("unknown key `{name}`"))
        } else {
            (Code::BadValue, format!("`{name}` is not one of the words that may stand here"))
        };
        let help = Some(suggestion(name, quoted(message).skip(1).collect::<Vec<_>>().into_iter()));
        return Diagnostic { help, ..diagnostic(code, piece, span, &wrong) };
    }
    let code = if message.starts_with("invalid type") { Code::WrongType } else { Code::BadValue };
    let parts = message.strip_prefix("invalid ").and_then(|rest| rest.split_once(": "));
    let Some((found, wanted)) = parts.and_then(|(_, rest)| rest.rsplit_once(", expected ")) else {
        return diagnostic(code, piece, span, message);
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
        own => return diagnostic(code, piece, span, &format!("expected {own}, found {found}")),
    };
    let message = format!("expected {wanted}, found {found}");
    Diagnostic { help: Some(help.to_owned()), ..diagnostic(code, piece, span, &message) }
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
        let mut mistakes = read(&files).mistakes;
        mistakes.sort();
        let shown = |found: &Diagnostic| {
            let at = found.piece.absolute(found.span.start)..found.piece.absolute(found.span.end);
            (found.code, text[at].to_owned(), found.message.clone())
        };
        mistakes.listed().iter().map(shown).collect()
    }

    #[test]
    fn all_mistakes_of_a_record_are_named_in_one_run() {
        let text = "[[topic]]\ngroup = \"g\"\nid = 7\nlable = \"L\"\ncompare = \"yes\"\n";
        let found: Vec<Code> = mistakes(text).into_iter().map(|(code, ..)| code).collect();
        assert_eq!(found, [Code::MissingKey, Code::WrongType, Code::UnknownKey, Code::WrongType]);
    }

    #[test]
    fn all_mistakes_of_a_statement_are_named_in_one_run() {
        let text =
            "[[term]]\nterm = \"t\"\nplain = 1\ncite = [{ source = 2, section = 3, x = 4 }]\n";
        let found: Vec<String> = mistakes(text).into_iter().map(|(_, part, _)| part).collect();
        assert_eq!(found, ["1", "2", "3", "x"]);
    }

    #[test]
    fn a_record_that_is_not_toml_hides_no_mistake_in_another() {
        let text = "[[term]]\nterm = t\n[[term]]\nplane = \"\"\n[[group]]\nid = [\n[[group]]\n";
        let found: Vec<&str> = mistakes(text).into_iter().map(|(code, ..)| code.id()).collect();
        assert_eq!(
            found,
            [
                "syntax",
                "missing-key",
                "missing-key",
                "unknown-key",
                "syntax",
                "missing-key",
                "missing-key"
            ]
        );
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
            let mistakes = read(&files).mistakes;
            let found = mistakes.listed();
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
