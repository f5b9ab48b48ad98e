import type {
  Declarations,
  FunctionDeclaration,
  TypeDeclaration,
  ValueDeclaration,
} from '../syntax/declarations.js';
import type { GoHeader } from '../syntax/goHeader.js';
import type { InferredType } from '../syntax/initializers.js';
import { isExported, saysNothing, type TypeReference } from '../syntax/typeReferences.js';

/** One file of a package. */
export interface SourceFileOfPackage {
  file: string;
  header: GoHeader;
  declarations: Declarations;
}

/** A name on the path to a type, in the file whose imports give it its meaning. */
export interface Step {
  reference: TypeReference;
  /** What is meant: a type; or the type of a value or function, or of one result of a function. */
  as: 'type' | 'value' | { result: number };
  file: SourceFileOfPackage;
  via: string[];
}

/** A step that needs a type checker. */
export const UNCLEAR = 'unclear' as const;

/** The package-level names of one package. */
export class PackageNames {
  readonly #types = new Map<string, { file: SourceFileOfPackage; declaration: TypeDeclaration }>();
  readonly #functions = new Map<string, { file: SourceFileOfPackage; declaration: FunctionDeclaration }>();
  readonly #values = new Map<string, { file: SourceFileOfPackage; declaration: ValueDeclaration }>();
  readonly #methods = new Map<string, { file: SourceFileOfPackage; declaration: FunctionDeclaration }[]>();

  /**
   * @param prefix - goes before the names of types: `impl.`, or nothing for the main package.
   */
  constructor(
    files: readonly SourceFileOfPackage[],
    readonly prefix: string,
  ) {
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

  /** What a name of the package leads to, or undefined if the package has no such name. */
  follow({ reference: { name }, as, via }: Step): (Step | typeof UNCLEAR)[] | undefined {
    const type = this.#types.get(name);
    if (type !== undefined) {
      const passed = [...via, this.prefix + name];
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
    const { file, declaration } = called;
    if (typeof as !== 'object') return signature(declaration, file, via);
    const result = declaration.results[as.result] ?? [];
    // Type arguments may be inferred from the arguments of the call.
    return [
      ...typeSteps(result, file, via),
      ...(declaration.generic || saysNothing(result) ? [UNCLEAR] : []),
    ];
  }
}

function typeSteps(references: readonly TypeReference[], file: SourceFileOfPackage, via: string[]): Step[] {
  return references.map((reference) => ({ reference, as: 'type', file, via }));
}

/** The types of a function's parameters and results. */
export function signature(
  { parameters, results }: FunctionDeclaration,
  file: SourceFileOfPackage,
  via: string[] = [],
): Step[] {
  return typeSteps([...parameters, ...results.flat()], file, via);
}

/** The types that the declaration of a value leads to. */
export function inferred(
  value: InferredType,
  file: SourceFileOfPackage,
  via: string[] = [],
): (Step | typeof UNCLEAR)[] {
  const steps = typeSteps(value.types, file, via);
  if (value.unclear === true) return [...steps, UNCLEAR];
  if (value.from === undefined) return steps;
  const { reference, called, result } = value.from;
  return [...steps, { reference, as: called ? { result } : 'value', file, via }];
}
