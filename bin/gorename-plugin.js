#!/usr/bin/env node
import module from 'node:module';
import process from 'node:process';

module.enableCompileCache?.();
try {
  // Imported after the cache is on, or the program itself would not be cached.
  const { main } = await import('../dist/cli/main.js');
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  // The program reports its own failures; this is for when its code cannot be read.
  if (!(error instanceof Error) || !('syscall' in error)) throw error;
  process.stderr.write(
    `gorename-plugin: ${error.message}\nRaise the limit of open files (\`ulimit -n\`), or install it again.\n`,
  );
  process.exitCode = 2;
}
