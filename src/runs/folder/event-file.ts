import { readdir } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { onDisk, openForAppending, readBytes, writeFileAtomically } from "../../files/index.ts";
import {
  type EventImage,
  encodeFileVersion,
  encodeImage,
  encodeScalars,
  encodeSessionStart,
} from "../../formats/index.ts";

/** An open TensorBoard event file. */
export interface EventFile {
  readonly path: string;
  /** Appends scalars at a step; values that are not numbers are skipped. */
  scalars(step: number, record: Readonly<Record<string, unknown>>): void;
  /** Appends an image at a step. */
  image(step: number, tag: string, image: EventImage): void;
  /** Flushes to disk and closes the file. */
  close(): void;
}

const PREFIX = "events.out.tfevents.";

/**
 * Creates the event file of one attempt of a run: `events.out.tfevents.<seconds>.<host>.<attempt>`.
 *
 * The files of earlier attempts are replaced by copies, so that a process that still has one open cannot
 * write to it.
 *
 * @param folder      the run folder.
 * @param attempt     1 for the first start.
 * @param resumedFrom the step of the checkpoint that this attempt resumes from: TensorBoard then hides
 *   what earlier attempts logged after it. Omitted for a later attempt that starts over, which hides all
 *   earlier attempts.
 * @throws EvenkeelError `DISK` if the disk refuses, here and at each append.
 */
export async function openEventFile(
  folder: string,
  attempt: number,
  resumedFrom?: number,
): Promise<EventFile> {
  await replaceEarlier(folder);
  const now = () => Date.now() / 1000;
  const seconds = String(Math.floor(now())).padStart(10, "0");
  const path = join(folder, `${PREFIX}${seconds}.${hostname()}.${attempt}`);
  const file = openForAppending(path);
  file.append(encodeFileVersion(now()));
  if (attempt > 1) {
    const step = resumedFrom === undefined ? 0 : resumedFrom + 1;
    file.append(encodeSessionStart({ wallTime: now(), step }));
  }
  return {
    path,
    scalars(step, record) {
      const numbers = Object.entries(record).filter(([, value]) => typeof value === "number");
      const scalars = Object.fromEntries(numbers) as Record<string, number>;
      file.append(encodeScalars({ wallTime: now(), step }, scalars));
    },
    image: (step, tag, image) => file.append(encodeImage({ wallTime: now(), step }, tag, image)),
    close: file.close,
  };
}

async function replaceEarlier(folder: string): Promise<void> {
  const names = await onDisk("read", folder, () => readdir(folder));
  for (const path of names.filter((name) => name.startsWith(PREFIX)).map((n) => join(folder, n)))
    await writeFileAtomically(path, await onDisk("read", path, () => readBytes(path)));
}
