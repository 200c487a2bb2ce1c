/** What a full run would cost, from a few measured steps. */

import type { Config } from "../config/index.ts";
import { assembleModel, updatesOf } from "../config/index.ts";
import { createTrainer, parameterCount } from "../gan/index.ts";
import type { Forecast } from "./forecast-result.ts";
import type { TrainingMessage } from "./messages.ts";
import { prepare } from "./prepare.ts";

/** Measured steps, at most; fewer when they take long. */
const STEPS = 10;
const MAX_SECONDS = 20;

/**
 * Builds everything a run needs, measures a few iterations and forecasts the rest. Leaves nothing behind.
 *
 * @throws EvenkeelError as training would.
 */
export async function forecastRun(
  config: Config,
  report: (message: TrainingMessage) => void,
  shouldStop: () => boolean,
): Promise<Forecast> {
  const model = assembleModel(config);
  const { dataset, runtime, batches } = await prepare(config, model, report, shouldStop);
  report({ type: "phase", text: "compiling the two steps" });
  const { seed, steps } = config;
  const trainer = await createTrainer({
    runtime,
    model,
    batches: batches(),
    seed,
    ...updatesOf(config),
  });
  report({ type: "phase", text: `measuring up to ${STEPS} iterations` });
  await trainer.step();
  const times: number[] = [];
  const begin = performance.now();
  do {
    const start = performance.now();
    await trainer.step();
    times.push(performance.now() - start);
  } while (times.length < STEPS && performance.now() - begin < MAX_SECONDS * 1000 && !shouldStop());
  const tensors = Object.values((await trainer.snapshot()).tensors);
  const iterationMs = times.sort((a, b) => a - b)[Math.floor(times.length / 2)] as number;
  const forecast: Forecast = {
    device: runtime.engine.description,
    parameters: {
      generator: parameterCount(model.generator),
      discriminator: parameterCount(model.discriminator),
    },
    images: dataset.count,
    stateBytes: tensors.reduce((sum, { data }) => sum + data.byteLength, 0),
    processBytes: process.memoryUsage.rss(),
    measured: times.length,
    iterationMs,
    steps,
    totalSeconds: (iterationMs * steps) / 1000,
  };
  await runtime.release();
  return forecast;
}
