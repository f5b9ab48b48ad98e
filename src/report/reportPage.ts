import { createHash } from 'node:crypto';
import type { FindingText } from '../findings/defineFinding.js';
import type { Judgement } from '../findings/policy.js';
import { markup as text } from './markup.js';
import { STATE_NAMES, type GraphNode, type NodeState, type PackageGraph } from './packageGraph.js';

/** What a page shows of a build. */
export interface ReportFacts {
  /** The plugin: its file, or its import path. */
  title: string;
  /** One sentence: was it built, and will it work. */
  verdict: string;
  /** Facts about the build, as pairs of a name and a value. */
  facts: [name: string, value: string][];
  /** `why` is undefined if the kind is not known: that of a plan which another version has written. */
  findings: (FindingText & { severity: Judgement; kind: string; why: string | undefined })[];
  /** The packages, and what they import if that is known. */
  graph: ReportedGraph;
  /** Milliseconds by stage, if anything was built. */
  timings?: Readonly<Record<string, number>> | undefined;
  /** Whether the plugin will not work, although no finding says so. */
  fails?: boolean;
}

type ReportedGraph = Pick<PackageGraph, 'nodes'> & Partial<PackageGraph>;

/** Code and style of the page; compiled from page/. */
export interface PageAssets {
  script: string;
  style: string;
}

/**
 * One HTML document that needs no other file and no network. Names, versions and messages come from others: they are text
 * only, and the content security policy allows no code but the page's own.
 */
export function reportPage(facts: ReportFacts, { script, style }: PageAssets): string {
  const policy = [
    "default-src 'none'",
    `script-src '${hash(script)}'`,
    `style-src '${hash(style)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const { title, verdict, findings, graph, timings, fails = false } = facts;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const tone =
    fails || errors > 0
      ? 'error'
      : findings.some(({ severity }) => severity === 'warning')
        ? 'warning'
        : 'ok';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${text(title)}</title>
<style id="${CYTOSCAPE_STYLE}">${style}</style>
</head>
<body>
<header>
<h1>${text(title)}</h1>
<p class="verdict ${tone}"><span aria-hidden="true">${MARKS[tone]}</span> ${text(verdict)}</p>
<dl>${facts.facts.map(([name, value]) => `<div><dt>${text(name)}</dt><dd>${text(value)}</dd></div>`).join('')}</dl>
</header>
<main>
<section aria-labelledby="findings-title">
<h2 id="findings-title">Findings (${String(findings.length)})</h2>
${findings.length === 0 ? '<p>None.</p>' : `<ol class="findings">${findings.map(findingItem).join('')}</ol>`}
</section>
<section id="packages" aria-labelledby="packages-title">
<h2 id="packages-title">Packages (${String(graph.nodes.length)})</h2>
<div id="controls" hidden>
<label>Search <input id="search" type="search" autocomplete="off" placeholder="part of an import path or version" aria-describedby="count"></label>
<fieldset><legend>Show</legend>${filters(graph)}</fieldset>
<p id="count" role="status"></p>
</div>
${graph.edges === undefined ? DETAILS : PICTURE}
<table id="table">
<thead><tr><th scope="col">Package</th><th scope="col">What happens to it</th><th scope="col">Plugin</th><th scope="col">Host</th><th scope="col">Why</th></tr></thead>
<tbody>
${graph.nodes.map(row).join('\n')}
</tbody>
</table>
</section>
${timings === undefined ? '' : timingsSection(timings)}</main>
<script type="application/json" id="data">${json(graph)}</script>
<script>${script}</script>
</body>
</html>
`;
}

const DETAILS = `<aside id="details" aria-live="polite"><p>Choose a package: more about it appears here.</p></aside>`;

const PICTURE = `<div id="picture" hidden>
<div id="graph" tabindex="0" role="application" aria-label="Graph of packages. Arrow keys move, plus and minus zoom, 0 shows everything; the table below has the same content."></div>
<div class="tools"><button type="button" id="in" title="Zoom in (+)">+</button><button type="button" id="out" title="Zoom out (-)">−</button><button type="button" id="fit" title="Show everything (0)">all</button></div>
${DETAILS}
</div>`;

function timingsSection(timings: Readonly<Record<string, number>>): string {
  return `<section aria-labelledby="timings-title">
<h2 id="timings-title">Timings</h2>
<table><thead><tr><th scope="col">Stage</th><th scope="col">ms</th></tr></thead><tbody>
${Object.entries(timings)
  .map(([stage, time]) => `<tr><th scope="row">${text(stage)}</th><td>${text(String(time))}</td></tr>`)
  .join('\n')}
</tbody></table>
</section>
`;
}

/** If an element has this id, cytoscape adds no style, which the policy would refuse. */
const CYTOSCAPE_STYLE = '__________cytoscape_stylesheet';

const MARKS = { ok: '✔', warning: '▲', error: '✖' };

/** A shape for each state, so that nobody needs to see colours; page/report.ts draws the same ones. */
const SHAPES: Record<NodeState, string> = {
  main: '★',
  own: '◆',
  renamed: '■',
  isolated: '⬟',
  shared: '●',
  split: '⬢',
  kept: '▬',
};

function filters({ nodes }: ReportedGraph): string {
  const states = (Object.keys(STATE_NAMES) as NodeState[])
    .map((state) => ({ state, count: nodes.filter((node) => node.state === state).length }))
    .filter(({ count }) => count > 0);
  const boxes = states.map(
    ({ state, count }) =>
      `<label><input type="checkbox" name="state" value="${state}" checked> <span class="shape ${state}" aria-hidden="true">${SHAPES[state]}</span> ${STATE_NAMES[state]} (${String(count)})</label>`,
  );
  const differing = nodes.filter(({ differs }) => differs).length;
  if (differing > 0) {
    boxes.push(
      `<label><input type="checkbox" id="differs"> <span aria-hidden="true">≠</span> only those that the host has in another version (${String(differing)})</label>`,
    );
  }
  return boxes.join('');
}

/** A finding; the first one of a kind says why it matters. */
function findingItem(
  { kind, severity, message, details = [], why, advice }: ReportFacts['findings'][number],
  index: number,
  all: ReportFacts['findings'],
): string {
  const mark = { error: MARKS.error, warning: MARKS.warning, allowed: MARKS.ok }[severity];
  const more = details.length === 0 ? '' : `<pre>${text(details.join('\n'))}</pre>`;
  const isFirst = all.findIndex((other) => other.kind === kind) === index;
  const reason = isFirst && why !== undefined ? `<p class="why">Why it matters: ${text(why)}</p>` : '';
  return `<li class="${severity}"><p><strong><span aria-hidden="true">${mark}</span> ${severity}</strong> <code>${text(kind)}</code> ${text(message)}</p>${more}${reason}<p class="advice">${text(advice)}</p></li>`;
}

function row(node: GraphNode, index: number): string {
  const { importPath, state, version, hostVersion, differs, reason } = node;
  const host =
    hostVersion === '' ? '' : `${text(hostVersion)}${differs ? ' <span class="differs">≠</span>' : ''}`;
  return `<tr id="p${String(index)}"><th scope="row"><button type="button" value="${String(index)}">${text(importPath)}</button></th><td><span class="shape ${state}" aria-hidden="true">${SHAPES[state]}</span> ${STATE_NAMES[state]}</td><td>${text(version)}</td><td>${host}</td><td>${text(reason)}</td></tr>`;
}

/** JSON in a script element: nothing in it can end the element. */
function json(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

/** How a content security policy names the content of an element. */
function hash(content: string): string {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}
