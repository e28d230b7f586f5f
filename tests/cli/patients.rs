//! What patients read: each adverse reaction by its plain name, figures as sentences, and what they
//! mean before what they are.

use serde_json::Value;

use crate::harness::{each, jakref, line};

const TREATMENTS: &[&str] = &["olumiant", "litfulo", "leqselvi", "opzelura"];

fn json(arguments: &str) -> Value {
    serde_json::from_str(&line(&format!("{arguments} --json")).stdout()).expect("JSON")
}

/// The lines of an answer that stand under a question.
fn under<'t>(answer: &'t str, question: &str) -> Vec<&'t str> {
    answer.lines().filter_map(|line| line.strip_prefix(question)?.strip_prefix(' ')).collect()
}

#[test]
fn side_effects_are_explained_then_counted_each_in_a_sentence() {
    let answer = line("show litfulo safety.common --patient").stdout();
    let lines = under(&answer, "What side effects are common?");
    assert!(lines[0].starts_with("The label lists these, in this order. Headache, "), "{answer}");
    let at = lines.iter().position(|line| line.starts_with("Counted ")).expect("a caption");
    let expected = [
        "Placebo: A pill or other form that looks like the drug but has no drug in it.",
        "Counted within 24 weeks, in people with alopecia areata in trials with a placebo. Seven \
            more rows of the label's table were cut off in the copy that we read. [6 §6.1 Table 2]",
        "Headache: 11 of 100 people on 50 mg once daily, 8 of 100 on placebo. [6]",
        "Diarrhea: 10 of 100 people on 50 mg once daily, 4 of 100 on placebo. [6]",
        "Acne: 6 of 100 people on 50 mg once daily, 5 of 100 on placebo. [6]",
        "Rash: 5 of 100 people on 50 mg once daily, fewer than 1 of 100 on placebo. [6]",
        "Hives (urticaria): 5 of 100 people on 50 mg once daily, 1 of 100 on placebo. [6]",
        "Inflamed hair roots (folliculitis): 3 of 100 people on 50 mg once daily, 2 of 100 on \
            placebo. [6]",
    ];
    assert_eq!(lines[at - 1..][..expected.len()], expected);
}

#[test]
fn each_dose_has_its_share_and_a_time_that_is_not_known_is_said_once() {
    let answer = line("show olumiant safety.common --patient").stdout();
    for expected in [
        "Counted over a time that the source does not give, in adults with alopecia areata in the \
            trial BRAVE-AA2, with those who joined it later. ",
        "Rise in a muscle enzyme in the blood (creatine phosphokinase increased): 7 of 100 people \
            on 4 mg once daily, 2 of 100 on 2 mg once daily, fewer than 1 of 100 on placebo. [",
        "Died: 0 of 100 people on 4 mg once daily, 0 of 100 on 2 mg once daily, 0 of 100 on \
            placebo. [",
        "Stopped because of a health problem: 2 of 100 people on 4 mg once daily, 3 of 100 on 2 \
            mg once daily, 4 of 100 on placebo. [",
    ] {
        assert_eq!(answer.matches(expected).count(), 1, "{expected}\n{answer}");
    }
    assert!(!answer.contains("time not reported") && !answer.contains("(in brackets"), "{answer}");
}

#[test]
fn regrowth_is_explained_then_told_in_sentences() {
    let answer = line("show olumiant regrowth.trials --patient").stdout();
    let lines = under(&answer, "Does scalp hair grow back?");
    let starts = [
        "Scalp hair grows back for some people. ",
        "Placebo: A pill or other form that looks like the drug but has no drug in it.",
        "80% or more of scalp hair after 36 weeks: 35 of 100 people on 4 mg once daily, 22 of 100 \
            on 2 mg once daily, 5 of 100 on placebo. Trial: BRAVE-AA1, adults who had lost 50% or \
            more of their scalp hair. [",
        "80% or more of scalp hair after 36 weeks: 32 of 100 people on 4 mg once daily, 17 of 100 \
            on 2 mg once daily, 3 of 100 on placebo. Trial: BRAVE-AA2, adults who had lost 50% or \
            more of their scalp hair. [",
        "Scalp hair loss cut at least in half, at a time that the source does not give: 24 of 100 \
            people on 4 mg once daily, 11 of 100 on 2 mg once daily, 3 of 100 on placebo. Trial: ",
        "Scalp hair score of 0 or 1 and a gain of 2 or more points, rated by the patient, after 36 \
            weeks: 34 of 100 people on ",
        "80% or more of scalp hair after 36 weeks: 42 of 100 people on 4 mg, 5 of 100 on placebo. ",
        "The figures for people aged 12 to under 18 come from the maker. ",
    ];
    assert!(lines.len() > starts.len(), "{answer}");
    for (line, start) in lines.iter().zip(starts) {
        assert!(line.starts_with(start), "{line}\n{start}");
    }
}

#[test]
fn professional_words_stay_out_where_there_are_plain_ones() {
    for treatment in TREATMENTS {
        let show = json(&format!("show {treatment}"));
        let answer = line(&format!("show {treatment} --patient")).stdout();
        let mut left_out = 0;
        each(&show["answers"], &mut |cell| {
            let Some(statements) = cell["statements"].as_array() else { return };
            let plain = statements.iter().any(|it| it["plain"].is_string());
            for statement in statements.iter().filter(|it| plain && it["plain"].is_null()) {
                let text = statement["text"].as_str().unwrap_or("no text");
                assert!(!answer.contains(text), "{treatment}: {text}");
                left_out += 1;
            }
        });
        assert!(left_out > 0, "{treatment}");
    }
}

#[test]
fn every_figure_is_a_sentence_with_its_comparator_its_time_and_its_people() {
    for treatment in TREATMENTS {
        let answer = line(&format!("show {treatment} --patient")).stdout();
        let beside = if *treatment == "opzelura" { " on vehicle." } else { " on placebo." };
        let mut count = 0;
        for line in answer.lines() {
            let sentence = line.split_once("? ").map_or(line, |(_, sentence)| sentence);
            let Some((name, rest)) = sentence.split_once(": ") else { continue };
            // What is written as text has its figures in other words.
            if !rest.contains(" of 100 people on ") || !rest.contains(beside) {
                continue;
            }
            count += 1;
            assert!(name.starts_with(|it: char| it.is_uppercase() || it.is_numeric()), "{line}");
            let timed = name.contains(" after ") || name.ends_with("that the source does not give");
            // Those of a table have the time and the people above them.
            assert_eq!(timed, rest.contains(" Trial: "), "{line}");
        }
        let mut figures = 0;
        each(&json(&format!("show {treatment}")), &mut |value| {
            figures += usize::from(value["results"].is_array());
            figures += value["rows"].as_object().map_or(0, serde_json::Map::len);
        });
        assert_eq!(count, figures, "{treatment}: {answer}");
    }
}

#[test]
fn every_adverse_reaction_has_a_plain_name_beside_its_term() {
    for treatment in TREATMENTS {
        let evidence = json(&format!("evidence {treatment}"));
        for table in evidence["treatments"][0]["reactions"].as_array().expect("tables") {
            let names = table["terms_plain"].as_object().expect("names");
            assert_eq!(names.len(), table["rows"].as_object().expect("rows").len(), "{table}");
            assert!(names.values().all(Value::is_string), "{names:?}");
            assert!(table["people_plain"].is_string(), "{table}");
        }
    }
    let table = &json("evidence opzelura")["treatments"][0]["reactions"][1]["terms_plain"];
    assert_eq!(table["Pyrexia"], "fever");
}

#[test]
fn no_screen_for_patients_has_a_term_without_its_plain_name() {
    let hard = ["asopharyngitis", "yrexia", "hinorrhea", "ruritus", "rticaria", "phosphokinase"];
    for treatment in TREATMENTS {
        for command in ["show", "evidence", "compare"] {
            let words = [command, treatment, "--patient"];
            let answer = jakref(words.iter().chain(&["--format", "plain"])).stdout();
            for line in answer.lines() {
                for word in hard.iter().filter(|word| line.contains(**word)) {
                    let at = line.find(word).unwrap_or_default();
                    let bracketed = line[..at].rfind('(') > line[..at].rfind(')');
                    assert!(bracketed, "{command} {treatment}: {line}");
                }
            }
        }
    }
}

#[test]
fn what_people_did_is_not_something_they_had() {
    let answer = line("evidence olumiant --patient").stdout();
    for expected in [
        "Harm: died\tplacebo\t0 of 100 did, 100 did not [",
        "Harm: stopped because of a health problem\tOlumiant 4 mg once daily\t2 of 100 did, 98 did \
            not [",
        "Harm: high cholesterol in the blood (hypercholesterolemia)\tplacebo\t1 of 100 had it, 99 \
            did not [",
    ] {
        assert!(answer.contains(expected), "{expected}\n{answer}");
    }
}

#[test]
fn the_words_beside_the_figures_are_explained_once_in_those_of_the_glossary() {
    for (treatment, word) in
        [("olumiant", "placebo"), ("litfulo", "placebo"), ("opzelura", "vehicle")]
    {
        let answer = line(&format!("evidence {treatment} --patient")).stdout();
        for word in [word, "range"] {
            let glossary = json(&format!("about glossary {word}"));
            let plain = glossary["glossary"][0]["plain"].as_str().expect("an explanation");
            assert_eq!(answer.matches(plain).count(), 1, "{treatment}: {word}");
        }
        let at = |text: &str| answer.find(text).unwrap_or_else(|| panic!("{text}: {answer}"));
        assert!(at(": Range: ") < at("Who was studied: "), "{treatment}");
        let shown = line(&format!("show {treatment} --patient")).stdout();
        assert_eq!(shown.matches(": The cream with no drug in it. ").count(), {
            usize::from(word == "vehicle")
        });
    }
}

#[test]
fn a_table_is_not_said_again_in_words() {
    for treatment in TREATMENTS {
        let answer = line(&format!("evidence {treatment} --patient")).stdout();
        assert!(!answer.contains("In words"), "{answer}");
        let professional = line(&format!("evidence {treatment}")).stdout();
        assert!(professional.contains("In words"), "{professional}");
    }
}

#[test]
fn what_answers_the_questions_comes_before_the_tables_of_other_people() {
    for (rest, other) in [
        ("--patient", "Harms in people 12 years and over with eczema, not alopecia areata"),
        ("", "Label table 1: atopic dermatitis, 12 years and over (not alopecia areata)"),
    ] {
        let answer = line(&format!("evidence opzelura {rest}")).stdout();
        let at = |text: &str| {
            let found = answer.lines().position(|line| line.starts_with(text));
            found.unwrap_or_else(|| panic!("{text}: {answer}"))
        };
        let hair =
            if rest.is_empty() { "Regrowth in trials" } else { "Does scalp hair grow back?" };
        assert!(at("NCT02553330") < at(hair), "{answer}");
        assert!(at(hair) < at(other), "{answer}");
    }
}

#[test]
fn a_term_without_a_plain_name_is_shown_as_it_is_and_warned_of_once() {
    let path = "tests/bad-data/unnamed-reaction.toml";
    let run = jakref(["evidence", "examplib", "--patient", "--data", path]).output();
    let answer = String::from_utf8(run.stdout).expect("UTF-8");
    assert!(
        answer.contains("Harm: headache\tPlacebo\t4 of 100 had it, 96 did not [1]"),
        "{answer}"
    );
    let treatment = crate::harness::read("data/treatments/leqselvi.toml");
    let renamed = treatment.replace("term = \"Acne\"", "term = \"Acne vulgaris\"");
    assert_eq!(renamed.matches("Acne vulgaris").count(), 2);
    let found = line("check --overlay -").stdin(&renamed).output();
    let found = String::from_utf8(found.stdout).expect("UTF-8");
    assert_eq!(found.matches("`Acne vulgaris` has no name in plain words").count(), 1, "{found}");
    let named =
        format!("{renamed}\n[[reaction]]\nterm = \"acne vulgaris\"\nplain = \"common acne\"\n");
    let run = line("show leqselvi safety.common --patient --overlay -").stdin(&named).output();
    let answer = String::from_utf8(run.stdout).expect("UTF-8");
    assert!(answer.contains("Common acne (acne vulgaris): 10 of 100 people on "), "{answer}");
}
