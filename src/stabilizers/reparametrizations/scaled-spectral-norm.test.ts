/** What the scale does; the rest is in reparametrizations.test.ts. */
import { describe, expect, test } from "vitest";
import { gaussian } from "../../../test/support/nn/matrices.ts";
import { reparametrize, weightSpec } from "../../../test/support/nn/reparametrizations.ts";
import { sizeOf } from "../../graph/index.ts";
import { bidirectionalScaledSpectralNorm } from "./bidirectional-scaled-spectral-norm.ts";
import { bidirectionalSpectralNorm } from "./bidirectional-spectral-norm.ts";
import { scaledSpectralNorm } from "./scaled-spectral-norm.ts";
import { spectralNorm } from "./spectral-norm.ts";

const pairs = [
  ["ssn", scaledSpectralNorm, spectralNorm],
  ["bssn", bidirectionalScaledSpectralNorm, bidirectionalSpectralNorm],
] as const;

describe.each(pairs)("%s", (_name, scaled, plain) => {
  describe.each([[[4, 3, 3, 3]], [[5, 7]]])("of a weight %o", (shape) => {
    const spec = weightSpec(...shape);
    const weight = gaussian(sizeOf(shape), "weight");
    const upstream = gaussian(sizeOf(shape), "upstream");
    const states = { u: gaussian(shape[0]!, "u"), uIn: gaussian(shape[1]!, "uIn") };
    const held = Object.fromEntries(
      plain()
        .states(spec)
        .map(({ name }) => [name, states[name as keyof typeof states]]),
    );
    const options = [
      {},
      { iterations: 3, epsilon: 0.1, vectors: "differentiated", advance: "forward" },
    ] as const;

    test.each(options)("with scale 1 is the unscaled method, bit for bit: %o", (given) => {
      const one = reparametrize(scaled({ ...given, scale: 1 }), spec, weight, held, upstream);
      expect(one).toEqual(reparametrize(plain(given), spec, weight, held, upstream));
      expect(reparametrize(scaled(given), spec, weight, held, upstream)).toEqual(one);
    });

    test("the scale is on the weight and its gradient; σ and the vectors stay", () => {
      // a power of two, so that products are exact
      const {
        weight: twice,
        gradient,
        ...rest
      } = reparametrize(scaled({ scale: 2 }), spec, weight, held, upstream);
      const once = reparametrize(plain(), spec, weight, held, upstream);
      expect(twice).toEqual(once.weight.map((w) => 2 * w));
      expect(gradient).toEqual(once.gradient.map((x) => 2 * x));
      expect(rest).toEqual({
        measures: once.measures,
        moved: once.moved,
        advanced: once.advanced,
        measureGradients: once.measureGradients,
      });
    });
  });

  test("refuses values out of range and unknown names", () => {
    expect(() => scaled({ scale: 0 })).toThrow("scale");
    expect(() => scaled({ scale: -1 })).toThrow("scale");
    expect(() => scaled({ scale: Number.POSITIVE_INFINITY })).toThrow("scale");
    expect(() => scaled({ iterations: 0 })).toThrow("iterations");
    expect(() => scaled({ gain: 2 } as object)).toThrow("gain");
  });
});
