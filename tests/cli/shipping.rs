//! Completions, manual pages, help and schemas: each knows every command.

use crate::harness::{fixture, folder, jakref, line};

/// The commands that the help lists.
pub fn commands() -> Vec<String> {
    let help = line("-h").stdout();
    let (_, listed) = help.split_once("Commands:\n").expect("a list of commands");
    let listed = listed.lines().take_while(|line| !line.is_empty());
    // What runs on over several lines is indented further.
    let own =
        listed.filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    let names = own.filter_map(|line| line.split_whitespace().next());
    let names: Vec<String> = names.filter(|name| *name != "help").map(str::to_owned).collect();
    assert!(names.len() > 10, "{help}");
    names
}

/// The formats that `--format` takes.
pub fn formats() -> Vec<String> {
    let said = line("list --format xml").refused(2);
    let (_, listed) = said.split_once("[possible values: ").expect("the values");
    let (listed, _) = listed.split_once(']').expect("the end of the values");
    listed.split(", ").map(str::to_owned).collect()
}

#[test]
fn every_shell_completes_every_command() {
    let commands = commands();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = fixture(&format!("completions {shell}")).stdout();
        for command in &commands {
            assert!(script.contains(command.as_str()), "{shell} does not know {command}");
        }
        let named = ["bash", "zsh", "fish"].contains(&shell);
        for name in ["examplib", "exampletinib", "mockiva", "dosing.start", "examplosis", "south"] {
            assert!(!named || script.contains(name), "{shell} does not know {name}");
        }
    }
}

#[test]
fn no_shell_runs_what_a_name_says() {
    let hostile = r#"aliases = ["x$(>pwned)", "`pwned`", "x;pwned", "x'pwned"]"#;
    let data = fixture("export").stdout().replacen("aliases = [\"EXA-1\"]", hostile, 1);
    assert!(data.contains(hostile));
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = line(&format!("completions {shell} --data -")).stdin(&data).answer();
        assert!(script.contains("jakref") && !script.contains("pwned"), "{shell}");
    }
}

#[test]
fn every_command_has_a_page_with_its_environment_and_its_exit_statuses() {
    let pages = folder("man");
    let path = pages.to_str().expect("the path is text");
    let commands = commands();
    let said = jakref(["man", "--out", path]).stdout();
    let count = std::fs::read_dir(&pages).expect("pages").count();
    assert_eq!(said, format!("{count} pages in {path}\n"));
    // One for each command, and one for all; the hidden ones are part of that.
    assert!(count > commands.len(), "{count} pages");
    for command in &commands {
        assert!(pages.join(format!("jakref-{command}.1")).exists(), "{command}");
    }
    let page = line("man").stdout();
    assert!(page.contains("EXIT STATUS"));
    // Every variable that the help names.
    let help = line("--help").stdout();
    let (_, variables) = help.split_once("Environment:").expect("its heading");
    let (variables, _) = variables.split_once("\n\n").expect("its end");
    let is_name =
        |it: &&str| it.len() > 3 && it.chars().all(|it| it == '_' || it.is_ascii_uppercase());
    let words = variables.split(|it: char| it != '_' && !it.is_ascii_alphanumeric());
    let names: Vec<&str> = words.filter(is_name).collect();
    assert!(names.contains(&"JAKREF_TODAY") && names.len() > 8, "{names:?}");
    for name in names {
        assert!(page.contains(&format!("\\fB{name}\\fR")), "{name}");
    }
}

#[test]
fn the_help_of_a_command_begins_with_what_the_list_of_commands_says_of_it() {
    let help = line("-h").stdout();
    for command in commands() {
        let mut listed =
            help.lines().filter_map(|it| it.strip_prefix("  ")?.strip_prefix(&command));
        let listed = listed.next().expect("listed").trim_start();
        for option in ["-h", "--help"] {
            let first = jakref([&command, option]).stdout();
            let first = first.lines().next().unwrap_or_default().to_owned();
            assert!(first.starts_with(listed), "{command} {option}: {first}");
        }
    }
}

#[test]
fn help_is_wrapped_as_wide_as_asked_and_says_what_a_status_means() {
    let help = line("--help").stdout();
    assert!(help.contains("Exit status:\n  0  answered"), "{help}");
    for (arguments, same) in [("help", "--help"), ("help show", "show --help")] {
        assert_eq!(line(arguments).stdout(), line(same).stdout(), "{arguments}");
    }
    let version = line("--version").stdout();
    assert!(version.starts_with(concat!("jakref ", env!("CARGO_PKG_VERSION"))), "{version}");
    assert!(version.contains("dataset "), "{version}");
}

#[test]
fn every_example_of_the_help_that_names_no_file_is_understood() {
    let mut examples = 0;
    for command in commands() {
        let help = jakref([&command, "-h"]).stdout();
        let Some((_, list)) = help.split_once("Examples:\n") else {
            panic!("{command} has no example");
        };
        for example in list.lines().map_while(|it| it.strip_prefix("  jakref ")) {
            let example = example.split([';', '|', '>', '&']).next().unwrap_or_default().trim();
            let file =
                [".toml", " data", "--out", "my-", "man"].iter().any(|it| example.contains(it));
            if file {
                continue;
            }
            let (status, _, stderr) = line(example).ended();
            assert!(status < 2, "jakref {example}: {stderr}");
            examples += 1;
        }
    }
    assert!(examples > 15, "{examples}");
}
