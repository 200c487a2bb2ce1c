/** The end of what a run's process has printed. */
import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { openToRead } from "../../files/index.ts";

/** The file in a run's folder for what a process prints that resumes it. */
export const LOG_FILE = "studio.log";

/** Bytes that are read, and lines that are kept. */
const [BYTES, LINES] = [1 << 16, 100];
/** Colors and movements of the cursor. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f]/g;

/**
 * The last lines that were printed by a process that the studio has started: `studio.log` in the folder, or
 * `<folder>.log` beside it, whichever was written last. Without control characters, and of a line that was overwritten
 * only what stayed.
 *
 * @returns `null` where there is none. Links are not followed.
 */
export async function logTail(folder: string): Promise<string | null> {
  let newest: { readonly path: string; readonly at: number } | undefined;
  for (const path of [`${folder}.log`, join(folder, LOG_FILE)]) {
    const found = await lstat(path).catch(() => undefined);
    if (!found?.isFile() || (newest && newest.at > found.mtimeMs)) continue;
    newest = { path, at: found.mtimeMs };
  }
  if (newest === undefined) return null;
  const file = await openToRead(newest.path);
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - BYTES);
    const piece = Buffer.alloc(Math.min(size, BYTES));
    const { bytesRead } = await file.read(piece, 0, piece.length, start);
    const lines = piece.toString("utf8", 0, bytesRead).split("\n");
    if (start > 0) lines.shift();
    return lines.map(shown).slice(-LINES).join("\n").trim();
  } finally {
    await file.close();
  }
}

/** A line as a terminal shows it at its end. */
function shown(line: string): string {
  const last = line.replace(/\r+$/, "").split("\r").at(-1) ?? "";
  return last.replaceAll(CONTROLS, "");
}
