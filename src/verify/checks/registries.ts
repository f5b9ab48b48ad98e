import type { Finding } from '../../model/finding.js';
import type { RenamePlan } from '../../model/renamePlan.js';

/** What is doubtful about the registries that were made private. */
export function checkRegistries({ registries }: RenamePlan): Finding[] {
  return registries.uses
    .filter(({ uncertain }) => uncertain)
    .map(({ file, line, column, registry, name }) => {
      return { kind: 'registry-unclear', position: { file, line, column }, registry, name };
    });
}
