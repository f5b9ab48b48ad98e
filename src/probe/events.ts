/** What passes between this program and the loader, `probe/main.go`. */

/** One plugin to open. */
export interface LoadRequest {
  /** Absolute. */
  file: string;
  /** Names to look up in it. */
  symbols: string[];
}

/** An exported function or variable, as reflect tells it. */
export interface SymbolType {
  name: string;
  kind: 'func' | 'var';
  /** Of a variable itself, though plugin.Lookup gives a pointer to it. */
  type: string;
  /** Of a variable: what a type assertion on the looked-up symbol finds, each with the type of the bound method. */
  methods: { name: string; type: string }[];
}

/** A step of the loader; `offset` is how many bytes the process had printed by then. */
export type LoaderEvent = { offset: number } & (
  | { event: 'opening' | 'done' }
  | { event: 'loaded'; symbols?: SymbolType[] }
  | { event: 'refused'; message: string }
  /** `message` is empty where the panic's value is; `stack` is the text of runtime/debug.Stack. */
  | { event: 'panicked'; message?: string; stack: string }
);

/** Reads the loader's report; a last line that the process did not finish is left out. */
export function parseEvents(report: string): LoaderEvent[] {
  const lines = report.split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as LoaderEvent);
}
