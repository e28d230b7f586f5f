//! The outside world, asked once: is there a terminal, how wide is it, and does it take colour.
//! From here on everything is decided by values.

use std::io::IsTerminal;

/// What `--color` accepts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ColorChoice {
    #[default]
    Auto,
    Always,
    Never,
}

/// What is known about the world outside.
pub struct Surroundings<'a> {
    /// Looks up an environment variable.
    pub variable: &'a dyn Fn(&str) -> Option<String>,
    pub stdout_is_terminal: bool,
    pub stderr_is_terminal: bool,
    /// The width of the terminal that either of them is, in columns.
    pub columns: Option<u16>,
}

/// What follows from it for the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terminal {
    /// Whether somebody reads the answer as it comes.
    pub interactive: bool,
    /// How many columns wide an answer may be.
    pub width: usize,
    /// How many columns wide a message may be, if it goes to a terminal.
    pub message_width: Option<usize>,
    pub stdout_colour: bool,
    pub stderr_colour: bool,
}

impl Terminal {
    /// None: a pipe of this width.
    #[cfg(test)]
    pub fn pipe(width: usize) -> Self {
        let (stdout_colour, stderr_colour) = (false, false);
        Self { interactive: false, width, message_width: None, stdout_colour, stderr_colour }
    }

    /// The same for an answer that goes to a file instead of standard output: nobody reads it as it
    /// comes, and color is in it only if asked for.
    pub fn for_file(self, color: ColorChoice) -> Self {
        let stdout_colour = color == ColorChoice::Always;
        Self { interactive: false, stdout_colour, ..self }
    }
}

/// Narrower than this not even the names of the drugs fit; wider is no longer a terminal.
pub const WIDTHS: std::ops::RangeInclusive<u16> = 30..=1000;

/// Asks the process's own environment.
pub fn ask(color: ColorChoice, width: Option<u16>) -> Terminal {
    let variable = |name: &str| std::env::var(name).ok();
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
        columns: size.map(|(width, _)| width.0),
    };
    decide(color, width, &surroundings)
}

/// `--width`, then `COLUMNS`, then the terminal, then 80; colour for each stream by itself.
pub fn decide(color: ColorChoice, width: Option<u16>, world: &Surroundings<'_>) -> Terminal {
    let from_variable = || (world.variable)("COLUMNS").and_then(|columns| columns.parse().ok());
    let said = width.or_else(|| from_variable().filter(|&columns: &u16| columns > 0));
    let width = |is_terminal: bool| {
        let columns = said.or_else(|| world.columns.filter(|_| is_terminal));
        usize::from(columns.unwrap_or(80).clamp(*WIDTHS.start(), *WIDTHS.end()))
    };
    Terminal {
        interactive: world.stdout_is_terminal,
        width: width(world.stdout_is_terminal),
        message_width: world.stderr_is_terminal.then(|| width(true)),
        stdout_colour: takes_colour(color, world, world.stdout_is_terminal),
        stderr_colour: takes_colour(color, world, world.stderr_is_terminal),
    }
}

/// `--color`, then `NO_COLOR`, `CLICOLOR_FORCE`, `CLICOLOR=0` and `TERM=dumb`, then whether the
/// stream is a terminal. An empty variable is an unset one.
fn takes_colour(color: ColorChoice, world: &Surroundings<'_>, is_terminal: bool) -> bool {
    let set = |name| (world.variable)(name).filter(|value: &String| !value.is_empty());
    match color {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if set("NO_COLOR").is_some() => false,
        ColorChoice::Auto if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
        ColorChoice::Auto if set("CLICOLOR").is_some_and(|value| value == "0") => false,
        ColorChoice::Auto if set("TERM").is_some_and(|value| value == "dumb") => false,
        ColorChoice::Auto => is_terminal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(
        color: ColorChoice,
        width: Option<u16>,
        tty: bool,
        vars: &[(&str, &str)],
    ) -> Terminal {
        let variable = |name: &str| {
            vars.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        let world = Surroundings {
            variable: &variable,
            stdout_is_terminal: tty,
            stderr_is_terminal: !tty,
            columns: Some(120),
        };
        decide(color, width, &world)
    }

    #[test]
    fn colour_follows_the_flag_then_the_variables_then_the_stream() {
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
            assert_eq!(terminal.stdout_colour, *expected, "{color:?} {tty} {vars:?}");
        }
    }

    #[test]
    fn each_stream_is_asked_by_itself() {
        let terminal = decided(ColorChoice::Auto, None, false, &[]);
        assert!(!terminal.stdout_colour);
        assert!(terminal.stderr_colour);
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
        assert_eq!(width(Some(1), true, &[]), 30);
        assert_eq!(width(Some(u16::MAX), true, &[]), 1000);
    }

    #[test]
    fn a_message_is_as_wide_as_its_own_terminal() {
        let width = |flag, tty, vars| decided(ColorChoice::Auto, flag, tty, vars).message_width;
        assert_eq!(width(None, false, &[]), Some(120));
        assert_eq!(width(None, false, &[("COLUMNS", "60")]), Some(60));
        assert_eq!(width(Some(100), false, &[]), Some(100));
        assert_eq!(width(Some(100), true, &[]), None);
    }
}
