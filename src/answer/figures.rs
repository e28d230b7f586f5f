//! The figures of trials: each share with that of the comparator beside it, of one hundred people.

use itertools::Itertools as _;
use serde::Serialize;

use super::Words;
use super::column::Column;
use super::phrasing::{capitalized, in_words, noted, uncapitalized};
use super::source::{CitationView, Citations, Weakness, cited, cited_briefly, lead};
use super::view::{Viewed as _, view};
use crate::dataset::model::{Arm, ArmResult, Gap, Outcome, Role};
use crate::dataset::percent::{OfHundred, Percent};
use crate::output::document::{Line, Span, line};

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
    /// Whether the count or the percentage is our calculation.
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
    pub fn all(results: &'a [ArmResult], arms: &'a [Arm], whole: bool) -> Vec<Self> {
        let view = |result: &'a ArmResult| {
            let arm = arms.iter().find(|arm| arm.id == result.arm)?;
            let n = result.n.viewed().or(arm.n.viewed().filter(|_| whole));
            // From the count where it is known: it is rounded once, not twice.
            let count = result.responders.viewed().zip(n.or(arm.n.viewed()));
            let share = count.and_then(|(responders, n)| Percent::of(responders, n));
            let of_100 = share.unwrap_or(*result.percent).of_100();
            Some(view!(result => Self {
                percent, low, high, responders, derived;
                arm: &arm.id,
                name: &arm.name,
                dose: arm.dose.viewed(),
                role: arm.role,
                n,
                arm_n: arm.n.viewed(),
                of_100,
                rest_of_100: of_100.rest(),
            }))
        };
        results.iter().filter_map(view).collect()
    }

    /// What the people in the arm were given: the dose, or the name of the comparator.
    pub fn given(&self) -> &'a str {
        self.dose.unwrap_or(self.name)
    }

    /// Its 95 % confidence interval, of 100 people: `30 to 41`.
    pub fn interval(&self) -> Option<String> {
        let (low, high) = self.low.zip(self.high)?;
        Some(format!("{} to {}", short(low.of_100()), short(high.of_100())))
    }

    /// The share as its source prints it: the percentage, its interval, the count, and whether a part
    /// of that is our calculation.
    pub fn exactly(&self) -> String {
        let mut text = format!("{}%", self.percent);
        if let Some((low, high)) = self.low.zip(self.high) {
            text += &format!(", 95% interval {low} to {high}");
        }
        text += &match (self.responders, self.n) {
            (Some(responders), Some(n)) => format!(", {responders} of {n} people"),
            (_, Some(n)) => format!(", of {n} people"),
            (Some(responders), None) => format!(", {responders} people"),
            (None, None) => ", number of people not recorded".to_owned(),
        };
        if self.derived {
            text += " (our calculation)";
        }
        text
    }
}

/// A count of 100 where there is little room: `35`, `<1` or `>99`.
pub fn short(share: OfHundred) -> String {
    match (share.whole, share.part) {
        (0, true) => "<1".to_owned(),
        (whole, true) => format!(">{whole}"),
        (whole, false) => whole.to_string(),
    }
}

/// Why some of the results have no interval; `None` if all have one.
pub fn interval_gap<'r>(
    results: impl Iterator<Item = &'r ResultView<'r>>,
    known: Option<Gap>,
) -> Option<Gap> {
    let mut missing = results.filter(|result| result.low.is_none() || result.high.is_none());
    missing.next().map(|_| known.unwrap_or(Gap::NotRecorded))
}

/// The results of a role.
pub fn of_role<'r, 'a>(
    results: &'r [ResultView<'a>],
    role: Role,
) -> impl Iterator<Item = &'r ResultView<'a>> {
    results.iter().filter(move |result| result.role == role)
}

/// The comparators and their shares, as `placebo 5 of 100`.
fn beside(results: &[ResultView<'_>]) -> String {
    let comparators = of_role(results, Role::Comparator);
    comparators.map(|it| format!("{} {} of 100", it.name, it.of_100)).join(", ")
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

impl DifferenceView<'_> {
    /// `21.8 points (95% interval 14.7 to 30.2)`.
    pub fn exactly(&self) -> String {
        let interval = self.low.zip(self.high);
        let interval = interval.map(|(low, high)| format!(" (95% interval {low} to {high})"));
        format!("{} points{}", self.points, interval.unwrap_or_default())
    }
}

/// What a trial found, with its comparator.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OutcomeView<'a> {
    pub condition: &'a str,
    pub regulator: &'a str,
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
    /// Whether it is a second published set of the same figures.
    pub alternate: bool,
    #[serde(skip)]
    analysis_words: &'static str,
    /// Whether its endpoint is a main one.
    #[serde(skip)]
    pub main: bool,
    /// Whether none of the kind was measured later.
    #[serde(skip)]
    pub latest: bool,
    pub results: Vec<ResultView<'a>>,
    pub difference: Vec<DifferenceView<'a>>,
    pub note: Option<&'a str>,
    /// What of the note patients must know, in plain words.
    pub note_plain: Option<&'a str>,
    /// The kind of gap, where a result has no interval.
    pub interval_gap: Option<Gap>,
    /// `secondary` or `unconfirmed` where no stronger source was read, or null.
    pub weakness: Option<Weakness>,
    pub sources: Vec<CitationView<'a>>,
}

impl<'a> OutcomeView<'a> {
    /// `None` if the outcome refers to a trial or an endpoint that is not there, which `check` does
    /// not let through.
    pub fn new(
        column: Column<'a>,
        outcome: &'a Outcome,
        citations: &mut Citations<'a>,
    ) -> Option<Self> {
        let indication = column.indication;
        let trial = indication.trial(&outcome.trial)?;
        let mut endpoints = citations.dataset.endpoints.iter();
        let endpoint = endpoints.find(|endpoint| endpoint.id == outcome.endpoint)?;
        let difference = outcome.difference.iter();
        let difference =
            difference.map(|it| view!(it => DifferenceView { arm, points, low, high; }));
        let results = ResultView::all(&outcome.results, &trial.arms, false);
        let people_plain = match outcome.people {
            Some(_) => &outcome.people_plain,
            None => &trial.people_plain,
        };
        let (sources, weakness) = citations.cite(&outcome.cite);
        Some(view!(outcome => Self {
            topic, week, method, alternate, note, note_plain;
            condition: &indication.condition,
            regulator: &indication.regulator,
            trial: &trial.id,
            trial_name: &trial.name,
            registry_id: trial.registry.viewed(),
            people: outcome.people.as_ref().unwrap_or(&trial.people),
            people_plain: people_plain.viewed(),
            own_people: outcome.people.viewed(),
            ages: &trial.ages,
            endpoint: &endpoint.id,
            endpoint_label: &endpoint.label,
            endpoint_plain: &endpoint.plain,
            analysis: outcome.analysis.id(),
            analysis_words: outcome.analysis.words(),
            main: endpoint.main && indication.is_latest(outcome),
            latest: indication.is_latest(outcome),
            interval_gap: interval_gap(results.iter(), outcome.interval.viewed()),
            results,
            difference: difference.collect(),
            weakness,
            sources,
        }))
    }

    /// The source that stands for all where there is little room.
    pub fn lead(&self) -> &[CitationView<'a>] {
        lead(&self.sources, self.weakness)
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

    /// When it was measured, in words.
    pub fn when(&self) -> String {
        self.week.map_or_else(|| "no week given".to_owned(), |week| format!("week {week}"))
    }

    /// The results of the drug; of all doses that are no comparators, where none is used.
    pub fn given(&self) -> Vec<&ResultView<'a>> {
        let drug: Vec<_> = of_role(&self.results, Role::Drug).collect();
        if drug.is_empty() { of_role(&self.results, Role::Other).collect() } else { drug }
    }

    /// The results of the comparators.
    pub fn comparators(&self) -> impl Iterator<Item = &ResultView<'a>> {
        of_role(&self.results, Role::Comparator)
    }

    /// One line: the shares with the comparator's beside them, the week, the trial and the people.
    pub fn line(&self, words: Words, notes: bool) -> Line<'a> {
        self.line_of(words, self.people(words), self.note(words, notes).as_deref())
    }

    /// The same with the people in these words, and this note.
    pub fn line_of(&self, words: Words, people: &str, note: Option<&str>) -> Line<'a> {
        let people = uncapitalized(people.trim_end_matches('.'));
        let mut line = match words {
            Words::Professional => self.figures(&people),
            Words::Plain => self.sentence(&people),
        };
        if self.alternate {
            line.push(Span::Soft(format!(" (also published: {})", self.figures_of()).into()));
        }
        line = cited(line, &self.sources, self.weakness);
        line.extend(note.map(|note| Span::Soft(note.to_owned().into())));
        line
    }

    /// What must be known to read it right.
    pub fn note(&self, words: Words, notes: bool) -> Option<String> {
        noted(words, notes, self.note, self.note_plain)
    }

    fn figures(&self, people: &str) -> Line<'a> {
        let mut line = vec![Span::Text(format!("{}: ", self.endpoint_label).into())];
        for (index, result) in self.given().into_iter().enumerate() {
            line.push(Span::Text(if index > 0 { ", " } else { "" }.into()));
            line.push(Span::Strong(format!("{} of 100", result.of_100).into()));
            line.push(Span::Text(format!(" on {}", result.given()).into()));
        }
        let text = format!(
            " ({}), {}, {}, {people}.",
            beside(&self.results),
            self.when(),
            self.trial_name
        );
        line.push(Span::Text(text.into()));
        line
    }

    /// The figures as a sentence for patients.
    fn sentence(&self, people: &str) -> Line<'a> {
        let mut line = vec![Span::Text(format!("{}: ", self.question()).into())];
        line.append(&mut shares(&self.given(), self.comparators()));
        line.push(Span::Text(format!(" Trial: {}, {people}.", self.trial_name).into()));
        line
    }

    /// What was reached and when, in plain words.
    pub fn question(&self) -> String {
        let endpoint = capitalized(self.endpoint_plain);
        // After a comma, what follows would belong to the last part alone.
        let pause = if self.week.is_none() || endpoint.contains(',') { "," } else { "" };
        let when = match self.week {
            Some(1) => "after 1 week".to_owned(),
            Some(week) => format!("after {week} weeks"),
            None => "at a time that the source does not give".to_owned(),
        };
        format!("{endpoint}{pause} {when}")
    }

    /// The figures in a line with the ages of the people only, unless others than the trial's were
    /// counted: for where there is little room.
    pub fn brief_line(&self, words: Words) -> Line<'a> {
        let (given, comparators) = (self.given(), self.comparators());
        let doses = doses(&given);
        let shares =
            given.iter().zip(&doses).map(|(it, dose)| format!("{} on {dose}", short(it.of_100)));
        let shares =
            shares.chain(comparators.map(|it| format!("{} on {}", short(it.of_100), it.name)));
        let what = in_words(words, self.endpoint_label, Some(self.endpoint_plain));
        let people = uncapitalized(self.own_people(words).unwrap_or(self.ages));
        let mut line = line(format!("{what}, {}, {people}: of 100, ", self.when()));
        line.push(Span::Strong(shares.collect::<Vec<_>>().join(", ").into()));
        cited_briefly(line, self.lead(), self.weakness)
    }
}

/// The outcomes with their places, each endpoint of a trial once: the latest stands for those of
/// earlier weeks, the first that is recorded for other analyses.
pub fn leading<'o, 'a>(outcomes: &[&'o OutcomeView<'a>]) -> Vec<(usize, &'o OutcomeView<'a>)> {
    let latest = outcomes.iter().copied().enumerate().filter(|(_, it)| it.latest);
    latest.unique_by(|(_, it)| (it.trial, it.endpoint, it.own_people)).collect()
}

/// What the arms were given where there is little room: without how often, unless that tells them
/// apart.
pub fn doses<'a>(results: &[&ResultView<'a>]) -> Vec<&'a str> {
    let brief: Vec<&str> = results.iter().map(|result| brief_dose(result.given())).collect();
    if brief.iter().all_unique() {
        brief
    } else {
        results.iter().map(|result| result.given()).collect()
    }
}

/// A dose without how often it is given.
pub fn brief_dose(dose: &str) -> &str {
    let often = [" once ", " twice ", " three times ", " every "];
    let end = often.iter().filter_map(|it| dose.find(it)).min();
    end.map_or(dose, |end| &dose[..end])
}

/// The shares of the drug and of the comparator as a sentence for patients: `35 of 100 people on 4 mg
/// once daily, 5 of 100 on placebo.`
pub fn shares<'r, 'a: 'r>(
    given: &[&'r ResultView<'a>],
    comparators: impl Iterator<Item = &'r ResultView<'a>>,
) -> Line<'a> {
    let mut line = Line::new();
    for (index, result) in given.iter().copied().chain(comparators).enumerate() {
        let people = if index == 0 { " people on " } else { " on " };
        line.push(Span::Text(if index == 0 { "" } else { ", " }.into()));
        line.push(Span::Strong(format!("{} of 100", result.of_100).into()));
        line.push(Span::Text(format!("{people}{}", result.given()).into()));
    }
    line.push(Span::Text(".".into()));
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fewer_than_one_is_neither_nobody_nor_somebody() {
        let share = |count| Percent::of(count, 1000).map(|share| short(share.of_100()));
        assert_eq!(share(0).as_deref(), Some("0"));
        assert_eq!(share(4).as_deref(), Some("<1"));
        assert_eq!(share(352).as_deref(), Some("35"));
        assert_eq!(share(996).as_deref(), Some(">99"));
    }

    #[test]
    fn a_dose_in_brief_leaves_out_how_often() {
        assert_eq!(brief_dose("4 mg once daily"), "4 mg");
        assert_eq!(brief_dose("1.5% cream twice daily"), "1.5% cream");
        assert_eq!(brief_dose("200+50 mg"), "200+50 mg");
    }
}
