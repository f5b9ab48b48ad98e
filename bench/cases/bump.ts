import type { Bench } from '../harness/bench.js';
import { run, type Command } from '../harness/command.js';
import { table, type Verdict } from '../harness/section.js';
import { compiledPackages } from './buildContenders.js';
import type { Group } from './group.js';

/** Newer versions of dependencies that ask for no newer version of another: of a leaf, and of what many import. */
const BUMPS: Record<string, string[]> = {
  'client-go': ['github.com/imdario/mergo@v0.3.16', 'golang.org/x/time@v0.5.0'],
  gjson: ['github.com/tidwall/pretty@v1.2.1'],
};

/** How the tool is asked; `{closure}` names each package by what it is made of. */
const PREFIXES = { set: [], closure: ['--prefix', 't_{closure}'] };

/** One dependency gets another version: what is compiled again? */
export const bump: Group = {
  name: 'bump',
  title: 'One dependency bumped',
  run: async (bench) => {
    const counts: Count[] = [];
    for (const dependency of BUMPS[bench.subject] ?? []) counts.push(await countCompiled(bench, dependency));
    return {
      blocks: [
        `${bench.subject}: packages that are compiled again after \`go get\` of one dependency (\`go build -v\` names them), compared with ` +
          'those that changed or import a changed one, directly or not (`go list -deps`). Plain `go build` compiles fewer if the ' +
          'compiled form of a package does not change, because its importers are then up to date; under a new name it always changes.',
        table(
          [
            'dependency',
            'all packages',
            'changed, or importing a changed one',
            '`go build -buildmode=plugin -v`',
            '`gorename-plugin build . -- -v`',
            "`gorename-plugin build . --prefix 't_{closure}' -- -v`",
          ],
          counts.map(({ dependency, all, affected, plain, set, closure }) => [
            `\`${dependency}\``,
            ...[all, affected, plain, set, closure].map(String),
          ]),
        ),
        'Why the target was missed by default: a bumped dependency creates a new dependency set, and so another prefix for all ' +
          'dependencies, by design. Otherwise two builds of a plugin in one host would share a third-party registry that did not ' +
          'change (prometheus, protobuf), and the second registration crashes the host. With `{closure}`, `internal` packages ' +
          'have the prefix of their importers, because only packages below the same root may import them.',
      ],
      verdicts: counts.flatMap(({ dependency, affected, set, closure }): Verdict[] =>
        Object.entries({ 'by default': set, 'with `{closure}`': closure }).map(([how, compiled]) => {
          return {
            target: `${dependency}, ${how}: only the ${affected} packages that changed or import a changed one`,
            measured: String(compiled),
            met: compiled <= affected,
          };
        }),
      ),
    };
  },
};

interface Count {
  dependency: string;
  /** Packages outside of the standard library. */
  all: number;
  /** Those of the module that changed, and all that import one, directly or not. */
  affected: number;
  plain: number;
  /** With a prefix for the whole set, and with one for each package. */
  set: number;
  closure: number;
}

/** A package outside of the standard library, its module, and all that it imports, directly or not. */
const PACKAGE_LINE =
  '{{if not .Standard}}{{.ImportPath}} {{.Module.Path}} {{range .Deps}}{{.}} {{end}}{{end}}';

async function countCompiled(bench: Bench, dependency: string): Promise<Count> {
  const copy = (name: string): string => bench.copyPlugin(bench.subject, `bump/${name}`);
  const plainDir = copy('plain');
  const count = async (dir: string, command: Command): Promise<number> => {
    await run(command);
    await run(bench.go(['get', dependency], dir));
    return (await compiledPackages(command)).length;
  };
  const countOfTool = (name: keyof typeof PREFIXES): Promise<number> => {
    const dir = copy(name);
    return count(dir, bench.tool(['build', '.', '-o', `${dir}.so`, ...PREFIXES[name], '--', '-v'], dir));
  };
  const plain = await count(
    plainDir,
    bench.go(['build', '-buildmode=plugin', '-v', '-o', `${plainDir}.so`, '.'], plainDir),
  );
  const { stdout } = await run(bench.go(['list', '-deps', '-f', PACKAGE_LINE, '.'], plainDir));
  const listed = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [importPath = '', module, ...imported] = line.split(' ');
      return { importPath, module, imported };
    });
  const [changedModule] = dependency.split('@');
  const changed = new Set(
    listed.flatMap(({ module, importPath }) => (module === changedModule ? importPath : [])),
  );
  const affected = listed.filter(
    ({ importPath, imported }) => changed.has(importPath) || imported.some((path) => changed.has(path)),
  ).length;
  const all = listed.length;
  return {
    dependency,
    all,
    affected,
    plain,
    set: await countOfTool('set'),
    closure: await countOfTool('closure'),
  };
}
