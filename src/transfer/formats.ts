export const EXPORT_FORMATS = ['json', 'csv', 'md', 'todotxt'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const IMPORT_FORMATS = ['json', 'csv', 'harsh', 'loop', 'taskwarrior', 'todotxt'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];
