/** A zero-shot model before training. */
import type { Runtime } from "../../runtime/index.ts";
import { rowsAt, type ZeroShotData } from "../data/data.ts";
import { initialEmbedder } from "./embedder.ts";
import { checkZeroShotModel, type ZeroShotModel } from "./model.ts";
import { zeroShotLogits } from "./step.ts";
import { attributesOf } from "./train.ts";

/**
 * The logits `[places, C]` of examples for all C classes before training, as in a first step with all classes: class
 * standardization has their statistics. The initial weights are in the runtime's state afterwards.
 *
 * @throws EvenkeelError `CONFIG` for a model that cannot be built.
 */
export async function logitsAtStart(
  data: Pick<ZeroShotData, "classes" | "attributes" | "features">,
  options: {
    readonly runtime: Runtime;
    readonly model: ZeroShotModel;
    /** Of the weights. */
    readonly seed: number;
  },
  places: readonly number[],
): Promise<Float32Array> {
  const { runtime, model, seed } = options;
  const { columns } = data.features;
  checkZeroShotModel(model, data.classes.length);
  const sizes = { attributes: data.attributes.columns, features: columns };
  for (const [name, tensor] of Object.entries(initialEmbedder(model, sizes, seed))) {
    runtime.state.write(name, tensor);
  }
  const attributes = attributesOf(data, model, [...data.classes.keys()]);
  const classes = { model, attributes, features: columns };
  const program = await runtime.compile(zeroShotLogits(classes, places.length, true));
  const { logits } = await program.run({ features: rowsAt(data.features, places) });
  await program.release();
  return logits as Float32Array;
}
