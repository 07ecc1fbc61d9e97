import type { Day } from '../core/day.ts';
import { parseImportedDay } from './fields.ts';
import type { Item } from './read-markdown.ts';

/** A task in a note. */
export interface MarkdownTask {
  readonly status: 'done' | 'not done' | 'cancelled';
  /** Without what Obsidian's plug-ins keep in it. */
  readonly text: string;
  /** When it was done, if it says so. */
  readonly day: Day | undefined;
}

// What the plug-in Tasks writes: https://publish.obsidian.md/tasks/Reference/Task+Formats
const COMPLETION = /(?:✅\ufe0f?\s*|[[(]completion::\s*)(\d{4}-\d\d-\d\d)/u;
const FIELDS = [
  /[[(](?:priority|start|created|scheduled|due|completion|cancelled|repeat|id|dependsOn|onCompletion)::[^\][()]*[\])]/gu,
  /[✅❌📅⏳🛫➕]\ufe0f?\s*\d{4}-\d\d-\d\d/gu,
  /[🔺⏫🔼🔽⏬]\ufe0f?/gu,
  /🔁\ufe0f?\s*[a-zA-Z0-9, !]+/gu,
  /[🏁🆔⛔]\ufe0f?\s*[\w,-]+/gu,
];

/** Reads a task of a list, as GitHub and the plug-ins of Obsidian write it; undefined for an item without a checkbox. */
export function parseTask({ text, isDone }: Item): MarkdownTask | undefined {
  // Obsidian has more marks than Markdown: `[-]` is cancelled, `[/]` is begun.
  const [, mark] = /^\[(.)\]\s/su.exec(text) ?? [];
  if (isDone === undefined && mark === undefined) return undefined;
  const words = FIELDS.reduce((rest, field) => rest.replace(field, ' '), isDone === undefined ? text.slice(3) : text);
  const [, completion = ''] = COMPLETION.exec(text) ?? [];
  return { status: statusOf(isDone, mark), text: words, day: parseImportedDay(completion) };
}

function statusOf(isDone: boolean | undefined, mark: string | undefined): MarkdownTask['status'] {
  if (isDone === undefined && mark === '-') return 'cancelled';
  return isDone === true ? 'done' : 'not done';
}
