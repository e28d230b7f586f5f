//! The keys that the tables of a record may have, and those that they have beside these.

use std::borrow::Cow;

use serde::de::value::Error;
use serde::de::{DeserializeOwned, Error as _, Visitor};
use serde::{Deserializer, forward_to_deserialize_any};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::diagnostic::{Code, Diagnostic};
use super::nearest;
use crate::dataset::model::{
    Arm, ArmResult, CareOption, Citation, Conflict, Difference, Glance, Outcome, Position,
    Reaction, Reactions, Renamed, Section, Statement, Trial,
};
use crate::dataset::place::Piece;

/// A key that means nothing where it stands, and what may have been meant.
pub fn unknown(piece: Piece, key: &Spanned<Cow<'_, str>>, accepted: &[&str]) -> Diagnostic {
    let message = format!("unknown key `{}`", key.get_ref());
    let help = Some(suggestion(key.get_ref(), accepted));
    Diagnostic { code: Code::UnknownKey, piece, span: key.span(), message, help }
}

/// The near miss among the names that may stand there, or all of them.
pub fn suggestion(name: &str, accepted: &[&str]) -> String {
    match nearest(name, accepted.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("accepted here: {}", accepted.join(", ")),
    }
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
        ("conflicts", "positions")
        | (_, "statements" | "otherwise" | "call-about" | "address" | "hours") => of::<Statement>(),
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
    piece: Piece,
    record: &mut Spanned<DeValue<'_>>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    take(kind, Some(of::<T>()), record, &mut |key, accepted| {
        found.push(unknown(piece, key, accepted));
    });
    found
}

/// Told of each key that is taken out, and of those that would mean something there.
type Found<'f> = &'f mut dyn FnMut(&Spanned<Cow<'_, str>>, &[&str]);

/// Takes them out of a table or a list of tables under this key.
fn take(key: &str, accepted: Option<&[&str]>, value: &mut Spanned<DeValue<'_>>, found: Found<'_>) {
    match (value.get_mut(), accepted) {
        (DeValue::Array(items), Some(_)) => {
            for item in items.iter_mut().filter(|item| item.get_ref().is_table()) {
                take(key, accepted, item, found);
            }
        }
        (DeValue::Table(table), Some(accepted)) => take_from_table(key, accepted, table, found),
        _ => {}
    }
}

fn take_from_table(kind: &str, accepted: &[&str], table: &mut DeTable<'_>, found: Found<'_>) {
    let is_unknown = |key: &Spanned<Cow<'_, str>>| !accepted.contains(&key.get_ref().as_ref());
    if table.keys().any(is_unknown) {
        // Taking them out one by one would move all that stand behind each.
        for (key, value) in std::mem::take(table) {
            if is_unknown(&key) {
                found(&key, accepted);
            } else {
                table.insert(key, value);
            }
        }
    }
    for (key, value) in table.iter_mut() {
        match key.get_ref().as_ref() {
            "answers" => take_from_answers(value, found),
            key => take(key, inside(kind, key), value, found),
        }
    }
}

/// Groups, in them topics, in them statements.
fn take_from_answers(answers: &mut Spanned<DeValue<'_>>, found: Found<'_>) {
    let DeValue::Table(groups) = answers.get_mut() else { return };
    for (_, topics) in groups.iter_mut() {
        let DeValue::Table(topics) = topics.get_mut() else { continue };
        for (_, statements) in topics.iter_mut() {
            take("statements", Some(of::<Statement>()), statements, found);
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
        let mut take = || take_unknown::<Indication>("indication", Piece::default(), &mut record);
        let told: Vec<String> = take().into_iter().map(|it| it.message).collect();
        assert_eq!(told, ["x", "y", "z", "w", "v", "u"].map(|it| format!("unknown key `{it}`")));
        let again = take();
        assert!(again.is_empty());
    }
}
