use std::collections::BTreeSet;

use serde_json::Value;

use crate::harness::{each, jakref, line};

const TREATMENTS: &[&str] = &["olumiant", "litfulo", "leqselvi", "opzelura"];

#[test]
fn the_boxed_warning_comes_first_whatever_is_asked_for() {
    for treatment in TREATMENTS {
        for rest in ["", "dosing", "cost.price", "--patient", "--patient dosing"] {
            let answer = line(&format!("show {treatment} {rest}")).stdout();
            let third = answer.lines().nth(2).unwrap_or_default();
            assert!(third.contains("Boxed warning"), "{treatment} {rest}: {third}");
        }
    }
    for arguments in ["compare", "compare olumiant --topics cost", "compare --topics all --full"] {
        let answer = line(arguments).stdout();
        let second = answer.lines().nth(1).unwrap_or_default();
        assert!(second.starts_with("safety.boxed\t"), "{arguments}: {second}");
    }
}

#[test]
fn every_treatment_answers_every_question() {
    for treatment in TREATMENTS {
        let json: Value = serde_json::from_str(&line(&format!("show {treatment} --json")).stdout())
            .expect("JSON");
        let groups = json["answers"].as_object().expect("answers by group");
        let topics = groups.values().flat_map(|group| group.as_object().expect("topics"));
        let mut count = 0;
        for (topic, cell) in topics {
            let statements = cell["statements"].as_array().expect("statements").len();
            assert!(statements > 0, "{treatment} says nothing on {topic}");
            count += 1;
        }
        assert_eq!(count, 35, "{treatment}");
    }
}

#[test]
fn every_share_has_its_comparator_beside_it() {
    for treatment in TREATMENTS {
        let json: Value = serde_json::from_str(&line(&format!("show {treatment} --json")).stdout())
            .expect("JSON");
        each(&json, &mut |value| {
            if let Some(results) = value.get("results").and_then(Value::as_array) {
                assert!(results.iter().any(|it| it["role"] == "comparator"), "{value}");
                assert!(results.iter().any(|it| it["role"] != "comparator"), "{value}");
            }
        });
    }
}

#[test]
fn opzelura_is_not_approved_and_has_no_dose_for_alopecia_areata() {
    let json: Value = serde_json::from_str(&line("show opzelura --json").stdout()).expect("JSON");
    assert_eq!(json["treatment"]["approval"], "not-approved");
    assert_eq!(json["treatment"]["approved_on"], Value::Null);
    let start = &json["answers"]["dosing"]["start"]["statements"][0];
    assert_eq!(start["gap"], "not-applicable");
    let answer = line("show opzelura regrowth.trials use.approval").stdout();
    assert!(answer.contains("FDA has not approved it for alopecia areata."), "{answer}");
    assert!(answer.contains("did not differ significantly between cream and vehicle"), "{answer}");
}

#[test]
fn every_citation_on_a_screen_leads_to_a_source_below_it_and_back() {
    let mut screens =
        vec!["list --format table".to_owned(), "about".to_owned(), "clinic".to_owned()];
    for treatment in TREATMENTS {
        for rest in ["", "--patient", "dosing", "regrowth --format table"] {
            screens.push(format!("show {treatment} {rest}"));
        }
    }
    for rest in ["", "--full", "--topics all", "--patient", "--format table --width 200"] {
        screens.push(format!("compare {rest}"));
    }
    for arguments in screens {
        let answer = line(&arguments).stdout();
        let mut cited = BTreeSet::new();
        let mut listed = Vec::new();
        for line in answer.lines() {
            // An entry of the list begins with its number; what cites it never does.
            let entry = line.strip_prefix('[').and_then(|rest| rest.split_once("] "));
            match entry.and_then(|(number, _)| number.parse::<usize>().ok()) {
                Some(number) => listed.push(number),
                None if listed.is_empty() => cited.extend(numbers(line)),
                None => {}
            }
        }
        assert!(!listed.is_empty(), "{arguments} has no sources");
        assert_eq!(listed, (1..=listed.len()).collect::<Vec<_>>(), "{arguments}");
        assert!(cited.is_subset(&listed.iter().copied().collect()), "{arguments}: {cited:?}");
        // A citation may be broken over two lines of a table, so only unbroken screens must match.
        if !arguments.contains("table") {
            assert_eq!(cited.len(), listed.len(), "{arguments}: {cited:?} {listed:?}");
        }
    }
}

/// The numbers of the sources in citations such as `[1 §2.4, 5.1; 3]`.
fn numbers(line: &str) -> Vec<usize> {
    let brackets = line.split('[').skip(1).filter_map(|rest| rest.split_once(']'));
    let citations = brackets
        .map(|(inside, _)| inside)
        .filter(|inside| inside.starts_with(|first: char| first.is_ascii_digit()));
    let mut numbers = Vec::new();
    for citation in citations {
        let separator = if citation.contains(['§', ';']) { ';' } else { ',' };
        for part in citation.split(separator) {
            let number = part.trim().split(' ').next().unwrap_or_default();
            numbers.extend(number.parse::<usize>());
        }
    }
    numbers
}

#[test]
fn the_other_published_figures_of_a_trial_are_one_flag_away() {
    let other = "39 of 100 on 4 mg once daily, 23 of 100 on 2 mg once daily (placebo 6 of 100)";
    let published = "(also published: publication's figures, estimated percentage)";
    for command in ["show olumiant regrowth.trials", "compare olumiant --topics regrowth.trials"] {
        assert!(!line(command).stdout().contains(other), "{command}");
        let all = line(&format!("{command} --all-analyses")).stdout();
        let line = all.lines().find(|line| line.contains(other)).expect(command);
        assert!(line.contains(published), "{line}");
        assert!(!line.contains("35 of 100") || command.starts_with("compare"), "{line}");
    }
}

#[test]
fn every_number_in_json_leads_to_a_source() {
    let commands =
        ["list", "compare", "compare --topics all", "about", "clinic"].map(str::to_owned);
    let shows = TREATMENTS.iter().map(|treatment| format!("show {treatment}"));
    for arguments in commands.into_iter().chain(shows) {
        let json: Value =
            serde_json::from_str(&line(&format!("{arguments} --json")).stdout()).expect("JSON");
        let listed: BTreeSet<&str> = json["sources"]
            .as_array()
            .expect("sources")
            .iter()
            .filter_map(|source| source["id"].as_str())
            .collect();
        each(&json, &mut |value| {
            if let Some(source) = value.get("source").and_then(Value::as_str) {
                assert!(listed.contains(source), "{arguments}: {source}");
            }
            let has_sources = || value["sources"].as_array().is_some_and(|it| !it.is_empty());
            if value.get("results").is_some() || value.get("rows").is_some() {
                assert!(has_sources(), "{arguments}: {value}");
            }
            if value.get("gap").is_some_and(Value::is_null) && value.get("weakness").is_some() {
                assert!(has_sources(), "{arguments}: {value}");
            }
        });
    }
}

#[test]
fn figures_of_different_trials_are_never_called_comparable() {
    let json: Value = serde_json::from_str(&line("compare --json").stdout()).expect("JSON");
    let topics = json["comparability"].as_array().expect("comparability");
    let pairs = topics.iter().flat_map(|topic| topic["pairs"].as_array().expect("pairs"));
    let mut count = 0;
    for pair in pairs {
        assert_eq!(pair["comparable"], false, "{pair}");
        assert!(!pair["because"].as_array().expect("reasons").is_empty(), "{pair}");
        let figures = pair["figures"].as_array().expect("figures");
        assert!(!figures.is_empty(), "{pair}");
        for beside in figures {
            assert_eq!(beside["comparable"], false, "{beside}");
            let (one, other) = (&beside["one"]["trial"], &beside["other"]["trial"]);
            let trials = [one, other].map(|trial| trial.as_str().expect("a trial")).join(" and ");
            assert_eq!(beside["because"][0], trials, "{beside}");
        }
        count += 1;
    }
    assert!(count >= 3);
    let because = topics[0]["pairs"][0]["because"].to_string();
    assert!(because.contains("week 36") && because.contains("week 24"), "{because}");
}

#[test]
fn treatments_stay_in_the_order_of_their_approval_or_of_the_question() {
    let ids = |text: String| -> Vec<String> {
        text.lines().filter_map(|line| line.split('\t').next()).map(str::to_owned).collect()
    };
    assert_eq!(ids(line("list").stdout()), TREATMENTS);
    let answer = line("compare opzelura olumiant --topics dosing.start").stdout();
    assert!(
        answer.starts_with("Opzelura (ruxolitinib cream), Olumiant (baricitinib)\n"),
        "{answer}"
    );
}

#[test]
fn a_page_for_a_patient_holds_no_question_for_professionals() {
    let answer = line("show olumiant --patient").stdout();
    assert!(!answer.contains("Label versions read"), "{answer}");
    let asked = jakref(["show", "olumiant", "versions", "--patient"]).stdout();
    assert!(asked.contains("Label versions read"), "{asked}");
}
