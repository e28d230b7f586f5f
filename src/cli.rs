//! The command line: its commands, options and help text.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::output::Format;
use crate::terminal::{ColorChoice, WIDTHS};

// Flag names are spelled out, so that a search for `--topics` finds its definition.

const EXIT_STATUS: &str = "\
Exit status:
  0  answered
  1  a negative answer: no such treatment, topic or field; nothing found; `check` found errors
  2  it could not be done: wrong usage, a file that cannot be read or written, a dataset with mistakes

jakref is a reference, not advice: it takes no patient data, ranks nothing, recommends nothing
and opens no connection.";

/// Offline, cited reference to the JAK inhibitors used in alopecia areata.
#[derive(Debug, Parser)]
#[command(
    name = "jakref",
    version = env!("JAKREF_VERSION"),
    max_term_width = 100,
    propagate_version = false,
    subcommand_required = true,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    after_help = "Start with `jakref list`, then `jakref show olumiant`. `--help` says more than `-h`.",
    after_long_help = EXIT_STATUS
)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

// Options that every command takes, before its name or behind it.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// How to print the answer; unless given, table on a terminal and plain in a pipe
    #[arg(short = 'f', long = "format", value_name = "FORMAT", ignore_case = true)]
    pub format: Option<Format>,

    /// Short for --format json
    #[arg(long = "json", conflicts_with = "format")]
    pub json: bool,

    /// Leave out the header line of csv and tsv
    #[arg(long = "no-header", alias = "no-headers")]
    pub no_header: bool,

    /// Write the answer to this file
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Answer from this dataset, not the built-in one: a folder, a file, or - (also: `JAKREF_DATA`)
    #[arg(long = "data", value_name = "PATH")]
    pub data: Option<PathBuf>,

    /// Records of this dataset replace those with the same id, or are added; may be given again
    #[arg(long = "overlay", value_name = "PATH")]
    pub overlays: Vec<PathBuf>,

    /// When to use color; auto unless given
    #[arg(long = "color", value_name = "WHEN", ignore_case = true)]
    pub color: Option<ColorChoice>,

    /// How wide a table may be, in columns, from 30 to 1000
    #[arg(long = "width", value_name = "COLUMNS", value_parser = columns)]
    pub width: Option<u16>,
}

impl Cli {
    /// The command line, its options in one place.
    ///
    /// # Errors
    /// If it is wrong, or asks for the help or the version.
    pub fn read() -> Result<Self, Error> {
        let mut cli = Self::try_parse().or_else(|error| match unknown_command(&error) {
            Some("help") => Self::parse_again(asking_for_help()),
            _ => Self::parse_again(std::env::args_os().collect()),
        })?;
        let behind = std::mem::take(cli.command.global());
        cli.global = behind.over(cli.global);
        // clap looks for what cannot go together on each side of the command's name by itself.
        if cli.global.data.is_some() && cli.command.names_a_dataset() {
            let message = "the argument '--data <PATH>' cannot be used with a dataset as argument";
            return Err(Self::command().error(ErrorKind::ArgumentConflict, message));
        }
        Ok(cli)
    }

    /// Reads what could not be read, so that what clap prints has the colors that are asked for.
    fn parse_again(words: Vec<OsString>) -> Result<Self, Error> {
        let asked = words.windows(2).find(|pair| pair[0] == "--color").map(|pair| &pair[1]);
        let joined = words.iter().find_map(|word| word.to_str()?.strip_prefix("--color="));
        let color = match asked.and_then(|word| word.to_str()).or(joined) {
            Some(word) if word.eq_ignore_ascii_case("always") => clap::ColorChoice::Always,
            Some(word) if word.eq_ignore_ascii_case("never") => clap::ColorChoice::Never,
            _ => clap::ColorChoice::Auto,
        };
        let matches = Self::command().color(color).try_get_matches_from(words)?;
        Self::from_arg_matches(&matches)
    }
}

/// The word that stands where a command belongs, if it is none.
pub fn unknown_command(error: &Error) -> Option<&str> {
    match error.get(ContextKind::InvalidSubcommand) {
        Some(ContextValue::String(word)) => Some(word),
        _ => None,
    }
}

/// Whether the error says what may have been meant.
pub fn has_tip(error: &Error) -> bool {
    error.get(ContextKind::SuggestedSubcommand).is_some()
}

/// The names of all commands, in their order, some a line.
pub fn command_names() -> String {
    let command = Cli::command();
    let names: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
    names.chunks(7).map(|some| some.join(", ")).collect::<Vec<_>>().join(",\n       ")
}

/// The error with a tip: what to type.
pub fn with_tip(mut error: Error, tip: String) -> Error {
    let tip = ContextValue::StyledStrs(vec![tip.into()]);
    error.insert(ContextKind::Suggested, tip);
    error
}

/// `jakref help show` as `jakref show --help`. A command of its own for that would be put together
/// at each start.
fn asking_for_help() -> Vec<OsString> {
    std::env::args_os().filter(|word| word != "help").chain(["--help".into()]).collect()
}

impl Global {
    /// These options, and where they say nothing, the others.
    fn over(self, others: Self) -> Self {
        let format_unsaid = self.format.is_none() && !self.json;
        Self {
            format: self.format.or(others.format.filter(|_| format_unsaid)),
            json: self.json || (others.json && format_unsaid),
            no_header: self.no_header || others.no_header,
            output: self.output.or(others.output),
            data: self.data.or(others.data),
            overlays: [others.overlays, self.overlays].concat(),
            color: self.color.or(others.color),
            width: self.width.or(others.width),
        }
    }
}

// What a command is asked, with the options that every command takes. Each command has them as its
// own: those that clap calls global it copies into every command at each start, which would be a
// seventh of the work of an answer.
#[derive(Debug, Args)]
pub struct Asked<A: Args> {
    #[command(flatten)]
    pub args: A,
    #[command(flatten)]
    pub global: Global,
}

/// What jakref can be asked. Only the command that is asked for is put together.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum Command {
    /// List the treatments: approved or not, route, usual dose, boxed warning
    #[command(
        after_help = "Examples:\n  jakref list\n  jakref list --columns id,dosing.start\n  jakref list --json | jq -r '.treatments[].id'"
    )]
    List(Asked<ListArgs>),

    /// Show what is known about a treatment, with its sources
    #[command(
        after_help = "Examples:\n  jakref show olumiant\n  jakref show baricitinib dosing\n  jakref show litfulo tests.before people.pregnancy\n  jakref show leqselvi --patient\n  jakref show olumiant use.approval --conflicts"
    )]
    Show(Asked<ShowArgs>),

    /// Compare treatments, question by question
    #[command(
        after_help = "Examples:\n  jakref compare\n  jakref compare olumiant litfulo --topics regrowth,dosing.start\n  jakref compare --topics all | less"
    )]
    Compare(Asked<CompareArgs>),

    /// Show facts boxes: benefits and harms out of 100 people, beside placebo or vehicle
    #[command(
        after_help = "Examples:\n  jakref evidence litfulo\n  jakref evidence litfulo --icons\n  jakref evidence olumiant --all-analyses\n  jakref evidence --format csv > evidence.csv"
    )]
    Evidence(Asked<EvidenceArgs>),

    /// Find what contains all the words, and the command that opens it
    #[command(
        after_help = "A word is found in any case, with or without accents, in the singular for a plural, inside longer\nwords too. Every word must stand in the text or in its place, whose other names count too: the\nquestion a patient would ask, the column of `list`. Words that tell nothing, such as `what` and\n`the`, are left out where another word is left, and the answer says so. Under each place stands\nthe command that opens it.\n\nAnswers on treatments come first, then the background, the clinic, the glossary and the titles\nof sources; a clinic that is just what was asked for stands before all, and so does a topic whose\nquestion was asked word for word. Among each, first those that hold the words as whole words, then\nthose with more of them in their place; hits alike in that stay in the order of the dataset. A\nname that is misspelled is never answered for, only suggested. That nothing is found says nothing\nabout a medicine.\n\nExamples:\n  jakref search live vaccine\n  jakref search usual dose litfulo\n  jakref search what if I miss a dose of olumiant\n  jakref search clinic phone\n  jakref search -q lactose && echo found"
    )]
    Search(Asked<SearchArgs>),

    /// Show the background: alopecia areata, and JAK inhibitors
    #[command(
        after_help = "Examples:\n  jakref about\n  jakref about alopecia-areata severity\n  jakref about jak-inhibitors class-warning\n  jakref about glossary"
    )]
    About(Asked<AboutArgs>),

    /// Show how to reach the clinic
    #[command(after_help = "Example:\n  jakref clinic")]
    Clinic(Asked<()>),

    /// List the sources, how they were read, and what they support
    #[command(
        after_help = "Examples:\n  jakref sources\n  jakref sources opzelura\n  jakref sources --gaps\n  jakref sources leqselvi --gaps --format csv"
    )]
    Sources(Asked<SourcesArgs>),

    /// Check a dataset, and point to every mistake in it
    #[command(
        after_help = "Examples:\n  jakref check data\n  jakref check --overlay my-clinic.toml\n  jakref check my-data.toml --format json\n  jakref check --max-age 90d\n  jakref check --explain unit-hazard"
    )]
    Check(Asked<CheckArgs>),

    /// Show what changed between two datasets, fact by fact
    #[command(
        after_help = "Examples:\n  jakref diff built-in data\n  jakref diff built-in --overlay label-change.toml\n  jakref diff old.toml new.toml --format markdown"
    )]
    Diff(Asked<DiffArgs>),

    /// Print the whole dataset: as TOML, which --data reads, or as JSON
    #[command(
        after_help = "Examples:\n  jakref export > my-data.toml\n  jakref --data my-data.toml list\n  jakref export --json | jq '.records.topic[].id'"
    )]
    Export(Asked<()>),

    /// Print the JSON Schema of a command's JSON
    #[command(after_help = "Examples:\n  jakref schema show\n  jakref schema > schemas.json")]
    Schema(Asked<SchemaArgs>),

    /// Print the completion script for a shell
    #[command(
        after_help = "Examples:\n  jakref completions bash > ~/.local/share/bash-completion/completions/jakref\n  jakref completions fish > ~/.config/fish/completions/jakref.fish"
    )]
    Completions(Asked<CompletionsArgs>),

    /// Print the manual page, or write a page for each command
    #[command(after_help = "Examples:\n  jakref man | man -l -\n  jakref man --out man1")]
    Man(Asked<ManArgs>),
}

impl Command {
    /// Whether it is given the dataset that `--data` would name.
    fn names_a_dataset(&self) -> bool {
        match self {
            Self::Check(Asked { args, .. }) => args.path.is_some(),
            Self::Diff(Asked { args, .. }) => args.new.is_some(),
            _ => false,
        }
    }

    fn global(&mut self) -> &mut Global {
        match self {
            Self::List(Asked { global, .. })
            | Self::Show(Asked { global, .. })
            | Self::Compare(Asked { global, .. })
            | Self::Evidence(Asked { global, .. })
            | Self::Search(Asked { global, .. })
            | Self::About(Asked { global, .. })
            | Self::Clinic(Asked { global, .. })
            | Self::Sources(Asked { global, .. })
            | Self::Check(Asked { global, .. })
            | Self::Diff(Asked { global, .. })
            | Self::Export(Asked { global, .. })
            | Self::Schema(Asked { global, .. })
            | Self::Completions(Asked { global, .. })
            | Self::Man(Asked { global, .. }) => global,
        }
    }
}

// What `list` is asked.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Only these columns, such as id,brand,dosing.start; csv unless --format says tsv or jsonl
    #[arg(long = "columns", value_name = "COLUMNS", value_delimiter = ',')]
    pub columns: Vec<String>,
}

// What `show` is asked.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// A brand, a generic name or an id, such as olumiant or baricitinib
    pub treatment: String,

    /// Topics or groups, such as dosing.start, dosing or side effects; all of them unless given
    pub topics: Vec<String>,

    /// Use plain words, for patients
    #[arg(long = "patient")]
    pub patient: bool,

    /// Show the other published figures of the same trials too
    #[arg(long = "all-analyses", conflicts_with = "conflicts")]
    pub all_analyses: bool,

    /// Print one bare value of the JSON, such as dosing.start or treatment.maker
    #[arg(long = "field", value_name = "PATH", value_hint = clap::ValueHint::Other)]
    #[arg(conflicts_with_all = ["patient", "topics"])]
    pub field: Option<String>,

    /// Show where sources disagree: what each says, its date, which was chosen, and why
    #[arg(long = "conflicts", conflicts_with_all = ["patient", "field"])]
    pub conflicts: bool,
}

// What `evidence` is asked.
#[derive(Debug, Args)]
pub struct EvidenceArgs {
    /// Brands, generic names or ids; all treatments unless given
    #[arg(value_name = "TREATMENT")]
    pub treatments: Vec<String>,

    /// Show the other published figures of the same trials too
    #[arg(long = "all-analyses")]
    pub all_analyses: bool,

    /// Draw each share also as 100 marks, one for each of 100 people
    #[arg(long = "icons")]
    pub icons: bool,

    /// Use plain words, for patients
    #[arg(long = "patient")]
    pub patient: bool,
}

// What `search` is asked.
#[derive(Debug, Args)]
pub struct SearchArgs {
    /// Words that must all be found
    #[arg(required = true, value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub words: Vec<String>,

    /// Print nothing; the exit status tells whether anything was found
    #[arg(short = 'q', long = "quiet")]
    pub quiet: bool,
}

// What `diff` is asked.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// The older dataset: a folder, a file, - or `built-in`
    pub old: PathBuf,

    /// The newer one; the dataset in use unless given
    #[arg(conflicts_with = "data")]
    pub new: Option<PathBuf>,
}

// What `schema` is asked.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// A command, such as show; `gaps` for `sources --gaps`, `explain` for `check --explain`; all of
    /// them unless given
    pub command: Option<String>,
}

// What `completions` is asked.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    pub shell: clap_complete::Shell,
}

// What `man` is asked.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// Write a page for every command into this folder
    #[arg(long = "out", value_name = "DIR")]
    pub out: Option<PathBuf>,
}

// What `compare` is asked.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// Brands, generic names or ids; all treatments unless given
    #[arg(value_name = "TREATMENT")]
    pub treatments: Vec<String>,

    /// Topics or groups with commas between, or `all`; the most asked for unless given
    #[arg(long = "topics", value_name = "TOPICS", value_delimiter = ',')]
    pub topics: Vec<String>,

    /// Show every statement, not the short answers
    #[arg(long = "full")]
    pub full: bool,

    /// Show the other published figures of the same trials too
    #[arg(long = "all-analyses")]
    pub all_analyses: bool,

    /// Use plain words, for patients, at full length
    #[arg(long = "patient")]
    pub patient: bool,
}

// What `about` is asked.
#[derive(Debug, Args)]
pub struct AboutArgs {
    /// alopecia-areata, jak-inhibitors or glossary; all of them unless given
    pub subject: Option<String>,

    /// Sections, such as severity, or words of the glossary; all of them unless given
    #[arg(value_hint = clap::ValueHint::Other)]
    pub sections: Vec<String>,

    /// Use plain words, for patients
    #[arg(long = "patient")]
    pub patient: bool,
}

// What `sources` is asked.
#[derive(Debug, Args)]
pub struct SourcesArgs {
    /// List the sources of this treatment only
    pub treatment: Option<String>,

    /// List what is not known instead, why, and which label section to open
    #[arg(long = "gaps")]
    pub gaps: bool,
}

// What `check` is asked.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// A folder laid out like data/, a file, or -; the dataset in use unless given
    #[arg(conflicts_with = "data")]
    pub path: Option<PathBuf>,

    /// Fail if its sources were read longer ago than this, such as 90d
    #[arg(long = "max-age", value_name = "DAYS", value_parser = days)]
    pub max_age: Option<i64>,

    /// Explain why a rule exists instead
    #[arg(long = "explain", value_name = "CODE", conflicts_with_all = ["path", "max_age"])]
    pub explain: Option<String>,
}

/// How many columns wide.
fn columns(text: &str) -> Result<u16, &'static str> {
    let columns = text.parse().ok().filter(|columns| WIDTHS.contains(columns));
    columns.ok_or("write a number from 30 to 1000")
}

/// A number of days, such as `90d`.
fn days(text: &str) -> Result<i64, String> {
    let digits = text.strip_suffix('d').unwrap_or(text);
    let days = digits.parse::<u16>().map_err(|_| "write a number of days, such as 90d")?;
    Ok(days.into())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        super::Cli::command().debug_assert();
    }
}
