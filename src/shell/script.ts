import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { quoteForNu, quoteForPowerShell, singleQuote, singleQuoteForFish } from '../core/shell-quote.ts';
import type { InitShell, Shell } from './shells.ts';

export interface ScriptOptions {
  readonly prompt: boolean;
  readonly nudge: boolean;
}

/** The script for a shell's start file. `file` is the store unless FOURTHINGS_DB names another when the prompt is shown. */
export function initScript(shell: InitShell, file: string, { prompt, nudge }: ScriptOptions): string {
  if (shell === 'nu') return nuScript(file, { prompt, nudge });
  if (shell === 'powershell') return powerShellScript(file, { prompt, nudge });
  const variables = [
    ['_four_store', file],
    ['_four_with_prompt', prompt ? '1' : '0'],
    ['_four_with_nudge', nudge ? '1' : '0'],
  ] as const;
  const assign = (name: string, value: string) =>
    shell === 'fish' ? `set -g ${name} ${singleQuoteForFish(value)}` : `${name}=${singleQuote(value)}`;
  return `${wrap(shell, [...variables.map(([name, value]) => assign(name, value)), ownScript(`four.${shell}`)].join('\n'))}\n`;
}

function nuScript(file: string, { prompt, nudge }: ScriptOptions): string {
  return `const _four_store = ${quoteForNu(file)}
const _four_with_prompt = ${prompt}
const _four_with_nudge = ${nudge}
${ownScript('four.nu')}`;
}

function powerShellScript(file: string, { prompt, nudge }: ScriptOptions): string {
  return `$global:_four_store = ${quoteForPowerShell(file)}
$global:_four_with_prompt = $${prompt}
$global:_four_with_nudge = $${nudge}
${ownScript('four.ps1')}`;
}

export interface StoredScript {
  /** Where the script is stored. */
  readonly file: string;
  /** The words of the command that prints it. */
  readonly init: readonly string[];
}

/**
 * What stands in a start file itself, and waits for no process: it runs the stored script, unless the command is newer or the script
 * belongs to somebody else, and has the script and the status written again in the background.
 */
export function cachedScript(shell: Shell, { file, init }: StoredScript): string {
  const quote = shell === 'fish' ? singleQuoteForFish : singleQuote;
  const words = init.map((word) => (/^[\w-]+$/.test(word) ? word : quote(word)));
  return CACHED[shell](quote(file), ['command', ...words].join(' '));
}

const CACHED: { readonly [shell in Shell]: (file: string, command: string) => string } = {
  bash: (file, command) => `if [[ $- == *i* ]] && builtin hash four 2>/dev/null; then
  _four_script=${file}
  if [[ -O $_four_script && ! \${BASH_CMDS[four]-} -nt $_four_script ]]; then
    . "$_four_script"
  else
    eval "$(${command})"
  fi
  (${command} --cached </dev/null >/dev/null 2>&1 &)
fi
`,
  zsh: (file, command) => `if [[ -o interactive ]] && (( \${+commands[four]} )); then
  _four_script=${file}
  if [[ -O $_four_script && ! \${commands[four]} -nt $_four_script ]]; then
    . "$_four_script"
  else
    eval "$(${command})"
  fi
  (${command} --cached </dev/null >/dev/null 2>&1 &)
fi
`,
  fish: (file, command) => `if status is-interactive; and command -q four
    set -g _four_script ${file}
    if test -O $_four_script; and not test (command -s four) -nt $_four_script
        source $_four_script
    else
        ${command} | source
    end
    ${command} --cached </dev/null >/dev/null 2>&1 &
    disown
end
`,
};

/** Shells read start files for some scripts too, so the script does nothing unless the shell is interactive. */
function wrap(shell: Shell, script: string): string {
  if (shell === 'bash') return `if [[ $- == *i* ]]; then\n${script}fi`;
  if (shell === 'fish') {
    const folder = `set -g _four_completions ${singleQuoteForFish(completionsFolder())}`;
    return `if status is-interactive\n${folder}\n${script}end`;
  }
  // The functions keep the options that they were defined under: whatever the user has set, they work as written.
  const own = `emulate zsh -o extended_glob -o no_aliases -c ${singleQuote(script)}`;
  return `if [[ -o interactive ]]; then\n${ZSH_HOOK}${own}\nfi`;
}

/** Defined under the user's options, of which the prompt needs one. */
const ZSH_HOOK = `_four_precmd() {
  if [[ -o promptpercent ]]; then _four_prompt percent; else _four_prompt text; fi
}
`;

// The build copies the scripts beside the bundle.
function ownScript(name: string): string {
  return fs.readFileSync(ownFile(name), 'utf8');
}

function ownFile(name: string): string {
  return createRequire(import.meta.url).resolve(`./${name}`);
}

/** The folder with a four.fish that holds no completions. The sources use that of the build. */
function completionsFolder(): string {
  const beside = path.join(path.dirname(ownFile('four.fish')), 'completions');
  return fs.existsSync(beside) ? beside : path.resolve(beside, '../../../dist/completions');
}
