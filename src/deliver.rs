//! From an answer to where it goes: the format that was asked for, a file, a pager or a pipe.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::answer::phrasing::and;
use crate::answer::{Answer, Failure, Sourced, document, envelope::Envelope, records};
use crate::cli::Global;
use crate::dataset::load::Consulted;
use crate::output::{Format, Made, file, json, pager, vcard};
use crate::terminal::{self, Terminal};

/// How answers are drawn, and where they go.
#[derive(Clone, Copy)]
pub struct Delivery<'a> {
    global: &'a Global,
    terminal: Terminal,
    /// What the command reads beside that.
    read: &'a [PathBuf],
    /// The format that the environment prefers.
    preferred: Option<Format>,
    /// The columns of the records that are asked for; all if none. With some the answer is records
    /// unless another format is asked for.
    columns: &'a [String],
}

/// An answer as it is printed.
pub struct Reply {
    text: String,
    negative: bool,
}

impl Reply {
    /// This text; a negative answer or not.
    pub fn new(text: String, negative: bool) -> Self {
        Self { text, negative }
    }

    /// The same without a word: the exit status tells.
    pub fn silent(self) -> Self {
        Self { text: String::new(), ..self }
    }
}

fn unable(message: &str) -> Failure {
    Failure::Unable(message.to_owned())
}

/// That an answer has no such format, why, and which formats it has.
fn no_format(what_not: &str, records: bool) -> Failure {
    let formats = Format::names(|made| match made {
        Made::Document(_) | Made::Answer => true,
        Made::Records(_) => records,
        Made::Contacts => false,
    });
    let formats = formats.join(", ");
    unable(&format!("this answer is {what_not}\n  its formats are: {formats}"))
}

impl<'a> Delivery<'a> {
    /// As the options, the environment and the terminal have it.
    ///
    /// # Errors
    /// If the environment names a format that there is not.
    pub fn new(
        global: &'a Global,
        read: &'a [PathBuf],
        terminal: Terminal,
    ) -> Result<Self, Failure> {
        let preferred = terminal::default_format(&terminal::variable).map_err(Failure::Unable)?;
        if preferred == Some(Format::Vcard) {
            return Err(unable(
                "JAKREF_FORMAT cannot be vcard, which is a format of `clinic` only",
            ));
        }
        let mut delivery = Self { global, terminal, read, preferred, columns: &[] };
        if delivery.file().is_some() {
            delivery.terminal = terminal.for_file(global.color.unwrap_or_default());
        }
        Ok(delivery)
    }

    fn file(&self) -> Option<&'a Path> {
        self.global.output.as_deref().filter(|path| *path != Path::new("-"))
    }

    fn asked(&self) -> Option<Format> {
        self.global.format.or(self.global.json.then_some(Format::Json))
    }

    fn format(&self) -> Format {
        let default = match (!self.columns.is_empty(), self.terminal.interactive) {
            (true, _) => Format::Csv,
            (false, true) => Format::Table,
            (false, false) => Format::Plain,
        };
        let preferred = self.preferred.filter(|_| self.columns.is_empty());
        self.asked().or(preferred).unwrap_or(default)
    }

    /// Draws an answer.
    ///
    /// # Errors
    /// If it has no such format.
    pub fn draw<A: Answer>(
        &self,
        consulted: &Consulted,
        cited: &Sourced<'_, A>,
    ) -> Result<Reply, Failure> {
        let answer = &cited.answer;
        let failed = |error: String| unable(&format!("cannot draw the answer: {error}"));
        let text = match self.made()? {
            Made::Document(draw) => draw(&document(consulted, cited), &self.terminal.screen()),
            Made::Records(draw) => {
                let records = records(consulted, answer);
                let records = records.ok_or_else(|| no_format("not made of records", false))?;
                let records = records.select(self.columns).map_err(Failure::Unable)?;
                draw(&records, !self.global.no_header).map_err(failed)?
            }
            Made::Answer => json::pretty(&Envelope::new(consulted, cited))
                .map_err(|error| failed(error.to_string()))?,
            Made::Contacts => return Err(no_format("no contact", answer.records().is_some())),
        };
        Ok(Reply::new(text, answer.is_negative()))
    }

    /// What the format that is asked for is made of.
    fn made(&self) -> Result<Made, Failure> {
        let format = self.format();
        if self.global.no_header && !matches!(format, Format::Csv | Format::Tsv) {
            return Err(unable("--no-header goes with --format csv and --format tsv only"));
        }
        let made = format.made();
        if !self.columns.is_empty() && !matches!(made, Made::Records(_)) {
            let formats = Format::names(|made| matches!(made, Made::Records(_)));
            return Err(unable(&format!("--columns goes with --format {} only", and(&formats))));
        }
        Ok(made)
    }

    /// The same with these columns only, if there are any, and records as the format then.
    pub fn of_columns(&self, columns: &'a [String]) -> Self {
        Self { columns, ..*self }
    }

    /// The same whatever format the environment prefers: for what another run reads.
    pub fn as_asked(&self) -> Self {
        Self { preferred: None, ..*self }
    }

    /// An answer that is made of contacts, too.
    ///
    /// # Errors
    /// If a version of the cards is asked for in another format, or as the drawing.
    pub fn contacts<A: Answer>(
        &self,
        consulted: &Consulted,
        cited: &Sourced<'_, A>,
        version: Option<vcard::Version>,
        cards: impl FnOnce() -> Vec<vcard::Card>,
    ) -> Result<Reply, Failure> {
        if self.format() == Format::Vcard && !self.global.no_header {
            let text = vcard::draw(&cards(), version.unwrap_or_default());
            return Ok(Reply::new(text, cited.answer.is_negative()));
        }
        if version.is_some() {
            return Err(unable("--vcard-version goes with --format vcard only"));
        }
        self.draw(consulted, cited)
    }

    /// A page that is HTML whatever format is preferred; its content as JSON if that is asked for.
    ///
    /// # Errors
    /// If another format is asked for.
    pub fn page<A: Answer>(
        &self,
        consulted: &Consulted,
        cited: &Sourced<'_, A>,
        page: impl FnOnce() -> String,
    ) -> Result<Reply, Failure> {
        match self.asked() {
            None | Some(Format::Html) if !self.global.no_header => Ok(Reply::new(page(), false)),
            Some(Format::Json) => self.draw(consulted, cited),
            _ => Err(unable("this answer is a page\n  its formats are: html, json")),
        }
    }

    /// Text that has one form only.
    ///
    /// # Errors
    /// If another format is asked for.
    pub fn text(&self, command: &str, text: String) -> Result<Reply, Failure> {
        if self.asked().is_some() || self.global.no_header {
            let message =
                format!("{command} has one form only; it goes with no --format and no --json");
            return Err(Failure::Unable(message));
        }
        Ok(Reply::new(text, false))
    }

    /// One bare value, or the same as JSON; nothing and a negative answer if it is not known.
    ///
    /// # Errors
    /// If another format is asked for, or it cannot be made.
    pub fn value(&self, value: impl Fn() -> Result<Value, Failure>) -> Result<Reply, Failure> {
        if !matches!(self.asked(), None | Some(Format::Json)) {
            return Err(unable("--field prints one bare value, or with --json the same as JSON"));
        }
        let value = value()?;
        let is_known = value.as_str().is_none_or(|it| !it.is_empty()) && !value.is_null();
        let text = match value {
            value if self.asked().is_some() => value.to_string(),
            Value::Null => String::new(),
            Value::String(text) => text,
            other => other.to_string(),
        };
        Ok(Reply::new(format!("{text}\n"), !is_known))
    }

    /// That icons are asked for, or not.
    ///
    /// # Errors
    /// If they are, in a format that has none.
    pub fn icons(&self, asked: bool) -> Result<(), Failure> {
        if asked && !self.is_for_people() {
            let formats = Format::names(|made| matches!(made, Made::Document(_)));
            return Err(unable(&format!("--icons goes with --format {} only", and(&formats))));
        }
        Ok(())
    }

    /// Whether the answer is drawn for people to read.
    pub fn is_for_people(&self) -> bool {
        matches!(self.format().made(), Made::Document(_))
    }

    /// What the answer is read from, and must not be written over.
    pub fn inputs(&self) -> Vec<&'a Path> {
        let inputs = self.global.data.iter().chain(&self.global.overlays).chain(self.read);
        // What `-` reads may be a file as well.
        let named = |path: &'a PathBuf| match path.as_path() {
            stream if stream == Path::new("-") => Path::new("/dev/stdin"),
            path => path,
        };
        inputs.map(named).collect()
    }

    /// Hands the answer over, and says whether it is a negative one.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn deliver(&self, reply: &Reply) -> Result<bool, Failure> {
        match self.file() {
            // What says nothing leaves a file as it is.
            Some(_) if reply.text.is_empty() => {}
            Some(path) => {
                file::write(path, &reply.text, &self.inputs()).map_err(Failure::Unable)?;
            }
            None => to_standard_output(&reply.text, self.terminal, self.global.no_pager)?,
        }
        Ok(reply.negative)
    }
}

/// Prints on standard output, through a pager where that is a terminal and the text is long. A reader
/// that has seen enough and closed the pipe is no failure.
///
/// # Errors
/// If it cannot be written.
pub fn to_standard_output(text: &str, terminal: Terminal, no_pager: bool) -> Result<(), Failure> {
    let shown = match terminal.pager(text, no_pager, &terminal::variable) {
        // What a pager cannot show is printed.
        Some(pager) => pager::show(text, &pager).or_else(|_| print(text)),
        None => print(text),
    };
    if let Err(error) = shown
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        return Err(Failure::Unable(format!("cannot write to standard output: {error}")));
    }
    Ok(())
}

/// Whether standard output was open when the program started. Before `main`, Rust opens `/dev/null` in
/// the place of what is closed, and what is written there would be lost without a word.
#[cfg(target_os = "linux")]
mod started {
    use std::sync::atomic::{AtomicBool, Ordering};

    static CLOSED: AtomicBool = AtomicBool::new(false);

    #[ctor::ctor(unsafe)]
    fn look() {
        let closed = rustix::io::fcntl_getfd(rustix::stdio::stdout()).is_err();
        CLOSED.store(closed, Ordering::Relaxed);
    }

    pub fn without_output() -> bool {
        CLOSED.load(Ordering::Relaxed)
    }
}

#[cfg(not(target_os = "linux"))]
mod started {
    pub fn without_output() -> bool {
        false
    }
}

fn print(text: &str) -> io::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    if started::without_output() {
        return Err(io::Error::other("it is closed"));
    }
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush())
}
