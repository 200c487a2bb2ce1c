/** No reparametrization (`none`). */
import { z } from "zod";
import type { ReparametrizationMethod } from "../method.ts";

const noOptions = z.strictObject({});

/** `none` in a config. */
export const noReparametrization = {
  summary: "the weight as it is",
  options: noOptions,
  create: () => undefined,
  scaleFree: false,
  limitsSlope: false,
} as const satisfies ReparametrizationMethod<typeof noOptions>;
