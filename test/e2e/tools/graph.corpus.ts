/** The graphs of --graph in the real programs: Graphviz, Mermaid, and a browser that shows the SVG image. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Page } from 'puppeteer-core';
import { graphDot } from '../../../src/report/graphDot.js';
import { graphMermaid } from '../../../src/report/graphMermaid.js';
import { graphSvg } from '../../../src/report/graphSvg.js';
import { printable } from '../../../src/report/printable.js';
import { newPage, setUpBrowser, type WatchedPage } from '../../support/browser.js';
import { projectDir, tempDir } from '../../support/files.js';
import { HOSTILE_TEXTS, hostileGraph, largeGraph } from '../../support/largeGraph.js';
import { run } from '../../support/process.js';
import { findProgram } from '../../support/programs.js';

/** For people: how the graphs look. */
const SCREENSHOTS = join(projectDir, 'coverage/graph');

const browser = setUpBrowser(SCREENSHOTS);

/** What dot makes of a file. */
async function dot(format: string, file: string): Promise<string> {
  const { exitCode, stdout, stderr } = await run(findProgram('dot'), [`-T${format}`, file]);
  assert.deepEqual([exitCode, stderr], [0, '']);
  return stdout;
}

/** The text that a reader sees, in one line. */
const shown = (text: string): string => printable(text).replaceAll('\u200b', '').replace(/\s+/g, ' ').trim();

interface DotNode {
  name: string;
  label: string;
  tooltip: string;
}

test('dot reads a DOT graph, and its labels are the foreign texts, letter by letter', async () => {
  const file = join(tempDir(), 'graph.dot');
  const graph = hostileGraph();
  writeFileSync(file, graphDot(graph));
  const { objects, edges } = JSON.parse(await dot('dot_json', file)) as {
    objects: DotNode[];
    edges: unknown[];
  };
  assert.equal(objects.length, graph.nodes.length);
  assert.equal(edges.length, graph.edges.length);
  // An escape sequence is still one there.
  const meant = (label: string): string =>
    label.replace(/\\([^])/g, (_, sign: string) => (sign === 'n' ? '\n' : sign));
  for (const text of HOSTILE_TEXTS)
    assert.ok(
      objects.some(({ label }) => shown(meant(label)).startsWith(shown(text))),
      text,
    );
  writeFileSync(file, graphDot(largeGraph(60)));
  assert.match(await dot('svg', file), /<\/svg>\s*$/);
});

/** A page with Mermaid, and what it complains about. */
async function mermaidPage(): Promise<WatchedPage> {
  const { page, complaints } = await newPage(browser());
  await page.setContent('<!doctype html><title>graph</title><div id="out"></div>');
  await page.addScriptTag({ path: join(projectDir, 'node_modules/mermaid/dist/mermaid.min.js') });
  return { page, complaints };
}

/** Renders a diagram with the settings that Mermaid has by default. */
async function renderMermaid(page: Page, text: string): Promise<{ labels: string[]; edges: number }> {
  return page.evaluate(
    `(async () => {
      mermaid.initialize({ startOnLoad: false });
      const { svg } = await mermaid.render('diagram', ${JSON.stringify(text)});
      const out = document.getElementById('out');
      out.innerHTML = svg;
      return {
        labels: [...out.querySelectorAll('.node .nodeLabel')].map((one) => one.innerText),
        edges: out.querySelectorAll('.edgePaths path, path.flowchart-link').length,
      };
    })()`,
  ) as Promise<{ labels: string[]; edges: number }>;
}

test('Mermaid draws a diagram with the foreign texts, letter by letter, and runs nothing of them', async () => {
  const { page, complaints } = await mermaidPage();
  const graph = hostileGraph();
  const { labels } = await renderMermaid(page, graphMermaid(graph));
  assert.equal(labels.length, graph.nodes.length);
  for (const text of HOSTILE_TEXTS)
    assert.ok(
      labels.some((label) => shown(label).startsWith(shown(text))),
      `${text}\n${labels.join('\n')}`,
    );
  assert.equal(await page.title(), 'graph');
  assert.equal(await page.$('#out img, #out script, #out a, #out b, #out strong, #out em'), null);
  assert.deepEqual(complaints, []);
  await page.close();
});

for (const count of [60, 200, 1000])
  test(`Mermaid draws a diagram of ${count} packages`, async () => {
    const { page, complaints } = await mermaidPage();
    await page.setViewport({ width: 2000, height: 1500 });
    const { labels, edges } = await renderMermaid(page, graphMermaid(largeGraph(count)));
    assert.ok(labels.length >= 60 && edges > 0 && edges <= 500);
    assert.deepEqual(complaints, []);
    await page.screenshot({ path: join(SCREENSHOTS, `mermaid-${count}.png`) });
    await page.close();
  });

for (const [name, graph, nodes] of [
  ['hostile', hostileGraph(), HOSTILE_TEXTS.length],
  ['60', largeGraph(60), 60],
  ['1000', largeGraph(1000), undefined],
] as const)
  test(`a browser shows the SVG image, without scripts: ${name}`, async () => {
    const file = join(tempDir(), 'graph.svg');
    writeFileSync(file, graphSvg(graph));
    const { page, complaints } = await newPage(browser());
    await page.setViewport({ width: 1800, height: 1400 });
    await page.goto(pathToFileURL(file).href);
    await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
    const found = (await page.evaluate(
      `(() => {
        const texts = [...document.querySelectorAll('g[class] > text:first-of-type')];
        const overflowing = [...document.querySelectorAll('g[class]')].filter((group) => {
          const box = group.querySelector('rect, path').getBBox();
          return [...group.querySelectorAll('text')].some((text) => text.getBBox().width > box.width);
        });
        return {
          root: document.documentElement.localName,
          elements: [...new Set([...document.querySelectorAll('*')].map(({ localName }) => localName))].sort(),
          titles: texts.map((one) => one.parentNode.querySelector('title')?.textContent ?? one.textContent),
          overflowing: overflowing.length,
        };
      })()`,
    )) as { root: string; elements: string[]; titles: string[]; overflowing: number };
    // A document that is not well-formed would be another one, with the error.
    assert.equal(found.root, 'svg');
    assert.deepEqual(found.elements, ['defs', 'g', 'marker', 'path', 'rect', 'svg', 'text', 'title']);
    assert.equal(found.overflowing, 0);
    if (nodes !== undefined) assert.equal(found.titles.length, nodes);
    if (name === 'hostile') assert.deepEqual(found.titles.map(shown), HOSTILE_TEXTS.map(shown));
    assert.deepEqual(complaints, []);
    await page.close();
  });
