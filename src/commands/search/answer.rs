//! What was found, as people and programs are shown it.

mod look;
mod nothing;

use std::collections::HashSet;

use itertools::Itertools as _;
use serde::Serialize;

use super::hit::{Hit, Kind, Maker};
use super::matcher::{Found, Matcher};
use super::query::{Query, Sought};
use super::spot::Raw;
use super::{Reader, SearchArgs};
use crate::answer::boxed::boxed_together;
use crate::answer::cell::CellView;
use crate::answer::column::Column;
use crate::answer::phrasing::bare;
use crate::answer::source::{Citations, SourceView};
use crate::answer::{Answer, Sourced, Words};
use crate::dataset::check::find_words;
use crate::dataset::model::{Dataset, Scope, Topic, Treatment};
use crate::output::document::{Block, Fact, Line, Span, line, strong, with_commands};
use crate::output::records::Records;
use look::LookIn;

/// The heading of what is not said of a treatment.
const ELSEWHERE: &str = "Elsewhere";

/// Words that mean two things, of which a dataset records one: what the other would be. It is said
/// that nothing is recorded on that, where the word stands in no other answer.
const OTHERWISE: &[(&str, &str)] = &[("alcohol", "drinking alcohol")];

/// What asks which treatment to prefer.
const RANKING: &[&str] = &[
    "best",
    "better",
    "strongest",
    "stronger",
    "superior",
    "safest",
    "safer",
    "most effective",
    "more effective",
    "winner",
];

/// How many questions that were asked by name are led to at most.
const MOST_LIKELY: usize = 4;

/// How many hits are shown that hold not all of the words.
const NEAREST: usize = 4;

/// How many hits a screen shows at most.
const FIRST: usize = 10;

/// How many lines of hits, headings, warnings and sources leave room for all else on a screen of
/// forty; how many characters of a hit and of a list of sources fit on one, at 80 columns; and how
/// many a citation takes.
const ROWS: usize = 31;
const ROW: usize = 64;
const LISTED: usize = 72;
const CITED: usize = 6;

/// What was found.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SearchAnswer<'a> {
    /// What was sought.
    words: Vec<Sought<'a>>,
    /// The words that were not sought, as they tell nothing about the answer.
    ignored: Vec<String>,
    /// The best first: what was asked by name, then what holds the words in its heading, its glance,
    /// its statements; answers for other conditions and regulators behind those that were asked for.
    hits: Vec<Hit<'a>>,
    /// If there is no hit: the words that do stand together somewhere.
    found_together: Vec<String>,
    /// The words that do not stand with what says of what.
    #[serde(skip)]
    apart: Found,
    /// What holds the others.
    #[serde(skip)]
    nearest: Vec<Hit<'a>>,
    /// What alone was asked about, if that was said.
    #[serde(skip)]
    setting: Option<String>,
    #[serde(skip)]
    boxed: Vec<CellView<'a>>,
    /// If there is no hit and a treatment was named: what was asked of it by name.
    #[serde(skip)]
    likely: Vec<String>,
    /// Where to look for what is not recorded of the treatments that were named.
    #[serde(skip)]
    look: Vec<LookIn<'a>>,
    /// Whether it was asked which treatment to prefer.
    #[serde(skip)]
    asks_to_rank: bool,
    #[serde(skip)]
    matcher: Matcher,
    #[serde(skip)]
    reader: Reader<'a>,
    #[serde(skip)]
    shown: usize,
}

impl<'a> SearchAnswer<'a> {
    /// The answer that was found.
    pub fn new(
        reader: &Reader<'a>,
        args: &SearchArgs,
        query: Query<'a>,
        (found, apart): (&[Raw<'a>], Found),
        nearest: Option<(Query<'a>, Vec<Raw<'a>>)>,
    ) -> Sourced<'a, Self> {
        let dataset = reader.dataset;
        let matcher = query.matcher();
        let mut maker = Maker { reader, matcher: &matcher, citations: Citations::new(dataset) };
        let hits: Vec<Hit<'a>> = found.iter().map(|raw| maker.hit(raw)).collect();
        let mut citations = maker.citations;
        let (found_together, nearest) = nearest.map_or_else(Default::default, |(fewer, found)| {
            // Apart from what was found: the answer for programs does not say it.
            let (matcher, citations) = (&fewer.matcher(), Citations::new(dataset));
            let mut maker = Maker { reader, matcher, citations };
            let near: Vec<Hit<'a>> = found.iter().take(NEAREST).map(|it| maker.hit(it)).collect();
            (fewer.terms.into_iter().map(|it| it.typed).collect(), near)
        });
        let treatments = query.terms.iter().filter_map(|it| it.treatment);
        let ids: Vec<String> = treatments.map(|it| it.id.to_string()).collect();
        let named = reader.setting.named(dataset, &ids).ok().filter(|_| !ids.is_empty());
        let named = named.unwrap_or_default();
        let shown = hits.iter().chain(&nearest).filter_map(|hit| hit.column);
        let in_none = hits.iter().all(|hit| hit.column.is_none());
        let asked_of = named.iter().copied().filter(|_| in_none);
        let warned = shown.chain(asked_of).unique_by(|it| it.treatment.id.as_str());
        let warned: Vec<Column<'a>> = warned.collect();
        let asked = query.terms.iter().flat_map(|it| &it.topics).take(MOST_LIKELY);
        let asked: Vec<String> = asked.map(|topic| topic.path()).collect();
        let likely = named.iter().flat_map(|it| asked.iter().map(|path| reader.command(*it, path)));
        let likely = likely.collect();
        let look = named.iter().map(|it| LookIn::new(*it, reader)).collect();
        let mut boxed = Vec::new();
        for topic in dataset.topics.iter().filter(|topic| topic.first) {
            boxed.extend(warned.iter().map(|it| CellView::new(*it, topic, false, &mut citations)));
        }
        let answer = Self {
            found_together,
            apart,
            nearest,
            words: query.terms,
            ignored: query.ignored,
            shown: if args.all || reader.full {
                hits.len()
            } else {
                fitting(dataset, &hits, &boxed)
            },
            hits,
            boxed,
            likely,
            look,
            asks_to_rank: find_words(&args.words.join(" "), RANKING).is_some(),
            setting: args.only().then(|| reader.setting.words()),
            matcher,
            reader: reader.clone(),
        };
        Sourced::new(answer, &citations, reader.sources)
    }

    /// The boxed warnings of the section that the hit begins, of treatments that no section before
    /// it has.
    fn boxed(&self, first: &Hit<'_>) -> Option<Block<'_>> {
        let is_of = |it: &&CellView<'_>| section(first) == (Some(it.condition), Some(it.regulator));
        let cells: Vec<&CellView<'_>> = self.boxed.iter().filter(is_of).collect();
        // Whose it is was not typed where no treatment was.
        let is_of = |it: &&Treatment| cells.iter().any(|cell| it.id.as_str() == cell.treatment);
        let of =
            self.reader.dataset.treatments.iter().filter(|it| self.look.is_empty() && is_of(it));
        let of: Vec<String> = of.map(|it| it.brand.to_string()).collect();
        boxed_together(&cells, &of, self.reader.words)
    }

    /// A line of a hit with the words set off.
    fn emphasized<'s>(&self, line: &[Span<'s>]) -> Line<'s> {
        let mut shown = Line::new();
        for span in line {
            let Span::Text(text) = span else {
                shown.push(span.clone());
                continue;
            };
            let mut from = 0;
            for place in self.matcher.places(text) {
                shown.push(Span::Text(text[from..place.start].to_owned().into()));
                shown.push(Span::Strong(text[place.clone()].to_owned().into()));
                from = place.end;
            }
            shown.push(Span::Text(text[from..].to_owned().into()));
        }
        shown
    }

    /// The hits of one group: answers beside the names of their treatments, the others in a list.
    fn draw_group<'p>(&'p self, hits: &'p [Hit<'_>], page: &mut Vec<Block<'p>>) {
        let lines = |hit: &'p Hit<'_>| hit.lines.iter().map(|line| self.emphasized(line));
        if hits.iter().any(|hit| hit.column.is_some()) {
            let facts = hits.iter().map(|hit| Fact::new(hit.name.as_str(), lines(hit).collect()));
            return page.push(Block::Facts(facts.collect()));
        }
        for hit in hits {
            for mut line in lines(hit) {
                if !hit.name.is_empty() {
                    line.insert(0, Span::Text(format!("{}: ", hit.name).into()));
                }
                page.push(Block::Item(line));
            }
        }
    }

    /// The heading of a group, with the command that opens it.
    fn subheading(&self, hits: &[Hit<'_>]) -> Block<'_> {
        let heading = hits.first().map_or("", |first| first.heading.as_str());
        let command = self.command(hits).map(|command| format!(" · {command}"));
        Block::Subheading(format!("{heading}{}", command.unwrap_or_default()).into())
    }

    /// How many hits there are, and how the words were taken.
    fn count(&self) -> Vec<String> {
        let mut said = match self.hits.len() {
            1 => "1 hit".to_owned(),
            many => format!("{many} hits"),
        };
        if self.hits.len() > self.shown {
            said += &format!(", the first {}. Add a word to narrow this", self.shown);
        }
        let mut notes = vec![format!("{said}.{}", self.said_of_ignored())];
        notes.extend(self.readings());
        notes
    }

    fn said_of_ignored(&self) -> String {
        match self.ignored.as_slice() {
            [] => String::new(),
            ignored => format!(" Ignored: {}.", ignored.join(", ")),
        }
    }

    /// How words were read that were not simply found.
    fn readings(&self) -> impl Iterator<Item = String> {
        self.words.iter().filter_map(|it| match (&it.read_as, it.part, it.also.as_slice()) {
            (Some(read_as), _, _) => Some(format!("`{}` was read as {read_as}.", it.word)),
            (None, true, _) => {
                Some(format!("`{}` was sought as the beginning of longer words.", it.word))
            }
            (None, false, []) => self.asked_by(it),
            (None, false, also) => {
                let also = also.iter().take(4).copied().collect::<Vec<_>>().join(", ");
                Some(format!("{}: also found as {also}.", it.word))
            }
        })
    }

    /// What question a word asks that does not stand in its heading.
    fn asked_by(&self, term: &Sought<'_>) -> Option<String> {
        let plain = |topic: &&Topic| topic.plain.as_ref().map(|it| it.to_lowercase());
        let says = |topic: &&Topic| {
            topic.label.to_lowercase().contains(&term.typed)
                || plain(topic).is_some_and(|it| it.contains(&term.typed))
        };
        let silent = !self.hits.is_empty() && !term.topics.is_empty();
        if !silent || term.topics.iter().any(says) {
            return None;
        }
        let labels: Vec<&str> = term.topics.iter().map(|it| it.label.as_str()).collect();
        Some(format!("{}: read as {}.", term.word, labels.join(", ")))
    }

    /// What a word would mean otherwise, if that is recorded nowhere.
    fn otherwise(&self) -> Option<String> {
        let (word, other) =
            OTHERWISE.iter().find(|(word, _)| self.words.iter().any(|it| it.word == *word))?;
        let mut topics = self.hits.iter().filter(|hit| hit.column.is_some()).map(|hit| &hit.topic);
        let first = topics.next()?.as_ref()?;
        let topic = self.reader.dataset.topic(first)?;
        let only = *topic.scope == Scope::Treatment && topics.all(|it| it.as_ref() == Some(first));
        only.then(|| {
            let heading = topic.brief.to_lowercase();
            format!(
                "`{word}` is found among the {heading} only. Nothing on {other} is recorded here."
            )
        })
    }

    /// The command that opens all hits of a group.
    fn command(&self, hits: &[Hit<'_>]) -> Option<String> {
        let first = hits.first()?;
        let options = first.column.map(|it| it.options(self.reader.dataset)).unwrap_or_default();
        let patient = if self.reader.words == Words::Plain { " --patient" } else { "" };
        Some(match (&first.topic, first.kind) {
            _ if hits.iter().all(|hit| hit.command == first.command) => first.command.clone(),
            (Some(topic), _) => format!("jakref compare --topics {topic}{options}{patient}"),
            (None, Kind::Treatment) => format!("jakref list{options}{patient}"),
            (None, Kind::Glossary) => "jakref about WORD".to_owned(),
            (None, Kind::Source) => "jakref sources ID".to_owned(),
            (None, _) => first.command.clone(),
        })
    }
}

/// What it is said of that the hit says: a condition under a regulator.
fn section<'h>(hit: &'h Hit<'_>) -> (Option<&'h str>, Option<&'h str>) {
    (hit.condition, hit.regulator)
}

/// Whether two hits stand under one heading.
fn together(one: &Hit<'_>, other: &Hit<'_>) -> bool {
    one.heading == other.heading && section(one) == section(other)
}

/// How many hits fit on a screen with their sources; always one.
fn fitting(dataset: &Dataset, hits: &[Hit<'_>], boxed: &[CellView<'_>]) -> usize {
    // A boxed warning is two lines.
    let mut rows = if hits.iter().any(|hit| hit.column.is_some()) { 2 } else { 0 };
    let mut last: Option<&Hit<'_>> = None;
    let glances = boxed.iter().flat_map(|cell| &cell.glance);
    let warnings = glances.flat_map(|it| it.lead.iter().map(|it| it.source));
    let mut sources: HashSet<&str> = warnings.collect();
    let fits = hits.iter().take(FIRST).take_while(|hit| {
        rows += match last {
            Some(last) if together(last, hit) => 0,
            Some(last) if section(last) == section(hit) => 2,
            _ => 3,
        };
        let lengths = hit.lines.iter().map(|line| bare(line).chars().count() + CITED);
        rows += lengths.map(|it| it.div_ceil(ROW).max(1)).sum::<usize>();
        sources.extend(hit.shown_sources());
        last = Some(hit);
        let listed = sources.iter().filter_map(|id| dataset.source(id));
        let listed = listed.map(|it| SourceView::new(it).line().chars().count() + CITED);
        rows + listed.sum::<usize>().div_ceil(LISTED) <= ROWS
    });
    fits.count().max(1)
}

impl Answer for SearchAnswer<'_> {
    const SCHEMA: &'static str = "search/2";

    fn draw<'a>(&'a self, page: &mut Vec<Block<'a>>) {
        page.extend(self.asks_to_rank.then(|| self.unranked()));
        if self.hits.is_empty() {
            return self.draw_nothing(page);
        }
        if let Some(setting) = &self.setting {
            page.push(Block::Title(strong(setting.to_uppercase())));
        }
        page.extend(look::unapproved(&self.look));
        let is_beside = |hit: &Hit<'_>| hit.column.is_none() && hit.kind != Kind::Clinic;
        if self.hits.iter().all(is_beside) && !self.look.is_empty() {
            self.draw_missing(page);
        }
        page.extend(self.count().into_iter().map(|it| Block::Note(line(it))));
        let otherwise = self.otherwise();
        let is_asked_otherwise = otherwise.is_some();
        page.extend(otherwise.map(|it| Block::Note(line(it))));
        let mut last = self.setting.clone();
        let mut left = self.shown;
        let mut sections = HashSet::new();
        for hits in self.hits.chunk_by(together) {
            let Some(first) = hits.first().filter(|_| left > 0) else { break };
            // What is said of one condition under one regulator never stands under another's heading.
            let here = match first.column {
                Some(column) => {
                    Some(column.setting()).filter(|_| !column.is_default || last.is_some())
                }
                None => last.as_ref().map(|_| ELSEWHERE.to_owned()),
            };
            if here != last {
                page.extend(here.clone().map(|it| Block::Heading(it.into())));
                last = here;
            }
            if sections.insert(section(first)) {
                page.extend(self.boxed(first));
            }
            page.push(self.subheading(hits));
            self.draw_group(&hits[..hits.len().min(left)], page);
            left = left.saturating_sub(hits.len());
        }
        if self.hits.len() > self.shown {
            let more = self.hits.len() - self.shown;
            let note = format!("{more} more: `--all` · sources: `--sources`");
            page.push(Block::Note(with_commands(&note)));
        }
        if is_asked_otherwise {
            look::draw(&self.look, page);
        }
    }

    fn records(&self) -> Option<Records> {
        let names = "kind,place,treatment,condition,regulator,topic,text,plain,gap,look_in,weakness,\
                     command,sources,sections";
        Some(Records::of_fields(names, &self.hits))
    }

    fn is_negative(&self) -> bool {
        self.hits.is_empty()
    }
}
