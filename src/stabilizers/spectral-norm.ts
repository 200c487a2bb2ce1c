/** Spectral normalization (`sn`). */
import { z } from "zod";
import { type Builder, sizeOf, type Value } from "../graph/index.ts";
import type { ParameterSpec } from "../nn/index.ts";
import { parseOptions } from "./options.ts";
import { powerIteration, type SingularVectors, singularValue } from "./power-iteration.ts";
import type { Reparametrization } from "./types.ts";

/** Options of {@link spectralNorm}, with the paper's choices as defaults. */
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

/**
 * Spectral normalization of the reshaped weight:
 *
 *   W̄ = W / σ(W),   σ(W) ≈ uᵀWv
 *
 * with W as a matrix `[out, in·kH·kW]` and u, v from power iteration that starts at a persistent u
 * (`[out]`). Each forward pass takes `iterations` rounds from the stored u. With `advance: update` it
 * does not store the result; u moves by as many rounds once after each discriminator update, with the
 * updated weight. Biases are not normalized.
 *
 * Differs from the paper: Algorithm 1 stores u in the forward pass of each update, before the update;
 * storing it after, with the new weight, is one round ahead of that. `advance: forward` stores in the
 * forward pass, of generator steps too.
 *
 * @see Miyato et al. 2018, eq. 8 and Algorithm 1.
 */
export function spectralNorm(options: SpectralNormOptions = {}): Reparametrization {
  const {
    vectors: gradient,
    advance,
    ...power
  } = parseOptions("spectralNorm", spectralNormOptions, options);
  const iterate = (g: Builder, weight: Value, u: Value, spec: ParameterSpec) => {
    const matrix = asMatrix(g, weight, spec);
    return { matrix, vectors: powerIteration(g, matrix, column(g, u), power) };
  };
  const flat = (g: Builder, { u }: SingularVectors) =>
    g.stopGradient(g.reshape(u, { shape: [sizeOf(u.shape)] }));

  return {
    states: (spec) => [{ name: "u", shape: [spec.shape[0] ?? 1], initial: "normal" }],
    apply(g, weight, states, spec) {
      const { matrix, vectors } = iterate(g, weight, states.u!, spec);
      const used =
        gradient === "differentiated"
          ? vectors
          : { u: g.stopGradient(vectors.u), v: g.stopGradient(vectors.v) };
      const sigma = singularValue(g, matrix, used);
      return {
        weight: g.div(weight, sigma),
        measures: { sigma },
        moved: advance === "forward" ? { u: flat(g, vectors) } : {},
      };
    },
    advance(g, weight, states, spec) {
      if (advance === "forward") return {};
      return { u: flat(g, iterate(g, weight, states.u!, spec).vectors) };
    },
  };
}

/** A weight `[out, ...]` as the matrix `[out, in·kH·kW]`. */
function asMatrix(g: Builder, weight: Value, { shape }: ParameterSpec): Value {
  const [out = 1, ...rest] = shape;
  return g.reshape(weight, { shape: [out, sizeOf(rest)] });
}

function column(g: Builder, u: Value): Value {
  return g.reshape(u, { shape: [sizeOf(u.shape), 1] });
}
