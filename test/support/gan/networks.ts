/** The small GAN's networks by themselves, from the numbers of a state. */
import type { GanModel } from "../../../src/gan/index.ts";
import { sizeOf } from "../../../src/graph/index.ts";
import { asMatrix, powerRound } from "../nn/matrices.ts";
import { type Evaluated, evaluateNetwork, type Numbers } from "../nn/networks.ts";

/** What of a state belongs to `player`, by the player's own names. */
export function partOf(state: Numbers, player: "generator" | "discriminator" | "ema"): Numbers {
  return Object.fromEntries(
    Object.entries(state).flatMap(([name, values]) =>
      name.startsWith(`${player}/`) ? [[name.slice(player.length + 1), values]] : [],
    ),
  );
}

/** Raw weights of the discriminator by layer, as matrices. */
export function discriminatorMatrices(model: GanModel, state: Numbers) {
  return Object.fromEntries(
    model.discriminator.parameters.flatMap(({ name, shape, role }) =>
      role === "weight"
        ? [[name.replace(/\/weight$/, ""), asMatrix(shape, state[`discriminator/${name}`]!)]]
        : [],
    ),
  );
}

/** One round of power iteration on every layer, from the stored u. */
export function powerRounds(model: GanModel, state: Numbers, u: Numbers = state) {
  return Object.fromEntries(
    Object.entries(discriminatorMatrices(model, state)).map(([layer, matrix]) => [
      layer,
      powerRound(matrix, u[`discriminator/${layer}/u`]!),
    ]),
  );
}

/** D's outputs for images `[count, ...]`; where it is spectrally normalized, with each weight divided by σ̂ after one round from the stored u. */
export function discriminate(
  model: GanModel,
  state: Numbers,
  images: ArrayLike<number>,
): Float64Array {
  const values: Record<string, ArrayLike<number>> = { ...partOf(state, "discriminator") };
  const normalized = model.definition.discriminator.reparametrization !== undefined;
  const rounds = normalized ? powerRounds(model, state) : {};
  for (const [layer, { sigma }] of Object.entries(rounds)) {
    values[`${layer}/weight`] = Array.from(values[`${layer}/weight`]!, (w) => w / sigma);
  }
  const shape = model.definition.imageShape;
  const { network } = model.definition.discriminator;
  const count = images.length / sizeOf(shape);
  return evaluateNetwork(network, [count, ...shape], { ...values, x: images }).y.data;
}

/** G's images for z `[count, latent]`, with the values under `from`. */
export function generate(
  model: GanModel,
  state: Numbers,
  z: ArrayLike<number>,
  options: { readonly training: boolean; readonly from?: "generator" | "ema" },
): Evaluated {
  const { training, from = "generator" } = options;
  const { latentSize } = model.definition;
  const values = { ...partOf(state, "generator"), ...partOf(state, from), x: z };
  const { network } = model.definition.generator;
  return evaluateNetwork(network, [z.length / latentSize, latentSize], values, { training });
}

/** uint8 pixels to [-1, 1]. */
export function scaled(pixels: ArrayLike<number>): number[] {
  return Array.from(pixels, (p) => p / 127.5 - 1);
}
