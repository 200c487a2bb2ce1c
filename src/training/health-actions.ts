/** What is done about a run that is no longer healthy. */
import type { Verdict } from "../analysis/index.ts";
import type { Config } from "../config/index.ts";
import type { BatchSource, BatchSourceState } from "../data/index.ts";
import type { Trainer } from "../gan/index.ts";
import { type Checkpoint, listCheckpoints, readCheckpoint } from "../runs/checkpoints/index.ts";
import type { RunFolder } from "../runs/folder/index.ts";
import type { Health, HealthAction } from "./health.ts";
import { toSnapshot } from "./resume.ts";

/** What an action works on. */
export interface Ailing {
  readonly config: Config;
  readonly folder: RunFolder;
  readonly trainer: Trainer;
  readonly health: Health;
  /** Batches from where a checkpoint was. */
  readonly batches: (from: BatchSourceState) => BatchSource;
  /** Takes what was recorded after a step back. */
  readonly rewind: (batches: BatchSource, gStep: number) => Promise<void>;
  readonly note: (text: string) => void;
}

/**
 * Acts on a verdict, tells it and writes it to `run.json`.
 *
 * `roll-back` goes to the newest checkpoint before the first alarming record; without one it stops.
 *
 * @returns whether the run is to stop.
 */
export async function actOn(
  ailing: Ailing,
  action: HealthAction,
  verdict: Verdict,
): Promise<boolean> {
  const { config, folder, trainer, health, note } = ailing;
  const { gStep } = trainer.counters();
  const { factor } = config.health;
  const back = action === "roll-back" ? await healthyCheckpoint(folder, verdict.since) : undefined;
  const stops = action === "stop" || (action === "roll-back" && back === undefined);
  let done = stops ? "stops, saved" : `learning rates times ${factor}`;
  if (back !== undefined) {
    const batches = ailing.batches(back.shuffle as unknown as BatchSourceState);
    trainer.restore(toSnapshot(back), batches);
    await ailing.rewind(batches, back.counters.gStep);
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
  since: number,
): Promise<Checkpoint | undefined> {
  const { checkpoints } = folder.files;
  const entries = (await listCheckpoints(checkpoints)).filter(({ step }) => step < since);
  const newest = entries.at(-1);
  return newest && readCheckpoint(newest.path);
}
