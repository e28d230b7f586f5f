//! The dataset: its model, how it is read and checked, and how a name finds its record.
//!
//! Nothing here knows of terminals or of output. The build script compiles what it needs of it
//! to read and check `data/`, and writes that as Rust.

pub mod built_in;
pub mod check;
pub mod comparable;
pub mod date;
pub mod diff;
pub mod export;
pub mod find;
pub mod load;
pub mod model;
pub mod overlay;
pub mod percent;
pub mod place;
pub mod read;
pub mod text;
pub mod walk;
pub mod words;
