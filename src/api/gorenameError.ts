import type {
  BuildDocument,
  FailureDocument,
  FindingDocument,
  RefusalDocument,
  VerifyDocument,
} from '../report/documents.js';

/** What `--json` prints when a command ends with exit code 1 or 2. */
export type ErrorDocument = BuildDocument | VerifyDocument | RefusalDocument | FailureDocument;

/** Why a call has no result: the command would have ended with exit code 1 (findings of severity error) or 2. */
export class GorenameError extends Error {
  override readonly name = 'GorenameError';
  readonly #document: ErrorDocument;

  /**
   * @param message - what happened, and where; of the first error if there are several.
   * @param advice - what to do about it.
   * @param findings - all findings, at least one of severity error; empty if something else has failed.
   * @param document - what `--json` prints in this case.
   */
  constructor(
    message: string,
    readonly advice: string | undefined,
    readonly findings: readonly FindingDocument[],
    document: ErrorDocument,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.#document = document;
  }

  /** What `--json` prints in this case. */
  get document(): ErrorDocument {
    return this.#document;
  }
}

/**
 * The error for findings, if one of them is an error.
 * @param document - which has them.
 */
export function errorOfFindings(
  findings: readonly FindingDocument[],
  document: ErrorDocument,
): GorenameError | undefined {
  const [first, ...others] = findings.filter(({ severity, allowed }) => severity === 'error' && !allowed);
  if (first === undefined) return undefined;
  const more = others.length === 0 ? '' : ` (and ${String(others.length)} more)`;
  return new GorenameError(`${first.message} [${first.kind}]${more}`, first.advice, findings, document);
}
