import type { NodeState } from './packageGraph.js';

/** How a state is drawn. Shape and line say the same as the colour, and each node says it in words. */
interface GraphStyle {
  /** A light colour: black text on it has a contrast above 7. */
  fill: `#${string}`;
  shape: 'double' | 'box' | 'hexagon' | 'round' | 'slanted';
  dashed: boolean;
  /** In pixels. */
  line: number;
}

/** Tints of the colours of reports, which people with a colour vision deficiency can distinguish. */
export const GRAPH_STYLES: Record<NodeState, GraphStyle> = {
  main: { fill: '#f9c7a6', shape: 'double', dashed: false, line: 1 },
  own: { fill: '#fbe3b0', shape: 'box', dashed: false, line: 2 },
  renamed: { fill: '#d6eefb', shape: 'box', dashed: false, line: 1 },
  isolated: { fill: '#a9cfe8', shape: 'hexagon', dashed: false, line: 1 },
  shared: { fill: '#b0dfd0', shape: 'round', dashed: true, line: 1 },
  split: { fill: '#f0d4e4', shape: 'slanted', dashed: true, line: 1 },
  kept: { fill: '#ffffff', shape: 'box', dashed: true, line: 1 },
};

export const GRAPH_COLOURS = { text: '#1b1f24', edge: '#57606a', differs: '#b3261e' } as const;

/** The line around what the host has in another version. */
export const DIFFERS_LINE = 3;
