//! What is said where nothing was found, and of what is not answered: what it does not mean, and what
//! to type instead.

use super::{SearchAnswer, look};
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
        page.extend(look::unapproved(&self.look));
        page.extend(boxed_together(&self.boxed.iter().collect::<Vec<_>>(), &[], self.reader));
        let mut note = |text: String| page.push(Block::Note(line(text)));
        let (named, others): (Vec<&Sought<'_>>, Vec<&Sought<'_>>) =
            self.words.iter().partition(|it| it.treatment.is_some());
        let mut here = self.setting.as_ref().map_or("here".to_owned(), |it| format!("for {it}"));
        if !named.is_empty() && !others.is_empty() {
            let named: Vec<&str> =
                named.iter().filter_map(|it| it.treatment.map(|it| it.brand.as_str())).collect();
            here += &format!(" on {}", and(&named));
        }
        let sought = if others.is_empty() { named } else { others };
        let (mut found, missing): (Vec<&Sought<'_>>, Vec<&Sought<'_>>) =
            sought.iter().partition(|it| it.places > 0);
        let list = |terms: &[&Sought<'_>]| {
            terms.iter().map(|it| it.word.as_str()).collect::<Vec<_>>().join(", ")
        };
        let nothing = match (sought.as_slice(), missing.as_slice()) {
            ([], _) => "No word was given to look for.".to_owned(),
            (_, [_, ..]) => format!("Not recorded {here}: {}.", list(&missing)),
            ([word], []) => format!("Not recorded {here}: {}.", word.word),
            (words, []) => format!("Not recorded together {here}: {}.", list(words)),
        };
        note(nothing + &self.said_of_ignored());
        if sought.is_empty() {
            return;
        }
        let mut meaning = "Not finding it here does not mean it is safe".to_owned();
        if self.look.is_empty() {
            meaning += ": look in the label, or ask a pharmacist";
        }
        note(meaning + ".");
        look::draw(&self.look, page);
        let mut note = |text: String| page.push(Block::Note(line(text)));
        self.readings().for_each(&mut note);
        found.retain(|it| !it.is_setting());
        if !found.is_empty() {
            let each: Vec<String> =
                found.iter().map(|it| format!("{} ({})", it.word, it.places)).collect();
            note(format!("Found separately: {}.", each.join(", ")));
        }
        let mut next = self.likely.clone();
        next.extend(self.fewer_words(&found));
        if !next.is_empty() {
            let mut note = line("Try: ");
            for (at, command) in next.into_iter().enumerate() {
                note.extend((at > 0).then(|| Span::Text(" · ".into())));
                note.push(Span::Command(command.into()));
            }
            page.push(Block::Note(note));
        }
    }

    /// A search for the words that do stand together, or for the rarest of those that stand alone.
    fn fewer_words(&self, found: &[&Sought<'_>]) -> Option<String> {
        let rarest = found.iter().min_by_key(|it| it.places).map(|it| it.word.clone());
        let next = match self.found_together.as_slice() {
            [] | [_] => rarest?,
            together if together.len() < self.words.len() => together.join(" "),
            _ => return None,
        };
        // Only what no shell takes for something else can be copied as it stands.
        let is_bare = next.split(' ').all(|word| word.starts_with(char::is_alphanumeric))
            && next.chars().all(|it| it.is_alphanumeric() || matches!(it, '-' | '.' | '/' | ' '));
        (is_bare && self.words.len() > 1).then(|| format!("jakref search {next}{}", self.options))
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
