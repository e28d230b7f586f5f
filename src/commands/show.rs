//! `jakref show`: everything that is known of one treatment, the boxed warning first.

use std::fmt::Write as _;

use serde::Serialize;

use super::cell::{Analyses, CellView};
use super::conflicts::{self, ConflictView};
use super::explained::{Explained, explained};
use super::view::{CitationView, Citations, DatasetView, Ordered, SourceView, Words, cited, lines};
use super::{Failure, View, chosen_topics, find_treatment, paths_of_topics};
use crate::cli::ShowArgs;
use crate::dataset::model::{Approval, Dataset, Role, Treatment, Trial};
use crate::dataset::text::Text;
use crate::dataset::value::Date;
use crate::output::document::{Block, Line, Numbered, Span, line};
use crate::output::records::Records as Rows;

/// A treatment's column of the table.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ShowView<'a> {
    schema: &'static str,
    dataset: DatasetView<'a>,
    treatment: TreatmentView<'a>,
    /// By group and topic.
    answers: Ordered<Ordered<CellView<'a>>>,
    trials: Vec<TrialView<'a>>,
    sources: Vec<SourceView<'a>>,
    #[serde(skip)]
    first: Vec<CellView<'a>>,
    #[serde(skip)]
    groups: Vec<&'a str>,
    /// For patients, the words that stand beside the figures.
    #[serde(skip)]
    explained: Vec<Explained<'a>>,
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    partly: bool,
    /// Whether only the conflicts are drawn.
    #[serde(skip)]
    only_conflicts: bool,
}

/// What a treatment is.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TreatmentView<'a> {
    pub id: &'a str,
    pub brand: &'a str,
    pub generic: &'a str,
    pub aliases: Vec<&'a str>,
    pub maker: &'a str,
    pub strengths: Vec<&'a str>,
    pub approval: Approval,
    pub approved_on: Option<String>,
    #[serde(skip)]
    approved: Option<Date>,
    pub approved_for: Option<&'a str>,
    pub sources: Vec<CitationView<'a>>,
}

impl<'a> TreatmentView<'a> {
    pub fn new(treatment: &'a Treatment, citations: &mut Citations<'a>) -> Self {
        Self {
            id: &treatment.id,
            brand: &treatment.brand,
            generic: &treatment.generic,
            aliases: treatment.aliases.iter().map(|alias| alias.as_str()).collect(),
            maker: &treatment.maker,
            strengths: treatment.strengths.iter().map(|strength| strength.as_str()).collect(),
            approval: treatment.approval,
            approved_on: treatment.approved_on.as_ref().map(ToString::to_string),
            approved: treatment.approved_on.as_deref().copied(),
            approved_for: treatment.approved_for.as_deref().map(Text::as_str),
            sources: citations.numbers(&treatment.cite),
        }
    }

    /// The name in two words.
    pub fn name(&self) -> String {
        format!("{} ({})", self.brand, self.generic)
    }

    /// Who makes it, and whether and for whom FDA has approved it.
    fn status(&self) -> String {
        ["Made by ", self.maker.trim_end_matches('.'), ". ", &self.approval()].concat()
    }

    fn approval(&self) -> String {
        let whom = self.approved_for.unwrap_or("alopecia areata");
        match (self.approval, self.approved) {
            (Approval::Approved, Some(date)) if date.is_day() => {
                format!("FDA approved it on {}, for {whom}.", date.in_words())
            }
            (Approval::Approved, Some(date)) => {
                format!("FDA approved it in {} for {whom}.", date.in_words())
            }
            (Approval::Approved, None) => format!("FDA has approved it for {whom}."),
            (Approval::NotApproved, _) => "FDA has not approved it for alopecia areata.".to_owned(),
        }
    }
}

/// A trial, as outcomes refer to it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TrialView<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub registry_id: Option<&'a str>,
    pub design: &'a str,
    pub people: &'a str,
    /// The same in plain words, where they are others.
    pub people_plain: Option<&'a str>,
    pub ages: &'a str,
    pub sponsor: Option<&'a str>,
    pub randomized: Option<u32>,
    pub arms: Vec<ArmView<'a>>,
    pub note: Option<&'a str>,
    pub sources: Vec<CitationView<'a>>,
}

/// An arm of a trial.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ArmView<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub dose: Option<&'a str>,
    pub n: Option<u32>,
    pub role: Role,
}

impl<'a> TrialView<'a> {
    pub fn new(trial: &'a Trial, citations: &mut Citations<'a>) -> Self {
        let arms = trial.arms.iter().map(|arm| ArmView {
            id: &arm.id,
            name: &arm.name,
            dose: arm.dose.as_deref().map(Text::as_str),
            n: arm.n.as_deref().copied(),
            role: arm.role,
        });
        Self {
            id: &trial.id,
            name: &trial.name,
            registry_id: trial.registry.as_deref().map(Text::as_str),
            design: &trial.design,
            people: &trial.people,
            people_plain: trial.people_plain.as_deref().map(Text::as_str),
            ages: &trial.ages,
            sponsor: trial.sponsor.as_deref().map(Text::as_str),
            randomized: trial.randomized.as_deref().copied(),
            arms: arms.collect(),
            note: trial.note.as_deref().map(Text::as_str),
            sources: citations.numbers(&trial.cite),
        }
    }
}

impl TrialView<'_> {
    /// Where to look for what is not recorded of it.
    pub fn look_in(&self) -> String {
        self.registry_id.map_or_else(
            || "the document that is cited".to_owned(),
            |id| format!("the record {id} of the trial registry"),
        )
    }
}

/// Shows a treatment, or some of its topics.
///
/// # Errors
/// If no treatment or no topic has the name.
pub fn view<'a>(dataset: &'a Dataset, args: &ShowArgs) -> Result<ShowView<'a>, Failure> {
    let treatment = find_treatment(dataset, &args.treatment)
        .map_err(|failure| topics_alone(dataset, args).unwrap_or(failure))?;
    let topics =
        chosen_topics(dataset, &args.topics, |topic| !args.patient || topic.plain.is_some())?;
    let analyses = Analyses::asked(args.all_analyses);
    let mut citations = Citations::new(dataset);
    let identity = TreatmentView::new(treatment, &mut citations);
    let first = dataset.topics.iter().filter(|topic| topic.first);
    let first: Vec<CellView<'a>> = first
        .map(|topic| CellView::new(dataset, treatment, topic, analyses, &mut citations))
        .collect();
    let mut answers: Vec<(String, Ordered<CellView<'a>>)> = Vec::new();
    for topic in topics {
        let cell = CellView::new(dataset, treatment, topic, analyses, &mut citations);
        let entry = (topic.id.to_string(), cell);
        match answers.iter_mut().find(|(group, _)| group == topic.group.as_str()) {
            Some((_, cells)) => cells.0.push(entry),
            None => answers.push((topic.group.to_string(), Ordered(vec![entry]))),
        }
    }
    let shown: Vec<&str> = answers
        .iter()
        .flat_map(|(_, cells)| &cells.0)
        .flat_map(|(_, cell)| cell.outcomes.iter().map(|outcome| outcome.trial))
        .collect();
    let whole = args.topics.is_empty();
    let trials =
        treatment.trials.iter().filter(|trial| whole || shown.contains(&trial.id.as_str()));
    let trials = trials.map(|trial| TrialView::new(trial, &mut citations)).collect();
    let label = |id: &str| dataset.groups.iter().find(|group| group.id.as_str() == id);
    let groups = answers.iter().filter_map(|(id, _)| label(id)).map(|group| group.label.as_str());
    let groups = groups.collect();
    let cells = answers.iter().flat_map(|(_, cells)| &cells.0).map(|(_, cell)| cell);
    let comparators = cells.filter(|_| args.patient).flat_map(CellView::comparators);
    let explained = explained(dataset, comparators, &mut citations);
    Ok(ShowView {
        schema: "jakref.show/1",
        dataset: DatasetView::new(dataset),
        treatment: identity,
        answers: Ordered(answers),
        trials,
        sources: citations.sources(),
        first,
        groups,
        explained,
        words: if args.patient { Words::Plain } else { Words::Professional },
        partly: !whole,
        only_conflicts: args.conflicts,
    })
}

/// Says what to type, if a topic stands where the treatment belongs.
fn topics_alone(dataset: &Dataset, args: &ShowArgs) -> Option<Failure> {
    let first = std::slice::from_ref(&args.treatment);
    let whole = [first, &args.topics].concat();
    let paths = paths_of_topics(dataset, &whole).or_else(|| paths_of_topics(dataset, first))?;
    let (name, paths) = (&args.treatment, paths.join(" "));
    Some(Failure::Negative(format!(
        "no treatment is called `{name}`\n  name the treatment first: jakref show TREATMENT {paths}"
    )))
}

impl View for ShowView<'_> {
    fn draw(&self, page: &mut Numbered<'_>) {
        let treatment = &self.treatment;
        page.add(Block::Title(treatment.name().into()));
        page.add(Block::Paragraph(cited(line(treatment.status()), &treatment.sources)));
        for cell in &self.first {
            page.add(boxed(cell, self.words));
        }
        if self.only_conflicts {
            return self.draw_conflicts(page);
        }
        let mut unexplained = self.explained.as_slice();
        for ((_, cells), group) in self.answers.0.iter().zip(&self.groups) {
            let cells: Vec<&CellView<'_>> = cells.0.iter().map(|(_, cell)| cell).collect();
            let shown: Vec<&&CellView<'_>> = cells
                .iter()
                .filter(|cell| !self.first.iter().any(|first| first.topic == cell.topic))
                .collect();
            if !shown.is_empty() {
                page.add(Block::Heading((*group).into()));
            }
            for cell in shown {
                page.add(Block::Subheading(cell.heading(self.words).into()));
                let explained =
                    if cell.has_figures() { std::mem::take(&mut unexplained) } else { &[] };
                cell.draw(self.words, explained, page);
            }
        }
        if !self.trials.is_empty() && !self.partly && self.words == Words::Professional {
            page.add(Block::Heading("Trials".into()));
            for trial in &self.trials {
                page.add(Block::Item(trial_line(trial)));
            }
        }
    }

    fn records(&self) -> Option<Rows<'_>> {
        let cells = self.answers.0.iter().flat_map(|(_, cells)| &cells.0);
        if self.only_conflicts {
            let mut records = Rows::new(ConflictView::COLUMNS);
            let conflicts = cells.flat_map(|(_, cell)| &cell.conflicts);
            records.rows = conflicts.flat_map(|it| it.records(self.treatment.id)).collect();
            records.extend_all(&self.dataset.columns());
            return Some(records);
        }
        let mut records = Rows::new(CellView::COLUMNS);
        records.rows = cells.map(|(_, cell)| cell.record(self.treatment.id, self.words)).collect();
        records.extend_all(&self.dataset.columns());
        Some(records)
    }

    fn sources_elsewhere(&self) -> Option<String> {
        self.partly.then(|| format!("jakref sources {}", self.treatment.id))
    }

    fn sources(&self) -> &[SourceView<'_>] {
        &self.sources
    }

    fn colophon(&self) -> Vec<String> {
        self.dataset.colophon()
    }
}

impl ShowView<'_> {
    /// Every question on which sources disagree, with all that they say.
    fn draw_conflicts(&self, page: &mut Numbered<'_>) {
        page.add(Block::Heading("Where sources disagree".into()));
        let cells = self.answers.0.iter().flat_map(|(_, cells)| &cells.0);
        let mut any = false;
        for (_, cell) in cells {
            for conflict in &cell.conflicts {
                conflict.draw(cell.label, page);
                any = true;
            }
        }
        if !any {
            conflicts::none(page);
        }
    }
}

/// A cell that is shown before everything else: the boxed warning.
pub fn boxed<'a>(cell: &CellView<'a>, words: Words) -> Block<'a> {
    let title = match words {
        Words::Professional => cell.label.to_owned(),
        Words::Plain => format!("{} ({})", cell.heading(words), cell.label),
    };
    Block::Boxed { title, body: lines(&cell.statements, words) }
}

/// A trial in one line.
pub fn trial_line<'a>(trial: &TrialView<'a>) -> Line<'a> {
    let mut text = String::new();
    if let Some(registry_id) = trial.registry_id.filter(|id| *id != trial.name) {
        let _ = write!(text, " ({registry_id})");
    }
    let _ = write!(text, ": {}. {}.", trial.design, trial.people);
    if let Some(randomized) = trial.randomized {
        let _ = write!(text, " {randomized} people randomized");
    }
    let arms: Vec<String> = trial
        .arms
        .iter()
        .map(|arm| match arm.n {
            Some(n) => format!("{} {n}", arm.name),
            None => format!("{} (size not recorded)", arm.name),
        })
        .collect();
    let lead = if trial.randomized.is_some() { ": " } else { " Arms: " };
    let _ = write!(text, "{lead}{}.", arms.join(", "));
    let sponsor = trial.sponsor.unwrap_or("not recorded");
    let _ = write!(text, " Sponsor: {sponsor}.");
    let mut line = vec![Span::Strong(trial.name.into()), Span::Text(text.into())];
    if let Some(note) = trial.note {
        line.push(Span::Soft(format!(" {note}").into()));
    }
    cited(line, &trial.sources)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::embedded;
    use crate::output::{Drawing, Format, render};
    use crate::terminal::Terminal;

    #[test]
    fn only_a_terminal_lists_the_sources_of_a_narrow_answer_in_brief() {
        let dataset: &Dataset = Box::leak(Box::new(embedded::load().expect("the dataset")));
        let drawn = |topics: &[&str], interactive| {
            let args = ShowArgs {
                treatment: "litfulo".to_owned(),
                topics: topics.iter().map(|topic| (*topic).to_owned()).collect(),
                patient: false,
                all_analyses: false,
                field: None,
                conflicts: false,
            };
            let view = view(dataset, &args).expect("an answer");
            let terminal = Terminal { interactive, ..Terminal::pipe(200) };
            let drawing = Drawing { format: Format::Table, terminal, header: true };
            render(&view, drawing).expect("a page")
        };
        let elsewhere = "the same with `--format plain`, or `jakref sources litfulo`";
        let third =
            "[3] Litfulo (ritlecitinib) prescribing information, revised 6/2023. label; 2023-06. ";
        let brief = drawn(&["dosing.start"], true);
        assert!(brief.contains(elsewhere) && brief.contains(third), "{brief}");
        assert!(!brief.contains("https://"), "{brief}");
        for full in [drawn(&[], true), drawn(&["dosing.start"], false)] {
            assert!(full.contains("https://") && !full.contains(elsewhere), "{full}");
        }
    }
}
