//! No line of the program orders by an effect, looks for the largest, or colors one.

use std::fs;
use std::path::{Path, PathBuf};

use crate::harness::root;

/// What puts things into an order, or picks one of them.
const ORDERING: &[&str] = &[
    "sort",
    "max_by",
    "min_by",
    ".max(",
    ".min(",
    ".cmp(",
    "partial_cmp",
    "total_cmp",
    "BinaryHeap",
    "BTreeMap<",
    "BTreeSet<",
];

/// The words for an effect in the program.
const EFFECTS: &[&str] = &[
    "percent",
    "percents",
    "Percent",
    "share()",
    "of_100",
    "rest_of_100",
    "OfHundred",
    "responders",
    "points",
    "low",
    "high",
    "results",
    "outcomes",
    "reactions",
];

/// What colors.
const COLORING: &[&str] = &["Style", "style", "colored", "paint"];

/// The statements of the code that do one of `acts` and name an effect.
fn offences(text: &str, acts: &[&str]) -> Vec<String> {
    // Tests may look for whatever they like.
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let code = code.lines().map(|line| line.split("//").next().unwrap_or_default());
    // A divisor that is kept from being nothing orders nothing.
    let code = code.collect::<Vec<_>>().join("\n").replace(".max(1)", "");
    let statements = code.split([';', '{', '}']);
    let does = |statement: &&str| acts.iter().any(|act| statement.contains(act));
    let found = statements.filter(does).filter(|statement| names_an_effect(statement));
    found.map(|statement| statement.trim().to_owned()).collect()
}

fn names_an_effect(code: &str) -> bool {
    let is_part = |it: char| it.is_alphanumeric() || it == '_';
    EFFECTS.iter().any(|effect| {
        code.match_indices(effect).any(|(at, _)| {
            let before = code[..at].chars().next_back();
            let after = code[at + effect.len()..].chars().next();
            !before.is_some_and(is_part) && !after.is_some_and(is_part)
        })
    })
}

fn sources() -> Vec<(PathBuf, String)> {
    fn collect(folder: &Path, sources: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).expect("the folder can be read") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                collect(&path, sources);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let text = fs::read_to_string(&path).expect("the file can be read");
                sources.push((path, text));
            }
        }
    }
    let mut sources = Vec::new();
    collect(&root().join("src"), &mut sources);
    sources
}

#[test]
fn no_code_orders_by_an_effect() {
    let sources = sources();
    assert!(sources.len() > 30, "{} files", sources.len());
    for (path, text) in sources {
        // It exchanges the effects to see that nothing follows them.
        if path.ends_with("commands/unranked.rs") {
            continue;
        }
        let offences = offences(&text, ORDERING);
        assert!(offences.is_empty(), "{}: {offences:#?}", path.display());
    }
}

#[test]
fn what_colors_knows_no_effect_and_what_knows_effects_does_not_color() {
    for (path, text) in sources() {
        let draws = path.components().any(|part| part.as_os_str() == "output");
        let answers = path.components().any(|part| part.as_os_str() == "commands");
        if draws {
            assert!(
                !text.contains("Percent") && !text.contains("responders"),
                "{}",
                path.display()
            );
        }
        if answers {
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let found = COLORING.iter().find(|word| code.contains(**word));
            assert_eq!(found, None, "{}", path.display());
        }
    }
}

#[test]
fn a_ranking_would_be_found() {
    for code in [
        "outcomes.sort_by_key(|outcome| outcome.week);",
        "let best = results\n    .iter()\n    .max_by(|one, other| one.value.total_cmp(&other.value));",
        "let largest = one.percent.value().max(other.percent.value());",
        "rows.sort_by(|a, b| a.share().of_100().cmp(&b.share().of_100()));",
        "let by_effect: BTreeMap<Percent, &str> = rows.collect();",
    ] {
        assert_eq!(offences(code, ORDERING).len(), 1, "{code}");
    }
    for code in [
        "topics.sort_by_key(|topic| topic.label.len());",
        "let width = cells.map(widest).max();",
        "// Never sort by percent.\nlet rows = results.iter();",
        "outcomes.iter().filter(|outcome| outcome.main).collect();\nnames.sort();",
    ] {
        assert_eq!(offences(code, ORDERING), Vec::<String>::new());
    }
}
