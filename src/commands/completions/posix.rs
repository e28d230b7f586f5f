//! The scripts for bash, from version 3.2 on, and for zsh. They share what knows the words; each has
//! its own way of looking at the line.

use std::fmt::Write as _;

use super::{Fits, Flag, Script};

/// The script for bash.
pub fn bash(script: &Script) -> String {
    let about = "# Bash completion for jakref, from `jakref completions bash`.\n";
    [about, &functions(script), BASH].concat()
}

/// The script for zsh.
pub fn zsh(script: &Script) -> String {
    ["#compdef jakref\n", &functions(script), ZSH].concat()
}

/// The text in quotation marks, in which nothing is run.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// The words, each quoted, with a space before each.
fn all_quoted(words: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    words.into_iter().fold(String::new(), |mut all, word| {
        let _ = write!(all, " {}", quoted(word.as_ref()));
        all
    })
}

/// What looks at the words before the one that is completed, in bash.
const BASH: &str = r#"
_jakref() {
  local cur prev word list command= names=0 skip= fits= before= i
  COMPREPLY=()
  cur=${COMP_WORDS[COMP_CWORD]}
  prev=${COMP_WORDS[COMP_CWORD-1]}
  # Bash takes --in=eu for three words.
  if [[ $cur == = ]]; then
    cur=
  elif [[ $prev == = && COMP_CWORD -ge 2 ]]; then
    prev=${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ $word == = ]]; then skip=1; continue; fi
    if [[ -n $skip ]]; then skip=; continue; fi
    if _jakref_takes_value "$word"; then skip=1; continue; fi
    if [[ $word == -* ]]; then continue; fi
    if [[ -z $command && names -eq 0 ]] && _jakref_is_command "$word"; then command=$word; continue; fi
    names=$((names + 1))
  done
  _jakref_value "$prev" || _jakref_argument
  case $fits in
    files) _jakref_files -f; return ;;
    folders) _jakref_files -d; return ;;
    *,) before=${cur%"${cur##*,}"}; cur=${cur##*,} ;;
  esac
  _jakref_words "${fits%,}"
  for word in "${list[@]}"; do
    if [[ $word == "$cur"* ]]; then COMPREPLY+=("$before$word"); fi
  done
}

_jakref_files() {
  local word
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen "$1" -- "$cur")
  compopt -o filenames 2> /dev/null
}

complete -F _jakref jakref
"#;

/// The same in zsh.
const ZSH: &str = r#"
_jakref() {
  local cur=$PREFIX prev=${words[CURRENT-1]} word command= skip= fits=
  local -i names=0 i
  local -a list
  if [[ $cur == --*=* ]]; then
    prev=${cur%%=*}
    compset -P '*='
  fi
  for ((i = 2; i < CURRENT; i++)); do
    word=${words[i]}
    if [[ -n $skip ]]; then skip=; continue; fi
    if _jakref_takes_value "$word"; then skip=1; continue; fi
    if [[ $word == -* ]]; then continue; fi
    if [[ -z $command && names -eq 0 ]] && _jakref_is_command "$word"; then command=$word; continue; fi
    names=$((names + 1))
  done
  _jakref_value "$prev" || _jakref_argument
  case $fits in
    files) _files; return ;;
    folders) _files -/; return ;;
    *,) compset -P '*,'; _jakref_words "${fits%,}"; compadd -S '' -- "${list[@]}"; return ;;
  esac
  _jakref_words "$fits"
  compadd -- "${list[@]}"
}

if [[ ${funcstack[1]} == _jakref ]]; then
  _jakref "$@"
else
  compdef _jakref jakref
fi
"#;

/// The name under which the words that fit are found.
fn name(fits: &Fits, own: &str) -> String {
    match fits {
        Fits::Nothing => "nothing".to_owned(),
        Fits::List(list) => (*list).to_owned(),
        Fits::Lists(list) => format!("{list},"),
        Fits::Words(_) => own.to_owned(),
        Fits::Files => "files".to_owned(),
        Fits::Folders => "folders".to_owned(),
    }
}

/// What knows which words fit where: the same in both shells.
fn functions(script: &Script) -> String {
    let mut out = String::new();
    let mut words = String::new();
    let mut put = |name: &str, list: &str| {
        let _ = writeln!(words, "    {name}) list=({list} ) ;;");
    };
    for (name, list) in &script.lists {
        put(name, &all_quoted(list));
    }
    let mut values = String::new();
    let mut takes = Vec::new();
    for (flag, fits) in script.valued() {
        let own = format!("option-{}", flag.long);
        if let Fits::Words(list) = fits {
            put(&own, &all_quoted(list));
        }
        let written = flag.written().collect::<Vec<_>>().join("|");
        let _ = writeln!(values, "    {written}) fits={} ;;", name(fits, &own));
        takes.push(written);
    }
    let written = |flags: &[Flag]| all_quoted(flags.iter().flat_map(Flag::written));
    let global = written(&script.global);
    let mut arguments = String::new();
    for command in &script.commands {
        for (place, fits) in [("first", &command.first), ("rest", &command.rest)] {
            if let Fits::Words(list) = fits {
                put(&format!("{}-{place}", command.name), &all_quoted(list));
            }
        }
        put(&format!("{}-options", command.name), &format!("{}{global}", written(&command.flags)));
        let [first, rest] = [("first", &command.first), ("rest", &command.rest)]
            .map(|(place, fits)| name(fits, &format!("{}-{place}", command.name)));
        let _ = writeln!(
            arguments,
            "    {}) if [[ names -eq 0 ]]; then fits={first}; else fits={rest}; fi ;;",
            command.name
        );
    }
    let commands: Vec<&str> = script.commands.iter().map(|it| it.name.as_str()).collect();
    let show = script.commands.iter().find(|it| it.name == "show");
    put("-options", &format!("{}{global}", show.map(|it| written(&it.flags)).unwrap_or_default()));
    put("beginning", &all_quoted(commands.iter().chain(&["help"])));
    let _ = write!(
        out,
        "\n_jakref_words() {{\n  list=()\n  case $1 in\n{words}  esac\n  if [[ $1 == beginning ]]; then\n    \
         local begun\n    begun=(\"${{list[@]}}\")\n    _jakref_words treatments\n    begun+=(\"${{list[@]}}\")\n    \
         _jakref_words groups\n    list=(\"${{begun[@]}}\" \"${{list[@]}}\")\n  fi\n}}\n"
    );
    let _ = write!(
        out,
        "\n_jakref_takes_value() {{\n  case $1 in\n    {}) return 0 ;;\n  esac\n  return 1\n}}\n",
        takes.join("|")
    );
    let _ =
        write!(out, "\n_jakref_value() {{\n  case $1 in\n{values}    *) return 1 ;;\n  esac\n}}\n");
    let _ = write!(
        out,
        "\n_jakref_is_command() {{\n  case $1 in\n    {}|help) return 0 ;;\n  esac\n  return 1\n}}\n",
        commands.join("|")
    );
    let _ = write!(
        out,
        "\n_jakref_argument() {{\n  if [[ $cur == -* ]]; then fits=$command-options; return; fi\n  case $command in\n\
         {arguments}    help) fits=beginning ;;\n    *) if [[ names -eq 0 ]]; then fits=beginning; else fits=topics; fi ;;\n  esac\n}}\n"
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_run_that_stands_in_quotation_marks() {
        assert_eq!(quoted("$(x) `y` \"z\""), "'$(x) `y` \"z\"'");
        assert_eq!(quoted("a'b"), r"'a'\''b'");
    }
}
