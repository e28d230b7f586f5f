//! `jakref schema`: the JSON Schema of each JSON view.
//!
//! `schemas.json` is made from the views by the test below, which fails when it says anything else
//! than they do; `UPDATE_SCHEMAS=1 cargo test schema` makes it anew. The program carries the result
//! rather than the maker.

use serde_json::{Map, Value};

use super::Failure;

const SCHEMAS: &str = include_str!("schemas.json");

/// The schema of a command's JSON; of all of them, by name, unless one is named.
///
/// # Errors
/// If the command has no JSON.
pub fn text(command: Option<&str>) -> Result<String, Failure> {
    let Some(name) = command else { return Ok(SCHEMAS.to_owned()) };
    let unable = |error: serde_json::Error| Failure::Unable(error.to_string());
    let schemas: Map<String, Value> = serde_json::from_str(SCHEMAS).map_err(unable)?;
    let Some(schema) = schemas.get(name) else {
        let names = schemas.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
        return Err(Failure::Negative(format!(
            "`{name}` has no JSON Schema\n  there are: {names}"
        )));
    };
    serde_json::to_string_pretty(schema).map(|text| text + "\n").map_err(unable)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::path::Path;

    use schemars::generate::SchemaSettings;
    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

    use super::super::cell::{CellJson, CellView};
    use super::super::view::Ordered;
    use super::super::{
        about, check, clinic, compare, diff, evidence, export, gaps, list, search, show, sources,
    };
    use super::*;
    use crate::dataset::model::{Approval, BackgroundKind, Role};
    use crate::dataset::value::{Date, Percent};

    fn schema<T: JsonSchema>() -> Value {
        let settings = SchemaSettings::draft2020_12().for_serialize();
        settings.into_generator().into_root_schema_for::<T>().into()
    }

    #[test]
    fn the_schemas_say_what_the_views_are() {
        let schemas = [
            ("list", schema::<list::ListView<'_>>()),
            ("show", schema::<show::ShowView<'_>>()),
            ("compare", schema::<compare::CompareView<'_>>()),
            ("evidence", schema::<evidence::EvidenceView<'_>>()),
            ("about", schema::<about::AboutView<'_>>()),
            ("clinic", schema::<clinic::ClinicsView<'_>>()),
            ("sources", schema::<sources::SourcesView<'_>>()),
            ("gaps", schema::<gaps::GapsView<'_>>()),
            ("search", schema::<search::SearchView<'_>>()),
            ("diff", schema::<diff::DiffView<'_>>()),
            ("export", schema::<export::ExportView<'_>>()),
            ("check", schema::<check::CheckView>()),
            ("explain", schema::<check::ExplainView>()),
        ];
        let schemas: Map<String, Value> =
            schemas.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect();
        // A line each: short in the program, and a change shows which view it is of.
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

    impl JsonSchema for compare::FigurePairs<'_> {
        fn inline_schema() -> bool {
            true
        }

        fn schema_name() -> Cow<'static, str> {
            "FigurePairs".into()
        }

        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            Vec::<compare::FigurePair<'_>>::json_schema(generator)
        }
    }

    impl JsonSchema for CellView<'_> {
        fn schema_name() -> Cow<'static, str> {
            "CellView".into()
        }

        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            CellJson::json_schema(generator)
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
        Percent, "Percent", { "type": "number" };
        Date, "Date", { "type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$" };
        Approval, "Approval", { "type": "string", "enum": ["approved", "not-approved"] };
        Role, "Role", { "type": "string", "enum": ["drug", "comparator", "other"] };
        BackgroundKind, "BackgroundKind", { "type": "string", "enum": ["condition", "class"] };
    }
}
