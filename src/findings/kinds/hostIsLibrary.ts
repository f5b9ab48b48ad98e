import type { Text } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

/** The host is a c-shared library: a plugin is bound to its symbols only if it is opened with RTLD_GLOBAL. */
export interface HostIsLibrary {
  kind: 'host-is-library';
  /** Absolute path, or `MODULE@VERSION`. */
  host: Text;
}

export const hostIsLibrary = defineFinding<HostIsLibrary>({
  kind: 'host-is-library',
  severity: 'warning',
  why: 'With RTLD_LOCAL, the default, the plugin gets its own Go runtime, which is not started: the process crashes in plugin.Open.',
  reportedBy: ['build', 'explain', 'probe', 'verify'],
  describe: ({ host }, _place, path) => ({
    message: `${path(host)} is a c-shared library, which its program must open with RTLD_GLOBAL`,
    advice:
      'Python: ctypes.CDLL(file, mode=ctypes.RTLD_GLOBAL); C: dlopen with RTLD_GLOBAL, ' +
      'or link the program with the library.',
  }),
});
