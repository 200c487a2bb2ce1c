/** Xavier, or Glorot, initialization (`xavier`). */
import { xavierUniform } from "../../nn/index.ts";
import type { InitializerMethod } from "../method.ts";
import { gainOptions } from "./options.ts";

/** `xavier` in a config. */
export const xavierMethod = {
  summary: "uniform with variance 2·gain²/(fan-in + fan-out)",
  options: gainOptions,
  create: ({ gain }) => xavierUniform(gain),
} as const satisfies InitializerMethod<typeof gainOptions>;
