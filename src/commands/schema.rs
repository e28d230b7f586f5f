//! `jakref schema`: the JSON Schema of each JSON view, made from the views themselves, so that it
//! cannot say anything else than they do.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};

use super::view::{Joined, Ordered};
use super::{Failure, about, check, clinic, compare, evidence, list, search, show, sources};
use crate::dataset::model::{Approval, BackgroundKind, Role};
use crate::dataset::value::{Date, Percent};

/// A command that answers in JSON, and the schema of its answer.
type Entry = (&'static str, fn(SchemaGenerator) -> Schema);

const SCHEMAS: &[Entry] = &[
    ("list", SchemaGenerator::into_root_schema_for::<list::ListView<'_>>),
    ("show", SchemaGenerator::into_root_schema_for::<show::ShowView<'_>>),
    ("compare", SchemaGenerator::into_root_schema_for::<compare::CompareView<'_>>),
    ("evidence", SchemaGenerator::into_root_schema_for::<evidence::EvidenceView<'_>>),
    ("about", SchemaGenerator::into_root_schema_for::<about::AboutView<'_>>),
    ("clinic", SchemaGenerator::into_root_schema_for::<clinic::ClinicsView<'_>>),
    ("sources", SchemaGenerator::into_root_schema_for::<sources::SourcesView<'_>>),
    ("search", SchemaGenerator::into_root_schema_for::<search::SearchView<'_>>),
    ("check", SchemaGenerator::into_root_schema_for::<check::CheckView>),
    ("explain", SchemaGenerator::into_root_schema_for::<check::ExplainView>),
];

/// The schema of a command's JSON; of all of them, by name, unless one is named.
///
/// # Errors
/// If the command has no JSON.
pub fn text(command: Option<&str>) -> Result<String, Failure> {
    let schema = |(_, make): &Entry| {
        let settings = SchemaSettings::draft2020_12().for_serialize();
        Value::from(make(settings.into_generator()))
    };
    let value = if let Some(name) = command {
        let found = SCHEMAS.iter().find(|(known, _)| *known == name);
        found.map(schema).ok_or_else(|| {
            let names: Vec<&str> = SCHEMAS.iter().map(|(name, _)| *name).collect();
            let names = names.join(", ");
            Failure::Negative(format!("`{name}` has no JSON Schema\n  there are: {names}"))
        })?
    } else {
        let all = SCHEMAS.iter().map(|entry| (entry.0.to_owned(), schema(entry)));
        Value::Object(all.collect::<Map<String, Value>>())
    };
    let text = serde_json::to_string_pretty(&value);
    text.map(|text| text + "\n").map_err(|error| Failure::Unable(error.to_string()))
}

impl<T: JsonSchema> JsonSchema for Ordered<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("Map_of_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<T>();
        json_schema!({ "type": "object", "additionalProperties": value })
    }
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
    Joined<'_>, "Text", { "type": "string" };
    Percent, "Percent", { "type": "number" };
    Date, "Date", { "type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$" };
    Approval, "Approval", { "type": "string", "enum": ["approved", "not-approved"] };
    Role, "Role", { "type": "string", "enum": ["drug", "comparator", "other"] };
    BackgroundKind, "BackgroundKind", { "type": "string", "enum": ["condition", "class"] };
}
