//! Any bytes as a dataset, or as one that is laid over the built-in one: read, checked, every mistake
//! shown; and what passes is drawn by some of the commands that ask the dataset, in every format. Nothing
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

use std::hash::{DefaultHasher, Hash, Hasher};

use clap::Parser;
use clap::ValueEnum;
use libfuzzer_sys::fuzz_target;

use answer::{Answer, Failure, Sourced, document, envelope::Envelope};
use cli::{Cli, Command};
use commands::Reader;
use dataset::check::{Now, check};
use dataset::date::Date;
use dataset::load::Consulted;
use dataset::model::Dataset;
use dataset::overlay;
use dataset::read::diagnostic::{File, Severity, render};
use dataset::read::{self, Reading};
use output::{Format, Made, Screen};

fuzz_target!(|bytes: &[u8]| {
    // What is no UTF-8 is refused before it is read.
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut choice = Choice::of(text);
    let today = Date::parse("2026-12-01").expect("a date");
    let file = File::new("fuzzed.toml".to_owned(), text.to_owned());
    if choice.one_of(OVERLAID) > 0 {
        let files = vec![file];
        consult(&files, read::read(&files), today, choice, Vec::new());
        return;
    }
    let files = vec![File::new("the built-in dataset".to_owned(), String::new()), file];
    let mut reading = Reading::of(dataset::built_in::DATASET.clone());
    overlay::lay(&mut reading, read::read_from(&files, 1), &files, today);
    let cautions = std::mem::take(&mut reading.cautions);
    consult(&files, reading, today, choice, cautions);
});

/// Of how many texts one is laid over the built-in dataset: checking all of that takes most of the time.
const OVERLAID: usize = 16;

/// Chooses by the text what is asked and how it is drawn: everything of each text would take some hundred
/// times as long, and finds no more.
#[derive(Clone, Copy)]
struct Choice(u64);

impl Choice {
    fn of(text: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        Self(hasher.finish())
    }

    /// A number below that many.
    fn one_of(&mut self, many: usize) -> usize {
        let many = many as u64;
        let chosen = self.0 % many;
        self.0 /= many;
        chosen as usize
    }
}

/// Checks what was read, and draws what passes.
fn consult(files: &[File], reading: Reading, today: Date, choice: Choice, cautions: Vec<String>) {
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
    ask(&consulted, choice);
    drop(consulted);
    // SAFETY: nothing holds it any more.
    drop(unsafe { Box::from_raw(dataset) });
}

/// What is asked; the last of one of the treatments.
const QUESTIONS: [&str; 13] = [
    "",
    "list",
    "compare --topics all",
    "evidence --all-analyses --all-arms",
    "about",
    "topics",
    "clinic",
    "sources",
    "sources --gaps",
    "search dose",
    "handout",
    "show --full",
    "show",
];

/// Asks two of the questions.
fn ask(consulted: &Consulted, mut choice: Choice) {
    let screen = Screen {
        width: 20 + choice.one_of(380),
        color: choice.one_of(2) == 1,
        ascii: choice.one_of(2) == 1,
    };
    let patient = choice.one_of(2) == 1;
    for _ in 0..2 {
        let words = QUESTIONS[choice.one_of(QUESTIONS.len())];
        let treatments = &consulted.dataset.treatments;
        let name = words
            .starts_with("show")
            .then(|| treatments.get(choice.one_of(treatments.len().max(1))));
        let words = words
            .split(' ')
            .filter(|it| !it.is_empty())
            .chain(name.flatten().map(|it| it.id.as_str()));
        draw(consulted, words, &screen, patient);
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
            Some(Command::Handout(args)) => {
                let handout = commands::handout::run(&reader(&args.reading())?, args)?;
                all(consulted, &handout, screen);
                harmless(&handout.answer.page(), false);
            }
            // What draws no dataset, or in one form only.
            Some(
                Command::Check(_)
                | Command::Diff(_)
                | Command::Site(_)
                | Command::Export(_)
                | Command::Schema(_)
                | Command::Completions(_)
                | Command::Man(_)
                | Command::Ask(_),
            ) => {}
        }
        Ok(())
    })();
    if let Err(failure) = drawn {
        harmless(&failure.to_string(), false);
    }
}

/// Draws an answer in every format that it has.
fn all(consulted: &Consulted, cited: &Sourced<'_, impl Answer>, screen: &Screen) {
    for format in Format::value_variants() {
        let text = match format.made() {
            Made::Document(draw) => draw(&document(consulted, cited), screen),
            Made::Records(draw) => match answer::records(consulted, &cited.answer) {
                Some(records) => draw(&records, true).expect("records"),
                None => continue,
            },
            Made::Answer => {
                let json = output::json::pretty(&Envelope::new(consulted, cited)).expect("JSON");
                serde_json::from_str::<serde_json::Value>(&json).expect("JSON that reads back");
                json
            }
            Made::Contacts => continue,
        };
        harmless(&text, screen.color && *format == Format::Table);
    }
}

/// No control character reaches a terminal but the ends of lines, tabs and our own colors.
fn harmless(text: &str, colored: bool) {
    let obeyed = |it: char| it.is_control() && !matches!(it, '\n' | '\t');
    let found = text.chars().find(|it| obeyed(*it) && !(colored && *it == '\u{1b}'));
    assert!(found.is_none(), "{found:?} in {text:?}");
}
