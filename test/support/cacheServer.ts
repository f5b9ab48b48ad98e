/** Go's build cache over HTTP: go-cacher and its server, in the version of examples/shared-cache. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectDir, tempDir } from './files.js';
import { run } from './process.js';

const MODULE = 'github.com/bradfitz/go-tool-cache';

export class CacheServer {
  readonly #programs: string;
  readonly #dir = tempDir();
  #process: ChildProcess | undefined;
  #port = 0;

  private constructor(programs: string) {
    this.#programs = programs;
  }

  /** Installs both programs and starts the server. */
  static async start(): Promise<CacheServer> {
    const dockerfile = readFileSync(join(projectDir, 'examples/shared-cache/Dockerfile'), 'utf8');
    const version = /ARG GO_TOOL_CACHE=(\S+)/.exec(dockerfile)?.[1] ?? '';
    const programs = tempDir();
    const packages = ['go-cacher', 'go-cacher-server'].map((name) => `${MODULE}/cmd/${name}@${version}`);
    const { exitCode, stderr } = await run('go', ['install', ...packages], {
      env: { GOBIN: programs, GOFLAGS: '' },
    });
    assert.equal(exitCode, 0, stderr);
    const server = new CacheServer(programs);
    server.#port = await freePort();
    await server.restart();
    return server;
  }

  /** Starts the server again with what it has stored, at the same address. */
  async restart(): Promise<void> {
    const args = ['-cache-dir', this.#dir, '-listen', `127.0.0.1:${this.#port}`];
    this.#process = spawn(join(this.#programs, 'go-cacher-server'), args, { stdio: 'ignore' });
    const url = `http://127.0.0.1:${this.#port}/`;
    for (let attempt = 0; attempt < 100; attempt++) {
      const answered = await fetch(url).then(
        () => true,
        () => false,
      );
      if (answered) return;
      await sleep(100);
    }
    assert.fail('the cache server does not answer');
  }

  /** Ends the server at once, whatever it does. */
  async kill(): Promise<void> {
    const server = this.#process;
    if (server === undefined) return;
    this.#process = undefined;
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  }

  /**
   * The environment of a machine that uses the server, and shares nothing else with other machines.
   * @param home - its directory.
   */
  machine(home: string): Record<string, string> {
    const local = join(home, 'go-cacher');
    mkdirSync(local, { recursive: true });
    const cacher = join(this.#programs, 'go-cacher');
    return {
      ...separate(home),
      GOCACHEPROG: `${cacher} -cache-dir ${local} -cache-server http://127.0.0.1:${this.#port}`,
    };
  }
}

/** A machine that shares no build cache. */
export function separate(home: string): Record<string, string> {
  return { GOCACHE: join(home, 'go-build'), GORENAME_PLUGIN_CACHE: join(home, 'work') };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
