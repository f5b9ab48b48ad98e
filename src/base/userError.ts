/** A failure that is the input's or the environment's, not a bug: printed without a trace, exit code 2. */
export class UserError extends Error {
  /**
   * @param message - what and where.
   * @param advice - what to do about it, one sentence a line.
   */
  constructor(
    message: string,
    readonly advice?: string,
  ) {
    super(message);
    this.name = 'UserError';
  }
}
