import type Parser from 'tree-sitter';
import type {
  ConstSpecNode,
  FunctionDeclarationNode,
  GoNode,
  MethodDeclarationNode,
  TypeAliasNode,
  TypeSpecNode,
  VarSpecNode,
} from './ast.generated.js';
import type { ByteRange } from '../model/byteRange.js';
import { inferType, type InferredType, resultNodes } from './initializers.js';
import { byteText, parse } from './parser.js';
import {
  positionOf,
  saysNothing,
  type Scope,
  textOf,
  type TypeReference,
  typeReferences,
} from './typeReferences.js';

interface Declared {
  name: string;
  /** Position of the name, both from 1; the column counts bytes. */
  line: number;
  column: number;
}

export interface FunctionDeclaration extends Declared {
  /** Name of the receiver's type, without pointer and type arguments, if it is a method. */
  receiver: string | undefined;
  /** Whether it has type parameters: then it is not a symbol; its instances are. */
  generic: boolean;
  parameters: TypeReference[];
  /** For each result, the types that its type names. */
  results: TypeReference[][];
}

/** A variable or constant, with the types that its declared type names or that its initializer shows. */
export interface ValueDeclaration extends Declared, InferredType {
  kind: 'var' | 'const';
}

export interface TypeDeclaration extends Declared {
  alias: boolean;
  references: TypeReference[];
}

/** The package-level declarations of one file. */
export interface Declarations {
  functions: FunctionDeclaration[];
  values: ValueDeclaration[];
  types: TypeDeclaration[];
}

/**
 * Reads the package-level declarations of a Go file. If the file contains newer syntax that the grammar does not know,
 * mostly inside functions, it reads as much as it can and never fails.
 */
export function parseDeclarations(source: Buffer): Declarations {
  const found: Declarations = { functions: [], values: [], types: [] };
  const scope: Scope = { source, typeParameters: new Set() };
  for (const node of parse(byteText(source.toString('latin1'))).namedChildren)
    readDeclaration(scope, node, found);
  return found;
}

/** The source position of a function (not a method) with that name; undefined if the file does not declare it. */
export function findFunction(source: Buffer, name: string): ByteRange | undefined {
  const scope: Scope = { source, typeParameters: new Set() };
  const found = parse(byteText(source.toString('latin1'))).namedChildren.find(
    (node) => node.type === 'function_declaration' && textOf(scope, node.nameNode) === name,
  );
  return found && { start: found.startIndex, end: found.endIndex };
}

function readDeclaration(scope: Scope, node: GoNode, found: Declarations): void {
  switch (node.type) {
    case 'function_declaration':
      found.functions.push(readFunction(scope, node));
      break;
    case 'method_declaration':
      found.functions.push(readMethod(scope, node));
      break;
    case 'type_spec':
    case 'type_alias':
      found.types.push(readType(scope, node));
      break;
    case 'var_spec':
      for (const value of readValues(scope, node, 'var')) found.values.push(value);
      break;
    case 'const_spec':
      for (const value of readValues(scope, node, 'const')) found.values.push(value);
      break;
    case 'type_declaration':
    case 'var_declaration':
    case 'var_spec_list':
    case 'const_declaration':
      for (const child of node.namedChildren) readDeclaration(scope, child, found);
      break;
    default:
    // Comments, imports, and nodes that only a broken file has here.
  }
}

function readFunction(scope: Scope, node: FunctionDeclarationNode): FunctionDeclaration {
  const generic = node.typeParametersNode !== null;
  return { ...declared(scope, node.nameNode), receiver: undefined, generic, ...readSignature(scope, node) };
}

function readMethod(scope: Scope, node: MethodDeclarationNode): FunctionDeclaration {
  const [receiver, ...typeArguments] = typeReferences(scope, node.receiverNode);
  const inside = { ...scope, typeParameters: new Set(typeArguments.map(({ name }) => name)) };
  const signature = readSignature(inside, node);
  return { ...declared(scope, node.nameNode), receiver: receiver?.name, generic: false, ...signature };
}

function readSignature(
  scope: Scope,
  { parametersNode, resultNode }: FunctionDeclarationNode | MethodDeclarationNode,
): Pick<FunctionDeclaration, 'parameters' | 'results'> {
  return {
    parameters: typeReferences(scope, parametersNode),
    results: resultNodes(resultNode).map((result) => typeReferences(scope, result)),
  };
}

function readType(scope: Scope, node: TypeSpecNode | TypeAliasNode): TypeDeclaration {
  // The grammar does not know an alias with type parameters: it reports an error at the `=`.
  const alias = node.type === 'type_alias' || node.children.some(({ isError }) => isError);
  const parameters = node.type === 'type_alias' ? null : node.typeParametersNode;
  const names = parameters?.namedChildren.flatMap((child) =>
    child.type === 'type_parameter_declaration' ? child.nameNodes.map((name) => textOf(scope, name)) : [],
  );
  const inside = { ...scope, typeParameters: new Set(names) };
  return { ...declared(scope, node.nameNode), alias, references: typeReferences(inside, node.typeNode) };
}

function readValues(
  scope: Scope,
  node: VarSpecNode | ConstSpecNode,
  kind: 'var' | 'const',
): ValueDeclaration[] {
  const names = node.nameNodes.filter(({ type }) => type === 'identifier');
  const values = node.valueNode?.namedChildren.filter(({ type }) => type !== 'comment') ?? [];
  return names.map((name, index) => {
    // One expression can have a value for each name.
    const [value, result] = values.length === names.length ? [values[index], 0] : [values[0], index];
    const inferred =
      node.typeNode !== null || value === undefined
        ? declaredType(scope, node.typeNode)
        : inferType(scope, value, result);
    return { ...declared(scope, name), kind, ...inferred };
  });
}

function declaredType(scope: Scope, node: GoNode | null): InferredType {
  const types = typeReferences(scope, node);
  return {
    types,
    from: undefined,
    ...(node !== null && saysNothing(types) ? { unclear: true as const } : {}),
  };
}

function declared(scope: Scope, name: Parser.SyntaxNode): Declared {
  return { name: textOf(scope, name), ...positionOf(name) };
}
