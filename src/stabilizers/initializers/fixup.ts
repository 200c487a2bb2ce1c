/** Fixup initialization (`fixup`). */
import { z } from "zod";
import { fixup } from "../../nn/index.ts";
import type { InitializerMethod } from "../method.ts";

const options = z.strictObject({});

/** `fixup` in a config. */
export const fixupMethod = {
  summary:
    "He's, scaled by depth in residual branches, 0 in last layers: for networks with Fixup (Zhang et al. 2019)",
  options,
  create: fixup,
  startsAtZero: true,
  fixup: true,
} as const satisfies InitializerMethod<typeof options>;
