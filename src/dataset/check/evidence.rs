//! Rules on what trials measured: who was studied, beside what, and that the numbers agree.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Checker;
use crate::dataset::model::{
    Arm, ArmResult, Difference, Indication, Outcome, Reactions, Role, Treatment, Trial,
};
use crate::dataset::percent::Percent;
use crate::dataset::place::At;
use crate::dataset::read::diagnostic::Code;
use crate::dataset::text::Text;

/// How far a percentage may lie from its count, in percentage points: sources round to whole
/// percents.
const ROUNDING: f64 = 0.51;

/// The most percentage points by which two shares can differ.
const MOST_POINTS: f64 = 100.0;

/// Arms by their ids; of those that share an id, the first.
type Arms<'a> = BTreeMap<&'a str, &'a Arm>;

fn arms_by_id(arms: &[Arm]) -> Arms<'_> {
    arms.iter().rev().map(|arm| (arm.id.as_str(), arm)).collect()
}

/// An indication's trials, with their arms.
struct Known<'a> {
    indication: &'a Indication,
    treatment: Option<&'a Treatment>,
    arms: HashMap<&'a str, Arms<'a>>,
}

impl<'a> Checker<'a> {
    pub(super) fn evidence(
        &mut self,
        indication: &'a Indication,
        treatment: Option<&'a Treatment>,
    ) {
        let trials = indication.trials.iter().rev();
        let arms = trials.map(|trial| (trial.id.as_str(), arms_by_id(&trial.arms))).collect();
        let known = &Known { indication, treatment, arms };
        for trial in &indication.trials {
            self.trial(known, trial);
        }
        for outcome in &indication.outcomes {
            self.outcome(known, outcome);
        }
        self.figures_once(&indication.outcomes);
        for reactions in &indication.reactions {
            self.reactions(known, reactions);
        }
    }

    fn trial(&mut self, known: &Known<'a>, trial: &'a Trial) {
        let condition = &known.indication.condition;
        if trial.condition != *condition {
            self.report_with_help(
                Code::WrongCondition,
                &trial.condition,
                format!("a trial in {} says nothing of {condition}", trial.condition),
                "move it and its figures to the indication of that condition",
            );
        }
        self.arms(known, &trial.arms);
        let Some(randomized) = &trial.randomized else { return };
        let sum: u64 =
            trial.arms.iter().filter_map(|arm| arm.n.as_ref()).map(|n| u64::from(**n)).sum();
        let complete = trial.arms.iter().all(|arm| arm.n.is_some());
        let total = u64::from(**randomized);
        if sum > total || (complete && sum != total) {
            let message = format!("the arms hold {sum} people, but {randomized} were randomized");
            self.report(Code::ArmSize, randomized, message);
        }
    }

    fn arms(&mut self, known: &Known<'_>, arms: &'a [Arm]) {
        let mut seen = HashSet::new();
        for arm in arms {
            self.not_nobody(arm.n.as_ref());
            if let (Role::Drug, Some(dose)) = (arm.role, &arm.dose) {
                self.listed_strengths(known.treatment, dose);
            }
            if !seen.insert(arm.id.as_str()) {
                let message = format!("`{}` already stands for another arm", arm.id);
                self.report(Code::DuplicateId, &arm.id, message);
            }
        }
    }

    fn outcome(&mut self, known: &Known<'a>, outcome: &'a Outcome) {
        self.id_of("endpoint", &outcome.endpoint);
        self.trial_id(known, &outcome.trial);
        if let Some(arms) = known.arms.get(outcome.trial.as_str()) {
            self.results(&outcome.results, arms, &outcome.endpoint);
            for difference in &outcome.difference {
                self.arm_id(arms, &difference.arm);
            }
        }
        for difference in &outcome.difference {
            self.difference(difference);
        }
    }

    /// Two published values of one figure are told apart by `alternate`, or by what was counted.
    fn figures_once(&mut self, outcomes: &'a [Outcome]) {
        let text = |text: &'a Option<At<Text>>| text.as_ref().map(|it| it.as_str());
        let mut seen = HashSet::new();
        for it in outcomes {
            let figure = (
                [it.topic.as_str(), it.trial.as_str(), it.endpoint.as_str()],
                it.week.as_deref().copied(),
                it.analysis.id(),
                [text(&it.method), text(&it.people)],
                it.alternate,
            );
            if !seen.insert(figure) {
                self.report_with_help(
                    Code::DuplicateFigure,
                    &it.endpoint,
                    format!("`{}` of `{}` has this figure already", it.endpoint, it.trial),
                    "say in `week`, `people` or `method` what differs, or mark the second as alternate = true",
                );
            }
        }
    }

    fn reactions(&mut self, known: &Known<'a>, reactions: &'a Reactions) {
        if let Some(trial) = &reactions.trial {
            self.trial_id(known, trial);
        }
        self.arms(known, &reactions.arms);
        let arms = arms_by_id(&reactions.arms);
        for row in &reactions.rows {
            self.named(&row.term);
            self.results(&row.results, &arms, &row.term);
        }
    }

    /// An adverse reaction has a name in plain words. One that has none is reported once.
    fn named(&mut self, term: &At<Text>) {
        if self.named.insert(term.to_ascii_lowercase()) && !self.lost.may_hold("reaction", term) {
            self.report_with_help(
                Code::UnnamedReaction,
                term,
                format!("`{term}` has no name in plain words"),
                "add [[reaction]] with term and plain",
            );
        }
    }

    fn trial_id(&mut self, known: &Known<'_>, id: &At<Text>) {
        let is_known = known.arms.contains_key(id.as_str());
        let trials = &known.indication.trials;
        self.refer(id, "trial", is_known, || trials.iter().map(|it| it.id.to_string()).collect());
    }

    fn arm_id(&mut self, arms: &Arms<'_>, id: &At<Text>) {
        let is_known = arms.contains_key(id.as_str());
        self.refer(id, "arm", is_known, || arms.keys().map(ToString::to_string).collect());
    }

    fn results(&mut self, results: &'a [ArmResult], arms: &Arms<'a>, what: &At<Text>) {
        let mut roles = Vec::new();
        let mut seen = HashSet::new();
        let mut unknown = false;
        for result in results {
            self.arm_id(arms, &result.arm);
            let arm = arms.get(result.arm.as_str()).copied();
            unknown |= arm.is_none();
            roles.extend(arm.map(|arm| arm.role));
            if !seen.insert(result.arm.as_str()) {
                let message = format!("`{what}` has two results for the arm `{}`", result.arm);
                self.report(Code::DuplicateId, &result.arm, message);
            }
            self.result(result, arm);
        }
        // A result whose arm is mistyped may be the one that is missed.
        if unknown {
            return;
        }
        let compared = roles.contains(&Role::Comparator);
        if !compared || !roles.iter().any(|role| *role != Role::Comparator) {
            let missing = if compared { "arm of the drug" } else { "comparator arm" };
            self.report_with_help(
                Code::NoComparator,
                what,
                format!("`{what}` has no result for a {missing}"),
                "a share is shown beside the placebo or vehicle arm, or not as a number",
            );
        }
    }

    fn result(&mut self, result: &ArmResult, arm: Option<&Arm>) {
        let percent = &result.percent;
        let bounds = [&result.low, &result.high].into_iter().flatten();
        let no_share = std::iter::once(percent).chain(bounds).find(|share| !share.is_share());
        if let Some(share) = no_share {
            let message = format!("{share} percent is not between 0 and 100");
            self.report(Code::PercentRange, share, message);
        } else {
            self.interval(percent, [&result.low, &result.high], "percent");
        }
        self.not_nobody(result.n.as_ref());
        let arm_size = arm.and_then(|arm| arm.n.as_ref());
        if let (Some(n), Some(size)) = (&result.n, arm_size)
            && **n > **size
        {
            let message = format!("{n} people were counted in an arm of {size}");
            self.report(Code::ArmSize, n, message);
        }
        let (Some(responders), Some(n)) = (&result.responders, result.n.as_ref().or(arm_size))
        else {
            return;
        };
        let share = f64::from(**responders) / f64::from((**n).max(1)) * 100.0;
        if **responders > **n {
            let message = format!("{responders} of {n} people responded");
            self.report(Code::TooManyResponders, responders, message);
        } else if (share - percent.value()).abs() > ROUNDING {
            let message =
                format!("{responders} of {n} people are {share:.1} percent, not {percent}");
            self.report(Code::TooManyResponders, responders, message);
        }
    }

    fn difference(&mut self, difference: &Difference) {
        let Difference { arm: _, points, low, high } = difference;
        let all = std::iter::once(points).chain(low).chain(high);
        match all.into_iter().find(|it| it.value().abs() > MOST_POINTS) {
            Some(points) => {
                let message = format!("two shares cannot differ by {points} percentage points");
                self.report(Code::PercentRange, points, message);
            }
            None => self.interval(points, [low, high], "percentage points"),
        }
    }

    /// A value lies inside its interval. One that is upside down holds nothing.
    fn interval(&mut self, value: &At<Percent>, ends: [&Option<At<Percent>>; 2], unit: &str) {
        let [low, high] = ends;
        let inside = low.as_ref().is_none_or(|low| low.is_at_most(**value))
            && high.as_ref().is_none_or(|high| value.is_at_most(**high));
        if !inside {
            let message = format!("{value} {unit} is not inside its interval");
            self.report(Code::PercentRange, value, message);
        }
    }

    fn not_nobody(&mut self, n: Option<&At<u32>>) {
        if let Some(n) = n.filter(|n| ***n == 0) {
            self.report(Code::ArmSize, n, "nobody was counted");
        }
    }
}
