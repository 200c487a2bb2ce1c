/** Discriminators of images with opacity. */
import { sliceAxis } from "../../graph/index.ts";
import type { Network } from "../../nn/index.ts";

/**
 * A network for images `[N, 4, H, W]` in [-1, 1], of which it sees red, green and blue times the opacity, and the
 * opacity: colors of transparent places, which nobody sees, make no difference and get no gradient.
 */
export function seesOpacity(network: Network): Network {
  return (context, images) => {
    const { g } = context;
    const opacity = sliceAxis(g, images, 1, 3, 4);
    const colors = g.add(sliceAxis(g, images, 1, 0, 3), 1);
    const weighted = g.sub(g.mul(colors, g.mul(g.add(opacity, 1), 0.5)), 1);
    return network(context, g.concat([weighted, opacity], { axis: 1 }));
  };
}
