/** Small hosts that call a plugin's function Hello, and plugins that have one. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempDir } from '../../support/files.js';
import { goBuild } from '../../support/go.js';
import { run, runTool, type Outcome } from '../../support/process.js';

const HOST = `package main

import (
	"fmt"
	"os"
	"plugin"
)

func main() {
	for _, file := range os.Args[1:] {
		p, err := plugin.Open(file)
		if err != nil {
			fmt.Println("REFUSED", err)
			continue
		}
		hello, err := p.Lookup("Hello")
		if err != nil {
			fmt.Println("REFUSED", err)
			continue
		}
		fmt.Println(hello.(func() string)())
	}
}
`;

export const HELLO = 'package main\n\nfunc Hello() string { return "hello" }\n\nfunc main() {}\n';

/** What `verify --host` says of a plugin that loads. */
export const WILL_LOAD = 'will load; its init functions were not run (`gorename-plugin probe` runs them)';

type Environment = Record<string, string | undefined>;

/** A directory with a host, the plugin `p`, and what is built of them. */
export class Caller {
  readonly dir = tempDir();

  /**
   * @param changes - path below the directory -> content, besides `host/` and `p/`.
   */
  static async create(changes: Record<string, string> = {}): Promise<Caller> {
    const caller = new Caller();
    const files = {
      'host/main.go': HOST,
      'host/go.mod': 'module example.com/host\n\ngo 1.20\n',
      'p/main.go': HELLO,
      'p/go.mod': 'module example.com/p\n\ngo 1.20\n',
      ...changes,
    };
    for (const [file, content] of Object.entries(files)) {
      await mkdir(join(caller.path(file), '..'), { recursive: true });
      await writeFile(caller.path(file), content);
    }
    return caller;
  }

  path(...parts: string[]): string {
    return join(this.dir, ...parts);
  }

  /**
   * Builds `host` with plain go.
   * @returns its absolute file.
   */
  host(name: string, flags: string[] = [], env: Environment = {}): Promise<string> {
    return goBuild(this.path('host'), this.path(name), flags, env);
  }

  /**
   * Builds `p` with plain go.
   * @returns its absolute file.
   */
  plugin(name: string, flags: string[] = [], env: Environment = {}): Promise<string> {
    return goBuild(this.path('p'), this.path(name), ['-buildmode=plugin', ...flags], env);
  }

  /** Runs gorename-plugin in the directory. */
  tool(args: string[], env: Environment = {}): Promise<Outcome> {
    return runTool(args, { cwd: this.dir, env });
  }

  /**
   * The same, with an exit code that has to be this one.
   * @returns all that it printed.
   */
  async says(exitCode: number, args: string[], env: Environment = {}): Promise<string> {
    const outcome = await this.tool(args, env);
    const text = [outcome.stdout, outcome.stderr].filter((part) => part !== '').join('\n');
    assert.equal(outcome.exitCode, exitCode, `${args.join(' ')}\n${text}`);
    return text;
  }

  /** What a host prints of plugins. */
  async open(host: string, ...files: string[]): Promise<string> {
    const { stdout, stderr } = await run(
      this.path(host),
      files.map((file) => this.path(file)),
    );
    return `${stdout}${stderr}`;
  }
}

/** How many results of compiling are in a build cache. The go command asks the C compiler for flags, and keeps the answer. */
export async function countCompiled(cache: string): Promise<number> {
  const files = existsSync(cache) ? await readdir(cache, { recursive: true }) : [];
  return files.filter((file) => file.endsWith('-d')).length;
}

/** @throws an assertion that names what to install, where a program of Debian's `package` is missing. */
export async function requireProgram(program: string, debianPackage: string): Promise<void> {
  const found = await run(program, ['--version']).catch(() => undefined);
  assert.ok(found !== undefined, `this test needs ${program}: apt-get install ${debianPackage}`);
}
