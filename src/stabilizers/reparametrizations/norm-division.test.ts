/** Weight and Frobenius normalization; the rest is in reparametrizations.test.ts. */
import { describe, expect, test } from "vitest";
import { asMatrix, gaussian, inner } from "../../../test/support/nn/matrices.ts";
import { reparametrize, weightSpec } from "../../../test/support/nn/reparametrizations.ts";
import { float64Golden } from "../../../test/support/tolerances.ts";
import { sizeOf } from "../../graph/index.ts";
import { frobeniusNorm } from "./frobenius-norm.ts";
import { weightNorm } from "./weight-norm.ts";

const shape = [5, 3, 2, 2];
const spec = weightSpec(...shape);
const weight = gaussian(sizeOf(shape), "weight");

test("weight normalization: rows of norm 1, in the directions they had; Σσ² is their number", () => {
  const { weight: effective } = reparametrize(weightNorm(), spec, weight, {});
  const [before, after] = [asMatrix(shape, weight), asMatrix(shape, effective)];
  for (let row = 0; row < 5; row++) {
    const [a, b] = [before.getRow(row), after.getRow(row)];
    expect([inner(b, b)]).toBeAllclose([1], float64Golden);
    expect([inner(a, b)]).toBeAllclose([Math.sqrt(inner(a, a))], float64Golden);
  }
  expect([inner(effective, effective)]).toBeAllclose([5], float64Golden);
});

test("weight normalization: does not depend on the length of any single row", () => {
  const longer = Float64Array.from(weight, (w, i) => w * (1 + Math.floor(i / 12)));
  const { weight: effective } = reparametrize(weightNorm(), spec, longer, {});
  expect(effective).toBeAllclose(
    reparametrize(weightNorm(), spec, weight, {}).weight,
    float64Golden,
  );
});

test("Frobenius normalization: ‖W̄‖ is 1, and the divisor is told", () => {
  const { weight: effective, measures } = reparametrize(frobeniusNorm(), spec, weight, {});
  expect([inner(effective, effective)]).toBeAllclose([1], float64Golden);
  expect([measures.norm!]).toBeAllclose([Math.hypot(...weight)], float64Golden);
});

describe.each([
  ["weight normalization", weightNorm],
  ["Frobenius normalization", frobeniusNorm],
])("%s", (_name, create) => {
  test("keeps no states", () => {
    const { moved, advanced } = reparametrize(create(), spec, weight, {});
    expect([create().states(spec), moved, advanced]).toEqual([[], {}, {}]);
  });

  test("weights that are all 0 stay 0, with a gradient of 1/ε", () => {
    const zero = new Float64Array(weight.length);
    const found = reparametrize(create({ epsilon: 1e-6 }), spec, zero, {}, weight);
    expect(found.weight).toEqual(zero);
    expect(found.gradient).toBeAllclose(
      Array.from(weight, (x) => x * 1e6),
      float64Golden,
    );
  });

  test("epsilon is added to the norm in squares", () => {
    const one = weightSpec(1, 2);
    const found = reparametrize(create({ epsilon: 12 }), one, [3, 4], {});
    expect(found.weight).toBeAllclose([3 / 13, 4 / 13], float64Golden);
  });

  test("refuses values out of range and unknown names", () => {
    expect(() => create({ epsilon: 0 })).toThrow("epsilon");
    expect(() => create({ gain: 2 } as object)).toThrow("gain");
  });
});
