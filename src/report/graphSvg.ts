import { layout } from '@dagrejs/dagre';
import { Graph } from '@dagrejs/graphlib';
import { DIFFERS_LINE, GRAPH_COLOURS, GRAPH_STYLES } from './graphStyles.js';
import { reducedPicture, type Picture } from './graphPicture.js';
import { markup } from './markup.js';
import type { NodeState, PackageGraph } from './packageGraph.js';
import { printable } from './printable.js';

/** The layout of more takes too long. */
const MOST_EDGES = 2000;

/** The types of the library name files without their endings, so the compiler does not find them. */
const arrange = layout as (graph: Graph) => void;

const FONT = 12;
/** The width of a character: letters of the usual monospace fonts are 0.6 of their size. */
const LETTER = 0.62 * FONT;
const LINE = 16;
/** Longer lines are shortened in the middle. */
const LONGEST = 64;
/** Space around texts. */
const PAD = 14;

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What can be looked at of the packages, as an SVG image without scripts. */
export function graphSvg(graph: PackageGraph): string {
  const picture = reducedPicture(graph, ({ edges }) => edges.length <= MOST_EDGES);
  const { boxes, lines, width, height } = place(picture);
  const head = picture.notes.length * LINE;
  const title = `Packages of ${graph.nodes[0]?.importPath ?? 'a plugin'}`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${size(width)}" height="${size(height + head)}" viewBox="0 0 ${size(width)} ${size(height + head)}" role="img" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="${size(FONT)}" fill="${GRAPH_COLOURS.text}">
<title>${markup(title)}</title>
<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="${GRAPH_COLOURS.edge}"/></marker></defs>
<rect width="100%" height="100%" fill="#fff"/>
${picture.notes.map((note, index) => `<text x="${size(PAD)}" y="${size((index + 1) * LINE)}">${markup(note)}</text>\n`).join('')}<g transform="translate(0 ${size(head)})">
<g fill="none" stroke="${GRAPH_COLOURS.edge}">
${lines.map((points) => `<path d="${curve(points)}" marker-end="url(#arrow)"/>`).join('\n')}
</g>
${picture.nodes.map((node, index) => drawNode(node, boxes[index] ?? { x: 0, y: 0, width: 0, height: 0 })).join('\n')}
</g>
</svg>
`;
}

interface Point {
  x: number;
  y: number;
}

function place({ nodes, edges }: Picture): { boxes: Box[]; lines: Point[][]; width: number; height: number } {
  const drawing = new Graph();
  drawing.setGraph({ rankdir: 'LR', nodesep: 12, ranksep: 60, edgesep: 8, marginx: PAD, marginy: PAD });
  drawing.setDefaultEdgeLabel(() => ({}));
  for (const [index, { title, lines }] of nodes.entries()) {
    const letters = Math.max(...[title, ...lines].map((text) => shorten(text).length));
    drawing.setNode(String(index), {
      width: letters * LETTER + 2 * PAD,
      height: (1 + lines.length) * LINE + PAD,
    });
  }
  for (const [from, to] of edges) drawing.setEdge(String(from), String(to));
  arrange(drawing);
  const { width = 0, height = 0 } = drawing.graph() as Partial<Box>;
  return {
    boxes: nodes.map((_, index) => drawing.node(String(index)) as Box),
    lines: edges.map(([from, to]) => (drawing.edge(String(from), String(to)) as { points: Point[] }).points),
    width,
    height,
  };
}

function drawNode({ title, lines, state, differs }: Picture['nodes'][number], box: Box): string {
  const top = box.y - box.height / 2 + PAD / 2;
  const texts = [title, ...lines].map(
    (text, index) =>
      `<text x="${size(box.x - box.width / 2 + PAD)}" y="${size(top + (index + 0.75) * LINE)}"${index === 0 ? ' font-weight="bold"' : ''}>${markup(shorten(text))}</text>`,
  );
  return `<g class="${state}">${title.length <= LONGEST ? '' : `<title>${markup(title)}</title>`}${outline(state, differs, box)}${texts.join('')}</g>`;
}

/** The shape of a state, as a path. */
function outline(state: NodeState, differs: boolean, { x, y, width, height }: Box): string {
  const { fill, shape, dashed, line } = GRAPH_STYLES[state];
  const [left, right, top, bottom] = [x - width / 2, x + width / 2, y - height / 2, y + height / 2];
  const stroke = differs
    ? `stroke="${GRAPH_COLOURS.differs}" stroke-width="${size(DIFFERS_LINE)}"`
    : `stroke="${GRAPH_COLOURS.text}" stroke-width="${size(line)}"`;
  const drawn = `fill="${fill}" ${stroke}${dashed ? ' stroke-dasharray="5 3"' : ''}`;
  const rectangle = (inset: number, radius = 0): string =>
    `<rect x="${size(left + inset)}" y="${size(top + inset)}" width="${size(width - 2 * inset)}" height="${size(height - 2 * inset)}"${radius === 0 ? '' : ` rx="${size(radius)}"`} ${drawn}/>`;
  const polygon = (...points: [number, number][]): string =>
    `<path d="M${points.map(([px, py]) => `${size(px)} ${size(py)}`).join(' ')}z" ${drawn}/>`;
  const cut = PAD / 2;
  switch (shape) {
    case 'box':
      return rectangle(0);
    case 'double':
      return `${rectangle(-3)}${rectangle(0)}`;
    case 'round':
      return rectangle(0, height / 2);
    case 'hexagon':
      return polygon(
        [left - cut, y],
        [left + cut, top],
        [right - cut, top],
        [right + cut, y],
        [right - cut, bottom],
        [left + cut, bottom],
      );
    case 'slanted':
      return polygon([left + cut, top], [right + cut, top], [right - cut, bottom], [left - cut, bottom]);
  }
}

/** Through the points of a layout, without corners. */
function curve(points: readonly Point[]): string {
  const [first, ...others] = points;
  const last = others.at(-1);
  if (first === undefined || last === undefined) return '';
  const bends = others.slice(0, -1).map((point, index) => {
    const next = others[index + 1] ?? last;
    const end = index === others.length - 2 ? last : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${coordinates(point)} ${coordinates(end)}`;
  });
  return `M${coordinates(first)}${bends.length === 0 ? `L${coordinates(last)}` : bends.join('')}`;
}

function coordinates({ x, y }: Point): string {
  return `${size(x)} ${size(y)}`;
}

/** A tenth of a pixel is enough. */
function size(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function shorten(foreign: string): string {
  const text = printable(foreign);
  if (text.length <= LONGEST) return text;
  const half = Math.floor(LONGEST / 2);
  return `${text.slice(0, half)}…${text.slice(1 - half)}`;
}
