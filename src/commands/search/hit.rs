//! What was found, as people and programs are shown it: one line a hit.

use std::borrow::Cow;

use serde::Serialize;

use super::Reader;
use super::matcher::{Found, Matcher};
use super::sentence::{MORE, holding};
use super::spot::{Fit, Raw, Side, Spot};
use crate::answer::Words;
use crate::answer::column::{Column, ColumnView};
use crate::answer::figures::{OutcomeView, of_role};
use crate::answer::phrasing::{bare, capitalized, in_words};
use crate::answer::reactions::ReactionsView;
use crate::answer::source::{CitationView, Citations, Weakness, cited_briefly, leads};
use crate::answer::statement::{GlanceView, StatementView};
use crate::answer::view::Viewed;
use crate::commands::about::OTHER_TREATMENTS;
use crate::dataset::model::{
    Gap, Position, Reactions, Role, Scope, Statement, Topic, Trial, WEBSITE,
};
use crate::dataset::walk::Item;
use crate::output::document::{Line, Mark, Span, line};

/// What kind of record a hit stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    #[default]
    Treatment,
    Background,
    Clinic,
    Glossary,
    Source,
}

/// Something that holds the words.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Hit<'a> {
    pub kind: Kind,
    /// Where it stands: `Olumiant (baricitinib) > Tests before starting`.
    pub place: String,
    pub treatment: Option<&'a str>,
    pub condition: Option<&'a str>,
    pub regulator: Option<&'a str>,
    /// The path of the topic that it answers.
    pub topic: Option<String>,
    /// The command that shows it in full.
    pub command: String,
    pub text: String,
    /// The same in plain words, where there are any.
    pub plain: Option<String>,
    pub gap: Option<Gap>,
    pub look_in: Option<&'a str>,
    /// `secondary` or `unconfirmed` where no stronger source was read, or null.
    pub weakness: Option<Weakness>,
    pub sources: Vec<CitationView<'a>>,
    #[serde(skip)]
    pub column: Option<Column<'a>>,
    /// The heading under which it is shown.
    #[serde(skip)]
    pub heading: String,
    /// What stands before its line.
    #[serde(skip)]
    pub name: String,
    #[serde(skip)]
    pub lines: Vec<Line<'a>>,
}

impl<'a> Hit<'a> {
    /// Says this, and rests it on these: on its line on those that stand for them.
    fn say(
        &mut self,
        line: Line<'a>,
        (sources, weakness): (Vec<CitationView<'a>>, Option<Weakness>),
    ) {
        self.text = bare(&line);
        self.lines = vec![cited_briefly(line, &leads(&sources, weakness), weakness)];
        self.weakness = weakness;
        self.sources = sources;
    }

    /// The sources that its lines cite.
    pub fn shown_sources(&self) -> impl Iterator<Item = &'a str> {
        let cited = self.lines.iter().flatten().filter_map(|span| match span {
            Span::Cite(citations) => Some(citations.iter().map(|it| it.source)),
            _ => None,
        });
        cited.flatten()
    }
}

/// Makes hits of what was found.
pub struct Maker<'m, 'a> {
    pub reader: &'m Reader<'a>,
    pub matcher: &'m Matcher,
    pub citations: Citations<'a>,
}

impl<'a> Maker<'_, 'a> {
    /// The hit.
    pub fn hit(&mut self, raw: &Raw<'a>) -> Hit<'a> {
        let mut hit = match raw.spot.side() {
            Some(side) => self.in_column(side, raw.spot),
            None => self.elsewhere(raw.spot),
        };
        match raw.spot {
            Spot::Treatment(side) => self.say_treatment(&mut hit, side.column),
            Spot::Conflict(_, _, conflict) => {
                let cite = conflict.positions.iter().flat_map(|it| self.citations.views(&it.cite));
                let cite = (cite.collect(), None);
                let question = vec![Span::Text(conflict.question.as_str().into())];
                hit.say(question, cite);
                for line in &mut hit.lines {
                    line.splice(0..0, [Span::Mark(Mark::Disagree), Span::Text(" ".into())]);
                }
            }
            Spot::Source(source) => {
                let cite = (vec![self.citations.whole(source)], None);
                hit.say(line(source.title.as_str()), cite);
            }
            Spot::Clinic(clinic, label)
                if matches!(raw.items.first(), Some((Item::Facts(_), _))) =>
            {
                let text = if label == WEBSITE { &clinic.website } else { &clinic.phone };
                let cite = (self.citations.views(&clinic.cite), None);
                hit.say(vec![Span::Strong(text.as_str().into())], cite);
            }
            Spot::Term(term) => {
                let cite = self.citations.cite(&term.cite);
                hit.say(line(term.plain.as_str()), cite);
                hit.plain = Some(hit.text.clone());
            }
            _ => {
                if let Some((item, found)) = best(raw) {
                    self.say_item(&mut hit, item, found);
                    // What is not known of the words is not left out for what is.
                    if let Some((gap, held)) = unread(raw, item, found) {
                        let mut beside = Hit { column: hit.column, ..Hit::default() };
                        self.say_item(&mut beside, gap, held);
                        hit.lines.append(&mut beside.lines);
                    }
                }
            }
        }
        hit
    }

    fn say_item(&mut self, hit: &mut Hit<'a>, item: Item<'a>, found: Found) {
        match item {
            Item::Glance(glance) => {
                let view = GlanceView::new(glance, &mut self.citations);
                hit.lines = vec![view.line(self.reader.words, false)];
                (hit.text, hit.gap) = (view.text.into_owned(), view.gap);
                hit.plain = view.plain.map(Cow::into_owned);
                (hit.weakness, hit.sources) = (view.weakness, view.sources);
            }
            Item::Statement(statement) => self.say_statement(hit, statement, found),
            Item::Position(position) => self.say_position(hit, position),
            Item::Trial(trial) => self.say_trial(hit, trial),
            Item::Reactions(reactions) => self.say_reactions(hit, reactions),
            Item::Outcome(outcome) => {
                let column = hit.column;
                let view = column.and_then(|it| OutcomeView::new(it, outcome, &mut self.citations));
                let Some(view) = view else { return };
                hit.text = bare(&view.line(Words::Professional, false));
                hit.plain = Some(bare(&view.line(Words::Plain, false)));
                hit.lines = vec![view.line(self.reader.words, false)];
                (hit.weakness, hit.sources) = (view.weakness, view.sources);
            }
            Item::Facts(_) | Item::Day(_) | Item::Conflict(_) => {}
        }
    }

    fn say_treatment(&mut self, hit: &mut Hit<'a>, column: Column<'a>) {
        let view = ColumnView::new(column, &mut self.citations);
        let forms = column
            .topics(self.reader.dataset)
            .filter(|topic| topic.column.is_some() && *topic.scope == Scope::Treatment);
        let mut line = line(format!("{}: ", column.treatment.generic));
        for topic in forms {
            let glance = column.treatment.glance.iter().find(|glance| {
                topic.is(&glance.topic)
                    && glance.regulator.as_ref().is_none_or(|it| *it == column.indication.regulator)
            });
            if let Some(glance) = glance {
                let view = GlanceView::new(glance, &mut self.citations);
                line.extend(view.line(self.reader.words, false));
                line.push(Span::Text(". ".into()));
            }
        }
        let (maker, weakness) = self.citations.cite(&column.treatment.cite);
        let made = vec![Span::Text(format!("Made by {}", view.maker).into())];
        line.extend(cited_briefly(made, &leads(&maker, weakness), weakness));
        line.push(Span::Text(". ".into()));
        line.extend(view.status(self.reader.words));
        hit.text = bare(&line);
        hit.lines = vec![line];
        (hit.weakness, hit.sources) = (view.approved_on_weakness, view.sources);
    }

    /// The sentence that holds the words, in the words that the reader asked for.
    fn say_statement(&mut self, hit: &mut Hit<'a>, statement: &'a Statement, found: Found) {
        let view = StatementView::new(statement, &mut self.citations);
        let text = view.said(self.reader.words).or(view.text).or(view.plain).unwrap_or_default();
        let (sentence, shortened) = holding(text, self.matcher, found);
        let mut line = Line::new();
        if let Some(gap) = view.gap {
            line.extend([Span::Mark(Mark::Gap(gap)), Span::Text(" ".into())]);
        }
        line.push(Span::Text(sentence.to_owned().into()));
        if self.reader.words == Words::Plain && view.plain.is_none() {
            line.push(Span::Soft(" (words of professionals)".into()));
        }
        if shortened {
            line.push(Span::Soft(MORE.into()));
        }
        match (view.look_in, view.note) {
            (Some(place), _) => {
                line.push(Span::Text(format!(" See {}.", place.trim_end_matches('.')).into()));
            }
            (None, Some(note)) if found == 0 => {
                let note = holding(note, self.matcher, !0).0;
                line.push(Span::Soft(format!(" Note: {note}").into()));
            }
            _ => {}
        }
        hit.say(line, (view.sources, view.weakness));
        hit.text = view.text.or(view.gap.map(Gap::words)).unwrap_or_default().into();
        hit.plain = view.plain.map(str::to_owned);
        (hit.gap, hit.look_in) = (view.gap, view.look_in);
    }

    fn say_position(&mut self, hit: &mut Hit<'a>, position: &'a Position) {
        let reference = position.reference.as_ref().map(|it| format!(" {it}")).unwrap_or_default();
        let plain = position.plain.viewed();
        let said = in_words(self.reader.words, &position.text, plain);
        let mut line = line(format!("{}{reference}: ", position.body));
        line.push(Span::Strong(position.decision.words().into()));
        line.push(Span::Text(format!(". {said}").into()));
        let cite = self.citations.cite(&position.cite);
        hit.say(line, cite);
        hit.text = position.text.to_string();
        hit.plain = plain.map(str::to_owned);
    }

    fn say_trial(&mut self, hit: &mut Hit<'a>, trial: &'a Trial) {
        let registry = trial.registry.as_ref().map(|it| format!(" ({it})")).unwrap_or_default();
        let people = trial.people_plain.viewed();
        let people = in_words(self.reader.words, &trial.people, people);
        let text = format!("{}{registry}: {}; {people}", trial.name, trial.design);
        let cite = self.citations.cite(&trial.cite);
        hit.say(line(text), cite);
    }

    /// The rows that hold the words, each share beside that of the comparator.
    fn say_reactions(&mut self, hit: &mut Hit<'a>, reactions: &'a Reactions) {
        let view = ReactionsView::new(reactions, &mut self.citations);
        let rows = view.rows.0.iter().filter_map(|(term, results)| {
            let plain = view.terms_plain.of(term).map(|name| name.plain.as_str());
            let held = self.matcher.found(term) | plain.map_or(0, |it| self.matcher.found(it));
            let shown = of_role(results, Role::Drug).chain(of_role(results, Role::Comparator));
            let shares = shown.map(|it| format!("{} of 100 on {}", it.of_100, it.given()));
            let shares = shares.collect::<Vec<_>>().join(", ");
            let term = in_words(self.reader.words, term, plain);
            (held != 0).then(|| format!("{}: {shares}", capitalized(term)))
        });
        let mut rows: Vec<String> = rows.collect();
        if rows.is_empty() {
            rows.push(view.title.to_owned());
        }
        hit.text = rows.join("; ");
        let leads = leads(&view.sources, view.weakness);
        let lines = rows.into_iter().map(|it| cited_briefly(line(it), &leads, view.weakness));
        hit.lines = lines.collect();
        (hit.weakness, hit.sources) = (view.weakness, view.sources);
    }

    /// A hit in a column: where it stands, and what shows it.
    fn in_column(&self, side: Side<'a>, spot: Spot<'a>) -> Hit<'a> {
        let column = side.column;
        let brand = column.treatment.brand.to_string();
        let named = |topic| in_words(self.reader.words, column.label(topic), column.plain(topic));
        let show = |rest: &str| self.reader.command(column, rest);
        let (what, heading, name, topic, command) = match spot {
            Spot::Topic(_, topic) => {
                let heading = named(topic).to_owned();
                (column.label(topic), heading, brand, Some(topic), show(&topic.path()))
            }
            Spot::Conflict(_, topic, _) => {
                let heading = format!("{brand}: sources disagree");
                let command = show(&format!("{} --conflicts", topic.path()));
                (column.label(topic), heading, named(topic).to_owned(), Some(topic), command)
            }
            Spot::Positions(_) => {
                let heading = format!("{brand}: paid for or recommended");
                ("Paid for or recommended", heading, String::new(), None, show("--full"))
            }
            Spot::Trials(_) => {
                let command = show("").replacen("jakref ", "jakref evidence ", 1);
                ("Trials", format!("{brand}: trials"), String::new(), None, command)
            }
            _ => ("", "Treatments".to_owned(), brand, None, show("")),
        };
        let mut place = column.treatment.name();
        let setting = (!column.is_default).then(|| column.setting());
        let aside = matches!(spot, Spot::Conflict(..)).then(|| "Sources disagree".to_owned());
        for part in setting.into_iter().chain([what.to_owned()]).chain(aside) {
            if !part.is_empty() {
                place += &format!(" > {part}");
            }
        }
        Hit {
            kind: Kind::Treatment,
            place,
            treatment: Some(&column.treatment.id),
            condition: Some(&column.condition.id),
            regulator: Some(&column.regulator.id),
            topic: topic.map(Topic::path),
            command,
            column: Some(column),
            heading,
            name,
            ..Hit::default()
        }
    }

    /// A hit in no column.
    fn elsewhere(&self, spot: Spot<'a>) -> Hit<'a> {
        let (kind, heading, name, command) = match spot {
            Spot::Section(background, section) => {
                let plain = section.plain.viewed();
                let label = in_words(self.reader.words, &section.label, plain);
                let command = format!("about {} {}", background.id, section.id);
                (Kind::Background, format!("{}: {label}", background.name), "", command)
            }
            Spot::Option(background, option) => {
                let plain = option.plain.viewed();
                let name = in_words(self.reader.words, &option.name, plain);
                let command = format!("about {} {OTHER_TREATMENTS}", background.id);
                (Kind::Background, format!("{}: other treatments", background.name), name, command)
            }
            Spot::Clinic(clinic, label) => {
                (Kind::Clinic, clinic.name.to_string(), label, "clinic".to_owned())
            }
            Spot::Term(it) => {
                let command = format!("about {}", it.term);
                (Kind::Glossary, "In the glossary".to_owned(), it.term.as_str(), command)
            }
            Spot::Source(it) => {
                let command = format!("sources {}", it.id);
                (Kind::Source, "Titles of sources".to_owned(), it.id.as_str(), command)
            }
            _ => return Hit::default(),
        };
        let between = if name.is_empty() { "" } else { " > " };
        Hit {
            kind,
            place: format!("{heading}{between}{name}"),
            command: format!("jakref {command}"),
            heading,
            name: name.to_owned(),
            ..Hit::default()
        }
    }
}

/// The gap that holds the words as well as what is shown of its spot, if that is none.
fn unread<'a>(raw: &Raw<'a>, shown: Item<'a>, found: Found) -> Option<(Item<'a>, Found)> {
    let holds = |(item, held): &&(Item<'a>, Found)| {
        item.gap().is_some() && *held != 0 && found & !held == 0
    };
    shown.gap().is_none().then(|| raw.items.iter().find(holds).copied())?
}

/// Of what was found in a spot, what is shown of it: the glance where its question was asked or the
/// glance holds the words; else what holds the most of them, answers before what is not known.
fn best<'a>(raw: &Raw<'a>) -> Option<(Item<'a>, Found)> {
    let by_place = raw.fit <= Fit::Heading;
    let rank = |(item, found): &(Item<'a>, Found)| {
        let kind = match item {
            Item::Glance(_) => 0,
            _ if item.gap().is_some() => 3,
            Item::Statement(_) | Item::Position(_) | Item::Trial(_) => 1,
            _ => 2,
        };
        let glance_first = by_place && kind == 0;
        (!glance_first, std::cmp::Reverse(found.count_ones()), kind)
    };
    raw.items.iter().min_by_key(|item| rank(item)).copied()
}
