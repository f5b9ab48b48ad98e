import { defineFinding } from '../defineFinding.js';
import type { Position } from '../findingData.js';

/** Own code registers something with the process, which a second build of the plugin would do again. */
export interface OwnRegistration {
  kind: 'own-registration';
  position: Position;
  registry: string;
  name: string;
  /** What comes of it. */
  reason: string;
}

export const ownRegistration = defineFinding<OwnRegistration>({
  kind: 'own-registration',
  severity: 'warning',
  describe: ({ position, registry, name, reason }, place) => ({
    message: `${place(position)}: ${registry}.${name} registers with the process, and so would a second build of this plugin: ${reason}`,
    advice: 'Build with --isolate-own where one process loads several builds of this plugin.',
  }),
});
