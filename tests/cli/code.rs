//! What the code does not name: no drug, no condition, no regulator; nothing of one system alone
//! without saying so; no order by an effect.

use std::fs;
use std::path::{Path, PathBuf};

use crate::harness::{items, root, shipped_json};

/// Words of the data that the program's own help may use as examples, and the one file where they
/// stand.
const HELP: &str = "src/cli.rs";

/// Names that are ordinary words too.
const ORDINARY: &[&str] = &["label", "cream", "other", "in", "or"];

/// The files of the program.
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
    assert!(sources.len() > 40, "{} files", sources.len());
    sources
}

/// The code of a file: without its tests, its comments and the help that it derives from them.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let lines = text.lines().map(|line| {
        let comment = line.trim_start().starts_with("//");
        let behind = line.split(" // ").next().unwrap_or_default();
        if comment { "" } else { behind }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Where the word stands alone in the text.
fn stands(text: &str, word: &str) -> Option<usize> {
    let is_part = |it: char| it.is_alphanumeric() || it == '_';
    text.match_indices(word).map(|(at, _)| at).find(|&at| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

#[test]
fn no_code_names_a_drug_a_condition_or_a_regulator() {
    let export = shipped_json("export");
    let records = &export["records"];
    let mut names: Vec<String> = ["FDA", "US", "EMA", "NICE"].map(str::to_owned).into();
    let mut add = |kind: &str, fields: &[&str]| {
        for record in items(records, kind) {
            for field in fields {
                let value = &record[*field];
                let several = value.as_array().into_iter().flatten().filter_map(|it| it.as_str());
                names.extend(several.chain(value.as_str()).map(str::to_owned));
            }
        }
    };
    add("treatment", &["id", "brand", "generic", "aliases", "maker"]);
    add("condition", &["id", "name", "aliases"]);
    add("regulator", &["name", "region", "also"]);
    add("clinic", &["id", "name", "phone"]);
    names.retain(|name| name.len() > 1 && !ORDINARY.contains(&name.to_lowercase().as_str()));
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        if path.ends_with(HELP) || path.ends_with("tests.rs") {
            continue;
        }
        let code = code(&text);
        let lower = code.to_lowercase();
        for name in &names {
            // What is written in capitals is a name only so: `us` and `aa` are words of code.
            let capitals = name.chars().all(|it| !it.is_lowercase());
            let found = match (capitals, name.len()) {
                (true, _) => stands(&code, name),
                (false, 0..=3) => None,
                (false, _) => stands(&lower, &name.to_lowercase()),
            };
            if let Some(at) = found {
                let line = code[..at].lines().count();
                wrong.push(format!("{}:{line}: {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_names_in_the_help_are_those_of_the_data() {
    let export = shipped_json("export");
    let records = &export["records"];
    let text = fs::read_to_string(root().join(HELP)).expect("the help");
    let examples = text.match_indices("jakref show ").map(|(at, found)| &text[at + found.len()..]);
    for rest in examples {
        let name = rest.split([' ', '\\', '"', '`']).next().unwrap_or_default();
        let known = items(records, "treatment").iter().any(|it| {
            ["id", "generic"]
                .iter()
                .any(|field| it[*field].as_str().is_some_and(|it| it.starts_with(name)))
        });
        assert!(known, "the help shows {name}");
    }
}

#[test]
fn nothing_of_one_system_alone_stands_without_saying_so() {
    for (path, text) in sources() {
        let mut guarded = false;
        for (number, line) in text.lines().enumerate() {
            let condition = line.contains("cfg(unix)")
                || line.contains("cfg(target_os")
                || line.contains("cfg(all(test, unix");
            guarded = guarded || condition;
            let of_one = ["std::os::unix", "std::os::linux", "std::os::fd", "libc::"];
            if of_one.iter().any(|it| line.contains(it)) {
                assert!(guarded, "{}:{}: {line}", path.display(), number + 1);
            }
            // A guard holds for the block behind it.
            if line.starts_with('}') {
                guarded = false;
            }
        }
    }
}

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

/// The statements of the code that order and name an effect.
fn offences(code: &str) -> Vec<String> {
    // A divisor that is kept from being nothing orders nothing.
    let code = code.replace(".max(1)", "");
    let statements = code.split([';', '{', '}']);
    let does = |statement: &&str| ORDERING.iter().any(|act| statement.contains(act));
    let names = |statement: &&str| EFFECTS.iter().any(|it| stands(statement, it).is_some());
    statements.filter(does).filter(names).map(|it| it.trim().to_owned()).collect()
}

#[test]
fn no_code_orders_by_an_effect() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        // The checks look for figures that are out of order.
        let checks = path.components().any(|part| part.as_os_str() == "check");
        if !checks {
            let found = offences(&code(&text)).into_iter();
            wrong.extend(found.map(|it| format!("{}: {it}", path.display())));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_draws_knows_no_effect() {
    for (path, text) in sources() {
        if path.components().any(|part| part.as_os_str() == "output") {
            let code = code(&text);
            for effect in ["Percent", "responders", "OfHundred"] {
                assert!(stands(&code, effect).is_none(), "{}: {effect}", path.display());
            }
        }
    }
}

#[test]
fn a_ranking_would_be_found() {
    for code in [
        "let best = results\n    .iter()\n    .max_by(|one, other| one.value.total_cmp(&other.value));",
        "let largest = one.percent.value().max(other.percent.value());",
        "let by_effect: BTreeMap<Percent, &str> = rows.collect();",
    ] {
        assert_eq!(offences(code).len(), 1, "{code}");
    }
    assert!(offences("let width = cells.map(widest).max();").is_empty());
    assert_eq!(stands("of FDA.", "FDA"), Some(3));
    assert_eq!(stands("FDAs", "FDA"), None);
}

#[test]
fn no_file_of_the_program_is_too_long_to_read() {
    for (path, text) in sources() {
        // Without its tests.
        let lines = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default().lines().count();
        assert!(lines <= 500, "{}: {lines} lines", path.display());
    }
}
