import { join, resolve } from "node:path";
import { EvenkeelError } from "../errors.ts";
import { connectionFailure } from "./answer.ts";
import type { FetchOptions, FetchResult } from "./options.ts";
import { requireSpace, sizeOf } from "./space.ts";
import { fetchFile, makeFolder, partOf } from "./verified.ts";

/** A file with the weights of a network that metrics are computed with. */
export interface WeightsDownload {
  readonly url: string;
  readonly file: string;
  /** The first digits of its SHA-256, which stand in its name. */
  readonly sha256Begins: string;
}

/** The folder of the weights below the data root. */
export const inceptionFolder = "inception";

/** Where the weights of either Inception come from. */
export const inceptionDownloads = {
  "inception-2015": {
    url: "https://github.com/mseitzer/pytorch-fid/releases/download/fid_weights/pt_inception-2015-12-05-6726825d.pth",
    file: "pt_inception-2015-12-05-6726825d.pth",
    sha256Begins: "6726825d",
  },
  "inception-torchvision": {
    url: "https://download.pytorch.org/models/inception_v3_google-0cc3c7bd.pth",
    file: "inception_v3_google-0cc3c7bd.pth",
    sha256Begins: "0cc3c7bd",
  },
} as const satisfies Readonly<Record<string, WeightsDownload>>;

/**
 * Downloads a file of weights into `<root>/inception`, with resume; one that is there already is left
 * alone. Its size is asked of the server, and its SHA-256 must begin as its name says.
 *
 * @throws EvenkeelError `DATA` for a failing network or server, with the file to put where, and for a file
 *   of another checksum, which is deleted; `DISK` for a full or read-only disk.
 */
export async function fetchWeights(
  download: WeightsDownload,
  root: string,
  options: FetchOptions = {},
): Promise<FetchResult> {
  const { file, sha256Begins } = download;
  const { url = download.url } = options;
  const folder = join(resolve(root), inceptionFolder);
  const path = join(folder, file);
  if ((await sizeOf(path)) !== null) {
    return { status: "present", path, message: `${path} is there.` };
  }
  const byHand = `download ${url} by other means and put it at ${path}.`;
  const bytes = await sizeAt(url, byHand, options);
  await makeFolder(folder);
  await requireSpace(folder, bytes - ((await sizeOf(partOf(path))) ?? 0));
  await fetchFile({ url, path, bytes, checksums: { sha256: sha256Begins }, byHand }, options);
  return { status: "fetched", path, message: `${path} is complete.` };
}

/** The size of a file, as its server states it. */
async function sizeAt(url: string, byHand: string, { signal }: FetchOptions): Promise<number> {
  const refuse = (reason: string, cause?: unknown) =>
    new EvenkeelError("DATA", `fetch: ${url} must be there, but ${reason}`, {
      advice: `Where there is a network, ${byHand}`,
      details: { url },
      cause,
    });
  const headers = { "accept-encoding": "identity" };
  const response = await fetch(url, { method: "HEAD", headers, signal: signal ?? null }).catch(
    (cause: unknown) => {
      throw refuse(connectionFailure(cause).reason, cause);
    },
  );
  if (!response.ok) throw refuse(`the server answers ${response.status} ${response.statusText}`);
  const bytes = Number(response.headers.get("content-length") ?? Number.NaN);
  if (Number.isSafeInteger(bytes) && bytes > 0) return bytes;
  throw refuse("the server does not state its size");
}
