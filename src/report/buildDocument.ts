import type { Stamps } from '../store/stamps.js';
import type { Finding } from '../findings/finding.js';
import type { SharedRoot } from '../model/sharedPackages.js';
import { describeReason, type RenamePlan } from '../model/renamePlan.js';
import { describeFinding } from '../findings/findingText.js';

/** What a build came to; everything that report/ shows. */
export interface BuildResult {
  /** Absolute path; undefined when nothing was written there. */
  output: string | undefined;
  plan: RenamePlan;
  findings: Finding[];
  /** What the go command printed, with the user's own paths. */
  messages: string;
  /** The settings that are the host's, a word each; undefined where nothing asks a host. */
  taken?: string[] | undefined;
  /** Milliseconds a stage. */
  timings: Record<string, number>;
  /** What is shared with the host without being named; of `rewrite`, nothing. */
  roots?: SharedRoot[];
  /** Packages whose state could not be analysed; a clause. */
  unanalysed?: string | undefined;
  /** What was read for it; undefined where files do not tell it all. */
  stamps?: Stamps | undefined;
}

/** What `rewrite` came to. */
export interface RewriteResult extends BuildResult {
  /** Builds the tree as it should be built; to be run in it. */
  command: string[];
  /** Absolute path of the makefile that runs the same. */
  makefile: string;
}

/**
 * The JSON document of `build` and `rewrite`; `schema/build.schema.json` describes it.
 * @param cwd - for messages.
 */
export function buildDocument(result: BuildResult | RewriteResult, cwd: string): object {
  const { output, plan, findings, timings } = result;
  const rewritten = 'command' in result ? { command: result.command, makefile: result.makefile } : {};
  return {
    version: 1,
    output: output ?? null,
    ...rewritten,
    prefix: plan.prefixes.dependency,
    ownPrefix: plan.prefixes.own,
    main: plan.main,
    packages: [...plan.packages.values()]
      .filter(({ reason }) => reason.kind !== 'standard-library')
      .map(({ importPath, to, module, version, hostVersion, decision, reason }) => ({
        from: importPath,
        to,
        module,
        version: version ?? null,
        ...(decision === 'keep' || decision === 'split' ? { hostVersion: hostVersion ?? null } : {}),
        decision,
        reason: describeReason(reason),
      })),
    isolated: plan.registries.uses.map(({ file, line, column, user, registry, name, kind, reason }) => {
      return { file, line, column, package: user, registry, name, kind, reason };
    }),
    findings: findings.map((finding) => findingDocument(finding, cwd)),
    timings,
  };
}

/**
 * The JSON document of a command that is refused before it has done anything.
 * @param cwd - for messages.
 */
export function refusalDocument(findings: readonly Finding[], cwd: string): object {
  return { version: 1, findings: findings.map((finding) => findingDocument(finding, cwd)) };
}

/** A finding with its data and its texts. */
export function findingDocument(finding: Finding, cwd: string): object {
  const { severity, message, advice } = describeFinding(finding, cwd);
  return { ...finding, severity, message, advice };
}
