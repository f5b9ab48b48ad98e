import { formatCommand } from '../../base/shellWords.js';
import { defineFinding } from '../defineFinding.js';
import type { Owner, DifferingPackage } from '../findingData.js';
import { nameOwner, listNames, count } from '../phrases.js';

/** plugin.Open will refuse the plugin: the process has these packages already, and they are others. */
export interface PackagesDiffer extends Owner {
  kind: 'packages-differ';
  /**
   * `version`: of another version, or another replacement; `source`: built from a directory, so no version tells
   * what is in it; `directory`: compiled in another directory, and file positions are part of a package;
   * `import`: they import what differs; `unknown`: nothing recorded tells why.
   */
  cause: 'version' | 'source' | 'directory' | 'import' | 'unknown';
  packages: DifferingPackage[];
  /** What is not recorded, a clause each; only for `unknown`. */
  unrecorded: string[];
}

export const packagesDiffer = defineFinding<PackagesDiffer>({
  kind: 'packages-differ',
  severity: 'error',
  describe: ({ cause, packages, unrecorded: missing, ...owner }, _place, path) => {
    const other = nameOwner(owner, path);
    const details = listDiffering(packages, owner);
    const what = count(packages.length, 'package');
    switch (cause) {
      case 'version':
        return {
          message: `${what} in ${packages.length === 1 ? 'another version' : 'other versions'} than in ${other}`,
          details,
          advice:
            owner.ownerKind === 'host'
              ? `${RENAME}; ${formatCommand(['--host', path(owner.owner), '--keep'])} IMPORTPATH shares the host's.`
              : `${RENAME}.`,
        };
      case 'source':
        return {
          message: `${what} unlike in ${other}, built from a directory, so that no version tells them apart`,
          details,
          advice: `Build both from the same sources, in the same directory; or ${RENAME}.`,
        };
      case 'directory':
        return {
          message: `${what} compiled in another directory than in ${other}; file positions are part of a package`,
          details,
          advice: `Build both with -trimpath, or in the same module cache; or ${RENAME}.`,
        };
      case 'import':
        return {
          message: `${what} unlike in ${other} because of what ${packages.length === 1 ? 'it imports' : 'they import'}`,
          details,
          advice: `Mend what is told above, or both at once: ${RENAME}.`,
        };
      case 'unknown':
        return {
          message: `${what} unlike in ${other}, and nothing recorded tells why`,
          details: [...details, ...missing],
          advice: packages.every(({ importPath }) => /^[^/]*\./.test(importPath))
            ? `${RENAME}.`
            : `Build the plugin with the flags and variables of ${other}.`,
        };
    }
  },
});

const RENAME = '`gorename-plugin build DIR` gives the plugin copies of its own';

/** A line for each module, and one for all packages of no module that differ in the same. */
function listDiffering(packages: readonly DifferingPackage[], { ownerKind }: Owner): string[] {
  const lines = new Map<string, { module: string; facts: string; names: string[] }>();
  for (const { importPath, module, loaded, plugin } of packages) {
    const other = ownerKind === 'host' ? 'host' : 'earlier plugin';
    const differs = `${plugin || 'unknown'}, ${other} ${loaded || 'unknown'}`;
    const facts = plugin === loaded ? plugin : differs;
    const key = JSON.stringify([module, facts]);
    const { names } = lines.get(key) ?? { names: [] };
    lines.set(key, { module, facts, names: [...names, importPath] });
  }
  return [...lines.values()].map(({ module, facts, names }) => {
    const short = module === '' || names.length === 1;
    const name = short ? listNames(names) : `${module} (${count(names.length, 'package')})`;
    return facts === '' ? name : `${name}: ${facts}`;
  });
}
