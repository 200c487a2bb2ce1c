/** A small model's discriminator, analyzed. */
import { type Analysis, analyze } from "../../src/analysis/index.ts";
import { initialState } from "../../src/gan/index.ts";
import { smallModel, withRuntime } from "./gan/small.ts";
import { gaussian } from "./nn/matrices.ts";

/** The analysis of a new model's discriminator on four random images of either kind. */
export function smallAnalysis(): Promise<Analysis> {
  const model = smallModel();
  const batch = (stream: string) => ({ images: gaussian(4 * 32, stream) });
  return withRuntime((runtime) =>
    analyze({
      ...{ runtime, model, tensors: initialState(model, 1) },
      ...{ real: batch("real"), fake: batch("fake") },
    }),
  );
}
