import { findingDocument } from './buildDocument.js';
import type { ProbeDocument } from './documents.js';
import type { FindingPolicy } from '../model/options.js';
import type { Finding } from '../findings/finding.js';
import { shortPath } from '../base/shortPath.js';
import type { SymbolType } from '../probe/events.js';
import type { ProbedPlugin, ProbeResult } from '../probe/probePlugins.js';

const STATES: Record<ProbedPlugin['state'], string> = {
  loaded: 'loads',
  refused: 'is refused',
  panicked: 'panics',
  died: 'ends the process',
  hung: 'does not return',
  'not-reached': 'was not reached',
};

/** The result for one plugin and, if it loads, its exported symbols as Go declares them. */
export function formatProbed(plugin: ProbedPlugin, cwd: string): string {
  const { inspection, state, symbols } = plugin;
  const goVersion = inspection.goVersion || 'unknown Go version';
  return [
    `${shortPath(inspection.file, cwd)}: ${STATES[state]} (${goVersion})`,
    ...symbols.flatMap((symbol) => declarations(symbol).map((line) => `    ${line}`)),
  ].join('\n');
}

/** `func Add(int, int) int`, `var Server *main.S` and a line for each of its methods. */
function declarations({ name, kind, type, methods }: SymbolType): string[] {
  if (kind === 'func') return [`func ${name}${type.slice('func'.length)}`];
  const inner = methods.map(
    (method) => `    func (*${type}) ${method.name}${method.type.slice('func'.length)}`,
  );
  // As plugin.Lookup gives it.
  return [`var ${name} *${type}`, ...inner];
}

/** The stack of the plugin that a finding of `probe` is about. */
export function stackOf(finding: Finding, { plugins }: ProbeResult): readonly string[] {
  if (!('file' in finding)) return [];
  return plugins.find(({ inspection }) => inspection.file === finding.file)?.stack ?? [];
}

/**
 * The note on what a host replica does not show.
 * @returns undefined without a host, or if no plugin was loaded.
 */
export function formatLimits({ host, plugins }: ProbeResult, cwd: string): string | undefined {
  if (host === undefined || !plugins.some(({ state }) => state === 'loaded')) return undefined;
  return (
    `note: the main function of ${shortPath(host, cwd)} was not run: ` +
    'what it registers or sets (a metric of the same name, for example) is not seen here'
  );
}

/** `probe --json`; `schema/probe.schema.json` describes it. */
export function probeDocument(
  { host, plugins, findings }: ProbeResult,
  cwd: string,
  policy: FindingPolicy,
): ProbeDocument {
  return {
    formatVersion: 1,
    host: host ?? null,
    plugins: plugins.map(({ inspection, state, symbols, stack, output }) => ({
      file: inspection.file,
      goVersion: inspection.goVersion,
      pluginPath: inspection.pluginPath,
      outcome: state,
      exports: symbols.map(({ name, kind, ...types }) => ({ symbol: name, symbolKind: kind, ...types })),
      stack,
      printed: output,
    })),
    findings: findings.map((finding) => findingDocument(finding, cwd, policy)),
  };
}
