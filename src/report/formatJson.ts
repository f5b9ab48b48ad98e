import { printableJson } from './printable.js';

/** One document on standard output, for people's eyes too. */
export function formatJson(document: unknown): string {
  return `${printableJson(JSON.stringify(document, undefined, 2))}\n`;
}
