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
    pub mod pieces;
    pub mod place;
    pub mod read;
    pub mod text;
    pub mod value;
    pub mod wording;
}

use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() -> Result<(), Box<dyn Error>> {
    writeln!(std::io::stdout(), "cargo::rerun-if-changed=data")?;
    let files = dataset::files::read_path(Path::new("data"))?;
    let (dataset, found) = dataset::check::check(&files, dataset::read::read(&files), None);
    if !found.listed().is_empty() {
        let mut stderr = std::io::stderr().lock();
        for diagnostic in found.listed() {
            writeln!(stderr, "{}", dataset::diagnostic::render(&files, diagnostic))?;
        }
        return Err(format!("the dataset has mistakes: {}", found.listed().len()).into());
    }
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    std::fs::write(out.join("dataset.postcard"), postcard::to_allocvec(&dataset)?)?;
    // What the user must know of a version is how old its answers are.
    let (program, version) = (std::env::var("CARGO_PKG_VERSION")?, &dataset.header.version);
    let version = format!("{program} (dataset {version}, schema 1)");
    writeln!(std::io::stdout(), "cargo::rustc-env=JAKREF_VERSION={version}")?;
    writeln!(std::io::stdout(), "cargo::rustc-env=JAKREF_AS_OF={}", dataset.header.as_of)?;
    link_statically(&out)
}

/// Links the C library into the program where the machine has it as a static library, as Debian
/// does. Loading shared libraries would take longer than `jakref show` takes to answer, and the
/// program then runs on any Linux of the same processor.
fn link_statically(out: &Path) -> Result<(), Box<dyn Error>> {
    let target = |name: &str| std::env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    if target("OS") != "linux" || target("ENV") != "gnu" {
        return Ok(());
    }
    let compiler = std::env::var_os("RUSTC_LINKER").unwrap_or_else(|| "cc".into());
    let has = |file: &str| {
        let found = Command::new(&compiler).arg(format!("-print-file-name={file}")).output();
        found.is_ok_and(|found| found.stdout.starts_with(b"/"))
    };
    if !["libc.a", "libm.a", "libgcc_eh.a", "rcrt1.o"].into_iter().all(has) {
        return Ok(());
    }
    // rustc asks for the shared libraries by name: these stand before them in the search, and lead
    // to the static ones.
    for (shared, fixed) in
        [("libc.so", "libc.a"), ("libm.so", "libm.a"), ("libgcc_s.so", "libgcc_eh.a")]
    {
        std::fs::write(out.join(shared), format!("INPUT(-l:{fixed})\n"))?;
    }
    let mut stdout = std::io::stdout();
    writeln!(stdout, "cargo::rustc-link-arg-bins=-L{}", out.display())?;
    writeln!(stdout, "cargo::rustc-link-arg-bins=-static-pie")?;
    Ok(())
}
