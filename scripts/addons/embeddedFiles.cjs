/** Compiled code that is in the executable. The dynamic linker can only load files. */
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { homedir, tmpdir } = require('node:os');
const { join } = require('node:path');

/**
 * @param library - `tree-sitter-go`; tree-sitter's own code passes its directory.
 */
module.exports = (library) => {
  const name = `${library === 'tree-sitter-go' ? library : 'tree-sitter'}.node`;
  const code = readFileSync(`/$bunfs/root/addons/${name}`);
  // A directory for temporary files may be mounted with noexec, or be full.
  try {
    return loadFrom(tmpdir(), name, code);
  } catch (error) {
    try {
      return loadFrom(homedir(), name, code);
    } catch {
      throw error;
    }
  }
};

/** Loads code from a file that only this user can write, which is removed at once. */
function loadFrom(dir, name, code) {
  const own = mkdtempSync(join(dir, '.gorename-plugin-'));
  try {
    const file = join(own, name);
    writeFileSync(file, code);
    const loaded = { exports: {} };
    process.dlopen(loaded, file);
    return loaded.exports;
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}
