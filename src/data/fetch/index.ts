/** Downloads of data sets and of the networks that metrics are computed with. */
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
