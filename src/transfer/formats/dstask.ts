import { UsageError } from '../../core/errors.ts';
import { addTask } from '../fields.ts';
import { type FileStart, type ImportContext, type Importer, type ImportSource, textOf } from '../import-source.ts';
import { ImportedHistory } from '../imported-history.ts';
import { listOf, parseJson } from '../json-fields.ts';

/** The output of `dstask show-resolved` or `dstask export`: a list of tasks. https://github.com/naggie/dstask */
export const importer: Importer = { detect, read };

function detect({ text }: FileStart): boolean {
  return /^\s*\[/.test(text) && ['uuid', 'summary', 'resolved'].every((key) => text.includes(`"${key}"`));
}

function read(source: ImportSource, context: ImportContext): ImportedHistory {
  const history = new ImportedHistory('task');
  for (const [index, task] of listOf(parseJson(textOf(source), source.name)).entries()) {
    const location = `task ${index + 1}`;
    history.readEntry(location, () => {
      if (task.status !== 'resolved') throw new UsageError('not done');
      addTask({ location, end: task.resolved, text: task.summary, note: task.notes }, context, history);
    });
  }
  return history;
}
