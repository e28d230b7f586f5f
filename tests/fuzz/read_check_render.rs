//! Any bytes as a dataset, and as one that is laid over the built-in one: read, checked, every mistake
//! shown; and what passes is drawn by every command that asks the dataset, in every format. Nothing
//! may panic, and nothing that a terminal would obey may be printed.
#![no_main]
#![allow(dead_code, unused_imports, reason = "the program uses all of its modules, this some")]

#[path = "../../src/answer/mod.rs"]
mod answer;
#[path = "../../src/cli.rs"]
mod cli;
#[path = "../../src/commands/mod.rs"]
mod commands;
#[path = "../../src/dataset/mod.rs"]
mod dataset;
#[path = "../../src/deliver.rs"]
mod deliver;
#[path = "../../src/output/mod.rs"]
mod output;
#[path = "../../src/terminal.rs"]
mod terminal;

use clap::Parser;
use clap::ValueEnum;
use libfuzzer_sys::fuzz_target;

use answer::{Answer, Failure, document, envelope::Envelope};
use cli::{Cli, Command};
use commands::Reader;
use dataset::check::{Now, check};
use dataset::date::Date;
use dataset::load::Consulted;
use dataset::model::Dataset;
use dataset::overlay;
use dataset::read::diagnostic::{File, Severity, render};
use dataset::read::{self, Reading};
use output::{Format, Screen};

fuzz_target!(|bytes: &[u8]| {
    // The first byte chooses how it is drawn; what is no UTF-8 is refused before it is read.
    let Some((&choice, text)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let today = Date::parse("2026-12-01").expect("a date");
    let screen = Screen {
        width: 20 + usize::from(choice) * 3 / 2,
        color: choice & 1 == 1,
        ascii: choice & 2 == 2,
    };
    let patient = choice & 4 == 4;

    let files = vec![File::new("fuzzed.toml".to_owned(), text.to_owned())];
    consult(&files, read::read(&files), today, &screen, patient, Vec::new());

    let built_in = File::new("the built-in dataset".to_owned(), String::new());
    let files = vec![built_in, File::new("fuzzed.toml".to_owned(), text.to_owned())];
    let mut reading = Reading::of(dataset::built_in::DATASET.clone());
    overlay::lay(&mut reading, read::read_from(&files, 1), &files, today);
    let cautions = std::mem::take(&mut reading.cautions);
    consult(&files, reading, today, &screen, patient, cautions);
});

/// Checks what was read, and draws what passes.
fn consult(
    files: &[File],
    reading: Reading,
    today: Date,
    screen: &Screen,
    patient: bool,
    cautions: Vec<String>,
) {
    let (dataset, mistakes) = check(files, reading, Some(Now { today, max_age: None }));
    for mistake in mistakes.listed() {
        harmless(&render(files, mistake), false);
    }
    if mistakes.count(Severity::Error) > 0 {
        return;
    }
    let dataset: *mut Dataset = Box::into_raw(Box::new(dataset));
    // SAFETY: it is let go below, after all that was made of it.
    let consulted = Consulted {
        dataset: unsafe { &*dataset },
        origin: Some("read from fuzzed.toml".to_owned()),
        overdue: false,
        cautions,
    };
    ask(&consulted, screen, patient);
    drop(consulted);
    // SAFETY: nothing holds it any more.
    drop(unsafe { Box::from_raw(dataset) });
}

/// Asks all there is to ask.
fn ask(consulted: &Consulted, screen: &Screen, patient: bool) {
    let words = ["", "list", "compare --topics all", "evidence --all-analyses --all-arms", "about"];
    let more = ["topics", "clinic", "sources", "sources --gaps", "search dose", "handout"];
    for words in words.iter().chain(&more) {
        draw(consulted, words.split_whitespace(), screen, patient);
    }
    for treatment in consulted.dataset.treatments.iter().take(3) {
        draw(consulted, ["show", &treatment.id, "--full"].into_iter(), screen, patient);
        draw(consulted, ["show", &treatment.id].into_iter(), screen, patient);
    }
}

fn draw<'a>(
    consulted: &Consulted,
    words: impl Iterator<Item = &'a str>,
    screen: &Screen,
    patient: bool,
) {
    let words = ["jakref"].into_iter().chain(words);
    // A name of a dataset may be what no command line takes.
    let Ok(cli) = Cli::try_parse_from(words) else { return };
    let reader = |reading: &cli::Reading| {
        Reader::new(consulted, &cli::Reading { patient, ..reading.clone() })
    };
    let drawn: Result<(), Failure> = (|| {
        match &cli.command {
            None => {
                all(consulted, &commands::home::run(&reader(&cli::Reading::default())?), screen)
            }
            Some(Command::List(args)) => {
                all(consulted, &commands::list::run(&reader(&args.reading)?)?, screen);
            }
            Some(Command::Compare(args)) => {
                all(consulted, &commands::compare::run(&reader(&args.reading)?, args)?, screen);
            }
            Some(Command::Evidence(args)) => {
                all(consulted, &commands::evidence::run(&reader(&args.reading)?, args)?, screen);
            }
            Some(Command::About(args)) => {
                all(consulted, &commands::about::run(&reader(&args.reading)?, args)?, screen);
            }
            Some(Command::Topics(args)) => {
                let reader = reader(&cli::Reading::default())?;
                all(consulted, &commands::topics::run(&reader, args)?, screen);
            }
            Some(Command::Clinic(args)) => {
                let reader = reader(&cli::Reading::default())?;
                all(consulted, &commands::clinic::run(&reader, args)?, screen);
            }
            Some(Command::Sources(args)) if args.gaps => {
                all(consulted, &commands::gaps::run(&reader(&args.reading)?, args)?, screen);
            }
            Some(Command::Sources(args)) => {
                all(consulted, &commands::sources::run(&reader(&args.reading)?, args)?, screen);
            }
            Some(Command::Search(args)) => {
                all(consulted, &commands::search::run(&reader(&args.reading)?, args)?, screen);
            }
            Some(Command::Show(args)) => {
                let reader = reader(&args.options.reading)?;
                let answer =
                    commands::show::run(&reader, &args.treatment, &args.topics, &args.options)?;
                all(consulted, &answer, screen);
            }
            Some(_) => {}
        }
        Ok(())
    })();
    if let Err(failure) = drawn {
        harmless(&failure.to_string(), false);
    }
}

/// Draws an answer in every format.
fn all(consulted: &Consulted, answer: &impl Answer, screen: &Screen) {
    for format in Format::value_variants() {
        let text = output::draw(&document(consulted, answer), *format, screen);
        if let Some(text) = text {
            harmless(&text, screen.color && *format == Format::Table);
        }
    }
    let json = output::json::pretty(&Envelope::new(consulted, answer)).expect("JSON");
    serde_json::from_str::<serde_json::Value>(&json).expect("JSON that reads back");
    let _ = answer.records();
}

/// No control character reaches a terminal but the ends of lines, tabs and our own colors.
fn harmless(text: &str, colored: bool) {
    let obeyed = |it: char| it.is_control() && !matches!(it, '\n' | '\t');
    let found = text.chars().find(|it| obeyed(*it) && !(colored && *it == '\u{1b}'));
    assert!(found.is_none(), "{found:?} in {text:?}");
}
