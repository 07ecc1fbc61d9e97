import { WEEKDAYS } from '../core/day.ts';
import type { Finding, Share } from '../core/stats.ts';
import { findingWords } from './findings.ts';
import type { StatsContent } from './stats.ts';

/** Shares are of what was planned, from 0 to 1; null where nothing was. */
export function statsJson({ stats, weeks, labels }: StatsContent) {
  const { from, to, days, unplanned, weekdays, hours, slots, carried, findings } = stats;
  return {
    from,
    to,
    days,
    ...shareJson(stats),
    unplanned,
    weekdays: weekdays.map((share) => ({ weekday: WEEKDAYS[share.weekday], ...shareJson(share) })),
    hours: hours.map((done, hour) => ({ hour, done, share: ratio(done, stats.planned) })),
    slots: slots.map((share) => ({ slot: share.slot, label: labels?.[share.slot - 1] ?? null, ...shareJson(share) })),
    carried: carried.map((share) => ({ times: share.times, ...shareJson(share) })),
    weeks,
    findings: findings.map((finding) => findingJson(finding, labels)),
  };
}

function shareJson({ planned, done }: Share) {
  return { planned, done, share: ratio(done, planned) };
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((1000 * part) / whole) / 1000;
}

function findingJson(finding: Finding, labels: readonly string[] | null) {
  const { group, side, others, chance } = finding;
  const named = group.kind === 'weekday' ? { ...group, weekday: WEEKDAYS[group.weekday] } : group;
  return { ...named, ...shareJson(side), others: shareJson(others), chance, text: findingWords(finding, labels) };
}
