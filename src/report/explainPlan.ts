import type { HostInfo } from '../model/host.js';
import type { ModuleGraph } from '../model/moduleGraph.js';
import { describeReason, type Decision, type RenamePlan } from '../model/renamePlan.js';
import { findImporters, importChain } from '../plan/importTree.js';
import type { ExplainDocument } from './documents.js';
import { hostModuleOf } from '../base/hostModuleOf.js';

/** What happens to one package of a build, and why. */
export interface Explanation {
  importPath: string;
  /** Its path in the plugin; for a split package that of the copy. */
  to: string;
  decision: Decision;
  reason: string;
  module: string | undefined;
  /** The version that the plugin's go.mod selects, and the host's version; undefined if there is none. */
  version: string | undefined;
  hostVersion: string | undefined;
  /** The shortest chain of imports from main to it, both included. */
  chain: string[];
}

/** Explains every package, in the order of the shortest chains from main, including the standard library. */
export function explainPlan(graph: ModuleGraph, plan: RenamePlan, host: HostInfo | undefined): Explanation[] {
  const importers = findImporters(graph);
  return [...importers.keys()].flatMap((importPath) => {
    const planned = plan.packages.get(importPath);
    if (planned === undefined) return [];
    const { to, decision, reason, module } = planned;
    const linked = host?.packages.has(importPath) === true;
    const hosts = host === undefined || !linked ? undefined : hostModuleOf(host, importPath);
    return [
      {
        importPath,
        to,
        decision,
        reason:
          reason.kind === 'third-party' && host !== undefined
            ? compareWithHost(linked)
            : describeReason(reason),
        module,
        version: graph.modules.get(module ?? '')?.version,
        hostVersion: hosts?.replace?.version ?? hosts?.version,
        chain: importChain(importers, importPath),
      },
    ];
  });
}

/** If the host is known, the versions of both sides are shown. */
function compareWithHost(linked: boolean): string {
  return linked ? 'third-party package' : 'third-party package, which the host does not have';
}

const DECIDED: Record<Decision, string> = {
  rename: 'renamed',
  isolate: 'renamed, its C symbols private',
  keep: 'kept',
  split: 'kept and renamed',
};

/** One package: the decision with its reason, the versions of both sides, and the chain of imports from main. */
export function formatExplanation({
  importPath,
  to,
  decision,
  reason,
  version,
  hostVersion,
  chain,
}: Explanation): string {
  const lines = [`${importPath} is ${DECIDED[decision]}: ${reason}`];
  if (version !== undefined) lines.push(`  plugin  ${version}`);
  if (hostVersion !== undefined) lines.push(`  host    ${hostVersion}`);
  lines.push(`  path    ${decision === 'split' ? `${importPath} and ${to}` : to}`);
  lines.push(...chain.map((path, depth) => `  ${branch(depth)}${path}`));
  return lines.join('\n');
}

function branch(depth: number): string {
  return depth === 0 ? '' : `${'    '.repeat(depth - 1)}└── `;
}

/** All packages outside the standard library as a tree of imports; each package is shown once, nearest to main. */
export function formatExplanations(explanations: readonly Explanation[]): string {
  const shown = explanations.filter(({ module }) => module !== undefined);
  const children = new Map<string | undefined, Explanation[]>();
  for (const explanation of shown) {
    const parent = explanation.chain.at(-2);
    children.set(parent, [...(children.get(parent) ?? []), explanation]);
  }
  const lines: string[] = [];
  const walk = (parent: string | undefined, indent: string): void => {
    const list = children.get(parent) ?? [];
    for (const [index, explanation] of list.entries()) {
      const last = index === list.length - 1;
      const [mark, more] = parent === undefined ? ['', ''] : last ? ['└── ', '    '] : ['├── ', '│   '];
      lines.push(`${indent}${mark}${summary(explanation)}`);
      walk(explanation.importPath, indent + more);
    }
  };
  walk(undefined, '');
  return lines.join('\n');
}

/** So many packages are shown as a tree. */
const FEW = 20;

/** What happens to most packages, which a rule explains. */
const BY_RULE = /^(third-party package|the plugin itself$|one of the plugin's own packages$)/;

/**
 * Few packages as a tree; of many, what differs from the rule that third-party packages and the plugin's own packages
 * are renamed, and how many there are of each kind.
 */
export function formatDiffering(explanations: readonly Explanation[]): string {
  const ofModules = explanations.filter(({ module }) => module !== undefined);
  if (ofModules.length <= FEW) return formatExplanations(explanations);
  const counts = new Map<string, number>();
  for (const { decision } of ofModules)
    counts.set(DECIDED[decision], (counts.get(DECIDED[decision]) ?? 0) + 1);
  const differing = ofModules.filter(
    ({ decision, reason }) => decision !== 'rename' || !BY_RULE.test(reason),
  );
  return [
    `${String(ofModules.length)} packages: ${[...counts].map(([what, count]) => `${String(count)} ${what}`).join('; ')}`,
    ...differing.map((one) => `  ${summary(one)}`),
    '-v shows all packages, `explain DIR IMPORTPATH` one of them with its imports.',
  ].join('\n');
}

function summary({ importPath, version, hostVersion, decision, reason }: Explanation): string {
  const name = version === undefined ? importPath : `${importPath}@${version}`;
  const equal = decision === 'rename' || decision === 'isolate' ? ' (also in the host)' : '';
  const host = hostVersion === undefined ? '' : hostVersion === version ? equal : ` (host ${hostVersion})`;
  return `${name}${host} ${DECIDED[decision]}: ${reason}`;
}

/** `explain --json`; `schema/explain.schema.json` describes it. */
export function explanationDocument(
  main: RenamePlan['main'],
  explanations: readonly Explanation[],
): ExplainDocument {
  return {
    formatVersion: 1,
    main: { importPath: main.from, builtAs: main.to },
    packages: explanations.map(({ importPath, to, module, version, hostVersion, ...rest }) => ({
      importPath,
      builtAs: to,
      ...rest,
      module: module ?? null,
      version: version ?? null,
      hostVersion: hostVersion ?? null,
    })),
  };
}
