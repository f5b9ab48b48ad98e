/** Builds the hosts and plugins of the matrix, each once. */
import assert from 'node:assert/strict';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { fixtureDir, tempDir } from '../../../support/files.js';
import { go } from '../../../support/go.js';
import { run, runTool } from '../../../support/process.js';
import { plain, type Setting } from './settings.js';

/** Of `fixtures/host/matrix/modules`; those not named are at v1.0.0. */
export type Versions = Partial<Record<'base' | 'mid' | 'extra', string>>;

export interface Program {
  /** Import paths; those of example.com have a function Name, which is called. */
  imports: string[];
  versions?: Versions;
  setting?: Setting | undefined;
  /** Last element of the module path, which is the plugin path. */
  path?: string;
  /** Two programs that differ in nothing else are two files. */
  copy?: number;
  /** Calls nothing of what it imports, so that only hashes are left of it. */
  idle?: boolean;
  /** Arguments of `gorename-plugin build`; undefined: built by the go command alone. */
  renamed?: string[];
}

type Kind = 'host' | 'plugin';

const modules = 'base mid side top wide native extra more'.split(' ');

/** Builds programs with modules of one proxy; the environment is that of the go command. */
export class ProgramBuilder {
  readonly #env: Record<string, string>;
  readonly #dir = tempDir();
  readonly #built = new Map<string, Promise<string>>();
  readonly #waiting: (() => void)[] = [];
  #free = availableParallelism();
  #count = 0;

  constructor(env: Record<string, string>) {
    this.#env = env;
  }

  /** The file of a host, a copy of `fixtures/host/matrix/host`. */
  host(program: Program): Promise<string> {
    return this.#once('host', program, async (dir, output) => {
      await cp(fixtureDir('host/matrix/host/main.go'), join(dir, 'main.go'));
      await writeFile(join(dir, 'imports.go'), source(program, 'host'));
      await this.#build(program, dir, output, []);
    });
  }

  /** The file of a plugin, whose function Answer names all that it imports. */
  plugin(program: Program): Promise<string> {
    return this.#once('plugin', program, async (dir, output) => {
      await writeFile(join(dir, 'main.go'), source(program, 'plugin'));
      await this.#build(program, dir, output, ['-buildmode=plugin']);
    });
  }

  /** How many programs were built. */
  get count(): number {
    return this.#count;
  }

  #once(
    kind: Kind,
    program: Program,
    build: (dir: string, output: string) => Promise<void>,
  ): Promise<string> {
    const { imports, setting = plain, versions = {}, path, copy, idle, renamed } = program;
    const key = JSON.stringify([kind, imports, setting, versions, path, copy, idle, renamed]);
    const known = this.#built.get(key);
    if (known !== undefined) return known;
    const label = [setting.name, ...imports.map(lastElement), ...Object.values(versions)];
    const name = `${kind}${++this.#count}-${label.join('-').replaceAll(/[^\w.-]/g, '')}`;
    const dir = join(this.#dir, 'src', name);
    const file = join(this.#dir, kind === 'plugin' ? `${name}.so` : name);
    const built = this.#inTurn(async () => {
      await mkdir(dir, { recursive: true });
      await writeFile(join(dir, 'go.mod'), goMod(program, kind));
      for (const [file, content] of Object.entries(setting.files ?? {})) await cp(content, join(dir, file));
      await build(dir, file);
      if (setting.finish !== undefined) await finish(setting.finish, file);
      return file;
    });
    this.#built.set(key, built);
    return built;
  }

  /** As many builds at a time as there are processors. */
  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    while (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#free--;
    try {
      return await work();
    } finally {
      this.#free++;
      this.#waiting.shift()?.();
    }
  }

  async #build(program: Program, dir: string, output: string, flags: string[]): Promise<void> {
    const { setting = plain, renamed } = program;
    const env = { ...this.#env, GOFLAGS: '-mod=mod -modcacherw', ...(await environment(setting)) };
    if (setting.vendor === true) {
      await go(dir, ['mod', 'tidy'], env);
      await go(dir, ['mod', 'vendor'], env);
      env.GOFLAGS = '-mod=vendor';
    }
    const args = [...flags, ...(setting.flags ?? [])];
    if (renamed === undefined) {
      await go(dir, ['build', '-o', output, ...args, '.'], env);
    } else {
      await go(dir, ['mod', 'tidy'], env);
      const outcome = await runTool(
        ['build', '.', '-o', output, ...renamed, '--', ...(setting.flags ?? [])],
        { cwd: dir, env },
      );
      assert.equal(outcome.exitCode, 0, outcome.stderr);
    }
  }
}

const goroots = new Map<string, Promise<string>>();

/** Environment variables of a setting. Another release comes first in PATH, so the tool runs it too. */
async function environment({ env = {}, release }: Setting): Promise<Record<string, string>> {
  if (release === undefined) return env;
  let goroot = goroots.get(release);
  if (goroot === undefined) {
    goroot = go(tempDir(), ['env', 'GOROOT'], { GOTOOLCHAIN: release });
    goroots.set(release, goroot);
  }
  const path = [join((await goroot).trim(), 'bin'), process.env['PATH']].join(delimiter);
  return { ...env, PATH: path, GOTOOLCHAIN: 'local' };
}

function goMod(program: Program, kind: Kind): string {
  const { imports, versions = {}, setting = plain } = program;
  const version = (module: string): string => (versions as Record<string, string>)[module] ?? 'v1.0.0';
  const lines = [
    `module example.com/${program.path ?? [kind, ...imports.map(lastElement)].join('-')}`,
    'go 1.18',
    ...modules.map((module) => `require example.com/${module} ${version(module)}`),
    ...(setting.goMod ?? []),
  ];
  return lines.join('\n');
}

function lastElement(importPath: string): string {
  return importPath.slice(importPath.lastIndexOf('/') + 1);
}

function source({ imports, copy = 0, idle = false }: Program, kind: Kind): string {
  const called = idle ? [] : imports.filter((path) => /^example\.com\/\w+$/.test(path));
  const answer = [`"copy ${copy}"`, ...called.map((path) => `${lastElement(path)}.Name()`)].join(' + " " + ');
  return [
    'package main',
    ...imports.map((path) => `import ${called.includes(path) ? '' : '_ '}"${path}"`),
    `func Answer() string { return ${answer} }`,
    ...(kind === 'plugin' ? ['func main() {}'] : []),
    '',
  ].join('\n');
}

async function finish([program, ...args]: [string, ...string[]], file: string): Promise<void> {
  const { exitCode, stderr } = await run(program, [...args, file]);
  assert.equal(exitCode, 0, stderr);
}
