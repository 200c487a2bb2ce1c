/** The properties that methods declare are those that they have; of every registered method. */
import { describe, expect, test } from "vitest";
import { gaussian } from "../../test/support/nn/matrices.ts";
import { evaluateNetwork, linearLayer } from "../../test/support/nn/networks.ts";
import { IMAGES, penalize, smooth } from "../../test/support/nn/penalties.ts";
import { reparametrize, weightSpec } from "../../test/support/nn/reparametrizations.ts";
import { createBuilder, evaluate, sizeOf } from "../graph/index.ts";
import type { Network } from "../nn/index.ts";
import { randomStream } from "../random.ts";
import type {
  InitializerMethod,
  NormalizationMethod,
  PenaltyMethod,
  ProjectionMethod,
  ReparametrizationMethod,
} from "./method.ts";
import * as methods from "./registry.ts";

/** The method with these options. */
const made = <T>(
  method: { options: { parse(o: object): object }; create(o: never): T },
  options = {},
) => method.create(method.options.parse(options) as never);
const spec = weightSpec(6, 3, 2, 2);
const weight = gaussian(sizeOf(spec.shape), "weight");
const times = (factor: number, x: ArrayLike<number>) => Array.from(x, (each) => each * factor);
const norm = (x: ArrayLike<number>) => Math.hypot(...Array.from(x));
const isNear = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  norm(Array.from(a, (x, i) => x - (b[i] as number))) < 1e-6 * norm(b);

describe.each(Object.entries<ReparametrizationMethod>(methods.reparametrizations))(
  "%s",
  (_name, method) => {
    const effective = (of: ReparametrizationMethod, raw: ArrayLike<number>, options = {}) => {
      const found = made(of, options);
      if (found === undefined) return raw;
      const states = found
        .states(spec)
        .map(({ name, shape }) => [name, gaussian(sizeOf(shape), name)]);
      return reparametrize(found, spec, raw, Object.fromEntries(states)).weight;
    };

    test("is free of the raw weight's scale if it says so", () => {
      const [one, three] = [effective(method, weight), effective(method, times(3, weight))];
      expect(isNear(three, one)).toBe(method.scaleFree);
    });

    test("limits the slope if it says so", () => {
      const [one, many] = [effective(method, weight), effective(method, times(1e6, weight))];
      expect(norm(many) < 10 * norm(one)).toBe(method.limitsSlope);
    });

    test("equals its scaled form at scale 1", () => {
      if (method.scaledForm === undefined) return;
      const { reparametrizations } = methods;
      const scaled = reparametrizations[method.scaledForm as keyof typeof reparametrizations];
      const one = effective(method, weight);
      expect(effective(scaled, weight, { scale: 1 })).toEqual(one);
      expect(isNear(effective(scaled, weight, { scale: 2 }), times(2, one))).toBe(true);
    });
  },
);

describe.each(Object.entries<NormalizationMethod>(methods.normalizations))(
  "%s",
  (_name, method) => {
    const network: Network = (context, x) => made(method)(context, "norm", linearLayer(context, x));
    /** The normalized first example of a batch of four. */
    const first = (x: ArrayLike<number>, labels: readonly number[]) => {
      const condition = { labels, classes: 3 };
      const { y } = evaluateNetwork(network, [4, 3, 2, 2], { x }, { training: true, condition });
      return y.data.subarray(0, 12);
    };
    const x = gaussian(48, "x");
    const labels = [1, 0, 2, 1];

    test("depends on the whole batch if it says so", () => {
      const others = [...x.subarray(0, 12), ...times(2, x.subarray(12))];
      expect(isNear(first(others, labels), first(x, labels))).toBe(method.batchwise !== true);
    });

    test("depends on the class if it says so", () => {
      expect(isNear(first(x, [2, 0, 2, 1]), first(x, labels))).toBe(method.conditional !== true);
    });
  },
);

describe.each(Object.entries<PenaltyMethod>(methods.penalties))("%s", (_name, method) => {
  const value = (network: Network, given = {}) => {
    const { graph, feeds } = penalize(network, made(method), IMAGES, given);
    const { inputs, outputs } = graph;
    return evaluate({ inputs, outputs: { penalty: outputs.penalty! } }, feeds).penalty!.data;
  };
  const doubled = times(2, gaussian(sizeOf(IMAGES), "real"));

  test("takes the gradient at images if it says so", () => {
    const flat: Network = (context, x) => smooth(context, context.g.stopGradient(x));
    expect(isNear(value(flat), value(smooth))).toBe(!method.differentiatesTwice);
  });

  test("depends on the raw weights only if it says so", () => {
    expect(isNear(value(smooth, { real: doubled }), value(smooth))).toBe(method.ofRawWeights);
  });
});

test.each(Object.entries<ProjectionMethod>(methods.projections))(
  "%s limits the slope if it says so",
  (_name, method) => {
    const project = (raw: ArrayLike<number>) => {
      const g = createBuilder();
      const projected = made(method)(g, g.constant(raw, spec.shape), spec);
      return evaluate({ inputs: {}, outputs: { projected } }, {}).projected!.data;
    };
    const limited = norm(project(times(1e6, weight))) < 10 * norm(project(weight));
    expect(limited).toBe(method.limitsSlope);
  },
);

test.each(Object.entries<InitializerMethod>(methods.initializers))(
  "%s starts weights at 0 if it says so",
  (_name, method) => {
    const places = [{ last: true }, { branch: { branches: 2, layers: 2, last: true } }];
    const drawn = places.map((place) =>
      made(method)({ ...spec, ...place }, randomStream(1, "weights")),
    );
    expect(drawn.some((values) => values.every((x) => x === 0))).toBe(method.startsAtZero === true);
  },
);
