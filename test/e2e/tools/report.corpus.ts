/** A report of 1,000 packages in a real browser: it is drawn fast, can be searched and used by keyboard, and runs no foreign code. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Page } from 'puppeteer-core';
import { newPage, setUpBrowser, type WatchedPage } from '../../support/browser.js';
import { projectDir, tempDir } from '../../support/files.js';
import { HOSTILE, largeGraph, reportOf } from '../../support/largeGraph.js';

/** For people: how the page looks. */
const SCREENSHOTS = join(projectDir, 'coverage/report');

const browser = setUpBrowser(SCREENSHOTS);

/** Opens a page from the file system, and collects what the browser complains about. */
async function open(html: string, dark = false): Promise<WatchedPage & { seconds: number }> {
  const file = join(tempDir(), 'report.html');
  writeFileSync(file, html);
  const { page, complaints } = await newPage(browser());
  await page.setViewport({ width: 1400, height: 1500 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }]);
  const devtools = await page.createCDPSession();
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(pathToFileURL(file).href);
  await page.waitForSelector('html[data-ready]', { timeout: 10_000 }).catch(() => {
    assert.fail(complaints.join('\n'));
  });
  const { metrics } = await devtools.send('Performance.getMetrics');
  return { page, complaints, seconds: metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0 };
}

/** The text of what a selector finds and a reader sees. */
function textOf(page: Page, selector: string): Promise<string> {
  return page.$eval(selector, (element) => (element as unknown as { innerText: string }).innerText);
}

for (const dark of [false, true])
  test(`a report of 1,000 packages is drawn in less than two seconds, and can be searched: ${dark ? 'dark' : 'light'}`, async (t) => {
    const { page, complaints, seconds } = await open(reportOf(largeGraph(1000)), dark);
    // Seconds of the processor: the machine may do other things meanwhile.
    assert.ok(seconds > 0 && seconds < 2, `${seconds} s`);
    t.diagnostic(`${seconds.toFixed(2)} s of the processor until it was drawn`);
    await page.screenshot({ path: join(SCREENSHOTS, `${dark ? 'dark' : 'light'}.png`) });
    await page.type('#search', 'pkg77');
    assert.equal(await textOf(page, '#count'), '11 of 1000 packages');
    assert.match(await textOf(page, '#table tbody'), /^example\.com\/module9\/pkg77\b/);
    await page.click('#p77 button');
    assert.match(await textOf(page, '#details'), /^example\.com\/module9\/pkg77\n[^]*Imported by \(3\)/);
    await page.screenshot({ path: join(SCREENSHOTS, `search-${dark ? 'dark' : 'light'}.png`) });
    assert.deepEqual(complaints, []);
    await page.close();
  });

test('a report can be used by keyboard: search, filters, a package, the graph', async () => {
  const { page, complaints } = await open(reportOf(largeGraph(60)));
  await page.keyboard.press('Tab');
  await page.keyboard.type('module1/');
  assert.equal(await textOf(page, '#count'), '8 of 60 packages');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  assert.notEqual(await textOf(page, '#count'), '8 of 60 packages');
  await page.focus('#graph');
  for (const key of ['+', 'ArrowLeft', '-', '0'] as const) await page.keyboard.press(key);
  await page.focus('#p9 button');
  await page.keyboard.press('Enter');
  assert.match(await textOf(page, '#details'), /^example\.com\/module1\/pkg9/);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('a printed report has the verdict, the findings and all packages, without its controls', async () => {
  const { page, complaints } = await open(reportOf(largeGraph(60)), true);
  await page.emulateMediaType('print');
  await page.screenshot({ path: join(SCREENSHOTS, 'print.png'), fullPage: true });
  const shown = await textOf(page, 'body');
  assert.match(
    shown,
    /The plugin was built[^]*exported-renamed-type[^]*Why it matters: The host does not know the type\.\n[^]*pkg59/,
  );
  assert.doesNotMatch(shown, /Search/);
  await page.pdf({ path: join(SCREENSHOTS, 'print.pdf') });
  assert.deepEqual(complaints, []);
  await page.close();
});

test('a report of packages whose imports are not known has no graph, and its table can be searched and used', async () => {
  const { page, complaints } = await open(reportOf({ nodes: largeGraph(60).nodes }, { timings: undefined }));
  assert.equal(await page.$('#graph, #timings-title'), null);
  await page.type('#search', 'module1/');
  assert.equal(await textOf(page, '#count'), '8 of 60 packages');
  await page.click('#p9 button');
  assert.match(
    await textOf(page, '#details'),
    /^example\.com\/module1\/pkg9\n[^]*Built as t_1_0123abcd\/[^\n]*pkg9$/,
  );
  await page.screenshot({ path: join(SCREENSHOTS, 'without-graph.png') });
  assert.deepEqual(complaints, []);
  await page.close();
});

test('names, versions and messages of others are text in a report, and run no code', async () => {
  const graph = largeGraph(3);
  const [, package1] = graph.nodes;
  assert.ok(package1);
  Object.assign(package1, { importPath: HOSTILE, version: HOSTILE, reason: HOSTILE, builtAs: HOSTILE });
  const finding = {
    kind: HOSTILE,
    severity: 'error' as const,
    message: HOSTILE,
    details: [HOSTILE],
    why: HOSTILE,
    advice: HOSTILE,
  };
  const html = reportOf(graph, {
    title: HOSTILE,
    verdict: HOSTILE,
    facts: [[HOSTILE, HOSTILE]],
    findings: [finding],
  });
  const { page, complaints } = await open(html);
  await page.click('#p1 button');
  assert.match(await textOf(page, '#details'), /^<\/script><script>/);
  assert.equal(await page.title(), HOSTILE);
  assert.equal(await page.$('img'), null);
  assert.deepEqual(complaints, []);
  // Not even code that got into the page would run.
  await page.evaluate(
    'document.body.insertAdjacentHTML("beforeend", "<img src=x onerror=\'document.title=1\'>")',
  );
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(await page.title(), HOSTILE);
  assert.notEqual(complaints.length, 0);
  await page.close();
});
