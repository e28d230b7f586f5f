//! The dataset: its model, how it is read and checked, and how a name finds its record.
//!
//! Nothing here knows of terminals or of output. The build script compiles what it needs of it
//! to read, check and encode `data/`.

pub mod check;
pub mod comparable;
pub mod deserializer;
pub mod diagnostic;
pub mod diff;
pub mod embedded;
pub mod export;
pub mod files;
pub mod find;
pub mod lazy;
pub mod load;
pub mod model;
pub mod overlay;
pub mod pieces;
pub mod place;
pub mod read;
pub mod text;
pub mod value;
pub mod wording;
