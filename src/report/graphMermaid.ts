import { DIFFERS_LINE, GRAPH_COLOURS, GRAPH_STYLES } from './graphStyles.js';
import type { NodeState, PackageGraph } from './packageGraph.js';
import { reducedPicture, type Picture } from './graphPicture.js';
import { printable } from './printable.js';

/** Mermaid refuses more, and a diagram cannot change that: https://mermaid.js.org/config/schema-docs/config.html */
const MOST = { edges: 500, characters: 50_000 };

const SHAPES = {
  double: ['[[', ']]'],
  box: ['[', ']'],
  hexagon: ['{{', '}}'],
  round: ['([', '])'],
  slanted: ['[/', '/]'],
} as const;

/** What can be looked at of the packages, as a Mermaid flowchart. */
export function graphMermaid(graph: PackageGraph): string {
  return write(
    reducedPicture(
      graph,
      (picture) => picture.edges.length <= MOST.edges && write(picture).length <= MOST.characters,
    ),
  );
}

function write({ nodes, edges, notes }: Picture): string {
  const states = [...new Set(nodes.map(({ state }) => state))];
  const differing = nodes.flatMap(({ differs }, index) => (differs ? [`n${String(index)}`] : []));
  return [
    'flowchart LR',
    ...notes.map((note) => `  %% ${note}`),
    ...nodes.map(({ title, lines, state }, index) => {
      const [open, close] = SHAPES[GRAPH_STYLES[state].shape];
      return `  n${String(index)}${open}"${[title, ...lines].map(entities).join('<br/>')}"${close}:::${state}`;
    }),
    ...edges.map(([from, to]) => `  n${String(from)} --> n${String(to)}`),
    ...states.map(styleOf),
    ...(differing.length === 0
      ? []
      : [
          `  classDef differs stroke:${GRAPH_COLOURS.differs},stroke-width:${String(DIFFERS_LINE)}px`,
          `  class ${differing.join(',')} differs`,
        ]),
    '',
  ].join('\n');
}

function styleOf(state: NodeState): string {
  const { fill, dashed, line } = GRAPH_STYLES[state];
  const dashes = dashed ? ',stroke-dasharray:4' : '';
  const { text } = GRAPH_COLOURS;
  return `  classDef ${state} fill:${fill},color:${text},stroke:${text},stroke-width:${String(line)}px${dashes}`;
}

/**
 * Foreign text as Mermaid's character references: no sign of Markdown, HTML or Mermaid is left in it. Two dollar signs would
 * be a formula even so, and `fa:fa-ban` an icon: an invisible space is between them.
 */
function entities(foreign: string): string {
  return printable(foreign)
    .replace(/\$(?=\$)|:(?=\S)/g, '$&\u200b')
    .replace(/[^\p{L}\p{N} ./,=≠-]/gu, (sign) => `#${String(sign.codePointAt(0))};`);
}
