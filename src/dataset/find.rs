//! From a name that a user typed to the record it stands for, and never to another one: look-alike
//! drug names are a known cause of medication errors, so a near miss only ever suggests.

use super::lazy::Lazy;
use super::model::{Background, Dataset, Section, Term, Topic, Treatment};

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

/// The topics that a name stands for: a path, a topic's id, a group's id, or one of their headings.
///
/// # Errors
/// If it is none of them.
pub fn topics<'a>(dataset: &'a Dataset, name: &str) -> Result<Vec<&'a Topic>, NotFound> {
    let group =
        dataset.groups.iter().find(|group| same(&group.id, name) || same(&group.label, name));
    if let Some(group) = group {
        return Ok(dataset.topics.iter().filter(|topic| topic.group == group.id).collect());
    }
    if let Some((group, id)) = name.split_once('.') {
        let path = |topic: &&Topic| same(&topic.group, group) && same(&topic.id, id);
        if let Some(topic) = dataset.topics.iter().find(path) {
            return Ok(vec![topic]);
        }
    }
    let names = |topic: &'a Topic| {
        let names = [&topic.id, &topic.label].into_iter().chain(&topic.plain);
        names.map(|name| name.as_str()).collect()
    };
    let found = find(name, &dataset.topics, names, Topic::path);
    found.map(|topic| vec![topic]).map_err(|mut missing| {
        let groups = dataset.groups.iter().map(|group| group.id.to_string());
        let paths = dataset.topics.iter().map(Topic::path);
        let mut near: Vec<String> =
            groups.chain(paths).filter(|known| is_near(name, known)).collect();
        near.append(&mut missing.suggestions);
        near.dedup();
        near.truncate(SUGGESTIONS);
        NotFound { suggestions: near, ..missing }
    })
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
    let name = name.trim();
    let distance =
        |known: &str| strsim::damerau_levenshtein(&name.to_lowercase(), &known.to_lowercase());
    let nearest = |record: &'a T| {
        let near = names(record).into_iter().filter(|known| is_near(name, known));
        near.map(distance).min().map(|distance| (distance, record))
    };
    let mut near: Vec<(usize, &T)> = records.iter().filter_map(nearest).collect();
    near.sort_by_key(|(distance, _)| *distance);
    let suggestions = near.into_iter().map(|(_, record)| shown(record)).take(SUGGESTIONS).collect();
    Err(NotFound { name: name.to_owned(), suggestions })
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
    let (typed, known) = (typed.to_lowercase(), known.to_lowercase());
    let allowed = if typed.chars().count() <= 5 { 1 } else { 2 };
    let begins = typed.chars().count() >= 3 && known.starts_with(&typed);
    begins || strsim::damerau_levenshtein(&typed, &known) <= allowed
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
