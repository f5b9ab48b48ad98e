/** A Go file that cannot be read. `line` and `column` count from 1, columns in bytes, as Go's messages do. */
export class GoSyntaxError extends Error {
  override readonly name = 'GoSyntaxError';
  readonly file: string;
  readonly line: number;
  readonly column: number;

  constructor(file: string, line: number, column: number, message: string) {
    super(message);
    this.file = file;
    this.line = line;
    this.column = column;
  }
}
