/**
 * A half-open range of bytes of the file itself: a byte order mark, carriage returns and every byte of a UTF-8
 * sequence count.
 */
export interface ByteRange {
  start: number;
  end: number;
}
