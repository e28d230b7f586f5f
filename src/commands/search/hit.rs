//! What was found, as people and programs are shown it: one line a hit.

use serde::Serialize;

use super::matcher::{Found, Matcher};
use super::sentence::{MORE, holding};
use super::spot::{Fit, Raw, Spot};
use crate::answer::Words;
use crate::answer::column::{Column, ColumnView};
use crate::answer::figures::OutcomeView;
use crate::answer::phrasing::{bare, capitalized, in_words};
use crate::answer::source::{CitationView, Citations, Weakness, cited_briefly};
use crate::answer::statement::{GlanceView, StatementView, mark};
use crate::dataset::model::{
    Arm, ArmResult, Clinic, Dataset, Gap, Glance, Position, Reactions, Role, Statement, Term,
    Topic, Trial,
};
use crate::dataset::percent::Percent;
use crate::dataset::text::Text;
use crate::dataset::walk::Item;
use crate::output::document::{Line, Mark, Span};

/// What kind of record a hit stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Treatment,
    Background,
    Clinic,
    Glossary,
    Source,
}

impl Kind {
    /// The word in JSON and in records.
    pub fn id(self) -> &'static str {
        match self {
            Self::Treatment => "treatment",
            Self::Background => "background",
            Self::Clinic => "clinic",
            Self::Glossary => "glossary",
            Self::Source => "source",
        }
    }
}

/// Something that holds the words.
#[derive(Clone, Debug, Serialize)]
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

/// What a hit says.
#[derive(Default)]
struct Said<'a> {
    text: String,
    plain: Option<String>,
    gap: Option<Gap>,
    look_in: Option<&'a str>,
    weakness: Option<Weakness>,
    sources: Vec<CitationView<'a>>,
    lines: Vec<Line<'a>>,
}

/// Makes hits of what was found.
pub struct Maker<'m, 'a> {
    pub dataset: &'a Dataset,
    pub matcher: &'m Matcher,
    pub words: Words,
    pub citations: Citations<'a>,
}

impl<'a> Maker<'_, 'a> {
    /// The hit.
    pub fn hit(&mut self, raw: &Raw<'a>) -> Hit<'a> {
        let said = self.said(raw);
        let place = Place::of(self.dataset, raw.spot, self.words);
        let column = raw.spot.column();
        let topic = match raw.spot {
            Spot::Topic(_, topic) | Spot::Conflict(_, topic, _) => Some(topic.path()),
            _ => None,
        };
        Hit {
            kind: place.kind,
            place: place.path,
            treatment: column.map(|it| it.treatment.id.as_str()),
            condition: column.map(|it| it.condition.id.as_str()),
            regulator: column.map(|it| it.regulator.id.as_str()),
            topic,
            command: place.command,
            text: said.text,
            plain: said.plain,
            gap: said.gap,
            look_in: said.look_in,
            weakness: said.weakness,
            sources: said.sources,
            column,
            heading: place.heading,
            name: place.name,
            lines: said.lines,
        }
    }

    fn said(&mut self, raw: &Raw<'a>) -> Said<'a> {
        match raw.spot {
            Spot::Treatment(column) => self.of_treatment(column),
            Spot::Conflict(_, _, conflict) => {
                let cite = conflict.positions.iter().flat_map(|it| &it.cite);
                let sources = cite.flat_map(|it| self.citations.views(std::slice::from_ref(it)));
                let sources: Vec<CitationView<'a>> = sources.collect();
                let question = Span::Text(format!(" {}", conflict.question).into());
                let line = vec![Span::Mark(Mark::Disagree), question];
                let lines = vec![cited_briefly(line, &sources, None)];
                Said { text: conflict.question.to_string(), sources, lines, ..Said::default() }
            }
            Spot::Source(source) => {
                let sources = vec![self.citations.whole(source)];
                let text = source.title.to_string();
                let lines =
                    vec![cited_briefly(vec![Span::Text(text.clone().into())], &sources, None)];
                Said { text, sources, lines, ..Said::default() }
            }
            Spot::Clinic(clinic, label)
                if matches!(raw.items.first(), Some((Item::Facts(_), _))) =>
            {
                self.of_clinic(clinic, label)
            }
            Spot::Term(term) => self.of_term(term),
            _ => match best(raw) {
                Some((item, found)) => self.of_item(raw, item, found),
                None => Said::default(),
            },
        }
    }

    fn of_item(&mut self, raw: &Raw<'a>, item: Item<'a>, found: Found) -> Said<'a> {
        match item {
            Item::Glance(glance) => self.of_glance(glance),
            Item::Statement(statement) => self.of_statement(statement, found),
            Item::Position(position) => self.of_position(position),
            Item::Trial(trial) => self.of_trial(trial),
            Item::Reactions(reactions) => self.of_reactions(reactions),
            Item::Outcome(outcome) => {
                let view = raw
                    .spot
                    .column()
                    .and_then(|column| OutcomeView::new(column, outcome, &mut self.citations));
                let Some(view) = view else { return Said::default() };
                let line = |words| view.line(words, false);
                Said {
                    text: bare(&line(Words::Professional)),
                    plain: Some(bare(&line(Words::Plain))),
                    weakness: view.weakness,
                    lines: vec![line(self.words)],
                    sources: view.sources.clone(),
                    ..Said::default()
                }
            }
            Item::Facts(_) | Item::Day(_) | Item::Conflict(_) => Said::default(),
        }
    }

    fn of_treatment(&mut self, column: Column<'a>) -> Said<'a> {
        let view = ColumnView::new(column, &mut self.citations);
        let forms = column.topics(self.dataset).filter(|topic| {
            topic.column.is_some() && *topic.scope == crate::dataset::model::Scope::Treatment
        });
        let glance = forms.filter_map(|topic| {
            let glances = &column.treatment.glance;
            let here = |glance: &&Glance| {
                topic.is(&glance.topic)
                    && glance.regulator.as_ref().is_none_or(|it| *it == column.indication.regulator)
            };
            glances.iter().find(here)
        });
        let mut line = vec![Span::Text(format!("{}: ", column.treatment.generic).into())];
        for glance in glance {
            let view = GlanceView::new(glance, &mut self.citations);
            line.extend(view.line(self.words, false));
            line.push(Span::Text(". ".into()));
        }
        line.extend(view.status(Words::Professional));
        let weakness = view.approved_on_weakness;
        Said {
            text: bare(&line),
            weakness,
            sources: view.sources.clone(),
            lines: vec![line],
            ..Said::default()
        }
    }

    fn of_glance(&mut self, glance: &'a Glance) -> Said<'a> {
        let view = GlanceView::new(glance, &mut self.citations);
        let lines = vec![view.line(self.words, false)];
        let GlanceView { text, plain, gap, weakness, sources, .. } = view;
        Said { text, plain, gap, weakness, sources, lines, look_in: None }
    }

    /// The sentence that holds the words, in the words that the reader asked for if they hold them.
    fn of_statement(&mut self, statement: &'a Statement, found: Found) -> Said<'a> {
        let view = StatementView::new(statement, &mut self.citations);
        let held = |text: Option<&str>| {
            text.map_or(0, |text| (self.matcher.found(text) & found).count_ones())
        };
        let professional = view.text.filter(|_| {
            self.words == Words::Professional && held(view.text) >= held(view.plain)
                || view.plain.is_none()
        });
        let text = professional.or(view.plain).or(view.text).unwrap_or_default();
        let (sentence, shortened) = holding(text, self.matcher, found);
        let mut line = Line::new();
        if let Some(gap) = view.gap {
            line.extend([Span::Mark(mark(gap)), Span::Text(" ".into())]);
        }
        line.push(Span::Text(sentence.to_owned().into()));
        if shortened {
            line.push(Span::Soft(MORE.into()));
        }
        if let Some(place) = view.look_in {
            line.push(Span::Text(format!(" See {}.", place.trim_end_matches('.')).into()));
        }
        if found == 0
            && let Some(note) = view.note.filter(|_| view.look_in.is_none())
        {
            line.push(Span::Soft(format!(" Note: {}", holding(note, self.matcher, !0).0).into()));
        }
        let lines = vec![cited_briefly(line, &view.sources, view.weakness)];
        Said {
            text: view.text.or(view.gap.map(Gap::words)).unwrap_or_default().to_owned(),
            plain: view.plain.map(str::to_owned),
            gap: view.gap,
            look_in: view.look_in,
            weakness: view.weakness,
            sources: view.sources,
            lines,
        }
    }

    fn of_position(&mut self, position: &'a Position) -> Said<'a> {
        let (sources, weakness) = self.citations.cite(&position.cite);
        let reference = position.reference.as_ref().map(|it| format!(" {it}")).unwrap_or_default();
        let lead = format!("{}{reference}: ", position.body);
        let plain = position.plain.as_deref().map(Text::as_str);
        let said = in_words(self.words, &position.text, plain);
        let line = vec![
            Span::Text(lead.into()),
            Span::Strong(position.decision.words().into()),
            Span::Text(format!(". {said}").into()),
        ];
        Said {
            text: position.text.to_string(),
            plain: plain.map(str::to_owned),
            weakness,
            lines: vec![cited_briefly(line, &sources, weakness)],
            sources,
            ..Said::default()
        }
    }

    fn of_trial(&mut self, trial: &'a Trial) -> Said<'a> {
        let (sources, weakness) = self.citations.cite(&trial.cite);
        let registry = trial.registry.as_ref().map(|it| format!(" ({it})")).unwrap_or_default();
        let people = trial.people_plain.as_deref().map(Text::as_str);
        let people = in_words(self.words, &trial.people, people);
        let text = format!("{}{registry}: {}; {people}", trial.name, trial.design);
        let lines = vec![cited_briefly(vec![Span::Text(text.clone().into())], &sources, weakness)];
        Said { text, weakness, sources, lines, ..Said::default() }
    }

    /// The rows that hold the words, each share beside that of the comparator.
    fn of_reactions(&mut self, reactions: &'a Reactions) -> Said<'a> {
        let (sources, weakness) = self.citations.cite(&reactions.cite);
        let rows = reactions.rows.iter().filter_map(|row| {
            let plain = self.dataset.reaction_name(&row.term).map(|name| name.plain.as_str());
            let held = self.matcher.found(&row.term) | plain.map_or(0, |it| self.matcher.found(it));
            let shares = shares(&row.results, &reactions.arms);
            let term = in_words(self.words, &row.term, plain);
            (held != 0).then(|| format!("{}: {shares}", capitalized(term)))
        });
        let mut rows: Vec<String> = rows.collect();
        if rows.is_empty() {
            rows.push(reactions.title.to_string());
        }
        let lines = rows
            .iter()
            .map(|row| cited_briefly(vec![Span::Text(row.clone().into())], &sources, weakness));
        let lines = lines.collect();
        Said { text: rows.join("; "), weakness, sources, lines, ..Said::default() }
    }

    fn of_clinic(&mut self, clinic: &'a Clinic, label: &'static str) -> Said<'a> {
        let sources = self.citations.views(&clinic.cite);
        let text = if label == "Website" { &clinic.website } else { &clinic.phone };
        let line = vec![Span::Strong(text.as_str().into())];
        let lines = vec![cited_briefly(line, &sources, None)];
        Said { text: text.to_string(), sources, lines, ..Said::default() }
    }

    fn of_term(&mut self, term: &'a Term) -> Said<'a> {
        let (sources, weakness) = self.citations.cite(&term.cite);
        let text = term.plain.to_string();
        let line = vec![Span::Text(term.plain.as_str().into())];
        let lines = vec![cited_briefly(line, &sources, weakness)];
        Said { plain: Some(text.clone()), text, weakness, sources, lines, ..Said::default() }
    }
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

/// `11 of 100 on 50 mg once daily, 8 of 100 on placebo`.
fn shares(results: &[ArmResult], arms: &[Arm]) -> String {
    let share = |role: Role| {
        results.iter().filter_map(move |result| {
            let arm = arms.iter().find(|arm| arm.id == result.arm && arm.role == role)?;
            let n = result.n.as_deref().or(arm.n.as_deref());
            let count = result.responders.as_deref().zip(n);
            let counted = count.and_then(|(count, n)| Percent::of(*count, *n));
            let given = arm.dose.as_ref().unwrap_or(&arm.name);
            Some(format!("{} of 100 on {given}", counted.unwrap_or(*result.percent).of_100()))
        })
    };
    share(Role::Drug).chain(share(Role::Comparator)).collect::<Vec<_>>().join(", ")
}

/// Where a hit stands, and what shows it.
struct Place {
    kind: Kind,
    path: String,
    heading: String,
    name: String,
    command: String,
}

impl Place {
    fn of(dataset: &Dataset, spot: Spot<'_>, words: Words) -> Self {
        if let Some(column) = spot.column() {
            return Self::in_column(dataset, column, spot, words);
        }
        let (kind, heading, name, command) = match spot {
            Spot::Section(background, section) => {
                let plain = section.plain.as_deref().map(Text::as_str);
                let label = in_words(words, &section.label, plain);
                let command = format!("jakref about {} {}", background.id, section.id);
                (Kind::Background, format!("{}: {label}", background.name), String::new(), command)
            }
            Spot::Option(background, option) => {
                let plain = option.plain.as_deref().map(Text::as_str);
                let name = in_words(words, &option.name, plain).to_owned();
                let section = crate::commands::about::OTHER_TREATMENTS;
                let command = format!("jakref about {} {section}", background.id);
                let heading = format!("{}: other treatments", background.name);
                (Kind::Background, heading, name, command)
            }
            Spot::Clinic(clinic, label) => (
                Kind::Clinic,
                clinic.name.to_string(),
                label.to_owned(),
                "jakref clinic".to_owned(),
            ),
            Spot::Term(term) => {
                let command = format!("jakref about {}", term.term);
                (Kind::Glossary, "In the glossary".to_owned(), term.term.to_string(), command)
            }
            Spot::Source(source) => {
                let command = format!("jakref sources {}", source.id);
                (Kind::Source, "Titles of sources".to_owned(), source.id.to_string(), command)
            }
            _ => (Kind::Treatment, String::new(), String::new(), String::new()),
        };
        let between = if name.is_empty() { "" } else { " > " };
        Self { kind, path: format!("{heading}{between}{name}"), heading, name, command }
    }

    fn in_column(dataset: &Dataset, column: Column<'_>, spot: Spot<'_>, words: Words) -> Self {
        let Column { treatment, .. } = column;
        let options = column.options(dataset);
        let brand = treatment.brand.to_string();
        let heading_of = |topic: &Topic| match words {
            Words::Plain => column.plain(topic).unwrap_or(column.label(topic)).to_owned(),
            Words::Professional => column.label(topic).to_owned(),
        };
        let (heading, name, rest) = match spot {
            Spot::Topic(_, topic) => (heading_of(topic), brand, topic.path()),
            Spot::Conflict(_, topic, _) => (
                format!("{brand}: sources disagree"),
                heading_of(topic),
                format!("{} --conflicts", topic.path()),
            ),
            Spot::Positions(_) => {
                (format!("{brand}: paid for or recommended"), String::new(), "--full".to_owned())
            }
            Spot::Trials(_) => (format!("{brand}: trials"), String::new(), String::new()),
            _ => ("Treatments".to_owned(), brand, String::new()),
        };
        let command = match spot {
            Spot::Trials(_) => format!("jakref evidence {}{options}", treatment.id),
            _ => format!("jakref {} {rest}", treatment.id).trim_end().to_owned() + &options,
        };
        let setting =
            if column.is_default { String::new() } else { format!(" > {}", column.setting()) };
        let what = match spot {
            Spot::Topic(_, topic) => format!(" > {}", column.label(topic)),
            Spot::Conflict(_, topic, _) => format!(" > {} > Sources disagree", column.label(topic)),
            Spot::Positions(_) => " > Paid for or recommended".to_owned(),
            Spot::Trials(_) => " > Trials".to_owned(),
            _ => String::new(),
        };
        let path = format!("{}{setting}{what}", treatment.name());
        Self { kind: Kind::Treatment, path, heading, name, command }
    }
}
