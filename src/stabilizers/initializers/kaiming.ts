/** Kaiming, or He, initialization (`kaiming`). */
import { z } from "zod";
import { kaimingNormal } from "../../nn/index.ts";
import type { InitializerMethod } from "../method.ts";

const options = z.strictObject({
  slope: z
    .number()
    .min(0)
    .optional()
    .describe(
      "slope of the leaky ReLU, 0 for ReLU; default: that of the network's own activations, 0 where it has others",
    ),
});

/** `kaiming` in a config. */
export const kaimingMethod = {
  summary: "N(0, 2/((1 + slope²)·fan-in))",
  options,
  create: ({ slope }) => kaimingNormal(slope),
} as const satisfies InitializerMethod<typeof options>;
