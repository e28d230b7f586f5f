//! The process: arguments in, one answer out, an exit status. Nothing else knows the process.

#![forbid(unsafe_code)]

mod cli;
mod commands;
mod dataset;
mod output;
mod terminal;

use std::fmt::Display;
use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::mem::ManuallyDrop;
use std::path::Path;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use cli::{Asked, CheckArgs, Cli, Command, Global, ManArgs};
use commands::{Failure, View};
use dataset::check::Now;
use dataset::files;
use dataset::load::Wanted;
use dataset::model::Dataset;
use dataset::value::Date;
use output::style::Style;
use output::{Drawing, Format};
use terminal::Terminal;

const NEGATIVE: u8 = 1;
const UNABLE: u8 = 2;

fn main() -> ExitCode {
    let cli = match Cli::read() {
        Ok(cli) => cli,
        Err(error) => return unanswered(&explained(error)),
    };
    let color = cli.global.color.unwrap_or_default();
    let terminal = terminal::ask(color, cli.global.width);
    let to_file = cli.global.output.as_deref().is_some_and(|path| path != Path::new("-"));
    let terminal = if to_file { terminal.for_file(color) } else { terminal };
    let failure = match answer(&cli, terminal) {
        Ok(answer) => match deliver(&answer.text, cli.global.output.as_deref()) {
            Ok(()) if answer.negative => return ExitCode::from(NEGATIVE),
            Ok(()) => return ExitCode::SUCCESS,
            Err(failure) => failure,
        },
        Err(failure) => failure,
    };
    let status = match failure {
        Failure::Negative(message) => {
            say(&message, terminal);
            NEGATIVE
        }
        // It may quote the lines of a file, which keep their places.
        Failure::Unable(message) => {
            say(&message, Terminal { message_width: None, ..terminal });
            UNABLE
        }
    };
    ExitCode::from(status)
}

/// Prints the help or the version that was asked for, or what is wrong with the command line.
fn unanswered(error: &clap::Error) -> ExitCode {
    let printed = error.print().and_then(|()| io::stdout().flush());
    match undelivered(printed, "standard output") {
        Err(failure) => {
            say(&failure.to_string(), terminal::ask(terminal::ColorChoice::Auto, None));
            ExitCode::from(UNABLE)
        }
        Ok(()) => ExitCode::from(if error.use_stderr() { UNABLE } else { 0 }),
    }
}

/// The error, and what to type where something else stands in the place of a command.
fn explained(error: clap::Error) -> clap::Error {
    let name = cli::unknown_command(&error).map(str::to_owned);
    let command = name.as_deref().and_then(commands::command_for);
    match command {
        Some(command) => cli::with_tip(error, format!("try '{command}'")),
        None if name.is_some() && !cli::has_tip(&error) => {
            cli::with_tip(error, format!("the commands are {}", cli::command_names()))
        }
        None => error,
    }
}

struct Answer {
    text: String,
    negative: bool,
}

impl Answer {
    fn text(text: String) -> Self {
        Self { text, negative: false }
    }

    fn bytes(bytes: Vec<u8>) -> Result<Self, Failure> {
        String::from_utf8(bytes).map(Self::text).map_err(|error| unable("draw the answer", &error))
    }
}

fn unable(what: &str, error: &dyn Display) -> Failure {
    Failure::Unable(format!("cannot {what}: {error}"))
}

fn answer(cli: &Cli, terminal: Terminal) -> Result<Answer, Failure> {
    let draw = Draw { global: &cli.global, terminal, records: false, json: cli.global.json };
    let variable = std::env::var_os("JAKREF_DATA").filter(|path| !path.is_empty());
    let variable = variable.as_deref().map(Path::new);
    let given = cli.global.data.as_deref();
    let wanted = Wanted {
        data: given.or(variable),
        from_variable: given.is_none(),
        overlays: &cli.global.overlays,
    };
    match &cli.command {
        Command::Check(Asked { args: CheckArgs { explain: Some(code), .. }, .. }) => {
            return draw.view(commands::check::explain(code)?);
        }
        Command::Check(Asked { args: CheckArgs { path, max_age, .. }, .. }) => {
            let wanted = match path {
                Some(path) => wanted.instead(path),
                None => wanted,
            };
            let now = Now { today: today(), max_age: *max_age };
            return draw.view(commands::check::view(wanted, now)?);
        }
        Command::Diff(Asked { args, .. }) => {
            let view = commands::diff::view(args, wanted, today())?;
            say_if_overdue(view.newer(), terminal);
            return draw.view(view);
        }
        Command::Schema(Asked { args, .. }) => {
            return Ok(Answer::text(commands::schema::text(args.command.as_deref())?));
        }
        Command::Man(Asked { args: ManArgs { out: Some(folder) }, .. }) => {
            let place = format!("write to {}", folder.display());
            let pages = commands::man::pages(folder).map_err(|error| unable(&place, &error))?;
            return Ok(Answer::text(format!("{pages} pages in {}\n", folder.display())));
        }
        Command::Man(Asked { args: ManArgs { out: None }, .. }) => {
            let page = commands::man::page().map_err(|error| unable("write the manual", &error))?;
            return Answer::bytes(page);
        }
        _ => {}
    }
    let dataset =
        dataset::load::load(wanted, today()).map_err(|error| Failure::Unable(error.to_string()))?;
    say_what_answers(dataset, wanted, terminal);
    match &cli.command {
        Command::List(Asked { args, .. }) => {
            let draw = Draw { records: !args.columns.is_empty(), ..draw };
            draw.view(commands::list::view(dataset, args)?)
        }
        Command::Show(Asked { args, .. }) => {
            let view = commands::show::view(dataset, args)?;
            let Some(path) = &args.field else { return draw.view(view) };
            if draw.json || draw.global.format.is_some() {
                let message =
                    "--field prints one bare value; it goes with no --format and no --json";
                return Err(Failure::Unable(message.to_owned()));
            }
            let json = Draw { json: true, ..draw }.view(view)?;
            Ok(Answer::text(commands::field::bare(dataset, &json.text, path)?))
        }
        Command::Evidence(Asked { args, .. }) if args.icons && !draw.format().is_for_people() => {
            let message = "--icons goes with --format table, plain and markdown only";
            Err(Failure::Unable(message.to_owned()))
        }
        Command::Evidence(Asked { args, .. }) => {
            draw.view(commands::evidence::view(dataset, args)?)
        }
        Command::Search(Asked { args, .. }) => {
            let answer = draw.view(commands::search::view(dataset, &args.words))?;
            Ok(if args.quiet { Answer { text: String::new(), ..answer } } else { answer })
        }
        Command::Completions(Asked { args, .. }) => {
            Answer::bytes(commands::completions::script(dataset, args.shell))
        }
        Command::Compare(Asked { args, .. }) => draw.view(commands::compare::view(dataset, args)?),
        Command::About(Asked { args, .. }) => draw.view(commands::about::view(dataset, args)?),
        Command::Export(_) => draw.view(commands::export::view(dataset)?),
        Command::Clinic(_) => draw.view(commands::clinic::view(dataset)),
        Command::Sources(Asked { args, .. }) if args.gaps => {
            draw.view(commands::gaps::view(dataset, args)?)
        }
        Command::Sources(Asked { args, .. }) => draw.view(commands::sources::view(dataset, args)?),
        Command::Check(_) | Command::Diff(_) | Command::Schema(_) | Command::Man(_) => {
            Err(Failure::Unable("this command needs no dataset".to_owned()))
        }
    }
}

#[derive(Clone, Copy)]
struct Draw<'a> {
    global: &'a Global,
    terminal: Terminal,
    /// Whether the answer is records unless another format is asked for.
    records: bool,
    /// Whether it is JSON, whatever is asked for.
    json: bool,
}

impl Draw<'_> {
    fn format(&self) -> Format {
        let unasked = match (self.records, self.terminal.interactive) {
            (true, _) => Format::Csv,
            (false, true) => Format::Table,
            (false, false) => Format::Plain,
        };
        if self.json { Format::Json } else { self.global.format.unwrap_or(unasked) }
    }

    fn view(&self, view: impl View) -> Result<Answer, Failure> {
        // The process ends soon; taking the view apart would only take time.
        let view = ManuallyDrop::new(view);
        let format = self.format();
        if self.global.no_header && !matches!(format, Format::Csv | Format::Tsv) {
            let message = "--no-header goes with --format csv and --format tsv only";
            return Err(Failure::Unable(message.to_owned()));
        }
        if self.records && !format.is_records() {
            let message = "--columns goes with --format csv, tsv and jsonl only";
            return Err(Failure::Unable(message.to_owned()));
        }
        let drawing = Drawing { format, terminal: self.terminal, header: !self.global.no_header };
        Ok(Answer { text: output::render(&*view, drawing)?, negative: view.is_negative() })
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
    undelivered(written, &place)
}

/// Why something could not be written; a reader that has seen enough is no reason.
fn undelivered(written: io::Result<()>, place: &str) -> Result<(), Failure> {
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::Unable(format!("cannot write to {place}: {error}")))
        }
        _ => Ok(()),
    }
}

/// Says once which dataset answers, if it is not the built-in one.
fn say_what_answers(dataset: &Dataset, wanted: Wanted<'_>, terminal: Terminal) {
    if dataset.standing.origin.is_some() {
        say(&format!("this answer comes from another dataset: {}", dataset.origin()), terminal);
    } else if let Some(path) = wanted.data {
        say(&format!("{} says what the built-in dataset says", files::name(path)), terminal);
    }
    say_if_overdue(dataset, terminal);
}

/// Says once that the sources should have been read again by now.
fn say_if_overdue(dataset: &Dataset, terminal: Terminal) {
    if dataset.standing.overdue {
        let due = &dataset.header.review_due;
        let message =
            format!("the review of this dataset was due on {due}; labels may have changed");
        say(&message, terminal);
    }
}

fn say(message: &str, terminal: Terminal) {
    const NAME: &str = "jakref:";
    let name = Style::new(terminal.stderr_colour).warning(NAME);
    let message = format!("{NAME} {}", output::text::safe_lines(message));
    let message = match terminal.message_width {
        Some(width) => output::text::wrap_lines(&message, width),
        None => message,
    };
    let message = message.strip_prefix(NAME).unwrap_or(&message);
    // If standard error is gone too, the exit status still tells.
    let _ = writeln!(io::stderr().lock(), "{name}{message}");
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
