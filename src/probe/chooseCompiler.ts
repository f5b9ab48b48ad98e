import { askCompiler, type CompilerTarget } from '../gobuild/compilerTarget.js';
import { describeCompiler, suggestCompiler, type CLibrary } from '../model/cLibrary.js';
import { UserError } from '../base/userError.js';
import type { GoSettings } from '../model/moduleGraph.js';
import { findProgram } from '../process/findProgram.js';

/**
 * Chooses the C compiler for a program that opens plugins. It has to link with the C library of the plugins: the compiler
 * in CC, or else the usual one for that library.
 * @param name - of what is linked with the library, for messages.
 * @returns variables for the go command.
 * @throws UserError if neither is installed.
 */
export async function chooseCompiler(
  cLibrary: CLibrary | undefined,
  settings: GoSettings,
  { name, tempDir, cwd }: { name: string; tempDir: string; cwd: string },
): Promise<Record<string, string>> {
  if (cLibrary === undefined) return {};
  const { goarch } = settings;
  // A compiler that does not report its target may still work.
  const fits = (target: CompilerTarget): boolean =>
    ['', goarch].includes(target.goarch) && [undefined, cLibrary].includes(target.cLibrary);
  const target = await askCompiler(settings, tempDir);
  if (target === undefined || fits(target)) return {};
  const native = settings.env['GOHOSTARCH'] === goarch;
  const usual = suggestCompiler(cLibrary, goarch, native);
  if (findProgram(usual.command, cwd).found !== undefined) {
    const env = { ...settings.env, CC: usual.command };
    const other = await askCompiler({ ...settings, env }, tempDir);
    if (other !== undefined && fits(other)) return { CC: usual.command };
  }
  throw new UserError(
    `${name} is linked with ${cLibrary}, but the C compiler ${settings.env['CC'] ?? ''} ` +
      `${target.cLibrary === undefined ? `compiles for ${target.goarch}` : `links with ${target.cLibrary}`}: ` +
      'a program that loads the plugin cannot be built here',
    `Set ${describeCompiler(usual)}, or run probe in a container of the system that the host runs on.`,
  );
}
