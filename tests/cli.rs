//! What a user sees. Behavior is tested on the made-up drugs of `tests/fixture/`, to the letter; of
//! the shipped data only what holds for any dataset, read from the data itself: a drug, a topic or a
//! condition that is added breaks no test.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]
#![allow(
    clippy::too_many_lines,
    clippy::nonminimal_bool,
    clippy::similar_names,
    clippy::format_collect,
    clippy::single_match_else,
    reason = "tests read from top to bottom"
)]

#[path = "cli/harness.rs"]
mod harness;

/// The program's own reading and finding of names, for what is asked ten thousand times.
#[allow(dead_code, unused_imports, reason = "the tests use little of it")]
#[path = "../src/dataset"]
mod dataset {
    pub mod check;
    pub mod date;
    pub mod find;
    pub mod model;
    pub mod percent;
    pub mod place;
    pub mod read;
    pub mod text;
    pub mod walk;
    pub mod words;
}

// --- Behavior -----------------------------------------------------------------------------------

/// Screens as files, and those of the README and of `docs/`.
#[path = "cli/screens.rs"]
mod screens;

/// Names: any case finds a drug, a near miss never does.
#[path = "cli/names.rs"]
mod names;

/// What people type who have read only the README.
#[path = "cli/asked.rs"]
mod asked;

/// `--for` and `--in`: another condition, another regulator.
#[path = "cli/settings.rs"]
mod settings;

/// Every text of a dataset under the rules, and hostile ones in every format.
#[path = "cli/hostile.rs"]
mod hostile;

/// The process: exit statuses, closed pipes, full disks, color and width from outside.
#[path = "cli/process.rs"]
mod process;

/// `--output`: whole files or none.
#[cfg(unix)]
#[path = "cli/files.rs"]
mod files;

/// A terminal: the pager, its size, its characters.
#[cfg(target_os = "linux")]
#[path = "cli/terminal.rs"]
mod terminal;

/// Records, single values, and what all formats of one answer share.
#[path = "cli/formats.rs"]
mod formats;

/// JSON: every answer is what `jakref schema` says, and nothing else.
#[path = "cli/contract.rs"]
mod contract;

/// Completions, manual pages, help and schemas.
#[path = "cli/shipping.rs"]
mod shipping;

/// Any dataset that is accepted, any bytes, any arguments.
#[path = "cli/arbitrary.rs"]
mod arbitrary;

/// `jakref check`: one broken dataset for each rule.
#[path = "cli/check.rs"]
mod check;

/// Other datasets: `--data`, `--overlay`, `export`, and what cannot be answered from.
#[path = "cli/data.rs"]
mod data;

/// Datasets with anything at all wrong.
#[path = "cli/mutations.rs"]
mod mutations;

/// `jakref diff`: what changed, fact by fact, with its sources.
#[path = "cli/diff.rs"]
mod diff;

/// The recipes for contributors, run to the letter.
#[path = "cli/contributing.rs"]
mod contributing;

// --- Invariants of the shipped data --------------------------------------------------------------

/// Every view of every column in every format.
#[path = "cli/shipped.rs"]
mod shipped;

/// Every number on every screen leads to its source.
#[path = "cli/traceable.rs"]
mod traceable;

/// Nothing that holds for one indication stands under another.
#[path = "cli/apart.rs"]
mod apart;

/// The figures: a comparator beside each, sides that add up, marks that say the same.
#[path = "cli/figures.rs"]
mod figures;

/// What `docs/assessment.md` says is met.
#[path = "cli/assessment.rs"]
mod assessment;

/// The answer is on the first screen: how many lines each screen takes.
#[path = "cli/lines.rs"]
mod lines;

// --- The code -------------------------------------------------------------------------------------

/// What the code does not name.
#[path = "cli/code.rs"]
mod code;
