import * as v from 'valibot';
import { PLAN_VERSION, type PluginPlan } from '../model/pluginPlan.js';

/** What a file says of its plan: it has none; here it is; or what is wrong with it. */
export type PlanReading = { plan: PluginPlan } | { problem: string } | undefined;

/** More than any plan has, and little enough to be read: a built file is a stranger's. */
export const MAX_PLAN_BYTES = 32 * 1024 * 1024;

const MANY = 200_000;

const Text = v.pipe(v.string(), v.maxLength(8192), v.regex(/^[^\p{Cc}\u202a-\u202e\u2066-\u2069]*$/u));
const Name = v.pipe(Text, v.minLength(1));
const list = <T extends v.GenericSchema>(item: T): v.GenericSchema<v.InferInput<T>[], v.InferOutput<T>[]> =>
  v.pipe(v.array(item), v.maxLength(MANY));
const Count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000_000));

const Plan = v.strictObject({
  version: v.literal(PLAN_VERSION),
  main: v.strictObject({ importPath: Name, builtAs: Name }),
  modules: list(
    v.strictObject({
      path: Name,
      version: v.nullable(Name),
      sum: v.nullable(Name),
      replacement: v.nullable(Name),
      shared: v.boolean(),
    }),
  ),
  packages: list(
    v.strictObject({
      importPath: Name,
      builtAs: Name,
      module: Name,
      decision: v.picklist(['rename', 'isolate', 'keep', 'split']),
      reason: Name,
    }),
  ),
  exposes: list(
    v.strictObject({
      symbol: Name,
      symbolKind: v.picklist(['func', 'var']),
      importPath: Name,
      typeName: Name,
      via: list(Name),
      file: Name,
      line: Count,
      column: Count,
    }),
  ),
  cSymbols: list(v.strictObject({ importPath: Name, symbols: list(Name) })),
  directories: v.record(Name, Name),
  findings: list(
    v.strictObject({
      kind: Name,
      severity: v.picklist(['error', 'warning']),
      message: Name,
      advice: Text,
    }),
  ),
});

/**
 * Reads a plan as foreign data: its size, its shape, and no control characters.
 * @param bytes - of the section.
 */
export function parsePlan(bytes: Buffer): PlanReading {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    return { problem: 'it is not JSON' };
  }
  const result = v.safeParse(Plan, value, { abortEarly: true });
  if (result.success) return { plan: result.output };
  const version = (value as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version > PLAN_VERSION)
    return { problem: `it is of version ${String(version)}, which a newer gorename-plugin reads` };
  const [issue] = result.issues;
  return { problem: `its ${v.getDotPath(issue) ?? 'shape'} is wrong` };
}
