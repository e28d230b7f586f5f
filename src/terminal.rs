//! The outside world, asked once: is there a terminal, how large is it, does it take colour, which
//! characters does it have. From here on everything is decided by values.

use std::io::IsTerminal;

use clap::ValueEnum;

use crate::output::pager::{self, Pager, Situation};
use crate::output::{Format, Screen};

/// What `--color` accepts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    #[default]
    Auto,
    Always,
    Never,
}

/// Looks up an environment variable.
pub type Variable<'a> = &'a dyn Fn(&str) -> Option<String>;

/// What is known about the world outside.
pub struct Surroundings<'a> {
    pub variable: Variable<'a>,
    pub stdout_is_terminal: bool,
    pub stderr_is_terminal: bool,
    /// The columns and rows of the terminal that either of them is.
    pub size: Option<(u16, u16)>,
}

/// What follows from it for the output.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terminal {
    /// Whether somebody reads the answer as it comes.
    pub interactive: bool,
    /// How many columns wide an answer may be.
    pub width: usize,
    /// How many rows the terminal has that it goes to, and how many columns, whatever was asked for.
    pub rows: Option<usize>,
    pub columns: usize,
    /// How many columns wide a message may be, if it goes to a terminal.
    pub message_width: Option<usize>,
    pub stdout_color: bool,
    pub stderr_color: bool,
    /// Whether there are no characters but those of ASCII.
    pub ascii: bool,
    /// Whether the terminal cannot even move its cursor.
    pub dumb: bool,
}

/// A narrower terminal has no room for the words; a wider one is none.
pub const WIDTHS: std::ops::RangeInclusive<u16> = 20..=1000;

/// Asks the process's own environment.
pub fn ask(color: ColorChoice, width: Option<u16>) -> Terminal {
    let stdout_is_terminal = std::io::stdout().is_terminal();
    let stderr_is_terminal = std::io::stderr().is_terminal();
    let size = match (stdout_is_terminal, stderr_is_terminal) {
        (true, _) => terminal_size::terminal_size_of(std::io::stdout()),
        (false, true) => terminal_size::terminal_size_of(std::io::stderr()),
        (false, false) => None,
    };
    let surroundings = Surroundings {
        variable: &variable,
        stdout_is_terminal,
        stderr_is_terminal,
        size: size.map(|(width, height)| (width.0, height.0)),
    };
    decide(color, width, &surroundings)
}

/// A variable of the process's own environment.
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// `--width`, then `COLUMNS`, then the terminal, then 80; colour for each stream by itself.
pub fn decide(color: ColorChoice, width: Option<u16>, world: &Surroundings<'_>) -> Terminal {
    let number =
        |name| (world.variable)(name).and_then(|it| it.parse().ok()).filter(|&it| it > 0u16);
    let (columns, rows) = world.size.unzip();
    // A terminal that knows no size says 0.
    let columns = number("COLUMNS").or_else(|| columns.filter(|&it| it > 0));
    let said = width.or_else(|| number("COLUMNS"));
    let within = |columns: u16| usize::from(columns.clamp(*WIDTHS.start(), *WIDTHS.end()));
    let width =
        |is_terminal: bool| within(said.or_else(|| columns.filter(|_| is_terminal)).unwrap_or(80));
    let rows = number("LINES").or_else(|| rows.filter(|&it| it > 0));
    Terminal {
        interactive: world.stdout_is_terminal,
        width: width(world.stdout_is_terminal),
        rows: rows.filter(|_| world.stdout_is_terminal).map(usize::from),
        columns: columns.unwrap_or(80).into(),
        message_width: world.stderr_is_terminal.then(|| width(true)),
        stdout_color: takes_color(color, world, world.stdout_is_terminal),
        stderr_color: takes_color(color, world, world.stderr_is_terminal),
        ascii: is_ascii(world.variable),
        dumb: is_dumb(world.variable),
    }
}

impl Terminal {
    /// The same for an answer that goes to a file instead of standard output: nobody reads it as it
    /// comes, color is in it only if asked for, and a file holds every character.
    pub fn for_file(self, color: ColorChoice) -> Self {
        let stdout_color = color == ColorChoice::Always;
        Self { interactive: false, rows: None, stdout_color, ascii: false, ..self }
    }

    /// What a document is drawn for.
    pub fn screen(self) -> Screen {
        Screen { width: self.width, color: self.stdout_color, ascii: self.ascii }
    }

    /// The pager for a text, if it takes one.
    pub fn pager(self, text: &str, refused: bool, variable: Variable<'_>) -> Option<Pager> {
        let Self { interactive, dumb, rows, columns, .. } = self;
        pager::choose(text, &Situation { variable, interactive, dumb, refused, rows, columns })
    }
}

/// The format that `JAKREF_FORMAT` names, for where no option does.
///
/// # Errors
/// If it names none: it says which there are.
pub fn default_format(variable: Variable<'_>) -> Result<Option<Format>, String> {
    let Some(word) = variable("JAKREF_FORMAT").filter(|word| !word.is_empty()) else {
        return Ok(None);
    };
    Format::from_str(&word, true).map(Some).map_err(|_| {
        let formats = Format::names(|_| true).join(", ");
        format!("JAKREF_FORMAT is `{word}`, which is no format; there are: {formats}")
    })
}

/// A variable that is set to something: an empty one is an unset one.
fn set(variable: Variable<'_>, name: &str) -> Option<String> {
    variable(name).filter(|value| !value.is_empty())
}

fn is_dumb(variable: Variable<'_>) -> bool {
    set(variable, "TERM").is_some_and(|value| value == "dumb")
}

/// Whether the locale says that characters beyond ASCII cannot be shown: `LC_ALL`, then `LC_CTYPE`,
/// then `LANG`. POSIX would take a locale that is not set for one without them too; but terminals
/// that nobody told anything, as in a container, and pipes and files, take UTF-8.
fn is_ascii(variable: Variable<'_>) -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| set(variable, name));
    locale.is_some_and(|locale| {
        let locale = locale.to_ascii_lowercase();
        !locale.contains("utf-8") && !locale.contains("utf8")
    })
}

/// `--color`, then `NO_COLOR`, `CLICOLOR_FORCE`, `CLICOLOR=0` and `TERM=dumb`, then whether the
/// stream is a terminal.
fn takes_color(color: ColorChoice, world: &Surroundings<'_>, is_terminal: bool) -> bool {
    let set = |name| set(world.variable, name);
    match color {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if set("NO_COLOR").is_some() => false,
        ColorChoice::Auto if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
        ColorChoice::Auto if set("CLICOLOR").is_some_and(|value| value == "0") => false,
        ColorChoice::Auto if is_dumb(world.variable) => false,
        ColorChoice::Auto => is_terminal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lookup(vars: &[(&str, &str)]) -> impl Fn(&str) -> Option<String> {
        move |name: &str| {
            vars.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        }
    }

    fn decided(
        color: ColorChoice,
        width: Option<u16>,
        tty: bool,
        vars: &[(&str, &str)],
    ) -> Terminal {
        let variable = lookup(vars);
        let world = Surroundings {
            variable: &variable,
            stdout_is_terminal: tty,
            stderr_is_terminal: !tty,
            size: Some((120, 40)),
        };
        decide(color, width, &world)
    }

    #[test]
    fn color_follows_the_flag_then_the_variables_then_the_stream() {
        type Case = (ColorChoice, bool, &'static [(&'static str, &'static str)], bool);
        use ColorChoice::{Always, Auto, Never};
        let cases: &[Case] = &[
            (Auto, true, &[], true),
            (Auto, false, &[], false),
            (Auto, true, &[("NO_COLOR", "1")], false),
            (Auto, true, &[("NO_COLOR", "")], true),
            (Auto, false, &[("CLICOLOR_FORCE", "1")], true),
            (Auto, false, &[("CLICOLOR_FORCE", "0")], false),
            (Auto, false, &[("CLICOLOR_FORCE", "")], false),
            (Auto, true, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
            (Auto, true, &[("CLICOLOR", "0")], false),
            (Auto, true, &[("TERM", "dumb")], false),
            (Auto, true, &[("TERM", "dumb"), ("CLICOLOR_FORCE", "1")], true),
            (Always, false, &[("NO_COLOR", "1")], true),
            (Never, true, &[("CLICOLOR_FORCE", "1")], false),
        ];
        for (color, tty, vars, expected) in cases {
            let terminal = decided(*color, None, *tty, vars);
            assert_eq!(terminal.stdout_color, *expected, "{color:?} {tty} {vars:?}");
        }
    }

    #[test]
    fn each_stream_is_asked_by_itself() {
        let terminal = decided(ColorChoice::Auto, None, false, &[]);
        assert!(!terminal.stdout_color);
        assert!(terminal.stderr_color);
    }

    #[test]
    fn width_follows_the_flag_then_columns_then_the_terminal_then_80() {
        let width =
            |flag, tty, vars: &[(&str, &str)]| decided(ColorChoice::Auto, flag, tty, vars).width;
        assert_eq!(width(Some(100), true, &[("COLUMNS", "60")]), 100);
        assert_eq!(width(None, true, &[("COLUMNS", "60")]), 60);
        assert_eq!(width(None, true, &[("COLUMNS", "wide")]), 120);
        assert_eq!(width(None, true, &[("COLUMNS", "0")]), 120);
        assert_eq!(width(None, false, &[]), 80);
        assert_eq!(width(Some(1), true, &[]), 20);
        assert_eq!(width(Some(u16::MAX), true, &[]), 1000);
    }

    #[test]
    fn height_is_that_of_the_terminal_that_the_answer_goes_to() {
        let rows = |tty, vars: &[(&str, &str)]| decided(ColorChoice::Auto, None, tty, vars).rows;
        assert_eq!(rows(true, &[]), Some(40));
        assert_eq!(rows(true, &[("LINES", "5")]), Some(5));
        assert_eq!(rows(true, &[("LINES", "0")]), Some(40));
        assert_eq!(rows(false, &[("LINES", "5")]), None);
        let terminal = decided(ColorChoice::Auto, None, true, &[]).for_file(ColorChoice::Auto);
        assert_eq!(terminal.pager(&"x\n".repeat(100), false, &|_| None), None);
    }

    #[test]
    fn a_message_is_as_wide_as_its_own_terminal() {
        let width = |flag, tty, vars| decided(ColorChoice::Auto, flag, tty, vars).message_width;
        assert_eq!(width(None, false, &[]), Some(120));
        assert_eq!(width(None, false, &[("COLUMNS", "60")]), Some(60));
        assert_eq!(width(Some(100), false, &[]), Some(100));
        assert_eq!(width(Some(100), true, &[]), None);
    }

    #[test]
    fn the_locale_says_whether_there_is_more_than_ascii() {
        let cases: &[(&[(&str, &str)], bool)] = &[
            (&[], false),
            (&[("LANG", "")], false),
            (&[("LANG", "en_US.UTF-8")], false),
            (&[("LANG", "C.utf8")], false),
            (&[("LANG", "C")], true),
            (&[("LANG", "de_DE.ISO-8859-1")], true),
            (&[("LANG", "en_US.UTF-8"), ("LC_CTYPE", "POSIX")], true),
            (&[("LANG", "C"), ("LC_ALL", "en_US.UTF-8")], false),
            (&[("LC_ALL", ""), ("LANG", "C")], true),
        ];
        for (vars, expected) in cases {
            assert_eq!(decided(ColorChoice::Auto, None, true, vars).ascii, *expected, "{vars:?}");
        }
    }

    #[test]
    fn the_default_format_is_one_or_an_error() {
        let format = |word| default_format(&lookup(&[("JAKREF_FORMAT", word)]));
        assert_eq!(default_format(&lookup(&[])), Ok(None));
        assert_eq!(format(""), Ok(None));
        assert_eq!(format("Plain"), Ok(Some(Format::Plain)));
        let error = format("pdf").expect_err("no format");
        assert!(error.contains("pdf") && error.contains("markdown"), "{error}");
    }
}
