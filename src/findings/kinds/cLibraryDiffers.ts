import type { AbsolutePath, Text } from '../../model/documentValues.js';
import { describeCompiler } from '../../model/cLibrary.js';
import { type CLibrary } from '../../model/cLibrary.js';
import { defineFinding } from '../defineFinding.js';

/** A process can have only one C library, but this plugin is (or will be) linked with a different one than its host. */
export interface CLibraryDiffers {
  kind: 'c-library-differs';
  hostCLibrary: CLibrary;
  pluginCLibrary: CLibrary;
  /** The C compiler that will link the plugin, as CC names it; undefined for a plugin that is already linked. */
  compiler: Text | undefined;
  /** Absolute path of the plugin, if there are several. */
  file?: AbsolutePath | undefined;
  /** A compiler that links with the host's C library, and its Debian package, if there is one. */
  suggestedCompiler: Text;
  debianPackage: Text | undefined;
}

export const cLibraryDiffers = defineFinding<CLibraryDiffers>({
  kind: 'c-library-differs',
  severity: 'error',
  why: 'A process can have only one C library, and the host has already loaded its own.',
  reportedBy: ['build', 'explain', 'probe', 'verify'],
  describe: (
    { hostCLibrary: host, pluginCLibrary: plugin, compiler, file, suggestedCompiler, debianPackage },
    _place,
    path,
  ) => ({
    message:
      compiler === undefined
        ? `${file === undefined ? '' : `${path(file)} is `}linked with ${plugin}, but the host with ${host}`
        : `the C compiler ${compiler} links with ${plugin}, but the host is linked with ${host}`,
    advice:
      `Build the plugin with a C compiler for ${host}: set ` +
      `${describeCompiler({ command: suggestedCompiler, debian: debianPackage })}, and CXX if there are C++ packages; ` +
      'or build it in a container of the system that the host runs on.',
  }),
});
