import type { GoNode } from './ast.generated.js';
import type { GoHeader } from './goHeader.js';
import { byteText, parse } from './parser.js';

/** A call whose name says that it registers something; it calls a function of a package, or of what a package exports. */
export interface RegisterCall {
  importPath: string;
  /** As written after the package name: `Register`, `DefaultRegisterer.MustRegister`. */
  name: string;
  /** Position, both from 1; the column counts bytes. */
  line: number;
  column: number;
}

const REGISTERS = /^(Must)?(Register|Add|Append|Handle|Install|Plug|Provide|Set|Use)/;

/**
 * Finds calls of functions that register something, by their names, in packages that a file imports. The function main
 * is left out, because a plugin never runs it.
 * @param packageNameOf - the name in the package clause of an imported package.
 */
export function findRegisterCalls(
  source: Buffer,
  header: GoHeader,
  packageNameOf: (importPath: string) => string,
): RegisterCall[] {
  const imported = new Map(
    header.imports.map(({ name, importPath }) => [name ?? packageNameOf(importPath), importPath]),
  );
  const text = source.toString('latin1');
  // Few files contain such a name, and the others need not be parsed.
  if (!/\.\s*(Must)?(Register|Add|Append|Handle|Install|Plug|Provide|Set|Use)\w*\s*[([]/.test(text))
    return [];
  const calls: RegisterCall[] = [];
  const pending: GoNode[] = [...(parse(byteText(text)).namedChildren as GoNode[])].reverse();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.type === 'function_declaration' && node.nameNode.text === 'main') continue;
    const callee = node.type === 'call_expression' ? calleeOf(node.functionNode) : undefined;
    const importPath = callee && imported.get(callee.qualifier);
    if (callee !== undefined && importPath !== undefined) {
      const { row, column } = node.startPosition;
      calls.push({ importPath, name: callee.name, line: row + 1, column: column + 1 });
    }
    pending.push(...([...node.namedChildren].reverse() as GoNode[]));
  }
  return calls;
}

/** The parts of `registry.Default().Register`; undefined if it is not a call that registers something. */
function calleeOf(callee: GoNode): { qualifier: string; name: string } | undefined {
  if (callee.type !== 'selector_expression' || !REGISTERS.test(callee.fieldNode.text)) return undefined;
  const fields: string[] = [];
  let node: GoNode = callee;
  for (;;) {
    if (node.type === 'selector_expression') {
      fields.unshift(node.fieldNode.text);
      node = node.operandNode;
    } else if (node.type === 'call_expression') node = node.functionNode;
    else break;
  }
  return node.type === 'identifier' ? { qualifier: node.text, name: fields.join('.') } : undefined;
}
