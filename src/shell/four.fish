# Reads the status that holds now from the file that `four` keeps beside the store. The file is data: we keep only plain characters
# of its beginning, and start no other program to read it.
function _four_read_status --on-event fish_prompt
    set -g FOUR_SEGMENT ''
    set -l store $_four_store
    # As `four` reads it.
    builtin test -n "$FOURTHINGS_DB"; and set store (string replace -r '^~/' "$HOME/" -- $FOURTHINGS_DB)
    string match -q '/*' -- $store; and builtin test -f "$store.status" -a -r "$store.status"; or return 0
    set -l fish_read_limit 20000
    set -l text
    builtin read -z text <$store.status; or return 0
    set -l lines (string split -- \n $text)
    set -l pattern '^([0-9T:-]{16})\t(\d+)\t([0-9-]{10})\t(\d+/\d+(?: \d+d)?|rest(?: \d+d)?|-)\t(-|morning|evening)\t?([ -~]*)$'
    # Each match gives seven values: the whole line and its six groups.
    set -l found (string match -r -- $pattern $lines)
    set -l now (_four_now $store.status $lines)
    set -l time 3
    builtin test (string length -- "$now") -eq 12; and set time 2
    set -l current
    while builtin test (count $found) -ge 7
        builtin test -n "$current" -a \( -z "$now" -o (string replace -ra '\D' '' -- $found[$time]) -gt "$now" \); and break
        set current $found[1..7]
        set -e found[1..7]
    end
    builtin test -n "$current"; or return 0
    builtin test "$current[5]" = -; or set -g FOUR_SEGMENT "$current[5] "
    builtin test "$_four_with_nudge" = 1; and _four_nudge $store.nudged "$current[4] $current[6]" $current[7]
    return 0
end

# The time in seconds since 1970, or on the wall as twelve digits. fish has no clock, but from 3.6 on it knows when a file was written and
# how long ago that is. The seconds in the status file hold in the time zone that it names; in another one `date` is asked.
function _four_now -a file
    if builtin test -n "$FOURTHINGS_NOW"
        string replace -ra '\D' '' -- (string sub -l 16 -- $FOURTHINGS_NOW)
    else if not contains -- zone\t"$TZ "(path resolve /etc/localtime 2>/dev/null) $argv
        command date +%Y%m%d%H%M
    else
        set -l written (path mtime -- $file 2>/dev/null)
        set -l ago (path mtime -R -- $file 2>/dev/null)
        builtin test -n "$written" -a -n "$ago"; and math $written + $ago
    end
end

# Prints each nudge once across all shells: the last one printed is noted beside the store.
function _four_nudge -a file due sentence
    string match -qr ' (morning|evening)$' -- $due; or return 0
    builtin test "$file:$due" != "$_four_nudged"; and isatty stdin; and isatty stdout; and isatty stderr; or return 0
    set -g _four_nudged $file:$due
    set -l fish_read_limit 100
    set -l said
    builtin test -f $file -a -r $file; and builtin read -z said <$file; or set said too long
    set said (string trim -r -c \n -- $said | string collect)
    builtin test "$said" != "$due"; or return 0
    builtin echo $sentence >&2
    # A file of that name that is not ours stays as it is.
    builtin test -f $file -a -w $file -a -O $file -a ! -L $file; or return 0
    builtin test ! -s $file; or string match -qr '^[0-9]{4}-[0-9]{2}-[0-9]{2} (morning|evening)$' -- $said; or return 0
    builtin echo $due >$file
    return 0
end

# Where the start file defines the prompt again, it is wrapped again.
function _four_wrap_prompt
    functions -q fish_prompt; or return 0
    functions fish_prompt | string match -q '*FOUR_SEGMENT*'; and return 0
    functions -e _four_original_prompt
    functions -c fish_prompt _four_original_prompt
    # The original prompt runs first, because it may read the last command's $status and $pipestatus. The segment stands after the
    # newlines it begins with.
    function fish_prompt
        set -l original (_four_original_prompt $argv | string collect --no-trim-newlines --allow-empty)
        string replace -r -- '^\n*' '${0}'$FOUR_SEGMENT $original
    end
end

if builtin test "$_four_with_prompt" = 1
    _four_wrap_prompt
end

function _four_complete
    set -l current (commandline -ct)
    # What cannot be decoded, like an open quote, is read without the quote.
    set -l word (string unescape -- $current; or string unescape -- (string replace -r '^[\'"]' '' -- $current); or echo $current)
    set -l found (COLUMNS=$COLUMNS command four __complete fish -- (commandline -opc)[2..] "$word" </dev/null 2>/dev/null)
    if builtin test "$found" != files
        string join -- \n $found
        return
    end
    set -l option (string match -r '^--[a-z-]+=' -- $current)
    for file in (__fish_complete_path (string replace -r '^--[a-z-]+=' '' -- $current))
        builtin printf "%s\n" "$option$file"
    end
end

# In our order. fish loads the first four.fish of these folders: without ours it would add what it has read in the man page.
complete -c four -e
complete -c four -k -f -a '(_four_complete)'
contains -- $_four_completions $fish_complete_path; or set -gp fish_complete_path $_four_completions

# The first prompt may show the status of this.
true
