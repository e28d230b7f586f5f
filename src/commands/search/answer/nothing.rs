//! What is said where nothing was found, and of what is not answered: what it does not mean, and what
//! to type instead.

use itertools::Itertools;

use super::{SearchAnswer, look, together};
use crate::answer::boxed::boxed_together;
use crate::answer::phrasing::and;
use crate::commands::search::query::Sought;
use crate::output::document::{Block, Span, beside, line, with_commands};

/// What it does not mean that nothing was found.
const MEANING: &str = "Not finding it here does not mean it is safe";

impl SearchAnswer<'_> {
    /// Says what it does not mean that nothing was found, and what to do.
    pub(super) fn draw_nothing<'p>(&'p self, page: &mut Vec<Block<'p>>) {
        if self.asks_to_rank {
            return;
        }
        page.extend(look::unapproved(&self.look));
        page.extend(boxed_together(&self.boxed.iter().collect::<Vec<_>>(), &[], self.reader.words));
        let mut note = |text: String| page.push(Block::Note(line(text)));
        let (named, others): (Vec<&Sought<'_>>, Vec<&Sought<'_>>) =
            self.words.iter().partition(|it| it.treatment.is_some());
        let mut here = self.setting.as_ref().map_or("here".to_owned(), |it| format!("for {it}"));
        if !named.is_empty() && !others.is_empty() {
            let named: Vec<&str> =
                named.iter().filter_map(|it| it.treatment.map(|it| it.brand.as_str())).collect();
            here += &format!(" on {}", and(&named));
        }
        // What only says of what is not what is missing.
        let (of_what, asked): (Vec<&Sought<'_>>, Vec<&Sought<'_>>) =
            others.into_iter().partition(|it| it.is_setting());
        let sought = [asked, of_what, named].into_iter().find(|it| !it.is_empty());
        let sought = sought.unwrap_or_default();
        let words = |apart: bool| {
            let words = self.words.iter().enumerate();
            let words = words.filter(|(at, it)| {
                sought.iter().any(|sought| sought.typed == it.typed)
                    && (!apart || self.apart >> at & 1 == 1)
            });
            words.map(|(_, it)| it.word.as_str()).collect::<Vec<_>>()
        };
        let nothing = match (words(true).as_slice(), words(false).as_slice()) {
            ([], []) => "No word was given to look for.".to_owned(),
            ([], [one]) => format!("Not recorded {here}: {one}."),
            ([], all) => format!("Not recorded together {here}: {}.", all.join(", ")),
            (apart, _) => format!("Not recorded {here}: {}.", apart.join(", ")),
        };
        note(nothing + &self.said_of_ignored());
        if sought.is_empty() {
            return;
        }
        if self.look.is_empty() {
            page.push(Block::Note(with_commands(&format!(
                "{MEANING}: look in the label, or ask a pharmacist, or: `jakref clinic`"
            ))));
        } else {
            note(format!("{MEANING}."));
            look::draw(&self.look, page);
        }
        let mut note = |text: String| page.push(Block::Note(line(text)));
        self.readings().for_each(&mut note);
        let found = sought.iter().copied().filter(|it| it.places > 0 && !it.is_setting());
        let found: Vec<&Sought<'_>> = found.collect();
        if !self.nearest.is_empty() {
            let words = found.iter().filter(|it| self.is_nearest(it)).map(|it| it.word.as_str());
            note(format!("On {} alone:", words.collect::<Vec<_>>().join(", ")));
            for hits in self.nearest.chunk_by(together) {
                page.push(self.subheading(hits));
                self.draw_group(hits, page);
            }
        } else if !found.is_empty() {
            let each: Vec<String> =
                found.iter().map(|it| format!("{} ({})", it.word, it.places)).collect();
            note(format!("Found separately: {}.", each.join(", ")));
        }
        let mut next = self.likely.clone();
        next.extend(self.rarest(&found).filter(|_| self.nearest.is_empty()));
        if !next.is_empty() {
            let next: Vec<_> = next.into_iter().map(|it| vec![Span::Command(it.into())]).collect();
            page.push(Block::Note([line("Try: "), beside(&next)].concat()));
        }
    }

    /// Says that what was found is not said of the treatments that were named, and where to look.
    pub(super) fn draw_missing<'p>(&'p self, page: &mut Vec<Block<'p>>) {
        page.extend(boxed_together(&self.boxed.iter().collect::<Vec<_>>(), &[], self.reader.words));
        let brands = self.words.iter().filter_map(|it| it.treatment);
        let brands: Vec<&str> = brands.map(|it| it.brand.as_str()).collect();
        let words = self.words.iter().filter(|it| !it.is_setting());
        let words: Vec<&str> = words.map(|it| it.word.as_str()).collect();
        page.push(Block::Note(line(format!(
            "Not recorded here on {}: {}. {MEANING}.",
            and(&brands),
            words.join(", ")
        ))));
        look::draw(&self.look, page);
    }

    /// Whether the word is one of those that do stand together.
    fn is_nearest(&self, term: &Sought<'_>) -> bool {
        self.found_together.contains(&term.typed)
    }

    /// A search for the rarest of the words that stand alone.
    fn rarest(&self, found: &[&Sought<'_>]) -> Option<String> {
        let next = found.iter().min_by_key(|it| it.places)?.word.clone();
        // Only what no shell takes for something else can be copied as it stands.
        let is_bare = next.split(' ').all(|word| word.starts_with(char::is_alphanumeric))
            && next.chars().all(|it| it.is_alphanumeric() || matches!(it, '-' | '.' | '/' | ' '));
        (is_bare && self.words.len() > 1)
            .then(|| format!("jakref search {next}{}", self.reader.options()))
    }

    /// That nothing is ranked, and what to type instead.
    pub(super) fn unranked(&self) -> Block<'_> {
        let treatments = self.words.iter().filter_map(|it| it.treatment);
        let ids = treatments.map(|it| it.id.as_str());
        let command = std::iter::once("jakref compare").chain(ids).join(" ");
        Block::Note(with_commands(&format!(
            "jakref ranks nothing: each treatment was studied in trials of its own, with other people, \
             weeks and analyses. Side by side, with what was found: `{command}`"
        )))
    }
}
