
# Puts the words that fit in a place into `list`, and into `how` what they are.
_jakref_fits() {
  local place word about
  while IFS=$'\t' read -r place word about; do
    if [[ $place != "$1" ]]; then continue; fi
    case $word in
      :*) how=$word ;;
      @*) _jakref_fits "$word" ;;
      *) list+=("$word") ;;
    esac
  done <<< "$_jakref_table"
}

_jakref_has() {
  [[ $'\n'$_jakref_table == *$'\n'"$1"$'\t'* ]]
}

# Puts into `place` what stands behind these words.
_jakref_behind() {
  local command=ask names=first value= word
  for word in "$@"; do
    # Bash takes --in=eu for three words.
    if [[ $word == = ]]; then continue
    elif [[ -n $value ]]; then value=
    elif _jakref_has "$word"; then value=$word
    elif [[ $word == -* ]]; then continue
    elif [[ $command$names == askfirst ]] && _jakref_has "$word options"; then command=$word
    else names=rest
    fi
  done
  if [[ -n $value ]]; then place=$value
  elif [[ $cur == -* ]]; then place="$command options"
  else place="$command $names"
  fi
}
