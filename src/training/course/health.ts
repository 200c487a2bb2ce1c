/** A run's health during training, and the actions on it. */
import { z } from "zod";
import {
  type HealthContext,
  type HealthMonitor,
  type HealthRecord,
  healthMonitor,
  healthRecordOf,
  toneOf,
  type Verdict,
} from "../../analysis/health/index.ts";
import type { RunSettings } from "../../config/index.ts";
import type { JsonLine } from "../../files/index.ts";
import type { GanModel } from "../../gan/index.ts";
import { createBuilder, evaluate } from "../../graph/index.ts";
import type { Json } from "../../runs/checkpoints/index.ts";

/** The actions on a run's health, as stored in checkpoints. */
const section = z.object({
  /** The product of the factors that both learning rates were multiplied by. */
  learningRateFactor: z.number().positive().default(1),
  /** The number of actions taken. */
  actions: z.int().nonnegative().default(0),
  /** The step of the last action; the verdict starts over there. */
  since: z.int().nonnegative().default(0),
});
export type HealthSection = Readonly<z.output<typeof section>>;

/** Reads the section; a checkpoint without it belongs to a run without actions. */
export function healthSection(json: Json | undefined): HealthSection {
  return section.parse(json ?? {});
}

/** An action on a run that is no longer healthy. */
export type HealthAction = Exclude<RunSettings["health"]["action"], "none">;

/** A run's health. */
export interface Health {
  verdict(): Verdict;
  /** Adds a record; returns the action to take, if any. */
  note(record: HealthRecord): HealthAction | undefined;
  /** Records that an action was taken at a step; the verdict considers only later records. */
  acted(gStep: number): void;
  /** The section for a checkpoint. */
  section(learningRateFactor: number): HealthSection;
}

/**
 * The health of a run at its current state.
 *
 * @param from    the section of the checkpoint that the run resumes from.
 * @param records the run's records so far, from which the verdict is restored.
 */
export function openHealth(
  settings: Pick<RunSettings, "health" | "steps">,
  model: GanModel,
  from: HealthSection,
  records: readonly JsonLine[],
): Health {
  const { action, most } = settings.health;
  const context = healthContext(settings, model);
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
      if (action === "none" || toneOf(state) !== "bad" || state === "not-finite") return undefined;
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

/** What verdicts on a run depend on, beside its records. */
export function healthContext(
  { steps }: Pick<RunSettings, "steps">,
  { definition }: GanModel,
): HealthContext {
  return { undecidedLoss: undecidedLoss(definition.loss), steps };
}

/** D's loss when all its outputs are 0; `null` for losses that have no lower bound. */
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
  // A loss without a lower bound keeps falling by the same amount for the same additional margin.
  return at(1e6, -1e6) < 0 ? null : at(0, 0);
}
