/** Flame graphs of what perf has sampled. */

interface Frame {
  name: string;
  samples: number;
  callees: Map<string, Frame>;
}

const WIDTH = 1000;
const ROW = 18;
/** Narrower ones cannot be seen. */
const MIN_WIDTH = 1;
const CHARACTER = 6.2;

/**
 * @param script - what `perf script -F ip,sym` prints: samples between empty lines, the innermost frame first.
 * @param root - the function whose time is shown; other samples are left out.
 * @returns an SVG, the root at the bottom, each frame as wide as its share of the samples.
 */
export function flameGraph(script: string, root: string): string {
  const top: Frame = { name: root, samples: 0, callees: new Map() };
  for (const sample of script.split(/\n\s*\n/)) {
    const stack = sample
      .trim()
      .split('\n')
      .map((line) => line.trim().split(' ').slice(1).join(' '))
      .reverse();
    const start = stack.indexOf(root);
    if (start < 0) continue;
    // [unknown] is where C's frame pointers end and Go's begin.
    addStack(
      top,
      stack.slice(start + 1).filter((name) => name !== '[unknown]'),
    );
  }
  const depth = depthOf(top);
  const boxes = drawFrame(top, 0, WIDTH, depth - 1, top.samples);
  const size = `width="${WIDTH}" height="${depth * ROW}" viewBox="0 0 ${WIDTH} ${depth * ROW}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="monospace" font-size="10">\n${boxes.join('\n')}\n</svg>\n`;
}

function addStack(root: Frame, stack: readonly string[]): void {
  root.samples++;
  let frame = root;
  for (const name of stack) {
    const callee = frame.callees.get(name) ?? { name, samples: 0, callees: new Map<string, Frame>() };
    frame.callees.set(name, callee);
    callee.samples++;
    frame = callee;
  }
}

function depthOf(frame: Frame): number {
  return 1 + Math.max(0, ...[...frame.callees.values()].map(depthOf));
}

function drawFrame(frame: Frame, x: number, width: number, row: number, all: number): string[] {
  if (width < MIN_WIDTH) return [];
  const y = row * ROW;
  const name = escape(frame.name);
  const share = ((frame.samples / all) * 100).toFixed(1);
  const room = Math.floor((width - 6) / CHARACTER);
  const label = room < 3 ? '' : escape(frame.name.slice(0, room));
  const colour = /^runtime\./.test(frame.name) ? '#f4a261' : '#8ecae6';
  const box = `<rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${ROW - 1}" fill="${colour}" stroke="white"/>`;
  const text = label === '' ? '' : `<text x="${(x + 3).toFixed(1)}" y="${y + ROW - 6}">${label}</text>`;
  const drawn = [`<g><title>${name}: ${share} %</title>${box}${text}</g>`];
  let left = x;
  for (const callee of [...frame.callees.values()].sort((a, b) => b.samples - a.samples)) {
    const calleeWidth = (callee.samples / frame.samples) * width;
    drawn.push(...drawFrame(callee, left, calleeWidth, row - 1, all));
    left += calleeWidth;
  }
  return drawn;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
