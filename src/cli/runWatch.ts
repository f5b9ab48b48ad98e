import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { watch as watchFiles, type FSWatcher } from 'chokidar';
import { chooseWorkDir } from '../app/settleOptions.js';
import { headerOf } from '../gobuild/publishOutput.js';
import { isWithin } from '../base/isWithin.js';
import { UserError } from '../base/userError.js';
import { Refused } from '../findings/refused.js';
import { interruption } from '../process/call.js';
import { runProcess } from '../process/run.js';
import { subjectOf } from '../report/reportedFinding.js';
import { listBuilds } from './listBuilds.js';
import { findProject, PROJECT_FILES } from '../project/findProject.js';
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
  let roots = await findRoots(args, goFlags, cwd);
  const isIgnored = (path: string): boolean =>
    isWritten(path) ||
    isWithin(path, workDir) ||
    roots.every((root) => /(^|[/\\])(\.[^/\\]|node_modules([/\\]|$))/.test(relative(root, path)));
  const watch = async (): Promise<FSWatcher> => {
    const watcher = watchFiles(roots, { ignored: isIgnored, ignoreInitial: true, persistent: true });
    watcher.on('all', (event, path) => {
      // Not a directory for the output, nor what a build has just written.
      if (event === 'addDir' || isWritten(path)) return;
      changes.note(DECIDES.test(path) || (event.startsWith('unlink') && roots.includes(path)));
    });
    watcher.on('error', (error) => {
      printNote(`cannot watch: ${String(error)}`);
    });
    await once(watcher, 'ready', { signal: interruption() }).catch(async (error: unknown) => {
      await watcher.close();
      throw error;
    });
    return watcher;
  };
  let watcher = await watch();
  try {
    for (;;) {
      changes.take();
      if (changes.takeMoved()) {
        // What is found now is watched before the build reads it.
        roots = await findRoots(args, goFlags, cwd).catch(() => roots);
        interruption().throwIfAborted();
        await watcher.close();
        watcher = await watch();
      }
      taken = new Set();
      await buildOnce(args, goFlags, taken);
      endStatus();
      printNote('watching for changes; Ctrl-C ends it');
      await changes.next();
      do await setTimeout(QUIET, undefined, { signal: interruption() });
      while (changes.take());
    }
  } finally {
    await watcher.close();
  }
}

/** Files that decide what must be watched: modules, a workspace, and the file of the project. */
const DECIDES = /(^|[/\\])(go\.(mod|work)|gorename\.(ya?ml|json))$/;

/** Whether files have changed. */
class Changes {
  #seen = false;
  #moved = false;
  #wake = new AbortController();

  /** @param moved - whether other files must be watched from now on. */
  note(moved: boolean): void {
    this.#seen = true;
    this.#moved ||= moved;
    this.#wake.abort();
  }

  /** Whether other files must be watched since the last call. */
  takeMoved(): boolean {
    const moved = this.#moved;
    this.#moved = false;
    return moved;
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
      const signal = AbortSignal.any([this.#wake.signal, interruption()]);
      await setTimeout(2 ** 30, undefined, { signal }).catch(() => undefined);
      interruption().throwIfAborted();
    }
  }
}

/** Shows what has failed, and returns. */
async function buildOnce(args: BuildArguments, goFlags: string[], taken: Set<string>): Promise<void> {
  const outcome = startOutcome();
  try {
    await runBuilds(args, goFlags, outcome, taken);
  } catch (error) {
    interruption().throwIfAborted();
    endStatus();
    if (error instanceof Refused) await showRefusal(error, [], outcome);
    else fail(error, [], outcome);
  }
}

/**
 * What may be edited: the directories of the plugins' own modules and those that a replace line names, the workspace's
 * file, hosts and their sources, and the file of the project, even if it is not there yet.
 * @throws UserError if the command line or the file of the project is wrong.
 */
async function findRoots(args: BuildArguments, goFlags: string[], cwd: string): Promise<string[]> {
  const [builds, project] = await Promise.all([
    listBuilds(args, goFlags, cwd),
    findProject(args.config, cwd),
  ]);
  const named = builds.flatMap(({ options }) => [options.host, options['host-src']]);
  const paths = named.flatMap((path) => (path === undefined ? [] : [resolve(cwd, path)]));
  const modules = [...new Set(builds.map(({ dir }) => dirname(subjectOf(dir))))];
  const found = await Promise.all(modules.map(findModules));
  const usual = args.config === undefined ? [join(cwd, PROJECT_FILES[0])] : [];
  const all = [
    ...new Set([
      ...found.flat(),
      ...paths.filter((path) => existsSync(path)),
      ...(project === undefined ? usual : [project.file]),
    ]),
  ];
  return all.filter((one) => !all.some((other) => other !== one && one.startsWith(`${other}${sep}`)));
}

/** The modules whose files may be edited: this one, those of the workspace, and those that a replace line names. */
async function findModules(module: string): Promise<string[]> {
  const format =
    '{{if .Main}}{{.Dir}}{{else}}{{with .Replace}}{{if not .Version}}{{.Dir}}{{end}}{{end}}{{end}}';
  // If go.mod has an error, the plugin's own module is watched until it is fixed.
  const [{ stdout: dirs }, { stdout: workspace }] = await Promise.all([
    runProcess('go', ['list', '-m', '-e', '-f', format, 'all'], { cwd: module }),
    runProcess('go', ['env', 'GOWORK'], { cwd: module }),
  ]);
  const lines = `${dirs}\n${workspace}`.split('\n');
  return [module, ...lines.filter((line) => isAbsolute(line))];
}
