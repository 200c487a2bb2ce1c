/** A constant factor on a reparametrized weight: what SSN, BSSN and SN_conv add. */
import { z } from "zod";
import type { ParameterSpec } from "../../nn/index.ts";
import { layerOf, matchesLayer } from "../layer-names.ts";
import type { Reparametrization } from "../types.ts";

const factor = z
  .number()
  .positive(
    "must be above 0: a scale of 0 makes the network constant, a negative one changes the sign",
  );

/** The option of every scaled method. */
export const scaleOption = z
  .union([factor, z.literal("kaiming"), z.record(z.string(), factor)], {
    error:
      "must be a number above 0, kaiming, or a group of layer names with numbers above 0, such as {conv1: 1.2, default: 1}",
  })
  .default(1)
  .describe(
    'factor s on the normalized weights, not on biases: one for all layers; kaiming, the gain √(2/(1 + slope²)) of the network\'s leaky ReLU (He et al. 2015); or one by layer, such as {conv1: 1.5, "conv*": 1.2, default: 1}, where a whole name goes before patterns and the first pattern that fits before others (default: 1)',
  );

/**
 * A factor for all layers; `kaiming`, the gain √(2/(1 + slope²)) of the leaky ReLU that the weight's specification
 * names, 1 where it names none (He et al. 2015, eq. 15; as there, the first layer has it too); or factors by
 * layer names, in which `*` stands for any text: a whole name goes before patterns, the first pattern that
 * fits before later ones, then `default`, then 1.
 */
export type Scale = z.output<typeof scaleOption>;

/** The factor of a weight. */
export function scaleOf(scale: Scale, { name, slope }: ParameterSpec): number {
  if (typeof scale === "number") return scale;
  if (scale === "kaiming") return slope === undefined ? 1 : Math.sqrt(2 / (1 + slope ** 2));
  const layer = layerOf(name);
  const pattern = Object.keys(scale).find((key) => matchesLayer(key, layer));
  const key = Object.hasOwn(scale, layer) ? layer : (pattern ?? "default");
  return scale[key] ?? 1;
}

/** s·W̄ with the W̄ of `method`, whose measures, states and vectors stay as they are. */
export function scaled(method: Reparametrization, scale: Scale): Reparametrization {
  return {
    ...method,
    apply(g, weight, states, spec) {
      const normalized = method.apply(g, weight, states, spec);
      return { ...normalized, weight: g.mul(normalized.weight, scaleOf(scale, spec)) };
    },
  };
}
