//! `--for` and `--in`: what is recorded for another condition or under another regulator, and never
//! anything else in its place.

use crate::harness::{fixture, items, word};

#[test]
fn a_condition_and_a_region_have_several_names() {
    let answer = fixture("examplib --in south").stdout();
    for region in ["South", "SMO", "Southland"] {
        assert_eq!(fixture(&format!("examplib --in {region}")).stdout(), answer, "{region}");
    }
    let answer = fixture("samplor --for testitis").stdout();
    assert_eq!(fixture("samplor --for TESTITIS").stdout(), answer);
    // What is meant where nothing is said may be said.
    let answer = fixture("examplib").stdout();
    for setting in ["--for examplosis", "--for EX", "--in north", "--for examplosis --in northland"]
    {
        assert_eq!(fixture(&format!("examplib {setting}")).stdout(), answer, "{setting}");
    }
}

#[test]
fn the_first_line_names_the_setting_where_it_is_not_the_one_that_is_meant() {
    for arguments in [
        "examplib --in south",
        "examplib dose --in south",
        "examplib --in south --patient",
        "examplib --in south --full",
        "examplib --in south --gaps",
        "examplib --in south --conflicts",
        "list --in south",
        "compare --in south",
        "evidence --in south",
        "search pregnancy --in south",
    ] {
        for format in ["table", "plain", "markdown"] {
            let answer = fixture(&format!("{arguments} --format {format}")).answer();
            let first = answer.lines().next().unwrap_or_default().to_lowercase();
            assert!(first.contains("southland"), "{arguments} as {format}: {first}");
        }
    }
    for arguments in ["samplor --for testitis", "list --for testitis", "compare --for testitis"] {
        let answer = fixture(&format!("{arguments} --format table")).answer();
        let first = answer.lines().next().unwrap_or_default().to_lowercase();
        assert!(first.contains("testitis") && first.contains("northland"), "{arguments}: {first}");
    }
}

#[test]
fn commands_that_lead_on_stay_in_the_setting() {
    for (arguments, options) in
        [("examplib --in south", "--in south"), ("samplor --for testitis", "--for testitis")]
    {
        let answer = fixture(arguments).stdout();
        let name = arguments.split(' ').next().expect("a name");
        let command = format!("jakref {name}");
        let commands = answer.match_indices(&command);
        let mut count = 0;
        for (at, _) in commands {
            let rest = answer[at..].split(['\n', '·', '(']).next().expect("a command");
            assert!(rest.contains(options), "{rest}");
            count += 1;
        }
        assert!(count > 0, "{answer}");
    }
}

#[test]
fn what_is_not_recorded_is_said_with_what_there_is() {
    for (arguments, there) in [
        ("mockiva --for testitis", "jakref mockiva (examplosis, Northland)"),
        ("mockiva --in south", "jakref mockiva (examplosis, Northland)"),
        ("mockiva dose --in south --patient", "jakref mockiva (examplosis, Northland)"),
        ("examplib --for testitis", "jakref examplib --in south (examplosis, Southland)"),
        ("compare examplib mockiva --in south", "jakref mockiva (examplosis, Northland)"),
        ("evidence mockiva --in south", "jakref mockiva (examplosis, Northland)"),
        ("list --for testitis --in south", "jakref samplor --for testitis (testitis, Northland)"),
        ("mockiva --field dosing.start --in south", "jakref mockiva (examplosis, Northland)"),
    ] {
        let said = fixture(arguments).refused(1);
        assert!(said.contains(&format!("  there is: {there}")), "{arguments}: {said}");
    }
}

#[test]
fn what_does_not_exist_is_refused_with_what_does() {
    for (arguments, message) in [
        (
            "list --for testitus",
            "no condition is called `testitus`\n  did you mean: testitis?\n  there are: examplosis, testitis\n",
        ),
        ("list --for examplinibs", "no condition is called `examplinibs`"),
        (
            "list --in sout",
            "no regulator or region is called `sout`\n  did you mean: south?\n  there are: north, south\n",
        ),
        ("list --in north,nowhere", "no regulator or region is called `nowhere`"),
        ("list --for ''", "no condition is called ``"),
    ] {
        let said = fixture(arguments).refused(1);
        assert!(said.starts_with(&format!("jakref: {message}")), "{arguments}: {said}");
    }
}

#[test]
fn several_regulators_stand_side_by_side_and_never_in_one() {
    let said = fixture("show examplib --in north,south").refused(2);
    let expected = "jakref: one regulator is shown at a time\n  \
        side by side: jakref compare examplib --in north,south\n";
    assert_eq!(said, expected);
    let json = fixture("compare examplib --in north,south --topics dose").json();
    let columns = items(&json, "treatments");
    let regulators: Vec<&str> = columns.iter().map(|it| word(it, "regulator")).collect();
    assert_eq!(regulators, ["north", "south"]);
    let once = fixture("compare examplib --in south,south --topics dose").stdout();
    assert_eq!(once, fixture("compare examplib --in south --topics dose").stdout());
}

#[test]
fn every_record_names_its_condition_and_its_regulator() {
    for (arguments, condition, regulator) in [
        ("list --in south", "examplosis", "south"),
        ("examplib --in south", "examplosis", "south"),
        ("samplor --for testitis", "testitis", "north"),
        ("compare --for testitis", "testitis", "north"),
        ("evidence examplib", "examplosis", "north"),
    ] {
        let text = fixture(&format!("{arguments} --format jsonl")).answer();
        for record in text.lines() {
            let record: serde_json::Value = serde_json::from_str(record).expect("JSON");
            assert_eq!(word(&record, "condition"), condition, "{arguments}");
            assert_eq!(word(&record, "regulator"), regulator, "{arguments}");
        }
    }
}

#[test]
fn a_statement_under_one_regulator_only_is_not_shown_under_another() {
    let north = fixture("examplib form").stdout();
    assert!(north.contains("Tablets of 2 mg and 4 mg."), "{north}");
    let south = fixture("examplib form --in south").stdout();
    assert!(!south.contains("Tablets"), "{south}");
    let south = fixture("examplib dose --in south").stdout();
    assert!(south.contains("4 mg once daily.") && !south.contains("2 mg"), "{south}");
}
