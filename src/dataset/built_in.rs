//! The dataset that travels inside the binary: read, checked and written as Rust when the program
//! was built.

use std::borrow::Cow;

use super::date::Date;
#[allow(unused_imports, reason = "their names are written without that of their type")]
use super::model::BackgroundKind::{Class, Condition};
#[allow(clippy::wildcard_imports, reason = "what is written names every type of the model")]
use super::model::*;
use super::percent::Percent;
use super::place::{Aside, At, Origin};
use super::text::{List, Text};

/// The built-in dataset.
pub static DATASET: Dataset = include!(concat!(env!("OUT_DIR"), "/dataset.rs"));
