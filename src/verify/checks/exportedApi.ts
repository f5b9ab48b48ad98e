import type {
  Declarations,
  FunctionDeclaration,
  TypeDeclaration,
  ValueDeclaration,
} from '../../syntax/declarations.js';
import type { GoHeader } from '../../syntax/goHeader.js';
import type { InferredType } from '../../syntax/initializers.js';
import { isExported, type TypeReference } from '../../syntax/typeReferences.js';

/** One file of the main package. */
export interface MainFile {
  file: string;
  header: GoHeader;
  declarations: Declarations;
}

/** A type of a renamed package that an exported symbol lets out: the host has another type of that name. */
export interface LeakedType {
  symbol: string;
  symbolKind: 'func' | 'var';
  /** Where the symbol is declared. */
  file: string;
  line: number;
  column: number;
  /** Original path of the type's package. */
  importPath: string;
  /**
   * `Result`; where syntax shows a name but not its type, `result of gjson.Parse` (also for what may be a
   * conversion) or `value of gjson.Default`.
   */
  typeName: string;
  /** The main package's own types on the way from the symbol to the type, outermost first. */
  via: string[];
}

/**
 * Finds what the exported functions and variables of a main package let out, themselves and through its own types:
 * aliases, exported and embedded fields, exported methods, type arguments, function types. Generic functions are
 * no symbols and methods none that a host can look up: they count only on the way.
 * @param files of the main package, all of them; @param isRenamed by original import path;
 * @param packageNameOf the name in the package clause of an imported package.
 */
export function findLeakedTypes(
  files: readonly MainFile[],
  isRenamed: (importPath: string) => boolean,
  packageNameOf: (importPath: string) => string,
): LeakedType[] {
  const main = new MainPackage(files);
  return files.flatMap((file) => {
    const functions = file.declarations.functions.filter((f) => f.receiver === undefined && !f.generic);
    const variables = file.declarations.values.filter(({ kind }) => kind === 'var');
    const symbols = [
      ...functions.map((f) => ({ declared: f, symbolKind: 'func' as const, start: signature(f, file) })),
      ...variables.map((v) => ({ declared: v, symbolKind: 'var' as const, start: inferred(v, file) })),
    ];
    return symbols
      .filter(({ declared }) => isExported(declared.name))
      .flatMap(({ declared: { name, line, column }, symbolKind, start }) =>
        leaksFrom(start, main, isRenamed, packageNameOf).map((leak) => {
          return { symbol: name, symbolKind, file: file.file, line, column, ...leak };
        }),
      );
  });
}

/** A name on the way, in the file whose imports give it its meaning. */
interface Step {
  reference: TypeReference;
  /** A type, or a value or function whose type is meant: as such, or the given one of its results. */
  as: 'type' | 'value' | { result: number };
  file: MainFile;
  via: string[];
}

type Leak = Pick<LeakedType, 'importPath' | 'typeName' | 'via'>;

function leaksFrom(
  start: Step[],
  main: MainPackage,
  isRenamed: (importPath: string) => boolean,
  packageNameOf: (importPath: string) => string,
): Leak[] {
  const leaks = new Map<string, Leak>();
  const seen = new Set<string>();
  // Breadth first, so that `via` is a shortest way. The loop ends with the steps that it appends.
  const steps = [...start];
  for (const step of steps) {
    const { qualifier, name } = step.reference;
    const key = JSON.stringify([step.file.file, step.as, qualifier, name]);
    if (seen.has(key)) continue;
    seen.add(key);

    const onwards = qualifier === undefined ? main.follow(step) : undefined;
    if (onwards !== undefined) {
      for (const onward of onwards) steps.push(onward);
      continue;
    }
    for (const importPath of importsMeant(step, packageNameOf).filter(isRenamed)) {
      const qualified = `${packageNameOf(importPath)}.${name}`;
      const typeName =
        step.as === 'type' ? name : step.as === 'value' ? `value of ${qualified}` : `result of ${qualified}`;
      const leakKey = `${importPath} ${typeName}`;
      if (!leaks.has(leakKey)) leaks.set(leakKey, { importPath, typeName, via: step.via });
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

/** The package-level names of the main package. */
class MainPackage {
  readonly #types = new Map<string, { file: MainFile; declaration: TypeDeclaration }>();
  readonly #functions = new Map<string, { file: MainFile; declaration: FunctionDeclaration }>();
  readonly #values = new Map<string, { file: MainFile; declaration: ValueDeclaration }>();
  readonly #methods = new Map<string, { file: MainFile; declaration: FunctionDeclaration }[]>();

  constructor(files: readonly MainFile[]) {
    for (const file of files) {
      const { types, functions, values } = file.declarations;
      for (const declaration of types) this.#types.set(declaration.name, { file, declaration });
      for (const declaration of values) this.#values.set(declaration.name, { file, declaration });
      for (const declaration of functions) {
        if (declaration.receiver === undefined) {
          this.#functions.set(declaration.name, { file, declaration });
        } else if (isExported(declaration.name)) {
          const methods = this.#methods.get(declaration.receiver) ?? [];
          this.#methods.set(declaration.receiver, [...methods, { file, declaration }]);
        }
      }
    }
  }

  /** Where a name of the package leads on to, or undefined when it is none. */
  follow({ reference: { name }, as, via }: Step): Step[] | undefined {
    const type = this.#types.get(name);
    if (type !== undefined) {
      const passed = [...via, name];
      const methods = this.#methods.get(name) ?? [];
      return [
        ...typeSteps(type.declaration.references, type.file, passed),
        ...methods.flatMap(({ declaration, file }) => signature(declaration, file, passed)),
      ];
    }
    const value = this.#values.get(name);
    if (value !== undefined) return inferred(value.declaration, value.file, via);
    const called = this.#functions.get(name);
    if (called === undefined) return undefined;
    if (typeof as !== 'object') return signature(called.declaration, called.file, via);
    return typeSteps(called.declaration.results[as.result] ?? [], called.file, via);
  }
}

function typeSteps(references: readonly TypeReference[], file: MainFile, via: string[]): Step[] {
  return references.map((reference) => ({ reference, as: 'type', file, via }));
}

function signature({ parameters, results }: FunctionDeclaration, file: MainFile, via: string[] = []): Step[] {
  return typeSteps([...parameters, ...results.flat()], file, via);
}

function inferred(value: InferredType, file: MainFile, via: string[] = []): Step[] {
  const steps = typeSteps(value.types, file, via);
  if (value.from === undefined) return steps;
  const { reference, called, result } = value.from;
  return [...steps, { reference, as: called ? { result } : 'value', file, via }];
}

/** The predeclared names of the Go specification; a dot import does not give them. */
const PREDECLARED = new Set(
  `any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string
  uint uint8 uint16 uint32 uint64 uintptr append cap clear close complex copy delete imag len make max min new
  panic print println real recover`.split(/\s+/),
);
