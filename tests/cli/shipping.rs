use std::path::PathBuf;

use serde_json::Value;

use crate::harness::{jakref, line};

const COMMANDS: &[&str] = &[
    "list",
    "show",
    "compare",
    "evidence",
    "search",
    "about",
    "clinic",
    "sources",
    "check",
    "diff",
    "export",
    "schema",
    "completions",
    "man",
];

#[test]
fn every_shell_completes_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = line(&format!("completions {shell}")).stdout();
        for command in COMMANDS {
            assert!(script.contains(command), "{shell} does not know {command}");
        }
    }
    for shell in ["bash", "zsh"] {
        let script = line(&format!("completions {shell}")).stdout();
        assert!(script.contains("olumiant") && script.contains("dosing.start"), "{shell}");
    }
    let output = line("completions tcsh").output();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("bash, elvish, fish, powershell, zsh")
    );
}

#[test]
fn every_command_has_a_page() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("man");
    let _ = std::fs::remove_dir_all(&folder);
    let path = folder.to_str().expect("the path is text");
    let count = COMMANDS.len() + 1;
    assert_eq!(jakref(["man", "--out", path]).stdout(), format!("{count} pages in {path}\n"));
    for command in COMMANDS {
        assert!(folder.join(format!("jakref-{command}.1")).exists(), "{command}");
    }
    let page = line("man").stdout();
    assert!(page.contains("Exit status"), "{page}");
}

#[test]
fn the_help_of_a_command_begins_with_what_the_list_of_commands_says_of_it() {
    let help = line("-h").stdout();
    for command in COMMANDS {
        let listed = help.lines().find_map(|it| it.trim_start().strip_prefix(command));
        let listed = listed.expect(command).trim_start();
        for option in ["-h", "--help"] {
            let first = jakref([command, option]).stdout();
            assert_eq!(first.lines().next(), Some(listed), "{command} {option}");
        }
    }
}

#[test]
fn every_json_has_a_schema() {
    let all: Value = serde_json::from_str(&line("schema").stdout()).expect("JSON");
    let all = all.as_object().expect("schemas by command");
    for (command, schema) in all {
        let alone: Value =
            serde_json::from_str(&line(&format!("schema {command}")).stdout()).expect("JSON");
        assert_eq!(&alone, schema);
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert!(schema["required"].to_string().contains("\"schema\""), "{command}");
    }
    let stderr = "jakref: `shwo` has no JSON Schema\n  there are: about, check, clinic, compare, \
        diff, evidence, explain, export, gaps, list, search, show, sources\n";
    line("schema shwo").ends(1, stderr);
}
