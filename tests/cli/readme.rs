//! Every block of the README that begins with `$ jakref` is what the program prints. A line `...`
//! stands for lines that are left out. `UPDATE_README=1 cargo test readme` rewrites them.

use std::fmt::Write as _;

use crate::harness::{jakref, read, root};

/// How wide the screens of the README are.
const WIDTH: &str = "88";

#[test]
fn every_screen_in_the_readme_is_real() {
    let readme = read("README.md");
    let mut rewritten = String::new();
    let mut screens = 0;
    let mut rest = readme.as_str();
    while let Some(start) = rest.find("```console\n$ ") {
        let (before, block) = rest.split_at(start + "```console\n".len());
        let (block, after) = block.split_once("\n```").expect("the block ends");
        let (command, shown) = block.split_once('\n').expect("the block has a screen");
        screens += 1;
        let printed = run(command.trim_start_matches("$ "));
        let kept = shown.lines().filter(|line| *line != "...").count();
        let expected = cut(&printed, kept, shown.ends_with("\n..."));
        let _ = write!(rewritten, "{before}{command}\n{expected}\n```");
        if std::env::var_os("UPDATE_README").is_none() {
            assert_eq!(shown, expected, "{command}");
        }
        rest = after;
    }
    rewritten.push_str(rest);
    assert!(screens >= 6, "the README shows {screens} screens");
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(root().join("README.md"), rewritten).expect("README.md can be written");
    }
}

fn run(command: &str) -> String {
    let words = command.split_whitespace().skip(1);
    let piped = ["--json", "--format", "--field", "check"];
    let piped = words.clone().any(|word| piped.contains(&word));
    let options: &[&str] = if piped { &[] } else { &["--format", "table", "--width", WIDTH] };
    let output = jakref(words.chain(options.iter().copied())).output();
    String::from_utf8(output.stdout).expect("UTF-8").trim_end().to_owned()
}

/// The first lines of a screen, and a mark if the rest is left out.
fn cut(printed: &str, lines: usize, open: bool) -> String {
    let shown: Vec<&str> = printed.lines().map(str::trim_end).collect();
    if !open {
        return shown.join("\n");
    }
    format!("{}\n...", shown[..lines.min(shown.len())].join("\n"))
}
