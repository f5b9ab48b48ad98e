/** A plugin of many more packages than a real one: another's dependencies, several times over. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Bench } from './bench.js';
import { run } from './command.js';
import { projectDir } from './bench.js';

export interface Corpus {
  /** Absolute directory of the main package. */
  plugin: string;
  /** In which the go command finds the modules. */
  env: Record<string, string>;
}

/** The part of `go mod edit -json` that is read. */
interface ModuleFile {
  Require: { Path: string; Version: string }[];
  Replace: { Old: { Path: string }; New: { Path: string } }[];
}

/**
 * A plugin that imports `copies` copies of the subject, each with separate dependencies under `copyN.example.com/`,
 * all of them versioned modules in a separate module cache.
 */
export async function generateCorpus(bench: Bench, copies: number): Promise<Corpus> {
  const dir = bench.makeDir('corpus');
  const subject = bench.copyPlugin(bench.subject, 'corpus/subject');
  const modules = join(dir, 'modules');
  const plugin = bench.makeDir('corpus/plugin');
  const requirements: string[] = [];
  for (let number = 0; number < copies; number++) {
    const name = `copy${number}`;
    const copy = join(dir, name);
    // Any first path element is a prefix to the Go rewriter; one with a dot makes modules that can be downloaded.
    await run({
      program: await bench.goRewriter(),
      args: ['-prefix', `${name}.example.com`, '-out', copy],
      cwd: subject,
      env: bench.caches,
    });
    const { stdout } = await run(bench.go(['mod', 'edit', '-json'], copy));
    const { Require, Replace } = JSON.parse(stdout) as ModuleFile;
    Require.forEach(({ Path, Version }, index) => {
      const target = join(modules, `${Path}@${Version}`);
      mkdirSync(dirname(target), { recursive: true });
      renameSync(join(copy, Replace[index]?.New.Path ?? ''), target);
      requirements.push(`require ${Path} ${Version}\n`);
    });
    mkdirSync(join(plugin, name));
    const source = readFileSync(join(copy, 'main.go'), 'utf8').replace(/^package main$/m, `package ${name}`);
    writeFileSync(join(plugin, name, `${name}.go`), source);
  }
  const names = Array.from({ length: copies }, (_, number) => `copy${number}`);
  const imports = names.map((name) => `import "example.com/corpus/${name}"\n`).join('');
  const answers = names.map((name) => `${name}.Answer()`).join(' + ');
  writeFileSync(
    join(plugin, 'main.go'),
    `package main\n\n${imports}\nfunc Answer() string { return ${answers} }\n\nfunc main() {}\n`,
  );
  const go = /^go .*\n/m.exec(readFileSync(join(subject, 'go.mod'), 'utf8'))?.[0] ?? '';
  writeFileSync(join(plugin, 'go.mod'), `module example.com/corpus\n\n${go}\n${requirements.join('')}`);
  const proxy = join(dir, 'proxy');
  const goproxy = join(projectDir, 'test/support/goproxy');
  await run({ program: 'go', args: ['run', '.', modules, proxy], cwd: goproxy });
  const env = { GOPROXY: `file://${proxy}`, GOSUMDB: 'off', GOMODCACHE: join(dir, 'mod') };
  // The modules' directories must be removable at the end.
  await run(bench.go(['list', '-deps', '.'], plugin, { ...env, GOFLAGS: '-mod=mod -modcacherw' }));
  return { plugin, env };
}
