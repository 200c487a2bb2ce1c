/** Downloads: resumed, checked, and put in their place whole or not at all. */
export { fetchArchive } from "./archive.ts";
export type { DownloadOptions } from "./download.ts";
export type {
  ArchiveDownload,
  Checksums,
  DownloadedFile,
  FilesDownload,
} from "./downloads.ts";
export { fetchFiles } from "./files.ts";
export type { FetchOptions, FetchResult } from "./options.ts";
export {
  fetchWeights,
  inceptionDownloads,
  inceptionFolder,
  type WeightsDownload,
} from "./weights.ts";
