/** Fails when the generated syntax nodes are not what the generator would write now. */
import { readFile } from 'node:fs/promises';
import { generateSyntaxTypes, OUTPUT } from './syntaxTypes.js';

if ((await readFile(OUTPUT, 'utf8').catch(() => '')) !== (await generateSyntaxTypes())) {
  console.error(`${OUTPUT} is stale: run npm run generate`);
  process.exitCode = 1;
}
