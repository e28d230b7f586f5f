//! Long answers page on a terminal, as those of git and gh do.

use std::io::{self, ErrorKind, Write};
use std::process::{Command, Stdio};

use super::text::width;

/// What the decision rests on.
pub struct Situation<'a> {
    /// Looks up an environment variable.
    pub variable: &'a dyn Fn(&str) -> Option<String>,
    /// Whether the answer goes to a terminal that somebody reads.
    pub interactive: bool,
    /// Whether that terminal cannot move its cursor.
    pub dumb: bool,
    /// Whether `--no-pager` was given.
    pub refused: bool,
    /// The rows and columns of the screen; without rows nothing is longer than it.
    pub rows: Option<usize>,
    pub columns: usize,
}

/// A program that shows a text page by page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pager {
    pub program: String,
    pub arguments: Vec<String>,
    pub environment: Vec<(String, String)>,
}

/// The pager for a text, if it takes one: `JAKREF_PAGER`, then `PAGER`, then `less`. One that is
/// empty or `cat` is none.
pub fn choose(text: &str, situation: &Situation<'_>) -> Option<Pager> {
    let Situation { variable, interactive, dumb, refused, rows, columns } = situation;
    if !interactive || *dumb || *refused || !is_longer(text, (*rows)?, *columns) {
        return None;
    }
    let said = variable("JAKREF_PAGER").or_else(|| variable("PAGER"));
    let mut words = words(said.as_deref().unwrap_or("less")).into_iter().peekable();
    let mut environment = Vec::new();
    while let Some((name, value)) = words.peek().and_then(|word| assignment(word)) {
        environment.push((name, value));
        words.next();
    }
    let program = words.next().filter(|program| program != "cat")?;
    for (name, value) in [("LESS", "FRX"), ("LESSCHARSET", "utf-8")] {
        let is_set = environment.iter().any(|(known, _)| known == name) || variable(name).is_some();
        if !is_set {
            environment.push((name.to_owned(), value.to_owned()));
        }
    }
    Some(Pager { program, arguments: words.collect(), environment })
}

/// Whether the text would push its own beginning off a screen that shows a prompt below it.
fn is_longer(text: &str, rows: usize, columns: usize) -> bool {
    let mut used = 0;
    for line in text.lines() {
        used += if columns == 0 || line.len() <= columns {
            1
        } else {
            visible(line).div_ceil(columns).max(1)
        };
        if used >= rows {
            return true;
        }
    }
    false
}

/// The columns of a line without its colors.
fn visible(line: &str) -> usize {
    let mut pieces = line.split("\u{1b}[");
    let first = pieces.next().map_or(0, width);
    first
        + pieces
            .map(|piece| piece.split_once('m').map_or(0, |(_, text)| width(text)))
            .sum::<usize>()
}

/// `NAME=value`, as it may stand before a command.
fn assignment(word: &str) -> Option<(String, String)> {
    let (name, value) = word.split_once('=')?;
    let letters = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let named = !name.is_empty() && name.chars().all(letters);
    (named && !name.starts_with(|it: char| it.is_ascii_digit()))
        .then(|| (name.to_owned(), value.to_owned()))
}

/// The words of a command, with quotes and backslashes as a shell has them, and nothing else that a
/// shell would do.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match (quote, character) {
            (Some(open), _) if character == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (None | Some('"'), '\\') if !cfg!(windows) => {
                word.get_or_insert_default().extend(characters.next());
            }
            (None, _) if character.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word);
    words
}

/// Shows the text in the pager, and waits until it is left.
///
/// # Errors
/// If the pager cannot be started or ended badly: the text is to be printed then.
pub fn show(text: &str, pager: &Pager) -> io::Result<()> {
    let mut child = Command::new(&pager.program)
        .args(&pager.arguments)
        .envs(pager.environment.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::piped())
        .spawn()?;
    let written = match child.stdin.take() {
        Some(mut stdin) => stdin.write_all(text.as_bytes()),
        None => Ok(()),
    };
    let status = child.wait()?;
    match written {
        // Whoever leaves it early has seen enough.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error),
        _ if !status.success() => Err(io::Error::other(format!("{}: {status}", pager.program))),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(vars: &[(&str, &str)], change: impl FnOnce(&mut Situation<'_>)) -> Option<Pager> {
        let variable = |name: &str| {
            vars.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        let mut situation = Situation {
            variable: &variable,
            interactive: true,
            dumb: false,
            refused: false,
            rows: Some(3),
            columns: 80,
        };
        change(&mut situation);
        choose("1\n2\n3\n", &situation)
    }

    fn command(vars: &[(&str, &str)]) -> Option<String> {
        let pager = chosen(vars, |_| {})?;
        Some([vec![pager.program], pager.arguments].concat().join(" "))
    }

    #[test]
    fn the_pager_is_the_one_that_is_asked_for() {
        assert_eq!(command(&[]).as_deref(), Some("less"));
        assert_eq!(command(&[("PAGER", "more")]).as_deref(), Some("more"));
        let both = [("PAGER", "more"), ("JAKREF_PAGER", "less -S")];
        assert_eq!(command(&both).as_deref(), Some("less -S"));
        for none in ["", " ", "cat"] {
            assert_eq!(command(&[("JAKREF_PAGER", none), ("PAGER", "more")]), None);
            assert_eq!(command(&[("PAGER", none)]), None);
        }
    }

    #[test]
    fn it_pages_only_on_a_terminal_and_only_what_is_long() {
        assert!(chosen(&[], |_| {}).is_some());
        assert_eq!(chosen(&[], |it| it.interactive = false), None);
        assert_eq!(chosen(&[], |it| it.dumb = true), None);
        assert_eq!(chosen(&[], |it| it.refused = true), None);
        assert_eq!(chosen(&[], |it| it.rows = Some(4)), None);
        assert_eq!(chosen(&[], |it| it.rows = None), None);
        assert!(is_longer(&"x".repeat(20), 2, 10));
        assert!(!is_longer(&format!("\u{1b}[1m{}\u{1b}[0m", "x".repeat(10)), 2, 10));
    }

    #[test]
    fn less_is_told_how_unless_it_has_been() {
        let pager = chosen(&[], |_| {}).expect("a pager");
        let own = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(pager.environment, [own("LESS", "FRX"), own("LESSCHARSET", "utf-8")]);
        let pager = chosen(&[("LESS", "-i"), ("PAGER", "LESSCHARSET=latin1 less")], |_| {});
        assert_eq!(pager.expect("a pager").environment, [own("LESSCHARSET", "latin1")]);
    }

    #[test]
    fn a_command_is_split_and_nothing_in_it_is_run() {
        for (text, expected) in [
            ("less -S", vec!["less", "-S"]),
            ("'/a b/less' \"-P %f\" x\\ y ''", vec!["/a b/less", "-P %f", "x y", ""]),
            ("less; rm $(x) `y` | z > w", vec!["less;", "rm", "$(x)", "`y`", "|", "z", ">", "w"]),
            ("'open", vec!["open"]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_pager_that_fails_says_so_and_one_that_is_left_early_does_not() {
        let pager = |program: &str, arguments: &[&str]| Pager {
            program: program.to_owned(),
            arguments: arguments.iter().map(|&it| it.to_owned()).collect(),
            environment: Vec::new(),
        };
        let long = "line\n".repeat(100_000);
        assert!(show(&long, &pager("true", &[])).is_ok());
        assert!(show(&long, &pager("false", &[])).is_err());
        assert!(show(&long, &pager("/nowhere/less", &[])).is_err());
        assert!(show(&long, &pager("sh", &["-c", "cat > /dev/null"])).is_ok());
    }
}
