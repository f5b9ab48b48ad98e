import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isWithin } from '../base/isWithin.js';
import type { Finding } from '../findings/finding.js';
import { PLAN_VERSION, type PlanModule, type PluginPlan, type StateChange } from '../model/pluginPlan.js';
import { describeReason } from '../model/renamePlan.js';
import { isDirectory } from '../base/moduleContent.js';
import type { Prepared } from '../plan/prepared.js';
import { describeFinding } from '../findings/findingText.js';

/** What is known about a build after it was compiled. */
export interface PlanFacts {
  findings: readonly Finding[];
  /** With absolute paths. */
  changes: readonly StateChange[];
  directories: Record<string, string>;
  /** Original import path of a shared package → its C symbols. */
  sharedC: ReadonlyMap<string, readonly string[]>;
  cwd: string;
}

/** The plan that a built file carries. */
export function describePlan(prepared: Prepared, facts: PlanFacts): PluginPlan {
  const { plan } = prepared;
  const portable = (path: string): string => portablePath(prepared, path);
  const packages = [...plan.packages.values()]
    .filter(({ module }) => module !== undefined)
    .sort((a, b) => (a.importPath < b.importPath ? -1 : 1));
  return {
    formatVersion: PLAN_VERSION,
    main: { importPath: plan.main.from, builtAs: plan.main.to },
    modules: listModules(prepared),
    packages: packages.map(({ importPath, to, module = '', decision, reason }) => {
      return { importPath, builtAs: to, module, decision, reason: withoutPaths(describeReason(reason)) };
    }),
    exposes: facts.findings.flatMap((finding) => {
      if (finding.kind !== 'exported-renamed-type') return [];
      const { symbol, symbolKind, importPath, typeName, via, position } = finding;
      const place = { ...position, file: portable(position.file) };
      return [{ symbol, symbolKind, importPath, typeName, via, position: place }];
    }),
    changes: facts.changes.map(({ position, ...change }) => {
      return { ...change, position: { ...position, file: portable(position.file) } };
    }),
    sharedC: [...facts.sharedC].map(([importPath, symbols]) => {
      return { importPath, cSymbols: [...symbols].sort() };
    }),
    directories: facts.directories,
    findings: facts.findings.map((finding) => {
      const told = mapPaths(finding, portable) as Finding;
      const { severity, message, advice } = describeFinding(told, facts.cwd);
      return {
        kind: finding.kind,
        severity,
        message: withoutPaths(message),
        advice: withoutPaths(advice),
      };
    }),
  };
}

function listModules(prepared: Prepared): PlanModule[] {
  const { graph, plan, kept, settings } = prepared;
  const sums = readSums(settings.goMod, settings.goWork, kept?.sums ?? '');
  const modules = new Map<string, PlanModule>();
  const add = (
    path: string,
    version: string | undefined,
    replaced: string | undefined,
    shared: boolean,
  ): void => {
    const replacement = isDirectory(replaced) ? null : (replaced ?? null);
    const isLocal = version === undefined || isDirectory(replaced);
    const sum = isLocal ? null : (sums.get(`${replacement ?? path} ${version}`) ?? null);
    modules.set(`${path} ${String(shared)}`, { path, version: version ?? null, sum, replacement, shared });
  };
  const ofHost = new Map(kept?.loaded.map((module) => [module.path, module]));
  for (const { module: path, decision, hostVersion } of plan.packages.values()) {
    if (path === undefined) continue;
    const [plugins, hosts] = [graph.modules.get(path), ofHost.get(path)];
    if (decision !== 'keep') add(path, plugins?.version, plugins?.replacement, false);
    if (decision !== 'keep' && decision !== 'split') continue;
    const { version, replacement } = hosts ?? plugins ?? { version: hostVersion, replacement: undefined };
    add(path, version, replacement, true);
  }
  return [...modules].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, module]) => module);
}

/** `path version` → `h1:…`, from all go.sum files that apply. */
function readSums(goMod: string | undefined, goWork: string | undefined, kept: string): Map<string, string> {
  const files = [goMod && join(dirname(goMod), 'go.sum'), goWork && `${goWork}.sum`];
  const texts = files.map((file) =>
    file !== undefined && existsSync(file) ? readFileSync(file, 'utf8') : '',
  );
  const lines = [...texts, kept].join('\n').matchAll(/^(\S+ v\S+) (h1:\S+)$/gm);
  return new Map([...lines].map(([, name = '', sum = '']) => [name, sum]));
}

/** A path that does not depend on the machine: relative to its module or GOROOT, or the last element alone. */
function portablePath({ graph, settings }: Prepared, path: string): string {
  const roots = [...graph.modules.values()].map(({ path: name, version, dir }) => {
    return { name: version === undefined ? name : `${name}@${version}`, dir };
  });
  const [root] = [...roots, { name: 'GOROOT', dir: settings.goroot }]
    .filter(({ dir }) => isWithin(path, dir))
    .sort((a, b) => b.dir.length - a.dir.length);
  return root === undefined ? basename(path) : root.name + path.slice(root.dir.length);
}

/** A copy of a value in which strings that are absolute paths are changed. */
function mapPaths(value: unknown, change: (path: string) => string): unknown {
  if (typeof value === 'string') return value.startsWith('/') ? change(value) : value;
  if (Array.isArray(value)) return value.map((one) => mapPaths(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, mapPaths(one, change)]));
}

/** Directories of replacements and similar ones inside of sentences. */
function withoutPaths(sentence: string): string {
  return sentence.replace(/(?<![\w.@:/-])(?:\.{0,2}\/)+(?:[^\s'"`:,()/]+\/)*([^\s'"`:,()/]+)/g, '$1');
}
