/** The first steps of a network's training, measured. */
import { gradient, logSumExp, mean, square, sum, type Value } from "../../graph/index.ts";
import { applyNetwork, describeNetwork, sgd } from "../../nn/index.ts";
import { createProgram, type Executable, type Program, type Runtime } from "../../runtime/index.ts";
import {
  deepNetwork,
  drawImages,
  drawNetwork,
  imagesShape,
  type Method,
  type Size,
} from "./networks.ts";

/** Gradients are made smaller by this before they are squared, so that squares of large ones are finite. */
const SHRINK = 2 ** -20;

/** A network that is trained, by the same steps for each draw. */
export interface Trained {
  readonly method: Method;
  readonly blocks: number;
  readonly size: Size;
  readonly executable: Executable;
}

/** What the first steps did. */
export interface Course {
  /** The mean cross-entropy before each step and after the last; not finite where the network is not. */
  readonly losses: readonly number[];
  /**
   * How far each step moved the function: ‖f(x; θ after) − f(x; θ before)‖, the root of the mean square over images;
   * infinite where one of the two is not finite.
   */
  readonly updates: readonly number[];
  /** By step: the norm of the loss's gradient to the weights of each block. */
  readonly gradients: readonly Float32Array[];
}

/** Compiles a step of gradient descent of a network. */
export async function compileDeepStep(
  runtime: Runtime,
  method: Method,
  blocks: number,
  size: Size,
): Promise<Trained> {
  const executable = await runtime.compile(stepOf(method, blocks, size));
  return { method, blocks, size, executable };
}

/**
 * Gradient descent without momentum, scalars at the rate that they ask for, on the mean cross-entropy. Results: the
 * `loss` and the `logits` before the step, and the `norms` of the gradients to the blocks' weights.
 */
function stepOf(method: Method, blocks: number, size: Size): Program {
  const program = createProgram(`step of ${blocks} blocks`);
  const { g } = program;
  const network = deepNetwork(method, blocks, size);
  const input = { dtype: "float32", shape: imagesShape(size) } as const;
  const { parameters, buffers } = describeNetwork(network, input);
  const read = parameters.map(({ name, shape }) => [name, program.read(name, shape)] as const);
  // in training mode only the new running statistics, which are not kept, depend on the old ones
  const unused = buffers.map(({ name, shape }) => [name, g.fill(0, shape)] as const);
  const images = program.feed("images", input);
  const given = Object.fromEntries([...read, ...unused]);
  const { output } = applyNetwork(g, network, given, images, { training: true });
  const labels = program.feed("labels", { dtype: "int32", shape: [size.images] });
  const [, depth = 1] = output.shape;
  const picked = sum(g, g.mul(output, g.oneHot(labels, { depth })), [1]);
  const loss = mean(g, g.sub(logSumExp(g, output), picked));
  const values = read.map(([, value]) => value);
  const slopes = gradient(g, loss, values);
  const rate = program.feed("rate", { dtype: "float32", shape: [] });
  const squares = new Map<string, Value>();
  for (const [i, spec] of parameters.entries()) {
    const [value, slope] = [values[i]!, slopes[i]!];
    const own = spec.rate === undefined ? rate : g.mul(rate, spec.rate);
    program.write(spec.name, sgd().update(g, value, slope, {}, { rate: own }).parameter);
    const block = spec.branch && spec.name.split("/").slice(0, 2).join("/");
    if (block === undefined) continue;
    const one = sum(g, square(g, g.mul(slope, SHRINK)));
    const before = squares.get(block);
    squares.set(block, before === undefined ? one : g.add(before, one));
  }
  const all = [...squares.values()].map((value) => g.reshape(value, { shape: [1] }));
  program.result("norms", g.div(g.sqrt(g.concat(all, { axis: 0 })), SHRINK));
  program.result("loss", loss);
  program.result("logits", output);
  return program.build();
}

/** Draws a network and images with a seed, and takes so many steps at a rate, or until it is not finite. */
export async function deepCourse(
  runtime: Runtime,
  { method, blocks, size, executable }: Trained,
  { seed, steps, rate }: { readonly seed: number; readonly steps: number; readonly rate: number },
): Promise<Course> {
  const drawn = drawNetwork(method, deepNetwork(method, blocks, size), size, seed);
  for (const [name, tensor] of Object.entries(drawn)) runtime.state.write(name, tensor);
  const feeds = { ...drawImages(size, seed), rate: Float32Array.of(rate) };
  const losses: number[] = [];
  const outputs: Float32Array[] = [];
  const gradients: Float32Array[] = [];
  for (let step = 0; step <= steps; step++) {
    const { loss, logits, norms } = await executable.run(feeds);
    losses.push(loss![0]!);
    outputs.push(logits!);
    gradients.push(norms!);
    if (!Number.isFinite(loss![0]!)) break;
  }
  const updates = outputs.slice(1).map((after, i) => distance(after, outputs[i]!, size.images));
  return { losses, updates, gradients };
}

function distance(a: Float32Array, b: Float32Array, images: number): number {
  const squares = a.reduce((total, x, i) => total + (x - b[i]!) ** 2, 0);
  const found = Math.sqrt(squares / images);
  return Number.isNaN(found) ? Number.POSITIVE_INFINITY : found;
}
