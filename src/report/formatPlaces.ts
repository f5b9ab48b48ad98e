import { formatJson } from './formatJson.js';

/** Directory of compiled sources, as the file records it → absolute directory of the originals. */
type Places = Readonly<Record<string, string>>;

function sorted(places: Places): [from: string, to: string][] {
  return Object.entries(places).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** `compiled directory -> original directory`, a line each. */
export function formatPlaces(places: Places): string {
  return sorted(places)
    .map(([from, to]) => `${from} -> ${to}`)
    .join('\n');
}

/** Commands for delve, which reads them with `--init FILE` or `source FILE`. */
export function formatDelve(places: Places): string {
  return sorted(places)
    .map(([from, to]) => `config substitute-path ${quote(from)} ${quote(to)}`)
    .join('\n');
}

/** A word of delve's command line (pkg/config, SplitQuotedFields). */
function quote(word: string): string {
  return /[\s"'\\]/.test(word) ? `"${word.replace(/["\\]/g, '\\$&')}"` : word;
}

/** A configuration of vscode-go, whose rules go from the editor's directory to the recorded one. */
export function formatVsCode(places: Places): string {
  return formatJson({
    name: 'Host with plugin',
    type: 'go',
    request: 'launch',
    mode: 'exec',
    program: '${workspaceFolder}/HOST',
    args: [],
    substitutePath: sorted(places).map(([from, to]) => ({ from: to, to: from })),
  });
}
