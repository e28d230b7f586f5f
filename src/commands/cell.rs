//! A cell of the table: what one treatment answers to one topic, with the outcomes and the adverse
//! reactions that belong there.

use serde::{Serialize, Serializer};

use super::conflicts::ConflictView;
use super::view::{
    CitationView, Citations, Ordered, StatementView, Words, cited, lines, numbered, source_fields,
    statements,
};
use crate::dataset::model::{
    Arm, ArmResult, Citation, Dataset, Endpoint, Gap, Outcome, Reactions, Role, Topic, Treatment,
};
use crate::dataset::text::Text;
use crate::dataset::value::{OfHundred, Percent};
use crate::output::document::{Block, Line, Numbered, Records, Row, Span, Table, line};
use crate::output::records::Value;

/// What a treatment answers to a topic.
#[derive(Clone, Debug)]
pub struct CellView<'a> {
    pub topic: String,
    pub label: &'a str,
    pub plain_label: Option<&'a str>,
    /// The kind of gap, where nothing at all is known.
    pub gap: Option<&'static str>,
    pub statements: Vec<StatementView<'a>>,
    pub outcomes: Vec<OutcomeView<'a>>,
    pub reactions: Vec<ReactionsView<'a>>,
    /// Where the sources of the answer disagree.
    pub conflicts: Vec<ConflictView<'a>>,
}

/// A cell as JSON has it: with all that it says as one text too, put together only when asked for.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CellJson<'c, 'a> {
    topic: &'c str,
    label: &'c str,
    plain_label: Option<&'c str>,
    text: String,
    /// The same in plain words, where there are any.
    plain: Option<String>,
    gap: Option<&'static str>,
    statements: &'c [StatementView<'a>],
    outcomes: &'c [OutcomeView<'a>],
    reactions: &'c [ReactionsView<'a>],
    conflicts: &'c [ConflictView<'a>],
}

impl Serialize for CellView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let has_plain = self.statements.iter().any(|statement| statement.plain.is_some());
        let json = CellJson {
            topic: &self.topic,
            label: self.label,
            plain_label: self.plain_label,
            text: self.all_text(Words::Professional),
            plain: has_plain.then(|| self.all_text(Words::Plain)),
            gap: self.gap,
            statements: &self.statements,
            outcomes: &self.outcomes,
            reactions: &self.reactions,
            conflicts: &self.conflicts,
        };
        json.serialize(serializer)
    }
}

impl<'a> CellView<'a> {
    pub fn new(
        dataset: &'a Dataset,
        treatment: &'a Treatment,
        topic: &'a Topic,
        citations: &mut Citations<'a>,
    ) -> Self {
        let path = topic.path();
        let outcomes: Vec<OutcomeView<'a>> = treatment
            .outcomes
            .iter()
            .filter(|outcome| outcome.topic.as_str() == path && !outcome.alternate)
            .filter_map(|outcome| OutcomeView::new(dataset, treatment, outcome, citations))
            .collect();
        let reactions: Vec<ReactionsView<'a>> = treatment
            .reactions
            .iter()
            .filter(|reactions| reactions.topic.as_str() == path)
            .map(|reactions| ReactionsView::new(reactions, citations))
            .collect();
        let statements = statements(treatment.answer(topic), citations);
        let only_gaps = statements.iter().all(|statement| statement.gap.is_some());
        let nothing = only_gaps && outcomes.is_empty() && reactions.is_empty();
        let conflicts = treatment
            .conflicts
            .iter()
            .filter(|conflict| conflict.topic.as_str() == path)
            .map(|conflict| ConflictView::new(dataset, &treatment.id, conflict, citations))
            .collect();
        Self {
            topic: path,
            label: &topic.label,
            plain_label: topic.plain.as_deref().map(Text::as_str),
            gap: statements.first().filter(|_| nothing).and_then(|statement| statement.gap),
            statements,
            outcomes,
            reactions,
            conflicts,
        }
    }

    /// The columns of a cell's record.
    pub const COLUMNS: &'static [&'static str] =
        &["treatment", "group", "topic", "text", "gap", "sources", "sections"];

    /// The cell as a record.
    pub fn record(&self, treatment: &'a str, words: Words) -> Vec<Value<'a>> {
        let group = self.topic.split('.').next().unwrap_or_default().to_owned();
        let cited = self.statements.iter().flat_map(|statement| &statement.sources);
        let figures = self.outcomes.iter().flat_map(|outcome| &outcome.sources);
        let reactions = self.reactions.iter().flat_map(|reactions| &reactions.sources);
        let [sources, sections] = source_fields(cited.chain(figures).chain(reactions));
        vec![
            treatment.into(),
            group.into(),
            self.topic.clone().into(),
            self.all_text(words).into(),
            Value::text(self.gap),
            sources,
            sections,
        ]
    }

    /// All that the cell says, figures first, as one text without citations.
    pub fn all_text(&self, words: Words) -> String {
        let mut text = String::new();
        for line in self.lines(words) {
            text.push_str(if text.is_empty() { "" } else { " " });
            for span in line.iter().filter(|span| !matches!(span, Span::Cite(_))) {
                span.pieces(|piece| text.push_str(piece));
            }
            text.truncate(text.trim_end().len());
        }
        text
    }

    /// The topic's heading.
    pub fn heading(&self, words: Words) -> &'a str {
        match words {
            Words::Plain => self.plain_label.unwrap_or(self.label),
            Words::Professional => self.label,
        }
    }

    /// Draws the cell at full length: figures first, then what is said about them.
    pub fn draw(&self, words: Words, page: &mut Numbered<'_>) {
        for outcome in &self.outcomes {
            page.add(Block::Item(outcome.line(words, outcome.people)));
        }
        for reactions in &self.reactions {
            reactions.draw(words, page);
        }
        let lines = lines(&self.statements, words);
        let several = lines.len() > 1 || !self.outcomes.is_empty();
        for line in lines {
            page.add(if several { Block::Item(line) } else { Block::Paragraph(line) });
        }
        for remark in self.remarks(words) {
            page.add(Block::Paragraph(remark));
        }
    }

    /// Which of the sources that disagree was chosen, and why.
    fn remarks(&self, words: Words) -> Vec<Line<'a>> {
        match words {
            Words::Professional => self.conflicts.iter().map(ConflictView::remark).collect(),
            Words::Plain => {
                self.conflicts.first().map(ConflictView::plain_remark).into_iter().collect()
            }
        }
    }

    /// The cell drawn for a column of a table, at full length.
    pub fn column(&self, words: Words) -> Vec<Line<'_>> {
        let mut lines = self.lines(words);
        lines.extend(self.remarks(words));
        lines
    }

    /// Figures first, then what is said about them.
    fn lines(&self, words: Words) -> Vec<Line<'_>> {
        let outcomes = self.outcomes.iter().map(|outcome| outcome.line(words, outcome.ages));
        let reactions = self.reactions.iter().flat_map(ReactionsView::lines);
        outcomes.chain(reactions).chain(lines(&self.statements, words)).collect()
    }

    /// The cell drawn for a column in brief: the main figures and the short answers. A cell that
    /// has neither is drawn at full length.
    pub fn brief(&self, words: Words) -> Vec<Line<'_>> {
        let outcomes = self.outcomes.iter().filter(|outcome| outcome.main);
        let outcomes = outcomes.map(|outcome| outcome.brief_line(words));
        let reactions = self.reactions.first().into_iter().flat_map(ReactionsView::brief_lines);
        let shorts = self.statements.iter().filter_map(StatementView::short_line);
        let mut brief: Vec<Line> = outcomes.chain(reactions).chain(shorts).collect();
        if brief.is_empty() {
            return self.column(words);
        }
        if !self.conflicts.is_empty() {
            let remark = "(sources disagree: see `jakref show`)";
            brief.push(vec![Span::Soft(remark.into())]);
        }
        brief
    }
}

/// Each figure that answers a topic as one text, with what it cites.
pub fn figures<'a>(
    dataset: &'a Dataset,
    treatment: &'a Treatment,
    topic: &str,
) -> Vec<(String, &'a [Citation])> {
    let text = |line: &Line<'_>| {
        let mut text = String::new();
        for span in line.iter().filter(|span| !matches!(span, Span::Cite(_))) {
            span.pieces(|piece| text.push_str(piece));
        }
        text.trim_end().to_owned()
    };
    let mut figures = Vec::new();
    // Their numbers are left out with the citations.
    let mut citations = Citations::new(dataset);
    let outcomes = treatment.outcomes.iter().filter(|outcome| !outcome.alternate);
    for outcome in outcomes.filter(|outcome| outcome.topic.as_str() == topic) {
        if let Some(view) = OutcomeView::new(dataset, treatment, outcome, &mut citations) {
            let line = view.figures(Words::Professional, view.people);
            figures.push((text(&line), outcome.cite.as_slice()));
        }
    }
    for reactions in treatment.reactions.iter().filter(|it| it.topic.as_str() == topic) {
        let view = ReactionsView::new(reactions, &mut citations);
        let heading = text(&view.heading());
        let sentences = view.sentences();
        let texts = sentences.iter().map(|line| format!("{heading} {}", text(line)));
        figures.extend(texts.map(|text| (text, reactions.cite.as_slice())));
    }
    figures
}

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
    /// The people counted, where they are not simply the trial's.
    #[serde(skip)]
    pub own_people: Option<&'a str>,
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
        let interval = interval_gap(results.iter(), outcome.interval.as_deref().copied());
        Some(Self {
            topic: &outcome.topic,
            trial: &trial.id,
            trial_name: &trial.name,
            registry_id: trial.registry.as_deref().map(Text::as_str),
            people: outcome.people.as_ref().unwrap_or(&trial.people),
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
            sources: citations.numbers(&outcome.cite),
        })
    }

    /// When it was measured, in words.
    pub fn when(&self) -> String {
        self.week.map_or_else(|| "time not reported".to_owned(), |week| format!("week {week}"))
    }

    /// One line: the shares with the comparator's beside them, the week and the people.
    pub fn line(&self, words: Words, people: &str) -> Line<'_> {
        let mut line = self.figures(words, people);
        if let Some(note) = self.note.filter(|_| words == Words::Professional) {
            line.push(Span::Soft([" ", note].concat().into()));
        }
        cited(line, &self.sources)
    }

    /// The same without remarks, and with the people's ages only.
    fn brief_line(&self, words: Words) -> Line<'_> {
        numbered(self.figures(words, self.ages), &self.sources)
    }

    fn figures(&self, words: Words, people: &str) -> Line<'_> {
        let endpoint = match words {
            Words::Plain => self.endpoint_plain,
            Words::Professional => self.endpoint_label,
        };
        let mut line = vec![Span::Text(endpoint.into()), Span::Text(": ".into())];
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
}

/// A table of adverse reactions.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReactionsView<'a> {
    #[serde(skip)]
    pub topic: &'a str,
    pub title: &'a str,
    pub people: &'a str,
    pub weeks: Option<u16>,
    pub trial: Option<&'a str>,
    pub analysis: &'static str,
    /// Each reaction with its share in each arm.
    pub rows: Ordered<Vec<ResultView<'a>>>,
    pub note: Option<&'a str>,
    /// The kind of gap, where a result has no interval.
    pub interval_gap: Option<&'static str>,
    pub sources: Vec<CitationView<'a>>,
    #[serde(skip)]
    pub interval: Option<Gap>,
    #[serde(skip)]
    pub arms: &'a [Arm],
}

impl<'a> ReactionsView<'a> {
    pub fn new(reactions: &'a Reactions, citations: &mut Citations<'a>) -> Self {
        let rows = reactions.rows.iter();
        let rows = rows.map(|row| {
            (row.term.to_string(), ResultView::all(&row.results, &reactions.arms, true))
        });
        let rows: Vec<(String, Vec<ResultView<'a>>)> = rows.collect();
        let interval = interval_gap(rows.iter().flat_map(|(_, results)| results), None);
        Self {
            topic: &reactions.topic,
            title: &reactions.title,
            people: &reactions.people,
            weeks: reactions.weeks.as_deref().copied(),
            trial: reactions.trial.as_deref().map(Text::as_str),
            analysis: reactions.analysis.id(),
            rows: Ordered(rows),
            note: reactions.note.as_deref().map(Text::as_str),
            interval_gap: interval.map(Gap::id),
            interval,
            sources: citations.numbers(&reactions.cite),
            arms: &reactions.arms,
        }
    }

    /// For how long people were observed, in words.
    pub fn when(&self) -> String {
        self.weeks.map_or_else(|| "time not reported".to_owned(), |weeks| format!("{weeks} weeks"))
    }

    /// What was counted in whom, for how long.
    fn caption(&self) -> Line<'_> {
        let mut line = self.heading();
        if let Some(note) = self.note {
            line.push(Span::Soft([" ", note].concat().into()));
        }
        cited(line, &self.sources)
    }

    fn heading(&self) -> Line<'_> {
        let (title, when, people) = (self.title, self.when(), uncapitalized(self.people));
        let text = format!("{title}; {when}; {people}.");
        line(text)
    }

    /// Draws the table under its caption.
    pub fn draw(&self, words: Words, page: &mut Numbered<'_>) {
        page.add(Block::Paragraph(self.caption()));
        if words == Words::Plain {
            for sentence in self.sentences() {
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
                let share = match result {
                    Some(result) => line(format!("{} of 100", result.of_100)),
                    None => vec![Span::Gap(Gap::NotRecorded.shown().into())],
                };
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

    /// The table as lines, for a column: its caption, then a sentence an arm.
    fn lines(&self) -> Vec<Line<'_>> {
        std::iter::once(self.caption()).chain(self.sentences()).collect()
    }

    /// The same without remarks.
    fn brief_lines(&self) -> Vec<Line<'_>> {
        let heading = numbered(self.heading(), &self.sources);
        std::iter::once(heading).chain(self.sentences()).collect()
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

/// The text as it stands inside a sentence; a name or an abbreviation keeps its capitals.
pub fn uncapitalized(text: &str) -> String {
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            let mut lower = String::with_capacity(text.len());
            lower.extend(first.to_lowercase());
            lower.push_str(&text[first.len_utf8()..]);
            lower
        }
        _ => text.to_owned(),
    }
}

/// A reaction's share in an arm and without the drug, as `headache 11 (9)`.
fn share(term: &str, results: &[ResultView<'_>], arm: &Arm) -> Option<String> {
    let result = results.iter().find(|result| result.arm == arm.id.as_str())?;
    let without: Vec<String> =
        of_role(results, Role::Comparator).map(|result| result.of_100.to_string()).collect();
    Some(format!("{term} {} ({})", result.of_100, without.join(", ")))
}
