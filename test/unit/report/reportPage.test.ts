/** The page that --report writes; test/e2e/tools/report.corpus.ts opens it in a browser. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { GraphNode } from '../../../src/report/packageGraph.js';
import { packageGraph } from '../../../src/report/packageGraph.js';
import { reportPage } from '../../../src/report/reportPage.js';
import { graphOf } from '../../support/graphs.js';
import { planOf } from '../../support/plans.js';

const FOREIGN = '</script><img src=x onerror="alert(\'1\')">&\u001b\u2028';

const NODE: GraphNode = {
  importPath: FOREIGN,
  builtAs: FOREIGN,
  state: 'renamed',
  reason: FOREIGN,
  module: FOREIGN,
  version: FOREIGN,
  hostVersion: FOREIGN,
  differs: true,
  importer: '',
};

const FINDING = {
  kind: FOREIGN,
  severity: 'error' as const,
  message: FOREIGN,
  details: [FOREIGN],
  why: FOREIGN,
  advice: FOREIGN,
};

const page = reportPage(
  {
    title: FOREIGN,
    verdict: FOREIGN,
    facts: [[FOREIGN, FOREIGN]],
    findings: [FINDING],
    graph: { nodes: [NODE], edges: [] },
    timings: { [FOREIGN]: 1 },
  },
  { script: 'run()', style: 'p{}' },
);

test('a report has no element that comes from a name, a version or a message', () => {
  // eslint-disable-next-line no-control-regex -- exactly those
  assert.doesNotMatch(page, /<img|onerror="|\u001b|\u2028/);
  assert.deepEqual(page.match(/<script[^>]*>/g), ['<script type="application/json" id="data">', '<script>']);
  const data = /<script type="application\/json" id="data">(.*)<\/script>/.exec(page)?.[1] ?? '';
  assert.deepEqual(JSON.parse(data), { nodes: [NODE], edges: [] });
});

test('the first finding of a kind says in a report why it matters', () => {
  const finding = {
    kind: 'a',
    severity: 'warning' as const,
    message: 'one',
    why: 'It <breaks>.',
    advice: 'fix',
  };
  const findings = [finding, { ...finding, kind: 'b', why: undefined }, { ...finding, message: 'two' }];
  const html = reportPage(
    { title: '', verdict: '', facts: [], findings, graph: { nodes: [] } },
    { script: '', style: '' },
  );
  assert.deepEqual(html.match(/<p class="(?:why|advice)">[^]*?<\/p>/g), [
    '<p class="why">Why it matters: It &lt;breaks&gt;.</p>',
    ...findings.map(() => '<p class="advice">fix</p>'),
  ]);
});

test('the content security policy of a report allows its own script and style, by their hashes', () => {
  const hash = (text: string): string => createHash('sha256').update(text).digest('base64');
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
  assert.match(policy, /^default-src 'none'; /);
  assert.ok(policy.includes(`script-src 'sha256-${hash('run()')}';`));
  assert.ok(policy.includes(`style-src 'sha256-${hash('p{}')}';`));
  assert.doesNotMatch(policy, /unsafe/);
});

test('a package graph has the packages outside the standard library, what they import, and what happens to them', () => {
  const graph = graphOf(
    { 'example.com/plugin': { main: true }, 'example.com/dep': {} },
    { 'example.com/plugin': ['example.com/dep', 'fmt'], 'example.com/dep': ['fmt'], fmt: [] },
  );
  const plan = planOf({ dependency: ['example.com/dep'], kept: ['fmt'] });
  const { nodes, edges } = packageGraph(graph, plan, undefined);
  assert.deepEqual(
    nodes.map(({ importPath, state, version, importer }) => [importPath, state, version, importer]),
    [
      ['example.com/plugin', 'main', '', ''],
      ['example.com/dep', 'renamed', 'v1.0.0', 'example.com/plugin'],
    ],
  );
  assert.deepEqual(edges, [[0, 1]]);
});
