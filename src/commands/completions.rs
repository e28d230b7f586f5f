//! `jakref completions`: what a shell needs to complete commands, options and names, in each place
//! only what fits there. Bash, zsh and fish are told the names of the dataset; the other shells the
//! commands and options.

mod fish;
mod posix;

use clap::{Args, Command, CommandFactory};
use clap_complete::Shell;

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

/// What fits in a place.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fits {
    Nothing,
    /// The names in the list that is called so.
    List(&'static str),
    /// The same, several of them with commas between.
    Lists(&'static str),
    /// One of these words of the program itself.
    Words(Vec<String>),
    Files,
    Folders,
}

/// What can be completed.
struct Script {
    commands: Vec<Completed>,
    /// The options of every command.
    global: Vec<Flag>,
    /// The names of the dataset by kind. No name is in them that a shell might run.
    lists: Vec<(&'static str, Vec<String>)>,
}

/// A command, and what it takes.
struct Completed {
    name: String,
    about: String,
    flags: Vec<Flag>,
    /// What fits as its first argument, and as those behind it.
    first: Fits,
    rest: Fits,
}

/// An option.
struct Flag {
    long: String,
    short: Option<char>,
    help: String,
    /// What its value is; `None` if it has none.
    value: Option<Fits>,
}

impl Flag {
    /// Everything that it is written as.
    fn written(&self) -> impl Iterator<Item = String> {
        let long = format!("--{}", self.long);
        std::iter::once(long).chain(self.short.map(|short| format!("-{short}")))
    }
}

/// The completion script for a shell.
///
/// # Errors
/// If the dataset has no default condition or regulator.
pub fn script(consulted: &Consulted, shell: Shell) -> Result<String, Failure> {
    let write = match shell {
        Shell::Bash => posix::bash,
        Shell::Zsh => posix::zsh,
        Shell::Fish => fish::fish,
        other => {
            let mut script = Vec::new();
            clap_complete::generate(other, &mut Cli::command(), "jakref", &mut script);
            return Ok(String::from_utf8_lossy(&script).into_owned());
        }
    };
    Ok(write(&Script { lists: lists(consulted)?, ..Script::of(Cli::command()) }))
}

/// The names of the dataset by kind.
fn lists(consulted: &Consulted) -> Result<Vec<(&'static str, Vec<String>)>, Failure> {
    let dataset = consulted.dataset;
    let reader = Reader::new(consulted, &Reading::default())?;
    let treatments: Vec<String> =
        dataset.treatments.iter().flat_map(find::names).map(str::to_lowercase).collect();
    let groups: Vec<String> = dataset.groups.iter().map(|group| group.id.to_string()).collect();
    let topics = groups.iter().cloned().chain(dataset.topics.iter().map(Topic::path));
    let backgrounds = || dataset.backgrounds.iter().map(|it| it.id.to_string());
    let conditions = backgrounds().filter(|id| dataset.condition(id).is_some()).collect();
    let terms = dataset.terms.iter().map(|term| term.term.to_string());
    let glossary = || std::iter::once("glossary".to_owned());
    let sources = dataset
        .treatments
        .iter()
        .map(|it| it.id.to_string())
        .chain(backgrounds())
        .chain(glossary());
    Ok(vec![
        ("treatments", safe(treatments)),
        ("topics", safe(topics.collect())),
        ("groups", safe(groups)),
        ("conditions", safe(conditions)),
        ("regulators", safe(dataset.regulators.iter().map(|it| it.id.to_string()).collect())),
        ("columns", safe(columns(&reader))),
        ("paths", safe(paths(&reader))),
        ("subjects", safe(backgrounds().chain(glossary()).chain(terms).collect())),
        ("sections", safe(sections(&reader))),
        ("sourced", safe(sources.chain(["clinic".to_owned()]).collect())),
    ])
}

fn columns(reader: &Reader<'_>) -> Vec<String> {
    let answer = list::run(reader).ok();
    let records = answer.as_ref().and_then(|answer| records(reader.consulted, &answer.answer));
    records.map(|it| it.columns.iter().map(ToString::to_string).collect()).unwrap_or_default()
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

fn sections(reader: &Reader<'_>) -> Vec<String> {
    let sections = reader.dataset.backgrounds.iter().flat_map(|it| &it.sections);
    let ids = sections.map(|section| section.id.to_string());
    ids.chain([super::about::OTHER_TREATMENTS.to_owned()]).collect()
}

/// The names, each once, that no shell takes for more than a name: what is completed is run.
fn safe(names: Vec<String>) -> Vec<String> {
    let harmless = |it: char| it.is_alphanumeric() || matches!(it, '.' | '_' | '-');
    let mut seen = std::collections::HashSet::new();
    let mut safe = names;
    safe.retain(|name| {
        let is_name = name.starts_with(char::is_alphanumeric) && name.chars().all(harmless);
        is_name && seen.insert(name.clone())
    });
    safe
}

impl Script {
    /// The commands and options of the program.
    fn of(mut program: Command) -> Self {
        let global = flags(&program);
        program.build();
        let commands =
            program.get_subcommands().filter(|it| !it.is_hide_set() && it.get_name() != "help");
        let commands = commands.map(|command| {
            let name = command.get_name().to_owned();
            let (first, rest) = fits(&name);
            let own = flags(command).into_iter();
            let own = own.filter(|flag| global.iter().all(|it| it.long != flag.long));
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            Completed { name, about, flags: own.collect(), first, rest }
        });
        Self { commands: commands.collect(), lists: Vec::new(), global }
    }

    /// Every option that takes a value, once, with what that is.
    fn valued(&self) -> Vec<(&Flag, &Fits)> {
        let mut valued: Vec<(&Flag, &Fits)> = Vec::new();
        for flag in self.global.iter().chain(self.commands.iter().flat_map(|it| &it.flags)) {
            if let Some(value) = &flag.value
                && valued.iter().all(|(it, _)| it.long != flag.long)
            {
                valued.push((flag, value));
            }
        }
        valued
    }
}

/// What the arguments of a command are.
fn fits(command: &str) -> (Fits, Fits) {
    use Fits::{Files, List, Nothing, Words};
    let words = |words: &[&str]| Words(words.iter().map(|&word| word.to_owned()).collect());
    match command {
        "show" => (List("treatments"), List("topics")),
        "compare" | "evidence" | "handout" => (List("treatments"), List("treatments")),
        "about" => (List("subjects"), List("sections")),
        "topics" => (List("groups"), Nothing),
        "sources" => (List("sourced"), Nothing),
        "check" => (Files, Nothing),
        "diff" => (Files, Files),
        "schema" => {
            let mut names = crate::cli::command_names();
            names.retain(|it| !matches!(it.as_str(), "schema" | "completions" | "man"));
            names.extend(["home", "gaps", "explain"].map(str::to_owned));
            (Words(names), Nothing)
        }
        "completions" => (words(&["bash", "zsh", "fish", "elvish", "powershell"]), Nothing),
        _ => (Nothing, Nothing),
    }
}

fn flags(command: &Command) -> Vec<Flag> {
    let options = command.get_arguments().filter(|arg| !arg.is_hide_set());
    let flag = |arg: &clap::Arg| {
        let values: Vec<String> =
            arg.get_possible_values().iter().map(|it| it.get_name().to_owned()).collect();
        let value = match arg.get_id().as_str() {
            "condition" => Fits::List("conditions"),
            "regulators" => Fits::Lists("regulators"),
            "topics" => Fits::Lists("topics"),
            "columns" => Fits::Lists("columns"),
            "field" => Fits::List("paths"),
            "data" | "output" | "overlays" => Fits::Files,
            "out" => Fits::Folders,
            "explain" => Fits::Words(Code::ALL.iter().map(|code| code.id().to_owned()).collect()),
            _ if values.is_empty() => Fits::Nothing,
            _ => Fits::Words(values),
        };
        Some(Flag {
            long: arg.get_long()?.to_owned(),
            short: arg.get_short(),
            help: arg.get_help().map(ToString::to_string).unwrap_or_default(),
            value: arg.get_action().takes_values().then_some(value),
        })
    };
    options.filter_map(flag).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_completed_that_a_shell_would_run() {
        let names = [
            "olumiant",
            "$(touch x)",
            "`id`",
            "a'b",
            "a\"b",
            "a b",
            "-rf",
            "a;b",
            "a\nb",
            "a$b",
            "a*",
            "~",
            "caf\u{e9}",
            "olumiant",
            "dosing.start",
            "",
        ];
        let names = safe(names.map(str::to_owned).to_vec());
        assert_eq!(names, ["olumiant", "caf\u{e9}", "dosing.start"]);
    }

    #[test]
    fn each_option_knows_what_its_value_is() {
        let script = Script::of(Cli::command());
        let valued = script.valued();
        let value =
            |long: &str| valued.iter().find(|(flag, _)| flag.long == long).map(|it| it.1.clone());
        assert_eq!(value("for"), Some(Fits::List("conditions")));
        assert_eq!(value("in"), Some(Fits::Lists("regulators")));
        assert_eq!(value("columns"), Some(Fits::Lists("columns")));
        assert_eq!(value("field"), Some(Fits::List("paths")));
        assert_eq!(value("topics"), Some(Fits::Lists("topics")));
        assert_eq!(value("json"), None);
        assert!(
            matches!(value("format"), Some(Fits::Words(words)) if words.contains(&"csv".to_owned()))
        );
    }
}
