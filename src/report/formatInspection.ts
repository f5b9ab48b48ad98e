import { checkPlan } from '../check/planFindings.js';
import { findingDocument } from './buildDocument.js';
import type { InspectionDocument } from './documents.js';
import type { FindingPolicy } from '../model/options.js';
import { formatFindings, indent, type FindingView } from './formatFindings.js';
import type { InspectedPackage, Inspection } from '../binary/inspectPlugin.js';
import { shortPath } from '../base/shortPath.js';

/** `verify`'s text for one plugin: what it is, its packages (renamed ones with both paths), what it exports. */
export function formatInspection(inspection: Inspection, view: FindingView): string {
  const { cwd, all: verbose } = view;
  const { packages, pluginPath } = inspection;
  const others = withoutStandard(inspection);
  const shown = verbose ? packages : others;
  const standard = packages.length - others.length;
  return [
    `${shortPath(inspection.file, cwd)}: ${inspection.goVersion || 'unknown Go version'}`,
    `  plugin path  ${pluginPath}`,
    `  packages     ${String(others.length)} and ${String(standard)} of the standard library`,
    ...shown.map((pkg) => `    ${formatPackage(pkg, verbose)}`),
    '  exports',
    ...inspection.exports.map(({ name, kind }) => `    ${kind} ${name}`),
    ...formatFindings(
      checkPlan({ file: inspection.file, problems: inspection.checked.problems }),
      indent(view),
    ).flatMap((text) => text.split('\n').map((line) => `  ${line}`)),
    ...(inspection.checked.plan?.findings ?? []).map(({ severity, message }) => `  ${severity}: ${message}`),
  ].join('\n');
}

/** Its packages outside the standard library. */
export function withoutStandard({ packages, pluginPath }: Inspection): InspectedPackage[] {
  // Plugins of go1.20 and older do not record their modules.
  const isStandard = ({ module, importPath, original }: InspectedPackage): boolean =>
    module === undefined &&
    importPath !== pluginPath &&
    importPath === original &&
    (importPath.startsWith('vendor/') || !/^[^/]*\./.test(importPath));
  return packages.filter((one) => !isStandard(one));
}

function formatPackage({ original, importPath, version, hash }: InspectedPackage, verbose: boolean): string {
  const name = version === undefined ? original : `${original}@${version}`;
  const renamed = original === importPath ? '' : ` -> ${importPath}`;
  return `${name}${renamed}${verbose ? ` ${hash}` : ''}`;
}

/**
 * `verify --json`, one entry a plugin; `schema/verify.schema.json` describes it.
 * @param cwd - for messages.
 */
export function inspectionDocument(
  inspection: Inspection,
  cwd: string,
  policy: FindingPolicy,
): InspectionDocument {
  const { plan, problems } = inspection.checked;
  return {
    file: inspection.file,
    goVersion: inspection.goVersion,
    pluginPath: inspection.pluginPath,
    prefix: inspection.prefix ?? null,
    packages: inspection.packages.map((pkg) => ({
      importPath: pkg.original,
      builtAs: pkg.importPath,
      module: pkg.module ?? null,
      version: pkg.version ?? null,
      hash: pkg.hash,
    })),
    exports: inspection.exports.map(({ name, kind }) => ({ symbol: name, symbolKind: kind })),
    plan: plan ?? null,
    findings: checkPlan({ file: inspection.file, problems }).map((finding) =>
      findingDocument(finding, cwd, policy),
    ),
    prediction: null,
  };
}
