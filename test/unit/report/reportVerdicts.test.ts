/** The sentence at the top of a report. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_POLICY } from '../../../src/findings/policy.js';
import { buildVerdict, inspectionVerdict, planVerdict } from '../../../src/report/reportVerdicts.js';

const findings = [{ kind: 'profile-used' as const, profile: 'default.pgo' }];

test('the verdict of a report counts a warning as what --strict and --allow make of it', () => {
  const written = { output: '/plugin.so', findings };
  assert.match(
    buildVerdict(written, '', NO_POLICY),
    /^The plugin was built with 1 warning\. It was verified by/,
  );
  const allowed = { allow: ['profile-used' as const], strict: false };
  assert.match(
    buildVerdict(written, './server', allowed),
    /with no findings\. .* compared with those of \.\/server\.$/,
  );
  const strict = { allow: [], strict: true };
  assert.equal(
    buildVerdict({ output: undefined, findings }, '', strict),
    'The plugin was not written: 1 error.',
  );
});

test('the verdict of a plan says that nothing was built, and whether a build would write the plugin', () => {
  assert.equal(
    planVerdict(findings, NO_POLICY),
    'Nothing was built. The plan of the build has 1 warning; a build checks more.',
  );
  assert.equal(
    planVerdict(findings, { allow: [], strict: true }),
    'A build would not write the plugin: 1 error.',
  );
});

test('the verdict on a built file says what it was compared with', () => {
  const context = { host: './server', verdict: 'refused' as const };
  assert.equal(
    inspectionVerdict({ plan: undefined, problems: [] }, context),
    'The plugin will be refused. It was compared with ./server.',
  );
  const alone = { host: '', verdict: undefined };
  assert.match(inspectionVerdict({ plan: undefined, problems: [] }, alone), /^The file carries no plan, /);
  assert.match(inspectionVerdict({ plan: undefined, problems: ['x'] }, alone), /^The file does not match /);
});
