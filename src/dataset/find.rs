//! From a name that a user typed to the record it stands for, and never to another one: look-alike
//! drug names are a known cause of medication errors, so a near miss only ever suggests.

use itertools::Itertools as _;

use super::model::{Background, Dataset, Group, Regulator, Section, Term, Topic, Treatment};
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

/// Every name of a treatment: id, brand, generic name, aliases.
pub fn names(treatment: &Treatment) -> impl Iterator<Item = &str> {
    let own = [&treatment.id, &treatment.brand, &treatment.generic];
    own.into_iter().chain(&treatment.aliases).map(|name| name.as_str())
}

/// The treatment whose id, brand, generic name or alias this is, in any case. It may also be written
/// as `Brand (generic)` if both are names of one treatment, with a trade mark sign, in quotation
/// marks, or with the mark that ends a sentence behind it.
///
/// # Errors
/// If it is none of them.
pub fn treatment<'a>(dataset: &'a Dataset, name: &str) -> Result<&'a Treatment, NotFound> {
    if let Some(found) = treatment_named(dataset, name) {
        return Ok(found);
    }
    let typed = clean(name);
    let shown = |it: &Treatment| format!("{} ({})", it.id, it.generic);
    let things = dataset.treatments.iter();
    let things = things.map(|it| (shown(it), names(it).map(str::to_owned).collect()));
    Err(NotFound { name: name.trim().to_owned(), suggestions: nearest(&typed, things) })
}

/// The same, without a look for what may have been meant.
pub fn treatment_named<'a>(dataset: &'a Dataset, name: &str) -> Option<&'a Treatment> {
    let typed = clean(name);
    let named = |typed: &str| {
        dataset.treatments.iter().find(|it| names(it).any(|known| same(known, typed)))
    };
    named(&typed).or_else(|| named(name)).or_else(|| {
        let (brand, generic) = typed.strip_suffix(')')?.split_once('(')?;
        let found = named(&clean(brand))?;
        let generic = clean(generic);
        names(found).any(|known| same(known, &generic)).then_some(found)
    })
}

/// The names of treatments that are one or two letters off this word, if any are: such a word is
/// never answered.
pub fn treatments_near(dataset: &Dataset, word: &str) -> Vec<String> {
    let typed = clean(word);
    let near = |known: &str| distance(&typed, known) <= allowed(&typed);
    let meant = dataset.treatments.iter().filter(|it| names(it).any(near));
    meant.map(|it| format!("{} ({})", it.id, it.generic)).take(SUGGESTIONS).collect()
}

/// A typed name without what people put around it: quotation marks, trade mark signs, the mark that
/// ends a sentence, more than one space.
fn clean(name: &str) -> String {
    const AROUND: &[char] = &[
        '"', '\'', '`', '\u{201c}', '\u{201d}', '\u{201e}', '\u{2018}', '\u{2019}', '\u{ab}',
        '\u{bb}', '.', ',', ';', ':', '!', '?',
    ];
    const MARKS: &[char] = &['\u{ae}', '\u{2122}', '\u{a9}'];
    let around = |character: char| character.is_whitespace() || AROUND.contains(&character);
    name.replace(MARKS, "").split_whitespace().join(" ").trim_matches(around).to_owned()
}

/// The background whose id, name or alias this is, in any case.
///
/// # Errors
/// If it is none of them.
pub fn background<'a>(dataset: &'a Dataset, name: &str) -> Result<&'a Background, NotFound> {
    find(name, dataset.backgrounds.iter(), background_names)
}

/// The same of conditions only.
///
/// # Errors
/// If it is none of them.
pub fn condition<'a>(dataset: &'a Dataset, name: &str) -> Result<&'a Background, NotFound> {
    find(name, dataset.conditions(), background_names)
}

/// The regulator whose id, name or region this is, or another name of it, in any case.
///
/// # Errors
/// If it is none of them.
pub fn regulator<'a>(dataset: &'a Dataset, name: &str) -> Result<&'a Regulator, NotFound> {
    find(name, dataset.regulators.iter(), regulator_names)
}

/// Every name of a condition or class: id, name, aliases.
pub fn background_names(background: &Background) -> Vec<&str> {
    let own = [&background.id, &background.name].into_iter();
    own.chain(&background.aliases).map(|name| name.as_str()).collect()
}

/// Every name of a regulator: id, name, region, other names.
pub fn regulator_names(regulator: &Regulator) -> Vec<&str> {
    let own = [&regulator.id, &regulator.name, &regulator.region].into_iter();
    own.chain(&regulator.also).map(|name| name.as_str()).collect()
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
    find(name, background.sections.iter(), names)
}

/// The glossary's entry for a word, in any case.
///
/// # Errors
/// If there is none.
pub fn term<'a>(dataset: &'a Dataset, name: &str) -> Result<&'a Term, NotFound> {
    let names = |term: &'a Term| {
        std::iter::once(&term.term).chain(&term.aliases).map(|name| name.as_str()).collect()
    };
    find(name, dataset.terms.iter(), names)
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

/// The topics that have this as one of their other names, or those of the group that has.
pub fn topics_by_other_name<'a>(dataset: &'a Dataset, name: &str) -> Option<Vec<&'a Topic>> {
    let has = |names: &[At<Text>]| names.iter().any(|known| same(known, name));
    if let Some(group) = dataset.groups.iter().find(|group| has(&group.also)) {
        return Some(topics_of(dataset, group));
    }
    dataset.topics.iter().find(|topic| has(&topic.also)).map(|topic| vec![topic])
}

/// The topics of a group.
pub fn topics_of<'a>(dataset: &'a Dataset, group: &Group) -> Vec<&'a Topic> {
    dataset.topics.iter().filter(|topic| topic.group == group.id).collect()
}

/// The groups and the paths of topics that have a name near this one.
fn topics_near(dataset: &Dataset, name: &str) -> Vec<String> {
    let groups = dataset.groups.iter().map(|group| {
        let names = [&group.id, &group.label].into_iter().chain(&group.also);
        (group.id.to_string(), names.map(ToString::to_string).collect())
    });
    let topics = dataset.topics.iter().map(|topic| {
        let names = [&topic.id, &topic.label].into_iter().chain(&topic.plain).chain(&topic.also);
        let names = names.map(ToString::to_string);
        (topic.path(), std::iter::once(topic.path()).chain(names).collect())
    });
    nearest(name, groups.chain(topics))
}

/// Of things, each with the names that it has, those that may have been meant, the nearest first.
pub fn nearest(typed: &str, things: impl Iterator<Item = (String, Vec<String>)>) -> Vec<String> {
    let typed = typed.trim();
    // Two letters off, one in a short word; or the beginning of the name.
    let begins = |known: &str| {
        typed.chars().count() >= 3 && known.to_lowercase().starts_with(&typed.to_lowercase())
    };
    let near = |(thing, names): (String, Vec<String>)| {
        let near = names.iter().map(|known| (known, distance(typed, known)));
        let near = near.filter(|(known, far)| begins(known) || *far <= allowed(typed));
        near.map(|(_, far)| far).min().map(|far| (far, thing))
    };
    let mut near: Vec<(usize, String)> = things.filter_map(near).collect();
    near.sort_by_key(|(distance, _)| *distance);
    near.into_iter().map(|(_, thing)| thing).take(SUGGESTIONS).collect()
}

/// The record with this name; or the records with a name near it, by the first of their names.
fn find<'a, T>(
    name: &str,
    records: impl Iterator<Item = &'a T> + Clone,
    names: impl Fn(&'a T) -> Vec<&'a str>,
) -> Result<&'a T, NotFound> {
    // Another name may end with a full stop, such as `U.S.`.
    for typed in [name, &clean(name)] {
        let exact = |record: &&'a T| names(record).iter().any(|known| same(known, typed));
        if let Some(record) = records.clone().find(exact) {
            return Ok(record);
        }
    }
    let things = records.map(|it| names(it).into_iter().map(str::to_owned).collect());
    let things = things.map(|names: Vec<String>| (names[0].clone(), names));
    Err(NotFound { name: name.trim().to_owned(), suggestions: nearest(&clean(name), things) })
}

/// Whether it is this name, in any case.
pub fn same(known: &str, typed: &str) -> bool {
    let typed = typed.trim();
    // Names are ASCII but for a few; only those cost an allocation.
    known.eq_ignore_ascii_case(typed)
        || (!known.is_ascii() && known.to_lowercase() == typed.to_lowercase())
}

/// How many letters a name may be off.
fn allowed(typed: &str) -> usize {
    if typed.chars().count() <= 5 { 1 } else { 2 }
}

/// How many letters must be changed to make the one the other, whatever their case.
fn distance(typed: &str, known: &str) -> usize {
    // What differs in length by more than any name may be off need not be measured.
    if typed.len().abs_diff(known.len()) > 8 {
        return usize::MAX;
    }
    strsim::damerau_levenshtein(&typed.to_lowercase(), &known.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(typed: &str) -> Result<&'static str, Vec<String>> {
        const NAMES: &[&str] = &["olumiant", "baricitinib", "opzelura", "ruxolitinib"];
        find(typed, NAMES.iter(), |name| vec![*name])
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

    #[test]
    fn what_people_put_around_a_name_is_no_part_of_it() {
        for typed in [
            "Olumiant\u{ae}",
            "\"olumiant\"",
            "'Olumiant'.",
            "\u{201c}Olumiant\u{201d},",
            "Olumiant\u{2122} ",
            " olumiant?",
        ] {
            assert_eq!(found(typed), Ok("olumiant"), "{typed}");
        }
        assert_eq!(clean("Olumiant\u{ae}  (baricitinib)."), "Olumiant (baricitinib)");
    }
}
