//! Every view of every column of the shipped data in every format: the boxed warning before anything
//! else, the disclaimer and the version in each, nothing wider than asked for, no escape codes.

use unicode_width::UnicodeWidthStr;

use crate::apart::{default_setting, settings};
use crate::harness::{items, line, shipped, shipped_json, side_by_side, word};

/// How a column is read.
const DEPTHS: &[&str] = &["", "--patient", "--full", "--full --patient", "--gaps", "--conflicts"];

/// Every answer that is about treatments, without its format.
pub fn views() -> Vec<String> {
    let mut views = Vec::new();
    for setting in settings() {
        let options = setting.options();
        for treatment in &setting.treatments {
            views.extend(DEPTHS.iter().map(|depth| format!("{treatment} {depth} {options}")));
        }
        for command in [
            "list",
            "list --patient",
            "compare",
            "compare --patient",
            "evidence",
            "evidence --patient",
        ] {
            views.push(format!("{command} {options}"));
        }
    }
    for command in [
        "compare --topics all --full",
        "evidence --exact --all-arms --all-analyses",
        "search clots",
        "search live vaccine",
    ] {
        views.push(command.to_owned());
    }
    views
}

/// The answers that are about no treatment.
fn others() -> Vec<String> {
    [
        "",
        "about",
        "about glossary",
        "topics",
        "clinic",
        "sources",
        "sources --gaps",
        "sources --full",
    ]
    .map(str::to_owned)
    .into()
}

/// The glances of the topics that stand before everything else, in both registers.
fn first_glances() -> Vec<String> {
    let export = shipped_json("export");
    let topics = items(&export["records"], "topic").iter().filter(|it| it["first"] == true);
    let paths: Vec<String> =
        topics.map(|it| format!("{}.{}", word(it, "group"), word(it, "id"))).collect();
    assert!(!paths.is_empty(), "nothing stands before everything else");
    let mut glances = Vec::new();
    for indication in items(&export["records"], "indication") {
        let own = indication["glance"].as_array().into_iter().flatten();
        for glance in own.filter(|it| paths.iter().any(|path| it["topic"] == path.as_str())) {
            glances.extend(
                ["text", "plain"].iter().filter_map(|it| glance[it].as_str()).map(str::to_owned),
            );
        }
    }
    glances
}

/// The words of the headings of the same.
fn first_headings() -> Vec<String> {
    let export = shipped_json("export");
    let records = &export["records"];
    let topics = items(records, "topic").iter().filter(|it| it["first"] == true);
    let mut headings = Vec::new();
    for topic in topics {
        let path = format!("{}.{}", word(topic, "group"), word(topic, "id"));
        // A condition and a regulator may have words of their own for it.
        let others = items(records, "condition").iter().chain(items(records, "regulator"));
        let others = others.flat_map(|it| it["words"].as_array().into_iter().flatten());
        for named in others.filter(|it| it["topic"] == path.as_str()).chain([topic]) {
            headings.extend(
                ["label", "plain"].iter().filter_map(|it| named[it].as_str()).map(str::to_owned),
            );
        }
    }
    headings
}

#[test]
fn the_boxed_warning_comes_before_every_answer_for_people() {
    let headings: Vec<String> = first_headings().iter().map(|it| it.to_uppercase()).collect();
    let (glances, views) = (first_glances(), views());
    assert!(!glances.is_empty());
    side_by_side(&views, |view| {
        for format in ["plain", "markdown"] {
            let answer = shipped(&format!("{view} --format {format}"));
            let upper = answer.to_uppercase();
            let lines: Vec<&str> = upper.lines().filter(|line| !line.is_empty()).collect();
            let at =
                lines.iter().position(|line| headings.iter().any(|it| line.contains(it.as_str())));
            // The title, its approval, in Markdown a subtitle; in a list and in a table the names.
            let table = ["list", "compare", "search"].iter().any(|it| view.starts_with(it));
            let most = if table { usize::MAX } else { 3 };
            assert!(at.is_some_and(|at| at <= most), "{view} as {format}: {at:?}\n{answer}");
        }
    });
}

#[test]
fn the_version_and_the_disclaimer_are_in_every_payload() {
    let header = shipped_json("clinic")["dataset"].clone();
    let (version, disclaimer) = (word(&header, "version"), word(&header, "disclaimer"));
    let views: Vec<String> = views().into_iter().chain(others()).collect();
    // Plain for each view; the others in turn, since what travels is drawn in one place.
    let views: Vec<(usize, String)> = views.into_iter().enumerate().collect();
    side_by_side(&views, |(at, view)| {
        for format in ["plain", ["markdown", "html", "json"][at % 3]] {
            let answer = shipped(&format!("{view} --format {format}"));
            let flat = answer.replace('\\', "").split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(flat.contains(version), "{view} as {format}: no version");
            assert!(flat.contains(disclaimer), "{view} as {format}: no disclaimer");
            assert!(
                flat.contains(word(&header, "clinical_review")),
                "{view} as {format}: no review"
            );
        }
    });
}

#[test]
fn no_line_is_wider_than_asked_for_unless_one_word_is() {
    let own = default_setting();
    let mut views = others();
    let name = own.treatments.first().expect("a treatment");
    for view in
        ["list", "compare", "compare --full", "evidence", "search clots", "evidence --icons"]
    {
        views.push(view.to_owned());
    }
    views.extend(DEPTHS.iter().map(|depth| format!("{name} {depth}")));
    views.extend(own.treatments.iter().cloned());
    side_by_side(&views, |view| {
        for width in [20, 33, 47, 80, 100, 140, 200] {
            let answer = shipped(&format!("{view} --format table --width {width}"));
            assert!(!answer.contains('\u{1b}'), "{view}");
            for line in answer.lines() {
                // A single word that is longer than the line, behind what indents or frames it.
                let words = line
                    .split_whitespace()
                    .filter(|it| it.chars().filter(|it| it.is_alphanumeric()).count() > 3);
                let long = words.count() <= 1;
                assert!(line.width() <= width || long, "{view} at {width}: {line:?}");
            }
        }
    });
}

#[test]
fn no_word_is_lost_at_any_width() {
    let own = default_setting();
    let name = own.treatments.first().expect("a treatment");
    let words = |text: &str| -> Vec<String> {
        let drawn = |it: char| !(it.is_alphanumeric() || "%<>/.:".contains(it));
        let mut words: Vec<String> = text
            .split(drawn)
            .map(|it| it.trim_matches(['.', ':', '/', '<', '>']).to_owned())
            .filter(|it| !it.is_empty())
            .collect();
        words.sort();
        words
    };
    for view in [
        format!("{name} --full"),
        format!("{name} --patient"),
        "clinic".to_owned(),
        "search clots".to_owned(),
    ] {
        let wide = words(&shipped(&format!("{view} --format table --width 1000")));
        for width in [80, 100] {
            let narrow = words(&shipped(&format!("{view} --format table --width {width}")));
            let lost = wide.iter().find(|word| !narrow.contains(word));
            // A long word may be broken behind a hyphen or a slash.
            assert!(
                lost.is_none_or(|it| it.contains(['/', '.', ':'])),
                "{view} at {width}: {lost:?}"
            );
        }
    }
}

#[test]
fn what_is_not_approved_says_so_wherever_it_is_shown() {
    for setting in settings() {
        for treatment in &setting.treatments {
            let options = setting.options();
            let json = shipped_json(&format!("{treatment} {options}"));
            if json["treatment"]["approval"] != "not-approved" {
                continue;
            }
            for view in [
                format!("{treatment} {options}"),
                format!("{treatment} --patient {options}"),
                format!("{treatment} --full {options}"),
                format!("evidence {treatment} {options}"),
                format!("list {options}"),
                format!("compare {options}"),
            ] {
                let answer = shipped(&format!("{view} --format plain")).to_lowercase();
                let said =
                    ["not approved", "has not authorized", "not authorised", "not authorized"];
                assert!(said.iter().any(|it| answer.contains(it)), "{view}: {answer}");
            }
        }
    }
}

#[test]
fn where_sources_disagree_the_command_is_named_that_shows_how() {
    let export = shipped_json("export");
    let topics = items(&export["records"], "topic");
    let mut asked =
        ["list", "compare", "compare --topics all", "evidence"].map(str::to_owned).to_vec();
    for setting in settings() {
        let options = setting.options();
        asked.extend(["list", "compare"].map(|command| format!("{command} {options}")));
        for treatment in &setting.treatments {
            let whole = format!("{treatment} {options}");
            let answer = shipped_json(&whole);
            // A topic without a disagreement has nothing to tell.
            let disputed = topics.iter().filter_map(|topic| {
                let (group, id) = (word(topic, "group"), word(topic, "id"));
                let conflicts = answer["answers"][group][id]["conflicts"].as_array()?;
                (!conflicts.is_empty()).then(|| format!("{treatment} {group}.{id} {options}"))
            });
            asked.extend(disputed);
            asked.push(whole);
        }
    }
    side_by_side(&asked, |asked| {
        let (status, text, _) = line(&format!("{asked} --format plain")).ended();
        let is_told = !text.contains('\u{2260}') || text.contains("--conflicts");
        assert!(status == 1 || is_told, "{asked}: {text}");
    });
}

#[test]
fn a_page_for_a_patient_is_one_screen_of_questions() {
    for treatment in &default_setting().treatments {
        let answer = shipped(&format!("{treatment} --patient --format plain"));
        let questions = answer.lines().filter(|line| line.contains("? ")).count();
        assert!(questions >= 3, "{treatment}: {answer}");
    }
}
