/** Trees of small files in one file: the txtar format of Go's own tests, a comment and then `-- path --` before each file. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Writes the files of an archive below `dir`. */
export async function extract(archive: string, dir: string): Promise<void> {
  const [, ...parts] = (await readFile(archive, 'utf8')).split(/^-- (.+) --\n/m);
  for (let at = 0; at < parts.length; at += 2) {
    const file = join(dir, parts[at] ?? '');
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, parts[at + 1] ?? '');
  }
}
