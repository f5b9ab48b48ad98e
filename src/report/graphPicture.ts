import { STATE_NAMES, type NodeState, type PackageGraph } from './packageGraph.js';

/** A package, or packages of a module to which the same happens. */
interface PictureNode {
  /** Import path or module path; from others, as the lines are. */
  title: string;
  /** Versions, if there are any, and in words what happens to it. */
  lines: string[];
  state: NodeState;
  /** Whether the host has another version. */
  differs: boolean;
}

/** What is drawn of a package graph; nodes nearest to main first. */
export interface Picture {
  nodes: PictureNode[];
  /** User and used, as indexes of nodes. */
  edges: [number, number][];
  /** What is not drawn, a sentence each. */
  notes: string[];
}

/** Up to so many packages are drawn one by one. */
const MOST_PACKAGES = 60;

/** All packages and all imports: for programs that choose themselves what they show. */
export function wholePicture(graph: PackageGraph): Picture {
  const nodes = graph.nodes.map(({ importPath, state, version, hostVersion, differs }) => ({
    title: importPath,
    lines: linesOf({ version, hostVersion, state, count: 1 }),
    state,
    differs,
  }));
  return { nodes, edges: graph.edges, notes: [] };
}

/**
 * What a person can look at: of more than 60 packages one node for the packages of a module to which the same happens; imports
 * that other imports lead to as well are left out.
 * @param fits - whether a picture is small enough; if it is not, the nodes farthest from main are left out.
 */
export function reducedPicture(graph: PackageGraph, fits: (picture: Picture) => boolean): Picture {
  const whole = graph.nodes.length <= MOST_PACKAGES ? wholePicture(graph) : modulePicture(graph);
  for (let count = whole.nodes.length; ; count = Math.floor(count * 0.9)) {
    const picture = essential(firstNodes(whole, count));
    if (count <= 1 || fits(picture)) return picture;
  }
}

interface Described {
  version: string;
  hostVersion: string;
  state: NodeState;
  count: number;
}

function linesOf({ version, hostVersion, state, count }: Described): string[] {
  const host =
    hostVersion === '' || version === ''
      ? hostVersion && `host ${hostVersion}`
      : hostVersion === version
        ? '= host'
        : `≠ host ${hostVersion}`;
  const versions = [version, host].filter((text) => text !== '').join(' ');
  const what = count === 1 ? STATE_NAMES[state] : `${String(count)} packages: ${STATE_NAMES[state]}`;
  return [...(versions === '' ? [] : [versions]), what];
}

/** One node for all packages of a module to which the same happens. */
function modulePicture({ nodes, edges }: PackageGraph): Picture {
  const groups = new Map<string, { index: number; members: PackageGraph['nodes'] }>();
  const groupOf = nodes.map((node) => {
    const key = `${node.state} ${node.module}`;
    const group = groups.get(key) ?? { index: groups.size, members: [] };
    groups.set(key, group);
    group.members.push(node);
    return group.index;
  });
  const between = new Map<string, [number, number]>();
  for (const [user, used] of edges) {
    const [from = 0, to = 0] = [groupOf[user], groupOf[used]];
    if (from !== to) between.set(`${String(from)} ${String(to)}`, [from, to]);
  }
  return {
    nodes: [...groups.values()].map(({ members: [first, ...others] }) => groupNode(first, others)),
    edges: [...between.values()],
    notes: [`${String(nodes.length)} packages, drawn by module.`],
  };
}

function groupNode(
  first: PackageGraph['nodes'][number] | undefined,
  others: PackageGraph['nodes'],
): Picture['nodes'][number] {
  if (first === undefined) throw new Error('a group has no package');
  const { state, module, version } = first;
  const all = [first, ...others];
  const hostVersion = all.find((one) => one.hostVersion !== '')?.hostVersion ?? '';
  return {
    title: others.length === 0 ? first.importPath : module,
    lines: linesOf({ version, hostVersion, state, count: all.length }),
    state,
    differs: all.some(({ differs }) => differs),
  };
}

function firstNodes({ nodes, edges, notes }: Picture, count: number): Picture {
  if (count >= nodes.length) return { nodes, edges, notes };
  return {
    nodes: nodes.slice(0, count),
    edges: edges.filter(([from, to]) => from < count && to < count),
    notes: [
      ...notes,
      `${String(nodes.length - count)} of ${String(nodes.length)} are not drawn: those farthest from main.`,
    ],
  };
}

/** Without the edges that others lead along as well. Modules may import each other, so the graph can have cycles. */
function essential({ nodes, edges, notes }: Picture): Picture {
  const uses = nodes.map((): Set<number> => new Set());
  for (const [from, to] of edges) uses[from]?.add(to);
  const kept = edges.filter(([from, to]) => {
    uses[from]?.delete(to);
    if (leads(uses, from, to)) return false;
    uses[from]?.add(to);
    return true;
  });
  const left = edges.length - kept.length;
  if (left === 0) return { nodes, edges, notes };
  return { nodes, edges: kept, notes: [...notes, 'Imports that follow from others are not drawn.'] };
}

/** Whether a way leads from one node to another. */
function leads(uses: readonly ReadonlySet<number>[], from: number, to: number): boolean {
  const seen = new Set([from]);
  for (const one of seen) {
    for (const next of uses[one] ?? []) {
      if (next === to) return true;
      seen.add(next);
    }
  }
  return false;
}
