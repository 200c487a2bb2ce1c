/** What the catalog tells of a data set. */
import type { DatasetName } from "./options.ts";

/** What `evenkeel data fetch` gets: an archive to unpack, or files to keep as they are. */
export type DatasetDownload = ArchiveDownload | FilesDownload;

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

/** Lower case hexadecimal digits. */
export interface Checksums {
  readonly md5?: string;
  readonly sha256: string;
}

/** What there is to know about a data set. */
export interface DatasetInfo {
  readonly name: DatasetName;
  /** Points are images of two channels (x and y) and one pixel. */
  readonly kind: "images" | "points";
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
  /** `32 × 32 RGB`, or which sizes there can be; for points what their coordinates are. */
  readonly imageSize: string;
  /** The official numbers of images; `null` where the user's files decide. Built-in sets: the defaults. */
  readonly counts: {
    readonly train: number;
    readonly test: number;
    readonly unlabeled?: number;
    /** Where it is not `train` and `test` alone. */
    readonly all?: number;
  } | null;
  /** `null` where the files decide. */
  readonly classes: readonly string[] | null;
  /** How many classes there are, where their number is known and not their names. */
  readonly classCount?: number;
  /** Under which terms it may be used, as far as its makers say. */
  readonly license: string;
  readonly citation: string | null;
  /** The page of its makers. */
  readonly home: string | null;
  readonly download: DatasetDownload | null;
  /** Where it lies on the disk, and how to name it. */
  readonly location: string;
}
