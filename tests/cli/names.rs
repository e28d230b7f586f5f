//! Names: any case finds a drug, a near miss never does.

use std::collections::BTreeSet;

use crate::dataset::model::Dataset;
use crate::dataset::read::{self, files};
use crate::dataset::{check, find};
use crate::harness::{FIXTURE, fixture, items, jakref, root};

#[test]
fn a_drug_answers_to_each_of_its_names_in_any_case() {
    let answer = fixture("show examplib dosing.start").stdout();
    for name in [
        "Examplib",
        "EXAMPLIB",
        "exampletinib",
        "Exampletinib",
        "exa-1",
        " examplib ",
        "Examplib (exampletinib)",
        "examplib (EXA-1)",
        "Examplib\u{ae}",
        "Examplib\u{2122} (exampletinib)",
        "\"Examplib\"",
        "\u{201c}Examplib\u{201d}",
        "'examplib'.",
        "Examplib?",
    ] {
        let shown = fixture("").with(["show", name, "dosing.start"]).stdout();
        assert_eq!(shown, answer, "{name}");
        let asked = fixture("").with([name, "dosing.start"]).stdout();
        assert_eq!(asked, answer, "{name}");
    }
    let answer = fixture("show samplor dosing.start").stdout();
    for name in ["samplenib", "Samplenib cream", "SAMPLOR (samplenib)"] {
        assert_eq!(fixture("").with(["show", name, "dosing.start"]).stdout(), answer, "{name}");
    }
}

#[test]
fn what_is_nearly_a_name_is_refused_and_only_suggested() {
    let stderr = "jakref: no treatment is called `examplub`\n  did you mean: examplib (exampletinib)?\n  \
        there are: examplib, mockiva, samplor\n";
    fixture("show examplub").ends(1, stderr);
    let stderr =
        "jakref: no treatment is called `zeppelin`\n  there are: examplib, mockiva, samplor\n";
    fixture("show zeppelin").ends(1, stderr);
    // A name that is part of another is that of its own drug, and two names are not one.
    for typed in ["Mockiva (samplenib)", "Examplib (samplenib)", "amplenib", "deusamplenibs", ""] {
        let said = fixture("").with(["show", "--", typed]).refused(1);
        assert!(said.starts_with("jakref: no treatment is called "), "{typed}: {said}");
    }
    let shown = fixture("samplenib").stdout();
    assert!(shown.starts_with("SAMPLOR (samplenib cream)"), "{shown}");
}

/// All that is one edit away from a name: a letter left out, another one, one more, two exchanged.
fn one_edit_away(name: &str) -> BTreeSet<String> {
    let letters: Vec<char> = name.chars().collect();
    let alphabet = "abcdefghijklmnopqrstuvwxyz-0123456789";
    let mut edits = BTreeSet::new();
    let text = |letters: &[char]| letters.iter().collect::<String>();
    for at in 0..=letters.len() {
        for new in alphabet.chars() {
            edits.insert([text(&letters[..at]), new.to_string(), text(&letters[at..])].concat());
            if at < letters.len() {
                let rest = text(&letters[at + 1..]);
                edits.insert([text(&letters[..at]), new.to_string(), rest].concat());
            }
        }
        if at < letters.len() {
            edits.insert([text(&letters[..at]), text(&letters[at + 1..])].concat());
        }
        if at + 1 < letters.len() {
            let mut exchanged = letters.clone();
            exchanged.swap(at, at + 1);
            edits.insert(text(&exchanged));
        }
    }
    edits
}

/// What a name may be written with and still be the name, as in `clean` of the program.
fn bare(name: &str) -> String {
    let around = |it: char| it.is_whitespace() || "\"'`.,;:!?".contains(it);
    name.trim_matches(around).to_lowercase()
}

#[test]
fn nothing_that_is_one_edit_away_from_a_name_is_a_name() {
    for data in ["data", FIXTURE] {
        let dataset = checked(data);
        let names: BTreeSet<String> =
            dataset.treatments.iter().flat_map(find::names).map(str::to_lowercase).collect();
        let known: BTreeSet<String> = names.iter().map(|it| bare(it)).collect();
        let mut tried = 0;
        for typed in names.iter().flat_map(|name| one_edit_away(name)) {
            // Only what is the name of a drug itself, and what a name may be written with.
            if known.contains(&bare(&typed)) {
                continue;
            }
            let found = find::treatment_named(&dataset, &typed);
            assert!(found.is_none(), "{data}: `{typed}` is answered");
            tried += 1;
        }
        assert!(tried > 1_000, "{data}: {tried}");
    }
}

#[test]
fn a_few_of_them_are_refused_by_the_program_itself() {
    for name in ["examplib", "exampletinib", "deusamplenib", "samplenib cream"] {
        let edits: Vec<String> =
            one_edit_away(name).into_iter().filter(|it| bare(it) != name).collect();
        for typed in edits.iter().step_by(edits.len() / 4) {
            let said = fixture("").with(["show", "--", typed]).refused(1);
            assert!(said.contains("no treatment is called "), "{typed}: {said}");
            // Without a command it may be a word to search for; no treatment answers.
            let (status, stdout, stderr) = fixture("").with(["--", typed]).ended();
            let searched = stderr.contains("read as: jakref search ");
            assert!(searched || status > 0 && stdout.is_empty(), "{typed}: {stdout}{stderr}");
        }
    }
}

/// A dataset without a mistake, read as the program reads it.
fn checked(path: &str) -> Dataset {
    let files = files::read_path(&root().join(path)).expect("the dataset can be read");
    let (dataset, found) = check::check(&files, read::read(&files), None);
    assert!(found.listed().is_empty(), "{path} has mistakes");
    dataset
}

#[test]
fn the_edits_are_what_a_slip_of_the_hand_makes() {
    let edits = one_edit_away("abc");
    for edit in ["bc", "ac", "ab", "bac", "acb", "xbc", "abcx", "abbc"] {
        assert!(edits.contains(edit), "{edit}");
    }
    assert!(!edits.contains("xyc"));
}

#[test]
fn a_name_that_would_move_the_cursor_is_spelled_out() {
    let said = fixture("").with(["show", "\u{1b}[2J\u{202e}\u{9b}x"]).refused(1);
    assert!(said.contains("`\\u{1b}[2J\\u{202e}\\u{9b}x`"), "{said}");
    for arguments in [
        &["--format", "\u{1b}[2J"][..],
        &["show", "examplib", "--field", "\u{9b}x"],
        &["about", "\u{1b}]0;x\u{7}"],
        &["--data", "/no\u{1b}where", "list"],
        &["-\u{1b}x"],
    ] {
        let (_, stdout, stderr) = jakref(arguments).ended();
        let raw = |it: char| it.is_control() && it != '\n';
        assert!(!stderr.contains(raw) && !stdout.contains(raw), "{arguments:?}: {stderr:?}");
    }
}

#[test]
fn a_topic_answers_to_its_path_its_id_its_heading_its_other_names_and_its_group() {
    let answer = fixture("show examplib dosing.missed").stdout();
    for name in ["missed", "Missed dose", "DOSING.MISSED", "What if I miss a dose?", "missed doses"]
    {
        assert_eq!(fixture("").with(["show", "examplib", name]).stdout(), answer, "{name}");
    }
    let named = fixture("show examplib missed dose").stdout();
    assert_eq!(named, answer, "words that are one name together");
    let group = fixture("show examplib dosing").stdout();
    assert!(group.contains("Starting dose: ") && group.contains("Missed dose: "), "{group}");
    let said = fixture("show examplib dosing.strat").refused(1);
    assert!(
        said.contains("no topic is called `dosing.strat`\n  did you mean: dosing.start"),
        "{said}"
    );
}

#[test]
fn a_treatment_that_is_named_twice_is_shown_once() {
    let once = fixture("evidence examplib").stdout();
    assert_eq!(fixture("evidence examplib exampletinib EXA-1").stdout(), once);
    let once = fixture("compare examplib mockiva").stdout();
    assert_eq!(fixture("compare examplib mockiva Examplib").stdout(), once);
}

#[test]
fn options_given_twice_count_as_they_stand_last() {
    for (arguments, same) in [
        ("clinic --json --format csv", "clinic --format csv"),
        ("clinic --format csv --json", "clinic --json"),
        ("--format markdown clinic --json", "clinic --json"),
        ("--json clinic --format markdown", "clinic --format markdown"),
        ("clinic --format table --width 40 --width 60", "clinic --format table --width 60"),
        ("--width 40 clinic --format table --width 60", "clinic --format table --width 60"),
        ("list --columns id --columns id,brand", "list --columns id,id,brand"),
        ("list --columns 'id, brand'", "list --columns id,brand"),
        ("clinic --no-header --no-headers --format csv", "clinic --no-header --format csv"),
        ("clinic --format JSON", "clinic --json"),
    ] {
        assert_eq!(fixture(arguments).stdout(), fixture(same).stdout(), "{arguments}");
    }
}

#[test]
fn a_search_for_a_drug_finds_what_names_it() {
    let dataset = checked("data");
    let mut tried = 0;
    for treatment in &dataset.treatments {
        for name in find::names(treatment) {
            let found = crate::harness::shipped_json(&format!("search '{name}' --all"));
            let hits = items(&found, "hits");
            assert!(hits.iter().any(|it| it["treatment"] == treatment.id.as_str()), "{name}");
            for hit in hits.iter().filter(|it| it["treatment"] != treatment.id.as_str()) {
                // What is said of another drug is found where it says this name, and for no part of a word.
                let said = hit.to_string().to_lowercase();
                let own = find::names(treatment).map(str::to_lowercase);
                assert!(own.into_iter().any(|own| stands_alone(&said, &own)), "{name}: {hit}");
                tried += 1;
            }
            tried += hits.len();
        }
    }
    assert!(tried > 100, "{tried}");
}

#[test]
fn the_inside_of_a_word_is_no_word() {
    // `Examplib` and `examplosis` hold them, and no word begins with them.
    for inside in ["ampl", "xamp"] {
        let said = fixture(&format!("search {inside}")).ended();
        assert!(said.0 == 1 && said.1.contains("recorded here"), "{inside}: {said:?}");
        // Nor is it said to occur where it stands beside a word that nothing holds.
        let json = fixture(&format!("search zeppelin {inside} --json")).output_of();
        let json: serde_json::Value = serde_json::from_str(&json.1).expect("JSON");
        assert_eq!(items(&json, "found_together").len(), 0, "{inside}: {json}");
        assert!(items(&json, "words").iter().all(|it| it["places"] == 0), "{inside}: {json}");
    }
}

/// Whether the words stand in the text as words of their own.
fn stands_alone(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + words.len()..].chars().next();
        let apart = |it: Option<char>| it.is_none_or(|it| !it.is_alphanumeric());
        apart(before) && apart(after)
    })
}

#[test]
fn what_no_drug_may_be_called_is_what_the_program_has_for_commands() {
    let rule = crate::harness::read("src/dataset/check/names.rs");
    let (_, list) = rule.split_once("const COMMANDS: &[&str] = &[").expect("the list");
    let list = list.split(']').next().expect("its end");
    let known: BTreeSet<&str> = list.split('"').skip(1).step_by(2).collect();
    let help = jakref(["help"]).stdout();
    let (_, commands) = help.split_once("Commands:\n").expect("the commands");
    let commands = commands.lines().take_while(|it| it.starts_with("  "));
    for command in commands.filter_map(|it| it.split_whitespace().next()) {
        assert!(known.contains(command), "{command}");
    }
}
