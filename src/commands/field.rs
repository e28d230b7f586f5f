//! `--field`: one bare value of a treatment's JSON, for scripts. Only what the path leads to is made.

use serde_json::Value;

use super::Reader;
use super::show::{self, ShowOptions};
use crate::answer::Failure;
use crate::answer::column::did_you_mean;
use crate::dataset::find;
use crate::dataset::model::{Dataset, Topic};

/// The value at a dotted path of the treatment's JSON, or of its `answers`; null if it is not known.
/// A cell is its text.
///
/// # Errors
/// If there is no treatment of this name, or nothing at the path: then what there is at the level
/// where it leads nowhere.
pub fn run(
    reader: &Reader<'_>,
    name: &str,
    path: &str,
    options: &ShowOptions,
) -> Result<Value, Failure> {
    let answer = show::run(reader, name, &asked(reader.dataset, path), options)?;
    let json =
        serde_json::to_value(&answer.answer).map_err(|error| Failure::Unable(error.to_string()))?;
    let topics = || match find::topics(reader.dataset, path) {
        Ok(topics) => topics.into_iter().map(Topic::path).collect(),
        Err(missing) => missing.suggestions,
    };
    let example = reader.dataset.topics.iter().find(|it| it.column.is_some()).map(Topic::path);
    bare_value(&json, path, topics, example)
}

/// The topics that the path needs: the one that it names, or those of its group; all of them where
/// that is not sure.
fn asked(dataset: &Dataset, path: &str) -> Vec<String> {
    let paths = |wanted: &dyn Fn(&Topic) -> bool| -> Vec<String> {
        dataset.topics.iter().filter(|topic| wanted(topic)).map(Topic::path).collect()
    };
    let mut parts = path.strip_prefix("answers.").unwrap_or(path).split('.');
    match (parts.next().unwrap_or_default(), parts.next()) {
        // What stands beside the answers; the trials are those that the answers show.
        ("treatment" | "positions", _) => paths(&|topic| topic.first),
        ("trials", _) => Vec::new(),
        (group, Some(id)) if dataset.topic(&format!("{group}.{id}")).is_some() => {
            paths(&|topic| topic.group.as_str() == group && topic.id.as_str() == id)
        }
        (group, _) => paths(&|topic| topic.group.as_str() == group),
    }
}

fn bare_value(
    view: &Value,
    path: &str,
    topics: impl Fn() -> Vec<String>,
    example: Option<String>,
) -> Result<Value, Failure> {
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
        let within = if name == path { String::new() } else { format!(" in `{path}`") };
        let example = example.filter(|_| depth == 0);
        let topics = example
            .map(|it| format!("\n  and every topic, such as {it}: jakref topics --format tsv"));
        Failure::Negative(format!(
            "no field is called `{name}`{within}{meant}\n  there are: {accepted}{}",
            topics.unwrap_or_default()
        ))
    })?;
    Ok(match value {
        Value::Object(cell) if cell.contains_key("topic") && cell.contains_key("statements") => {
            cell.get("text").cloned().unwrap_or_default()
        }
        other => other.clone(),
    })
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
        let view = json!({
            "treatment": { "limits": null, "maker": "x" }, "answers": { "dosing": { "start": cell } }
        });
        for (path, value) in [
            ("treatment.maker", json!("x")),
            ("treatment.limits", Value::Null),
            ("dosing.start", json!("2 mg")),
            ("answers.dosing.start.text", json!("2 mg")),
            ("dosing.start.statements.0.n", json!(1)),
        ] {
            assert_eq!(bare_value(&view, path, Vec::new, None).expect(path), value);
        }
        for (path, accepted) in [
            ("dosing.stop", "`stop` in `dosing.stop`\n  there are: start"),
            ("nothing", "there are: answers, treatment, dosing"),
            ("treatment.maker.x", "there are: nothing: this is a value"),
            ("dosing.start.statements.7", "there are: 0 to 0"),
            ("", "no field is called ``\n"),
            ("dosing.strat", "did you mean: dosing.start?"),
            ("dosing.start.txt", "did you mean: dosing.start.text?"),
            ("treatmnt", "did you mean: treatment?"),
        ] {
            let failure = bare_value(&view, path, Vec::new, None).expect_err(path).to_string();
            assert!(failure.contains(accepted), "{path}: {failure}");
        }
    }
}
