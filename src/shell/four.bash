# Bash has no descriptions for completions. While several words match, each is shown with its meaning; the last one alone is inserted.
_four_described() {
  local index word
  _four "$@"
  compopt -o nosort 2>/dev/null || :
  for index in "${!COMPREPLY[@]}"; do
    word=${COMPREPLY[index]}
    if ((${#COMPREPLY[@]} == 1)) || [[ ${COMP_TYPE-} == 37 || ${COMP_TYPE-} == 42 ]]; then
      word=${word%%$'\037'*}
    else
      word=${word/$'\037'/  }
      word=${word:0:${COLUMNS:-80} - 3}
    fi
    COMPREPLY[index]=$word
  done
}
complete -F _four_described -- four

# Reads the status line that holds now from the file that `four` keeps beside the store. The file is data: we keep only digits and
# plain characters of it, and start no other program to read it.
_four_read_status() {
  local LC_ALL=C line current='' now=${FOURTHINGS_NOW-} day did planned streak
  local -a lines=()
  FOUR_SEGMENT='' _four_due='' _four_sentence=''
  local file=${FOURTHINGS_DB:-$_four_store}.status
  file=${file/#'~/'/$HOME/} # as `four` reads it
  [[ -f $file && -r $file ]] || return 0
  mapfile -n 100 -t lines <"$file"
  [[ $now ]] || printf -v now '%(%Y-%m-%dT%H:%M)T' -1
  for line in ${lines[@]+"${lines[@]}"}; do
    [[ ${line:0:16} > ${now:0:16} ]] && break
    current=$line
  done
  IFS=' ' read -r _ _ day did planned streak _four_due _four_sentence <<<"$current" || :
  if [[ -z $did || -z $planned || -z $streak || $did$planned$streak == *[!0-9]* ]]; then
    _four_due=''
    return 0
  fi
  [[ $planned != 0 ]] || planned=4
  FOUR_SEGMENT="$did/$planned "
  [[ $streak == 0 ]] || FOUR_SEGMENT+="${streak}d "
  _four_due="${day//[!0-9-]/} ${_four_due//[!a-z]/}"
  _four_sentence=${_four_sentence//[!\ -~]/}
}

# Prints each nudge once across all shells: the last one printed is noted beside the store.
_four_nudge() {
  local said='' file=${FOURTHINGS_DB:-$_four_store}.nudged
  file=${file/#'~/'/$HOME/}
  local -a lines=()
  [[ $_four_due == *' morning' || $_four_due == *' evening' ]] || return 0
  [[ $_four_due != "${_four_nudged-}" && -t 0 && -t 1 && -t 2 ]] || return 0
  _four_nudged=$_four_due
  if [[ -f $file && -r $file ]]; then mapfile -n 2 -t lines <"$file"; fi
  said=${lines[0]-}
  [[ $said != "$_four_due" ]] || return 0
  printf '%s\n' "$_four_sentence" >&2
  # A file of that name that is not ours stays as it is.
  if [[ -e $file || -L $file ]]; then
    [[ -f $file && ! -L $file && -O $file && ${#lines[@]} -lt 2 ]] || return 0
    [[ ! -s $file || $said == ????-??-??' morning' || $said == ????-??-??' evening' ]] || return 0
  fi
  { printf '%s\n' "$_four_due" >|"$file"; } 2>/dev/null || :
}

_four_prompt() {
  local status=$?
  _four_read_status
  # The prompt holds a variable, so that the segment is not lost when the prompt is moved or extended.
  if [[ $_four_with_prompt == 1 && ${PS1-} != *FOUR_SEGMENT* ]]; then PS1='${FOUR_SEGMENT-}'${PS1-}; fi
  [[ $_four_with_nudge == 0 ]] || _four_nudge
  # Later parts of PROMPT_COMMAND may read the status. With `set -e`, returning a failure would end the shell.
  [[ $- == *e* ]] || return "$status"
}

# Bash can print the time without another program from 4.2 on.
if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 402)) && [[ $_four_with_prompt$_four_with_nudge != 00 ]]; then
  if [[ ${PROMPT_COMMAND[*]-} == *_four_prompt* ]]; then
    :
  elif ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 501)) && [[ ${PROMPT_COMMAND+set} && ${PROMPT_COMMAND@a} == *a* ]]; then
    PROMPT_COMMAND+=(_four_prompt)
  else
    PROMPT_COMMAND="${PROMPT_COMMAND:+$PROMPT_COMMAND$'\n'}_four_prompt"
  fi
fi
