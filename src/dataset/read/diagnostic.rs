//! A mistake in a dataset: its code, its place, what is wrong and what to do.

use std::cell::OnceCell;
use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use crate::dataset::place::Piece;
use crate::dataset::text::is_hidden;

/// A file that was read: its name as the user knows it, and its text.
#[derive(Debug, Default)]
pub struct File {
    pub name: String,
    pub text: String,
    line_starts: OnceCell<Vec<u32>>,
}

/// A place in a file, as people and editors name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position<'f> {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// The whole line.
    pub text: &'f str,
    /// How many bytes of the line come before the place.
    pub before: usize,
}

impl File {
    /// A file with this name and text.
    pub fn new(name: String, text: String) -> Self {
        Self { name, text, ..Self::default() }
    }

    /// Where a byte is.
    pub fn position(&self, offset: usize) -> Position<'_> {
        let starts = self.line_starts.get_or_init(|| {
            let breaks = (1..).zip(self.text.bytes()).filter(|&(_, byte)| byte == b'\n');
            std::iter::once(0).chain(breaks.map(|(after, _)| after)).collect()
        });
        let offset = self.text.floor_char_boundary(offset);
        let line = starts.partition_point(|&start| start as usize <= offset);
        let start_of = |line: usize| starts.get(line).map(|&start| start as usize);
        let start = start_of(line.saturating_sub(1)).unwrap_or(0);
        let end = start_of(line).unwrap_or(self.text.len());
        let text = self.text[start..end].trim_end_matches(['\n', '\r']);
        let column = 1 + self.text[start..offset].chars().count();
        Position { line, column, text, before: offset - start }
    }
}

/// The files that were read together.
pub type Files = Vec<File>;

/// How many mistakes are listed; a dataset with more is something else.
const MOST_LISTED: usize = 10_000;

/// The mistakes in a dataset.
#[derive(Debug, Default)]
pub struct Mistakes {
    listed: Vec<Diagnostic>,
    /// How many errors and warnings there are, listed or not.
    counts: [usize; 2],
}

impl Mistakes {
    /// Adds a mistake.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.counts[diagnostic.code.severity() as usize] += 1;
        if !self.is_full() {
            self.listed.push(diagnostic);
        }
    }

    /// Adds other mistakes.
    pub fn append(&mut self, other: Self) {
        for (count, others) in self.counts.iter_mut().zip(other.counts) {
            *count += others;
        }
        let room = MOST_LISTED - self.listed.len();
        self.listed.extend(other.listed.into_iter().take(room));
    }

    /// Those that are listed.
    pub fn listed(&self) -> &[Diagnostic] {
        &self.listed
    }

    /// Whether no more are listed, and it is not worth looking for more.
    pub fn is_full(&self) -> bool {
        self.listed.len() >= MOST_LISTED
    }

    /// How many are not listed.
    pub fn unlisted(&self) -> usize {
        self.counts.iter().sum::<usize>() - self.listed.len()
    }

    /// How many there are of a severity, listed or not.
    pub fn count(&self, severity: Severity) -> usize {
        self.counts[severity as usize]
    }

    /// Puts them in the order of files and places, and drops repetitions.
    pub fn sort(&mut self) {
        fn key(it: &Diagnostic) -> (usize, usize, Code, &str) {
            (it.piece.0.file, it.start(), it.code, &it.message)
        }
        self.listed.sort_by(|a, b| key(a).cmp(&key(b)));
        self.listed.dedup_by(|a, b| {
            let again = key(a) == key(b);
            self.counts[a.code.severity() as usize] -= usize::from(again);
            again
        });
    }
}

/// A mistake in a dataset.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    pub code: Code,
    pub piece: Piece,
    /// Its bytes in the piece.
    pub span: Range<usize>,
    pub message: String,
    pub help: Option<String>,
}

impl Diagnostic {
    /// Where it begins in its file, in bytes.
    pub fn start(&self) -> usize {
        self.piece.0.start + self.span.start
    }
}

/// Whether a dataset with the mistake may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    Error = 0,
    Warning = 1,
}

impl Severity {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

macro_rules! codes {
    ($($variant:ident, $id:literal, $severity:ident, $why:literal;)*) => {
        /// What kind of mistake it is. The identifiers are stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $why] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The stable identifier.
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            /// Whether a dataset with this mistake may be used.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// Why the rule exists.
            pub fn why(self) -> &'static str {
                match self { $(Self::$variant => $why,)* }
            }
        }
    };
}

codes! {
    Syntax, "syntax", Error,
        "What is not TOML cannot be read, so its record says nothing at all.";
    UnknownKey, "unknown-key", Error,
        "A misspelled key would silently drop what it holds; a dropped warning can hurt somebody.";
    MissingKey, "missing-key", Error,
        "A record without this key cannot be shown honestly.";
    WrongType, "wrong-type", Error,
        "A number in quotes, or text where a list belongs, would be read as something else than what was meant.";
    BadValue, "bad-value", Error,
        "Only the listed words, and dates and numbers that exist, mean something to the program.";
    MissingHeader, "missing-header", Error,
        "Every answer names the dataset's version, its dates and its disclaimer, so there must be one `[dataset]` table, and only one.";
    UnknownTopic, "unknown-topic", Error,
        "An answer to a question that is not asked would never be shown.";
    UnansweredTopic, "unanswered-topic", Error,
        "An empty cell reads as 'nothing to worry about'. Answer the topic, or declare why there is no answer.";
    EmptyText, "empty-text", Error,
        "Empty text is silence; a gap must be declared instead.";
    DuplicateId, "duplicate-id", Error,
        "A name that stands for two records could answer for another drug than the one asked for.";
    SharedName, "shared-name", Error,
        "Whoever asks for one topic by a name that another has too would be shown the other, and not be told.";
    LookAlike, "look-alike", Warning,
        "Names that are taken for each other are a known cause of medication errors.";
    ForeignLetter, "foreign-letter", Error,
        "A letter of another alphabet makes a name that looks like a drug's and is not found by it.";
    WrongScope, "wrong-scope", Error,
        "What holds for one use of a treatment must not be shown for another, nor left out of all.";
    WrongCondition, "wrong-condition", Error,
        "Figures from people with one condition say nothing of another.";
    UndatedApproval, "undated-approval", Error,
        "An approval without its day cannot be checked; where the day is not known, a gap says so.";
    LonePosition, "lone-position", Error,
        "A disagreement needs two sides that a reader can weigh.";
    OverlaidProtection, "overlaid-protection", Warning,
        "The boxed warning, the disclaimer and who reviewed it protect the reader; what is laid over them must say so.";
    DanglingCitation, "dangling-citation", Error,
        "A citation that leads nowhere cannot be checked by the reader.";
    UncitedText, "uncited-text", Error,
        "A statement without its source cannot be trusted, nor corrected when the source changes.";
    UnusedSource, "unused-source", Warning,
        "A source that nothing rests on is either left over or was meant to be cited.";
    IncompleteGap, "incomplete-gap", Error,
        "A gap must be of use: which label section to open, or which source was read and does not say.";
    MissingGlance, "missing-glance", Error,
        "The first screen of every answer is made of glances; a cell without one would look empty there.";
    LongGlance, "long-glance", Error,
        "A glance is read out on the telephone and stands in a column: 90 characters at most.";
    LongName, "long-name", Error,
        "A short name that is cut off, or pushes others aside, names nothing.";
    ReadingInText, "reading-in-text", Warning,
        "A statement states. How it was read is a note, and what was not read is a gap.";
    MissingPlain, "missing-plain", Error,
        "Patients must find every question that is theirs answered in plain words.";
    UnnamedReaction, "unnamed-reaction", Warning,
        "Patients are shown the term of the label for an adverse reaction until somebody names it in plain words.";
    UnknownReference, "unknown-reference", Error,
        "What refers to a trial, an arm, a condition or a regulator that is not there cannot say who was studied, or where it holds.";
    NoComparator, "no-comparator", Error,
        "A benefit or a harm without the placebo or vehicle arm beside it misleads.";
    PercentRange, "percent-range", Error,
        "A share of people lies between 0 and 100 percent, and inside its interval.";
    TooManyResponders, "too-many-responders", Error,
        "No more people can respond than were counted, and their share must be the percentage given.";
    DuplicateFigure, "duplicate-figure", Error,
        "Two values of one figure contradict each other; a second published value is marked as alternate.";
    ArmSize, "arm-size", Error,
        "Arms that do not add up to the trial, or results from more people than an arm has, show that a number was mistyped.";
    FutureDate, "future-date", Error,
        "Nothing can have been read, dated or approved later than the day the dataset speaks for.";
    AheadOfClock, "ahead-of-clock", Warning,
        "Either the date is wrong, or the clock of the computer is.";
    DateOrder, "date-order", Error,
        "A document cannot have been read before it was written or shown.";
    ReviewDate, "review-date", Error,
        "Labels change several times a year: the next review is due at most 90 days after the sources were read.";
    ReviewOverdue, "review-overdue", Warning,
        "The sources should have been read again by now.";
    TooOld, "too-old", Error,
        "With --max-age, a dataset whose sources were read longer ago than that is to be renewed before it is shipped.";
    Phone, "phone", Error,
        "A telephone number that cannot be dialed, or is somebody else's, is worse than none.";
    Url, "url", Error,
        "An address must be one that a reader can open: http or https, a host, no spaces.";
    UnitHazard, "unit-hazard", Error,
        "Trailing zeros, naked decimal points, the sign for micro and abbreviations such as QD are misread by a factor of ten or a thousand.";
    UnlistedStrength, "unlisted-strength", Error,
        "A strength that the treatment does not come in is a typing mistake, and a dangerous one.";
    RankingWord, "ranking-word", Error,
        "The trials cannot be ranked against each other, so no text may rank the drugs.";
    RelativeRisk, "relative-risk", Error,
        "Relative risks make small differences look large; patients are told absolute numbers.";
    HiddenCharacter, "hidden-character", Error,
        "Control, bidirectional-override and zero-width characters can make a terminal show something else than what is written.";
    SpreadsheetFormula, "spreadsheet-formula", Error,
        "A cell that begins like a formula is run by spreadsheets that open the CSV.";
}

impl Code {
    /// The code with this identifier.
    pub fn find(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.id() == id)
    }

    /// Whether the mistake is that a record lacks something, which one that could only be read in
    /// part cannot be blamed for.
    pub fn is_absence(self) -> bool {
        matches!(
            self,
            Self::UnansweredTopic
                | Self::MissingGlance
                | Self::UndatedApproval
                | Self::LonePosition
                | Self::MissingPlain
                | Self::NoComparator
                | Self::ArmSize
                | Self::UncitedText
                | Self::IncompleteGap
        )
    }
}

/// A diagnostic as people read it: file, line and column, the line with a caret, what to do.
pub fn render(files: &[File], diagnostic: &Diagnostic) -> String {
    let Diagnostic { code, piece, span, message, help } = diagnostic;
    let what = format!("{}[{}]: {message}", code.severity().word(), code.id());
    let Some(file) = files.get(piece.0.file) else { return format!("{what}\n") };
    let help = |gutter: &str| {
        help.as_ref().map(|help| format!(" {gutter} = help: {help}\n")).unwrap_or_default()
    };
    if file.text.is_empty() {
        return format!("{}: {what}\n{}", file.name, help(" "));
    }
    let place = file.position(diagnostic.start());
    let (before, after, carets) = excerpt(place, span.len());
    let number = place.line.to_string();
    let gutter = " ".repeat(number.len());
    let marks = " ".repeat(before.width()) + &"^".repeat(carets.max(1));
    format!(
        "{}:{number}:{}: {what}\n {number} | {before}{after}\n {gutter} | {marks}\n{}",
        file.name,
        place.column,
        help(&gutter)
    )
}

/// The line cut at the mistake, made safe for a terminal, and short enough to read: long lines are
/// shown from a little before the mistake to a little after it. With it, how wide the mistake is.
fn excerpt(place: Position<'_>, bytes: usize) -> (String, String, usize) {
    const BEFORE: usize = 60;
    const AFTER: usize = 40;
    let (head, tail) = place.text.split_at(place.before.min(place.text.len()));
    let skipped = head.char_indices().rev().nth(BEFORE - 1).map_or(0, |(at, _)| at);
    let mut before = if skipped > 0 { "...".to_owned() } else { String::new() };
    before.extend(head[skipped..].chars().map(visible));
    let marked = &tail[..tail.floor_char_boundary(bytes.min(tail.len()))];
    let marked: String = marked.chars().take(AFTER).map(visible).collect();
    let mut rest = tail.chars();
    let mut after: String = rest.by_ref().take(AFTER + 20).map(visible).collect();
    if rest.next().is_some() {
        after.push_str("...");
    }
    (before, after, marked.width())
}

/// A character that a terminal can show, in place of one that it would obey.
fn visible(character: char) -> char {
    if character == '\t' {
        ' '
    } else if is_hidden(character) {
        char::REPLACEMENT_CHARACTER
    } else {
        character
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_explained() {
        for (index, code) in Code::ALL.iter().enumerate() {
            assert_eq!(Code::find(code.id()), Some(*code));
            assert!(code.why().ends_with('.'), "{}", code.id());
            assert!(!Code::ALL[..index].iter().any(|other| other.id() == code.id()));
        }
    }

    #[test]
    fn places_are_found_after_any_line_ending_and_any_script() {
        let file = File::new("x".into(), "a\r\nbé\u{4e00}c\n\nend".into());
        let place = |offset| {
            let Position { line, column, text, before } = file.position(offset);
            (line, column, text, before)
        };
        for _ in 0..2 {
            assert_eq!(place(0), (1, 1, "a", 0));
            assert_eq!(place(3), (2, 1, "bé\u{4e00}c", 0));
            assert_eq!(place(9), (2, 4, "bé\u{4e00}c", 6));
            assert_eq!(place(4), (2, 2, "bé\u{4e00}c", 1));
            assert_eq!(place(12), (4, 1, "end", 0));
            assert_eq!(place(999), (4, 4, "end", 3));
        }
    }

    #[test]
    fn the_caret_stands_under_the_mistake() {
        let files = [File::new("x.toml".into(), "key = \"\u{4e00}\u{4e00}\" # \u{1b}[31m".into())];
        let span = 7..13;
        let diagnostic = Diagnostic {
            code: Code::BadValue,
            piece: Piece::default(),
            span,
            message: "no".into(),
            help: Some("yes".into()),
        };
        assert_eq!(
            render(&files, &diagnostic),
            "x.toml:1:8: error[bad-value]: no\n 1 | key = \"\u{4e00}\u{4e00}\" # \u{fffd}[31m\n   |        ^^^^\n   = help: yes\n"
        );
    }
}
