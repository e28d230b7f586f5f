//! The facts boxes, the icon arrays read back from the screen, the gaps, the conflicts, and the eight
//! things that the IPDAS instrument asks of probabilities.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::harness::{jakref, line};

const APPROVED: &[&str] = &["olumiant", "litfulo", "leqselvi"];
const TREATMENTS: &[&str] = &["olumiant", "litfulo", "leqselvi", "opzelura"];

fn json(arguments: &str) -> Value {
    serde_json::from_str(&line(&format!("{arguments} --json")).stdout()).expect("JSON")
}

fn items<'v>(value: &'v Value, field: &str) -> &'v Vec<Value> {
    value[field].as_array().unwrap_or_else(|| panic!("{field} in {value}"))
}

fn word<'v>(value: &'v Value, field: &str) -> &'v str {
    value[field].as_str().unwrap_or_else(|| panic!("{field} in {value}"))
}

/// Every group of results that a treatment's evidence holds, with its outcome or table.
fn results(treatment: &Value) -> Vec<(&Value, &Vec<Value>)> {
    let outcomes = items(treatment, "outcomes").iter();
    let outcomes = outcomes.map(|outcome| (outcome, items(outcome, "results")));
    let tables = items(treatment, "reactions").iter().flat_map(|table| {
        let rows = table["rows"].as_object().expect("rows").values();
        rows.map(move |results| (table, results.as_array().expect("results")))
    });
    outcomes.chain(tables).collect()
}

// --- Facts boxes ------------------------------------------------------------------------------

#[test]
fn a_facts_box_says_who_how_long_against_what_and_who_paid_before_the_figures() {
    let answer = line("evidence litfulo").stdout();
    let name = "ALLEGRO-2b/3 (NCT03732807): ";
    let lines = answer.lines().skip_while(|line| !line.starts_with(name));
    let lines: Vec<&str> = lines.map(|line| line.strip_prefix(name).unwrap_or(line)).collect();
    let expected = [
        "Who was studied: People 12 years and over who had lost 50% or more of their scalp hair. [4, 5, 6, 7]",
        "How long: Benefits: week 24. [4]",
        "What was compared: Litfulo 50 mg once daily (130 people), placebo (131 people), ",
        "Who paid: [? not recorded yet] Open the record NCT03732807 of the trial registry. [4, 5, 6, 7]",
    ];
    for (line, expected) in lines.iter().zip(expected) {
        assert!(line.starts_with(expected), "{line}");
    }
    let placebo = "Benefit: SALT score 20 or less, week 24\tplacebo\t2 of 100 did, 98 did not (range 0 to 4) [4]";
    let drug = "Benefit: SALT score 20 or less, week 24\tLitfulo 50 mg once daily\t23 of 100 did, 77 did not (range 16 to 31) [4]";
    let at = |wanted: &str| {
        lines
            .iter()
            .position(|line| *line == wanted)
            .unwrap_or_else(|| panic!("{wanted}\n{answer}"))
    };
    let first = |start: &str| {
        let found = lines.iter().position(|line| line.starts_with(start));
        found.unwrap_or_else(|| panic!("{start}\n{answer}"))
    };
    assert_eq!(at(drug) + 1, at(placebo), "the comparator stands beside the drug");
    assert!(at(placebo) < first("In words: "));
    assert!(first("In words: ") < first("What is not known: "));
    assert!(first("What is not known: ") < first("Where sources disagree: "));
}

#[test]
fn benefits_and_harms_of_one_trial_stand_in_one_table_and_trials_in_their_own() {
    for treatment in TREATMENTS {
        let evidence = json(&format!("evidence {treatment}"));
        let trials = items(&evidence["treatments"][0], "trials");
        let answer = line(&format!("evidence {treatment} --format markdown")).stdout();
        let boxes: BTreeMap<String, &str> = answer
            .split("\n## ")
            .skip(1)
            .filter_map(|part| part.split_once('\n'))
            .map(|(heading, text)| (heading.replace('\\', ""), text))
            .collect();
        for trial in trials {
            let name = word(trial, "name");
            let (_, text) = boxes
                .iter()
                .find(|(heading, _)| heading.starts_with(name))
                .unwrap_or_else(|| panic!("{name} has no box: {:?}", boxes.keys()));
            let rows = text.matches("\n| Benefit: ").count();
            let id = word(trial, "id");
            let outcomes = items(&evidence["treatments"][0], "outcomes");
            let own = outcomes.iter().filter(|outcome| outcome["trial"] == id).count();
            assert_eq!(rows, own, "{name}");
            let tables = items(&evidence["treatments"][0], "reactions").iter();
            let harms = tables.filter(|table| table["trial"] == id);
            let harms: usize =
                harms.map(|table| table["rows"].as_object().expect("rows").len()).sum();
            assert_eq!(text.matches("\n| Harm: ").count(), harms, "{name}");
            assert!(text.matches("\n| --- ").count() <= 1, "{name} has one table");
        }
    }
}

#[test]
fn the_boxed_warning_stays_first() {
    for treatment in TREATMENTS {
        for rest in ["", "--icons", "--patient", "--all-analyses --icons --patient"] {
            let answer = line(&format!("evidence {treatment} {rest}")).stdout();
            let second = answer.lines().nth(1).unwrap_or_default();
            assert!(second.contains("oxed warning"), "{treatment} {rest}: {second}");
        }
    }
}

#[test]
fn both_sides_of_every_share_add_up_to_a_hundred() {
    for treatment in items(&json("evidence --all-analyses"), "treatments") {
        for (_, results) in results(treatment) {
            for result in results {
                let sides = (word(result, "of_100"), word(result, "rest_of_100"));
                match sides {
                    ("fewer than 1", "more than 99") | ("more than 99", "fewer than 1") => {}
                    (one, other) => {
                        let number = |side: &str| side.parse::<u8>().expect("a whole number");
                        assert_eq!(number(one) + number(other), 100, "{result}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_range_is_not_published_only_where_its_source_was_read_for_it() {
    let answer = line("evidence leqselvi").stdout();
    let table = |label: &str| {
        let lines = answer.lines();
        lines.filter(|line| line.contains(&format!(": {label}\t"))).count()
    };
    let salt = "Benefit: SALT score 20 or less, week 24";
    assert_eq!(table(&format!("{salt}; range not recorded")), 3, "THRIVE-AA1, read as a report");
    assert_eq!(table(&format!("{salt}; range not published")), 3, "THRIVE-AA2, in the registry");
    let evidence = json("evidence leqselvi");
    for outcome in items(&evidence["treatments"][0], "outcomes") {
        let published = outcome["trial"] == "thrive-aa2";
        let gap = if published { "not-reported" } else { "not-recorded" };
        assert_eq!(outcome["interval_gap"], gap, "{outcome}");
    }
    for outcome in items(&json("evidence litfulo")["treatments"][0], "outcomes") {
        assert_eq!(outcome["interval_gap"], Value::Null, "{outcome}");
    }
}

#[test]
fn the_other_published_figures_of_a_trial_are_one_flag_away() {
    let without = line("evidence olumiant").stdout();
    assert!(without.contains("jakref evidence olumiant --all-analyses"), "{without}");
    assert!(!without.contains("39 of 100 did, 61 did not"));
    let with = line("evidence olumiant --all-analyses").stdout();
    let label = "Benefit: SALT score 20 or less, week 36 (also published: publication's figures, \
        estimated percentage); range not recorded";
    let row = format!("{label}\tOlumiant 4 mg once daily\t39 of 100 did, 61 did not [");
    assert!(with.contains(&row), "{with}");
}

#[test]
fn patients_are_shown_no_dose_that_is_not_approved_and_no_other_words_than_plain_ones() {
    let answer = line("evidence leqselvi --patient").stdout();
    let figures = answer.lines().filter(|line| line.contains('\t'));
    let figures: Vec<&str> = figures.collect();
    assert!(!figures.is_empty() && figures.iter().all(|line| !line.contains("12 mg")), "{answer}");
    assert!(answer.contains("Benefit: 80% or more of scalp hair, week 24"), "{answer}");
    assert!(!answer.contains("SALT score 20"), "{answer}");
}

// --- Icon arrays ------------------------------------------------------------------------------

/// An arm's share: what the words say, and what the marks say.
type Share = (String, String, String);

/// The shares in the rows of the tables of a plain answer.
fn in_tables(answer: &str) -> Vec<Share> {
    let rows = answer.lines().filter_map(|line| {
        let mut fields = line.split('\t');
        let (_, arm, cell) = (fields.next()?, fields.next()?, fields.next()?);
        let (had, rest) =
            cell.split_once(" of 100 did, ").or_else(|| cell.split_once(" of 100 had it, "))?;
        let had_not = rest.split_once(" did not")?.0;
        Some((arm.to_owned(), had.to_owned(), had_not.to_owned()))
    });
    rows.collect()
}

/// The sentences and marks of the arrays on a screen of any human format.
fn in_arrays(answer: &str) -> Vec<(Share, String)> {
    let is_marks = |line: &str| {
        let marks = line.trim();
        marks.len() >= 10 && marks.chars().all(|it| "#.+ ".contains(it))
    };
    let answer = answer.replace(['*', '\\'], "").replace('\t', "\n");
    let mut arrays: Vec<(Share, String)> = Vec::new();
    let mut sentence = String::new();
    for line in answer.lines() {
        if !is_marks(line) {
            sentence = match line.trim() {
                "" | "```text" | "```" => sentence,
                part if sentence.contains(": of 100 people, ") && !sentence.contains("(.)") => {
                    format!("{sentence} {part}")
                }
                // Only a sentence may go over several lines; its first names the arm.
                part => format!("{sentence} {part}"),
            };
            continue;
        }
        if let Some((before, after)) = sentence.rsplit_once(": of 100 people, ") {
            let number = |text: &str, behind: &str| -> String {
                let at = text.find(behind).unwrap_or_else(|| panic!("{behind} in {text}"));
                text[..at].to_owned()
            };
            let verb = if after.contains(" had it (") { " had it (" } else { " did (" };
            let had = number(after, verb);
            let rest = after.split_once(") and ").expect("the other side").1;
            let had_not = number(rest, " did not (");
            arrays.push(((before.to_owned(), had, had_not), String::new()));
            sentence.clear();
        }
        let (_, marks) = arrays.last_mut().expect("a sentence before its marks");
        marks.push_str(&line.replace(' ', ""));
    }
    arrays
}

#[test]
fn the_marks_say_what_the_sentence_and_the_table_say() {
    for treatment in TREATMENTS {
        let arguments = format!("evidence {treatment} --all-analyses");
        let answer = line(&format!("{arguments} --icons")).stdout();
        let arrays = in_arrays(&answer);
        let table = in_tables(&answer);
        assert_eq!(arrays.len(), table.len(), "{treatment}: an array for each number");
        let evidence = json(&arguments);
        let known: usize =
            results(&evidence["treatments"][0]).iter().map(|(_, results)| results.len()).sum();
        assert_eq!(arrays.len(), known, "{treatment}: and for each result");
        for (((arm, had, had_not), marks), row) in arrays.iter().zip(&table) {
            assert_eq!((had, had_not), (&row.1, &row.2), "{treatment}");
            assert!(arm.ends_with(&row.0), "{treatment}: {arm} and {}", row.0);
            assert_eq!(read(marks), (had.clone(), had_not.clone()), "{treatment}: {arm}: {marks}");
        }
    }
}

/// What a hundred marks say.
fn read(marks: &str) -> (String, String) {
    assert_eq!(marks.len(), 100, "{marks}");
    let count = |mark: char| marks.chars().filter(|it| *it == mark).count();
    match (count('#'), count('+'), count('.')) {
        (0, 1, 99) => ("fewer than 1".to_owned(), "more than 99".to_owned()),
        (99, 1, 0) => ("more than 99".to_owned(), "fewer than 1".to_owned()),
        (had, 0, had_not) => (had.to_string(), had_not.to_string()),
        marks => panic!("{marks:?}"),
    }
}

#[test]
fn the_marks_are_the_same_at_every_width_and_in_every_format() {
    for treatment in APPROVED {
        let marks = |options: &[&str]| -> Vec<String> {
            let words =
                ["evidence", treatment, "--icons"].into_iter().chain(options.iter().copied());
            let answer = jakref(words).stdout();
            in_arrays(&answer).into_iter().map(|(_, marks)| marks).collect()
        };
        let plain = marks(&["--format", "plain"]);
        assert!(plain.iter().all(|marks| marks.len() == 100));
        assert_eq!(marks(&["--format", "markdown"]), plain, "{treatment}");
        for width in ["30", "50", "80", "120", "200"] {
            let drawn = marks(&["--format", "table", "--width", width]);
            assert_eq!(drawn, plain, "{treatment} at {width}");
        }
    }
}

#[test]
fn marks_need_no_color_and_color_changes_none() {
    let arguments = "evidence litfulo --icons --format table --width 80";
    let bare = line(arguments).stdout();
    assert!(bare.is_ascii() || !bare.contains('\u{1b}'));
    let colored = line(&format!("{arguments} --color always")).stdout();
    let marks = |text: &str| -> Vec<String> {
        let rows = text.lines().filter(|line| line.starts_with("    ") && line.contains(".."));
        rows.map(str::to_owned).collect()
    };
    assert!(!marks(&bare).is_empty());
    assert_eq!(marks(&bare), marks(&colored));
}

#[test]
fn a_figure_that_rests_on_reports_says_so_wherever_it_is_shown() {
    let evidence = json("evidence leqselvi");
    let outcomes = items(&evidence["treatments"][0], "outcomes");
    let weak = |outcome: &&Value| outcome["weakness"] == "secondary";
    let trial = outcomes.iter().find(weak).expect("one was read in reports only");
    assert_eq!(word(trial, "trial_name"), "THRIVE-AA1");
    for (arguments, start) in [
        ("show leqselvi regrowth.trials", "Regrowth in trials: SALT score 20 or less: 30 of 100"),
        ("show leqselvi regrowth.trials --patient", "Does scalp hair grow back? 80% or more"),
        (
            "compare leqselvi",
            "regrowth.trials\tLeqselvi (deuruxolitinib)\tSALT score 20 or less: 30",
        ),
        ("evidence leqselvi", "Benefit: SALT score 20 or less, week 24"),
        ("evidence leqselvi", "In words: Benefit: SALT score 20 or less, week 24"),
        ("evidence leqselvi --icons", "Benefit: SALT score 20 or less, week 24"),
    ] {
        let answer = line(arguments).stdout();
        let line = answer.lines().find(|line| line.contains(start)).expect(start);
        assert!(line.contains("(secondary source)"), "{arguments}: {line}");
    }
    // People who are others than the trial's are named in brief too.
    let brief = line("compare olumiant --topics regrowth.brows").stdout();
    assert!(brief.contains(", BRAVE-AA2, people with an eyebrow score of 2 or more"), "{brief}");
}

#[test]
fn fewer_than_one_is_neither_nobody_nor_somebody() {
    let answer = line("evidence leqselvi --icons").stdout();
    let sentence = "placebo: of 100 people, fewer than 1 did (+, less than one person) and more \
        than 99 did not (.). [";
    let line = answer.lines().find(|line| line.contains(sentence)).expect(sentence);
    let marks = line.rsplit('\t').next().expect("marks");
    assert_eq!(marks, format!("+{}", ".".repeat(99)));
    let nobody = "placebo: of 100 people, 0 did (#) and 100 did not (.). (secondary source) [";
    let line = answer.lines().find(|line| line.contains(nobody)).expect(nobody);
    assert_eq!(line.rsplit('\t').next().expect("marks"), ".".repeat(100));
}

#[test]
fn harms_have_arrays_like_benefits() {
    let answer = line("evidence litfulo --icons --format markdown").stdout();
    for heading in ["### Benefit: SALT score 20 or less, week 24", "### Harm: Headache"] {
        assert!(answer.contains(heading), "{heading}");
    }
}

// --- Gaps -------------------------------------------------------------------------------------

#[test]
fn every_gap_is_counted_and_says_what_to_open() {
    let view = json("sources --gaps");
    let gaps = items(&view, "gaps");
    let counted: u64 = items(&view, "kinds").iter().filter_map(|kind| kind["count"].as_u64()).sum();
    assert_eq!(counted, gaps.len() as u64);
    for kind in items(&view, "kinds") {
        let of_kind = gaps.iter().filter(|gap| gap["gap"] == kind["gap"]).count();
        assert_eq!(kind["count"], of_kind, "{kind}");
        assert!(of_kind > 0, "the dataset knows {kind}");
    }
    for gap in gaps {
        let opens = gap["look_in"].is_string();
        assert!(opens || gap["gap"] != "not-recorded", "nothing to open: {gap}");
    }
}

#[test]
fn no_declared_gap_is_left_out() {
    let view = json("sources --gaps");
    let listed: BTreeSet<(&str, &str)> = items(&view, "gaps")
        .iter()
        .filter_map(|gap| Some((word(gap, "subject"), gap["text"].as_str()?)))
        .collect();
    let mut declared = 0;
    for treatment in TREATMENTS {
        let show = json(&format!("show {treatment}"));
        let groups = show["answers"].as_object().expect("groups").values();
        let cells = groups.flat_map(|group| group.as_object().expect("cells").values());
        for statement in cells.flat_map(|cell| items(cell, "statements")) {
            if statement["gap"].is_string() {
                let text = statement["text"].as_str().unwrap_or_default();
                assert!(listed.contains(&(*treatment, text)), "{treatment}: {statement}");
                declared += 1;
            }
        }
        let alone = json(&format!("sources {treatment} --gaps"));
        let of_it = items(&view, "gaps").iter().filter(|gap| gap["subject"] == **treatment);
        assert_eq!(items(&alone, "gaps").len(), of_it.count(), "{treatment}");
    }
    assert!(declared > 90, "{declared}");
    for subject in ["alopecia-areata", "jak-inhibitors", "soma-skin-and-laser"] {
        assert!(listed.iter().any(|(of, _)| *of == subject), "{subject}");
    }
}

#[test]
fn the_four_kinds_of_gap_look_different_without_color() {
    let answer = line("sources --gaps").stdout();
    let kinds = items(&json("sources --gaps"), "kinds").len();
    let shown: BTreeSet<&str> = answer
        .lines()
        .filter_map(|line| line.split_once(": [")?.1.split_once(']'))
        .map(|(shown, _)| shown)
        .collect();
    assert_eq!(shown.len(), kinds, "{shown:?}");
    let marks: BTreeSet<char> = shown.iter().filter_map(|shown| shown.chars().next()).collect();
    assert_eq!(marks, BTreeSet::from(['?', '~', '!', '/']));
    let words: BTreeSet<&str> = shown.iter().map(|shown| &shown[2..]).collect();
    assert_eq!(words.len(), kinds, "{words:?}");
}

#[test]
fn no_gap_is_shown_as_a_dash() {
    let dashes = ["", "-", "--", "\u{2013}", "\u{2014}", "n/a", "N/A", "none", "?"];
    for arguments in
        ["list", "compare --topics all --full", "evidence --all-analyses", "sources --gaps"]
    {
        let answer = line(&format!("{arguments} --format markdown")).stdout();
        for row in answer.lines().filter(|line| line.starts_with("| ") && !line.contains("---")) {
            for cell in row.trim_matches('|').split(" | ").map(str::trim) {
                assert!(!dashes.contains(&cell), "{arguments}: {row}");
            }
        }
    }
}

// --- Conflicts --------------------------------------------------------------------------------

#[test]
fn a_conflict_shows_every_position_with_its_dates_the_choice_and_the_reason() {
    let answer = line("show olumiant use.approval --conflicts").stdout();
    let after: Vec<&str> =
        answer.lines().skip_while(|line| *line != "Where sources disagree").skip(1).collect();
    let question = "Approval for alopecia areata (US): Adults only, or 12 years and over: ";
    let after: Vec<&str> = after.iter().filter_map(|line| line.strip_prefix(question)).collect();
    let expected = [
        "The label text of September 26, 2026, says adults; an article of 2023 says not approved \
            for children and adolescents. [5 §1.3; 7] Dates: [5] of 2026-09-26, read 2026-11-23; \
            [7] of 2023, read 2026-11-23",
        "A news report dated September 28, 2026, itself not read, says FDA approved it for \
            people 12 years and over. (unconfirmed report) [8] Dates: [8] of 2026-09-28, read \
            2026-11-23",
        "Chosen: Adults. The later approval is shown only as a dated, unconfirmed report. [5, 7, 8]",
    ];
    assert_eq!(after[..expected.len()], expected, "{answer}");
    assert!(after[expected.len()].starts_with("Why: No FDA or Lilly text"), "{answer}");
}

#[test]
fn the_answer_says_which_source_was_chosen_and_why() {
    for treatment in TREATMENTS {
        let show = json(&format!("show {treatment}"));
        let groups = show["answers"].as_object().expect("groups").values();
        let cells = groups.flat_map(|group| group.as_object().expect("cells").values());
        let mut conflicts = 0;
        for cell in cells {
            let topic = word(cell, "topic");
            let answer = line(&format!("show {treatment} {topic}")).stdout();
            for conflict in items(cell, "conflicts") {
                conflicts += 1;
                assert!(items(conflict, "positions").len() > 1, "{conflict}");
                let remark = format!("Chosen: {}", word(conflict, "chosen"));
                let command = format!("`jakref show {treatment} {topic} --conflicts`");
                let line = answer
                    .lines()
                    .find(|line| line.contains(": Sources disagree: ") && line.contains(&remark));
                let line = line.unwrap_or_else(|| panic!("{remark}: {answer}"));
                assert!(line.contains(&command), "{line}");
                assert!(conflict["why"].as_str().is_none_or(|why| line.contains(why)), "{line}");
            }
            let patients = jakref(["show", treatment, topic, "--patient"]).stdout();
            assert_eq!(
                patients.contains("Not all sources agree on this."),
                !items(cell, "conflicts").is_empty(),
                "{treatment} {topic}"
            );
        }
        assert!(conflicts >= 5, "{treatment} has {conflicts}");
    }
}

#[test]
fn where_no_sources_disagree_that_is_said() {
    let answer = line("show litfulo dosing --conflicts").stdout();
    assert!(answer.contains("No sources that disagree are recorded here."), "{answer}");
}

#[test]
fn conflicts_are_records_too() {
    let text = line("show litfulo regrowth.longer --conflicts --format csv --no-header").stdout();
    let rows: Vec<&str> = text.lines().collect();
    assert_eq!(rows.len(), 2, "{text}");
    assert!(rows[0].starts_with("litfulo,regrowth.longer,SALT 20 or less at month 24"), "{text}");
}

// --- The words --------------------------------------------------------------------------------

#[test]
fn the_medical_words_of_the_plain_texts_are_explained_once() {
    let hard = [
        "alopecia areata",
        "alopecia totalis",
        "alopecia universalis",
        "ophiasis",
        "SALT",
        "JAK",
        "JAK inhibitor",
        "placebo",
        "vehicle",
        "boxed warning",
        "label",
        "FDA",
        "enzyme",
        "CYP2C9",
        "poor metabolizer",
        "TNF blocker",
        "biologic",
        "tuberculosis",
        "TB",
        "hepatitis",
        "shingles",
        "sepsis",
        "lymphoma",
        "rheumatoid arthritis",
        "eczema",
        "vitiligo",
        "CPK",
        "cholesterol",
        "lymphocytes",
        "neutrophils",
        "hemoglobin",
        "platelets",
        "immune system",
        "eGFR",
        "blood clot",
        "range",
        "side effect",
        "opportunistic",
        "live vaccine",
        "clinical trial",
        "randomized",
        "MACE",
        "Child-Pugh",
        "registry",
    ];
    for word in hard {
        let terms = json_of(&["about", "glossary", word]);
        assert_eq!(items(&terms, "glossary").len(), 1, "{word}");
    }
    let glossary = json("about glossary");
    let terms: Vec<&str> = items(&glossary, "glossary").iter().map(|it| word(it, "term")).collect();
    let once: BTreeSet<&&str> = terms.iter().collect();
    assert_eq!(terms.len(), once.len(), "each once");
    // A definition with a number states a fact, and names its source.
    for term in items(&glossary, "glossary") {
        let states = word(term, "plain").contains(|it: char| it.is_ascii_digit());
        assert!(!states || !items(term, "sources").is_empty(), "{term}");
    }
}

fn json_of(arguments: &[&str]) -> Value {
    let text = jakref(arguments.iter().chain(&["--json"])).stdout();
    serde_json::from_str(&text).expect("JSON")
}

// --- The eight items on probabilities of the IPDAS instrument ---------------------------------

fn each_approved(check: impl Fn(&str, &Value, &str)) {
    for treatment in APPROVED {
        let evidence = json(&format!("evidence {treatment}"));
        let screen = line(&format!("evidence {treatment} --icons")).stdout();
        check(treatment, &evidence["treatments"][0], &screen);
    }
}

#[test]
fn ipdas_1_the_probabilities_of_outcomes_are_given() {
    each_approved(|treatment, evidence, screen| {
        assert!(!items(evidence, "outcomes").is_empty(), "{treatment}: benefits");
        assert!(!items(evidence, "reactions").is_empty(), "{treatment}: harms");
        assert!(screen.contains("\nBenefit: ") && screen.contains("\nHarm: "), "{treatment}");
    });
}

#[test]
fn ipdas_2_the_people_they_apply_to_are_defined() {
    each_approved(|treatment, evidence, screen| {
        for (of, _) in results(evidence) {
            assert!(!word(of, "people").is_empty(), "{treatment}: {of}");
        }
        let boxes = screen.lines().filter(|line| line.contains(": Who was studied: ")).count();
        let tables = screen.lines().filter(|line| line.contains(": How long: ")).count();
        assert!(boxes >= tables && boxes > 0, "{treatment}");
    });
}

#[test]
fn ipdas_3_event_rates_are_natural_frequencies() {
    each_approved(|treatment, evidence, screen| {
        for (_, results) in results(evidence) {
            for result in results {
                let arm = word(result, "name");
                let share = (word(result, "of_100").to_owned(), word(result, "rest_of_100"));
                let shown = in_tables(screen)
                    .iter()
                    .any(|row| row.0.starts_with(arm) && row.1 == share.0 && row.2 == share.1);
                assert!(shown, "{treatment}: {result}");
            }
        }
        assert!(screen.contains("Of 100 people on "), "{treatment}");
    });
}

#[test]
fn ipdas_4_the_time_is_given_or_said_to_be_unknown() {
    each_approved(|treatment, evidence, screen| {
        let mut untimed = 0;
        for (of, _) in results(evidence) {
            let weeks = if of["week"].is_null() { &of["weeks"] } else { &of["week"] };
            match weeks.as_u64() {
                Some(weeks) => assert!(screen.contains(&weeks.to_string()), "{treatment}: {of}"),
                None => untimed += 1,
            }
        }
        let said = screen.contains(": When it was measured: [~ the source does not say] ");
        assert_eq!(said, untimed > 0, "{treatment}: {untimed} without a time");
        // The main benefit has one in every case.
        let main = items(evidence, "outcomes").iter().filter(|it| it["endpoint"] == "salt-20");
        for outcome in main {
            assert!(outcome["week"].is_u64(), "{treatment}: {outcome}");
        }
    });
}

#[test]
fn ipdas_5_options_are_compared_with_one_denominator_and_time() {
    each_approved(|treatment, evidence, screen| {
        for (of, results) in results(evidence) {
            let roles: BTreeSet<&str> = results.iter().map(|it| word(it, "role")).collect();
            assert!(roles.contains("drug") && roles.contains("comparator"), "{treatment}: {of}");
        }
        for sentence in screen.lines().filter(|line| line.contains(" did not (.)")) {
            assert!(sentence.contains(": of 100 people, "), "{treatment}: {sentence}");
        }
    });
    // Where time or people differ, as they do between treatments, that is said instead.
    let compared = line("compare olumiant litfulo leqselvi --topics regrowth.trials").stdout();
    assert!(
        compared.contains("Different times: Olumiant (week 36); Litfulo and Leqselvi (week 24)")
    );
}

#[test]
fn ipdas_6_how_sure_the_figures_are_is_given_or_said_to_be_unknown() {
    each_approved(|treatment, evidence, screen| {
        for (of, results) in results(evidence) {
            let gap = of["interval_gap"].as_str();
            let lacks = results.iter().any(|it| it["low"].is_null() || it["high"].is_null());
            assert_eq!(gap.is_some(), lacks, "{treatment}: {of}");
        }
        let without =
            results(evidence).iter().filter(|(of, _)| of["interval_gap"].is_string()).count();
        let said = screen.contains(": The range (95% interval): [? not recorded yet] ");
        assert_eq!(said, without > 0, "{treatment}");
        let ranges = screen.contains("(range ");
        let some = results(evidence).iter().any(|(of, _)| of["interval_gap"].is_null());
        assert_eq!(ranges, some, "{treatment}");
    });
}

#[test]
fn ipdas_7_there_are_several_views_of_each_probability() {
    each_approved(|treatment, evidence, screen| {
        let known: usize = results(evidence).iter().map(|(_, results)| results.len()).sum();
        assert_eq!(in_tables(screen).len(), known, "{treatment}: as numbers");
        assert_eq!(in_arrays(screen).len(), known, "{treatment}: as a diagram");
        let words = screen.lines().filter(|line| line.contains(": of 100 people, ")).count();
        assert_eq!(words, known, "{treatment}: in words");
    });
}

#[test]
fn ipdas_8_both_frames_are_given() {
    each_approved(|treatment, _, screen| {
        for (arm, had, had_not) in in_tables(screen) {
            assert!(!had.is_empty() && !had_not.is_empty(), "{treatment}: {arm}");
        }
        let harms: Vec<&str> = screen
            .lines()
            .filter(|line| line.contains(": Harm: ") && line.matches('\t').count() == 2)
            .collect();
        assert!(!harms.is_empty(), "{treatment}");
        for harm in harms {
            assert!(
                harm.contains(" of 100 had it, ") && harm.contains(" did not"),
                "{treatment}: {harm}"
            );
        }
    });
}
