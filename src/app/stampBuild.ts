import { relative } from 'node:path';
import { headerOf } from '../gobuild/publishOutput.js';
import { chooseProfile } from '../gobuild/profile.js';
import type { BuildOptions } from '../model/options.js';
import type { Prepared } from '../plan/prepared.js';
import type { ShareOptions } from '../sharing/shareWithHost.js';
import { buildInputs, type BuildInputs } from '../store/buildInputs.js';
import { hostInputs, withConsulted } from '../store/hostInputs.js';
import { stampInputs, type Stamps } from '../store/stamps.js';

/** What shows afterwards whether the build would still be the same; undefined if files do not show it. */
export function stampBuild(
  options: BuildOptions & { share: ShareOptions | undefined },
  prepared: Prepared,
  output: string,
  startedAt: number,
): Stamps | undefined {
  const inputs = inputsOf(options, prepared);
  const outputs = options.buildMode === 'plugin' ? [output] : [output, headerOf(output)];
  return inputs && stampInputs(inputs, startedAt, [...outputs, ...(options.besides ?? [])]);
}

function inputsOf(
  { dir, cwd, host: asked, share }: BuildOptions & { share: ShareOptions | undefined },
  prepared: Prepared,
): BuildInputs | undefined {
  const { consulted, graph } = prepared;
  const profile = chooseProfile(prepared.flags, cwd, dir);
  const inputs = buildInputs(
    consulted === undefined ? prepared : { ...prepared, graph: withConsulted(graph, consulted) },
    dir,
  );
  if (inputs === undefined) return undefined;
  const files = [...inputs.files, ...(profile === undefined ? [] : [profile])];
  if (asked === undefined || share === undefined || consulted === undefined) return { ...inputs, files };
  const ofHost = hostInputs(asked.host, relative(cwd, asked.host), share.host, consulted);
  return (
    ofHost && {
      // What is edited most comes first: that it has changed is seen without a look at thousands of others.
      files: [...new Set([...ofHost.files, ...files])],
      directories: [...new Set([...inputs.directories, ...ofHost.directories])],
      absent: [...new Set([...inputs.absent, ...ofHost.absent])],
    }
  );
}
