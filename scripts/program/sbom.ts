import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import { packageJson, packageVersion, projectDir } from './project.js';

/**
 * What executables consist of, as a CycloneDX document. It has no time and no serial number: a second build writes the
 * same.
 * @param packages - directories of npm packages, below the project's.
 */
export function bill(packages: readonly string[]): string {
  const document = new Models.Bom();
  const { name, version, description } = packageJson;
  const program = new Models.Component(Enums.ComponentType.Application, name, {
    version,
    description,
    bomRef: name,
  });
  document.metadata.component = program;
  // npm installs one version twice if two packages need it; equal names would become random ones.
  const components = new Map(packages.map(describe).map((component) => [component.bomRef.value, component]));
  for (const component of components.values()) {
    document.components.add(component);
    program.dependencies.add(component.bomRef);
  }
  const runtime = new Models.Component(Enums.ComponentType.Platform, 'bun', {
    version: packageVersion('bun'),
    bomRef: 'bun',
  });
  runtime.licenses.add(new Models.NamedLicense('MIT, and LGPL-2.1 for parts of JavaScriptCore'));
  document.components.add(runtime);
  program.dependencies.add(runtime.bomRef);
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return `${serializer.serialize(document, { sortLists: true, space: 2 })}\n`;
}

function describe(dir: string): Models.Component {
  const text = readFileSync(join(projectDir, dir, 'package.json'), 'utf8');
  const { name, version, license } = JSON.parse(text) as { name: string; version: string; license: string };
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  const component = new Models.Component(Enums.ComponentType.Library, name, { version, bomRef: purl, purl });
  component.licenses.add(new Models.SpdxLicense(license));
  return component;
}
