import type { GoNode } from './ast.generated.js';
import { AncestryFinder, type Ancestry } from './ancestry.js';
import type { GoHeader } from './goHeader.js';
import { byteText, parse } from './parser.js';
import type { WantedNames } from '../model/wantedNames.js';
import { findSelectors } from './selectors.js';

/** Code that runs when its package is initialized, and that changes what another package exports. */
export interface InitWrite {
  importPath: string;
  name: string;
  /** Position, both from 1; the column counts bytes. */
  line: number;
  column: number;
}

/** Methods that change their receiver permanently; a second call panics. */
const CHANGING_METHODS = new Set(['RegisterProtocol']);

const PARTS = /(?:\s*\.\s*\w+|\s*\.\s*\([^()]*\)|\s*\[[^\]]*\])*/.source;
const ASSIGNMENT = /(?:,[^\n(){}]*)?(?:[-+*/%&|^]|<<|>>|&\^)?=(?!=)/.source;
const METHOD = `\\.\\s*(?:${[...CHANGING_METHODS].join('|')})\\b`;

/** What follows a name: a call, or an assignment to the variable or parts of it, or a method that changes it. */
const WRITTEN = `(?:\\s*\\(|${PARTS}\\s*(?:${ASSIGNMENT}|${METHOD}))`;

/** The same after a qualifier, or at the name itself under a dot import. */
const NAME_WRITTEN = new RegExp(`\\s*(?:\\.\\s*)?\\w+${WRITTEN}`, 'y');

/** Calls that only read. */
const ASKING = /^(GOMAXPROCS\(0|(GOMAXPROCS|SetMutexProfileFraction|SetMemoryLimit)\(-)/;

/**
 * Finds calls of `wanted` functions, and assignments to `wanted` variables or parts of them, that run during
 * initialization: in functions `init` and in the initializers of package-level variables. It sees only the code there,
 * not the functions that this code calls.
 */
export function findInitWrites(source: Buffer, header: GoHeader, wanted: WantedNames): InitWrite[] {
  const text = source.toString('latin1');
  const imported = new Map(
    [...wanted].filter(([path]) => header.imports.some((spec) => spec.importPath === path)),
  );
  // Few files contain any, and most of the others can be excluded without parsing.
  if (imported.size === 0 || !initWritePattern(imported).test(text)) return [];
  const written = findSelectors(source, header, imported).filter(({ qualifier, doubt }) => {
    NAME_WRITTEN.lastIndex = qualifier.end;
    return doubt !== 'left' && NAME_WRITTEN.test(text);
  });
  if (written.length === 0) return [];
  const ancestry = new AncestryFinder(parse(byteText(text)));
  return written.flatMap(({ importPath, name, qualifier, line, column }) => {
    const { node, parentOf } = ancestry.at(qualifier.start, qualifier.start + 1);
    const use = qualifier.start === qualifier.end ? node : parentOf(node);
    return use !== null && isWrite(use, name, parentOf) && runsAtInit(use, parentOf)
      ? [{ importPath, name, line, column }]
      : [];
  });
}

/** Finds the files that may contain such writes, in their text with one character per byte, without the imports. */
export function initWritePattern(wanted: WantedNames): RegExp {
  const names = new Set([...wanted.values()].flatMap((names) => [...names]));
  return new RegExp(`\\b(?:${[...names].join('|')})${WRITTEN}`);
}

type ParentOf = Ancestry['parentOf'];

function isWrite(use: GoNode, name: string, parentOf: ParentOf): boolean {
  const parent = parentOf(use);
  if (parent?.type !== 'call_expression') return isChanged(use, parentOf);
  return parent.functionNode.id === use.id && !ASKING.test(name + parent.argumentsNode.text);
}

/** Whether a variable, or the part of it that an expression selects, is assigned to. */
function isChanged(use: GoNode, parentOf: ParentOf): boolean {
  let part = use;
  for (let parent = parentOf(part); parent !== null; part = parent, parent = parentOf(part)) {
    switch (parent.type) {
      case 'selector_expression':
        if (CHANGING_METHODS.has(parent.fieldNode.text)) return true;
        break;
      case 'type_assertion_expression':
      case 'parenthesized_expression':
        break;
      case 'index_expression':
        if (parent.operandNode.id !== part.id) return false;
        break;
      case 'expression_list': {
        const statement = parentOf(parent);
        return statement?.type === 'assignment_statement' && statement.leftNode.id === parent.id;
      }
      default:
        return false;
    }
  }
  return false;
}

function runsAtInit(use: GoNode, parentOf: ParentOf): boolean {
  for (let node = parentOf(use); node !== null; node = parentOf(node)) {
    if (node.type === 'method_declaration') return false;
    if (node.type === 'function_declaration') return node.nameNode.text === 'init';
    if (node.type === 'func_literal' && !isCalledAtOnce(node, parentOf)) return false;
  }
  return true;
}

function isCalledAtOnce(literal: GoNode, parentOf: ParentOf): boolean {
  let callee = literal;
  let parent = parentOf(callee);
  for (; parent?.type === 'parenthesized_expression'; parent = parentOf(callee)) callee = parent;
  return parent?.type === 'call_expression' && parent.functionNode.id === callee.id;
}
