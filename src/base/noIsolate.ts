import { ISOLATION_KINDS, type Isolation } from '../model/isolation.js';
import { UserError } from './userError.js';

/**
 * The kinds of isolation that `--no-isolate` leaves enabled.
 * @param switchedOff - undefined without the option; `all`, or names separated by commas.
 * @throws UserError if a name is unknown.
 */
export function parseNoIsolate(switchedOff: string | undefined): Isolation {
  const off = (switchedOff ?? '').split(',').filter((name) => name !== '');
  const unknown = off.find(
    (name) => name !== 'all' && !(ISOLATION_KINDS as readonly string[]).includes(name),
  );
  if (unknown !== undefined) {
    throw new UserError(
      `--no-isolate=${unknown}: unknown isolation kind`,
      `Names are ${ISOLATION_KINDS.join(', ')}; separate several by commas, or give none to disable all.`,
    );
  }
  return new Set(off.includes('all') ? [] : ISOLATION_KINDS.filter((kind) => !off.includes(kind)));
}
