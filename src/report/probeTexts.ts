import type { FindingKind } from '../model/finding.js';
import { formatCommand } from '../model/shellWords.js';
import type { TextsOf } from './textShape.js';

type ProbeKind = Extract<
  FindingKind,
  'probe-refused' | 'init-panic' | 'fatal-error' | 'probe-timeout' | 'twin-differs'
>;

/** What is said of a plugin that was loaded, and of the process that loaded it. */
export const PROBE_TEXTS: TextsOf<ProbeKind> = {
  'probe-refused': ({ file, cause, host }, _place, path) => ({
    message: `${path(file)} is refused: ${oneLine(cause)}`,
    advice:
      missingLibrary(cause) !== undefined
        ? `Install ${missingLibrary(cause) ?? ''} here, and where the host runs; or link its static archive (-l:libNAME.a).`
        : host === undefined
          ? 'What differs here is of an earlier plugin, or comes of a setting that the file does not record.'
          : `\`${formatCommand(['gorename-plugin', 'verify', path(file), '--host', path(host)])}\` names all packages that differ, and why.`,
  }),
  'init-panic': ({ file, cause }, _place, path) => ({
    message: `${path(file)} panics while it is initialised: ${oneLine(cause)}`,
    advice:
      'A host dies of it unless it recovers, and can then never load this plugin. The stack tells where it is.',
  }),
  'fatal-error': ({ file, loading, cause }, _place, path) => ({
    message: `the process ended ${loading ? 'while it loaded' : 'after it had loaded'} ${path(file)}: ${oneLine(cause)}`,
    advice: 'No host can recover from this. -v shows all that the plugin printed.',
  }),
  'probe-timeout': ({ file, seconds }, _place, path) => ({
    message: `${path(file)} was not loaded after ${String(seconds)} s`,
    advice: 'The stack tells where its init functions wait; --timeout gives them more time.',
  }),
  'twin-differs': ({ host, differing, missing, reasons }, _place, path) => ({
    message:
      `the twin of ${path(host)} is not equal to it: ` +
      [...count(differing, 'other package', 'other packages'), ...count(missing, 'missing', 'missing')].join(
        ', ',
      ),
    details: [...list('other', differing), ...list('missing', missing), ...reasons],
    advice: 'The host may answer otherwise where a plugin has these packages.',
  }),
};

/** The shared library that a dynamic linker, glibc's or musl's, has not found. */
function missingLibrary(cause: string): string | undefined {
  return (
    /: (\S+): cannot open shared object file: No such file/.exec(cause)?.[1] ??
    /Error loading shared library (\S+): No such file/.exec(cause)?.[1]
  );
}

/** Panics and errors may have several lines. */
function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ');
}

function count({ length }: readonly string[], one: string, several: string): string[] {
  return length === 0 ? [] : [`${String(length)} ${length === 1 ? one : several}`];
}

/** Import paths with commas between, the first ones where there are many. */
function list(word: string, paths: readonly string[]): string[] {
  if (paths.length === 0) return [];
  const most = 8;
  const more = paths.length > most ? [`and ${String(paths.length - most)} more`] : [];
  return [`${word}: ${[paths.slice(0, most).join(', '), ...more].join(' ')}`];
}
