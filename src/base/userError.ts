/** A failure of the input or the environment, not a bug: printed without a stack trace, exit code 2. */
export class UserError extends Error {
  /**
   * @param message - what happened, and where.
   * @param advice - what the user can do, one sentence per line.
   */
  constructor(
    message: string,
    readonly advice?: string,
  ) {
    super(message);
    this.name = 'UserError';
  }
}
