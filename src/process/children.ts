import { readdirSync, readFileSync } from 'node:fs';
import { currentCall } from './call.js';
import { lifeOf, processState, thisProcess, type Owner } from './identity.js';

/** A variable in the environment of all programs that this one runs, and of those that they run. */
const VARIABLE = 'GORENAME_PLUGIN_PROCESS';

/** Means every session in the mark. */
const ANY_SESSION = 0;

/**
 * Marks programs that are run, so that they can be ended together with this one.
 * @param ownSession - whether the program gets a new session.
 */
export function childEnvironment(ownSession = false): Record<string, string> {
  const owner = thisProcess();
  const session = ownSession ? ANY_SESSION : (processState(owner.pid)?.session ?? ANY_SESSION);
  return { [VARIABLE]: `${markOf(owner)}${String(session)}.${String(currentCall().number)}` };
}

/**
 * Sends a signal to all programs that a process of this machine has started, and to those that they have started: when
 * a signal ends the go command, its compilers go on. Linux only; a program in another session, such as a compiler cache's
 * server, is left alone.
 * @param call - only those of this call in it; undefined for all.
 * @returns whether there were any.
 */
export function signalChildren(owner: Owner, signal: NodeJS.Signals, call?: number): boolean {
  if (process.platform !== 'linux' || owner.machine !== thisProcess().machine) return false;
  const marked = numbersInProc().filter((pid) => isMarked(pid, `\0${VARIABLE}=${markOf(owner)}`, call));
  return marked.map((pid) => send(pid, signal)).includes(true);
}

/** Ends the programs that an ended process has left running. None of them writes files after this returns. */
export function endOrphans(owner: Owner): void {
  if (lifeOf(owner) !== 'ended') return;
  killChildren(owner);
}

/** Kills what a process, or a call in it, has started until nothing is left: a killed program may just have started another. */
export function killChildren(owner: Owner, call?: number): void {
  for (let round = 0; round < 100 && signalChildren(owner, 'SIGKILL', call); round++) pause(5);
}

function markOf({ pid, start, machine }: Owner): string {
  return `${String(pid)}.${String(start)}.${machine}/`;
}

function numbersInProc(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid);
}

/** Whether a process is running, has the mark, and is in the session that the mark names, and of the call. */
function isMarked(pid: number, mark: string, call: number | undefined): boolean {
  try {
    const environment = `\0${readFileSync(`/proc/${String(pid)}/environ`, 'latin1')}`;
    const at = environment.indexOf(mark);
    if (at < 0) return false;
    const [session = NaN, ofCall] = environment
      .slice(at + mark.length, environment.indexOf('\0', at + mark.length))
      .split('.')
      .map(Number);
    if (call !== undefined && ofCall !== call) return false;
    const state = processState(pid);
    if (state === undefined || state.ended) return false;
    return session === ANY_SESSION || state.session === session;
  } catch {
    // It has ended meanwhile, or belongs to another user.
    return false;
  }
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** Blocks this thread. */
function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
