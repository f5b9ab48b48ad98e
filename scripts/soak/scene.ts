/** Plugins, a host and a work directory to kill builds over, and all that can be seen of them afterwards. */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fixtureDir, projectDir } from '../../test/support/files.js';

/** What is run and killed. */
export type Job = 'build' | 'build --host' | 'rewrite';

export interface Ended {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  stderr: string;
  milliseconds: number;
}

/** A run of the tool. */
export interface Running {
  process: ChildProcess;
  ended: Promise<Ended>;
}

/** The tool: an executable, if GORENAME_PLUGIN names one. */
const [program, ...first] =
  process.env['GORENAME_PLUGIN'] === undefined
    ? ([process.execPath, join(projectDir, 'bin/gorename-plugin.js')] as const)
    : ([resolve(process.env['GORENAME_PLUGIN'])] as const);

const ANSWER = /"plugin":"(.*)","after"/;

export class Scene {
  /** Absolute; removed at the end. */
  readonly dir = realpathSync(mkdtempSync(join(tmpdir(), 'gorename-plugin-soak-')));
  readonly workDir = join(this.dir, 'cache');
  readonly #host = join(this.dir, 'host');
  #tree = '';

  constructor() {
    cpSync(fixtureDir('corpus/loader'), join(this.dir, 'loader'), { recursive: true });
    for (const part of ['host', 'plugin']) {
      cpSync(fixtureDir(`corpus/gjson/${part}`), join(this.dir, 'gjson', part), { recursive: true });
    }
    const main = join(this.dir, 'gjson/plugin/main.go');
    const source = readFileSync(main, 'utf8');
    writeFileSync(main, source.replace('gjson.Valid(document))', 'gjson.Valid(document), " ", round)'));
    this.edit('start');
    mkdirSync(join(this.dir, 'out'));
    execFileSync('go', ['build', '-o', this.#host, '.'], { cwd: join(this.dir, 'gjson/host') });
  }

  /** Changes the plugin's source: `round` is a part of its answer from now on. */
  edit(round: string): void {
    const file = join(this.dir, 'gjson/plugin/round.go');
    writeFileSync(file, `package main\n\nconst round = ${JSON.stringify(round)}\n`);
    this.#tree = this.#stateOf('gjson');
  }

  /** Whether the user's files are, with modes and times, as the last edit left them. */
  isUntouched(): boolean {
    return this.#stateOf('gjson') === this.#tree;
  }

  start(job: Job, output = this.outputOf(job)): Running {
    const args = {
      build: ['build', 'gjson/plugin', '-o', output],
      'build --host': ['build', 'gjson/plugin', '-o', output, '--host', this.#host],
      rewrite: ['rewrite', 'gjson/plugin', '--out', output],
    }[job];
    const startedAt = performance.now();
    const child = spawn(program, [...first, ...args], {
      cwd: this.dir,
      env: { ...process.env, GORENAME_PLUGIN_CACHE: this.workDir },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
    // Not `close`: what the tool has started may hold its standard error open.
    const ended = new Promise<Ended>((resolve) => {
      child.once('exit', (exitCode, signal) => {
        setImmediate(() => {
          resolve({ exitCode, signal, stderr, milliseconds: performance.now() - startedAt });
        });
      });
    });
    return { process: child, ended };
  }

  outputOf(job: Job): string {
    return { build: 'out/build.so', 'build --host': 'out/host.so', rewrite: 'out/tree' }[job];
  }

  /** What the plugin that a job has made answers in a real host: its last word is the round that it was built in. */
  answer(job: Job, output = this.outputOf(job)): string {
    let file = join(this.dir, output);
    if (job === 'rewrite') {
      const tree = file;
      file = join(this.dir, 'tree.so');
      const args = ['build', '-buildmode=plugin', '-o', file, '.'];
      const { status, stderr } = spawnSync('go', args, { cwd: tree, encoding: 'utf8' });
      if (status !== 0) return `go build in ${output}: ${stderr}`;
    }
    const { stdout, stderr } = spawnSync(this.#host, [file], { encoding: 'utf8' });
    return ANSWER.exec(stdout)?.[1] ?? `${stdout}${stderr}`;
  }

  /** A text for what an output is; undefined where there is none. */
  stateOfOutput(job: Job): string | undefined {
    const path = join('out', this.outputOf(job).slice('out/'.length));
    return existsSync(join(this.dir, path)) ? this.#stateOf(path) : undefined;
  }

  /** What is not finished: drafts, temporary directories, locks. Absolute paths. */
  leftovers(): string[] {
    const kept = existsSync(this.workDir) ? readdirSync(this.workDir, { recursive: true }) : [];
    const names = kept.map(String).map((name) => join(this.workDir, name));
    const written = readdirSync(join(this.dir, 'out')).map((name) => join(this.dir, 'out', name));
    return [...names, ...written].filter((path) => /(\/tmp-|\.draft-|\.old-|\.lock)[^/]*$/.test(path));
  }

  /** Command lines of processes that runs of the tool in this scene have started. */
  running(): string[] {
    return readdirSync('/proc').flatMap((pid) => {
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, 'latin1');
        const isOurs =
          environment.includes(`GORENAME_PLUGIN_CACHE=${this.workDir}\0`) &&
          environment.includes('GORENAME_PLUGIN_PROCESS=');
        return isOurs ? [readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ')] : [];
      } catch {
        return [];
      }
    });
  }

  /** What a run is doing, as far as it shows from outside. */
  stage(): string {
    const commands = this.running();
    const names = existsSync(this.workDir) ? readdirSync(this.workDir) : [];
    const locked = this.leftovers().some((path) => path.endsWith('.lock'));
    if (commands.some((line) => / build |\/(compile|link|cgo|asm) |gcc|collect2|\bld\b/.test(line)))
      return 'compile and link';
    if (commands.length > 0) return 'go list and others';
    if (locked) return 'write or verify';
    return names.some((name) => name.startsWith('tmp-')) ? 'plan or write' : 'start or end';
  }

  sizeOf(path: string): number {
    const entry = lstatSync(path, { throwIfNoEntry: false });
    if (entry?.isDirectory() !== true) return entry?.size ?? 0;
    return readdirSync(path).reduce((sum, name) => sum + this.sizeOf(join(path, name)), 0);
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }

  #stateOf(name: string): string {
    const root = join(this.dir, name);
    const hash = createHash('sha256');
    const names = lstatSync(root).isDirectory()
      ? readdirSync(root, { recursive: true }).map(String).sort()
      : [''];
    for (const path of names.map((name) => join(root, name))) {
      const { mode, mtimeMs } = lstatSync(path);
      hash.update(`${path} ${String(mode)} ${String(mtimeMs)}\n`);
      if (lstatSync(path).isFile()) hash.update(readFileSync(path));
    }
    return hash.digest('hex');
  }
}
