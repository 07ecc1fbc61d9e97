# Runs at the first prompt, after all start files: they may set up completion after this line, or never.
_four_register() {
  add-zsh-hook -d precmd _four_register
  if (( ! ${+functions[compdef]} )); then
    autoload -Uz compinit && compinit -i
  fi
  compdef _four four
}

# Reads the status line that holds now from the file that `four` keeps beside the store. The file is data: we keep only digits and
# plain characters of it, and start no other program to read it.
_four_read_status() {
  emulate -L zsh
  local file=${FOURTHINGS_DB:-$_four_store}.status now=${FOURTHINGS_NOW-} line current counts
  file=${file/#\~\//$HOME/} # as `four` reads it
  local -a fields
  typeset -g FOUR_SEGMENT= _four_due= _four_sentence=
  psvar[44]=
  [[ -f $file && -r $file ]] || return 0
  [[ -n $now ]] || strftime -s now '%Y-%m-%dT%H:%M' $EPOCHSECONDS
  for line in ${(f)"$(<$file)"}; do
    [[ $line[1,16] > $now[1,16] ]] && break
    current=$line
  done
  fields=(${(s: :)current})
  counts=${(j::)fields[4,6]}
  [[ $#fields -gt 6 && $counts != *[^0-9]* ]] || return 0
  [[ $fields[5] != 0 ]] || fields[5]=4
  FOUR_SEGMENT="$fields[4]/$fields[5] "
  [[ $fields[6] == 0 ]] || FOUR_SEGMENT+="$fields[6]d "
  psvar[44]=$FOUR_SEGMENT
  _four_due="${fields[3]//[^0-9-]/} ${fields[7]//[^a-z]/}"
  _four_sentence=${${(j: :)fields[8,-1]}//[^ -~]/}
}

# Prints each nudge once across all shells: the last one printed is noted beside the store.
_four_nudge() {
  emulate -L zsh -o extended_glob
  local file=${FOURTHINGS_DB:-$_four_store}.nudged said=
  file=${file/#\~\//$HOME/}
  [[ $_four_due == *' '(morning|evening) ]] || return 0
  [[ $_four_due != ${_four_nudged-} && -t 0 && -t 1 && -t 2 ]] || return 0
  typeset -g _four_nudged=$_four_due
  if [[ -f $file && -r $file ]]; then said=$(<$file); fi
  [[ $said != $_four_due ]] || return 0
  print -r -- $_four_sentence >&2
  # A file of that name that is not ours stays as it is.
  if [[ -e $file || -L $file ]]; then
    [[ -f $file && ! -L $file && -O $file ]] || return 0
    [[ ! -s $file || $said == [0-9](#c4)-[0-9](#c2)-[0-9](#c2)' '(morning|evening) ]] || return 0
  fi
  { print -r -- $_four_due >|$file } 2>/dev/null || :
}

_four_prompt() {
  local -i last=$?
  emulate -L zsh
  _four_read_status
  # psvar works whatever options the prompt has, and the segment is not lost when the prompt is extended.
  if [[ $_four_with_prompt == 1 && "$PROMPT$RPROMPT" != *(44v|FOUR_SEGMENT)* ]]; then PROMPT='%(44V.%44v.)'$PROMPT; fi
  if [[ $_four_with_nudge == 1 ]]; then _four_nudge; fi
  return last
}

autoload -Uz add-zsh-hook
add-zsh-hook precmd _four_register
if [[ $_four_with_prompt$_four_with_nudge != 00 ]] && zmodload zsh/datetime; then
  add-zsh-hook precmd _four_prompt
fi
