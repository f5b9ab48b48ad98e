import type { AnswerPlace } from '../check/answerPlace.js';
import { checkGlobalState } from '../check/checkGlobalState.js';
import { checkExportedTypes } from '../check/exportedTypes.js';
import { findPrivateRegistrations } from '../check/findPrivateRegistrations.js';
import { findLibraryUses } from '../check/libraryUses.js';
import { checkSharedRegistrations } from '../check/stateChanges.js';
import type { Finding } from '../findings/finding.js';
import type { BuildMode } from '../model/options.js';
import type { StateChange } from '../model/pluginPlan.js';
import type { Prepared } from '../plan/prepared.js';
import type { ShareOptions } from '../sharing/shareWithHost.js';

/** What is known about a plugin before it is built. */
export interface CheckedSources {
  /** Those of the plan, and those of the sources. */
  findings: Finding[];
  changes: StateChange[];
  /** As in `LibraryUses`. */
  unanalysed: string | undefined;
}

/**
 * Finds in the sources and the plan what `build`, `rewrite` and `explain` report.
 * @param options - `recordsChanges`: changes of state are wanted even if no host is known, for the plan in the file.
 * @param place - where answers are kept, and temporary files.
 * @throws GoSyntaxError, SourceChanged.
 */
export async function checkSources(
  prepared: Prepared,
  options: { buildMode: BuildMode; share: ShareOptions | undefined; recordsChanges: boolean },
  place: AnswerPlace,
): Promise<CheckedSources> {
  const { buildMode, share, recordsChanges } = options;
  const withChanges = buildMode === 'plugin' && (recordsChanges || share !== undefined);
  const { findings, changes, unanalysed } = await findLibraryUses(prepared, share?.host, withChanges, place);
  return {
    findings: [
      ...prepared.findings,
      ...checkExportedTypes(prepared, share?.host),
      ...checkGlobalState(prepared.plan, buildMode),
      ...findings,
      ...checkSharedRegistrations(prepared, changes),
      ...(share === undefined ? findPrivateRegistrations(prepared, buildMode) : []),
    ],
    changes,
    unanalysed,
  };
}
