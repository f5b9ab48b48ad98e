import { describeCompiler } from '../model/cLibrary.js';
import type { TextsOf } from './textShape.js';

const LOADS_NONE = {
  'CGO_ENABLED=0': 'it was built with CGO_ENABLED=0',
  static: 'it is static: it does not import plugin, or was linked with -extldflags=-static',
  'c-archive':
    'it is linked with a c-archive whose symbols it does not export, or that does not import plugin',
  other: 'it does not import plugin, or was linked without cgo, statically or internally',
};

/** What is said of a host that loads no plugins, or not as they are. */
export const OBSTACLE_TEXTS: TextsOf<'host-loads-no-plugins' | 'c-library-differs' | 'host-is-library'> = {
  'host-loads-no-plugins': ({ host, cause }, _place, path) => ({
    message: `${path(host)} can load no plugin: ${LOADS_NONE[cause]}`,
    advice:
      cause === 'c-archive'
        ? 'Link the program with -rdynamic (gcc and g++), and import plugin in the Go code of the c-archive.'
        : 'Build the host with CGO_ENABLED=1, without -extldflags=-static, and with an import of plugin.',
  }),
  'c-library-differs': (
    { host, plugin, compiler, file, suggestedCompiler, debianPackage },
    _place,
    path,
  ) => ({
    message:
      compiler === undefined
        ? `${file === undefined ? '' : `${path(file)} is `}linked with ${plugin}, and the host with ${host}: one process has one C library`
        : `the C compiler ${compiler} links with ${plugin}, and the host is linked with ${host}: one process has one C library`,
    advice:
      `Build the plugin with a C compiler for ${host}: set ` +
      `${describeCompiler({ command: suggestedCompiler, debian: debianPackage })}, and CXX if there are C++ packages; ` +
      'or build it in a container of the system that the host runs on.',
  }),
  'host-is-library': ({ host }, _place, path) => ({
    message: `${path(host)} is a c-shared library: unless its program opens it with RTLD_GLOBAL, the process dies in plugin.Open`,
    advice:
      'RTLD_LOCAL is the default. Python: ctypes.CDLL(file, mode=ctypes.RTLD_GLOBAL); C: dlopen with RTLD_GLOBAL, ' +
      'or link the program with the library.',
  }),
};
