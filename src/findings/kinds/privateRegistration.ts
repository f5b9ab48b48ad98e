import { defineFinding } from '../defineFinding.js';
import type { Position } from '../findingData.js';

/** A plugin that exports nothing registers something in a copy that only it has. */
export interface PrivateRegistration {
  kind: 'private-registration';
  position: Position;
  /** Original import path of the package, and what is called of it. */
  registry: string;
  name: string;
  /** The name for --no-isolate, for global state of the standard library. */
  isolation: string | undefined;
}

export const privateRegistration = defineFinding<PrivateRegistration>({
  kind: 'private-registration',
  severity: 'warning',
  describe: ({ position, registry, name, isolation }, place) => ({
    message:
      `${place(position)}: the plugin exports nothing, and what it registers with ${registry}.${name} ` +
      "goes to the plugin's private copy, which no host sees",
    advice:
      isolation === undefined
        ? "Name the host with --host: the build shares the packages of the host's main module, and others with --keep."
        : `Build with --no-isolate=${isolation} to register it for the whole process.`,
  }),
});
