/** A release on a loopback HTTP server, with small programs in place of the executables. */
import { createHash } from 'node:crypto';
import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { findProgram, pathWith } from '../../support/programs.js';
import { projectDir, tempDir } from '../../support/files.js';
import { run, type Outcome } from '../../support/process.js';

export const VERSION = '1.2.3';
const ARCH = process.arch === 'x64' ? 'amd64' : process.arch;
/** The file for the machine that runs the tests, and the one for a container with musl on it. */
export const FILE = `gorename-plugin_${VERSION}_linux_${ARCH}`;
export const MUSL_FILE = `${FILE}_musl`;
export const PROGRAM = `#!/bin/sh\necho ${VERSION}\n`;

export function sha256(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Files of a release and their checksums.txt. */
export function releaseFiles(files: Record<string, string> = { [FILE]: PROGRAM }): Record<string, string> {
  const lines = Object.entries(files).map(([name, content]) => `${sha256(content)}  ${name}\n`);
  return { ...files, 'checksums.txt': lines.join('') };
}

/** What a server sends for each file: its content, or what the function does. */
export type Answers = Record<string, string | ((response: ServerResponse) => void)>;

export class ReleaseServer {
  readonly requested: string[] = [];
  readonly #server: Server;

  constructor(answers: Answers) {
    this.#server = createServer((request, response) => {
      const path = (request.url ?? '').replace('/release/', '');
      this.requested.push(path);
      const answer = answers[path];
      if (typeof answer === 'function') answer(response);
      else if (answer === undefined) response.writeHead(404).end('not found');
      else response.end(answer);
    });
  }

  /** @returns the address of the release. */
  async start(): Promise<string> {
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening));
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}/release`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

const TOOLS = ['awk', 'cat', 'chmod', 'cp', 'mkdir', 'mktemp', 'mv', 'rm', 'sha256sum', 'tr', 'uname', 'wc'];

/** A shell and the programs that it finds. */
export interface System {
  shell: string[];
  path: string;
  /** The file that it needs. */
  file: string;
}

export const DASH: System = {
  shell: [findProgram('dash')],
  path: pathWith(...TOOLS, 'getconf', 'curl'),
  file: FILE,
};

export const SYSTEMS: Record<string, System> = {
  'dash and curl': DASH,
  'dash and wget': { ...DASH, path: pathWith(...TOOLS, 'getconf', 'wget') },
  'bash and curl': { ...DASH, shell: [findProgram('bash'), '--posix'] },
  // Everything in Alpine's image is BusyBox, and its C library is musl.
  BusyBox: { shell: [findProgram('busybox'), 'sh'], path: busyboxPath([...TOOLS, 'wget']), file: MUSL_FILE },
};

function busyboxPath(applets: string[]): string {
  const dir = tempDir();
  for (const name of applets) symlinkSync(findProgram('busybox'), join(dir, name));
  return dir;
}

/** A system with some programs replaced by scripts: a `uname` of another machine, for example. */
export function replacing(system: System, scripts: Record<string, string>): System {
  const dir = tempDir();
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(dir, name), `#!${findProgram('dash')}\n${script}\n`);
    chmodSync(join(dir, name), 0o755);
  }
  return { ...system, path: `${dir}:${system.path}` };
}

export const installer = join(projectDir, 'scripts/install.sh');

/** Runs the installer, or a copy of it. */
export function install(
  { shell, path }: System,
  args: string[],
  cwd?: string,
  script = installer,
): Promise<Outcome> {
  const [program = '', ...words] = shell;
  const env = { PATH: path, http_proxy: undefined, https_proxy: undefined, no_proxy: '*' };
  return run(program, [...words, script, ...args], { env, ...(cwd === undefined ? {} : { cwd }) });
}
