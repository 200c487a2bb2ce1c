/** Every registered method, also those to come: its name, its options, and that it can be used. */
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { gaussian } from "../../test/support/nn/matrices.ts";
import { evaluateNetwork, linearLayer } from "../../test/support/nn/networks.ts";
import { linear, penalize } from "../../test/support/nn/penalties.ts";
import { reparametrize, weightSpec } from "../../test/support/nn/reparametrizations.ts";
import { createBuilder, sizeOf } from "../graph/index.ts";
import { randomStream } from "../random.ts";
import type { Method } from "./method.ts";
import * as registries from "./registry.ts";

const { initializers, normalizations, penalties, projections, reparametrizations } = registries;
const all = Object.entries(registries).flatMap(([way, methods]) =>
  Object.entries(methods).map(([name, method]): [string, Method<unknown>] => [
    `${way}: ${name}`,
    method as Method<unknown>,
  ]),
);
const spec = weightSpec(6, 3, 2, 2);
const weight = gaussian(sizeOf(spec.shape), "weight");

describe.each(all)("%s", (title, { summary, options, create }) => {
  test("has a name for configs, a summary, and a description of every option", () => {
    expect(title.split(": ")[1]).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(summary).not.toBe("");
    for (const [name, option] of Object.entries(options.shape)) {
      expect((option as z.ZodType).description, name).toMatch(/\w/);
    }
  });

  test("has a default for every option, and refuses unknown ones", () => {
    expect(options.safeParse({}).success).toBe(true);
    expect(options.safeParse({ unheardOf: 1 }).success).toBe(false);
    expect(() => create(options.parse({}))).not.toThrow();
  });
});

test.each(Object.entries(reparametrizations))("%s gives a weight of the same shape", (_name, m) => {
  const method = m.create(m.options.parse({}) as never);
  if (method === undefined) return;
  const states = Object.fromEntries(
    method.states(spec).map(({ name, shape }) => [name, gaussian(sizeOf(shape), name)]),
  );
  const {
    weight: effective,
    measures,
    gradient,
    moved,
    advanced,
  } = reparametrize(method, spec, weight, states);
  expect(effective).toHaveLength(weight.length);
  expect(gradient).toHaveLength(weight.length);
  expect(Object.values(measures).every(Number.isFinite)).toBe(true);
  for (const [name, next] of Object.entries({ ...moved, ...advanced })) {
    expect(next).toHaveLength(states[name]!.length);
  }
});

test.each(Object.entries(normalizations))("%s keeps an activation's shape", (_name, m) => {
  const normalize = m.create(m.options.parse({}) as never);
  for (const shape of [
    [4, 3, 2, 2],
    [4, 3],
  ]) {
    const { y } = evaluateNetwork(
      (context, x) => normalize(context, "norm", linearLayer(context, x)),
      shape,
      {},
      { training: true, condition: { labels: [1, 0, 1, 2], classes: 3 } },
    );
    expect(y.shape).toEqual(shape);
    expect(y.data.every(Number.isFinite)).toBe(true);
  }
});

test.each(Object.entries(penalties))("%s gives a scalar", (_name, m) => {
  const { graph } = penalize(linear, m.create(m.options.parse({}) as never));
  expect(graph.outputs.penalty).toMatchObject({ dtype: "float32", shape: [] });
});

test.each(Object.entries(projections))("%s keeps the weight's shape", (_name, m) => {
  const g = createBuilder();
  const project = m.create(m.options.parse({}));
  expect(project(g, g.constant(weight, spec.shape), spec).shape).toEqual(spec.shape);
});

test.each(Object.entries(initializers))("%s fills the weight with finite numbers", (_name, m) => {
  const values = m.create(m.options.parse({}) as never)(spec, randomStream(1, "weights"));
  expect(values).toBeInstanceOf(Float32Array);
  expect(values).toHaveLength(weight.length);
  expect(values.every(Number.isFinite)).toBe(true);
  expect(values.some((x) => x !== 0)).toBe(true);
});

describe("what is wrong with options", () => {
  const problems = (method: Method<unknown>, options: unknown) => {
    const { error } = method.options.safeParse(options);
    return error && z.prettifyError(error);
  };

  test("of sn", () => {
    const wrong = { iterations: 0, epsilon: -1, vectors: "frozen", advance: "often", scale: 2 };
    expect(problems(reparametrizations.sn as Method<unknown>, wrong)).toMatchInlineSnapshot(`
      "✖ Unrecognized key: "scale"
      ✖ Too small: expected number to be >=1
        → at iterations
      ✖ Too small: expected number to be >0
        → at epsilon
      ✖ Invalid option: expected one of "constant"|"differentiated"
        → at vectors
      ✖ Invalid option: expected one of "update"|"forward"|"pass"|"never"
        → at advance"
    `);
  });

  test("of r1, clip and normal", () => {
    expect(problems(penalties.r1 as Method<unknown>, { weight: 0 })).toMatchInlineSnapshot(`
      "✖ Too small: expected number to be >0
        → at weight"
    `);
    expect(problems(projections.clip as Method<unknown>, { limit: "1" })).toMatchInlineSnapshot(`
      "✖ Invalid input: expected number, received string
        → at limit"
    `);
    expect(problems(initializers.normal as Method<unknown>, { std: 0 })).toMatchInlineSnapshot(`
      "✖ Too small: expected number to be >0
        → at std"
    `);
  });
});
