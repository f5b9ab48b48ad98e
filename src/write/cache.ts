import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * What `compute` gives, kept in a file whose name tells everything that it depends on.
 * @param file absolute; @param readOnly keep nothing. The value has to survive JSON.
 */
export function cached<T>(file: string, readOnly: boolean, compute: () => T): T {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    // Not there yet, or not whole: then it is computed.
  }
  const value = compute();
  if (readOnly) return value;
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${String(process.pid)}`;
  writeFileSync(draft, JSON.stringify(value));
  renameSync(draft, file);
  return value;
}
