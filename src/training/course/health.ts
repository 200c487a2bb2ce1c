/** A run's health while it trains, and what is done about it. */
import { z } from "zod";
import {
  type HealthMonitor,
  type HealthRecord,
  healthMonitor,
  healthRecordOf,
  type Verdict,
} from "../../analysis/health/index.ts";
import type { RunSettings } from "../../config/index.ts";
import type { JsonLine } from "../../files/index.ts";
import type { GanModel } from "../../gan/index.ts";
import { createBuilder, evaluate } from "../../graph/index.ts";
import type { Json } from "../../runs/checkpoints/index.ts";

/** What was done about a run's health, as checkpoints keep it. */
const section = z.object({
  /** What both learning rates are multiplied by. */
  learningRateFactor: z.number().positive().default(1),
  /** Actions that were taken. */
  actions: z.int().nonnegative().default(0),
  /** The step of the last one: the verdict begins anew there. */
  since: z.int().nonnegative().default(0),
});
export type HealthSection = Readonly<z.output<typeof section>>;

/** Reads it; a checkpoint without it is of a run that nothing was done about. */
export function healthSection(json: Json | undefined): HealthSection {
  return section.parse(json ?? {});
}

/** What is done about a run that is no longer healthy. */
export type HealthAction = Exclude<RunSettings["health"]["action"], "none">;

/** A run's health. */
export interface Health {
  verdict(): Verdict;
  /** Takes a record in; returns what is to be done about it, if anything. */
  note(record: HealthRecord): HealthAction | undefined;
  /** Counts an action as taken at a step: whether it helps is judged from there on. */
  acted(gStep: number): void;
  /** For a checkpoint. */
  section(learningRateFactor: number): HealthSection;
}

/**
 * A run's health from where it stands.
 *
 * @param from    the section of the checkpoint that the run goes on from.
 * @param records those of the run so far, from which the verdict follows again.
 */
export function openHealth(
  { action, most }: RunSettings["health"],
  { definition }: GanModel,
  from: HealthSection,
  records: readonly JsonLine[],
): Health {
  const context = { undecidedLoss: undecidedLoss(definition.loss) };
  let monitor: HealthMonitor = healthMonitor(context);
  let { actions, since } = from;
  const note = (record: HealthRecord) => monitor.note(record);
  for (const record of records) {
    const health = healthRecordOf(record);
    if (health !== undefined && health.gStep > since) note(health);
  }
  return {
    verdict: () => monitor.verdict(),
    note(record) {
      const { state } = note(record);
      if (action === "none" || state === "healthy" || state === "not-finite") return undefined;
      return actions < most ? action : undefined;
    },
    acted(gStep) {
      actions++;
      since = gStep;
      monitor = healthMonitor(context);
    },
    section: (learningRateFactor) => ({ learningRateFactor, actions, since }),
  };
}

/** D's loss where all its outputs are 0; `null` for losses that fall without end. */
function undecidedLoss(loss: GanModel["definition"]["loss"]): number | null {
  const g = createBuilder();
  const at = (real: number, fake: number) =>
    evaluate(
      {
        inputs: {},
        outputs: { loss: loss.discriminator(g, g.fill(real, [1, 1]), g.fill(fake, [1, 1])) },
      },
      {},
    ).loss!.data[0]!;
  // the same margin as far away again lowers a loss without an end by as much again
  return at(1e6, -1e6) < 0 ? null : at(0, 0);
}
