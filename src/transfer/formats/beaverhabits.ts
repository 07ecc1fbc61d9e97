import { UsageError } from '../../core/errors.ts';
import { doneThing, requirePastDay } from '../fields.ts';
import { type FileStart, type ImportContext, type Importer, type ImportSource, textOf } from '../import-source.ts';
import { type EntryLocation, ImportedHistory } from '../imported-history.ts';
import { fieldsOf, listOf, parseJson, plainWord } from '../json-fields.ts';

/** The JSON export of Beaver Habit Tracker: habits, each with its days. https://github.com/daya0576/beaverhabits */
export const importer: Importer = { detect, read };

function detect({ text }: FileStart): boolean {
  return /^\s*\{/.test(text) && /"habits"\s*:\s*\[/.test(text) && /"records"\s*:\s*\[/.test(text);
}

function read(source: ImportSource, { today }: ImportContext): ImportedHistory {
  const history = new ImportedHistory('entry');
  for (const habit of listOf(fieldsOf(parseJson(textOf(source), source.name)).habits)) {
    const name = plainWord(habit.name) ?? '';
    for (const record of listOf(habit.records)) {
      const date = plainWord(record.day) ?? '';
      const location: EntryLocation = { habit: name, where: `${name} on ${date}` };
      history.readEntry(location, () => {
        const day = requirePastDay(date, today);
        if (record.done !== true) throw new UsageError('not done');
        history.addThing(day, doneThing(location, day, name, plainWord(record.text)));
      });
    }
  }
  return history;
}
