import { beforeAll, describe, expect, test } from "vitest";
import type { CaseOf } from "../../../test/support/graph/cases/case.ts";
import { opCases } from "../../../test/support/graph/cases/index.ts";
import {
  checkDerivatives,
  expectEngineAgrees,
  type Results,
  runBoth,
} from "../../../test/support/graph/checks.ts";
import {
  type Experiment,
  experiment,
  isDifferentiated,
  names,
  only,
  together,
} from "../../../test/support/graph/experiment.ts";
import { cpu } from "../../../test/support/tolerances.ts";
import { createBuilder, type OpName, sizeOf } from "../index.ts";
import type { Signature } from "../signatures.ts";

describe.each(Object.keys(opCases) as OpName[])("%s", (op) => {
  const g = createBuilder();
  const cases = (opCases[op] as readonly CaseOf<Signature>[]).map((c) => {
    const prefix = `${op}/${c.name}`;
    const e = experiment(g, prefix, {
      inputs: c.inputs,
      build: (b, xs) => b.apply(op, xs, c.attributes as never),
    });
    return { ...c, prefix, e, smooth: c.scale !== null && isDifferentiated(e, prefix) };
  });
  let results: Results;
  beforeAll(async () => {
    results = await runBoth(together(cases.map(({ e }) => e)));
  });

  test.each(cases)("$name: the engine agrees with the reference", ({ prefix, scale }) => {
    expectEngineAgrees(results, prefix, cpu[op], scale !== null);
  });

  test.each(cases)("$name: the result fills the inferred shape", ({ prefix, e }) => {
    const y = e.graph.outputs[names(prefix).y];
    expect(results.expected[names(prefix).y]?.data.length).toBe(sizeOf(y?.shape ?? [NaN]));
  });

  const smooth = cases.filter((c) => c.smooth);
  if (smooth.length > 0) {
    test.each(smooth)("$name: derivatives equal finite differences", ({ e, prefix, scale }) => {
      checkDerivatives(e, prefix, scale ?? 1);
    });
  }

  const kinks = cases.filter((c) => c.convention !== undefined);
  if (kinks.length > 0) {
    test.each(kinks)("$name: the gradient is the documented one", async (c) => {
      const { convention = [], e, prefix } = c;
      const { actual, expected } = await runBoth(sumOf(e, prefix, convention.length));
      for (const [i, gradient] of convention.entries()) {
        const output = names(prefix).ds(i);
        if (e.graph.inputs[names(prefix).x(i)]?.dtype !== "float32") continue;
        expect(expected[output]?.data, `reference, input ${i}`).toBeAllclose(gradient, {});
        expect(actual[output]?.data, `engine, input ${i}`).toBeAllclose(gradient, {});
      }
    });
  }
});

/** The gradients of the plain sum of the result. */
function sumOf(e: Experiment, prefix: string, inputs: number): Experiment {
  const name = names(prefix);
  const wanted = Array.from({ length: inputs }, (_, i) => name.ds(i)).filter((output) =>
    Object.hasOwn(e.graph.outputs, output),
  );
  const kept = only(e, ...wanted);
  return {
    graph: kept.graph,
    feeds: { ...e.feeds, [name.r]: (e.feeds[name.r] as Float64Array).map(() => 1) },
  };
}
