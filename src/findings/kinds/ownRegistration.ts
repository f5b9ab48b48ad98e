import type { ImportPath, Position, Text } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

/** The plugin's own code registers global state, which a second build of the plugin would register again. */
export interface OwnRegistration {
  kind: 'own-registration';
  position: Position;
  statePackage: ImportPath;
  name: Text;
  /** The consequence. */
  reason: Text;
}

export const ownRegistration = defineFinding<OwnRegistration>({
  kind: 'own-registration',
  severity: 'warning',
  fix: () => ['--isolate-own'],
  why: 'The process keeps what the first build has registered, also if a newer build is loaded.',
  reportedBy: ['build'],
  describe: ({ position, statePackage, name, reason }, place) => ({
    message: `${place(position)}: ${statePackage}.${name} registers global state; a second build of this plugin would register it again: ${reason}`,
    advice:
      'If one process loads several builds of this plugin, build with --isolate-own, which makes the registration private to each build.',
  }),
});
