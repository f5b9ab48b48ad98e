import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { hostname } from 'node:os';

/** The process that something belongs to, as far as a file name can record it. */
export interface Owner {
  pid: number;
  /** Clock ticks from the machine's start to the process's; 0 if the system does not report it. */
  start: number;
  /** The machine since its last start, and its process ID name space: each container has a different one. */
  machine: string;
  /** The machine's name, for messages. */
  host: string;
}

/** What the process table says about a process. */
interface ProcessState {
  start: number;
  /** Number of the session that it belongs to. */
  session: number;
  /** It has ended, but its parent has not waited for it yet. */
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

/** A name that is unique on all machines, and that records its owner. */
export function ownedName(): string {
  const { pid, start, machine, host } = thisProcess();
  return [pid, start, machine, randomBytes(6).toString('hex'), host].join('.');
}

/** The owner in a name from `ownedName`; undefined for other names. */
export function ownerOf(name: string): Owner | undefined {
  const match = /^([1-9]\d{0,9})\.(\d{1,15})\.([0-9a-f]{12})\.[0-9a-f]{12}\.([\w-]*)$/.exec(name);
  if (match === null) return undefined;
  const [, pid, start, machine = '', host = ''] = match;
  return { pid: Number(pid), start: Number(start), machine, host };
}

/**
 * Whether a process still exists. Unknown for another machine or container, or if the system cannot distinguish the
 * process from a later one with the same number.
 */
export function lifeOf(owner: Owner): 'alive' | 'ended' | 'unknown' {
  if (owner.machine !== thisProcess().machine) return 'unknown';
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // This process may not send a signal to another user's process, but that exists.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'ended';
  }
  const state = processState(owner.pid);
  if (state === undefined || owner.start === 0) return owner.pid === process.pid ? 'alive' : 'unknown';
  return state.start === owner.start && !state.ended ? 'alive' : 'ended';
}

/** What /proc says about a process; undefined without /proc, or if this user may not read it. */
export function processState(pid: number): ProcessState | undefined {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'latin1');
    // The name of the program is in parentheses, and may itself contain parentheses.
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
  const boot = bootId();
  if (boot === '') return undefined;
  try {
    return `${boot} ${String(statSync('/proc/self/ns/pid').ino)}`;
  } catch {
    return undefined;
  }
}

/** Differs at each boot of the machine; empty if the system does not report it. */
export function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  } catch {
    return '';
  }
}
