import { Transform, type TransformCallback } from 'node:stream';

/** Longer than any line that matters here. A longer one is processed in pieces, so that memory stays bounded. */
const LONGEST = 256 * 1024;

/** Names and positions end at one of these. */
const SEPARATOR = /[\s"]/;

/**
 * Applies `change` to each line as soon as it is whole, without its line break. Each character is one byte, so text that
 * is not UTF-8 is not changed. Very long lines are changed in pieces, cut at spaces and quotes; a word that is longer than
 * any name is not changed.
 */
export class LineFilter extends Transform {
  readonly #change: (line: string) => string;
  #rest = '';
  /** In the middle of a word that is not changed. */
  #passing = false;

  constructor(change: (line: string) => string) {
    super();
    this.#change = change;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    let text = chunk.toString('latin1');
    if (this.#passing) {
      const end = text.search(SEPARATOR);
      this.#passing = end < 0;
      this.#give(end < 0 ? text : text.slice(0, end));
      text = end < 0 ? '' : text.slice(end);
    }
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    this.#give(lines.map((line) => `${this.#change(line)}\n`).join(''));
    if (this.#rest.length > LONGEST) this.#cut();
    done();
  }

  override _flush(done: TransformCallback): void {
    this.#give(this.#change(this.#rest));
    done();
  }

  /** Returns what has been read of a long line, without its last word. */
  #cut(): void {
    let end = this.#rest.length;
    while (end > 0 && !SEPARATOR.test(this.#rest.charAt(end))) end--;
    this.#give(this.#change(this.#rest.slice(0, end)));
    this.#rest = this.#rest.slice(end);
    if (this.#rest.length <= LONGEST / 2) return;
    this.#passing = true;
    this.#give(this.#rest);
    this.#rest = '';
  }

  #give(text: string): void {
    if (text !== '') this.push(Buffer.from(text, 'latin1'));
  }
}
