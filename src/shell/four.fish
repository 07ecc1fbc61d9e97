# Reads the status line that holds now from the file that `four` keeps beside the store. The file is data: we keep only digits and
# plain characters of it, and start no other program to read it.
function _four_read_status --on-event fish_prompt
    set -g FOUR_SEGMENT ''
    set -l store $_four_store
    # As `four` reads it.
    test -n "$FOURTHINGS_DB"; and set store (string replace -r '^~/' "$HOME/" -- $FOURTHINGS_DB)
    test -f "$store.status" -a -r "$store.status"; or return 0
    set -l time '[0-9T:-]{16} (\d+)'
    set -l now (_four_now $store.status)
    if test -n "$FOURTHINGS_NOW"
        set time '([0-9T:-]{16}) \d+'
        set now (string replace -ra '\D' '' -- (string sub -l 16 -- $FOURTHINGS_NOW))
    end
    set -l pattern '^'$time' ([0-9-]{10}) (\d+) (\d+) (\d+) (-|morning|evening) ?([ -~]*)$'
    set -l lines (string match -r -- $pattern <$store.status)
    set -l current
    # Each match gives eight values: the whole line and its seven groups.
    while test (count $lines) -ge 8
        test -n "$current" -a \( -z "$now" -o (string replace -ra '\D' '' -- $lines[2]) -gt "$now" \); and break
        set current $lines[1..8]
        set -e lines[1..8]
    end
    test -n "$current"; or return 0
    test "$current[5]" = 0; and set current[5] 4
    set -g FOUR_SEGMENT "$current[4]/$current[5] "
    test "$current[6]" = 0; or set -g FOUR_SEGMENT "$FOUR_SEGMENT$current[6]d "
    test "$_four_with_nudge" = 1; and _four_nudge $store.nudged "$current[3] $current[7]" $current[8]
    return 0
end

# The time in seconds since 1970: fish has no clock, but from 3.6 on it knows when a file was written and how long ago that is.
function _four_now
    set -l written (path mtime -- $argv[1] 2>/dev/null)
    set -l ago (path mtime -R -- $argv[1] 2>/dev/null)
    test -n "$written" -a -n "$ago"; and math $written + $ago
end

# Prints each nudge once across all shells: the last one printed is noted beside the store.
function _four_nudge -a file due sentence
    string match -qr ' (morning|evening)$' -- $due; or return 0
    test "$due" != "$_four_nudged"; and isatty stdin; and isatty stdout; and isatty stderr; or return 0
    set -g _four_nudged $due
    set -l said
    test -f $file -a -r $file; and read -z said <$file
    set said (string trim -r -c \n -- $said | string collect)
    test "$said" != "$due"; or return 0
    echo $sentence >&2
    # A file of that name that is not ours stays as it is.
    test -f $file -a -w $file -a -O $file -a ! -L $file; or return 0
    test ! -s $file; or string match -qr '^[0-9]{4}-[0-9]{2}-[0-9]{2} (morning|evening)$' -- $said; or return 0
    echo $due >$file
    return 0
end

if test "$_four_with_prompt$_four_with_nudge" = 00
    functions -e _four_read_status
end

if test "$_four_with_prompt" = 1; and not functions -q _four_original_prompt
    functions -c fish_prompt _four_original_prompt
    # The original prompt runs first, because it may read the last command's $status and $pipestatus.
    function fish_prompt
        set -l original (_four_original_prompt | string collect --no-trim-newlines --allow-empty)
        printf '%s%s' "$FOUR_SEGMENT" "$original"
    end
end
