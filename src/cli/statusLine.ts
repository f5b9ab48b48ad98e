import { printable } from '../report/printable.js';

/** Milliseconds before a status is shown: most commands are done by then. */
const PATIENCE = 300;

/** Milliseconds between two drawings. */
const INTERVAL = 200;

/** Whether variables describe a terminal that can remove what it shows, and that a person looks at. */
export function fitsStatus({ TERM, CI = '' }: Readonly<Record<string, string | undefined>>): boolean {
  return TERM !== 'dumb' && ['', '0', 'false'].includes(CI);
}

/** What {@link StatusLine} uses of log-update and slice-ansi, which are loaded only for a terminal. */
export interface Drawing {
  update: ((text: string) => void) & { clear: () => void };
  slice: (text: string, begin: number, end: number) => string;
  /** Columns of the terminal, now. */
  columns: () => number;
}

/**
 * One line at the end of a terminal: seconds since the start, and what is going on. The cursor stays visible, so that
 * nothing has to be restored, however the process ends.
 */
export class StatusLine {
  #text = '';
  #isDrawn = false;
  readonly #startedAt = performance.now();
  readonly #timer: NodeJS.Timeout;

  constructor(private readonly drawing: Drawing) {
    this.#timer = setInterval(() => {
      this.#draw();
    }, INTERVAL).unref();
  }

  /** Changes the text; it is drawn a little later. */
  set(text: string): void {
    this.#text = text;
  }

  /** Removes the line, so that something else can be printed in its place; it comes back. */
  clear(): void {
    if (!this.#isDrawn) return;
    this.drawing.update.clear();
    this.#isDrawn = false;
  }

  /** Removes the line for ever. */
  end(): void {
    clearInterval(this.#timer);
    this.clear();
  }

  #draw(): void {
    const elapsed = performance.now() - this.#startedAt;
    if (this.#text === '' || elapsed < PATIENCE) return;
    const text = printable(`${(elapsed / 1000).toFixed(0)} s  ${this.#text}`).replaceAll(/\s/g, ' ');
    // A line that is as wide as the terminal makes some of them begin another.
    this.drawing.update(this.drawing.slice(text, 0, Math.max(1, this.drawing.columns() - 1)));
    this.#isDrawn = true;
  }
}
