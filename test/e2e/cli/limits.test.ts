/** Failures of the operating system name the path, and say what to do; none of them shows a stack trace. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { projectDir, tempDir } from '../../support/files.js';
import { executable, run, toolCommand, toolOnNode } from '../../support/process.js';
import { Workspace } from './workspace.js';

for (const { what, tool, first, last, step } of [
  // Fewer than node itself needs, up to enough for a build.
  { what: 'Node', tool: toolOnNode, first: 20, last: 44, step: 2 },
  // Enough for bun to start, up to what the go command needs.
  ...(executable === undefined
    ? []
    : [{ what: 'the executable', tool: toolCommand, first: 5, last: 13, step: 1 }]),
])
  test(`too many open files are reported, wherever ${what} reaches the limit`, async () => {
    const workspace = Workspace.of('hello');
    const messages = new Set<string>();
    for (let limit = first; limit <= last; limit += step) {
      const command = `ulimit -n ${String(limit)}; tool build plugin`;
      const { exitCode, stdout, stderr } = await workspace.shell(command, {}, tool);
      if (exitCode === 0) continue;
      assert.deepEqual({ exitCode, stdout }, { exitCode: 2, stdout: '' }, stderr);
      assert.match(
        stderr,
        /^gorename-plugin: [^\n]*(EMFILE[^\n]*'\/|cannot run go: EMFILE)[^\n]*\n[^\n]*ulimit -n[^\n]*$/,
      );
      messages.add(stderr);
    }
    assert.ok(messages.size >= 2, [...messages].join('\n'));
  });

test('a program that has too many files open gets an error from the library, and goes on', async () => {
  const workspace = Workspace.of('hello');
  const program = join(tempDir(), 'caller.mjs');
  writeFileSync(
    program,
    `
import { closeSync, openSync } from 'node:fs';
import { buildPlugin, GorenameError } from '${pathToFileURL(join(projectDir, 'dist/cli/library.js')).href}';
const build = (output) => buildPlugin({ dir: 'plugin', output, env: process.env });
// All code is loaded.
await build('out/first.so');
for (let left = 0; left <= 6; left++) {
  const files = [];
  try {
    for (;;) files.push(openSync('/dev/null'));
  } catch {}
  files.splice(0, left).forEach(closeSync);
  const error = await build(\`out/\${left}.so\`).catch((error) => error);
  files.forEach(closeSync);
  console.log(error instanceof GorenameError ? \`\${error.message} \${error.advice}\` : String(error));
}
await build('out/last.so');
console.log('goes on');
`,
  );
  const command = `ulimit -n 400; exec '${process.execPath}' '${program}'`;
  const { exitCode, stdout, stderr } = await run('bash', ['-c', command], workspace.options({}));
  assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' });
  const lines = stdout.split('\n');
  assert.equal(lines.pop(), 'goes on');
  assert.equal(lines.length, 7);
  for (const line of lines) assert.match(line, /EMFILE.* Raise the limit of open files.*`ulimit -n 1024`\.$/);
  assert.match(stdout, /^cannot run go: EMFILE/m);
});

test('an output file that may not grow is named in the error', async () => {
  const workspace = Workspace.of('hello');
  // In `build` the compiler may reach the limit first, and the executable reaches it when it loads the parser.
  const command = 'ulimit -f 1; tool rewrite plugin --out tree';
  const { exitCode, stderr } = await workspace.shell(command, {}, toolOnNode);
  assert.equal(exitCode, 2, stderr);
  assert.match(
    stderr,
    /^gorename-plugin: EFBIG: [^\n]*'\/[^\n]*'\nRaise the limit of file sizes \(`ulimit -f`\)\.$/,
  );
  await workspace.assertNothingLeft();
});

test('a file on a full disk is named in the error', async () => {
  const { writeFile } = await import('../../../src/store/writeFile.js');
  const { describeFailure } = await import('../../../src/report/describeFailure.js');
  assert.throws(
    () => {
      writeFile('/dev/full', 'text');
    },
    (error) => {
      const { message, advice } = describeFailure(error, '/');
      assert.match(message, /^ENOSPC: .*'\/dev\/full'$/);
      assert.match(advice ?? '', /gorename-plugin clean/);
      return true;
    },
  );
});
