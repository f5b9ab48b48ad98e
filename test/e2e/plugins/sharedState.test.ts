/** State that plugins change in a package that they share with each other, or with their host. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { tempDir } from '../../support/files.js';
import { buildLoader, go, goBuild } from '../../support/go.js';
import { proxyEnvironment } from '../../support/moduleProxy.js';
import { run, runTool } from '../../support/process.js';
import { parseValid } from '../../support/validator.js';
import { setUp } from '../../support/setUp.js';

/** A library of each way to change state, and of what changes none. */
const LIBRARY = `package lib

import (
	"context"
	"fmt"
	"strings"

	"example.com/lib/internal/store"
)

type Registry struct{ names map[string]bool }

func (r *Registry) Register(name string) error {
	if r.names[name] {
		return fmt.Errorf("%s is registered twice", name)
	}
	r.names[name] = true
	return nil
}

func (r *Registry) MustRegister(names ...string) {
	for _, name := range names {
		if err := r.Register(name); err != nil {
			panic(err)
		}
	}
}

func (r *Registry) Has(name string) bool { return r.names[name] }

type Registerer interface {
	Register(name string) error
	MustRegister(names ...string)
}

var std = &Registry{names: map[string]bool{}}

var Default Registerer = std

func MustRegister(names ...string) { Default.MustRegister(names...) }

// Auto registers with a registry that it is given.
type Auto struct{ r Registerer }

func With(r Registerer) Auto { return Auto{r} }

func (a Auto) New(name string) string {
	a.r.MustRegister(name)
	return name
}

func New(name string) string { return With(Default).New(name) }

func Standard() *Registry { return std }

func Has(name string) bool { return std.Has(name) }

func SetLevel(n int) { store.SetLevel(n) }

var Width = 80

type Settings struct{ values map[string]interface{} }

// find returns a part of a map.
func find(m map[string]interface{}, path []string) map[string]interface{} { return m }

func (s *Settings) Set(key string, value interface{}) {
	part := find(s.values, strings.Split(key, "."))
	part[key] = value
}

var settings = &Settings{values: map[string]interface{}{}}

func Set(key string, value interface{}) { settings.Set(key, value) }

var cache = map[string]string{}

func Upper(s string) string {
	if cache[s] == "" {
		cache[s] = strings.ToUpper(s)
	}
	return cache[s]
}

type Logger struct{ buffer []string }

func (l *Logger) Printf(format string, args ...interface{}) {
	l.buffer = append(l.buffer, fmt.Sprintf(format, args...))
}

var Log = &Logger{}

func Printf(format string, args ...interface{}) { Log.Printf(format, args...) }

func Work(ctx context.Context) error { return ctx.Err() }
`;

const STORE = `package store

var level int

func SetLevel(n int) { level = n }
`;

const root = tempDir();
let env: Record<string, string>;
let loads: Awaited<ReturnType<typeof buildLoader>>;

function write(files: Record<string, string>): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
}

function writePlugin(name: string, body: string, imports = '"example.com/lib"'): void {
  write({
    [`${name}/go.mod`]: `module example.com/${name}\n\ngo 1.18\n\nrequire example.com/lib v1.0.0\n`,
    [`${name}/main.go`]: `package main\n\nimport ${imports}\n\n${body}\n\nfunc main() { lib.SetLevel(0) }\n`,
  });
}

interface Change {
  position: { line: number };
  name: string;
  method: string | null;
  variable: string;
  registers: boolean;
}

interface SharedState {
  kind: string;
  message: string;
  files: string[];
  changes: { plugin: string }[];
}

const ANSWER = 'func Answer() string { return "fine" }';
const outcomes: Record<string, Awaited<ReturnType<typeof runTool>>> = {};

setUp(async () => {
  write({
    'modules/example.com/lib@v1.0.0/go.mod': 'module example.com/lib\n\ngo 1.18\n',
    'modules/example.com/lib@v1.0.0/lib.go': LIBRARY,
    'modules/example.com/lib@v1.0.0/internal/store/store.go': STORE,
  });
  env = await proxyEnvironment(join(root, 'modules'));
  writePlugin('first', `func init() { lib.MustRegister("requests") }\n\n${ANSWER}`);
  writePlugin('second', `func init() { lib.MustRegister("requests") }\n\n${ANSWER}`);
  writePlugin('reader', `var found = lib.Has("requests")\n\n${ANSWER}`);
  writePlugin('other/first', `func init() { lib.MustRegister("requests") }\n\n${ANSWER}`);
  write({
    'other/first/go.mod': 'module example.com/other/first\n\ngo 1.18\n\nrequire example.com/lib v1.0.0\n',
  });
  writePlugin(
    'each',
    [
      'func F(r lib.Registerer) {',
      '\tlib.MustRegister("a")',
      '\tlib.New("b")',
      '\tlib.Default.Register("c")',
      '\tF(lib.Default)',
      '\tlib.Standard().MustRegister("d")',
      '\tlib.SetLevel(1)',
      '\tlib.Width = 100',
      '\tlib.Set("k", 1)',
      '\tpointer(&lib.Width)',
      '\t_ = lib.With(r).New("e") + lib.Upper("x")',
      '\tif lib.Width == 3 && lib.Has("a") || lib.Standard().Has("d") {',
      '\t\tlib.Printf("x %d", 1)',
      '\t\tlib.Log.Printf("y")',
      '\t}',
      '\tlib := r',
      '\tlib.MustRegister("f")',
      '}',
      '',
      'func pointer(*int) {}',
      '',
      ANSWER,
    ].join('\n'),
  );
  const names = ['first', 'second', 'reader', 'each', 'other/first'];
  for (const name of names) await go(join(root, name), ['mod', 'tidy'], env);
  const tool = (args: string[]): ReturnType<typeof runTool> => runTool(args, { cwd: root, env });
  outcomes['together'] = await tool(['build', 'first', 'second', 'reader', '-o', 'out/']);
  outcomes['again'] = await tool(['build', 'first', 'second', 'reader', '-o', 'out/']);
  outcomes['json'] = await tool(['build', 'first', 'second', '-o', 'out/', '--json']);
  const apart = ['--prefix', 't_{time}_{hash}_{plugin}'];
  outcomes['apart'] = await tool(['build', 'first', 'second', '-o', 'apart/', ...apart]);
  outcomes['namesake'] = await tool(['build', 'other/first', '-o', 'out/namesake.so']);
  outcomes['each'] = await tool(['build', 'each', '-o', 'out/each.so']);
  loads = await buildLoader();
});

const out = (...names: string[]): string[] => names.map((name) => join(root, name));

test('plugins that register one name in a shared package crash the host, and build and verify report it', async () => {
  const { exitCode, stderr } = outcomes['together'] ?? assert.fail();
  assert.equal(exitCode, 0, stderr);
  assert.match(
    stderr,
    /^warning\[plugins-share-state\]: out\/first\.so, out\/second\.so, out\/reader\.so share one copy of example\.com\/lib, and they change its variable Default\n {6}out\/first\.so: example\.com\/first\/main\.go:5:15: example\.com\/lib\.MustRegister\n {6}out\/second\.so: example\.com\/second\/main\.go:5:15: example\.com\/lib\.MustRegister\n +why: .*\n.*--prefix 't_\{time\}_\{hash\}_\{plugin\}'\.$/,
  );
  // Up-to-date plugins are not built, and the warning is repeated.
  assert.deepEqual(outcomes['again'], { ...outcomes['together'] });
  const answers = await loads(out('out/first.so', 'out/second.so'));
  assert.equal(answers[0]?.answer, 'fine');
  assert.match(answers[1]?.error ?? '', /requests is registered twice/);
  const verified = await runTool(['verify', 'out/first.so', 'out/second.so', '--json'], { cwd: root });
  assert.equal(verified.exitCode, 0, verified.stderr);
  const { findings } = parseValid('verify', verified.stdout) as { findings: SharedState[] };
  assert.deepEqual(
    findings.map(({ kind, files, changes }) => [kind, files, changes.map(({ plugin }) => plugin)]),
    [['plugins-share-state', out('out/first.so', 'out/second.so'), out('out/first.so', 'out/second.so')]],
  );
  const { stdout } = await runTool(['verify', 'out/first.so', 'out/second.so'], { cwd: root });
  assert.match(stdout, /^warning\[plugins-share-state\]: /m);
});

test('build --json of several plugins has findings about all of them in the last document', () => {
  const documents = JSON.parse(outcomes['json']?.stdout ?? '') as { findings: SharedState[] }[];
  for (const document of documents) parseValid('build', JSON.stringify(document));
  assert.deepEqual(
    documents.map(({ findings }) => findings.map(({ kind }) => kind)),
    [[], ['plugins-share-state']],
  );
});

test('plugins with {plugin} in their prefixes have separate copies, and load', async () => {
  assert.equal(outcomes['apart']?.stderr, '');
  const answers = await loads(out('apart/first.so', 'apart/second.so'));
  assert.deepEqual(
    answers.map(({ answer, error }) => answer ?? error),
    ['fine', 'fine'],
  );
  const { stdout } = await runTool(['verify', ...out('apart/first.so', 'apart/second.so')]);
  assert.doesNotMatch(stdout, /share-state/);
});

test('plugins-share-state does not report one plugin alone', async () => {
  const { stdout } = await runTool(['verify', ...out('out/first.so')]);
  assert.doesNotMatch(stdout, /share-state/);
});

test('for plugins that {plugin} does not distinguish, the advice is to use different prefixes', async () => {
  const { stdout } = await runTool(['verify', ...out('out/first.so', 'out/namesake.so')]);
  assert.match(stdout, /build each with a different --prefix/);
});

test('each way to change state is in the plan, with its first place; reading, caching and printing are not', async () => {
  const { exitCode, stdout, stderr } = await runTool(['verify', ...out('out/each.so'), '--json']);
  assert.equal(exitCode, 0, stderr);
  const { plugins } = parseValid('verify', stdout) as { plugins: { plan: { changes: Change[] } }[] };
  assert.deepEqual(
    plugins[0]?.plan.changes.map(({ position: { line }, name, method, variable, registers }) => {
      return `${String(line)} ${method === null ? name : `${name}.${method}`} ${variable}${registers ? ' registers' : ''}`;
    }),
    [
      '6 MustRegister Default registers',
      '7 New Default registers',
      '8 Default.Register Default registers',
      '9 Default Default registers',
      '10 Standard.MustRegister std registers',
      '11 SetLevel level',
      '12 Width Width',
      '13 Set settings registers',
    ],
  );
});

test('registrations in a package that is shared with the host are reported; setters are not', async () => {
  write({
    'host/go.mod': 'module example.com/host\n\ngo 1.18\n\nrequire example.com/lib v1.0.0\n',
    'host/main.go': `package main

import (
	"fmt"
	"os"
	"plugin"

	"example.com/lib"
)

func main() {
	lib.MustRegister(os.Args[2:]...)
	if _, err := plugin.Open(os.Args[1]); err != nil {
		fmt.Println(err)
	}
	fmt.Println(lib.Has("requests"))
}
`,
  });
  await go(join(root, 'host'), ['mod', 'tidy'], env);
  const host = await goBuild(join(root, 'host'), join(root, 'h'), [], env);
  const keep = ['--host', 'h', '--keep', 'example.com/lib'];
  const built = await runTool(['build', 'first', 'second', ...keep, '-o', 'kept/', '--json'], {
    cwd: root,
    env,
  });
  assert.equal(built.exitCode, 0, built.stderr);
  const documents = JSON.parse(built.stdout) as { findings: SharedState[] }[];
  for (const document of documents) parseValid('build', JSON.stringify(document));
  assert.deepEqual(
    documents.map(({ findings }) => findings.map(({ kind }) => kind)),
    [['shared-registration'], ['shared-registration', 'plugins-share-state']],
  );
  assert.match(
    documents[0]?.findings[0]?.message ?? '',
    /^first\/main\.go:5:15: example\.com\/lib\.MustRegister registers in example\.com\/lib\.Default, which is shared with the host/,
  );
  const alone = await run(host, [join(root, 'kept/first.so')]);
  assert.equal(alone.stdout, 'true');
  const twice = await run(host, [join(root, 'kept/first.so'), 'requests']);
  assert.match(twice.stderr, /requests is registered twice/);
  writePlugin('setter', `func Set() { lib.SetLevel(3) }`);
  await go(join(root, 'setter'), ['mod', 'tidy'], env);
  const setter = await runTool(['build', 'setter', ...keep, '--dry-run'], { cwd: root, env });
  assert.deepEqual([setter.exitCode, setter.stderr], [0, '']);
});
