import { join } from 'node:path';
import * as v from 'valibot';
import { askTypecheck } from '../analyze/typecheck.js';
import { digest } from '../base/digest.js';
import { hostModuleOf } from '../base/hostModuleOf.js';
import type { Finding } from '../findings/finding.js';
import type { HostInfo } from '../model/host.js';
import type { Prepared } from '../plan/prepared.js';
import { isHostsOwn } from '../sharing/shareByDefault.js';
import { readRecord, writeRecord } from '../store/records.js';
import type { AnswerPlace } from './answerPlace.js';

const ANSWER = v.object({
  uses: v.array(
    v.object({
      file: v.string(),
      line: v.number(),
      column: v.number(),
      importPath: v.string(),
      name: v.string(),
      state: v.picklist(['context-read', 'context-write', 'global-read', 'global-write', 'error', 'type']),
      through: v.string(),
    }),
  ),
  failed: v.array(v.string()),
});

/**
 * Finds state of renamed packages that the plugin's own code uses and that the host has in its own copy: values in contexts,
 * variables, errors and types. Go's type checker reads the sources; its answer is kept until one of them changes.
 *
 * @param prepared - the plan.
 * @param host - which packages it has decides what is looked at.
 * @param place - where the answer is kept, and temporary files.
 * @returns a finding for each state, and what could not be analysed, if there is such.
 */
export async function findCutOffState(
  prepared: Pick<Prepared, 'graph' | 'plan' | 'settings' | 'flags' | 'hashes'>,
  host: HostInfo,
  { tempDir, workDir, readOnly, fresh }: AnswerPlace,
): Promise<{ findings: Finding[]; unanalysed: string | undefined }> {
  const { graph, settings, flags, hashes } = prepared;
  const cutOff = chooseLibraries(prepared, host);
  if (cutOff === undefined) return { findings: [], unanalysed: undefined };
  const places = cutOff.own.map((path) => graph.packages.get(path)?.dir);
  const file = join(
    workDir,
    'uses',
    `${digest(['cut-off', hashes.main, settings.version, cutOff, places])}.json`,
  );
  try {
    let answer = fresh ? undefined : readRecord(file, ANSWER);
    if (answer === undefined) {
      answer = v.parse(ANSWER, await askTypecheck({ graph, settings, flags, tempDir }, { cutOff }));
      if (!readOnly) writeRecord(file, answer);
    }
    const findings = answer.uses.map(({ file, line, column, ...use }): Finding => {
      return { kind: 'cut-off-state', position: { file, line, column }, ...use };
    });
    return { findings, unanalysed: answer.failed.length === 0 ? undefined : answer.failed.join(', ') };
  } catch (error) {
    // The build is right without this answer.
    return { findings: [], unanalysed: `${cutOff.libraries.join(', ')}: ${String(error)}` };
  }
}

/** The packages to ask about; undefined if the plugin's own code imports none that the host has, too. The finding
 * private-host-package reports those of the host's main module. */
function chooseLibraries(
  { graph, plan }: Pick<Prepared, 'graph' | 'plan'>,
  host: HostInfo,
): { own: string[]; libraries: string[]; analysed: string[]; private: string[] } | undefined {
  const ofPlan = [...plan.packages.values()].filter(({ importPath }) => graph.packages.has(importPath));
  const own = ofPlan.filter(({ group }) => group === 'own' || group === 'main');
  const renamed = ofPlan.filter(
    ({ group, decision }) => group === 'dependency' && (decision === 'rename' || decision === 'isolate'),
  );
  const imported = new Set(own.flatMap(({ importPath }) => graph.packages.get(importPath)?.imports ?? []));
  const libraries = renamed.filter(
    ({ importPath }) =>
      imported.has(importPath) && isInHost(host, importPath) && !isHostsOwn(host, importPath),
  );
  if (libraries.length === 0) return undefined;
  const modules = new Set(libraries.map(({ module }) => module));
  const analysed = renamed.filter(({ module }) => modules.has(module));
  const pathsOf = (packages: readonly { importPath: string }[]): string[] =>
    packages.map(({ importPath }) => importPath);
  return {
    own: pathsOf(own),
    libraries: pathsOf(libraries),
    analysed: pathsOf(analysed),
    private: pathsOf(renamed),
  };
}

/** From a go.mod alone only modules are known. */
function isInHost(host: HostInfo, importPath: string): boolean {
  return (
    (host.packages.size === 0 || host.packages.has(importPath)) &&
    hostModuleOf(host, importPath) !== undefined
  );
}
