import { formatCommand } from '../../base/shellWords.js';
import { defineFinding } from '../defineFinding.js';

import { oneLine } from '../phrases.js';

/** plugin.Open gave an error. */
export interface ProbeRefused {
  kind: 'probe-refused';
  /** Absolute; so in the following ones. */
  file: string;
  /** The error's text. */
  cause: string;
  /** Absolute path of what the loading process was made like; undefined where it only has the standard library. */
  host: string | undefined;
}

export const probeRefused = defineFinding<ProbeRefused>({
  kind: 'probe-refused',
  severity: 'error',
  describe: ({ file, cause, host }, _place, path) => ({
    message: `${path(file)} is refused: ${oneLine(cause)}`,
    advice:
      missingLibrary(cause) !== undefined
        ? `Install ${missingLibrary(cause) ?? ''} here, and where the host runs; or link its static archive (-l:libNAME.a).`
        : host === undefined
          ? 'What differs here is of an earlier plugin, or comes of a setting that the file does not record.'
          : `\`${formatCommand(['gorename-plugin', 'verify', path(file), '--host', path(host)])}\` names all packages that differ, and why.`,
  }),
});

/** The shared library that a dynamic linker, glibc's or musl's, has not found. */
function missingLibrary(cause: string): string | undefined {
  return (
    /: (\S+): cannot open shared object file: No such file/.exec(cause)?.[1] ??
    /Error loading shared library (\S+): No such file/.exec(cause)?.[1]
  );
}
