/** The shipped schemas, and their judgement of a document. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { projectDir } from './files.js';

/** `schema/<name>.schema.json`. */
type SchemaName =
  'build' | 'verify' | 'host' | 'plan' | 'probe' | 'explain' | 'version' | 'doctor' | 'project';

export function readSchema(name: SchemaName): Record<string, unknown> {
  const text = readFileSync(join(projectDir, 'schema', `${name}.schema.json`), 'utf8');
  return JSON.parse(text) as Record<string, unknown>;
}

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
const validators = new Map<SchemaName, ValidateFunction>();

/**
 * @param document - parsed JSON.
 * @returns what is wrong with it, or nothing.
 */
export function violations(name: SchemaName, document: unknown): string {
  const schema = readSchema(name);
  const validate = validators.get(name) ?? ajv.compile(schema);
  validators.set(name, validate);
  return validate(document) ? '' : ajv.errorsText(validate.errors);
}

/** Parses what the tool has printed, which must be one document that the schema allows. */
export function parseValid(name: SchemaName, stdout: string): unknown {
  const document: unknown = JSON.parse(stdout);
  assert.equal(violations(name, document), '', stdout);
  return document;
}
