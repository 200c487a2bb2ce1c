/** What `evenkeel data fetch` can get: an archive to unpack, or files to keep as they are. */

/** An archive and what is in it. */
export interface ArchiveDownload {
  readonly kind: "archive";
  readonly url: string;
  /** The archive's file name, a gzipped tar. */
  readonly archive: string;
  /** The archive's size in bytes. */
  readonly bytes: number;
  readonly checksums: Checksums;
  /** The folder in the archive and below the data root. */
  readonly folder: string;
  /** The files that must come out of it, with their sizes in bytes. */
  readonly files: Readonly<Record<string, number>>;
  /** Further files to keep if they are there. */
  readonly extras: readonly string[];
}

/** Files that are put into a folder below the data root. */
export interface FilesDownload {
  readonly kind: "files";
  readonly folder: string;
  readonly files: readonly DownloadedFile[];
}

/** A file of a {@link FilesDownload}. */
export interface DownloadedFile {
  readonly url: string;
  readonly file: string;
  /** Its size. */
  readonly bytes: number;
  readonly checksums: Checksums;
}

/** Lower case hexadecimal digits, or the first of them. */
export interface Checksums {
  readonly md5?: string;
  readonly sha256: string;
}
