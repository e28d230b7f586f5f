
# The words that fit in a place, each with what it is.
function __jakref_fits
    set -l place (string escape --style=regex -- $argv[1])
    for fit in (string replace -rf -- "^$place\t" '' $__jakref_table)
        switch $fit
            case '@*'
                __jakref_fits (string trim -- $fit)
            case '*'
                printf '%s\n' $fit
        end
    end
end

function __jakref_complete
    set -l command ask
    set -l names first
    set -l value ''
    for word in (commandline -opc)[2..-1]
        if test -n "$value"
            set value ''
        else if string match -q -- $word\t'*' $__jakref_table
            set value $word
        else if string match -q -- '-*' $word
            continue
        else if test $command$names = askfirst; and string match -q -- "$word options"\t'*' $__jakref_table
            set command $word
        else
            set names rest
        end
    end
    set -l token (commandline -ct)
    set -l before ''
    if set -l parts (string match -r -- '^(--[^=]+)=(.*)' $token)
        set value $parts[2]
        set before $value=
        set token $parts[3]
    end
    set -l place "$command $names"
    if test -n "$value"
        set place $value
    else if string match -q -- '-*' $token
        set place "$command options"
    end
    for fit in (__jakref_fits $place)
        switch $fit
            case ':files*'
                printf "$before%s\n" (complete -C "'' $token")
            case ':folders*'
                printf "$before%s\n" (__fish_complete_directories $token '')
            case ':several*'
                set before (string join '' -- $before (string match -r -- '.*,' $token))
            case ':nothing*'
            case '*'
                printf '%s\n' $before$fit
        end
    end
end

complete -c jakref -f -a '(__jakref_complete)'
