//! The recipes of CONTRIBUTING.md, word for word: every `sh` block is run in a copy of `data/`, one
//! after the other, and the `text` block behind it is what it prints. A line `...` stands for lines
//! that are left out, and at the end of a line for the rest of it.

use std::path::Path;
use std::process::Command;

use crate::harness::{PROGRAM, TODAY, folder, read, root};

#[test]
fn the_recipes_do_what_they_say() {
    let folder = folder("contributing");
    let mut copy = Command::new("cp");
    let copied = copy.arg("-R").arg(root().join("data")).arg(&folder).status().expect("cp runs");
    assert!(copied.success());
    let recipes = read("CONTRIBUTING.md");
    let mut run = 0;
    for block in recipes.split("```sh\n").skip(1) {
        let (script, rest) = block.split_once("\n```").expect("the block ends");
        let shown = rest.split("```text\n").nth(1).and_then(|text| text.split_once("\n```"));
        let printed = sh(script, &folder);
        assert_like(&printed, shown.map_or("", |(text, _)| text), script);
        run += 1;
    }
    assert!(run >= 6, "{run} recipes");
}

#[track_caller]
fn sh(script: &str, folder: &Path) -> String {
    let program = PROGRAM.parent().expect("a folder");
    let path = std::env::var("PATH").expect("a PATH");
    let output = Command::new("sh")
        .args(["-euc", script])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", program.display()))
        .env("JAKREF_TODAY", TODAY)
        .env_remove("JAKREF_DATA")
        .env_remove("JAKREF_FORMAT")
        .output()
        .expect("sh runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{script}\n{stdout}{stderr}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Compares with a text that may leave out lines.
#[track_caller]
fn assert_like(printed: &str, expected: &str, script: &str) {
    let mut rest: Vec<&str> = printed.trim_end().lines().collect();
    let mut open = false;
    for line in expected.lines() {
        if line == "..." {
            open = true;
            continue;
        }
        let is_it = |printed: &&str| match line.strip_suffix("...") {
            Some(beginning) => printed.starts_with(beginning),
            None => *printed == line,
        };
        let at = rest.iter().position(is_it);
        assert!(at.is_some_and(|at| open || at == 0), "{script}\nshould print {line}\n{printed}");
        rest.drain(..=at.unwrap_or(0));
        open = false;
    }
    assert!(open || rest.is_empty(), "{script}\nprints more: {rest:?}");
}
