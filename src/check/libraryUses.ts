import type { Finding } from '../findings/finding.js';
import type { HostInfo } from '../model/host.js';
import type { StateChange } from '../model/pluginPlan.js';
import type { Prepared } from '../plan/prepared.js';
import type { AnswerPlace } from './answerPlace.js';
import { askOnce } from './askOnce.js';
import { askForState, chooseCutOff, findCutOffState } from './libraryState.js';
import { askForNames, chooseChanging, findStateChanges } from './stateChanges.js';

/** How the plugin's own code uses state of third-party packages. */
export interface LibraryUses {
  /** What it is cut off from. */
  findings: Finding[];
  /** How it changes such state. */
  changes: StateChange[];
  /** What could not be analysed, if there is such; the build is right without it. */
  unanalysed: string | undefined;
}

/**
 * Finds state that the plugin's own code is cut off from by a renamed copy, and state that it changes. What depends only on
 * the dependencies is asked first, with one run of the type checker.
 *
 * @param prepared - the plan.
 * @param host - undefined: the plugin is cut off from nothing.
 * @param withChanges - whether changes are wanted.
 * @param place - where answers are kept, and temporary files.
 */
export async function findLibraryUses(
  prepared: Pick<Prepared, 'graph' | 'plan' | 'settings' | 'flags' | 'hashes' | 'sources' | 'kept'>,
  host: HostInfo | undefined,
  withChanges: boolean,
  place: AnswerPlace,
): Promise<LibraryUses> {
  const cutOff = host && chooseCutOff(prepared, host);
  const changing = withChanges ? chooseChanging(prepared, host) : undefined;
  const failed: string[] = [];
  const attempt = <Answer>(asking: Promise<Answer>): Promise<Answer | undefined> =>
    asking.catch((error: unknown) => {
      failed.push(String(error));
      return undefined;
    });
  const questions = {
    state: cutOff && askForState(cutOff, prepared),
    changes: changing && askForNames(changing, prepared),
  };
  const { state, changes } = (await attempt(askOnce(prepared, questions, place))) ?? {};
  const found = cutOff && state && (await attempt(findCutOffState(prepared, cutOff, state, place)));
  failed.push(...(found?.unanalysed ?? []), ...(changes?.failed ?? []));
  return {
    findings: found?.findings ?? [],
    changes: changing === undefined ? [] : findStateChanges(prepared, changing, changes?.changes),
    unanalysed: failed.length === 0 ? undefined : [...new Set(failed)].join(', '),
  };
}
