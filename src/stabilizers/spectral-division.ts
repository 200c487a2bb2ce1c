/** Division of a weight by spectral norms of its matrices: what SN and its siblings share. */
import { z } from "zod";
import { type Builder, sizeOf, type Value } from "../graph/index.ts";
import type { ParameterSpec } from "../nn/index.ts";
import { powerIteration, type SingularVectors, singularValue } from "./power-iteration.ts";
import type { Reparametrization } from "./types.ts";

/** Options of every method that divides by spectral norms, with the SN-GAN paper's choices as defaults. */
export const spectralNormOptions = z.strictObject({
  iterations: z
    .int()
    .min(1)
    .default(1)
    .describe("rounds of power iteration in each step (paper: 1)"),
  epsilon: z
    .number()
    .positive()
    .default(1e-12)
    .describe("added to the norms of u and v (the authors' code: 1e-12)"),
  vectors: z
    .enum(["constant", "differentiated"])
    .default("constant")
    .describe(
      "whether the gradient takes u and v as constants (Miyato et al.) or flows through the power step (the BSN authors' code)",
    ),
  advance: z
    .enum(["update", "forward"])
    .default("update")
    .describe(
      "when the stored u moves: once after each discriminator update (the BSN authors' code) or in every training forward pass (the SN-GAN authors' code)",
    ),
});
export type SpectralNormOptions = z.input<typeof spectralNormOptions>;

/** A way to lay a weight `[out, in, ...]` out as a matrix. */
export interface Direction {
  /** The state that holds its u, as long as the matrix has rows. */
  readonly state: string;
  /** The name of its σ among the measures, when there are several directions. */
  readonly measure: string;
  /** The axis of the weight that becomes the rows. */
  readonly axis: 0 | 1;
}

/** The matrix `[out, in·kH·kW]`. */
export const outputDirection: Direction = { state: "u", measure: "sigmaOut", axis: 0 };

/** The matrix `[in, out·kH·kW]`: the channel axes are swapped before the weight is laid out. */
export const inputDirection: Direction = { state: "uIn", measure: "sigmaIn", axis: 1 };

/**
 * W / mean of σ over the directions, each σ by power iteration from a persistent u of its own. The
 * measures are `sigma`, the mean, and with several directions each of theirs.
 *
 * @param directionsOf the directions of a weight, at least one.
 */
export function divideBySpectralNorms(
  options: z.output<typeof spectralNormOptions>,
  directionsOf: (spec: ParameterSpec) => readonly Direction[],
): Reparametrization {
  const { vectors: gradient, advance, ...power } = options;
  const iterate = (g: Builder, weight: Value, u: Value, { axis }: Direction) => {
    const matrix = asMatrix(g, weight, axis);
    return { matrix, vectors: powerIteration(g, matrix, column(g, u), power) };
  };
  const flat = (g: Builder, { u }: SingularVectors) =>
    g.stopGradient(g.reshape(u, { shape: [sizeOf(u.shape)] }));

  return {
    states: (spec) =>
      directionsOf(spec).map(({ state, axis }) => ({
        name: state,
        shape: [spec.shape[axis] ?? 1],
        initial: "normal",
      })),
    apply(g, weight, states, spec) {
      const directions = directionsOf(spec);
      const moved: Record<string, Value> = {};
      const sigmas = directions.map((direction) => {
        const { matrix, vectors } = iterate(g, weight, states[direction.state]!, direction);
        if (advance === "forward") moved[direction.state] = flat(g, vectors);
        const used =
          gradient === "differentiated"
            ? vectors
            : { u: g.stopGradient(vectors.u), v: g.stopGradient(vectors.v) };
        return singularValue(g, matrix, used);
      });
      const sigma = meanOf(g, sigmas);
      const each = directions.map(({ measure }, i) => [measure, sigmas[i]!] as const);
      return {
        weight: g.div(weight, sigma),
        measures: { sigma, ...(each.length > 1 ? Object.fromEntries(each) : {}) },
        moved,
      };
    },
    advance(g, weight, states, spec) {
      if (advance === "forward") return {};
      return Object.fromEntries(
        directionsOf(spec).map((direction) => {
          const { vectors } = iterate(g, weight, states[direction.state]!, direction);
          return [direction.state, flat(g, vectors)];
        }),
      );
    },
  };
}

/** A weight as a matrix whose rows are the given axis. */
function asMatrix(g: Builder, weight: Value, axis: 0 | 1): Value {
  const [out = 1, input = 1, ...kernel] = weight.shape;
  if (axis === 0) return g.reshape(weight, { shape: [out, input * sizeOf(kernel)] });
  const permutation = weight.shape.map((_, i) => (i < 2 ? 1 - i : i));
  const swapped = g.transpose(weight, { permutation });
  return g.reshape(swapped, { shape: [input, out * sizeOf(kernel)] });
}

function column(g: Builder, u: Value): Value {
  return g.reshape(u, { shape: [sizeOf(u.shape), 1] });
}

function meanOf(g: Builder, values: readonly Value[]): Value {
  const total = values.reduce((a, b) => g.add(a, b));
  return values.length > 1 ? g.mul(total, 1 / values.length) : total;
}
