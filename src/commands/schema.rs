//! `jakref schema`: the JSON Schema of each answer.
//!
//! `schemas.json` is made from the answers by the test below, which fails when it says anything else
//! than they do; `UPDATE_SCHEMAS=1 cargo test schema` makes it anew. The program carries the result
//! rather than the maker, and what several schemas define alike once, under the key `$defs`.

use clap::Args;
use serde_json::{Map, Value};

use crate::answer::Failure;

const SCHEMAS: &str = include_str!("schemas.json");

/// Where a schema has its definitions.
const DEFINITIONS: &str = "$defs";

// What `schema` is asked.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// A command, such as show; `home` for jakref alone, `gaps` for sources --gaps, `explain` for
    /// check --explain; all of them unless given
    pub command: Option<String>,
}

/// The schema of a command's JSON; of all of them, by name, unless one is named.
///
/// # Errors
/// If the command has no JSON.
pub fn text(command: Option<&str>) -> Result<String, Failure> {
    let unable = |error: serde_json::Error| Failure::Unable(error.to_string());
    let schemas = whole(serde_json::from_str(SCHEMAS).map_err(unable)?);
    let Some(name) = command else {
        return serde_json::to_string(&schemas).map(|text| text + "\n").map_err(unable);
    };
    let Some(schema) = schemas.get(name) else {
        let names = schemas.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
        return Err(Failure::Negative(format!(
            "`{name}` has no JSON Schema\n  there are: {names}"
        )));
    };
    serde_json::to_string_pretty(schema).map(|text| text + "\n").map_err(unable)
}

/// What there are schemas of.
pub fn names() -> Vec<String> {
    let schemas = serde_json::from_str::<Map<String, Value>>(SCHEMAS).unwrap_or_default();
    schemas.into_iter().map(|(name, _)| name).filter(|name| name != DEFINITIONS).collect()
}

/// The schemas, each with all that it refers to.
fn whole(mut schemas: Map<String, Value>) -> Map<String, Value> {
    let shared = schemas.remove(DEFINITIONS);
    let shared = shared.as_ref().and_then(Value::as_object);
    for schema in schemas.values_mut().filter_map(Value::as_object_mut) {
        let mut missing: Vec<(&String, &Value)> = shared.into_iter().flatten().collect();
        loop {
            let text = Value::Object(schema.clone()).to_string();
            let refers = |name: &str| text.contains(&format!("\"#/{DEFINITIONS}/{name}\""));
            let (found, rest): (Vec<_>, Vec<_>) =
                missing.into_iter().partition(|(name, _)| refers(name));
            if found.is_empty() {
                break;
            }
            let own = schema.entry(DEFINITIONS).or_insert_with(|| Map::new().into());
            for (name, definition) in found {
                own[name.as_str()] = definition.clone();
            }
            missing = rest;
        }
    }
    schemas
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::collections::BTreeMap;
    use std::path::Path;

    use schemars::generate::SchemaSettings;
    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
    use serde::Serialize;

    use super::super::{
        about, check, clinic, compare, diff, evidence, export, gaps, handout, home, list, search,
        show, sources, topics,
    };
    use super::*;
    use crate::answer::Answer;
    use crate::answer::envelope::DatasetView;
    use crate::answer::source::SourceView;
    use crate::dataset::date::Date;
    use crate::dataset::percent::Percent;

    /// The envelope of an answer, as its schema.
    #[derive(Serialize, JsonSchema)]
    struct Enveloped<'a, T> {
        /// The name and version of this schema.
        schema: String,
        dataset: DatasetView<'a>,
        #[serde(flatten)]
        body: T,
        /// The sources that the answer cites, in the order of their first citation.
        sources: Vec<SourceView<'a>>,
    }

    fn schema<T: Answer + JsonSchema>() -> (&'static str, Value) {
        let settings = SchemaSettings::draft2020_12().for_serialize();
        let generator = settings.into_generator();
        let mut schema: Value = generator.into_root_schema_for::<Enveloped<'static, T>>().into();
        // So that an answer of another version is not valid under it.
        schema["properties"]["schema"]["const"] = format!("jakref.{}", T::SCHEMA).into();
        (T::SCHEMA.split('/').next().unwrap_or_default(), schema)
    }

    #[test]
    fn the_schemas_say_what_the_answers_are() {
        let schemas = [
            schema::<home::HomeAnswer<'_>>(),
            schema::<list::ListAnswer<'_>>(),
            schema::<show::ShowAnswer<'_>>(),
            schema::<compare::CompareAnswer<'_>>(),
            schema::<evidence::EvidenceAnswer<'_>>(),
            schema::<about::AboutAnswer<'_>>(),
            schema::<topics::TopicsAnswer<'_>>(),
            schema::<clinic::ClinicAnswer<'_>>(),
            schema::<sources::SourcesAnswer<'_>>(),
            schema::<gaps::GapsAnswer<'_>>(),
            schema::<search::SearchAnswer<'_>>(),
            schema::<handout::HandoutAnswer<'_>>(),
            schema::<diff::DiffAnswer<'_>>(),
            schema::<export::ExportAnswer<'_>>(),
            schema::<check::CheckAnswer>(),
            schema::<check::ExplainAnswer>(),
        ];
        let views: Map<String, Value> =
            schemas.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect();
        let schemas = with_shared(views.clone());
        // A line each: short in the program, and a change shows which answer it is of.
        let lines: Vec<String> =
            schemas.iter().map(|(name, schema)| format!("\"{name}\":{schema}")).collect();
        let made = format!("{{\n{}\n}}\n", lines.join(",\n"));
        if std::env::var_os("UPDATE_SCHEMAS").is_some() {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/commands/schemas.json");
            std::fs::write(path, made).expect("schemas.json can be written");
        } else {
            assert!(
                made == SCHEMAS,
                "run UPDATE_SCHEMAS=1 cargo test schema, and review the change"
            );
        }
        assert_eq!(whole(schemas), views);
    }

    /// The schemas without the definitions that several of them have, which stand apart.
    fn with_shared(mut schemas: Map<String, Value>) -> Map<String, Value> {
        let mut known: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for schema in schemas.values() {
            for (name, definition) in schema[DEFINITIONS].as_object().into_iter().flatten() {
                known.entry(name.clone()).or_default().push(definition.clone());
            }
        }
        known.retain(|_, all| all.len() > 1 && all.iter().all(|one| *one == all[0]));
        for schema in schemas.values_mut() {
            if let Some(own) = schema.get_mut(DEFINITIONS).and_then(Value::as_object_mut) {
                own.retain(|name, _| !known.contains_key(name));
            }
        }
        let shared = known.into_iter().map(|(name, all)| (name, all[0].clone()));
        schemas.insert(DEFINITIONS.to_owned(), Value::Object(shared.collect()));
        schemas
    }

    macro_rules! plain_schemas {
        ($($type:ty, $name:literal, $schema:tt;)*) => {
            $(impl JsonSchema for $type {
                fn inline_schema() -> bool {
                    true
                }

                fn schema_name() -> Cow<'static, str> {
                    $name.into()
                }

                fn json_schema(_: &mut SchemaGenerator) -> Schema {
                    json_schema!($schema)
                }
            })*
        };
    }

    plain_schemas! {
        Percent, "Percent", { "type": "number" };
        Date, "Date", { "type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$" };
    }
}
