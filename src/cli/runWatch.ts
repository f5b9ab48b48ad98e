import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { dirname, relative, resolve, sep } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { watch as watchFiles } from 'chokidar';
import { headerOf } from '../gobuild/publishOutput.js';
import { isWithin } from '../base/isWithin.js';
import { UserError } from '../base/userError.js';
import { Refused } from '../findings/refused.js';
import { interruption } from '../process/interruption.js';
import { runProcess } from '../process/run.js';
import { subjectOf } from '../report/reportedFinding.js';
import { listBuilds } from './listBuilds.js';
import { findProject } from '../project/findProject.js';
import { chooseWorkDir } from './commonOptions.js';
import { startOutcome } from './exit.js';
import { runBuilds, type BuildArguments } from './runBuilds.js';
import { fail, showRefusal } from './showFailure.js';
import { endStatus, printNote } from './terminal.js';

/** Milliseconds without a change before a build begins: editors write several files at once. */
const QUIET = 100;

/**
 * `build --watch`: builds, and builds again when a file changes in the plugins' modules, until a signal ends it. A failure is
 * shown, and watching goes on.
 * @throws UserError for options that name files for one build; the interruption's reason.
 */
export async function watchBuilds(args: BuildArguments, goFlags: string[]): Promise<void> {
  for (const name of ['json', 'dry-run', 'sarif', 'sbom'] as const) {
    if (args[name] === undefined || args[name] === false) continue;
    throw new UserError(`--${name} cannot be combined with --watch`, 'Leave one of them out.');
  }
  const cwd = process.cwd();
  // The files that the last build has written, or is going to.
  let taken = new Set<string>();
  const isWritten = (path: string): boolean =>
    [...taken].some((output) => path === output || path === headerOf(output));
  const workDir = chooseWorkDir(args['work-dir'], cwd);
  const changes = new Changes();
  const [builds, project] = await Promise.all([
    listBuilds(args, goFlags, cwd),
    findProject(args.config, cwd),
  ]);
  const hosts = builds.flatMap(({ options: { host } }) => (host === undefined ? [] : [resolve(cwd, host)]));
  const roots = await findRoots(
    builds.map(({ dir }) => dir),
    [...hosts.filter((host) => existsSync(host)), ...(project === undefined ? [] : [project.file])],
  );
  const isIgnored = (path: string): boolean =>
    isWritten(path) ||
    isWithin(path, workDir) ||
    roots.every((root) => /(^|[/\\])(\.[^/\\]|node_modules([/\\]|$))/.test(relative(root, path)));
  const watcher = watchFiles(roots, { ignored: isIgnored, ignoreInitial: true, persistent: true });
  watcher.on('all', (event, path) => {
    // Not a directory for the output, nor what a build has just written.
    if (event === 'addDir' || isWritten(path)) return;
    changes.note();
  });
  watcher.on('error', (error) => {
    printNote(`cannot watch: ${String(error)}`);
  });
  try {
    await once(watcher, 'ready', { signal: interruption });
    for (;;) {
      changes.take();
      taken = new Set();
      await buildOnce(args, goFlags, taken);
      endStatus();
      printNote('watching for changes; Ctrl-C ends it');
      await changes.next();
      do await setTimeout(QUIET, undefined, { signal: interruption });
      while (changes.take());
    }
  } finally {
    await watcher.close();
  }
}

/** Whether files have changed. */
class Changes {
  #seen = false;
  #wake = new AbortController();

  note(): void {
    this.#seen = true;
    this.#wake.abort();
  }

  /** Whether there was a change since the last call. */
  take(): boolean {
    const seen = this.#seen;
    this.#seen = false;
    return seen;
  }

  /**
   * Waits for a change, if there was none.
   * @throws the interruption's reason.
   */
  async next(): Promise<void> {
    while (!this.take()) {
      this.#wake = new AbortController();
      const signal = AbortSignal.any([this.#wake.signal, interruption]);
      await setTimeout(2 ** 30, undefined, { signal }).catch(() => undefined);
      interruption.throwIfAborted();
    }
  }
}

/** Shows what has failed, and returns. */
async function buildOnce(args: BuildArguments, goFlags: string[], taken: Set<string>): Promise<void> {
  const outcome = startOutcome();
  try {
    await runBuilds(args, goFlags, outcome, taken);
  } catch (error) {
    interruption.throwIfAborted();
    endStatus();
    if (error instanceof Refused) await showRefusal(error, [], outcome);
    else fail(error, [], outcome);
  }
}

/** The directories of the modules whose files may be edited: the plugins' own, and those that a replace line names. */
async function findRoots(dirs: readonly string[], others: readonly string[]): Promise<string[]> {
  const format =
    '{{if .Main}}{{.Dir}}{{else}}{{with .Replace}}{{if not .Version}}{{.Dir}}{{end}}{{end}}{{end}}';
  const found = await Promise.all(
    dirs.map(async (dir) => {
      const module = dirname(subjectOf(dir));
      // If go.mod has an error, the plugin's own module is watched until it is fixed.
      const { stdout } = await runProcess('go', ['list', '-m', '-e', '-f', format, 'all'], { cwd: module });
      return [module, ...stdout.split('\n').filter((line) => line !== '')];
    }),
  );
  const all = [...new Set([...found.flat(), ...others])];
  return all.filter((one) => !all.some((other) => other !== one && one.startsWith(`${other}${sep}`)));
}
