import type Parser from 'tree-sitter';
import type { GoNode } from './ast.generated.js';

/** A node and those around it. */
export interface Ancestry {
  node: GoNode;
  /** The parent of the node, or of one around it. */
  parentOf: (node: Parser.SyntaxNode) => GoNode | null;
}

/**
 * Finds the smallest node around each of several pieces of text, with its ancestors. The binding's own `parent` searches
 * from the root each time: to go up to the root takes time with the square of the depth, and the depth of an expression
 * is not limited. So this goes down, and from one piece to the next only as far up as it has to.
 */
export class AncestryFinder {
  readonly #cursor: Parser.TreeCursor;
  readonly #parents = new Map<number, GoNode>();
  /** The nodes from the root to where the cursor is. */
  readonly #path: GoNode[];

  constructor(root: Parser.SyntaxNode) {
    this.#cursor = root.walk();
    this.#path = [root as GoNode];
  }

  /** Quickest for pieces in the order of the text. */
  at(start: number, end: number): Ancestry {
    const [cursor, path] = [this.#cursor, this.#path];
    while (path.length > 1 && (cursor.startIndex > start || cursor.endIndex < end)) {
      cursor.gotoParent();
      path.pop();
    }
    // The binding returns the child's index, which may be 0, or null; its types say boolean.
    const descend = (): unknown => cursor.gotoFirstChildForIndex(start);
    while (descend() !== null) {
      // It may stop at a child that ends where the text begins.
      while (cursor.endIndex <= start && cursor.gotoNextSibling());
      if (cursor.startIndex > start || cursor.endIndex < end) {
        cursor.gotoParent();
        break;
      }
      const child = cursor.currentNode as GoNode;
      this.#parents.set(child.id, path.at(-1) as GoNode);
      path.push(child);
    }
    return { node: path.at(-1) as GoNode, parentOf: ({ id }) => this.#parents.get(id) ?? null };
  }
}
