/** A shared library that packages link by its name. */
export interface SharedLibrary {
  /** The file's name as the linker looks for it: `libz.so`. */
  name: string;
  /** Absolute, symbolic links followed: `/usr/lib/libz.so.1.3.1`. */
  file: string;
  /** Import paths before renaming. */
  importPaths: string[];
}
