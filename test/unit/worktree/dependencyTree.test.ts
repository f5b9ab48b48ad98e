/** A shared tree is used as long as it is what was written, and written again whatever has become of it. */
import assert from 'node:assert/strict';
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../src/base/userError.js';
import { provideDependencyTree, type DependencyTree } from '../../../src/worktree/dependencyTree.js';
import type { TreeWriter } from '../../../src/worktree/treeWriter.js';
import { snapshotTree, tempDir } from '../../support/files.js';

const HASH = 'a'.repeat(64);
const MARKER = '.gorename-plugin.json';
const CONTENTS: Record<string, string> = {
  'example.com/dep@v1.0.0/go.mod': 'module t/example.com/dep\n',
  'example.com/dep@v1.0.0/dep.go': 'package dep\n\nconst Name = "one"\n',
  'example.com/dep@v1.0.0/inner/inner.go': 'package inner\n',
  'example.org/other@v1.0.0/other.go': 'package other\n',
};

/** A work directory with a tree that is not written yet. */
const neverWaits = (message: string): void => {
  throw new Error(message);
};

class Place {
  readonly tree: DependencyTree = { dir: join(tempDir(), 'modules/t'), hash: HASH };
  written = 0;

  constructor() {
    mkdirSync(dirname(this.tree.dir));
  }

  path(...parts: string[]): string {
    return join(this.tree.dir, ...parts);
  }

  /**
   * @param before - what happens before this writes anything.
   */
  async provide(before: () => Promise<void> | void = () => undefined): Promise<void> {
    await provideDependencyTree(this.tree, neverWaits, async (writer: TreeWriter) => {
      this.written++;
      await before();
      for (const [path, content] of Object.entries(CONTENTS)) writer.write(path, content);
    });
  }

  assertWhole(): void {
    assert(lstatSync(this.tree.dir).isDirectory());
    const found = readdirSync(this.tree.dir, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && entry.name !== MARKER)
      .map((entry) => join(entry.parentPath, entry.name));
    assert.deepEqual(
      Object.fromEntries(
        found.map((file) => {
          assert(lstatSync(file).isFile());
          return [file.slice(this.tree.dir.length + 1), readFileSync(file, 'utf8')];
        }),
      ),
      CONTENTS,
    );
    const directories = readdirSync(this.tree.dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    assert.deepEqual(directories.sort(), [
      'dep@v1.0.0',
      'example.com',
      'example.org',
      'inner',
      'other@v1.0.0',
    ]);
    // Neither drafts nor locks are left.
    assert.deepEqual(readdirSync(dirname(this.tree.dir)), ['t']);
  }
}

const DEP = 'example.com/dep@v1.0.0/dep.go';
const INNER = 'example.com/dep@v1.0.0/inner';

function replaceText(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8');
  assert(text.includes(from));
  chmodSync(file, 0o644);
  writeFileSync(file, text.replace(from, to));
}

const DAMAGES: Record<string, (place: Place) => void> = {
  'an altered line': (place) => {
    replaceText(place.path(DEP), 'one', 'other');
  },
  'an altered line of equal length, with the times set back': (place) => {
    const { atime, mtime } = statSync(place.path(DEP));
    replaceText(place.path(DEP), 'one', 'two');
    utimesSync(place.path(DEP), atime, mtime);
  },
  'an altered go.mod': (place) => {
    replaceText(place.path('example.com/dep@v1.0.0/go.mod'), 'example.com/dep', 'example.com/evil');
  },
  'a planted source': (place) => {
    writeFileSync(place.path('example.com/dep@v1.0.0/planted.go'), 'package dep\n');
  },
  'a planted source, with the times of its directory set back': (place) => {
    const { atime, mtime } = statSync(place.path(INNER));
    writeFileSync(place.path(INNER, 'planted.go'), 'package inner\n');
    utimesSync(place.path(INNER), atime, mtime);
  },
  'a planted module': (place) => {
    mkdirSync(place.path('example.net'));
    writeFileSync(place.path('example.net/planted.go'), 'package planted\n');
  },
  'a planted directory without files': (place) => {
    mkdirSync(place.path(INNER, 'empty'));
  },
  'a file that was cut off': (place) => {
    truncateSync(place.path(DEP), 8);
  },
  'an empty file': (place) => {
    truncateSync(place.path(DEP), 0);
  },
  'a file that is gone': (place) => {
    unlinkSync(place.path(DEP));
  },
  'a directory that is gone': (place) => {
    rmSync(place.path(INNER), { recursive: true });
  },
  'a renamed file': (place) => {
    renameSync(place.path(DEP), `${place.path(DEP)}.bak`);
  },
  'a link to equal content in place of a file': (place) => {
    const elsewhere = join(tempDir(), 'dep.go');
    renameSync(place.path(DEP), elsewhere);
    symlinkSync(elsewhere, place.path(DEP));
  },
  'a link to equal content in place of a directory': (place) => {
    const elsewhere = join(tempDir(), 'inner');
    cpSync(place.path(INNER), elsewhere, { recursive: true });
    rmSync(place.path(INNER), { recursive: true });
    symlinkSync(elsewhere, place.path(INNER));
  },
  'a directory in place of a file': (place) => {
    unlinkSync(place.path(DEP));
    mkdirSync(place.path(DEP));
  },
  'a file in place of a directory': (place) => {
    rmSync(place.path(INNER), { recursive: true });
    writeFileSync(place.path(INNER), '');
  },
  'a file in place of the tree': (place) => {
    rmSync(place.tree.dir, { recursive: true });
    writeFileSync(place.tree.dir, '');
  },
  'a link that leads nowhere in place of the tree': (place) => {
    rmSync(place.tree.dir, { recursive: true });
    symlinkSync('nowhere', place.tree.dir);
  },
  'no marker': (place) => {
    unlinkSync(place.path(MARKER));
  },
  'an empty directory': (place) => {
    rmSync(place.tree.dir, { recursive: true });
    mkdirSync(place.tree.dir);
  },
  'a crash after which a file has its size and times, but not its content': (place) => {
    replaceText(place.path(DEP), 'one', '\0\0\0');
    const { ino, size, mtimeMs, ctimeMs, mode } = lstatSync(place.path(DEP));
    editMarker(place, (marker) => {
      const entry = marker.files.find(([path]) => path === DEP);
      assert(entry !== undefined);
      entry[1] = `${ino} ${size} ${mtimeMs} ${ctimeMs} ${mode}`;
      marker.boot = 'before the crash';
    });
  },
};

interface Marker {
  boot: string;
  files: [path: string, stamp: string, digest: string][];
}

function editMarker(place: Place, edit: (marker: Marker) => void): void {
  const marker = JSON.parse(readFileSync(place.path(MARKER), 'utf8')) as Marker;
  edit(marker);
  chmodSync(place.path(MARKER), 0o644);
  writeFileSync(place.path(MARKER), JSON.stringify(marker));
}

const DAMAGED_MARKERS = [
  '',
  '[]',
  'null',
  '3',
  '{}',
  '{"hash":3}',
  '{"hash":"a"}',
  `{"hash":"${HASH}"}`,
  `{"hash":"${HASH}","boot":"","directories":[],"files":[]}`,
  `{"hash":"${HASH}","boot":"","directories":[["."]],"files":[["../x","",""]]}`,
  `{"hash":"${HASH}","boot":"","directories":{},"files":{}}`,
];
for (const marker of DAMAGED_MARKERS) {
  DAMAGES[`a marker of '${marker}'`] = (place) => {
    chmodSync(place.path(MARKER), 0o644);
    writeFileSync(place.path(MARKER), marker);
  };
}

for (const [what, damage] of Object.entries(DAMAGES)) {
  test(`the dependency tree is written again, once: ${what}`, async () => {
    const place = new Place();
    await place.provide();
    place.assertWhole();
    damage(place);
    await place.provide();
    place.assertWhole();
    await place.provide();
    assert.equal(place.written, 2);
  });
}

test('an unchanged dependency tree is not written again, and its files are read-only', async () => {
  const place = new Place();
  await place.provide();
  const before = await snapshotTree(place.tree.dir);
  await place.provide();
  assert.deepEqual(await snapshotTree(place.tree.dir), before);
  for (const path of [...Object.keys(CONTENTS), MARKER])
    assert.equal(statSync(place.path(path)).mode & 0o222, 0, path);
});

test('a dependency tree that was copied is used as it is, and read only once', async () => {
  const place = new Place();
  await place.provide();
  const aside = join(tempDir(), 't');
  cpSync(place.tree.dir, aside, { recursive: true });
  rmSync(place.tree.dir, { recursive: true });
  cpSync(aside, place.tree.dir, { recursive: true });
  const copied = readFileSync(place.path(MARKER), 'utf8');
  await place.provide();
  place.assertWhole();
  assert.equal(place.written, 1);
  assert.notEqual(readFileSync(place.path(MARKER), 'utf8'), copied);
  const known = await snapshotTree(place.tree.dir);
  await place.provide();
  assert.deepEqual(await snapshotTree(place.tree.dir), known);
});

test('a dependency tree published by another process is checked: a complete one is used, another one replaced', async () => {
  const place = new Place();
  const other = new Place();
  await other.provide();
  await place.provide(() => {
    if (place.written === 1) renameSync(other.tree.dir, place.tree.dir);
  });
  place.assertWhole();
  assert.equal(place.written, 1);

  const damaged = new Place();
  await damaged.provide(() => {
    if (damaged.written > 1) return;
    mkdirSync(damaged.path('example.com'), { recursive: true });
    writeFileSync(damaged.path('example.com/planted.go'), 'package planted\n');
  });
  damaged.assertWhole();
  assert.equal(damaged.written, 2);
});

test('of several processes that find a damaged dependency tree, one writes it, and the others use that', async () => {
  const place = new Place();
  await place.provide();
  unlinkSync(place.path(DEP));
  await Promise.all([place.provide(), place.provide(), place.provide()]);
  place.assertWhole();
  assert.equal(place.written, 2);
});

test('a complete tree of another dependency set is never replaced', async () => {
  const place = new Place();
  await place.provide();
  const before = await snapshotTree(place.tree.dir);
  const other = provideDependencyTree({ ...place.tree, hash: 'b'.repeat(64) }, neverWaits, () =>
    Promise.resolve(),
  );
  await assert.rejects(
    other,
    (error) => error instanceof UserError && /contains another/.test(error.message),
  );
  assert.deepEqual(await snapshotTree(place.tree.dir), before);
});
