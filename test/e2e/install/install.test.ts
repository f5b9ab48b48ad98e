/** scripts/install.sh: what is installed, and that nothing is installed or run if anything is wrong. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { tempDir } from '../../support/files.js';
import { run } from '../../support/process.js';
import {
  DASH,
  FILE,
  install,
  installer,
  MUSL_FILE,
  PROGRAM,
  releaseFiles,
  ReleaseServer,
  replacing,
  sha256,
  SYSTEMS,
  VERSION,
  type Answers,
  type System,
} from './release.js';

const servers: ReleaseServer[] = [];
after(() => {
  for (const server of servers) server.stop();
});

async function serve(answers: Answers): Promise<{ server: ReleaseServer; address: string }> {
  const server = new ReleaseServer(answers);
  servers.push(server);
  return { server, address: await server.start() };
}

const OLD = '#!/bin/sh\necho old\n';

/** A directory in which an older version is installed. */
function withOldVersion(): string {
  const dir = tempDir();
  writeFileSync(join(dir, 'gorename-plugin'), OLD, { mode: 0o755 });
  return dir;
}

const program = (dir: string): string => join(dir, 'gorename-plugin');

for (const [name, system] of Object.entries(SYSTEMS)) {
  test(`install.sh replaces the installed file by the one for the machine: ${name}`, async () => {
    const musl = PROGRAM.replace('echo', 'echo musl');
    const { server, address } = await serve(releaseFiles({ [FILE]: PROGRAM, [MUSL_FILE]: musl }));
    const to = withOldVersion();
    const { exitCode, stdout, stderr } = await install(system, ['--from', `${address}/`, '--to', to]);
    const said = system.file === MUSL_FILE ? `musl ${VERSION}` : VERSION;
    assert.deepEqual(
      { exitCode, stdout, stderr },
      { exitCode: 0, stdout: `installed ${program(to)} ${said}\nAdd ${to} to PATH.`, stderr: '' },
    );
    assert.equal(readFileSync(program(to), 'utf8'), system.file === MUSL_FILE ? musl : PROGRAM);
    assert.equal(statSync(program(to)).mode & 0o777, 0o755);
    assert.deepEqual(readdirSync(to), ['gorename-plugin']);
    assert.deepEqual(server.requested, ['checksums.txt', system.file]);
  });

  test(`install.sh neither runs nor installs a file with another SHA-256: ${name}`, async () => {
    const ran = join(tempDir(), 'ran');
    const files = releaseFiles({ [FILE]: PROGRAM, [MUSL_FILE]: PROGRAM });
    const { address } = await serve({
      ...files,
      [system.file]: `#!/bin/sh\necho > ${ran}\necho ${VERSION}\n`,
    });
    await isRefused(['--from', address], system, 1, /is damaged or was replaced: .*checksums\.txt/);
    assert.ok(!existsSync(ran));
  });
}

/** The old version stays, and nothing else is left. */
async function isRefused(
  args: string[],
  system: System,
  exitCode: number,
  says: RegExp,
  to = withOldVersion(),
): Promise<void> {
  const outcome = await install(system, [...args, '--to', to]);
  assert.deepEqual(
    { exitCode: outcome.exitCode, stdout: outcome.stdout },
    { exitCode, stdout: '' },
    outcome.stderr,
  );
  assert.match(outcome.stderr, says);
  assert.match(outcome.stderr, /^install\.sh: .*\n./m);
  assert.deepEqual(readdirSync(to), ['gorename-plugin']);
  assert.equal(readFileSync(program(to), 'utf8'), OLD);
}

const release = releaseFiles();
const damaged: Record<string, { answers: Answers; says: RegExp; args?: string[]; system?: System }> = {
  'a release without checksums': { answers: { [FILE]: PROGRAM }, says: /cannot download .*checksums\.txt/ },
  'a release without the file': {
    answers: { ...release, [FILE]: (response) => response.writeHead(404).end(PROGRAM) },
    says: /cannot download/,
  },
  'a server that fails': {
    answers: { ...release, [FILE]: (response) => response.writeHead(500).end(PROGRAM) },
    says: /cannot download/,
  },
  'a download that is cut off': {
    answers: {
      ...release,
      [FILE]: (response) => {
        response.writeHead(200, { 'content-length': PROGRAM.length });
        response.write(PROGRAM.slice(0, 12));
        setTimeout(() => response.destroy(), 50);
      },
    },
    says: /cannot download/,
  },
  'a download that is cut off without a length': {
    answers: { ...release, [FILE]: PROGRAM.slice(0, 12) },
    says: /is damaged or was replaced/,
  },
  'a page in place of the checksums': {
    answers: { ...release, 'checksums.txt': '<html>log in</html>\n' },
    says: /has no gorename-plugin_VERSION_linux_/,
  },
  'checksums of another algorithm': {
    answers: { ...release, 'checksums.txt': `${sha256(PROGRAM).slice(24)}  ${FILE}\n` },
    says: /has no gorename-plugin_VERSION_linux_/,
  },
  'a file name that leads out of the release': {
    answers: {
      ...release,
      'checksums.txt': `${sha256(PROGRAM)}  gorename-plugin_../../x${FILE.slice(21)}\n`,
    },
    says: /has no gorename-plugin_VERSION_linux_/,
  },
  'files for other machines only': {
    answers: releaseFiles({ [`gorename-plugin_${VERSION}_darwin_arm64`]: PROGRAM, [MUSL_FILE]: PROGRAM }),
    says: /has no gorename-plugin_VERSION_linux_/,
  },
  'another version than the chosen one': {
    answers: release,
    args: ['--version', '9.9.9'],
    says: /has no gorename-plugin_9\.9\.9_linux_/,
  },
  'several versions, and none chosen': {
    answers: releaseFiles({ [FILE]: PROGRAM, [FILE.replace(VERSION, '2.0.0')]: PROGRAM }),
    says: /names several files for this machine\nChoose one with --version/,
  },
  'a replaced file, with its checksum': {
    answers: releaseFiles({ [FILE]: '#!/bin/sh\nexit 0\n' }),
    args: ['--sha256', sha256(PROGRAM)],
    says: /has another SHA-256 than --sha256/,
  },
  'a file that does not run': {
    answers: releaseFiles({ [FILE]: '#!/bin/sh\necho GLIBC_2.99 not found >&2; exit 1\n' }),
    says: /does not run on this machine\nGLIBC_2\.99 not found/,
  },
  'another machine': {
    answers: release,
    system: replacing(DASH, { uname: 'if [ "$1" = -m ]; then echo riscv64; else echo Linux; fi' }),
    says: /no executable for riscv64\nInstall the npm package/,
  },
  'another operating system': {
    answers: release,
    system: replacing(DASH, { uname: 'if [ "$1" = -m ]; then echo x86_64; else echo OpenBSD; fi' }),
    says: /no executable for OpenBSD/,
  },
  'a 32-bit system': {
    answers: release,
    system: replacing(DASH, { getconf: 'echo 32' }),
    says: /no executable for a 32-bit system/,
  },
  'a machine without curl and wget': {
    answers: release,
    system: replacing(DASH, { curl: 'exit 127' }),
    says: /cannot download/,
  },
};

for (const [what, { answers, says, args = [], system = DASH }] of Object.entries(damaged)) {
  test(`install.sh refuses ${what}`, async () => {
    const { address } = await serve(answers);
    await isRefused(['--from', address, ...args], system, 1, says);
  });
}

test('install.sh refuses an address where nothing answers', async () => {
  const { server, address } = await serve(release);
  server.stop();
  await isRefused(['--from', address], DASH, 1, /cannot download .*checksums\.txt/);
});

const misuses: [args: string[], says: RegExp][] = [
  [[], /missing --from/],
  [['--from'], /--from needs a value|unknown argument/],
  [['--from', 'http://example.invalid/release'], /without https.*add --sha256/],
  [['--from', 'http://127.0.0.1.example.invalid/'], /without https/],
  [['--from', 'ftp://example.invalid/release'], /must begin with https/],
  [['--from', 'nowhere'], /nowhere: no such directory/],
  [['--from', '.', '--sha256', 'abc'], /--sha256 abc: not a SHA-256/],
  [['--from', '.', '--version', '../1'], /--version \.\.\/1: not a version/],
  [['--from', '.', '--frm', 'x'], /unknown argument --frm/],
];
for (const [args, says] of misuses) {
  test(`install.sh explains wrong arguments: ${args.join(' ')}`, () => isRefused(args, DASH, 2, says));
}

test('install.sh installs a pinned file from a directory, relative to the current one', async () => {
  const dir = tempDir();
  mkdirSync(join(dir, 'release'));
  for (const [name, content] of Object.entries(releaseFiles()))
    writeFileSync(join(dir, 'release', name), content);
  const args = ['--from', 'release', '--to', 'new/bin', '--version', `v${VERSION}`, '--sha256'];
  const { exitCode, stderr } = await install(DASH, [...args, sha256(PROGRAM).toUpperCase()], dir);
  assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' });
  assert.equal((await run(program(join(dir, 'new/bin')), ['--version'])).stdout, VERSION);
});

test('install.sh reads checksums.txt with CRLF line ends and the mark of binary mode', async () => {
  const { address } = await serve({ ...release, 'checksums.txt': `${sha256(PROGRAM)} *${FILE}\r\n` });
  const { exitCode, stderr } = await install(DASH, ['--from', address, '--to', tempDir()]);
  assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' });
});

test('install.sh refuses a --to that cannot be a directory', async () => {
  const file = join(tempDir(), 'file');
  writeFileSync(file, '');
  const { address } = await serve(release);
  const { exitCode, stderr } = await install(DASH, ['--from', address, '--to', join(file, 'bin')]);
  assert.equal(exitCode, 1);
  assert.match(stderr, /cannot make the directory .*\nChoose another with --to/);
});

test('install.sh with BusyBox refuses https without --sha256, since its wget may not check certificates', async () => {
  const system = SYSTEMS['BusyBox'];
  assert.ok(system);
  await isRefused(['--from', 'https://127.0.0.1:1/x'], system, 1, /may not check certificates\nAdd --sha256/);
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`install.sh leaves the old version and nothing else after ${signal} during a download`, async () => {
    const to = withOldVersion();
    let reached = (): void => undefined;
    const downloading = new Promise<void>((resolve) => (reached = resolve));
    const { address } = await serve({
      ...release,
      [FILE]: (response) => {
        response.writeHead(200, { 'content-length': PROGRAM.length });
        response.write(PROGRAM.slice(0, 12));
        reached();
      },
    });
    const args = ['--from', address, '--to', to];
    const running = spawn(DASH.shell[0] ?? '', [installer, ...args], {
      env: { PATH: DASH.path },
      detached: true,
    });
    const ended = once(running, 'exit');
    await downloading;
    // As a terminal does: to all processes of the job.
    process.kill(-(running.pid ?? NaN), signal);
    assert.notEqual((await ended)[0], 0);
    assert.deepEqual(readdirSync(to), ['gorename-plugin']);
    assert.equal(readFileSync(program(to), 'utf8'), OLD);
  });
}
