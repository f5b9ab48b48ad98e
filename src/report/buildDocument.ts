import type { Stamps } from '../store/stamps.js';
import type { Finding } from '../findings/finding.js';
import type { SharedRoot } from '../model/sharedPackages.js';
import { describeReason, type RenamePlan } from '../model/renamePlan.js';
import { describeFinding } from '../findings/findingText.js';

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
  timings: Record<string, number>;
  /** What is shared with the host by default; nothing for `rewrite`. */
  roots?: SharedRoot[];
  /** Packages whose state could not be analysed; a clause. */
  unanalysed?: string | undefined;
  /** The files that it depends on; undefined if files alone do not show whether it is up to date. */
  stamps?: Stamps | undefined;
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
export function buildDocument(result: BuildResult | RewriteResult, cwd: string): object {
  const { output, plan, findings, timings } = result;
  const { main } = plan;
  const rewritten = 'command' in result ? { command: result.command, makefile: result.makefile } : {};
  return {
    version: 1,
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
      .map(({ importPath, to, module, version, hostVersion, decision, reason }) => ({
        importPath,
        builtAs: to,
        module,
        version: version ?? null,
        ...(decision === 'keep' || decision === 'split' ? { hostVersion: hostVersion ?? null } : {}),
        decision,
        reason: describeReason(reason),
      })),
    isolated: plan.globalState.uses.map(({ file, line, column, user, statePackage, name, kind, reason }) => {
      return { file, line, column, importPath: user, statePackage, name, isolation: kind, reason };
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
