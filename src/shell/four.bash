# Asks `four` what fits at the cursor. It reads the line itself, so that nothing of it is evaluated here. While several words match, each
# is shown with its meaning; one alone is inserted. What bash has to say of readonly variables is no use here.
_four_complete() {
  _four_list "$@" 2>/dev/null
}

_four_list() {
  local _four_line=${COMP_LINE:0:COMP_POINT} _four_found _four_word
  COMPREPLY=()
  # Of an alias, its words.
  _four_line=${BASH_ALIASES[$1]-$1}${_four_line#*"$1"}
  _four_found=$(COLUMNS=${COLUMNS:-80} command four __complete bash "--line=$_four_line" "--replaced=$2" </dev/null)
  if [[ $_four_found == files ]]; then
    builtin compopt -o bashdefault -o default
    return 0
  fi
  while IFS= builtin read -r _four_word; do
    # Here the word is inserted even when several match.
    [[ ${COMP_TYPE-} != 37 && ${COMP_TYPE-} != 42 ]] || _four_word=${_four_word%%$'\037'*}
    [[ -z $_four_word ]] || COMPREPLY+=("$_four_word")
  done <<<"$_four_found"
  if ((${#COMPREPLY[@]} == 1)); then COMPREPLY=("${COMPREPLY[0]%%$'\037'*}"); fi
  COMPREPLY=("${COMPREPLY[@]/$'\037'/  }")
}

# Names with a prefix throughout: a user's readonly variable of the same name would stop a function at its `local`.

# The file beside the store whose name ends in $1, in _four_file. Without an absolute name `four` has no store either.
_four_find() {
  _four_file=${FOURTHINGS_DB:-$_four_store}
  _four_file=${_four_file/#'~/'/$HOME/}
  [[ $_four_file == /* ]] || return 1
  _four_file+=.$1
}

# Reads the status that holds now from the file that `four` keeps beside the store. The file is data: we keep only plain characters
# of a few of its lines, and start no other program to read it.
_four_read_status() {
  local LC_ALL=C _four_file _four_now=${FOURTHINGS_NOW-} _four_left=100
  local _four_from _four_day _four_shown _four_what _four_words
  FOUR_SEGMENT='' _four_due='' _four_sentence=''
  _four_find status && [[ -f $_four_file && -r $_four_file ]] || return 0
  [[ $_four_now ]] || builtin printf -v _four_now '%(%Y-%m-%dT%H:%M)T' -1
  while ((_four_left-- > 0)) && IFS=$'\t' builtin read -r -n 300 _four_from _ _four_day _four_shown _four_what _four_words; do
    [[ ! ${_four_from:0:16} > ${_four_now:0:16} ]] || break
    FOUR_SEGMENT=$_four_shown _four_due="$_four_day $_four_what" _four_sentence=${_four_words//[!\ -~]/}
  done <"$_four_file"
  if [[ $FOUR_SEGMENT$_four_due == *[!0-9a-z/\ -]* || ${#FOUR_SEGMENT} -gt 40 ]]; then FOUR_SEGMENT='' _four_due=''; fi
  if [[ $FOUR_SEGMENT == - ]]; then FOUR_SEGMENT=''; fi
  FOUR_SEGMENT+=${FOUR_SEGMENT:+ }
}

# Prints each nudge once across all shells: the last one printed is noted beside the store.
_four_nudge() {
  local _four_file _four_said='' _four_more=''
  _four_find nudged || return 0
  [[ $_four_due == *' morning' || $_four_due == *' evening' ]] || return 0
  [[ $_four_file:$_four_due != "${_four_nudged-}" && -t 0 && -t 1 && -t 2 ]] || return 0
  _four_nudged=$_four_file:$_four_due
  if [[ -f $_four_file && -r $_four_file ]]; then
    { IFS= builtin read -r -n 100 _four_said; IFS= builtin read -r -n 1 _four_more; } <"$_four_file" 2>/dev/null || :
  fi
  [[ $_four_said != "$_four_due" ]] || return 0
  builtin printf '%s\n' "$_four_sentence" >&2
  # A file of that name that is not ours stays as it is.
  if [[ -e $_four_file || -L $_four_file ]]; then
    [[ -f $_four_file && ! -L $_four_file && -O $_four_file && -z $_four_more ]] || return 0
    [[ ! -s $_four_file || $_four_said == ????-??-??' morning' || $_four_said == ????-??-??' evening' ]] || return 0
  fi
  { builtin printf '%s\n' "$_four_due" >|"$_four_file"; } 2>/dev/null || :
}

# Puts the segment into the prompt, after the newlines that it begins with. It is a variable, so that it is not lost when the prompt
# is moved or extended; where the prompt expands none (`shopt -u promptvars`), it is text that is replaced at each prompt.
_four_place_segment() {
  local _four_piece='${FOUR_SEGMENT-}' _four_new=${PS1-} _four_newlines=$'^(\\\\n|\n)*'
  builtin shopt -q promptvars || _four_piece=$FOUR_SEGMENT
  if [[ ${_four_placed-} && $_four_new == *"$_four_placed"* ]]; then
    _four_new=${_four_new/"$_four_placed"/$_four_piece}
  elif [[ $_four_new == *FOUR_SEGMENT* ]]; then
    return 0
  else
    [[ $_four_new =~ $_four_newlines ]]
    _four_new=${BASH_REMATCH[0]}$_four_piece${_four_new#"${BASH_REMATCH[0]}"}
  fi
  _four_placed=$_four_piece
  # Unlike an assignment, this does not end the function where PS1 is readonly.
  [[ $_four_new == "${PS1-}" ]] || builtin printf -v PS1 '%s' "$_four_new" 2>/dev/null || :
}

_four_prompt() {
  local _four_last=$?
  _four_read_status 2>/dev/null
  [[ $_four_with_prompt == 0 ]] || _four_place_segment
  [[ $_four_with_nudge == 0 ]] || _four_nudge
  return "$_four_last"
}

_four_install() {
  local _four_name _four_version=$((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1]))
  # Bash can print the time without another program from 4.2 on, and keep the order of completions from 4.4 on. An alias is expanded
  # before bash looks for completions only where the user wants that, so each that begins with four has its own.
  if ((_four_version >= 404)); then
    for _four_name in four "${!BASH_ALIASES[@]}"; do
      [[ ${BASH_ALIASES[$_four_name]-$_four_name} =~ ^([A-Za-z_]+=[^ ]*\ +)*four(\ |$) ]] || continue
      builtin complete -o nosort -F _four_complete -- "$_four_name"
    done
  fi
  ((_four_version >= 402)) || return 0
  [[ ${PROMPT_COMMAND[*]-} != *_four_prompt* ]] || return 0
  # Later parts of PROMPT_COMMAND may read the status. In a list with `&&`, it neither ends a shell with `set -e` nor runs an ERR trap.
  if ((_four_version >= 501)) && [[ ${PROMPT_COMMAND+set} && ${PROMPT_COMMAND@a} == *a* ]]; then
    PROMPT_COMMAND+=('_four_prompt && :')
  else
    PROMPT_COMMAND="${PROMPT_COMMAND:+$PROMPT_COMMAND$'\n'}_four_prompt && :"
  fi
}
_four_install
