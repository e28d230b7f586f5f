//! Hands a parsed TOML value to the model.
//!
//! `toml` can do this too. But it can also read any record from a list or a date, or ask it for its
//! place, and the compiler writes out all of these ways for every record, for what no dataset may
//! do: 220 KB.

use std::fmt;
use std::ops::Range;

use serde::de::value::MapDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, Error as _, Expected, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;
use toml::Spanned;
use toml::de::{DeInteger, DeString, DeTable, DeValue};

/// The only key of the table that a date without quotes is read as.
pub const DATE: &str = "$date";

/// A value, or a key of a table, and its place.
pub struct ValueDeserializer<'de> {
    value: DeValue<'de>,
    place: Range<usize>,
}

impl<'de> From<Spanned<DeValue<'de>>> for ValueDeserializer<'de> {
    fn from(value: Spanned<DeValue<'de>>) -> Self {
        let place = value.span();
        Self { value: value.into_inner(), place }
    }
}

/// Why a value does not fit the model, and the place of the innermost part that does not.
#[derive(Debug)]
pub struct Misfit {
    message: String,
    place: Option<Range<usize>>,
}

impl Misfit {
    /// The reason, in the words of the model or of serde.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The place.
    pub fn span(&self) -> Option<Range<usize>> {
        self.place.clone()
    }

    fn at(self, place: Range<usize>) -> Self {
        Self { place: self.place.or(Some(place)), ..self }
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Misfit {}

impl serde::de::Error for Misfit {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { message: message.to_string(), place: None }
    }
}

fn whole(number: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

impl ValueDeserializer<'_> {
    fn unfit(self, wanted: &dyn Expected) -> Misfit {
        let found = match &self.value {
            DeValue::String(text) => Unexpected::Str(text),
            DeValue::Integer(number) => match whole(number) {
                Some(number) => Unexpected::Signed(number),
                None => Unexpected::Other(number.as_str()),
            },
            DeValue::Float(number) => Unexpected::Other(number.as_str()),
            DeValue::Boolean(value) => Unexpected::Bool(*value),
            DeValue::Datetime(_) => Unexpected::Other("a date"),
            DeValue::Array(_) => Unexpected::Seq,
            DeValue::Table(_) => Unexpected::Map,
        };
        Misfit::invalid_type(found, wanted).at(self.place)
    }
}

impl<'de> Deserializer<'de> for ValueDeserializer<'de> {
    type Error = Misfit;

    /// Numbers, switches and dates, and texts that may stand for them.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.value {
            DeValue::String(_) => return self.deserialize_str(visitor),
            DeValue::Integer(number) => whole(&number)
                .ok_or_else(|| Misfit::custom("the number is too large"))
                .and_then(|number| visitor.visit_i64(number)),
            DeValue::Float(number) => number
                .as_str()
                .parse()
                .map_err(Misfit::custom)
                .and_then(|number| visitor.visit_f64(number)),
            DeValue::Boolean(value) => visitor.visit_bool(value),
            DeValue::Datetime(date) => {
                visitor.visit_map(MapDeserializer::new([(DATE, date.to_string())].into_iter()))
            }
            DeValue::Array(_) | DeValue::Table(_) => return Err(self.unfit(&visitor)),
        }
        .map_err(|misfit: Misfit| misfit.at(self.place))
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.value {
            DeValue::String(DeString::Borrowed(text)) => visitor.visit_borrowed_str(text),
            DeValue::String(DeString::Owned(text)) => visitor.visit_string(text),
            _ => return Err(self.unfit(&visitor)),
        }
        .map_err(|misfit: Misfit| misfit.at(self.place))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.value {
            DeValue::Array(items) => visitor.visit_seq(Items(items.into_iter())),
            _ => return Err(self.unfit(&visitor)),
        }
        .map_err(|misfit: Misfit| misfit.at(self.place))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.value {
            DeValue::Table(table) => {
                visitor.visit_map(Entries { entries: table.into_iter(), value: None })
            }
            _ => return Err(self.unfit(&visitor)),
        }
        .map_err(|misfit: Misfit| misfit.at(self.place))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.deserialize_map(visitor)
    }

    /// Three are asked for by what knows its place: its start, its end, and the value.
    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _len: usize,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_seq(Placed::Start(self))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_some(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match self.value {
            DeValue::String(word) => visitor.visit_enum(word.into_deserializer()),
            _ => return Err(self.unfit(&"a string")),
        }
        .map_err(|misfit: Misfit| misfit.at(self.place))
    }

    forward_to_deserialize_any! {
        bool u8 u16 u32 u64 u128 i8 i16 i32 i64 i128 f32 f64 char bytes byte_buf unit ignored_any
        unit_struct newtype_struct tuple_struct
    }
}

struct Items<'de>(<toml::de::DeArray<'de> as IntoIterator>::IntoIter);

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Misfit;

    #[inline(never)] // once a type, not once a field
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Misfit> {
        self.0.next().map(|item| seed.deserialize(ValueDeserializer::from(item))).transpose()
    }
}

struct Entries<'de> {
    entries: <DeTable<'de> as IntoIterator>::IntoIter,
    value: Option<ValueDeserializer<'de>>,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Misfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Misfit> {
        let Some((key, value)) = self.entries.next() else { return Ok(None) };
        self.value = Some(value.into());
        let place = key.span();
        let key = ValueDeserializer { value: DeValue::String(key.into_inner()), place };
        seed.deserialize(key).map(Some)
    }

    #[inline(never)] // once a type, not once a field
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        match self.value.take() {
            Some(value) => seed.deserialize(value),
            None => Err(Misfit::custom("a value was asked for before its key")),
        }
    }
}

/// What is left to give of a value with its place.
enum Placed<'de> {
    Start(ValueDeserializer<'de>),
    End(ValueDeserializer<'de>),
    Value(ValueDeserializer<'de>),
    Nothing,
}

impl<'de> SeqAccess<'de> for Placed<'de> {
    type Error = Misfit;

    #[inline(never)] // once a type, not once a field
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Misfit> {
        let number = |place| u32::try_from(place).unwrap_or(u32::MAX).into_deserializer();
        match std::mem::replace(self, Self::Nothing) {
            Self::Start(value) => {
                let start = number(value.place.start);
                *self = Self::End(value);
                seed.deserialize(start).map(Some)
            }
            Self::End(value) => {
                let end = number(value.place.end);
                *self = Self::Value(value);
                seed.deserialize(end).map(Some)
            }
            Self::Value(value) => seed.deserialize(value).map(Some),
            Self::Nothing => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::super::model::{Citation, Source, SourceKind};
    use super::super::place::At;
    use super::super::value::{Date, Percent};
    use super::*;

    fn read<T: Deserialize<'static>>(text: &'static str) -> Result<T, (Range<usize>, String)> {
        let value = DeValue::parse(text).expect(text);
        T::deserialize(ValueDeserializer::from(value))
            .map_err(|misfit| (misfit.span().expect(text), misfit.message().to_owned()))
    }

    #[test]
    fn a_value_knows_its_place() {
        let all: Vec<At<Percent>> = read("[ 1.5, 0x10 ]").expect("two numbers");
        let places: Vec<_> = all.iter().map(|it| (it.to_string(), it.span())).collect();
        assert_eq!(places, [("1.5".to_owned(), 2..5), ("16".to_owned(), 7..11)]);
    }

    #[test]
    fn a_date_without_quotes_is_a_day_without_a_time() {
        assert_eq!(read::<Date>("2026-11-23").expect("a day"), Date::parse("2026-11-23").unwrap());
        for text in ["2026-11-23T10:00:00", "10:00:00", "{ date = '2026-11-23' }", "{}", "[]"] {
            assert!(read::<Date>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_misfit_names_the_innermost_part() {
        for (text, place, part) in [
            ("{ source = 's', section = 3 }", 26..27, "invalid type: integer `3`"),
            ("{ source = 's', page = 3 }", 16..20, "unknown field `page`"),
            ("{ section = '3' }", 0..17, "missing field `source`"),
            ("['s', '3']", 0..10, "invalid type: sequence, expected struct Citation"),
            ("{ source = 0x1F }", 11..15, "invalid type: integer `31`, expected a string"),
            ("2026-11-23", 0..10, "invalid type: a date, expected struct Citation"),
        ] {
            let (found, message) = read::<Citation>(text).expect_err(text);
            assert!(found == place && message.starts_with(part), "{text}: {found:?} {message}");
        }
        let (place, _) = read::<Source>("{ kind = 'rumor' }").expect_err("no such kind");
        assert_eq!(place, 9..16);
        let (_, message) = read::<SourceKind>("7").expect_err("no word");
        assert_eq!(message, "invalid type: integer `7`, expected a string");
        let (_, message) = read::<u32>("99999999999999999999").expect_err("too large");
        assert_eq!(message, "the number is too large");
    }
}
