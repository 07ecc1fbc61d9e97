import { sanitize } from '../core/text.ts';

const ENTITIES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for HTML and SVG, in content and in attributes. */
export function escapeMarkup(text: string): string {
  return sanitize(text).replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}
