/** Rules for debuggers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDelve, formatVsCode } from '../../../src/report/formatPlaces.js';

const PLACES = { '/cache/b@local': '/home/me/my "b"', '/cache/a@v1.0.0': '/mod/a@v1.0.0' };

test('rules for delve quote directories with spaces and quotes', () => {
  assert.equal(
    formatDelve(PLACES),
    'config substitute-path /cache/a@v1.0.0 /mod/a@v1.0.0\n' +
      'config substitute-path /cache/b@local "/home/me/my \\"b\\""',
  );
});

test('rules for VS Code go from the original directory to the compiled one', () => {
  const { substitutePath } = JSON.parse(formatVsCode(PLACES)) as { substitutePath: object[] };
  assert.deepEqual(substitutePath, [
    { from: '/mod/a@v1.0.0', to: '/cache/a@v1.0.0' },
    { from: '/home/me/my "b"', to: '/cache/b@local' },
  ]);
});
