/** Gradient descent on a squared error, to see at which learning rate it still converges. */
import { EvenkeelError } from "../../errors.ts";
import { gradient, sizeOf, square, sum } from "../../graph/index.ts";
import { descend, emptySlots, sgd } from "../../nn/optimizers/index.ts";
import { createProgram, type HostTensor, type Runtime } from "../../runtime/index.ts";
import { type NetworkSubject, readNetwork } from "./network-subject.ts";

/** A regression to train on, all examples in every step. */
export interface Regression extends NetworkSubject {
  /** The wanted outputs: float32, of the output's shape. */
  readonly y: Float32Array;
  /** μ of the momentum, in [0, 1). */
  readonly momentum: number;
  readonly steps: number;
}

/** How a training went. */
export interface Fit {
  readonly rate: number;
  /** ½‖f − y‖², the mean over examples, before each step and after the last; it ends where it is not finite. */
  readonly losses: readonly number[];
  /** Whether it ended above where it began, or not finite. */
  readonly diverged: boolean;
}

/**
 * Trains a network from its initial weights at each of these learning rates, full batch, by gradient descent with momentum on
 * the mean over examples of ½‖f − y‖², whose curvature near an optimum is the Fisher information matrix of
 * {@link fisherEigenvalue}.
 *
 * @throws EvenkeelError `SHAPE` when `x` or `y` do not fit the network, `ENGINE` when the engine fails.
 */
export async function fitAtRates(
  runtime: Runtime,
  regression: Regression,
  rates: readonly number[],
  onFit: (fit: Fit) => void = () => undefined,
): Promise<readonly Fit[]> {
  const { x, y, shape, momentum, steps } = regression;
  const program = createProgram("gradient descent");
  const { g } = program;
  const { output, parameters, names } = readNetwork(program, runtime, regression);
  if (sizeOf(output.shape) !== y.length) {
    throw new EvenkeelError(
      "SHAPE",
      `fitAtRates: y must be [${output.shape.join(", ")}], got ${y.length} numbers`,
    );
  }
  const target = program.feed("y", { dtype: "float32", shape: output.shape });
  const loss = g.mul(sum(g, square(g, g.sub(output, target))), 0.5 / (shape[0] ?? 1));
  const optimizer = sgd({ momentum });
  const named = names.map((name, i) => ({ name, shape: parameters[i]!.shape }));
  const values = Object.fromEntries(names.map((name, i) => [name, parameters[i]!]));
  const gradients = gradient(g, loss, parameters);
  descend(program, { parameters: named, values, gradients, optimizer });
  program.result("loss", loss);

  const start = new Map<string, HostTensor>(Object.entries(emptySlots(named, optimizer)));
  for (const name of names) start.set(name, regression.values[name.slice("network/".length)]!);
  for (const [name, tensor] of start) runtime.state.write(name, tensor);
  const executable = await runtime.compile(program.build());
  const fits: Fit[] = [];
  try {
    for (const one of rates) {
      for (const [name, tensor] of start) runtime.state.write(name, tensor);
      const losses: number[] = [];
      for (let step = 0; step <= steps; step++) {
        const { loss: found } = await executable.run({ x, y, rate: Float32Array.of(one) });
        losses.push(found![0]!);
        if (!Number.isFinite(found![0]!)) break;
      }
      const last = losses.at(-1)!;
      const fit = { rate: one, losses, diverged: !(last <= losses[0]!) };
      fits.push(fit);
      onFit(fit);
    }
  } finally {
    await executable.release();
  }
  return fits;
}
