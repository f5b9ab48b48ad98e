/** The graphs that --graph writes; test/e2e/tools/graph.corpus.ts gives them to the real programs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromDot } from 'ts-graphviz';
import { graphDot } from '../../../src/report/graphDot.js';
import { graphMermaid } from '../../../src/report/graphMermaid.js';
import { reducedPicture, wholePicture } from '../../../src/report/graphPicture.js';
import { GRAPH_STYLES } from '../../../src/report/graphStyles.js';
import { graphSvg } from '../../../src/report/graphSvg.js';
import { packageGraph, type NodeState, type PackageGraph } from '../../../src/report/packageGraph.js';
import { graphOf } from '../../support/graphs.js';
import { HOSTILE_TEXTS, hostileGraph, largeGraph } from '../../support/largeGraph.js';
import { planOf } from '../../support/plans.js';

const FORMATS = { dot: graphDot, mermaid: graphMermaid, svg: graphSvg };

/** A graph of modules a, b, …, whose edges are pairs of letters. */
function graphWith(modules: string, edges: string[], state: NodeState = 'renamed'): PackageGraph {
  const [example] = largeGraph(1).nodes;
  assert.ok(example);
  return {
    nodes: modules.split('').map((name) => ({ ...example, state, importPath: name, module: name })),
    edges: edges.map((edge) => [modules.indexOf(edge[0] ?? ''), modules.indexOf(edge[1] ?? '')]),
  };
}

for (const [format, write] of Object.entries(FORMATS)) {
  test(`${format}: the same graph gives the same text`, () => {
    assert.equal(write(largeGraph(200)), write(largeGraph(200)));
  });
}

test('a Mermaid diagram has no sign of a language in a name or a version', () => {
  const text = graphMermaid(hostileGraph());
  const lines = text.split('\n').filter((line) => line.includes('"'));
  assert.equal(lines.length, HOSTILE_TEXTS.length);
  for (const line of lines)
    assert.match(line, /^ {2}n\d+[[({/]+"(?:[\p{L}\d ./,=≠-]|#\d+;|<br\/>)*"[\])}/]+:::[a-z]+$/u);
});

test('an SVG image has no element and no attribute that comes from a name or a version', () => {
  const elements = graphSvg(hostileGraph()).match(/<[^?/>\s]+/g);
  const own = ['<svg', '<title', '<defs', '<marker', '<path', '<rect', '<g', '<text'];
  assert.deepEqual([...new Set(elements)].sort(), own.sort());
  const attributes = graphSvg(hostileGraph()).match(/ [\w-]+="[^"]*"/g) ?? [];
  assert.ok(attributes.every((one) => !/broken|evil|alert/.test(one)));
});

test('a DOT graph has all packages and imports, and foreign text as it is', () => {
  const graph = hostileGraph();
  const { nodes, edges } = fromDot(graphDot(graph));
  assert.equal(nodes.length, graph.nodes.length);
  assert.equal(edges.length, graph.edges.length);
  const large = fromDot(graphDot(largeGraph(200)));
  assert.deepEqual([large.nodes.length, large.edges.length], [200, largeGraph(200).edges.length]);
});

test('a picture leaves out the imports that others lead to as well, and says so', () => {
  const { edges, notes } = reducedPicture(graphWith('abcd', ['ab', 'bc', 'ac', 'ad', 'cd']), () => true);
  assert.deepEqual(edges, [
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
  assert.deepEqual(notes, ['Imports that follow from others are not drawn.']);
});

test('modules that import each other are drawn with both directions', () => {
  const { edges, notes } = reducedPicture(graphWith('ab', ['ab', 'ba']), () => true);
  assert.deepEqual(edges, [
    [0, 1],
    [1, 0],
  ]);
  assert.deepEqual(notes, []);
});

test('of more than 60 packages, those of a module with the same state are one node, with their number', () => {
  const graph = largeGraph(61);
  for (const node of graph.nodes.slice(1))
    Object.assign(node, { state: 'renamed', module: 'example.com/all' });
  Object.assign(graph.nodes[7] ?? {}, { state: 'shared' });
  const { nodes, edges, notes } = reducedPicture(graph, () => true);
  assert.deepEqual(
    nodes.map(({ title, lines }) => [title, lines.at(-1)]),
    [
      ['example.com/plugin', 'main package'],
      ['example.com/all', '59 packages: renamed'],
      ['example.com/module0/pkg7', 'shared with the host'],
    ],
  );
  assert.deepEqual(edges.toSorted(), [
    [0, 1],
    [1, 2],
    [2, 1],
  ]);
  assert.equal(notes[0], '61 packages, drawn by module.');
  assert.equal(wholePicture(graph).nodes.length, 61);
});

test('a picture that is too large loses the packages farthest from main, and says how many', () => {
  const { nodes, notes } = reducedPicture(
    graphWith('abcdefghij', ['ab', 'bc', 'cj']),
    (picture) => picture.nodes.length <= 7,
  );
  assert.equal(nodes.map(({ title }) => title).join(''), 'abcdefg');
  assert.match(notes[0] ?? '', /^3 of 10 are not drawn: those farthest from main\.$/);
});

test('a Mermaid diagram stays below the limits of Mermaid', () => {
  const graph = largeGraph(1000);
  for (const [index, node] of graph.nodes.entries()) node.module = `${'"'.repeat(50)}${String(index % 700)}`;
  const text = graphMermaid(graph);
  assert.ok(text.length <= 50_000, String(text.length));
  assert.ok((text.match(/-->/g) ?? []).length <= 500);
  assert.match(text, /%% \d+ of \d+ are not drawn/);
});

test('versions of plugin and host are compared in words, and marked by a thick line', () => {
  const graph = largeGraph(5);
  const svg = graphSvg(graph);
  assert.match(
    svg,
    /stroke-width="3"[^>]*\/><text[^>]*>example\.com\/module0\/pkg4<\/text><text[^>]*>v1\.0\.0 ≠ host v1\.99\.0</,
  );
  assert.equal(svg.match(/stroke-width="3"/g)?.length, 1);
  Object.assign(graph.nodes[4] ?? {}, { hostVersion: 'v1.0.0', differs: false });
  assert.match(graphSvg(graph), />v1\.0\.0 = host</);
});

test('states differ without their colours: in shape, dashes or line width', () => {
  const looks = Object.values(GRAPH_STYLES).map(({ shape, dashed, line }) =>
    JSON.stringify([shape, dashed, line]),
  );
  assert.equal(new Set(looks).size, looks.length);
});

test('an SVG image shortens a long path in the middle, and has the whole one for a pointer', () => {
  const graph = graphWith('a', []);
  const long = `example.com/${'x'.repeat(80)}/end`;
  Object.assign(graph.nodes[0] ?? {}, { importPath: long });
  assert.match(graphSvg(graph), new RegExp(`<title>${long}</title>.*>example\\.com/x+…x+/end</text>`));
});

test('a package that keeps its path because the host does not have it is not called shared', () => {
  const graph = graphOf(
    { 'example.com/plugin': { main: true }, 'example.com/dep': {} },
    { 'example.com/plugin': ['example.com/dep'], 'example.com/dep': [] },
  );
  const plan = planOf({ kept: ['example.com/dep'] });
  const planned = plan.packages.get('example.com/dep');
  assert.ok(planned);
  planned.module = 'example.com/dep';
  assert.equal(packageGraph(graph, plan, undefined).nodes[1]?.state, 'shared');
  planned.reason = { kind: 'not-in-host' };
  assert.equal(packageGraph(graph, plan, undefined).nodes[1]?.state, 'kept');
});

test('hostile texts of the tests have what each language could mistake', () => {
  const all = HOSTILE_TEXTS.join('');
  for (const sign of ['"', '\\', '<', '`', '#', '*', '_', '%%', '\n', '\u001b', '\u202e', ';', '|', '}'])
    assert.ok(all.includes(sign));
});
