import { UsageError } from '../../core/errors.ts';
import { addTask } from '../fields.ts';
import { type FileStart, type ImportContext, type Importer, type ImportSource, textOf } from '../import-source.ts';
import { ImportedHistory } from '../imported-history.ts';
import { type Fields, fieldsOf, listOf, parseJson } from '../json-fields.ts';

/** `Tasks.json` of Google Takeout: lists of tasks. https://takeout.google.com */
export const importer: Importer = { detect, read };

function detect({ text }: FileStart): boolean {
  return /^\s*\{/.test(text) && /"kind"\s*:\s*"tasks#/.test(text);
}

function read(source: ImportSource, context: ImportContext): ImportedHistory {
  const history = new ImportedHistory('task');
  const tasks = tasksIn(fieldsOf(parseJson(textOf(source), source.name)));
  for (const [index, { title, status, deleted, completed, notes }] of tasks.entries()) {
    const location = `task ${index + 1}`;
    history.readEntry(location, () => {
      if (deleted === true) throw new UsageError('deleted');
      if (status !== 'completed') throw new UsageError('not done');
      addTask({ location, end: completed, text: title, note: notes }, context, history);
    });
  }
  return history;
}

/** The tasks of a list, or of a list of lists. */
function tasksIn({ items }: Fields): Fields[] {
  return listOf(items).flatMap((item) => (Array.isArray(item.items) ? tasksIn(item) : [item]));
}
