import { exportHistory } from '../transfer/export.ts';
import { EXPORT_FORMATS } from '../transfer/formats.ts';
import { defineCommand } from './command.ts';
import { checkSpan, spanOptions } from './days.ts';
import { choiceOf, option } from './options.ts';
import { refuseJsonAnd } from './report-option.ts';

export const exportCommand = defineCommand({
  name: 'export',
  group: 'data',
  summary: 'Write your history to standard output',
  days: 'back',
  options: {
    format: option({
      flags: '--format <format>',
      summary: `Write one of ${EXPORT_FORMATS.join(', ')} (default json, which holds everything)`,
      completion: EXPORT_FORMATS,
      parse: choiceOf(EXPORT_FORMATS, '--format'),
    }),
    ...spanOptions,
  },
  examples: [
    { line: 'four export > four.json', meaning: 'Everything' },
    { line: 'four export --format md --from monday', meaning: 'This week, to read' },
  ],
  async run(session, { format = 'json', from, to }) {
    if (format !== 'json') refuseJsonAnd(format, session);
    checkSpan(session, from, to);
    const { store, settings, today, output } = session;
    output.printDocument(await exportHistory({ store, settings, today, format, from, to }));
  },
});
