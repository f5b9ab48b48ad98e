import type Parser from 'tree-sitter';
import type { GoNode } from './ast.generated.js';

/** A node and those around it. */
export interface Ancestry {
  node: GoNode;
  /** The parent of the node, or of one around it. */
  parentOf: (node: Parser.SyntaxNode) => GoNode | null;
}

/**
 * The smallest node around a piece of text, with its ancestors, found in one pass from the root. The binding's `parent`
 * searches from the root each time: to go up to the root takes time with the square of the depth, and the depth of an
 * expression is not limited.
 */
export function ancestryAt(root: Parser.SyntaxNode, start: number, end: number): Ancestry {
  const parents = new Map<number, GoNode>();
  const cursor = root.walk();
  let node = root as GoNode;
  // The binding returns the child's index, which may be 0, or null; its types say boolean.
  const descend = (): unknown => cursor.gotoFirstChildForIndex(start);
  while (descend() !== null) {
    // It may stop at a child whose end is the start of the text.
    while (cursor.endIndex <= start && cursor.gotoNextSibling());
    if (cursor.startIndex > start || cursor.endIndex < end) break;
    const child = cursor.currentNode as GoNode;
    parents.set(child.id, node);
    node = child;
  }
  return { node, parentOf: ({ id }) => parents.get(id) ?? null };
}
