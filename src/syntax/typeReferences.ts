import type Parser from 'tree-sitter';
import type { GoNode } from './ast.generated.js';

/** A type named in a declaration; `name` alone for a type of the package, a predeclared or a dot-imported one. */
export interface TypeReference {
  /** The package name before it, as the file's imports have it. */
  qualifier: string | undefined;
  name: string;
  /** Position, both from 1; the column counts bytes. */
  line: number;
  column: number;
}

/** The context of the whole file for reading a part of it. */
export interface Scope {
  source: Buffer;
  /** Names that are not types themselves, such as type parameters. */
  typeParameters: ReadonlySet<string>;
}

/**
 * Every type that another package could reach from a type, a parameter list or a result: through pointers, element
 * types, type arguments, function types, exported and embedded fields, exported methods of interfaces.
 */
export function typeReferences(scope: Scope, ...nodes: readonly (GoNode | null)[]): TypeReference[] {
  const found: TypeReference[] = [];
  // No recursion: nesting of types is not limited. What comes first is on top.
  const pending: GoNode[] = [];
  const add = (parts: readonly (GoNode | null)[]): void => {
    for (const part of parts.toReversed()) if (part !== null) pending.push(part);
  };
  add(nodes);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.type === 'type_identifier') {
      const reference = referenceAt(scope, node);
      if (!scope.typeParameters.has(reference.name)) found.push(reference);
    } else if (node.type === 'qualified_type') {
      found.push(referenceAt(scope, node.nameNode, node.packageNode));
    } else {
      add(reachableParts(scope, node));
    }
  }
  return found;
}

/** The parts of a type that another package can reach. */
function reachableParts(scope: Scope, node: GoNode): (GoNode | null)[] {
  switch (node.type) {
    case 'array_type':
      return [node.elementNode];
    case 'parameter_declaration':
    case 'variadic_parameter_declaration':
      return [node.typeNode];
    case 'field_declaration': {
      const embedded = node.nameNodes.length === 0;
      const visible = embedded || node.nameNodes.some((name) => isExported(textOf(scope, name)));
      return visible ? [node.typeNode] : [];
    }
    case 'method_elem':
      return isExported(textOf(scope, node.nameNode)) ? [node.parametersNode, node.resultNode] : [];
    case 'function_type':
      return [node.parametersNode, node.resultNode];
    default:
      return node.namedChildren;
  }
}

/** The reference to a name, with or without a qualifier. */
export function referenceAt(
  scope: Scope,
  name: Parser.SyntaxNode,
  qualifier?: Parser.SyntaxNode,
): TypeReference {
  return {
    qualifier: qualifier && textOf(scope, qualifier),
    name: textOf(scope, name),
    ...positionOf(qualifier ?? name),
  };
}

export function positionOf({ startPosition }: Parser.SyntaxNode): { line: number; column: number } {
  return { line: startPosition.row + 1, column: startPosition.column + 1 };
}

/** The text of a node, from the file: the tree's text has every byte above ASCII replaced. */
export function textOf({ source }: Scope, { startIndex, endIndex }: Parser.SyntaxNode): string {
  return source.toString('utf8', startIndex, endIndex);
}

export function isExported(name: string): boolean {
  return /^\p{Lu}/u.test(name);
}

/** Whether a type may be an empty interface, whose values can have any type. */
export function saysNothing(references: readonly TypeReference[]): boolean {
  return (
    references.length === 0 ||
    references.some(({ qualifier, name }) => qualifier === undefined && name === 'any')
  );
}
