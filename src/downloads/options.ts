import type { DownloadOptions } from "./download.ts";

/** How to fetch files. */
export interface FetchOptions extends DownloadOptions {
  /** Another address of the same archive, such as a mirror; its checksum must be the same. */
  readonly url?: string | undefined;
}

/** What fetching did. */
export interface FetchResult {
  readonly status: "fetched" | "present" | "not-needed";
  /** The folder or file that is there now; `null` where there is nothing to fetch. */
  readonly path: string | null;
  /** One plain sentence. */
  readonly message: string;
}
