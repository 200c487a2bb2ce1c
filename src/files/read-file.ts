/**
 * Files opened for reading, in one place: a named pipe, a socket or a device is refused at once, as it may
 * have no writer, or no end.
 */
import { closeSync, constants, fstatSync, openSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

/** Opening a pipe waits for its writer without the second. Windows does not have it. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** The error for what is neither a file nor a folder. */
export function notAFile(): Error {
  return Object.assign(new Error("no regular file"), { code: "ERR_NO_FILE" });
}

/**
 * Opens a file for reading; throws the system's error, or {@link notAFile}. Reading a folder throws the
 * system's.
 */
export async function openToRead(path: string | URL): Promise<FileHandle> {
  const file = await open(path, FLAGS);
  const kind = await file.stat();
  if (kind.isFile() || kind.isDirectory()) return file;
  await file.close();
  throw notAFile();
}

/** As {@link openToRead}, at once: the file's descriptor, which the caller closes. */
export function openToReadNow(path: string): number {
  const file = openSync(path, FLAGS);
  const kind = fstatSync(file);
  if (kind.isFile() || kind.isDirectory()) return file;
  closeSync(file);
  throw notAFile();
}

/** All bytes of a file; throws as {@link openToRead} does. */
export async function readBytes(path: string | URL): Promise<Buffer> {
  const file = await openToRead(path);
  try {
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** All of a UTF-8 text file; throws as {@link openToRead} does. */
export async function readText(path: string): Promise<string> {
  return (await readBytes(path)).toString("utf8");
}

/** The most bytes of a small text: a config has some thousands, the longest list of a sweep 250 000. */
const MOST_OF_A_TEXT = 2 ** 20;
/** Milliseconds without a byte after which a pipe's writer is given up. */
const PATIENCE = 10_000;
/** Milliseconds between looks at a pipe that is empty for now. */
const LOOK_EVERY = 20;

/**
 * A small UTF-8 text, 1 MiB at most, of a file or a pipe, such as the shell's `<(command)`: what its writer
 * has written when it closes it. A pipe without a writer holds nothing.
 *
 * @throws Error as {@link openToRead} does; for a longer text, for bytes that are not UTF-8, and for a pipe of
 *   which nothing comes for ten seconds.
 */
export async function readTextOrPipe(path: string): Promise<string> {
  const file = await open(path, FLAGS);
  try {
    return decoded(await smallContent(file));
  } finally {
    await file.close();
  }
}

/**
 * A small UTF-8 text, 1 MiB at most, of a file: a longer one is refused before it is read.
 *
 * @throws Error as {@link openToRead} does; for a longer text, and for bytes that are not UTF-8.
 */
export async function readSmallText(path: string): Promise<string> {
  const file = await openToRead(path);
  try {
    return decoded(await smallContent(file));
  } finally {
    await file.close();
  }
}

async function smallContent(file: FileHandle): Promise<Uint8Array> {
  const kind = await file.stat();
  if (kind.isFIFO()) return drain(file);
  if (!kind.isFile() && !kind.isDirectory()) throw notAFile();
  if (kind.isFile() && kind.size > MOST_OF_A_TEXT) throw textError("ERR_TEXT_LONG");
  return file.readFile();
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw textError("ERR_TEXT_ENCODING");
  }
}

async function drain(file: FileHandle): Promise<Uint8Array> {
  const all = Buffer.alloc(MOST_OF_A_TEXT + 1);
  let [length, last] = [0, performance.now()];
  for (;;) {
    const read = await readSome(file, all.subarray(length));
    if (read === 0) return all.subarray(0, length);
    if (read === undefined) {
      if (performance.now() - last > PATIENCE) throw textError("ERR_PIPE_SILENT");
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
      continue;
    }
    length += read;
    last = performance.now();
    if (length > MOST_OF_A_TEXT) throw textError("ERR_TEXT_LONG");
  }
}

/** How many bytes came; 0 at the end, `undefined` where there are none yet. */
async function readSome(file: FileHandle, buffer: Buffer): Promise<number | undefined> {
  try {
    return (await file.read(buffer, 0, buffer.length, null)).bytesRead;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return undefined;
    throw error;
  }
}

const textError = (code: string) => Object.assign(new Error("no small text"), { code });
