/** The largest eigenvalue of the Fisher information matrix, and the learning rate it allows for. */
import { dot, gradient, sizeOf, type Value } from "../../graph/index.ts";
import {
  createProgram,
  type Executable,
  type ProgramBuilder,
  type Runtime,
} from "../../runtime/index.ts";
import { type Eigenvalue, type EigenvalueOptions, largestEigenvalue } from "../weights/index.ts";
import { type NetworkSubject, readNetwork } from "./network-subject.ts";

/** Float32 second derivatives allow for no more. */
const accuracy: EigenvalueOptions = { tolerance: 1e-4, rounds: 100 };

/**
 * λ_max of the Fisher information matrix F = (1/n) Σ_x Σ_k ∇_θ f_k(x) ∇_θ f_k(x)ᵀ of a network's outputs f
 * under a Gaussian output model of unit variance, θ all parameters, the mean being over the n inputs given.
 *
 * F has the eigenvalues of JJᵀ/n, J being the derivative of all n outputs to θ (and zeros): Lanczos
 * iteration on that smaller matrix, each product by one pass forward, backward and forward again. `rounds`
 * at most; `residual` tells how near the value is.
 *
 * @throws EvenkeelError `SHAPE` when `x` or a value does not fit the network, `ENGINE` when the engine fails.
 * @see Wei, Stokes & Schwab 2019, section 2.
 */
export async function fisherEigenvalue(
  runtime: Runtime,
  subject: NetworkSubject,
  options: EigenvalueOptions = {},
): Promise<Eigenvalue> {
  const { x, shape } = subject;
  const program = createProgram("Fisher information");
  const { output, parameters } = readNetwork(program, runtime, subject);
  const size = addFisherProduct(program, output, parameters, shape[0] ?? 1);
  const executable = await runtime.compile(program.build());
  try {
    return await fisherLanczos(executable.run, { x }, size, options);
  } finally {
    await executable.release();
  }
}

/**
 * Adds a feed `u` (float32, of the output's shape) to a program, and the result `product`, JJᵀu/n, J being
 * the derivative of `output` to `parameters`.
 *
 * Jᵀu is a gradient; it is linear in u, so the derivative of ⟨Jᵀu, c⟩ to u is Jc, and c is Jᵀu itself.
 *
 * @returns how many numbers u has.
 */
export function addFisherProduct(
  program: ProgramBuilder,
  output: Value,
  parameters: readonly Value[],
  n: number,
): number {
  const { g } = program;
  const u = program.feed("u", { dtype: "float32", shape: output.shape });
  const back = gradient(g, dot(g, output, u), parameters);
  const along = back
    .map((slope) => dot(g, slope, g.stopGradient(slope)))
    .reduce((total, part) => g.add(total, part));
  const [product] = gradient(g, along, [u]);
  program.result("product", g.mul(product!, 1 / n));
  return sizeOf(output.shape);
}

/** The largest eigenvalue of what {@link addFisherProduct} added to a program that is fed `feeds` beside u. */
export function fisherLanczos(
  run: Executable["run"],
  feeds: Parameters<Executable["run"]>[0],
  size: number,
  options: EigenvalueOptions = {},
): Promise<Eigenvalue> {
  return largestEigenvalue(async (u) => (await run({ ...feeds, u })).product!, size, {
    ...accuracy,
    ...options,
  });
}

/**
 * 2(1 + μ)/λ: gradient descent with momentum μ on a quadratic whose largest curvature is λ converges below
 * this learning rate, and only there. With λ of the Fisher information matrix it holds near an optimum of
 * the mean squared error ½‖f − y‖², the mean being over examples; it says nothing of Adam.
 *
 * @param momentum μ in [0, 1); default 0.
 * @see Wei, Stokes & Schwab 2019, section 2.
 */
export function largestStableRate(lambda: number, momentum = 0): number {
  return (2 * (1 + momentum)) / lambda;
}
