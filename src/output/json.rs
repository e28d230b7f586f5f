//! JSON: one object for an answer, or one a record. Characters that a terminal would obey or hide are
//! written as JSON escapes them: it is the same text for every program that reads it.

use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::ser::Formatter;

use super::records::{Records, Value};
use super::text::is_hidden;

/// What an answer takes at first; it grows as it has to.
const ROOM: usize = 64 * 1024;

/// A line break and the deepest indent that is written at once.
const INDENT: &[u8; 65] = b"\n                                                                ";

/// The value as JSON for people and programs alike, two spaces a level, ending in a line break.
///
/// # Errors
/// If it cannot be serialized, which would be a mistake in this program.
pub fn pretty(value: &impl Serialize) -> serde_json::Result<String> {
    let mut out = Vec::with_capacity(ROOM);
    let pretty = Pretty { depth: 0, filled: false };
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut out, pretty))?;
    out.push(b'\n');
    text(out)
}

/// An object a record, each with the names of its columns, each on its own line.
///
/// # Errors
/// As above.
pub fn lines(records: &Records<'_>) -> serde_json::Result<String> {
    struct Object<'r, 'a>(&'r Records<'a>, &'r [Value<'a>]);

    impl Serialize for Object<'_, '_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_map(self.0.columns.iter().zip(self.1))
        }
    }

    let mut out = Vec::with_capacity(ROOM);
    for row in &records.rows {
        let mut writer = serde_json::Serializer::with_formatter(&mut out, Compact);
        Object(records, row).serialize(&mut writer)?;
        out.push(b'\n');
    }
    text(out)
}

fn text(bytes: Vec<u8>) -> serde_json::Result<String> {
    String::from_utf8(bytes).map_err(serde::ser::Error::custom)
}

struct Pretty {
    depth: usize,
    /// Whether the innermost list or object holds anything.
    filled: bool,
}

impl Pretty {
    /// A line break and the indent, in one piece.
    fn line<W: ?Sized + Write>(&self, out: &mut W) -> io::Result<()> {
        let mut spaces = self.depth * 2;
        let first = spaces.min(INDENT.len() - 1);
        out.write_all(&INDENT[..=first])?;
        spaces -= first;
        while spaces > 0 {
            let more = spaces.min(INDENT.len() - 1);
            out.write_all(&INDENT[1..=more])?;
            spaces -= more;
        }
        Ok(())
    }

    fn open<W: ?Sized + Write>(&mut self, out: &mut W, sign: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.filled = false;
        out.write_all(sign)
    }

    fn close<W: ?Sized + Write>(&mut self, out: &mut W, sign: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if self.filled {
            self.line(out)?;
        }
        out.write_all(sign)
    }

    fn next<W: ?Sized + Write>(&self, out: &mut W, first: bool) -> io::Result<()> {
        if !first {
            out.write_all(b",")?;
        }
        self.line(out)
    }
}

impl Formatter for Pretty {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }

    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        text: &str,
    ) -> io::Result<()> {
        fragment(out, text)
    }
}

struct Compact;

impl Formatter for Compact {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        text: &str,
    ) -> io::Result<()> {
        fragment(out, text)
    }
}

/// Writes a piece of a string: what is hidden as `\u` escapes.
fn fragment<W: ?Sized + Write>(out: &mut W, text: &str) -> io::Result<()> {
    if text.is_ascii() && !text.contains('\u{7f}') {
        return out.write_all(text.as_bytes());
    }
    let mut rest = text;
    while let Some(at) = rest.find(is_hidden) {
        out.write_all(&rest.as_bytes()[..at])?;
        let Some(hidden) = rest[at..].chars().next() else { break };
        for unit in hidden.encode_utf16(&mut [0; 2]) {
            write!(out, "\\u{unit:04x}")?;
        }
        rest = &rest[at + hidden.len_utf8()..];
    }
    out.write_all(rest.as_bytes())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;

    #[test]
    fn it_is_what_the_crate_would_write() {
        let mut deep = json!(1);
        for _ in 0..70 {
            deep = json!({ "in": [deep, []], "empty": {} });
        }
        for value in [json!({"a": [1, {"b": "x\"\\\n"}], "c": [], "d": {}, "e": [[], {}]}), deep] {
            let expected = serde_json::to_string_pretty(&value).expect("JSON");
            assert_eq!(pretty(&value).expect("JSON"), expected + "\n");
        }
    }

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
