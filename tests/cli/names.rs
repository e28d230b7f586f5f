use crate::harness::{jakref, line};

const TREATMENTS: &str = "\n  there are: olumiant (baricitinib), litfulo (ritlecitinib), \
    leqselvi (deuruxolitinib), opzelura (ruxolitinib cream)\n";

#[test]
fn a_drug_answers_to_its_id_brand_and_generic_name_in_any_case() {
    let answer = line("show olumiant dosing.start").stdout();
    assert!(answer.starts_with("Olumiant (baricitinib)\n"), "{answer}");
    for name in ["Olumiant", "OLUMIANT", "baricitinib", "Baricitinib", " olumiant "] {
        assert_eq!(jakref(["show", name, "dosing.start"]).stdout(), answer, "{name}");
    }
}

#[test]
fn a_near_miss_is_never_answered() {
    for (typed, suggestion) in [
        ("olumient", "\n  did you mean olumiant (baricitinib)?"),
        (
            "ruxolitinb",
            "\n  did you mean one of: opzelura (ruxolitinib cream), leqselvi (deuruxolitinib)?",
        ),
        ("litful", "\n  did you mean litfulo (ritlecitinib)?"),
        ("xeljanz", ""),
        ("", ""),
        ("--", ""),
    ] {
        let stderr = format!("jakref: no treatment is called `{typed}`{suggestion}{TREATMENTS}");
        let arguments = ["show", "--", typed];
        if typed == "ruxolitinb" {
            // Only the drug whose name is that near is suggested, whichever look alike.
            let output = jakref(arguments).output();
            assert_eq!(output.status.code(), Some(1));
            assert!(output.stdout.is_empty());
            continue;
        }
        assert_eq!(jakref(arguments).ends(1, &stderr), "", "{typed}");
    }
}

#[test]
fn a_drug_that_is_only_mentioned_is_searched_for() {
    for (typed, searched) in [("tofacitinib", "tofacitinib"), (" Minoxidil", "Minoxidil")] {
        let command = format!("search {searched}");
        let name = typed.trim();
        let stderr = format!(
            "jakref: no treatment is called `{name}`{TREATMENTS}  it is mentioned here: jakref {command}\n"
        );
        assert_eq!(jakref(["show", typed]).ends(1, &stderr), "");
        assert!(line(&command).stdout().to_lowercase().contains(&name.to_lowercase()));
    }
    // What is only part of a word is no drug.
    for typed in ["upadaciti", "the", "litful"] {
        let output = line(&format!("show {typed}")).output();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(!stderr.contains("mentioned"), "{stderr}");
    }
}

#[test]
fn a_name_where_a_command_belongs_is_told_which() {
    for (typed, command) in [
        ("olumiant", "jakref show olumiant"),
        ("Baricitinib dose", "jakref show olumiant"),
        ("help litfulo", "jakref show litfulo"),
        ("AA", "jakref about alopecia-areata"),
    ] {
        let output = line(typed).output();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{typed}");
        assert!(output.stdout.is_empty(), "{typed}");
        assert!(stderr.contains(&format!("\n  tip: try '{command}'\n")), "{typed}: {stderr}");
    }
    let output = line("olumient").output();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!stderr.contains("jakref show"), "a near miss is not told: {stderr}");
}

#[test]
fn what_stands_in_the_wrong_place_is_told_the_right_one() {
    for (typed, message) in [
        (
            "compare olumiant missed",
            "no treatment is called `missed`\n  \
             topics go after --topics: jakref compare olumiant --topics dosing.missed",
        ),
        (
            "compare side effects Litfulo --topics dosing",
            "no treatment is called `side effects`\n  \
             topics go after --topics: jakref compare litfulo --topics dosing,safety.common",
        ),
        (
            "compare olumiant,Litfulo",
            "no treatment is called `olumiant,Litfulo`\n  \
             put spaces between the names: jakref compare olumiant litfulo",
        ),
        (
            "evidence olumiant, litfulo",
            "no treatment is called `olumiant, litfulo`\n  \
             put spaces between the names: jakref evidence olumiant litfulo",
        ),
        (
            "show dose olumiant",
            "no treatment is called `dose`\n  \
             name the treatment first: jakref show TREATMENT dosing.start",
        ),
        (
            "show side effects",
            "no treatment is called `side`\n  \
             name the treatment first: jakref show TREATMENT safety.common",
        ),
        (
            "about severity",
            "no background is called `severity`\n  a section: jakref about alopecia-areata severity",
        ),
        (
            "about mechanism",
            "no background is called `mechanism`\n  \
             a section: jakref about alopecia-areata mechanism\n  \
             a section: jakref about jak-inhibitors mechanism",
        ),
        (
            "about salt",
            "no background is called `salt`\n  in the glossary: jakref about glossary SALT",
        ),
        (
            "about latent TB",
            "no background is called `latent`\n  \
             in the glossary: jakref about glossary \"latent TB\"",
        ),
    ] {
        assert_eq!(line(typed).ends(1, &format!("jakref: {message}\n")), "", "{typed}");
    }
    let output = line("about alopecia areata").output();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.contains("\n  by its id: jakref about alopecia-areata\n"), "{stderr}");
    // A name that is near one is never taken for it.
    let output = line("compare olumiant,litful").output();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.contains("no treatment is called `olumiant,litful`\n  there are"), "{stderr}");
}

#[test]
fn a_name_that_would_move_the_cursor_is_spelled_out() {
    let stderr = format!("jakref: no treatment is called `\\u{{1b}}[2J`{TREATMENTS}");
    jakref(["show", "\u{1b}[2J"]).ends(1, &stderr);
}

#[test]
fn background_is_pointed_to_where_it_is() {
    let stderr = "jakref: `alopecia-areata` is not a treatment\n  \
        its background: jakref about alopecia-areata\n";
    line("show alopecia-areata").ends(1, stderr);
    let stderr =
        "jakref: `litfulo` is a treatment, not background\n  its answers: jakref show litfulo\n";
    line("about litfulo").ends(1, stderr);
}

#[test]
fn a_topic_answers_to_its_path_its_id_its_heading_and_its_group() {
    let answer = line("show litfulo dosing.missed").stdout();
    for name in ["missed", "Missed dose", "DOSING.MISSED", "What if I miss a dose?"] {
        assert_eq!(jakref(["show", "litfulo", name]).stdout(), answer, "{name}");
    }
    let group = line("show litfulo dosing").stdout();
    assert!(group.contains("\nMissed dose: ") && group.contains("\nStorage: "), "{group}");
}

#[test]
fn a_topic_answers_to_the_ordinary_words_for_it() {
    for (words, path) in [
        ("dose", "dosing.start"),
        ("Usual dose", "dosing.start"),
        ("dosage", "dosing.start"),
        ("missed dose", "dosing.missed"),
        ("vaccination", "safety.vaccines"),
        ("side effects", "safety.common"),
        ("SIDE-EFFECTS", "safety.common"),
        ("black box warning", "safety.boxed"),
        ("risks", "safety"),
        ("labs", "tests"),
        ("blood tests", "tests"),
        ("price", "cost"),
        ("kids", "people.children"),
        ("age", "people.children"),
        ("dose vaccine", "dosing.start safety.vaccines"),
        // Two topics by their own names stay two, whatever they would be together.
        ("other warnings", "use.other safety.warnings"),
    ] {
        let answer = line(&format!("show litfulo {path}")).stdout();
        assert_eq!(line(&format!("show litfulo {words}")).stdout(), answer, "{words}");
    }
    let answer = line("compare olumiant --topics safety.common,dosing.start").stdout();
    let named = jakref(["compare", "olumiant", "--topics", "side effects,dose"]).stdout();
    assert_eq!(named, answer);
}

#[test]
fn the_ordinary_words_for_a_topic_are_suggested_by_its_path() {
    for (typed, path) in [
        ("vacine", "safety.vaccines"),
        ("dosages", "dosing.start"),
        ("side", "safety.common"),
        ("pediatrc", "people.children"),
    ] {
        let output = line(&format!("show litfulo {typed}")).output();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{typed}");
        assert!(stderr.contains(&format!("\n  did you mean {path}?\n")), "{typed}: {stderr}");
    }
}

#[test]
fn an_unknown_topic_is_not_answered() {
    let output = line("show litfulo dosing.strat").output();
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.contains("no topic is called `dosing.strat`\n  did you mean"), "{stderr}");
    assert!(stderr.contains("dosing.start"), "{stderr}");
    assert!(stderr.contains("\n    cost (price)\n"), "{stderr}");
    assert!(stderr.lines().all(|line| line == line.trim_end()), "{stderr}");
}

#[test]
fn an_unknown_section_or_word_is_not_answered() {
    for arguments in ["about alopecia-areata severty", "about glossary sald", "about tennis"] {
        let output = line(arguments).output();
        assert_eq!(output.status.code(), Some(1), "{arguments}");
        assert!(output.stdout.is_empty(), "{arguments}");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(stderr.contains("there are: "), "{stderr}");
    }
}
