/** What resuming a run needs: its folder, its newest checkpoint, and a word on what has changed. */
import { EvenkeelError } from "../errors.ts";
import { isFile } from "../files/index.ts";
import { type Snapshot, stateShapes } from "../gan/index.ts";
import { type Checkpoint, newestSoundCheckpoint } from "../runs/checkpoints/index.ts";
import { openRunFolder, type RunFolder, refuseIfAlive } from "../runs/folder/index.ts";
import { healthSection } from "./course/health.ts";
import type { RunPlan } from "./plan/plan.ts";

/** A run to resume. */
export interface Resumed {
  readonly run: RunFolder;
  /** `undefined` for a run without a checkpoint, which starts over. */
  readonly checkpoint: Checkpoint | undefined;
}

/**
 * Opens a run and its newest sound checkpoint.
 *
 * @param note told what a person should know: damaged checkpoints passed over, settings that changed.
 * @param takeOver whether the run may be taken from another machine's process that looks alive.
 * @throws EvenkeelError `RUN_FOLDER` when it is no run or is being written, `CHECKPOINT` when no
 *   checkpoint is sound or it is of other networks, `CONFIG` for another seed, `USAGE` when the run is
 *   complete. One whose steps are all done, but whose process was killed before its end, is finished.
 */
export async function resumeRun(
  folder: string,
  plan: RunPlan,
  note: (text: string) => void,
  takeOver = false,
): Promise<Resumed> {
  const run = await openRunFolder(folder);
  await refuseIfAlive(folder, { takeOver });
  const { settings, model, architecture } = plan;
  const { seed } = run.info();
  if (settings.seed !== seed) {
    throw new EvenkeelError(
      "CONFIG",
      `seed: must stay ${seed}, which the run began with, got ${settings.seed}`,
      { advice: "Leave the seed out, or begin a new run." },
    );
  }
  const { checkpoint, damaged } = await newestSoundCheckpoint(run.files.checkpoints, {
    fingerprint: architecture,
    tensors: stateShapes(model),
  });
  for (const { path, why } of damaged) note(`skipped a damaged checkpoint, ${path}: ${why}`);
  if (checkpoint === null) {
    note("the run has no checkpoint yet: it begins anew");
    return { run, checkpoint: undefined };
  }
  const { gStep } = checkpoint.counters;
  if (gStep > settings.steps || (gStep === settings.steps && (await isFinished(run)))) {
    throw new EvenkeelError(
      "USAGE",
      `${run.path}: the run is complete, at step ${gStep} of ${settings.steps}`,
      {
        advice: `To train longer: evenkeel train --resume ${run.path} --set steps=${2 * gStep}`,
        details: { kind: "complete" },
      },
    );
  }
  note(
    gStep === settings.steps
      ? `all ${gStep} generator steps are done; what was to follow them is made up for`
      : `goes on from ${checkpoint.path}`,
  );
  for (const change of await plan.changesSince(run.files.config)) {
    note(`changed since the run began: ${change}`);
  }
  return { run, checkpoint };
}

/** Whether everything that follows the last step is there; the status is written last. */
async function isFinished({ files, info }: RunFolder): Promise<boolean> {
  return info().status === "done" && (await isFile(files.generator));
}

/** Says when the engine is another one than that of the checkpoint. */
export function noteEngine(
  { sections }: Checkpoint,
  description: string,
  note: (text: string) => void,
): void {
  if (sections.engine === undefined || sections.engine === description) return;
  note(
    `it was made with ${sections.engine}: with ${description} the last digits of the numbers may differ`,
  );
}

/** What the trainer goes on from. */
export function toSnapshot({ counters, streams, sections, tensors }: Checkpoint): Snapshot {
  return {
    counters,
    noise: streams.noise!,
    learningRateFactor: healthSection(sections.health).learningRateFactor,
    tensors: Object.fromEntries(
      [...tensors].map(([name, { shape, data }]) => [name, { shape, data: data as Float32Array }]),
    ),
  };
}
