//! Reads `data/`, checks it and encodes it into the binary, with the code that reads and checks a
//! user's own dataset. A dataset that breaks a rule stops the build with file, line and column.

// The program uses all of these modules; the build needs only reading and checking.
#[allow(dead_code)]
#[path = "src/dataset"]
mod dataset {
    pub mod check;
    pub mod diagnostic;
    pub mod files;
    pub mod lazy;
    pub mod model;
    pub mod place;
    pub mod read;
    pub mod text;
    pub mod value;
    pub mod wording;
}

use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    writeln!(std::io::stdout(), "cargo::rerun-if-changed=data")?;
    let files = dataset::files::read_path(Path::new("data"))?;
    let (dataset, found) = dataset::check::read_and_check(&files, None);
    if !found.is_empty() {
        let mut stderr = std::io::stderr().lock();
        for diagnostic in &found {
            writeln!(stderr, "{}", dataset::diagnostic::render(&files, diagnostic))?;
        }
        return Err(format!("the dataset has mistakes: {}", found.len()).into());
    }
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    std::fs::write(out.join("dataset.postcard"), postcard::to_allocvec(&dataset)?)?;
    link_unwinder(&out)
}

/// Takes the unwinder from the compiler's static library. Loading it as a shared one at every start
/// costs a tenth of the time in which `jakref show` answers (see `tests/bench`).
fn link_unwinder(out: &Path) -> Result<(), Box<dyn Error>> {
    let target = |name: &str| std::env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" {
        std::fs::write(out.join("libgcc_s.so"), "INPUT(-l:libgcc_eh.a)\n")?;
        writeln!(std::io::stdout(), "cargo::rustc-link-search=native={}", out.display())?;
    }
    Ok(())
}
