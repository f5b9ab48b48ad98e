/** The module that contains a package: the longest path that is a prefix of the import path, element by element. */
export function moduleOf<T>(modules: ReadonlyMap<string, T>, importPath: string): T | undefined {
  for (
    let path = importPath;
    path !== '.' && path !== '';
    path = path.slice(0, Math.max(0, path.lastIndexOf('/')))
  ) {
    const module = modules.get(path);
    if (module !== undefined) return module;
  }
  return undefined;
}
