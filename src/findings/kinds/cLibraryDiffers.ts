import { describeCompiler } from '../../model/cLibrary.js';
import { type CLibrary } from '../../model/cLibrary.js';
import { defineFinding } from '../defineFinding.js';

/** One process has one C library, and this plugin is linked, or is going to be, with another than its host. */
export interface CLibraryDiffers {
  kind: 'c-library-differs';
  hostLibrary: CLibrary;
  pluginLibrary: CLibrary;
  /** The C compiler that is going to link it, as CC names it; undefined for a plugin that is linked already. */
  compiler: string | undefined;
  /** Absolute path of the plugin, where it is not clear which one it is. */
  file?: string | undefined;
  /** A compiler that links with the host's, and Debian's package of it, if there is one. */
  suggestedCompiler: string;
  debianPackage: string | undefined;
}

export const cLibraryDiffers = defineFinding<CLibraryDiffers>({
  kind: 'c-library-differs',
  severity: 'error',
  describe: (
    { hostLibrary: host, pluginLibrary: plugin, compiler, file, suggestedCompiler, debianPackage },
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
});
