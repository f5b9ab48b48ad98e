import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { projectDir } from './project.js';

/**
 * The packages with code in what was compiled.
 * @returns their directories, below the project's.
 */
export function packagesIn(metafiles: readonly Metafile[]): string[] {
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const packages = new Set(
    inputs.flatMap((file) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
  );
  // The compiled code of tree-sitter contains these.
  packages.add('node_modules/node-addon-api');
  return [...packages].sort();
}

/**
 * Their licences.
 * @throws Error if a package has no licence text.
 */
export function notices(metafiles: readonly Metafile[]): string {
  return packagesIn(metafiles)
    .map((dir) => notice(join(projectDir, dir)))
    .join(`\n${'-'.repeat(80)}\n\n`);
}

function notice(dir: string): string {
  const { name, version } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  const file = readdirSync(dir).find((entry) => /^licen[cs]e(\.|$)/i.test(entry));
  if (file === undefined) throw new Error(`${name} ${version} has no licence text`);
  return `${name} ${version}\n\n${readFileSync(join(dir, file), 'utf8').trim()}\n`;
}
