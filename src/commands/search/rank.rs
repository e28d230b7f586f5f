//! What of the dataset holds the terms. Nothing is formatted here.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::matcher::{Found, Matcher};
use super::query::{Query, Sought};
use super::spot::{Fit, Raw, Side, Spot, order};
use crate::answer::column::{Column, Setting};
use crate::answer::view::Viewed;
use crate::dataset::find;
use crate::dataset::model::{
    Background, BackgroundKind, Clinic, Dataset, Indication, Scope, Source, TELEPHONE, Topic,
    Treatment, WEBSITE,
};
use crate::dataset::walk::{Entry, Item, Part, Record, items};

/// The words by which people ask for what those who pay have decided.
const PAYERS: &str =
    "funded, funding, covered, coverage, insurance, reimbursed, reimbursement, paid";

/// Every column of the dataset.
pub fn columns(dataset: &Dataset) -> impl Iterator<Item = Column<'_>> {
    let treatments: HashMap<&str, &Treatment> =
        dataset.treatments.iter().map(|it| (it.id.as_str(), it)).collect();
    let header = &dataset.header;
    dataset.indications.iter().filter_map(move |it: &Indication| {
        Some(Column {
            treatment: treatments.get(it.treatment.as_str())?,
            indication: it,
            condition: dataset.condition(&it.condition)?,
            regulator: dataset.regulator(&it.regulator)?,
            is_default: it.condition == header.condition && it.regulator == header.regulator,
        })
    })
}

/// The terms that stand with all that say of what: the most of them together, and each.
#[derive(Clone, Copy, Default)]
pub struct Standing {
    pub together: Found,
    pub each: Found,
}

/// What was found, in the order in which it is shown, and what stands if not all does. Each term
/// learns in how many places it was found. What is recorded for this setting comes first, and with
/// `only` nothing of treatments that is recorded for another.
pub fn search<'a>(
    dataset: &'a Dataset,
    setting: &Setting<'a>,
    only: bool,
    query: &mut Query<'a>,
) -> (Vec<Raw<'a>>, Standing) {
    let mut search = Search::new(dataset, setting, only, query);
    search.identities();
    items(dataset).for_each(|entry| search.entry(&entry));
    for source in &dataset.sources {
        if !only || search.cited.contains(source.id.as_str()) {
            search.source(source);
        }
    }
    for (index, term) in query.terms.iter_mut().enumerate() {
        term.places = search.found.iter().filter(|found| **found >> index & 1 == 1).count();
    }
    let called = search.of_where;
    let is_called = |side: &Side<'a>| called != 0 && side.names & called == called;
    let any = search.sides.iter().any(is_called);
    order(dataset, &mut search.hits, |side| if any { is_called(side) } else { side.own });
    let of_what = search.of_what;
    let mut standing = Standing::default();
    for found in search.found.iter().copied().filter(|found| found & of_what == of_what) {
        standing.each |= found;
        if found.count_ones() > standing.together.count_ones() {
            standing.together = found;
        }
    }
    (search.hits, standing)
}

struct Search<'a> {
    dataset: &'a Dataset,
    /// The condition that alone is asked about.
    only: Option<&'a str>,
    matcher: Matcher,
    /// All terms.
    all: Found,
    /// The terms that only say of what.
    of_what: Found,
    /// Those of them that are conditions and regulators.
    of_where: Found,
    sides: Vec<Side<'a>>,
    /// Where among them those of a treatment stand, by its id.
    sides_of: HashMap<&'a str, Range<usize>>,
    /// The topics by their paths.
    questions: HashMap<String, Question<'a>>,
    hits: Vec<Raw<'a>>,
    /// Where among them that of a spot stands, by its key.
    places: HashMap<[usize; 3], usize>,
    /// What each place holds that was looked at.
    found: Vec<Found>,
    /// The sources of what is asked about.
    cited: HashSet<&'a str>,
}

/// A topic.
#[derive(Clone, Copy)]
struct Question<'a> {
    topic: &'a Topic,
    /// The terms that name it.
    asked: Found,
    /// The terms that its headings hold, those among them.
    held: Found,
}

impl<'a> Search<'a> {
    fn new(dataset: &'a Dataset, setting: &Setting<'a>, only: bool, query: &Query<'a>) -> Self {
        let matcher = query.matcher();
        let named = query.which(|it| it.treatment.is_some());
        let sides = columns(dataset).enumerate().map(|(index, column)| {
            let Column { treatment, condition, regulator, .. } = column;
            let is_own = condition.id == setting.condition.id
                && setting.regulators.iter().any(|it| it.id == regulator.id);
            let is_named =
                query.terms.iter().any(|it| it.treatment.is_some_and(|it| it.id == treatment.id));
            let place = query.which(|term| {
                term.condition.is_some_and(|it| it.id == condition.id)
                    || term.regulator.is_some_and(|it| it.id == regulator.id)
            });
            Side {
                column,
                index,
                own: is_own,
                // Of several treatments that are named, each stands in the place of all.
                names: place | if is_named { named } else { 0 },
                excluded: only && !is_own || named != 0 && !is_named,
            }
        });
        let sides: Vec<Side<'a>> = sides.collect();
        let mut sides_of: HashMap<&str, Range<usize>> = HashMap::new();
        for (at, side) in sides.iter().enumerate() {
            sides_of.entry(&side.column.treatment.id).or_insert(at..at).end = at + 1;
        }
        let questions = dataset.topics.iter().map(|topic| {
            let asked = query.which(|term| term.topics.iter().any(|it| std::ptr::eq(*it, topic)));
            let headings =
                [&topic.label, &topic.id].into_iter().chain(&topic.plain).chain(&topic.column);
            let held = headings.fold(asked, |found, heading| found | matcher.found(heading));
            (topic.path(), Question { topic, asked, held })
        });
        Self {
            dataset,
            only: only.then_some(setting.condition.id.as_str()),
            all: query.which(|_| true),
            of_what: query.which(Sought::is_setting),
            of_where: query.which(|it| it.condition.is_some() || it.regulator.is_some()),
            sides,
            sides_of,
            questions: questions.collect(),
            matcher,
            hits: Vec::new(),
            places: HashMap::new(),
            found: Vec::new(),
            cited: HashSet::new(),
        }
    }

    /// Whether it is about another condition than the only one.
    fn is_beside(&self, background: &Background) -> bool {
        background.kind == BackgroundKind::Condition
            && self.only.is_some_and(|condition| condition != background.id.as_str())
    }

    /// The terms that any of the texts holds.
    fn held<'t>(&self, texts: impl IntoIterator<Item = Option<&'t str>>) -> Found {
        texts.into_iter().flatten().fold(0, |found, text| found | self.matcher.found(text))
    }

    /// The treatments that are called so, or are of such a form.
    fn identities(&mut self) {
        for side in self.sides.clone() {
            let treatment = side.column.treatment;
            let forms = side
                .column
                .topics(self.dataset)
                .filter(|topic| topic.column.is_some() && *topic.scope == Scope::Treatment);
            let glances = forms.flat_map(|topic| {
                treatment.glance.iter().filter(|it| topic.is(&it.topic)).map(|it| it.text.as_str())
            });
            let makers = [Some(treatment.maker.as_str()), treatment.registrant.viewed()];
            let names = glances.chain(find::names(treatment)).map(Some).chain(makers);
            let what = self.held(names) & !self.of_what;
            if !side.excluded && self.all != 0 && (side.names | what) & self.all == self.all {
                let spot = Spot::Treatment(side);
                self.hits.push(Raw { spot, fit: Fit::Asked, items: Vec::new() });
            }
        }
    }

    fn entry(&mut self, entry: &Entry<'a>) {
        let side = match entry.record {
            Record::Background(it) if self.is_beside(it) => return,
            Record::Indication(_) | Record::Treatment(_) => {
                let Some(side) = self.side(entry) else { return };
                if side.excluded {
                    let found = self.of_item(side.column, entry.item);
                    return self.found.push(found & !self.of_what);
                }
                Some(side)
            }
            _ => None,
        };
        self.cited.extend(entry.item.citations().iter().map(|it| it.source.as_str()));
        match (entry.record, &entry.part, side) {
            (_, Part::Topic(path), Some(side)) => self.cell(side, path, entry),
            (_, Part::Positions, Some(side)) => {
                let heading = self.held([Some(PAYERS)]);
                self.hit(
                    Spot::Positions(side),
                    side.names | heading,
                    self.of_item(side.column, entry.item),
                    entry.item,
                );
            }
            (_, Part::Trials, Some(side)) => self.other(side, Spot::Trials(side), 0, entry),
            (Record::Background(it), Part::Section(section), _) => {
                let headings =
                    [Some(section.label.as_str()), section.plain.viewed(), Some(&it.name)];
                self.elsewhere(Spot::Section(it, section), headings, entry.item);
            }
            (Record::Background(it), Part::Option(option), _) => {
                let headings = [Some(option.name.as_str()), option.plain.viewed(), None];
                self.elsewhere(Spot::Option(it, option), headings, entry.item);
            }
            (Record::Clinic(it), Part::Facts, _) => {
                for (label, text) in [(TELEPHONE, &it.phone), (WEBSITE, &it.website)] {
                    let called = Clinic::called(label);
                    let place = self.held([Some(called), Some(label), Some(&it.name)]);
                    let found = self.held([Some(text.as_str())]);
                    self.hit(Spot::Clinic(it, label), place, found, entry.item);
                }
            }
            (Record::Clinic(it), Part::Clinic(_, label), _) => {
                let headings = [Some(Clinic::called(label)), Some(label), Some(&it.name)];
                self.elsewhere(Spot::Clinic(it, label), headings, entry.item);
            }
            (Record::Term(it), _, _) => {
                let names = std::iter::once(&it.term).chain(&it.aliases);
                let place = self.held(names.map(|name| Some(name.as_str())));
                let found = self.held([Some(it.plain.as_str())]);
                self.hit(Spot::Term(it), place, found, entry.item);
            }
            _ => {}
        }
    }

    /// The column that the entry belongs to: for what is said of a treatment itself that of the
    /// setting asked about, if it holds there.
    fn side(&self, entry: &Entry<'a>) -> Option<Side<'a>> {
        let own = self.sides_of.get(entry.record.treatment()?)?.clone();
        let mut sides = self.sides.get(own)?.iter().filter(|side| match entry.record {
            Record::Indication(it) => std::ptr::eq(it, side.column.indication),
            Record::Treatment(it) => {
                let regulator = side.column.regulator.id.as_str();
                std::ptr::eq(it, side.column.treatment)
                    && entry.regulator().is_none_or(|it| it == regulator)
            }
            _ => false,
        });
        let first = sides.next()?;
        let own = std::iter::once(first).chain(sides).find(|side| side.own);
        Some(*own.unwrap_or(first))
    }

    fn cell(&mut self, side: Side<'a>, path: &str, entry: &Entry<'a>) {
        let Some(&Question { topic, asked, held }) = self.questions.get(path) else { return };
        let conflict = match entry.item {
            Item::Conflict(it) => Some(it),
            _ => entry.conflict,
        };
        if let Some(conflict) = conflict {
            return self.other(side, Spot::Conflict(side, topic, conflict), held, entry);
        }
        let found = self.of_item(side.column, entry.item);
        let aside = match entry.item {
            Item::Statement(it) => self.held([it.note.viewed(), it.look_in.viewed()]),
            _ => 0,
        };
        // What the column is called asks for nothing of it; elsewhere it is a word like others.
        let what = self.all & !side.names;
        let place = side.names | held | aside;
        if (held | found | aside) & what == 0 {
            return self.found.push((place | found) & self.all);
        }
        let within = |found: Found| what & !found == 0;
        let fit = if within(asked) {
            Fit::Asked
        } else if within(held) {
            Fit::Heading
        } else if !within(held | found) {
            Fit::Aside
        } else if held & what != 0 {
            Fit::Near
        } else if matches!(entry.item, Item::Glance(_)) {
            Fit::Glance
        } else {
            Fit::Said
        };
        self.add(Spot::Topic(side, topic), place, found & what, fit, entry.item);
    }

    /// What stands in a column beside the answers to its questions.
    fn other(&mut self, side: Side<'a>, spot: Spot<'a>, heading: Found, entry: &Entry<'a>) {
        let found = self.of_item(side.column, entry.item);
        if found & !side.names != 0 {
            self.hit(spot, side.names | heading, found, entry.item);
        }
    }

    /// A statement that is in no column.
    fn elsewhere(&mut self, spot: Spot<'a>, headings: [Option<&str>; 3], item: Item<'a>) {
        let Item::Statement(it) = item else { return };
        let found = self.held([it.text.viewed(), it.plain.viewed(), it.look_in.viewed()]);
        self.hit(spot, self.held(headings), found, item);
    }

    fn source(&mut self, source: &'a Source) {
        let texts = [Some(source.title.as_str()), Some(&source.publisher), Some(&source.id)];
        let ids = [&source.registry_id, &source.pmid, &source.doi, &source.application];
        let found = self.held(texts.into_iter().chain(ids.map(Viewed::viewed)));
        self.hit(Spot::Source(source), 0, found, Item::Facts(&[]));
    }

    fn hit(&mut self, spot: Spot<'a>, place: Found, found: Found, item: Item<'a>) {
        let fit = if place & self.all == self.all { Fit::Heading } else { Fit::Said };
        self.add(spot, place, found, fit, item);
    }

    /// Adds the item to its spot, if the two hold all terms.
    fn add(&mut self, spot: Spot<'a>, place: Found, found: Found, fit: Fit, item: Item<'a>) {
        let has = (place | found) & self.all;
        self.found.push(has);
        if has != self.all || self.all == 0 {
            return;
        }
        let place = *self.places.entry(spot.key()).or_insert(self.hits.len());
        match self.hits.get_mut(place) {
            Some(hit) => {
                hit.items.push((item, found));
                hit.fit = hit.fit.min(fit);
            }
            None => self.hits.push(Raw { spot, fit, items: vec![(item, found)] }),
        }
    }

    fn of_item(&self, column: Column<'a>, item: Item<'a>) -> Found {
        match item {
            Item::Statement(it) => self.held([it.text.viewed(), it.plain.viewed()]),
            Item::Glance(it) => self.held([Some(it.text.as_str()), it.plain.viewed()]),
            Item::Position(it) => {
                let own = [&it.body, &it.text].map(|it| Some(it.as_str()));
                let optional = [&it.reference, &it.place, &it.plain].map(Viewed::viewed);
                self.held(own.into_iter().chain(optional))
            }
            Item::Trial(it) => {
                let own = [&it.name, &it.design, &it.people, &it.ages].map(|it| Some(it.as_str()));
                let optional = [&it.registry, &it.people_plain, &it.sponsor].map(Viewed::viewed);
                self.held(own.into_iter().chain(optional))
            }
            Item::Outcome(it) => {
                let endpoint = self.dataset.endpoints.iter().find(|end| end.id == it.endpoint);
                let trial = column.indication.trial(&it.trial);
                let own = [&it.method, &it.people, &it.note].map(Viewed::viewed).into_iter();
                let endpoint = endpoint.into_iter().flat_map(|it| [&it.label, &it.plain]);
                let trial =
                    trial.into_iter().flat_map(|it| [Some(it.name.as_str()), it.registry.viewed()]);
                self.held(own.chain(endpoint.map(|it| Some(it.as_str()))).chain(trial))
            }
            Item::Reactions(it) => {
                let plain =
                    |term: &str| self.dataset.reaction_name(term).map(|it| it.plain.as_str());
                let rows =
                    it.rows.iter().flat_map(|row| [Some(row.term.as_str()), plain(&row.term)]);
                self.held(rows.chain([Some(it.title.as_str()), it.note.viewed()]))
            }
            Item::Conflict(it) => {
                self.held([Some(it.question.as_str()), Some(&it.chosen), it.why.viewed()])
            }
            Item::Facts(_) | Item::Day(_) => 0,
        }
    }
}
