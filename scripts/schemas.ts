/**
 * Writes schema/*.schema.json: of the documents that commands print and of the plan of a plugin, from their types and
 * comments; of a host's manifest, from the rules by which it is read. With --check, fails if one of them is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { toJsonSchemaDefs } from '@valibot/to-json-schema';
import { createGenerator, type Schema } from 'ts-json-schema-generator';
import type { RegexAction } from 'valibot';
import type { Command, Severity } from '../src/findings/defineFinding.js';
import { MANIFEST_PARTS } from '../src/host/hostSchema.js';
import { KINDS } from '../src/findings/kinds.generated.js';

const projectDir = join(import.meta.dirname, '..');

const generator = createGenerator({
  path: join(projectDir, 'src/{report/documents,project/projectFile}.ts'),
  tsconfig: join(projectDir, 'tsconfig.json'),
  // check:types has done this.
  skipTypeCheck: true,
  expose: 'export',
});

const schemas: Record<string, object> = {
  build: describe('BuildOutput', 'build'),
  verify: describe('VerifyOutput', 'verify'),
  probe: describe('ProbeOutput', 'probe'),
  explain: describe('ExplainOutput', 'explain'),
  doctor: describe('DoctorOutput'),
  version: describe('VersionOutput'),
  plan: describe('PluginPlan'),
  project: describe('ProjectFile'),
  host: { $ref: '#/$defs/HostManifest', $defs: describeManifest() },
};

for (const [name, schema] of Object.entries(schemas)) {
  const file = join(projectDir, 'schema', `${name}.schema.json`);
  const document = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:gorename-plugin:${name}:1`,
    ...schema,
  };
  const options = await resolveConfig(file);
  const text = await format(JSON.stringify(document), { ...options, parser: 'json' });
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${file} is stale: run \`npm run generate\``);
    process.exitCode = 1;
  }
}

/**
 * The schema of a type, in the form of the current JSON Schema.
 * @param command - the findings of this command; the others are left out.
 */
function describe(type: string, command?: Command): object {
  const { $ref, definitions = {} } = generator.createSchema(type);
  const used: Record<string, unknown> = {};
  const take = (reference: string): void => {
    const name = decodeURIComponent(reference.replace('#/definitions/', ''));
    if (name in used) return;
    const definition = definitions[name] as Schema;
    used[name] = undefined;
    used[name] = convert(
      name === 'FindingDocument' && command ? findingsOf(definition, command) : definition,
    );
  };
  /** A copy with references to `$defs`, and without the type of constants, which says nothing more. */
  const convert = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(convert);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => name !== 'type' || !('const' in value || 'enum' in value))
        .map(([name, one]) => {
          if (name !== '$ref' || typeof one !== 'string') return [name, convert(one)];
          take(one);
          return [name, one.replace('#/definitions/', '#/$defs/')];
        }),
    );
  };
  take($ref ?? '');
  return { $ref: ($ref ?? '').replace('definitions', '$defs'), $defs: used };
}

/** The rules for a manifest as JSON Schema. */
function describeManifest(): object {
  return toJsonSchemaDefs(MANIFEST_PARTS, {
    // A test that an object is not a list adds nothing to `"type": "object"`.
    typeMode: 'output',
    // JSON Schema always reads patterns as Unicode, as the flag u asks for.
    overrideAction: ({ valibotAction, jsonSchema }) =>
      isRegex(valibotAction)
        ? { ...jsonSchema, pattern: portablePattern(valibotAction.requirement) }
        : undefined,
  });
}

function isRegex(action: { type: string }): action is RegexAction<string, undefined> {
  return action.type === 'regex';
}

/** The source of a pattern, with the one escape of control characters that all implementations know. */
function portablePattern({ source }: RegExp): string {
  return source.replace(/\\(?:0|x([0-9a-f]{2}))/g, (_, digits?: string) => `\\u00${digits ?? '00'}`);
}

/** The findings of a command, each with its severity. */
function findingsOf({ anyOf = [], ...schema }: Schema, command: Command): Schema {
  const kinds = Object.values(KINDS).filter(({ reportedBy }) => reportedBy.includes(command));
  return {
    ...schema,
    anyOf: kinds.map(({ kind, severity }) => {
      const found = anyOf.find((one) => typeof one === 'object' && constantOf(one) === kind) as
        Schema | undefined;
      if (found?.properties === undefined) throw new Error(`no type describes the finding ${kind}`);
      return {
        title: kind,
        ...found,
        properties: { ...found.properties, severity: severitySchema(severity) },
      };
    }),
  };
}

/** With --strict, a warning is an error. */
function severitySchema(severity: Severity): Schema {
  return severity === 'error' ? { const: 'error' } : { enum: ['error', 'warning'] };
}

/** The kind of one finding. */
function constantOf({ properties }: Schema): unknown {
  const { kind } = properties ?? {};
  return typeof kind === 'object' ? kind.const : undefined;
}
