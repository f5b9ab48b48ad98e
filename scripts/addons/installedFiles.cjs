/** Finds compiled code beside the compiled program, for the package that runs on Node. */
const { join } = require('node:path');
const { linkedWithMusl } = require('../../src/base/linkedWithMusl.ts');

/**
 * @param library - `tree-sitter-go`; tree-sitter's own code passes its directory.
 */
module.exports = (library) => {
  const { platform, arch, execPath } = process;
  const musl = platform === 'linux' && linkedWithMusl(execPath);
  const system = [platform, arch, ...(musl ? ['musl'] : [])].join('-');
  return require(join(__dirname, system, `${library === 'tree-sitter-go' ? library : 'tree-sitter'}.node`));
};
