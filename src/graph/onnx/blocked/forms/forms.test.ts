/** Every form of a convolution, on every shape that it fits, against the float64 reference. */
import { describe, expect, test } from "vitest";
import { checkBlocked, randomFeeds } from "../../../../../test/support/graph/blocked.ts";
import { graphOf } from "../../../../../test/support/graph/convolution.ts";
import { runEngine } from "../../../../../test/support/graph/engine.ts";
import { withStandardBlocks } from "../../../../../test/support/graph/standard-blocks.ts";
import { cpuComposite, toleranceFor } from "../../../../../test/support/tolerances.ts";
import { nodeEngine } from "../../../../runtime/node.ts";
import { evaluate, simplify } from "../../../index.ts";
import { convOutputSize } from "../../../ops/convolution.ts";
import { toOnnx } from "../../index.ts";
import { forms } from "./choose.ts";
import type { Form } from "./form.ts";
import type { Problem } from "./problem.ts";

const found = await nodeEngine({ device: "cpu" }).blocks?.();
// where the engine has no blocks there is nothing to compare
const on = describe.skipIf(found === undefined);
const b = found ?? 16;

type Geometry = Pick<Problem, "inputSize" | "kernel" | "stride" | "padding">;
const geometry = (
  inputSize: Problem["inputSize"],
  kernel: Problem["kernel"],
  stride: Problem["stride"],
  padding: Problem["padding"],
): Geometry => ({ inputSize, kernel, stride, padding });
const geometries: Readonly<Record<string, Geometry>> = {
  "3x3": geometry([8, 8], [3, 3], [1, 1], [1, 1, 1, 1]),
  "3x3 of 4 pixels": geometry([4, 4], [3, 3], [1, 1], [1, 1, 1, 1]),
  "4x4, stride 2": geometry([8, 8], [4, 4], [2, 2], [1, 1, 1, 1]),
  "4x4, stride 2, to 4 x 2": geometry([8, 4], [4, 4], [2, 2], [1, 1, 1, 1]),
  "4x4, stride 2, twice 4 rows": geometry([16, 4], [4, 4], [2, 2], [1, 1, 1, 1]),
  "3x3 of 16 pixels": geometry([16, 16], [3, 3], [1, 1], [1, 1, 1, 1]),
  "4x4, stride 2, of 16 pixels": geometry([16, 16], [4, 4], [2, 2], [1, 1, 1, 1]),
  "3x3, stride 2": geometry([12, 6], [3, 3], [2, 2], [1, 1, 0, 0]),
  "5x5, stride 2": geometry([8, 8], [5, 5], [2, 2], [2, 2, 2, 2]),
  "1x1": geometry([4, 4], [1, 1], [1, 1], [0, 0, 0, 0]),
  "1x1, stride 2": geometry([8, 6], [1, 1], [2, 2], [0, 0, 0, 0]),
  "no padding": geometry([6, 5], [3, 3], [1, 1], [0, 0, 0, 0]),
  "no padding, 2x3": geometry([5, 6], [2, 3], [1, 1], [0, 0, 0, 0]),
  "strides apart": geometry([8, 9], [3, 3], [2, 3], [1, 0, 1, 0]),
  "stride across only": geometry([8, 9], [3, 3], [1, 3], [1, 0, 1, 0]),
  asymmetric: geometry([6, 5], [3, 3], [1, 1], [0, 2, 1, 1]),
  "more zeros before": geometry([7, 5], [3, 3], [1, 1], [3, 0, 0, 1]),
  "at the end only": geometry([4, 6], [3, 3], [2, 2], [0, 0, 1, 1]),
  "odd size": geometry([7, 5], [3, 3], [1, 1], [1, 1, 1, 1]),
  "odd size, stride 2": geometry([9, 7], [4, 4], [2, 2], [1, 1, 1, 1]),
  "a last row that nothing reads": geometry([9, 9], [4, 4], [2, 2], [0, 0, 1, 1]),
  "wide padding": geometry([3, 3], [2, 2], [1, 1], [3, 3, 3, 3]),
  "as large as the image": geometry([4, 4], [4, 4], [1, 1], [0, 0, 0, 0]),
  "larger than the image": geometry([2, 2], [4, 4], [1, 1], [1, 1, 1, 1]),
  "larger than the image, to 4 rows": geometry([2, 3], [3, 3], [1, 1], [2, 1, 2, 1]),
  "one pixel": geometry([1, 1], [1, 1], [1, 1], [0, 0, 0, 0]),
};
/** Images, channels from and to. */
const sizesOf = (
  b: number,
): readonly (readonly [batch: number, inputs: number, outputs: number])[] => [
  [b, b, b],
  [2 * b, b, 3 * b],
  [b, 2 * b, b],
  [3, b, 2 * b],
  [3, 3, b],
  [3, b, 3],
  [b, 3, 2 * b],
  [2, 1, 1],
  [2, b + 1, b],
  [b, b, b + 3],
  [2, b, 2],
];
const problemsOf = (b: number) =>
  Object.entries(geometries).flatMap(([name, each]) =>
    sizesOf(b).map(([batch, inputs, outputs]) => {
      const outputSize = convOutputSize(each.inputSize, each.kernel, each);
      const problem: Problem = { ...each, batch, inputs, outputs, outputSize, size: b };
      return { name: `${name}, ${batch} images, ${inputs} to ${outputs}`, problem };
    }),
  );
const problems = problemsOf(b);

const casesOf = (b: number) =>
  Object.entries(forms).flatMap(([op, list]) =>
    (list as readonly Form[]).map((form) => ({
      op: op as keyof typeof forms,
      form,
      fitting: problemsOf(b).filter(({ problem }) => form.fits(problem)),
    })),
  );

on.each(casesOf(b))("$op, $form.name", ({ op, form, fitting }) => {
  test("fits some", () => expect(fitting.length).toBeGreaterThan(5));

  test.each(fitting)("$name", async ({ problem }) => {
    const graph = graphOf(op, problem);
    await checkBlocked(graph, randomFeeds(graph), b, cpuComposite, [form.name]);
  });
});

/** Of a gradient to the input of stride 1: the convolution that it is. */
const exchanges = problems.filter(
  ({ problem: { stride, kernel, padding } }) =>
    stride.every((s) => s === 1) && kernel[0] > padding[0] && kernel[1] > padding[1],
);
on.each(forms.conv.map((form) => ({ form })))("convInputGrad by $form.name", ({ form }) => {
  test.each(exchanges)("$name", async ({ problem }) => {
    const graph = graphOf("convInputGrad", problem);
    await checkBlocked(graph, randomFeeds(graph), b, cpuComposite, [form.name]);
  });
});

/** A size of blocks that this engine does not have here: what the operators mean is computed by others. */
const other = 24 - b;
describe.each(casesOf(other))(`$op, $form.name, blocks of ${other}`, ({ op, form, fitting }) => {
  test.each(fitting)("$name", async ({ problem }) => {
    const graph = graphOf(op, problem);
    const feeds = randomFeeds(graph);
    const model = toOnnx(simplify(graph), { blocks: other, forms: [form.name] });
    const actual = await runEngine(withStandardBlocks(model, other), graph.inputs, feeds);
    for (const [name, { data }] of Object.entries(evaluate(graph, feeds))) {
      expect(actual[name]!.data, name).toBeAllclose(data, toleranceFor(data, cpuComposite));
    }
  });
});
