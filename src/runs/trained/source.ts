/** The weights of a run that another one starts from. */
import { resolve } from "node:path";
import { refusal } from "../../errors.ts";
import type { HostTensor } from "../../runtime/index.ts";
import { hostTensors, skippedNotes } from "../checkpoints/index.ts";
import { type CheckpointChoice, chosenCheckpoint, openSingleRun } from "./trained.ts";

/** A checkpoint that another run starts from. */
export interface SourceRequest {
  /** The folder of its run. */
  readonly run: string;
  /** Which checkpoint. */
  readonly step: CheckpointChoice;
  /** SHA-256 of the file of its weights, where it must be this very one. */
  readonly sha256?: string | undefined;
}

/** A checkpoint whose weights another run takes. */
export interface Source {
  /** The absolute path of its run's folder. */
  readonly run: string;
  /** Its generator step. */
  readonly step: number;
  /** SHA-256 of the file of its weights. */
  readonly sha256: string;
  /** Its state, optimizer slots included, by name. */
  readonly tensors: Readonly<Record<string, HostTensor>>;
  /** Damaged checkpoints that were skipped, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Opens the checkpoint that another run starts from, whatever its networks and whatever the device that it
 * was trained on.
 *
 * @throws EvenkeelError `RUN_FOLDER` if there is no such run, `CHECKPOINT` if it has no such checkpoint, none
 *   sound, or not the one with the wanted digest.
 */
export async function openSource({ run: folder, step, sha256 }: SourceRequest): Promise<Source> {
  const run = await openSingleRun(folder);
  const { checkpoint, damaged } = await chosenCheckpoint(run, step);
  if (sha256 !== undefined && sha256 !== checkpoint.sha256) {
    throw refusal("CHECKPOINT", {
      where: checkpoint.path,
      rule: `the weights are not those of from.sha256, ${sha256.slice(0, 12)}…`,
      got: `${checkpoint.sha256.slice(0, 12)}…`,
      advice:
        "Restore the checkpoint, or remove from.sha256 to start from the weights that are there.",
    });
  }
  return {
    run: resolve(folder),
    step: checkpoint.counters.gStep,
    sha256: checkpoint.sha256,
    tensors: hostTensors(checkpoint.tensors),
    notes: skippedNotes(damaged),
  };
}
