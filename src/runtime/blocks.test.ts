import { expect, test } from "vitest";
import { withWrongResult } from "../../test/support/platform/faulty-engines.ts";
import { simplify, topologicalOrder } from "../graph/index.ts";
import { choose, forms } from "../graph/onnx/blocked/forms/choose.ts";
import type { Form } from "../graph/onnx/blocked/forms/form.ts";
import { type Problem, problemOf } from "../graph/onnx/blocked/forms/problem.ts";
import { phaseProblem, phasesOf } from "../graph/onnx/blocked/forms/stride-phases.ts";
import { formNames } from "../graph/onnx/index.ts";
import { probeBlocks, trialGraph } from "./blocks.ts";
import { nodeEngine } from "./node.ts";

const engine = nodeEngine({ device: "cpu", threads: 1 });
const found = await engine.blocks?.();

/** The names of the forms by which a convolution is computed when all are forced. */
function formsOf(op: keyof typeof forms, problem: Problem): string[] {
  const form = choose<Form>(forms[op], problem, formNames);
  if (form?.name !== "phases") return form === undefined ? [] : [form.name];
  const [rows, columns] = phasesOf(problem)!;
  const inner = rows.flatMap((row) => columns.map((column) => phaseProblem(problem, row, column)));
  return [form.name, ...inner.flatMap((each) => formsOf("conv", each))];
}

test.each([16, 8])("the trial runs every form, with blocks of %i", (size) => {
  const values = topologicalOrder(Object.values(simplify(trialGraph(size)).outputs));
  const ran = values.flatMap((value) => {
    const problem = problemOf(value, size);
    if (problem === undefined || value.source.kind !== "op") return [];
    return formsOf(value.source.op as keyof typeof forms, problem);
  });
  expect(formNames.filter((name) => !ran.includes(name))).toEqual([]);
});

test.skipIf(found === undefined)("no blocks where a gradient is wrong", async () => {
  const onBlocks = (model: Uint8Array) => Buffer.from(model).includes("nchwc");
  const wrong = withWrongResult(engine, "gradient/middle", (x) => 1.001 * x, onBlocks);
  expect(await probeBlocks(wrong)).toBeUndefined();
});
