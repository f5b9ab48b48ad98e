import type Parser from 'tree-sitter';
import type { GoNode } from './ast.generated.js';
import { AncestryFinder, type Ancestry } from './ancestry.js';
import type { ByteRange } from '../model/byteRange.js';
import { wordPattern } from './lexer.js';

/**
 * The source ranges, inside of functions, in which a name means something declared there and not what the file's imports
 * say: the declaring names themselves, and their scopes. Package-level declarations cannot have the name of an import, so
 * only what the specification ("Declarations and scope") says about functions matters; labels and fields have separate
 * name spaces.
 * @param name - as in `text`, the tree's source with one character per byte.
 */
export function findShadows(root: Parser.SyntaxNode, text: string, name: string): ByteRange[] {
  const types = new Set(['identifier', 'type_identifier', 'package_identifier']);
  const ancestry = new AncestryFinder(root);
  // Checks each occurrence of the name: to visit every identifier of a file takes longer than to parse it.
  return [...text.matchAll(new RegExp(wordPattern(name), 'g'))].flatMap(({ index }) => {
    const { node, parentOf } = ancestry.at(index, index + name.length);
    if (!types.has(node.type) || node.endIndex - node.startIndex !== name.length) return [];
    const scope = scopeOf(node, parentOf);
    return scope === undefined ? [] : [nodeRange(node), scope];
  });
}

type ParentOf = Ancestry['parentOf'];

/** The scope of the declaration by `name`; undefined if it declares nothing. */
function scopeOf(name: GoNode, parentOf: ParentOf): ByteRange | undefined {
  const parent = parentOf(name);
  if (parent === null) return undefined;
  switch (parent.type) {
    case 'expression_list':
      return isLeftSide(parent, parentOf) ? declaredInStatement(parentOf(parent), parentOf) : undefined;
    case 'var_spec':
    case 'const_spec':
      return isNameOf(name, parent.nameNodes) ? enclosing(parent, parent.endIndex, parentOf) : undefined;
    case 'type_spec':
    case 'type_alias':
      return isNameOf(name, [parent.nameNode]) ? enclosing(parent, name.startIndex, parentOf) : undefined;
    case 'parameter_declaration':
    case 'type_parameter_declaration':
      return isNameOf(name, parent.nameNodes) ? declaredInSignature(parent, parentOf) : undefined;
    case 'variadic_parameter_declaration':
      return parent.nameNode !== null && isNameOf(name, [parent.nameNode])
        ? declaredInSignature(parent, parentOf)
        : undefined;
    case 'type_elem':
      return declaredByReceiver(parent, parentOf);
    default:
      return undefined;
  }
}

function isNameOf(name: Parser.SyntaxNode, names: readonly Parser.SyntaxNode[]): boolean {
  return names.some(({ startIndex }) => startIndex === name.startIndex);
}

/** Whether an expression list is the left side of `:=`. */
function isLeftSide(list: Parser.SyntaxNode, parentOf: ParentOf): boolean {
  const statement = parentOf(list);
  switch (statement?.type) {
    case 'short_var_declaration':
      return statement.leftNode.startIndex === list.startIndex;
    case 'range_clause':
    case 'receive_statement':
      return statement.leftNode?.startIndex === list.startIndex && statement.children[1]?.type === ':=';
    case 'type_switch_statement':
      return true;
    default:
      return false;
  }
}

/** From the end of the declaring statement to the end of the innermost block, clause or statement around it. */
function declaredInStatement(statement: GoNode | null, parentOf: ParentOf): ByteRange | undefined {
  if (statement === null) return undefined;
  if (statement.type === 'type_switch_statement')
    return { start: statement.valueNode.endIndex, end: statement.endIndex };
  return enclosing(statement, statement.endIndex, parentOf);
}

function nodeRange({ startIndex, endIndex }: Parser.SyntaxNode): ByteRange {
  return { start: startIndex, end: endIndex };
}

const BLOCKS = new Set([
  'block',
  'if_statement',
  'for_statement',
  'expression_switch_statement',
  'type_switch_statement',
  'expression_case',
  'type_case',
  'default_case',
  'communication_case',
]);

function enclosing(declaration: Parser.SyntaxNode, start: number, parentOf: ParentOf): ByteRange | undefined {
  for (let node = parentOf(declaration); node !== null; node = parentOf(node)) {
    if (BLOCKS.has(node.type)) return { start, end: node.endIndex };
  }
  return undefined;
}

/** The scope of parameters, results and receivers is the body; that of type parameters is the whole declaration. */
function declaredInSignature(parameter: GoNode, parentOf: ParentOf): ByteRange | undefined {
  const list = parentOf(parameter);
  const owner = list && parentOf(list);
  switch (owner?.type) {
    case 'type_spec':
      return nodeRange(owner);
    case 'function_declaration':
      if (parameter.type === 'type_parameter_declaration') return nodeRange(owner);
      return owner.bodyNode === null ? undefined : nodeRange(owner.bodyNode);
    case 'method_declaration':
      return owner.bodyNode === null ? undefined : nodeRange(owner.bodyNode);
    case 'func_literal':
      return nodeRange(owner.bodyNode);
    default:
      // A function's type: its parameters' names have no scope.
      return { start: parameter.startIndex, end: parameter.startIndex };
  }
}

/** The type arguments of a receiver are declarations, not uses: `func (l *list[T]) …`. */
function declaredByReceiver(argument: GoNode, parentOf: ParentOf): ByteRange | undefined {
  let list: GoNode | null = argument;
  while (list !== null && list.type !== 'parameter_list') list = parentOf(list);
  const method = list && parentOf(list);
  const declares =
    method?.type === 'method_declaration' && method.receiverNode.startIndex === list?.startIndex;
  return declares ? nodeRange(method) : undefined;
}
