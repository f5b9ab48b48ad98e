import { printable } from './printable.js';

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Foreign text as HTML or XML, in an element or an attribute. */
export function markup(foreign: string): string {
  return printable(foreign).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
