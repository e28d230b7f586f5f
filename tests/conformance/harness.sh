# Sourced by the checks that are bash: counts assertions, and says what failed.
# shellcheck shell=bash

pass() {
    echo pass >>"$TALLY"
}

fail() { # command expected got
    printf 'FAILED: %s\n  expected: %s\n  got:      %s\n' "$1" "${2:0:600}" "${3:0:600}"
    echo fail >>"$TALLY"
}

equal() { # command expected got
    if [ "$2" = "$3" ]; then pass; else fail "$1" "$2" "$3"; fi
}

contains() { # command part text
    if [[ $3 == *"$2"* ]]; then pass; else fail "$1" "… $2 …" "$3"; fi
}

# The commands and their summaries as the help has them: `list<tab>List the treatments: …`.
commands() {
    "$JAKREF" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\)  *\(.*\)/\1\t\2/p' | grep .
}

command_names() {
    commands | cut -f 1
}
