/**
 * Narrow networks with the proportions of a wide one.
 *
 * Initial deviations, learning rates and limits of weights are constants that suit one width. A network whose
 * weights have a `reference`, the same weight in a wider network, takes that network's constants in proportion.
 * With r = fan-in of the reference / fan-in, a weight
 *
 * - starts as √r·V, V drawn as the reference's weight is (N(0, 0.02²), 1/fan-in of the reference, …),
 * - has r times the learning rate,
 * - has √r times the limits (weight clipping).
 *
 * Biases, scales and shifts have the reference's constants, and so has a weight whose fan-in is the reference's
 * (images, z). At the start the mean squares of activations, the largest singular values and the norms of gradients
 * to images, activations and V are then those of the wide network, and so are the relative changes of activations
 * and singular values in a step of Adam. docs/proportions.md derives and measures this, and says what is not kept.
 *
 * @see Yang & Hu 2021, "Tensor Programs IV", and Yang et al. 2022, "Tensor Programs V", for the rates of Adam;
 *   Everett et al. 2024, "Scaling Exponents Across Parameterizations and Optimizers".
 */
import { EvenkeelError } from "../errors.ts";
import type { ParameterSpec } from "./parameter.ts";

/** r of a weight; 1 without a reference. */
export function widthRatio({ reference, fanIn, terms = fanIn }: ParameterSpec): number {
  return reference === undefined ? 1 : (reference.terms ?? reference.fanIn) / terms;
}

/**
 * The parameters of a network in proportion to one of the same layers and other widths.
 *
 * @throws EvenkeelError `SHAPE` when the two have other weights.
 */
export function inProportion(
  parameters: readonly ParameterSpec[],
  reference: readonly ParameterSpec[],
): readonly ParameterSpec[] {
  const weights = weightsOf(reference);
  const [own, others] = [weightsOf(parameters), weights].map((map) => [...map.keys()].join(", "));
  if (own !== others) {
    throw new EvenkeelError(
      "SHAPE",
      `network: its reference must have the same weights, ${own}, got ${others}`,
    );
  }
  return parameters.map((spec) => {
    const wide = weights.get(spec.name);
    if (wide === undefined) return spec;
    const { shape, fanIn, fanOut, terms } = wide;
    const proportioned = {
      ...spec,
      reference: { shape, fanIn, fanOut, ...(terms !== undefined && { terms }) },
    };
    const ratio = widthRatio(proportioned);
    return ratio === 1 ? proportioned : { ...proportioned, rate: (spec.rate ?? 1) * ratio };
  });
}

function weightsOf(parameters: readonly ParameterSpec[]): ReadonlyMap<string, ParameterSpec> {
  return new Map(
    parameters.flatMap((spec) => (spec.role === "weight" ? [[spec.name, spec] as const] : [])),
  );
}
