//! `jakref man`: the manual, a page for the program and one for each command.

use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, Command, CommandFactory};
use clap_mangen::Man;

use crate::answer::Failure;
use crate::cli::Cli;
use crate::output::text::safe;

// What `man` is asked.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// Write a page for every command into this folder
    #[arg(long = "out", value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// What stands in every page, as the manual lays it out.
const EXIT_STATUS: &str = "\
.SH \"EXIT STATUS\"
.TP
\\fB0\\fR
answered
.TP
\\fB1\\fR
a negative answer: no such treatment, topic or field; nothing found; \\fBcheck\\fR found errors
.TP
\\fB2\\fR
it could not be done: wrong usage, a file that cannot be read or written, a dataset with mistakes
";

const ENVIRONMENT: &str = "\
.SH ENVIRONMENT
.TP
\\fBJAKREF_DATA\\fR
Answers come from this dataset, as with \\fB\\-\\-data\\fR.
.TP
\\fBJAKREF_FORMAT\\fR
The format unless \\fB\\-\\-format\\fR says another: \\fBplain\\fR suits a screen reader.
.TP
\\fBJAKREF_PAGER\\fR, \\fBPAGER\\fR
Shows long answers on a terminal; empty or \\fBcat\\fR for none.
.TP
\\fBJAKREF_TODAY\\fR
The day that dates are held against, such as 2026\\-11\\-26, in place of the clock's.
.TP
\\fBNO_COLOR\\fR, \\fBCLICOLOR\\fR, \\fBCLICOLOR_FORCE\\fR, \\fBTERM\\fR
Whether there is color: \\fB\\-\\-color\\fR stands above all of them.
.TP
\\fBCOLUMNS\\fR, \\fBLINES\\fR
How wide and how long the terminal is.
";

/// The page for the program; or, if they are to be written into a folder, how many were.
///
/// # Errors
/// If the folder cannot be made or written to.
pub fn text(args: &ManArgs) -> Result<String, Failure> {
    let Some(folder) = &args.out else {
        let page = page(Cli::command());
        return page.map_err(|error| Failure::Unable(format!("cannot write the manual: {error}")));
    };
    let name = folder.display().to_string();
    let name = safe(&name);
    let written = pages(folder)
        .map_err(|error| Failure::Unable(format!("cannot write to {name}: {error}")))?;
    Ok(format!("{written} pages in {name}\n"))
}

/// Writes all pages into a folder, which is made if it is not there. Returns how many.
fn pages(folder: &Path) -> io::Result<usize> {
    std::fs::create_dir_all(folder)?;
    let mut command = Cli::command();
    // Subcommands are put together when they are asked for; here all of them are.
    command.build();
    let mut pages = vec![("jakref".to_owned(), Cli::command())];
    for subcommand in command.get_subcommands().filter(|it| !it.is_hide_set()) {
        let name = format!("jakref-{}", subcommand.get_name());
        // Names of commands live as long as the program.
        let own: &'static str = name.clone().leak();
        pages.push((name, subcommand.clone().name(own)));
    }
    for (name, command) in &pages {
        std::fs::write(folder.join(format!("{name}.1")), page(command.clone())?)?;
    }
    Ok(pages.len())
}

/// A page as of the day on which the dataset's sources were read.
fn page(command: Command) -> io::Result<String> {
    let title = command.get_name().to_uppercase();
    // The long help ends with what stands here in sections of its own.
    let is_whole = command.get_name() == "jakref";
    let command = if is_whole { command.after_long_help(None::<&str>) } else { command };
    let man = Man::new(command).title(title).date(env!("JAKREF_AS_OF")).manual("jakref manual");
    let mut page = Vec::new();
    man.render(&mut page)?;
    // The generator sets possible values off by an empty line between two breaks, which is none.
    let page = String::from_utf8_lossy(&page).replace(".br\n\n.br\n", ".sp\n");
    let sections = format!("{ENVIRONMENT}{EXIT_STATUS}");
    let page = match page.find(".SH VERSION") {
        Some(at) => format!("{}{sections}{}", &page[..at], &page[at..]),
        None => format!("{}\n{sections}", page.trim_end()),
    };
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_tells_of_the_environment_and_the_exit_status() {
        let whole = text(&ManArgs { out: None }).expect("a page");
        for heading in [".SH ENVIRONMENT", ".SH \"EXIT STATUS\"", ".SH NAME"] {
            assert_eq!(whole.matches(heading).count(), 1, "{heading}");
        }
        assert!(!whole.contains("jakref\\-ask"));
    }
}
