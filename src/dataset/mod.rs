//! The dataset: its model, how it is read and checked, and how a name finds its record.
//!
//! Nothing here knows of terminals or of output. The build script compiles `place`, `value`,
//! `model`, `files`, `diagnostic`, `read`, `check` and `wording` too, to check and encode `data/`.

pub mod check;
pub mod comparable;
pub mod diagnostic;
pub mod embedded;
pub mod files;
pub mod find;
pub mod model;
pub mod place;
pub mod read;
pub mod value;
pub mod wording;
