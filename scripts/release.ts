/**
 * Makes the executables of a version in `dist/release`, with what belongs to them.
 *
 *   tsx scripts/release.ts [TARGET ...]
 *
 * Without arguments: all targets.
 */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addonsFor } from './program/addons.js';
import { makeExecutable } from './program/executable.js';
import { fetchPackage } from './program/fetch.js';
import { notices, packagesIn } from './program/notices.js';
import { packageJson, packageVersion, projectDir } from './program/project.js';
import { bill } from './program/sbom.js';
import { TARGETS } from './program/targets.js';

const dir = join(projectDir, 'dist/release');
const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !TARGETS.some((target) => target.name === name));
if (unknown !== undefined)
  throw new Error(`no target ${unknown}; there are ${TARGETS.map(({ name }) => name).join(', ')}`);

rmSync(dir, { recursive: true, force: true });
mkdirSync(dir, { recursive: true });
let licences = '';
for (const target of TARGETS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const metafiles = await makeExecutable({
    outfile: join(dir, `${packageJson.name}_${packageJson.version}_${target.name}`),
    runtime: join(await fetchPackage(target.runtime), 'package/bin/bun'),
    format: target.format,
    addon: await addonsFor(target),
  });
  licences = notices(metafiles);
  writeFileSync(join(dir, 'sbom.cdx.json'), bill(packagesIn(metafiles)));
  console.log(target.name);
}
const ofRuntime = readFileSync(join(projectDir, 'scripts/program/runtime-notice.txt'), 'utf8');
writeFileSync(
  join(dir, 'THIRD-PARTY-NOTICES.txt'),
  `${ofRuntime.replaceAll('{VERSION}', packageVersion('bun'))}\n${'-'.repeat(80)}\n\n${licences}`,
);
cpSync(join(projectDir, 'scripts/program/release-notes.md'), join(dir, 'NOTES.md'));
cpSync(join(projectDir, 'scripts/install.sh'), join(dir, 'install.sh'));
const sums = readdirSync(dir)
  .sort()
  .map(
    (name) =>
      `${createHash('sha256')
        .update(readFileSync(join(dir, name)))
        .digest('hex')}  ${name}\n`,
  );
writeFileSync(join(dir, 'checksums.txt'), sums.join(''));
