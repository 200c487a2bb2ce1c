/** Puts a trained generator where programs read it. */
import type { HostTensor, Runtime } from "../../runtime/index.ts";
import type { GanModel } from "../model.ts";
import { stateNames, trainingNames } from "../state.ts";
import { averagesSettler } from "./averages.ts";

/**
 * Writes a generator into the runtime's state, with what its averaged weights need of their own: after that
 * {@link sampler} and {@link effectiveWeights} of the generator can run there, and the state has every value
 * that {@link samplingNames} names.
 *
 * @param tensors the state of the training, as in a snapshot or a checkpoint.
 * @throws EvenkeelError `GRAPH` when a tensor is missing.
 */
export async function loadGenerator(
  runtime: Runtime,
  model: GanModel,
  tensors: Readonly<Record<string, HostTensor>>,
): Promise<void> {
  const ofTraining = new Set(trainingNames(model));
  const owners = ["generator", "ema"] as const;
  for (const [name, tensor] of Object.entries(tensors)) {
    const isOfGenerator = owners.some((owner) => stateNames.isOf(owner, name));
    if (isOfGenerator && !ofTraining.has(name)) runtime.state.write(name, tensor);
  }
  const settle = await averagesSettler(runtime, model);
  await settle?.();
}
