//! `jakref topics`: what can be asked, and the words that stand for it.

use clap::Args;
use serde::Serialize;

use super::Reader;
use crate::answer::column::{did_you_mean, not_found};
use crate::answer::source::SourceView;
use crate::answer::{Answer, Failure};
use crate::dataset::find::{self, NotFound};
use crate::dataset::model::{Dataset, Group, Scope, Topic};
use crate::dataset::text::Text;
use crate::output::document::{Block, Fact, Line, Row, Span, Table, line};
use crate::output::records::Records;

// What `topics` is asked.
#[derive(Debug, Args)]
pub struct TopicsArgs {
    /// A group, such as dosing, or a topic; all groups unless given
    pub group: Vec<String>,
}

/// The questions.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TopicsAnswer<'a> {
    groups: Vec<GroupView<'a>>,
    /// Whether everything is shown of them.
    #[serde(skip)]
    named: bool,
    /// A treatment, for examples.
    #[serde(skip)]
    example: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct GroupView<'a> {
    id: &'a str,
    label: &'a str,
    /// What else people call it.
    also: Vec<&'a str>,
    topics: Vec<TopicView<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct TopicView<'a> {
    path: String,
    id: &'a str,
    label: &'a str,
    /// The question as a patient would ask it, if it is a patient's.
    plain: Option<&'a str>,
    also: Vec<&'a str>,
    /// Whether it asks about the treatment itself, or about its use for a condition.
    scope: Scope,
    /// The conditions that it is asked for; all if none is named.
    conditions: Vec<&'a str>,
}

/// Lists what can be asked.
///
/// # Errors
/// If no group and no topic has the name.
pub fn run<'a>(reader: &Reader<'a>, args: &TopicsArgs) -> Result<TopicsAnswer<'a>, Failure> {
    let dataset = reader.dataset;
    let named = !args.group.is_empty();
    let chosen: Vec<&Topic> = if named {
        super::named_topics(dataset, &args.group).map_err(|missing| no_group(dataset, &missing))?
    } else {
        dataset.topics.iter().collect()
    };
    let groups = dataset.groups.iter().map(|group| view(group, &chosen));
    Ok(TopicsAnswer {
        groups: groups.filter(|group| !group.topics.is_empty()).collect(),
        named,
        example: dataset.treatments.first().map_or("NAME", |it| &it.id),
    })
}

fn no_group(dataset: &Dataset, missing: &NotFound) -> Failure {
    if let Some(treatment) = find::treatment_named(dataset, &missing.name) {
        let (name, id) = (&missing.name, &treatment.id);
        let message = format!("`{name}` is a treatment, no topic\n  its answers: jakref {id}");
        return Failure::Negative(message);
    }
    if missing.suggestions.is_empty() {
        return not_found("group or topic", missing, dataset.groups.iter().map(|it| &it.id));
    }
    let suggestion = did_you_mean(&missing.suggestions);
    Failure::Negative(format!("no group or topic is called `{}`{suggestion}", missing.name))
}

fn view<'a>(group: &'a Group, chosen: &[&'a Topic]) -> GroupView<'a> {
    let own = chosen.iter().filter(|topic| topic.group == group.id);
    let topics = own.map(|topic| TopicView {
        path: topic.path(),
        id: &topic.id,
        label: &topic.label,
        plain: topic.plain.as_deref().map(Text::as_str),
        also: topic.also.iter().map(|it| it.as_str()).collect(),
        scope: *topic.scope,
        conditions: topic.conditions.iter().map(|it| it.as_str()).collect(),
    });
    GroupView {
        id: &group.id,
        label: &group.label,
        also: group.also.iter().map(|it| it.as_str()).collect(),
        topics: topics.collect(),
    }
}

impl TopicsAnswer<'_> {
    /// The groups, each with the names of its topics.
    fn draw_groups<'p>(&'p self, page: &mut Vec<Block<'p>>) {
        let facts = self.groups.iter().map(|group| {
            let topics: Vec<&str> = group.topics.iter().map(|topic| topic.id).collect();
            Fact { label: group.id.into(), sub: false, lines: vec![line(topics.join(", "))] }
        });
        page.push(Block::Facts(facts.collect()));
        let example =
            |rest: &str| Span::Command(format!("jakref {}", [self.example, rest].join(" ")).into());
        let topic = self.groups.first().and_then(|group| group.topics.last());
        let group = self.groups.first().map_or("GROUP", |group| group.id);
        page.push(Block::Note(vec![
            Span::Text("One of them: ".into()),
            example(topic.map_or("TOPIC", |topic| topic.id)),
            Span::Text(" · a whole group: ".into()),
            example(group),
        ]));
        page.push(Block::Note(vec![
            Span::Text("Other words work, too: ".into()),
            Span::Command("jakref topics GROUP".into()),
            Span::Text(" shows them, and the questions.".into()),
        ]));
    }

    /// The topics of some groups, with their questions and the words that stand for them.
    fn draw_topics<'p>(&'p self, page: &mut Vec<Block<'p>>) {
        for group in &self.groups {
            let title = vec![
                Span::Strong(group.id.to_uppercase().into()),
                Span::Text(format!(" · {}", group.label).into()),
            ];
            page.push(Block::Title(title));
            if !group.also.is_empty() {
                page.push(Block::Note(line(format!("Also: {}.", group.also.join(", ")))));
            }
            let columns = ["Topic", "Question", "Words that stand for it"];
            let rows = group.topics.iter().map(|topic| {
                let mut question: Vec<Line<'_>> = vec![line(topic.label)];
                question.extend(topic.plain.map(line));
                Row {
                    id: topic.path.as_str().into(),
                    cells: vec![
                        vec![vec![Span::Strong(topic.path.as_str().into())]],
                        question,
                        vec![line(topic.also.join(", "))],
                    ],
                    ..Row::default()
                }
            });
            page.push(Block::Table(Table {
                columns: columns.iter().map(|&it| vec![it.into()]).collect(),
                rows: rows.collect(),
                ..Table::default()
            }));
        }
    }
}

impl Answer for TopicsAnswer<'_> {
    const SCHEMA: &'static str = "topics/1";

    fn draw<'a>(&'a self, page: &mut Vec<Block<'a>>) {
        if self.groups.is_empty() {
            page.push(Block::Note(line("No topic is recorded in this dataset.")));
        } else if self.named {
            self.draw_topics(page);
        } else {
            page.push(Block::Title(vec![Span::Strong("WHAT CAN BE ASKED".into())]));
            self.draw_groups(page);
        }
    }

    fn sources(&self) -> &[SourceView<'_>] {
        &[]
    }

    fn records(&self) -> Option<Records> {
        let mut records =
            Records::new(&["group", "topic", "label", "question", "also", "scope", "conditions"]);
        for group in &self.groups {
            for topic in &group.topics {
                records.rows.push(vec![
                    group.id.into(),
                    topic.path.as_str().into(),
                    topic.label.into(),
                    topic.plain.into(),
                    topic.also.join("; ").into(),
                    topic.scope.id().into(),
                    topic.conditions.join("; ").into(),
                ]);
            }
        }
        Some(records)
    }

    fn is_negative(&self) -> bool {
        self.groups.is_empty()
    }
}
