/** A network by itself, outside a GAN, that is being measured. */
import { EvenkeelError } from "../../errors.ts";
import { sizeOf, type Value } from "../../graph/index.ts";
import { applyNetwork, describeNetwork, inferenceBuffers, type Network } from "../../nn/index.ts";
import type { HostTensor, ProgramBuilder, Runtime } from "../../runtime/index.ts";

/** A network at some parameters, on some inputs. */
export interface NetworkSubject {
  readonly network: Network;
  /** Parameters and, outside training mode, buffers by name. */
  readonly values: Readonly<Record<string, HostTensor>>;
  /** float32, of the shape `shape`. */
  readonly x: Float32Array;
  /** `[n, …]` */
  readonly shape: readonly number[];
  /**
   * Whether batch norm uses the batch's statistics, in which case they are differentiated too and an
   * example's output depends on all examples. Default false: the running ones, which are constants.
   */
  readonly training?: boolean | undefined;
}

/** A network's pass in a program that is fed `x`. */
export interface NetworkPass {
  readonly output: Value;
  /** The parameters' values, in the order of `names`. */
  readonly parameters: readonly Value[];
  /** Where the state holds them. */
  readonly names: readonly string[];
}

/**
 * Writes a network's values to the runtime's state and builds its pass into a program.
 *
 * @throws EvenkeelError `SHAPE` when `x` is not of its shape or a value is missing.
 */
export function readNetwork(
  program: ProgramBuilder,
  runtime: Runtime,
  { network, values, x, shape, training = false }: NetworkSubject,
): NetworkPass {
  if (x.length !== sizeOf(shape)) {
    throw new EvenkeelError(
      "SHAPE",
      `network: x must be [${shape.join(", ")}], got ${x.length} numbers`,
    );
  }
  const { parameters, buffers } = describeNetwork(network, { dtype: "float32", shape });
  const stateOf = (name: string) => `network/${name}`;
  const read = ({ name, shape: wanted }: (typeof parameters | typeof buffers)[number]) => {
    const given = values[name];
    if (given === undefined || given.data.length !== sizeOf(wanted)) {
      throw new EvenkeelError(
        "SHAPE",
        `network: ${name} must be [${wanted.join(", ")}], got ${given ? `[${given.shape.join(", ")}]` : "nothing"}`,
      );
    }
    runtime.state.write(stateOf(name), given);
    return program.read(stateOf(name), wanted);
  };
  const trained = parameters.map((spec) => [spec.name, read(spec)] as const);
  // in training mode only the new running statistics depend on the old ones, and there are no past iterations
  const others = (training ? buffers : inferenceBuffers(buffers)).map(
    (spec) => [spec.name, training ? program.g.fill(0, spec.shape) : read(spec)] as const,
  );
  const input = program.feed("x", { dtype: "float32", shape });
  const all = Object.fromEntries([...trained, ...others]);
  const { output } = applyNetwork(program.g, network, all, input, { training });
  return {
    output,
    parameters: trained.map(([, value]) => value),
    names: trained.map(([name]) => stateOf(name)),
  };
}
