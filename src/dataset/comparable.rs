//! Whether two figures may be set side by side. They may if one trial gave both, for the same
//! endpoint, week, people, comparator and analysis: that is, if both are of one arm's trial, or of a
//! trial that gave both treatments. The reasons against it are read off the typed data, never written
//! by hand.

use std::borrow::Cow;

use itertools::Itertools as _;
use serde::Serialize;

use super::model::{Arm, Citation, Dataset, Indication, Outcome, Reactions, Role, Topic};
use super::text::Text;

/// What stands for a time that the source does not print. It never agrees with itself.
const NO_TIME: &str = "time not reported";

/// What stands for a missing comparator. It never agrees with itself either.
const NO_COMPARATOR: &str = "no comparator";

/// What must agree before two figures may be compared.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Circumstances<'a> {
    pub trial: Cow<'a, str>,
    /// The trial's number in the registry, by which a trial is known under any name.
    #[serde(skip)]
    pub registry_id: Option<&'a str>,
    pub endpoint: Cow<'a, str>,
    pub week: Cow<'a, str>,
    pub people: Cow<'a, str>,
    pub comparator: Cow<'a, str>,
    pub analysis: Cow<'a, str>,
    /// Whether a comparison shows it in brief.
    #[serde(skip)]
    pub main: bool,
    #[serde(skip)]
    pub cite: &'a [Citation],
}

impl Circumstances<'_> {
    /// The trial with its number.
    pub fn numbered_trial(&self) -> String {
        let number = self.registry_id.map(|id| format!(" ({id})")).unwrap_or_default();
        format!("{}{number}", self.trial)
    }

    /// Whether it was one and the same trial.
    fn same_trial(&self, other: &Self) -> bool {
        match (self.registry_id, other.registry_id) {
            (Some(one), Some(other)) => one == other,
            _ => self.trial == other.trial,
        }
    }
}

/// How to read one respect.
pub type Read = for<'c> fn(&'c Circumstances<'_>) -> &'c str;

/// A respect in which circumstances may differ: what it is called, where there is little room, and by
/// patients.
pub struct Respect {
    pub name: &'static str,
    pub brief: &'static str,
    pub plain: &'static str,
    pub read: Read,
}

const TRIALS: Respect =
    Respect { name: "trials", brief: "trials", plain: "studies", read: |it| &it.trial };

/// All of them, the trial first.
#[rustfmt::skip]
pub const RESPECTS: &[Respect] = &[
    TRIALS,
    Respect { name: "endpoints", brief: "endpoints", plain: "goals", read: |it| &it.endpoint },
    Respect { name: "times", brief: "weeks", plain: "weeks", read: |it| &it.week },
    Respect { name: "people", brief: "ages", plain: "people", read: |it| &it.people },
    Respect { name: "comparators", brief: "comparators", plain: "comparisons", read: |it| &it.comparator },
    Respect { name: "analyses", brief: "analyses", plain: "ways of counting", read: |it| &it.analysis },
];

impl Respect {
    /// Whether it is the trial, which has a number too.
    pub fn is_trial(&self) -> bool {
        self.name == TRIALS.name
    }

    /// What the figures have of it, each value once.
    pub fn distinct<'c, 'a: 'c>(
        &self,
        figures: impl IntoIterator<Item = &'c Circumstances<'a>>,
    ) -> Vec<&'c str> {
        figures.into_iter().map(self.read).unique().collect()
    }
}

/// Whether it is not known, and so the same as nothing.
fn is_unknown(value: &str) -> bool {
    value == NO_TIME || value == NO_COMPARATOR
}

/// The circumstances of every figure that an indication shows for a topic; with `alternates`, of the
/// other published figures of its trials too.
pub fn circumstances<'a>(
    dataset: &'a Dataset,
    indication: &'a Indication,
    topic: &Topic,
    alternates: bool,
) -> Vec<Circumstances<'a>> {
    let path = topic.path();
    let outcomes = indication
        .outcomes
        .iter()
        .filter(|it| it.topic.as_str() == path && (alternates || !it.alternate))
        .filter_map(|outcome| of_outcome(dataset, indication, outcome));
    let reactions = indication
        .reactions
        .iter()
        .filter(|reactions| reactions.topic.as_str() == path)
        .map(|reactions| of_reactions(indication, reactions));
    outcomes.chain(reactions).collect()
}

/// Those of them that a comparison shows in brief, of each endpoint of a trial the first: the main
/// endpoints; where there is none, the first figure or the first table of reactions.
pub fn main_of<'c, 'a>(all: &'c [Circumstances<'a>]) -> Vec<&'c Circumstances<'a>> {
    let main = all.iter().filter(|it| it.main);
    let main = main.unique_by(|it| (&it.trial, &it.endpoint, &it.people)).collect_vec();
    if main.is_empty() { all.iter().take(1).collect() } else { main }
}

fn of_outcome<'a>(
    dataset: &'a Dataset,
    indication: &'a Indication,
    outcome: &'a Outcome,
) -> Option<Circumstances<'a>> {
    let trial = indication.trial(&outcome.trial)?;
    let endpoint = dataset.endpoints.iter().find(|endpoint| endpoint.id == outcome.endpoint)?;
    let people = match &outcome.people {
        Some(people) => format!("{}: {people}", trial.ages).into(),
        None => trial.ages.as_str().into(),
    };
    let analysis = match &outcome.method {
        Some(method) => format!("{}, {method}", outcome.analysis.words()).into(),
        None => outcome.analysis.words().into(),
    };
    Some(Circumstances {
        trial: trial.name.as_str().into(),
        registry_id: trial.registry.as_deref().map(Text::as_str),
        endpoint: endpoint.label.as_str().into(),
        week: week(outcome.week.as_deref().copied()),
        people,
        comparator: comparators(&trial.arms),
        analysis,
        main: endpoint.main && !outcome.alternate && indication.is_latest(outcome),
        cite: &outcome.cite,
    })
}

fn of_reactions<'a>(indication: &'a Indication, reactions: &'a Reactions) -> Circumstances<'a> {
    let trial = reactions.trial.as_ref().and_then(|id| indication.trial(id));
    Circumstances {
        trial: trial.map_or(&reactions.title, |trial| &trial.name).as_str().into(),
        registry_id: trial.and_then(|it| it.registry.as_deref()).map(Text::as_str),
        endpoint: "adverse reactions".into(),
        week: week(reactions.weeks.as_deref().copied()),
        people: reactions.people.as_str().into(),
        comparator: comparators(&reactions.arms),
        analysis: reactions.analysis.words().into(),
        main: false,
        cite: &reactions.cite,
    }
}

fn week(week: Option<u16>) -> Cow<'static, str> {
    week.map_or(NO_TIME.into(), |week| format!("week {week}").into())
}

fn comparators(arms: &[Arm]) -> Cow<'_, str> {
    let names = arms.iter().filter(|arm| arm.role == Role::Comparator).map(|arm| arm.name.as_str());
    match names.collect_vec().as_slice() {
        [] => NO_COMPARATOR.into(),
        [name] => (*name).into(),
        several => several.join(" and ").into(),
    }
}

/// The respects in which two figures differ, or of which nothing is known.
fn differing<'c>(
    one: &'c Circumstances<'_>,
    other: &'c Circumstances<'_>,
) -> impl Iterator<Item = &'static Respect> + 'c {
    RESPECTS.iter().filter(|it| {
        let (left, right) = ((it.read)(one), (it.read)(other));
        let agree = if it.is_trial() { one.same_trial(other) } else { left == right };
        !agree || is_unknown(left)
    })
}

/// Why two figures must not be set side by side: `week 36 and week 24`. Empty if they may be.
pub fn between(one: &Circumstances<'_>, other: &Circumstances<'_>) -> Vec<String> {
    let reasons = differing(one, other).map(|it| match ((it.read)(one), (it.read)(other)) {
        (left, right) if left != right => format!("{left} and {right}"),
        // Two trials of one name.
        _ if it.is_trial() => format!("{} and {}", one.numbered_trial(), other.numbered_trial()),
        (unknown, _) => unknown.to_owned(),
    });
    reasons.collect()
}

/// Whether each figure of two treatments has one of the other beside which it may be set.
pub fn all_match(one: &[Circumstances<'_>], other: &[Circumstances<'_>]) -> bool {
    [(one, other), (other, one)].iter().all(|(figures, others)| {
        let matches = |one, other| differing(one, other).next().is_none();
        figures.iter().all(|one| others.iter().any(|other| matches(one, other)))
    })
}

/// Why the figures of two treatments must not be compared. Empty if all match.
pub fn reasons(one: &[Circumstances<'_>], other: &[Circumstances<'_>]) -> Vec<String> {
    if all_match(one, other) {
        return Vec::new();
    }
    let sides = RESPECTS.iter().map(|it| (it.distinct(one), it.distinct(other)));
    let differing = sides.filter(|(left, right)| left != right);
    let reasons =
        differing.map(|(left, right)| format!("{} and {}", left.join(", "), right.join(", ")));
    let reasons = reasons.collect_vec();
    if !reasons.is_empty() {
        return reasons;
    }
    // Each respect may hold over all figures, and yet no two of them agree in every one.
    let each_two = one.iter().cartesian_product(other);
    each_two.flat_map(|(one, other)| between(one, other)).unique().collect()
}

/// The same over several treatments, respect by respect: who has what.
pub fn summary(columns: &[(&str, Vec<&Circumstances<'_>>)]) -> Vec<String> {
    let reason = |respect: &Respect| {
        let mut values: Vec<(String, Vec<&str>)> = Vec::new();
        for (name, circumstances) in columns {
            let value = respect.distinct(circumstances.iter().copied()).join(", ");
            match values.iter_mut().find(|(known, _)| *known == value) {
                _ if value.is_empty() => {}
                Some((_, names)) => names.push(name),
                None => values.push((value, vec![name])),
            }
        }
        let who = values.iter().map(|(value, names)| format!("{} ({value})", names.join(" and ")));
        (values.len() > 1).then(|| format!("Different {}: {}.", respect.name, who.format("; ")))
    };
    RESPECTS.iter().filter_map(reason).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What makes one figure differ from another.
    type Change = fn(&mut Circumstances<'_>);

    fn figure<'a>(trial: &str, week: &str) -> Circumstances<'a> {
        Circumstances {
            trial: trial.to_owned().into(),
            registry_id: None,
            endpoint: "SALT 20".into(),
            week: week.to_owned().into(),
            people: "adults".into(),
            comparator: "placebo".into(),
            analysis: "registry".into(),
            main: true,
            cite: &[],
        }
    }

    #[test]
    fn figures_of_one_trial_measured_alike_may_be_compared() {
        let (one, other) = (figure("A", "week 24"), figure("A", "week 24"));
        assert_eq!(between(&one, &other), Vec::<String>::new());
        assert_eq!(reasons(&[one], &[other]), Vec::<String>::new());
    }

    #[test]
    fn each_respect_alone_is_a_reason() {
        let same = figure("A", "week 24");
        let changes: [(Change, &str); 6] = [
            (|it| it.trial = "B".into(), "A and B"),
            (|it| it.endpoint = "SALT 10".into(), "SALT 20 and SALT 10"),
            (|it| it.week = "week 36".into(), "week 24 and week 36"),
            (|it| it.people = "12 to 17".into(), "adults and 12 to 17"),
            (|it| it.comparator = "vehicle".into(), "placebo and vehicle"),
            (|it| it.analysis = "company".into(), "registry and company"),
        ];
        for (change, reason) in changes {
            let mut other = same.clone();
            change(&mut other);
            assert_eq!(between(&same, &other), [reason]);
            assert_eq!(reasons(std::slice::from_ref(&same), &[other]), [reason]);
        }
    }

    #[test]
    fn a_trial_is_known_by_its_number_whatever_it_is_called() {
        let mut one = figure("A", "week 24");
        let mut other = figure("Study A of Y against X", "week 24");
        assert_eq!(between(&one, &other).len(), 1);
        (one.registry_id, other.registry_id) = (Some("NCT00000001"), Some("NCT00000001"));
        assert_eq!(between(&one, &other), Vec::<String>::new());
        other.registry_id = Some("NCT00000002");
        assert_eq!(between(&one, &other), ["A and Study A of Y against X"]);
    }

    #[test]
    fn what_is_not_known_never_agrees() {
        let changes: [Change; 2] =
            [|it| it.week = NO_TIME.into(), |it| it.comparator = NO_COMPARATOR.into()];
        for change in changes {
            let mut one = figure("A", "week 24");
            change(&mut one);
            let other = one.clone();
            assert_eq!(between(&one, &other).len(), 1, "{one:?}");
            assert_eq!(reasons(&[one], &[other]).len(), 1);
        }
    }

    #[test]
    fn every_respect_in_which_they_differ_is_a_reason() {
        let (one, other) = (figure("A", "week 36"), figure("B", "week 24"));
        assert_eq!(reasons(&[one], &[other]), ["A and B", "week 36 and week 24"]);
    }

    #[test]
    fn one_figure_alone_does_not_make_the_others_comparable() {
        let one = [figure("A", "week 24"), figure("A", "week 36")];
        let mut crossed = [figure("A", "week 24"), figure("A", "week 36")];
        assert_eq!(reasons(&one, &crossed), Vec::<String>::new());
        assert_eq!(reasons(&one, &crossed[..1]), ["week 24, week 36 and week 24"]);
        // The same weeks and the same endpoints, but no two figures that share both.
        let mut one = one;
        one[0].endpoint = "SALT 10".into();
        crossed[1].endpoint = "SALT 10".into();
        assert!(!reasons(&one, &crossed).is_empty());
    }

    #[test]
    fn the_summary_says_who_has_what() {
        let [x, y, z] = [("A", "week 36"), ("B", "week 24"), ("C", "week 24")]
            .map(|(it, week)| figure(it, week));
        let columns = [("X", vec![&x]), ("Y", vec![&y]), ("Z", vec![&z]), ("None", vec![])];
        assert_eq!(
            summary(&columns),
            [
                "Different trials: X (A); Y (B); Z (C).",
                "Different times: X (week 36); Y and Z (week 24)."
            ]
        );
    }
}
