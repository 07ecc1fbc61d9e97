import { formatSpan, formatWeekday, formatWeekdayLong, weekNumber } from '../core/day.ts';
import { totalOf } from '../core/day-status.ts';
import type { LabelTotal } from '../core/labels.ts';
import type { Setback } from '../core/setback.ts';
import type { Settings } from '../core/settings.ts';
import { countedSlot, type DayRecord, doneThings, SLOTS, type Slot, type Thing } from '../core/thing.ts';
import type { WeekSummary } from '../core/week.ts';
import { labelFigures } from './labels.ts';
import { type ReportItem, type ReportSection, writeReport } from './report.ts';
import type { ReportFormat } from './report-format.ts';
import { settledHow } from './setbacks.ts';
import { doneOfNeeded } from './streak.ts';
import { weekFacts } from './week.ts';
import { weekMarksSvg } from './week-svg.ts';
import { times } from './words.ts';

/** The week to mail, paste or commit: what was done by label, or by day without labels, and what there is to learn from it. */
export function weekReport(week: WeekSummary, settings: Settings, format: ReportFormat): string {
  const title = `Week ${weekNumber(week.from, settings.weekStart)}, ${formatSpan(week.from, week.to)}`;
  const done = week.labels === null ? daySections(week, settings) : labelSections(week, week.labels);
  const sections = [
    { title: 'From last week', items: noteItems(week.note) },
    ...done,
    { title: 'Setbacks', items: week.setbacks.toReversed().map(setbackItem) },
    { title: 'Carried most', items: carriedMost(week) },
    { title: 'Into next week', items: noteItems(week.nextNote) },
  ];
  return writeReport({ name: title, title, picture: weekMarksSvg(week), facts: weekFacts(week), sections }, format);
}

function noteItems(note: string | null): ReportItem[] {
  return note === null ? [] : [{ text: note }];
}

function daySections({ days }: WeekSummary, { minimum }: Settings): ReportSection[] {
  return days.map((record) => {
    const total = totalOf(record);
    const figures = total.done + total.planned > 0 ? `, ${doneOfNeeded(total, minimum)}` : '';
    return {
      title: formatWeekdayLong(record.day) + figures,
      items: [...doneThings(record).map(doneItem), ...restItems(record, 'Rest day')],
    };
  });
}

function labelSections({ days }: WeekSummary, labels: NonNullable<WeekSummary['labels']>): ReportSection[] {
  const byLabel = SLOTS.map((slot, index) => {
    const total = labels[index] as LabelTotal;
    return { title: `${total.label}, ${labelFigures(total)}`, items: itemsIn(slot, days) };
  });
  const rest = days.flatMap((record) => restItems(record, formatWeekdayLong(record.day)));
  return [...byLabel, { title: 'Extras', items: itemsIn(null, days) }, { title: 'Rest days', items: rest }];
}

/** What was done in a slot on each day, with the day's name; the extras for null. */
function itemsIn(slot: Slot | null, days: readonly DayRecord[]): ReportItem[] {
  return days.flatMap((record) =>
    doneThings(record)
      .filter((thing) => countedSlot(thing) === slot)
      .map((thing) => ({ ...doneItem(thing), note: formatWeekday(record.day) })),
  );
}

function doneItem({ text, did }: Thing): ReportItem {
  return { text, did };
}

function restItems({ rest }: DayRecord, name: string): ReportItem[] {
  return rest === null ? [] : [{ text: name, did: rest.reason }];
}

function setbackItem(setback: Setback): ReportItem {
  const { day, text, lesson, next } = setback;
  const details = [...(lesson === null ? [] : [lesson]), ...(next === null ? [] : [`Next: ${next.text}`])];
  return { text, note: `${formatWeekday(day)}, ${settledHow(setback)}`, details };
}

function carriedMost({ mostCarried }: WeekSummary): ReportItem[] {
  return mostCarried === null ? [] : [{ text: mostCarried.text, note: times(mostCarried.carried) }];
}
