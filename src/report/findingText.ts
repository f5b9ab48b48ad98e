import { severityOf, type Finding, type FindingKind, type Severity } from '../model/finding.js';
import { shortPath } from '../model/shortPath.js';
import { HOST_TEXTS, listNames } from './hostTexts.js';
import { PROBE_TEXTS } from './probeTexts.js';
import type { FindingText, PathOf, PlaceOf, TextsOf } from './textShape.js';

/** One text a kind; the type checker sees to it that none is missing. `docs/findings/` has a page for each. */
const TEXTS: TextsOf<FindingKind> = {
  ...HOST_TEXTS,
  ...PROBE_TEXTS,
  'exported-renamed-type': ({ symbol, symbolKind, importPath, typeName, via, position, inHost }, place) => ({
    message:
      `${place(position)}: exported ${symbolKind} ${symbol} lets out ` +
      (typeName.includes(' ') ? `the ${typeName} (${importPath})` : `${importPath}.${typeName}`) +
      `${via.length > 0 ? ` (through ${via.join(', ')})` : ''}, which is renamed in this plugin`,
    advice:
      "A type assertion to the host's own type of that name fails with `types from different scopes`. " +
      (inHost === true
        ? `The host has this package: --keep ${importPath} shares it, and with it the type.`
        : inHost === false
          ? 'The host does not have this package, so it cannot know the type.'
          : 'Use builtin and standard library types, or interfaces made of them, where plugin and host meet.'),
  }),
  'unplanned-package': ({ importPath, plannedAs }) => ({
    message:
      plannedAs === undefined
        ? `package ${importPath} is in the built file, but not in the plan`
        : `package ${importPath} is in the built file under its own name; it was to be ${plannedAs}`,
    advice: 'A host with another version of it would refuse the plugin. Please report this: it is a bug.',
  }),
  'missing-package': ({ importPath, original }) => ({
    message: `package ${importPath} (${original}) was planned, but is not in the built file`,
    advice: 'What was built is not what was planned, so nothing is proved. Please report this: it is a bug.',
  }),
  'c-symbol-exposed': ({ symbol, userScript }) => ({
    message: `the C symbol ${symbol} of a renamed package is in the dynamic symbol table`,
    advice:
      "The host's or another plugin's copy of it could run instead. " +
      (userScript
        ? 'Your --version-script tells the linker what to export: make the symbol local there.'
        : 'Please report this: it is a bug.'),
  }),
  'shared-c-library': ({ soname, file, version, importPaths }) => ({
    message:
      `${importPaths.join(', ')} ${importPaths.length > 1 ? 'link' : 'links'} the shared C library ${soname}` +
      `${version === undefined ? '' : ` (${version})`} by name: ${file}`,
    advice:
      'If the host has loaded a library with the same functions, that one answers; `ldd` shows which version a host ' +
      'uses. Link a static archive (-l:libNAME.a) to give the plugin its own.',
  }),
  'registry-unclear': ({ position, registry, name, taken }, place) => ({
    message: `${place(position)}: newer syntax in this file may hide that this is ${taken ? 'not ' : ''}${registry}.${name}`,
    advice: taken
      ? 'It is made private to the plugin as if it were. If the build fails there, rename the local name.'
      : 'It is left as written, as a local name. If it is the package, rename the local declaration of its name.',
  }),
  'own-registration': ({ position, registry, name, reason }, place) => ({
    message: `${place(position)}: ${registry}.${name} registers with the process, and so would a second build of this plugin: ${reason}`,
    advice: 'Build with --isolate-own where one process loads several builds of this plugin.',
  }),
  'host-setting-overridden': ({ setting, host, chosen }) => ({
    message: `${setting} is ${quoted(chosen)} here, and the host was built with ${quoted(host)}`,
    advice:
      "What you set explicitly wins, but plugin.Open compares what was compiled: leave it out to take the host's.",
  }),
  'host-setting-ignored': ({ setting, host, part }) => ({
    message:
      `the host was built with ${setting}=${host}, ` +
      `${part === host ? 'which' : `of which ${part}`} is not taken over`,
    advice:
      `What plugin.Open compares does not depend on it. If the plugin needs it, ` +
      (setting.startsWith('-')
        ? `pass ${setting} yourself, behind \`--\` or in GOFLAGS.`
        : `set ${setting} in the environment yourself.`),
  }),
  'kept-older': ({ module, pluginVersion, hostVersion, copied, alone }) => ({
    message: `the plugin requires ${module} ${pluginVersion}; its own code gets the host's ${hostVersion}, since it is kept`,
    advice:
      (copied
        ? `Renamed dependencies have a copy of ${pluginVersion} of their own. If own code does not compile, `
        : alone
          ? `If it does not compile, `
          : `Renamed dependencies get the host's, too, since its types pass between them and own code. If something does not compile, `) +
      `write it for the host's version: go get ${module}@${hostVersion}.`,
  }),
  'private-host-package': ({ importPaths }) => ({
    message: `the plugin has private copies of packages of the host's main module: ${listNames(importPaths)}`,
    advice:
      'What the host stores in their variables, or in a context under their keys, the plugin does not see. ' +
      '`build --host` shares them unless --keep none is given.',
  }),
  'private-registration': ({ position, registry, name, isolation }, place) => ({
    message:
      `${place(position)}: the plugin exports nothing, and what it registers with ${registry}.${name} ` +
      "goes to the plugin's private copy, which no host sees",
    advice:
      isolation === undefined
        ? "Name the host with --host: the build shares the packages of the host's main module, and others with --keep."
        : `Build with --no-isolate=${isolation} to register it for the whole process.`,
  }),
  'host-source-differs': ({ importPaths, module, source, revision, hostDir }, _place, path) => ({
    message:
      `not compiled from what the host was built from${revision === undefined ? '' : ` (${revision})`}: ` +
      `${importPaths.join(', ')}${source === undefined ? '' : `; the source is ${path(source)}`}`,
    advice:
      `Give the source of ${module} that the host was built from, with --host-src DIR` +
      (hostDir?.startsWith('/') === true
        ? `, by the path that the host records: --host-src ${hostDir}`
        : '') +
      '. --keep none gives the plugin private copies, which cannot see what the host stores in them.',
  }),
  'exports-nothing': ({ file }, _place, path) => ({
    message: `${path(file)} exports no function and no variable`,
    advice:
      'plugin.Lookup finds nothing in it; only its init functions run. The host looks for names of package main that begin with a capital letter.',
  }),
  'plan-contradicted': ({ file, reasons }, _place, path) => ({
    message: `the plan that ${path(file)} carries does not fit it`,
    details: reasons.slice(0, 10),
    advice: 'The file was changed after it was built, or is not what it claims to be: build it again.',
  }),
  'keep-unused': ({ pattern }) => ({
    message: `--keep ${pattern} shares nothing: the plugin imports no such package`,
    advice:
      'Leave it out, or correct it; `gorename-plugin explain` lists the packages that the plugin is built from.',
  }),
  'registers-twice': ({ position, importPath, registry, name, pluginVersion, hostVersion }, place) => ({
    message:
      `${place(position)}: ${importPath} ${pluginVersion} registers with ${registry}.${name}, which is kept, ` +
      `and so has the host's copy of it (${hostVersion}) done`,
    advice:
      `The second registration panics or replaces the first. Share it, too: --keep ${importPath}; ` +
      `or require the host's version, go get ${importPath}@${hostVersion}, which is shared by itself.`,
  }),
  'shared-registry': ({ position, importPath, registry, name, reason }, place) => ({
    message: `${place(position)}: ${importPath} uses ${registry}.${name} when the plugin is loaded: ${reason}`,
    advice: 'A host that has settings of its own there makes them again after plugin.Open.',
  }),
  'links-left-out': ({ module, links }, _, path) => ({
    message:
      `${module} is copied whole, but without ` +
      `${links.length > 1 ? `${String(links.length)} symbolic links that lead` : 'a symbolic link that leads'} out of it: ` +
      `${links.slice(0, 3).map(path).join(', ')}${links.length > 3 ? ', …' : ''}`,
    advice: 'If the C code needs what is there, put a copy of it into the module.',
  }),
  'profile-used': ({ profile }) => ({
    message: `the profile ${profile} makes go compile the standard library for this plugin alone`,
    advice: 'plugin.Open succeeds only in a host built with the same profile; leave -pgo out otherwise.',
  }),
};

function quoted(value: string): string {
  return value === '' ? 'not set' : value;
}

/** @param cwd absolute directory that files are named from. */
export function describeFinding(finding: Finding, cwd: string): FindingText & { severity: Severity } {
  const place: PlaceOf = ({ file, line, column }) =>
    `${shortPath(file, cwd)}:${String(line)}:${String(column)}`;
  const path: PathOf = (absolute) => shortPath(absolute, cwd);
  const text = TEXTS[finding.kind] as (finding: Finding, place: PlaceOf, path: PathOf) => FindingText;
  return { ...text(finding, place, path), severity: severityOf[finding.kind] };
}

/** A finding as the terminal shows it. */
export function formatFinding(finding: Finding, cwd: string): string {
  const { severity, message, details = [], advice } = describeFinding(finding, cwd);
  return [`${severity}: ${message}`, ...details.map((line) => `      ${line}`), `    ${advice}`].join('\n');
}
