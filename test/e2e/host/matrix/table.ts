/** Compares predictions with what happened, and counts. */
import { basename } from 'node:path';
import type { Pair } from './pairs.js';
import type { Predicted } from './prediction.js';
import type { Truth } from './truth.js';

interface Row {
  /** In which the cause was named. */
  pairs: number;
  /** In which each file was loaded, refused or deadly as predicted. */
  agreed: number;
}

export class Table {
  pairs = 0;
  /** In which all files were loaded. */
  loaded = 0;
  /** Predicted refused, and loaded. */
  readonly falseAlarms: string[] = [];
  /** Predicted to load, and refused. */
  readonly misses: string[] = [];
  /** Refused as predicted, for a reason that is not the one that was made, or in another manner. */
  readonly wrongCauses: string[] = [];
  readonly causes = new Map<string, Row>();
  readonly #axes = new Map<string, { pairs: number; loaded: number; agreed: number }>();
  readonly #depending = { loaded: 0, refused: 0 };

  /** Pairs whose prediction depends on the system, because the files do not show its libraries, are counted separately. */
  add(pair: Pair, truth: Truth, predicted: Predicted): void {
    const loads = truth.verdicts.every((verdict) => verdict === 'loads');
    if (predicted.conditional || (predicted.byLuck && loads)) {
      this.#depending[loads ? 'loaded' : 'refused']++;
      return;
    }
    this.pairs++;
    if (loads) this.loaded++;
    const description = describe(pair, truth, predicted);
    const agrees = this.#compare(truth, predicted, description);
    for (const cause of new Set(predicted.causes.flat())) {
      const row = this.causes.get(cause) ?? { pairs: 0, agreed: 0 };
      this.causes.set(cause, { pairs: row.pairs + 1, agreed: row.agreed + Number(agrees) });
    }
    const axis = this.#axes.get(pair.axis) ?? { pairs: 0, loaded: 0, agreed: 0 };
    this.#axes.set(pair.axis, {
      pairs: axis.pairs + 1,
      loaded: axis.loaded + Number(loads),
      agreed: axis.agreed + Number(agrees),
    });
    if (loads || pair.causes === undefined) return;
    const named = predicted.causes.flat();
    if (named.length === 0 || named.some((cause) => !pair.causes?.includes(cause))) {
      this.wrongCauses.push(`${description}\n  expected: ${pair.causes.join(' or ')}`);
    }
  }

  #compare(truth: Truth, predicted: Predicted, description: string): boolean {
    const { verdicts, causes, differing } = predicted;
    const loads = truth.verdicts.every((verdict) => verdict === 'loads');
    if (causes[0]?.[0] === 'no plugin') {
      // Nothing is predicted of the files beside it.
      if (loads) this.falseAlarms.push(description);
      return !loads;
    }
    for (const [index, verdict] of truth.verdicts.entries()) {
      if ((verdict === 'loads') === (verdicts[index] === 'loads')) continue;
      (verdict === 'loads' ? this.falseAlarms : this.misses).push(description);
      return false;
    }
    const unnamed = truth.said.some((line, index) => {
      const reported = / different version of package (\S+)$/.exec(line)?.[1];
      return reported !== undefined && differing[index]?.includes(reported) !== true;
    });
    // A host that cannot load plugins prints an error or crashes, depending on what it lacks.
    const loadsNone = causes.flat().includes('host-cannot-load-plugins');
    const dies = truth.verdicts.includes('dies') && !loadsNone;
    if (unnamed || dies !== verdicts.includes('crashes')) this.wrongCauses.push(description);
    return true;
  }

  /** cause -> pairs, agreed; and the same for what was varied. */
  toString(): string {
    const causes = [...this.causes].sort(([a], [b]) => (a < b ? -1 : 1));
    const { loaded, refused } = this.#depending;
    return [
      `${'cause named'.padEnd(28)} pairs  agreed`,
      ...causes.map(([cause, { pairs, agreed }]) => formatRow(cause, pairs, agreed)),
      '',
      `${'what was varied'.padEnd(28)} pairs  agreed  loadable`,
      ...[...this.#axes].map(([axis, { pairs, agreed, loaded }]) => formatRow(axis, pairs, agreed, loaded)),
      '',
      `${this.pairs} pairs, ${this.loaded} loadable; false alarms: ${this.falseAlarms.length}, misses: ${this.misses.length}`,
      `and said to depend on the system's libraries: ${loaded} loaded, ${refused} refused`,
    ].join('\n');
  }
}

function formatRow(name: string, ...numbers: number[]): string {
  return name.padEnd(28) + numbers.map((number) => String(number).padStart(7)).join('');
}

function describe({ host, plugins }: Pair, { said }: Truth, { verdicts, causes }: Predicted): string {
  const files = [host, ...plugins].map((file) => basename(file)).join(' ');
  return `${files}\n  said: ${said.join('; ')}\n  predicted: ${verdicts.join(', ')} (${causes.flat().join(', ')})`;
}
