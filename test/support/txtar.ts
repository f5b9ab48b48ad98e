/** Trees of small files in one file: the txtar format of Go's own tests, a comment and then `-- path --` before each file. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Archive {
  comment: string;
  /** Path -> content. */
  files: Map<string, string>;
}

export function parseArchive(text: string): Archive {
  const [comment = '', ...parts] = text.split(/^-- (.+) --\n/m);
  const files = new Map<string, string>();
  for (let at = 0; at < parts.length; at += 2) files.set(parts[at] ?? '', parts[at + 1] ?? '');
  return { comment, files };
}

/** Writes files (path below `dir` -> content). */
export function writeFiles(files: Map<string, string>, dir: string): void {
  for (const [path, content] of files) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
}

/** Writes the files of an archive below `dir`. */
export function extract(archive: string, dir: string): void {
  writeFiles(parseArchive(readFileSync(archive, 'utf8')).files, dir);
}
