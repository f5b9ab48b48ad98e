import { splitQuoted } from '../base/goFlags.js';
import type { GoSettings } from '../model/moduleGraph.js';
import { runProcess } from '../process/run.js';

/** The version texts of the build's C and C++ compilers; go reports a missing one. */
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
