import { pleaseReport } from '../base/reportBug.js';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { UserError } from '../base/userError.js';
import { isOn, type GoFlag } from '../base/goFlags.js';
import type { GoSettings, ModuleGraph } from '../model/moduleGraph.js';
import type { Exposure } from '../model/sharedPackages.js';
import { runProcess } from '../process/run.js';
import { goSources } from '../store/goSources.js';

const ANSWER = v.object({
  exposed: v.array(
    v.object({
      symbol: v.string(),
      symbolKind: v.picklist(['func', 'var']),
      importPath: v.string(),
      typeName: v.string(),
      file: v.string(),
      line: v.number(),
      column: v.number(),
    }),
  ),
});

export interface TypecheckRequest {
  graph: ModuleGraph;
  settings: GoSettings;
  flags: readonly GoFlag[];
  /** Absolute directory for temporary files. */
  tempDir: string;
}

/**
 * Asks Go's type checker which types of the wanted packages a plugin's exported functions and variables expose, directly
 * and through other packages. It only reads sources. The type checker is compiled with the plugin's -trimpath, so that
 * both share the compiled standard library.
 * @throws UserError if the types cannot be determined.
 */
export async function typecheck(
  request: TypecheckRequest,
  wanted: readonly string[],
  others: readonly string[],
): Promise<Exposure[]> {
  const answer = await askTypecheck(request, { exposed: { wanted, others } }).catch((error: unknown) => {
    throw new UserError(
      `the types that the plugin exposes cannot be determined:\n${(error as Error).message}`,
      `Name the packages to share with --keep, after --keep none. ${pleaseReport()}`,
    );
  });
  return v.parse(ANSWER, answer).exposed;
}

/**
 * Compiles the type checker, and asks it.
 *
 * @param questions - by name, as `typecheck/main.go` knows them.
 * @returns its answers by the same names, not validated.
 * @throws Error with what the program has printed.
 */
export async function askTypecheck(
  { graph, settings, flags, tempDir }: TypecheckRequest,
  questions: object,
): Promise<unknown> {
  const request = join(tempDir, 'typecheck.json');
  const packages = [...graph.packages.values()].map(({ importPath, name, dir, files, standard }) => {
    return [importPath, { name, dir, files: files.go, standard }] as const;
  });
  const content = {
    main: graph.main,
    goarch: settings.goarch,
    packages: Object.fromEntries(packages),
    ...questions,
  };
  await writeFile(request, JSON.stringify(content));
  const { GOHOSTOS, GOHOSTARCH } = settings.env;
  const trimpath = isOn(flags, 'trimpath') ? ['-trimpath'] : [];
  // Since go1.24, `go run` keeps the linked program: linking takes 0.4 s of CPU, as long as the answer.
  const { exitCode, stdout, stderr } = await runProcess(
    settings.command,
    ['run', ...trimpath, '.', request],
    {
      cwd: goSources('typecheck', tempDir),
      env: {
        GOOS: GOHOSTOS,
        GOARCH: GOHOSTARCH,
        CGO_ENABLED: '0',
        GO111MODULE: 'on',
        GOFLAGS: '-buildvcs=false',
        GOWORK: 'off',
        GOTOOLCHAIN: 'local',
        // Removed with the directory, even if a signal ends the go command.
        GOTMPDIR: tempDir,
        // Aliases have separate nodes by default since go1.23, and generic aliases need them.
        ...(settings.minor >= 23 && settings.minor < 27 ? { GODEBUG: 'gotypesalias=1' } : {}),
      },
    },
  );
  if (exitCode === 0) return JSON.parse(stdout);
  throw new Error(stderr.replace(/\nexit status \d+\s*$/, '').trim());
}
