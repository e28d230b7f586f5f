//! What each role looks like on a terminal, if colour is wanted at all. Colour repeats what the
//! words say already.

use colored::{ColoredString, Colorize};

/// Whether a stream takes colour, and the look of each role.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    colour: bool,
}

impl Style {
    /// A style with or without colour.
    pub fn new(colour: bool) -> Self {
        if colour {
            // Whether there is colour is decided in `terminal`; the crate's own guess is not asked.
            colored::control::set_override(true);
        }
        Self { colour }
    }

    fn paint(self, painted: ColoredString) -> String {
        if self.colour && !painted.input.is_empty() { painted.to_string() } else { painted.input }
    }

    /// What the answer is about.
    pub fn title(self, text: &str) -> String {
        self.paint(text.bold().underline())
    }

    /// A group of questions.
    pub fn heading(self, text: &str) -> String {
        self.paint(text.cyan().bold())
    }

    /// Emphasis, questions, the header of a table.
    pub fn strong(self, text: &str) -> String {
        self.paint(text.bold())
    }

    /// The name of a column in a stacked record.
    pub fn label(self, text: &str) -> String {
        self.paint(text.cyan())
    }

    /// Citations and remarks.
    pub fn soft(self, text: &str) -> String {
        self.paint(text.dimmed())
    }

    /// A declared gap.
    pub fn gap(self, text: &str) -> String {
        self.paint(text.yellow())
    }

    /// A boxed warning, or an error.
    pub fn warning(self, text: &str) -> String {
        self.paint(text.red().bold())
    }
}
