/** Whether an import path has an `internal` element: only packages below the same root may import it. */
export function isInternal(importPath: string): boolean {
  return importPath.split('/').includes('internal');
}
