import { defineFinding } from '../defineFinding.js';
import type { Position } from '../findingData.js';

/** An exported symbol lets a renamed type out: the host's type assertion on it will fail. */
export interface ExportedRenamedType {
  kind: 'exported-renamed-type';
  symbol: string;
  symbolKind: 'func' | 'var';
  /** From the plan of a built file, `module/main.go`. */
  position: Position;
  /** Original import path of the type's package, and the type's name. */
  importPath: string;
  typeName: string;
  /** Local types on the way from the symbol to the type. */
  via: string[];
  /** The host has the package, so that it could be kept; undefined where no host is known. */
  inHost?: boolean | undefined;
}

export const exportedRenamedType = defineFinding<ExportedRenamedType>({
  kind: 'exported-renamed-type',
  severity: 'warning',
  describe: ({ symbol, symbolKind, importPath, typeName, via, position, inHost }, place) => ({
    message:
      `${place(position)}: exported ${symbolKind} ${symbol} lets out ` +
      (typeName.includes(' ') ? `the ${typeName} (${importPath})` : `${importPath}.${typeName}`) +
      `${via.length > 0 ? ` (through ${via.join(', ')})` : ''}, which is renamed in this plugin`,
    advice:
      "A type assertion to the host's own type of that name fails with `types from different scopes`. " +
      (inHost === true
        ? `The host has this package: --keep ${importPath} shares it, and with it the type.`
        : inHost === false
          ? 'The host does not have this package, so it cannot know the type.'
          : 'Use builtin and standard library types, or interfaces made of them, where plugin and host meet.'),
  }),
});
