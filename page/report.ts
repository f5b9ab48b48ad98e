/** The script of a report: it draws the graph, and searches and filters it together with the table. */
import cytoscape from 'cytoscape';
import { hierarchy, pack, stratify, tree } from 'd3-hierarchy';

interface PageNode {
  importPath: string;
  module: string;
  builtAs: string;
  state: string;
  reason: string;
  version: string;
  hostVersion: string;
  differs: boolean;
  importer: string;
}

interface PageGraph {
  nodes: PageNode[];
  /** Undefined if nobody knows what imports what. */
  edges?: [number, number][];
}

/** The shapes of src/report/reportPage.ts. */
const SHAPES: Record<string, cytoscape.Css.NodeShape> = {
  main: 'star',
  own: 'diamond',
  renamed: 'rectangle',
  isolated: 'pentagon',
  shared: 'ellipse',
  split: 'hexagon',
  kept: 'round-rectangle',
};

/** Up to so many packages are shown as a tree. */
const MOST_IN_TREE = 60;

/** Distances between packages, in pixels at zoom 1. */
const ROW = 26;
const COLUMN = 420;

const { nodes, edges } = JSON.parse(element('data').textContent) as PageGraph;
const rows = nodes.map((_, index) => element(`p${index}`));
const texts = nodes.map(({ importPath, version, hostVersion }) =>
  `${importPath} ${version} ${hostVersion}`.toLowerCase(),
);
const search = element('search') as HTMLInputElement;
const states = [...document.querySelectorAll<HTMLInputElement>('input[name=state]')];
const differs = document.getElementById('differs') as HTMLInputElement | null;

element('controls').hidden = false;
const view = edges === undefined ? undefined : draw(edges);
search.addEventListener('input', filter);
for (const box of [...states, ...(differs === null ? [] : [differs])]) box.addEventListener('change', filter);
element('table').addEventListener('click', ({ target }) => {
  const button = (target as Element).closest('button');
  if (button !== null) choose(Number(button.value), true);
});
if (view !== undefined) control(view);
filter();
document.documentElement.dataset['ready'] = String(Math.round(performance.now()));

/** Mouse and keyboard in the picture. */
function control(view: cytoscape.Core): void {
  view.on('tap', 'node', ({ target }: cytoscape.EventObject) => {
    choose(Number((target as cytoscape.NodeSingular).id()), false);
  });
  element('in').addEventListener('click', () => {
    zoom(1.4);
  });
  element('out').addEventListener('click', () => {
    zoom(1 / 1.4);
  });
  element('fit').addEventListener('click', () => {
    fit();
  });
  element('graph').addEventListener('keydown', (event) => {
    const moves: Record<string, [number, number]> = {
      ArrowLeft: [80, 0],
      ArrowRight: [-80, 0],
      ArrowUp: [0, 80],
      ArrowDown: [0, -80],
    };
    const move = moves[event.key];
    if (move !== undefined) view.panBy({ x: move[0], y: move[1] });
    else if (event.key === '+' || event.key === '=') zoom(1.4);
    else if (event.key === '-') zoom(1 / 1.4);
    else if (event.key === '0') fit();
    else return;
    event.preventDefault();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', paint);
  // A printed page is light; its colours are known as soon as its style applies.
  matchMedia('print').addEventListener('change', paint);
  fit();
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`there is no element ${id}`);
  return found;
}

interface Place {
  x: number;
  y: number;
}

/** Few packages: a tree, in which each is beside the importer through which it is nearest to main. */
function treePlaces(): Map<string, Place> {
  // No import path has a space.
  const root = ' ';
  const known = new Set(nodes.map(({ importPath }) => importPath));
  const sorted = stratify<{ id: string; parent: string | null }>()
    .id(({ id }) => id)
    .parentId(({ parent }) => parent)([
    { id: root, parent: null },
    ...nodes.map(({ importPath, importer }) => ({
      id: importPath,
      parent: known.has(importer) ? importer : root,
    })),
  ]);
  const placed = tree<{ id: string; parent: string | null }>()
    .nodeSize([ROW, COLUMN])
    .separation(() => 1)(sorted)
    .descendants();
  return new Map(placed.map(({ id = '', x, y }) => [id, { x: y, y: x }]));
}

interface Circle {
  name: string;
  children?: Circle[];
}

function moduleName({ module, version }: PageNode): string {
  return `${module} ${version}`.trimEnd();
}

interface ModulePlace extends Place {
  name: string;
  size: number;
}

/** Many packages: the packages of a module together in one circle, so that all fit on a screen. */
function circlePlaces(): { places: Map<string, Place>; modules: ModulePlace[] } {
  const packages = new Map<string, PageNode[]>();
  for (const node of nodes) {
    const name = moduleName(node);
    const others = packages.get(name);
    if (others === undefined) packages.set(name, [node]);
    else others.push(node);
  }
  const root: Circle = {
    name: '',
    children: [...packages].map(([name, nodes]) => ({
      name,
      children: nodes.map(({ importPath }) => ({ name: importPath })),
    })),
  };
  const packed = pack<Circle>()
    .radius(() => 9)
    .padding(({ depth }) => (depth === 0 ? 14 : 5))(
    hierarchy(root).sum(({ children }) => (children === undefined ? 1 : 0)),
  );
  const places = new Map(packed.leaves().map(({ data, x, y }) => [data.name, { x, y }]));
  const modules = (packed.children ?? []).map(({ data, x, y, r }) => ({
    name: data.name,
    x,
    y,
    size: 2 * r,
  }));
  return { places, modules };
}

/** Whether the importer is the one that a package is placed beside. */
function isTree([from, to]: [number, number]): boolean {
  return nodes[to]?.importer === nodes[from]?.importPath;
}

function draw(edges: [number, number][]): cytoscape.Core {
  element('picture').hidden = false;
  const { places, modules } =
    nodes.length <= MOST_IN_TREE ? { places: treePlaces(), modules: [] } : circlePlaces();
  return cytoscape({
    container: element('graph'),
    elements: {
      nodes: [
        ...modules.map(({ name, x, y, size }) => ({
          data: { id: name, label: name, size, font: size / 7 },
          classes: 'module',
          position: { x, y },
        })),
        ...nodes.map(({ importPath, state, version, hostVersion, differs: other }, index) => ({
          data: {
            id: String(index),
            label: `${importPath} ${version}${other ? ` ≠ host ${hostVersion}` : ''}`,
          },
          classes: `${state}${other ? ' differs' : ''}`,
          position: places.get(importPath) ?? { x: 0, y: 0 },
        })),
      ],
      // All edges at once would hide the packages, and take long: the others appear with a package that is chosen.
      edges: edges
        .filter(isTree)
        .map(([from, to]) => ({ data: { source: String(from), target: String(to) } })),
    },
    layout: { name: 'preset' },
    style: styles(),
    minZoom: 0.01,
    maxZoom: 4,
    autoungrabify: true,
    boxSelectionEnabled: false,
    textureOnViewport: nodes.length > 300,
    hideEdgesOnViewport: nodes.length > 300,
  });
}

/** The page's own colours. */
function styles(): cytoscape.StylesheetJson {
  const colours = getComputedStyle(document.documentElement);
  const colour = (name: string): string => colours.getPropertyValue(`--${name}`).trim();
  return [
    {
      selector: 'node',
      style: {
        label: 'data(label)',
        'font-size': 12,
        'font-family': 'sans-serif',
        'text-halign': 'right',
        'text-valign': 'center',
        'text-margin-x': 4,
        'min-zoomed-font-size': 8,
        color: colour('text'),
        width: 14,
        height: 14,
        'border-width': 1.5,
        'border-color': colour('text'),
        'background-color': colour('renamed'),
      },
    },
    {
      selector: '.module',
      style: {
        shape: 'ellipse',
        width: 'data(size)',
        height: 'data(size)',
        'background-opacity': 0,
        'border-width': 1,
        'border-color': colour('line'),
        'text-halign': 'center',
        'text-valign': 'top',
        'text-margin-y': 2,
        'font-size': 'data(font)',
        'text-wrap': 'ellipsis',
        'text-max-width': 'data(size)',
        events: 'no',
      },
    },
    ...Object.entries(SHAPES).map(([state, shape]) => ({
      selector: `.${state}`,
      style: { shape, 'background-color': colour(state) },
    })),
    { selector: '.differs', style: { 'border-width': 4, 'border-style': 'double' as const } },
    {
      selector: 'edge',
      style: {
        width: 1,
        opacity: 0.5,
        'line-color': colour('line'),
        'target-arrow-color': colour('line'),
        'target-arrow-shape': 'triangle' as const,
        'arrow-scale': 0.6,
        'curve-style': 'straight' as const,
      },
    },
    { selector: '.hidden', style: { display: 'none' as const } },
    {
      selector: 'edge.near',
      style: {
        width: 2.5,
        opacity: 1,
        'line-color': colour('text'),
        'target-arrow-color': colour('text'),
      },
    },
    {
      selector: 'node.chosen',
      style: { width: 24, height: 24, 'font-weight': 'bold' as const, 'font-size': 16 },
    },
  ];
}

function paint(): void {
  view?.style(styles());
}

function fit(): void {
  const shown = view?.nodes().not('.hidden').not('.module');
  view?.fit(shown !== undefined && shown.length > 0 ? shown : undefined, 30);
}

function zoom(factor: number): void {
  view?.zoom({
    level: view.zoom() * factor,
    renderedPosition: { x: view.width() / 2, y: view.height() / 2 },
  });
}

/** Shows the packages that the search and the boxes allow, in graph and table. */
function filter(): void {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const allowed = new Set(states.filter(({ checked }) => checked).map(({ value }) => value));
  const shown = nodes.map(
    (node, index) =>
      allowed.has(node.state) &&
      (differs?.checked !== true || node.differs) &&
      words.every((word) => texts[index]?.includes(word)),
  );
  for (const [index, row] of rows.entries()) row.hidden = shown[index] !== true;
  view?.batch(() => {
    const modules = new Set(nodes.filter((_, index) => shown[index]).map(moduleName));
    for (const [index, isShown] of shown.entries())
      view.getElementById(String(index)).toggleClass('hidden', !isShown);
    for (const circle of view.nodes('.module').toArray())
      circle.toggleClass('hidden', !modules.has(circle.id()));
  });
  const count = shown.filter(Boolean).length;
  element('count').textContent = `${count} of ${nodes.length} packages`;
  if (words.length > 0 && count > 0) fit();
}

/** Shows more about a package: what it imports and what imports it, if that is known. */
function choose(index: number, center: boolean): void {
  const node = nodes[index];
  if (node === undefined) return;
  for (const line of document.querySelectorAll('tr.chosen')) line.classList.remove('chosen');
  rows[index]?.classList.add('chosen');
  const named = (indexes: number[]): string[] => indexes.map((one) => nodes[one]?.importPath ?? '');
  const details = element('details');
  details.replaceChildren(
    heading(node.importPath),
    ...(node.reason === '' ? [] : [paragraph(node.reason)]),
    paragraph(`Built as ${node.builtAs}`),
  );
  if (view === undefined || edges === undefined) return;
  details.append(
    ...list('Imported by', named(edges.filter(([, to]) => to === index).map(([from]) => from))),
    ...list('Imports', named(edges.filter(([from]) => from === index).map(([, to]) => to))),
  );
  view.elements('.added').remove();
  view.elements('.near, .chosen').removeClass('near chosen');
  const others = edges.filter((edge) => edge.includes(index) && !isTree(edge));
  view.add(
    others.map(([from, to]) => ({
      group: 'edges',
      data: { source: String(from), target: String(to) },
      classes: 'added',
    })),
  );
  const chosen = view.getElementById(String(index));
  chosen.addClass('chosen').connectedEdges().addClass('near');
  if (center) view.animate({ center: { eles: chosen }, zoom: Math.max(view.zoom(), 1), duration: 0 });
}

function heading(content: string): HTMLElement {
  return fill(document.createElement('h3'), content);
}

function paragraph(content: string): HTMLElement {
  return fill(document.createElement('p'), content);
}

function list(title: string, items: readonly string[]): HTMLElement[] {
  const all = document.createElement('ul');
  all.append(...items.map((item) => fill(document.createElement('li'), item)));
  return [fill(document.createElement('h4'), `${title} (${items.length})`), all];
}

/** Names come from others, so they are text and never HTML. */
function fill(target: HTMLElement, content: string): HTMLElement {
  target.textContent = content;
  return target;
}
