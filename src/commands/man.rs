//! `jakref man`: the manual, a page for the program and one for each command.

use std::io;
use std::path::Path;

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use crate::cli::Cli;

/// The page for the program itself.
///
/// # Errors
/// None in practice: the page is written to memory.
pub fn page() -> io::Result<Vec<u8>> {
    render(Cli::command())
}

/// Writes all pages into a folder, which is made if it is not there. Returns how many.
///
/// # Errors
/// If the folder cannot be made or written to.
pub fn pages(folder: &Path) -> io::Result<usize> {
    std::fs::create_dir_all(folder)?;
    let mut command = Cli::command();
    // Subcommands are put together when they are asked for; here all of them are.
    command.build();
    let mut pages = vec![("jakref".to_owned(), Cli::command())];
    for subcommand in command.get_subcommands() {
        let name = format!("jakref-{}", subcommand.get_name());
        pages.push((name.clone(), subcommand.clone().name(name)));
    }
    for (name, command) in &pages {
        std::fs::write(folder.join(format!("{name}.1")), render(command.clone())?)?;
    }
    Ok(pages.len())
}

/// A page as of the day on which the dataset's sources were read.
fn render(command: Command) -> io::Result<Vec<u8>> {
    let title = command.get_name().to_uppercase();
    let man = Man::new(command).title(title).date(env!("JAKREF_AS_OF")).manual("jakref manual");
    let mut page = Vec::new();
    man.render(&mut page)?;
    // The generator sets possible values off by an empty line between two breaks, which is none.
    let page = String::from_utf8_lossy(&page).replace(".br\n\n.br\n", ".sp\n");
    Ok(page.into_bytes())
}
