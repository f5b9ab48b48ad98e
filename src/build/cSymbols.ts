import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { joinQuoted } from '../model/goFlags.js';
import type { RenamePlan } from '../model/renamePlan.js';
import { versionScript } from '../rewrite/versionScript.js';
import { readArchiveSymbols } from '../verify/objdump.js';
import { compileArguments, runGoInWorkTree, type CompileRequest } from './goBuild.js';

/** The C symbols of the isolated packages, and the link flags that make them private. */
export interface PrivateCSymbols {
  symbols: ReadonlySet<string>;
  linkFlags: string[];
}

/**
 * Compiles the isolated packages, reads the C symbols that they define, and writes a version script for them.
 * A package that does not compile gives no symbols: `go build` then says why.
 */
export async function hideCSymbols(plan: RenamePlan, request: CompileRequest): Promise<PrivateCSymbols> {
  const isolated = [...plan.packages.values()].filter(({ decision }) => decision === 'isolate');
  if (isolated.length === 0) return { symbols: new Set(), linkFlags: [] };
  const archives = await listArchives(
    request,
    isolated.map(({ to }) => to),
  );
  const symbols = new Set((await readArchiveSymbols(archives, request.root)).sort());
  const script = join(request.root, 'c-symbols.map');
  writeFileSync(script, versionScript([...symbols]));
  // Archives that are only searched (-lfoo) are named nowhere: none of their symbols is to be exported.
  const external = ['-Wl,--exclude-libs,ALL'];
  // A linker takes one such script; the user's own has to do, and the check afterwards tells whether it does.
  if (!request.flags.some((flag) => flag.includes('--version-script'))) {
    external.push(`-Wl,--version-script=${script}`);
  }
  return { symbols, linkFlags: [`-extldflags=${joinQuoted(external)}`] };
}

/** The compiled archives of packages, and the prebuilt ones that their `#cgo LDFLAGS` name. */
async function listArchives(request: CompileRequest, packages: string[]): Promise<string[]> {
  const format = '{{.Export}}{{range .CgoLDFLAGS}}\n{{.}}{{end}}';
  const args = ['list', '-export', '-e', ...compileArguments(request), '-f', format, '--', ...packages];
  const { stdout } = await runGoInWorkTree(request, args);
  return stdout.split('\n').filter((line) => /-d$|\.a$/.test(line));
}
