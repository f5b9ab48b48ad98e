import * as v from 'valibot';
import type { ModuleGraph } from '../model/moduleGraph.js';
import type { StateUses } from '../model/globalState.js';
import type { SourceFile } from '../model/sourceFile.js';
import { FileReader } from '../base/fileReader.js';
import { readSource } from '../base/readSource.js';
import { findFunction } from '../syntax/declarations.js';
import { parseAnyHeader } from '../syntax/headerParser.js';
import { findInitWrites, initWritePattern } from '../syntax/initWrites.js';
import { mentionsOf } from '../syntax/mentions.js';
import { readPlainHeader } from '../syntax/plainHeader.js';
import type { WantedNames } from '../model/wantedNames.js';
import { findSelectors } from '../syntax/selectors.js';
import type { RecordSchema } from '../store/records.js';

const place = { file: v.string(), line: v.number(), column: v.number(), user: v.string() };
const named = { statePackage: v.string(), name: v.string() };

/** The record of what {@link findStateUses} returns. */
export const stateUsesSchema: RecordSchema<StateUses> = v.object({
  uses: v.array(
    v.object({
      ...place,
      ...named,
      group: v.picklist(['dependency', 'own', 'main']),
      qualifier: v.object({ start: v.number(), end: v.number() }),
      inMain: v.boolean(),
      doubt: v.optional(v.picklist(['taken', 'left'])),
    }),
  ),
  sharedWrites: v.array(v.object({ ...place, ...named })),
});

/**
 * Finds uses of the wanted names of the standard library, and code that changes shared ones when its package is
 * initialized. It reads only files of packages that import one of these packages; files for other systems and tests are
 * always read, because the graph does not contain their imports. It parses only files that mention a name.
 * @throws GoSyntaxError for a file that is not valid Go; SourceChanged if a file was edited; file system errors.
 */
export function findStateUses(
  graph: ModuleGraph,
  sources: readonly SourceFile[],
  wanted: WantedNames,
  shared: WantedNames,
): StateUses {
  const found: StateUses = { uses: [], sharedWrites: [] };
  const mentionsWanted = mentionsOf(wanted);
  const mentionsShared = mentionsOf(shared);
  const sharedWrite = initWritePattern(shared);
  const reader = new FileReader();
  const importers = new Set<string>();
  for (const { importPath, imports } of graph.packages.values()) {
    if (imports.some((path) => wanted.has(path) || shared.has(path))) importers.add(importPath);
  }
  for (const file of sources) {
    const { path, kind, importPath: user, group } = file;
    if ((kind !== 'go' && kind !== 'cgo') || user === undefined) continue;
    const pkg = graph.packages.get(user);
    const known = pkg?.files.go.includes(path.slice(pkg.dir.length + 1)) === true;
    if (known && !importers.has(user)) continue;
    const source = readSource(reader, file);
    const plain = readPlainHeader(source);
    const mayUse = mentionsWanted(source, plain);
    const mayWrite = mentionsShared(source, plain) && sharedWrite.test(source.toString('latin1'));
    if (!mayUse && !mayWrite) continue;
    const header = plain ?? parseAnyHeader(source, path);
    const selectors = findSelectors(source, header, wanted);
    const main = group === 'main' && selectors.length > 0 ? findFunction(source, 'main') : undefined;
    for (const { importPath: statePackage, ...selector } of selectors) {
      const { start } = selector.qualifier;
      const inMain = main !== undefined && main.start <= start && start < main.end;
      found.uses.push({ ...selector, file: path, user, group, statePackage, inMain });
    }
    for (const { importPath: statePackage, ...write } of mayWrite
      ? findInitWrites(source, header, shared)
      : [])
      found.sharedWrites.push({ ...write, file: path, user, statePackage });
  }
  return found;
}
