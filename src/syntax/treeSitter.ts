import { createRequire } from 'node:module';
import { join } from 'node:path';
import type Parser from 'tree-sitter';
import { PACKAGE_ROOT } from '../base/packageRoot.js';

/** The tree-sitter library and its grammar of Go. */
export interface TreeSitter {
  Parser: typeof Parser;
  language: unknown;
}

/**
 * Loads the library. It is a separate file, because it is not in JavaScript's strict mode.
 * @throws Error if its compiled code is missing, or made for another system.
 */
export function loadTreeSitter(): TreeSitter {
  return createRequire(import.meta.url)(join(PACKAGE_ROOT, 'dist/addons/main.cjs')) as TreeSitter;
}
