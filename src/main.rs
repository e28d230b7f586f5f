//! The process: arguments in, one answer out, an exit status. Nothing else knows the process.

mod answer;
mod cli;
mod commands;
mod dataset;
mod deliver;
mod output;
mod terminal;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use answer::Failure;
use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue};
use cli::{Cli, Command, Reading, goes_with};
use commands::about::AboutArgs;
use commands::ask::{self, Asked};
use commands::compare::CompareArgs;
use commands::search::SearchArgs;
use commands::show::ShowOptions;
use commands::{Reader, show};
use dataset::check::Now;
use dataset::date::Date;
use dataset::load::{self, Consulted, Wanted};
use dataset::read::files;
use deliver::{Delivery, Reply};
use output::style::{Role, painted};
use output::text::{safe, safe_lines, wrap_lines};
use terminal::{ColorChoice, Terminal};

const NEGATIVE: u8 = 1;
const UNABLE: u8 = 2;

fn main() -> ExitCode {
    let cli = match Cli::read() {
        Ok(cli) => cli,
        Err(error) => return explain(&error),
    };
    let terminal = terminal::ask(cli.global.color.unwrap_or_default(), cli.global.width);
    let read = cli.inputs();
    let reply = Delivery::new(&cli.global, &read, terminal).and_then(|delivery| {
        let reply = answer(&cli, &delivery, terminal)?;
        delivery.deliver(&reply)
    });
    match reply {
        Ok(true) => ExitCode::from(NEGATIVE),
        Ok(false) => ExitCode::SUCCESS,
        Err(failure) => fail(&failure, terminal),
    }
}

/// Says why there is no answer.
fn fail(failure: &Failure, terminal: Terminal) -> ExitCode {
    say(&failure.to_string(), terminal);
    ExitCode::from(match failure {
        Failure::Negative(_) => NEGATIVE,
        Failure::Unable(_) => UNABLE,
    })
}

/// Whether an argument asks for a file to write to.
fn is_output(argument: &str) -> bool {
    // A short option may stand behind others that take no value.
    let short = || argument.strip_prefix('-')?.trim_start_matches(['h', 'q', 'V']).chars().next();
    argument == "--output" || argument.starts_with("--output=") || short() == Some('o')
}

/// Prints the help or the version that was asked for, or what is wrong with the command line.
fn explain(error: &clap::Error) -> ExitCode {
    let terminal = terminal::ask(ColorChoice::Auto, None);
    if !error.use_stderr() && typed().any(|it| is_output(&it)) {
        let message =
            "help and version go to standard output\n  leave out --output, or type: > FILE";
        return fail(&Failure::Unable(message.to_owned()), terminal);
    }
    let rendered = error.render();
    if error.use_stderr() {
        // What was typed may hold what a terminal would obey.
        let plain = || safe_lines(&as_typed(&rendered.to_string()), false) + "\n";
        let typed_is_safe = typed().all(|it| safe(&it) == it);
        let colored = terminal.stderr_color && typed_is_safe;
        let mut said = if colored { rendered.ansi().to_string() } else { plain() };
        said += &goes_with(error).or_else(|| of_option(error)).unwrap_or_default();
        let _ = io::stderr().lock().write_all(said.as_bytes());
        return ExitCode::from(UNABLE);
    }
    let drawn =
        if terminal.stdout_color { rendered.ansi().to_string() } else { rendered.to_string() };
    match deliver::to_standard_output(&drawn, terminal, false) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => fail(&failure, terminal),
    }
}

/// What help does not list, and what does.
const LISTS: &str = "  what can be asked: jakref topics
  names of columns and of fields: jakref list --columns help, jakref NAME --field help\n";

/// What an option says of itself that help was asked of as of a command.
fn of_option(error: &clap::Error) -> Option<String> {
    let Some(ContextValue::String(name)) = error.get(ContextKind::InvalidSubcommand) else {
        return None;
    };
    let command = Cli::command();
    let mut options = command.get_arguments();
    let Some(option) = options.find(|it| it.get_long() == Some(name)) else {
        return Some(LISTS.to_owned());
    };
    let help = option.get_long_help().or(option.get_help())?;
    Some(format!("  --{name}: {help}\n  how each command takes it: jakref help COMMAND\n"))
}

fn answer(cli: &Cli, delivery: &Delivery<'_>, terminal: Terminal) -> Result<Reply, Failure> {
    let variable = std::env::var_os("JAKREF_DATA").filter(|path| !path.is_empty());
    let variable = variable.as_deref().map(Path::new);
    let given = cli.global.data.as_deref();
    let wanted = Wanted {
        data: given.or(variable),
        from_variable: given.is_none(),
        overlays: &cli.global.overlays,
    };
    let today = today()?;
    // What is asked of no dataset, or of one that may have mistakes.
    match &cli.command {
        Some(Command::Check(args)) => {
            if let Some(code) = &args.explain {
                return delivery.draw(&load::built_in(today), &commands::check::explain(code)?);
            }
            let wanted = args.path.as_deref().map_or(wanted, |path| wanted.instead(path));
            let now = Now { today, max_age: args.max_age };
            delivery.draw(&load::built_in(today), &commands::check::run(wanted, now)?)
        }
        Some(Command::Diff(args)) => {
            let datasets = commands::diff::load(args, wanted, today)?;
            say_if_overdue(&datasets.new, terminal);
            delivery.draw(&datasets.new, &commands::diff::run(&datasets)?)
        }
        Some(Command::Schema(args)) => {
            delivery.text("schema", commands::schema::text(args.command.as_deref())?)
        }
        Some(Command::Man(args)) => delivery.text("man", commands::man::text(args)?),
        _ => answer_from_dataset(cli, delivery, wanted, today, terminal),
    }
}

/// The answer of a command that asks the dataset.
fn answer_from_dataset(
    cli: &Cli,
    delivery: &Delivery<'_>,
    wanted: Wanted<'_>,
    today: Date,
    terminal: Terminal,
) -> Result<Reply, Failure> {
    let consulted = load::load(wanted, today).map_err(Failure::Unable)?;
    let quiet = matches!(&cli.command, Some(Command::Search(args)) if args.quiet);
    if !quiet {
        say_what_answers(&consulted, wanted, terminal);
    }
    let reader = |reading: &Reading| Reader::new(&consulted, reading);
    match &cli.command {
        None => delivery.draw(&consulted, &commands::home::run(&reader(&Reading::default())?)),
        Some(Command::List(args)) => {
            let list = commands::list::run(&reader(&args.reading)?)?;
            delivery.of_columns(&args.columns).draw(&consulted, &list)
        }
        Some(Command::Show(args)) => show(
            &reader(&args.options.reading)?,
            &args.treatment,
            &args.topics,
            &args.options,
            delivery,
        ),
        Some(Command::Compare(args)) => {
            delivery.draw(&consulted, &commands::compare::run(&reader(&args.reading)?, args)?)
        }
        Some(Command::Evidence(args)) => {
            delivery.icons(args.icons)?;
            delivery.draw(&consulted, &commands::evidence::run(&reader(&args.reading)?, args)?)
        }
        Some(Command::Search(args)) => {
            let found = commands::search::run(&reader(&args.reading)?, args)?;
            let reply = delivery.draw(&consulted, &found)?;
            Ok(if args.quiet { reply.silent() } else { reply })
        }
        Some(Command::About(args)) => {
            delivery.draw(&consulted, &commands::about::run(&reader(&args.reading)?, args)?)
        }
        Some(Command::Topics(args)) => {
            delivery.draw(&consulted, &commands::topics::run(&reader(&Reading::default())?, args)?)
        }
        Some(Command::Clinic(args)) => {
            let clinics = commands::clinic::run(&reader(&args.reading)?, args)?;
            let cards = || commands::clinic::cards(&consulted);
            delivery.contacts(&consulted, &clinics, args.vcard_version, cards)
        }
        Some(Command::Handout(args)) => {
            let handout = commands::handout::run(&reader(&args.reading())?, args)?;
            delivery.page(&consulted, &handout, || handout.answer.page())
        }
        Some(Command::Site(args)) => {
            // Nothing is written where the command is wrong.
            delivery.text("site", String::new())?;
            delivery.text("site", commands::site::run(&consulted, args, &delivery.inputs())?)
        }
        Some(Command::Sources(args)) if args.gaps => {
            delivery.draw(&consulted, &commands::gaps::run(&reader(&args.reading)?, args)?)
        }
        Some(Command::Sources(args)) => {
            delivery.draw(&consulted, &commands::sources::run(&reader(&args.reading)?, args)?)
        }
        Some(Command::Export(_)) => {
            let delivery = delivery.as_asked();
            let answer = commands::export::run(&consulted, delivery.is_for_people())?;
            delivery.draw(&consulted, &answer)
        }
        Some(Command::Completions(args)) => {
            delivery.text("completions", commands::completions::script(&consulted, args.shell)?)
        }
        Some(Command::Ask(args)) => {
            let reader = reader(&args.options.reading)?;
            let asked = ask::resolve(&reader, args)?;
            if let Some(command) = asked.read_as(&reader) {
                say(&format!("read as: {command}"), terminal);
            }
            let reading = args.options.reading.clone();
            match asked {
                Asked::Show { name, topics } => {
                    show(&reader, &name, &topics, &args.options, delivery)
                }
                Asked::Compare { names, topics } => {
                    let args = CompareArgs {
                        treatments: names,
                        topics,
                        reading,
                        ..CompareArgs::default()
                    };
                    delivery.draw(&consulted, &commands::compare::run(&reader, &args)?)
                }
                Asked::About(words) => {
                    let args = AboutArgs { words, reading };
                    delivery.draw(&consulted, &commands::about::run(&reader, &args)?)
                }
                Asked::Search(words) => {
                    let args = SearchArgs { words, reading, ..SearchArgs::default() };
                    delivery.draw(&consulted, &commands::search::run(&reader, &args)?)
                }
            }
        }
        Some(Command::Check(_) | Command::Diff(_) | Command::Schema(_) | Command::Man(_)) => {
            Err(Failure::Unable("this command needs no dataset".to_owned()))
        }
    }
}

/// A treatment, or one bare value of it.
fn show(
    reader: &Reader<'_>,
    name: &str,
    topics: &[String],
    options: &ShowOptions,
    delivery: &Delivery<'_>,
) -> Result<Reply, Failure> {
    match &options.field {
        Some(path) => delivery.value(|| commands::field::run(reader, name, path, options)),
        None => delivery.draw(reader.consulted, &show::run(reader, name, topics, options)?),
    }
}

/// Says once which dataset answers, if it is not the built-in one, and what it changes that protects
/// readers.
fn say_what_answers(consulted: &Consulted, wanted: Wanted<'_>, terminal: Terminal) {
    if consulted.origin.is_some() {
        let message = format!("this answer comes from another dataset, {}", consulted.origin());
        say(&message, terminal);
    } else if let Some(path) = wanted.data.filter(|path| *path != Path::new("built-in")) {
        say(&format!("{} says what the built-in dataset says", files::name(path)), terminal);
    }
    for caution in &consulted.cautions {
        say(caution, terminal);
    }
    say_if_overdue(consulted, terminal);
}

/// Says once that the sources should have been read again by now.
fn say_if_overdue(consulted: &Consulted, terminal: Terminal) {
    if consulted.overdue {
        let due = &consulted.dataset.header.review_due;
        let message =
            format!("the review of this dataset was due on {due}; labels may have changed");
        say(&message, terminal);
    }
}

fn say(message: &str, terminal: Terminal) {
    const NAME: &str = "jakref:";
    let name = painted(NAME, Role::Warning, terminal.stderr_color);
    let message = format!("{NAME} {}", safe_lines(&as_typed(message), false));
    let message = match terminal.message_width {
        Some(width) => wrap_lines(&message, width),
        None => message,
    };
    let message = message.strip_prefix(NAME).unwrap_or(&message);
    // In one piece, so that messages of programs side by side do not mix. If standard error is gone
    // too, the exit status still tells.
    let _ = io::stderr().lock().write_all(format!("{name}{message}\n").as_bytes());
}

/// What was typed, as far as it is text, and what stands for it in the environment.
fn typed() -> impl Iterator<Item = String> {
    let words = std::env::args_os().chain(std::env::var_os("JAKREF_FORMAT"));
    words.map(|it| it.to_string_lossy().into_owned())
}

/// The message with what was typed on one line, so that nobody's argument is a message of ours.
fn as_typed(message: &str) -> String {
    let broken = typed().filter(|it| it.contains(['\n', '\r']));
    broken.fold(message.to_owned(), |message, it| message.replace(&it, &safe(&it)))
}

/// The day, in UTC; or the one that `JAKREF_TODAY` names.
///
/// # Errors
/// If that is no day.
fn today() -> Result<Date, Failure> {
    if let Some(set) = std::env::var_os("JAKREF_TODAY").filter(|it| !it.is_empty()) {
        let day = set.to_str().and_then(Date::parse).filter(|day| day.is_day());
        return day.ok_or_else(|| {
            let message = "JAKREF_TODAY is no day\n  write it as 2026-11-26, or leave it out";
            Failure::Unable(message.to_owned())
        });
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let days = since.as_secs() / (24 * 60 * 60);
    Ok(Date::from_day_number(i64::try_from(days).unwrap_or_default()))
}
