import type { DifferingPackage, DifferingSetting, HostFinding, Owner } from '../model/hostFinding.js';
import { formatCommand } from '../model/shellWords.js';
import { OBSTACLE_TEXTS } from './obstacleTexts.js';
import type { PathOf, TextsOf } from './textShape.js';

const RENAME = '`gorename-plugin build DIR` gives the plugin copies of its own';

/** What is said of a plugin beside its host, or beside plugins that it opens before. */
export const HOST_TEXTS: TextsOf<HostFinding['kind']> = {
  ...OBSTACLE_TEXTS,
  'packages-differ': ({ cause, packages, missing, ...owner }, _place, path) => {
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
  'settings-differ': ({ settings, packages, standard, command, ...owner }, _place, path) => ({
    message: `compiled with other settings than ${nameOwner(owner, path)}: ${settings.map(({ name }) => name).join(', ')}`,
    details: [
      ...settings.map((setting) => describeSetting(setting, owner)),
      `differing: ${listCompiled(packages, standard)}`,
    ],
    advice: adviseBuild(settings, command, owner, path),
  }),
  'go-release-differs': ({ host, plugin }) => ({
    message:
      `built by ${plugin === '' ? 'another Go version' : plugin}, ` +
      `the host by ${host === '' ? 'a different one; it records no Go version' : host}: the process dies in plugin.Open`,
    advice:
      host === ''
        ? 'Ask who built the host for its Go version, and set GOTOOLCHAIN to it; tools that obfuscate programs remove it.'
        : `Build the plugin with the host's release: GOTOOLCHAIN=${host}, which \`gorename-plugin build --host\` sets by itself.`,
  }),
  'platform-differs': ({ host, plugin }) => ({
    message: `built for ${plugin}, the host for ${host}`,
    advice: `Build it for the host's system: ${host.replace(/^(.*)\/(.*)$/, 'GOOS=$1 GOARCH=$2')}, with a C compiler for it in CC.`,
  }),
  'gcflags-trimpath': ({ gcflags, packages, ...owner }, _place, path) => ({
    message:
      `${path(owner.owner)} was built with -gcflags=${gcflags}, which no other build can match: ` +
      'packages with cgo then record a random directory',
    details: [`differing: ${listNames(packages)}`],
    advice: `Build ${nameOwner(owner, path)} with the flag -trimpath of go build instead; no flag or variable of the plugin helps.`,
  }),
  'plugin-already-loaded': ({ pluginPath, reason, ...owner }, _place, path) => {
    const other = path(owner.owner);
    switch (reason) {
      case 'path':
        return {
          message: `its plugin path ${pluginPath} is that of ${other}, which is opened before: plugin already loaded`,
          advice:
            'Two builds by `gorename-plugin build` have plugin paths of their own unless they are equal.',
        };
      case 'file':
        return {
          message: `it is ${other}, which is opened before, by another name (${pluginPath})`,
          advice: 'Open it by one name; symbolic links to it do no harm.',
        };
      case 'refused':
        return {
          message: `it is ${other} (${pluginPath}), which is refused before: plugin.Open repeats that`,
          advice: 'What is to be mended is told there.',
        };
    }
  },
  'shared-with-refused': ({ packages, ...owner }, _place, path) => ({
    message: `it takes packages of ${path(owner.owner)}, which is refused: plugin.Open succeeds, and memory gets corrupted`,
    details: [listNames(packages)],
    advice:
      "The garbage collector does not know a refused plugin's variables. Open no plugin after a refused one that it shares packages with.",
  }),
  'sanitizer-not-in-host': ({ host }, _place, path) => ({
    message: `built with -asan, ${path(host)} is not: the process dies in plugin.Open (ASan runtime does not come first)`,
    advice: 'Build it without -asan, or the host with it.',
  }),
  'sanitizer-complains': ({ host }, _place, path) => ({
    message: `built with -asan, as ${path(host)} is: both define the C variables of runtime/cgo, of which the process may die (odr-violation)`,
    advice: 'Start the host with ASAN_OPTIONS=detect_odr_violation=0.',
  }),
  'glibc-too-new': ({ needed, available }) => ({
    message: `needs glibc ${needed}; there is ${available}`,
    advice: `Build it where glibc is not newer than ${available}: in a container of the system that the host runs on.`,
  }),
  'glibc-newer-than-host': ({ needed, host }) => ({
    message: `needs glibc ${needed}, the host only ${host}: whether it loads depends on the system that the host runs on`,
    advice: 'Tell the glibc of that system with --glibc; `ldd --version` prints it there.',
  }),
  'library-not-in-host': ({ libraries }) => ({
    message: `needs shared libraries that the host does not: ${libraries.join(', ')}`,
    advice: 'Install them where the host runs, or link static archives (-l:libNAME.a).',
  }),
  'c-symbol-shared': ({ symbols, ...owner }, _place, path) => ({
    message: `C symbols that ${nameOwner(owner, path)} defines, too, and whose code will run: ${listNames(symbols)}`,
    advice: '`gorename-plugin build` makes the C symbols of renamed packages private to the plugin.',
  }),
  'versions-only': ({ host }, _place, path) => ({
    message: `of ${path(host)} only module versions are known: no hashes, flags, Go release or libraries are compared`,
    advice: 'Name the host binary, or its manifest by `gorename-plugin host`, for a proof.',
  }),
};

function nameOwner({ owner, ownerKind }: Owner, path: PathOf): string {
  return ownerKind === 'host' ? 'the host' : path(owner);
}

function adviseBuild(
  settings: readonly DifferingSetting[],
  command: string,
  { owner, ownerKind }: Owner,
  path: PathOf,
): string {
  if (settings.some(({ name }) => name.startsWith('-cover'))) {
    return `Build info does not say which packages -coverpkg named; with the same ones, by hand: ${command}.`;
  }
  if (ownerKind === 'plugin') return `Build both plugins alike; by hand: ${command}.`;
  const build = formatCommand(['gorename-plugin', 'build', '--host', path(owner), 'DIR']);
  return `\`${build}\` takes the host's settings over; by hand: ${command}.`;
}

function describeSetting({ name, loaded, plugin }: DifferingSetting, { ownerKind }: Owner): string {
  const show = (value: string): string => (value === '' ? 'not set' : value);
  return `${name}: ${show(plugin)}, ${ownerKind === 'host' ? 'host' : 'earlier plugin'} ${show(loaded)}`;
}

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

function listCompiled(packages: readonly string[], standard: number): string {
  if (packages.length <= MOST) return packages.join(', ');
  const third = packages.length - standard;
  return [
    ...(standard > 0 ? [`${count(standard, 'package')} of the standard library`] : []),
    ...(third > 0 ? [count(third, standard > 0 ? 'other' : 'package')] : []),
  ].join(' and ');
}

const MOST = 6;

/** With commas between, the first ones where there are many. */
export function listNames(names: readonly string[]): string {
  if (names.length <= MOST) return names.join(', ');
  return `${names.slice(0, MOST).join(', ')} and ${String(names.length - MOST)} more`;
}

function count(number: number, what: string): string {
  return `${String(number)} ${what}${number === 1 ? '' : 's'}`;
}
