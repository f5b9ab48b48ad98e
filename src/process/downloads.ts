import { currentCall } from './call.js';

/** What the go command prints about downloads of modules and Go versions. */
const DOWNLOAD = /^go: (downloading|finding|found) /;

/** Calls `report` from now on with each line in which a go command of this call says that it downloads something. */
export function onDownload(report: (line: string) => void): void {
  currentCall().onDownload = report;
}

/** Whether anybody wants to know of downloads. */
export function followsDownloads(): boolean {
  return currentCall().onDownload !== undefined;
}

/** @returns whether the line is about a download; then the listener knows it. */
export function reportDownload(line: string): boolean {
  if (!DOWNLOAD.test(line)) return false;
  currentCall().onDownload?.(line);
  return true;
}
