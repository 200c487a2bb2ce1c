/** A constant factor on a reparametrized weight: what SSN and BSSN add. */
import { z } from "zod";
import type { Reparametrization } from "./types.ts";

/** The option of every scaled method. */
export const scaleOption = z
  .number()
  .positive()
  .default(1)
  .describe("s: factor on the normalized weights of all layers; biases are not scaled");

/** s·W̄ with the W̄ of `method`, whose measures, states and vectors stay as they are. */
export function scaled(method: Reparametrization, scale: number): Reparametrization {
  return {
    ...method,
    apply(g, weight, states, spec) {
      const normalized = method.apply(g, weight, states, spec);
      return { ...normalized, weight: g.mul(normalized.weight, scale) };
    },
  };
}
