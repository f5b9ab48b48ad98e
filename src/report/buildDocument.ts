import type { BillFacts } from '../model/billFacts.js';
import type { PlannedFiles } from '../worktree/rewrittenFiles.js';
import type { HostInfo } from '../model/host.js';
import type { ModuleGraph } from '../model/moduleGraph.js';
import type { Stamps } from '../store/stamps.js';
import type { Finding } from '../findings/finding.js';
import type { SharedRoot } from '../model/sharedPackages.js';
import { describeReason, type PlannedPackage, type RenamePlan } from '../model/renamePlan.js';
import { describeFinding } from '../findings/findingText.js';
import { judge } from '../findings/policy.js';
import type { FindingPolicy } from '../model/options.js';
import type {
  BuildDocument,
  FindingDocument,
  RefusalDocument,
  RenamedPackage,
  RewriteDocument,
  SharedPackage,
  Timings,
} from './documents.js';

/** The result of a build; everything that report/ shows. */
export interface BuildResult {
  /** Absolute path; undefined when nothing was written there. */
  output: string | undefined;
  plan: RenamePlan;
  findings: Finding[];
  /** The output of the go command, with the user's paths. */
  messages: string;
  /** The settings that are adopted from the host, a word each; undefined without a host. */
  taken?: string[] | undefined;
  /** Milliseconds of each stage. */
  timings: Timings;
  /** What is shared with the host by default; nothing for `rewrite`. */
  roots?: SharedRoot[];
  /** Packages whose state could not be analysed; a clause. */
  unanalysed?: string | undefined;
  /** What would be rewritten, if nothing was built. */
  planned?: PlannedFiles | undefined;
  /** The files that it depends on; undefined if files alone do not show whether it is up to date. */
  stamps?: Stamps | undefined;
  /** What the plan was made from; nothing for `rewrite`. */
  sources?: { graph: ModuleGraph; host: HostInfo | undefined };
  /** For a bill of materials, if one is asked for and the file was written. */
  bill?: BillFacts | undefined;
}

/** The result of `rewrite`. */
export interface RewriteResult extends BuildResult {
  /** The command that builds the tree; run it there. */
  command: string[];
  /** Absolute path of the makefile that runs the same command. */
  makefile: string;
}

/**
 * The JSON document of `build` and `rewrite`; `schema/build.schema.json` describes it.
 * @param cwd - for messages.
 */
export function buildDocument(
  result: BuildResult | RewriteResult,
  cwd: string,
  policy: FindingPolicy,
): BuildDocument | RewriteDocument {
  const { output, plan, findings, timings } = result;
  const { main } = plan;
  const rewritten = 'command' in result ? { command: result.command, makefile: result.makefile } : {};
  return {
    formatVersion: 1,
    output: output ?? null,
    ...rewritten,
    prefix: plan.prefixes.dependency,
    ownPrefix: plan.prefixes.own,
    main: {
      importPath: main.from,
      builtAs: main.to,
      ...(main.files === undefined ? {} : { files: main.files }),
    },
    packages: [...plan.packages.values()]
      .filter(({ reason }) => reason.kind !== 'standard-library')
      .map(packageDocument),
    isolated: plan.globalState.uses.map(({ file, line, column, user, statePackage, name, kind, reason }) => {
      const position = { file, line, column };
      return { position, importPath: user, statePackage, name, isolation: kind, reason };
    }),
    findings: findings.map((finding) => findingDocument(finding, cwd, policy)),
    timings,
  };
}

function packageDocument(planned: PlannedPackage): RenamedPackage | SharedPackage {
  const { importPath, to: builtAs, module = '', hostVersion, decision } = planned;
  const described = {
    importPath,
    builtAs,
    module,
    version: planned.version ?? null,
    reason: describeReason(planned.reason),
  };
  return decision === 'keep' || decision === 'split'
    ? { ...described, hostVersion: hostVersion ?? null, decision }
    : { ...described, decision };
}

/**
 * The JSON document of a command that is refused before it has done anything.
 * @param cwd - for messages.
 */
export function refusalDocument(
  findings: readonly Finding[],
  cwd: string,
  policy: FindingPolicy,
): RefusalDocument {
  return { formatVersion: 1, findings: findings.map((finding) => findingDocument(finding, cwd, policy)) };
}

/** A finding with its data and its texts. */
export function findingDocument(finding: Finding, cwd: string, policy: FindingPolicy): FindingDocument {
  const { severity, message, why, advice } = describeFinding(finding, cwd);
  const judged = judge(finding, policy);
  const allowed = judged === 'allowed';
  return { ...finding, severity: allowed ? severity : judged, allowed, message, why, advice };
}
