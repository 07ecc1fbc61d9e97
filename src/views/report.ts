import { sanitize } from '../core/text.ts';
import { escapeMarkdown } from './markdown.ts';
import { escapeMarkup } from './markup.ts';
import { htmlList, htmlPage } from './page.ts';
import { PICTURE_STYLE } from './picture.ts';
import type { ReportFormat } from './report-format.ts';

/** What is mailed, pasted or committed: the same content in every format. Texts are as they are stored. */
export interface Report {
  /** Of an HTML page. */
  readonly name: string;
  /** The heading; left out if it is empty. */
  readonly title: string;
  /** SVG for an HTML page, which contains `PICTURE_STYLE` then. */
  readonly picture?: string;
  readonly facts: readonly string[];
  readonly sections: readonly ReportSection[];
}

export interface ReportSection {
  readonly title: string;
  readonly items: readonly ReportItem[];
}

export interface ReportItem {
  readonly text: string;
  /** What was done, in the user's words. */
  readonly did?: string | null;
  /** In parentheses. */
  readonly note?: string;
  /** Lines of their own. */
  readonly details?: readonly string[];
}

const WRITERS: { readonly [Format in ReportFormat]: (report: Report) => string } = {
  text: textReport,
  md: markdownReport,
  html: htmlReport,
};

export function writeReport(report: Report, format: ReportFormat): string {
  return WRITERS[format]({ ...report, sections: report.sections.filter(({ items }) => items.length > 0) });
}

/** Lines are not wrapped: what they are pasted into does that. */
function textReport({ title, facts, sections }: Report): string {
  const blocks = sections.map((section) => [sanitize(section.title), ...section.items.map(textItem)]);
  return joinBlocks([[title], facts, ...blocks].map((lines) => lines.filter(Boolean)));
}

function textItem({ text, did, note, details = [] }: ReportItem): string {
  const first = `- ${sanitize(text)}${did ? `: ${sanitize(did)}` : ''}${note ? ` (${note})` : ''}`;
  return [first, ...details.map((detail) => `  ${sanitize(detail)}`)].join('\n');
}

function markdownReport({ title, facts, sections }: Report): string {
  const blocks = sections.flatMap((section) => [
    [`## ${escapeMarkdown(section.title)}`],
    section.items.map(markdownItem),
  ]);
  return joinBlocks([title ? [`# ${title}`] : [], facts.map((fact) => `- ${fact}`), ...blocks]);
}

function markdownItem({ text, did, note, details = [] }: ReportItem): string {
  const words = did ? `${escapeMarkdown(text)}: ${escapeMarkdown(did)}` : escapeMarkdown(text);
  const first = `- ${words}${note ? ` (${note})` : ''}`;
  return [first, ...details.map((detail) => `  - ${escapeMarkdown(detail)}`)].join('\n');
}

/** Blocks of lines, with an empty line between them. */
function joinBlocks(blocks: readonly (readonly string[])[]): string {
  const filled = blocks.filter((lines) => lines.length > 0);
  return `${filled.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

const STYLE = `
  h1{font-size:1.75rem}
  svg{display:block;max-width:100%;height:auto;margin:1rem 0}
`;

function htmlReport({ name, title, picture = '', facts, sections }: Report): string {
  const heading = title === '' ? '' : `<h1>${title}</h1>`;
  const content = [
    heading,
    picture,
    facts.length === 0 ? '' : htmlList(facts.map(escapeMarkup)),
    ...sections.map(
      (section) =>
        `<section>\n<h2>${escapeMarkup(section.title)}</h2>\n${htmlList(section.items.map(htmlItem))}\n</section>`,
    ),
  ];
  const style = picture === '' ? STYLE : `${STYLE}${PICTURE_STYLE}`;
  return htmlPage({ title: name, style, content: content.filter(Boolean).join('\n') });
}

function htmlItem({ text, did, note, details = [] }: ReportItem): string {
  const words = did ? `${escapeMarkup(text)}: <span class="did">${escapeMarkup(did)}</span>` : escapeMarkup(text);
  const first = note ? `${words} <span class="note">(${note})</span>` : words;
  return [first, ...details.map(escapeMarkup)].join('<br>');
}
