/**
 * A linker version script that makes exactly the named symbols local (GNU ld, "VERSION command"). Unlike visibility
 * flags it reaches C++, `.globl` in assembly and an explicit visibility("default"); quotes keep names from being patterns.
 */
export function versionScript(localSymbols: readonly string[]): string {
  // ld does not accept an empty list.
  if (localSymbols.length === 0) return '{\n};\n';
  return `{\n  local:\n${localSymbols.map((symbol) => `    "${symbol}";\n`).join('')}};\n`;
}
