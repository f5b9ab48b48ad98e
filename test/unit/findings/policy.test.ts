import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../src/base/userError.js';
import { severityOf } from '../../../src/findings/finding.js';
import { hasErrors, judge, NO_POLICY, parseAllowed } from '../../../src/findings/policy.js';
import { KINDS } from '../../../src/findings/kinds.generated.js';
import { findingDocument } from '../../../src/report/buildDocument.js';
import { EXAMPLE_CWD, EXAMPLES } from './examples.js';

const warning = EXAMPLES['own-registration'];
const error = EXAMPLES['packages-differ'];

test('an allowed finding is not an error, --strict makes errors of the other warnings, and --json shows both', () => {
  const strict = { allow: [], strict: true };
  const lenient = { allow: ['own-registration'], strict: true };
  assert.deepEqual(
    [judge(warning, NO_POLICY), judge(warning, strict), judge(warning, lenient)],
    ['warning', 'error', 'allowed'],
  );
  assert.deepEqual(
    [hasErrors([warning], NO_POLICY), hasErrors([warning], strict), hasErrors([warning], lenient)],
    [false, true, false],
  );
  assert.ok(hasErrors([error], NO_POLICY) && hasErrors([EXAMPLES['keep-unused']], lenient));
  const shown = [NO_POLICY, strict, lenient].map((policy) => {
    const { severity, allowed } = findingDocument(warning, EXAMPLE_CWD, policy);
    return { severity, allowed };
  });
  assert.deepEqual(shown, [
    { severity: 'warning', allowed: false },
    { severity: 'error', allowed: false },
    { severity: 'warning', allowed: true },
  ]);
});

test('every warning can be allowed, and of the errors only one that may be right', () => {
  for (const { kind, severity } of Object.values(KINDS)) {
    if (severity === 'warning' || kind === 'duplicate-registration') {
      assert.deepEqual(parseAllowed([kind], '--allow'), [kind]);
    } else {
      assert.throws(() => parseAllowed([kind], '--allow'), /: this error cannot be allowed, because/, kind);
    }
  }
  assert.equal(severityOf(EXAMPLES['duplicate-registration']), 'error');
});

test('a kind is allowed as a message shows it, and a misspelt one is refused with what comes near', () => {
  assert.deepEqual(parseAllowed(['warning[keep-unused]:'], '--allow'), ['keep-unused']);
  assert.throws(
    () => parseAllowed(['own-registraton'], 'allow'),
    (failure: unknown) =>
      failure instanceof UserError &&
      failure.message === 'allow own-registraton: unknown kind of finding' &&
      failure.advice === 'Did you mean own-registration? `gorename-plugin help findings` lists them.',
  );
});
