import { isExported, saysNothing } from '../syntax/typeReferences.js';
import {
  inferred,
  PackageNames,
  signature,
  UNCLEAR,
  type SourceFileOfPackage,
  type Step,
} from './packageNames.js';

/** A type that an exported symbol exposes, from one of the wanted packages. */
export interface LeakedType {
  symbol: string;
  symbolKind: 'func' | 'var';
  /** The source position of the symbol's declaration. */
  file: string;
  line: number;
  column: number;
  /** Original path of the type's package. */
  importPath: string;
  /**
   * `Result`; if syntax shows a name but not its type, `result of gjson.Parse` (also for what may be a
   * conversion) or `value of gjson.Default`.
   */
  typeName: string;
  /** The plugin's own types on the path from the symbol to the type, outermost first. */
  via: string[];
}

/** How to continue from the main package. */
export interface Following {
  /** The files of one of the plugin's own packages, so that names in it can be followed; undefined for other packages. */
  filesOf?: (importPath: string) => readonly SourceFileOfPackage[] | undefined;
  /**
   * Called if only a type checker knows the type of a name.
   * @param importPath - of a package that is not followed.
   */
  unclear?: (importPath: string | undefined) => void;
}

/**
 * Finds the types that the exported functions and variables of a main package expose, directly and through the plugin's
 * types: aliases, exported and embedded fields, exported methods, type arguments, function types. A host can look up
 * neither generic functions nor methods: they count only on the path to a type.
 * @param files - all files of the main package.
 * @param isWanted - whether types of a package must be reported, by original import path.
 * @param packageNameOf - the name in the package clause of an imported package.
 */
export function findLeakedTypes(
  files: readonly SourceFileOfPackage[],
  isWanted: (importPath: string) => boolean,
  packageNameOf: (importPath: string) => string,
  following: Following = {},
): LeakedType[] {
  const knowledge = { ...following, isWanted, packageNameOf };
  const packages = new OwnPackages(files, knowledge);
  return files.flatMap((file) => {
    const functions = file.declarations.functions.filter((f) => f.receiver === undefined && !f.generic);
    const variables = file.declarations.values.filter(({ kind }) => kind === 'var');
    const symbols = [
      ...functions.map((f) => {
        const dynamic = f.results.some(saysNothing) ? [UNCLEAR] : [];
        return { declared: f, symbolKind: 'func' as const, start: [...signature(f, file), ...dynamic] };
      }),
      ...variables.map((v) => ({ declared: v, symbolKind: 'var' as const, start: inferred(v, file) })),
    ];
    return symbols
      .filter(({ declared }) => isExported(declared.name))
      .flatMap(({ declared: { name, line, column }, symbolKind, start }) =>
        leaksFrom(start, packages, knowledge).map((leak) => {
          return { symbol: name, symbolKind, file: file.file, line, column, ...leak };
        }),
      );
  });
}

interface Knowledge extends Following {
  isWanted: (importPath: string) => boolean;
  packageNameOf: (importPath: string) => string;
}

type Leak = Pick<LeakedType, 'importPath' | 'typeName' | 'via'>;

function leaksFrom(
  start: readonly (Step | typeof UNCLEAR)[],
  packages: OwnPackages,
  { isWanted, packageNameOf, unclear }: Knowledge,
): Leak[] {
  const leaks = new Map<string, Leak>();
  const seen = new Set<string>();
  const report = ({ reference: { name }, as, via }: Step, importPath: string): void => {
    const qualified = `${packageNameOf(importPath)}.${name}`;
    const typeName =
      as === 'type' ? name : as === 'value' ? `value of ${qualified}` : `result of ${qualified}`;
    const leakKey = `${importPath} ${typeName}`;
    if (!leaks.has(leakKey)) leaks.set(leakKey, { importPath, typeName, via });
    // The type of a value, or the result of a function, may be declared in another package.
    if (as !== 'type') unclear?.(importPath);
  };
  // Breadth first, so that `via` is a shortest path. The loop also visits the steps that it appends.
  const steps = [...start];
  for (const step of steps) {
    if (step === UNCLEAR) {
      unclear?.(undefined);
      continue;
    }
    const { qualifier, name } = step.reference;
    const key = JSON.stringify([step.file.file, step.as, qualifier, name]);
    if (seen.has(key)) continue;
    seen.add(key);

    const onwards = qualifier === undefined ? packages.of(step.file)?.follow(step) : undefined;
    if (onwards !== undefined) {
      for (const onward of onwards) steps.push(onward);
      continue;
    }
    for (const importPath of importsMeant(step, packageNameOf)) {
      const own = packages.named(importPath);
      const inOwn = own?.follow(step);
      steps.push(...(inOwn ?? []));
      // The plugin's own values are followed to their types; of the plugin's types only the outermost is reported.
      const isMeant = inOwn === undefined || (step.as === 'type' && packages.isMain(step.file));
      if (isMeant && isWanted(importPath)) report(step, importPath);
      else if (inOwn === undefined) unclear?.(importPath);
    }
  }
  return [...leaks.values()];
}

/** The imports that can give a name its meaning: the one it is qualified with, or each dot import. */
function importsMeant({ reference, file }: Step, packageNameOf: (importPath: string) => string): string[] {
  const { qualifier, name } = reference;
  if (qualifier === undefined && PREDECLARED.has(name)) return [];
  return file.header.imports
    .filter((spec) => (spec.name ?? packageNameOf(spec.importPath)) === (qualifier ?? '.'))
    .map(({ importPath }) => importPath);
}

/** The main package, and the plugin's other packages that names lead to. */
class OwnPackages {
  readonly #main: PackageNames;
  readonly #named = new Map<string, PackageNames | undefined>();
  readonly #ofFile = new Map<SourceFileOfPackage, PackageNames>();

  constructor(
    main: readonly SourceFileOfPackage[],
    readonly knowledge: Knowledge,
  ) {
    this.#main = this.#add(main, '');
  }

  of(file: SourceFileOfPackage): PackageNames | undefined {
    return this.#ofFile.get(file);
  }

  isMain(file: SourceFileOfPackage): boolean {
    return this.of(file) === this.#main;
  }

  named(importPath: string): PackageNames | undefined {
    if (!this.#named.has(importPath)) {
      const files = this.knowledge.filesOf?.(importPath);
      const prefix = `${this.knowledge.packageNameOf(importPath)}.`;
      this.#named.set(importPath, files && this.#add(files, prefix));
    }
    return this.#named.get(importPath);
  }

  #add(files: readonly SourceFileOfPackage[], prefix: string): PackageNames {
    const names = new PackageNames(files, prefix);
    for (const file of files) this.#ofFile.set(file, names);
    return names;
  }
}

/** The predeclared names of the Go specification; a dot import does not give them. */
const PREDECLARED = new Set(
  `any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string
  uint uint8 uint16 uint32 uint64 uintptr append cap clear close complex copy delete imag len make max min new
  panic print println real recover`.split(/\s+/),
);
