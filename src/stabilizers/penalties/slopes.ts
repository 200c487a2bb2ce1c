/** How steep the discriminator is at given images. */
import { type Builder, gradient, square, sum, type Value } from "../../graph/index.ts";

/**
 * ‖∇ₓD(x)‖₂ of each image: √(Σ (∂D/∂x)² + epsilon), `[N]`, the sum over all numbers of the image. The
 * root's derivative is finite at 0 thanks to epsilon.
 *
 * @param x images `[N, C, H, W]`, or points `[N, C, 1, 1]`.
 * @param epsilon papers' code: 1e-8 (BSN), 1e-4 (Kurach et al.).
 */
export function slopes(
  g: Builder,
  discriminate: (x: Value) => Value,
  x: Value,
  epsilon: number,
): Value {
  const [gradients] = gradient(g, sum(g, discriminate(x)), [x]);
  return g.sqrt(g.add(sum(g, square(g, gradients!), [1, 2, 3]), epsilon));
}
