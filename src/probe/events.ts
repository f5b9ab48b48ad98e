/** The messages between this program and the loader, `probe/main.go`. */

/** One plugin to open. */
export interface LoadRequest {
  /** Absolute. */
  file: string;
  /** Names to look up in it. */
  symbols: string[];
}

/** An exported function or variable, as reflect reports it. */
export interface SymbolType {
  name: string;
  kind: 'func' | 'var';
  /** The type of a variable itself, although plugin.Lookup returns a pointer to it. */
  type: string;
  /** For a variable: the methods that a type assertion on the symbol finds, with the type of the bound method. */
  methods: { name: string; type: string }[];
}

/** A step of the loader; `offset` is how many bytes the process had printed by then. */
export type LoaderEvent = { offset: number } & (
  | { event: 'opening' | 'done' }
  | { event: 'loaded'; symbols?: SymbolType[] }
  | { event: 'refused'; message: string }
  /** `message` is empty if the panic's value is; `stack` is the text of runtime/debug.Stack. */
  | { event: 'panicked'; message?: string; stack: string }
);

/** Reads the loader's report; an incomplete last line is ignored. */
export function parseEvents(report: string): LoaderEvent[] {
  const lines = report.split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as LoaderEvent);
}
