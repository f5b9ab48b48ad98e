import { hash } from 'node:crypto';
import { SourceChanged } from './sourceChanged.js';
import type { SourceFile } from '../model/sourceFile.js';
import type { FileReader } from './fileReader.js';

type HashedFile = Pick<SourceFile, 'path' | 'sha256'>;

/**
 * A source's bytes; they are valid until the reader reads the next file. Everything that is derived from a source and
 * kept under its hash must be read here: the file may have been edited since it was hashed.
 * @throws SourceChanged if these are not the bytes that were hashed.
 */
export function readSource(reader: FileReader, file: HashedFile): Buffer {
  const content = unlessGone(file.path, () => reader.read(file.path));
  checkContent(file, content);
  return content;
}

/**
 * Copies a source and checks the copy.
 * @param copy - makes the copy.
 * @returns its absolute path.
 * @throws SourceChanged if the copy does not contain the bytes that were hashed.
 */
export function copySource(reader: FileReader, file: HashedFile, copy: () => string): void {
  checkContent(file, reader.read(unlessGone(file.path, copy)));
}

function checkContent({ path, sha256 }: HashedFile, content: Buffer): void {
  if (hash('sha256', content) !== sha256) throw new SourceChanged(path);
}

/**
 * Reads a file that the go command has listed, or that has been hashed.
 * @throws SourceChanged if it does not exist any more.
 */
export function unlessGone<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { code, path: missing } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && missing === path) throw new SourceChanged(path);
    throw error;
  }
}
