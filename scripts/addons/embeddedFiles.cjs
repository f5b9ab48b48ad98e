/** Compiled code that is in the executable: bun finds these names. */
module.exports = (library) =>
  library === 'tree-sitter-go' ? require('./tree-sitter-go.node') : require('./tree-sitter.node');
