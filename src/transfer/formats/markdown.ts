import { formatWeekdayLong } from '../../core/day.ts';
import { groupBy } from '../../core/group.ts';
import { dayText } from '../day-markdown.ts';
import type { ExportedHistory, Exporter } from '../exported-history.ts';

/** A heading for each day with its things as task-list items: for Obsidian, GitHub and plain reading. */
export const exporter: Exporter = { write };

function* write({ days, setbacks }: ExportedHistory): Generator<string> {
  const lost = groupBy(setbacks, ({ day }) => day);
  yield '# Four things\n';
  for (const record of days) {
    const text = dayText(record, lost.get(record.day) ?? []);
    yield `\n## ${record.day} ${formatWeekdayLong(record.day)}\n${text}`;
  }
}
