//! The contract of the JSON: `jakref schema`, which the program's own types make. Every answer is held
//! to it here, strictly: a field that is not in the schema is a mistake too, and so is a command or a
//! schema that no answer here is an example of.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::harness::{Run, fixture, line, word};
use crate::shipping::commands;

/// What has one form only.
const TEXTS: &[&str] = &["man", "schema", "completions", "site"];

/// Schemas that are another answer of the command.
const OTHERS: &[(&str, &str)] = &[("gaps", "sources"), ("explain", "check"), ("home", "")];

/// An answer or more for each schema.
const ANSWERS: &[(&str, &[&str])] = &[
    ("home", &[""]),
    ("list", &["list", "list --in south"]),
    (
        "show",
        &[
            "show examplib",
            "samplor --for testitis",
            "examplib --in south",
            "mockiva --all-analyses",
            "examplib dose --conflicts",
        ],
    ),
    (
        "compare",
        &["compare", "compare --topics all --all-analyses", "compare examplib --in north,south"],
    ),
    ("evidence", &["evidence", "evidence examplib --all-analyses --all-arms", "evidence samplor"]),
    ("search", &["search headache", "search zeppelin", "search 12 years"]),
    ("about", &["about", "about examplosis", "about examplinibs", "about SOH", "about glossary"]),
    ("topics", &["topics", "topics dosing"]),
    ("clinic", &["clinic"]),
    ("sources", &["sources", "sources mockiva"]),
    ("gaps", &["sources --gaps", "sources samplor --gaps"]),
    ("check", &["check tests/fixture", "check tests/bad-data"]),
    ("explain", &["check --explain url"]),
    ("diff", &["diff built-in tests/fixture", "diff tests/fixture tests/fixture"]),
    ("export", &["export"]),
    ("handout", &["handout examplib"]),
];

#[test]
fn every_command_with_json_has_a_schema_and_every_schema_an_answer() {
    let schemas = schemas();
    let names: BTreeSet<&str> = schemas.keys().map(String::as_str).collect();
    let mut expected: BTreeSet<String> = commands().into_iter().collect();
    expected.retain(|command| !TEXTS.contains(&command.as_str()));
    expected.extend(OTHERS.iter().map(|(name, _)| (*name).to_owned()));
    let expected: BTreeSet<&str> = expected.iter().map(String::as_str).collect();
    assert_eq!(names, expected);
    let tried: BTreeSet<&str> = ANSWERS.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, tried, "an answer for each schema");
}

#[test]
fn every_answer_is_what_its_schema_says_and_nothing_else() {
    let schemas = schemas();
    for (name, answers) in ANSWERS {
        let Some(schema) = schemas.get(*name) else { continue };
        for asked in *answers {
            hold(name, schema, asked, fixture(asked));
        }
    }
    // The same of the shipped data, where a command gives one answer for all of it.
    for (name, asked) in [
        ("home", ""),
        ("list", "list"),
        ("compare", "compare --topics all --all-analyses"),
        ("evidence", "evidence --all-analyses"),
        ("sources", "sources --full"),
        ("gaps", "sources --gaps --full"),
        ("export", "export"),
    ] {
        hold(name, &schemas[name], asked, line(asked));
    }
}

#[track_caller]
fn hold(name: &str, schema: &Value, asked: &str, run: Run) {
    let (status, stdout, stderr) = run.with(["--json"]).ended();
    assert!(status < 2, "{asked}: {stderr}");
    let answer: Value =
        serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{asked}: {error}"));
    let version = word(&answer, "schema");
    let number = version.strip_prefix(&format!("jakref.{name}/")).unwrap_or_default();
    assert!(number.parse::<u32>().is_ok(), "{asked}: {version}");
    let mut faults = Vec::new();
    check(&answer, schema, schema, "", &mut faults);
    assert!(faults.is_empty(), "{asked}: {faults:#?}");
}

/// The schemas of all answers, each as it is printed alone.
fn schemas() -> Map<String, Value> {
    let all: Value = serde_json::from_str(&line("schema").stdout()).expect("JSON");
    let Value::Object(all) = all else { panic!("schemas by name") };
    all
}

#[test]
fn a_schema_alone_is_the_same_as_among_all() {
    for (name, schema) in schemas() {
        let alone: Value =
            serde_json::from_str(&line(&format!("schema {name}")).stdout()).expect("JSON");
        assert_eq!(alone, schema, "{name}");
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{name}");
        for field in ["schema", "dataset", "sources"] {
            let required = schema["required"].as_array().expect("required fields");
            assert!(required.iter().any(|it| it == field), "{name}: {field}");
        }
    }
}

/// The keywords that [`check`] knows, and those that say nothing about a value.
const KEYWORDS: &[&str] = &[
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "enum",
    "items",
    "maxItems",
    "maximum",
    "minItems",
    "minimum",
    "oneOf",
    "pattern",
    "properties",
    "required",
    "type",
    "$defs",
    "$schema",
    "default",
    "description",
    "format",
    "title",
    "examples",
];

/// Holds a value to a schema: JSON Schema as far as ours use it.
fn check(value: &Value, schema: &Value, root: &Value, path: &str, faults: &mut Vec<String>) {
    let mut fault = |what: String| faults.push(format!("{path}: {what}"));
    if let Some(allowed) = schema.as_bool() {
        if !allowed {
            fault("nothing may stand here".to_owned());
        }
        return;
    }
    let Some(rules) = schema.as_object() else {
        fault(format!("{schema} is no schema"));
        return;
    };
    if let Some(unknown) = rules.keys().find(|it| !KEYWORDS.contains(&it.as_str())) {
        fault(format!("the keyword {unknown} is not checked here"));
    }
    if let Some(types) = rules.get("type") {
        let is = |name: &Value| is_of(value, name.as_str().unwrap_or_default());
        if !types.as_array().map_or_else(|| is(types), |all| all.iter().any(is)) {
            fault(format!("{value} is not of type {types}"));
            return;
        }
    }
    if rules.get("const").is_some_and(|it| it != value) {
        fault(format!("{value} is not {}", rules["const"]));
    }
    if let Some(words) = rules.get("enum").and_then(Value::as_array)
        && !words.contains(value)
    {
        fault(format!("{value} is none of {words:?}"));
    }
    if let Some(number) = value.as_f64() {
        let beyond = |key: &str, is: fn(f64, f64) -> bool| {
            rules.get(key).and_then(Value::as_f64).is_some_and(|bound| is(number, bound))
        };
        if beyond("minimum", |it, bound| it < bound) || beyond("maximum", |it, bound| it > bound) {
            fault(format!("{value} is out of bounds"));
        }
    }
    if let Some(name) = rules.get("$ref").and_then(Value::as_str) {
        let pointer = name.trim_start_matches('#');
        match root.pointer(pointer) {
            Some(target) => check(value, target, root, path, faults),
            None => faults.push(format!("{path}: {name} leads nowhere")),
        }
    }
    for part in rules.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        check(value, part, root, path, faults);
    }
    for key in ["anyOf", "oneOf"] {
        let Some(parts) = rules.get(key).and_then(Value::as_array) else { continue };
        let tried: Vec<Vec<String>> = parts
            .iter()
            .map(|part| {
                let mut faults = Vec::new();
                check(value, part, root, path, &mut faults);
                faults
            })
            .collect();
        if !tried.iter().any(Vec::is_empty) {
            faults.extend(tried.into_iter().min_by_key(Vec::len).unwrap_or_default());
        }
    }
    match value {
        Value::Object(fields) => fields_of(fields, rules, root, path, faults),
        Value::Array(items) => {
            let count = u64::try_from(items.len()).unwrap_or(u64::MAX);
            let bound = |key: &str| rules.get(key).and_then(Value::as_u64);
            if bound("minItems").is_some_and(|least| count < least)
                || bound("maxItems").is_some_and(|most| count > most)
            {
                faults.push(format!("{path}: {count} items"));
            }
            if let Some(schema) = rules.get("items") {
                for (index, item) in items.iter().enumerate() {
                    check(item, schema, root, &format!("{path}.{index}"), faults);
                }
            }
        }
        _ => {}
    }
}

fn fields_of(
    fields: &Map<String, Value>,
    rules: &Map<String, Value>,
    root: &Value,
    path: &str,
    faults: &mut Vec<String>,
) {
    for name in rules.get("required").and_then(Value::as_array).into_iter().flatten() {
        if name.as_str().is_none_or(|name| !fields.contains_key(name)) {
            faults.push(format!("{path}: {name} is missing"));
        }
    }
    let known = rules.get("properties").and_then(Value::as_object);
    let others = rules.get("additionalProperties");
    for (name, value) in fields {
        let path = format!("{path}.{name}");
        match known.and_then(|known| known.get(name)).or(others) {
            Some(schema) => check(value, schema, root, &path, faults),
            // Strict: what the schema does not name is not part of the contract.
            None if known.is_some() => faults.push(format!("{path}: not in the schema")),
            None => {}
        }
    }
}

fn is_of(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}

#[test]
fn a_broken_answer_would_be_found() {
    let schemas = schemas();
    let schema = &schemas["list"];
    let answer = fixture("list").json();
    let faults = |answer: &Value| {
        let mut faults = Vec::new();
        check(answer, schema, schema, "", &mut faults);
        faults.len()
    };
    assert_eq!(faults(&answer), 0);
    let mut lost = answer.clone();
    lost["treatments"][0].as_object_mut().expect("a treatment").remove("brand");
    assert_eq!(faults(&lost), 1);
    let mut added = answer.clone();
    added["treatments"][0]["color"] = "red".into();
    assert_eq!(faults(&added), 1);
    let mut other = answer;
    other["treatments"][0]["approval"] = "maybe".into();
    assert!(faults(&other) > 0);
}

#[test]
fn every_citation_in_json_is_of_a_source_that_is_listed() {
    for (_, answers) in ANSWERS {
        for asked in *answers {
            let (_, stdout, _) = fixture(asked).with(["--json"]).ended();
            let Ok(json) = serde_json::from_str::<Value>(&stdout) else { continue };
            // A dataset cites for itself.
            if json.get("records").is_some() {
                continue;
            }
            let listed = json["sources"].as_array().into_iter().flatten();
            let listed: BTreeSet<&str> = listed
                .flat_map(|it| [&it["id"], &it["source"]["id"]])
                .filter_map(Value::as_str)
                .collect();
            crate::harness::each(&json, &mut |value| {
                if let (Some(source), true) =
                    (value["source"].as_str(), value.get("section").is_some())
                {
                    assert!(listed.contains(source), "{asked}: {source}");
                }
            });
        }
    }
}
