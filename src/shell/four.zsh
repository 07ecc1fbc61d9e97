_four_complete() {
  local -a _four_found _four_words _four_shown expl
  local _four_word _four_line
  # Quotes around the word are left out of it.
  _four_word=$IPREFIX$PREFIX
  [[ $compstate[quote] == "'" ]] || _four_word=${(Q)_four_word}
  _four_found=("${(@f)$(COLUMNS=$COLUMNS command four __complete zsh -- "${(@Q)words[2,CURRENT-1]}" "$_four_word" </dev/null 2>/dev/null)}")
  if [[ $_four_found[1] == files ]]; then
    compset -P '--[a-z-]##='
    _files
    return
  fi
  for _four_line in $_four_found; do
    [[ -n $_four_line ]] || continue
    _four_words+=("${_four_line%%$'\037'*}")
    _four_shown+=("${_four_line/$'\037'/  }")
  done
  # In our order, which _describe keeps only while no two meanings are the same, and with what was typed in any case.
  _wanted -V four expl four compadd -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}' -l -d _four_shown -a _four_words
}

# Runs at each prompt and while a line is typed: completion may be set up before this line or after it, later, again, or never.
_four_register() {
  (( ${+functions[compdef]} )) || return 0
  [[ ${_comps[four]-} == _four_complete ]] || compdef _four_complete four
}

_four_set_up_completion() {
  if (( ! ${+functions[compdef]} )); then
    autoload -Uz compinit && compinit -i
  fi
  _four_register
}

# The file beside the store whose name ends in $1, in _four_file. Without an absolute name `four` has no store either.
_four_find() {
  typeset -g _four_file=${FOURTHINGS_DB:-$_four_store}
  _four_file=${_four_file/#\~\//$HOME/}
  [[ $_four_file == /* ]] || return 1
  _four_file+=.$1
}

# Reads the status that holds now from the file that `four` keeps beside the store. The file is data: we keep only plain characters
# of its beginning, and start no other program to read it.
_four_read_status() {
  local _four_now=${FOURTHINGS_NOW-} _four_text= _four_line
  local -a _four_fields
  typeset -g FOUR_SEGMENT= _four_due= _four_sentence=
  if _four_find status && [[ -f $_four_file && -r $_four_file ]]; then
    sysread -s 20000 _four_text <$_four_file
    [[ -n $_four_now ]] || strftime -s _four_now '%Y-%m-%dT%H:%M' $EPOCHSECONDS
    for _four_line in ${(f)_four_text}; do
      [[ ${_four_line[1,16]} > ${_four_now[1,16]} ]] && break
      _four_fields=("${(@ps:\t:)_four_line}")
    done
    FOUR_SEGMENT=${_four_fields[4]-}
    _four_due="${_four_fields[3]-} ${_four_fields[5]-}"
    _four_sentence=${${_four_fields[6]-}//[^ -~]/}
    if [[ $FOUR_SEGMENT$_four_due == *[^0-9a-z/\ -]* || $#FOUR_SEGMENT -gt 40 ]]; then FOUR_SEGMENT= _four_due=; fi
    if [[ $FOUR_SEGMENT == - ]]; then FOUR_SEGMENT=; fi
  fi
  FOUR_SEGMENT+=${FOUR_SEGMENT:+ }
  psvar[44]=$FOUR_SEGMENT
}

# Prints each nudge once across all shells: the last one printed is noted beside the store.
_four_nudge() {
  local _four_said=
  _four_find nudged || return 0
  [[ $_four_due == *' '(morning|evening) ]] || return 0
  [[ $_four_file:$_four_due != ${_four_nudged-} && -t 0 && -t 1 && -t 2 ]] || return 0
  typeset -g _four_nudged=$_four_file:$_four_due
  if [[ -f $_four_file && -r $_four_file ]]; then sysread -s 100 _four_said <$_four_file; fi
  _four_said=${_four_said%$'\n'}
  [[ $_four_said != $_four_due ]] || return 0
  builtin print -r -- $_four_sentence >&2
  # A file of that name that is not ours stays as it is.
  if [[ -e $_four_file || -L $_four_file ]]; then
    [[ -f $_four_file && ! -L $_four_file && -O $_four_file ]] || return 0
    [[ ! -s $_four_file || $_four_said == [0-9](#c4)-[0-9](#c2)-[0-9](#c2)' '(morning|evening) ]] || return 0
  fi
  { builtin print -r -- $_four_due >|$_four_file } 2>/dev/null || :
}

# Puts the segment into the prompt, after the newlines that it begins with. It is an element of psvar, which works whether or not the
# prompt expands variables; with `nopromptpercent` it is text that is replaced at each prompt.
_four_place_segment() {
  local _four_piece='%(44V.%44v.)' _four_new=$PROMPT _four_newlines
  [[ $1 == percent ]] || _four_piece=$FOUR_SEGMENT
  if [[ -n ${_four_placed-} && $_four_new == *"$_four_placed"* ]]; then
    _four_new=${_four_new/"$_four_placed"/$_four_piece}
  elif [[ "$_four_new$RPROMPT" == *(44v|FOUR_SEGMENT)* ]]; then
    return 0
  else
    _four_newlines=${_four_new%%[^$'\n']*}
    _four_new=$_four_newlines$_four_piece${_four_new#$_four_newlines}
  fi
  typeset -g _four_placed=$_four_piece
  [[ ${(t)PROMPT} == *readonly* ]] || PROMPT=$_four_new
}

_four_prompt() {
  _four_read_status
  if [[ $_four_with_prompt == 1 ]]; then _four_place_segment $1; fi
  if [[ $_four_with_nudge == 1 ]]; then _four_nudge; fi
}

autoload -Uz add-zsh-hook add-zle-hook-widget
add-zsh-hook precmd _four_set_up_completion
zmodload zsh/zle && add-zle-hook-widget line-pre-redraw _four_register 2>/dev/null
zmodload zsh/datetime zsh/system && add-zsh-hook precmd _four_precmd
