//! Views have much of what the records of the dataset have, under the same names.

use crate::dataset::date::Date;
use crate::dataset::model::{Decision, Gap, How, Role, SourceKind, Status};
use crate::dataset::percent::Percent;
use crate::dataset::place::At;
use crate::dataset::text::{List, Text};

/// A value of the dataset as answers have it: without its place, and borrowed if it is text.
pub trait Viewed<'a> {
    type View;
    fn viewed(&'a self) -> Self::View;
}

macro_rules! copied {
    ($($type:ty)*) => {
        $(impl Viewed<'_> for $type {
            type View = Self;
            fn viewed(&self) -> Self {
                *self
            }
        })*
    };
}

copied! { bool u8 u16 u32 Date Decision Gap How Percent Role SourceKind Status }

impl<'a> Viewed<'a> for Text {
    type View = &'a str;
    fn viewed(&'a self) -> &'a str {
        self
    }
}

impl<'a, T: Viewed<'a>> Viewed<'a> for At<T> {
    type View = T::View;
    fn viewed(&'a self) -> T::View {
        T::viewed(self)
    }
}

impl<'a, T: Viewed<'a>> Viewed<'a> for Option<T> {
    type View = Option<T::View>;
    fn viewed(&'a self) -> Self::View {
        self.as_ref().map(T::viewed)
    }
}

impl<'a, T: Viewed<'a> + Clone> Viewed<'a> for List<T> {
    type View = Vec<T::View>;
    fn viewed(&'a self) -> Self::View {
        self.iter().map(T::viewed).collect()
    }
}

/// A view with these fields of a record, and others of its own.
macro_rules! view {
    ($record:expr => $view:ident { $($field:ident),*; $($own:tt)* }) => {
        $view { $($field: $crate::answer::view::Viewed::viewed(&$record.$field),)* $($own)* }
    };
}
pub(crate) use view;
