//! JSON: one object for an answer, or one a record. Characters that a terminal would obey or hide are
//! written as JSON escapes them: it is the same text for every program that reads it.

use std::fmt::Write as _;

use serde::{Serialize, Serializer};

use super::records::{Records, Value};
use super::text::is_hidden;

/// The value as JSON for people and programs alike, two spaces a level, ending in a line break.
///
/// # Errors
/// If it cannot be serialized, which would be a mistake in this program.
pub fn pretty(value: &impl Serialize) -> serde_json::Result<String> {
    serde_json::to_string_pretty(value).map(|text| escaped(text + "\n"))
}

/// An object a record, each with the names of its columns, each on its own line.
///
/// # Errors
/// As above.
pub fn lines(records: &Records) -> Result<String, String> {
    struct Object<'r>(&'r Records, &'r [Value]);

    impl Serialize for Object<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_map(self.0.columns.iter().zip(self.1))
        }
    }

    let rows = records.rows.iter().map(|row| serde_json::to_string(&Object(records, row)));
    let lines = rows.map(|row| row.map(|row| escaped(row + "\n")));
    lines.collect::<serde_json::Result<String>>().map_err(|error| error.to_string())
}

/// What is hidden as `\u` escapes: beyond `~`, where the crate escapes none, it stands in strings only.
fn escaped(json: String) -> String {
    let (mut out, mut done) = (String::new(), 0);
    while let Some((at, character)) = next_hidden(&json, done) {
        out.push_str(&json[done..at]);
        for unit in character.encode_utf16(&mut [0; 2]) {
            let _ = write!(out, "\\u{unit:04x}");
        }
        done = at + character.len_utf8();
    }
    if done == 0 { json } else { out + &json[done..] }
}

/// The next character that is hidden, from this place on. Nearly all of JSON is ASCII, which is gone
/// over byte by byte.
fn next_hidden(json: &str, mut from: usize) -> Option<(usize, char)> {
    loop {
        from += json.as_bytes()[from..].iter().position(|byte| *byte > b'~')?;
        let character = json[from..].chars().next()?;
        if is_hidden(character) {
            return Some((from, character));
        }
        from += character.len_utf8();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_escaped_and_reads_back() {
        let text = "a\u{1b}[31m\u{9b}\u{7f}b\u{202e}c\u{e0041}\u{e9}";
        let written = pretty(&text).expect("JSON");
        assert!(!written.trim_end().contains(is_hidden), "{written:?}");
        assert_eq!(serde_json::from_str::<Json>(&written).expect("JSON"), json!(text));
        let mut records = Records::new(&["a"]);
        records.rows.push(vec![text.into()]);
        let written = lines(&records).expect("JSON");
        assert!(!written.trim_end().contains(is_hidden), "{written:?}");
    }
}
