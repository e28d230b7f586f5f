//! No statement, dose, figure, glance or boxed warning of one indication stands under another: over
//! the whole dataset, what is shown in a setting holds none of the texts that only other settings
//! have. All of it is read from `jakref export`.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use aho_corasick::AhoCorasick;
use serde_json::Value;

use crate::harness::{items, line, shipped, shipped_json, side_by_side, word};

/// A condition and a regulator, and what is recorded for them.
#[derive(Clone, Debug, Default)]
pub struct Setting {
    pub condition: String,
    pub regulator: String,
    /// The treatments with a record here.
    pub treatments: Vec<String>,
}

impl Setting {
    /// The options that ask for it.
    pub fn options(&self) -> String {
        format!("--for {} --in {}", self.condition, self.regulator)
    }
}

/// Every setting of the shipped data.
pub fn settings() -> Vec<Setting> {
    let export = shipped_json("export");
    let mut settings: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for indication in items(&export["records"], "indication") {
        let key = (word(indication, "condition"), word(indication, "regulator"));
        settings.entry(key).or_default().push(word(indication, "treatment").to_owned());
    }
    let setting = |((condition, regulator), treatments): ((&str, &str), Vec<String>)| Setting {
        condition: condition.to_owned(),
        regulator: regulator.to_owned(),
        treatments,
    };
    settings.into_iter().map(setting).collect()
}

/// What is meant where nothing is said.
pub fn default_setting() -> Setting {
    let export = shipped_json("export");
    let header = &export["records"]["dataset"];
    let own = (word(header, "condition"), word(header, "regulator"));
    let mut settings = settings().into_iter();
    settings.find(|it| (it.condition.as_str(), it.regulator.as_str()) == own).expect("the default")
}

/// The texts that a record says, and the figures that it gives.
#[derive(Clone, Debug, Default)]
struct Said {
    texts: BTreeSet<String>,
    trials: BTreeSet<String>,
}

/// The keys whose texts say something of an indication.
const SAID: &[&str] = &[
    "text",
    "plain",
    "note",
    "note-plain",
    "people",
    "limits",
    "title",
    "chosen",
    "why",
    "question",
];

fn collect(value: &Value, regulator: &str, said: &mut Said) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, regulator, said)),
        Value::Object(fields) => {
            // A statement about the treatment itself may hold under one regulator only.
            if fields.get("in").is_some_and(|it| it != regulator) {
                return;
            }
            for (key, value) in fields {
                match value {
                    Value::String(text) if SAID.contains(&key.as_str()) => {
                        said.texts.insert(text.clone());
                    }
                    Value::String(id) if key == "trial" => {
                        said.trials.insert(id.clone());
                    }
                    _ => collect(value, regulator, said),
                }
            }
        }
        _ => {}
    }
}

/// What is said in a setting: by its indications, and by its treatments about themselves.
fn said_in(export: &Value, setting: &Setting) -> Said {
    let mut said = Said::default();
    for indication in items(&export["records"], "indication") {
        let here = indication["condition"] == setting.condition.as_str()
            && indication["regulator"] == setting.regulator.as_str();
        if here {
            collect(indication, &setting.regulator, &mut said);
        }
    }
    for treatment in items(&export["records"], "treatment") {
        if setting.treatments.iter().any(|id| treatment["id"] == id.as_str()) {
            collect(treatment, &setting.regulator, &mut said);
        }
    }
    said
}

/// Every text in a JSON value.
fn texts(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            found.insert(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| texts(field, found)),
        _ => {}
    }
}

/// What is asked in a setting.
fn questions(setting: &Setting) -> Vec<String> {
    let options = setting.options();
    let mut questions: Vec<String> = [
        "list",
        "list --patient",
        "compare",
        "compare --topics all --full --all-analyses",
        "compare --topics all --full --patient",
        "search label",
        "search dose",
        "search weeks",
        "search pregnancy --all",
    ]
    .map(|asked| format!("{asked} {options}"))
    .into();
    questions.push(format!("evidence --all-analyses --all-arms {options}"));
    for treatment in &setting.treatments {
        for rest in
            ["", "--patient", "--full --all-analyses", "--full --patient", "--conflicts", "--gaps"]
        {
            questions.push(format!("{treatment} {rest} {options}"));
        }
    }
    questions
}

/// Whether a line is the entry of a source: `[1] ...`, or tells of one that was found by its title.
fn is_source(line: &str) -> bool {
    if line.starts_with("Elsewhere: Titles of sources ") {
        return true;
    }
    let number = line.strip_prefix('[').and_then(|it| it.split_once("] "));
    number.is_some_and(|(number, _)| number.bytes().all(|it| it.is_ascii_digit()))
}

/// Which of the texts that are looked for stand in this one.
fn found(sought: &AhoCorasick, text: &str) -> HashSet<usize> {
    sought.find_overlapping_iter(text).map(|found| found.pattern().as_usize()).collect()
}

#[test]
fn nothing_of_one_indication_stands_under_another() {
    let export = shipped_json("export");
    let settings = settings();
    assert!(settings.len() > 1, "{settings:?}");
    let all: Vec<Said> = settings.iter().map(|it| said_in(&export, it)).collect();
    let all_said = &all;
    // A strength is a text too, and that of many.
    let every: BTreeSet<&str> = all
        .iter()
        .flat_map(|it| &it.texts)
        .map(String::as_str)
        .filter(|it| it.len() > 16)
        .collect();
    let every = &every.into_iter().collect::<Vec<_>>();
    let sought = &AhoCorasick::new(every).expect("texts to look for");
    // What a condition itself is told of is no indication's.
    let mut background = BTreeSet::new();
    for kind in ["condition", "class"] {
        texts(&export["records"][kind], &mut background);
    }
    let background = &found(sought, &Vec::from_iter(background).join("\n"));
    side_by_side(&settings.iter().zip(all_said).collect::<Vec<_>>(), |&(setting, own)| {
        let told = found(sought, &own.texts.iter().cloned().collect::<Vec<_>>().join("\n"));
        let is_foreign = |at: &usize| !told.contains(at) && !background.contains(at);
        let foreign: BTreeSet<&str> =
            (0..every.len()).filter(is_foreign).map(|at| every[at]).collect();
        let trials: BTreeSet<&str> = all_said
            .iter()
            .flat_map(|it| &it.trials)
            .filter(|id| !own.trials.contains(*id))
            .map(String::as_str)
            .collect();
        side_by_side(&questions(setting), |question| {
            let (status, text, stderr) = line(&format!("{question} --json")).ended();
            assert!(status < 2, "{question}: {stderr}");
            if text.is_empty() {
                return;
            }
            let mut json: Value = serde_json::from_str(&text).expect("JSON");
            // A search in the whole condition's background is no indication's.
            json["sources"] = Value::Null;
            let mut shown = BTreeSet::new();
            texts(&json, &mut shown);
            let wrong = shown.iter().find(|text| foreign.contains(text.as_str()));
            assert_eq!(wrong, None, "{question}");
            crate::harness::each(&json, &mut |value| {
                if let Some(trial) = value["trial"].as_str() {
                    assert!(!trials.contains(trial), "{question}: {trial}");
                }
            });
            let plain = shipped(&format!("{question} --format plain"));
            // What a source is called is said of the source.
            let statements = plain.lines().filter(|line| !is_source(line));
            let plain = statements.collect::<Vec<_>>().join("\n");
            // Short texts are part of many others.
            let shown = found(sought, &plain).into_iter().filter(is_foreign);
            let mut shown = shown.map(|at| every[at]);
            let wrong = shown.find(|text| text.len() > 24);
            assert_eq!(wrong, None, "{question} as plain");
        });
    });
}

#[test]
fn every_json_and_every_record_names_its_condition_and_its_regulator() {
    for setting in settings() {
        let options = setting.options();
        let mut asked = vec![
            format!("list {options}"),
            format!("compare {options}"),
            format!("evidence {options}"),
        ];
        asked.extend(setting.treatments.iter().map(|it| format!("{it} {options}")));
        for asked in asked {
            let json = shipped_json(&asked);
            let mut named = 0;
            crate::harness::each(&json, &mut |value| {
                if value.get("condition").is_some() && value.get("regulator").is_some() {
                    assert_eq!(value["condition"], setting.condition.as_str(), "{asked}: {value}");
                    assert_eq!(value["regulator"], setting.regulator.as_str(), "{asked}: {value}");
                    named += 1;
                }
            });
            assert!(named > 0, "{asked}");
            let records = shipped_or_empty(&format!("{asked} --format jsonl"));
            for record in records.lines() {
                let record: Value = serde_json::from_str(record).expect("JSON");
                assert_eq!(record["condition"], setting.condition.as_str(), "{asked}: {record}");
                assert_eq!(record["regulator"], setting.regulator.as_str(), "{asked}: {record}");
            }
        }
    }
}

/// The records of an answer, of which there may be none.
fn shipped_or_empty(arguments: &str) -> String {
    let (status, text, stderr) = line(arguments).ended();
    assert!(status < 2, "{arguments}: {stderr}");
    text
}

#[test]
fn the_first_line_of_every_other_setting_names_it() {
    let export = shipped_json("export");
    let own = default_setting();
    for setting in settings() {
        if (&setting.condition, &setting.regulator) == (&own.condition, &own.regulator) {
            continue;
        }
        let named = |kind: &str, id: &str, field: &str| {
            let found = items(&export["records"], kind).iter().find(|it| it["id"] == id);
            word(found.expect("a record"), field).to_lowercase()
        };
        let condition = named("condition", &setting.condition, "name");
        let region = named("regulator", &setting.regulator, "region");
        let mut asked = questions(&setting);
        asked.retain(|it| !it.starts_with("search"));
        side_by_side(&asked, |question| {
            for format in ["table", "plain", "markdown"] {
                let answer = shipped(&format!("{question} --format {format}"));
                let lines = answer.lines().take(if format == "table" { 2 } else { 1 });
                let first = lines.collect::<Vec<_>>().join(" ").to_lowercase();
                assert!(first.contains(&condition), "{question} as {format}: {first}");
                assert!(first.contains(&region), "{question} as {format}: {first}");
            }
        });
    }
}
