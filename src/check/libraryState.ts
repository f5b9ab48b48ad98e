import * as v from 'valibot';
import { hostModuleOf } from '../base/hostModuleOf.js';
import type { Finding } from '../findings/finding.js';
import type { HostInfo } from '../model/host.js';
import type { Prepared } from '../plan/prepared.js';
import { isHostsOwn } from '../sharing/shareByDefault.js';
import type { RecordSchema } from '../store/records.js';
import type { AnswerPlace } from './answerPlace.js';
import { askOnce, type Question } from './askOnce.js';
import { importedLibraries, isOwn, pathsOf, type ImportedLibraries } from './importedLibraries.js';

/** The state of some packages that a copy of them does not share; `typecheck/librarystate.go` describes it. */
export interface LibraryState {
  functions: Record<string, FunctionState>;
  variables: Record<string, boolean>;
  /** Packages that the type checker did not make out as a whole. */
  failed: string[];
}

interface FunctionState {
  contextReads: Record<string, string>;
  contextWrites: string[];
  globalRead: string;
  globalWrite: string;
}

const STATE: RecordSchema<LibraryState> = v.object({
  functions: v.record(
    v.string(),
    v.object({
      contextReads: v.record(v.string(), v.string()),
      contextWrites: v.array(v.string()),
      globalRead: v.string(),
      globalWrite: v.string(),
    }),
  ),
  variables: v.record(v.string(), v.boolean()),
  failed: v.array(v.string()),
});

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

/** The packages that decide what a plugin is cut off from. */
export interface CutOffPackages extends ImportedLibraries {
  /** The plugin's own. */
  own: string[];
  /** All renamed packages but the plugin's own. */
  private: string[];
}

/** Asks for the state of the libraries, which is independent of the plugin's own code. */
export function askForState(
  { analysed }: CutOffPackages,
  { hashes }: Pick<Prepared, 'hashes'>,
): Question<LibraryState> {
  return { content: { analysed }, packages: analysed, key: hashes.dependency, schema: STATE };
}

/**
 * Finds state of renamed packages that the plugin's own code uses and that the host has in its own copy: values in contexts,
 * variables, errors and types. Go's type checker reads the plugin's own sources; its answer is kept until one of them changes.
 *
 * @param prepared - the plan.
 * @param packages - which to look at.
 * @param state - of the libraries.
 * @param place - where the answer is kept, and temporary files.
 * @returns a finding for each state, and what could not be analysed, if there is such.
 * @throws Error if the type checker fails.
 */
export async function findCutOffState(
  prepared: Pick<Prepared, 'graph' | 'settings' | 'flags' | 'hashes' | 'kept'>,
  packages: CutOffPackages,
  state: LibraryState,
  place: AnswerPlace,
): Promise<{ findings: Finding[]; unanalysed: string[] }> {
  const { graph, hashes } = prepared;
  const { own, libraries, private: copies } = packages;
  // Positions in the answer are absolute.
  const places = own.map((path) => graph.packages.get(path)?.dir);
  const content = { own, libraries, private: copies, state };
  const question = { content, packages: own, key: [hashes.main, places], schema: ANSWER };
  const { cutOff } = await askOnce(prepared, { cutOff: question }, place);
  const findings = (cutOff?.uses ?? []).map(({ file, line, column, ...use }): Finding => {
    return { kind: 'cut-off-state', position: { file, line, column }, ...use };
  });
  return { findings, unanalysed: [...state.failed, ...(cutOff?.failed ?? [])].sort() };
}

/**
 * The packages to ask about. The finding private-host-package reports those of the host's main module.
 *
 * @param prepared - the plan.
 * @param host - which packages it has.
 * @returns undefined if the plugin's own code imports no renamed package that the host has, too.
 */
export function chooseCutOff(
  { graph, plan }: Pick<Prepared, 'graph' | 'plan'>,
  host: HostInfo,
): CutOffPackages | undefined {
  const ofPlan = [...plan.packages.values()].filter(({ importPath }) => graph.packages.has(importPath));
  const renamed = ofPlan.filter(
    ({ group, decision }) => group === 'dependency' && (decision === 'rename' || decision === 'isolate'),
  );
  const found = importedLibraries(
    { graph, plan },
    renamed,
    (importPath) => isInHost(host, importPath) && !isHostsOwn(host, importPath),
  );
  return found && { ...found, own: pathsOf(ofPlan.filter(isOwn)), private: pathsOf(renamed) };
}

/** From a go.mod alone only modules are known. */
function isInHost(host: HostInfo, importPath: string): boolean {
  return (
    (host.packages.size === 0 || host.packages.has(importPath)) &&
    hostModuleOf(host, importPath) !== undefined
  );
}
