/** The sentence at the top of a report. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_POLICY } from '../../../src/findings/policy.js';
import { buildVerdict } from '../../../src/report/buildVerdict.js';

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
