/** `npm run generate`: writes the typed syntax nodes. */
import { writeFile } from 'node:fs/promises';
import { generateSyntaxTypes, OUTPUT } from './syntaxTypes.js';

await writeFile(OUTPUT, await generateSyntaxTypes());
