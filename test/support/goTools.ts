/** Tools for Go programs that tests use, in the versions that they are tested with. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from './files.js';
import { run } from './process.js';

const PACKAGES = {
  dlv: 'github.com/go-delve/delve/cmd/dlv@v1.27.2',
  // It reads a database in a directory.
  govulncheck: 'golang.org/x/vuln/cmd/govulncheck@v1.1.4',
};

/**
 * Installs a tool; the go command keeps what it has compiled.
 * @returns its path. It needs no shared libraries.
 */
export async function installGoTool(name: keyof typeof PACKAGES): Promise<string> {
  const bin = tempDir();
  const env = { GOBIN: bin, GOFLAGS: '', CGO_ENABLED: '0' };
  const { exitCode, stderr } = await run('go', ['install', PACKAGES[name]], { env });
  assert.equal(exitCode, 0, stderr);
  return join(bin, name);
}

/**
 * Writes a database for govulncheck.
 * @param planted - whether it has a vulnerability, GO-2026-9001 of gjson.
 * @returns its directory.
 */
export function writeVulnerabilities(planted: boolean): string {
  const id = 'GO-2026-9001';
  const modified = '2026-01-01T00:00:00Z';
  const path = 'github.com/tidwall/gjson';
  const affected = {
    package: { name: path, ecosystem: 'Go' },
    ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.14.9' }] }],
    ecosystem_specific: { imports: [{ path, symbols: ['Get', 'Parse'] }] },
  };
  const entry = {
    schema_version: '1.3.1',
    id,
    modified,
    published: modified,
    summary: 'planted',
    details: 'planted',
  };
  const files = {
    'index/db.json': { modified },
    'index/modules.json': planted ? [{ path, vulns: [{ id, modified, fixed: '1.14.9' }] }] : [],
    'index/vulns.json': planted ? [{ id, modified }] : [],
    [`ID/${id}.json`]: {
      ...entry,
      affected: [affected],
      database_specific: { url: 'https://example.com/planted' },
    },
  };
  const database = tempDir();
  for (const folder of ['index', 'ID']) mkdirSync(join(database, folder));
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(database, name), JSON.stringify(content));
  return database;
}
