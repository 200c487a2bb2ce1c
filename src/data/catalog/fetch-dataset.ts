import {
  type FetchOptions,
  type FetchResult,
  fetchArchive,
  fetchFiles,
} from "../../downloads/index.ts";
import { EvenkeelError } from "../../errors.ts";
import { datasetOf } from "./lookup.ts";

/**
 * Downloads a data set from its home and unpacks it below `root`: with resume, checksum and an
 * atomic rename, so that the set's folder is either whole or absent. A set that is there already is
 * left alone. An archive that lies in `root` already, downloaded by other means, is used.
 *
 * @param name a data set's; those that are built in or the user's need no fetching, and the result says so.
 * @throws EvenkeelError `USAGE` for an unknown name or a set that has to be got by hand; `DATA` for a
 *   failing network or server, a wrong checksum or an incomplete folder in the way; `DISK` for a full or
 *   read-only disk.
 */
export async function fetchDataset(
  name: string,
  root: string,
  options: FetchOptions = {},
): Promise<FetchResult> {
  const { files, home, location } = datasetOf(name);
  switch (files.kind) {
    case "archive":
      return fetchArchive(files, root, options);
    case "files":
      return fetchFiles(files, root, options);
    case "by-hand":
      throw new EvenkeelError(
        "USAGE",
        `fetch: ${name} cannot be fetched: one has to accept its makers' terms at ${home}`,
        { advice: `Put what you get there here: ${location}.` },
      );
    case "own":
      return notNeeded(
        `${name} reads images of your own: there is nothing to fetch. Name them with --set data.path=DIR.`,
      );
    case "built-in":
      return notNeeded(`${name} is built in: there is nothing to fetch.`);
  }
}

function notNeeded(message: string): FetchResult {
  return { status: "not-needed", path: null, message };
}
