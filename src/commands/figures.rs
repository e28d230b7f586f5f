//! The figures of a treatment: what trials found, and adverse reactions, each share with that of the
//! comparator beside it.

use serde::{Serialize, Serializer};

use super::phrasing::{bare, capitalized, in_words, uncapitalized};
use super::view::{CitationView, Citations, Ordered, Weakness, Words, cited, numbered};
use crate::dataset::model::{
    Arm, ArmResult, Citation, Dataset, Endpoint, Gap, Outcome, Reaction, ReactionName, Reactions,
    Role, Treatment,
};
use crate::dataset::text::Text;
use crate::dataset::value::{OfHundred, Percent};
use crate::output::document::{Block, Line, Numbered, Records, Row, Span, Table, line};

/// A figure as text without citations, which says how weak its source is.
pub struct Figure<'a> {
    pub text: String,
    /// The same for patients.
    pub plain: String,
    pub cite: &'a [Citation],
}

/// The figures that answer a topic: each outcome, and each adverse reaction behind its table's caption.
pub fn figures<'a>(dataset: &'a Dataset, treatment: &'a Treatment, topic: &str) -> Vec<Figure<'a>> {
    let mut figures = Vec::new();
    // Their numbers are left out with the citations.
    let mut citations = Citations::new(dataset);
    let outcomes = treatment.outcomes.iter().filter(|outcome| !outcome.alternate);
    for outcome in outcomes.filter(|outcome| outcome.topic.as_str() == topic) {
        if let Some(view) = OutcomeView::new(dataset, treatment, outcome, &mut citations) {
            let [text, plain] = REGISTERS.map(|words| bare(&view.line(words)));
            figures.push(Figure { text, plain, cite: &outcome.cite });
        }
    }
    for reactions in treatment.reactions.iter().filter(|it| it.topic.as_str() == topic) {
        let view = ReactionsView::new(dataset, reactions, &mut citations);
        let [text, plain] = REGISTERS.map(|words| bare(&view.caption(words)));
        figures.push(Figure { text, plain, cite: &reactions.cite });
        let heading = bare(&view.heading());
        for (term, results) in &view.rows.0 {
            let [text, plain] = REGISTERS.map(|words| bare(&view.sentence(term, results, words)));
            let text = format!("{heading} {text}");
            figures.push(Figure { text, plain, cite: &reactions.cite });
        }
    }
    figures
}

const REGISTERS: [Words; 2] = [Words::Professional, Words::Plain];

/// A share of an arm, as a count in a hundred and exactly.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ResultView<'a> {
    pub arm: &'a str,
    pub name: &'a str,
    pub dose: Option<&'a str>,
    /// `drug`, `comparator` or `other`: a dose that is not the approved one.
    pub role: Role,
    pub percent: Percent,
    pub low: Option<Percent>,
    pub high: Option<Percent>,
    /// How many people were counted; null where the source does not say.
    pub n: Option<u32>,
    /// How many people are in the arm, counted or not.
    pub arm_n: Option<u32>,
    pub responders: Option<u32>,
    pub derived: bool,
    /// Of 100 people, how many had it: `35`, or `fewer than 1`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub of_100: OfHundred,
    /// Of 100 people, how many did not.
    #[cfg_attr(test, schemars(with = "String"))]
    pub rest_of_100: OfHundred,
}

impl<'a> ResultView<'a> {
    /// The results with their arms. `whole` says that the arms are the people counted, as they are
    /// in a table of adverse reactions; those of a trial are the people randomized.
    fn all(results: &'a [ArmResult], arms: &'a [Arm], whole: bool) -> Vec<Self> {
        let view = |result: &'a ArmResult| {
            let arm = arms.iter().find(|arm| arm.id == result.arm)?;
            let mut view = Self {
                arm: &arm.id,
                name: &arm.name,
                dose: arm.dose.as_deref().map(Text::as_str),
                role: arm.role,
                percent: *result.percent,
                low: result.low.as_deref().copied(),
                high: result.high.as_deref().copied(),
                n: result.n.as_deref().or(arm.n.as_deref().filter(|_| whole)).copied(),
                arm_n: arm.n.as_deref().copied(),
                responders: result.responders.as_deref().copied(),
                derived: result.derived,
                of_100: OfHundred::default(),
                rest_of_100: OfHundred::default(),
            };
            view.of_100 = view.share().of_100();
            view.rest_of_100 = view.of_100.rest();
            Some(view)
        };
        results.iter().filter_map(view).collect()
    }

    /// How many of 100: from the count where it is known, which is rounded once, not twice.
    pub fn share(&self) -> Percent {
        let count = self.responders.zip(self.n.or(self.arm_n));
        count.and_then(|(responders, n)| Percent::of(responders, n)).unwrap_or(self.percent)
    }

    /// What the people in the arm were given: the dose, or the name of the comparator.
    pub fn given(&self) -> &'a str {
        self.dose.unwrap_or(self.name)
    }
}

/// Why some of the results have no interval; `None` if all have one.
fn interval_gap<'r>(
    results: impl Iterator<Item = &'r ResultView<'r>>,
    known: Option<Gap>,
) -> Option<Gap> {
    let mut missing = results.filter(|result| result.low.is_none() || result.high.is_none());
    missing.next().map(|_| known.unwrap_or(Gap::NotRecorded))
}

/// The results of a role.
fn of_role<'r, 'a>(
    results: &'r [ResultView<'a>],
    role: Role,
) -> impl Iterator<Item = &'r ResultView<'a>> {
    results.iter().filter(move |result| result.role == role)
}

/// The names of what the drug was compared with.
pub fn comparators<'v, 'a>(
    outcomes: &'v [OutcomeView<'a>],
    reactions: &'v [ReactionsView<'a>],
) -> impl Iterator<Item = &'a str> {
    let rows = reactions.iter().flat_map(|table| &table.rows.0).map(|(_, results)| results);
    let all = outcomes.iter().map(|outcome| &outcome.results).chain(rows);
    all.flat_map(|results| of_role(results, Role::Comparator)).map(|result| result.name)
}

/// The comparators and their shares, as `placebo 5 of 100`.
fn beside(results: &[ResultView<'_>]) -> String {
    let shares = of_role(results, Role::Comparator)
        .map(|result| format!("{} {} of 100", result.name, result.of_100));
    shares.collect::<Vec<_>>().join(", ")
}

/// By how many percentage points an arm differs from the comparator.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DifferenceView<'a> {
    pub arm: &'a str,
    pub points: Percent,
    pub low: Option<Percent>,
    pub high: Option<Percent>,
}

/// What a trial found, with its comparator.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OutcomeView<'a> {
    #[serde(skip)]
    pub topic: &'a str,
    pub trial: &'a str,
    pub trial_name: &'a str,
    pub registry_id: Option<&'a str>,
    pub people: &'a str,
    /// The same in plain words, where they are others.
    pub people_plain: Option<&'a str>,
    /// The people counted, where they are not simply the trial's.
    #[serde(skip)]
    own_people: Option<&'a str>,
    pub ages: &'a str,
    pub endpoint: &'a str,
    pub endpoint_label: &'a str,
    pub endpoint_plain: &'a str,
    pub week: Option<u16>,
    pub analysis: &'static str,
    pub method: Option<&'a str>,
    pub alternate: bool,
    #[serde(skip)]
    pub analysis_words: &'static str,
    #[serde(skip)]
    pub main: bool,
    pub results: Vec<ResultView<'a>>,
    pub difference: Vec<DifferenceView<'a>>,
    pub note: Option<&'a str>,
    /// The kind of gap, where a result has no interval.
    pub interval_gap: Option<&'static str>,
    /// `secondary` or `unconfirmed` where no stronger source was read, or null.
    pub weakness: Option<Weakness>,
    pub sources: Vec<CitationView<'a>>,
    #[serde(skip)]
    pub interval: Option<Gap>,
}

impl<'a> OutcomeView<'a> {
    /// `None` if the outcome refers to a trial or an endpoint that is not there, which `check` does
    /// not let through.
    pub fn new(
        dataset: &'a Dataset,
        treatment: &'a Treatment,
        outcome: &'a Outcome,
        citations: &mut Citations<'a>,
    ) -> Option<Self> {
        let trial = treatment.trial(&outcome.trial)?;
        let is_it = |endpoint: &&Endpoint| endpoint.id == outcome.endpoint;
        let endpoint = dataset.endpoints.iter().find(is_it)?;
        let difference = outcome.difference.iter().map(|difference| DifferenceView {
            arm: &difference.arm,
            points: *difference.points,
            low: difference.low.as_deref().copied(),
            high: difference.high.as_deref().copied(),
        });
        let results = ResultView::all(&outcome.results, &trial.arms, false);
        let people_plain = match outcome.people {
            Some(_) => &outcome.people_plain,
            None => &trial.people_plain,
        };
        let interval = interval_gap(results.iter(), outcome.interval.as_deref().copied());
        let (sources, weakness) = citations.cite(&outcome.cite);
        Some(Self {
            topic: &outcome.topic,
            trial: &trial.id,
            trial_name: &trial.name,
            registry_id: trial.registry.as_deref().map(Text::as_str),
            people: outcome.people.as_ref().unwrap_or(&trial.people),
            people_plain: people_plain.as_deref().map(Text::as_str),
            own_people: outcome.people.as_deref().map(Text::as_str),
            ages: &trial.ages,
            endpoint: &endpoint.id,
            endpoint_label: &endpoint.label,
            endpoint_plain: &endpoint.plain,
            week: outcome.week.as_deref().copied(),
            analysis: outcome.analysis.id(),
            method: outcome.method.as_deref().map(Text::as_str),
            alternate: outcome.alternate,
            analysis_words: outcome.analysis.words(),
            main: endpoint.main,
            results,
            difference: difference.collect(),
            note: outcome.note.as_deref().map(Text::as_str),
            interval_gap: interval.map(Gap::id),
            interval,
            weakness,
            sources,
        })
    }

    /// Who was counted.
    pub fn people(&self, words: Words) -> &'a str {
        in_words(words, self.people, self.people_plain)
    }

    /// The people counted, where they are not simply the trial's.
    pub fn own_people(&self, words: Words) -> Option<&'a str> {
        self.own_people.map(|people| in_words(words, people, self.people_plain))
    }

    /// Whose figures they are, and by which method.
    pub fn figures_of(&self) -> String {
        let method = self.method.map(|method| format!(", {method}")).unwrap_or_default();
        format!("{}{method}", self.analysis_words)
    }

    /// Which other figures of the same trial these are, if they are.
    fn also_published(&self) -> Option<Span<'a>> {
        let remark = || [" (also published: ", &self.figures_of(), ")"].concat();
        self.alternate.then(|| Span::Soft(remark().into()))
    }

    /// When it was measured, in words.
    pub fn when(&self) -> String {
        self.week.map_or_else(|| "time not reported".to_owned(), |week| format!("week {week}"))
    }

    /// One line: the shares with the comparator's beside them, the week and the people.
    pub fn line(&self, words: Words) -> Line<'_> {
        let mut line = match words {
            Words::Professional => self.figures(self.people),
            Words::Plain => self.sentence(),
        };
        line.extend(self.also_published());
        line.extend(self.weakness.map(Weakness::remark));
        if let Some(note) = self.note.filter(|_| words == Words::Professional) {
            line.push(Span::Soft([" ", note].concat().into()));
        }
        cited(line, &self.sources)
    }

    /// The same without notes, and with the people's ages only, unless they are others than the
    /// trial's.
    pub fn brief_line(&self) -> Line<'_> {
        let mut line = self.figures(self.own_people.unwrap_or(self.ages));
        line.extend(self.also_published());
        line.extend(self.weakness.map(Weakness::remark));
        numbered(line, &self.sources)
    }

    fn figures(&self, people: &str) -> Line<'_> {
        let mut line = vec![Span::Text(self.endpoint_label.into()), Span::Text(": ".into())];
        for (index, result) in of_role(&self.results, Role::Drug).enumerate() {
            if index > 0 {
                line.push(Span::Text(", ".into()));
            }
            line.push(Span::Strong(format!("{} of 100", result.of_100).into()));
            line.extend([" on ", result.given()].map(|part| Span::Text(part.into())));
        }
        let (beside, when) = (beside(&self.results), self.when());
        let people = uncapitalized(people);
        let text = [" (", &beside, "), ", &when, ", ", self.trial_name, ", ", &people, "."];
        line.push(Span::Text(text.concat().into()));
        line
    }

    /// The figures as a sentence for patients.
    fn sentence(&self) -> Line<'_> {
        let endpoint = capitalized(self.endpoint_plain);
        // After a comma, what follows would belong to the last part alone.
        let pause = if self.week.is_none() || endpoint.contains(',') { "," } else { "" };
        let when = match self.week {
            Some(1) => "after 1 week".to_owned(),
            Some(week) => format!("after {week} weeks"),
            None => "at a time that the source does not give".to_owned(),
        };
        let mut line = line(format!("{endpoint}{pause} {when}: "));
        line.append(&mut shares(&self.results));
        let people = uncapitalized(self.people(Words::Plain));
        let text = [" Trial: ", self.trial_name, ", ", &people, "."];
        line.push(Span::Text(text.concat().into()));
        line
    }
}

/// The shares of the drug and of the comparator as a sentence for patients: `35 of 100 people on 4 mg
/// once daily, 5 of 100 on placebo.`
fn shares<'a>(results: &[ResultView<'a>]) -> Line<'a> {
    let mut line = Line::new();
    let beside = of_role(results, Role::Comparator);
    for (index, result) in of_role(results, Role::Drug).chain(beside).enumerate() {
        let people = if index == 0 { " people on " } else { " on " };
        line.push(Span::Text(if index == 0 { "" } else { ", " }.into()));
        line.push(Span::Strong(format!("{} of 100", result.of_100).into()));
        line.extend([people, result.given()].map(|part| Span::Text(part.into())));
    }
    line.push(Span::Text(".".into()));
    line
}

/// A table of adverse reactions.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReactionsView<'a> {
    #[serde(skip)]
    pub topic: &'a str,
    pub title: &'a str,
    pub people: &'a str,
    /// The same in plain words, where they are others.
    pub people_plain: Option<&'a str>,
    pub weeks: Option<u16>,
    pub trial: Option<&'a str>,
    pub analysis: &'static str,
    /// Each reaction with its share in each arm.
    pub rows: Ordered<Vec<ResultView<'a>>>,
    /// What each reaction is called in plain words, where that is known.
    #[cfg_attr(test, schemars(with = "Ordered<Option<&str>>"))]
    pub terms_plain: PlainTerms<'a>,
    pub note: Option<&'a str>,
    /// What of the note patients must know, in plain words.
    pub note_plain: Option<&'a str>,
    /// The kind of gap, where a result has no interval.
    pub interval_gap: Option<&'static str>,
    /// `secondary` or `unconfirmed` where no stronger source was read, or null.
    pub weakness: Option<Weakness>,
    pub sources: Vec<CitationView<'a>>,
    #[serde(skip)]
    pub interval: Option<Gap>,
    #[serde(skip)]
    pub arms: &'a [Arm],
}

impl<'a> ReactionsView<'a> {
    pub fn new(
        dataset: &'a Dataset,
        reactions: &'a Reactions,
        citations: &mut Citations<'a>,
    ) -> Self {
        let rows = reactions.rows.iter();
        let rows = rows.map(|row| {
            (row.term.to_string(), ResultView::all(&row.results, &reactions.arms, true))
        });
        let rows: Vec<(String, Vec<ResultView<'a>>)> = rows.collect();
        let interval = interval_gap(rows.iter().flat_map(|(_, results)| results), None);
        let (sources, weakness) = citations.cite(&reactions.cite);
        Self {
            topic: &reactions.topic,
            title: &reactions.title,
            people: &reactions.people,
            people_plain: reactions.people_plain.as_deref().map(Text::as_str),
            weeks: reactions.weeks.as_deref().copied(),
            trial: reactions.trial.as_deref().map(Text::as_str),
            analysis: reactions.analysis.id(),
            rows: Ordered(rows),
            terms_plain: PlainTerms { dataset, rows: &reactions.rows },
            note: reactions.note.as_deref().map(Text::as_str),
            note_plain: reactions.note_plain.as_deref().map(Text::as_str),
            interval_gap: interval.map(Gap::id),
            interval,
            weakness,
            sources,
            arms: &reactions.arms,
        }
    }

    /// For how long people were observed, in words.
    pub fn when(&self) -> String {
        self.weeks.map_or_else(|| "time not reported".to_owned(), |weeks| format!("{weeks} weeks"))
    }

    /// What was counted in whom, for how long.
    fn caption(&self, words: Words) -> Line<'_> {
        let (mut line, note) = match words {
            Words::Professional => (self.heading(), self.note),
            Words::Plain => (self.plain_heading(), self.note_plain),
        };
        line.extend(self.weakness.map(Weakness::remark));
        line.extend(note.map(|note| Span::Soft([" ", note].concat().into())));
        cited(line, &self.sources)
    }

    fn plain_heading(&self) -> Line<'_> {
        let when = match self.weeks {
            Some(1) => "within 1 week".to_owned(),
            Some(weeks) => format!("within {weeks} weeks"),
            None => "over a time that the source does not give".to_owned(),
        };
        line(format!("Counted {when}, in {}.", uncapitalized(self.people(Words::Plain))))
    }

    /// Who was observed.
    pub fn people(&self, words: Words) -> &'a str {
        in_words(words, self.people, self.people_plain).trim_end_matches('.')
    }

    /// What the reaction is called.
    pub fn called(&self, term: &str, words: Words) -> String {
        match words {
            Words::Professional => term.to_owned(),
            Words::Plain => self.terms_plain.words(term),
        }
    }

    /// What the table is called: its title, or for patients what was counted in whom.
    pub fn name(&self, words: Words) -> String {
        let people = uncapitalized(self.people(words));
        match self.rows.0.as_slice() {
            _ if words == Words::Professional => self.title.to_owned(),
            [(only, _)] => {
                let name = self.terms_plain.of(only).map_or(only.as_str(), |name| &name.plain);
                format!("{}: {people}", capitalized(name))
            }
            _ => format!("Harms in {people}"),
        }
    }

    fn heading(&self) -> Line<'_> {
        let (title, when, people) = (self.title, self.when(), uncapitalized(self.people));
        line(format!("{title}; {when}; {people}."))
    }

    /// Draws the table under its caption.
    pub fn draw(&self, words: Words, page: &mut Numbered<'_>) {
        page.add(Block::Paragraph(self.caption(words)));
        if words == Words::Plain {
            for sentence in self.plain_sentences() {
                page.add(Block::Item(sentence));
            }
            return;
        }
        let mut columns = vec!["Adverse reaction".into()];
        columns.extend(self.arms.iter().map(|arm| match &arm.n {
            Some(n) => format!("{} (n = {n})", arm.name).into(),
            None => arm.name.as_str().into(),
        }));
        let rows = self.rows.0.iter().map(|(term, results)| {
            let shares = self.arms.iter().map(|arm| {
                let result = results.iter().find(|result| result.arm == arm.id.as_str());
                let mut share = match result {
                    Some(result) => line(format!("{} of 100", result.of_100)),
                    None => vec![Span::Gap(Gap::NotRecorded.shown().into())],
                };
                share.extend(self.weakness.map(Weakness::remark));
                // Each number keeps its source, wherever its line is copied to.
                vec![numbered(share, &self.sources)]
            });
            let cells = std::iter::once(vec![line(term)]).chain(shares).collect();
            Row { id: term, cells }
        });
        page.add(Block::Table(Table {
            columns,
            rows: rows.collect(),
            records: Records::Cells,
            prose: false,
        }));
    }

    /// The table as lines, for a column: its caption, then a sentence an arm; for patients a sentence
    /// a reaction.
    pub fn lines(&self, words: Words) -> Vec<Line<'_>> {
        let sentences = match words {
            Words::Professional => self.sentences(),
            Words::Plain => self.plain_sentences(),
        };
        std::iter::once(self.caption(words)).chain(sentences).collect()
    }

    /// A sentence a reaction: how many had it on each dose, and how many without the drug.
    fn plain_sentences(&self) -> Vec<Line<'_>> {
        let rows = self.rows.0.iter();
        let counted = rows.filter(|(_, results)| of_role(results, Role::Drug).next().is_some());
        counted.map(|(term, results)| self.sentence(term, results, Words::Plain)).collect()
    }

    /// How many had a reaction on each dose, and how many without the drug.
    fn sentence(&self, term: &str, results: &[ResultView<'a>], words: Words) -> Line<'a> {
        let mut sentence = line(capitalized(&self.called(term, words)) + ": ");
        sentence.append(&mut shares(results));
        sentence.extend(self.weakness.map(Weakness::remark));
        numbered(sentence, &self.sources)
    }

    /// The same without remarks.
    pub fn brief_lines(&self) -> Vec<Line<'_>> {
        let mut heading = self.heading();
        heading.extend(self.weakness.map(Weakness::remark));
        std::iter::once(numbered(heading, &self.sources)).chain(self.sentences()).collect()
    }

    /// A sentence an arm of the drug: each reaction with the comparator's share behind it.
    fn sentences(&self) -> Vec<Line<'_>> {
        let comparators: Vec<&str> = self
            .arms
            .iter()
            .filter(|arm| arm.role == Role::Comparator)
            .map(|arm| arm.name.as_str())
            .collect();
        let drugs = self.arms.iter().filter(|arm| arm.role == Role::Drug);
        drugs
            .map(|arm| {
                let shares: Vec<String> = self
                    .rows
                    .0
                    .iter()
                    .filter_map(|(term, results)| share(term, results, arm))
                    .collect();
                let (given, beside) =
                    (arm.dose.as_ref().unwrap_or(&arm.name), comparators.join(", "));
                let sentence = vec![
                    Span::Strong(format!("Of 100 people on {given}").into()),
                    Span::Text(format!(" (in brackets: {beside}): {}.", shares.join(", ")).into()),
                ];
                numbered(sentence, &self.sources)
            })
            .collect()
    }
}

/// What the adverse reactions of a table are called in plain words, looked up only when asked for.
#[derive(Clone, Debug)]
pub struct PlainTerms<'a> {
    dataset: &'a Dataset,
    rows: &'a [Reaction],
}

impl<'a> PlainTerms<'a> {
    /// What the reaction is called in plain words.
    pub fn of(&self, term: &str) -> Option<&'a ReactionName> {
        self.dataset.reaction_name(term)
    }

    /// The reaction in plain words, with the label's term in brackets where that is another thing to
    /// know it by. Where it has no plain words, the term.
    pub fn words(&self, term: &str) -> String {
        let Some(name) = self.of(term) else { return uncapitalized(term) };
        if name.did || name.plain.eq_ignore_ascii_case(term) {
            return name.plain.to_string();
        }
        // What a term has in brackets itself is said in its plain words.
        let term = term.split(" (").next().unwrap_or(term);
        format!("{} ({})", name.plain, uncapitalized(term))
    }
}

impl Serialize for PlainTerms<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let name = |term: &str| self.of(term).map(|name| name.plain.as_str());
        serializer.collect_map(self.rows.iter().map(|row| (row.term.as_str(), name(&row.term))))
    }
}

/// A reaction's share in an arm and without the drug, as `headache 11 (9)`.
fn share(term: &str, results: &[ResultView<'_>], arm: &Arm) -> Option<String> {
    let result = results.iter().find(|result| result.arm == arm.id.as_str())?;
    let without: Vec<String> =
        of_role(results, Role::Comparator).map(|result| result.of_100.to_string()).collect();
    Some(format!("{term} {} ({})", result.of_100, without.join(", ")))
}
