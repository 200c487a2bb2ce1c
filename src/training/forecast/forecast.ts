/** Forecasts the cost of a full run from a few measured steps. */

import { createTrainer, parameterCount } from "../../gan/index.ts";
import { beginning } from "../beginning.ts";
import type { Report } from "../messages.ts";
import type { RunPlan } from "../plan/plan.ts";
import { prepare } from "../preparation/prepare.ts";
import type { Stop } from "../stop.ts";
import { measureIterations } from "./measure-iterations.ts";
import type { Forecast } from "./result.ts";

/** The maximum number of measured steps; fewer if they are slow. */
const STEPS = 10;
const MAX_SECONDS = 20;

/**
 * Prepares a run completely, measures a few iterations and forecasts the rest. Writes no files.
 *
 * @throws EvenkeelError as training would.
 */
export async function forecastRun(plan: RunPlan, report: Report, stop: Stop): Promise<Forecast> {
  const { model, settings } = plan;
  const begun = await beginning(plan, report);
  const { dataset, runtime, batches } = await prepare(plan, report, stop);
  report({ type: "phase", text: "compiling the two steps" });
  const { seed, steps, nDis, order, noise } = settings;
  const trainer = await createTrainer({
    runtime,
    model,
    batches: batches(),
    seed,
    nDis,
    order,
    generatorNoise: noise,
    initial: begun?.tensors,
  });
  report({ type: "phase", text: `measuring up to ${STEPS} iterations` });
  const { iterationMs, measured } = await measureIterations(trainer, {
    most: STEPS,
    seconds: MAX_SECONDS,
    stop,
  });
  const tensors = Object.values((await trainer.snapshot()).tensors);
  const forecast: Forecast = {
    device: runtime.engine.description,
    parameters: {
      generator: parameterCount(model.generator),
      discriminator: parameterCount(model.discriminator),
    },
    images: dataset.count,
    stateBytes: tensors.reduce((sum, { data }) => sum + data.byteLength, 0),
    processBytes: process.memoryUsage.rss(),
    measured,
    iterationMs,
    steps,
    totalSeconds: (iterationMs * steps) / 1000,
  };
  await runtime.release();
  return forecast;
}
