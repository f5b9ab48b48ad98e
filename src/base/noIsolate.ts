import { ISOLATION_KINDS, type Isolation } from '../model/isolation.js';
import { UserError } from './userError.js';

/**
 * What `--no-isolate` leaves on.
 * @param switchedOff - undefined without the option; `all`, or names with commas between them.
 * @throws UserError for a name that is none.
 */
export function parseNoIsolate(switchedOff: string | undefined): Isolation {
  const off = (switchedOff ?? '').split(',').filter((name) => name !== '');
  const unknown = off.find(
    (name) => name !== 'all' && !(ISOLATION_KINDS as readonly string[]).includes(name),
  );
  if (unknown !== undefined) {
    throw new UserError(
      `--no-isolate=${unknown}: nothing of that name is isolated`,
      `Names are ${ISOLATION_KINDS.join(', ')}; several with commas between them, all of them without a name.`,
    );
  }
  return new Set(off.includes('all') ? [] : ISOLATION_KINDS.filter((kind) => !off.includes(kind)));
}
