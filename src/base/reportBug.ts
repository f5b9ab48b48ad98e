import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from './packageRoot.js';

/** The fields of package.json that can name the project's address. */
export interface Addresses {
  bugs?: string | { url?: string };
  homepage?: string;
}

/** Asks the reader of a message to report a bug, at the address in package.json if there is one. */
export function pleaseReport(addresses: Addresses = readAddresses()): string {
  return `Please report this${atAddress(addresses)}: it is a bug.`;
}

/** ` at https://…`: where to report a bug; empty without an address. */
export function atAddress({ bugs, homepage }: Addresses = readAddresses()): string {
  const address = (typeof bugs === 'string' ? bugs : bugs?.url) ?? homepage;
  return address === undefined ? '' : ` at ${address}`;
}

function readAddresses(): Addresses {
  return JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8')) as Addresses;
}
