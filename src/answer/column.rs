//! From what a user names - treatments, a condition, regulators - to the columns of the table that
//! answer. What is asked for and not there is said, with what there is; nothing else answers for it.

use itertools::Itertools as _;
use serde::Serialize;

use super::source::{self, CitationView, Citations, Weakness};
use super::view::{Viewed as _, view};
use super::{Failure, Words};
use crate::dataset::date::Date;
use crate::dataset::find::{self, NotFound};
use crate::dataset::model::{Background, Dataset, Indication, Regulator, Status, Topic, Treatment};
use crate::dataset::place::At;
use crate::dataset::text::Text;
use crate::output::document::{Line, Mark, Span};

/// The condition and the regulators that are asked about.
#[derive(Clone, Debug)]
pub struct Setting<'a> {
    pub condition: &'a Background,
    pub regulators: Vec<&'a Regulator>,
    /// Whether it is what is meant where nothing is said.
    pub is_default: bool,
}

/// A treatment for a condition under a regulator: a column of the table.
#[derive(Clone, Copy, Debug)]
pub struct Column<'a> {
    pub treatment: &'a Treatment,
    pub indication: &'a Indication,
    pub condition: &'a Background,
    pub regulator: &'a Regulator,
    /// Whether it is the one that is meant where no condition and no regulator is named.
    pub is_default: bool,
}

impl<'a> Setting<'a> {
    /// The condition and the regulators with these names, or the dataset's own.
    ///
    /// # Errors
    /// If a name stands for none.
    pub fn find(
        dataset: &'a Dataset,
        condition: Option<&str>,
        regulators: &[String],
    ) -> Result<Self, Failure> {
        let header = &dataset.header;
        let found = match condition {
            Some(name) => find::condition(dataset, name)
                .map_err(|it| not_found("condition", &it, dataset.conditions().map(|it| &it.id)))?,
            None => own(dataset.condition(&header.condition), "condition", &header.condition)?,
        };
        let named = regulators.iter().map(|name| {
            let all = dataset.regulators.iter().map(|it| &it.id);
            find::regulator(dataset, name).map_err(|it| not_found("regulator or region", &it, all))
        });
        let mut chosen: Vec<&Regulator> = named.collect::<Result<_, _>>()?;
        chosen = chosen.into_iter().unique_by(|it| it.id.as_str()).collect();
        if chosen.is_empty() {
            chosen.push(own(dataset.regulator(&header.regulator), "regulator", &header.regulator)?);
        }
        let is_default = found.id == header.condition
            && matches!(chosen.as_slice(), [only] if only.id == header.regulator);
        Ok(Self { condition: found, regulators: chosen, is_default })
    }

    /// Where this is, as headings say it: `alopecia areata, US`.
    pub fn words(&self) -> String {
        format!("{}, {}", self.condition.noun(), self.regions())
    }

    /// Its parts of the world: `US`.
    pub fn regions(&self) -> String {
        self.regulators.iter().map(|it| &it.region).join(" and ")
    }

    /// The options that ask for it, for a command that is to be typed.
    pub fn options(&self, dataset: &Dataset) -> String {
        let regulators = self.regulators.iter().map(|it| &it.id).join(",");
        options(dataset, self.condition, &regulators)
    }

    /// The options that ask for one of its columns; of several regulators, a word stands for each.
    pub fn options_of_one(&self, dataset: &Dataset) -> String {
        match self.regulators.as_slice() {
            [_] => self.options(dataset),
            _ => options(dataset, self.condition, "REGION"),
        }
    }

    /// Every column there is for it, in the order of the dataset.
    pub fn columns(&self, dataset: &'a Dataset) -> Vec<Column<'a>> {
        // Those of one treatment stand together, in the order of the treatments.
        let together = dataset.indications.chunk_by(|it, next| it.treatment == next.treatment);
        let mut together = together.peekable();
        let all = dataset.treatments.iter().flat_map(|treatment| {
            let is_own = |it: &&[Indication]| it.iter().all(|it| it.treatment == treatment.id);
            self.of(together.next_if(is_own).unwrap_or_default(), treatment)
        });
        all.collect()
    }

    /// The columns of a treatment, one for each regulator that has one among these.
    fn of(&self, among: &'a [Indication], treatment: &'a Treatment) -> Vec<Column<'a>> {
        let column = |regulator: &&'a Regulator| {
            let key = [&treatment.id, &self.condition.id, &regulator.id].map(|it| it.as_str());
            let indication = among.iter().find(|it| it.key() == key)?;
            let (condition, is_default) = (self.condition, self.is_default);
            Some(Column { treatment, indication, condition, regulator, is_default })
        };
        self.regulators.iter().filter_map(column).collect()
    }

    /// The columns of the treatments with these names, each once; all columns if none is named.
    ///
    /// # Errors
    /// If a name stands for no treatment, or there is no record of it for this condition and
    /// one of the regulators.
    pub fn named(
        &self,
        dataset: &'a Dataset,
        names: &[String],
    ) -> Result<Vec<Column<'a>>, Failure> {
        if names.is_empty() {
            let columns = self.columns(dataset);
            if columns.is_empty() {
                let message = format!(
                    "no treatment is recorded for {}{}",
                    self.words(),
                    there_is(dataset, &|_| true)
                );
                return Err(Failure::Negative(message));
            }
            return Ok(columns);
        }
        let mut columns: Vec<Column<'a>> = Vec::new();
        for name in names {
            let treatment = treatment(dataset, name)?;
            if columns.iter().any(|it| it.treatment.id == treatment.id) {
                continue;
            }
            for regulator in &self.regulators {
                let one = Setting { regulators: vec![regulator], ..self.clone() };
                let found = one.of(&dataset.indications, treatment);
                if found.is_empty() {
                    return Err(no_record(dataset, treatment, &one));
                }
                columns.extend(found);
            }
        }
        Ok(columns)
    }
}

/// What the dataset's header names must be there; the check sees to it.
fn own<'a, T>(found: Option<&'a T>, what: &str, id: &str) -> Result<&'a T, Failure> {
    found.ok_or_else(|| Failure::Unable(format!("the dataset has no {what} `{id}`, its default")))
}

/// The options that ask for a condition and regulators, as far as they are not the default ones.
fn options(dataset: &Dataset, condition: &Background, regulators: &str) -> String {
    let mut options = String::new();
    if condition.id != dataset.header.condition {
        options += &format!(" --for {}", condition.id);
    }
    if regulators != dataset.header.regulator.as_str() {
        options += &format!(" --in {regulators}");
    }
    options
}

/// That a treatment has no record where it was asked for, and where it has.
fn no_record(dataset: &Dataset, treatment: &Treatment, setting: &Setting<'_>) -> Failure {
    let there = there_is(dataset, &|it| it.treatment == treatment.id);
    Failure::Negative(format!(
        "nothing is recorded of {} for {}{there}\n  \
         this does not say whether it is approved there: see its product information",
        treatment.brand,
        setting.words(),
    ))
}

/// The records that there are instead, as lines of a message.
fn there_is(dataset: &Dataset, wanted: &dyn Fn(&Indication) -> bool) -> String {
    let mut there = String::new();
    for indication in dataset.indications.iter().filter(|it| wanted(it)) {
        let condition = dataset.condition(&indication.condition);
        let regulator = dataset.regulator(&indication.regulator);
        let (Some(condition), Some(regulator)) = (condition, regulator) else { continue };
        let setting = Setting { condition, regulators: vec![regulator], is_default: false };
        let command = format!("jakref {}{}", indication.treatment, setting.options(dataset));
        there += &format!("\n  there is: {} ({})", command, setting.words());
    }
    there
}

/// The treatment with this name.
///
/// # Errors
/// If it stands for none; then it is said where the name is mentioned, if it is.
pub fn treatment<'a>(dataset: &'a Dataset, name: &str) -> Result<&'a Treatment, Failure> {
    let all = dataset.treatments.iter().map(|it| &it.id);
    find::treatment(dataset, name).map_err(|it| not_found("treatment", &it, all))
}

/// Says that a name stands for nothing, what may have been meant, and what there is.
pub fn not_found<'a>(
    what: &str,
    missing: &NotFound,
    mut all: impl Iterator<Item = &'a At<Text>>,
) -> Failure {
    let suggestion = did_you_mean(&missing.suggestions);
    let all = all.join(", ");
    Failure::Negative(format!(
        "no {what} is called `{}`{suggestion}\n  there are: {all}",
        missing.name
    ))
}

/// The names that may have been meant, as a line of a message.
pub fn did_you_mean(suggestions: &[String]) -> String {
    if suggestions.is_empty() {
        return String::new();
    }
    format!("\n  did you mean: {}?", suggestions.join(", "))
}

impl<'a> Column<'a> {
    /// What is asked about its treatment: the topics of its condition.
    pub fn topics(&self, dataset: &'a Dataset) -> impl Iterator<Item = &'a Topic> {
        let condition = self.condition.id.as_str();
        dataset.topics.iter().filter(move |topic| topic.asks(condition))
    }

    /// What a topic is called here.
    pub fn label(&self, topic: &'a Topic) -> &'a str {
        self.renamed(topic).map_or(&topic.label, |it| &it.label)
    }

    /// What a topic is called here where there is little room.
    pub fn brief(&self, topic: &'a Topic) -> &'a str {
        self.renamed(topic).map_or(&topic.brief, |it| &it.brief)
    }

    /// The question as a patient would ask it here, if it is a patient's.
    pub fn plain(&self, topic: &'a Topic) -> Option<&'a str> {
        let renamed = self.renamed(topic).and_then(|it| it.plain.as_ref());
        renamed.or(topic.plain.as_ref()).map(|plain| plain.as_str())
    }

    fn renamed(&self, topic: &Topic) -> Option<&'a crate::dataset::model::Renamed> {
        let words = self.regulator.words.iter().chain(&self.condition.words);
        words.into_iter().find(|it| topic.is(&it.topic))
    }

    /// Where it is, as headings say it: `alopecia areata, US`.
    pub fn setting(&self) -> String {
        format!("{}, {}", self.condition.noun(), self.regulator.region)
    }

    /// Its treatment as the title of a screen, with its setting where that is not the default one.
    pub fn title(&self) -> Line<'a> {
        let mut title = vec![
            Span::Strong(self.treatment.brand.to_uppercase().into()),
            Span::Text(format!(" ({})", self.treatment.generic).into()),
        ];
        if !self.is_default {
            title.push(Span::Text(" for ".into()));
            title.push(Span::Strong(self.setting().into()));
        }
        title
    }

    /// The options that ask for it, for a command that is to be typed.
    pub fn options(&self, dataset: &Dataset) -> String {
        options(dataset, self.condition, &self.regulator.id)
    }
}

/// What a column is.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ColumnView<'a> {
    pub id: &'a str,
    pub brand: &'a str,
    pub generic: &'a str,
    pub aliases: Vec<&'a str>,
    pub maker: &'a str,
    pub registrant: Option<&'a str>,
    pub strengths: Vec<&'a str>,
    pub condition: &'a str,
    pub regulator: &'a str,
    /// Whether the regulator has approved it for the condition.
    pub approval: Status,
    pub approved_on: Option<Date>,
    /// How weak the source of that day is, or null.
    pub approved_on_weakness: Option<Weakness>,
    pub approved_for: Option<&'a str>,
    pub from_age: Option<u8>,
    pub limits: Option<&'a str>,
    /// For names, strengths and approval.
    pub sources: Vec<CitationView<'a>>,
    pub approved_on_sources: Vec<CitationView<'a>>,
    #[serde(skip)]
    pub column: Column<'a>,
    #[serde(skip)]
    weakness: Option<Weakness>,
    /// Whether sources disagree on the approval.
    #[serde(skip)]
    pub contested: bool,
}

impl<'a> ColumnView<'a> {
    /// The column with its citations.
    pub fn new(column: Column<'a>, citations: &mut Citations<'a>) -> Self {
        let Column { treatment, indication, .. } = column;
        let (sources, weakness) = citations.cite(&indication.cite);
        let on = if indication.on_cite.is_empty() { &indication.cite } else { &indication.on_cite };
        let (on_sources, on_weakness) = match indication.on {
            Some(_) => citations.cite(on),
            None => (Vec::new(), None),
        };
        citations.views(&treatment.cite);
        let dataset = citations.dataset;
        let approval = |path: &str| dataset.topic(path).is_some_and(|topic| topic.column.is_some());
        view!(treatment => Self {
            id, brand, generic, aliases, maker, registrant, strengths;
            condition: &indication.condition,
            regulator: &indication.regulator,
            approval: *indication.status,
            approved_on: indication.on.viewed(),
            approved_on_weakness: on_weakness,
            approved_for: indication.people.viewed(),
            from_age: indication.from_age.viewed(),
            limits: indication.limits.viewed(),
            contested: indication
                .conflicts
                .iter()
                .any(|it| it.topic.ends_with(".approval") && approval(&it.topic)),
            sources,
            approved_on_sources: on_sources,
            column,
            weakness,
        })
    }

    /// Whether, for whom and since when it is approved, as a sentence with its sources: briefly in plain
    /// words.
    pub fn status(&self, words: Words) -> Line<'a> {
        let regulator = self.column.regulator;
        let noun = self.column.condition.noun();
        let lead = match self.approval {
            Status::Approved => &regulator.approved,
            Status::NotApproved => &regulator.not_approved,
            Status::Withdrawn => &regulator.withdrawn,
            Status::Reported => &regulator.reported,
        };
        let whom = match (self.approval, self.approved_for) {
            (Status::NotApproved, _) | (_, None) => noun,
            (_, Some(people)) => people.to_owned(),
        };
        let lead = lead.to_string();
        let mut line = match self.approval {
            Status::NotApproved | Status::Withdrawn => vec![Span::Alert(lead.into())],
            _ => vec![Span::Text(lead.into())],
        };
        line.push(Span::Text(format!(" for {whom}").into()));
        let for_all = source::lead(&self.sources, self.weakness);
        line = match words {
            Words::Professional => source::cited(line, for_all, self.weakness),
            Words::Plain => source::cited_briefly(line, for_all, self.weakness),
        };
        if let Some(date) = self.approved_on {
            let since = match words {
                Words::Professional => format!(", since {}", date.in_words(regulator.dates)),
                Words::Plain => format!(", since {}", date.year()),
            };
            line.push(Span::Text(since.into()));
            let named = |it: &CitationView<'_>| for_all.iter().any(|all| all.source == it.source);
            let on = self.approved_on_sources.get(..1).filter(|it| !it.iter().any(named));
            line = source::cited_briefly(line, on.unwrap_or_default(), self.approved_on_weakness);
        }
        if self.contested {
            line.push(Span::Mark(Mark::Disagree));
        }
        line.push(Span::Text(".".into()));
        line
    }
}
