//! `jakref topics`: what can be asked, and the words that stand for it.

use clap::Args;
use serde::Serialize;

use super::Reader;
use crate::answer::column::{did_you_mean, not_found};
use crate::answer::view::view;
use crate::answer::{Answer, Failure, Sourced};
use crate::dataset::find::{self, NotFound};
use crate::dataset::model::{Dataset, Group, Scope, Topic};
use crate::output::document::{Block, Fact, Row, Span, Table, line, strong, with_commands};
use crate::output::records::{Column, Records};

// What `topics` is asked.
#[derive(Debug, Default, Args)]
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
pub fn run<'a>(
    reader: &Reader<'a>,
    args: &TopicsArgs,
) -> Result<Sourced<'a, TopicsAnswer<'a>>, Failure> {
    let dataset = reader.dataset;
    let named = !args.group.is_empty();
    let chosen: Vec<&Topic> = if named {
        super::named_topics(dataset, &args.group).map_err(|missing| no_group(dataset, &missing))?
    } else {
        dataset.topics.iter().collect()
    };
    let groups = dataset.groups.iter().map(|group| group_view(group, &chosen));
    Ok(Sourced::alone(TopicsAnswer {
        groups: groups.filter(|group| !group.topics.is_empty()).collect(),
        named,
        example: dataset.treatments.first().map_or("NAME", |it| &it.id),
    }))
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

fn group_view<'a>(group: &'a Group, chosen: &[&'a Topic]) -> GroupView<'a> {
    let own = chosen.iter().filter(|topic| topic.group == group.id);
    let topics = own.map(
        |topic| view!(topic => TopicView { id, label, plain, also, conditions; path: topic.path(), scope: *topic.scope }),
    );
    view!(group => GroupView { id, label, also; topics: topics.collect() })
}

impl TopicsAnswer<'_> {
    /// The groups, each with the names of its topics.
    fn draw_groups<'p>(&'p self, page: &mut Vec<Block<'p>>) {
        let facts = self.groups.iter().map(|group| {
            let topics: Vec<&str> = group.topics.iter().map(|topic| topic.id).collect();
            Fact::new(group.id, vec![line(topics.join(", "))])
        });
        page.push(Block::Facts(facts.collect()));
        let topic = self.groups.first().and_then(|group| group.topics.last());
        let topic = topic.map_or("TOPIC", |topic| topic.id);
        let group = self.groups.first().map_or("GROUP", |group| group.id);
        let example = self.example;
        page.push(Block::Note(with_commands(&format!(
            "One of them: `jakref {example} {topic}` · a whole group: `jakref {example} {group}`"
        ))));
        page.push(Block::Note(with_commands(
            "Other words work, too: `jakref topics GROUP` shows them, and the questions.",
        )));
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
            let rows = group.topics.iter().map(|topic| {
                let question = std::iter::once(topic.label).chain(topic.plain).map(line);
                let also = vec![line(topic.also.join(", "))];
                let path = topic.path.as_str();
                Row::new(path, vec![vec![strong(path)], question.collect(), also])
            });
            let columns = ["Topic", "Question", "Words that stand for it"];
            page.push(Block::Table(Table::new(columns, rows)));
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
            page.push(Block::Title(strong("WHAT CAN BE ASKED")));
            self.draw_groups(page);
        }
    }

    fn records(&self) -> Option<Records> {
        let columns: [Column<(&GroupView<'_>, &TopicView<'_>)>; 7] = [
            ("group", |(group, _)| group.id.into()),
            ("topic", |(_, topic)| topic.path.as_str().into()),
            ("label", |(_, topic)| topic.label.into()),
            ("question", |(_, topic)| topic.plain.into()),
            ("also", |(_, topic)| topic.also.join("; ").into()),
            ("scope", |(_, topic)| topic.scope.id().into()),
            ("conditions", |(_, topic)| topic.conditions.join("; ").into()),
        ];
        let groups = self.groups.iter();
        let topics = groups.flat_map(|group| group.topics.iter().map(move |it| (group, it)));
        Some(Records::of(&columns, topics))
    }

    fn is_negative(&self) -> bool {
        self.groups.is_empty()
    }
}
