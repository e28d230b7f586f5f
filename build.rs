//! Reads `data/`, checks it and encodes it into the binary, with the code that reads and checks a
//! user's own dataset. A dataset that breaks a rule stops the build with file, line and column.

// The program uses all of these modules; the build needs only reading and checking.
#[allow(dead_code)]
#[path = "src/dataset"]
mod dataset {
    pub mod check;
    pub mod deserializer;
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
    link(&out)
}

/// Has the program linked so that it starts soon and is small, as far as this machine's linker and
/// C library go along: each step is kept if a trial program can be linked with it and then runs.
fn link(out: &Path) -> Result<(), Box<dyn Error>> {
    let target = |name: &str| std::env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    // A program for another machine cannot be tried out here.
    let native = std::env::var_os("HOST") == std::env::var_os("TARGET");
    if !native || target("OS") != "linux" || target("ENV") != "gnu" {
        return Ok(());
    }
    // rustc asks for the shared libraries by name: these stand before them in the search, and lead
    // to the static ones, of which some need each other.
    for (shared, fixed) in [
        ("libc.so", "GROUP(-l:libc.a -l:libgcc_eh.a -l:libgcc.a)"),
        ("libm.so", "INPUT(-l:libm.a)"),
        ("libgcc_s.so", "INPUT(-l:libgcc_eh.a)"),
    ] {
        std::fs::write(out.join(shared), fixed)?;
    }
    let no_unwinding = out.join("no-unwinding.ld");
    std::fs::write(
        &no_unwinding,
        "SECTIONS { /DISCARD/ : { *(.eh_frame .eh_frame_hdr .gcc_except_table .gcc_except_table.*) } } \
         INSERT AFTER .text;\n",
    )?;
    let mut steps = vec![
        // The C library inside, which Debian has for it: loading shared libraries would take longer
        // than `jakref show` takes to answer. The program runs on any Linux of the same processor.
        vec![format!("-L{}", out.display()), "-static-pie".to_owned()],
        // The addresses to be filled in at start-up as a bitmap, a fiftieth of the list's size.
        vec!["-Wl,-z,pack-relative-relocs".to_owned()],
        // Functions that are the same instruction for instruction, once.
        vec!["-Wl,--icf=all".to_owned()],
    ];
    // A released program aborts on panic and never unwinds: the tables for that are a fourteenth of
    // it. Tests do unwind when they fail, so `cargo test` is for the other profile.
    if std::env::var("PROFILE")? == "release" {
        steps.push(vec![format!("-T{}", no_unwinding.display())]);
    }
    let mut arguments = Vec::new();
    for step in steps {
        let more = [arguments.clone(), step].concat();
        if runs_when_linked_with(&more, out)? {
            arguments = more;
        }
    }
    for argument in arguments {
        writeln!(std::io::stdout(), "cargo::rustc-link-arg-bins={argument}")?;
    }
    Ok(())
}

/// Whether the compiler and the linker of this build make a program with these arguments that runs.
fn runs_when_linked_with(arguments: &[String], out: &Path) -> Result<bool, Box<dyn Error>> {
    let (source, program) = (out.join("trial.rs"), out.join("trial"));
    std::fs::write(&source, "fn main() {}")?;
    let mut rustc = Command::new(std::env::var_os("RUSTC").ok_or("RUSTC is not set")?);
    if let Some(linker) = std::env::var_os("RUSTC_LINKER") {
        rustc.arg(format!("-Clinker={}", Path::new(&linker).display()));
    }
    let flags = std::env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    rustc.args(flags.split('\x1f').filter(|flag| !flag.is_empty()));
    rustc.args(arguments.iter().map(|argument| format!("-Clink-arg={argument}")));
    let built = rustc.arg("-Cpanic=abort").arg("-o").arg(&program).arg(&source).output();
    let runs = || Command::new(&program).output().is_ok_and(|run| run.status.success());
    Ok(built.is_ok_and(|built| built.status.success()) && runs())
}
