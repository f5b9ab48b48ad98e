import { createRequire } from 'node:module';

/** This tool's own version, e.g. `0.1.0`. */
export function packageVersion(): string {
  const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };
  return version;
}
