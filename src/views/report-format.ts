/** The formats of a report. They are apart from the code that writes them, which loads only when it is needed. */
export const REPORT_FORMATS = ['text', 'md', 'html'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];
