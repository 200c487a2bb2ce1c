/** How steep the discriminator is at given images. */
import { type Builder, gradient, square, sum, type Value } from "../graph/index.ts";

/**
 * ‖∇ₓD(x)‖₂ of each image: √(Σ (∂D/∂x)² + epsilon), `[N]`. The root's derivative is finite at 0 thanks
 * to epsilon.
 *
 * @param x images `[N, C, H, W]`.
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
