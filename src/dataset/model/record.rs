//! How a part of a dataset is declared: a struct that is read from TOML as it stands, with what each
//! text in it is. A text of which that is not said does not compile.

use toml::Table;
use toml::ser::Error;

use super::{
    Answers, Background, BackgroundKind, Clinic, Dataset, DateOrder, Decision, Endpoint, Gap,
    Group, Header, Indication, ReactionName, Regulator, Scope, Source, Status, Term, Topic,
    Treatment,
};
use crate::dataset::date::Date;
use crate::dataset::model::{Analysis, How, Role, SourceKind};
use crate::dataset::percent::Percent;
use crate::dataset::place::{At, Piece};
use crate::dataset::text::{List, Text};

/// What a text is, which decides the rules that it must keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Register {
    /// What a record is called by others, and people type.
    Id,
    /// The id of another record, whether there is one is checked where it is used; or a text that has
    /// a rule of its own.
    Reference,
    /// A number in a registry.
    Code,
    /// An address on the web.
    Address,
    /// The name of a document, of a part of it or of a thing, which may rank where we would not.
    Title,
    /// For professionals.
    Professional,
    /// For patients.
    Plain,
}

/// Takes texts, each with what it is.
pub type Visit<'v, 'a> = &'v mut dyn FnMut(Register, &'a At<Text>);

/// What holds texts. A record says itself what each of its own is, and is told nothing; one text or
/// several are told by what is around them.
pub trait Texts<Told> {
    /// Visits them; there are none unless it says so.
    fn texts<'a>(&'a self, _: Told, _: Visit<'_, 'a>) {}
}

/// Structs of the model: `pub field: At<Text> = Register` for whatever is text. A `pub record` stands
/// at the top of a file, and knows its piece.
macro_rules! record {
    ($(#[$about:meta])* pub struct $name:ident {
        $($(#[$note:meta])* pub $field:ident: $type:ty $(= $register:ident)?,)*
    }) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields, rename_all = "kebab-case")]
        pub struct $name {
            $($(#[$note])* pub $field: $type,)*
        }

        impl $crate::dataset::model::record::Texts<()> for $name {
            fn texts<'a>(&'a self, (): (), visit: $crate::dataset::model::record::Visit<'_, 'a>) {
                use $crate::dataset::model::record::{Register, Texts, record};
                $(Texts::texts(&self.$field, record!(@ $($register)?), visit);)*
            }
        }
    };
    ($(#[$about:meta])* pub record $name:ident { $($fields:tt)* }) => {
        $crate::dataset::model::record::record! {
            $(#[$about])*
            pub struct $name {
                #[serde(skip)]
                pub piece: $crate::dataset::place::Piece,
                $($fields)*
            }
        }
    };
    (@) => { () };
    (@ $register:ident) => { Register::$register };
}
pub(in crate::dataset) use record;

macro_rules! without_texts {
    ($($type:ty)*) => { $(impl Texts<()> for $type {})* };
}

without_texts! {
    bool Piece BackgroundKind Analysis DateOrder How Role SourceKind At<Date> At<Decision> At<Gap>
    At<Percent> At<Scope> At<Status> At<u8> At<u16> At<u32>
}

impl<Told: Copy, T: Texts<Told>> Texts<Told> for Option<T> {
    fn texts<'a>(&'a self, told: Told, visit: Visit<'_, 'a>) {
        if let Some(it) = self {
            it.texts(told, visit);
        }
    }
}

impl<Told: Copy, T: Texts<Told> + Clone> Texts<Told> for List<T> {
    fn texts<'a>(&'a self, told: Told, visit: Visit<'_, 'a>) {
        for it in self {
            it.texts(told, visit);
        }
    }
}

impl Texts<()> for Answers {
    fn texts<'a>(&'a self, (): (), visit: Visit<'_, 'a>) {
        for cell in self.cells() {
            cell.statements.texts((), visit);
        }
    }
}

impl Texts<Register> for At<Text> {
    fn texts<'a>(&'a self, register: Register, visit: Visit<'_, 'a>) {
        visit(register, self);
    }
}

/// A struct with a key of its own at the top of a file.
pub trait Record: Texts<()> {
    /// The file that it stands in.
    fn piece(&self) -> Piece;

    /// What tells it from others of its kind, in the words that people use.
    fn name(&self) -> String;

    /// The record under its own keys.
    ///
    /// # Errors
    /// None in practice: everything in a dataset has a form in TOML.
    fn table(&self) -> Result<Table, Error>;
}

macro_rules! named {
    ($($record:ident: $name:expr;)*) => {
        $(impl Record for $record {
            fn piece(&self) -> Piece {
                self.piece
            }

            fn name(&self) -> String {
                let name: fn(&Self) -> String = $name;
                name(self)
            }

            fn table(&self) -> Result<Table, Error> {
                Table::try_from(self)
            }
        })*
    };
}

named! {
    // Of the header there is one.
    Header: |_| String::new();
    Regulator: |it| it.id.to_string();
    Group: |it| it.id.to_string();
    Topic: Topic::path;
    Source: |it| it.id.to_string();
    Endpoint: |it| it.id.to_string();
    ReactionName: |it| it.term.to_string();
    Treatment: |it| it.id.to_string();
    Indication: Indication::title;
    Background: |it| it.id.to_string();
    Term: |it| it.term.to_string();
    Clinic: |it| it.id.to_string();
}

impl Dataset {
    /// The records with this key at the top of a file, in their order.
    pub fn records(&self, kind: &str) -> Vec<&dyn Record> {
        fn all<T: Record>(records: &[T]) -> Vec<&dyn Record> {
            records.iter().map(|it| it as &dyn Record).collect()
        }
        // Conditions stand before classes.
        let conditions = self.conditions().count();
        match kind {
            "dataset" => vec![&self.header],
            "regulator" => all(&self.regulators),
            "group" => all(&self.groups),
            "topic" => all(&self.topics),
            "source" => all(&self.sources),
            "endpoint" => all(&self.endpoints),
            "reaction" => all(&self.reaction_names),
            "treatment" => all(&self.treatments),
            "indication" => all(&self.indications),
            "condition" => all(&self.backgrounds[..conditions]),
            "class" => all(&self.backgrounds[conditions..]),
            "term" => all(&self.terms),
            "clinic" => all(&self.clinics),
            _ => Vec::new(),
        }
    }
}
