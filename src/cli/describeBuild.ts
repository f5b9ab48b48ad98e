import { devNull } from 'node:os';
import { basename } from 'node:path';
import { shortPath } from '../base/shortPath.js';
import type { FindingPolicy } from '../model/options.js';
import type { BuildResult } from '../report/buildDocument.js';
import type { DescriptionFile } from '../store/recallBuild.js';
import { describe, describeGraph, pageAssets, reportedFindings } from './describe.js';
import { sourceDateEpoch, type DescriptionPlace } from './descriptionFiles.js';
import { loadCode } from './loadCode.js';
import { packageVersion } from '../report/programVersion.js';

/** What a description says besides the result. */
interface BuildContext {
  /** As messages name it; empty without one. */
  host: string;
  cwd: string;
  policy: FindingPolicy;
}

/** The content of the files that describe a build. */
export function describeBuild(
  result: BuildResult,
  places: readonly DescriptionPlace[],
  context: BuildContext,
): Promise<DescriptionFile[]> {
  return describe(places, result.output ?? basename(result.plan.main.from), {
    sbom: () => describeBill(result),
    report: () => describePage(result, context),
    graph: (file) => describePackages(result, file),
  });
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

async function describePackages({ plan, sources }: BuildResult, file: string): Promise<string | undefined> {
  if (sources === undefined) return undefined;
  const { packageGraph } = await loadCode.packageGraph();
  return describeGraph(file, packageGraph(sources.graph, plan, sources.host));
}

async function describePage(
  result: BuildResult,
  { host, cwd, policy }: BuildContext,
): Promise<string | undefined> {
  const { output, plan, findings, timings, sources } = result;
  if (sources === undefined) return undefined;
  const [{ packageGraph }, { reportPage }, { buildVerdict }] = await Promise.all([
    loadCode.packageGraph(),
    loadCode.reportPage(),
    loadCode.reportVerdicts(),
  ]);
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
      findings: reportedFindings(findings, { cwd, policy }),
      graph: packageGraph(sources.graph, plan, sources.host),
      timings,
    },
    pageAssets(),
  );
}
