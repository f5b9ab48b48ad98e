import { splitQuoted } from '../base/goFlags.js';
import type { GoSettings } from '../model/moduleGraph.js';
import { runProcess } from '../process/run.js';

/** What the C and C++ compilers of the build say of themselves; a missing one is left for go to complain about. */
export async function describeCompilers(settings: GoSettings, cwd: string): Promise<string> {
  const versions = ['CC', 'CXX'].map(async (name) => {
    const [command, ...args] = splitQuoted(settings.env[name] ?? '');
    if (command === undefined) return '';
    try {
      return (await runProcess(command, [...args, '--version'], { cwd })).stdout;
    } catch {
      return '';
    }
  });
  return (await Promise.all(versions)).join('\n');
}
