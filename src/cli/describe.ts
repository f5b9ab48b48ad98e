import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { isExecutable, PACKAGE_ROOT } from '../base/packageRoot.js';
import type { Finding } from '../findings/finding.js';
import { describeFinding } from '../findings/findingText.js';
import { judge } from '../findings/policy.js';
import type { FindingPolicy } from '../model/options.js';
import type { PackageGraph } from '../report/packageGraph.js';
import type { PageAssets, ReportFacts } from '../report/reportPage.js';
import type { DescriptionFile } from '../store/recallBuild.js';
import {
  descriptionFile,
  graphEnding,
  type DescriptionKind,
  type DescriptionPlace,
  type GraphEnding,
} from './descriptionFiles.js';
import { loadCode } from './loadCode.js';

/** The text of a file; undefined if there is nothing to describe. */
type Describe = (file: string) => Promise<string | undefined>;

/** Where the script and the style of reports are. */
const PAGE = isExecutable ? 'page' : 'dist/page';

/**
 * The content of the files that a command line asks for.
 * @param named - the file that is described, or a name for it.
 */
export async function describe(
  places: readonly DescriptionPlace[],
  named: string,
  texts: Partial<Record<DescriptionKind, Describe>>,
): Promise<DescriptionFile[]> {
  const files: DescriptionFile[] = [];
  for (const place of places) {
    const file = descriptionFile(place, named);
    const text = await texts[place.kind]?.(file);
    if (text !== undefined) files.push({ file, text });
  }
  return files;
}

/** A graph in the format that the name of its file says. */
export async function describeGraph(file: string, graph: PackageGraph): Promise<string> {
  const write: Record<GraphEnding, () => Promise<string>> = {
    '.dot': async () => (await loadCode.graphDot()).graphDot(graph),
    '.svg': async () => (await loadCode.graphSvg()).graphSvg(graph),
    '.mmd': async () => (await loadCode.graphMermaid()).graphMermaid(graph),
    '.mermaid': async () => (await loadCode.graphMermaid()).graphMermaid(graph),
  };
  return write[graphEnding(file) ?? '.svg']();
}

/** Findings as a report shows them. */
export function reportedFindings(
  findings: readonly Finding[],
  { cwd, policy }: { cwd: string; policy: FindingPolicy },
): ReportFacts['findings'] {
  return findings.map((finding) => ({
    ...describeFinding(finding, cwd),
    kind: finding.kind,
    severity: judge(finding, policy),
  }));
}

/** Script and style of reports. They are compressed, so that an executable stays below 120 MB. */
export function pageAssets(): PageAssets {
  const asset = (name: string): string =>
    brotliDecompressSync(readFileSync(join(PACKAGE_ROOT, PAGE, `${name}.br`)))
      .toString()
      .trimEnd();
  return { script: asset('report.js'), style: asset('report.css') };
}
