/** One document on standard output, for people's eyes too. */
export function formatJson(document: unknown): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
