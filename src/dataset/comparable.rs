//! Whether the figures of two treatments may be set side by side. They may if they come from one
//! trial that gave both, for the same endpoint, week, people, comparator and analysis. The reasons
//! against it are read off the typed data, never written by hand.

use super::model::{Arm, Dataset, Outcome, Reactions, Role, Topic, Treatment};

/// What must agree before two figures may be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circumstances {
    pub trial: String,
    pub endpoint: String,
    pub week: String,
    pub people: String,
    pub comparator: String,
    pub analysis: String,
    /// Whether a comparison shows it in brief.
    pub main: bool,
}

/// A respect in which circumstances may differ: its name, and how to read it.
type Respect = (&'static str, fn(&Circumstances) -> &str);

const RESPECTS: &[Respect] = &[
    ("trials", |it| &it.trial),
    ("endpoints", |it| &it.endpoint),
    ("times", |it| &it.week),
    ("people", |it| &it.people),
    ("comparators", |it| &it.comparator),
    ("analyses", |it| &it.analysis),
];

/// The circumstances of every figure that a treatment shows for a topic.
pub fn circumstances(
    dataset: &Dataset,
    treatment: &Treatment,
    topic: &Topic,
) -> Vec<Circumstances> {
    let path = topic.path();
    let outcomes = treatment
        .outcomes
        .iter()
        .filter(|outcome| outcome.topic.as_str() == path && !outcome.alternate)
        .filter_map(|outcome| of_outcome(dataset, treatment, outcome));
    let reactions = treatment
        .reactions
        .iter()
        .filter(|reactions| reactions.topic.as_str() == path)
        .map(|reactions| of_reactions(treatment, reactions));
    outcomes.chain(reactions).collect()
}

/// The same for the figures that a comparison shows in brief: the main endpoints, and the first
/// table of reactions. All of them where there is no main one.
pub fn main_circumstances(
    dataset: &Dataset,
    treatment: &Treatment,
    topic: &Topic,
) -> Vec<Circumstances> {
    let mut all = circumstances(dataset, treatment, topic);
    if all.iter().any(|it| it.main) {
        all.retain(|it| it.main);
    } else {
        all.truncate(1);
    }
    all
}

fn of_outcome(
    dataset: &Dataset,
    treatment: &Treatment,
    outcome: &Outcome,
) -> Option<Circumstances> {
    let trial = treatment.trial(&outcome.trial)?;
    let endpoint = dataset.endpoints.iter().find(|endpoint| endpoint.id == outcome.endpoint)?;
    let people = match &outcome.people {
        Some(people) => format!("{}: {people}", trial.ages),
        None => trial.ages.to_string(),
    };
    let analysis = match &outcome.method {
        Some(method) => format!("{}, {method}", outcome.analysis.words()),
        None => outcome.analysis.words().to_owned(),
    };
    Some(Circumstances {
        trial: trial.name.to_string(),
        endpoint: endpoint.label.to_string(),
        week: week(outcome.week.as_deref().copied()),
        people,
        comparator: comparators(&trial.arms),
        analysis,
        main: endpoint.main,
    })
}

fn of_reactions(treatment: &Treatment, reactions: &Reactions) -> Circumstances {
    let trial = reactions.trial.as_ref().and_then(|id| treatment.trial(id));
    Circumstances {
        trial: trial.map_or(&reactions.title, |trial| &trial.name).to_string(),
        endpoint: "adverse reactions".to_owned(),
        week: week(reactions.weeks.as_deref().copied()),
        people: reactions.people.to_string(),
        comparator: comparators(&reactions.arms),
        analysis: reactions.analysis.words().to_owned(),
        main: false,
    }
}

fn week(week: Option<u16>) -> String {
    week.map_or_else(|| "time not reported".to_owned(), |week| format!("week {week}"))
}

fn comparators(arms: &[Arm]) -> String {
    let names = arms.iter().filter(|arm| arm.role == Role::Comparator).map(|arm| arm.name.as_str());
    names.collect::<Vec<_>>().join(" and ")
}

/// Why the figures of two treatments must not be compared: `week 36 and week 24`. Empty if they may
/// be, because one trial measured both alike.
pub fn reasons(one: &[Circumstances], other: &[Circumstances]) -> Vec<String> {
    if one.iter().any(|circumstances| other.contains(circumstances)) {
        return Vec::new();
    }
    let differing = RESPECTS.iter().filter_map(|(_, read)| {
        let (one, other) = (distinct(one, *read), distinct(other, *read));
        (one != other).then(|| format!("{} and {}", one.join(", "), other.join(", ")))
    });
    differing.collect()
}

/// The same over several treatments, respect by respect: who has what.
pub fn summary(columns: &[(&str, Vec<Circumstances>)]) -> Vec<String> {
    let mut reasons = Vec::new();
    for (respect, read) in RESPECTS {
        let mut values: Vec<(String, Vec<&str>)> = Vec::new();
        for (name, circumstances) in columns {
            let value = distinct(circumstances, *read).join(", ");
            match values.iter_mut().find(|(known, _)| *known == value) {
                _ if value.is_empty() => {}
                Some((_, names)) => names.push(name),
                None => values.push((value, vec![name])),
            }
        }
        if values.len() > 1 {
            let who =
                values.iter().map(|(value, names)| format!("{} ({value})", names.join(" and ")));
            let who: Vec<String> = who.collect();
            reasons.push(format!("Different {respect}: {}.", who.join("; ")));
        }
    }
    reasons
}

fn distinct(circumstances: &[Circumstances], read: fn(&Circumstances) -> &str) -> Vec<&str> {
    let mut values: Vec<&str> = Vec::new();
    for value in circumstances.iter().map(read) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    fn circumstances(trial: &str, week: &str) -> Circumstances {
        let same = "same".to_owned();
        Circumstances {
            trial: trial.to_owned(),
            endpoint: same.clone(),
            week: week.to_owned(),
            people: same.clone(),
            comparator: same.clone(),
            analysis: same,
            main: true,
        }
    }

    #[test]
    fn figures_of_one_trial_measured_alike_may_be_compared() {
        let (one, other) = (circumstances("A", "week 24"), circumstances("A", "week 24"));
        assert_eq!(reasons(&[one], &[other]), Vec::<String>::new());
    }

    #[test]
    fn every_respect_in_which_they_differ_is_a_reason() {
        let (one, other) = (circumstances("A", "week 36"), circumstances("B", "week 24"));
        assert_eq!(reasons(&[one], &[other]), ["A and B", "week 36 and week 24"]);
    }

    #[test]
    fn the_summary_says_who_has_what() {
        let columns = [
            ("X", vec![circumstances("A", "week 36")]),
            ("Y", vec![circumstances("B", "week 24")]),
            ("Z", vec![circumstances("C", "week 24")]),
            ("None", vec![]),
        ];
        assert_eq!(
            summary(&columns),
            [
                "Different trials: X (A); Y (B); Z (C).",
                "Different times: X (week 36); Y and Z (week 24)."
            ]
        );
    }
}
