import type { Finding } from './finding.js';

/** Findings that end a command before it has done anything: exit code 1. */
export class Refused extends Error {
  /**
   * @param findings - everything that is known by then, at least one of severity error.
   */
  constructor(readonly findings: readonly Finding[]) {
    super(findings.map(({ kind }) => kind).join(', '));
    this.name = 'Refused';
  }
}
