import * as Enums from '@cyclonedx/cyclonedx-library/Enums';
import * as Models from '@cyclonedx/cyclonedx-library/Models';
import * as Serialize from '@cyclonedx/cyclonedx-library/Serialize';
import * as Spec from '@cyclonedx/cyclonedx-library/Spec';
import { PackageURL } from 'packageurl-js';
import { moduleKey, type BillFacts, type LicenceFile } from '../model/billFacts.js';
import { licenceName } from './licenceNames.js';
import type { PlanModule, PlanPackage } from '../model/pluginPlan.js';

/** Names of properties that CycloneDX has no field for. */
const PROPERTY = 'gorename-plugin:';

/** The program that writes the document. */
interface Program {
  version: string;
  /** File name of the plugin. */
  output: string;
  /** SOURCE_DATE_EPOCH, in seconds; without it the document has no time, so that a second build writes the same. */
  epoch: number | undefined;
}

/**
 * What a built file consists of, as a CycloneDX 1.6 document: the plugin, a component for each module, the standard library, and
 * which needs which.
 */
export function billOfMaterials(facts: BillFacts, { version, output, epoch }: Program): string {
  const { plan, goVersion, sha256 } = facts;
  const document = new Models.Bom();
  if (epoch !== undefined) document.metadata.timestamp = new Date(epoch * 1000);
  document.metadata.tools.components.add(
    new Models.Component(Enums.ComponentType.Application, 'gorename-plugin', { version }),
  );
  const mainModule = plan.packages.find(({ importPath }) => importPath === plan.main.importPath)?.module;
  const plugin = new Models.Component(Enums.ComponentType.Library, plan.main.importPath, {
    bomRef: 'plugin',
    purl: packageUrl(mainModule ?? plan.main.importPath, null, plan.main.importPath),
    hashes: new Models.HashDictionary([[Enums.HashAlgorithm['SHA-256'], sha256]]),
  });
  addProperty(plugin, 'file', output);
  addProperty(plugin, 'pluginPath', plan.main.builtAs);
  document.metadata.component = plugin;

  const components = new Map(plan.modules.map((module) => [moduleKey(module), describe(module, facts)]));
  const standard = standardLibrary(goVersion);
  for (const component of [...components.values(), standard]) document.components.add(component);
  plugin.dependencies.add(standard.bomRef);
  for (const [from, to] of edges(facts)) {
    const [user, used] = [components.get(from), components.get(to)];
    if (user !== undefined && used !== undefined) user.dependencies.add(used.bomRef);
  }
  for (const component of components.values()) component.dependencies.add(standard.bomRef);
  for (const [key, component] of components) {
    if (mainModule !== undefined && key === moduleKey({ path: mainModule, shared: false }))
      plugin.dependencies.add(component.bomRef);
  }
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return `${serializer.serialize(document, { sortLists: true, space: 2 })}\n`;
}

/** A module as it is compiled: for a replaced one, the module that replaces it. */
function describe(module: PlanModule, { plan, licences }: BillFacts): Models.Component {
  const { path, version, replacement, sum, shared } = module;
  const name = replacement ?? path;
  const component = new Models.Component(Enums.ComponentType.Library, name, {
    // A module in a local directory has no version.
    ...(version === null ? {} : { version }),
    bomRef: `${name}@${version ?? 'local'}${shared ? ' (shared)' : ''}`,
    purl: packageUrl(name, version),
  });
  if (replacement !== null) addProperty(component, 'replaces', path);
  // It is a hash of the names and hashes of a module's files, and not the SHA-256 of any file.
  if (sum !== null) addProperty(component, 'goSum', sum);
  if (shared) addProperty(component, 'shared', 'with the host');
  const built = plan.packages.find((one) => one.module === path && one.builtAs !== one.importPath);
  if (!shared && built !== undefined) {
    const prefix = built.builtAs.slice(0, Math.max(0, built.builtAs.indexOf(`/${path}`)));
    if (prefix !== '') addProperty(component, 'builtAs', `${prefix}/${path}`);
  }
  const files = licences.get(moduleKey(module)) ?? [];
  for (const id of licenceNames(files)) {
    const acknowledgement = Enums.LicenseAcknowledgement.Concluded;
    component.licenses.add(new Models.SpdxLicense(id, { acknowledgement }));
  }
  if (files.length > 0) component.evidence = new Models.ComponentEvidence();
  for (const { file, contentType, content } of files) {
    const encoding = Enums.AttachmentEncoding.Base64;
    const text = new Models.Attachment(content, { contentType, encoding });
    component.evidence?.licenses.add(new Models.NamedLicense(`file: ${file}`, { text }));
  }
  return component;
}

/** Files that name people or patents, and grant nothing alone. */
const NO_LICENCE = /notice|patent|author|contributor/i;

/** The licences of a module; none if one of its files is not known: a list that is not complete would be wrong. */
function licenceNames(files: readonly LicenceFile[]): string[] {
  const names = files
    .filter(({ file }) => !NO_LICENCE.test(file))
    .map(({ content }) => licenceName(Buffer.from(content, 'base64').toString('utf8')));
  const known = names.filter((name) => name !== undefined);
  return known.length === names.length ? [...new Set(known)].sort() : [];
}

/** Vulnerability databases call it stdlib, and write its versions without `go`. */
function standardLibrary(goVersion: string): Models.Component {
  const version = /^go(\d+\.[\w.]+)/.exec(goVersion)?.[1];
  return new Models.Component(Enums.ComponentType.Library, 'stdlib', {
    ...(version === undefined ? {} : { version }),
    bomRef: 'stdlib',
    purl: packageUrl('stdlib', version ?? null),
  });
}

/**
 * `pkg:golang/github.com/tidwall/gjson@v1.14.0`. The specification asks for lower case.
 * @param importPath - of a package in the module.
 */
function packageUrl(module: string, version: string | null, importPath = module): string {
  const at = module.lastIndexOf('/');
  const inner = importPath.startsWith(`${module}/`) ? importPath.slice(module.length + 1) : undefined;
  return new PackageURL(
    'golang',
    at < 0 ? undefined : module.slice(0, at).toLowerCase(),
    module.slice(at + 1).toLowerCase(),
    version ?? undefined,
    undefined,
    inner,
  ).toString();
}

/** Pairs of modules, by key: the first imports packages of the second. */
function edges({ plan, imports }: BillFacts): [string, string][] {
  const packages = new Map(plan.packages.map((one) => [one.importPath, one]));
  const own = new Set(plan.packages.filter((one) => isOwn(one.builtAs, plan.main.builtAs)));
  const result = new Map<string, [string, string]>();
  for (const user of plan.packages) {
    for (const path of imports.get(user.importPath) ?? []) {
      const used = packages.get(path);
      if (used === undefined || used.module === user.module) continue;
      // A split package is in the file twice. The plugin's own code and shared packages use the host's copy of one.
      for (const userShared of copiesOf(user)) {
        const usesShared =
          used.decision === 'keep' || (used.decision === 'split' && (userShared || own.has(user)));
        const from = moduleKey({ path: user.module, shared: userShared });
        const to = moduleKey({ path: used.module, shared: usesShared });
        result.set(`${from} ${to}`, [from, to]);
      }
    }
  }
  return [...result.values()];
}

/** For each copy of a package in the file whether it is the host's. */
function copiesOf({ decision }: PlanPackage): boolean[] {
  return decision === 'split' ? [true, false] : [decision === 'keep'];
}

/** Whether a package has the prefix of the main package. */
function isOwn(builtAs: string, main: string): boolean {
  return builtAs.split('/')[0] === main.split('/')[0];
}

function addProperty(component: Models.Component, name: string, value: string): void {
  component.properties.add(new Models.Property(`${PROPERTY}${name}`, value));
}
