/** The schema of SARIF 2.1.0, as OASIS publishes it. */
import { createRequire } from 'node:module';
import type { ValidateFunction } from 'ajv';
import AjvDraft4 from 'ajv-draft-04';
import addFormats from 'ajv-formats';

let validate: ValidateFunction | undefined;

/** What is wrong with a log; nothing if it is valid. */
export function sarifViolations(log: unknown): string {
  validate ??= compile();
  return validate(log) ? '' : ajv.errorsText(validate.errors);
}

const ajv = new AjvDraft4.default({
  strict: false,
  // One of its patterns is none with the flag u.
  unicodeRegExp: false,
  allErrors: true,
});

function compile(): ValidateFunction {
  addFormats.default(ajv);
  const load = createRequire(import.meta.url);
  return ajv.compile(load('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as object);
}
