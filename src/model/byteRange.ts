/**
 * A half-open range of bytes of the file itself: it counts a byte order mark, carriage returns and every byte of a
 * UTF-8 sequence.
 */
export interface ByteRange {
  start: number;
  end: number;
}
