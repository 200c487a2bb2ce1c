/** Actions on a run that is no longer healthy. */
import type { Verdict } from "../../analysis/health/index.ts";
import type { RunSettings } from "../../config/index.ts";
import { type Checkpoint, listCheckpoints, readCheckpoint } from "../../runs/checkpoints/index.ts";
import type { RunFolder } from "../../runs/folder/index.ts";
import type { Course } from "./course.ts";
import type { Health, HealthAction } from "./health.ts";

/**
 * Acts on a verdict, reports it and writes it to `run.json`.
 *
 * `roll-back` returns to the newest checkpoint before the first alarming record; without one it stops.
 *
 * @param factor `lower-learning-rate` and `roll-back` multiply both learning rates by this factor.
 * @returns whether the run must stop.
 */
export async function actOn(
  { folder, trainer, rollBack }: Course,
  health: Health,
  action: HealthAction,
  { factor }: RunSettings["health"],
  note: (text: string) => void,
): Promise<boolean> {
  const verdict = health.verdict();
  const { gStep } = trainer.counters();
  const back = action === "roll-back" ? await healthyCheckpoint(folder, verdict) : undefined;
  const stops = action === "stop" || (action === "roll-back" && back === undefined);
  let done = stops ? "stops, saved" : `learning rates times ${factor}`;
  if (back !== undefined) {
    await rollBack(back);
    done = `back to step ${back.counters.gStep}, ${done}`;
  }
  if (!stops) trainer.scaleLearningRates(factor);
  health.acted(trainer.counters().gStep);
  note(`${verdict.state} at step ${gStep}: ${verdict.evidence} ${done}`);
  const taken = { gStep, state: verdict.state, evidence: verdict.evidence, done };
  await folder.update({ healthActions: [...(folder.info().healthActions ?? []), taken] });
  return stops;
}

async function healthyCheckpoint(
  folder: RunFolder,
  { since }: Verdict,
): Promise<Checkpoint | undefined> {
  const { checkpoints } = folder.files;
  const entries = (await listCheckpoints(checkpoints)).filter(({ step }) => step < since);
  const newest = entries.at(-1);
  return newest && readCheckpoint(newest.path);
}
