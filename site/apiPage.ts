/** The page of the site that has all functions and types of the library. */
import { basename, dirname, join } from 'node:path';
import { Application, TSConfigReader, type TypeDocOptions } from 'typedoc';
import type { PluginOptions } from 'typedoc-plugin-markdown';
import { API_PAGE } from './pages.js';

const projectDir = join(import.meta.dirname, '..');

/** Keywords of JSON Schema in comments. */
const KEYWORDS = ['asType', 'exclusiveMinimum', 'minItems', 'minLength', 'minimum', 'pattern'] as const;

/**
 * Writes {@link API_PAGE} from the sources.
 * @throws Error if the library does not compile.
 */
export async function writeApiPage(): Promise<void> {
  const options: TypeDocOptions & Partial<PluginOptions> = {
    name: 'Functions and types of the library',
    entryPoints: [join(projectDir, 'src/api/library.ts')],
    tsconfig: join(projectDir, 'tsconfig.json'),
    plugin: ['typedoc-plugin-markdown'],
    outputs: [{ name: 'markdown', path: join(projectDir, dirname(API_PAGE)) }],
    router: 'module',
    entryFileName: basename(API_PAGE, '.md'),
    readme: 'none',
    disableSources: true,
    hideBreadcrumbs: true,
    hidePageHeader: true,
    // A finding refers to a type for each kind, which its own page describes.
    validation: { notExported: false },
    excludeTags: KEYWORDS.map((keyword) => `@${keyword}` as const),
    logLevel: 'Warn',
  };
  const app = await Application.bootstrapWithPlugins(options, [new TSConfigReader()]);
  const project = await app.convert();
  if (project === undefined) throw new Error('the types of the library do not compile');
  await app.generateOutputs(project);
  if (app.logger.hasErrors()) throw new Error(`${API_PAGE} was not written`);
}
