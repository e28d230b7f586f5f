//! Other datasets than the built-in one: `--data`, `--overlay`, `export`.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::harness::{Run, fixture, jakref, line, read, root, shipped_json};

const GOOD: &str = "tests/bad-data/good.toml";

/// A clinic's own file.
const CLINIC: &str = r#"[[clinic]]
id = "soma-skin-and-laser"
name = "Example Dermatology"
phone = "201-555-0123"
website = "https://example.org"
"#;

/// What every command is asked at least once.
const QUESTIONS: &[&str] = &[
    "list",
    "compare --topics all --full",
    "evidence --all-analyses",
    "search vaccine",
    "about",
    "clinic",
    "sources",
    "sources --gaps",
    "export",
];

/// A shipped treatment: its id.
fn treatment() -> String {
    shipped_json("list")["treatments"][0]["id"].as_str().expect("an id").to_owned()
}

/// The file of the default use of a shipped treatment.
fn indication(treatment: &str) -> String {
    let header: toml::Table = read("data/dataset.toml").parse().expect("TOML");
    let key = |key: &str| header["dataset"][key].as_str().expect("an id").to_owned();
    read(format!("data/treatments/{treatment}/{}-{}.toml", key("regulator"), key("condition")))
}

/// A file of a test's own.
fn file(name: &str, text: &str) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).expect("the file is written");
    path.display().to_string()
}

#[test]
fn what_export_writes_is_read_back_to_the_same_answers() {
    let text = line("export").stdout();
    let path = file("exported.toml", &text);
    let said = format!("jakref: {path} says what the built-in dataset says\n");
    let show = format!("show {} --full", treatment());
    let questions = QUESTIONS.iter().copied().chain([show.as_str()]);
    for (question, format) in questions.zip(["plain", "json"].into_iter().cycle()) {
        let asked = format!("{question} --format {format}");
        let answer = line(&format!("{asked} --data {path}")).ends(0, &said);
        assert_eq!(answer, line(&asked).stdout(), "{asked}");
    }
    let said = "jakref: standard input says what the built-in dataset says\n";
    assert_eq!(line("export --data -").stdin(&text).ends(0, said), text);
}

#[test]
fn what_is_laid_over_later_is_exported_as_of_its_day() {
    let path = file("later-clinic.toml", CLINIC);
    let later = |arguments: &str| line(arguments).env("JAKREF_TODAY", "2026-12-01");
    let exported = later(&format!("export --overlay {path}")).output().stdout;
    let exported = String::from_utf8(exported).expect("UTF-8");
    assert!(exported.contains("\nas-of = 2026-12-01\n"), "{}", &exported[..600]);
    let path = file("later.toml", &exported);
    for arguments in [format!("check {path}"), format!("clinic --data {path}")] {
        let output = later(&arguments).output();
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        assert_eq!(output.status.code(), Some(0), "{arguments}: {said}");
    }
}

#[test]
fn the_folder_that_the_program_was_built_from_says_the_same() {
    line("list --data data").ends(0, "jakref: data says what the built-in dataset says\n");
}

#[test]
fn an_export_as_json_has_every_record_under_its_own_keys() {
    let json: Value = serde_json::from_str(&line("export --json").stdout()).expect("JSON");
    for kind in ["regulator", "topic", "source", "treatment", "indication", "condition", "clinic"] {
        let records = json["records"][kind].as_array().expect(kind);
        assert!(!records.is_empty(), "{kind}");
    }
    let indication = &json["records"]["indication"][0];
    assert!(indication["answers"].as_object().is_some_and(|groups| !groups.is_empty()));
    assert!(indication["cite"][0]["source"].is_string());
    line("export --format csv").refused(2);
}

#[test]
fn every_answer_from_another_dataset_says_so_on_both_streams() {
    let stderr = format!("jakref: this answer comes from another dataset, read from {GOOD}\n");
    for question in ["list", "show examplib", "sources", "compare"] {
        let run = |format: &str| line(&format!("{question} --data {GOOD} --format {format}"));
        let json: Value = serde_json::from_str(&run("json").ends(0, &stderr)).expect("JSON");
        assert_eq!(json["dataset"]["origin"], format!("read from {GOOD}"), "{question}");
        for format in ["plain", "table", "markdown", "csv", "jsonl"] {
            let answer = run(format).ends(0, &stderr);
            // A table of nothing has no row to say it in.
            let rows = answer.lines().count() > 1 || !matches!(format, "csv" | "jsonl");
            assert!(!rows || answer.contains("read from"), "{question} {format}: {answer}");
        }
    }
}

#[test]
fn a_dataset_without_a_clinic_says_so() {
    let stderr = format!("jakref: this answer comes from another dataset, read from {GOOD}\n");
    let stdout = line(&format!("clinic --data {GOOD}")).ends(1, &stderr);
    assert!(stdout.starts_with("No clinic is recorded in this dataset.\n"), "{stdout}");
}

#[test]
fn the_environment_names_a_dataset_and_the_command_line_another() {
    let stderr = format!("jakref: this answer comes from another dataset, read from {GOOD}\n");
    let list = line("list").env("JAKREF_DATA", GOOD).ends(0, &stderr);
    assert!(list.starts_with("examplib\t"), "{list}");
    let stderr = "jakref: data says what the built-in dataset says\n";
    line("list --data data").env("JAKREF_DATA", GOOD).ends(0, stderr);
    line("list").env("JAKREF_DATA", "").stdout();
}

#[test]
fn nothing_is_answered_for_a_drug_that_another_dataset_lacks() {
    let drug = treatment();
    let start = format!(
        "jakref: this answer comes from another dataset, read from {GOOD}\n\
         jakref: no treatment is called `{drug}`\n  there are: examplib"
    );
    let stderr = line(&format!("show {drug} --data {GOOD}")).refused(1);
    assert!(stderr.starts_with(&start), "{stderr}");
}

#[test]
fn a_clinic_ships_a_few_lines_with_its_own_contact_details() {
    let path = file("clinic.toml", CLINIC);
    assert!(CLINIC.lines().count() <= 6);
    assert!(read("docs/data.md").contains(CLINIC), "the documentation shows it");
    let stderr = format!(
        "jakref: this answer comes from another dataset, built-in, with {path} laid over it\n"
    );
    let answer = line(&format!("clinic --overlay {path}")).ends(0, &stderr);
    for part in ["Example Dermatology", "201-555-0123", "https://example.org"] {
        assert!(answer.contains(part), "{answer}");
    }
    assert!(answer.contains(&format!("Contact details in {path}")), "{answer}");
    // The drugs answer as before.
    let json = |run: Run| -> Value { serde_json::from_slice(&run.output().stdout).expect("JSON") };
    let show = format!("show {} --full --json", treatment());
    let mut laid_over = json(line(&format!("{show} --overlay {path}")));
    let mut built_in = json(line(&show));
    for answer in [&mut laid_over, &mut built_in] {
        answer["dataset"].take();
    }
    assert_eq!(laid_over, built_in);
}

#[test]
fn an_overlay_adds_records_replaces_those_with_its_ids_and_may_be_newer() {
    let added = CLINIC.replace("soma-skin-and-laser", "second");
    let (first, second) = (file("first.toml", CLINIC), file("second.toml", &added));
    let run = line(&format!("clinic --json --overlay {first} --overlay {second}"));
    let json: Value = serde_json::from_slice(&run.output().stdout).expect("JSON");
    let ids: Vec<&str> = json["clinics"]
        .as_array()
        .expect("clinics")
        .iter()
        .filter_map(|it| it["id"].as_str())
        .collect();
    assert_eq!(ids, ["soma-skin-and-laser", "second"]);

    // A label that came out after the dataset's day corrects one treatment.
    let text = indication(&treatment());
    let cited = text.split("source = \"").nth(1).and_then(|it| it.split('"').next()).expect("one");
    let text = text.replace(&format!("source = \"{cited}\""), "source = \"new-label\"")
        + "\n[[source]]\nid = \"new-label\"\ntitle = \"Label\"\npublisher = \"P\"\nkind = \"label\"\nhow = \"text\"\nread = 2026-12-10\nextent = \"Section 2\"\n";
    let path = file("label.toml", &text);
    for (today, ahead) in [("2026-12-11", false), ("2026-12-09", false), ("2026-12-08", true)] {
        let run = line(&format!("check --overlay {path}")).env("JAKREF_TODAY", today);
        let stdout = run.stdout();
        assert!(!stdout.contains("error["), "{stdout}");
        assert_eq!(stdout.contains("warning[ahead-of-clock]: 2026-12-10"), ahead, "{stdout}");
    }
}

/// A clock that is wrong takes no telephone number away.
#[test]
fn a_clinic_is_answered_whatever_the_clock_says() {
    let path = file("clock.toml", CLINIC);
    for today in ["2020-01-01", "2026-11-22", "2026-11-24", "2039-01-01"] {
        let run = line(&format!("clinic --overlay {path}")).env("JAKREF_TODAY", today);
        let (status, answer, _) = run.ended();
        assert_eq!(status, 0, "{today}");
        assert!(answer.contains("201-555-0123"), "{today}: {answer}");
    }
}

#[test]
fn what_protects_the_reader_cannot_be_laid_over_unseen() {
    let topic = "[[topic]]\ngroup = \"safety\"\nid = \"boxed\"\nscope = \"indication\"\n\
                 label = \"Boxed warning\"\nbrief = \"Boxed warning\"\n";
    let path = file("boxed.toml", topic);
    let base = "tests/fixture";
    let header = std::fs::read_to_string(root().join(base).join("dataset.toml")).expect("a header");
    let header = &header[header.find("[dataset]").expect("it")..];
    let header = header.split("\n\n").next().expect("the header");
    let lines = header.lines().map(|line| match line.split_once(" = ") {
        Some(("disclaimer", _)) => "disclaimer = \"Safe to use.\"".to_owned(),
        Some(("clinical-review", _)) => "clinical-review = \"reviewed by Dr. Nobody\"".to_owned(),
        _ => line.to_owned(),
    });
    let other = file("header.toml", &lines.collect::<Vec<_>>().join("\n"));
    for (path, count) in [(path, 1), (other, 2)] {
        let stdout = line(&format!("check {base} --overlay {path}")).stdout();
        assert_eq!(stdout.matches("warning[overlaid-protection]").count(), count, "{stdout}");
        let list = format!("list --data {base}");
        let plain = line(&list).ended().1;
        let (status, laid_over, stderr) = line(&format!("{list} --overlay {path}")).ended();
        assert_eq!(status, 0, "{stderr}");
        for text in ["Safe to use", "Dr. Nobody"] {
            assert!(!laid_over.contains(text), "{laid_over}");
        }
        assert!(stderr.contains("was laid over it"), "{stderr}");
        assert!(plain.lines().count() > 1);
    }
}

#[test]
fn two_records_of_an_overlay_do_not_hide_each_other() {
    let path = file("twice.toml", &(CLINIC.to_owned() + CLINIC));
    let stdout = line(&format!("check --overlay {path}")).ends(1, "");
    assert!(stdout.contains(&format!("{path}:7:6: error[duplicate-id]")), "{stdout}");
}

#[test]
fn what_an_overlay_breaks_is_told_where_it_stands() {
    let topic = "[[topic]]\ngroup = \"dosing\"\nid = \"never\"\nscope = \"treatment\"\n\
                 label = \"Never asked\"\nbrief = \"Never\"\n";
    let path = file("broken-topic.toml", topic);
    let stdout = line(&format!("check --overlay {path}")).ends(1, "");
    let first = "the built-in dataset: error[unanswered-topic]: `";
    assert!(
        stdout.contains(first) && stdout.contains("does not answer `dosing.never`"),
        "{stdout}"
    );
}

#[test]
fn nothing_is_answered_from_a_dataset_with_mistakes() {
    let path = "tests/bad-data/dangling-citation.toml";
    let output = line(&format!("list --data {path}")).output();
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(
        stderr.starts_with("jakref: nothing is answered from a dataset with a mistake\n\n"),
        "{stderr}"
    );
    assert!(stderr.contains(&format!("{path}:")), "{stderr}");
    assert!(stderr.contains(": error[dangling-citation]: "), "{stderr}");
    // A warning is no mistake.
    let path = "tests/bad-data/unused-source.toml";
    line(&format!("sources --data {path}"))
        .ends(0, &format!("jakref: this answer comes from another dataset, read from {path}\n"));
}

#[test]
fn what_cannot_be_read_is_named_and_nothing_is_answered() {
    for (path, why) in [
        ("missing.toml", "No such file or directory (os error 2)".to_owned()),
        ("tests/conformance", "no .toml file in this folder".to_owned()),
    ] {
        for option in ["--data", "--overlay"] {
            let stderr = format!("jakref: cannot read {path}: {why}\n");
            assert_eq!(jakref(["list", option, path]).ends(2, &stderr), "");
        }
    }
    let stderr = "jakref: cannot read standard input: it can be read only once\n";
    line("list --data - --overlay -").stdin(read(GOOD)).ends(2, stderr);
}

#[test]
fn hostile_input_ends_with_the_path_and_the_place() {
    let truncated = &read(GOOD)[..700];
    let deep = format!("x = {}", "[".repeat(100_000));
    let wide = format!("x = [{}]", "[],".repeat(2_000_000));
    for (name, text, place) in [
        ("truncated.toml", truncated, ":29:13: error[syntax]"),
        ("deep.toml", &deep, ":1:85: error[syntax]: nested too deep"),
        ("wide.toml", &wide, ":1:1: error[syntax]: more than 2 MB in one piece"),
        ("nul.toml", "a = \"\0\"\n", ":1:6: error[syntax]"),
        ("empty.toml", "", ": error[missing-header]: there is no [dataset] table"),
    ] {
        let path = file(name, text);
        let output = jakref(["list", "--data", &path]).output();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{name}: {stderr}");
        assert!(output.stdout.is_empty(), "{name}");
        assert!(stderr.contains(&format!("{path}{place}")), "{name}: {stderr}");
    }
}

#[cfg(unix)]
#[test]
fn what_lies_about_in_a_folder_and_is_no_file_is_named() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("links");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::copy(root().join(GOOD), folder.join("good.toml")).expect("a copy");
    let link = folder.join("link.toml");
    for (target, why) in [
        ("nowhere", "No such file or directory (os error 2)"),
        ("link.toml", "Too many levels of symbolic links (os error 40)"),
        ("/dev/zero", "it is neither a file nor a folder"),
    ] {
        std::os::unix::fs::symlink(target, &link).expect("a link");
        let stderr = format!("jakref: cannot read {}: {why}\n", link.display());
        jakref(["list".as_ref(), "--data".as_ref(), folder.as_os_str()]).ends(2, &stderr);
        std::fs::remove_file(&link).expect("the link goes away");
    }
}

#[test]
fn a_file_larger_than_any_dataset_is_refused_unread() {
    let path: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("huge.toml");
    let huge = std::fs::File::create(&path).expect("a file");
    // A file with a hole takes no room on the disk.
    huge.set_len(1 << 30).expect("it is made long");
    let stderr =
        format!("jakref: cannot read {}: more than 256 MB are not a dataset\n", path.display());
    jakref(["list".as_ref(), "--data".as_ref(), path.as_os_str()]).ends(2, &stderr);
    std::fs::remove_file(&path).expect("it goes away");
}

#[test]
fn a_path_cannot_begin_a_formula_in_a_spreadsheet() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("formula");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::copy(root().join(GOOD), folder.join("=1+1.toml")).expect("a copy");
    let mut command = line("sources --format csv --data =1+1.toml").command();
    let output = command.current_dir(&folder).output().expect("runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(text.contains(",read from =1+1.toml,"), "{text}");
}

#[test]
fn no_more_treatments_are_compared_than_can_stand_beside_each_other() {
    let good = read(GOOD);
    let (shared, treatment) = good.split_at(good.find("[[treatment]]").expect("a treatment"));
    let named = |number: usize| {
        let generic = format!("example-{number}-tinib");
        let treatment = treatment.replace("exampletinib", &generic);
        treatment
            .replace("Examplib", &format!("E{number}"))
            .replace("examplib", &format!("e{number}"))
    };
    let text = shared.to_owned() + &(0..21).map(named).collect::<String>();
    let path = file("many.toml", &text);
    let stderr = format!(
        "jakref: this answer comes from another dataset, read from {path}\n\
         jakref: at most 20 columns are compared at once; name the treatments\n"
    );
    line(&format!("compare --data {path}")).ends(2, &stderr);
    let output = line(&format!("compare e0 e20 --data {path}")).output();
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn neither_what_a_warning_is_called_nor_what_is_approved_is_laid_over_unseen() {
    let export = fixture("export").stdout();
    let record = |start: &str| {
        let from = export.find(start).unwrap_or_else(|| panic!("{start}"));
        let key = start.lines().next().expect("a key");
        let rest = &export[from + key.len()..];
        let kind = &key[2..key.len() - 2];
        // Up to the next record of any kind.
        let end = rest
            .match_indices("\n[[")
            .find(|(at, _)| !rest[at + 3..].starts_with(&format!("{kind}.")));
        export[from..from + key.len() + end.map_or(rest.len(), |(at, _)| at)].to_owned()
    };
    let north = record("[[regulator]]\nid = \"north\"");
    let renamed = format!(
        "{north}\n[[regulator.words]]\ntopic = \"safety.boxed\"\nlabel = \"Praise\"\nbrief = \"Praise\"\nplain = \"Why is it safe?\"\n"
    );
    let praised = north.replace("NMO has not approved it", "NMO has approved it");
    assert_ne!(praised, north);
    let topic = record("[[topic]]\ngroup = \"safety\"\nid = \"boxed\"");
    let topic = topic.replace("Boxed warning", "Praise");
    for (name, overlay) in [("words", renamed), ("sentences", praised), ("topic", topic)] {
        let path = file(&format!("unseen-{name}.toml"), &overlay);
        let checked = line(&format!("check tests/fixture --overlay {path}")).stdout();
        assert_eq!(checked.matches("warning[overlaid-protection]").count(), 1, "{name}: {checked}");
        for asked in ["examplib", "samplor", "list", "examplib --patient"] {
            let asked = format!("{asked} --format plain");
            let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
            let own = text(fixture(&asked).output().stdout);
            let output = fixture(&format!("{asked} --overlay {path}")).output();
            let (laid, stderr) = (text(output.stdout), text(output.stderr));
            let answer = |text: &str| -> Vec<String> {
                let lines = text.lines().filter(|line| {
                    !["tests/fixture", "laid over"].iter().any(|it| line.contains(it))
                });
                lines.map(str::to_owned).collect()
            };
            assert_eq!(answer(&laid), answer(&own), "{name}: {asked}");
            assert!(stderr.contains("was laid over it"), "{name}: {stderr}");
        }
    }
    let indication = export.split("\n[[indication]]").nth(1).expect("an indication");
    let indication = indication.split("\n[[indication]]").next().expect("it");
    assert!(indication.contains("status = \"approved\""), "{indication}");
    let changed = indication.replace("status = \"approved\"", "status = \"reported\"");
    let path = file("status.toml", &format!("[[indication]]{changed}"));
    let checked = line(&format!("check tests/fixture --overlay {path}")).ended().1;
    assert!(checked.contains("is approved is not the dataset's own"), "{checked}");
}

#[test]
fn a_header_vouches_for_nothing_and_its_examples_are_words() {
    let good = read(GOOD);
    for (from, to, said) in [
        ("version = \"1\"", "version = \"approved by Dr. Nobody\"", "this is no version"),
        (
            "version = \"1\"",
            "version = \"1\"\nexamples = [\"examplib; rm -rf ~\"]",
            "this is no example that could be typed",
        ),
        ("version = \"1\"", "version = \"1\"\nexamples = [\"z\\u001b[31mz\"]", "error["),
    ] {
        let path = file("vouching.toml", &good.replace(from, to));
        let checked = line(&format!("check {path}")).ended().1;
        assert!(checked.contains(said), "{checked}");
    }
}

#[test]
fn every_example_of_the_first_screen_is_answered() {
    let json: Value = serde_json::from_str(&line("export --json").stdout()).expect("JSON");
    let examples = json["records"]["dataset"]["examples"].as_array().expect("examples").clone();
    assert!(examples.len() > 3, "{examples:?}");
    for example in examples {
        line(example.as_str().expect("a text")).stdout();
    }
}

#[cfg(unix)]
#[test]
fn no_name_of_a_file_is_a_message_and_an_export_reads_back_whatever_it_was_read_from() {
    let folder = crate::harness::folder("newline");
    let path = folder.join("a\njakref: all is well.toml");
    std::fs::write(&path, read(GOOD)).expect("written");
    let path = path.to_str().expect("UTF-8");
    let (status, export, stderr) = crate::harness::jakref(["export", "--data", path]).ended();
    assert_eq!(status, 0, "{stderr}");
    assert!(!stderr.lines().any(|line| line.starts_with("jakref: all is well")), "{stderr}");
    let again = file("read-back.toml", &export);
    line(&format!("list --data {again}")).ended();
    assert_eq!(line(&format!("check {again}")).ended().0, 0);
    for arguments in [["list", "--for", "a\njakref: well"], ["show", "a\njakref: well", "dose"]] {
        let (_, _, stderr) = crate::harness::jakref(arguments).ended();
        assert!(!stderr.lines().any(|line| line.starts_with("jakref: well")), "{stderr}");
    }
    // However a dataset's file is written, it is one.
    std::fs::rename(path, folder.join("S.TOML")).expect("renamed");
    let folder = folder.to_str().expect("UTF-8");
    assert!(line(&format!("list --data {folder}")).ended().1.contains("Examplib"));
}
