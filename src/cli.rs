//! The command line: the options that every command takes, and the list of commands.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{ArgMatches, Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::answer::Failure;
use crate::commands;
use crate::output::Format;
use crate::terminal::{ColorChoice, WIDTHS};

// Flag names are spelled out, so that a search for `--topics` finds its definition.

const EXIT_STATUS: &str = "\
Exit status:
  0  answered
  1  a negative answer: no such treatment, topic or field; nothing found; `check` found errors
  2  it could not be done: wrong usage, a file that cannot be read or written, a dataset with mistakes

Environment:
  JAKREF_DATA    answers from this dataset, as --data does
  JAKREF_FORMAT  the format unless --format says another
  JAKREF_PAGER, PAGER  show long answers on a terminal; empty or `cat` for none
  JAKREF_TODAY   the day that dates are held against, such as 2026-11-26, in place of the clock's
  NO_COLOR, CLICOLOR, CLICOLOR_FORCE, COLUMNS, LINES  as elsewhere

jakref is a reference, not advice: it takes no patient data, ranks nothing, recommends nothing
and opens no connection.";

/// Offline, cited treatment reference: JAK inhibitors in alopecia areata.
#[derive(Debug, Parser)]
#[command(
    name = "jakref",
    version = env!("JAKREF_VERSION"),
    max_term_width = 100,
    propagate_version = false,
    args_override_self = true,
    after_help = "`jakref NAME` and `jakref NAME TOPIC` need no command: jakref litfulo missed dose",
    after_long_help = EXIT_STATUS
)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Option<Command>,
}

// Options that every command takes, before its name or behind it.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Output format [default: table on a terminal, plain in a pipe]
    #[arg(short = 'f', long = "format", value_name = "FORMAT", ignore_case = true, global = true)]
    pub format: Option<Format>,

    /// Short for --format json
    // Read as that, so that of several formats the last one counts wherever it stands.
    #[arg(long = "json", global = true)]
    pub json: bool,

    /// Leave out the header line of csv and tsv
    #[arg(long = "no-header", alias = "no-headers", global = true)]
    pub no_header: bool,

    /// Write the answer to this file
    #[arg(short = 'o', long = "output", value_name = "FILE", global = true)]
    pub output: Option<PathBuf>,

    /// Answer from this dataset: a folder, a file, - or built-in (also: `JAKREF_DATA`)
    #[arg(long = "data", value_name = "PATH", global = true)]
    pub data: Option<PathBuf>,

    /// Records of this dataset replace those with the same id, or are added; repeatable
    ///
    /// A clinic's own file is short: the line `[[clinic]]`, then id, name, phone and website, each as
    /// `key = "text"`; with the id that `jakref clinic --json` names it takes that one's place. `jakref
    /// export` shows how every record is written, `jakref check --overlay FILE` finds mistakes.
    #[arg(long = "overlay", value_name = "PATH", global = true)]
    pub overlays: Vec<PathBuf>,

    /// When to use color [default: auto]
    #[arg(long = "color", value_name = "WHEN", ignore_case = true, global = true)]
    pub color: Option<ColorChoice>,

    /// Width of the answer in columns, 20 to 1000
    #[arg(
        long = "width", value_name = "COLUMNS", value_parser = columns, global = true,
        allow_hyphen_values = true
    )]
    pub width: Option<u16>,

    /// Never page a long answer
    #[arg(long = "no-pager", global = true)]
    pub no_pager: bool,
}

// What narrows an answer, and how much of it is shown.
#[derive(Clone, Debug, Default, Args)]
pub struct Reading {
    /// The condition, such as vitiligo [default: the dataset's own]
    #[arg(long = "for", value_name = "CONDITION")]
    pub condition: Option<String>,

    /// The regulator or region, such as eu; several with commas [default: the dataset's own]
    #[arg(long = "in", value_name = "REGION", value_delimiter = ',')]
    pub regulators: Vec<String>,

    /// Use plain words, for patients
    #[arg(long = "patient")]
    pub patient: bool,

    /// Show every statement, note, gap and disagreement
    #[arg(long = "full")]
    pub full: bool,

    /// Show the sources at full length
    #[arg(long = "sources")]
    pub sources: bool,
}

impl Reading {
    /// That no condition and no regulator was named for a command whose answers are of none.
    ///
    /// # Errors
    /// If one was.
    pub fn of_no_setting(&self, command: &str) -> Result<(), Failure> {
        if self.condition.is_none() && self.regulators.is_empty() {
            return Ok(());
        }
        Err(Failure::Unable(format!("{command} goes with no --for and no --in")))
    }
}

// What `clap` derives puts all commands together, each with the options of every command; that takes
// longer than most answers.
macro_rules! commands {
    ($(#[$about:meta])* pub enum Command { $($(#[$of:meta])* $name:ident($args:ty),)* }) => {
        $(#[$about])*
        pub enum Command { $($(#[$of])* $name($args),)* }

        impl Command {
            /// A command by its name, with all that was found, if what is read for it is right.
            fn alone(
                name: &str,
                read: impl Fn(fn(clap::Command) -> clap::Command) -> Option<ArgMatches>,
            ) -> Option<(ArgMatches, Self)> {
                $(if name.eq_ignore_ascii_case(stringify!($name)) {
                    let mut found = read(<$args>::augment_args)?;
                    let command = Self::$name(<$args>::from_arg_matches_mut(&mut found).ok()?);
                    return Some((found, command));
                })*
                None
            }
        }
    };
}

commands! {
/// What jakref can be asked. Only the command that is asked for is put together.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum Command {
    /// List the treatments: approval, form, usual dose
    #[command(
        after_help = "Examples:\n  jakref list\n  jakref list --in eu\n  jakref list --columns id,dosing.start\n  jakref list --json | jq -r '.treatments[].id'"
    )]
    List(commands::list::ListArgs),

    /// Show what is known about a treatment, with its sources
    #[command(
        after_help = "Examples:\n  jakref show olumiant\n  jakref show baricitinib dose\n  jakref show olumiant pregnancy --in eu\n  jakref show opzelura --for vitiligo\n  jakref show leqselvi --patient\n  jakref show olumiant approval --conflicts"
    )]
    Show(commands::show::ShowArgs),

    /// Compare treatments, question by question
    #[command(
        after_help = "Examples:\n  jakref compare\n  jakref compare olumiant litfulo --topics stopping,dose\n  jakref compare olumiant --in us,eu\n  jakref compare --topics all"
    )]
    Compare(commands::compare::CompareArgs),

    /// Show facts boxes: benefits and harms out of 100 people, beside placebo or vehicle
    #[command(
        after_help = "Examples:\n  jakref evidence litfulo\n  jakref evidence litfulo --icons\n  jakref evidence olumiant --exact --all-analyses\n  jakref evidence --format csv > evidence.csv"
    )]
    Evidence(commands::evidence::EvidenceArgs),

    /// Search everything; each hit shows the command that opens it
    #[command(
        after_help = "Examples:\n  jakref search fluconazole\n  jakref search live vaccine\n  jakref search 14 years\n  jakref search -q lactose && echo found"
    )]
    Search(commands::search::SearchArgs),

    /// Explain a condition, a class of drugs or a word
    #[command(
        after_help = "Examples:\n  jakref about\n  jakref about alopecia-areata severity\n  jakref about SALT\n  jakref about glossary"
    )]
    About(commands::about::AboutArgs),

    /// List what can be asked, and the words that stand for it
    #[command(after_help = "Examples:\n  jakref topics\n  jakref topics dosing")]
    Topics(commands::topics::TopicsArgs),

    /// Show how to reach the clinic
    #[command(
        after_help = "Examples:\n  jakref clinic\n  jakref clinic --json\n  jakref clinic --format vcard > clinic.vcf"
    )]
    Clinic(commands::clinic::ClinicArgs),

    /// Write a page to hand over, in plain words: one HTML file, for screen and print
    #[command(
        after_help = "Examples:\n  jakref handout > choices.html\n  jakref handout litfulo > litfulo.html\n  jakref handout olumiant litfulo > two.html\n  jakref handout opzelura --for vitiligo"
    )]
    Handout(commands::handout::HandoutArgs),

    /// List the sources, how they were read, and what they support; or the gaps
    #[command(
        after_help = "Examples:\n  jakref sources\n  jakref sources opzelura\n  jakref sources --gaps\n  jakref sources leqselvi --gaps --format csv"
    )]
    Sources(commands::sources::SourcesArgs),

    /// Check a dataset, and point to every mistake in it
    #[command(
        after_help = "Examples:\n  jakref check data\n  jakref check --overlay my-clinic.toml\n  jakref check my-data.toml --format json\n  jakref check --max-age 90d\n  jakref check --explain unit-hazard"
    )]
    Check(commands::check::CheckArgs),

    /// Show what changed between two datasets, fact by fact
    #[command(
        after_help = "Examples:\n  jakref diff built-in data\n  jakref diff built-in --overlay label-change.toml\n  jakref diff old.toml new.toml --format markdown"
    )]
    Diff(commands::diff::DiffArgs),

    /// Write all answers as linked pages into a folder, for an intranet or a host of files
    #[command(after_help = "Examples:\n  jakref site --out pages")]
    Site(commands::site::SiteArgs),

    /// Print the whole dataset: as TOML, which --data reads, or as JSON
    #[command(
        after_help = "Examples:\n  jakref export > my-data.toml\n  jakref --data my-data.toml list\n  jakref export --json | jq '.records.topic[].id'"
    )]
    Export(commands::export::ExportArgs),

    /// Print the JSON Schema of a command's JSON
    #[command(after_help = "Examples:\n  jakref schema show\n  jakref schema > schemas.json")]
    Schema(commands::schema::SchemaArgs),

    /// Print the completion script for a shell
    #[command(
        after_help = "Examples:\n  jakref completions bash > ~/.local/share/bash-completion/completions/jakref\n  jakref completions fish > ~/.config/fish/completions/jakref.fish"
    )]
    Completions(commands::completions::CompletionsArgs),

    /// Print the manual page, or write a page for each command
    #[command(after_help = "Examples:\n  jakref man | man -l -\n  jakref man --out man1")]
    Man(commands::man::ManArgs),

    // What is asked without a command: `jakref litfulo missed dose`.
    #[command(hide = true)]
    Ask(commands::ask::AskArgs),
}
}

/// The words of the command line with `--json` written out, as far as options go.
fn formats(words: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut options = true;
    let written_out = |word: OsString| {
        options &= word != "--";
        if options && word == "--json" { "--format=json".into() } else { word }
    };
    words.map(written_out).collect()
}

/// The hidden command that takes what is asked without one.
const ASK: &str = "ask";

impl Cli {
    /// Reads the command line.
    ///
    /// # Errors
    /// If it is wrong, or asks for the help or the version.
    pub fn read() -> Result<Self, Error> {
        let words = formats(std::env::args_os());
        if let Some(read) = Self::read_alone(&words) {
            return Ok(read);
        }
        let mut command = Self::command();
        let first = match command.try_get_matches_from_mut(&words) {
            Err(error) if error.kind() == ErrorKind::InvalidSubcommand => error,
            Err(error) => return Err(error),
            Ok(found) => {
                return Self::from_arg_matches(&found).map_err(|it| it.format(&mut command));
            }
        };
        // A word that is no command begins a question. It may also stand as the value of an option,
        // where a question in its place would not parse.
        let Some(ContextValue::String(word)) = first.get(ContextKind::InvalidSubcommand).cloned()
        else {
            return Err(first);
        };
        let places = words.iter().enumerate().skip(1).filter(|(_, it)| **it == *word);
        for (place, _) in places {
            let mut asked = words.clone();
            asked.insert(place, ASK.into());
            match Self::try_parse_from(&asked) {
                Err(error) if error.kind() == ErrorKind::InvalidSubcommand => {}
                read => return read,
            }
        }
        Err(first)
    }

    /// The command line, if its first word says which command is meant and the rest is right.
    fn read_alone(words: &[OsString]) -> Option<Self> {
        let first = words.get(1)?.to_str()?;
        if first.is_empty() || first.starts_with('-') || first == "help" {
            return None;
        }
        let (name, behind) = if Command::has_subcommand(first) { (first, 2) } else { (ASK, 1) };
        let words = words[..1].iter().chain(&words[behind..]);
        let (found, command) = Command::alone(name, |add_arguments| {
            let options = clap::Command::new("jakref").args_override_self(true);
            let command = add_arguments(Global::augment_args(options));
            command.try_get_matches_from(words.clone()).ok()
        })?;
        Some(Self { global: Global::from_arg_matches(&found).ok()?, command: Some(command) })
    }
}

impl Cli {
    /// The paths that the command itself and the environment name as datasets.
    pub fn inputs(&self) -> Vec<PathBuf> {
        let named = match &self.command {
            Some(Command::Check(args)) => vec![args.path.clone()],
            Some(Command::Diff(args)) => vec![Some(args.old.clone()), args.new.clone()],
            _ => Vec::new(),
        };
        let variable = std::env::var_os("JAKREF_DATA").map(PathBuf::from);
        named.into_iter().flatten().chain(variable).collect()
    }
}

/// The names of all commands that are not hidden, in their order.
pub fn command_names() -> Vec<String> {
    let command = Cli::command();
    let shown = command.get_subcommands().filter(|it| !it.is_hide_set());
    shown.map(|it| it.get_name().to_owned()).collect()
}

/// With what an option goes that was given where it does not: the commands to type.
pub fn goes_with(error: &Error) -> Option<String> {
    let given = error.get(ContextKind::InvalidArg);
    let Some(ContextValue::String(given)) =
        given.filter(|_| error.kind() == ErrorKind::UnknownArgument)
    else {
        return None;
    };
    let option = given.split('=').next()?.strip_prefix("--")?;
    let typed = with_option(option);
    (!typed.is_empty()).then(|| format!("  --{option} goes with: {}\n", typed.join(", ")))
}

/// The commands that take an option, with it, as they are typed.
pub fn with_option(option: &str) -> Vec<String> {
    let mut command = Cli::command();
    command.build();
    let takes = |it: &&clap::Command| {
        it.get_arguments()
            .any(|it| it.get_long() == Some(option) && !it.is_hide_set() && !it.is_global_set())
    };
    let typed = command.get_subcommands().filter(takes).filter_map(|it| match it.get_name() {
        "show" => None,
        ASK => Some(format!("jakref NAME --{option}")),
        name => Some(format!("jakref {name} --{option}")),
    });
    typed.collect()
}

/// How many columns wide.
fn columns(text: &str) -> Result<u16, String> {
    let columns = text.parse().ok().filter(|columns| WIDTHS.contains(columns));
    columns.ok_or_else(|| format!("write a number from {} to {}", WIDTHS.start(), WIDTHS.end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_command_is_read_alone_as_among_all() {
        for command in Cli::command().get_subcommands().filter(|it| !it.is_hide_set()) {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let of_shell = [" |", " >", " &&"];
            let lines = help.lines().filter_map(|line| {
                let end = of_shell.iter().filter_map(|it| line.find(it)).min();
                line[..end.unwrap_or(line.len())].trim().strip_prefix("jakref ")
            });
            let own: Vec<&str> =
                lines.filter(|line| line.starts_with(command.get_name())).collect();
            assert!(!own.is_empty(), "{} has no example", command.get_name());
            for line in own {
                for options in ["", " --json", " -f csv -o x --overlay y"] {
                    let words = format!("jakref {line}{options}");
                    let words: Vec<OsString> = words.split_whitespace().map(Into::into).collect();
                    let words = formats(words.into_iter());
                    let alone = Cli::read_alone(&words).expect("it is right");
                    let among_all = Cli::try_parse_from(&words).expect("it is right");
                    assert_eq!(format!("{alone:?}"), format!("{among_all:?}"), "{words:?}");
                }
            }
        }
    }
}
