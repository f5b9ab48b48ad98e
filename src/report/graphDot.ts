import { digraph, toDot } from 'ts-graphviz';
import { DIFFERS_LINE, GRAPH_COLOURS, GRAPH_STYLES } from './graphStyles.js';
import { STATE_NAMES, type PackageGraph } from './packageGraph.js';
import { wholePicture } from './graphPicture.js';
import { printable } from './printable.js';

const SHAPES = {
  double: 'box',
  box: 'box',
  hexagon: 'hexagon',
  round: 'ellipse',
  slanted: 'parallelogram',
} as const;

/** All packages and imports in the DOT language. The identifier of a node is its import path. */
export function graphDot(graph: PackageGraph): string {
  const { nodes, edges } = wholePicture(graph);
  const ids = nodes.map(({ title }) => quoted(title));
  const text = digraph('packages', { rankdir: 'LR' }, (all) => {
    all.node({ fontname: 'Helvetica', fontcolor: GRAPH_COLOURS.text, color: GRAPH_COLOURS.text });
    all.edge({ color: GRAPH_COLOURS.edge, arrowsize: 0.7 });
    for (const [index, { title, lines, state, differs }] of nodes.entries()) {
      const { fill, shape, dashed, line } = GRAPH_STYLES[state];
      all.node(ids[index] ?? '', {
        // The end is a word of ours, so that no label looks like one in HTML.
        label: [title, ...lines].map(quoted).join('\\n'),
        tooltip: quoted(`${STATE_NAMES[state]}: ${graph.nodes[index]?.reason ?? ''}.`),
        shape: SHAPES[shape],
        style: dashed ? 'filled,dashed' : 'filled',
        fillcolor: fill,
        ...(shape === 'double' ? { peripheries: 2 } : {}),
        ...(differs
          ? { penwidth: DIFFERS_LINE, color: GRAPH_COLOURS.differs }
          : line === 1
            ? {}
            : { penwidth: line }),
      });
    }
    for (const [from, to] of edges) all.edge([{ id: ids[from] ?? '' }, { id: ids[to] ?? '' }]);
  });
  return `${toDot(text)}\n`;
}

/** Foreign text between quotation marks: a backslash begins no escape sequence, and nothing ends the text. */
function quoted(foreign: string): string {
  return printable(foreign).replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n');
}
