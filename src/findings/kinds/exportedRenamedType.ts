import type { ImportPath, Position, Text } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

/** An exported symbol exposes a renamed type: the host's type assertion on it will fail. */
export interface ExportedRenamedType {
  kind: 'exported-renamed-type';
  symbol: Text;
  symbolKind: 'func' | 'var';
  /** In the plan of a built file, relative to the module: `module/main.go`. */
  position: Position;
  /** Original import path of the type's package, and the type's name. */
  importPath: ImportPath;
  typeName: Text;
  /** Local types between the symbol and the type. */
  via: Text[];
  /** Whether the host has the package, so that it could be shared; undefined without a host. */
  inHost?: boolean | undefined;
}

export const exportedRenamedType = defineFinding<ExportedRenamedType>({
  kind: 'exported-renamed-type',
  severity: 'warning',
  fix: ({ inHost, importPath }) => (inHost === true ? ['--keep', importPath] : []),
  why: 'If the host asserts its own type of that name, the assertion fails with `types from different scopes`.',
  reportedBy: ['build', 'explain', 'probe', 'verify'],
  describe: ({ symbol, symbolKind, importPath, typeName, via, position, inHost }, place) => ({
    message:
      `${place(position)}: exported ${symbolKind} ${symbol} exposes ` +
      (typeName.includes(' ') ? `the ${typeName} (${importPath})` : `${importPath}.${typeName}`) +
      `${via.length > 0 ? ` (through ${via.join(', ')})` : ''}, which is renamed in this plugin`,
    advice:
      inHost === true
        ? `The host has this package: --keep ${importPath} shares it and its types.`
        : inHost === false
          ? 'The host does not have this package, so it cannot know the type.'
          : 'Between plugin and host, use builtin and standard library types, or interfaces made of them.',
  }),
});
