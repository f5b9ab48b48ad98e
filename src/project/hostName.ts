import { basename } from 'node:path';
import type { HostEntry } from './projectFile.js';

/** What `{host}` in an output is: `server` for hosts/server.host.json, `amd64` for hosts/amd64.json. */
export function hostName({ file, name }: HostEntry): string {
  return (
    name ??
    basename(file)
      .replace(/(\.host)?\.json$/, '')
      .replace(/[^\w.@+-]/g, '_')
  );
}
