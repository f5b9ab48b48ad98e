/** A file was edited after it had been hashed, or after the go command had read it: the plan must be made again. */
export class SourceChanged extends Error {
  /**
   * @param file - absolute path of what was edited.
   */
  constructor(readonly file: string) {
    super(`${file} changed while it was read`);
    this.name = 'SourceChanged';
  }
}
