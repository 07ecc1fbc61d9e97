# Asks `four` what fits at the cursor. Without an answer PowerShell completes file names.
Register-ArgumentCompleter -Native -CommandName four -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -le $cursorPosition } |
    ForEach-Object { if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text } })
  if ($wordToComplete -eq '') {
    # Before 7.3 an empty word is lost on the way to a program.
    $words += if ($PSVersionTable.PSVersion -lt [version]'7.3') { '""' } else { '' }
  }
  $found = @(& four __complete powershell '--' @words 2>$null)
  if ($found.Count -eq 1 -and $found[0] -eq 'files') { return }
  foreach ($line in $found) {
    $word, $meaning = $line -split "`t", 2
    if (-not $meaning) { $meaning = $word }
    $quoted = if ($word -match '^[\w+:./=-]+$') { $word } else { "'" + ($word -replace '[\u0027\u2018-\u201b]', '$&$&') + "'" }
    [System.Management.Automation.CompletionResult]::new($quoted, $word, 'ParameterValue', $meaning)
  }
}

# The file beside the store with this ending. Without an absolute name `four` has no store either.
function global:_four_file($ending) {
  $store = if ($env:FOURTHINGS_DB) { $env:FOURTHINGS_DB -replace '^~(?=[/\\])', $HOME.Replace('$', '$$') } else { $global:_four_store }
  "$store.$ending"
}

# Reads the status that holds now from the file that `four` keeps beside the store. The file is data: we keep only plain characters
# of its beginning, and start no other program to read it.
function global:_four_status {
  $file = _four_file status
  if (-not (Test-Path -LiteralPath $file -PathType Leaf)) { return }
  $now = if ($env:FOURTHINGS_NOW) { $env:FOURTHINGS_NOW } else { (Get-Date).ToString('yyyy-MM-ddTHH:mm', [cultureinfo]::InvariantCulture) }
  $now = $now.Substring(0, [Math]::Min(16, $now.Length))
  $pattern = '^([0-9T:-]{16})\t\d+\t([0-9-]{10})\t(\d+/\d+(?: \d+d)?|rest(?: \d+d)?|-)\t(-|morning|evening)\t?([ -~]*)$'
  $current = $null
  foreach ($line in (Get-Content -LiteralPath $file -TotalCount 100 -ErrorAction SilentlyContinue)) {
    if ($line -notmatch $pattern) { continue }
    if ([string]::CompareOrdinal($Matches[1], $now) -gt 0) { break }
    $current = @{ day = $Matches[2]; segment = $Matches[3]; due = $Matches[4]; line = $Matches[5] }
  }
  $current
}

# Prints each nudge once across all shells: the last one printed is noted beside the store.
function global:_four_nudge($status) {
  if (-not $status -or $status.due -eq '-') { return }
  $file = _four_file nudged
  $due = "$($status.day) $($status.due)"
  if ($global:_four_nudged -eq "${file}:$due") { return }
  $global:_four_nudged = "${file}:$due"
  $said = "$(Get-Content -LiteralPath $file -TotalCount 2 -ErrorAction SilentlyContinue)"
  if ($said -eq $due) { return }
  [Console]::Error.WriteLine($status.line)
  # A file of that name that is not ours stays as it is.
  $item = Get-Item -LiteralPath $file -ErrorAction SilentlyContinue
  if ($item -and -not $item.LinkType -and ($said -eq '' -or $said -match '^\d{4}-\d\d-\d\d (morning|evening)$')) {
    try { [System.IO.File]::WriteAllText($item.FullName, "$due`n") } catch { }
  }
}

# The original prompt runs first, because it may read `$?`. The segment stands after the newlines that it begins with.
if (($global:_four_with_prompt -or $global:_four_with_nudge) -and "$function:prompt" -notmatch '_four_status') {
  $global:_four_original_prompt = $function:prompt
  function global:prompt {
    $text = "$(& $global:_four_original_prompt)"
    $status = _four_status
    if ($global:_four_with_nudge) { _four_nudge $status }
    if (-not $global:_four_with_prompt -or -not $status -or $status.segment -eq '-') { return $text }
    $text -replace '^[\r\n]*', ('${0}' + $status.segment + ' ')
  }
}
