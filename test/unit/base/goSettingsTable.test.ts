/** The table of Go settings has what cmd/go has: whatever a Go version adds has to be classified. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  ARCHITECTURE_LEVELS,
  flagsTakenOver,
  formOf,
  settingHas,
} from '../../../src/base/goSettingsTable.js';
import { refusedPart } from '../../../src/host/foreignSettings.js';
import { findDifferingSettings } from '../../../src/predict/differingSettings.js';
import type { BuiltProgram } from '../../../src/model/builtPlugin.js';
import { projectDir } from '../../support/files.js';
import { go } from '../../support/go.js';
import { setUp } from '../../support/setUp.js';

const goroot = setUp(async () => (await go(projectDir, ['env', 'GOROOT'])).trim());
const sourceOf = (file: string): string => readFileSync(join(goroot(), 'src/cmd/go/internal', file), 'utf8');
/** A function of cmd/go. */
const body = (file: string, name: string): string =>
  sourceOf(file).split(`\nfunc ${name}(`)[1]?.split('\n}\n')[0] ?? '';
const allOf = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? '');

test("the architectures' variables are those of cmd/go, and each is treated alike", () => {
  const ofGo = allOf(body('cfg/cfg.go', 'GetArchEnv'), /return "(GO\w+)"/g);
  assert.deepEqual([...ARCHITECTURE_LEVELS].sort(), ofGo.sort());
  for (const name of ARCHITECTURE_LEVELS)
    for (const trait of ['compiles', 'recorded', 'taken over', 'compared', 'repeated'] as const)
      assert(settingHas(name, trait), `${name} ${trait}`);
});

test('the table has the flags of go build, with a value or without', () => {
  const source = ['AddBuildFlags', 'AddCoverFlags'].map((name) => body('work/build.go', name)).join('\n');
  const switches = allOf(source, /BoolVar\([^,]+, "([\w-]+)"/g);
  const values = allOf(source, /(?:StringVar|IntVar|Flag\.Var)\([^"\n]*, "([\w-]+)"/g);
  assert(switches.length >= 10 && values.length > 15);
  // -coverprofile is for go test, and -buildvcs is a boolean flag with a special type.
  for (const name of values.filter((name) => name !== 'coverprofile' && name !== 'buildvcs'))
    assert.equal(formOf(`-${name}`), 'value', name);
  for (const name of [...switches, 'buildvcs']) assert.equal(formOf(`-${name}`), 'switch', name);
});

test('the table knows as recorded what build info may hold', () => {
  const recorded = allOf(
    sourceOf('load/pkg.go'),
    /append(?:Build)?Setting\((?:\w+, )?"([-A-Z][\w-]*)"/g,
  ).filter((name) => name !== 'DefaultGODEBUG');
  assert(recorded.length > 10);
  for (const name of [...recorded, 'CGO_CFLAGS', 'CGO_CPPFLAGS', 'CGO_CXXFLAGS', 'CGO_LDFLAGS'])
    assert(settingHas(name, 'recorded'), name);
});

test('what is taken over from a host is checked first', () => {
  const flags = [...flagsTakenOver('switch'), ...flagsTakenOver('value')].map((name) => `-${name}`);
  // A profile that is here is taken as it is: the user's own files.
  for (const name of [...flags, ...ARCHITECTURE_LEVELS].filter((name) => name !== '-pgo')) {
    assert.notEqual(refusedPart(name, '$(touch x)'), undefined, name);
  }
  const values: Record<string, string> = { GOARM: '7', GOARM64: 'v8.0', GO386: 'sse2', GOWASM: 'satconv' };
  for (const [name, value] of Object.entries(values)) assert.equal(refusedPart(name, value), undefined, name);
});

test('a prediction names a differing level of any architecture', () => {
  const program = (level: string, name: string): BuiltProgram =>
    ({ goVersion: 'go1.26.8', settings: new Map([[name, level]]) }) as unknown as BuiltProgram;
  for (const name of ARCHITECTURE_LEVELS)
    assert.deepEqual(findDifferingSettings(program('a', name), program('b', name)), [
      { setting: name, ownerValue: 'a', pluginValue: 'b' },
    ]);
});
