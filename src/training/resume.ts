/** What resuming a run needs: its folder, its newest checkpoint, and notes on what has changed. */
import { refusal } from "../errors.ts";
import { isFile } from "../files/index.ts";
import { steeringState } from "../gan/augmentation/index.ts";
import { type Snapshot, stateShapes } from "../gan/index.ts";
import {
  type Checkpoint,
  hostTensors,
  newestSoundCheckpoint,
  skippedNotes,
} from "../runs/checkpoints/index.ts";
import { openRunFolder, type RunFolder, refuseIfAlive } from "../runs/folder/index.ts";
import { shell } from "../text.ts";
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
 * A run whose steps are all completed, but whose process was killed before the end, is finished.
 *
 * @param note called with what a person should know: skipped checkpoints, changed settings.
 * @param takeOver whether the run may be taken from a process on another machine that looks alive.
 * @throws EvenkeelError `RUN_FOLDER` if it is not a run or a process writes to it, `CHECKPOINT` if no
 *   checkpoint is sound or the newest sound one belongs to different networks, `CONFIG` for a different
 *   seed, `USAGE` if the run is complete.
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
    throw refusal("CONFIG", {
      where: "seed",
      rule: `must stay ${seed}, the seed of the run`,
      got: settings.seed,
      advice: "Omit the seed, or start a new run.",
    });
  }
  const { checkpoint, damaged } = await newestSoundCheckpoint(run.files.checkpoints, {
    fingerprint: architecture,
    tensors: stateShapes(model),
  });
  for (const text of skippedNotes(damaged)) note(text);
  if (checkpoint === null) {
    note("the run has no checkpoint yet: it starts over");
    return { run, checkpoint: undefined };
  }
  requireSameSource(plan, run);
  const { gStep } = checkpoint.counters;
  if (gStep > settings.steps || (gStep === settings.steps && (await isFinished(run)))) {
    throw refusal("USAGE", {
      where: run.path,
      rule: `the run is complete, at step ${gStep} of ${settings.steps}`,
      advice: shell`To train longer: evenkeel train --resume ${run.path} --set steps=${2 * gStep}`,
      details: { kind: "complete" },
    });
  }
  note(
    gStep === settings.steps
      ? `all ${gStep} generator steps are done; completing the rest of the run`
      : `resumes from ${checkpoint.path}`,
  );
  for (const change of await plan.changesSince(run.files.config)) {
    note(`changed since the run started: ${change}`);
  }
  return { run, checkpoint };
}

/** Refuses to name another run to start from once training has begun. */
function requireSameSource({ from }: RunPlan, { info }: RunFolder): void {
  const [wanted, begun] = [from?.request, info().from];
  const isSame =
    wanted?.run === begun?.run && (wanted === undefined || wanted.step === begun?.step);
  if (isSame) return;
  const text = (source: typeof wanted | typeof begun) =>
    source === undefined ? "drawn weights" : `step ${source.step} of ${source.run}`;
  throw refusal("CONFIG", {
    where: "from",
    rule: `must stay ${text(begun)}, which the run has started from`,
    got: text(wanted),
    advice: "Omit it, or start a new run.",
  });
}

/** Whether everything that follows the last step exists; the status is written last. */
async function isFinished({ files, info }: RunFolder): Promise<boolean> {
  return info().status === "done" && (await isFile(files.generator));
}

/** Reports that the engine differs from that of the checkpoint. */
export function noteEngine(
  { sections }: Checkpoint,
  description: string,
  note: (text: string) => void,
): void {
  if (sections.engine === undefined || sections.engine === description) return;
  note(
    `the checkpoint was made with ${sections.engine}: with ${description} the last digits of the numbers may differ`,
  );
}

/** The state from which the trainer resumes. */
export function toSnapshot({ counters, streams, sections, tensors }: Checkpoint): Snapshot {
  return {
    counters,
    noise: streams.noise!,
    ...(streams.augmentation && {
      augmentation: {
        stream: streams.augmentation,
        ...(sections.augmentation !== undefined && {
          steering: steeringState.parse(sections.augmentation),
        }),
      },
    }),
    learningRateFactor: healthSection(sections.health).learningRateFactor,
    tensors: hostTensors(tensors),
  };
}
