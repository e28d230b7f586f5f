//! `jakref completions`: what a shell needs to complete commands, options and names, in each place
//! only what fits there. Bash, zsh and fish are told the names of the dataset; the other shells the
//! commands and options.

use clap::{Arg, Args, Command, CommandFactory};
use clap_complete::Generator;
use clap_complete::shells::{Elvish, PowerShell, Shell};
use itertools::Itertools as _;

use super::show::ShowOptions;
use super::{Reader, list, show};
use crate::answer::{Failure, records};
use crate::cli::{Cli, Reading};
use crate::dataset::find;
use crate::dataset::load::Consulted;
use crate::dataset::model::Topic;
use crate::dataset::read::diagnostic::Code;

// What `completions` is asked.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    pub shell: Shell,
}

/// What fits as the first argument of a command, and as those behind it. What is asked without a
/// command is `ask`.
const ARGUMENTS: &[(&str, &str, &str)] = &[
    ("ask", "@commands @treatments @groups", "@topics"),
    ("help", "@commands", ""),
    ("show", "@treatments", "@topics"),
    ("compare", "@treatments", "@treatments"),
    ("evidence", "@treatments", "@treatments"),
    ("handout", "@treatments", "@treatments"),
    ("search", "", ""),
    ("clinic", "", ""),
    ("about", "@subjects", "@sections"),
    ("topics", "@groups", ""),
    ("sources", "@sourced", ""),
    ("check", ":files", ""),
    ("diff", ":files", ":files"),
    ("schema", "@schemas", ""),
    ("completions", "bash zsh fish elvish powershell", ""),
];

/// The completion script for a shell.
///
/// # Errors
/// If the dataset has no default condition or regulator.
pub fn script(consulted: &Consulted, shell: Shell) -> Result<String, Failure> {
    const POSIX: &str = include_str!("completions/posix.sh");
    let about = format!("# {shell} completion for jakref, from `jakref completions {shell}`.\n");
    // In quotation marks nothing is run.
    let posix = |table: &Table| format!("_jakref_table='{}'\n", table.0.replace('\'', r"'\''"));
    let table = || Table::new(consulted);
    Ok(match shell {
        Shell::Bash => about + &posix(&table()?) + POSIX + include_str!("completions/bash.sh"),
        Shell::Zsh => {
            let about = format!("#compdef jakref\n{about}");
            about + &posix(&table()?) + POSIX + include_str!("completions/zsh.sh")
        }
        Shell::Fish => {
            let quoted = table()?.0.replace('\\', r"\\").replace('\'', r"\'");
            let table = format!("set -g __jakref_table (string split \\n -- '{quoted}')\n");
            about + &table + include_str!("completions/fish.fish")
        }
        Shell::Elvish => generated(Elvish),
        Shell::PowerShell => generated(PowerShell),
        other => return Err(Failure::Unable(format!("there are no completions for {other}"))),
    })
}

/// The script of commands and options alone.
fn generated(shell: impl Generator) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "jakref", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// What fits where, a line each: a place, a word and what that is, with tabs between. The places are
/// `show first`, `show rest`, `show options`, and each option that takes a value. `@treatments` stands
/// for the words of that place; `:files` and `:folders` for those, `:several` says that there may be
/// several with commas between, `:nothing` that the program knows none.
struct Table(String);

impl Table {
    fn new(consulted: &Consulted) -> Result<Self, Failure> {
        let mut table = Self(String::new());
        for (place, names) in lists(consulted)? {
            table.put(place, safe(&names));
        }
        let mut program = Cli::command();
        program.build();
        table.options("@global", &program, Arg::is_global_set);
        for command in program.get_subcommands() {
            let name = command.get_name();
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            if !command.is_hide_set() {
                table.put("@commands", [format!("{name}\t{about}")]);
            }
            let own = ARGUMENTS.iter().find(|(known, ..)| *known == name);
            let (_, first, rest) = own.unwrap_or(&("", "", ""));
            table.put(&format!("{name} first"), words(first));
            table.put(&format!("{name} rest"), words(rest));
            let options = format!("{name} options");
            table.options(&options, command, |arg| !arg.is_global_set());
            table.put(&options, words(if name == "help" { "" } else { "@global" }));
        }
        Ok(Self(table.0.lines().unique().join("\n")))
    }

    fn put(&mut self, place: &str, words: impl IntoIterator<Item = impl AsRef<str>>) {
        for word in words {
            self.0 += &format!("{place}\t{}\n", word.as_ref());
        }
    }

    /// The options of a command that are wanted, and their values.
    fn options(&mut self, place: &str, command: &Command, wanted: fn(&Arg) -> bool) {
        for arg in command.get_arguments().filter(|arg| !arg.is_hide_set() && wanted(arg)) {
            let Some(long) = arg.get_long() else { continue };
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            let short = arg.get_short().map(|short| format!("-{short}"));
            for option in std::iter::once(format!("--{long}")).chain(short) {
                self.put(place, [format!("{option}\t{help}")]);
                if arg.get_action().takes_values() {
                    self.put(&option, values(arg));
                }
            }
        }
    }
}

/// What fits as the value of an option.
fn values(arg: &Arg) -> Vec<String> {
    let known = arg.get_possible_values();
    words(match arg.get_id().as_str() {
        "condition" => "@conditions",
        "regulators" => ":several @regulators",
        "topics" => ":several @topics",
        "columns" => ":several @columns",
        "field" => "@paths",
        "data" | "output" | "overlays" => ":files",
        "out" => ":folders",
        "explain" => "@codes",
        _ if !known.is_empty() => return known.iter().map(|it| it.get_name().to_owned()).collect(),
        _ => "",
    })
}

fn words(text: &str) -> Vec<String> {
    let text = if text.is_empty() { ":nothing" } else { text };
    text.split(' ').map(str::to_owned).collect()
}

/// The names of the dataset and of the program by kind.
fn lists(consulted: &Consulted) -> Result<Vec<(&'static str, Vec<String>)>, Failure> {
    let dataset = consulted.dataset;
    let reader = Reader::new(consulted, &Reading::default())?;
    let treatments = dataset.treatments.iter().flat_map(find::names).map(str::to_lowercase);
    let groups: Vec<String> = dataset.groups.iter().map(|group| group.id.to_string()).collect();
    let topics = groups.iter().cloned().chain(dataset.topics.iter().map(Topic::path));
    let backgrounds = || dataset.backgrounds.iter().map(|it| it.id.to_string());
    let conditions = backgrounds().filter(|id| dataset.condition(id).is_some());
    let regulators = dataset.regulators.iter().map(|it| it.id.to_string());
    let terms = dataset.terms.iter().map(|term| term.term.to_string());
    let others = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    let ids = dataset.treatments.iter().map(|it| it.id.to_string());
    let sections = dataset.backgrounds.iter().flat_map(|it| &it.sections);
    let sections = sections.map(|section| section.id.to_string());
    Ok(vec![
        ("@treatments", treatments.collect()),
        ("@topics", topics.collect()),
        ("@groups", groups),
        ("@conditions", conditions.collect()),
        ("@regulators", regulators.collect()),
        ("@columns", columns(&reader)),
        ("@paths", paths(&reader)),
        ("@subjects", backgrounds().chain(others(&["glossary"])).chain(terms).collect()),
        ("@sections", sections.chain(others(&[super::about::OTHER_TREATMENTS])).collect()),
        ("@sourced", ids.chain(backgrounds()).chain(others(&["glossary", "clinic"])).collect()),
        ("@schemas", super::schema::names()),
        ("@codes", Code::ALL.iter().map(|code| code.id().to_owned()).collect()),
    ])
}

fn columns(reader: &Reader<'_>) -> Vec<String> {
    let answer = list::run(reader).ok();
    let records = answer.as_ref().and_then(|answer| records(reader.consulted, &answer.answer));
    records.map(|it| it.columns).unwrap_or_default()
}

/// What `--field` takes: the topics, and the facts of the treatment itself.
fn paths(reader: &Reader<'_>) -> Vec<String> {
    let dataset = reader.dataset;
    let first: Vec<String> = dataset.topics.iter().filter(|it| it.first).map(Topic::path).collect();
    let columns = reader.setting.columns(dataset);
    let json = columns.first().and_then(|column| {
        let answer =
            show::run(reader, &column.treatment.id, &first, &ShowOptions::default()).ok()?;
        serde_json::to_value(&answer.answer).ok()
    });
    let facts = json.as_ref().and_then(|it| it.get("treatment")?.as_object());
    let facts = facts.into_iter().flat_map(|it| it.keys().map(|key| format!("treatment.{key}")));
    dataset.topics.iter().map(Topic::path).chain(facts).collect()
}

/// The names that no shell takes for more than a name: what is completed is run.
fn safe(names: &[String]) -> impl Iterator<Item = &String> {
    let harmless = |it: char| it.is_alphanumeric() || matches!(it, '.' | '_' | '-');
    names
        .iter()
        .filter(move |name| name.starts_with(char::is_alphanumeric) && name.chars().all(harmless))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_known_of_every_command_that_takes_an_argument() {
        let mut program = Cli::command();
        program.build();
        for command in program.get_subcommands() {
            let name = command.get_name();
            let known = ARGUMENTS.iter().any(|(known, ..)| *known == name);
            assert!(known || command.get_positionals().next().is_none(), "{name}");
        }
    }
}
