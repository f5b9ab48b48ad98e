/**
 * Makes the executable for this system: `dist/gorename-plugin`.
 *
 *   tsx scripts/executable.ts
 */
import { join } from 'node:path';
import { addonOfThisSystem } from './program/addons.js';
import { makeExecutable } from './program/executable.js';
import { projectDir } from './program/project.js';

await makeExecutable({ outfile: join(projectDir, 'dist/gorename-plugin'), addon: addonOfThisSystem });
