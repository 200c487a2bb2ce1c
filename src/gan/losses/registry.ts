/** Every adversarial loss by the name that a config uses. Adding a loss is one line here, with its import. */
import { hinge } from "./hinge.ts";
import { leastSquares } from "./least-squares.ts";
import type { Loss } from "./loss.ts";
import { nonSaturating } from "./non-saturating.ts";
import { saturating } from "./saturating.ts";
import { wasserstein } from "./wasserstein.ts";

export const losses = {
  "non-saturating": nonSaturating,
  hinge,
  saturating,
  wasserstein,
  "least-squares": leastSquares,
} satisfies Readonly<Record<string, Loss>>;
