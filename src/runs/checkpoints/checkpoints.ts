/** Checkpoints: everything that a run needs to continue as if it had never stopped. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { checkArchitecture, type ExpectedArchitecture } from "../../config/index.ts";
import { EvenkeelError, refusal } from "../../errors.ts";
import {
  createFolder,
  flushFolder,
  isCode,
  onDisk,
  readBytes,
  readTextIfPresent,
  writeFileToDisk,
} from "../../files/index.ts";
import { decodeSafetensors, encodeSafetensors, type FileTensor } from "../../formats/index.ts";
import { readBest } from "./best.ts";
import {
  cleanCheckpoints,
  listCheckpoints,
  putInPlace,
  removeOutdated,
  stepName,
} from "./files.ts";
import {
  CHECKPOINT_FORMAT_VERSION,
  type CheckpointState,
  damagedCheckpoint,
  decodeState,
  encodeState,
  sha256Of,
} from "./state.ts";

/** The content of a checkpoint: the fields of the state that the run provides, and the tensors. */
export interface CheckpointContent
  extends Pick<CheckpointState, "counters" | "architecture" | "streams" | "shuffle" | "sections"> {
  readonly tensors: ReadonlyMap<string, FileTensor>;
}

/** A checkpoint that was read and verified. */
export interface Checkpoint extends CheckpointContent {
  readonly path: string;
  /** SHA-256 of the file of the tensors, in hexadecimal. */
  readonly sha256: string;
}

/** The newest sound checkpoint, and the damaged ones that are newer. */
export interface NewestCheckpoint {
  /** `null` if there are no checkpoints. */
  readonly checkpoint: Checkpoint | null;
  readonly damaged: readonly DamagedCheckpoint[];
}

/** A damaged checkpoint, and what is wrong with it. */
export interface DamagedCheckpoint {
  readonly path: string;
  readonly why: string;
}

/** What a person should know about the damaged checkpoints that were skipped, one sentence each. */
export function skippedNotes(damaged: readonly DamagedCheckpoint[]): readonly string[] {
  return damaged.map(({ path, why }) => `skipped a damaged checkpoint, ${path}: ${why}`);
}

const WEIGHTS = "weights.safetensors";
const STATE = "state.json";

/**
 * Writes the checkpoint `<folder>/<gStep, six digits>/`. It is written to a temporary folder, flushed to
 * disk and then renamed, so that a checkpoint with its final name is complete. Then removes the older
 * checkpoints beyond `keep`, except the best one, and those of later steps, which a rollback left behind.
 *
 * Only one process at a time may write to a folder.
 *
 * @param folder the run's `checkpoints` folder.
 * @param keep   the number of checkpoints to keep, including this one; 0 keeps all.
 * @param allow  called before anything in the folder changes; may throw to prevent it.
 * @returns the checkpoint's path.
 * @throws EvenkeelError `DISK` if the disk refuses (older checkpoints are then unchanged); `CHECKPOINT`
 *   for a state that JSON cannot represent.
 */
export async function writeCheckpoint(
  folder: string,
  content: CheckpointContent,
  keep: number,
  allow: () => void = () => undefined,
): Promise<string> {
  const { tensors, ...given } = content;
  const name = stepName(given.counters.gStep);
  const weights = encodeSafetensors(tensors, { format: "evenkeel-checkpoint" });
  const state = encodeState({
    kind: "evenkeel-checkpoint",
    formatVersion: CHECKPOINT_FORMAT_VERSION,
    ...given,
    weights: { file: WEIGHTS, bytes: weights.length, sha256: sha256Of(weights) },
  });
  allow();
  await cleanCheckpoints(folder);
  const temporary = join(folder, `.tmp-${name}-${process.pid}`);
  const path = join(folder, name);
  try {
    await createFolder(temporary);
    await writeFileToDisk(join(temporary, WEIGHTS), weights);
    await writeFileToDisk(join(temporary, STATE), state);
    await flushFolder(temporary);
    allow();
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
  await onDisk("write", path, () => putInPlace(folder, name, temporary));
  const best = await readBest(folder);
  allow();
  await removeOutdated(folder, given.counters.gStep, keep, best?.step);
  return path;
}

/**
 * Reads a checkpoint and verifies it: both checksums, every field, every tensor.
 *
 * @param path     the checkpoint's folder, such as `runs/0007-a/checkpoints/000200`.
 * @param expected the networks that the checkpoint must belong to; default: any.
 * @throws EvenkeelError `CHECKPOINT` with `details.kind` `damaged`, `foreign` (different networks) or
 *   `version` (written by a later version of Evenkeel).
 */
export async function readCheckpoint(
  path: string,
  expected?: ExpectedArchitecture,
): Promise<Checkpoint> {
  const text = await readTextIfPresent(join(path, STATE));
  if (text === undefined) throw damagedCheckpoint(path, `${STATE} is missing`);
  const { weights, counters, architecture, streams, shuffle, sections } = decodeState(text, path);
  const file = await readWeights(path);
  if (file.length !== weights.bytes) {
    throw damagedCheckpoint(path, `${WEIGHTS} has ${file.length} bytes, not ${weights.bytes}`);
  }
  if (sha256Of(file) !== weights.sha256) {
    throw damagedCheckpoint(path, `${WEIGHTS} fails its checksum`);
  }
  const tensors = decodeWeights(path, file);
  if (expected) checkArchitecture(path, { fingerprint: architecture, tensors }, expected);
  return {
    ...{ path, counters, architecture, streams, shuffle, sections, tensors },
    sha256: weights.sha256,
  };
}

/**
 * Reads the newest sound checkpoint and skips damaged ones.
 *
 * @throws EvenkeelError `CHECKPOINT` if all checkpoints are damaged, or if the newest sound one belongs to
 *   different networks or to a later version of Evenkeel.
 */
export async function newestSoundCheckpoint(
  folder: string,
  expected?: ExpectedArchitecture,
): Promise<NewestCheckpoint> {
  const entries = await listCheckpoints(folder);
  const damaged: DamagedCheckpoint[] = [];
  for (const { path } of [...entries].reverse()) {
    try {
      return { checkpoint: await readCheckpoint(path, expected), damaged };
    } catch (error) {
      damaged.push({ path, why: whyDamaged(error) });
    }
  }
  if (entries.length === 0) return { checkpoint: null, damaged };
  const list = damaged.map(({ path, why }) => `${path}: ${why}`).join("; ");
  throw refusal("CHECKPOINT", {
    where: folder,
    rule: `no checkpoint is sound: ${list}`,
    advice: "Start a new run, or restore a checkpoint from a copy.",
    details: { kind: "damaged", damaged },
  });
}

/**
 * Reads the checkpoint of one step.
 *
 * @throws EvenkeelError `CHECKPOINT` if there is no such checkpoint, with the existing steps as advice; or
 *   if it is damaged, with the newest sound checkpoint as advice.
 */
export async function checkpointAt(
  folder: string,
  step: number,
  expected?: ExpectedArchitecture,
): Promise<Checkpoint> {
  const entries = await listCheckpoints(folder);
  const entry = entries.find((candidate) => candidate.step === step);
  if (entry === undefined) {
    const steps = entries.map((candidate) => candidate.step);
    throw refusal("CHECKPOINT", {
      where: folder,
      rule: `there is no checkpoint of step ${step}`,
      advice:
        steps.length === 0
          ? "There are no checkpoints."
          : `There are checkpoints of these steps: ${steps.join(", ")}.`,
      details: { step, steps },
    });
  }
  try {
    return await readCheckpoint(entry.path, expected);
  } catch (error) {
    throw await withLastGoodOne(error, folder);
  }
}

async function readWeights(path: string): Promise<Uint8Array> {
  return onDisk("read", join(path, WEIGHTS), async () => {
    try {
      return await readBytes(join(path, WEIGHTS));
    } catch (error) {
      if (isCode(error, "ENOENT")) throw damagedCheckpoint(path, `${WEIGHTS} is missing`);
      throw error;
    }
  });
}

function decodeWeights(path: string, file: Uint8Array): ReadonlyMap<string, FileTensor> {
  try {
    return decodeSafetensors(file, WEIGHTS).tensors;
  } catch (error) {
    throw damagedCheckpoint(path, (error as Error).message, error);
  }
}

/** The reason if `error` reports a damaged checkpoint; throws any other error again. */
function whyDamaged(error: unknown): string {
  if (error instanceof EvenkeelError) {
    if (error.details.kind === "damaged") return error.details.why as string;
    // A bad sector, a file instead of the folder, or a folder instead of a file.
    if (["EIO", "ENOTDIR", "EISDIR"].includes(error.details.code as string)) return error.message;
  }
  throw error;
}

async function withLastGoodOne(error: unknown, folder: string): Promise<unknown> {
  if (!(error instanceof EvenkeelError) || error.details.kind !== "damaged") return error;
  const newest = await newestSoundCheckpoint(folder).catch(() => undefined);
  const good = newest?.checkpoint?.path;
  return new EvenkeelError("CHECKPOINT", error.message, {
    advice: good ? `The newest sound checkpoint is ${good}.` : "No other checkpoint is sound.",
    details: { ...error.details, ...(good ? { good } : {}) },
    cause: error,
  });
}
