import * as v from 'valibot';
import { PLAN_VERSION, type PluginPlan } from '../model/pluginPlan.js';

/** The result of reading a file's plan: none, the plan, or the problem with it. */
export type PlanReading = { plan: PluginPlan } | { problem: string } | undefined;

/** Larger than any plan, and small enough to read: anybody may have made the file. */
export const MAX_PLAN_BYTES = 32 * 1024 * 1024;

const MANY = 200_000;

const Text = v.pipe(v.string(), v.maxLength(8192), v.regex(/^[^\p{Cc}\u202a-\u202e\u2066-\u2069]*$/u));
const Name = v.pipe(Text, v.minLength(1));
const list = <T extends v.GenericSchema>(item: T): v.GenericSchema<v.InferInput<T>[], v.InferOutput<T>[]> =>
  v.pipe(v.array(item), v.maxLength(MANY));
const Count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000_000));
const Place = v.strictObject({ file: Name, line: Count, column: Count });

const Plan = v.strictObject({
  formatVersion: v.literal(PLAN_VERSION),
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
      position: Place,
    }),
  ),
  changes: list(
    v.strictObject({
      importPath: Name,
      name: Name,
      method: v.nullable(Name),
      statePackage: Name,
      variable: Name,
      registers: v.boolean(),
      user: Name,
      position: Place,
    }),
  ),
  sharedC: list(v.strictObject({ importPath: Name, cSymbols: list(Name) })),
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
 * Reads a plan as untrusted data: its size, its shape, and no control characters.
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
  const version = (value as { formatVersion?: unknown } | null)?.formatVersion;
  if (typeof version === 'number' && version > PLAN_VERSION)
    return { problem: `it has version ${String(version)}, which needs a newer gorename-plugin` };
  const [issue] = result.issues;
  return { problem: `its ${v.getDotPath(issue) ?? 'shape'} is wrong` };
}
