/**
 * The tree-sitter library with its grammar of Go; scripts/program/compile.ts compiles both to one file, in which
 * `node-gyp-build`, with which the library finds its compiled code, is one of the other files in this directory.
 */
const { name, language } = require('node-gyp-build')('tree-sitter-go');
module.exports = {
  Parser: require('tree-sitter'),
  // The library adds properties to it; not every runtime allows that for objects of compiled code.
  language: { name, language, nodeTypeInfo: require('tree-sitter-go/src/node-types.json') },
};
