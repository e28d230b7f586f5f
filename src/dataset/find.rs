//! From a name that a user typed to the record it stands for, and never to another one: look-alike
//! drug names are a known cause of medication errors, so a near miss only ever suggests.

use super::lazy::Lazy;
use super::model::{Background, Dataset, Group, Section, Term, Topic, Treatment};
use super::place::At;
use super::text::Text;

/// How many suggestions help; more confuse.
const SUGGESTIONS: usize = 3;

/// A name that stands for nothing, and what may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotFound {
    pub name: String,
    /// The nearest names first.
    pub suggestions: Vec<String>,
}

/// The treatment whose id, brand, generic name or alias this is, in any case.
///
/// # Errors
/// If it is none of them.
pub fn treatment<'a>(dataset: &'a Dataset, name: &str) -> Result<&'a Treatment, NotFound> {
    let found = find(name, &dataset.treatments, lazy_names, |treatment| {
        format!("{} ({})", treatment.id, treatment.generic)
    });
    found.map(|treatment| &**treatment)
}

/// The background whose id, name or alias this is, in any case.
///
/// # Errors
/// If it is none of them.
pub fn background<'a>(dataset: &'a Dataset, name: &str) -> Result<&'a Background, NotFound> {
    let found =
        find(name, &dataset.backgrounds, lazy_names, |background| background.id().to_owned());
    found.map(|background| &**background)
}

/// The section of a background whose id or heading this is, in any case.
///
/// # Errors
/// If it is none of them.
pub fn section<'a>(background: &'a Background, name: &str) -> Result<&'a Section, NotFound> {
    let names = |section: &'a Section| {
        let names = [&section.id, &section.label].into_iter().chain(&section.plain);
        names.map(|name| name.as_str()).collect()
    };
    find(name, &background.sections, names, |section| section.id.to_string())
}

/// The glossary's entry for a word, in any case.
///
/// # Errors
/// If there is none.
pub fn term<'a>(dataset: &'a Dataset, name: &str) -> Result<&'a Term, NotFound> {
    let found = find(name, &dataset.terms, lazy_names, |term| term.id().to_owned());
    found.map(|term| &**term)
}

/// The topics that a name stands for: a path, a topic's id, a group's id, one of their headings; or
/// another name that one of them has, which never stands before those.
///
/// # Errors
/// If it is none of them.
pub fn topics<'a>(dataset: &'a Dataset, name: &str) -> Result<Vec<&'a Topic>, NotFound> {
    let found = topics_by_own_name(dataset, name).or_else(|| topics_by_other_name(dataset, name));
    found.ok_or_else(|| NotFound {
        name: name.trim().to_owned(),
        suggestions: topics_near(dataset, name),
    })
}

/// The topics whose path, id or heading this is, or those of the group whose id or heading it is.
pub fn topics_by_own_name<'a>(dataset: &'a Dataset, name: &str) -> Option<Vec<&'a Topic>> {
    let group =
        dataset.groups.iter().find(|group| same(&group.id, name) || same(&group.label, name));
    if let Some(group) = group {
        return Some(topics_of(dataset, group));
    }
    if let Some((group, id)) = name.split_once('.') {
        let path = |topic: &&Topic| same(&topic.group, group) && same(&topic.id, id);
        if let Some(topic) = dataset.topics.iter().find(path) {
            return Some(vec![topic]);
        }
    }
    let is_it = |topic: &&Topic| {
        let names = [&topic.id, &topic.label].into_iter().chain(&topic.plain);
        names.into_iter().any(|known| same(known, name))
    };
    dataset.topics.iter().find(is_it).map(|topic| vec![topic])
}

fn topics_by_other_name<'a>(dataset: &'a Dataset, name: &str) -> Option<Vec<&'a Topic>> {
    let has = |names: &[At<Text>]| names.iter().any(|known| same(known, name));
    if let Some(group) = dataset.groups.iter().find(|group| has(&group.also)) {
        return Some(topics_of(dataset, group));
    }
    dataset.topics.iter().find(|topic| has(&topic.also)).map(|topic| vec![topic])
}

fn topics_of<'a>(dataset: &'a Dataset, group: &Group) -> Vec<&'a Topic> {
    dataset.topics.iter().filter(|topic| topic.group == group.id).collect()
}

/// The groups and the paths of topics that have a name near this one.
fn topics_near(dataset: &Dataset, name: &str) -> Vec<String> {
    let groups = dataset.groups.iter().map(|group| {
        let names = [&group.id, &group.label].into_iter().chain(&*group.also);
        (group.id.to_string(), names.map(ToString::to_string).collect())
    });
    let topics = dataset.topics.iter().map(|topic| {
        let names = [&topic.id, &topic.label].into_iter().chain(&topic.plain).chain(&*topic.also);
        let names = names.map(ToString::to_string);
        (topic.path(), std::iter::once(topic.path()).chain(names).collect())
    });
    nearest(name, groups.chain(topics))
}

/// Of things, each with the names that it has, those that may have been meant, the nearest first.
pub fn nearest(typed: &str, things: impl Iterator<Item = (String, Vec<String>)>) -> Vec<String> {
    let typed = typed.trim();
    let near = |(thing, names): (String, Vec<String>)| {
        let near = names.iter().filter(|known| is_near(typed, known));
        near.map(|known| distance(typed, known)).min().map(|distance| (distance, thing))
    };
    let mut near: Vec<(usize, String)> = things.filter_map(near).collect();
    near.sort_by_key(|(distance, _)| *distance);
    near.into_iter().map(|(_, thing)| thing).take(SUGGESTIONS).collect()
}

fn lazy_names<T>(record: &Lazy<T>) -> Vec<&str> {
    record.names().collect()
}

/// The record with this name; or the records with a name near it.
fn find<'a, T>(
    name: &str,
    records: &'a [T],
    names: impl Fn(&'a T) -> Vec<&'a str>,
    shown: impl Fn(&'a T) -> String,
) -> Result<&'a T, NotFound> {
    let exact = |record: &&'a T| names(record).iter().any(|known| same(known, name));
    if let Some(record) = records.iter().find(exact) {
        return Ok(record);
    }
    let things = records
        .iter()
        .map(|record| (shown(record), names(record).into_iter().map(str::to_owned).collect()));
    Err(NotFound { name: name.trim().to_owned(), suggestions: nearest(name, things) })
}

fn same(known: &str, typed: &str) -> bool {
    let typed = typed.trim();
    // Names are ASCII but for a few; only those cost an allocation.
    known.eq_ignore_ascii_case(typed)
        || (!known.is_ascii() && known.to_lowercase() == typed.to_lowercase())
}

/// Whether a name is one that a user may have meant: two letters off (one in a short word), or the
/// beginning of it.
fn is_near(typed: &str, known: &str) -> bool {
    let length = typed.chars().count();
    let allowed = if length <= 5 { 1 } else { 2 };
    let begins = length >= 3 && known.to_lowercase().starts_with(&typed.to_lowercase());
    begins || distance(typed, known) <= allowed
}

/// How many letters must be changed to make the one the other, whatever their case.
fn distance(typed: &str, known: &str) -> usize {
    strsim::damerau_levenshtein(&typed.to_lowercase(), &known.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(typed: &str) -> Result<&'static str, Vec<String>> {
        const NAMES: &[&str] = &["olumiant", "baricitinib", "opzelura", "ruxolitinib"];
        find(typed, NAMES, |name| vec![*name], |name| (*name).to_owned())
            .copied()
            .map_err(|not_found| not_found.suggestions)
    }

    #[test]
    fn a_name_is_found_in_any_case_and_nothing_else_is() {
        assert_eq!(found("Olumiant"), Ok("olumiant"));
        assert_eq!(found(" BARICITINIB "), Ok("baricitinib"));
        assert_eq!(found("olumient"), Err(vec!["olumiant".to_owned()]));
        assert_eq!(found("ruxo"), Err(vec!["ruxolitinib".to_owned()]));
        assert_eq!(found("tofacitinib"), Err(vec![]));
        assert_eq!(found(""), Err(vec![]));
    }
}
