/** What the go command prints about downloads of modules and Go versions. */
const DOWNLOAD = /^go: (downloading|finding|found) /;

let listener: ((line: string) => void) | undefined;

/** Calls `report` from now on with each line in which a go command says that it downloads something. */
export function onDownload(report: (line: string) => void): void {
  listener = report;
}

/** Whether anybody wants to know of downloads. */
export function followsDownloads(): boolean {
  return listener !== undefined;
}

/** @returns whether the line is about a download; then the listener knows it. */
export function reportDownload(line: string): boolean {
  if (!DOWNLOAD.test(line)) return false;
  listener?.(line);
  return true;
}
