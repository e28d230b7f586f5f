//! The process: arguments in, one answer out, an exit status. Nothing else knows the process.

mod cli;
mod commands;
mod dataset;
mod output;
mod terminal;

use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::mem::ManuallyDrop;
use std::path::Path;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Parser;

use cli::{Cli, Command, Global};
use commands::{Failure, View};
use dataset::model::Dataset;
use dataset::value::Date;
use output::Format;
use output::style::Style;
use terminal::Terminal;

const NEGATIVE: u8 = 1;
const UNABLE: u8 = 2;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let terminal = terminal::ask(cli.global.color, cli.global.width);
    let failure = match answer(&cli, terminal) {
        Ok(answer) => match deliver(&answer.text, cli.global.output.as_deref()) {
            Ok(()) if answer.negative => return ExitCode::from(NEGATIVE),
            Ok(()) => return ExitCode::SUCCESS,
            Err(failure) => failure,
        },
        Err(failure) => failure,
    };
    complain(&failure, terminal);
    ExitCode::from(match failure {
        Failure::Negative(_) => NEGATIVE,
        Failure::Unable(_) => UNABLE,
    })
}

struct Answer {
    text: String,
    negative: bool,
}

fn answer(cli: &Cli, terminal: Terminal) -> Result<Answer, Failure> {
    let draw = Draw { global: &cli.global, terminal };
    if let Command::Check(args) = &cli.command {
        return match (&args.explain, &args.path) {
            (Some(code), _) => draw.view(commands::check::explain(code)?),
            (None, Some(path)) => draw.view(commands::check::view(path, today())?),
            (None, None) => Err(Failure::Unable("check needs a path".to_owned())),
        };
    }
    let dataset = dataset::embedded::load()
        .map_err(|error| Failure::Unable(format!("the built-in dataset is damaged: {error}")))?;
    warn_if_overdue(dataset, terminal);
    match &cli.command {
        Command::List => draw.view(commands::list::view(dataset)),
        Command::Show(args) => draw.view(commands::show::view(dataset, args)?),
        Command::Compare(args) => draw.view(commands::compare::view(dataset, args)?),
        Command::About(args) => draw.view(commands::about::view(dataset, args)?),
        Command::Clinic => draw.view(commands::clinic::view(dataset)),
        Command::Sources(args) => draw.view(commands::sources::view(dataset, args)?),
        Command::Check(_) => Err(Failure::Unable("check has no dataset".to_owned())),
    }
}

struct Draw<'a> {
    global: &'a Global,
    terminal: Terminal,
}

impl Draw<'_> {
    fn format(&self) -> Format {
        let unasked = if self.terminal.interactive { Format::Table } else { Format::Plain };
        if self.global.json { Format::Json } else { self.global.format.unwrap_or(unasked) }
    }

    fn view(&self, view: impl View) -> Result<Answer, Failure> {
        // The process ends soon; taking the view apart would only take time.
        let view = ManuallyDrop::new(view);
        let text = output::render(&*view, self.format(), self.terminal)
            .map_err(|error| Failure::Unable(format!("cannot draw the answer: {error}")))?;
        Ok(Answer { text, negative: view.is_negative() })
    }
}

/// Writes the whole answer at once, to standard output or to a file. A reader that has seen enough
/// and closed the pipe is no failure.
fn deliver(text: &str, path: Option<&Path>) -> Result<(), Failure> {
    let (written, place) = match path {
        Some(path) if path != Path::new("-") => {
            let written = File::create(path).and_then(|mut file| file.write_all(text.as_bytes()));
            (written, path.display().to_string())
        }
        _ => {
            let mut stdout = io::stdout().lock();
            let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
            (written, "standard output".to_owned())
        }
    };
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::Unable(format!("cannot write to {place}: {error}")))
        }
        _ => Ok(()),
    }
}

/// Says once that the sources should have been read again by now.
fn warn_if_overdue(dataset: &Dataset, terminal: Terminal) {
    let due = *dataset.header.review_due;
    if today() > due {
        let name = Style::new(terminal.stderr_colour).warning("jakref:");
        let message =
            format!("the review of this dataset was due on {due}; labels may have changed");
        let _ = writeln!(io::stderr().lock(), "{name} {message}");
    }
}

fn complain(failure: &Failure, terminal: Terminal) {
    let name = Style::new(terminal.stderr_colour).warning("jakref:");
    let message = output::text::safe_lines(&failure.to_string());
    // If standard error is gone too, the exit status still tells.
    let _ = writeln!(io::stderr().lock(), "{name} {message}");
}

/// The day, in UTC; or the one that a test sets.
fn today() -> Date {
    let set = std::env::var("JAKREF_TODAY").ok().and_then(|day| Date::parse(&day));
    if let Some(day) = set {
        return day;
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let days = since.as_secs() / (24 * 60 * 60);
    Date::from_day_number(i64::try_from(days).unwrap_or_default())
}
