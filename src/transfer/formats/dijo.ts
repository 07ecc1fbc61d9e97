import { UsageError } from '../../core/errors.ts';
import { doneThing, requirePastDay } from '../fields.ts';
import { type FileStart, type ImportContext, type Importer, type ImportSource, textOf } from '../import-source.ts';
import { type EntryLocation, ImportedHistory } from '../imported-history.ts';
import { fieldsOf, isObject, listOf, parseJson, plainWord } from '../json-fields.ts';

/** `habit_record.json` of dijo: habits, each with a number or yes for its days. https://github.com/nerdypepper/dijo */
export const importer: Importer = { detect, read };

function detect({ text }: FileStart): boolean {
  return /^\s*\[/.test(text) && /"stats"\s*:\s*\{/.test(text) && /"goal"\s*:/.test(text);
}

function read(source: ImportSource, { today }: ImportContext): ImportedHistory {
  const history = new ImportedHistory('entry');
  for (const { name: given, stats, goal } of listOf(parseJson(textOf(source), source.name))) {
    const name = plainWord(given) ?? '';
    for (const [date, stat] of Object.entries(fieldsOf(stats))) {
      const location: EntryLocation = { habit: name, where: `${name} on ${date}` };
      history.readEntry(location, () => {
        const day = requirePastDay(date, today);
        const amount = amountOf(stat);
        if (amount === 0) throw new UsageError('not done');
        if (amount < amountOf(goal)) throw new UsageError('goal not reached');
        const did = typeof stat === 'boolean' || amount === 1 ? null : String(amount);
        history.addThing(day, doneThing(location, day, name, did));
      });
    }
  }
  return history;
}

/** A yes is 1. Fractions have a value and how many of its digits are decimals. */
function amountOf(stat: unknown): number {
  const amount = isObject(stat) ? Number(stat.value) / 10 ** Number(stat.precision) : Number(stat);
  if (!(amount >= 0)) throw new UsageError('unknown value');
  return amount;
}
