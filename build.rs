//! Reads `data/`, checks it and writes it as Rust, with the code that reads and checks a user's own
//! dataset. A dataset that breaks a rule stops the build with file, line and column.

// The program uses all of these modules; the build needs only reading and checking.
#[allow(dead_code, unused_imports)]
#[path = "src/dataset"]
mod dataset {
    pub mod check;
    pub mod date;
    pub mod model;
    pub mod percent;
    pub mod place;
    pub mod read;
    pub mod text;
    pub mod walk;
    pub mod words;
}

use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    writeln!(std::io::stdout(), "cargo::rerun-if-changed=data")?;
    // The dataset is full of addresses. In a program that may stand anywhere in memory each is
    // written anew at every start; at a fixed place the linker writes them once.
    let target = ["OS", "ENV"].map(|it| std::env::var(format!("CARGO_CFG_TARGET_{it}")));
    if target.iter().flatten().eq(["linux", "gnu"]) {
        writeln!(std::io::stdout(), "cargo::rustc-link-arg-bins=-no-pie")?;
    }
    let files = dataset::read::files::read_path(Path::new("data"))?;
    let (dataset, found) = dataset::check::check(&files, dataset::read::read(&files), None);
    if !found.listed().is_empty() {
        let mut stderr = std::io::stderr().lock();
        for diagnostic in found.listed() {
            writeln!(stderr, "{}", dataset::read::diagnostic::render(&files, diagnostic))?;
        }
        return Err(format!("the dataset has mistakes: {}", found.listed().len()).into());
    }
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    std::fs::write(out.join("dataset.rs"), format!("{dataset:?}"))?;
    // What the user must know of a version is how old its answers are.
    let (program, version) = (std::env::var("CARGO_PKG_VERSION")?, &dataset.header.version);
    let version = format!("{program} (dataset {version}, schema 2)");
    writeln!(std::io::stdout(), "cargo::rustc-env=JAKREF_VERSION={version}")?;
    writeln!(std::io::stdout(), "cargo::rustc-env=JAKREF_AS_OF={}", dataset.header.as_of)?;
    Ok(())
}
