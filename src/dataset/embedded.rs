//! The dataset that travels inside the binary: checked and encoded when the program was built.

use super::model::Dataset;

static ENCODED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/dataset.postcard"));

/// The built-in dataset. It stays for as long as the process does.
///
/// # Errors
/// Only if the program was put together from parts of two builds.
pub fn load() -> Result<&'static Dataset, postcard::Error> {
    postcard::from_bytes(ENCODED).map(|dataset| &*Box::leak(Box::new(dataset)))
}
