
_jakref() {
  local cur=$PREFIX place= how=
  local -a list before
  before=("${(@)words[2,CURRENT-1]}")
  if [[ $cur == --*=* ]]; then
    before+=("${cur%%=*}")
    cur=${cur#*=}
    compset -P '*='
  fi
  _jakref_behind "${before[@]}"
  _jakref_fits "$place"
  case $how in
    :files) _files ;;
    :folders) _files -/ ;;
    :several) compset -P '*,'; compadd -S '' -- "${list[@]}" ;;
    *) compadd -- "${list[@]}" ;;
  esac
}

if [[ ${funcstack[1]} == _jakref ]]; then
  _jakref "$@"
else
  compdef _jakref jakref
fi
