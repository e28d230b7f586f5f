//! What a user sees, command by command: exact standard output, exact standard error, exit status.
//!
//! A run that says more than expected, on either stream, fails.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

#[path = "cli/harness.rs"]
mod harness;

/// Names: any case finds a drug, a near miss never does.
#[path = "cli/names.rs"]
mod names;

/// The process: exit statuses, closed pipes, full disks, colour and width from outside.
#[path = "cli/process.rs"]
mod process;

/// The answers: boxed warnings first, comparators beside, sources below, nothing orphaned.
#[path = "cli/answers.rs"]
mod answers;

/// The evidence: facts boxes, icon arrays read back, gaps, conflicts, and what standards ask for.
#[path = "cli/evidence.rs"]
mod evidence;

/// What patients read: plain names, sentences instead of rows, the explanation before the figures.
#[path = "cli/patients.rs"]
mod patients;

/// Every number on every screen leads to its source.
#[path = "cli/traceable.rs"]
mod traceable;

/// Nothing is ordered by its effect, and nothing colored by it.
#[path = "cli/ranking.rs"]
mod ranking;

/// JSON: the contract, held by structs that refuse unknown fields.
#[path = "cli/json.rs"]
mod json;

/// The other formats: tidy records, Markdown, single values, and what names what is accepted.
#[path = "cli/formats.rs"]
mod formats;

/// Search: every word, any case, the place first.
#[path = "cli/search.rs"]
mod search;

/// Completions, manual pages and schemas.
#[path = "cli/shipping.rs"]
mod shipping;

/// Layout: no line too wide, no word cut, at any width.
#[path = "cli/layout.rs"]
mod layout;

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

/// The README's recipes for contributors, run to the letter.
#[path = "cli/contributing.rs"]
mod contributing;

/// The README: every screen in it is what the program prints.
#[path = "cli/readme.rs"]
mod readme;
