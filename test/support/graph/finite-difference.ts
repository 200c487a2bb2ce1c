/** Gradients against central differences of the float64 reference. */
import { expect } from "vitest";
import { evaluate } from "../../../src/graph/index.ts";
import type { RandomStream } from "../../../src/random.ts";
import { finiteDifference } from "../tolerances.ts";
import { type Experiment, only } from "./experiment.ts";
import { dataStream } from "./tensors.ts";

/** Elements of one input that are moved one by one; larger inputs are sampled. */
const ELEMENTS = 24;

/** Which output claims to be the derivative of which, to which input. */
export interface Claim {
  /** The name of a scalar output. */
  readonly of: string;
  /** For inputs by name, the output that is the gradient of `of` to it. */
  readonly gradients: Readonly<Record<string, string>>;
}

/**
 * Compares claimed gradients with (f(x + h) − f(x − h)) / 2h: element by element, and along a random
 * direction in all inputs at once, so that no element is left out.
 *
 * @param scale how large the inputs are; h = ∛ε · scale.
 * @throws AssertionError naming the input and the worst element.
 */
export function checkDerivative(experiment: Experiment, claim: Claim, scale = 1): void {
  const { graph, feeds } = experiment;
  const value = only(experiment, claim.of).graph;
  const h = Math.cbrt(Number.EPSILON) * scale;
  const stream = dataStream(`directions ${claim.of}`);

  const difference = (direction: Readonly<Record<string, Float64Array>>) => {
    const at = (step: number) => {
      const moved = Object.entries(direction).map(([name, d]) => [
        name,
        (feeds[name] as Float64Array).map((x, i) => x + step * (d[i] as number)),
      ]);
      const result = evaluate(value, { ...feeds, ...Object.fromEntries(moved) });
      return result[claim.of]?.data[0] as number;
    };
    const [ahead, behind] = [at(h), at(-h)];
    const noise = (64 * Number.EPSILON * (1 + Math.abs(ahead) + Math.abs(behind))) / h;
    return { slope: (ahead - behind) / (2 * h), noise };
  };
  const expectSlope = (
    actual: number,
    direction: Readonly<Record<string, Float64Array>>,
    where: string,
  ) => {
    const { slope, noise } = difference(direction);
    const tolerance = { relative: finiteDifference.relative, absolute: noise };
    expect([actual], `gradient of ${claim.of} to ${where}`).toBeAllclose([slope], tolerance);
  };

  const gradients = evaluate(
    only({ graph, feeds }, ...Object.values(claim.gradients)).graph,
    feeds,
  );
  const everywhere: Record<string, Float64Array> = {};
  let along = 0;
  for (const [name, output] of Object.entries(claim.gradients)) {
    const analytic = gradients[output]?.data as Float64Array;
    const size = (feeds[name] as Float64Array).length;
    expect(analytic.length, `elements of ${output}`).toBe(size);
    for (const i of sample(size, stream)) {
      const direction = new Float64Array(size);
      direction[i] = 1;
      expectSlope(analytic[i] as number, { [name]: direction }, `${name}[${i}]`);
    }
    const random = Float64Array.from({ length: size }, () => stream.normal());
    everywhere[name] = random;
    along += analytic.reduce((total, d, i) => total + d * (random[i] as number), 0);
  }
  expectSlope(along, everywhere, "all inputs, along a random direction");
}

function sample(size: number, stream: RandomStream): Iterable<number> {
  const order = stream.permutation(size);
  return order.subarray(0, ELEMENTS);
}
