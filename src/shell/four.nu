# Asks `four` what fits at the cursor; every other command is completed as before.
def _four_complete [words: list<string>] {
  let found = (^four __complete nu -- ...($words | skip 1) | complete | get stdout | lines)
  # Without an answer nu completes file names.
  if $found == [files] { return null }
  $found | split column --number 2 "\t" value description | each {|one|
    if $one.value =~ '^[\w@%+:,./=-]*$' { $one } else { $one | update value { to json } }
  }
}

# The file beside the store with this ending. Without an absolute name `four` has no store either.
def _four_file [ending: string] {
  let named = ($env.FOURTHINGS_DB? | default '')
  let store = if $named == '' { $_four_store } else if ($named | str starts-with '~/') { $named | path expand } else { $named }
  $"($store).($ending)"
}

# Reads the status that holds now from the file that `four` keeps beside the store. The file is data: we keep only plain characters
# of its beginning, and start no other program to read it.
def _four_status [] {
  let file = (_four_file status)
  if ($file | path type) != file { return null }
  let text = (try { open --raw $file | into binary | bytes at 0..20000 | decode utf-8 } catch { '' })
  let now = ($env.FOURTHINGS_NOW? | default (date now | format date '%Y-%m-%dT%H:%M') | str substring 0..15)
  let pattern = '^(?<from>[0-9T:-]{16})\t\d+\t(?<day>[0-9-]{10})\t(?<segment>\d+/\d+(?: \d+d)?|rest(?: \d+d)?|-)\t(?<due>-|morning|evening)\t?(?<line>[ -~]*)$'
  let past = ($text | lines | parse --regex $pattern | where from <= $now)
  if ($past | is-empty) { null } else { $past | last }
}

def _four_segment [] {
  let segment = (_four_status | get --optional segment | default '-')
  if $segment == '-' { '' } else { $"($segment) " }
}

# Prints each nudge once across all shells: the last one printed is noted beside the store.
def --env _four_nudge [] {
  let status = (_four_status | default { due: '-' })
  if $status.due == '-' { return }
  let file = (_four_file nudged)
  let due = $"($status.day) ($status.due)"
  if $env.FOUR_NUDGED? == $"($file):($due)" { return }
  $env.FOUR_NUDGED = $"($file):($due)"
  let said = (try { open --raw $file | into string | str trim } catch { '' })
  if $said == $due { return }
  print --stderr $status.line
  # A file of that name that is not ours stays as it is.
  if ($file | path type) == file and ($said == '' or $said =~ '^\d{4}-\d\d-\d\d (morning|evening)$') {
    try { $"($due)\n" | save --force $file }
  }
}

if $nu.is-interactive {
  $env.config.completions.external.completer = (do {|other|
    {|words| if $words.0? == four { _four_complete $words } else if $other != null { do $other $words } }
  } $env.config.completions.external.completer?)
  if $_four_with_prompt {
    # The segment stands after the newlines that the prompt begins with.
    $env.PROMPT_COMMAND = (do {|original|
      {||
        let text = if ($original | describe) == closure { do $original } else { $original | default '' }
        $text | into string | str replace --regex '^\n*' ('${0}' + (_four_segment))
      }
    } $env.PROMPT_COMMAND?)
  }
  if $_four_with_nudge {
    $env.config.hooks.pre_prompt = ($env.config.hooks.pre_prompt? | default [] | append {|| _four_nudge })
  }
}
