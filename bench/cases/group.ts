import type { Bench } from '../harness/bench.js';
import type { Section } from '../harness/section.js';

/** Cases that are measured together. */
export interface Group {
  /** As `make bench BENCH=name` takes it. */
  name: string;
  /** The section of results.md. */
  title: string;
  run: (bench: Bench) => Promise<Section>;
}
