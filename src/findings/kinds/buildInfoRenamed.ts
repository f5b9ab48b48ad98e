import { defineFinding } from '../defineFinding.js';

/** The names of the original modules do not fit into the place that the linker has made for build info. */
export interface BuildInfoRenamed {
  kind: 'build-info-renamed';
}

export const buildInfoRenamed = defineFinding<BuildInfoRenamed>({
  kind: 'build-info-renamed',
  severity: 'warning',
  why: 'Scanners look for vulnerabilities by the module names in build info, so they find none in this file.',
  reportedBy: ['build'],
  describe: () => ({
    message: 'build info names the modules as they are built, since their original names do not fit',
    advice:
      'Scan the sources instead (`govulncheck ./...`), or use a longer --prefix, which makes room for the original names.',
  }),
});
