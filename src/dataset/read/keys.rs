//! The keys that the tables of a record may have, and those that they have beside these.

use std::borrow::Cow;
use std::ops::Range;

use serde::de::value::Error;
use serde::de::{DeserializeOwned, Error as _, Visitor};
use serde::{Deserializer, forward_to_deserialize_any};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::dataset::model::{
    Arm, ArmResult, CareOption, Citation, Conflict, Difference, Glance, Outcome, Position,
    Reaction, Reactions, Renamed, Section, Statement, Trial,
};

/// A key that means nothing where it stands, and those that would.
#[derive(Debug)]
pub struct Unknown {
    pub name: String,
    pub span: Range<usize>,
    pub accepted: &'static [&'static str],
}

/// The keys of a struct of the model.
pub fn of<T: DeserializeOwned>() -> &'static [&'static str] {
    let mut keys: &[&str] = &[];
    // It asks for a struct with its keys, and is told that there is none.
    let _ = T::deserialize(Ask(&mut keys));
    keys
}

struct Ask<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Ask<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("nothing"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        *self.0 = fields;
        Err(Error::custom("nothing"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// The keys of a table that stands under this key, in a table that stands under that other one.
/// What is not here is no table, or is answers, whose keys are the paths of topics.
fn inside(around: &str, key: &str) -> Option<&'static [&'static str]> {
    Some(match (around, key) {
        (_, "cite" | "on-cite") => of::<Citation>(),
        ("conflicts", "positions") | (_, "statements" | "otherwise" | "call-about" | "address") => {
            of::<Statement>()
        }
        (_, "glance") if around != "topic" => of::<Glance>(),
        (_, "positions") => of::<Position>(),
        (_, "conflicts") => of::<Conflict>(),
        (_, "trials") => of::<Trial>(),
        (_, "arms") => of::<Arm>(),
        (_, "outcomes") => of::<Outcome>(),
        (_, "results") => of::<ArmResult>(),
        (_, "difference") => of::<Difference>(),
        (_, "reactions") => of::<Reactions>(),
        (_, "rows") => of::<Reaction>(),
        (_, "words") => of::<Renamed>(),
        (_, "sections") => of::<Section>(),
        (_, "options") => of::<CareOption>(),
        _ => return None,
    })
}

/// Takes out of a record of this kind every key that it may not have.
pub fn take_unknown<T: DeserializeOwned>(
    kind: &str,
    record: &mut Spanned<DeValue<'_>>,
) -> Vec<Unknown> {
    let mut found = Vec::new();
    if let DeValue::Table(table) = record.get_mut() {
        take_from_table(kind, of::<T>(), table, &mut found);
    }
    found
}

fn take_from_table(
    kind: &str,
    accepted: &'static [&'static str],
    table: &mut DeTable<'_>,
    found: &mut Vec<Unknown>,
) {
    let is_unknown = |key: &Spanned<Cow<'_, str>>| !accepted.contains(&key.get_ref().as_ref());
    if table.keys().any(is_unknown) {
        // Taking them out one by one would move all that stand behind each.
        for (key, value) in std::mem::take(table) {
            if is_unknown(&key) {
                let (name, span) = (key.get_ref().to_string(), key.span());
                found.push(Unknown { name, span, accepted });
            } else {
                table.insert(key, value);
            }
        }
    }
    for (key, value) in table.iter_mut() {
        match key.get_ref().as_ref() {
            "answers" => take_from_answers(value, found),
            key => take_from_value(key, inside(kind, key), value, found),
        }
    }
}

fn take_from_value(
    key: &str,
    accepted: Option<&'static [&'static str]>,
    value: &mut Spanned<DeValue<'_>>,
    found: &mut Vec<Unknown>,
) {
    let Some(accepted) = accepted else { return };
    match value.get_mut() {
        DeValue::Table(table) => take_from_table(key, accepted, table, found),
        DeValue::Array(items) => {
            for item in items.iter_mut() {
                if let DeValue::Table(table) = item.get_mut() {
                    take_from_table(key, accepted, table, found);
                }
            }
        }
        _ => {}
    }
}

/// Groups, in them topics, in them statements.
fn take_from_answers(answers: &mut Spanned<DeValue<'_>>, found: &mut Vec<Unknown>) {
    let DeValue::Table(groups) = answers.get_mut() else { return };
    for (_, topics) in groups.iter_mut() {
        let DeValue::Table(topics) = topics.get_mut() else { continue };
        for (_, statements) in topics.iter_mut() {
            take_from_value("statements", Some(of::<Statement>()), statements, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::model::{Indication, Topic};

    #[test]
    fn the_keys_of_a_struct_are_those_in_data() {
        assert!(of::<Topic>().contains(&"patient-glance"));
        assert!(of::<Statement>().contains(&"in"));
        assert!(!of::<Topic>().contains(&"piece"));
    }

    #[test]
    fn unknown_keys_are_found_however_deep() {
        let text = "x = 1\n[answers.a.b]\ny = 1\n[[answers.a.c]]\nz = 1\ncite = [{ w = 1 }]\n\
                    [[conflicts]]\npositions = [{ v = 1, text = 'a' }]\n[[positions]]\nu = 1\n";
        let table = DeTable::parse(text).expect("TOML");
        let mut record = Spanned::new(table.span(), DeValue::Table(table.into_inner()));
        let found = take_unknown::<Indication>("indication", &mut record);
        let names: Vec<&str> = found.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["x", "y", "z", "w", "v", "u"]);
        let again = take_unknown::<Indication>("indication", &mut record);
        assert!(again.is_empty());
    }
}
