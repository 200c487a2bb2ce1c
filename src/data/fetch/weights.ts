import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { EvenkeelError } from "../../errors.ts";
import type { FetchOptions, FetchResult } from "../catalog/fetch-dataset.ts";
import { writeError } from "../reading/errors.ts";
import { connectionFailure } from "./answer.ts";
import { downloadFile } from "./download.ts";
import { requireSpace, sizeOf } from "./space.ts";

/** A file with the weights of a network that metrics are computed with. */
export interface WeightsDownload {
  readonly url: string;
  readonly file: string;
  /** The first digits of its SHA-256, which its name carries. */
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
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw writeError("fetch", folder, error);
  });
  const part = `${path}.part`;
  await requireSpace(folder, bytes - ((await sizeOf(part)) ?? 0));
  await downloadFile({ url, path: part, bytes, byHand }, options);
  const found = await sha256Of(part);
  if (!found.startsWith(sha256Begins)) {
    await rm(part);
    throw new EvenkeelError(
      "DATA",
      `fetch: the sha256 of ${part} must begin with ${sha256Begins}, got ${found}`,
      { advice: `It came from ${url} and is deleted: run this again, or ${byHand}` },
    );
  }
  await rename(part, path).catch((error: unknown) => {
    throw writeError("fetch", path, error);
  });
  return { status: "fetched", path, message: `${path} is complete.` };
}

/** How large a file is, by its server's word. */
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
  throw refuse("the server does not tell its size");
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest("hex");
}
