//! CSV as RFC 4180 has it, with `\n` between the rows, and TSV without quotation: a tab or a line
//! break in a value becomes a space.

use super::records::Records;

/// Draws records as CSV.
///
/// # Errors
/// None in practice: the writer writes to memory, and every row has all columns.
pub fn comma(records: &Records<'_>, header: bool) -> Result<String, String> {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    if header {
        writer
            .write_record(records.columns.iter().map(AsRef::as_ref))
            .map_err(|it| it.to_string())?;
    }
    for row in &records.rows {
        let fields = row.iter().map(|value| value.field().into_owned());
        writer.write_record(fields).map_err(|error| error.to_string())?;
    }
    let bytes = writer.into_inner().map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map_err(|error| error.to_string())
}

/// Draws records as TSV.
pub fn tab(records: &Records<'_>, header: bool) -> String {
    let line = |fields: Vec<String>| {
        let fields: Vec<String> =
            fields.iter().map(|it| it.replace(['\t', '\n', '\r'], " ")).collect();
        fields.join("\t") + "\n"
    };
    let columns = header.then(|| line(records.columns.iter().map(ToString::to_string).collect()));
    let rows = records
        .rows
        .iter()
        .map(|row| line(row.iter().map(|value| value.field().into_owned()).collect()));
    columns.into_iter().chain(rows).collect()
}

#[cfg(test)]
mod tests {
    use super::super::records::Value;
    use super::*;

    fn records() -> Records<'static> {
        let mut records = Records::new(&["a", "b"]);
        records.rows.push(vec!["x, \"y\"".into(), Value::Null]);
        records.rows.push(vec!["tab\there".into(), Value::Number(0.5)]);
        records
    }

    #[test]
    fn csv_quotes_what_needs_it_and_leaves_the_unknown_empty() {
        let text = comma(&records(), true).expect("CSV");
        assert_eq!(text, "a,b\n\"x, \"\"y\"\"\",\ntab\there,0.5\n");
    }

    #[test]
    fn tsv_has_the_same_number_of_tabs_in_every_line() {
        assert_eq!(tab(&records(), false), "x, \"y\"\t\ntab here\t0.5\n");
    }
}
