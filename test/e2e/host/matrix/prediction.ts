/** What `verify --host` says before. */
import { readHost } from '../../../../src/host/readHost.js';
import { UserError } from '../../../../src/base/userError.js';
import { severityOf, type Finding } from '../../../../src/findings/finding.js';
import type { HostInfo } from '../../../../src/model/host.js';
import type { BuiltPlugin } from '../../../../src/model/builtPlugin.js';
import type { Verdict } from '../../../../src/predict/prediction.js';
import { predictOpen } from '../../../../src/predict/predictOpen.js';
import { Binary } from '../../../../src/binary/goBinary.js';
import { readPlugin } from '../../../../src/binary/readPlugin.js';

export interface Predicted {
  /** One for each file; only one, `refused`, if a file is not a plugin. */
  verdicts: Verdict[];
  /** The causes named for each file, errors only. */
  causes: string[][];
  /** Import paths of all packages that differ, for each file. */
  differing: string[][];
  /** It is said to depend on the system that the host runs on. */
  conditional: boolean;
  /** A plugin linked with glibc for a host linked with musl: it loads if musl happens to have all that it asks for. */
  byLuck: boolean;
}

/** Predicts as the command does, but reads each file only once. */
export class Predictor {
  readonly #hosts = new Map<string, Promise<HostInfo>>();
  readonly #plugins = new Map<string, Promise<BuiltPlugin>>();

  /**
   * @param glibc - that the system has.
   */
  constructor(readonly glibc: string) {}

  async predict(host: string, files: readonly string[]): Promise<Predicted> {
    try {
      const info = await once(this.#hosts, host, () => readHost(host, '/'));
      const plugins = await Promise.all(
        files.map((file) => once(this.#plugins, file, () => readPlugin(new Binary(file, '/')))),
      );
      const predictions = predictOpen(info, plugins, this.glibc);
      return {
        verdicts: predictions.map(({ verdict }) => verdict),
        causes: predictions.map(({ findings }) => findings.flatMap(nameCauses)),
        differing: predictions.map(({ differing }) => differing),
        conditional: predictions.some(({ findings }) =>
          findings.some(({ kind }) => kind === 'library-not-in-host'),
        ),
        byLuck: predictions.some(({ findings }) =>
          findings.some((finding) => finding.kind === 'c-library-differs' && finding.hostCLibrary === 'musl'),
        ),
      };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return {
        verdicts: ['refused'],
        causes: [['no plugin']],
        differing: [],
        conditional: false,
        byLuck: false,
      };
    }
  }
}

function once<T>(known: Map<string, Promise<T>>, file: string, read: () => Promise<T>): Promise<T> {
  const result = known.get(file) ?? read();
  known.set(file, result);
  return result;
}

/** `-trimpath`, `packages: version`, `already loaded: path`, or the kind of a finding. */
function nameCauses(finding: Finding): string[] {
  if (severityOf(finding) !== 'error') return [];
  switch (finding.kind) {
    case 'settings-differ':
      return finding.settings.map(({ setting }) => setting);
    case 'packages-differ':
      return [`packages: ${finding.cause}`];
    case 'plugin-already-loaded':
      return [`already loaded: ${finding.cause}`];
    default:
      return [finding.kind];
  }
}
