import { formatDay } from '../core/day.ts';
import type { Setback } from '../core/setback.ts';
import type { Thing } from '../core/thing.ts';
import type { LogEntry } from './log.ts';
import { type ReportItem, type ReportSection, writeReport } from './report.ts';
import type { ReportFormat } from './report-format.ts';
import { settledHow } from './setbacks.ts';

const NAME = 'Four things';

/** Days to mail, paste or commit, in the order of the entries. `nothing` is said where there are none. */
export function logReport(entries: readonly LogEntry[], nothing: string, format: ReportFormat): string {
  const facts = entries.length === 0 ? [nothing] : [];
  return writeReport({ name: NAME, title: '', facts, sections: entries.map(daySection) }, format);
}

function daySection({ record: { day, things, rest }, setbacks }: LogEntry): ReportSection {
  const off = rest === null ? [] : [{ text: 'Rest day', did: rest.reason }];
  return { title: formatDay(day), items: [...things.map(thingItem), ...off, ...setbacks.map(setbackItem)] };
}

function thingItem({ text, did, doneAt }: Thing): ReportItem {
  return doneAt === null ? { text, note: 'open' } : { text, did };
}

function setbackItem(setback: Setback): ReportItem {
  const { text, lesson } = setback;
  return { text: `Lost: ${text}`, note: settledHow(setback), details: lesson === null ? [] : [lesson] };
}
