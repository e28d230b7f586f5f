//! The script for fish.

use std::fmt::Write as _;

use super::{Fits, Flag, Script};

/// The text in quotation marks, in which nothing is run.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', r"\\").replace('\'', r"\'"))
}

/// What looks at the words before the one that is completed.
const LOOK: &str = r#"
# Prints the command, and how many arguments stand behind it.
function __jakref_state
    set -l command ''
    set -l names 0
    set -l skip ''
    for word in (commandline -opc)[2..-1]
        if test -n "$skip"
            set skip ''
        else if contains -- $word $__jakref_valued
            set skip 1
        else if string match -q -- '-*' $word
            continue
        else if test -z "$command" -a $names -eq 0; and contains -- $word $__jakref_commands help
            set command $word
        else
            set names (math $names + 1)
        end
    end
    echo $command
    echo $names
end

function __jakref_first
    set -l state (__jakref_state)
    test "$state[1]" = "$argv[1]" -a "$state[2]" -eq 0
end

function __jakref_rest
    set -l state (__jakref_state)
    test "$state[1]" = "$argv[1]" -a "$state[2]" -gt 0
end

function __jakref_in
    set -l state (__jakref_state)
    contains -- "$state[1]" $argv
end

# The words of a list behind what stands before the last comma.
function __jakref_after_comma
    set -l token (commandline -ct | string replace -r '^--[^=]*=' '')
    set -l before (string match -r '.*,' -- $token)
    for word in ($argv[1])
        printf '%s\n' "$before$word"
    end
end

complete -c jakref -f
"#;

/// The part of a command that names what fits.
fn offered(fits: &Fits) -> String {
    match fits {
        Fits::Nothing => String::new(),
        Fits::List(list) => format!("-a '(__jakref_{list})'"),
        Fits::Lists(list) => format!("-a '(__jakref_after_comma __jakref_{list})'"),
        Fits::Words(words) => format!("-a {}", quoted(&words.join(" "))),
        Fits::Files => "-F".to_owned(),
        Fits::Folders => "-a '(__fish_complete_directories)'".to_owned(),
    }
}

/// The script.
pub fn fish(script: &Script) -> String {
    let mut out = String::from("# Fish completion for jakref, from `jakref completions fish`.\n");
    for (name, list) in &script.lists {
        let words = list.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ");
        // Without a word, there is no line either.
        let body =
            if list.is_empty() { String::new() } else { format!("    printf '%s\\n' {words}\n") };
        let _ = write!(out, "\nfunction __jakref_{name}\n{body}end\n");
    }
    let commands: Vec<String> = script.commands.iter().map(|it| quoted(&it.name)).collect();
    let valued: Vec<String> =
        script.valued().iter().flat_map(|(flag, _)| flag.written()).map(|it| quoted(&it)).collect();
    let _ = write!(
        out,
        "\nset -g __jakref_commands {}\nset -g __jakref_valued {}\n{LOOK}",
        commands.join(" "),
        valued.join(" ")
    );
    let mut complete = |condition: &str, rest: &str| {
        let condition =
            if condition.is_empty() { String::new() } else { format!(" -n {}", quoted(condition)) };
        let _ = writeln!(out, "complete -c jakref{condition} {rest}");
    };
    for command in &script.commands {
        let (name, about) = (quoted(&command.name), quoted(&command.about));
        complete("__jakref_first ''", &format!("-a {name} -d {about}"));
    }
    complete("__jakref_first ''", "-a help -d 'Print the help of a command'");
    complete("__jakref_first ''", "-a '(__jakref_treatments)'");
    complete("__jakref_first ''", "-a '(__jakref_groups)'");
    complete("__jakref_rest ''", "-a '(__jakref_topics)'");
    complete("__jakref_first help", "-a \"$__jakref_commands\"");
    for command in &script.commands {
        for (condition, fits) in [("first", &command.first), ("rest", &command.rest)] {
            if *fits != Fits::Nothing {
                complete(&format!("__jakref_{condition} {}", command.name), &offered(fits));
            }
        }
    }
    let mut option = |condition: &str, flag: &Flag| {
        let short = flag.short.map(|short| format!(" -s {short}")).unwrap_or_default();
        let value = match &flag.value {
            None => String::new(),
            Some(Fits::Files) => " -r -F".to_owned(),
            Some(fits) => format!(" -x {}", offered(fits)).trim_end().to_owned(),
        };
        let help = quoted(&flag.help);
        complete(condition, &format!("-l {}{short}{value} -d {help}", flag.long));
    };
    for flag in &script.global {
        option("", flag);
    }
    for command in &script.commands {
        // What is asked without a command is shown.
        let asked = if command.name == "show" { " ''" } else { "" };
        for flag in &command.flags {
            option(&format!("__jakref_in {}{asked}", command.name), flag);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_run_that_stands_in_quotation_marks() {
        assert_eq!(quoted("(x) $y \"z\""), "'(x) $y \"z\"'");
        assert_eq!(quoted(r"a'b\"), r"'a\'b\\'");
    }
}
