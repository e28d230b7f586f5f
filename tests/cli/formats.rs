use serde_json::Value;

use crate::harness::line;

fn json(arguments: &str) -> Value {
    serde_json::from_str(&line(&format!("{arguments} --json")).stdout()).expect("JSON")
}

/// The lines of TSV, each as its fields.
fn tsv(arguments: &str) -> Vec<Vec<String>> {
    let text = line(&format!("{arguments} --format tsv")).stdout();
    text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

#[test]
fn show_is_a_row_a_cell() {
    let rows = tsv("show olumiant");
    let header = "treatment group topic text gap sources sections dataset as_of review_due \
        clinical_review disclaimer origin overdue";
    assert_eq!(rows[0].join(" "), header);
    assert_eq!(rows.len(), 1 + 35);
    assert!(rows.iter().all(|row| row.len() == rows[0].len()));
    let start = rows.iter().find(|row| row[2] == "dosing.start").expect("the starting dose");
    assert_eq!(start[3], json("show olumiant")["answers"]["dosing"]["start"]["text"]);
    assert_eq!(start[5].split("; ").count(), start[6].split("; ").count(), "{start:?}");
}

#[test]
fn compare_is_a_row_a_cell_too() {
    let questions = json("compare --topics all")["questions"].as_array().expect("questions").len();
    assert_eq!(tsv("compare --topics all").len(), 1 + 4 * questions);
}

#[test]
fn evidence_is_a_row_an_arm_with_its_comparator() {
    let rows = tsv("evidence olumiant --all-analyses");
    let column = |name: &str| rows[0].iter().position(|it| it == name).expect(name);
    let (percent, beside) = (column("percent"), column("comparator_percent"));
    for row in &rows[1..] {
        assert!(row[percent].parse::<f64>().is_ok(), "{row:?}");
        assert!(row[beside].parse::<f64>().is_ok(), "{row:?}");
        assert!(!row[column("sources")].is_empty(), "{row:?}");
    }
    let of = |analysis: &str| -> Vec<&str> {
        let wanted = |row: &&Vec<String>| {
            row[column("trial")] == "brave-aa1"
                && row[column("what")] == "salt-20"
                && row[column("arm")] == "4mg"
                && row[column("analysis")] == analysis
        };
        rows.iter().filter(wanted).map(|row| row[percent].as_str()).collect()
    };
    assert_eq!(of("registry"), ["35.2"]);
    assert_eq!(of("regulator"), ["35"]);
    assert_eq!(of("publication"), ["38.8"]);
    let without = tsv("evidence olumiant");
    assert!(!without.iter().any(|row| row[percent] == "38.8"), "only on request");
}

#[test]
fn json_lines_are_the_records_with_their_types() {
    let text = line("evidence litfulo --format jsonl").stdout();
    let rows: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect();
    assert_eq!(rows.len() + 1, tsv("evidence litfulo").len());
    assert_eq!(rows[0]["n"], 124);
    assert_eq!(rows[0]["percent"].to_string(), "23.39");
    assert_eq!(rows[0]["method"], Value::Null);
    assert_eq!(rows[0]["dataset"], "2026.11.25");
}

#[test]
fn the_unknown_is_empty_in_csv_and_never_0() {
    let text = line("list --columns id,approved_on").stdout();
    assert_eq!(
        text,
        "id,approved_on\nolumiant,2022-06-13\nlitfulo,2023-06-23\nleqselvi,2024-07-25\nopzelura,\n"
    );
    assert_eq!(
        line("list --columns id --no-header").stdout(),
        "olumiant\nlitfulo\nleqselvi\nopzelura\n"
    );
}

#[test]
fn one_value_stands_alone() {
    for (path, value) in [
        ("dosing.start", "50 mg orally once daily."),
        ("treatment.generic", "ritlecitinib"),
        ("treatment.strengths.0", "50 mg"),
        ("answers.regrowth.trials.outcomes.0.week", "24"),
        ("dataset.as_of", "2026-11-23"),
    ] {
        let value = format!("{value}\n");
        assert_eq!(line(&format!("show litfulo --field {path}")).stdout(), value);
    }
    let stderr = "jakref: no field is called `begin` in `dosing.begin`\n  there are: change, food, \
        interacting, kidney, liver, missed, start, storage\n";
    assert_eq!(line("show litfulo --field dosing.begin").ends(1, stderr), "");
    for (typed, meant) in [
        ("dosing.strat", "dosing.start"),
        ("vaccines", "safety.vaccines"),
        ("dose", "dosing.start"),
        ("treatment.makr", "treatment.maker"),
    ] {
        let output = line(&format!("show litfulo --field {typed}")).output();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{typed}");
        assert!(stderr.contains(&format!("\n  did you mean {meant}?\n")), "{typed}: {stderr}");
    }
}

#[test]
fn ids_come_first_in_a_pipe() {
    let text = line("list --format plain").stdout();
    let ids: Vec<&str> = text.lines().filter_map(|line| line.split('\t').next()).collect();
    assert_eq!(ids, ["olumiant", "litfulo", "leqselvi", "opzelura"]);
}

#[test]
fn markdown_keeps_the_boxed_warning_first_and_the_sources_last() {
    let text = line("show litfulo dosing --format markdown").stdout();
    let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("no {part} in {text}"));
    assert!(at("# Litfulo (ritlecitinib)") < at("> **BOXED WARNING**"));
    assert!(at("> **BOXED WARNING**") < at("## Taking it"));
    assert!(at("## Taking it") < at("## Sources"));
    assert!(text.contains("*A reference, not advice"));
}

#[test]
fn a_pair_that_makes_no_sense_names_those_that_do() {
    let others = "\n  its formats are: table, plain, json, markdown\n";
    let stderr = format!("jakref: this answer is not made of records{others}");
    line("check --explain url --format csv").ends(2, &stderr);
    let stderr = "jakref: --no-header goes with --format csv and --format tsv only\n";
    line("list --no-header").ends(2, stderr);
    let stderr = "jakref: --columns goes with --format csv, tsv and jsonl only\n";
    line("list --columns id --format json").ends(2, stderr);
    let stderr = "jakref: --icons goes with --format table, plain and markdown only\n";
    for format in ["json", "jsonl", "csv", "tsv"] {
        line(&format!("evidence litfulo --icons --format {format}")).ends(2, stderr);
    }
    let output = line("list --columns id,dose").output();
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(
        stderr.starts_with("jakref: no column is called `dose`\n  there are: id, brand"),
        "{stderr}"
    );
}
