/**
 * Packs the package and checks how others can import it, with publint and attw. Only ES modules: what CommonJS and Node 10
 * would find is not looked at. Exit code 1 for a problem.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { execa } from 'execa';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { packageJson, projectDir } from './program/project.js';

const IGNORED = ['node10', 'node16-cjs'];

const dir = await mkdtemp(join(tmpdir(), 'gorename-package-'));
try {
  const npm = ['pack', '--ignore-scripts', '--silent', '--pack-destination', dir];
  const { stdout } = await execa('npm', npm, { cwd: projectDir });
  const tarball = readFileSync(join(dir, stdout.trim()));
  const { messages } = await publint({ pkgDir: projectDir, pack: false, strict: true });
  const found = messages.map((message) => formatMessage(message, packageJson) ?? message.code);
  const result = await checkPackage(createPackageFromTarballData(tarball));
  if (!result.types) throw new Error('the package has no types');
  for (const problem of result.problems) {
    if ('resolutionKind' in problem && IGNORED.includes(problem.resolutionKind)) continue;
    found.push(JSON.stringify(problem));
  }
  for (const text of found) console.error(text);
  if (found.length > 0) process.exitCode = 1;
} finally {
  await rm(dir, { recursive: true });
}
