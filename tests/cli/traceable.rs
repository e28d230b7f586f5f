//! Every number on every screen is traceable in one step: its line carries `[n]`, and `[n]` is in the
//! list below it; in JSON an object around it has `sources`, each of them in the list of sources.
//!
//! What carries numbers without stating a fact is named in [`Exceptions`], and nothing else: headings,
//! which name what stands under them; declared gaps, which say what was not read and what to open;
//! what to type; counts of what the answer itself holds; and what travels with every answer.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::apart::settings;
use crate::harness::{each, items, shipped, shipped_json, side_by_side, word};

/// Every answer that states facts: every command with every option that changes what it says.
fn screens() -> Vec<String> {
    let mut screens: Vec<String> = [
        "list",
        "compare",
        "compare --full",
        "compare --patient",
        "compare --topics all",
        "compare --topics all --full",
        "evidence",
        "evidence --all-analyses --all-arms",
        "evidence --exact",
        "evidence --icons",
        "evidence --patient",
        "about glossary",
        "clinic",
    ]
    .map(str::to_owned)
    .into();
    let export = shipped_json("export");
    for kind in ["condition", "class"] {
        for background in items(&export["records"], kind) {
            let id = word(background, "id");
            screens.push(format!("about {id}"));
            screens.push(format!("about {id} --patient"));
        }
    }
    for setting in settings() {
        let options = setting.options();
        for treatment in &setting.treatments {
            for rest in ["", "--patient", "--conflicts", "--full", "--full --patient"] {
                screens.push(format!("{treatment} {rest} {options}"));
            }
            screens.push(format!("evidence {treatment} {options}"));
        }
    }
    screens
}

/// What stands without a source, by right.
struct Exceptions {
    /// The headings, as Markdown marks them.
    headings: Vec<String>,
    /// What declared gaps say.
    gaps: Vec<String>,
    /// What travels with every answer.
    header: Vec<String>,
    /// Names that hold numbers, such as `95% interval`.
    names: Vec<String>,
}

impl Exceptions {
    fn of(arguments: &str) -> Self {
        let markdown = shipped(&format!("{arguments} --format markdown"));
        let headings = markdown.lines().filter(|line| line.starts_with('#'));
        let headings = headings.map(|it| it.trim_start_matches(['#', ' ']).replace('\\', ""));
        // Marks are drawn for people only.
        let json = shipped_json(&arguments.replace("--icons", ""));
        let mut gaps = Vec::new();
        each(&json, &mut |value| {
            if value["gap"].is_string() {
                let texts = ["text", "plain"].map(|field| value[field].as_str());
                gaps.extend(texts.into_iter().flatten().map(str::to_owned));
            }
        });
        let mut names = Vec::new();
        each(&json, &mut |value| {
            if value.get("term").is_some() || value.get("comparison").is_some() {
                let own = ["name", "plain_name", "term"].map(|field| value[field].as_str());
                let others = value["aliases"].as_array().into_iter().flatten().map(Value::as_str);
                names.extend(own.into_iter().chain(others).flatten().map(str::to_owned));
            }
        });
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        let header = json["dataset"].as_object().into_iter().flatten();
        let header = header.filter_map(|(_, value)| value.as_str()).map(str::to_owned);
        Self { headings: headings.collect(), gaps, header: header.collect(), names }
    }

    /// The line without the headings that it begins with.
    fn below_headings<'l>(&self, line: &'l str) -> &'l str {
        let mut rest = line;
        loop {
            let below = self.headings.iter().filter(|it| !it.is_empty()).find_map(|heading| {
                let below = rest.strip_prefix(heading.as_str())?;
                below.strip_prefix(": ").or_else(|| below.strip_prefix(' '))
            });
            match below {
                Some(below) => rest = below,
                None => return rest,
            }
        }
    }

    fn allow(&self, line: &str) -> bool {
        let types = ["jakref ", "--gaps", "--conflicts", "--full", "--all"];
        let leads = types.iter().any(|it| line.contains(it));
        let colophon = ["Dataset ", "sources read ", "next review ", "review was due "];
        self.headings.iter().any(|heading| heading == line)
            || self.gaps.iter().any(|gap| line.contains(gap.as_str()))
            || self.header.iter().any(|it| it == line)
            || colophon.iter().any(|it| line.starts_with(it))
            || line.starts_with("DO NOT RANK THESE TREATMENTS")
            || line.starts_with("These numbers do not show which one works better")
            || line.ends_with("of 100 people, how many")
            || (leads && !line.contains('['))
    }
}

/// The lines of a plain answer with a number that leads nowhere.
fn orphans(answer: &str, exceptions: &Exceptions) -> Vec<String> {
    let lines: Vec<&str> = answer.lines().collect();
    let listed: BTreeSet<usize> = lines.iter().filter_map(|line| entry(line)).collect();
    let mut orphans = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| entry(line).is_none()) {
        let cited = numbers(line);
        let said = without_citations(exceptions.below_headings(line));
        let said = exceptions.names.iter().fold(said, |said, name| said.replace(name.as_str(), ""));
        let states = has_number(&said);
        let leads = !cited.is_empty() && cited.iter().all(|number| listed.contains(number));
        // What is counted, above the rows with the counts: the next row under the same label.
        let label = line.split(": ").next().unwrap_or_default();
        let next = lines.get(at + 1).copied().unwrap_or_default();
        let heads = next.starts_with(&format!("{label}: ")) && !numbers(next).is_empty();
        // Weeks and people of figures stand in rows of their own, under the figures of the topic.
        let path = line.split(['\t', ' ']).next().unwrap_or_default();
        let row = path.contains('.') && line.contains('\t');
        let heads =
            heads || row && lines.iter().any(|it| it.starts_with(path) && !numbers(it).is_empty());
        if (states || !cited.is_empty())
            && !leads
            && !(heads && cited.is_empty())
            && !exceptions.allow(line)
        {
            orphans.push((*line).to_owned());
        }
    }
    orphans
}

/// The number of an entry in the list of sources.
fn entry(line: &str) -> Option<usize> {
    line.strip_prefix('[')?.split_once("] ")?.0.parse().ok()
}

/// The insides of the citations in a line, such as `1 §2.4, 5.1; 3`.
fn citations(line: &str) -> Vec<&str> {
    let inside = line.split('[').skip(1).filter_map(|rest| rest.split_once(']'));
    let inside = inside.map(|(inside, _)| inside);
    inside.filter(|it| it.starts_with(|first: char| first.is_ascii_digit())).collect()
}

/// The numbers of the sources that a line cites: `1 §2.4, 5.1; 3`, `1-3, 5`.
fn numbers(line: &str) -> Vec<usize> {
    let mut numbers = Vec::new();
    for citation in citations(line) {
        let separator = if citation.contains(['§', ';']) { ';' } else { ',' };
        for part in citation.split(separator) {
            let part = part.trim().split(' ').next().unwrap_or_default();
            let (first, last) = part.split_once(['-', '\u{2013}']).unwrap_or((part, part));
            if let (Ok(first), Ok(last)) = (first.parse::<usize>(), last.parse::<usize>()) {
                numbers.extend(first..=last);
            }
        }
    }
    numbers
}

fn without_citations(line: &str) -> String {
    citations(line).iter().fold(line.to_owned(), |line, it| line.replace(&format!("[{it}]"), ""))
}

/// Whether a text has a number in it; what is part of a name, as in CYP3A4, is none.
fn has_number(text: &str) -> bool {
    let part = |it: char| it.is_alphanumeric() || "-./".contains(it);
    let mut words = text.split(|it: char| !part(it));
    words.any(|word| {
        let word = word.trim_matches(['-', '.', '/']);
        word.starts_with(|it: char| it.is_ascii_digit())
    })
}

#[test]
fn every_number_on_every_screen_leads_to_its_source() {
    side_by_side(&screens(), |arguments| {
        let exceptions = Exceptions::of(arguments);
        let answer = shipped(&format!("{arguments} --format plain"));
        // The title says what it is about, in the words of the treatment's own record.
        let body = answer.split_once('\n').map_or(&*answer, |(_, body)| body);
        let body = if ["list", "clinic", "about"].iter().any(|it| arguments.starts_with(it)) {
            &*answer
        } else {
            body
        };
        let orphans = orphans(body, &exceptions);
        assert!(orphans.is_empty(), "{arguments}: {} orphans: {orphans:#?}", orphans.len());
    });
}

#[test]
fn every_citation_leads_to_a_source_below_it_and_back() {
    // What is taken out rests on sources of a dataset that does not answer.
    let between = ["built-in tests/fixture", "tests/fixture built-in"];
    let between = between.map(|two| format!("diff {two}"));
    let asked: Vec<String> = screens().into_iter().chain(between).collect();
    side_by_side(&asked, |arguments| {
        let answer = shipped(&format!("{arguments} --format plain"));
        let listed: Vec<usize> = answer.lines().filter_map(entry).collect();
        let cited: BTreeSet<usize> =
            answer.lines().filter(|line| entry(line).is_none()).flat_map(numbers).collect();
        assert_eq!(listed, (1..=listed.len()).collect::<Vec<_>>(), "{arguments}");
        assert_eq!(cited, listed.iter().copied().collect(), "{arguments}");
    });
}

#[test]
fn no_format_and_no_width_loses_a_source() {
    let sources = |text: &str| {
        let flat = text.replace('\\', "");
        flat.lines().flat_map(numbers).collect::<BTreeSet<usize>>()
    };
    for arguments in screens().iter().step_by(3) {
        let plain = sources(&shipped(&format!("{arguments} --format plain")));
        let markdown = sources(&shipped(&format!("{arguments} --format markdown")));
        assert_eq!(plain, markdown, "{arguments} as Markdown");
    }
}

#[test]
fn every_source_of_the_list_of_sources_can_be_found() {
    let json = shipped_json("sources --full");
    let mut count = 0;
    for entry in items(&json, "sources") {
        let source = if entry["source"].is_object() { &entry["source"] } else { entry };
        assert!(source["title"].is_string() && source["read"].is_string(), "{source}");
        let ids = ["url", "doi", "pmid", "registry_id", "set_id", "application", "read_via"];
        assert!(
            ids.iter().any(|it| source[*it].is_string())
                || source["kind"] == "clinic"
                || source["extent"].is_string(),
            "{source}"
        );
        count += 1;
    }
    assert!(count > 0);
}

/// The paths of the numbers in a JSON answer around which no object names a source that is listed.
fn json_orphans(answer: &Value) -> Vec<String> {
    let listed = answer["sources"].as_array().into_iter().flatten();
    let listed: BTreeSet<&str> = listed.filter_map(|source| source["id"].as_str()).collect();
    let mut orphans = Vec::new();
    for (field, value) in answer.as_object().into_iter().flatten() {
        // What travels with it, the list itself, and what the answer is called or was asked.
        let apart = [
            "dataset",
            "sources",
            "schema",
            "words",
            "kinds",
            "topics_left_out",
            "comparability",
            "differences",
        ];
        if !apart.contains(&field.as_str()) {
            walk(value, field, false, &listed, &mut orphans);
        }
    }
    orphans
}

fn walk(value: &Value, path: &str, led: bool, listed: &BTreeSet<&str>, orphans: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            let mut own = fields.iter().filter(|(name, _)| name.ends_with("sources"));
            let leads = own.any(|(_, sources)| {
                let sources = sources.as_array().filter(|sources| !sources.is_empty());
                sources.is_some_and(|sources| {
                    let mut ids =
                        sources.iter().map(|it| it["source"].as_str().unwrap_or_default());
                    ids.all(|id| listed.contains(id))
                })
            });
            // What an option is rests on what is said of it.
            let said = value["statements"].as_array().into_iter().flatten();
            let said = said.flat_map(|it| it["sources"].as_array().into_iter().flatten());
            let leads = leads || said.count() > 0 || value["sections"].is_array();
            let gap = value["gap"].is_string() || value["statement"]["gap"].is_string();
            // Names, and the command to type, state nothing.
            let names = [
                "id",
                "label",
                "plain_label",
                "topic",
                "place",
                "command",
                "source",
                "section",
                "name",
                "aliases",
                "term",
            ];
            for (field, value) in fields {
                let composed = matches!(field.as_str(), "text" | "plain");
                // A cell's text is put together from the statements beside it.
                let exempt = names.contains(&field.as_str())
                    || (composed && fields.contains_key("statements"));
                if !exempt {
                    walk(value, &format!("{path}.{field}"), led || leads || gap, listed, orphans);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, &format!("{path}.{index}"), led, listed, orphans);
            }
        }
        Value::Number(_) if !led => orphans.push(format!("{path}: {value}")),
        Value::String(text) if !led && has_number(text) => {
            orphans.push(format!("{path}: {text}"));
        }
        _ => {}
    }
}

#[test]
fn every_number_in_every_json_leads_to_its_source() {
    // What is drawn as marks is drawn for people only.
    let payloads: Vec<String> =
        screens().into_iter().filter(|it| !it.contains("--icons")).collect();
    side_by_side(&payloads, |arguments| {
        let orphans = json_orphans(&shipped_json(arguments));
        assert!(orphans.is_empty(), "{arguments}: {} orphans: {orphans:#?}", orphans.len());
    });
}

#[test]
fn every_record_names_its_sources() {
    for arguments in screens().iter().filter(|it| !it.contains("--icons")) {
        let (_, text, _) = crate::harness::line(&format!("{arguments} --format jsonl")).ended();
        for record in text.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON")) {
            let states = ["text", "percent", "position"].iter().any(|field| {
                let value = record[*field].to_string();
                has_number(&value)
            });
            let named = record["sources"].as_str().is_some_and(|it| !it.is_empty());
            assert!(named || !states || record["gap"].is_string(), "{arguments}: {record}");
        }
    }
}

#[test]
fn an_orphan_would_be_found() {
    let none = Exceptions {
        headings: Vec::new(),
        gaps: Vec::new(),
        header: Vec::new(),
        names: Vec::new(),
    };
    let list = "[1] A label, 2026\n";
    for answer in [
        "35 of 100 did.",
        "35 of 100 did. [2]",
        "35 of 100 did. [label]",
        "35 of 100 did. [3 §2.4]",
        "35 of 100 did. [1-3]",
        "Words alone. [2]",
        "DOSE: 2 mg: jakref x [",
    ] {
        assert_eq!(orphans(&format!("{answer}\n{list}"), &none), [answer]);
    }
    for answer in [
        "35 of 100 did. [1 §6.1]",
        "Words alone.",
        "Dataset 2026.11.25",
        "? not known, 3 places: --gaps",
    ] {
        assert_eq!(orphans(&format!("{answer}\n{list}"), &none), Vec::<String>::new());
    }
    let answer = |sources: &str| {
        let sources = serde_json::from_str::<Value>(sources).expect("JSON");
        serde_json::json!({
            "schema": "jakref.x/1",
            "figures": [{ "percent": 35.2, "sources": sources }],
            "sources": [{ "id": "a" }],
        })
    };
    assert_eq!(json_orphans(&answer("[]")), ["figures.0.percent: 35.2"]);
    assert_eq!(json_orphans(&answer("[{\"source\": \"b\"}]")).len(), 1);
    assert_eq!(json_orphans(&answer("[{\"source\": \"a\"}]")), Vec::<String>::new());
}
