//! `jakref show --field`: one bare value of the JSON, for scripts.

use serde_json::Value;

use super::{Failure, did_you_mean};
use crate::dataset::find;
use crate::dataset::model::{Dataset, Topic};

/// The bare value at a dotted path of an answer in JSON, or of its `answers`. A cell is its text;
/// what is neither text nor number is JSON.
///
/// # Errors
/// If there is nothing at the path; names what there is at the level where it leads nowhere.
pub fn bare(dataset: &Dataset, json: &str, path: &str) -> Result<String, Failure> {
    let view: Value =
        serde_json::from_str(json).map_err(|error| Failure::Unable(error.to_string()))?;
    bare_value(&view, path, || match find::topics(dataset, path) {
        Ok(topics) => topics.into_iter().map(Topic::path).collect(),
        Err(missing) => missing.suggestions,
    })
}

fn bare_value(
    view: &Value,
    path: &str,
    topics: impl Fn() -> Vec<String>,
) -> Result<String, Failure> {
    let from_answers = view.get("answers").map(|answers| resolve(answers, path));
    let found = resolve(view, path).or_else(|missing| match from_answers {
        Some(Ok(value)) => Ok(value),
        // The level that leads further is the one that was meant.
        Some(Err(other)) if other.depth > missing.depth => Err(other),
        _ => Err(missing),
    });
    let value = found.map_err(|missing| {
        let Missing { name, mut accepted, depth } = missing;
        if depth == 0 {
            accepted.extend(keys(view.get("answers").unwrap_or(&Value::Null)));
        }
        let mut meant = topics();
        if meant.is_empty() {
            let before: String = path.split_inclusive('.').take(depth).collect();
            let things = accepted.iter().map(|key| (format!("{before}{key}"), vec![key.clone()]));
            meant = find::nearest(&name, things);
        }
        let (meant, accepted) = (did_you_mean(&meant), accepted.join(", "));
        Failure::Negative(format!(
            "no field is called `{name}` in `{path}`{meant}\n  there are: {accepted}"
        ))
    })?;
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Object(cell) if cell.contains_key("topic") && cell.contains_key("statements") => {
            cell.get("text").and_then(Value::as_str).unwrap_or_default().to_owned()
        }
        other => other.to_string(),
    };
    Ok(text + "\n")
}

struct Missing {
    name: String,
    accepted: Vec<String>,
    depth: usize,
}

fn resolve<'a>(value: &'a Value, path: &str) -> Result<&'a Value, Missing> {
    let mut value = value;
    for (depth, name) in path.split('.').enumerate() {
        let next = match value {
            Value::Array(items) => name.parse::<usize>().ok().and_then(|index| items.get(index)),
            _ => value.get(name),
        };
        value =
            next.ok_or_else(|| Missing { name: name.to_owned(), accepted: keys(value), depth })?;
    }
    Ok(value)
}

fn keys(value: &Value) -> Vec<String> {
    match value {
        Value::Object(fields) => fields.keys().cloned().collect(),
        Value::Array(items) if items.is_empty() => vec!["nothing: the list is empty".to_owned()],
        Value::Array(items) => vec![format!("0 to {}", items.len() - 1)],
        _ => vec!["nothing: this is a value".to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_path_leads_to_its_bare_value() {
        let cell = json!({ "topic": "dosing.start", "text": "2 mg", "statements": [{ "n": 1 }] });
        let view = json!({ "schema": "x", "answers": { "dosing": { "start": cell } } });
        for (path, value) in [
            ("schema", "x\n"),
            ("dosing.start", "2 mg\n"),
            ("answers.dosing.start.text", "2 mg\n"),
            ("dosing.start.statements.0.n", "1\n"),
        ] {
            assert_eq!(bare_value(&view, path, Vec::new).expect(path), value);
        }
        for (path, accepted) in [
            ("dosing.stop", "`stop` in `dosing.stop`\n  there are: start"),
            ("nothing", "there are: answers, schema, dosing"),
            ("schema.x", "there are: nothing: this is a value"),
            ("dosing.start.statements.7", "there are: 0 to 0"),
            ("", "`` in ``"),
            ("dosing.strat", "`dosing.strat`\n  did you mean dosing.start?\n"),
            ("dosing.start.txt", "did you mean dosing.start.text?\n"),
            ("scheme", "did you mean schema?\n"),
        ] {
            let failure = bare_value(&view, path, Vec::new).expect_err(path).to_string();
            assert!(failure.contains(accepted), "{path}: {failure}");
        }
    }
}
