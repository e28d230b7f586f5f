//! CSV as RFC 4180 has it, with `\n` between the rows, and TSV without quotation: a tab or a line
//! break in a value becomes a space. In both no value can start a formula in a spreadsheet, and none
//! holds a character that a terminal would obey. Nothing but what the data say is beyond ASCII, such as
//! a letter of a name; no mark before it says that it is UTF-8, since scripts would take that for a part
//! of the first column's name.

use std::borrow::Cow;

use super::records::{Records, Value};
use super::text::is_hidden;

/// What a spreadsheet takes for the start of a formula.
const FORMULA: [char; 4] = ['=', '+', '-', '@'];

/// Draws records as CSV.
///
/// # Errors
/// None in practice: the writer writes to memory, and every row has all columns.
pub fn comma(records: &Records, header: bool) -> Result<String, String> {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    if header {
        let columns = records.columns.iter().map(|name| inert(name).into_owned());
        writer.write_record(columns).map_err(|it| it.to_string())?;
    }
    for row in &records.rows {
        let fields = row.iter().map(|value| field(value).into_owned());
        writer.write_record(fields).map_err(|error| error.to_string())?;
    }
    let bytes = writer.into_inner().map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map_err(|error| error.to_string())
}

/// Draws records as TSV.
pub fn tab(records: &Records, header: bool) -> String {
    let mut out = String::new();
    let mut line = |fields: &mut dyn Iterator<Item = Cow<'_, str>>| {
        for (index, field) in fields.enumerate() {
            out.push_str(if index > 0 { "\t" } else { "" });
            out.push_str(&field.replace(['\t', '\n'], " "));
        }
        out.push('\n');
    };
    if header {
        line(&mut records.columns.iter().map(|name| inert(name)));
    }
    for row in &records.rows {
        line(&mut row.iter().map(field));
    }
    out
}

fn field(value: &Value) -> Cow<'_, str> {
    match (value, value.as_f64()) {
        (Value::Null, _) => Cow::Borrowed(""),
        (Value::String(text), _) => inert(text),
        // A number may begin with a minus, and one that is whole is written so.
        (_, Some(number)) => number.to_string().into(),
        (other, None) => other.to_string().into(),
    }
}

/// The text with an apostrophe before what would be a formula, and with hidden characters spelled
/// out, but for tabs and line breaks.
fn inert(text: &str) -> Cow<'_, str> {
    let is_hidden = |character| is_hidden(character) && !matches!(character, '\t' | '\n');
    // Some spreadsheets pass over white space before a formula.
    let starts = text.trim_start().starts_with(FORMULA);
    if !starts && !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut inert = String::with_capacity(text.len() + 1);
    inert.push_str(if starts { "'" } else { "" });
    for character in text.chars() {
        if is_hidden(character) {
            inert.extend(character.escape_unicode());
        } else {
            inert.push(character);
        }
    }
    Cow::Owned(inert)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records() -> Records {
        let mut records = Records::new(&["a", "b"]);
        records.rows.push(vec!["x, \"y\"".into(), Value::Null]);
        records.rows.push(vec!["tab\there".into(), Value::from(-0.5)]);
        records
    }

    #[test]
    fn csv_quotes_what_needs_it_and_leaves_the_unknown_empty() {
        let text = comma(&records(), true).expect("CSV");
        assert_eq!(text, "a,b\n\"x, \"\"y\"\"\",\ntab\there,-0.5\n");
    }

    #[test]
    fn tsv_has_the_same_number_of_tabs_in_every_line() {
        assert_eq!(tab(&records(), false), "x, \"y\"\t\ntab here\t-0.5\n");
    }

    #[test]
    fn no_text_starts_a_formula_or_moves_the_cursor() {
        for (text, expected) in [
            ("=1+1", "'=1+1"),
            (" \t@x", "' \t@x"),
            ("-5", "'-5"),
            ("\u{1b}[2J\r", "\\u{1b}[2J\\u{d}"),
            ("a-b=c", "a-b=c"),
        ] {
            assert_eq!(inert(text), expected);
        }
        let mut records = Records::new(&["=a"]);
        records.rows.push(vec!["+1\n2".into()]);
        assert_eq!(comma(&records, true).expect("CSV"), "'=a\n\"'+1\n2\"\n");
        assert_eq!(tab(&records, true), "'=a\n'+1 2\n");
    }
}
