/** A disk cache for what is computed from real images. */
import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { join } from "node:path";
import { EvenkeelError } from "../../errors.ts";
import {
  createFolders,
  isCode,
  onDisk,
  readBytes,
  removeLeftovers,
  writeFileAtomically,
} from "../../files/index.ts";
import { decodeSafetensors, encodeSafetensors, type FileTensor } from "../../formats/index.ts";

type Tensors = Readonly<Record<string, FileTensor>>;

/** A folder of cached results, each under the hash of what it was computed from. */
export interface ReferenceCache {
  readonly folder: string;
  /**
   * The cached content for `key`; `undefined` if there is none or it is damaged.
   *
   * @param key  everything that the content depends on, as text.
   * @param kind the kind of content, which is a part of the file's name.
   */
  read(key: string, kind: string): Promise<Tensors | undefined>;
  /** Keeps content for `key`, unless the disk refuses it. */
  write(key: string, kind: string, tensors: Tensors): Promise<void>;
}

/**
 * The cache folder: `EVENKEEL_CACHE`, otherwise `evenkeel` in the user's cache folder (`XDG_CACHE_HOME`,
 * `LOCALAPPDATA` on Windows, `~/Library/Caches` on macOS, `~/.cache`).
 */
export function cacheFolder(): string {
  const { EVENKEEL_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (EVENKEEL_CACHE) return EVENKEEL_CACHE;
  const home = {
    win32: LOCALAPPDATA ?? join(homedir(), "AppData", "Local"),
    darwin: join(homedir(), "Library", "Caches"),
  }[process.platform as string];
  return join(home ?? XDG_CACHE_HOME ?? join(homedir(), ".cache"), "evenkeel");
}

/**
 * Opens the cache of reference statistics and features.
 *
 * A file is used only if it holds its key and its content has the checksum that it states; any other is
 * ignored and written again.
 *
 * @param note called with a sentence about each file that is ignored, and once where none can be written.
 */
export function referenceCache(
  folder = join(cacheFolder(), "references"),
  note: (text: string) => void = () => {},
): ReferenceCache {
  const pathOf = (key: string, kind: string) =>
    join(folder, `${sha256(key).slice(0, 32)}-${kind}.safetensors`);
  let isTold = false;
  return {
    folder,
    async read(key, kind) {
      const path = pathOf(key, kind);
      const file = await onDisk("read", path, async () => {
        try {
          return await readBytes(path);
        } catch (error) {
          if (isCode(error, "ENOENT")) return undefined;
          throw error;
        }
      });
      if (file === undefined) return undefined;
      const tensors = decode(file, path, key);
      if (tensors === undefined)
        note(`${path} is damaged or belongs to other data; it is computed again`);
      return tensors;
    },
    async write(key, kind, tensors) {
      try {
        await createFolders(folder);
        await removeLeftovers(folder);
        const metadata = { key, sha256: checksum(tensors) };
        await writeFileAtomically(pathOf(key, kind), encodeSafetensors(tensors, metadata));
      } catch (error) {
        if (!(error instanceof EvenkeelError)) throw error;
        // what is cached can be computed again
        if (!isTold) note(`not kept for later evaluations: ${error.message}. ${error.advice}`);
        isTold = true;
      }
    },
  };
}

function decode(file: Uint8Array, path: string, key: string): Tensors | undefined {
  try {
    const { tensors, metadata } = decodeSafetensors(file, path);
    const content = Object.fromEntries(tensors);
    const sound = metadata.key === key && metadata.sha256 === checksum(content);
    return sound ? content : undefined;
  } catch {
    return undefined;
  }
}

function checksum(tensors: Tensors): string {
  const hash = createHash("sha256");
  for (const name of Object.keys(tensors).sort()) {
    const { dtype, shape, data } = tensors[name]!;
    hash.update(JSON.stringify([name, dtype, shape]));
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest("hex");
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
