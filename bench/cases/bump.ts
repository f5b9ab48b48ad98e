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
        `${bench.subject}: packages that are compiled again after \`go get\` of one dependency (\`go build -v\` names them). ` +
          'Plain `go build` compiles those that changed or import a changed one. By default a bumped dependency makes another ' +
          'set, all of which is compiled: two editions of a plugin then share no registry of a third party in one host.',
        table(
          [
            'dependency',
            'all packages',
            '`go build -buildmode=plugin -v`',
            '`gorename-plugin build . -- -v`',
            "`gorename-plugin build . --prefix 't_{closure}' -- -v`",
          ],
          counts.map(({ dependency, all, plain, set, closure }) => [
            `\`${dependency}\``,
            ...[all, plain, set, closure].map(String),
          ]),
        ),
      ],
      verdicts: counts.flatMap(({ dependency, plain, set, closure }): Verdict[] =>
        Object.entries({ 'by default': set, 'with `{closure}`': closure }).map(([how, compiled]) => {
          return {
            target: `${dependency}, ${how}: no more than the ${plain} packages of plain \`go build\``,
            measured: String(compiled),
            met: compiled <= plain,
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
  plain: number;
  /** With a prefix for the whole set, and with one for each package. */
  set: number;
  closure: number;
}

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
  const { stdout } = await run(
    bench.go(['list', '-deps', '-f', '{{if not .Standard}}{{.ImportPath}}{{end}}', '.'], plainDir),
  );
  const all = stdout.split('\n').filter((line) => line !== '').length;
  return { dependency, all, plain, set: await countOfTool('set'), closure: await countOfTool('closure') };
}
