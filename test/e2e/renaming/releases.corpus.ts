import { testRelease } from './releases.js';

for (const release of ['go1.18.10', 'go1.20.14', 'go1.22.12', 'go1.27.0']) {
  testRelease(release, ['imports/plugin', 'embed/plugin', 'symbols/plugin', 'cgo/plugin/cmd/plug']);
}
