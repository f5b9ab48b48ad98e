import { defineFinding } from '../defineFinding.js';

/** The host is a c-shared library: the dynamic linker shows a plugin its symbols only if it is opened globally. */
export interface HostIsLibrary {
  kind: 'host-is-library';
  /** Absolute. */
  host: string;
}

export const hostIsLibrary = defineFinding<HostIsLibrary>({
  kind: 'host-is-library',
  severity: 'warning',
  describe: ({ host }, _place, path) => ({
    message: `${path(host)} is a c-shared library: unless its program opens it with RTLD_GLOBAL, the process dies in plugin.Open`,
    advice:
      'RTLD_LOCAL is the default. Python: ctypes.CDLL(file, mode=ctypes.RTLD_GLOBAL); C: dlopen with RTLD_GLOBAL, ' +
      'or link the program with the library.',
  }),
});
