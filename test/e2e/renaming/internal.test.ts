import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare, testConstructs } from './compare.js';
import { setUp } from '../../support/setUp.js';

let answers: Awaited<ReturnType<typeof compare>>;
setUp(async () => {
  answers = await compare('internal/mono/plugins/a/cmd/plug');
});

testConstructs('internal packages', () => Promise.resolve(answers), {
  'internal across dependencies with one root': 'sdk with internal of the root and its own',
  'internal of the monorepo around the plugin': 'internal of the monorepo',
  'importers of the monorepo':
    'third party with api with internal of the monorepo, ' +
    'fourth party with third party with api with internal of the monorepo, ' +
    'package of a module that imports the monorepo elsewhere',
  'internal of the plugin': 'internal of the plugin',
  'dependency in a directory of the plugin': "a module below the plugin's",
  'internal beside main': 'cmd/internal',
  'internal below main': 'cmd/plug/internal',
});

test('modules are renamed with the plugin when its code imports their internal packages, or they import it', () => {
  const { packages, prefix, ownPrefix } = answers.build;
  const prefixOf = (module: string): Set<string> =>
    new Set(
      packages
        .filter((pkg) => pkg.module === module)
        .map(({ builtAs }) => builtAs.slice(0, builtAs.indexOf('/'))),
    );
  for (const module of ['example.com/mono', 'third.example/party', 'fourth.example/party']) {
    assert.deepEqual(prefixOf(module), new Set([ownPrefix]), module);
  }
  for (const module of ['telemetry.example/root', 'telemetry.example/root/sdk', 'example.com/nested']) {
    assert.deepEqual(prefixOf(module), new Set([prefix]), module);
  }
});

test('each module that is renamed with the plugin has a reason in the report', () => {
  const reasonOf = (path: string): string | undefined =>
    answers.build.packages.find(({ importPath }) => importPath === path)?.reason;
  assert.match(reasonOf('example.com/mono/api') ?? '', /internal package example\.com\/mono\/internal\/util/);
  assert.match(
    reasonOf('third.example/party') ?? '',
    /third\.example\/party imports example\.com\/mono\/api/,
  );
  assert.match(reasonOf('telemetry.example/root/sdk') ?? '', /third-party/);
});
