import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { hostname } from 'node:os';

/** Which process something belongs to, as far as a file's name can say it. */
export interface Owner {
  pid: number;
  /** Clock ticks from the machine's start to the process's; 0 where the system does not say it. */
  start: number;
  /** The machine since its last start, and in it the name space of process numbers: a container has its own. */
  machine: string;
  /** The machine's name, for messages. */
  host: string;
}

/** What the process table says of a process. */
interface ProcessState {
  start: number;
  /** Number of the session that it belongs to. */
  session: number;
  /** It has ended, and its parent has not taken notice yet. */
  ended: boolean;
}

let self: Owner | undefined;

/** This process. */
export function thisProcess(): Owner {
  self ??= {
    pid: process.pid,
    start: processState(process.pid)?.start ?? 0,
    machine: machineIdentity(),
    host: hostname()
      .replace(/[^\w-]/g, '_')
      .slice(0, 32),
  };
  return self;
}

/** A name that nothing else has, here or on another machine, and that tells whose it is. */
export function ownedName(): string {
  const { pid, start, machine, host } = thisProcess();
  return [pid, start, machine, randomBytes(6).toString('hex'), host].join('.');
}

/** Whose name `ownedName` gave; undefined for any other. */
export function ownerOf(name: string): Owner | undefined {
  const match = /^([1-9]\d{0,9})\.(\d{1,15})\.([0-9a-f]{12})\.[0-9a-f]{12}\.([\w-]*)$/.exec(name);
  if (match === null) return undefined;
  const [, pid, start, machine = '', host = ''] = match;
  return { pid: Number(pid), start: Number(start), machine, host };
}

/**
 * Whether a process is still there. Unknown for one of another machine or container, or where the system does not tell
 * it from a later process of the same number.
 */
export function lifeOf(owner: Owner): 'alive' | 'ended' | 'unknown' {
  if (owner.machine !== thisProcess().machine) return 'unknown';
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // A process of another user may not be sent a signal, but it is there.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'ended';
  }
  const state = processState(owner.pid);
  if (state === undefined || owner.start === 0) return owner.pid === process.pid ? 'alive' : 'unknown';
  return state.start === owner.start && !state.ended ? 'alive' : 'ended';
}

/** What /proc says of a process; undefined where there is no /proc, or not for this user. */
export function processState(pid: number): ProcessState | undefined {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'latin1');
    // The name of the program is in parentheses, and may contain some.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return {
      start: Number(fields[19]),
      session: Number(fields[3]),
      ended: /^[ZX]/.test(fields[0] ?? ''),
    };
  } catch {
    return undefined;
  }
}

function machineIdentity(): string {
  const parts = [process.platform, bootIdentity() ?? hostname()];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12);
}

function bootIdentity(): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return `${boot} ${String(statSync('/proc/self/ns/pid').ino)}`;
  } catch {
    return undefined;
  }
}
