import { createHash } from 'node:crypto';

/** Hex digest of a value that can be written as JSON. */
export function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
