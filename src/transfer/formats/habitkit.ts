import { type Day, fromOrdinal, isSupportedDay, MS_PER_DAY, parseInstant } from '../../core/day.ts';
import { CommandError, UsageError } from '../../core/errors.ts';
import { doneThing, withAmount } from '../fields.ts';
import { type FileStart, type ImportContext, type Importer, type ImportSource, textOf } from '../import-source.ts';
import { type EntryLocation, ImportedHistory } from '../imported-history.ts';
import { type Fields, fieldsOf, listOf, parseJson, plainWord } from '../json-fields.ts';

/** The JSON export of HabitKit: habits, and how often each was completed on a day. https://www.habitkit.app */
export const importer: Importer = { detect, read };

function detect({ text }: FileStart): boolean {
  return /^\s*\{/.test(text) && /"habits"\s*:\s*\[/.test(text) && /"(isInverse|timezoneOffsetInMinutes)"/.test(text);
}

function read(source: ImportSource, { today }: ImportContext): ImportedHistory {
  const file = fieldsOf(parseJson(textOf(source), source.name));
  if (!Array.isArray(file.habits) || !Array.isArray(file.completions))
    throw new CommandError(`${source.name} is not an export of HabitKit`, 'Nothing was changed.');
  const habits = new Map(listOf(file.habits).map((habit) => [habit.id, habit]));
  const targets = new Map(listOf(file.intervals).map((one) => [one.habitId, one.requiredNumberOfCompletionsPerDay]));
  const history = new ImportedHistory('entry');
  const seen = new Set<string>();
  for (const [index, completion] of listOf(file.completions).entries()) {
    const { name, isInverse } = habits.get(completion.habitId) ?? {};
    const habit = plainWord(name) ?? '';
    const location: EntryLocation = { habit, where: `completions[${index}]` };
    history.readEntry(location, () => {
      if (isInverse === true) throw new UsageError('a habit to avoid');
      const day = civilDay(completion);
      if (day > today) throw new UsageError('in the future');
      const did = noteOf(completion, targets.get(completion.habitId));
      const key = `${day} ${plainWord(completion.habitId)}`;
      if (seen.has(key)) throw new UsageError('the day appears twice');
      seen.add(key);
      history.addThing(day, doneThing(location, day, habit, did));
    });
  }
  return history;
}

/** Throws a usage error for a day on which the habit was not completed as often as it should be. */
function noteOf({ amountOfCompletions, note }: Fields, target: unknown): string {
  const amount = Number(amountOfCompletions ?? 1);
  if (!(amount > 0)) throw new UsageError('not done');
  if (amount < Number(target ?? 1)) throw new UsageError('target not reached');
  return withAmount(plainWord(note) ?? '', amount > 1 ? `${amount} times` : '');
}

/** The day where the user was: HabitKit writes an instant and the offset from UTC at that place, in minutes. */
function civilDay({ date, timezoneOffsetInMinutes: offset }: Fields): Day {
  const instant = parseInstant(plainWord(date) ?? '');
  const minutes = Number(offset ?? 0);
  const day = instant && fromOrdinal(Math.floor((instant.getTime() + minutes * 60_000) / MS_PER_DAY));
  if (day === undefined || !isSupportedDay(day)) throw new UsageError('invalid date');
  return day;
}
