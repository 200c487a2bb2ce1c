/** A deep residual network, small in all but its depth. */
import { residualNetwork } from "../../../src/classify/networks/index.ts";
import { gradient, sum } from "../../../src/graph/index.ts";
import { applyNetwork, describeNetwork, type Network, sgd } from "../../../src/nn/index.ts";
import { createProgram, type Program } from "../../../src/runtime/index.ts";

const IMAGES = [2, 1, 4, 4];

/** So many blocks of two convolutions of two channels, with Fixup's scalars; two outputs. */
export function deepNetwork(blocks: number): Network {
  return residualNetwork({ channels: [2], blocks, classes: 2, shortcut: "zeros", fixup: true });
}

/** The description of {@link deepNetwork}. */
export function describeDeep(blocks: number) {
  return describeNetwork(deepNetwork(blocks), { dtype: "float32", shape: IMAGES });
}

/** A step of gradient descent on the sum of its outputs, which is the result `loss`. */
export function deepStep(blocks: number): Program {
  const program = createProgram("step");
  const { g } = program;
  const { parameters } = describeDeep(blocks);
  const values = parameters.map(({ name, shape }) => [name, program.read(name, shape)] as const);
  const x = program.feed("x", { dtype: "float32", shape: IMAGES });
  const pass = applyNetwork(g, deepNetwork(blocks), Object.fromEntries(values), x);
  const loss = sum(g, pass.output);
  const slopes = gradient(
    g,
    loss,
    values.map(([, value]) => value),
  );
  const rate = g.scalar(0.1);
  for (const [i, [name, value]] of values.entries()) {
    program.write(name, sgd().update(g, value, slopes[i]!, {}, { rate }).parameter);
  }
  program.result("loss", loss);
  return program.build();
}
