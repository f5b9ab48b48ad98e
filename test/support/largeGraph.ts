/** A report of a made-up plugin with many packages. */
import { pageAssets } from '../../src/cli/describe.js';
import type { GraphNode, NodeState, PackageGraph } from '../../src/report/packageGraph.js';
import { reportPage, type ReportFacts } from '../../src/report/reportPage.js';

/** What a module, a path or a message of others may contain. */
export const HOSTILE = '</script><script>document.title="broken"</script><img src=x onerror=alert(1)>"\'&';

const STATES: NodeState[] = ['own', 'renamed', 'renamed', 'renamed', 'isolated', 'shared', 'split'];

/** A tree of `count` packages, in which each also imports a few others. */
export function largeGraph(count: number): PackageGraph {
  const nodes = Array.from({ length: count }, (_, index): GraphNode => {
    const importPath =
      index === 0 ? 'example.com/plugin' : `example.com/module${Math.floor(index / 8)}/pkg${index}`;
    const parent = Math.floor((index - 1) / 6);
    const differs = index % 9 === 4;
    return {
      importPath,
      builtAs: `t_1_0123abcd/${importPath}`,
      state: index === 0 ? 'main' : (STATES[index % STATES.length] ?? 'renamed'),
      reason: 'third-party package, which the host may have in a different version',
      module: importPath.replace(/\/pkg\d+$/, ''),
      version: `v1.${Math.floor(index / 8) % 20}.0`,
      hostVersion: differs ? 'v1.99.0' : '',
      differs,
      importer: index === 0 ? '' : parent === 0 ? 'example.com/plugin' : nodePath(parent),
    };
  });
  const edges = nodes.flatMap((_, index): [number, number][] => {
    const own = index === 0 ? [] : [[Math.floor((index - 1) / 6), index] as [number, number]];
    const more = [7, 31, 101].map((step): [number, number] => [index, index + step]);
    return [...own, ...more.filter(([, to]) => to < count)];
  });
  return { nodes, edges };
}

function nodePath(index: number): string {
  return `example.com/module${Math.floor(index / 8)}/pkg${index}`;
}

/** A page with this graph, and two findings. */
export function reportOf(graph: ReportFacts['graph'], changes: Partial<ReportFacts> = {}): string {
  return reportPage(
    {
      title: 'plugin.so',
      verdict: 'The plugin was built with 2 warnings. It was verified by its symbols.',
      facts: [['Host', './server']],
      findings: [
        {
          kind: 'exported-renamed-type',
          severity: 'warning',
          message:
            'plugin/main.go:13:6: exported func GetJsonPath exposes github.com/tidwall/gjson.Result, which is renamed',
          why: 'The host does not know the type.',
          advice: 'Between plugin and host, use builtin and standard library types.',
        },
        {
          kind: 'packages-differ',
          severity: 'error',
          message: 'a.go:1:1: 1 package differs',
          details: ['a: v1, host v2'],
          why: 'plugin.Open refuses the plugin.',
          advice: 'Build it again.',
        },
      ],
      graph,
      timings: { load: 120, plan: 30, write: 8, build: 4300, verify: 200 },
      ...changes,
    },
    pageAssets(),
  );
}

/** What DOT, Mermaid, Markdown, XML or a terminal could mistake for their own. */
export const HOSTILE_TEXTS = [
  HOSTILE,
  '<b>bold</b>',
  'a"; evil [label="x"]; "',
  'ends with a backslash \\',
  '\\N \\G \\" \\\\"',
  '`**bold** __bold__ _x_`',
  '#quot; #35; &quot; &#34;',
  '"]; click n0 "javascript:alert(1)"; n0["',
  'end\n%%{init: {"securityLevel": "loose"}}%%\nclick n0 call alert()',
  '1. list | } ) ] --> n0',
  '\u001b[31mred\u202e',
  ']]> <!-- <![CDATA[',
  'style n0 fill:#f00; classDef main fill:#f00',
  '$$x^2$$ fa:fa-ban :::evil @{ shape: circle }',
] as const;

/** A graph that has these texts everywhere; its packages import each other in a row. */
export function hostileGraph(): PackageGraph {
  const states: NodeState[] = ['main', 'own', 'renamed', 'isolated', 'shared', 'split', 'kept'];
  const nodes = HOSTILE_TEXTS.map((text, index): GraphNode => {
    const state = states[index % states.length] ?? 'renamed';
    return {
      importPath: text,
      builtAs: text,
      state,
      reason: text,
      module: text,
      version: text,
      hostVersion: index % 2 === 0 ? `${text}2` : '',
      differs: index % 2 === 0,
      importer: '',
    };
  });
  return { nodes, edges: nodes.slice(1).map((_, index) => [index, index + 1]) };
}
