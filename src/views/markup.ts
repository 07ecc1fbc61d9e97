import { sanitize } from '../core/text.ts';

const ENTITIES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Two code points that XML cannot hold. */
const NO_CHARACTERS = /[\ufffe\uffff]/g;

/** Escapes text for HTML and SVG, in content and in attributes. */
export function escapeMarkup(text: string): string {
  const valid = sanitize(text).replaceAll(NO_CHARACTERS, '\ufffd');
  return valid.replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}
