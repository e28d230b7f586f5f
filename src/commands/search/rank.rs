//! What of the dataset holds the terms. Nothing is formatted here.

use std::collections::{HashMap, HashSet};

use super::matcher::{Found, Matcher};
use super::query::{Query, Term};
use super::spot::{Columns, Findings, Fit, Raw, Spot, ordered};
use crate::answer::column::{Column, Setting};
use crate::dataset::find;
use crate::dataset::model::{
    Background, BackgroundKind, Dataset, Outcome, Reactions, Scope, Source, Statement, Treatment,
};
use crate::dataset::place::At;
use crate::dataset::text::Text;
use crate::dataset::walk::{Entry, Item, Part, Record, items};

/// Searches the dataset; what is recorded for this setting comes first, and with `only` nothing of
/// treatments that is recorded for another.
pub fn search<'a>(
    dataset: &'a Dataset,
    setting: &Setting<'a>,
    only: bool,
    query: &Query<'a>,
) -> Findings<'a> {
    let mut search = Search::new(dataset, setting, only, query);
    search.identities();
    items(dataset).for_each(|entry| search.entry(&entry));
    let cited = search.cited();
    let sources = dataset.sources.iter();
    sources
        .filter(|it| !only || cited.contains(it.id.as_str()))
        .for_each(|source| search.source(source));
    search.findings()
}

struct Search<'a> {
    dataset: &'a Dataset,
    /// The condition that alone is asked about.
    only: Option<&'a str>,
    matcher: Matcher,
    all: Found,
    /// The terms that only say of what.
    of_what: Found,
    /// Those of them that are conditions and regulators.
    of_where: Found,
    columns: Columns<'a>,
    /// For each column, the terms that its names, condition and regulator are.
    names: Vec<Found>,
    /// Which columns are not asked about: of another treatment than one that is named, or for
    /// another setting than the only one.
    excluded: Vec<bool>,
    /// The topics by their paths.
    topics: HashMap<String, Question>,
    by_cell: HashMap<(usize, usize), usize>,
    hits: Vec<Raw<'a>>,
    counts: Vec<usize>,
    together: Found,
}

/// A topic.
#[derive(Clone, Copy)]
struct Question {
    /// Its place among all.
    index: usize,
    /// The terms that name it.
    asked: Found,
    /// The terms that its headings hold, those among them.
    held: Found,
    /// Whether they hold a word of a term of several words.
    near: bool,
}

impl<'a> Search<'a> {
    fn new(dataset: &'a Dataset, setting: &Setting<'a>, only: bool, query: &Query<'a>) -> Self {
        let matcher = query.matcher();
        let columns = Columns::new(dataset, setting);
        let wanted: Vec<&Treatment> = query.treatments().collect();
        let is_wanted = |column: &Column<'a>| wanted.iter().any(|it| it.id == column.treatment.id);
        let names = columns.all.iter().map(|column| {
            query.which(|term| {
                // Of several that are named, each stands in the place of all.
                term.treatment.is_some() && is_wanted(column)
                    || term.condition.is_some_and(|it| it.id == column.condition.id)
                    || term.regulator.is_some_and(|it| it.id == column.regulator.id)
            })
        });
        let single = query.word_matcher();
        let topics = dataset.topics.iter().enumerate().map(|(index, topic)| {
            let asked = query.which(|term| term.topics.iter().any(|it| std::ptr::eq(*it, topic)));
            let headings =
                [&topic.label, &topic.id].into_iter().chain(&topic.plain).chain(&topic.column);
            let held = headings.fold(asked, |found, heading| found | matcher.found(heading));
            let near = single.found(&topic.label) != 0;
            (topic.path(), Question { index, asked, held, near })
        });
        let excluded = columns
            .all
            .iter()
            .zip(&columns.own)
            .map(|(column, own)| only && !own || !wanted.is_empty() && !is_wanted(column));
        Self {
            dataset,
            only: only.then_some(setting.condition.id.as_str()),
            all: query.all(),
            of_what: query.which(Term::is_setting),
            of_where: query.which(|it| it.condition.is_some() || it.regulator.is_some()),
            names: names.collect(),
            excluded: excluded.collect(),
            topics: topics.collect(),
            columns,
            matcher,
            by_cell: HashMap::new(),
            hits: Vec::new(),
            counts: vec![0; query.terms.len()],
            together: 0,
        }
    }

    /// The sources of what is asked about.
    fn cited(&self) -> HashSet<&'a str> {
        let entries = items(self.dataset).filter(|entry| match entry.record {
            Record::Indication(_) | Record::Treatment(_) => {
                self.column(entry).is_some_and(|column| !self.excluded[column])
            }
            Record::Background(it) => !self.is_beside(it),
            _ => true,
        });
        let cited = entries.flat_map(|entry| entry.item.citations());
        cited.map(|it| it.source.as_str()).collect()
    }

    /// Whether it is about another condition than the only one.
    fn is_beside(&self, background: &Background) -> bool {
        background.kind == BackgroundKind::Condition
            && self.only.is_some_and(|condition| condition != background.id.as_str())
    }

    fn found(&self, texts: &[Option<&str>]) -> Found {
        texts.iter().flatten().fold(0, |found, text| found | self.matcher.found(text))
    }

    fn count(&mut self, found: Found) {
        for (index, count) in self.counts.iter_mut().enumerate() {
            *count += usize::from(found >> index & 1 == 1);
        }
    }

    /// Remembers what was found together.
    fn remember(&mut self, found: Found) {
        self.count(found);
        if found.count_ones() > self.together.count_ones() {
            self.together = found;
        }
    }

    /// The treatments that are called so, or are of such a form.
    fn identities(&mut self) {
        for index in 0..self.columns.all.len() {
            let column = self.columns.all[index];
            let forms = column
                .topics(self.dataset)
                .filter(|topic| topic.column.is_some() && *topic.scope == Scope::Treatment);
            let glances = forms.flat_map(|topic| {
                let path = topic.path();
                column.treatment.glance.iter().filter(move |it| it.topic.as_str() == path)
            });
            let forms = glances.fold(0, |found, it| found | self.matcher.found(&it.text));
            let called =
                find::names(column.treatment).fold(0, |found, it| found | self.matcher.found(it));
            let found = self.names[index] | (forms | called) & !self.of_what;
            let is_it = found & self.all == self.all && self.all != 0 && !self.excluded[index];
            if is_it {
                self.hits.push(Raw {
                    spot: Spot::Treatment(column),
                    fit: Fit::Asked,
                    items: Vec::new(),
                });
            }
        }
    }

    fn entry(&mut self, entry: &Entry<'a>) {
        match (entry.record, &entry.part) {
            (Record::Indication(_) | Record::Treatment(_), part) => {
                let Some(column) = self.column(entry) else { return };
                if self.excluded[column] {
                    let found = self.of_item(self.columns.all[column], entry.item);
                    return self.count(found & !self.of_what);
                }
                match part {
                    Part::Topic(path) => self.cell(column, path, entry),
                    Part::Positions => {
                        self.other(column, Spot::Positions(self.columns.all[column]), entry);
                    }
                    Part::Trials => {
                        self.other(column, Spot::Trials(self.columns.all[column]), entry);
                    }
                    _ => {}
                }
            }
            (Record::Background(it), _) if self.is_beside(it) => {}
            (Record::Background(it), Part::Section(section)) => {
                let heading = [Some(&*section.label), section.plain.as_deref(), Some(&*it.name)];
                let place = self.found(&heading.map(|text| text.map(Text::as_str)));
                self.elsewhere(Spot::Section(it, section), place, entry.item);
            }
            (Record::Background(it), Part::Option(option)) => {
                let heading = [Some(&*option.name), option.plain.as_deref()];
                let place = self.found(&heading.map(|text| text.map(Text::as_str)));
                self.elsewhere(Spot::Option(it, option), place, entry.item);
            }
            (Record::Clinic(it), Part::Facts) => {
                for (label, names, text) in [
                    ("Telephone", "clinic telephone phone number call contact", &it.phone),
                    ("Website", "clinic website web site address contact", &it.website),
                ] {
                    let place = self.found(&[Some(names), Some(&it.name)]);
                    let found = self.found(&[Some(text)]);
                    self.hit(Spot::Clinic(it, label), place, found, entry.item);
                }
            }
            (Record::Clinic(it), Part::Clinic(_, label)) => {
                let place = self.found(&[Some("clinic"), Some(label), Some(&it.name)]);
                self.elsewhere(Spot::Clinic(it, label), place, entry.item);
            }
            (Record::Term(it), _) => {
                let names = std::iter::once(&it.term).chain(&it.aliases);
                let place = names.fold(0, |found, name| found | self.matcher.found(name));
                let found = self.found(&[Some(&it.plain)]);
                self.hit(Spot::Term(it), place, found, entry.item);
            }
            _ => {}
        }
    }

    /// The column that the entry belongs to: for what is said of a treatment itself that of the
    /// setting asked about, if it holds there.
    fn column(&self, entry: &Entry<'a>) -> Option<usize> {
        match entry.record {
            Record::Indication(it) => self.columns.of(it),
            Record::Treatment(it) => {
                let here = |at: &&usize| {
                    let regulator = &self.columns.all[**at].regulator.id;
                    entry.regulator().is_none_or(|it| it == regulator.as_str())
                };
                let all = self.columns.of_treatment(&it.id);
                let own = all.iter().filter(here).find(|at| self.columns.own[**at]);
                own.or_else(|| all.iter().find(here)).copied()
            }
            _ => None,
        }
    }

    fn cell(&mut self, column: usize, path: &str, entry: &Entry<'a>) {
        let Some(&Question { index: topic, asked, held, near }) = self.topics.get(path) else {
            return;
        };
        let about = self.columns.all[column];
        let question = &self.dataset.topics[topic];
        let found = self.of_item(about, entry.item);
        let aside = match entry.item {
            Item::Statement(it) => self.found(&[text(&it.note), text(&it.look_in)]),
            _ => 0,
        };
        if let Some(conflict) = entry.conflict.or(match entry.item {
            Item::Conflict(it) => Some(it),
            _ => None,
        }) {
            let place = self.names[column] | held;
            if found & !self.names[column] != 0 {
                self.hit(Spot::Conflict(about, question, conflict), place, found, entry.item);
            }
            return;
        }
        let place = self.names[column] | held;
        // What the column is called asks for nothing of it; elsewhere it is a word like others.
        let what = self.all & !self.names[column];
        let has = place | found | aside;
        if has & self.all != self.all || what == 0 || (held | found | aside) & what == 0 {
            return self.remember(has & self.all);
        }
        let within = |found: Found| what & !found == 0;
        let fit = if within(asked) {
            Fit::Asked
        } else if within(held) {
            Fit::Heading
        } else if !within(held | found | self.names[column]) {
            Fit::Aside
        } else if near || held & what != 0 {
            Fit::Near
        } else if matches!(entry.item, Item::Glance(_)) {
            Fit::Glance
        } else {
            Fit::Said
        };
        let at = *self.by_cell.entry((column, topic)).or_insert_with(|| {
            self.hits.push(Raw { spot: Spot::Topic(about, question), fit, items: Vec::new() });
            self.hits.len() - 1
        });
        self.hits[at].fit = self.hits[at].fit.min(fit);
        self.hits[at].items.push((entry.item, found & what));
        self.remember(self.all);
    }

    fn other(&mut self, column: usize, spot: Spot<'a>, entry: &Entry<'a>) {
        let found = self.of_item(self.columns.all[column], entry.item);
        if found & !self.names[column] != 0 {
            self.hit(spot, self.names[column], found, entry.item);
        }
    }

    fn elsewhere(&mut self, spot: Spot<'a>, place: Found, item: Item<'a>) {
        let Item::Statement(statement) = item else { return };
        let found = self.of_statement(statement);
        self.hit(spot, place, found, item);
    }

    /// Adds the item to its spot, if the two hold all terms.
    fn hit(&mut self, spot: Spot<'a>, place: Found, found: Found, item: Item<'a>) {
        let has = (place | found) & self.all;
        self.remember(has);
        if has != self.all || self.all == 0 {
            return;
        }
        let fit = if place & self.all == self.all { Fit::Heading } else { Fit::Said };
        match self.hits.last_mut().filter(|hit| hit.spot.is(&spot)) {
            Some(hit) => {
                hit.items.push((item, found));
                hit.fit = hit.fit.min(fit);
            }
            None => self.hits.push(Raw { spot, fit, items: vec![(item, found)] }),
        }
    }

    fn source(&mut self, source: &'a Source) {
        let texts = [Some(source.title.as_str()), Some(&source.publisher), Some(&source.id)];
        let ids = [&source.registry_id, &source.pmid, &source.doi, &source.application];
        let found = self.found(&texts) | self.found(&ids.map(text));
        self.hit(Spot::Source(source), 0, found, Item::Facts(&[]));
    }

    fn of_statement(&self, it: &Statement) -> Found {
        self.found(&[text(&it.text), text(&it.plain), text(&it.look_in)])
    }

    fn of_item(&self, column: Column<'a>, item: Item<'a>) -> Found {
        match item {
            Item::Statement(it) => self.found(&[text(&it.text), text(&it.plain)]),
            Item::Glance(it) => self.found(&[Some(&it.text), text(&it.plain)]),
            Item::Position(it) => self.found(&[
                Some(&it.body),
                text(&it.reference),
                text(&it.place),
                Some(&it.text),
                text(&it.plain),
            ]),
            Item::Trial(it) => self.found(&[
                Some(&it.name),
                text(&it.registry),
                Some(&it.design),
                Some(&it.people),
                text(&it.people_plain),
                Some(&it.ages),
                text(&it.sponsor),
            ]),
            Item::Outcome(it) => self.of_outcome(column, it),
            Item::Reactions(it) => self.of_reactions(it),
            Item::Conflict(it) => {
                self.found(&[Some(&it.question), Some(&it.chosen), text(&it.why)])
            }
            Item::Facts(_) | Item::Day(_) => 0,
        }
    }

    fn of_outcome(&self, column: Column<'a>, it: &Outcome) -> Found {
        let endpoint = self.dataset.endpoints.iter().find(|endpoint| endpoint.id == it.endpoint);
        let trial = column.indication.trial(&it.trial);
        self.found(&[
            endpoint.map(|it| it.label.as_str()),
            endpoint.map(|it| it.plain.as_str()),
            trial.map(|it| it.name.as_str()),
            trial.and_then(|it| text(&it.registry)),
            text(&it.method),
            text(&it.people),
            text(&it.note),
        ])
    }

    fn of_reactions(&self, it: &Reactions) -> Found {
        let rows = it.rows.iter().fold(0, |found, row| found | self.of_reaction(&row.term));
        rows | self.found(&[Some(&it.title), text(&it.note)])
    }

    fn of_reaction(&self, term: &str) -> Found {
        let plain = self.dataset.reaction_name(term).map(|name| name.plain.as_str());
        self.found(&[Some(term), plain])
    }

    fn findings(self) -> Findings<'a> {
        let topic = |path: &str| self.topics.get(path).map(|it| it.index);
        let called = self.of_where & self.all;
        let is_called = |at: usize| called != 0 && self.names[at] & called == called;
        let any = (0..self.names.len()).any(is_called);
        let asked = |at: usize| if any { is_called(at) } else { self.columns.own[at] };
        let hits = ordered(self.dataset, &self.columns, self.hits, asked, topic);
        Findings { hits, counts: self.counts, together: self.together }
    }
}

/// The text, if there is one.
#[expect(clippy::ref_option, reason = "what optional fields of the model are")]
fn text(text: &Option<At<Text>>) -> Option<&str> {
    text.as_ref().map(|text| text.as_str())
}
