import type { Text } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

/** This host cannot load plugins. */
export interface HostCannotLoadPlugins {
  kind: 'host-cannot-load-plugins';
  /** Absolute path, or `MODULE@VERSION`. */
  host: Text;
  /** What its build info and headers show; `other`: it does not import plugin, or was linked internally. */
  cause: 'CGO_ENABLED=0' | 'static' | 'c-archive' | 'other';
}

export const hostCannotLoadPlugins = defineFinding<HostCannotLoadPlugins>({
  kind: 'host-cannot-load-plugins',
  severity: 'error',
  why: 'plugin.Open works only in programs that import the package plugin and are linked dynamically, with cgo.',
  reportedBy: ['build', 'explain', 'probe', 'verify'],
  describe: ({ host, cause }, _place, path) => ({
    message: `${path(host)} cannot load plugins: ${LOADS_NONE[cause]}`,
    advice:
      cause === 'c-archive'
        ? 'Link the program with -rdynamic (gcc and g++), and import the package plugin in the Go code of the c-archive.'
        : 'Build the host with CGO_ENABLED=1, without -extldflags=-static, and import the package plugin.',
  }),
});

const LOADS_NONE = {
  'CGO_ENABLED=0': 'it was built with CGO_ENABLED=0',
  static: 'it is static: it does not import plugin, or was linked with -extldflags=-static',
  'c-archive':
    'it is linked with a c-archive whose symbols it does not export, or that does not import plugin',
  other: 'it does not import plugin, or was linked without cgo, statically or internally',
};
