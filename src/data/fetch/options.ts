import type { DownloadOptions } from "./download.ts";

/** How to fetch a data set. */
export interface FetchOptions extends DownloadOptions {
  /** Another address of the same archive, such as a mirror; its checksum must be the same. */
  readonly url?: string | undefined;
}

/** What fetching did. */
export interface FetchResult {
  readonly status: "fetched" | "present" | "not-needed";
  /** The data set's folder, or the file; `null` when it has none. */
  readonly path: string | null;
  /** One plain sentence. */
  readonly message: string;
}
