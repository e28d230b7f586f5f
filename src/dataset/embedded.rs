//! The dataset that travels inside the binary: checked and encoded when the program was built.

use super::model::Dataset;

static ENCODED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/dataset.postcard"));

/// The built-in dataset.
///
/// # Errors
/// Only if the program was put together from parts of two builds.
pub fn load() -> Result<Dataset, postcard::Error> {
    postcard::from_bytes(ENCODED)
}
