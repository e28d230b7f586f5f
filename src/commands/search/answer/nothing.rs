//! What is said where nothing was found, and of what is not answered: what it does not mean, and what
//! to type instead.

use super::SearchAnswer;
use crate::answer::boxed::boxed_together;
use crate::answer::phrasing::and;
use crate::commands::search::query::Sought;
use crate::output::document::{Block, Span, line};

impl SearchAnswer<'_> {
    /// Says what it does not mean that nothing was found, and what to do.
    pub(super) fn draw_nothing<'p>(&'p self, page: &mut Vec<Block<'p>>) {
        if self.asks_to_rank {
            return;
        }
        page.extend(boxed_together(&self.boxed.iter().collect::<Vec<_>>(), &[], self.reader));
        let mut note = |text: String| page.push(Block::Note(line(text)));
        let (named, others): (Vec<&Sought<'_>>, Vec<&Sought<'_>>) =
            self.words.iter().partition(|it| it.treatment.is_some());
        let words = if others.is_empty() { &named } else { &others };
        let words: Vec<&str> = words.iter().map(|it| it.word.as_str()).collect();
        let mut here = self.setting.as_ref().map_or("here".to_owned(), |it| format!("for {it}"));
        if !named.is_empty() && !others.is_empty() {
            let named: Vec<String> = named.iter().map(|it| it.word.clone()).collect();
            here += &format!(" on {}", and(&named));
        }
        let nothing = match words.as_slice() {
            [] => "No word was given to look for.".to_owned(),
            [word] => format!("Nothing recorded {here} contains this word: {word}."),
            words => {
                let words = words.join(", ");
                format!("Nothing recorded {here} contains all of these together: {words}.")
            }
        };
        note(nothing + &self.said_of_ignored());
        if words.is_empty() {
            return;
        }
        let meaning =
            "Not finding it here does not mean it is safe: look in the label, or ask a pharmacist.";
        note(meaning.to_owned());
        if !self.likely.is_empty() {
            page.push(self.may_stand());
        }
        let mut note = |text: String| page.push(Block::Note(line(text)));
        self.readings().for_each(&mut note);
        let (mut found, missing): (Vec<&Sought<'_>>, Vec<&Sought<'_>>) =
            self.words.iter().partition(|it| it.places > 0);
        if self.words.len() > 1 && !missing.is_empty() {
            let missing: Vec<&str> = missing.iter().map(|it| it.word.as_str()).collect();
            note(format!("Not found anywhere: {}.", missing.join(", ")));
        }
        found.retain(|it| !it.is_setting());
        if !found.is_empty() {
            let each: Vec<String> =
                found.iter().map(|it| format!("{} ({})", it.word, it.places)).collect();
            note(format!("Found separately: {}.", each.join(", ")));
        }
        let rarest = found.iter().min_by_key(|it| it.places).map(|it| it.word.clone());
        let next = match self.found_together.as_slice() {
            [] | [_] => rarest.unwrap_or_default(),
            together if together.len() < self.words.len() => together.join(" "),
            _ => String::new(),
        };
        // Only what no shell takes for something else can be copied as it stands.
        let is_bare = next.split(' ').all(|word| word.starts_with(char::is_alphanumeric))
            && next.chars().all(|it| it.is_alphanumeric() || matches!(it, '-' | '.' | '/' | ' '));
        if is_bare && self.words.len() > 1 {
            let command = format!("jakref search {next}");
            page.push(Block::Note(vec![Span::Text("Try: ".into()), Span::Command(command.into())]));
        }
    }

    /// Where the answer may stand that was not found by its words.
    fn may_stand(&self) -> Block<'_> {
        let mut note = line("It may stand under: ");
        for command in &self.likely {
            note.extend([Span::Command(command.as_str().into()), Span::Text(" · ".into())]);
        }
        note.extend([Span::Text("or call: ".into()), Span::Command("jakref clinic".into())]);
        Block::Note(note)
    }

    /// That nothing is ranked, and what to type instead.
    pub(super) fn unranked(&self) -> Block<'_> {
        let mut command = "jakref compare".to_owned();
        for treatment in self.words.iter().filter_map(|it| it.treatment) {
            command += &format!(" {}", treatment.id);
        }
        let why = "jakref ranks nothing: each treatment was studied in trials of its own, with other \
                   people, weeks and analyses. Side by side, with what was found: ";
        Block::Note(vec![Span::Text(why.into()), Span::Command(command.into())])
    }
}
