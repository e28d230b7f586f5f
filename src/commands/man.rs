//! `jakref man`: the manual, a page for the program and one for each command.

use std::io;
use std::path::Path;

use clap::CommandFactory;

use crate::cli::Cli;

/// The page for the program itself.
///
/// # Errors
/// None in practice: the page is written to memory.
pub fn page() -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut page)?;
    Ok(page)
}

/// Writes all pages into a folder, which is made if it is not there. Returns how many.
///
/// # Errors
/// If the folder cannot be made or written to.
pub fn pages(folder: &Path) -> io::Result<usize> {
    std::fs::create_dir_all(folder)?;
    let mut command = Cli::command();
    command.build();
    clap_mangen::generate_to(command, folder)?;
    let pages = std::fs::read_dir(folder)?;
    Ok(pages
        .filter_map(Result::ok)
        .filter(|it| it.path().extension() == Some("1".as_ref()))
        .count())
}
