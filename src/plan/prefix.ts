import { digest } from '../base/digest.js';
import { definedPackage, formatGoFlag, isOn, linkDefinitions, type GoFlag } from '../base/goFlags.js';
import { settingHas } from '../base/goSettingsTable.js';
import type { GoSettings, ModuleGraph } from '../model/moduleGraph.js';
import type { IsolatedUse } from '../model/globalState.js';
import type { Group, PackageDecision } from '../model/renamePlan.js';
import type { KeptModule } from '../model/sharedPackages.js';
import type { SourceFile } from '../model/sourceFile.js';
import type { WantedNames } from '../model/wantedNames.js';
import { PROGRAM } from '../store/program.js';

export interface HashInputs {
  graph: ModuleGraph;
  decisions: PackageDecision[];
  sources: SourceFile[];
  /** The uses of global state that are rewritten. */
  stateUses: readonly IsolatedUse[];
  settings: GoSettings;
  /** GOFLAGS and command line together. */
  flags: GoFlag[];
  /** Version text of the C compiler; undefined if no package needs one. */
  compiler: string | undefined;
  /** Modules that the copies are compiled against as they are. */
  kept: readonly KeptModule[];
  /** Absolute directory that the copies are compiled in: their source positions record it, unless -trimpath is on. */
  compiledIn: string;
}

/** Hex digests over everything that affects each group's compiled packages. */
export interface GroupHashes {
  dependency: string;
  own: string;
  main: string;
}

/** Each group's hash covers the groups below it: the plugin's own code imports dependencies, main imports both. */
export function hashGroups(inputs: HashInputs): GroupHashes {
  const { flags, graph } = inputs;
  const dependency = digest([...describeCompilation(inputs), describeGroup(inputs, 'dependency')]);
  // Two plugins of one module keep separate copies of that module's packages: each is compiled in a separate work tree.
  const own = digest([dependency, graph.main, graph.mainFiles ?? [], describeGroup(inputs, 'own')]);
  const linkFlags = flags.filter(({ name }) => name === 'ldflags').map(formatGoFlag);
  const main = digest([own, describeGroup(inputs, 'main'), linkFlags]);
  return { dependency, own, main };
}

/** Input of all hashes: the program, which may rewrite differently after an update, and settings that affect every compiled package. */
export function describeCompilation({ settings, flags, compiler, compiledIn, kept }: HashInputs): unknown[] {
  const pick = (trait: 'compiles' | 'compiles C'): [string, string][] =>
    Object.entries(settings.env).filter(([name]) => settingHas(name, trait));
  return [
    PROGRAM,
    settings.version,
    pick('compiles'),
    compiler === undefined ? [] : [compiler, pick('compiles C')],
    flags.filter(({ name }) => settingHas(`-${name}`, 'compiles')).map(formatGoFlag),
    isOn(flags, 'trimpath') ? '' : compiledIn,
    kept,
  ];
}

function describeGroup(inputs: HashInputs, group: SourceFile['group']): unknown {
  const isOfGroup = (one: { group: Group | undefined }): boolean => one.group === group;
  const { decisions, sources, stateUses } = inputs;
  return describePackages(inputs, {
    decisions: decisions.filter(isOfGroup),
    sources: sources.filter(isOfGroup),
    stateUses: stateUses.filter(isOfGroup),
  });
}

/**
 * Some packages with their modules, versions, go lines, decisions and file contents, in a fixed order, and the values that
 * -X puts into their variables: all plugins use the variables of the first plugin that is loaded with the package.
 */
export function describePackages(
  { graph, flags }: HashInputs,
  { decisions, sources, stateUses }: Pick<HashInputs, 'decisions' | 'sources' | 'stateUses'>,
): unknown {
  const packages = decisions.map(({ importPath, module, version, decision }) =>
    JSON.stringify([importPath, module, version, graph.modules.get(module ?? '')?.goVersion, decision]),
  );
  const files = sources.map((file) => {
    // Rewritten C code of a local module may name files outside of it (rewrite/cgo.ts).
    const isLocal = graph.modules.get(file.module)?.local === true;
    const namesPlace = file.namesPlace === true || (isLocal && /^c(go)?$/.test(file.kind));
    return JSON.stringify([file.module, file.relative, file.kind, file.sha256, namesPlace ? file.path : '']);
  });
  const paths = new Set(decisions.map(({ importPath }) => importPath));
  const definitions = linkDefinitions(flags).filter((definition) => paths.has(definedPackage(definition)));
  const uses = stateUses.map(({ user, line, column, name, shim }) =>
    JSON.stringify([user, line, column, name, shim]),
  );
  return [packages.sort(), files.sort(), definitions, uses.sort()];
}

/** Identifies the result of a search for uses of these names in these sources. */
export function digestUses(sources: readonly SourceFile[], names: readonly WantedNames[]): string {
  const wanted = names.map((map) => [...map].map(([path, set]) => [path, [...set]]));
  const files = sources.map(({ path, importPath, kind, sha256 }) =>
    JSON.stringify([path, importPath, kind, sha256]),
  );
  return digest([wanted, files.sort()]);
}
