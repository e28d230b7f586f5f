//! The one enumeration of what a dataset says: every text with what it is, and every statement and
//! figure with its place and citations. A field that is added to the model does not compile until it
//! is placed in the first; whatever cites stands in the second.

mod items;
mod texts;

pub use items::{Entry, Item, Part, Record, items};
pub use texts::{Register, texts};
