
_jakref() {
  local cur=${COMP_WORDS[COMP_CWORD]} place= how= before= word
  local -a list
  list=()
  COMPREPLY=()
  if [[ $cur == = ]]; then cur=; fi
  _jakref_behind "${COMP_WORDS[@]:1:COMP_CWORD-1}"
  _jakref_fits "$place"
  case $how in
    :files) _jakref_files -f ;;
    :folders) _jakref_files -d ;;
    :several) before=${cur%"${cur##*,}"}; cur=${cur##*,} ;;
  esac
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
