import type { HostInfo } from '../model/host.js';
import type { ModuleGraph } from '../model/moduleGraph.js';
import type { Reason, RenamePlan } from '../model/renamePlan.js';
import { explainPlan } from './explainPlan.js';

/** What happens to a package, in the words of pictures. */
export type NodeState = 'main' | 'own' | 'renamed' | 'isolated' | 'shared' | 'split' | 'kept';

export interface GraphNode {
  importPath: string;
  builtAs: string;
  state: NodeState;
  reason: string;
  module: string;
  /** Empty if there is none. */
  version: string;
  /** The host's version; empty without a host, if the host does not have the package, or if its version is not known. */
  hostVersion: string;
  /** Whether the host has another version of it. */
  differs: boolean;
  /** The importer through which it is nearest to main; empty for main. */
  importer: string;
}

/** All packages of a build outside the standard library, nearest to main first. */
export interface PackageGraph {
  nodes: GraphNode[];
  /** Importer and imported package, as indexes of nodes. */
  edges: [number, number][];
}

/** The graph of a plan. */
export function packageGraph(graph: ModuleGraph, plan: RenamePlan, host: HostInfo | undefined): PackageGraph {
  const explained = explainPlan(graph, plan, host).filter(({ module }) => module !== undefined);
  const nodes = explained.map((one): GraphNode => {
    const { importPath, to, reason, module = '', version = '', hostVersion = '', chain } = one;
    return {
      importPath,
      builtAs: to,
      state: stateOf(plan, importPath),
      reason,
      module,
      version,
      hostVersion,
      differs: hostVersion !== '' && version !== '' && hostVersion !== version,
      importer: chain.at(-2) ?? '',
    };
  });
  const indexes = new Map(nodes.map(({ importPath }, index) => [importPath, index]));
  const edges = nodes.flatMap(({ importPath }, from) =>
    (graph.packages.get(importPath)?.imports ?? []).flatMap((path): [number, number][] => {
      const to = indexes.get(path);
      return to === undefined ? [] : [[from, to]];
    }),
  );
  return { nodes, edges };
}

/** Reasons of packages that keep their paths, and that the host does not link. */
const IN_PLUGIN_ONLY: ReadonlySet<Reason['kind']> = new Set([
  'not-in-host',
  'kept-beside',
  'kept-beside-main',
]);

function stateOf(plan: RenamePlan, importPath: string): NodeState {
  const planned = plan.packages.get(importPath);
  if (planned === undefined) return 'shared';
  if (planned.decision === 'keep') return IN_PLUGIN_ONLY.has(planned.reason.kind) ? 'kept' : 'shared';
  if (planned.group === 'main') return 'main';
  if (planned.decision === 'split') return 'split';
  if (planned.group === 'own') return 'own';
  return planned.decision === 'isolate' ? 'isolated' : 'renamed';
}

/** What each state is called, for people. */
export const STATE_NAMES: Record<NodeState, string> = {
  main: 'main package',
  own: "the plugin's own, renamed",
  renamed: 'renamed',
  isolated: 'renamed, C symbols private',
  shared: 'shared with the host',
  split: 'shared and renamed',
  kept: 'not renamed',
};
