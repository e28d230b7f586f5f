//! From a name that a user typed to the record it stands for, and never to another one: look-alike
//! drug names are a known cause of medication errors, so a near miss only ever suggests.

use super::model::{Background, Dataset, Topic, Treatment};

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
    find(name, dataset.treatments.iter(), treatment_names, |treatment| {
        format!("{} ({})", treatment.id, treatment.generic)
    })
}

/// The background whose id, name or alias this is, in any case.
///
/// # Errors
/// If it is none of them.
pub fn background<'a>(dataset: &'a Dataset, name: &str) -> Result<&'a Background, NotFound> {
    find(name, dataset.backgrounds.iter(), background_names, |background| background.id.to_string())
}

/// The topics that a name stands for: a path, a topic's id, a group's id, or one of their headings.
///
/// # Errors
/// If it is none of them.
pub fn topics<'a>(dataset: &'a Dataset, name: &str) -> Result<Vec<&'a Topic>, NotFound> {
    let group = dataset.groups.iter().find(|group| {
        group.id.eq_ignore_ascii_case(name) || group.label.eq_ignore_ascii_case(name)
    });
    if let Some(group) = group {
        return Ok(dataset.topics.iter().filter(|topic| topic.group == group.id).collect());
    }
    let groups = dataset.groups.iter().map(|group| group.id.to_string());
    let found = find(name, dataset.topics.iter(), topic_names, Topic::path);
    found.map(|topic| vec![topic]).map_err(|mut not_found| {
        let near = groups.filter(|group| is_near(name, group));
        not_found.suggestions.splice(0..0, near);
        not_found.suggestions.truncate(SUGGESTIONS);
        not_found
    })
}

fn treatment_names(treatment: &Treatment) -> Vec<String> {
    [&treatment.id, &treatment.brand, &treatment.generic]
        .into_iter()
        .chain(&treatment.aliases)
        .map(ToString::to_string)
        .collect()
}

fn background_names(background: &Background) -> Vec<String> {
    [&background.id, &background.name]
        .into_iter()
        .chain(&background.aliases)
        .map(ToString::to_string)
        .collect()
}

fn topic_names(topic: &Topic) -> Vec<String> {
    let plain = topic.plain.as_ref().map(ToString::to_string);
    [topic.path(), topic.id.to_string(), topic.label.to_string()].into_iter().chain(plain).collect()
}

/// The record with this name; or the records with a name near it.
pub fn find<'a, T>(
    name: &str,
    records: impl Iterator<Item = &'a T> + Clone,
    names: impl Fn(&T) -> Vec<String>,
    shown: impl Fn(&T) -> String,
) -> Result<&'a T, NotFound> {
    let name = name.trim();
    let exact = |record: &&T| names(record).iter().any(|known| same(known, name));
    if let Some(record) = records.clone().find(exact) {
        return Ok(record);
    }
    let mut near: Vec<(usize, String)> = records
        .filter_map(|record| {
            let distance = names(record)
                .iter()
                .filter(|known| is_near(name, known))
                .map(|known| {
                    strsim::damerau_levenshtein(&name.to_lowercase(), &known.to_lowercase())
                })
                .min()?;
            Some((distance, shown(record)))
        })
        .collect();
    near.sort_by_key(|(distance, _)| *distance);
    let suggestions = near.into_iter().map(|(_, shown)| shown).take(SUGGESTIONS).collect();
    Err(NotFound { name: name.to_owned(), suggestions })
}

fn same(known: &str, typed: &str) -> bool {
    known.to_lowercase() == typed.trim().to_lowercase()
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
        find(typed, NAMES.iter(), |name| vec![(*name).to_owned()], |name| (*name).to_owned())
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
