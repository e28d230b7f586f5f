//! `jakref completions`: what a shell needs to complete commands, options and names.

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Command, CommandFactory};
use clap_complete::Shell;

use crate::cli::Cli;
use crate::dataset::model::{Dataset, Topic};

/// The completions for a shell. Names of treatments and topics complete where the shell's generator
/// completes positional values.
pub fn script(dataset: &Dataset, shell: Shell) -> Vec<u8> {
    let mut command = named(dataset);
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "jakref", &mut script);
    script
}

/// The command line with the names of this dataset as the values of its arguments.
fn named(dataset: &Dataset) -> Command {
    let mut treatments: Vec<String> = Vec::new();
    for name in dataset.treatments.iter().flat_map(crate::dataset::lazy::Lazy::names) {
        let name = name.to_lowercase();
        // Shells would take a name of two words for two names.
        if !name.contains(' ') && !treatments.contains(&name) {
            treatments.push(name);
        }
    }
    let groups = dataset.groups.iter().map(|group| group.id.to_string());
    let topics: Vec<String> = groups.chain(dataset.topics.iter().map(Topic::path)).collect();
    let subjects: Vec<String> = dataset
        .backgrounds
        .iter()
        .map(|background| background.id().to_owned())
        .chain(["glossary".to_owned()])
        .collect();
    let values = |names: &[String]| {
        PossibleValuesParser::new(
            names.iter().map(|name| PossibleValue::new(name.clone())).collect::<Vec<_>>(),
        )
    };
    let mut command = Cli::command();
    // Subcommands are put together when they are asked for; here all of them are.
    command.build();
    command
        .mut_subcommand("show", |show| {
            show.mut_arg("treatment", |arg| arg.value_parser(values(&treatments)))
                .mut_arg("topics", |arg| arg.value_parser(values(&topics)))
        })
        .mut_subcommand("compare", |compare| {
            compare
                .mut_arg("treatments", |arg| arg.value_parser(values(&treatments)))
                .mut_arg("topics", |arg| arg.value_parser(values(&topics)))
        })
        .mut_subcommand("evidence", |evidence| {
            evidence.mut_arg("treatments", |arg| arg.value_parser(values(&treatments)))
        })
        .mut_subcommand("sources", |sources| {
            sources.mut_arg("treatment", |arg| arg.value_parser(values(&treatments)))
        })
        .mut_subcommand("about", |about| {
            about.mut_arg("subject", |arg| arg.value_parser(values(&subjects)))
        })
}
