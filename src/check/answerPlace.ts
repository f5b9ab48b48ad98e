/** Where answers of the type checker are kept between builds. */
export interface AnswerPlace {
  /** Absolute directory for temporary files. */
  tempDir: string;
  /** Absolute root of the work trees. */
  workDir: string;
  /** Write nothing to the work directory. */
  readOnly: boolean;
  /** Use no records of earlier runs. */
  fresh: boolean;
}
