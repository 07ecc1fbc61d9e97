import { UsageError } from '../core/errors.ts';
import type { Session } from '../session/session.ts';
import { REPORT_FORMATS } from '../views/report-format.ts';
import { choiceOf, option } from './options.ts';

/** `--format` of a command whose result can be mailed, pasted or committed. */
export const reportFormat = option({
  flags: '--format <format>',
  summary: `Print it as one of ${REPORT_FORMATS.join(', ')}, to mail, paste or commit`,
  completion: REPORT_FORMATS,
  parse: choiceOf(REPORT_FORMATS, '--format'),
});

/** `--json` is a format of its own. */
export function refuseJsonAnd(format: string, { output }: Session): void {
  if (output.isJson) throw new UsageError(`--json and --format ${format} exclude each other`, 'Leave out one of them.');
}
