import { readFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { basename, join } from 'node:path';
import { isExecutable, PACKAGE_ROOT } from '../base/packageRoot.js';
import { shortPath } from '../base/shortPath.js';
import { describeFinding } from '../findings/findingText.js';
import { judge } from '../findings/policy.js';
import type { FindingPolicy } from '../model/options.js';
import type { BuildResult } from '../report/buildDocument.js';
import type { DescriptionFile } from '../store/recallBuild.js';
import {
  descriptionFile,
  sourceDateEpoch,
  type DescriptionKind,
  type DescriptionPlace,
} from './descriptionFiles.js';
import { loadCode } from './loadCode.js';
import { packageVersion } from './version.js';

/** What a description says besides the result. */
interface BuildContext {
  /** As messages name it; empty without one. */
  host: string;
  cwd: string;
  policy: FindingPolicy;
}

type Describe = (result: BuildResult, context: BuildContext) => Promise<string | undefined>;

/** Where the script and the style of reports are. */
const PAGE = isExecutable ? 'page' : 'dist/page';

/** The text of each kind of file; undefined if there is nothing to describe. */
const TEXTS: Record<DescriptionKind, Describe> = { sbom: describeBill, report: describePage };

/** The content of the files that describe a build. */
export async function describeBuild(
  result: BuildResult,
  places: readonly DescriptionPlace[],
  context: BuildContext,
): Promise<DescriptionFile[]> {
  const files: DescriptionFile[] = [];
  for (const place of places) {
    const text = await TEXTS[place.kind](result, context);
    const named = result.output ?? basename(result.plan.main.from);
    if (text !== undefined) files.push({ file: descriptionFile(place, named), text });
  }
  return files;
}

async function describeBill({ output, bill }: BuildResult): Promise<string | undefined> {
  if (output === undefined || bill === undefined) return undefined;
  const { billOfMaterials } = await loadCode.billOfMaterials();
  return billOfMaterials(bill, {
    version: packageVersion(),
    output: basename(output === devNull ? '' : output),
    epoch: sourceDateEpoch(),
  });
}

async function describePage(
  result: BuildResult,
  { host, cwd, policy }: BuildContext,
): Promise<string | undefined> {
  const { output, plan, findings, timings, sources } = result;
  if (sources === undefined) return undefined;
  const [{ packageGraph }, { reportPage }, { buildVerdict }] = await loadCode.reportPage();
  const asset = (name: string): string => readFileSync(join(PACKAGE_ROOT, PAGE, name), 'utf8').trimEnd();
  return reportPage(
    {
      title: output === undefined ? plan.main.from : shortPath(output, cwd),
      verdict: buildVerdict(result, host, policy),
      facts: [
        ['Main package', plan.main.from],
        ['Plugin path', plan.main.to],
        ...(host === '' ? [] : [['Host', host] as [string, string]]),
        ['gorename-plugin', packageVersion()],
      ],
      findings: findings.map((finding) => ({
        ...describeFinding(finding, cwd),
        kind: finding.kind,
        severity: judge(finding, policy),
      })),
      graph: packageGraph(sources.graph, plan, sources.host),
      timings,
    },
    { script: asset('report.js'), style: asset('report.css') },
  );
}
