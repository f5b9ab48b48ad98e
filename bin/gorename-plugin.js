#!/usr/bin/env node
// Old versions of Node.js must be able to run this file, because it says which one is needed: CommonJS, and no new syntax.
'use strict';

const nodeModule = require('module');
const engines = require('../package.json').engines;

if (isSupported(process.versions.node)) {
  start();
} else {
  fail(
    `Node.js ${process.versions.node} (${process.execPath}) is not supported`,
    'Install Node.js 20.19 or a later 20.x, or 22.12 or newer. It must come first in PATH. Debian 12 has Node.js 18.',
  );
}

/** Whether a version is in the range of package.json: `^20.19 || >=22.12`. */
function isSupported(version) {
  const found = version.split('.').map(Number);
  return engines.node.split(' || ').some((range) => {
    const wanted = range.replace(/^\D+/, '').split('.').map(Number);
    const isNewer = found[0] > wanted[0];
    return isNewer ? range.indexOf('>=') === 0 : found[0] === wanted[0] && found[1] >= wanted[1];
  });
}

function start() {
  if (nodeModule.enableCompileCache) nodeModule.enableCompileCache();
  // Imported after the cache is on, or the program itself would not be cached.
  import('../dist/cli/main.js')
    .then((program) => program.main(process.argv.slice(2)))
    .then((exitCode) => {
      process.exitCode = exitCode;
    })
    .catch((error) => {
      // The program reports its own failures; this is for when its code cannot be read.
      if (!(error instanceof Error) || !('syscall' in error)) throw error;
      fail(error.message, 'Raise the limit of open files (`ulimit -n`), or install it again.');
    });
}

function fail(message, advice) {
  process.stderr.write(`gorename-plugin: ${message}\n${advice}\n`);
  process.exitCode = 2;
}
