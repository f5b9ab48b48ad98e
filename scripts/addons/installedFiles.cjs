/** Finds compiled code beside the compiled program, for the package that runs on Node. */
const { closeSync, openSync, readSync } = require('node:fs');
const { join } = require('node:path');

/**
 * @param library - `tree-sitter-go`; tree-sitter's own code passes its directory.
 */
module.exports = (library) => {
  const target = [process.platform, process.arch, ...(usesMusl() ? ['musl'] : [])].join('-');
  return require(join(__dirname, target, `${library === 'tree-sitter-go' ? library : 'tree-sitter'}.node`));
};

/** Whether Node is linked with musl: an executable's first bytes name the dynamic linker. */
function usesMusl() {
  if (process.platform !== 'linux') return false;
  const file = openSync(process.execPath, 'r');
  try {
    const start = Buffer.alloc(4096);
    return start.subarray(0, readSync(file, start)).includes('/ld-musl-');
  } finally {
    closeSync(file);
  }
}
